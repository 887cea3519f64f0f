//! Which documents speak of which others.

use super::open::Workspace;
use abide_model::Kind;
use abide_rules::Names;
use std::collections::BTreeMap;

/// One document speaks of another; both are places in [`Workspace::documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// The document that speaks.
    pub from: usize,
    /// The document that it speaks of.
    pub to: usize,
    /// Whether it says that it needs the other one.
    pub needs: bool,
}

impl Workspace {
    /// Who speaks of whom, by links and by what a document says that it needs; ordered, each pair once.
    pub fn links(&self) -> Vec<DocumentLink> {
        let mut names = Names::default();
        for (number, state) in self.documents.iter().enumerate() {
            names.add(number, &state.file.path, &state.document);
        }
        let mut found: BTreeMap<(usize, usize), bool> = BTreeMap::new();
        for (from, state) in self.documents.iter().enumerate() {
            let mut add = |name: &str, needs: bool| {
                let to = names.find(&state.file.path, name).filter(|to| *to != from);
                if let Some(to) = to {
                    *found.entry((from, to)).or_default() |= needs;
                }
            };
            for link in state.document.links() {
                let destination = state.document.destination(link);
                // A word in brackets is no name of a document here; a path is.
                if !destination.starts_with('#') && !destination.contains("://") {
                    add(destination, false);
                }
            }
            for item in state.spec().of_kind(Kind::Dependency) {
                if item.text_field("what") == Some("spec") {
                    add(&item.key, true);
                }
            }
        }
        found.into_iter().map(|((from, to), needs)| DocumentLink { from, to, needs }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::OpenRequest;
    use std::fs;

    #[test]
    fn a_link_and_a_need_join_two_documents_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(".git")).unwrap();
        let files = [
            (
                "fees.md",
                "# Fees\n\nSee [lending](lending.md#terms), [again](./lending.md) and [the net](https://example.com/lending.md).\n",
            ),
            ("lending.md", "# Lending\n\n## Terms\n\nSee [above](#lending) and [nothing](nothing.md).\n"),
        ];
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let current = folder.path().to_owned();
        let request = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
        let links = Workspace::open(&request).unwrap().links();
        assert_eq!(links, [DocumentLink { from: 0, to: 1, needs: false }]);
    }
}

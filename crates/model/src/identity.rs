//! Which item is meant. Within its document, an item is known by its id; within a workspace, by its document and its id,
//! written `specs/orders.md#FR-1`. Where only one document has an id, the id alone will do.

use crate::Spec;
use std::collections::{HashMap, HashSet};

/// The ids that several documents of a workspace have.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    clashing: HashSet<String>,
}

impl Identities {
    /// Compares the ids of all documents of a workspace, whichever of them were asked about: what an item is called must
    /// not depend on the question.
    pub fn of<'a>(specs: impl Iterator<Item = &'a Spec>) -> Self {
        let mut first: HashMap<&str, usize> = HashMap::new();
        let mut clashing = HashSet::new();
        for (number, spec) in specs.enumerate() {
            for item in &spec.items {
                if *first.entry(&item.id).or_insert(number) != number && !clashing.contains(&item.id) {
                    clashing.insert(item.id.clone());
                }
            }
        }
        Self { clashing }
    }

    /// What an item is called within the workspace: its id, behind the path of its document where another document has an
    /// item of that id.
    pub fn id(&self, path: &str, id: &str) -> String {
        if self.clashing.contains(id) { qualified(path, id) } else { id.to_owned() }
    }
}

/// The id of an item behind the path of its document, which always says which item is meant.
pub fn qualified(path: &str, id: &str) -> String {
    format!("{path}#{id}")
}

/// Whether somebody who writes `asked` means the item `id` of the document at `path`.
pub fn is_meant(asked: &str, path: &str, id: &str) -> bool {
    asked == id
        || asked.strip_prefix(path).and_then(|rest| rest.strip_prefix('#')).is_some_and(|rest| rest == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use abide_syntax::Document;

    fn spec(path: &str, text: &str) -> Spec {
        Spec::read(path, &Document::parse(text))
    }

    #[test]
    fn an_id_that_two_documents_have_is_behind_its_path_in_both() {
        let orders =
            spec("orders.md", "# O\n## Requirements\n- FR-1: It must count.\n- FR-2: It must add.\n");
        let returns = spec("returns.md", "# R\n## Requirements\n- FR-1: It must take back.\n");
        let ids = Identities::of([&orders, &returns].into_iter());
        assert_eq!(ids.id("orders.md", "FR-1"), "orders.md#FR-1");
        assert_eq!(ids.id("returns.md", "FR-1"), "returns.md#FR-1");
        assert_eq!(ids.id("orders.md", "FR-2"), "FR-2");
        let alone = Identities::of([&orders].into_iter());
        assert_eq!(alone.id("orders.md", "FR-1"), "FR-1");
    }

    #[test]
    fn an_item_is_meant_by_its_id_with_or_without_its_document() {
        assert!(is_meant("FR-1", "orders.md", "FR-1"));
        assert!(is_meant("orders.md#FR-1", "orders.md", "FR-1"));
        assert!(!is_meant("returns.md#FR-1", "orders.md", "FR-1"));
        assert!(!is_meant("FR-1", "orders.md", "FR-10"));
        assert!(is_meant("a.md#path:#notes", "a.md", "path:#notes"));
    }
}

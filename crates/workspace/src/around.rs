//! What stands around a statement: its neighbours, the statements that it names, and those that name it.

use crate::check::{DocumentState, Workspace};
use crate::code::holds_word;
use abide_model::{Item, Kind};
use rayon::prelude::*;

/// The statements around one.
#[derive(Debug, Default)]
pub struct Around<'a> {
    /// Of the same section, the nearest first.
    pub neighbours: Vec<(&'a DocumentState, &'a Item)>,
    /// Those that it names: records, endpoints, settings, written ids.
    pub names: Vec<(&'a DocumentState, &'a Item)>,
    /// Those that name it.
    pub named_by: Vec<(&'a DocumentState, &'a Item)>,
}

impl Workspace {
    /// What stands around an item of a document.
    pub fn around<'a>(&'a self, state: &'a DocumentState, item: &'a Item) -> Around<'a> {
        let own = names(item);
        let said = said(item);
        let same =
            |other: &DocumentState, one: &Item| other.file.path == state.file.path && one.id == item.id;
        let found: Vec<(Vec<_>, Vec<_>)> = self
            .documents
            .par_iter()
            .filter(|other| other.asked || other.file.path == state.file.path)
            .map(|other| {
                let (mut named, mut naming) = (Vec::new(), Vec::new());
                for one in other.spec().items.iter().filter(|one| !same(other, one)) {
                    if names(one).iter().any(|name| holds_word(&said, name)) {
                        named.push((other, one));
                    } else if own.iter().any(|name| holds_word(&one.text, name)) {
                        naming.push((other, one));
                    }
                }
                (named, naming)
            })
            .collect();
        let mut around = Around::default();
        for (named, naming) in found {
            around.names.extend(named);
            around.named_by.extend(naming);
        }
        let items = &state.spec().items;
        let at = items.iter().position(|one| one.id == item.id).unwrap_or(0);
        let mut near: Vec<(usize, &Item)> = items
            .iter()
            .enumerate()
            .filter(|(_, one)| one.section == item.section && one.id != item.id)
            .map(|(place, one)| (place.abs_diff(at), one))
            .collect();
        near.sort_by_key(|(distance, one)| (*distance, one.range.start));
        around.neighbours = near.into_iter().map(|(_, one)| (state, one)).collect();
        around
    }
}

/// All that an item says, as far as names may stand in it.
fn said(item: &Item) -> String {
    let mut said = item.text.clone();
    for value in item.fields.values().filter_map(|value| value.as_str()) {
        if !said.contains(value) {
            said.push('\n');
            said.push_str(value);
        }
    }
    said
}

/// What other statements would call an item.
fn names(item: &Item) -> Vec<&str> {
    let mut names = Vec::new();
    let derived = item.id.strip_prefix(item.kind.name()).is_some_and(|rest| rest.starts_with(':'));
    if !derived && item.id.len() >= 2 {
        names.push(item.id.as_str());
    }
    let keyed = matches!(
        item.kind,
        Kind::Endpoint
            | Kind::Setting
            | Kind::Entity
            | Kind::Event
            | Kind::Rpc
            | Kind::Component
            | Kind::Term
    );
    if keyed && item.key.chars().count() >= 3 {
        names.push(item.key.as_str());
    }
    names
}

#[cfg(test)]
mod tests {
    use crate::check::{OpenRequest, Workspace};

    const LENDING: &str = "# Lending\n\n## Requirements\n\n- FR-1: POST /loans MUST refuse a tool that is out.\n- FR-2: A \
                           member MUST have at most MAX_TOOLS tools, see FR-1.\n\n## Settings\n\n| Setting | Default |\n|---|---|\n\
                           | `MAX_TOOLS` | 3 |\n";

    #[test]
    fn a_statement_is_shown_with_its_section_and_with_what_it_names_and_what_names_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("lending.md"), LENDING).unwrap();
        let current = folder.path().to_owned();
        let request = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
        let workspace = Workspace::open(&request).unwrap();
        let ids = |found: &[(&super::DocumentState, &super::Item)]| -> Vec<String> {
            found.iter().map(|(_, item)| item.id.clone()).collect()
        };
        let (state, item) = workspace.find_item("FR-2").unwrap();
        let around = workspace.around(state, item);
        assert_eq!(ids(&around.neighbours), ["endpoint:POST /loans", "FR-1"]);
        assert_eq!(ids(&around.names), ["FR-1", "setting:MAX_TOOLS"]);
        let (state, item) = workspace.find_item("MAX_TOOLS").unwrap();
        assert_eq!(ids(&workspace.around(state, item).named_by), ["FR-2"]);
        assert!(workspace.find_item("lending.md:6").is_ok());
        let error = workspace.find_item("FR").unwrap_err().to_string();
        assert_eq!(error, "`FR` may mean 2 statements: `lending.md#FR-1`, `lending.md#FR-2`");
    }
}

//! What operations are grouped by.

use super::Operation;
use std::collections::BTreeMap;

/// The tag of each operation: the heading of its group where the operations stand in several, else the first word of its path.
#[derive(Clone, Debug)]
pub(crate) struct Tags {
    by_heading: bool,
}

impl Tags {
    pub fn new(operations: &[Operation]) -> Self {
        let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
        for operation in operations {
            let Some(heading) = heading(operation) else { return Self { by_heading: false } };
            *groups.entry(heading).or_default() += 1;
        }
        let shared = groups.values().filter(|count| **count > 1).count();
        Self { by_heading: groups.len() > 1 && shared * 2 > groups.len() }
    }

    pub fn of(&self, operation: &Operation) -> Option<String> {
        let word = || operation.path.words().next().map(str::to_owned);
        if self.by_heading { heading(operation).map(str::to_owned) } else { word() }
    }
}

/// The heading of the section that holds an operation, or of the one around it where the section is the operation's own.
fn heading<'a>(operation: &Operation<'a>) -> Option<&'a str> {
    let path = operation.item.text_field("path")?;
    let item = operation.item;
    item.section.iter().rev().map(String::as_str).find(|title| !title.contains(path))
}

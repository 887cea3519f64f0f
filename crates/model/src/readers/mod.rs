//! The readers: each finds one kind of item, or a few that are written together. To add one, write its file (what it
//! reads, the code, examples that run as tests) and add its line to [`READERS`].

mod change;
mod check;
mod component;
mod decision;
mod dependency;
mod diagram;
mod endpoint;
mod entity;
pub(crate) mod event;
mod exception;
mod flow;
mod goal;
mod meta;
mod path;
mod permission;
mod reference;
mod requirement;
mod risk;
mod rollout;
mod rpc;
mod scenario;
mod setting;
mod signal;
mod stakeholder;
mod story;
mod target;
mod task;
mod term;
mod transition;

pub use requirement::obligation;

use crate::{Context, Items, Kind};

/// One reader.
pub struct Reader {
    /// Its name, that of its first kind.
    pub name: &'static str,
    /// The kinds of items that it finds.
    pub kinds: &'static [Kind],
    /// What it reads, and how that may be written: the text that `abide explain` prints.
    pub documentation: &'static str,
    /// Finds the items.
    pub read: fn(&Context, &mut Items),
}

/// All readers, in the order in which they run: a later one may look at what an earlier one found.
pub const READERS: &[Reader] = &[
    meta::READER,
    check::READER,
    endpoint::READER,
    permission::READER,
    path::READER,
    setting::READER,
    requirement::READER,
    entity::READER,
    target::READER,
    signal::READER,
    goal::READER,
    story::READER,
    scenario::READER,
    task::READER,
    risk::READER,
    decision::READER,
    term::READER,
    change::READER,
    stakeholder::READER,
    reference::READER,
    rollout::READER,
    dependency::READER,
    diagram::READER,
    transition::READER,
    flow::READER,
    exception::READER,
    event::READER,
    rpc::READER,
    component::READER,
];

#[cfg(test)]
pub(crate) mod tests {
    use crate::{Item, Kind, Spec};
    use abide_syntax::Document;

    /// What a reader's kinds look like in a document: `line kind key field=value …`, a statement in quotes where there is
    /// no key.
    pub(crate) fn shown(kinds: &[Kind], text: &str) -> Vec<String> {
        let document = Document::parse(text);
        let spec = Spec::read("spec.md", &document);
        spec.items.iter().filter(|item| kinds.contains(&item.kind)).map(line).collect()
    }

    fn line(item: &Item) -> String {
        let mut line = format!("{} {}", item.line, item.kind);
        if item.key.is_empty() {
            line.push_str(&format!(" \"{}\"", item.text));
        } else {
            line.push_str(&format!(" {}", item.key));
        }
        // Types in one vocabulary have their own tests.
        for (name, value) in item.fields.iter().filter(|(name, _)| *name != "schema") {
            match value.as_str() {
                Some(text) if text == item.text => {}
                Some(text) => line.push_str(&format!(" {name}={text}")),
                None => line.push_str(&format!(" {name}={value}")),
            }
        }
        line
    }

    /// An example: Markdown in, the items of the reader's kinds out.
    macro_rules! reader_test {
        ($name:ident, $text:expr, [$($line:expr),* $(,)?]) => {
            #[test]
            fn $name() {
                let found = $crate::readers::tests::shown(super::READER.kinds, $text);
                let expected: Vec<&str> = vec![$($line),*];
                assert_eq!(found, expected, "\n{}", found.join("\n"));
            }
        };
    }
    pub(crate) use reader_test;

    #[test]
    fn a_reader_says_what_it_reads() {
        for reader in super::READERS {
            assert_eq!(Some(reader.name), reader.kinds.first().map(|kind| kind.name()));
            assert!(reader.documentation.len() > 60, "{}", reader.name);
        }
    }
}

//! The change logs of a document: their entries in the order in which they stand.

use crate::Context;
use crate::calendar::{self, Span};
use crate::versions::Version;
use abide_model::Kind;
use abide_syntax::TextRange;
use std::collections::HashMap;

/// One entry of a change log.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its version, if it has one that can be put in order.
    pub(crate) version: Option<Version>,
    /// The version as written.
    pub(crate) written_version: String,
    /// Its date, if it has one that can be put in order.
    pub(crate) date: Option<Span>,
    /// The date as written.
    pub(crate) written_date: String,
    /// Where its version or date stands.
    pub(crate) place: TextRange,
}

/// The change logs: entries of one section are one log, and so are headings below one heading.
pub(crate) fn logs(context: &Context) -> Vec<Vec<Entry>> {
    let mut logs: Vec<Vec<Entry>> = Vec::new();
    let mut by_section: HashMap<&[String], usize> = HashMap::new();
    for item in context.items(Kind::Change) {
        let path = match item.section.split_last() {
            Some((title, above)) if *title == item.text => above,
            _ => item.section.as_slice(),
        };
        let field = |name: &str| item.text_field(name).unwrap_or_default().to_owned();
        let (written_version, written_date) = (field("version"), field("date"));
        let key = context.slice(item.range).find(item.key.as_str()).map(|at| {
            let start = item.range.start() + at;
            TextRange::new(start, start + item.key.len())
        });
        let entry = Entry {
            version: Version::read(&written_version),
            date: calendar::day(written_date.trim_end_matches('.')),
            written_version,
            written_date,
            place: key.unwrap_or(item.range),
        };
        let at = *by_section.entry(path).or_insert(logs.len());
        match logs.get_mut(at) {
            Some(log) => log.push(entry),
            None => logs.push(vec![entry]),
        }
    }
    logs
}

//! Which documents a document says that it needs.

use crate::words::phrases;
use crate::{Landscape, Other};
use abide_model::{Item, Kind, Spec};
use abide_syntax::{Document, TextRange};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// What a document says that it needs, read from the document alone. Which other document it means is asked of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    asks: Asks,
    /// Where it says so.
    place: TextRange,
}

/// What is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asks {
    /// The name of a document, where the need may be one by name.
    name: Option<Box<str>>,
    /// Where the link of that name leads.
    link: Option<Box<str>>,
}

impl Want {
    /// All that a document says that it needs.
    pub fn all(document: &Document, spec: &Spec) -> Vec<Want> {
        let want = |item: &Item| {
            let named = item.text_field("what") == Some("spec") || item.key.ends_with(".md");
            let name = named.then(|| item.key.as_str().into());
            let link: Option<Box<str>> = linked(document, item.range, &item.key).map(Into::into);
            let source = document.slice(item.range);
            if name.is_none() && link.is_none() || is_reverse(source, &item.section) {
                return None;
            }
            let place = source.find(item.key.as_str()).map(|at| {
                let start = item.range.start() + at;
                TextRange::new(start, start + item.key.len())
            });
            Some(Want { asks: Asks { name, link }, place: place.unwrap_or(item.range) })
        };
        spec.of_kind(Kind::Dependency).filter_map(want).collect()
    }

    /// What it asks for, wherever it stands.
    pub(crate) fn asks(&self) -> &Asks {
        &self.asks
    }
}

/// Another document that one needs, and where it says so.
pub(crate) struct Need<'a> {
    pub(crate) other: Other<'a>,
    pub(crate) place: TextRange,
}

/// The documents that the one at `path` needs.
pub(crate) fn needs<'a>(others: &'a dyn Landscape, path: &str, wants: &[Want]) -> Vec<Need<'a>> {
    let mut needs: Vec<Need> = Vec::new();
    for want in wants {
        let meant = |name: &Option<Box<str>>| others.meant(path, name.as_deref()?);
        let Some(other) = meant(&want.asks.name).or_else(|| meant(&want.asks.link)) else { continue };
        if **other.path != *path && needs.iter().all(|known| known.other.path != other.path) {
            needs.push(Need { other, place: want.place });
        }
    }
    needs
}

/// Where the link of that name in a range leads, where that may be a document.
fn linked<'a>(document: &'a Document, range: TextRange, name: &str) -> Option<&'a str> {
    let from = document.links().partition_point(|link| document.node(link.node).range.start < range.start);
    let within =
        document.links().iter().skip(from).take_while(|link| range.contains(document.node(link.node).range));
    let mut links = within.filter(|link| document.slice(document.node(link.node).range).contains(name));
    let target = document.destination(links.next()?);
    let file = target.split(['#', '?']).next().unwrap_or(target);
    (!target.contains("://") && file.ends_with(".md")).then_some(target)
}

/// Whether a line tells who needs this document, not what this document needs.
fn is_reverse(source: &str, section: &[String]) -> bool {
    const WORDS: &str = "used by | required by | needed by | depended on by | consumed by | blocks | enables | unblocks | downstream | dependents | consumers | superseded
        | supersedes | replaces | optional | not required | does not depend | independent of | future | later | usado por | utilisé par | verwendet von | 被
        | から利用される | используется в";
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(phrases(WORDS)).ok());
    let says = |text: &str| SEARCH.as_ref().is_some_and(|search| search.is_match(&text.to_lowercase()));
    says(source) || section.last().is_some_and(|title| says(title))
}

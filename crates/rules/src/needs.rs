//! Which documents a document says that it needs.

use crate::words::phrases;
use crate::{Landscape, Other};
use abide_model::{Kind, Spec};
use abide_syntax::{Document, TextRange};
use std::collections::HashSet;

/// Another document that one needs, and where it says so.
pub(crate) struct Need<'a> {
    pub(crate) other: Other<'a>,
    pub(crate) place: TextRange,
}

/// The documents that the one at `path` needs.
pub(crate) fn needs<'a>(
    others: &'a dyn Landscape,
    path: &str,
    document: &Document,
    spec: &Spec,
) -> Vec<Need<'a>> {
    let mut needs: Vec<Need> = Vec::new();
    let mut known = HashSet::new();
    for item in spec.of_kind(Kind::Dependency) {
        let named = item.text_field("what") == Some("spec") || item.key.ends_with(".md");
        let by_name = named.then(|| others.meant(path, &item.key)).flatten();
        let found = by_name.or_else(|| linked(others, path, document, item.range, &item.key));
        // Most dependencies are no documents, which is told sooner than whether they are the other way round.
        let Some(other) = found.filter(|other| **other.path != *path) else { continue };
        let source = document.slice(item.range);
        if !is_reverse(source, &item.section) && known.insert(other.path) {
            let place = source.find(item.key.as_str()).map(|at| {
                let start = item.range.start() + at;
                TextRange::new(start, start + item.key.len())
            });
            needs.push(Need { other, place: place.unwrap_or(item.range) });
        }
    }
    needs
}

/// The document that the link of that name in a range leads to.
fn linked<'a>(
    others: &'a dyn Landscape,
    path: &str,
    document: &Document,
    range: TextRange,
    name: &str,
) -> Option<Other<'a>> {
    let from = document.links().partition_point(|link| document.node(link.node).range.start < range.start);
    let within =
        document.links().iter().skip(from).take_while(|link| range.contains(document.node(link.node).range));
    let mut links = within.filter(|link| document.slice(document.node(link.node).range).contains(name));
    let target = document.destination(links.next()?);
    let file = target.split(['#', '?']).next().unwrap_or(target);
    (!target.contains("://") && file.ends_with(".md")).then(|| others.meant(path, target)).flatten()
}

/// Whether a line tells who needs this document, not what this document needs.
fn is_reverse(source: &str, section: &[String]) -> bool {
    const WORDS: &str = "used by | required by | needed by | depended on by | consumed by | blocks | enables | unblocks | downstream | dependents | consumers | superseded
        | supersedes | replaces | optional | not required | does not depend | independent of | future | later | usado por | utilisé par | verwendet von | 被
        | から利用される | используется в";
    let says = |text: &str| {
        let lower = text.to_lowercase();
        phrases(WORDS).any(|word| lower.contains(word))
    };
    says(source) || section.last().is_some_and(|title| says(title))
}

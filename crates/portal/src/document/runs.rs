//! The runs of a document: stretches that are read in one go, each with the statements and findings that begin in it.

use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Something that is read in one go: a paragraph, a heading, a row of a table, a block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The event that it begins with.
    pub event: usize,
    /// The byte behind it.
    pub end: usize,
}

/// The runs, in source order.
pub fn runs(events: &[(Event<'_>, Range<usize>)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut row: Option<usize> = None;
    let mut code = false;
    let mut fresh = true;
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::TableRow | Tag::TableHead) => {
                row = Some(range.end);
                fresh = true;
            }
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                row = None;
                fresh = true;
            }
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                runs.push(Run { event: at, end: range.end });
                code = true;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                code = false;
                fresh = true;
            }
            // The cells of a row are one run.
            Event::Start(Tag::TableCell) | Event::End(TagEnd::TableCell) if row.is_some() => {}
            Event::Start(tag) if is_block(tag) => fresh = true,
            Event::End(tag) if is_block_end(tag) => fresh = true,
            _ if code => {}
            _ => {
                if fresh {
                    runs.push(Run { event: at, end: row.unwrap_or(range.end) });
                    fresh = false;
                } else if let Some(run) = runs.last_mut() {
                    run.end = run.end.max(range.end);
                }
            }
        }
    }
    runs
}

/// The run that a statement or finding belongs to, by where it begins.
pub fn run_of(runs: &[Run], start: usize) -> Option<usize> {
    let at = runs.partition_point(|run| run.end <= start);
    (!runs.is_empty()).then(|| at.min(runs.len() - 1))
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::TableCell
    )
}

fn is_block_end(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::TableCell
    )
}

//! What can be folded: front matter, sections, code, comments, long lists and tables.

use crate::trouble::Answer;
use crate::world::World;
use abide_syntax::{HeadingStyle, NodeKind, TextRange};
use gen_lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};
use std::collections::BTreeSet;

/// `textDocument/foldingRange`
pub fn folding(world: &mut World, params: FoldingRangeParams) -> Answer<Option<Vec<FoldingRange>>> {
    let Some((folder, number)) = world.find(&params.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let (document, text) = (spot.document(), spot.text());
    let mut seen = BTreeSet::new();
    let mut ranges = Vec::new();
    let mut add = |range: TextRange, kind: Option<FoldingRangeKind>| {
        let range = range.trim(text);
        let (first, last) = (document.line(range.start) - 1, document.line(range.end) - 1);
        if last > first && seen.insert((first, last)) {
            ranges.push(FoldingRange { start_line: first, end_line: last, kind, ..FoldingRange::default() });
        }
    };
    for section in document.sections().iter().skip(1).filter(|section| section.style != HeadingStyle::Bold) {
        add(section.range, Some(FoldingRangeKind::Region));
    }
    for node in document.nodes() {
        match node.kind {
            NodeKind::FrontMatter => add(node.range, Some(FoldingRangeKind::Imports)),
            NodeKind::Comment => add(node.range, Some(FoldingRangeKind::Comment)),
            NodeKind::Code { .. }
            | NodeKind::Table
            | NodeKind::List { .. }
            | NodeKind::Quote
            | NodeKind::Item { .. } => {
                add(node.range, None);
            }
            _ => {}
        }
    }
    ranges.sort_by_key(|range| (range.start_line, std::cmp::Reverse(range.end_line)));
    Ok(Some(ranges))
}

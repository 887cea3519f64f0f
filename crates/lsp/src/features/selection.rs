//! What a growing selection takes in: the word, the node, the block, the section, and so on up.

use crate::occurrences::word_at;
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_syntax::TextRange;
use gen_lsp_types::{SelectionRange, SelectionRangeParams};

/// `textDocument/selectionRange`
pub fn selection(world: &mut World, params: SelectionRangeParams) -> Answer<Option<Vec<SelectionRange>>> {
    let Some((folder, number)) = world.find(&params.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    Ok(Some(params.positions.iter().map(|position| around(&spot, spot.places().offset(*position))).collect()))
}

fn around(spot: &Spot, offset: u32) -> SelectionRange {
    let (document, text) = (spot.document(), spot.text());
    let holds = |range: &TextRange| range.start <= offset && offset <= range.end && !range.is_empty();
    let mut ranges: Vec<TextRange> = document.nodes().iter().map(|node| node.range.trim(text)).collect();
    ranges.extend(document.sections().iter().map(|section| section.range.trim(text)));
    ranges.extend(spot.state.spec().items.iter().map(|item| item.range));
    ranges.extend(word_at(text, offset, |letter| "-.".contains(letter)));
    ranges.push(TextRange::new(0, text.len()));
    ranges.retain(holds);
    ranges.sort_by_key(|range| (range.len(), range.start));
    ranges.dedup();
    // Each holds the one before it; of two that cross, the smaller stays.
    let mut nested: Vec<TextRange> = Vec::new();
    for range in ranges {
        if nested.last().is_none_or(|inner| range.contains(*inner)) {
            nested.push(range);
        }
    }
    let mut outer: Option<Box<SelectionRange>> = None;
    for range in nested.into_iter().rev() {
        outer = Some(Box::new(SelectionRange { range: spot.places().range(range), parent: outer }));
    }
    outer.map_or_else(SelectionRange::default, |innermost| *innermost)
}

//! Colours for ids, and for the words that oblige.

use crate::occurrences;
use crate::subject::is_written;
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_syntax::{NodeKind, TextRange};
use gen_lsp_types::{
    SemanticToken, SemanticTokens, SemanticTokensLegend, SemanticTokensParams, SemanticTokensRangeParams,
};
use std::collections::{BTreeMap, BTreeSet};

const ID: u32 = 0;
const WORD: u32 = 1;

/// The kinds of colours, in the editor's own words.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: ["enumMember", "keyword"].map(str::to_owned).to_vec(),
        token_modifiers: Vec::new(),
    }
}

/// The words of RFC 2119, as they are written where they oblige.
const WORDS: &[&str] = &["MUST", "SHALL", "SHOULD", "MAY", "REQUIRED", "RECOMMENDED", "OPTIONAL", "NOT"];

/// `textDocument/semanticTokens/full`
pub fn full(world: &mut World, params: SemanticTokensParams) -> Answer<Option<SemanticTokens>> {
    let Some((folder, number)) = world.find(&params.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    Ok(Some(tokens(&spot, TextRange::new(0, spot.text().len()))))
}

/// `textDocument/semanticTokens/range`
pub fn range(world: &mut World, params: SemanticTokensRangeParams) -> Answer<Option<SemanticTokens>> {
    let Some((folder, number)) = world.find(&params.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    Ok(Some(tokens(&spot, spot.places().bytes(params.range))))
}

fn tokens(spot: &Spot, within: TextRange) -> SemanticTokens {
    let mut found: BTreeMap<TextRange, u32> = BTreeMap::new();
    let ids: BTreeSet<&str> =
        spot.state.spec().items.iter().filter(|item| is_written(item)).map(|item| item.id.as_str()).collect();
    for id in ids {
        found.extend(occurrences::of(spot.text(), id).into_iter().map(|place| (place, ID)));
    }
    // Code is coloured by its own language, and obliges nobody.
    for node in spot.document().nodes().iter().filter(|node| node.kind == NodeKind::Text) {
        let is_code = matches!(spot.document().node(node.parent).kind, NodeKind::Code { .. });
        if is_code || !node.range.overlaps(within) {
            continue;
        }
        for word in WORDS {
            for place in occurrences::of(node.range.slice(spot.text()), word) {
                let start = node.range.start() + place.start();
                let range = TextRange::new(start, start + word.len());
                if *word != "NOT" || follows_obligation(spot.text(), start) {
                    found.entry(range).or_insert(WORD);
                }
            }
        }
    }
    let mut data = Vec::new();
    let (mut line, mut character) = (0, 0);
    for (range, kind) in found.into_iter().filter(|(range, _)| within.contains(*range)) {
        let at = spot.places().position(range.start);
        data.push(SemanticToken {
            delta_line: at.line - line,
            delta_start: if at.line == line { at.character - character } else { at.character },
            length: spot.world.client.encoding.width(range.slice(spot.text())),
            token_type: kind,
            token_modifiers_bitset: 0,
        });
        (line, character) = (at.line, at.character);
    }
    SemanticTokens { data, ..SemanticTokens::default() }
}

fn follows_obligation(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '*', '\n']);
    WORDS.iter().take(4).any(|word| before.ends_with(word))
}

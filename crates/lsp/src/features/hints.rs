//! The ids of statements that have none written: what `abide why` and `abide attest` call them.

use crate::subject::is_written;
use crate::trouble::Answer;
use crate::world::World;
use abide_verify::shows;
use gen_lsp_types::{InlayHint, InlayHintParams, Label, Tooltip};

/// Digits of a digest that are shown; commands take an id as short as only it begins so.
const SHOWN: usize = 8;

/// `textDocument/inlayHint`
pub fn hints(world: &mut World, params: InlayHintParams) -> Answer<Option<Vec<InlayHint>>> {
    let Some((folder, number)) = world.find(&params.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    if !world.settings.inlay_hints {
        return Ok(Some(Vec::new()));
    }
    let wanted = spot.places().bytes(params.range);
    let document = spot.document();
    let mut hints = Vec::new();
    for item in &spot.state.spec().items {
        // What has a key is called by what stands there anyway.
        if is_written(item) || !item.key.is_empty() || !shows(item.kind) || !wanted.overlaps(item.range) {
            continue;
        }
        let line = document.lines().line_range(spot.text(), document.line(item.range.start));
        let (kind, digest) = item.id.split_once(':').unwrap_or(("", &item.id));
        let short: String = digest.chars().take(SHOWN).collect();
        hints.push(InlayHint {
            position: spot.places().position(line.end),
            label: Label::String(format!("{kind}:{short}")),
            tooltip: Some(Tooltip::String(format!("abide why {}", spot.live.name_of(spot.path(), &item.id)))),
            kind: None,
            text_edits: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
    }
    hints.sort_by_key(|hint| (hint.position.line, hint.position.character));
    Ok(Some(hints))
}

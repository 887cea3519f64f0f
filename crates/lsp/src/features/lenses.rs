//! Verdicts above the document and above each statement that was tried.

use crate::age::ago;
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_ledger::Verdict;
use abide_model::qualified;
use abide_syntax::TextRange;
use abide_verify::shows;
use gen_lsp_types::{CodeLens, CodeLensParams, Command};
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

/// `textDocument/codeLens`
pub fn lenses(world: &mut World, params: CodeLensParams) -> Answer<Option<Vec<CodeLens>>> {
    let Some((folder, number)) = world.find(&params.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    if !world.settings.code_lenses {
        return Ok(Some(Vec::new()));
    }
    let file = spot.state.file.absolute.display().to_string();
    let lens = |range: TextRange, title: String, command: &str, arguments: Vec<serde_json::Value>| CodeLens {
        range: spot.places().range(range),
        command: Some(Command {
            title,
            command: command.to_owned(),
            arguments: Some(arguments),
            ..Command::default()
        }),
        ..CodeLens::default()
    };
    let mut lenses = Vec::new();
    let top = spot.document().sections().get(1).map_or(TextRange::empty(0), |first| first.title_range);
    if let Some(counts) = counts(&spot) {
        lenses.push(lens(top, counts, "abide.verify", vec![json!(file)]));
    }
    let now = Timestamp::now();
    for item in spot.state.spec().items.iter().chain(spot.state.told()) {
        let Some(known) = spot.folder.verdicts.of(spot.live, spot.state, item) else { continue };
        let Some(at) = known.at else { continue };
        let title = format!("{} {} · why", known.current.verdict, ago(at, now));
        let name = qualified(spot.path(), &item.id);
        let range = TextRange::empty(item.range.start());
        lenses.push(lens(range, title, "abide.why", vec![json!(file), json!(name)]));
        if known.current.verdict != Verdict::Proven {
            lenses.push(lens(range, "run".to_owned(), "abide.verify", vec![json!(file), json!(name)]));
        }
    }
    Ok(Some(lenses))
}

/// `3 of 5 proven, 1 refuted`; nothing where nothing could be tried, or the ledger was not read yet.
pub fn counts(spot: &Spot) -> Option<String> {
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for item in spot.state.spec().items.iter().filter(|item| shows(item.kind)) {
        let known = spot.folder.verdicts.of(spot.live, spot.state, item)?;
        *counts.entry(known.current.verdict).or_default() += 1;
    }
    // What is said beside the items counts where it was judged.
    for item in spot.state.told() {
        let known = spot.folder.verdicts.of(spot.live, spot.state, item)?;
        if known.at.is_some() {
            *counts.entry(known.current.verdict).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    if all == 0 {
        return None;
    }
    let proven = counts.remove(&Verdict::Proven).unwrap_or(0);
    let others = counts.iter().filter(|(verdict, _)| **verdict != Verdict::Unproven);
    let others: String = others.map(|(verdict, count)| format!(", {count} {verdict}")).collect();
    Some(format!("{proven} of {all} proven{others}"))
}

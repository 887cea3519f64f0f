//! Rows of errors that tell their case in a phrase, "| 409 | `lid_open` | the lid is open |": what another statement of the same document
//! claims of its code holds for them as well.

use crate::api::shows;
use crate::claim::{Claim, Needs, Outcome, Turn};
use crate::facts::Facts;
use crate::plan::PlannedItem;
use crate::probe::{ItemContext, Probe};
use abide_model::{Item, Kind};
use std::sync::Arc;

/// So many claims of other statements are tried for one row.
const MOST: usize = 6;

/// Gives rows of errors of which no probe claims anything the claims of the statements that name their codes.
pub fn link(facts: &Arc<Facts>, probes: &[&'static Probe], planned: &mut [PlannedItem]) {
    for row in planned.iter_mut().filter(|row| !row.claims.iter().any(|(_, claim)| claim.is_tried())) {
        let Some(document) = facts.documents.get(row.spec) else { continue };
        let is_row = |item: &&Item| item.kind == Kind::Exception;
        if document.items.get(row.item).filter(is_row).is_none() {
            continue;
        }
        let context = |at: usize| -> Option<ItemContext> {
            let (read, item) = facts.place_of(row.spec, at)?;
            let spec = facts.specs.get(read)?;
            let (item, stated) = (spec.items.get(item)?, document.items.get(at)?);
            Some(ItemContext { facts, number: read, spec, item, document, stated })
        };
        let own = context(row.item)
            .and_then(|own| facts.api.code_of_row(own.number, own.item.range.start, own.item.range.end));
        let Some(code) = own else { continue };
        let mut found: Vec<(&'static Probe, Claim)> = Vec::new();
        for other in (0..document.items.len()).filter(|at| *at != row.item).filter_map(context) {
            if names_alone(&other, &code) {
                for probe in probes.iter().filter(|probe| probe.kinds.contains(&other.item.kind)) {
                    let claims = (probe.claims)(&other).into_iter();
                    found.extend(claims.filter(Claim::is_tried).map(|claim| (*probe, claim)));
                }
            }
        }
        found.retain(|(_, claim)| claim.needs == Needs::Target && claim.turn != Turn::Last);
        found.truncate(MOST);
        let Some((probe, _)) = found.first() else { continue };
        row.claims = vec![(*probe, joined(found.into_iter().map(|(_, claim)| claim).collect(), code))];
    }
}

/// Whether a statement names a code of an error, and no other one.
fn names_alone(context: &ItemContext, code: &str) -> bool {
    if !matches!(context.item.kind, Kind::Requirement | Kind::Step | Kind::Check | Kind::Scenario) {
        return false;
    }
    let api = &context.facts.api;
    let within = api.within(context.number, context.item.range.start, context.item.range.end);
    let mut codes: Vec<&str> = within.flat_map(|(_, said)| api.error_codes_in(said)).collect();
    codes.dedup();
    codes == [code]
}

/// One claim of several: that one of them is refused with the code. What refutes one of them refutes it.
fn joined(claims: Vec<Claim>, code: String) -> Claim {
    let alone = claims.iter().any(|claim| claim.turn == Turn::Alone);
    let titles: Vec<&str> = claims.iter().map(|claim| claim.title.as_str()).collect();
    let title = format!("`{code}` is the code where it is tried that {}", titles.join("; that "));
    let claim = Claim::new(title, Needs::Target, move |stage| {
        let mut last = Outcome::unproven("nothing was tried");
        for claim in &claims {
            stage.shared.workshop.left.release();
            let outcome = claim.attempt(stage);
            if outcome.is_refuted() || outcome.inconclusive || outcome.is_proven() && shows(&outcome, &code) {
                return stage.facts.api.with_stated_code(outcome, &code);
            }
            last = match outcome.is_proven() {
                true => stage.facts.api.with_stated_code(outcome, &code),
                false => outcome,
            };
            if last.is_refuted() {
                return last;
            }
        }
        match last.is_proven() {
            true => {
                Outcome::unproven(format!("what was tried shows no `{code}`")).showing(last.sent, last.seen)
            }
            false => last,
        }
    });
    if alone { claim.alone() } else { claim }
}

//! Rows of errors that tell their case in a phrase, "| 409 | `lid_open` | the lid is open |": what another statement of the same document
//! claims of its code holds for them as well.

use crate::api::shows_code;
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
            if outcome.is_refuted()
                || outcome.inconclusive
                || outcome.is_proven() && shows_code(&outcome, &code)
            {
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

#[cfg(test)]
mod tests {
    use crate::testing::{self, Reply, Server};
    use abide_ledger::Verdict;
    use serde_json::json;
    use std::sync::Mutex;

    const SPEC: &str = "# Doors\n\n## Data model\n\n### Door\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | set by the server |\n| `label` | string | required |\n\n## API\n\n### POST /doors\n\nRequest:\n\n```json\n{\"label\": \"A1\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"label\": \"A1\"}\n```\n\n### GET /doors/{id}\n\nResponse 200:\n\n```json\n{\"id\": 1, \"label\": \"A1\"}\n```\n\n## Requirements\n\n- No two doors have the same `label`; a second one is refused with 409 `label_used`.\n\n## Errors\n\n| Status | Code | When |\n|---|---|---|\n| 409 | `label_used` | somebody was faster |\n";

    /// What comes of the row of errors, where doors with a used label are refused with this code.
    fn row(code: &'static str) -> (Verdict, String) {
        let labels: Mutex<Vec<serde_json::Value>> = Mutex::default();
        let server = Server::start(move |request| {
            let mut labels = labels.lock().unwrap();
            let label = request.json()["label"].clone();
            match (request.method.as_str(), request.route()) {
                ("POST", "/doors") if labels.contains(&label) => {
                    Reply::json(409, &json!({"error": {"code": code}}))
                }
                ("POST", "/doors") => {
                    labels.push(label.clone());
                    Reply::json(201, &json!({"id": labels.len(), "label": label}))
                }
                _ => Reply::json(404, &json!({})),
            }
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let probe = crate::probes::probe("concurrency").unwrap();
        let run = testing::run_markdown(&[probe], SPEC, &config);
        let row = run.items.iter().find(|item| item.kind == "exception").unwrap();
        (row.verdict, row.reason.clone())
    }

    #[test]
    fn a_row_of_errors_is_tried_where_a_statement_names_its_code() {
        assert_eq!(row("label_used").0, Verdict::Proven, "{}", row("label_used").1);
        assert_eq!(row("taken").0, Verdict::Refuted, "{}", row("taken").1);
    }
}

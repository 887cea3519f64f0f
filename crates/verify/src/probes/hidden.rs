//! What is never shown stands in no answer of the whole run.

use crate::api::FieldFacts;
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;

/// What is never shown stands in no answer of the whole run.
pub const PROBE: Probe = Probe {
    name: "hidden",
    summary: "Fields that are write-only, passwords and their hashes stand in no answer of the whole run",
    documentation: "\
Takes the fields that are said to be write-only or never shown, and those whose names say that they are passwords or their hashes. Needs a target.

When all else has been tried, the names of all members of all answers of the run are looked through. Refuted is a field that stood in one of them. A name that another entity shows is passed over, and so is \
what is said to be shown once.",
    kinds: &[Kind::Field],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    let Some((entity, name)) = context.item.key.rsplit_once('.') else { return Vec::new() };
    let api = &context.facts.api;
    let shown = |facts: &FieldFacts| !facts.rule.write_only && facts.entity != entity && !is_password(name);
    let said = context.source().to_lowercase();
    let once = ["once", "on creation", "only when", "at creation"].iter().any(|words| said.contains(words));
    let own = api.fields.field(entity, name);
    if once || api.operations.is_empty() || api.fields.of(name).iter().any(shown) {
        return Vec::new();
    }
    if !is_password(name) && !own.is_some_and(|facts| facts.rule.write_only) {
        return Vec::new();
    }
    let name = name.to_owned();
    let title = format!("no answer of the run shows `{name}`");
    vec![Claim::new(title, Needs::Target, move |stage| unseen(stage, &name)).minor().alone()]
}

/// Whether a name is one of a password or its hash.
fn is_password(name: &str) -> bool {
    let parts = words::parts(name);
    parts.iter().any(|part| matches!(part.as_str(), "password" | "passwd" | "passphrase" | "passwordhash"))
        // When it was changed, or has to be, is no secret.
        && !parts.iter().any(|part| {
            matches!(part.as_str(), "at" | "changed" | "expires" | "expired" | "set" | "has" | "is" | "required" | "reset" | "policy" | "strength" | "length")
        })
}

fn unseen(stage: &Stage, name: &str) -> Outcome {
    let target = match stage.target() {
        Ok(target) => target,
        Err(outcome) => return outcome,
    };
    let sent = format!("looked for a member `{name}` in all answers of the run");
    match target.client.shown(name) {
        Some(exchange) => {
            Outcome::refuted(format!("the answer to {exchange} shows `{name}`")).showing(sent, exchange)
        }
        None if target.client.count_shown() == 0 => {
            Outcome::unproven("no answer of the run had any members").showing(sent, "")
        }
        None => Outcome::proven(
            Strength::Executed,
            format!(
                "none of the {} names of members in the answers of this run is `{name}`",
                target.client.count_shown()
            ),
        )
        .showing(sent, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Reply, Server, item};
    use abide_ledger::Verdict;
    use serde_json::json;

    #[test]
    fn a_password_that_any_answer_shows_refutes_its_field() {
        let verdict = |answer: serde_json::Value| {
            let server = Server::start(move |_| Reply::json(200, &answer));
            let config = format!("[targets.local]\nurl = {:?}\n", server.url());
            let items = [
                item("endpoint", "GET /members").response(200, json!([{"id": 1}]), "OK"),
                item("field", "Member.password_hash").field("type", "string"),
                item("field", "Member.password_changed_at").field("type", "string"),
            ];
            let run =
                testing::run_items(&[&PROBE, crate::probes::probe("contract").unwrap()], &items, &config);
            run.items[1].verdict
        };
        assert_eq!(verdict(json!([{"id": 1, "profile": {"password_hash": "x"}}])), Verdict::Refuted);
        assert_eq!(verdict(json!([{"id": 1}])), Verdict::Proven);
    }

    #[test]
    fn names_of_passwords() {
        assert!(is_password("passwordHash") && is_password("password") && is_password("hashed_password"));
        assert!(!is_password("password_changed_at") && !is_password("pass_count"));
    }
}

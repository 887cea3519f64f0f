//! The documented answer of success.

use crate::api::{
    Access, Api, Body, Comparison, Echo, Expectation, Fault, Operation, Performed, compare, creator,
    is_report, make, perform,
};
use crate::claim::Outcome;
use crate::http::{Answer, status_line};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;

/// Sends the documented request, and holds the answer against the documented one.
pub fn attempt(stage: &Stage, number: usize) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let Some(documented) = operation.success() else {
        return Err(Outcome::unproven("no answer of success is documented"));
    };
    let target = stage.target()?;
    fill_collection(stage, operation)?;
    let performed = perform(stage, number)?;
    let exchange = &performed.exchange;
    let shown = |outcome: Outcome| Ok(outcome.resting_on(target, exchange));
    // "One hold for each reader": what was made before may stand in the way of another one.
    let clash = exchange.answer.status == 409
        && stage.facts.api.is_creation(operation)
        && (operation.responses.iter().any(|response| response.status == 409)
            || stage.facts.api.about(number).any(|sentence| sentence.error_statuses().contains(&409)));
    if clash {
        return shown(Outcome::unproven(
            "it answered 409 Conflict, which is documented for what clashes with something that is there",
        ));
    }
    if exchange.answer.status != documented.status {
        let api = &stage.facts.api;
        if operation.is_safe()
            && exchange.answer.status == 404
            && let Some(code) = api.conditional_code(number, Fault::UnknownId, &exchange.answer)
        {
            return shown(Outcome::unproven(format!(
                "it answered 404 Not Found with `{code}`, which is stated for a condition that was not brought about"
            )));
        }
        if exchange.answer.status == 404 && says_when_missing(api, number) {
            return shown(Outcome::unproven(
                "it answered 404 Not Found, which is stated for what is not where it is looked for",
            ));
        }
        if let Some(why) = may_be_right(stage, operation, &exchange.answer) {
            return shown(Outcome::unproven(why));
        }
        return shown(other_status(operation, &performed, documented.status));
    }
    let comparison = match &documented.example {
        Some(example) => held_against(stage, operation, example, &exchange.answer, &performed.echoes),
        None => Comparison::default(),
    };
    let lacking =
        super::stated::lacking(stage, number, operation, &exchange.answer, is_report(&operation.path));
    if let Some(lacking) = lacking {
        return shown(Outcome::refuted(format!(
            "it answered {}; {lacking}",
            status_line(exchange.answer.status)
        )));
    }
    if documented.example.is_none() && !exchange.answer.cut && is_broken_json(&exchange.answer) {
        return shown(Outcome::refuted(format!(
            "it answered {}; its body is said to be JSON and is none",
            status_line(exchange.answer.status)
        )));
    }
    if documented.example.is_none() && exchange.answer.cut {
        return shown(Outcome::unproven(format!(
            "it answered {} with a body of more than {} bytes, which was not read to its end",
            status_line(exchange.answer.status),
            exchange.answer.length
        )));
    }
    if !comparison.mismatches.is_empty() {
        return shown(Outcome::refuted(listed(&comparison.mismatches)));
    }
    if let Some(open) = comparison.open.first() {
        return shown(Outcome::unproven(format!("it answered {}; {open}", exchange.answer.status)));
    }
    let mut reason = format!("it answered {}", status_line(exchange.answer.status));
    if documented.example.is_some() {
        reason.push_str(" with a body as documented");
    }
    if let Some(role) = &performed.role {
        reason.push_str(&format!(", as {role}"));
    }
    if !comparison.notes.is_empty() {
        reason.push_str(&format!(" ({})", listed(&comparison.notes)));
    }
    shown(Outcome::proven(Strength::Asserted, reason))
}

/// Calls an operation that only reads, and sees whether something answers there.
pub fn is_there(stage: &Stage, number: usize) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    let performed = perform(stage, number)?;
    let answered = format!("it answered {}", status_line(performed.exchange.answer.status));
    let answer = &performed.exchange.answer;
    let lacking = super::stated::lacking(stage, number, operation, answer, is_report(&operation.path));
    let outcome = match answer.status {
        200..=299 if lacking.is_some() => {
            Outcome::refuted(format!("{answered}; {}", lacking.unwrap_or_default()))
        }
        200..=299 if answer.cut => Outcome::unproven(format!(
            "{answered} with a body of more than {} bytes, which was not read to its end",
            answer.length
        )),
        200..=299 if is_broken_json(answer) => {
            Outcome::refuted(format!("{answered}; its body is said to be JSON and is none"))
        }
        200..=399 => {
            Outcome::proven(Strength::Executed, format!("{answered}; nothing is documented to compare with"))
        }
        404 if operation.path.parameters().next().is_none() && performed.dangling.is_empty()
            || performed.placed.made.as_ref().is_some_and(|made| made.role == performed.role)
                && !is_put_elsewhere(stage, operation) =>
        {
            Outcome::refuted(answered)
        }
        405 | 501 => Outcome::refuted(answered),
        500..=599 => Outcome::refuted(answered),
        _ => Outcome::unproven(format!("{answered}; nothing is documented to compare with")),
    };
    Ok(outcome.resting_on(target, &performed.exchange))
}

/// Whether the object of a path is made in a collection of its own, so that it need not stand where the path looks for it.
fn is_put_elsewhere(stage: &Stage, operation: &Operation) -> bool {
    let api = &stage.facts.api;
    let Some((at, _)) = operation.path.parameters().last() else { return false };
    let collection = operation.path.prefix(at);
    operation.path.parameters().count() > 1
        && api.find("POST", &collection).is_none()
        && api.keyed_in(&collection).is_none()
}

/// Whether a body is announced as JSON and cannot be read as such.
fn is_broken_json(answer: &Answer) -> bool {
    answer.length > 0
        && answer.media_type().is_some_and(|media| media == "application/json" || media.ends_with("+json"))
        && answer.json().is_none()
}

/// Whether 404 is said to answer more than an unknown id: "404 if the book is not on the shelf".
fn says_when_missing(api: &Api, number: usize) -> bool {
    const WHEN: &[&str] = &["if", "when", "unless", "where", "for"];
    const MISSING: &[&str] = &[
        "not on",
        "is not in",
        "are not in",
        "not part of",
        "not among",
        "not listed",
        "not a member",
        "not assigned",
        "not linked",
        "not attached",
        "not yet",
        "no longer",
        "does not have",
        "has no",
    ];
    api.about(number).any(|sentence| {
        sentence.error_statuses().contains(&404) && sentence.says(WHEN) && sentence.says(MISSING)
    })
}

/// A list is only worth comparing when something is in it.
fn fill_collection(stage: &Stage, operation: &Operation) -> Result<(), Outcome> {
    if operation.method != "GET"
        || operation.path.ends_with_parameter()
        || operation.path.parameters().next().is_some()
    {
        return Ok(());
    }
    if let Some((number, creating)) = creator(stage, &operation.path) {
        match make(stage, number, creating, &[], 0) {
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            // Whether the list can be compared without it shows in the list.
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// Whether an answer speaks of a member of the request whose value had to be another than the documented one: what it refers to was
/// made for it, and what has to differ from object to object does.
fn blames_change(operation: &Operation, performed: &Performed) -> bool {
    let sent = performed.exchange.body.as_deref().unwrap_or_default();
    let sent: serde_json::Value = serde_json::from_str(sent).unwrap_or_default();
    let documented = operation.request.as_ref().and_then(|body| body.json());
    let said = performed.exchange.answer.text();
    let differs = |name: &str, value| documented.is_some_and(|body| body.get(name) != Some(value));
    sent.as_object()
        .into_iter()
        .flatten()
        .any(|(name, value)| differs(name, value) && words::names(&said, name))
}

/// Why a refusal of something that is done to what is there may be as stated: it may not be there for whoever asks, or lack what the
/// code of the answer is stated for.
fn may_be_right(stage: &Stage, operation: &Operation, answer: &Answer) -> Option<String> {
    let api = &stage.facts.api;
    if operation.is_safe() || operation.path.parameters().next().is_none() {
        return None;
    }
    let answered = format!("it answered {}", status_line(answer.status));
    match answer.status {
        404 if api.hides_objects() => {
            Some(format!("{answered}; what is there may not be there for whoever called"))
        }
        409 => {
            // What state it has to be in is known, and it was brought there.
            const STATES: &[&str] = &["state", "status", "transition", "already", "not a", "not an"];
            let when = api.told_reason(answer)?;
            let of_state = STATES.iter().any(|word| crate::api::has_phrase(&when, word));
            (!of_state).then(|| {
                format!("{answered} with a code that is stated for a condition which was not brought about")
            })
        }
        _ => None,
    }
}

/// What another status than the documented one says.
fn other_status(operation: &Operation, performed: &Performed, documented: u16) -> Outcome {
    let status = performed.exchange.answer.status;
    let role = performed.role.as_ref().map(|role| format!(" to {role}")).unwrap_or_default();
    let answered =
        format!("it answered {}{role}, documented as {}", status_line(status), status_line(documented));
    let named = matches!(&operation.access, Access::Key(roles) if !roles.is_empty());
    match status {
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        401 if performed.role.is_some() => {
            Outcome::blocked(format!("{answered}: the target does not know the key that abide.toml gives"))
        }
        401 if operation.access != Access::Public => {
            Outcome::blocked(format!("{answered}: abide.toml gives no key for it"))
        }
        403 if !named && operation.access != Access::Public => Outcome::blocked(format!(
            "{answered}: no role of abide.toml may call it, and the specification does not say which may"
        )),
        400 | 404 | 409 | 412 | 415 | 422 | 428 if operation.made_up => Outcome::unproven(format!(
            "{answered}; no request is documented, and one that was made up from its fields was not accepted"
        )),
        411 | 415 if operation.request.is_none() => {
            Outcome::unproven(format!("{answered}; no request is documented, and it was sent without any"))
        }
        // What it takes may be said where nothing understood it.
        400 | 422
            if matches!(operation.method.as_str(), "POST" | "PUT" | "PATCH")
                && (operation.request.is_none() || performed.exchange.body.as_deref() == Some("{}")) =>
        {
            Outcome::unproven(format!("{answered}; no request is documented, and it was sent without any"))
        }
        400 | 404 | 409 | 422 if performed.unprepared => Outcome::unproven(format!(
            "{answered}; the object may have to be in another state first, and could not be brought there"
        )),
        400 | 404 | 409 | 422 if blames_change(operation, performed) => Outcome::unproven(format!(
            "{answered}, which names a value that had to differ from the documented one"
        )),
        400 | 404 | 409 | 422 if !performed.dangling.is_empty() => Outcome::unproven(format!(
            "{answered}; the documented request refers to something by `{}`, and the specification documents no way to make it",
            performed.dangling.join("`, `")
        )),
        _ => Outcome::refuted(answered),
    }
}

fn held_against(
    stage: &Stage,
    operation: &Operation,
    example: &Body,
    answer: &Answer,
    echoes: &[Echo],
) -> Comparison {
    let api = &stage.facts.api;
    let report = is_report(&operation.path);
    let expected = Expectation {
        fields: &api.fields,
        mentions: &|name| api.mentions(name),
        echoes,
        error: false,
        exact_words: operation.is_safe() && report,
    };
    compare(example, answer, &expected)
}

/// The first few of several findings, as one text.
pub fn listed(findings: &[String]) -> String {
    const SHOWN: usize = 6;
    let mut text = findings.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("; ");
    if findings.len() > SHOWN {
        text.push_str(&format!("; and {} more", findings.len() - SHOWN));
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Reply, Server};
    use abide_ledger::Verdict;
    use serde_json::json;

    /// What comes of handing in a paper, where that is refused with a code.
    fn handing_in(status: u16, code: &'static str) -> (Verdict, String) {
        const SPEC: &str = "# Papers\n\nSomebody else's paper is a 404.\n\n## API\n\n### POST /papers\n\nRequest:\n\n```json\n{\"title\": \"A\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"title\": \"A\"}\n```\n\n### GET /papers/{id}\n\nReads one. 200.\n\n### POST /papers/{id}/submit\n\nHands a paper in. 200 with the paper.\n\n- 409 `incomplete` (R3)\n- 409 `call_closed` (R4)\n";
        let server = Server::start(move |request| match (request.method.as_str(), request.route()) {
            ("POST", "/papers") => Reply::json(201, &json!({"id": 1, "title": "A"})),
            ("POST", _) => Reply::json(status, &json!({"error": {"code": code}})),
            _ => Reply::json(200, &json!({"id": 1, "title": "A"})),
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[&super::super::PROBE], SPEC, &config);
        let submit = run.items.iter().find(|item| item.id == "endpoint:POST /papers/{id}/submit").unwrap();
        (submit.verdict, submit.reason.clone())
    }

    #[test]
    fn a_refusal_that_is_stated_for_something_else_refutes_nothing() {
        let (verdict, reason) = handing_in(409, "incomplete");
        assert_eq!(verdict, Verdict::Unproven);
        assert!(reason.contains("stated for a condition"), "{reason}");
        let (verdict, reason) = handing_in(404, "not_found");
        assert_eq!(verdict, Verdict::Unproven);
        assert!(reason.contains("for whoever called"), "{reason}");
        assert_eq!(handing_in(410, "gone").0, Verdict::Refuted);
    }
}

//! A request that lacks the header which it has to have: the version of a change, the key of a creation.

use super::claim;
use super::repeated::accepted;
use crate::api::{Object, Resource, Sentence, call_as_allowed, call_on, match_headers, stated_beside};
use crate::claim::{Claim, Outcome};
use crate::http::{Call, Exchange, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

const LACKING: &[&str] = &[
    "without",
    "missing",
    "lacks",
    "lacking",
    "absent",
    "omitted",
    "omits",
    "otherwise",
    "no if-match",
    "no idempotency-key",
    "not sent",
    "not present",
    "required",
];
const NEEDED: &[&str] = &[
    "required",
    "mandatory",
    "must carry",
    "must send",
    "must include",
    "must have",
    "must supply",
    "must provide",
    "must be sent",
    "must be present",
    "requires",
    "require",
    "needs",
];

/// Whether a sentence says that a header has to be there, and how a request without it is refused, where it says so.
pub(super) fn needs_header(sentence: &Sentence, header: &str) -> Option<Vec<u16>> {
    let header = header.to_lowercase();
    if !sentence.says(&[header.as_str()])
        || sentence.says(&[
            "optional",
            "optionally",
            "may",
            "if present",
            "if given",
            "when present",
            "recommended",
            "should",
        ])
    {
        return None;
    }
    let statuses: Vec<u16> = match stated_beside(sentence, LACKING) {
        found if found.is_empty() && sentence.says(&["428"]) => vec![428],
        found => found,
    };
    // What belongs to a header that is wrong or known is said of another case.
    let refused = !statuses.is_empty() && sentence.says(LACKING);
    (refused || sentence.says(NEEDED)).then_some(statuses)
}

fn judge(stage: &Stage, exchange: &Exchange, expected: &[u16], header: &str) -> Result<Outcome, Outcome> {
    let status = exchange.answer.status;
    let answered = format!("without `{header}`, it answered {}", status_line(status));
    let outcome = match status {
        429 => return Err(Outcome::inconclusive(answered)),
        401 | 403 if !expected.contains(&status) => Outcome::unproven(answered),
        400..=499 if expected.is_empty() || expected.contains(&status) => {
            Outcome::proven(Strength::Asserted, answered)
        }
        400..=499 => {
            let stated: Vec<String> = expected.iter().map(|status| status_line(*status)).collect();
            Outcome::refuted(format!("{answered}, stated as {}", stated.join(" or ")))
        }
        _ => Outcome::refuted(answered),
    };
    Ok(outcome.resting_on(stage.target()?, exchange))
}

/// A change without the version that it is meant for is refused.
pub(super) fn unconditional(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
    expected: Vec<u16>,
) -> Claim {
    let title =
        format!("{} refuses a change without `If-Match`", context.facts.api.operations[number].title());
    claim(title, resource, move |stage, resource| {
        let operation = &stage.facts.api.operations[number];
        let object = Object::make(stage, resource, &|_| {})?;
        let (before, reading) = object.now(stage, resource)?;
        let body = object.change(stage, number, before)?;
        let body = (operation.method != "DELETE").then_some(&body);
        if match_headers(stage, operation, &object.values)?.is_empty() && operation.method != "DELETE" {
            let reason = "reading the object gives no `ETag` that a change could name";
            return Err(Outcome::unproven(reason).showing(reading.sent(), reading.seen()));
        }
        judge(stage, &call_on(stage, number, &object.values, body, &[])?, &expected, "If-Match")
    })
}

/// A creation without its key is refused.
pub(super) fn keyless(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
    header: String,
    expected: Vec<u16>,
) -> Claim {
    let title =
        format!("{} refuses a request without `{header}`", context.facts.api.operations[number].title());
    claim(title, resource, move |stage, resource| {
        let operation = &stage.facts.api.operations[number];
        let (parents, body) = accepted(stage, resource, number)?;
        let path = operation.fill(&parents, stage.target()?.client.base_path());
        let call = Call::new(&operation.method, path).json(&Value::Object(body));
        let (exchange, _) = call_as_allowed(stage, operation, &call)?;
        judge(stage, &exchange, &expected, &header)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(text: &str, header: &str) -> Option<Vec<u16>> {
        needs_header(&Sentence::general(text), header)
    }

    #[test]
    fn how_a_missing_header_is_refused() {
        for (text, expected) in [
            (
                "A change without `If-Match` is refused with 428, and one with an old `ETag` with 412.",
                Some(vec![428]),
            ),
            ("`If-Match` is required (428 otherwise); a stale one gives 412.", Some(vec![428])),
            ("Updates must carry `If-Match`.", Some(vec![])),
            ("A missing `If-Match` gives 400.", Some(vec![400])),
            ("`If-Match` may be sent; a stale one gives 412.", None),
            ("A stale `If-Match` gives 412.", None),
        ] {
            assert_eq!(needs(text, "If-Match"), expected, "{text}");
        }
        let key = "`Idempotency-Key` header required, 400 without; the same key with another body gives 422";
        assert_eq!(needs(key, "Idempotency-Key"), Some(vec![400]));
    }
}

//! What a sentence says that a plain read shows: "`GET /ping` answers 200 with `state` set to `\"up\"`", "with the counter `rides_total`".

use crate::api::{Operation, Scope, Sentence, operation_in, perform, same_value};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::probes::signals::has_labels;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

// `state` set to `"up"`, `state` is `"up"`, `state: "up"`
pattern!(
    VALUE,
    r#"`([A-Za-z_]\w*)`\s*(?:(?:is\s+|being\s+)?(?:set|equal)\s+to|is|equals|=|:)\s*(?:the\s+(?:string|value|text|word)\s+)?(?:`"([^"`]+)"`|`(true|false|-?\d+(?:\.\d+)?)`|"`([^"`]+)`")"#
);
// the counter `rides_total`
pattern!(
    NAMED,
    r"(?i)\b(?:counters?|gauges?|metrics?|histograms?|summary|series|timers?)\s+(?:named\s+|called\s+)?`([A-Za-z_:][\w:]*)`"
);

/// What a read has to show.
#[derive(Clone, Debug, PartialEq)]
enum Shown {
    /// A member of the answer with its value.
    Member(String, Value),
    /// A name in its text.
    Name(String),
}

/// The claim about what sentences say that an operation shows, of which a call needs nothing.
pub fn of_operation(context: &ItemContext, number: usize) -> Option<Claim> {
    let api = &context.facts.api;
    let operation = &api.operations[number];
    if operation.method != "GET" || operation.path.parameters().next().is_some() {
        return None;
    }
    let mut wanted: Vec<Shown> = Vec::new();
    let sentences = api.sentences.iter();
    for sentence in sentences.filter(|sentence| sentence.cells.is_empty() && operation.is_of(sentence.spec)) {
        let names = operation_in(&sentence.text)
            .is_some_and(|(method, path)| method == "GET" && path.same(&operation.path));
        let own = matches!(&sentence.scope, Scope::Operations(of) if of.as_slice() == [number]);
        if names || own {
            wanted.extend(shown(operation, &sentence.text));
        }
    }
    wanted.dedup();
    // A list shows a member of each of its objects, and not one of its own.
    let list = api.resources.iter().any(|resource| resource.list == Some(number));
    if wanted.is_empty() || list {
        return None;
    }
    let title = format!("{} shows what is stated", operation.title());
    Some(
        Claim::new(title, Needs::Target, move |stage| {
            attempt(stage, number, &wanted).unwrap_or_else(|outcome| outcome)
        })
        .minor(),
    )
}

/// What a sentence says that an operation shows, in the part that speaks of it alone.
fn shown(operation: &Operation, text: &str) -> Vec<Shown> {
    const OPEN: &[&str] = &[
        "if",
        "when",
        "while",
        "unless",
        "may",
        "until",
        "once",
        "otherwise",
        "or",
        "not",
        "example",
        "depending",
    ];
    // What is asked, and what an error says, is not what is shown.
    const ASIDE: &[&str] = &["parameter", "query", "takes", "default", "header", "limit"];
    let mut found = Vec::new();
    let mut speaks = operation_in(text).is_none();
    for part in text.split(". ").flat_map(|part| part.split(';')) {
        if let Some((method, path)) = operation_in(part) {
            speaks = method == operation.method
                && path.same(&operation.path)
                && part.matches("`GET ").count() + part.matches("`POST ").count() == 1;
        }
        let plain = crate::api::plain(part);
        let refuses = Sentence::statuses_of(&plain).iter().any(|status| *status >= 300);
        let open = OPEN.iter().chain(ASIDE).any(|word| crate::api::has_phrase(&plain, word));
        if !speaks || open || refuses {
            continue;
        }
        for captures in VALUE.captures_iter(part) {
            let Some(name) = captures.get(1) else { continue };
            let text = captures.get(2).or_else(|| captures.get(4)).map(|value| Value::from(value.as_str()));
            let plain = captures.get(3).and_then(|value| serde_json::from_str(value.as_str()).ok());
            found.extend(text.or(plain).map(|value| Shown::Member(name.as_str().to_owned(), value)));
        }
        let names = NAMED.captures_iter(part).filter_map(|captures| captures.get(1));
        found.extend(names.map(|name| Shown::Name(name.as_str().to_owned())));
    }
    found
}

fn attempt(stage: &Stage, number: usize, wanted: &[Shown]) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let exchange = perform(stage, number)?.exchange;
    let answer = &exchange.answer;
    if !answer.is_success() {
        let answered = status_line(answer.status);
        return Err(Outcome::unproven(format!("it answered {answered}")).resting_on(target, &exchange));
    }
    let body = answer.json().unwrap_or_default();
    for one in wanted {
        let wrong = match one {
            Shown::Member(name, value) => match body.get(name) {
                Some(found) if same_value(found, value) => None,
                Some(found) => Some(format!("`{name}` is {found}, stated as {value}")),
                None if answer.text().contains(&format!("\"{name}\"")) => {
                    let reason = format!("it shows `{name}` further inside alone");
                    return Err(Outcome::unproven(reason).resting_on(target, &exchange));
                }
                None => Some(format!("it shows no `{name}`, stated as {value}")),
            },
            Shown::Name(name) if answer.text().contains(name.as_str()) => None,
            // It is shown from the first thing on that it counts.
            Shown::Name(name) if has_labels(stage, name) => {
                let reason = format!("it shows no `{name}`, which has labels");
                return Err(Outcome::unproven(reason).resting_on(target, &exchange));
            }
            Shown::Name(name) => Some(format!("it shows no `{name}`")),
        };
        if let Some(wrong) = wrong {
            return Ok(Outcome::refuted(wrong).resting_on(target, &exchange));
        }
    }
    let reason = format!("{} of {} values are as stated", wanted.len(), wanted.len());
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};
    use serde_json::json;

    #[test]
    fn what_a_plain_read_is_said_to_show() {
        let text =
            "# Rides\n\n## API\n\n- `GET /ping` tells that it lives.\n- `GET /numbers` tells numbers.\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let of = |at: usize, text: &str| shown(&api.operations[at], text);
        let up = vec![Shown::Member("state".to_owned(), json!("up"))];
        for said in [
            "`GET /ping` SHALL answer 200 with `state` set to `\"up\"`. `GET /numbers` answers 200 with `state` set to `\"no\"`.",
            "`GET /ping` answers 200; its `state` is `\"up\"`.",
            "It answers 200 with `state`: `\"up\"`.",
        ] {
            assert_eq!(of(0, said), up, "{said}");
        }
        assert_eq!(
            of(1, "`GET /numbers` answers as text with the counter `rides_total`."),
            [Shown::Name("rides_total".to_owned())]
        );
        assert!(
            of(0, "`GET /ping` answers 503 with `state` set to `\"down\"` when the disk is full.").is_empty()
        );
        assert!(of(0, "`GET /numbers` has `state` `\"up\"`.").is_empty());
    }
}

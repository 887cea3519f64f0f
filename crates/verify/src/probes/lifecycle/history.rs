//! Every change of an object's state leaves a line in its history.

use crate::api::{Api, Resource, Sentence, bring_into, elements, page, place};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::Exchange;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

/// What the list of what happened to an object may be called.
const LISTS: &[&str] = &[
    "history",
    "events",
    "audit",
    "audit-log",
    "auditlog",
    "log",
    "logs",
    "changes",
    "activity",
    "activities",
    "timeline",
    "transitions",
    "trail",
    "journal",
    "audits",
    "status-changes",
];

/// The claims of a sentence that says that all changes are kept: "every status change is kept in the history".
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<Claim> {
    let every = sentence.says(&[
        "every status change",
        "each status change",
        "every change of status",
        "each change of status",
        "every change of state",
        "each change of state",
        "every state change",
        "each state change",
        "every transition",
        "each transition",
        "all transitions",
        "all status changes",
        "all state changes",
        "every change",
        "each change",
        "all changes",
    ]);
    let kept = sentence.says(&[
        "history",
        "audit",
        "audit log",
        "audit trail",
        "log",
        "journal",
        "trail",
        "timeline",
        "event",
        "events",
        "recorded",
        "records",
        "logged",
        "kept",
    ]);
    if !every || !kept || sentence.says(&["not", "never", "if", "refused", "rejected"]) {
        return Vec::new();
    }
    let lists = api.operations.iter().enumerate().filter_map(|(number, operation)| {
        let last = operation.path.last_literal()?.to_lowercase();
        let below = operation.method == "GET"
            && !operation.path.ends_with_parameter()
            && LISTS.contains(&last.as_str());
        let own = api.resource_at(operation).filter(|_| below)?;
        api.is_about_states(operation).then_some((number, own))
    });
    let claim = |(number, resource): (usize, &Resource)| {
        let title = format!("{} shows one more after a change of state", api.operations[number].title());
        let resource = resource.clone();
        Claim::new(title, Needs::Target, move |stage| {
            attempt(stage, &resource, number).unwrap_or_else(|outcome| outcome)
        })
    };
    lists.take(2).map(claim).collect()
}

fn attempt(stage: &Stage, resource: &Resource, number: usize) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let list = &api.operations[number];
    let read = resource.read.ok_or_else(|| Outcome::unproven("nothing documented reads such an object"))?;
    let mut placed = place(stage, &api.operations[read])?;
    placed.refresh(stage)?;
    let state = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1.to_owned()));
    let state = state.ok_or_else(|| Outcome::unproven("the state of a new object is not shown"))?;
    let count = |exchange: &Exchange| elements(&exchange.answer.json().unwrap_or(Value::Null)).len();
    let look = |values: &[String]| -> Result<Exchange, Outcome> {
        let exchange = page(stage, list, values, "")?;
        match exchange.answer.is_success() {
            true => Ok(exchange),
            false => {
                Err(Outcome::unproven(format!("{} answered {}", exchange.title(), exchange.answer.status)))
            }
        }
    };
    let before = count(&look(&placed.values)?);
    let next: Vec<String> =
        api.states.edges().iter().filter(|edge| edge.from == state).map(|edge| edge.to.clone()).collect();
    let mut moved = None;
    for to in &next {
        match bring_into(stage, &mut placed, to) {
            Ok(()) => {
                moved = Some(to);
                break;
            }
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => {}
        }
    }
    let to = moved.ok_or_else(|| Outcome::unproven(format!("no object could be brought out of {state}")))?;
    let exchange = look(&placed.values)?;
    let after = count(&exchange);
    let said = format!("after {state} became {to}, {before} became {after}");
    let outcome = match after > before {
        true => Outcome::proven(Strength::Asserted, said),
        false => Outcome::refuted(format!("{said}: the change is not among them")),
    };
    Ok(outcome.resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    #[test]
    fn statements_about_a_history_that_can_be_read() {
        let spec = |said: &str, list: &str| {
            format!(
                "# Bills\n\n## Entities\n\n- **Bill**\n  - `status`: enum `open` | `paid`\n\n## States\n\n- `open` → `paid`\n\n## API\n\n- `POST /bills` adds a bill → 201\n- `GET /bills/{{id}}` reads it\n- `GET /bills/{{id}}/{list}` tells what happened\n\n## Rules\n\n{said}\n"
            )
        };
        let count = |said: &str, list: &str| {
            let api = testing::facts_of_markdown(&spec(said, list), "", Setup::default()).api;
            api.sentences.iter().flat_map(|sentence| of_sentence(&api, sentence)).count()
        };
        assert_eq!(count("The system MUST keep every status change of a bill in its history.", "history"), 1);
        assert_eq!(count("Each transition is recorded in the audit log.", "events"), 1);
        assert_eq!(count("Each transition is recorded in the audit log.", "lines"), 0);
        assert_eq!(count("Any other change is not kept.", "history"), 0);
    }
}

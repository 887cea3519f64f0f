//! Changes that come by themselves once an amount is paid in full: "the balance reaches zero" is brought about by what is recorded below
//! an object, with all that its balance still is.

use super::object::create_below;
use super::workshop::Placed;
use super::{Api, Operation, has_phrase};
use crate::claim::Outcome;
use crate::stage::Stage;
use crate::words;
use serde_json::Value;

/// Words of a change that comes when nothing is owed any more.
const SETTLED: &[&str] = &[
    "balance",
    "paid in full",
    "fully paid",
    "paid off",
    "full payment",
    "payment complete",
    "nothing is owed",
    "nothing is due",
    "amount due",
    "outstanding",
    "settled",
];
/// Parts of the names of members that hold what is still owed.
const OWED: &[&str] = &["balance", "outstanding", "due", "owed", "owing", "remaining", "unpaid"];
/// Parts of the names of members that hold what is paid.
const PAID: &[&str] = &["amount", "sum", "total", "value", "paid", "cents", "price"];

/// Pays what is owed for an object whose change of state says that it comes of that; tells whether it came into the state.
pub(super) fn settle_balance(
    stage: &Stage,
    placed: &mut Placed,
    from: &str,
    to: &str,
) -> Result<bool, Outcome> {
    let api = &stage.facts.api;
    let told = api.states.words(Some(from), to).iter().any(|said| {
        let said = super::plain(said);
        SETTLED.iter().any(|words| has_phrase(&said, words))
    });
    if !told || !pay_off(stage, placed)? {
        return Ok(false);
    }
    let now = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1.to_owned()));
    Ok(now.as_deref() == Some(to))
}

/// Pays all that an object says to be owed for it; tells whether anything was.
pub(super) fn pay_off(stage: &Stage, placed: &mut Placed) -> Result<bool, Outcome> {
    let Some((number, member)) = stage.facts.api.paying(&placed.item_path) else { return Ok(false) };
    if placed.object.is_none() {
        placed.refresh(stage)?;
    }
    let Some(owed) = placed.object.as_ref().and_then(owed) else { return Ok(false) };
    let made = create_below(stage, number, placed.values.clone(), &[], &|body| {
        body.insert(member.clone(), owed.clone());
    })?;
    if !made.exchange.answer.is_success() {
        return Ok(false);
    }
    placed.refresh(stage)?;
    Ok(true)
}

/// What an object says to be owed for it, where that is more than nothing.
fn owed(object: &Value) -> Option<Value> {
    let is_owed = |name: &str| words::parts(name).iter().any(|part| OWED.contains(&part.as_str()));
    let mut found = object
        .as_object()?
        .iter()
        .filter(|(name, value)| is_owed(name) && value.as_f64().is_some_and(|number| number > 0.0));
    let (_, value) = found.next()?;
    found.next().is_none().then(|| value.clone())
}

impl Api {
    /// The operation that records what was paid right below an object, with the one number that its request has.
    pub(super) fn paying(&self, item: &super::PathTemplate) -> Option<(usize, String)> {
        let length = item.segments().len();
        let pays = |operation: &Operation| {
            operation.method == "POST"
                && operation.path.starts_with(item)
                && operation.path.segments().len() == length + 1
                && self.is_creation(operation)
        };
        let number = |operation: &Operation| -> Option<String> {
            let body = operation.request.as_ref()?.json()?.as_object()?;
            let mut numbers = body.iter().filter(|(_, value)| value.is_number()).map(|(name, _)| name);
            let name = numbers.next().filter(|_| numbers.next().is_none())?;
            words::parts(name).iter().any(|part| PAID.contains(&part.as_str())).then(|| name.clone())
        };
        let all = self.operations.iter().enumerate().filter(|(_, operation)| pays(operation));
        let mut all = all.filter_map(|(at, operation)| Some((at, number(operation)?)));
        let first = all.next()?;
        all.next().is_none().then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};
    use serde_json::json;

    #[test]
    fn what_is_owed_and_what_records_payments() {
        assert_eq!(owed(&json!({"id": 1, "balance_cents": 40, "due_on": null})), Some(json!(40)));
        assert_eq!(owed(&json!({"id": 1, "balance_cents": 0})), None);
        assert_eq!(owed(&json!({"balance": 40, "amount_due": 2})), None, "which of the two is not certain");
        let text = "# Bills\n\n## API\n\n- `POST /bills` adds a bill. `201`.\n- `GET /bills/{id}` reads one.\n- `POST /bills/{id}/payments` with `{\"amount\": 4, \"way\": \"cash\"}` records one. `201`.\n- `POST /bills/{id}/notes` with `{\"text\": \"a\"}` adds one. `201`.\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let item = super::super::PathTemplate::read("/bills/{id}");
        let (number, member) = api.paying(&item).expect("payments");
        assert_eq!(
            (api.operations[number].title().as_str(), member.as_str()),
            ("POST /bills/{id}/payments", "amount")
        );
    }

    #[test]
    fn what_is_owed_is_paid_where_something_only_ends_without_debts() {
        const SPEC: &str = "# Lets\n\n## API\n\n### POST /lets\n\nRequest:\n\n```json\n{\"plot\": \"A1\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"plot\": \"A1\", \"state\": \"running\", \"balance\": 40}\n```\n\n### GET /lets/{id}\n\nResponse 200:\n\n```json\n{\"id\": 1, \"plot\": \"A1\", \"state\": \"running\", \"balance\": 40}\n```\n\n### POST /lets/{id}/payments\n\nRequest:\n\n```json\n{\"amount\": 4}\n```\n\nAnswers 201.\n\n### POST /lets/{id}/end\n\nAnswers 200.\n\n## States\n\n| From | To | Trigger |\n|---|---|---|\n| running | over | `POST /lets/{id}/end` |\n";
        // What is owed for each, and whether it runs.
        let lets: std::sync::Mutex<Vec<(i64, bool)>> = std::sync::Mutex::default();
        let server = testing::Server::start(move |request| {
            let mut lets = lets.lock().unwrap();
            let parts: Vec<&str> = request.route().trim_matches('/').split('/').collect();
            if let ["lets"] = parts.as_slice() {
                lets.push((40, true));
            }
            let id = parts.get(1).and_then(|id| id.parse().ok()).unwrap_or(lets.len());
            let Some((owed, runs)) = lets.get_mut(id.wrapping_sub(1)) else {
                return testing::Reply::json(404, &json!({}));
            };
            let status = match parts.get(2) {
                None if request.method == "POST" => 201,
                Some(&"payments") => {
                    *owed -= request.json()["amount"].as_i64().unwrap_or_default();
                    201
                }
                Some(&"end") if *owed > 0 => 409,
                Some(&"end") => {
                    *runs = false;
                    200
                }
                _ => 200,
            };
            let state = if *runs { "running" } else { "over" };
            testing::Reply::json(status, &json!({"id": id, "plot": "A1", "state": state, "balance": owed}))
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[crate::probes::probe("states").unwrap()], SPEC, &config);
        let ends = run.items.iter().find(|item| item.id == "transition:running -> over").unwrap();
        assert_eq!(ends.verdict, abide_ledger::Verdict::Proven, "{}", ends.reason);
    }
}

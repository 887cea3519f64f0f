//! The value of a member that a new object has none of: where it is sent, or in a state that the object comes into.

use crate::api::{Resource, bring_into, create, place};
use crate::http::Exchange;
use crate::stage::Stage;
use serde_json::{Map, Value};

/// How many states are looked at.
const STATES: usize = 4;

/// A value of the member, and the answer that shows it; none where it stayed empty.
pub fn value(stage: &Stage, resource: &Resource, name: &str) -> Option<(Value, Exchange)> {
    sent(stage, resource, name).or_else(|| in_a_state(stage, resource, name))
}

/// What comes back where a value is sent that it may have.
fn sent(stage: &Stage, resource: &Resource, name: &str) -> Option<(Value, Exchange)> {
    let api = &stage.facts.api;
    let facts = api.field_of(resource, name)?;
    if api.is_owned(resource, name) || !facts.references_nothing(name) {
        return None;
    }
    let value = facts.rule.valid(name, stage.shared.workshop.number(true))?;
    let with = |body: &mut Map<String, Value>| {
        body.insert(name.to_owned(), value.clone());
    };
    let object = create(stage, resource.create?, &[], &with).ok()?.object(stage, resource).ok()?;
    let (now, exchange) = object.now(stage, resource).ok()?;
    shown(&now, name).map(|value| (value, exchange))
}

/// What is there in the first of the states that an object can be brought into, the nearest first.
fn in_a_state(stage: &Stage, resource: &Resource, name: &str) -> Option<(Value, Exchange)> {
    let api = &stage.facts.api;
    let read = &api.operations[resource.read?];
    let mut first = place(stage, read).ok()?;
    first.refresh(stage).ok()?;
    let object = first.object.clone()?;
    let (_, state) = api.states.of_object(&object)?;
    let far = |to: &String| api.states.way(state, to).map(|way| way.len()).filter(|length| *length > 0);
    let mut states: Vec<(usize, String)> =
        api.states.names().into_iter().filter_map(|to| Some((far(&to)?, to))).collect();
    states.sort();
    states.into_iter().take(STATES).find_map(|(_, state)| {
        let mut placed = place(stage, read).ok()?;
        placed.refresh(stage).ok()?;
        bring_into(stage, &mut placed, &state).ok()?;
        let (exchange, now) = placed.read(stage, read).ok()?;
        shown(&now?, name).map(|value| (value, exchange))
    })
}

fn shown(object: &Value, name: &str) -> Option<Value> {
    object.get(name).filter(|value| !value.is_null()).cloned()
}

#[cfg(test)]
mod tests {
    use crate::probes::lifecycle::PROBE;
    use crate::testing::{self, Reply, shelf};
    use abide_ledger::Verdict;
    use serde_json::{Value, json};

    const TRIPS: &str = "## Data model\n\n### Trip\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | |\n\
         | `name` | string | required, 1 to 40 characters |\n\
         | `remark` | string or null | at most 10 characters |\n\
         | `status` | `planned`, `done` | set by the system |\n\
         | `length` | integer or null | 1 to 90, computed |\n\n\
         ## API\n\n### POST /trips\n\nRequest: `{\"name\": \"Lake\"}`. 201.\n\n### GET /trips/{id}\n\nReads one.\n\n\
         ### POST /trips/{id}/end\n\nEnds the trip: 200.\n\n## States\n\n| From | To | By |\n|---|---|---|\n\
         | `planned` | `done` | `POST /trips/{id}/end` |\n";

    fn verdicts(length: i64) -> Vec<(String, Verdict)> {
        let server = shelf::serve_with(
            |trip, _| {
                trip.entry("status").or_insert(json!("planned"));
                trip.entry("length").or_insert(Value::Null);
                trip.entry("remark").or_insert(Value::Null);
            },
            move |request, trip| {
                let trip = trip.filter(|_| request.route().ends_with("/end"))?;
                trip.insert("status".to_owned(), json!("done"));
                trip.insert("length".to_owned(), json!(length));
                Some(Reply::json(200, &Value::Object(trip.clone())))
            },
        );
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[&PROBE], TRIPS, &config);
        let claims = run.items.iter().flat_map(|item| &item.evidence);
        let shown = claims.filter(|claim| claim.claim.ends_with("of a trip is as stated"));
        shown.map(|claim| (claim.claim.clone(), claim.verdict)).collect()
    }

    #[test]
    fn what_a_new_object_does_not_have_is_looked_at_where_it_has_it() {
        let of = |name: &str, verdict| (format!("the `{name}` of a trip is as stated"), verdict);
        let right = verdicts(40);
        assert!(right.contains(&of("remark", Verdict::Proven)), "{right:#?}");
        assert!(right.contains(&of("length", Verdict::Proven)), "{right:#?}");
        assert!(verdicts(400).contains(&of("length", Verdict::Refuted)));
    }
}

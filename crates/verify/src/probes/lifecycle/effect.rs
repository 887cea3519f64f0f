//! What an operation does to an object: "sets `closed_at`", "`open` is `false` until `POST /doors/{id}/open`", and what goes with a deleted one.

use crate::api::{
    Api, Object, Operation, Resource, Scope, Sentence, call_on, create_below, operation_in, operations_of,
    place, place_for, reference_to, send,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::status_line;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Value, json};

/// What a member has to be afterwards.
#[derive(Clone, Debug, PartialEq)]
enum Then {
    /// This value.
    Is(Value),
    /// Any value that is not null.
    Something,
}

impl Then {
    fn holds(&self, value: Option<&Value>) -> bool {
        match self {
            Then::Is(wanted) => value == Some(wanted),
            Then::Something => value.is_some_and(|value| !value.is_null() && value != ""),
        }
    }

    fn said(&self) -> String {
        match self {
            Then::Is(value) => value.to_string(),
            Then::Something => "set".to_owned(),
        }
    }
}

/// What the sentences about an operation on an object say that it sets.
pub fn of_operation(context: &ItemContext, number: usize) -> Vec<Claim> {
    let api = &context.facts.api;
    let operation = &api.operations[number];
    let Some(resource) = api.resource_at(operation).filter(|_| !operation.is_safe()) else {
        return Vec::new();
    };
    let mut claims = Vec::new();
    let own = |sentence: &&Sentence| sentence.scope == Scope::Operations(vec![number]);
    for sentence in api.sentences.iter().filter(own) {
        for (name, then) in sets(context, resource, sentence) {
            claims.push(after(resource, number, operation, name, then));
        }
    }
    claims
}

/// ``sets `returned_at` ``, ``sets `open` to `true` ``
fn sets(context: &ItemContext, resource: &Resource, sentence: &Sentence) -> Vec<(String, Then)> {
    // Of "takes `mark`, either `good` or `bad`, and sets `marked_by`" the clause that sets something.
    let starts = [", and sets ", "; it sets ", "; sets "].iter().find_map(|start| sentence.text.find(start));
    let text = starts.and_then(|at| sentence.text.get(at + 2..)).unwrap_or(sentence.text.as_str());
    let clause = crate::api::plain(text);
    let says = |words: &[&str]| words.iter().any(|word| crate::api::has_phrase(&clause, word));
    if !hedge::is_plain(&clause)
        || says(&["header", "the client", "clients", "the caller", "or", "can", "only"])
    {
        return Vec::new();
    }
    let spans = words::code_spans(text);
    let members = context.facts.api.members(resource);
    let mut found = Vec::new();
    // "sets `closed_by` and `note`": what is listed is set as well.
    let mut ended = None;
    for (at, (range, code)) in spans.iter().enumerate() {
        let before = text.get(..range.start).unwrap_or_default().to_lowercase();
        let between = ended.and_then(|end: usize| text.get(end..range.start)).map(str::trim);
        let listed = matches!(between, Some("and" | "," | ", and"));
        let verb = listed
            || ["sets ", "set ", "fills ", "stamps "]
                .iter()
                .any(|verb| before.ends_with(verb) || before.ends_with(&format!("{verb}the ")));
        ended = None;
        let Some(name) = members.iter().find(|member| member == code).filter(|_| verb) else { continue };
        let next = spans.get(at + 1).filter(|(next, _)| {
            text.get(range.end..next.start).is_some_and(|between| between.trim() == "to")
        });
        let to = next.map(|(_, value)| value.trim_matches('"'));
        ended = Some(range.end).filter(|_| to.is_none());
        let then = match to {
            Some("true") => Then::Is(json!(true)),
            Some("false") => Then::Is(json!(false)),
            Some(word) => Then::Is(json!(word)),
            None => Then::Something,
        };
        found.push((name.clone(), then));
    }
    found
}

/// Calls the operation on an object of its own and reads the member.
fn after(resource: &Resource, number: usize, operation: &Operation, name: String, then: Then) -> Claim {
    let title = format!("after {}, `{name}` is {}", operation.title(), then.said());
    let resource = resource.clone();
    Claim::new(title, Needs::Target, move |stage| {
        done(stage, &resource, number, &name, &then).unwrap_or_else(|outcome| outcome)
    })
}

fn done(
    stage: &Stage,
    resource: &Resource,
    number: usize,
    name: &str,
    then: &Then,
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let operation = &stage.facts.api.operations[number];
    let mut placed = place_for(stage, number)?;
    let exchange = send(stage, operation, &placed)?.exchange;
    if !exchange.answer.is_success() {
        let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    if resource.read.is_none() {
        return Err(Outcome::unproven("nothing documented reads it"));
    }
    placed.refresh(stage)?;
    Ok(shown(name, then, placed.object.as_ref()).resting_on(target, &exchange))
}

fn shown(name: &str, then: &Then, object: Option<&Value>) -> Outcome {
    let value = object.and_then(|object| object.get(name));
    match value {
        None => Outcome::unproven(format!("the object does not show `{name}`")),
        Some(_) if then.holds(value) => {
            Outcome::proven(Strength::Asserted, format!("`{name}` is {} afterwards", then.said()))
        }
        Some(value) => {
            Outcome::refuted(format!("`{name}` is {value} afterwards, stated is that it is {}", then.said()))
        }
    }
}

/// What a requirement, a check or a rule says that something does to an object.
pub fn of_sentence(context: &ItemContext, sentence: &Sentence) -> Vec<Claim> {
    let api = &context.facts.api;
    let mut claims = Vec::new();
    if hedge::is_done_elsewhere(&sentence.plain) {
        return claims;
    }
    claims.extend(until(context, sentence));
    claims.extend(super::cascade::of_sentence(api, sentence).into_iter().map(|(_, claim)| claim));
    if hedge::denies(&sentence.plain) {
        return claims;
    }
    let spans = words::code_spans(&sentence.text);
    // "sets `free` to `false` when a room is booked"
    for pair in spans.windows(2) {
        let [(first, name), (second, value)] = pair else { continue };
        let between = sentence.text.get(first.end..second.start).unwrap_or_default();
        let before = sentence.text.get(..first.start).unwrap_or_default().to_lowercase();
        if between.trim() != "to"
            || !(before.trim_end().ends_with("set") || before.trim_end().ends_with("sets"))
        {
            continue;
        }
        let Some(behind) =
            sentence.text.get(second.end..).and_then(|rest| rest.trim_start().strip_prefix("when "))
        else {
            continue;
        };
        let clause = behind
            .split([',', ';', '.'])
            .next()
            .unwrap_or_default()
            .split(" and ")
            .next()
            .unwrap_or_default();
        let said: Vec<String> = words::words(clause);
        let Some(verb) = said.last().and_then(|verb| verb.strip_suffix("ed")) else { continue };
        let mut owners = api.resources.iter().filter(|resource| {
            api.members(resource).iter().any(|member| member == name)
                && resource.is_named_in(&clause.to_lowercase())
        });
        let Some(resource) = owners.next() else { continue };
        let found = operations_of(api, context.number, &format!("{verb} {}", resource.name))
            .or_else(|_| operations_of(api, context.number, &format!("{verb}e {}", resource.name)));
        let Ok([number]) =
            found.as_deref().map(|found| <[usize; 1]>::try_from(found).unwrap_or([usize::MAX]))
        else {
            continue;
        };
        let Some(operation) = api.operations.get(number) else { continue };
        let then = Then::Is(match *value {
            "true" => json!(true),
            "false" => json!(false),
            word => json!(word),
        });
        let (resource, name) = (resource.clone(), (*name).to_owned());
        claims.extend(restored(
            api,
            sentence.text.get(second.end..).unwrap_or_default(),
            &resource,
            number,
            &name,
        ));
        let title =
            format!("after {}, `{name}` of its {} is {}", operation.title(), resource.name, then.said());
        claims.push(Claim::new(title, Needs::Target, move |stage| {
            referred(stage, &resource, number, &name, &then).unwrap_or_else(|outcome| outcome)
        }));
    }
    claims
}

/// "and back to `true` when it is returned": the operation on what the first one made.
fn restored(api: &Api, rest: &str, resource: &Resource, first: usize, name: &str) -> Option<Claim> {
    let (before, value) = words::code_spans(rest).into_iter().next()?;
    let back = rest.get(..before.start)?.to_lowercase();
    if !back.trim_end().ends_with("back to") && !back.trim_end().ends_with("again to") {
        return None;
    }
    let behind = rest.get(before.end..)?.trim_start().strip_prefix("when ")?;
    let said = words::words(behind.split([',', ';', '.']).next()?);
    let stem = said.last()?.strip_suffix("ed")?.to_owned();
    let made = &api.operations.get(first)?.path;
    let mut fitting = api.operations.iter().enumerate().filter(|(_, operation)| {
        operation.method == "POST"
            && operation.path.starts_with(made)
            && operation.path.parameters().count() > made.parameters().count()
            && operation.path.last_literal().is_some_and(|last| last.to_lowercase().starts_with(&stem))
    });
    let (second, operation) = fitting.next().filter(|_| fitting.next().is_none())?;
    let child = api.resource_of(first)?.clone();
    let then = Then::Is(match value {
        "true" => json!(true),
        "false" => json!(false),
        word => json!(word),
    });
    let title =
        format!("after {}, `{name}` of its {} is {} again", operation.title(), resource.name, then.said());
    let (resource, name) = (resource.clone(), name.to_owned());
    Some(Claim::new(title, Needs::Target, move |stage| {
        let attempt = || -> Result<Outcome, Outcome> {
            let api = &stage.facts.api;
            let reference = reference_to(&api.operations[first], &resource)
                .ok_or_else(|| Outcome::unproven("the request does not say for what it is made"))?;
            let object = Object::make(stage, &resource, &|_| {})?;
            let id = object.shown.get("id").cloned().unwrap_or_else(|| json!(object.values.last()));
            let parents = place(stage, &api.operations[first])?.values;
            let made = create_below(stage, first, parents, &[], &|body| {
                body.insert(reference.clone(), id.clone());
            })?
            .object(stage, &child)?;
            let body = api.operations[second].request.as_ref().and_then(crate::api::Body::json);
            let exchange = call_on(stage, second, &made.values, body, &[])?;
            if !exchange.answer.is_success() {
                let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
                return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
            }
            let (now, _) = object.now(stage, &resource)?;
            Ok(shown(&name, &then, Some(&now)).resting_on(stage.target()?, &exchange))
        };
        attempt().unwrap_or_else(|outcome| outcome)
    }))
}

/// The member of an object to which a request refers, or on which it is made.
fn referred(
    stage: &Stage,
    resource: &Resource,
    number: usize,
    name: &str,
    then: &Then,
) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let Some(reference) = reference_to(operation, resource) else {
        return done(stage, resource, number, name, then);
    };
    let target = stage.target()?;
    let object = Object::make(stage, resource, &|_| {})?;
    let id = object
        .shown
        .get("id")
        .cloned()
        .or_else(|| object.values.last().map(|id| json!(id)))
        .unwrap_or(Value::Null);
    let parents = place(stage, operation)?.values;
    let made = create_below(stage, number, parents, &[], &|body| {
        body.insert(reference.clone(), id.clone());
    })?;
    if !made.exchange.answer.is_success() {
        let reason =
            format!("{} answered {}", made.exchange.title(), status_line(made.exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(made.exchange.sent(), made.exchange.seen()));
    }
    let (now, exchange) = object.now(stage, resource)?;
    Ok(shown(name, then, Some(&now)).resting_on(target, &exchange))
}

/// ``a new door is shut: `open` is `false` until `POST /doors/{id}/open` ``
fn until(context: &ItemContext, sentence: &Sentence) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((before, behind)) = sentence.text.split_once(" until ") else { return Vec::new() };
    let Some((method, path)) = operation_in(behind) else { return Vec::new() };
    let Some((number, operation)) = api.find(&method, &path) else { return Vec::new() };
    let Some(resource) = api.resource_at(operation) else { return Vec::new() };
    let spans = words::code_spans(before);
    let [.., (_, name), (_, value)] = spans.as_slice() else { return Vec::new() };
    let first = match *value {
        "true" => json!(true),
        "false" => json!(false),
        _ => return Vec::new(),
    };
    if !api.members(resource).iter().any(|member| member == name) || resource.create.is_none() {
        return Vec::new();
    }
    let then = Then::Is(json!(first == json!(false)));
    let (of, member) = (resource.clone(), (*name).to_owned());
    let title = format!("the `{name}` of a new {} is {first}", resource.name);
    let at_first = Claim::new(title, Needs::Target, move |stage| {
        super::by_default::is(stage, &of, &member, (&first, true)).unwrap_or_else(|outcome| outcome)
    });
    vec![at_first, after(resource, number, operation, (*name).to_owned(), then)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_member_is_afterwards() {
        assert!(Then::Is(json!(false)).holds(Some(&json!(false))) && !Then::Is(json!(false)).holds(None));
        assert!(
            Then::Something.holds(Some(&json!("2031-01-01T00:00:00Z")))
                && !Then::Something.holds(Some(&Value::Null))
        );
    }
}

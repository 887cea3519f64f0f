//! What breaks a stated rule is refused, as stated, and never breaks the system.

use crate::api::{
    Body, Fault, Object, Placed, Resource, Sentence, Sort, call_on, changing, create, match_headers, size_in,
    stated,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Call, Exchange, status_line};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use serde_json::{Map, Value, json};

/// What breaks a stated rule is refused.
pub const PROBE: Probe = Probe {
    name: "rejection",
    summary: "Requests that break a stated rule are refused as stated, and never break the system",
    documentation: "\
Takes the endpoints that take a body, the fields with stated types and bounds, and the requirements and checks that speak of refusals. Needs a target, and the headers of \
roles that may call the endpoints.

A request that is accepted is sent again with one thing wrong about it: a required member left out, a member of another type, a number or a length beyond its stated bounds, a word that is not \
among those stated, a member that nothing defines (where that is said to be refused), a body that is no JSON, one of another media type or larger than the stated limit (where that is said to be refused).

Refuted is a request that breaks a stated rule and is answered with success; any answer of 5xx; a status other than the stated ones, where the specification states which; and an error without the \
stated body. A bound of a database column (`varchar(80)`) is none of the interface.",
    kinds: &[Kind::Endpoint, Kind::Field, Kind::Requirement, Kind::Check, Kind::Scenario],
    claims,
};

/// Operations that one sentence is tried on.
const MOST: usize = 4;

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    match context.item.kind {
        Kind::Endpoint => {
            let Some((number, _)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
            let Some(resource) = writes(context, number) else { return Vec::new() };
            let mut claims = vec![malformed(context, number)];
            claims.extend(values(context, resource, number, None));
            claims.extend(required(context, resource, number, None));
            claims.extend(headers(context, number, &api.about(number).collect::<Vec<_>>()));
            claims.into_iter().map(Claim::minor).collect()
        }
        Kind::Field => {
            let Some((entity, name)) = context.item.key.rsplit_once('.') else { return Vec::new() };
            let of = |resource: &&Resource| resource.is_of(entity);
            let Some(resource) = api.resources.iter().find(of) else { return Vec::new() };
            let Some(number) = resource.create else { return Vec::new() };
            let stated = values(context, resource, number, Some(name));
            stated
                .into_iter()
                .chain(required(context, resource, number, Some(name)))
                .map(Claim::minor)
                .collect()
        }
        _ => of_sentences(context),
    }
}

/// The resource of an operation that takes a body to make or change an object.
fn writes<'a>(context: &'a ItemContext, number: usize) -> Option<&'a Resource> {
    let api = &context.facts.api;
    let resource = api.resource_of(number)?;
    let body = api.operations[number].request.as_ref().and_then(Body::json).is_some_and(Value::is_object);
    (body && (resource.create == Some(number) || resource.updates.contains(&number))).then_some(resource)
}

fn of_sentences(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let mut claims = Vec::new();
    for (_, sentence) in api.within(context.number, range.start, range.end) {
        let invalid = !stated(sentence, Fault::Invalid).is_empty();
        let broken = !stated(sentence, Fault::Malformed).is_empty();
        let undefined = refuses_undefined(sentence);
        let concerned = (0..api.operations.len()).filter(|number| {
            sentence.concerns(&api.resources, api.operations[*number].spec, *number)
                && writes(context, *number).is_some()
        });
        for number in concerned.take(MOST) {
            let Some(resource) = writes(context, number) else { continue };
            if invalid {
                claims.extend(values(context, resource, number, None));
                claims.extend(required(context, resource, number, None));
            }
            if broken {
                claims.push(malformed(context, number));
            }
            if undefined {
                claims.push(unheard_of(context, resource, number, sentence));
            }
            claims.extend(headers(context, number, &[sentence]));
        }
    }
    claims
}

fn refuses_undefined(sentence: &Sentence) -> bool {
    sentence.says(&[
        "unknown field",
        "unknown fields",
        "unknown members",
        "unknown properties",
        "does not define",
        "not defined",
        "undefined field",
        "undefined fields",
        "additional properties",
        "unexpected fields",
        "unexpected field",
        "unrecognised fields",
        "unrecognized fields",
        "extra fields",
    ]) && sentence
        .says(&["refuse", "refused", "refuses", "reject", "rejected", "rejects", "400", "422", "error"])
        && !sentence.says(&["ignore", "ignored", "ignores"])
}

/// One request with one thing wrong about it.
#[derive(Clone)]
struct Wrong {
    what: String,
    change: Change,
}

#[derive(Clone)]
enum Change {
    Without(String),
    With(String, Value),
}

impl Wrong {
    fn apply(&self, body: &mut Map<String, Value>) {
        match &self.change {
            Change::Without(name) => {
                body.shift_remove(name);
            }
            Change::With(name, value) => {
                body.insert(name.clone(), value.clone());
            }
        }
    }

    /// The same with a value that no other request has sent: one that was taken would be refused for that.
    fn unlike(&self, stage: &Stage) -> Wrong {
        let mut other = self.clone();
        if let Change::With(name, Value::String(text)) = &mut other.change
            && text.len() >= 8
            && stage.facts.api.fields.is_unique(name)
        {
            text.push_str(&stage.shared.workshop.number(false).to_string());
        }
        other
    }
}

fn claim(
    title: String,
    attempt: impl Fn(&Stage) -> Result<Outcome, Outcome> + Send + Sync + 'static,
) -> Claim {
    Claim::new(title, Needs::Target, move |stage| attempt(stage).unwrap_or_else(|outcome| outcome))
}

/// Values beyond what is stated of the members of a request, or of one of them.
fn values(context: &ItemContext, resource: &Resource, number: usize, only: Option<&str>) -> Option<Claim> {
    let shape = context.item.kind == Kind::Endpoint;
    let api = &context.facts.api;
    let operation = &api.operations[number];
    let asked = operation.request.as_ref().and_then(Body::json)?.as_object()?;
    let mut names: Vec<String> = asked.keys().cloned().collect();
    let said = api.about(number).filter(|sentence| sentence.says(&["optional"]));
    for code in said.flat_map(|sentence| sentence.codes()) {
        if api.asked_of(resource, code).is_some() && !names.iter().any(|name| name == code) {
            names.push(code.to_owned());
        }
    }
    // A request that was made up leaves out what has a default, which may be sent all the same.
    let entity = resource.input.as_ref().or(resource.entity.as_ref()).filter(|_| operation.made_up);
    for (name, facts) in entity.into_iter().flat_map(|entity| api.fields.of_entity(entity)) {
        let free = !api.is_owned(resource, name) && !facts.rule.starts && facts.references_nothing(name);
        if free && facts.default.is_some() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    let mut wrongs = Vec::new();
    for name in names
        .iter()
        .filter(|name| only.is_none_or(|only| crate::words::folded(only) == crate::words::folded(name)))
    {
        let Some(facts) = api.asked_of(resource, name) else { continue };
        if facts.rule.owned
            || facts.rule.fixed && resource.create != Some(number)
            || facts.rule.sort == Sort::Unknown
        {
            continue;
        }
        // Dates long before the one that it has to come after.
        let before = facts.follows().filter(|other| asked.keys().any(|known| known == other));
        if let Some(other) = before {
            let value = match facts.rule.sort {
                Sort::DateTime => Some(json!("2001-02-03T04:05:06Z")),
                Sort::Date => Some(json!("2001-02-03")),
                _ => None,
            };
            wrongs.extend(value.map(|value| Wrong {
                what: format!("`{name}` before `{other}`"),
                change: Change::With(name.clone(), value),
            }));
        }
        let one = asked.get(name).and_then(Value::as_array).and_then(|list| list.first());
        if let (Some(many), Some(one)) = (facts.rule.many.filter(|many| *many <= 1000), one) {
            wrongs.push(Wrong {
                what: format!("`{name}` with more than {many} elements"),
                change: Change::With(name.clone(), Value::Array(vec![one.clone(); many + 1])),
            });
        }
        // A reference may be of any kind.
        // What need not be there and is any text may be taken as it comes.
        let lenient = facts.optional == Some(true)
            && facts.rule.sort == Sort::Text
            && facts.rule.longest.is_none()
            && facts.rule.shortest.is_none();
        let invalid = facts.rule.invalid().into_iter().filter(|_| !lenient);
        wrongs.extend(invalid.map(|(value, what)| Wrong {
            what: format!("`{name}` {what}"),
            change: Change::With(name.clone(), value),
        }));
    }
    if wrongs.is_empty() {
        return None;
    }
    let title = match only {
        Some(only) => format!("{} refuses values that `{only}` must not have", operation.title()),
        None => format!("{} refuses values beyond what is stated", operation.title()),
    };
    let resource = resource.clone();
    Some(claim(title, move |stage| each(stage, &resource, number, &wrongs, shape)))
}

/// Members that a request has to have.
fn required(context: &ItemContext, resource: &Resource, number: usize, only: Option<&str>) -> Option<Claim> {
    let shape = context.item.kind == Kind::Endpoint;
    let api = &context.facts.api;
    let operation = &api.operations[number];
    let asked = operation.request.as_ref().and_then(Body::json)?.as_object()?;
    let about: Vec<&Sentence> =
        api.about(number).filter(|sentence| sentence.says(&["optional", "required", "mandatory"])).collect();
    let coded = |sentence: &&&Sentence, name: &str| sentence.codes().contains(&name);
    let own = |sentence: &&&Sentence| matches!(&sentence.scope, crate::api::Scope::Operations(of) if of.contains(&number));
    let others_optional = about
        .iter()
        .filter(own)
        .any(|sentence| sentence.says(&["are optional", "is optional"]) && !sentence.codes().is_empty());
    let creates = resource.create == Some(number);
    let wrongs: Vec<Wrong> = asked
        .keys()
        .filter(|name| only.is_none_or(|only| only == name.as_str()))
        .filter(|name| {
            let facts = api.asked_of(resource, name);
            let optional =
                facts.is_some_and(|facts| {
                    facts.optional == Some(true) || facts.default.is_some() || facts.rule.owned
                }) || about.iter().any(|sentence| coded(&sentence, name) && sentence.says(&["optional"]));
            let said = about.iter().filter(own).any(|sentence| {
                coded(&sentence, name)
                    && sentence.says(&["required", "mandatory"])
                    && !sentence.says(&["optional"])
            });
            let declared = creates && facts.is_some_and(|facts| facts.optional == Some(false));
            !optional && (said || declared || creates && others_optional)
        })
        .map(|name| Wrong { what: format!("without `{name}`"), change: Change::Without(name.clone()) })
        .collect();
    if wrongs.is_empty() {
        return None;
    }
    let resource = resource.clone();
    Some(claim(format!("{} refuses requests that lack what is required", operation.title()), move |stage| {
        each(stage, &resource, number, &wrongs, shape)
    }))
}

/// A member that nothing defines.
fn unheard_of(context: &ItemContext, resource: &Resource, number: usize, sentence: &Sentence) -> Claim {
    let shape = context.item.kind == Kind::Endpoint;
    let title =
        format!("{} refuses a member that nothing defines", context.facts.api.operations[number].title());
    let named = sentence.says(&["name it", "names it", "named"]);
    let wrongs = [Wrong {
        what: "with a member `abide_unheard_of`".to_owned(),
        change: Change::With("abide_unheard_of".to_owned(), json!("x")),
    }];
    let resource = resource.clone();
    claim(title, move |stage| {
        let outcome = each(stage, &resource, number, &wrongs, shape)?;
        if outcome.is_proven() && named && !outcome.seen.contains("abide_unheard_of") {
            return Ok(Outcome {
                reason: "the refusal does not name the member".to_owned(),
                ..Outcome::refuted("")
            }
            .showing(outcome.sent, outcome.seen));
        }
        Ok(outcome)
    })
}

/// Sends each wrong request to a fresh or the same object, after one that is right.
fn each(
    stage: &Stage,
    resource: &Resource,
    number: usize,
    wrongs: &[Wrong],
    shape: bool,
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let expected = api.refusals(number, Fault::Invalid);
    let object = Object::make(stage, resource, &|_| {})?;
    let creates = resource.create == Some(number);
    let send = |wrong: Option<&Wrong>| -> Result<Exchange, Outcome> {
        let apply = |body: &mut Map<String, Value>| {
            if let Some(wrong) = wrong {
                wrong.apply(body);
            }
        };
        if creates {
            return create(stage, number, &[], &apply).map(|made| made.exchange);
        }
        let (before, _) = object.now(stage, resource)?;
        let placed = Placed {
            values: object.values.clone(),
            item_path: operation.path.clone(),
            object: Some(before),
            made: None,
        };
        let mut body = changing(stage, operation, &placed)?;
        if let Some(members) = body.as_object_mut() {
            apply(members);
        }
        let headers = match_headers(stage, operation, &object.values)?;
        call_on(stage, number, &object.values, Some(&body), &headers)
    };
    let right = send(None)?;
    if !right.answer.is_success() {
        let reason = format!(
            "already the request with nothing wrong was answered with {}",
            status_line(right.answer.status)
        );
        return Err(Outcome::unproven(reason).showing(right.sent(), right.seen()));
    }
    let mut last = None;
    for wrong in wrongs {
        let exchange = send(Some(&wrong.unlike(stage)))?;
        if let Some(reason) = judged(stage, &exchange, &expected, shape)? {
            return Ok(Outcome::refuted(format!("{}: {reason}", wrong.what)).resting_on(target, &exchange));
        }
        last = Some(exchange);
    }
    let Some(last) = last else { return Err(Outcome::unproven("nothing was tried")) };
    let what = if wrongs.len() == 1 {
        wrongs[0].what.clone()
    } else {
        format!("{} requests with one thing wrong", wrongs.len())
    };
    Ok(Outcome::proven(
        Strength::Asserted,
        format!("{what}: refused with {}", status_line(last.answer.status)),
    )
    .resting_on(target, &last))
}

/// What is wrong about the answer to a request that has to be refused.
fn judged(
    stage: &Stage,
    exchange: &Exchange,
    expected: &[u16],
    shape: bool,
) -> Result<Option<String>, Outcome> {
    let status = exchange.answer.status;
    let answered = format!("it answered {}", status_line(status));
    if status == 429 {
        return Err(Outcome::inconclusive(format!(
            "{answered}: the target limits how often it may be called"
        )));
    }
    if matches!(status, 401 | 403) {
        return Err(Outcome::unproven(answered).showing(exchange.sent(), exchange.seen()));
    }
    if !(400..500).contains(&status) {
        return Ok(Some(answered));
    }
    if !expected.is_empty() && !expected.contains(&status) {
        let stated: Vec<String> = expected.iter().map(|status| status_line(*status)).collect();
        return Ok(Some(format!("{answered}, stated as {}", stated.join(" or "))));
    }
    let lacking = shape.then(|| stage.facts.api.misshapen(&exchange.answer)).flatten();
    Ok(lacking.map(|lacking| format!("{answered}; {lacking}")))
}

/// A body that is no JSON.
fn malformed(context: &ItemContext, number: usize) -> Claim {
    let title = format!("{} refuses a body that is no JSON", context.facts.api.operations[number].title());
    claim(title, move |stage| {
        let expected = stage.facts.api.refusals(number, Fault::Malformed);
        raw(stage, number, "{\"abide\": ", "application/json", &expected, "with a body that is no JSON")
    })
}

/// A body of another media type, and one that is too large, where sentences say how that is refused.
fn headers(context: &ItemContext, number: usize, about: &[&Sentence]) -> Vec<Claim> {
    let title = context.facts.api.operations[number].title();
    let mut claims = Vec::new();
    let said = |fault: Fault| {
        about
            .iter()
            .map(|sentence| (*sentence, stated(sentence, fault)))
            .find(|(_, statuses)| !statuses.is_empty())
    };
    if let Some((_, expected)) = said(Fault::MediaType).filter(|(_, statuses)| statuses.contains(&415)) {
        claims.push(claim(format!("{title} refuses a body of another media type"), move |stage| {
            raw(stage, number, "abide=1", "text/plain", &expected, "as text/plain")
        }));
    }
    if let Some((sentence, expected)) = said(Fault::TooLarge)
        && let Some(limit) = size_in(sentence).map(|size| size.over - 1)
    {
        claims.push(claim(format!("{title} refuses a body of more than {limit} bytes"), move |stage| {
            let body = format!("{{\"abide\": \"{}\"}}", "x".repeat(limit));
            raw(
                stage,
                number,
                &body,
                "application/json",
                &expected,
                &format!("with a body of more than {limit} bytes"),
            )
        }));
    }
    claims
}

fn raw(
    stage: &Stage,
    number: usize,
    body: &str,
    media_type: &str,
    expected: &[u16],
    what: &str,
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let placed = crate::api::place(stage, operation)?;
    let path = operation.fill(&placed.values, target.client.base_path());
    let mut call =
        Call::new(&operation.method, path).headers(&match_headers(stage, operation, &placed.values)?);
    call.body = Some((body.to_owned(), media_type.to_owned()));
    let (exchange, _) = crate::api::call_as_allowed(stage, operation, &call)?;
    Ok(match judged(stage, &exchange, expected, false)? {
        Some(reason) => Outcome::refuted(format!("{what}, {reason}")),
        None => Outcome::proven(
            Strength::Asserted,
            format!("{what}, it answered {}", status_line(exchange.answer.status)),
        ),
    }
    .resting_on(target, &exchange))
}

#[cfg(test)]
mod tests;

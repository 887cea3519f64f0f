//! Requests with one member that is wrong, missing or not defined.

use super::{claim, judged};
use crate::api::{
    Api, Body, Fault, FieldFacts, Object, Resource, Sentence, Sort, call_on, create, match_headers, smallest,
};
use crate::claim::{Claim, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use serde_json::{Map, Value, json};

/// One request with one thing wrong about it.
#[derive(Clone)]
pub(super) struct Wrong {
    what: String,
    change: Change,
}

impl Wrong {
    /// Several members with other values.
    pub(super) fn set(what: String, members: Vec<(String, Value)>) -> Self {
        Self { what, change: Change::Set(members) }
    }

    /// The member that is at fault.
    fn member(&self) -> Option<&str> {
        match &self.change {
            Change::Without(name) | Change::With(name, _) => Some(name),
            Change::Within(..) | Change::Set(_) => None,
        }
    }
}

#[derive(Clone)]
enum Change {
    Without(String),
    With(String, Value),
    Set(Vec<(String, Value)>),
    /// The same for what stands within a member, by the JSON pointer of what holds it.
    Within(String, Box<Change>),
}

impl Change {
    fn apply(&self, body: &mut Map<String, Value>) {
        match self {
            Change::Without(name) => {
                body.shift_remove(name);
            }
            Change::With(name, value) => {
                body.insert(name.clone(), value.clone());
            }
            Change::Set(members) => body.extend(members.iter().cloned()),
            Change::Within(pointer, change) => {
                let mut whole = Value::Object(std::mem::take(body));
                match (whole.pointer_mut(pointer), &**change) {
                    (Some(Value::Object(members)), change) => change.apply(members),
                    (Some(Value::Array(list)), Change::With(_, value)) => {
                        if let Some(first) = list.first_mut() {
                            *first = value.clone();
                        }
                    }
                    _ => {}
                }
                if let Value::Object(members) = whole {
                    *body = members;
                }
            }
        }
    }
}

impl Wrong {
    fn apply(&self, body: &mut Map<String, Value>) {
        self.change.apply(body);
    }

    /// The members of a request that have nothing to do with what is wrong about it.
    fn beside(&self, exchange: &Exchange) -> Vec<String> {
        let own = match &self.change {
            Change::Without(own) | Change::With(own, _) => own.as_str(),
            Change::Within(pointer, _) => pointer.split('/').nth(1).unwrap_or_default(),
            // What stands beside others is not made smaller.
            Change::Set(_) => return Vec::new(),
        };
        let body = exchange.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
        let Some(Value::Object(body)) = body else { return Vec::new() };
        body.keys().filter(|name| name.as_str() != own).cloned().collect()
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

pub(super) fn values(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
    only: Option<&str>,
) -> Option<Claim> {
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
    // A change may take only some of the members.
    let whole = resource.create == Some(number) || operation.method == "PUT";
    let entity = resource.input.as_ref().or(resource.entity.as_ref()).filter(|_| operation.made_up && whole);
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
        let Some(facts) = api.asked_on(resource, number, name) else { continue };
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
        if let Some(one) = one {
            // Elements that are the same would be refused for that where they have to differ.
            let distinct = |at: usize| match one.as_str().filter(|_| at > 0 && facts.rule.distinct) {
                Some(text) => json!(format!("{text}{at}")),
                None => one.clone(),
            };
            let with =
                |count: usize| Change::With(name.clone(), Value::Array((0..count).map(distinct).collect()));
            if let Some(many) = facts.rule.many.filter(|many| *many <= 1000) {
                let what = format!("`{name}` with more than {many} elements");
                wrongs.push(Wrong { what, change: with(many + 1) });
            }
            if let Some(fewest) = facts.rule.fewest.filter(|fewest| (2..=1000).contains(fewest)) {
                let what = format!("`{name}` with fewer than {fewest} elements");
                wrongs.push(Wrong { what, change: with(fewest - 1) });
            }
        }
        if let Some(shown) = asked.get(name) {
            wrongs.extend(within(api, facts, name, shown));
        }
        let invalid = facts.rule.invalid().into_iter().filter(|_| !is_lenient(facts));
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

/// What need not be there and is any text may be taken as it comes.
fn is_lenient(facts: &FieldFacts) -> bool {
    facts.optional == Some(true)
        && facts.rule.sort == Sort::Text
        && facts.rule.longest.is_none()
        && facts.rule.shortest.is_none()
}

/// What may be wrong within a member that is an object or a list.
fn within(api: &Api, facts: &FieldFacts, name: &str, shown: &Value) -> Vec<Wrong> {
    let Some(inner) = api.fields.within(&facts.entity, name, facts) else { return Vec::new() };
    let (pointer, shown) = match (inner.listed, shown) {
        (true, Value::Array(list)) if !list.is_empty() => (format!("/{name}/0"), &list[0]),
        (false, Value::Object(_)) => (format!("/{name}"), shown),
        _ => return Vec::new(),
    };
    let at = if inner.listed { format!("{name}[]") } else { name.to_owned() };
    let mut wrongs = Vec::new();
    // Where nothing but their type is said of elements, a list may be taken as it comes.
    let told = |facts: &&FieldFacts| {
        let rule = &facts.rule;
        let bounded =
            rule.least.is_some() || rule.most.is_some() || rule.shortest.is_some() || rule.longest.is_some();
        bounded || matches!(rule.sort, Sort::Choice(_) | Sort::Email | Sort::Url | Sort::Uuid)
    };
    let element = inner.element.iter().filter(|_| !shown.is_object()).filter(told);
    let element = element.flat_map(|facts| facts.rule.invalid());
    wrongs.extend(element.map(|(value, what)| Wrong {
        what: format!("`{at}` {what}"),
        change: Change::Within(format!("/{name}"), Box::new(Change::With(String::new(), value))),
    }));
    for (member, facts) in inner.members.iter().filter(|(member, _)| shown.get(member).is_some()) {
        if facts.rule.owned {
            continue;
        }
        if facts.optional == Some(false) && facts.default.is_none() {
            wrongs.push(Wrong {
                what: format!("without `{at}.{member}`"),
                change: Change::Within(pointer.clone(), Box::new(Change::Without(member.clone()))),
            });
        }
        let invalid = facts.rule.invalid().into_iter().filter(|_| !is_lenient(facts));
        wrongs.extend(invalid.map(|(value, what)| Wrong {
            what: format!("`{at}.{member}` {what}"),
            change: Change::Within(pointer.clone(), Box::new(Change::With(member.clone(), value))),
        }));
    }
    wrongs
}

/// Members that a request has to have.
pub(super) fn required(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
    only: Option<&str>,
) -> Option<Claim> {
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
            let facts = api.asked_on(resource, number, name);
            let optional =
                facts.is_some_and(|facts| {
                    facts.optional == Some(true) || facts.default.is_some() || facts.rule.owned
                }) || about.iter().any(|sentence| coded(&sentence, name) && sentence.says(&["optional"]));
            let said = about.iter().filter(own).any(|sentence| {
                coded(&sentence, name)
                    && sentence.says(&["required", "mandatory"])
                    && (creates || !crate::api::is_rule(sentence))
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
pub(super) fn unheard_of(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
    sentence: &Sentence,
) -> Claim {
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

/// As many wrong requests are told one by one.
const TOLD: usize = 12;

/// Sends each wrong request to a fresh or the same object, after one that is right.
pub(super) fn each(
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
    let about = shape.then_some((number, Fault::Invalid));
    let object = Object::make(stage, resource, &|_| {})?;
    let creates = resource.create == Some(number);
    let send = |wrong: Option<&Wrong>, without: &[String]| -> Result<Exchange, Outcome> {
        let apply = |body: &mut Map<String, Value>| {
            body.retain(|name, _| !without.contains(name));
            if let Some(wrong) = wrong {
                wrong.apply(body);
            }
        };
        if creates {
            return create(stage, number, &[], &apply).map(|made| made.exchange);
        }
        let (before, _) = object.now(stage, resource)?;
        let mut body = object.change(stage, number, before)?;
        if let Some(members) = body.as_object_mut() {
            apply(members);
        }
        let headers = match_headers(stage, operation, &object.values)?;
        call_on(stage, number, &object.values, Some(&body), &headers)
    };
    let right = send(None, &[])?;
    if !right.answer.is_success() {
        let reason = format!(
            "already the request with nothing wrong was answered with {}",
            status_line(right.answer.status)
        );
        return Err(Outcome::unproven(reason).showing(right.sent(), right.seen()));
    }
    // What names another object may as well be answered as what names none.
    let unknown = api.refusals(number, Fault::UnknownId);
    let refers = |wrong: &Wrong| {
        let text = matches!(&wrong.change, Change::With(_, Value::String(_)));
        let of = |known: &Resource| crate::api::reference_to(operation, known).as_deref() == wrong.member();
        text && api.resources.iter().any(of)
    };
    let mut last = None;
    let mut named = wrongs.iter().all(|wrong| wrong.member().is_some());
    for wrong in wrongs {
        let exchange = send(Some(&wrong.unlike(stage)), &[])?;
        named &= wrong.member().is_some_and(|member| exchange.answer.text().contains(member));
        if unknown.contains(&exchange.answer.status) && refers(wrong) {
            last = Some(exchange);
            continue;
        }
        let unnamed = || api.unnamed(wrong.member()?, &exchange.answer).filter(|_| shape);
        if let Some(reason) = judged(stage, &exchange, &expected, about)?.or_else(unnamed) {
            let smaller = smallest(&wrong.beside(&exchange), |without| {
                let exchange = send(Some(&wrong.unlike(stage)), without).ok()?;
                let unnamed = || api.unnamed(wrong.member()?, &exchange.answer).filter(|_| shape);
                let now = judged(stage, &exchange, &expected, about).ok()?.or_else(unnamed);
                let same = now.is_some_and(|now| now == reason);
                // Otherwise, what was left out may be why.
                let sound = exchange.answer.is_success() || send(None, without).ok()?.answer.is_success();
                (same && sound).then_some(exchange)
            });
            let shown = smaller.unwrap_or(exchange);
            return Ok(Outcome::refuted(format!("{}: {reason}", wrong.what)).resting_on(target, &shown));
        }
        last = Some(exchange);
    }
    let Some(last) = last else { return Err(Outcome::unproven("nothing was tried")) };
    let named = if named { ", naming the member" } else { "" };
    let refused = format!("refused with {}{named}", status_line(last.answer.status));
    let reason = match wrongs {
        [one] => format!("{}: {refused}", one.what),
        few if few.len() <= TOLD => {
            let each: Vec<&str> = few.iter().map(|wrong| wrong.what.as_str()).collect();
            format!("{} requests with one thing wrong: {refused} ({})", few.len(), each.join(", "))
        }
        many => format!("{} requests with one thing wrong: {refused}", many.len()),
    };
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &last))
}

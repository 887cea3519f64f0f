//! The request that makes an object, as it is documented, and again with other values where those are taken.

use crate::api::actor::call_as_allowed;
use crate::api::bond::agree_with_home;
use crate::api::clash::{clashing_members, says_taken};
use crate::api::key_made::fresh;
use crate::api::named_below::put_below;
use crate::api::references::{maker, with_references_by_name, with_references_of};
use crate::api::vary::{brought_near, vary_members};
use crate::api::workshop::Made;
use crate::api::{
    Operation, Scope, Sentence, is_crowded, make_room, note_created, note_crowded, note_no_room, unwrapped,
};
use crate::claim::Outcome;
use crate::http::{Call, Exchange};
use crate::stage::Stage;
use serde_json::Value;
use std::sync::atomic::Ordering;

/// How often a creation that clashes is tried with other values.
const VARIATIONS: usize = 5;

/// A documented request as it was sent, with what came back.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The documented body; null where there is none.
    pub documented: Value,
    /// The body that was sent.
    pub sent: Value,
    /// As whom.
    pub role: Option<String>,
    /// The call.
    pub exchange: Exchange,
    /// The name that the request gives by its path.
    pub key: Option<String>,
}

impl Sent {
    /// What it made, as it was answered.
    pub(in crate::api) fn made(self) -> Made {
        Made {
            object: self.exchange.answer.json().map(unwrapped).unwrap_or(Value::Null),
            answer: self.exchange.answer.clone(),
            documented: self.documented,
            sent: self.sent,
            role: self.role,
            exchange: self.exchange,
            key: self.key,
        }
    }
}

/// The documented request of an operation that makes objects, with references to new objects; and the same with other values
/// where the documented ones are taken.
pub fn new_body(
    stage: &Stage,
    number: usize,
    creating: &Operation,
    depth: usize,
) -> Result<(Option<Value>, Option<Value>), Outcome> {
    let target = stage.target()?;
    let workshop = &stage.shared.workshop;
    let documented = creating.request.as_ref().and_then(|body| body.json());
    let near = |body: &Value| match stage.facts.api.ahead {
        Some(ahead) => brought_near(body, ahead),
        None => body.clone(),
    };
    let plain = documented.map(|body| near(&with_references_of(stage, number, body, depth)));
    if workshop.used(number) && workshop.clashing(number).is_none() {
        // What the specification calls unique differs from the second time on, whether the system minds or not.
        let members = plain.iter().filter_map(Value::as_object).flatten().map(|(name, _)| name);
        let unique: Vec<String> =
            // What refers to a new object each time is another one each time.
            members.filter(|name| stage.facts.api.fields.is_unique(name) && maker(&stage.facts.api, name).is_none()).cloned().collect();
        if !unique.is_empty() {
            workshop.clashes(number, unique);
        }
    }
    let body = match (&plain, workshop.clashing(number)) {
        (Some(plain), Some(members)) => {
            Some(vary_members(plain, &members, workshop.number(target.is_our_own()), stage.facts.api.ahead))
        }
        _ => plain.clone(),
    };
    Ok((nameless(stage, number, plain), nameless(stage, number, body)))
}

/// The request of a new object below others, which belongs to what they belong to.
pub fn new_body_below(stage: &Stage, number: usize, values: &[String]) -> Result<Option<Value>, Outcome> {
    let creating = &stage.facts.api.operations[number];
    let (_, mut body) = new_body(stage, number, creating, 0)?;
    if let Some(body) = &mut body {
        agree_with_home(stage, creating, values, body, 0)?;
    }
    Ok(body)
}

/// A request without the member that names whose the object is, where whoever that is acts for themselves: a guest who books need
/// not send `guest`, and one that an example names is somebody in particular.
fn nameless(stage: &Stage, number: usize, body: Option<Value>) -> Option<Value> {
    let mut body = body?;
    let role = stage.acting.as_ref().and_then(|acting| acting.role.as_deref());
    if let Some(name) = role.and_then(|role| stage.facts.api.names_holder(number, role)) {
        body.as_object_mut()?.shift_remove(&name);
    }
    Some(body)
}

/// Sends the documented request of an operation that makes objects. One that clashes with what is there is sent again with
/// other values, and one that refers to what is not there with references to new objects.
pub fn send_new(
    stage: &Stage,
    number: usize,
    creating: &Operation,
    values: &[String],
    depth: usize,
) -> Result<Sent, Outcome> {
    let target = stage.target()?;
    let workshop = &stage.shared.workshop;
    let documented = creating.request.as_ref().and_then(|body| body.json()).cloned();
    let (plain, mut body) = new_body(stage, number, creating, depth)?;
    if let Some(body) = &mut body {
        agree_with_home(stage, creating, values, body, depth)?;
    }
    let (mut varied, mut referred, mut learned, mut named, mut rooms) = (0, false, None, 0, 0);
    let mut freed = false;
    let mut clashed: Option<(Option<Value>, Exchange, Option<String>)> = None;
    loop {
        let (path, key) = addressed(stage, number, creating, values, (depth, named))?;
        if let Some(members) = body.as_mut().and_then(Value::as_object_mut) {
            put_below(stage, number, members)?;
        }
        let call = new_call(creating, path, body.as_ref()).headers(&extra_headers(stage, creating));
        let (exchange, role) = call_as_allowed(stage, creating, &call)?;
        let status = exchange.answer.status;
        // What still clashes with other values may do so with whatever was made before, as long as that is there.
        let stuck = status == 409 && (varied >= VARIATIONS || workshop.is_narrow(number));
        // What earlier claims left is moved on first, and where that was not in the way, what a list shows.
        if rooms < 2 && (is_crowded(&exchange.answer) || stuck) {
            (rooms, freed) = (rooms + 1, stuck);
            if make_room(stage, creating) {
                continue;
            }
        }
        note_crowded(&exchange.answer);
        if stuck {
            note_no_room();
        }
        // The name may be what is wrong.
        if key.is_some() && matches!(status, 400 | 404 | 409 | 412 | 422) && named < VARIATIONS {
            let other = fresh(stage, number, depth, named + 1);
            if other.is_ok_and(|other| Some(&other) != key.as_ref()) {
                named += 1;
                continue;
            }
        }
        // Other values may be wrong in another way: then the clash is what came of the request.
        if let Some((before, clash, whose)) = clashed.take_if(|_| matches!(status, 400 | 404 | 422)) {
            let (documented, sent) = (documented.unwrap_or(Value::Null), before.unwrap_or(Value::Null));
            return Ok(Sent { documented, sent, role: whose, exchange: clash, key });
        }
        if status == 409 && clashed.is_none() {
            clashed = Some((body.clone(), exchange.clone(), role.clone()));
        }
        let again = match &plain {
            Some(plain) if (status == 409 || says_taken(&exchange.answer)) && varied < VARIATIONS => {
                varied += 1;
                let members =
                    clashing_members(stage, plain, body.as_ref().unwrap_or(plain), &exchange.answer);
                learned = Some(members.clone());
                Some(vary_members(
                    plain,
                    &members,
                    workshop.number(target.is_our_own()),
                    stage.facts.api.ahead,
                ))
            }
            Some(plain) if matches!(status, 400 | 404 | 422) && !referred => {
                referred = true;
                Some(with_references_by_name(stage, plain, depth)).filter(|with| with != plain)
            }
            _ => None,
        };
        match again {
            Some(next) if Some(&next) != body.as_ref() => body = Some(next),
            _ => {
                // A refusal that other values do not mend has another reason, and says nothing about what is taken.
                if let Some(members) = learned.filter(|_| exchange.answer.is_success() && !freed) {
                    workshop.clashes(number, members);
                }
                if named > 0 && exchange.answer.is_success() {
                    workshop.takes_name(number, named);
                }
                let (documented, sent) = (documented.unwrap_or(Value::Null), body.unwrap_or(Value::Null));
                let sent = Sent { documented, sent, role, exchange, key };
                if sent.exchange.answer.is_success() && freed {
                    workshop.takes_room(number);
                }
                if sent.exchange.answer.is_success() {
                    note_created(stage, number, values, &sent.clone().made());
                }
                return Ok(sent);
            }
        }
    }
}

/// Sends one request that makes an object, with the body as it stands but for references that it lacks.
pub fn send_body(
    stage: &Stage,
    number: usize,
    creating: &Operation,
    values: &[String],
    body: &Value,
) -> Result<Exchange, Outcome> {
    let workshop = &stage.shared.workshop;
    let body = match workshop.clashing(number) {
        Some(members) => {
            vary_members(body, &members, workshop.number(stage.target()?.is_our_own()), stage.facts.api.ahead)
        }
        None => body.clone(),
    };
    let mut body = body;
    if let Some(members) = body.as_object_mut() {
        put_below(stage, number, members)?;
    }
    let (path, _) = addressed(stage, number, creating, values, (0, 0))?;
    let call = new_call(creating, path, Some(&body)).headers(&extra_headers(stage, creating));
    call_as_allowed(stage, creating, &call).map(|(exchange, _)| exchange)
}

/// Where a request that makes an object goes, and the name that it gives the object thereby.
pub fn addressed(
    stage: &Stage,
    number: usize,
    creating: &Operation,
    parents: &[String],
    (depth, attempt): (usize, usize),
) -> Result<(String, Option<String>), Outcome> {
    let base = stage.target()?.client.base_path();
    if !creating.keyed {
        return Ok((creating.fill(parents, base), None));
    }
    let key = fresh(stage, number, depth, attempt)?;
    let above = parents.iter().take(creating.home().parameters().count());
    let values: Vec<String> = above.cloned().chain([key.clone()]).collect();
    Ok((creating.fill(&values, base), Some(key)))
}

/// The call that makes an object.
pub(in crate::api) fn new_call(creating: &Operation, path: String, body: Option<&Value>) -> Call {
    match (creating.keyed, body) {
        (true, body) => creating.call(path, body),
        (false, Some(body)) => Call::new(&creating.method, path).json(body),
        (false, None) => Call::new(&creating.method, path),
    }
}

/// Headers that an operation asks for besides the key.
pub fn extra_headers(stage: &Stage, operation: &Operation) -> Vec<(String, String)> {
    let prose = operation.prose.to_lowercase();
    let api = &stage.facts.api;
    let number = api.operations.iter().position(|known| std::ptr::eq(known, operation));
    let own = |sentence: &Sentence| {
        sentence.scope != Scope::General
            && sentence.says(&["idempotency-key"])
            && !sentence.says(&["optional", "may"])
    };
    let said = number.is_some_and(|number| operation.method == "POST" && api.about(number).any(own));
    let asked = said || prose.contains("idempotency-key") && !prose.contains("optional");
    let number = stage.shared.workshop.next.fetch_add(u64::from(asked), Ordering::Relaxed);
    let key = format!("abide-{}-{number}", stage.shared.seed);
    asked.then(|| ("Idempotency-Key".to_owned(), key)).into_iter().collect()
}

//! Holds what came of a scene against what was to come.

use super::scene::Scene;
use super::then::{Then, Whose};
use crate::api::{CHANGED, VERSIONS, is_one_of, same_value};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::Value;

/// What was looked at afterwards.
pub struct Looked {
    /// What is made or acted on.
    pub own: Option<Value>,
    /// What a new object is for.
    pub parent: Option<Value>,
    /// What was there, as it was before.
    pub before: Option<Value>,
    /// What it refers to, by resource: before, and now.
    pub others: Vec<(usize, Value, Value)>,
    /// The call.
    pub exchange: Exchange,
}

impl Looked {
    fn of(&self, whose: Whose) -> Option<&Value> {
        match whose {
            Whose::Own => self.own.as_ref(),
            Whose::Parent => self.parent.as_ref(),
            Whose::Other(wanted) => self.others.iter().find(|(at, ..)| *at == wanted).map(|(.., now)| now),
        }
    }

    fn before(&self, whose: Whose) -> Option<&Value> {
        match whose {
            Whose::Own | Whose::Parent => self.before.as_ref(),
            Whose::Other(wanted) => {
                self.others.iter().find(|(at, ..)| *at == wanted).map(|(_, before, _)| before)
            }
        }
    }

    fn member(&self, whose: Whose, name: &str) -> Result<&Value, Outcome> {
        self.of(whose)
            .and_then(|object| object.get(name))
            .ok_or_else(|| Outcome::unproven(format!("`{name}` is not shown afterwards")))
    }
}

/// Judges everything that is understood; what is not is named.
pub fn judge(stage: &Stage, scene: &Scene, looked: &Looked) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let mut held = vec![format!("it answered {}", status_line(looked.exchange.answer.status))];
    for then in &scene.then.all {
        match one(stage, scene, then, looked)? {
            Ok(told) => held.extend(told),
            Err(reason) => return Ok(Outcome::refuted(reason).resting_on(target, &looked.exchange)),
        }
    }
    let told = held.join("; ");
    if !scene.then.left.is_empty() {
        let reason = format!("{told}; not tried: {}", scene.then.left.join("; "));
        return Ok(Outcome::unproven(reason).resting_on(target, &looked.exchange));
    }
    Ok(Outcome::proven(Strength::Asserted, told).resting_on(target, &looked.exchange))
}

type Held = Result<Option<String>, String>;

fn one(stage: &Stage, scene: &Scene, then: &Then, looked: &Looked) -> Result<Held, Outcome> {
    Ok(match then {
        // Judged before anything else.
        Then::Status(_) | Then::Refused | Then::Only(..) | Then::Without(..) | Then::Promotes(..) => Ok(None),
        Then::Gone => Ok(Some("it is there no more".to_owned())),
        Then::Belongs(_, name, wanted, _) => Ok(Some(format!("`{name}` of what belongs to it is {wanted}"))),
        Then::Emptied(_) => Ok(Some("nothing belongs to it any more".to_owned())),
        Then::Kept(whose, name, member) => {
            let body: Option<Value> =
                looked.exchange.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
            let sent = body.as_ref().and_then(|body| body.get(member));
            let sent = sent.ok_or_else(|| Outcome::unproven(format!("the request has no `{member}`")))?;
            let shown = looked.member(*whose, name)?;
            match same_value(shown, sent) {
                true => Ok(Some(format!("`{name}` is {shown}"))),
                false => Err(format!("`{name}` is {shown} afterwards, sent was {sent}")),
            }
        }
        Then::Code(code) => {
            let body = looked.exchange.answer.json();
            let given = &scene.given;
            let built = given.full || given.only.is_some() || given.some_states || given.many.is_some();
            match body.as_ref().is_some_and(|body| names(body, code)) {
                true => Ok(Some(format!("with code {code}"))),
                // Where much has to be brought about, another rule may have been met first.
                false if built && body.as_ref().is_some_and(|body| another_code(stage, body, code)) => {
                    return Err(Outcome::unproven(format!(
                        "it answered {} with the code of another rule",
                        status_line(looked.exchange.answer.status)
                    ))
                    .showing(looked.exchange.sent(), looked.exchange.seen()));
                }
                false => Err(format!(
                    "it answered {} without the code {code}",
                    status_line(looked.exchange.answer.status)
                )),
            }
        }
        Then::Is(whose, name, wanted) => {
            let shown = looked.member(*whose, name)?;
            match same_value(shown, wanted) {
                true => Ok(Some(format!("`{name}` is {shown}"))),
                false => Err(format!("`{name}` is {shown} afterwards, stated is {wanted}")),
            }
        }
        Then::Same(whose, name, other) => {
            let (one, two) = (looked.member(*whose, name)?, looked.member(*whose, other)?);
            match same_value(one, two) {
                true => Ok(Some(format!("`{name}` and `{other}` are {one}"))),
                false => Err(format!("`{name}` is {one}, and `{other}` is {two}")),
            }
        }
        Then::Renewed(whose, name) => {
            let before = looked.before(*whose).and_then(|before| before.get(name));
            let before = before.ok_or_else(|| Outcome::unproven(format!("`{name}` was not shown before")))?;
            let after = looked.member(*whose, name)?;
            let moments = crate::api::moment(before).zip(crate::api::moment(after));
            match (moments, before.as_f64().zip(after.as_f64())) {
                (Some((before, after)), _) if after > before => {}
                (_, Some((before, after))) if after > before => {}
                (None, None) => {
                    return Err(Outcome::unproven(format!("`{name}` is neither a moment nor a number")));
                }
                // Two moments of the same second are told apart by finer ones alone.
                (Some((one, other)), _) if one == other && one.subsec_nanosecond() == 0 => {
                    return Err(Outcome::unproven(format!("`{name}` tells whole seconds alone")));
                }
                _ => return Ok(Err(format!("`{name}` is {after} afterwards, and was {before}"))),
            }
            Ok(Some(format!("`{name}` went on from {before} to {after}")))
        }
        Then::Set(whose, name) => match looked.member(*whose, name)? {
            Value::Null => Err(format!("`{name}` is null afterwards")),
            shown => Ok(Some(format!("`{name}` is {shown}"))),
        },
        Then::Caller(whose, name) => match looked.member(*whose, name)? {
            Value::Null => Err(format!("`{name}` is null, and does not tell who called")),
            Value::String(text) if text.is_empty() => {
                Err(format!("`{name}` is empty, and does not tell who called"))
            }
            shown => Ok(Some(format!("`{name}` is {shown}"))),
        },
        Then::Moves(whose, name, by) => {
            let number =
                |value: Option<&Value>| value.and_then(|value| value.get(name)).and_then(Value::as_f64);
            let (Some(before), Some(after)) = (number(looked.before(*whose)), number(looked.of(*whose)))
            else {
                return Err(Outcome::unproven(format!("`{name}` is not shown as a number")));
            };
            let told = format!("`{name}` went from {before} to {after}");
            match (after - before - *by as f64).abs() < 1e-6 {
                true => Ok(Some(told)),
                false => Err(format!("{told}, stated is {}", before + *by as f64)),
            }
        }
        Then::Stays(whose, name) => {
            let before = looked.before(*whose).and_then(|before| before.get(name));
            let before = before.ok_or_else(|| Outcome::unproven("what it was before is not shown"))?;
            let after = looked.member(*whose, name)?;
            match same_value(before, after) {
                true => Ok(Some(format!("`{name}` stays {after}"))),
                false => Err(format!("`{name}` was {before}, and is {after} afterwards")),
            }
        }
        Then::OthersStay | Then::NothingChanges => {
            let after = looked.own.as_ref().or(looked.parent.as_ref());
            let (Some(Value::Object(before)), Some(Value::Object(after))) = (&looked.before, after) else {
                return Err(Outcome::unproven("what it was before is not shown"));
            };
            let body: Option<Value> =
                looked.exchange.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
            let sent = |name: &str| {
                scene.with.iter().any(|(known, _)| known == name)
                    || body.as_ref().is_some_and(|body| body.get(name).is_some())
            };
            let free = |name: &str| {
                *then == Then::OthersStay
                    && (sent(name)
                        || is_one_of(name, CHANGED)
                        || is_one_of(name, VERSIONS)
                        || derived(stage, scene, name))
            };
            let moved = before.iter().filter(|(name, _)| !free(name)).find_map(|(name, value)| {
                let now = after.get(name)?;
                (!same_value(now, value)).then(|| format!("`{name}` was {value}, and is {now} afterwards"))
            });
            match moved {
                Some(reason) => Err(reason),
                None => Ok(Some("the rest is as it was".to_owned())),
            }
        }
        Then::Located(address) => {
            let object = looked.own.as_ref().or(looked.parent.as_ref());
            let address = filled(address, object)
                .ok_or_else(|| Outcome::unproven("the object does not show what its address is made of"))?;
            match looked.exchange.answer.header("location") {
                Some(value) if value.trim_end_matches('/').ends_with(&address) => {
                    Ok(Some(format!("`Location` is {value}")))
                }
                Some(value) => Err(format!("`Location` is {value}, stated is {address}")),
                None => Err(format!(
                    "it answered {} without `Location`",
                    status_line(looked.exchange.answer.status)
                )),
            }
        }
        Then::Header(header, name) => {
            let object = looked.own.as_ref().or(looked.parent.as_ref());
            let wanted = object.and_then(|object| object.get(name)).and_then(Value::as_str);
            let wanted = wanted.ok_or_else(|| Outcome::unproven(format!("`{name}` is not shown")))?;
            match looked.exchange.answer.header(header) {
                // The address of an object ends with its name.
                Some(value) if value == wanted || value.ends_with(&format!("/{wanted}")) => {
                    Ok(Some(format!("`{header}` is {value}")))
                }
                Some(value) => Err(format!("`{header}` is {value}, and `{name}` is {wanted}")),
                None => Err(format!(
                    "it answered {} without `{header}`",
                    status_line(looked.exchange.answer.status)
                )),
            }
        }
    })
}

/// An address with the members of an object in place of its braces; `{order_id}` of an order that shows no such member is its `id`.
fn filled(address: &str, object: Option<&Value>) -> Option<String> {
    let mut filled = String::new();
    let mut rest = address;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}')?;
        let members = object?.as_object()?;
        let same = |known: &&String| words::folded(known) == words::folded(name);
        let known = members.keys().find(same).and_then(|known| members.get(known));
        // Those before the last are of what it belongs to.
        let value = known.or_else(|| members.get("id").filter(|_| !after.contains('{')))?;
        filled.push_str(before);
        filled.push_str(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// Whether a body names a code that the specification speaks of, and not the one that is meant.
fn another_code(stage: &Stage, body: &Value, code: &str) -> bool {
    let is_code = |text: &str| {
        text.len() >= 3
            && text != code
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
            && (text.contains(['_', '-']) || text.chars().all(|c| !c.is_lowercase()))
            && stage.facts.api.mentions(text)
    };
    match body {
        Value::String(text) => is_code(text),
        Value::Array(list) => list.iter().any(|value| another_code(stage, value, code)),
        Value::Object(members) => members.values().any(|value| another_code(stage, value, code)),
        _ => false,
    }
}

/// Whether a member follows from others, so that it may move with them.
fn derived(stage: &Stage, scene: &Scene, name: &str) -> bool {
    let api = &stage.facts.api;
    let resources = scene.subject.resources(api);
    resources.iter().any(|resource| api.field_of(resource, name).is_some_and(|facts| facts.rule.owned))
}

/// Whether any text of a body is a code, or an address that ends with it.
pub fn names(body: &Value, code: &str) -> bool {
    match body {
        Value::String(text) => text == code || text.rsplit(['/', '#', ':']).next() == Some(code),
        Value::Array(list) => list.iter().any(|value| names(value, code)),
        Value::Object(members) => members.values().any(|value| names(value, code)),
        _ => false,
    }
}

//! Webhooks arrive, with the stated payload and signature.

mod apart;
mod payload;
mod retried;
mod trigger;

use crate::api::{Operation, call_as_allowed};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::Call;
use crate::listener::Incoming;
use crate::probe::{ItemContext, Probe};
use crate::signature::hmac_sha256;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;
use payload::Payload;
use retried::Retries;
use serde_json::Value;
use std::time::{Duration, Instant};
pub(super) use trigger::Trigger;

/// Webhooks arrive, with the stated payload and signature.
pub const PROBE: Probe = Probe {
    name: "events",
    summary: "Webhooks are delivered when they should be, with the stated payload and signature",
    documentation: "\
Takes every event of a specification that speaks of webhooks or callbacks, and requirements and checks that say that one is sent (\"sends a `job.finished` webhook when a job is finished\").

Needs a target that delivers to the built-in receiver: its address stands for `{events}` in the `env` or `start` of `abide.toml`, or the specification documents \
an operation that subscribes an address (a POST whose body has a `url`), for a target on this machine. A signature is checked where the secret is known: the one that the \
subscription was made with, or the variable of the target's `env` that the specification names.

What brings the event about is the endpoint that its statement names, the state that it names, or its own name: `order.created` is the creation of an \
order, `order.paid` its coming into the state `paid`. It is done to a new object, and a delivery that names the event and the object is awaited.

Where it is stated that deliveries are tried again, the first one is answered with 500, and must come again within the stated time.

Where a subscription names the events that one asks for, one address asks for the event and another for a different one: the event must not come to the other.

No delivery within five seconds refutes, and so do a payload without a stated member and a signature that is missing or wrong. Events of other kinds (logs, queues) stay unproven.",
    kinds: &[Kind::Event, Kind::Requirement, Kind::Check],
    claims,
};

/// How long a delivery may take.
const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 2 } else { 5 });

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some(name) = name(context) else { return Vec::new() };
    let text = context.spec.text().to_lowercase();
    if !["webhook", "callback", "http post", "posts of"].iter().any(|word| text.contains(word))
        || is_logged(context)
    {
        return Vec::new();
    }
    let title = format!("{name} is delivered");
    let trigger = match Trigger::read(api, &name, context.source()) {
        Ok(trigger) => trigger,
        // A requirement may say more than that it is sent.
        Err(_) if context.item.kind != Kind::Event => return Vec::new(),
        Err(reason) => return vec![Claim::settled(title, Outcome::unproven(reason))],
    };
    let payload = Payload::read(context.spec, context.item, &name, context.source());
    let signature = Signature::read(context.spec.text());
    let delivered = {
        let (name, trigger) = (name.clone(), trigger.clone());
        Claim::new(title, Needs::Target, move |stage| {
            delivered(stage, &name, &trigger, &payload).unwrap_or_else(|outcome| outcome)
        })
    };
    let mut claims = vec![delivered];
    if let Some(retries) = Retries::read(context.spec.text()) {
        let (name, trigger) = (name.clone(), trigger.clone());
        let title = format!("{name} is delivered again where the receiver fails");
        let attempt = move |stage: &Stage| {
            retried::comes_again(stage, &name, &trigger, retries).unwrap_or_else(|outcome| outcome)
        };
        // Nobody else may wait for a delivery while all of them are refused.
        claims.push(Claim::new(title, Needs::Target, attempt).minor().alone());
    }
    let others = context.spec.of_kind(Kind::Event).map(|item| &item.key);
    if let Some(other) = others.filter(|other| **other != name).max().filter(|_| apart::is_chosen(api)) {
        let (name, other, trigger) = (name.clone(), other.clone(), trigger.clone());
        let title = format!("{name} goes to those alone who asked for it");
        let attempt = move |stage: &Stage| {
            apart::goes_to_no_other(stage, &name, &other, &trigger).unwrap_or_else(|outcome| outcome)
        };
        claims.push(Claim::new(title, Needs::Target, attempt).minor());
    }
    if let Some(signature) = signature {
        let title = format!("{name} is signed in {}", signature.header);
        claims.push(Claim::new(title, Needs::Target, move |stage| {
            signed(stage, &name, &trigger, &signature).unwrap_or_else(|outcome| outcome)
        }));
    }
    claims
}

/// The event of an item; of a requirement, the one that it says to be sent: "sends a `job.finished` webhook".
fn name(context: &ItemContext) -> Option<String> {
    if context.item.kind == Kind::Event {
        return Some(context.item.key.clone());
    }
    let source = context.source();
    let said = words::words(source);
    let any = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
    let sends = any(&["webhook", "webhooks", "callback", "callbacks"])
        && any(&[
            "send",
            "sends",
            "sent",
            "deliver",
            "delivers",
            "delivered",
            "post",
            "posts",
            "posted",
            "call",
            "calls",
            "fire",
            "fires",
        ])
        && !any(&["not", "never", "if", "unless", "retry", "retries", "fails"]);
    let is_event = |code: &&str| {
        let parts: Vec<&str> = code.split(['.', ':']).collect();
        parts.len() > 1
            && parts.iter().all(|part| {
                !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'))
            })
    };
    let mut codes = words::code_spans(source).into_iter().map(|(_, code)| code).filter(is_event);
    codes.next().filter(|_| sends && codes.next().is_none()).map(str::to_owned)
}

/// Whether the event is one of a log.
fn is_logged(context: &ItemContext) -> bool {
    let near = format!("{} {}", context.item.section.join(" "), context.source()).to_lowercase();
    (near.contains("log event") || near.contains("logging") || near.contains("observability"))
        && !near.contains("webhook")
}

/// A delivery that was awaited.
struct Delivery {
    incoming: Incoming,
    body: Value,
    secret: Option<String>,
    shown: String,
    sent: String,
    repeat: String,
}

/// Brings an event about, and waits for its delivery.
fn awaited(stage: &Stage, name: &str, trigger: &Trigger) -> Result<Result<Delivery, Outcome>, Outcome> {
    let target = stage.target()?;
    let by_setting = target.receiver().is_some();
    let Some(receiver) = stage.receiver() else { return Err(no_receiver()) };
    let secret = match by_setting {
        true => None,
        false => subscribe(stage, &receiver.url(), name)?,
    };
    let before = receiver.deliveries().len();
    let done = trigger.bring_about(stage)?;
    let id = done.id;
    let deadline = Instant::now() + PATIENCE;
    loop {
        for incoming in receiver.deliveries().into_iter().skip(before) {
            if is_delivery_of(&incoming, name, id.as_deref()) {
                let body = serde_json::from_slice::<Value>(&incoming.body).unwrap_or_default();
                let shown = shown(&incoming);
                let (sent, repeat) = (done.exchange.sent(), target.repeat(&done.exchange));
                return Ok(Ok(Delivery { incoming, body, secret, shown, sent, repeat }));
            }
        }
        if Instant::now() >= deadline || stage.shared.stop.asked() {
            let others = receiver.deliveries().len() - before;
            let reason = format!(
                "{} answered {}, and no delivery of {name} that names the object came within {} seconds ({others} others came)",
                done.exchange.title(),
                done.exchange.answer.status,
                PATIENCE.as_secs()
            );
            return Ok(Err(Outcome::refuted(reason).resting_on(target, &done.exchange)));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether a delivery names an event, and the object that it is about.
fn is_delivery_of(incoming: &Incoming, name: &str, id: Option<&str>) -> bool {
    let Ok(body) = serde_json::from_slice::<Value>(&incoming.body) else { return false };
    let named = says(&body, name) || incoming.headers.iter().any(|(_, value)| value == name);
    named && id.is_none_or(|id| says(&body, id))
}

fn no_receiver() -> Outcome {
    Outcome::blocked(
        "the target does not know where to deliver; use `{events}` in the `env` of abide.toml for the address of the built-in receiver",
    )
}

fn delivered(stage: &Stage, name: &str, trigger: &Trigger, payload: &Payload) -> Result<Outcome, Outcome> {
    let delivery = match awaited(stage, name, trigger)? {
        Ok(delivery) => delivery,
        Err(outcome) => return Ok(outcome),
    };
    let lacking = payload.lacking(&delivery.body);
    let outcome = match lacking.as_slice() {
        [] if payload.is_stated() => {
            Outcome::proven(Strength::Asserted, "it was delivered with the stated payload")
        }
        [] => Outcome::proven(Strength::Asserted, "it was delivered"),
        lacking => Outcome::refuted(format!("it was delivered without {}", lacking.join(", "))),
    };
    Ok(outcome.showing(delivery.sent, delivery.shown).repeated_by(delivery.repeat))
}

fn signed(stage: &Stage, name: &str, trigger: &Trigger, signature: &Signature) -> Result<Outcome, Outcome> {
    let delivery = match awaited(stage, name, trigger)? {
        Ok(delivery) => delivery,
        Err(outcome) => return Err(Outcome::unproven(outcome.reason).showing(outcome.sent, outcome.seen)),
    };
    let project = &stage.facts.project;
    let of_setting = || {
        let named = signature.settings.iter().find_map(|name| project.resolved.environment.get(name));
        named.cloned()
    };
    let shown = |outcome: Outcome| {
        outcome.showing(delivery.sent.clone(), delivery.shown.clone()).repeated_by(delivery.repeat.clone())
    };
    let Some(found) = delivery.incoming.header(&signature.header) else {
        return Ok(shown(Outcome::refuted(format!("the delivery has no header {}", signature.header))));
    };
    let Some(secret) = delivery.secret.clone().or_else(of_setting) else {
        return Err(Outcome::unproven("the secret of the signature is not known"));
    };
    let expected = hmac_sha256(secret.as_bytes(), &delivery.incoming.body);
    let value = found.split(['=', ',']).next_back().unwrap_or(found).trim();
    Ok(shown(match value.eq_ignore_ascii_case(&expected) {
        true => {
            Outcome::proven(Strength::Asserted, "the signature is that of the body with the known secret")
        }
        false => Outcome::refuted("the signature is not the HMAC-SHA256 of the body with the known secret"),
    }))
}

/// Whether a value stands anywhere in a body.
fn says(body: &Value, wanted: &str) -> bool {
    match body {
        Value::String(text) => text == wanted,
        Value::Number(number) => number.to_string() == wanted,
        Value::Array(list) => list.iter().any(|value| says(value, wanted)),
        Value::Object(members) => members.values().any(|value| says(value, wanted)),
        _ => false,
    }
}

fn shown(incoming: &Incoming) -> String {
    let mut text = format!("{} {}", incoming.method, incoming.path);
    for (name, value) in incoming.headers.iter().take(40) {
        text.push_str(&format!("\n{name}: {value}"));
    }
    format!("{text}\n\n{}", String::from_utf8_lossy(&incoming.body))
}

/// Subscribes the receiver by the documented operation; gives the secret that was agreed on.
fn subscribe(stage: &Stage, url: &str, event: &str) -> Result<Option<String>, Outcome> {
    let api = &stage.facts.api;
    let Some(operation) = api.operations.iter().find(|operation| subscribes(operation)) else {
        return Err(no_receiver());
    };
    let documented = operation.request.as_ref().and_then(|body| body.json()).cloned().unwrap_or(Value::Null);
    let mut body = documented.clone();
    let mut secret = None;
    for (name, value) in body.as_object_mut().into_iter().flatten() {
        match words::folded(name).as_str() {
            "url" | "callbackurl" | "targeturl" | "endpoint" | "endpointurl" | "callback" => {
                *value = Value::from(url)
            }
            "secret" | "signingsecret" => secret = value.as_str().map(str::to_owned),
            "events" | "eventtypes" | "topics" => *value = serde_json::json!([event]),
            "event" | "eventtype" | "topic" => *value = Value::from(event),
            _ => {}
        }
    }
    let target = stage.target()?;
    let path = operation.fill(&[], target.client.base_path());
    let call = Call::new("POST", path).json(&body);
    let (exchange, _) = call_as_allowed(stage, operation, &call)?;
    if !exchange.answer.is_success() {
        let reason = format!("{} to subscribe answered {}", exchange.title(), exchange.answer.status);
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    let answered = exchange.answer.json().and_then(|answer| Some(answer.get("secret")?.as_str()?.to_owned()));
    Ok(answered.or(secret))
}

/// Whether an operation subscribes an address to events.
fn subscribes(operation: &Operation) -> bool {
    let path = operation.path.to_string().to_lowercase();
    let about = ["webhook", "hook", "subscription", "callback"].iter().any(|word| path.contains(word));
    let body = operation.request.as_ref().and_then(|body| body.json()).and_then(Value::as_object);
    let has_url = body
        .into_iter()
        .flatten()
        .any(|(name, value)| value.as_str().is_some_and(|text| text.starts_with("http")) && !name.is_empty());
    operation.method == "POST" && about && has_url && operation.path.parameters().next().is_none()
}

/// How deliveries are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Signature {
    header: String,
    /// Names of settings that may hold the secret.
    settings: Vec<String>,
}

impl Signature {
    /// The header that holds an HMAC-SHA256, where a paragraph says so.
    fn read(text: &str) -> Option<Self> {
        for paragraph in text.split("\n\n") {
            let lower = paragraph.to_lowercase();
            let hmac = lower.contains("hmac") && (lower.contains("sha256") || lower.contains("sha-256"));
            if !hmac || !(lower.contains("sign") || lower.contains("header")) {
                continue;
            }
            let codes: Vec<&str> = words::code_spans(paragraph).into_iter().map(|(_, code)| code).collect();
            let header = codes.iter().find(|code| {
                code.contains('-')
                    && code.to_lowercase().contains("sign")
                    && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
            let settings = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            let settings = settings.filter(|name| {
                name.contains('_')
                    && name.contains("SECRET")
                    && name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
            });
            if let Some(header) = header {
                return Some(Self {
                    header: (*header).to_owned(),
                    settings: settings.map(str::to_owned).collect(),
                });
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;

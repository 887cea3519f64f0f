//! An event goes to those alone who asked for it, where one subscribes to some events by name.

use super::trigger::Trigger;
use super::{is_delivery_of, no_receiver, subscribe, subscribes};
use crate::api::Api;
use crate::claim::Outcome;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use std::time::{Duration, Instant};

/// How long after the delivery to whoever asked for it another one may still be under way.
const AFTERWARDS: Duration = Duration::from_millis(700);

/// Members of a subscription that name the events that one asks for.
const CHOICES: &[&str] = &["events", "eventtypes", "topics", "event", "eventtype", "topic"];

/// Whether one subscribes to some events by name.
pub fn is_chosen(api: &Api) -> bool {
    let operation = api.operations.iter().find(|operation| subscribes(operation));
    let body = operation.and_then(|operation| operation.request.as_ref()?.json()?.as_object());
    body.is_some_and(|body| body.keys().any(|name| CHOICES.contains(&words::folded(name).as_str())))
}

/// Brings an event about before two receivers, of which one asked for another event only.
pub fn goes_to_no_other(
    stage: &Stage,
    name: &str,
    other: &str,
    trigger: &Trigger,
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    if target.receiver().is_some() {
        return Err(Outcome::unproven("abide.toml gives the one address to which everything is delivered"));
    }
    let Some(receiver) = stage.receiver() else { return Err(no_receiver()) };
    let number = stage.shared.workshop.number(true);
    let (asked, apart) = (format!("/asked-{number}"), format!("/apart-{number}"));
    subscribe(stage, &format!("{}{asked}", receiver.url()), name)?;
    subscribe(stage, &format!("{}{apart}", receiver.url()), other)?;
    let before = receiver.deliveries().len();
    let done = trigger.bring_about(stage)?;
    let arrived = |place: &str| {
        receiver.deliveries().into_iter().skip(before).find(|incoming| {
            incoming.path.trim_end_matches('/').ends_with(place)
                && is_delivery_of(incoming, name, done.id.as_deref())
        })
    };
    let wait = |place: &str, patience: Duration| {
        let deadline = Instant::now() + patience;
        loop {
            let found = arrived(place);
            if found.is_some() || Instant::now() >= deadline || stage.shared.stop.asked() {
                return found;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    if wait(&asked, super::PATIENCE).is_none() {
        return Err(Outcome::unproven(format!("{name} did not come to whoever asked for it, either")));
    }
    let outcome = match wait(&apart, AFTERWARDS) {
        Some(delivery) => {
            let reason = format!("{name} came to an address that asked for {other} only");
            Outcome::refuted(reason).showing(done.exchange.sent(), super::shown(&delivery))
        }
        None => {
            let reason =
                format!("{name} came to whoever asked for it, and not to an address that asked for {other}");
            Outcome::proven(Strength::Asserted, reason).resting_on(target, &done.exchange)
        }
    };
    Ok(outcome.repeated_by(target.repeat(&done.exchange)))
}

//! A delivery that was refused comes again, where that is stated.

use super::trigger::Trigger;
use super::{is_delivery_of, no_receiver, subscribe};
use crate::claim::Outcome;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::bounds;
use std::time::{Duration, Instant};

/// The longest wait for a delivery to come again.
const LONGEST: Duration = Duration::from_secs(30);

/// What is stated about deliveries that fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retries {
    /// How long the first one may take; none where that is not said.
    first: Option<Duration>,
}

impl Retries {
    /// The sentence that says that deliveries are tried again.
    pub fn read(text: &str) -> Option<Self> {
        let parts = text
            .split("\n\n")
            .flat_map(|paragraph| paragraph.split(['\n', ';']))
            .flat_map(|line| line.split(". "));
        parts.filter_map(of_sentence).max_by_key(|retries| retries.first.is_some())
    }
}

fn of_sentence(sentence: &str) -> Option<Retries> {
    let plain = crate::api::plain(sentence);
    let says = |known: &[&str]| known.iter().any(|phrase| crate::api::has_phrase(&plain, phrase));
    let again = says(&[
        "retried",
        "retries",
        "retry",
        "redelivered",
        "redelivers",
        "resent",
        "delivered again",
        "tried again",
        "sent again",
    ]);
    let about = says(&[
        "webhook",
        "webhooks",
        "delivery",
        "deliveries",
        "callback",
        "callbacks",
        "receiver",
        "subscriber",
        "2xx",
        "non-2xx",
    ]);
    let never = says(&[
        "not retried",
        "no retry",
        "no retries",
        "never retried",
        "without retries",
        "not redelivered",
    ]);
    if !again || !about || never {
        return None;
    }
    let seconds = |unit: &str, value: f64| match unit {
        "ms" => Some(value / 1000.0),
        "s" => Some(value),
        "min" => Some(value * 60.0),
        "h" => Some(value * 3600.0),
        _ => None,
    };
    // "after 1 s, 5 s and 30 s": the first of them. A time limit of the delivery itself is none.
    let timed: Vec<f64> = bounds(&plain)
        .iter()
        .filter(|bound| !plain.get(..bound.start).unwrap_or_default().ends_with("answer within "))
        .filter_map(|bound| seconds(bound.quantity.unit.as_deref()?, bound.quantity.value))
        .collect();
    let first = timed.first().filter(|_| !words::names(&plain, "timeout"));
    Some(Retries { first: first.map(|seconds| Duration::from_secs_f64(*seconds)) })
}

/// Refuses the first delivery of an event, and waits for the next.
pub fn comes_again(
    stage: &Stage,
    name: &str,
    trigger: &Trigger,
    retries: Retries,
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let Some(receiver) = stage.receiver() else { return Err(no_receiver()) };
    // An address of its own: other subscriptions of the run get their own copy of each delivery.
    let place = match target.receiver() {
        Some(_) => String::new(),
        None => format!("/again-{}", stage.shared.workshop.number(true)),
    };
    if !place.is_empty() {
        subscribe(stage, &format!("{}{place}", receiver.url()), name)?;
    }
    // A half more than is stated, and a little: what waits may do so with a jitter.
    let patience =
        retries.first.map_or(Duration::from_secs(10), |first| first.mul_f64(1.5) + Duration::from_secs(3));
    if patience > LONGEST {
        return Err(Outcome::unproven(format!(
            "the first one comes after {:?}, which is too long to wait",
            retries.first.unwrap_or_default()
        )));
    }
    let before = receiver.deliveries().len();
    let _refusing = receiver.refuse();
    let done = trigger.bring_about(stage)?;
    let deliveries = || -> Vec<_> {
        let all = receiver.deliveries().into_iter().skip(before);
        all.filter(|incoming| {
            incoming.path.trim_end_matches('/').ends_with(&place)
                && is_delivery_of(incoming, name, done.id.as_deref())
        })
        .collect()
    };
    let wait = |count: usize, patience: Duration| {
        let deadline = Instant::now() + patience;
        while deliveries().len() < count && Instant::now() < deadline && !stage.shared.stop.asked() {
            std::thread::sleep(Duration::from_millis(20));
        }
        deliveries()
    };
    let first = wait(1, super::PATIENCE);
    let Some(refused) = first.first() else {
        return Err(Outcome::unproven(format!("no delivery of {name} came that could be refused")));
    };
    let shown = super::shown(refused);
    let begun = Instant::now();
    let all = wait(2, patience);
    let outcome = match (all.len() > 1, retries.first) {
        (true, _) => Outcome::proven(
            Strength::Asserted,
            format!(
                "a delivery that was answered with 500 came again after {:.1} s",
                begun.elapsed().as_secs_f64()
            ),
        ),
        (false, Some(first)) => Outcome::refuted(format!(
            "a delivery that was answered with 500 did not come again within {:.0} s, stated as {first:?}",
            patience.as_secs_f64()
        )),
        (false, None) => Outcome::unproven(format!(
            "a delivery that was answered with 500 did not come again within {:.0} s; when it does is not stated",
            patience.as_secs_f64()
        )),
    };
    Ok(outcome.showing(done.exchange.sent(), shown).repeated_by(target.repeat(&done.exchange)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_about_deliveries_that_fail() {
        let first =
            |text: &str| Retries::read(text).map(|retries| retries.first.map(|first| first.as_millis()));
        assert_eq!(
            first("A delivery that is not answered with 2xx is retried after 1 s, 5 s and 30 s."),
            Some(Some(1000))
        );
        assert_eq!(
            first("Webhooks are retried up to 5 times, the first time within 2 seconds."),
            Some(Some(2000))
        );
        assert_eq!(first("Failed webhook deliveries are retried with exponential backoff."), Some(None));
        assert_eq!(first("Webhooks are not retried."), None);
        assert_eq!(first("Failed logins may be tried again after 5 minutes."), None);
    }
}

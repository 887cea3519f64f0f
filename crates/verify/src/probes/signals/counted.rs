//! Counters that go up with what they are named after: `orders_created_total`.

use super::{as_shown, is_metric, read_metrics};
use crate::api::Api;
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::ItemContext;
use crate::probes::events::Trigger;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use std::time::{Duration, Instant};

/// How long a counter may take to go up.
const PATIENCE: Duration = Duration::from_secs(3);

/// The claim that a counter goes up, where its name says with what.
pub fn claim(context: &ItemContext, path: &str, name: &str) -> Option<Claim> {
    let trigger = trigger(&context.facts.api, name, context.source())?;
    let title = format!("{name} goes up with what it counts");
    let (path, name) = (path.to_owned(), name.to_owned());
    let attempt =
        move |stage: &Stage| attempt(stage, &path, &name, &trigger).unwrap_or_else(|outcome| outcome);
    Some(Claim::new(title, Needs::Target, attempt).minor().alone())
}

/// What a counter counts: `shop_orders_created_total` the creation of orders.
fn trigger(api: &Api, name: &str, source: &str) -> Option<Trigger> {
    let shown = as_shown(name);
    let counts = shown.ends_with("_total") || words::words(source).iter().any(|word| word == "counter");
    let event = shown.strip_suffix("_total").unwrap_or(&shown);
    // What fails or is refused is counted too, and is not brought about.
    let narrow = super::comes_later(source) || crate::api::operation_in(source).is_some();
    if !counts || narrow {
        return None;
    }
    Trigger::read(api, event, "").ok()
}

/// The sum of all samples of a metric.
fn value(text: &str, wanted: &str) -> Option<f64> {
    let samples = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let end = line.find(['{', ' '])?;
        let name = line.get(..end)?;
        let rest = line.get(end..)?;
        let number = rest.rsplit_once('}').map_or(rest, |(_, behind)| behind).split_whitespace().next()?;
        (is_metric(name, wanted) && !name.ends_with("_bucket") && !name.ends_with("_created"))
            .then(|| number.parse::<f64>().ok())?
    });
    let samples: Vec<f64> = samples.collect();
    (!samples.is_empty()).then(|| samples.iter().sum())
}

fn attempt(stage: &Stage, path: &str, name: &str, trigger: &Trigger) -> Result<Outcome, Outcome> {
    let wanted = as_shown(name);
    let read = || -> Result<_, Outcome> {
        let exchange = read_metrics(stage, path)?;
        let number = value(&exchange.answer.text(), &wanted);
        Ok((number, exchange))
    };
    let (before, _) = read()?;
    let done = trigger.bring_about(stage)?;
    if !done.exchange.answer.is_success() {
        let reason = format!("{} answered {}", done.exchange.title(), done.exchange.answer.status);
        return Err(Outcome::unproven(reason).showing(done.exchange.sent(), done.exchange.seen()));
    }
    let begun = Instant::now();
    loop {
        let (after, exchange) = read()?;
        let Some(after) = after else {
            return Err(Outcome::unproven(format!("{path} shows no sample of {name}")));
        };
        let before = before.unwrap_or_default();
        let title = done.exchange.title();
        if after > before {
            let reason = format!("{name} went from {before} to {after} with {title}");
            return Ok(Outcome::proven(Strength::Asserted, reason).resting_on(stage.target()?, &exchange));
        }
        if begun.elapsed() > PATIENCE || stage.shared.stop.asked() {
            let reason = format!("{name} is {after} before and after {title}");
            return Ok(Outcome::refuted(reason).resting_on(stage.target()?, &done.exchange));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_of_a_metric_are_added_up() {
        let text = "# TYPE doors_opened_total counter\ndoors_opened_total{side=\"a b\"} 2\ndoors_opened_total{side=\"c\"} 3 1700000000\ndoors_shut_total 9\n";
        assert_eq!(value(text, "doors_opened_total"), Some(5.0));
        assert_eq!(value(text, "doors_opened"), Some(5.0));
        assert_eq!(value(text, "doors_lost_total"), None);
    }
}

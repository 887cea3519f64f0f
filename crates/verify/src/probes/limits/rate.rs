//! A rate limit, tried at its bound.

use super::stated::Rate;
use super::{Meant, many};
use crate::api::call_as_allowed;
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::load::Load;
use crate::second;
use crate::stage::Stage;
use abide_ledger::Strength;
use std::time::{Duration, Instant};

/// Whether as many requests pass as are allowed, and no more.
pub fn limited(stage: &Stage, meant: &Meant, rate: &Rate) -> Result<Outcome, Outcome> {
    let full = stage.shared.limits.load == Load::Full;
    let most = if full { 20_000 } else { 1000 };
    if rate.count > most {
        return Err(Outcome::unproven(format!(
            "{} requests are more than this load sends, which is {most}; `--load full` sends more",
            rate.count
        )));
    }
    if second::is_harmless(&stage.facts.project) {
        let target = second::begin(stage, &[]).ready()?;
        let fresh = Stage::new(stage.facts, stage.shared, Some(&target));
        // Whoever waits until the target is ready has asked it a few times.
        let counted = if rate.each_key { 0 } else { 3 };
        return Trial { stage: &fresh, meant, rate, counted }.run(full);
    }
    Trial { stage, meant, rate, counted: rate.count }.run(full)
}

struct Trial<'a> {
    stage: &'a Stage<'a>,
    meant: &'a Meant,
    rate: &'a Rate,
    /// Requests of others that may have been counted before.
    counted: usize,
}

/// How far requests got.
struct Passed {
    count: usize,
    took: Duration,
    /// The refusal; none where all passed.
    refusal: Option<Exchange>,
    last: Exchange,
}

impl Trial<'_> {
    fn run(&self, full: bool) -> Result<Outcome, Outcome> {
        let first = self.passed()?;
        if let Some(outcome) = self.judged(&first) {
            return Ok(outcome);
        }
        // What was counted before is forgotten with the window.
        let patience = Duration::from_secs(if full { 120 } else { 5 });
        let wait = first.refusal.as_ref().and_then(retry_after).unwrap_or(self.rate.window);
        if wait > patience {
            let reason = format!(
                "after {} requests the next was refused; how many of others counted before is not known, and the wait of {wait:?} is too long",
                first.count
            );
            return Err(Outcome::unproven(reason).showing(self.sent(&first), seen(&first)));
        }
        std::thread::sleep(wait + Duration::from_millis(300));
        let again = Trial { counted: 0, stage: self.stage, meant: self.meant, rate: self.rate };
        let second = again.passed()?;
        Ok(again.judged(&second).unwrap_or_else(|| {
            Outcome::unproven(format!("{} requests passed, stated as {}", second.count, self.rate.count))
                .showing(self.sent(&second), seen(&second))
        }))
    }

    /// Sends requests until one is refused, or until as many passed as two windows would let through.
    fn passed(&self) -> Result<Passed, Outcome> {
        let (stage, number) = (self.stage, self.meant.operations[0]);
        let operation = &stage.facts.api.operations[number];
        let target = stage.target()?;
        if operation.path.parameters().next().is_some() {
            return Err(Outcome::unproven("what makes the objects of its path would count as well"));
        }
        let path = operation.fill(&[], target.client.base_path());
        let body = operation.request.as_ref().and_then(|body| body.json());
        let call = operation.call(path, body);
        let begun = Instant::now();
        let (mut exchange, _) = call_as_allowed(stage, operation, &call)?;
        // A limit of failed attempts is tried with what fails.
        if exchange.answer.status >= 500 || matches!(exchange.answer.status, 404 | 405) {
            let reason = format!(
                "{} answered {} before any limit",
                operation.title(),
                status_line(exchange.answer.status)
            );
            return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
        }
        let mut count = 0;
        let most = self.rate.count * 2 + 5;
        loop {
            if exchange.answer.status == 429 {
                return Ok(Passed {
                    count,
                    took: begun.elapsed(),
                    refusal: Some(exchange.clone()),
                    last: exchange,
                });
            }
            count += 1;
            if count >= most || begun.elapsed() > self.rate.window.max(Duration::from_secs(1)) * 2 {
                return Ok(Passed { count, took: begun.elapsed(), refusal: None, last: exchange });
            }
            if stage.shared.stop.asked() {
                return Err(Outcome::inconclusive("the run was stopped"));
            }
            // A long count may take longer than other claims may.
            let fresh = Stage::new(stage.facts, stage.shared, Some(target));
            exchange = many::resend(&fresh, &exchange)?;
        }
    }

    fn judged(&self, passed: &Passed) -> Option<Outcome> {
        let stated = self.rate.count;
        // A bucket is filled again while it is emptied.
        let refilled =
            (passed.took.as_secs_f64() / self.rate.window.as_secs_f64() * stated as f64).ceil() as usize + 1;
        let target = self.stage.target().ok()?;
        let Some(refusal) = &passed.refusal else {
            if passed.took > self.rate.window {
                return Some(Outcome::unproven(format!(
                    "{} requests took {:?}, so that they came no faster than the limit",
                    passed.count, passed.took
                )));
            }
            let reason = format!(
                "{} requests within {:.1} s were all answered, stated as at most {stated} within {:?}",
                passed.count,
                passed.took.as_secs_f64(),
                self.rate.window
            );
            return Some(
                Outcome::refuted(reason)
                    .showing(self.sent(passed), seen(passed))
                    .repeated_by(self.meant.repeat.as_str()),
            );
        };
        if passed.count > stated + refilled {
            let reason = format!(
                "{} requests within {:.1} s were answered before one was refused, stated as {stated}",
                passed.count,
                passed.took.as_secs_f64()
            );
            return Some(
                Outcome::refuted(reason)
                    .showing(self.sent(passed), seen(passed))
                    .repeated_by(self.meant.repeat.as_str()),
            );
        }
        if passed.count + self.counted < stated {
            let reason = format!(
                "request {} was refused with 429, though {stated} are allowed within {:?}",
                passed.count + 1,
                self.rate.window
            );
            return Some(
                Outcome::refuted(reason)
                    .showing(self.sent(passed), seen(passed))
                    .repeated_by(self.meant.repeat.as_str()),
            );
        }
        if passed.count < stated && self.counted > 3 {
            return None;
        }
        if self.promises_when() && retry_after(refusal).is_none() {
            return Some(
                Outcome::refuted("the refusal has no header Retry-After that says when to come again")
                    .resting_on(target, refusal),
            );
        }
        let reason = format!("{} requests were answered, and the next was refused with 429", passed.count);
        Some(
            Outcome::proven(Strength::Asserted, reason)
                .showing(self.sent(passed), seen(passed))
                .repeated_by(self.meant.repeat.as_str()),
        )
    }

    /// Whether it is stated that a refusal says when to come again.
    fn promises_when(&self) -> bool {
        let says = |text: &str| text.to_lowercase().contains("retry-after");
        says(&self.meant.text)
            || self.stage.facts.api.sentences.iter().any(|sentence| {
                says(&sentence.plain)
                    && sentence.says(&["429", "rate limit", "rate limits", "too many requests"])
            })
    }

    fn sent(&self, passed: &Passed) -> String {
        format!(
            "{} times, within {:.1} s:\n{}",
            passed.count + usize::from(passed.refusal.is_some()),
            passed.took.as_secs_f64(),
            passed.last.sent()
        )
    }
}

fn seen(passed: &Passed) -> String {
    format!("{} answered; then:\n{}", passed.count, passed.last.seen())
}

fn retry_after(exchange: &Exchange) -> Option<Duration> {
    let value = exchange.answer.header("retry-after")?.trim();
    // A date says it as well; how long that is depends on the clock of the target.
    Some(value.parse().map_or(Duration::from_secs(60), Duration::from_secs))
}

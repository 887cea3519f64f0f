//! How fast answers come, how many a second, and how many fail.

use super::{Meant, many, origin};
use crate::claim::Outcome;
use crate::load::{
    Load, Measured, Pace, Statistic, drive, enclosed, milliseconds, samples_needed, share, slowdown,
};
use crate::stage::Stage;
use abide_ledger::Strength;
use std::sync::Arc;
use std::time::Duration;

/// Requests a second where a statement says none.
const UNSTATED: f64 = 20.0;
/// How often a load is put on again where it was too noisy to tell.
const TRIES: usize = 3;
/// Windows of one measurement.
const WINDOWS: usize = 10;

/// The most that a load may be: its length in seconds, requests a second.
fn bounds(load: Load) -> (f64, f64) {
    match load {
        Load::Full => (60.0, 20_000.0),
        Load::Off | Load::Quick => (3.0, 1000.0),
    }
}

/// What was put on the target, in words and as measured.
struct Loaded {
    name: String,
    words: String,
    measured: Arc<Measured>,
}

/// Puts a load on the target, or finds what the same load showed before.
fn load(stage: &Stage, meant: &Meant, rate: f64, seconds: f64) -> Result<Loaded, Outcome> {
    let operations = &stage.facts.api.operations;
    let titles: Vec<String> = meant.operations.iter().map(|number| operations[*number].title()).collect();
    let warm_up = (seconds / 5.0).clamp(0.2, 2.0);
    let words = format!(
        "{} at {rate} requests a second for {seconds:.1} s, after {warm_up:.1} s of warm-up",
        titles.join(", ")
    );
    let name = format!("{} at {rate}", titles.join(", "));
    if let Some(measured) = stage.shared.measured(&name)
        && measured.window.as_secs_f64() * WINDOWS as f64 >= seconds * 0.99
    {
        return Ok(Loaded { name, words, measured });
    }
    let count = ((seconds + warm_up) * rate).ceil() as usize + 1;
    // A long load may take longer than other claims may.
    let stage = &Stage::new(stage.facts, stage.shared, stage.target().ok());
    let shots = many::shots(stage, meant, count)?;
    let pace = Pace {
        rate,
        warm_up: Duration::from_secs_f64(warm_up),
        windows: WINDOWS,
        window: Duration::from_secs_f64(seconds / WINDOWS as f64),
        connections: 256,
        patience: stage.shared.limits.request,
    };
    let measured = drive(&origin(stage)?, &shots, pace, &stage.shared.stop);
    let measured = Arc::new(measured.map_err(Outcome::unproven)?);
    if stage.shared.stop.asked() {
        return Err(Outcome::inconclusive("the run was stopped"));
    }
    if let Some(exit) = stage.target()?.ended() {
        return Err(Outcome::refuted(format!("the target ended under the load: {exit}"))
            .showing(words, stage.target()?.output()));
    }
    if let Some((status, count)) = measured.refused()
        && count * 100 > measured.requests()
    {
        let reason = format!(
            "{count} of {} requests were answered with {status}, so that no answers are measured",
            measured.requests()
        );
        return Err(Outcome::unproven(reason).showing(words, measured.shown()));
    }
    stage.shared.keep_measured(&name, Some(&measured));
    Ok(Loaded { name, words, measured })
}

impl Loaded {
    /// The outcome with what was sent and seen; what was refuted or undecided is measured anew the next time.
    fn show(&self, stage: &Stage, meant: &Meant, outcome: Outcome) -> Outcome {
        if !outcome.is_proven() {
            stage.shared.keep_measured(&self.name, None);
        }
        outcome.showing(self.words.as_str(), self.measured.shown()).repeated_by(meant.repeat.as_str())
    }
}

/// Whether answers come within a bound, in microseconds.
pub fn within(
    stage: &Stage,
    meant: &Meant,
    statistic: Option<Statistic>,
    bound: f64,
    rate: Option<f64>,
) -> Result<Outcome, Outcome> {
    let (longest, fastest) = bounds(stage.shared.limits.load);
    let mut lacking = many_objects(stage, meant)?;
    let proves = statistic.unwrap_or(Statistic::Quantile(0.95));
    let refutes = statistic.unwrap_or(Statistic::Quantile(0.5));
    let stated = rate.unwrap_or(UNSTATED);
    let rate = stated.min(fastest);
    if rate < stated {
        lacking.push(format!("at {rate} requests a second, not {stated}"));
    }
    // Where it cannot be proven in any case, half a second shows what is far too slow.
    let needed = if lacking.is_empty() { samples_needed(proves) as f64 * 1.05 / rate } else { 0.0 };
    let least = if stage.shared.limits.load == Load::Full { 10.0 } else { 0.5 };
    let mut seconds = needed.clamp(least, longest);
    let mut last = Err(Outcome::unproven("nothing was measured"));
    for _ in 0..TRIES {
        let loaded = load(stage, meant, rate, seconds)?;
        let (upper, lower) = (
            enclosed(&loaded.measured.windows, proves, stage.shared.seed),
            enclosed(&loaded.measured.windows, refutes, stage.shared.seed),
        );
        let (Some(upper), Some(lower)) = (upper, lower) else {
            return Err(Outcome::unproven("no request came to its end")
                .showing(loaded.words, loaded.measured.shown()));
        };
        let name = named(proves);
        let between = |low: f64, high: f64| match high.is_finite() {
            true => format!("between {} and {}", milliseconds(low), milliseconds(high)),
            false => format!("above {}", milliseconds(low)),
        };
        let lag = loaded.measured.lag.value_at_quantile(0.95) as f64;
        let outcome = if lower.low > bound {
            let told = format!(
                "the {} lies {}, stated as {}",
                named(refutes),
                between(lower.low, lower.high),
                milliseconds(bound)
            );
            // What runs beside the target on this machine slows it, too.
            let slower = if stage.target()?.is_our_own() { slowdown() } else { 1.0 };
            if (lower.low - lag) / slower > bound {
                return Ok(loaded.show(stage, meant, Outcome::refuted(told)));
            }
            Outcome::undecided(format!(
                "too noisy to tell: {told}, and this machine itself was late by {} and {slower:.1} times as slow as it can be",
                milliseconds(lag)
            ))
        } else if upper.high < bound {
            let told = format!("the {name} lies {} with 95% confidence", between(upper.low, upper.high));
            let outcome = match (lacking.as_slice(), rate == stated) {
                ([], _) => Outcome::proven(Strength::Asserted, told),
                _ => Outcome::unproven(format!(
                    "{told}, but {}; `--load full` tries more",
                    lacking.join(", and ")
                )),
            };
            return Ok(loaded.show(stage, meant, outcome));
        } else if upper.estimate < bound && !upper.high.is_finite() {
            let told = format!(
                "the {name} of {} requests is {}: they are too few to prove it{}; `--load full` sends more",
                loaded.measured.latency().len(),
                milliseconds(upper.estimate),
                lacking.iter().map(|lacking| format!(", and {lacking}")).collect::<String>()
            );
            return Ok(loaded.show(stage, meant, Outcome::unproven(told)));
        } else {
            Outcome::undecided(format!(
                "too noisy to tell: the {name} lies {} with 95% confidence, stated as {}",
                between(upper.low, upper.high),
                milliseconds(bound)
            ))
        };
        last = Ok(loaded.show(stage, meant, outcome));
        // More requests tell more.
        seconds = (seconds * 3.0).min(longest);
    }
    last
}

fn named(statistic: Statistic) -> String {
    match statistic {
        Statistic::Quantile(0.5) => "median".to_owned(),
        Statistic::Quantile(quantile) => format!("{}th percentile", (quantile * 1e5).round() / 1e3),
        Statistic::Mean => "mean".to_owned(),
        Statistic::Maximum => "longest".to_owned(),
    }
}

/// Makes the objects that a statement speaks of ("with 10,000 parcels"), where so much load may be; what is lacking otherwise.
fn many_objects(stage: &Stage, meant: &Meant) -> Result<Vec<String>, Outcome> {
    const WORTH: usize = 100;
    const MOST: usize = 20_000;
    let api = &stage.facts.api;
    let plain = crate::api::plain(&meant.text);
    let Some((count, resource)) =
        api.resources.iter().find_map(|resource| Some((counted(&plain, &resource.name)?, resource)))
    else {
        return Ok(Vec::new());
    };
    let lacking = vec![format!("without the stated number of {count} objects")];
    let Some(create) = resource.create.filter(|_| {
        stage.shared.limits.load == Load::Full
            && (WORTH..=MOST).contains(&count)
            && stage.target().is_ok_and(|target| target.is_our_own())
    }) else {
        return Ok(if count < WORTH { Vec::new() } else { lacking });
    };
    let name = format!("{count} objects of {}", resource.collection);
    if stage.shared.measured(&name).is_some() {
        return Ok(Vec::new());
    }
    let made = Meant { operations: vec![create], ..meant.clone() };
    let shots = many::shots(stage, &made, count)?;
    let seen =
        crate::load::crowd(&origin(stage)?, &shots, 8, count, Duration::from_secs(120), &stage.shared.stop);
    let seen = seen.map_err(Outcome::unproven)?;
    let good: u64 = seen.statuses.iter().filter(|(status, _)| **status < 300).map(|(_, count)| count).sum();
    if (good as usize) < count {
        return Ok(lacking);
    }
    // Remembered as a load that measured nothing: they are there for the whole run.
    let nothing = Measured {
        windows: Vec::new(),
        window: Duration::ZERO,
        statuses: seen.statuses,
        broken: seen.broken,
        lag: hdrhistogram::Histogram::new(1).map_err(|error| Outcome::unproven(error.to_string()))?,
    };
    stage.shared.keep_measured(&name, Some(&Arc::new(nothing)));
    Ok(Vec::new())
}

/// The number before the name of some objects: `10,000 parcels`.
fn counted(plain: &str, name: &str) -> Option<usize> {
    let words: Vec<&str> = plain
        .split(|c: char| c.is_whitespace() || matches!(c, '|' | ';' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).find_map(|pair| {
        let count: usize = pair[0].replace([',', '_'], "").replace('k', "000").parse().ok()?;
        let thing = crate::words::singular(pair[1].trim_end_matches(['.', ',']));
        (thing == name.to_lowercase()).then_some(count)
    })
}

/// Whether so many requests a second are answered.
pub fn throughput(stage: &Stage, meant: &Meant, stated: f64) -> Result<Outcome, Outcome> {
    let (_, fastest) = bounds(stage.shared.limits.load);
    // A tenth more is sent, so that what is answered can be more than what is stated.
    let rate = (stated * 1.1).ceil();
    if rate > fastest {
        let reason = format!(
            "{stated} requests a second are more than this load sends, which is {fastest}; `--load full` sends more"
        );
        return Err(Outcome::unproven(reason));
    }
    let seconds = if stage.shared.limits.load == Load::Full { 10.0 } else { 1.0 };
    let mut last = Err(Outcome::unproven("nothing was measured"));
    for _ in 0..TRIES {
        let loaded = load(stage, meant, rate, seconds)?;
        let measured = &loaded.measured;
        let mut rates: Vec<f64> = measured
            .windows
            .iter()
            .map(|window| window.completed as f64 / measured.window.as_secs_f64())
            .collect();
        rates.sort_by(f64::total_cmp);
        // Between the second lowest and the second highest of ten lies the median with 98% confidence, for any distribution.
        let (Some(low), Some(high)) = (rates.get(1), rates.iter().rev().nth(1)) else {
            return Err(Outcome::unproven("nothing was measured"));
        };
        let told = format!("{low:.0} to {high:.0} requests a second were answered");
        let lag = measured.lag.value_at_quantile(0.95) as f64;
        let outcome = if *low >= stated {
            Outcome::proven(Strength::Asserted, told)
        } else if *high < stated && lag < 20_000.0 {
            Outcome::refuted(format!("{told}, of {rate} that were asked, stated as {stated}"))
        } else {
            Outcome::undecided(format!("too noisy to tell: {told}, stated as {stated}"))
        };
        let decided = !outcome.inconclusive;
        last = Ok(loaded.show(stage, meant, outcome));
        if decided {
            break;
        }
    }
    last
}

/// Whether at most a share of the requests fails.
pub fn failures(stage: &Stage, meant: &Meant, most: f64, long: bool) -> Result<Outcome, Outcome> {
    let full = stage.shared.limits.load == Load::Full;
    let (rate, seconds) = if full { (100.0, 60.0) } else { (100.0, 0.5) };
    let loaded = load(stage, meant, rate, seconds)?;
    let (failed, all) = (loaded.measured.failures(), loaded.measured.requests());
    let (low, high) = share(failed, all);
    let told = format!("{failed} of {all} requests failed");
    let outcome = if low > most {
        Outcome::refuted(format!("{told}: more than {}% with 95% confidence", most * 100.0))
    } else if high < most && !long {
        Outcome::proven(
            Strength::Asserted,
            format!("{told}: less than {}% with 95% confidence", most * 100.0),
        )
    } else if long {
        Outcome::unproven(format!(
            "{told}; the statement is about hours or days, and only its monitoring can prove it"
        ))
    } else {
        Outcome::unproven(format!("{told}: they are too few to tell; `--load full` sends more"))
    };
    Ok(loaded.show(stage, meant, outcome))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_objects_that_a_statement_speaks_of() {
        assert_eq!(counted("p95 at 100 rps, 10,000 parcels", "parcel"), Some(10_000));
        assert_eq!(counted("with 5k orders.", "order"), Some(5000));
        assert_eq!(counted("at 100 requests", "parcel"), None);
    }

    #[test]
    fn statistics_have_their_names() {
        assert_eq!(named(Statistic::Quantile(0.95)), "95th percentile");
        assert_eq!(named(Statistic::Quantile(0.999)), "99.9th percentile");
    }
}

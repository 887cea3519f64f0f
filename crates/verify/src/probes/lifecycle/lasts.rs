//! How long something may last: "a stay lasts at most 14 nights", "a shift lasts at least one hour and at most 8 hours".

use super::most::number;
use super::overlap::span;
use crate::api::{Api, Resource, Sentence, create};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::{Exchange, status_line};
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use serde_json::{Map, Value};

// "a stay lasts …", "each shift must not be longer than …"
pattern!(
    WHOSE,
    r"(?:^|[.:;,]\s*|\bthat )(?:an?|each|every|the|one|no) ([a-z][\w-]*(?: [a-z][\w-]*)??) (?:(?:may|must|can|shall|cannot|will|has to|is allowed to) )?(?:not |only |never )?(?:lasts?|is|be|runs?|goes on|go on) "
);
// "at least one hour", "no shorter than 2 days"
pattern!(
    LEAST,
    r"\b(?:at least|no less than|not less than|no shorter than|not shorter than|a minimum of) (\w+) (minute|hour|day|night|week)s?\b"
);
// "at most 8 hours", "longer than 8 hours" where that is denied
pattern!(
    MOST,
    r"\b(?:at most|no more than|not more than|no longer than|not (?:last |be |run )?longer than|not (?:last |be |run )?more than|up to|a maximum of) (\w+) (minute|hour|day|night|week)s?\b"
);

/// How long something lasts.
#[derive(Clone, Debug, PartialEq)]
struct Lasts {
    resource: usize,
    start: String,
    end: String,
    least: Option<(i64, Unit)>,
    most: Option<(i64, Unit)>,
    statuses: Vec<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Minute,
    Hour,
    Night,
    Day,
    Week,
}

impl Unit {
    fn named(word: &str) -> Self {
        match word {
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "night" => Self::Night,
            "week" => Self::Week,
            _ => Self::Day,
        }
    }

    fn minutes(self) -> i64 {
        match self {
            Self::Minute => 1,
            Self::Hour => 60,
            Self::Night | Self::Day => 24 * 60,
            Self::Week => 7 * 24 * 60,
        }
    }
}

/// What a sentence claims.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Option<(usize, Claim)> {
    let lasts = read(api, sentence)?;
    let resource = &api.resources[lasts.resource];
    let bound = |bound: &Option<(i64, Unit)>| {
        let told = |(count, unit): (i64, Unit)| {
            format!("{count} {unit:?}{}", if count == 1 { "" } else { "s" }).to_lowercase()
        };
        bound.map(told).unwrap_or_default()
    };
    let title = match (&lasts.least, &lasts.most) {
        (Some(_), Some(_)) => {
            format!(
                "a {} lasts at least {} and at most {}",
                resource.name,
                bound(&lasts.least),
                bound(&lasts.most)
            )
        }
        (Some(_), None) => format!("a {} lasts at least {}", resource.name, bound(&lasts.least)),
        _ => format!("a {} lasts at most {}", resource.name, bound(&lasts.most)),
    };
    let title = format!("{title}, from `{}` to `{}`", lasts.start, lasts.end);
    let create = resource.create?;
    let claim = Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &lasts).unwrap_or_else(|outcome| outcome)
    });
    Some((create, claim))
}

fn read(api: &Api, sentence: &Sentence) -> Option<Lasts> {
    let plain = sentence.plain.replace('*', "");
    let plain = plain.trim();
    let long =
        ["last", "lasts", "long", "longer", "shorter"].iter().any(|word| crate::api::has_phrase(plain, word));
    let open = hedge::is_done_elsewhere(plain)
        || hedge::is_unenforced(plain)
        || hedge::holds_in_some_cases(&plain.replace("otherwise", ""))
        || ["should", "by default", "about", "on average", "expected"]
            .iter()
            .any(|word| crate::api::has_phrase(plain, word));
    if !sentence.cells.is_empty() || !long || open {
        return None;
    }
    let whose = WHOSE.captures(plain)?;
    let thing = whose.get(1)?.as_str();
    let denied = whose
        .get(0)
        .is_some_and(|whole| whole.as_str().trim_start_matches(['.', ',', ';', ':', ' ']).starts_with("no "));
    let is = |resource: &Resource| resource.create.is_some() && resource.name == words::singular(thing);
    let resource = api.resources.iter().position(is)?;
    let behind = plain.get(whose.get(0)?.end().saturating_sub(1)..)?;
    let from = plain.get(whose.get(0)?.start()..)?;
    let bound = |found: Option<regex::Captures>| -> Option<(i64, Unit)> {
        let found = found?;
        let count = number(found.get(1)?.as_str())?;
        Some((i64::try_from(count).ok()?, Unit::named(found.get(2)?.as_str())))
    };
    let (least, most) = (bound(LEAST.captures(behind)), bound(MOST.captures(from)));
    let (start, end) = span(api, &api.resources[resource])?;
    let statuses =
        sentence.error_statuses().into_iter().filter(|status| !matches!(status, 401 | 404)).collect();
    let known = |bound: &Option<(i64, Unit)>| bound.is_none_or(|(count, _)| (1..=3000).contains(&count));
    let told = (least.is_some() || most.is_some()) && known(&least) && known(&most) && !denied;
    told.then_some(Lasts { resource, start, end, least, most, statuses })
}

/// An end so far from a start that it is within what is stated, or beyond it, whichever way days are counted: from the first to the
/// last with both of them, or by the nights between.
fn end(start: &str, bound: (i64, Unit), past: i64) -> Option<String> {
    let (count, unit) = bound;
    if let Ok(day) = start.parse::<Date>()
        && start.len() == day.to_string().len()
    {
        let days = match unit {
            Unit::Minute | Unit::Hour => return None,
            Unit::Night => count + past,
            // With both ends counted there is one more, so that one step more is left for either way.
            Unit::Day | Unit::Week => {
                count * unit.minutes() / (24 * 60) + if past < 0 { -2 } else { past * 2 - 1 }
            }
        };
        return (days >= 0)
            .then(|| day.checked_add(Span::new().try_days(days).ok()?).ok())?
            .map(|day| day.to_string());
    }
    let moment: Timestamp = start.parse().ok()?;
    // Times often stand on quarters of an hour.
    let minutes = match past {
        0 => count * unit.minutes(),
        1 => (count + 1) * unit.minutes(),
        _ if unit == Unit::Minute => count - 1,
        _ => count * unit.minutes() - unit.minutes().min(60) / 2,
    };
    (minutes > 0)
        .then(|| moment.checked_add(SignedDuration::from_mins(minutes)).ok())?
        .map(|end| end.to_string())
}

/// A start so many steps later, so that what was made before is not in the way.
fn later(start: &str, steps: i64) -> Option<String> {
    if let Ok(day) = start.parse::<Date>() {
        return Some(day.checked_add(Span::new().try_days(steps * 45).ok()?).ok()?.to_string());
    }
    let moment: Timestamp = start.parse().ok()?;
    Some(moment.checked_add(SignedDuration::from_hours(48 * steps)).ok()?.to_string())
}

fn attempt(stage: &Stage, lasts: &Lasts) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let mut said = Vec::new();
    let mut last = None;
    for (bound, past, what) in [(lasts.least, -1, "a shorter one"), (lasts.most, 1, "a longer one")] {
        let Some(bound) = bound else { continue };
        let mut steps = said.len() as i64 * 2;
        // What lasts as long as it may is taken: so what is refused is refused for how long it lasts.
        let mut fits = send(stage, lasts, (bound, if past < 0 { -past } else { 0 }, past < 0), steps)?;
        while fits.answer.status == 409 && steps < 6 {
            steps += 1;
            fits = send(stage, lasts, (bound, if past < 0 { -past } else { 0 }, past < 0), steps)?;
        }
        // Where one that lasts a shorter time is taken from the same start, how long it lasts is the reason.
        let too_long = fits.answer.status == 422 || lasts.statuses.contains(&fits.answer.status);
        if too_long && past > 0 && steps == 0 && bound.0 > 3 {
            let shorter = send(stage, lasts, ((bound.0 / 3, bound.1), 0, false), steps)?;
            if shorter.answer.is_success() {
                let status = status_line(fits.answer.status);
                let reason = format!(
                    "one that lasts no longer than stated was answered with {status}, a shorter one with success"
                );
                return Ok(Outcome::refuted(reason).resting_on(target, &fits));
            }
        }
        if !fits.answer.is_success() {
            let reason =
                format!("one that lasts as stated was answered with {}", status_line(fits.answer.status));
            return Err(Outcome::unproven(reason).showing(fits.sent(), fits.seen()));
        }
        let beyond = send(stage, lasts, (bound, past, false), steps + 1)?;
        let status = beyond.answer.status;
        let answered = format!("{what} was answered with {}", status_line(status));
        match status {
            429 => return Err(Outcome::inconclusive(answered)),
            200..=299 => return Ok(Outcome::refuted(answered).resting_on(target, &beyond)),
            400..=499 if lasts.statuses.contains(&status) => {}
            400 | 422 if lasts.statuses.is_empty() => {}
            _ => {
                let reason = format!("{answered}, and why is not certain");
                return Err(Outcome::unproven(reason).showing(beyond.sent(), beyond.seen()));
            }
        }
        said.push(answered);
        last = Some(beyond);
    }
    let beyond = last.ok_or_else(|| Outcome::unproven("nothing was tried"))?;
    let reason = format!("what lasts as stated is taken, and {}", said.join(", and "));
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &beyond))
}

/// Sends what makes one that lasts so long.
fn send(
    stage: &Stage,
    lasts: &Lasts,
    (bound, past, least): ((i64, Unit), i64, bool),
    steps: i64,
) -> Result<Exchange, Outcome> {
    let number = stage.facts.api.resources[lasts.resource].create.unwrap_or_default();
    let moved = std::cell::Cell::new(false);
    let change = |body: &mut Map<String, Value>| {
        let start = body.get(&lasts.start).and_then(Value::as_str).and_then(|start| later(start, steps));
        // At the lower bound, one more is within it.
        let end =
            start.as_deref().and_then(|start| end(start, bound, if least { past.max(0) } else { past }));
        if let (Some(start), Some(end)) = (start, end) {
            body.insert(lasts.start.clone(), Value::from(start));
            body.insert(lasts.end.clone(), Value::from(end));
            moved.set(true);
        }
    };
    let exchange = create(stage, number, &[], &change)?.exchange;
    match moved.get() {
        true if exchange.answer.status == 429 => {
            Err(Outcome::inconclusive("the target limits how often it may be called"))
        }
        true => Ok(exchange),
        false => Err(Outcome::unproven("the request shows no span of time to stretch")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probes;
    use crate::testing::{Reply, Setup, facts_of_markdown, run_markdown, shelf};
    use abide_ledger::Verdict;
    use serde_json::json;

    const SPECIFICATION: &str = "# Huts\n\n## Data Model\n\n### Stay\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| starts_on | date | required |\n| ends_on | date | required |\n\n## API\n\n- `POST /stays`: adds a stay, 201\n\n```http\nPOST /stays\n\n{\"starts_on\": \"2031-05-02\", \"ends_on\": \"2031-05-05\"}\n```\n\n- `GET /stays/{id}`: one stay\n\n## Rules\n\n1. The system MUST keep to this: a stay lasts at most 14 days, else 422.\n";

    #[test]
    fn how_long_something_lasts() {
        let found = |said: &str| {
            let text = SPECIFICATION.replace("a stay lasts at most 14 days, else 422.", said);
            let api = facts_of_markdown(&text, "", Setup::default()).api;
            api.sentences
                .iter()
                .find_map(|sentence| read(&api, sentence))
                .map(|lasts| (lasts.least, lasts.most))
        };
        let most = |count| Some((None, Some((count, Unit::Day))));
        assert_eq!(found("A stay lasts at most 14 days, else 422."), most(14));
        assert_eq!(found("Each stay must not be longer than two days."), most(2));
        assert_eq!(
            found("A stay lasts at least one night and at most 3 weeks."),
            Some((Some((1, Unit::Night)), Some((3, Unit::Week))))
        );
        for said in [
            "A stay usually lasts at most 14 days.",
            "A winter stay lasts at most 14 days.",
            "A stay lasts at most 14 days if the hut is full.",
            "A stay should last at most 14 days.",
            "A stay lasts long.",
            "A stay is at most 14 days old when it is listed.",
        ] {
            assert_eq!(found(said), None, "{said}");
        }
    }

    #[test]
    fn ends_within_and_beyond_however_days_are_counted() {
        let day = |count, past| end("2031-05-02", (count, Unit::Day), past).unwrap_or_default();
        assert_eq!((day(14, 0).as_str(), day(14, 1).as_str()), ("2031-05-15", "2031-05-17"));
        assert_eq!(day(1, -1), "", "nothing is shorter than a day");
        assert_eq!(end("2031-05-02", (2, Unit::Night), 1).as_deref(), Some("2031-05-05"));
        let hour = |past| end("2031-05-02T08:00:00Z", (2, Unit::Hour), past).unwrap_or_default();
        assert_eq!((hour(0).as_str(), hour(1).as_str()), ("2031-05-02T10:00:00Z", "2031-05-02T11:00:00Z"));
        assert_eq!(hour(-1), "2031-05-02T09:30:00Z");
    }

    /// What becomes of the rule where the system refuses stays of more days than this, first and last counted.
    fn verdict(most: i32, status: u16) -> Verdict {
        let server = shelf::serve_with(
            |_, _| {},
            move |request, _| {
                let asked = request.json();
                let day = |name: &str| asked[name].as_str().and_then(|text| text.parse::<Date>().ok());
                let (Some(start), Some(end)) = (day("starts_on"), day("ends_on")) else { return None };
                ((end - start).get_days() + 1 > most)
                    .then(|| Reply::json(status, &json!({"error": "too long"})))
            },
        );
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = run_markdown(&[probes::probe("lifecycle").unwrap()], SPECIFICATION, &config);
        let all = run.items.iter().flat_map(|item| &item.evidence);
        let mut own = all.filter(|claim| claim.claim.contains("lasts at most"));
        own.next().unwrap().verdict
    }

    #[test]
    fn what_lasts_too_long_is_refused() {
        assert_eq!(verdict(14, 422), Verdict::Proven);
        assert_eq!(verdict(15, 422), Verdict::Proven, "days may be counted as nights");
        assert_eq!(verdict(99, 422), Verdict::Refuted);
        assert_eq!(
            verdict(7, 422),
            Verdict::Refuted,
            "what lasts as stated is refused, and what is shorter is not"
        );
        assert_eq!(verdict(2, 422), Verdict::Unproven, "nothing is taken");
        assert_eq!(verdict(14, 409), Verdict::Unproven);
    }
}

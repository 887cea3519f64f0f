//! How many of something there may be on one day: "a guide gives at most four tours on one day", "no more than 3 visits per keeper and
//! day".

use super::super::overlap::Course;
use super::{MANY, is_narrowed, number, role_in};
use crate::api::{Api, Creation, Object, Sentence, Sort, create, holders};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::status_line;
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use serde_json::{Map, Value, json};

// "an inspector shall have at most 4 visits on one day", "a keeper must not have more than three shifts per day"
pattern!(
    DAILY,
    r"\b(?:an?|the|each|every|one|any) ([\w -]{2,24}?) (?:(?:shall|must|may|can|will) )?((?:not|never) )?(?:have|has|hold|holds|book|books|take|takes|give|gives|get|gets|do|does|make|makes) (at most|no more than|more than|up to) (\w+) ([\w -]{2,30}?) (?:(?:that|which) (?:begin|start|lie|fall|are) )?(?:on one day|on the same day|on any day|on any one day|on a day|on a single day|per day|a day|each day|in one day|within one day)\b"
);

/// So many things may be on one day.
#[derive(Clone, Debug, PartialEq)]
struct Daily {
    count: usize,
    resource: usize,
    course: Day,
    whose: Whose,
    statuses: Vec<u16>,
}

/// How a request says on which day it is.
#[derive(Clone, Debug, PartialEq)]
enum Day {
    /// In a member that is a day.
    Member(String),
    /// By the moments between which it takes place, or at which it begins.
    Course(Course),
}

impl Day {
    fn members(&self) -> Vec<&String> {
        match self {
            Day::Member(name) => vec![name],
            Day::Course(course) if course.sent => vec![&course.start, &course.end],
            Day::Course(course) => vec![&course.start],
        }
    }
}

/// Whose they are.
#[derive(Clone, Debug, PartialEq)]
enum Whose {
    /// Of the one whom a member of the request names.
    Member(String),
    /// Of who makes them.
    Caller(String),
}

pub(super) fn of_sentence(api: &Api, sentence: &Sentence) -> Option<Claim> {
    let daily = read(api, sentence)?;
    let name = api.resources[daily.resource].plural();
    let (title, alone) = match &daily.whose {
        Whose::Member(member) => {
            (format!("one `{member}` has at most {} {name} on one day", daily.count), false)
        }
        Whose::Caller(role) => (format!("a {role} has at most {} {name} on one day", daily.count), true),
    };
    let claim = Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &daily).unwrap_or_else(|outcome| outcome)
    });
    Some(if alone { claim.alone() } else { claim })
}

fn read(api: &Api, sentence: &Sentence) -> Option<Daily> {
    if !sentence.cells.is_empty() || hedge::is_unenforced(&sentence.plain) {
        return None;
    }
    let plain = sentence.plain.trim().trim_end_matches('.');
    let found = DAILY.captures(plain)?;
    let denied = found.get(2).is_some();
    let count = number(&found[4]).filter(|count| (1..=MANY).contains(count))?;
    if denied != (&found[3] == "more than") || is_narrowed(plain, found.get(0)?.start()) {
        return None;
    }
    let things = found[5].trim();
    let is = |name: &str| things == name || words::singular(things) == name;
    let resource = api.one_made(|_, resource| is(&resource.name))?;
    let own = &api.resources[resource];
    let asked = api.operations[own.create?].request.as_ref()?.json()?.as_object()?;
    let course = match Course::of(api, own) {
        Some(course) => Day::Course(course),
        None => {
            let is_day = |value: &Value| value.as_str().is_some_and(|text| text.parse::<Date>().is_ok());
            let mut days = asked.iter().filter(|(_, value)| is_day(value));
            Day::Member(days.next().filter(|_| days.next().is_none())?.0.clone())
        }
    };
    let who = found[1].trim();
    let named = |name: &str| {
        let parts = words::parts(name);
        let own: Vec<&str> = parts.iter().map(String::as_str).filter(|part| *part != "id").collect();
        own.join(" ") == who
    };
    let member = asked.iter().find(|(name, value)| named(name) && (value.is_string() || value.is_i64()));
    let whose = match member {
        Some((name, _)) => Whose::Member(name.clone()),
        None => Whose::Caller(role_in(api, who)?),
    };
    let behind = api.sentences.iter().find(|other| {
        other.spec == sentence.spec
            && other.range.start >= sentence.range.end
            && other.range.start <= sentence.range.end + 2
            && other.says(&["next", "one more", "another", "further"])
    });
    let mut statuses = sentence.error_statuses();
    statuses.extend(behind.into_iter().flat_map(Sentence::error_statuses));
    statuses.retain(|status| !matches!(status, 401 | 404));
    Some(Daily { count, resource, course, whose, statuses })
}

/// Puts a thing on a day so many days after the usual one, as one of several there.
fn put(api: &Api, daily: &Daily, body: &mut Map<String, Value>, days: i64, number: usize) -> Option<()> {
    match &daily.course {
        Day::Member(name) => {
            let day: Date = body.get(name)?.as_str()?.parse().ok()?;
            let day = day.checked_add(Span::new().days(days)).ok()?;
            body.insert(name.clone(), json!(day.to_string()));
        }
        Day::Course(course) => {
            let moment = |name: &str| body.get(name)?.as_str()?.parse::<Timestamp>().ok();
            let start = moment(&course.start)?;
            let length =
                course.sent.then(|| moment(&course.end)).flatten().map(|end| end.duration_since(start));
            // Around noon, one behind the other: it is one day wherever the days of the system begin.
            let midnight = start.as_second().div_euclid(86_400) * 86_400;
            let step = length.map_or(3600, |length| length.as_secs()) + 60;
            let all = step * i64::try_from(daily.count + 1).ok()?;
            if !(0..=10 * 3600).contains(&all) {
                return None;
            }
            let noon = midnight + days * 86_400 + 12 * 3600;
            let by = (noon - all / 2) / 60 * 60 + step * i64::try_from(number).ok()?;
            let start = Timestamp::from_second(by).ok()?;
            body.insert(course.start.clone(), json!(start.to_string()));
            if let Some(length) = length {
                let end = start.checked_add(SignedDuration::from_secs(length.as_secs())).ok()?;
                body.insert(course.end.clone(), json!(end.to_string()));
            }
        }
    }
    // Where the hours of a day are numbered, each is at another one.
    const HOURS: &[&str] = &["hour", "slot", "period"];
    let own = &api.resources[daily.resource];
    for (name, value) in body.iter_mut().filter(|(_, value)| value.is_i64()) {
        let rule = api.asked_of(own, name).map(|facts| &facts.rule).filter(|rule| rule.sort == Sort::Integer);
        let (Some(least), Some(most)) = (rule.and_then(|rule| rule.least), rule.and_then(|rule| rule.most))
        else {
            continue;
        };
        let wanted = least + number as f64;
        if words::parts(name).iter().any(|part| HOURS.contains(&part.as_str())) {
            *value = json!((wanted <= most).then_some(wanted as i64)?);
        }
    }
    Some(())
}

fn attempt(stage: &Stage, daily: &Daily) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let number = api.resources[daily.resource].create.unwrap_or_default();
    let acting = match &daily.whose {
        Whose::Member(_) => None,
        Whose::Caller(role) => {
            let caller = holders(target, role).last().map(|role| role.name.clone());
            let blocked = || Outcome::blocked(format!("abide.toml does not say how to act as {role}"));
            Some(stage.acting_as(Some(&caller.ok_or_else(blocked)?), Some(number)))
        }
    };
    let stage = acting.as_ref().unwrap_or(stage);
    // All of them are of the same one and around the same day, whatever else a request is made with.
    let first: std::cell::RefCell<Option<Map<String, Value>>> = std::cell::RefCell::default();
    // A day that no other claim is likely to have filled.
    const APART: i64 = 11;
    let send = |days: i64, at: usize| -> Result<Creation, Outcome> {
        let fits = std::cell::Cell::new(true);
        let made = create(stage, number, &[], &|body| {
            let mut first = first.borrow_mut();
            let first = first.get_or_insert_with(|| body.clone());
            let whose = match &daily.whose {
                Whose::Member(name) => Some(name),
                Whose::Caller(_) => None,
            };
            for name in daily.course.members().into_iter().chain(whose) {
                body.extend(first.get(name).map(|value| (name.clone(), value.clone())));
            }
            fits.set(put(api, daily, body, days, at).is_some());
        })?;
        match fits.get() {
            true => Ok(made),
            false => Err(Outcome::unproven("so many of them do not fit into one day")),
        }
    };
    // What has to be there before one can be made at all is found out by making one.
    drop(Object::make(stage, &api.resources[daily.resource], &|_| {}));
    for at in 0..daily.count {
        let exchange = send(APART, at)?.exchange;
        if !exchange.answer.is_success() {
            let status = status_line(exchange.answer.status);
            let reason = format!("number {} of {} was answered with {status}", at + 1, daily.count);
            return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
        }
    }
    let over = send(APART, daily.count)?.exchange;
    let status = over.answer.status;
    let answered = format!(
        "number {} of that day, where {} are there, was answered with {}",
        daily.count + 1,
        daily.count,
        status_line(status)
    );
    let free = || -> Result<bool, Outcome> { Ok(send(APART + 1, daily.count)?.exchange.answer.is_success()) };
    let outcome = match status {
        200..=299 => Outcome::refuted(answered),
        429 if !daily.statuses.contains(&429) => Outcome::inconclusive(answered),
        401 | 403 | 404 if !daily.statuses.contains(&status) => Outcome::unproven(answered),
        400..=499 if daily.statuses.is_empty() || daily.statuses.contains(&status) => match free()? {
            true => {
                Outcome::proven(Strength::Asserted, format!("{answered}, and one on the next day was made"))
            }
            false => Outcome::unproven(format!("{answered}, and so was one on the next day")),
        },
        400 | 422 => Outcome::unproven(format!("{answered}, and why is not certain")),
        400..=499 => Outcome::refuted(format!("{answered}, stated as another")),
        _ => Outcome::refuted(answered),
    };
    Ok(outcome.resting_on(target, &over))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Reply, Server, Setup, facts_of_markdown, run_markdown};
    use abide_ledger::Verdict;
    use std::sync::Mutex;

    const TOURS: &str = "# Tours\n\n## Data model\n\n### Tour\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | set by the server |\n| `guide` | string | required |\n| `day` | date | required |\n| `hour` | integer | required, 8 to 17 |\n\n## API\n\n### POST /tours\n\nRequest:\n\n```json\n{\"guide\": \"ada\", \"day\": \"2031-05-02\", \"hour\": 9}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"guide\": \"ada\", \"day\": \"2031-05-02\", \"hour\": 9}\n```\n\n### GET /tours/{id}\n\n## Rules\n\n- ";

    fn told(said: &str) -> Option<(usize, Vec<u16>)> {
        let api = facts_of_markdown(&format!("{TOURS}{said}\n"), "", Setup::default()).api;
        let read = api.sentences.iter().rev().take(2).find_map(|sentence| read(&api, sentence));
        read.map(|daily| (daily.count, daily.statuses))
    }

    #[test]
    fn how_many_there_may_be_on_one_day() {
        for said in [
            "A guide gives at most three tours on one day. The next one is refused with 409.",
            "A guide shall have no more than 3 tours per day, withdrawn ones not counted; one more gets 409.",
            "Every guide must not have more than 3 tours a day (409).",
            "A guide has at most 3 tours that begin on the same day, and one more is refused with 409.",
        ] {
            assert_eq!(told(said), Some((3, vec![409])), "{said}");
        }
        for said in [
            "A guide may have more than 3 tours on one day.",
            "A porter has at most 3 tours on one day: 409.",
            "A guide has at most 3 breaks on one day: 409.",
            "In winter, a guide has at most 3 tours on one day: 409.",
            "A guide has at most 3 tours: 409.",
        ] {
            assert_eq!(told(said), None, "{said}");
        }
    }

    /// What comes of the rule where so many tours of a guide are taken on one day, and on all days together.
    fn verdict(daily: usize, ever: usize) -> Verdict {
        let made: Mutex<Vec<Value>> = Mutex::default();
        let server = Server::start(move |request| {
            let mut made = made.lock().unwrap();
            let asked = request.json();
            let same = |other: &&Value| other["guide"] == asked["guide"] && other["day"] == asked["day"];
            match (request.method.as_str(), request.route()) {
                ("POST", "/tours") if made.iter().filter(same).count() >= daily || made.len() >= ever => {
                    Reply::json(409, &json!({"error": "full"}))
                }
                ("POST", "/tours") => {
                    made.push(asked.clone());
                    Reply::json(201, &asked)
                }
                _ => Reply::json(404, &json!({})),
            }
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let text =
            format!("{TOURS}A guide gives at most 3 tours on one day; one more is refused with 409.\n");
        let run = run_markdown(&[&super::super::super::PROBE], &text, &config);
        let evidence = run.items.iter().flat_map(|item| &item.evidence);
        let mut found = evidence.filter(|claim| claim.claim.contains("on one day"));
        found.next().unwrap().verdict
    }

    #[test]
    fn one_more_on_that_day_is_refused_and_the_next_day_is_free() {
        assert_eq!(verdict(3, 99), Verdict::Proven);
        assert_eq!(verdict(4, 99), Verdict::Refuted);
        assert_eq!(verdict(99, 99), Verdict::Refuted);
        assert_eq!(verdict(2, 99), Verdict::Unproven, "why the third was refused is not known");
    }
}

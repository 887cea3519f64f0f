//! Two things that must not be at the same time: "two bookings of one room never overlap".

use super::most::states_counted;
use crate::api::{
    Api, Object, Resource, Sentence, Sort, create_below, found_no_room, has_phrase, is_crowded,
};
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

// "never overlap", "must not share a day", "no two bookings overlap"
pattern!(
    APART,
    r"\b(?:never|must not|may not|cannot|can not|do not|don't|shall not|are not allowed to) (?:overlap|intersect|collide|share an? (?:day|hour|minute|moment))\b|\bno two [\w -]{2,40} (?:that )?overlap\b"
);
// "two open bookings of one room"
pattern!(TWO, r"\b(?:no )?two ((?:[\w-]+ ?){1,5})");
// "one may begin at the minute in which the other ends", "they may touch"
pattern!(
    TOUCH,
    r"\b(?:begins?|starts?) (?:at|in) (?:the )?(?:very )?(?:moment|minute|time|instant) (?:at|in) which another (?:one )?ends,? (?:does not|is no|do not) overlap|\bmay (?:touch|follow (?:each other|one another) directly)\b|\bmay (?:begin|start)\b[^.;]{0,30}\bin which (?:the other|another) (?:one )?ends\b|\bback[ -]to[ -]back\b[^.;]{0,30}\b(?:allowed|fine|possible)\b"
);

// "the first and the last day both count", "both days included"
pattern!(
    WHOLE_DAYS,
    r"\bfirst and (?:the )?last day (?:both )?(?:count|are included|included|belong)|\bboth (?:days|ends) (?:count|are included|included|belong)"
);

/// Things that must not be at the same time.
#[derive(Clone, Debug, PartialEq)]
struct Apart {
    resource: usize,
    start: String,
    end: String,
    statuses: Vec<u16>,
    touch: bool,
    /// Whether the day on which one ends is its own as well.
    whole_days: bool,
}

/// The claims of a sentence, each with the operation that makes such things.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Option<(usize, Claim)> {
    let apart = read(api, sentence)?;
    let resource = &api.resources[apart.resource];
    let title = format!(
        "no {} overlaps another one of the same in its `{}` and `{}`",
        resource.name, apart.start, apart.end
    );
    let create = resource.create?;
    let claim = Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &apart).unwrap_or_else(|outcome| outcome)
    });
    Some((create, claim))
}

fn read(api: &Api, sentence: &Sentence) -> Option<Apart> {
    // "that are `held` or `open`" holds for new ones where these begin so.
    let mut plain = sentence.plain.clone();
    let counting = states_counted(api, &mut plain);
    let plain = plain.as_str();
    if !sentence.cells.is_empty() || !APART.is_match(plain) || hedge::is_done_elsewhere(plain) {
        return None;
    }
    // What holds for some of them only, or in some states, need not hold for two new ones.
    let some = [
        "if",
        "when",
        "may overlap",
        "should",
        "warning",
        "warns",
        "that are",
        "which are",
        "that is",
        "who are",
        "while",
        "once",
        "after",
    ];
    if some.iter().any(|word| has_phrase(plain, word)) {
        return None;
    }
    let named = api
        .resources
        .iter()
        .enumerate()
        .filter(|(at, resource)| resource.is_named_in(plain) && are_new(api, *at, plain))
        .filter(|(at, _)| counting.as_ref().is_none_or(|states| begins_in(api, *at, states)));
    let mut spans = named.filter_map(|(at, resource)| Some((at, span(api, resource)?)));
    let (resource, (start, end)) = spans.next()?;
    // "An overlapping one is answered with 409", "the refusal is 409": the next sentences go on about it.
    let refusing = |other: &&Sentence| {
        other.says(&[
            "overlapping",
            "overlap",
            "the refusal",
            "the second one",
            "on the day on which another",
        ])
    };
    let statuses: Vec<u16> = near(api, sentence)
        .filter(refusing)
        .flat_map(|other| other.error_statuses())
        .filter(|status| *status != 404)
        .collect();
    let touch = near(api, sentence).any(|other| TOUCH.is_match(&other.plain));
    let whole_days = !touch && near(api, sentence).any(|other| WHOLE_DAYS.is_match(&other.plain));
    spans.next().is_none().then_some(Apart { resource, start, end, statuses, touch, whole_days })
}

/// Whether what a sentence says of two things holds for new ones: "two bookings", "two open bookings" where a new one is open.
fn are_new(api: &Api, at: usize, plain: &str) -> bool {
    let resource = &api.resources[at];
    let Some(found) = TWO.captures(plain) else {
        return true;
    };
    let words: Vec<&str> = found[1].split_whitespace().collect();
    let things = (1..=words.len()).find(|count| resource.is_named_in(&words[count - 1..*count].join(" ")));
    match things {
        Some(1) | None => true,
        Some(2) => super::most::counts_new(api, at, &words[..2].join(" ")),
        Some(_) => false,
    }
}

/// Whether new ones are in one of some states.
fn begins_in(api: &Api, at: usize, states: &[String]) -> bool {
    let name = &api.resources[at].name;
    states.iter().any(|state| super::most::counts_new(api, at, &format!("{} {name}", state.to_lowercase())))
}

/// A sentence, and what stands right behind it.
fn near<'a>(api: &'a Api, sentence: &'a Sentence) -> impl Iterator<Item = &'a Sentence> {
    const NEAR: u32 = 240;
    api.sentences.iter().filter(|other| {
        other.spec == sentence.spec
            && other.range.start >= sentence.range.start
            && other.range.start <= sentence.range.end + NEAR
    })
}

/// The two members of a request between which its thing takes place.
pub(super) fn span(api: &Api, resource: &Resource) -> Option<(String, String)> {
    let request = api.operations[resource.create?].request.as_ref()?.json()?.as_object()?;
    let side = |words: &[&str]| {
        let mut fitting = request.iter().filter(|(name, value)| {
            let moment = value
                .as_str()
                .is_some_and(|text| text.parse::<Timestamp>().is_ok() || text.parse::<Date>().is_ok());
            let declared = api.asked_of(resource, name).is_none_or(|facts| {
                matches!(facts.rule.sort, Sort::DateTime | Sort::Date | Sort::Text | Sort::Unknown)
            });
            moment && declared && words::parts(name).iter().any(|part| words.contains(&part.as_str()))
        });
        fitting.next().filter(|_| fitting.next().is_none()).map(|(name, _)| name.clone())
    };
    let start = side(&["start", "starts", "from", "begin", "begins", "since", "arrival"])?;
    let end =
        side(&["end", "ends", "to", "until", "till", "through", "departure", "due", "finish", "finishes"])?;
    (start != end).then_some((start, end))
}

/// A time so much later, in the way in which it was written; halves of a span count as less than the whole.
#[derive(Clone, Copy)]
enum Times {
    Moments(Timestamp, Timestamp),
    Days(Date, Date),
}

impl Times {
    fn of(body: &Value, apart: &Apart) -> Option<Self> {
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let (start, end) = (text(&apart.start)?, text(&apart.end)?);
        if let (Ok(start), Ok(end)) = (start.parse::<Date>(), end.parse::<Date>()) {
            let wide = start.checked_add(Span::new().days(2)).is_ok_and(|least| least <= end);
            return (start.to_string().len() == body[&apart.start].as_str()?.len() && wide)
                .then_some(Self::Days(start, end));
        }
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        (start < end).then_some(Self::Moments(start, end))
    }

    /// So many days later.
    fn by_days(self, days: i32) -> Option<(String, String)> {
        let Self::Days(start, end) = self else { return None };
        let by = Span::new().days(days);
        Some((start.checked_add(by).ok()?.to_string(), end.checked_add(by).ok()?.to_string()))
    }

    /// So many halves of its own length later.
    fn later(self, halves: i32) -> Option<(String, String)> {
        match self {
            Self::Moments(start, end) => {
                // Whole minutes stay whole.
                let half = end.duration_since(start).as_secs() / 120 * 60;
                let by = SignedDuration::from_secs(half * i64::from(halves));
                Some((start.checked_add(by).ok()?.to_string(), end.checked_add(by).ok()?.to_string()))
            }
            Self::Days(start, end) => {
                let half = (end - start).get_days().max(2) / 2;
                let by = Span::new().days(half * halves);
                Some((start.checked_add(by).ok()?.to_string(), end.checked_add(by).ok()?.to_string()))
            }
        }
    }
}

fn attempt(stage: &Stage, apart: &Apart) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let resource = &api.resources[apart.resource];
    let number = resource.create.unwrap_or_default();
    let first = Object::make(stage, resource, &|_| {})?;
    let lost = || Outcome::unproven("the request shows no span of time to move");
    let times = Times::of(&first.sent, apart).ok_or_else(lost)?;
    let parents = first.values.get(..first.values.len().saturating_sub(1)).unwrap_or_default().to_vec();
    let send_later = |(start, end): (String, String)| -> Result<Exchange, Outcome> {
        let body: Map<String, Value> = first.sent.as_object().cloned().unwrap_or_default();
        let exchange = create_below(stage, number, parents.clone(), &[], &|new| {
            *new = body.clone();
            new.insert(apart.start.clone(), Value::from(start.as_str()));
            new.insert(apart.end.clone(), Value::from(end.as_str()));
        })?
        .exchange;
        match exchange.answer.status {
            429 => Err(Outcome::inconclusive("the target limits how often it may be called")),
            _ if is_crowded(&exchange.answer) && found_no_room() => {
                Err(Outcome::unproven("there are as many as there may be")
                    .showing(exchange.sent(), exchange.seen()))
            }
            _ => Ok(exchange),
        }
    };
    let send = |halves: i32| send_later(times.later(halves).ok_or_else(lost)?);
    let mut refused: Vec<Exchange> = Vec::new();
    for (halves, how) in [(-1, "that begins before it and ends within it"), (1, "that begins within it")] {
        let exchange = send(halves)?;
        if exchange.answer.is_success() {
            let reason = format!("one {how} was answered with {}", status_line(exchange.answer.status));
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        refused.push(exchange);
    }
    // The last day of one is no first day of another.
    let whole = match (apart.whole_days, times) {
        (true, Times::Days(start, end)) => {
            let days = (end - start).get_days();
            let mut shared = Vec::new();
            for (by, how) in [(days, "that begins on its last day"), (-days, "that ends on its first day")] {
                let exchange = send_later(Times::Days(start, end).by_days(by).ok_or_else(lost)?)?;
                if exchange.answer.is_success() {
                    let reason =
                        format!("one {how} was answered with {}", status_line(exchange.answer.status));
                    return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
                }
                shared.push(exchange);
            }
            shared
        }
        _ => Vec::new(),
    };
    // Only where another time is taken, the refusals are about the overlap.
    let free = send(if apart.touch { 2 } else { 4 })?;
    let [early, late] = refused.as_slice() else { return Err(lost()) };
    let status = early.answer.status;
    let answered = format!("what overlaps was answered with {}", status_line(status));
    if !free.answer.is_success() {
        let other = status_line(free.answer.status);
        let certain = apart.touch && matches!(free.answer.status, 409) && send(4)?.answer.is_success();
        let outcome = match certain {
            true => Outcome::refuted(format!("one that begins when it ends was answered with {other}")),
            false => Outcome::unproven(format!("{answered}, and what does not overlap with {other}")),
        };
        return Ok(outcome.resting_on(target, &free));
    }
    if status != late.answer.status || !(400..500).contains(&status) || matches!(status, 401 | 403 | 404) {
        return Err(
            Outcome::unproven(format!("{answered}, and why is not certain")).resting_on(target, early)
        );
    }
    if !apart.statuses.is_empty() && !apart.statuses.contains(&status) {
        let stated: Vec<String> = apart.statuses.iter().map(u16::to_string).collect();
        return Ok(Outcome::refuted(format!("{answered}, stated as {}", stated.join(" or ")))
            .resting_on(target, early));
    }
    let touching = if apart.touch { "what begins when it ends" } else { "what is at another time" };
    let differs = whole.iter().find(|exchange| exchange.answer.status != status);
    if let Some(differs) = differs {
        let reason = format!("{answered}, and what shares a day with {}", status_line(differs.answer.status));
        return Err(Outcome::unproven(reason).resting_on(target, differs));
    }
    let days = if whole.is_empty() { "" } else { ", also on its first and its last day, which both count" };
    let reason = format!("{answered}, before and behind{days}, and {touching} with success");
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, early))
}

#[cfg(test)]
mod tests {
    use crate::probes;
    use crate::testing::{Reply, Setup, facts_of_markdown, run_markdown, shelf};
    use abide_ledger::Verdict;
    use serde_json::{Value, json};
    use std::sync::{Arc, Mutex};

    const SPECIFICATION: &str = "# Rooms\n\n## Data Model\n\n### Room\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| name | string | required |\n\n### Booking\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| room_id | integer | required |\n| starts_at | datetime | required |\n| ends_at | datetime | required |\n\n## API\n\n- `POST /rooms`: adds a room, 201\n- `GET /rooms/{id}`: one room\n- `POST /bookings`: adds a booking, 201\n\n```http\nPOST /bookings\n\n{\"room_id\": 1, \"starts_at\": \"2031-05-02T09:00:00Z\", \"ends_at\": \"2031-05-02T11:00:00Z\"}\n```\n\n- `GET /bookings/{id}`: one booking\n\n## Rules\n\nThe system MUST refuse what collides: two bookings of one room never overlap. One may begin at the minute in which the other ends. An overlapping booking is answered with 409.\n";

    #[test]
    fn what_holds_for_some_of_them_only_is_not_tried_on_new_ones() {
        let read = |said: &str| {
            let text = SPECIFICATION.replace(
                "The system MUST refuse what collides: two bookings of one room never overlap.",
                said,
            );
            let api = facts_of_markdown(&text, "", Setup::default()).api;
            api.sentences.iter().find_map(|sentence| super::read(&api, sentence)).is_some()
        };
        assert!(read("Two bookings of one room never overlap."));
        assert!(read("No two bookings of one room overlap."));
        assert!(read("A room has no two bookings that overlap."));
        for said in [
            "Two confirmed bookings of one room never overlap.",
            "Two bookings of one room that are confirmed or paid must not share a day.",
            "Two bookings may overlap.",
            "Two rooms never overlap.",
        ] {
            assert!(!read(said), "{said}");
        }
    }

    /// What becomes of the rule where the system refuses what this finds in the way, with this status.
    fn verdict(clashes: fn(&Value, &Value) -> bool, status: u16) -> Verdict {
        let bookings: Arc<Mutex<Vec<Value>>> = Arc::default();
        let made = Arc::clone(&bookings);
        let server = shelf::serve_with(
            move |object, _| {
                if object.contains_key("starts_at") {
                    made.lock().unwrap().push(json!(object));
                }
            },
            move |request, _| {
                let asked = request.json();
                let taken = |other: &Value| other["room_id"] == asked["room_id"] && clashes(other, &asked);
                let books = request.method == "POST" && request.route() == "/bookings";
                (books && bookings.lock().unwrap().iter().any(taken))
                    .then(|| Reply::json(status, &json!({"error": "taken"})))
            },
        );
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = run_markdown(&[probes::probe("lifecycle").unwrap()], SPECIFICATION, &config);
        let rule = run.items.iter().find(|item| item.id.starts_with("requirement")).unwrap();
        let mut own = rule.evidence.iter().filter(|claim| claim.claim.contains("overlaps another"));
        own.next().unwrap().verdict
    }

    fn text<'a>(one: &'a Value, name: &str) -> &'a str {
        one[name].as_str().unwrap()
    }

    #[test]
    fn what_overlaps_is_refused_and_what_follows_is_not() {
        let overlap = |one: &Value, other: &Value| {
            text(one, "starts_at") < text(other, "ends_at") && text(other, "starts_at") < text(one, "ends_at")
        };
        assert_eq!(verdict(overlap, 409), Verdict::Proven);
        assert_eq!(verdict(overlap, 422), Verdict::Refuted);
        assert_eq!(verdict(|_, _| false, 409), Verdict::Refuted);
        let within = |one: &Value, other: &Value| {
            text(one, "starts_at") <= text(other, "starts_at")
                && text(other, "starts_at") < text(one, "ends_at")
        };
        assert_eq!(verdict(within, 409), Verdict::Refuted, "what begins before it is let through");
        let touching = |one: &Value, other: &Value| {
            text(one, "starts_at") <= text(other, "ends_at")
                && text(other, "starts_at") <= text(one, "ends_at")
        };
        assert_eq!(verdict(touching, 409), Verdict::Refuted, "one may begin when the other ends");
        assert_eq!(verdict(|_, _| true, 409), Verdict::Unproven, "nothing else is taken either");
    }
}

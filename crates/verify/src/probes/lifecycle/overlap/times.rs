//! When something takes place: between two members of what makes it, or from one on until what it shows.

use crate::api::{Api, Resource, Sort};
use crate::words;
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use serde_json::{Map, Value};

const STARTS: &[&str] = &["start", "starts", "from", "begin", "begins", "since", "arrival"];
const ENDS: &[&str] =
    &["end", "ends", "to", "until", "till", "through", "departure", "due", "finish", "finishes"];
const LEAVES: &[&str] = &["departs", "departure", "leaves"];
const ARRIVES: &[&str] = &["arrives", "arrival", "returns"];

/// The members between which something takes place.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub start: String,
    pub end: String,
    /// Whether the end is sent, and not only shown.
    pub sent: bool,
}

impl Course {
    pub fn of(api: &Api, resource: &Resource) -> Option<Self> {
        if let Some((start, end)) = span(api, resource) {
            return Some(Self { start, end, sent: true });
        }
        // What follows from how long it lasts is shown.
        let shown = |ends: &[&str]| {
            let members = api.members(resource);
            let mut fitting = members.into_iter().filter(|name| {
                let time = api.field_of(resource, name).is_some_and(|facts| {
                    matches!(facts.rule.sort, Sort::DateTime | Sort::Date | Sort::Text | Sort::Unknown)
                });
                time && is_of(name, ends) && is_time(name)
            });
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let of = |starts: &[&str], ends: &[&str]| {
            let (start, end) = (side(api, resource, starts)?, shown(ends)?);
            (start != end).then_some(Self { start, end, sent: false })
        };
        of(STARTS, ENDS).or_else(|| of(LEAVES, ARRIVES))
    }

    pub fn has(&self, name: &str) -> bool {
        name == self.start || name == self.end
    }

    pub fn said(&self) -> String {
        format!("`{}` and `{}`", self.start, self.end)
    }

    /// Moves what a request asks for by so many days, and its own length of days where it is one of days.
    pub fn move_by_days(&self, body: &mut Map<String, Value>, days: i32) {
        let sent = Value::Object(body.clone());
        let moved = match Times::of(&sent, &sent, self) {
            Some(Times::Days(start, end)) => {
                let length = (end - start).get_days().max(1);
                Times::Days(start, end).by_days(days * (length + 1))
            }
            Some(times) => times.by_days(days),
            None => sent.get(&self.start).and_then(Value::as_str).and_then(|start| {
                let start: Timestamp = start.parse().ok()?;
                Times::Moments(start, start).by_days(days)
            }),
        };
        if let Some(moved) = moved {
            self.put(body, &moved);
        }
    }

    /// Puts a time into a request.
    pub fn put(&self, body: &mut Map<String, Value>, (start, end): &(String, String)) {
        body.insert(self.start.clone(), Value::from(start.as_str()));
        if self.sent {
            body.insert(self.end.clone(), Value::from(end.as_str()));
        }
    }
}

/// The two members of a request between which its thing takes place.
pub fn span(api: &Api, resource: &Resource) -> Option<(String, String)> {
    let start = side(api, resource, STARTS)?;
    let end = side(api, resource, ENDS)?;
    (start != end).then_some((start, end))
}

fn side(api: &Api, resource: &Resource, words: &[&str]) -> Option<String> {
    let request = api.operations[resource.create?].request.as_ref()?.json()?.as_object()?;
    let mut fitting = request.iter().filter(|(name, value)| {
        let moment = value
            .as_str()
            .is_some_and(|text| text.parse::<Timestamp>().is_ok() || text.parse::<Date>().is_ok());
        let declared = api.asked_of(resource, name).is_none_or(|facts| {
            matches!(facts.rule.sort, Sort::DateTime | Sort::Date | Sort::Text | Sort::Unknown)
        });
        moment && declared && is_of(name, words)
    });
    fitting.next().filter(|_| fitting.next().is_none()).map(|(name, _)| name.clone())
}

fn is_of(name: &str, of: &[&str]) -> bool {
    words::parts(name).iter().any(|part| of.contains(&part.as_str()))
}

/// Whether a name is that of a time: `ends_at`, `ends`, `end_time`, `ends_on`.
fn is_time(name: &str) -> bool {
    const TIMES: &[&str] = &["at", "on", "time", "date", "day"];
    let parts = words::parts(name);
    parts.len() == 1 || parts.last().is_some_and(|last| TIMES.contains(&last.as_str()))
}

/// A time that is moved in the way in which it was written.
#[derive(Clone, Copy)]
pub enum Times {
    Moments(Timestamp, Timestamp),
    Days(Date, Date),
}

impl Times {
    /// When an object takes place that was sent and answered like this.
    pub fn of(sent: &Value, shown: &Value, course: &Course) -> Option<Self> {
        let start = sent.get(&course.start).and_then(Value::as_str)?;
        let end = if course.sent { sent } else { shown }.get(&course.end).and_then(Value::as_str)?;
        if let (Ok(first), Ok(last)) = (start.parse::<Date>(), end.parse::<Date>()) {
            let wide = first.checked_add(Span::new().days(2)).is_ok_and(|least| least <= last);
            return (first.to_string().len() == start.len() && wide).then_some(Self::Days(first, last));
        }
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        (start < end).then_some(Self::Moments(start, end))
    }

    /// So many days later.
    pub fn by_days(self, days: i32) -> Option<(String, String)> {
        match self {
            Self::Days(start, end) => {
                let by = Span::new().days(days);
                Some((start.checked_add(by).ok()?.to_string(), end.checked_add(by).ok()?.to_string()))
            }
            Self::Moments(start, end) => {
                let by = SignedDuration::from_hours(24 * i64::from(days));
                Some((start.checked_add(by).ok()?.to_string(), end.checked_add(by).ok()?.to_string()))
            }
        }
    }

    /// Earlier or later by a part of its own length.
    pub fn within(self, sign: i32) -> Option<(String, String)> {
        match self {
            Self::Moments(start, end) => {
                let half = end.duration_since(start).as_secs() / 2;
                // Who plans in steps of a quarter of an hour takes no others.
                let step = [900, 300, 60].into_iter().find(|step| half >= *step).unwrap_or(1);
                let by = SignedDuration::from_secs(half / step * step * i64::from(sign));
                Some((start.checked_add(by).ok()?.to_string(), end.checked_add(by).ok()?.to_string()))
            }
            Self::Days(start, end) => self.by_days((end - start).get_days().max(2) / 2 * sign),
        }
    }

    /// Later by its own length, so many times.
    pub fn beyond(self, times: i32) -> Option<(String, String)> {
        match self {
            Self::Moments(start, end) => {
                let by = end.duration_since(start).checked_mul(times)?;
                Some((start.checked_add(by).ok()?.to_string(), end.checked_add(by).ok()?.to_string()))
            }
            Self::Days(start, end) => self.by_days((end - start).get_days().max(2) * times),
        }
    }
}

//! Moments of a body that are moved together: who comes a week later leaves a week later.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

/// A moment or a day as a moment; none for anything else.
pub fn moment(value: &Value) -> Option<Timestamp> {
    let text = value.as_str()?;
    text.parse().ok().or_else(|| format!("{}T00:00:00Z", text.parse::<Date>().ok()?).parse().ok())
}

/// A moment or a day so many hours later, written as it was.
pub fn later(value: &Value, hours: i64) -> Option<Value> {
    let moment = moment(value)?.checked_add(SignedDuration::from_hours(hours)).ok()?;
    let dates = value.as_str()?.len() == 10;
    let format = if dates { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%SZ" };
    Some(json!(moment.strftime(format).to_string()))
}

/// Gives a member another value; where it is a moment, those that come after it move along.
pub fn with_moments(body: &mut Map<String, Value>, name: &str, value: Value) {
    let hours = body
        .get(name)
        .and_then(moment)
        .zip(moment(&value))
        .map(|(one, two)| (one, two.duration_since(one).as_hours()));
    if let Some((own, hours)) = hours {
        for (other, known) in body.iter_mut().filter(|(other, _)| *other != name) {
            if moment(known).is_some_and(|moment| moment >= own)
                && let Some(moved) = later(known, hours)
            {
                let _ = other;
                *known = moved;
            }
        }
    }
    body.insert(name.to_owned(), value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_moves_along() {
        let mut body =
            json!({"from": "2031-03-02", "until": "2031-03-04", "told": "2031-01-01", "note": "x"});
        let members = body.as_object_mut().unwrap();
        with_moments(members, "from", json!("2031-03-12"));
        assert_eq!(
            body,
            json!({"from": "2031-03-12", "until": "2031-03-14", "told": "2031-01-01", "note": "x"})
        );
        let mut body = json!({"size": 3, "day": "2031-03-02"});
        with_moments(body.as_object_mut().unwrap(), "size", json!(4));
        assert_eq!(body, json!({"size": 4, "day": "2031-03-02"}));
    }
}

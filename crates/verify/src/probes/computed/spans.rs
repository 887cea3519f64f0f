//! Requests that last for some days, where what counts them is calculated from two dates.

use super::Change;
use crate::api::{Resource, Sort};
use crate::stage::Stage;
use crate::words;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Changes of the second of two dates of a request, so that it lasts for about so many days; none where a member does not count days.
pub fn lasting(stage: &Stage, resource: &Resource, name: &str, border: f64) -> Vec<Change> {
    let api = &stage.facts.api;
    let counts =
        words::parts(name).iter().any(|part| matches!(words::singular(part).as_str(), "day" | "night"));
    let create = resource.create.and_then(|create| api.operations.get(create));
    let asked = create.and_then(|create| create.request.as_ref()?.json()?.as_object()).filter(|_| counts);
    let mut dates: Vec<(String, Date)> = Vec::new();
    for (name, value) in asked.into_iter().flatten() {
        let is_date = api.asked_of(resource, name).is_some_and(|facts| facts.rule.sort == Sort::Date);
        if let Some(date) = value.as_str().and_then(|text| text.parse::<Date>().ok()).filter(|_| is_date) {
            dates.push((name.clone(), date));
        }
    }
    dates.sort_by_key(|(_, date)| *date);
    let [(from, _), (to, _)] = dates.as_slice() else { return Vec::new() };
    // Whether both days count is not asked: one of these is on either side, and on the border.
    let lengths = [border - 2.0, border - 1.0, border].map(|days| days as i64);
    let change = |days: i64| -> Change {
        let (from, to) = (from.clone(), to.clone());
        Box::new(move |body| {
            let date = body.get(&from).and_then(Value::as_str).and_then(|text| text.parse::<Date>().ok());
            let span = jiff::Span::new().try_days(days).ok();
            let end = date.zip(span).and_then(|(date, span)| date.checked_add(span).ok());
            body.extend(end.map(|end| (to.clone(), json!(end.to_string()))));
        })
    };
    lengths.into_iter().filter(|days| *days >= 0).map(change).collect()
}

//! What a field is where it is not sent.

use crate::api::{Object, Resource, create, same_value};
use crate::claim::Outcome;
use crate::http::Exchange;
use crate::stage::Stage;
use abide_ledger::Strength;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value};

/// Makes an object without a member, and reads what it is then.
fn without(stage: &Stage, resource: &Resource, name: &str) -> Result<(Value, Exchange), Outcome> {
    let number = resource.create.ok_or_else(|| Outcome::unproven("nothing documented makes it"))?;
    let leave_out = |body: &mut Map<String, Value>| {
        body.shift_remove(name);
    };
    let object: Object = create(stage, number, &[], &leave_out)?.object(stage, resource)?;
    let (now, exchange) = object.now(stage, resource)?;
    match now.get(name) {
        Some(value) => Ok((value.clone(), exchange)),
        None => {
            Err(Outcome::unproven("it is not among what is shown").showing(exchange.sent(), exchange.seen()))
        }
    }
}

/// It is its default.
pub fn is(
    stage: &Stage,
    resource: &Resource,
    name: &str,
    (default, loosely): (&Value, bool),
) -> Result<Outcome, Outcome> {
    let (value, exchange) = without(stage, resource, name)?;
    // What is said to be empty may be nothing at all.
    if loosely && default.as_str() == Some("") && value.is_null() {
        let reason = "it is null where it is not sent, which may be what is meant by empty";
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    // A column of 0 and 1 is shown as false and true.
    let flag = value.as_bool().map(|is| Value::from(u8::from(is)));
    let outcome = match same_value(&value, default) || flag.is_some_and(|flag| same_value(&flag, default)) {
        true => Outcome::proven(Strength::Asserted, format!("it is {value} where it is not sent")),
        false => Outcome::refuted(format!("where it is not sent, `{name}` is {value}, stated as {default}")),
    };
    Ok(outcome.resting_on(stage.target()?, &exchange))
}

/// It is the day on which the object was made.
pub fn is_today(stage: &Stage, resource: &Resource, name: &str) -> Result<Outcome, Outcome> {
    let (value, exchange) = without(stage, resource, name)?;
    let shown = value.as_str().and_then(|text| text.parse::<Date>().ok());
    let Some(shown) = shown else {
        return Err(Outcome::unproven(format!("it is {value}, which is no day"))
            .showing(exchange.sent(), exchange.seen()));
    };
    let outcome = match days_from_today(shown) {
        0 => Outcome::proven(Strength::Asserted, format!("it is {value} where it is not sent")),
        // Where the system lives, it may be yesterday or tomorrow.
        -1 | 1 => {
            return Err(Outcome::unproven(format!(
                "it is {value}, which may be the day where the system is"
            ))
            .showing(exchange.sent(), exchange.seen()));
        }
        _ => {
            Outcome::refuted(format!("where it is not sent, `{name}` is {value}, stated as the present day"))
        }
    };
    Ok(outcome.resting_on(stage.target()?, &exchange))
}

fn days_from_today(day: Date) -> i32 {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    (day - today).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probes::lifecycle::PROBE;
    use crate::testing::{self, shelf};
    use abide_ledger::Verdict;
    use serde_json::json;

    const FINDINGS: &str = "## Data model\n\n### Finding\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | |\n\
         | `title` | string | required, 1 to 40 characters |\n\
         | `colour` | string or null | 1 to 30 characters, default null |\n\
         | `marks` | string | at most 300 characters, empty if not given |\n\
         | `found_on` | date | default today |\n\n\
         ## API\n\n### POST /findings\n\nRequest: `{\"title\": \"Glove\"}`. 201.\n\n### GET /findings/{id}\n\nReads one.\n";

    fn verdicts(wrong: &'static str) -> Vec<(String, Verdict)> {
        let server = shelf::serve(move |body: &mut Map<String, Value>, _| {
            let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
            let day =
                if wrong == "found_on" { today.saturating_sub(jiff::Span::new().days(9)) } else { today };
            let colour = if wrong == "colour" { json!("grey") } else { Value::Null };
            let marks = if wrong == "marks" { "none" } else { "" };
            body.entry("colour").or_insert(colour);
            body.entry("marks").or_insert(json!(marks));
            body.entry("found_on").or_insert(json!(day.to_string()));
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[&PROBE], FINDINGS, &config);
        let claims = run.items.iter().flat_map(|item| &item.evidence);
        let shown = claims.filter(|claim| claim.claim.ends_with("where it is not sent"));
        shown.map(|claim| (claim.claim.clone(), claim.verdict)).collect()
    }

    #[test]
    fn what_is_not_sent_is_what_the_notes_say() {
        let titles = [("colour", "null"), ("marks", "\"\""), ("found_on", "the present day")].map(
            |(name, default)| (name, format!("the `{name}` of a finding is {default} where it is not sent")),
        );
        let right = verdicts("");
        assert_eq!(right.len(), titles.len(), "{right:#?}");
        assert!(right.iter().all(|(_, verdict)| *verdict == Verdict::Proven), "{right:#?}");
        for (wrong, title) in titles {
            assert!(verdicts(wrong).contains(&(title, Verdict::Refuted)), "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_from_today() {
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        assert_eq!(days_from_today(today), 0);
        assert_eq!(days_from_today(today.yesterday().unwrap()), -1);
    }
}

//! What a field is where it is not sent.

use super::claim;
use crate::api::{Api, FieldFacts, Object, Resource, Sentence, create, same_value};
use crate::claim::{Claim, Outcome};
use crate::hedge;
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

/// What is claimed of a member that has a default.
pub fn of_member(resource: &Resource, name: &str, facts: &FieldFacts) -> Option<Claim> {
    let default = facts.default_value().filter(|_| !facts.rule.write_only && !facts.rule.owned)?;
    resource.create?;
    let name = name.trim_end_matches('?').to_owned();
    let title = format!("the `{name}` of a {} is {default} where it is not sent", resource.name);
    // What is "empty" may be nothing at all; an empty text is one.
    let loosely = facts.default.as_deref() != Some("");
    Some(claim(title, resource, move |stage, resource| is(stage, resource, &name, (&default, loosely))))
}

/// "A tool that is added without a `kind` is a `hand` tool", "the default of `method` is `card`": the default that is known of a member, as
/// a sentence tells it.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Option<Claim> {
    const TELLS: &[&str] = &[
        "without",
        "default",
        "defaults",
        "not sent",
        "not given",
        "left out",
        "omitted",
        "absent",
        "missing",
    ];
    const MORE: &[&str] = &["if", "unless", "except", "only", "than", "but"];
    if !sentence.cells.is_empty()
        || sentence.plain.len() > 140
        || !sentence.says(TELLS)
        || sentence.says(MORE)
        || !sentence.error_statuses().is_empty()
        || !hedge::is_plain(&TELLS.iter().fold(sentence.plain.clone(), |rest, word| rest.replace(word, "so")))
    {
        return None;
    }
    let told = |resource: &&Resource| {
        let of = |code: &&str| {
            let default = api.field_of(resource, code)?.default_value()?;
            let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned).to_lowercase();
            let said = !text.is_empty() && crate::api::has_phrase(&sentence.plain, &text);
            (said && text != code.to_lowercase()).then(|| (*code).to_owned())
        };
        sentence.codes().iter().find_map(of)
    };
    let made = api.resources.iter().filter(|resource| resource.create.is_some());
    let mut all: Vec<(&Resource, String)> =
        made.filter_map(|resource| Some((resource, told(&resource)?))).collect();
    if all.len() > 1 {
        all.retain(|(resource, _)| resource.is_named_in(&sentence.plain));
    }
    let [(resource, name)] = all.as_slice() else { return None };
    of_member(resource, name, api.field_of(resource, name)?)
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
    fn a_sentence_may_tell_it() {
        let titles = |said: &str| -> Vec<String> {
            let text = format!(
                "## Data model\n\n### Tool\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | |\n| `name` | string | required |\n| `kind` | enum(hand, power) | default `hand` |\n\n\
                 ## API\n\n### POST /tools\n\nRequest: `{{\"name\": \"Saw\"}}`. 201.\n\n### GET /tools/{{id}}\n\nReads one.\n\n## Notes\n\n{said}\n"
            );
            let facts = std::sync::Arc::new(testing::facts_of_markdown(&text, "", testing::Setup::default()));
            let sentence = facts.api.sentences.last().unwrap();
            of_sentence(&facts.api, sentence).map(|claim| claim.title).into_iter().collect()
        };
        let told = ["the `kind` of a tool is \"hand\" where it is not sent"];
        assert_eq!(titles("A tool that is added without a `kind` is a `hand` tool."), told);
        assert_eq!(titles("The default of `kind` is `hand`."), told);
        for said in [
            "A tool without a `kind` is shown as it is.",
            "A tool without a `kind` may be a `hand` tool.",
            "A `kind` is `hand` or `power`.",
            "A tool without a `kind` is a `hand` tool if it is new.",
        ] {
            assert_eq!(titles(said), [""; 0], "{said}");
        }
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

//! Values that may not stand beside others: "`ends_on` is after `starts_on`, by at most 14 days", "`day` is not before today".

use super::members::{Wrong, each};
use super::{claim, writes};
use crate::api::{Body, Sentence, Sort, later, moment};
use crate::claim::Claim;
use crate::hedge;
use crate::pattern::pattern;
use crate::probe::ItemContext;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

// "`ends_on` must be after `starts_on`", "`day` is not before today"
pattern!(
    RELATION,
    r"(?i)`([a-z_]\w*)`\s+(is|must be|has to be|must lie|lies|shall be|may|can|must|shall|cannot|can't|should be)\s+(not\s+(?:be\s+|lie\s+)?|never\s+(?:be\s+|lie\s+)?|no\s+)?(?:be\s+|lie\s+)?(?:strictly\s+)?(before|earlier than|after|later than|behind|on or after|in the past|in the future|today or later)\s*(?:the\s+)?(?:`([a-z_]\w*)`|(today|now|the current \w+|current \w+))?"
);
// ", by at most 28 nights", ", no more than 14 days later", right behind the relation
pattern!(
    SPAN,
    r"(?i)^[\s,(\u{2013}\u{2014}-]*(?:and\s+|but\s+)?(?:by\s+)?(?:at most|no more than|not more than|up to|within|maximum of|max\.?)\s+(\d{1,4})\s+(night|day|hour|week|minute)s?\b"
);

/// What is known to be wrong: a member with the days by which it differs from another one, or from today.
#[derive(Clone, Debug, PartialEq)]
enum Fault {
    /// So many hours after the other member.
    Beside(String, String, i64),
    /// Before the present.
    Past(String),
}

/// Requests that break what a sentence says about two moments, or about one and the present.
pub(super) fn relations(context: &ItemContext, sentence: &Sentence) -> Vec<Claim> {
    let api = &context.facts.api;
    if sentence.says(&[
        "if",
        "when",
        "unless",
        "where",
        "while",
        "until",
        "once",
        "except",
        "usually",
        "normally",
        "typically",
        "by default",
        "for example",
        "e.g",
        "never checks",
        "does not check",
        "not checked",
        "filter",
        "filters",
    ]) {
        return Vec::new();
    }
    if hedge::is_done_elsewhere(&sentence.plain) || hedge::is_unenforced(&sentence.plain) {
        return Vec::new();
    }
    let faults = faults(&sentence.text);
    let Some((Fault::Beside(name, ..) | Fault::Past(name), _)) = faults.first() else { return Vec::new() };
    let takes = |number: &usize| {
        let operation = &api.operations[*number];
        let body = operation.request.as_ref().and_then(Body::json);
        operation.is_of(context.number)
            && body.is_some_and(|body| body.get(name).is_some())
            && writes(context, *number).is_some_and(|resource| resource.create == Some(*number))
    };
    let mut numbers = (0..api.operations.len()).filter(takes);
    let (Some(number), None) = (numbers.next(), numbers.next()) else { return Vec::new() };
    let Some(resource) = writes(context, number).cloned() else { return Vec::new() };
    let sort = api.asked_on(&resource, number, name).map(|facts| facts.rule.sort.clone());
    if !matches!(sort, Some(Sort::Date | Sort::DateTime)) {
        return Vec::new();
    }
    let body = api.operations[number].request.as_ref().and_then(Body::json).and_then(Value::as_object);
    let Some(body) = body.cloned() else { return Vec::new() };
    let wrongs: Vec<Wrong> = faults
        .iter()
        .filter_map(|(fault, what)| Some(Wrong::set(what.clone(), broken(&body, fault)?)))
        .collect();
    if wrongs.is_empty() {
        return Vec::new();
    }
    let title =
        format!("{} refuses a `{name}` that does not stand as stated", api.operations[number].title());
    vec![claim(title, move |stage| each(stage, &resource, number, &wrongs, false))]
}

/// What breaks a sentence, each with what is wrong about it.
fn faults(text: &str) -> Vec<(Fault, String)> {
    let Some(found) = RELATION.captures(text).filter(|found| is_main(text, found)) else { return Vec::new() };
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    let name = part(1).to_owned();
    let verb = part(2).to_lowercase();
    let negated = !part(3).trim().is_empty() || matches!(verb.as_str(), "cannot" | "can't");
    // "may be after" is a permission.
    if !negated && matches!(verb.as_str(), "may" | "can") {
        return Vec::new();
    }
    let word = part(4).to_lowercase();
    let behind = matches!(
        word.as_str(),
        "after" | "later than" | "behind" | "on or after" | "in the future" | "today or later"
    );
    let other = part(5).to_owned();
    let present = !part(6).is_empty() || word.starts_with("in the") || word.starts_with("today");
    if present {
        // "not before today", "in the future"
        let ahead = behind != negated;
        return if ahead {
            vec![(Fault::Past(name.clone()), format!("`{name}` in the past"))]
        } else {
            Vec::new()
        };
    }
    if other.is_empty() || other == name {
        return Vec::new();
    }
    const DAY: i64 = 24;
    let mut all = Vec::new();
    let rest = text.get(found.get(0).map_or(0, |whole| whole.end())..).unwrap_or_default();
    let rest_plain = rest.to_lowercase();
    let or_same = ["equal", "same", "or on", "coincide"].iter().any(|word| rest_plain.contains(word));
    let beside = |hours: i64| Fault::Beside(name.clone(), other.clone(), hours);
    if behind != negated {
        all.push((beside(-DAY), format!("`{name}` before `{other}`")));
        if behind && word != "on or after" && !or_same {
            all.push((beside(0), format!("`{name}` the same as `{other}`")));
        }
        if let Some(span) = SPAN.captures(rest)
            && let (Some(count), Some(unit)) = (span.get(1), span.get(2))
            && let Ok(count) = count.as_str().parse::<i64>()
        {
            let hours = match unit.as_str().to_lowercase().as_str() {
                "week" => DAY * 7,
                "hour" => 1,
                "minute" => return all,
                _ => DAY,
            };
            let what = format!("`{name}` more than {count} {}s after `{other}`", unit.as_str());
            all.push((beside((count + 1) * hours), what));
        }
    }
    all
}

/// Whether the relation is what a sentence states, and not what it speaks of: "stays whose `ends_on` is after …" are some of them.
fn is_main(text: &str, found: &regex::Captures) -> bool {
    const LEADS: &[&str] = &[
        "",
        "the",
        "its",
        "a",
        "an",
        "and",
        "and the",
        "and its",
        "but",
        "so",
        "the field",
        "the member",
        "the date",
        "the value of",
        "value of",
        "ensure that",
        "ensure",
        "ensures that",
        "validate that",
        "validates that",
        "check that",
        "checks that",
        "verify that",
        "require that",
        "requires that",
        "it is required that",
    ];
    let before = found.get(0).and_then(|whole| text.get(..whole.start())).unwrap_or_default().to_lowercase();
    let clause = before.rsplit([',', ';', ':', '.', '(']).next().unwrap_or_default();
    let clause = clause.trim_matches(|c: char| !c.is_alphabetic());
    let system =
        ["the system must ", "the system shall ", "the system ", "the service ", "the server ", "it must "];
    let clause = system.iter().find_map(|start| clause.strip_prefix(start)).unwrap_or(clause);
    LEADS.contains(&clause)
}

/// The members of a request that break it.
fn broken(body: &Map<String, Value>, fault: &Fault) -> Option<Vec<(String, Value)>> {
    match fault {
        Fault::Beside(name, other, hours) => {
            let value = later(body.get(other)?, *hours)?;
            Some(vec![(name.clone(), value)])
        }
        Fault::Past(name) => {
            // What comes after it moves with it, so that nothing else is wrong.
            let now = Timestamp::now().checked_sub(SignedDuration::from_hours(72)).ok()?;
            let own = moment(body.get(name)?)?;
            let hours = now.duration_since(own).as_hours();
            let members = body.iter().filter(|(_, value)| moment(value).is_some());
            members.map(|(name, value)| Some((name.clone(), later(value, hours)?))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn moments_beside_others() {
        let said = |text: &str| faults(text).into_iter().map(|(_, what)| what).collect::<Vec<_>>();
        let after = ["`until` before `from`", "`until` the same as `from`"];
        for text in [
            "`until` is after `from`",
            "`until` must be later than `from`.",
            "`until` has to be strictly after `from`",
            "The system must check that `until` is after `from`",
            "**Dates:** the `until` is after `from`",
        ] {
            assert_eq!(said(text), after, "{text}");
        }
        for text in ["`until` must not be before `from`", "`until` may not be earlier than `from`"] {
            assert_eq!(said(text), after[..1], "{text}");
        }
        for text in [
            "`from` is not before today (UTC)",
            "`from` must be in the future",
            "`from` must not lie in the past",
            "`from` is today or later",
        ] {
            assert_eq!(said(text), ["`from` in the past"], "{text}");
        }
        assert_eq!(
            said("`until` is after `from`, by at most 14 nights (`MOST`)")[2],
            "`until` more than 14 nights after `from`"
        );
        for text in ["`until` cannot be before `from`", "`until` is after `from`, or on the same day"] {
            assert_eq!(said(text), after[..1], "{text}");
        }
        assert_eq!(said("`until` is after `from`; at most 5 days of it are shown"), after);
        for text in [
            "`from` is set",
            "Visits whose `until` is after `from` are blue",
            "A visit where `until` is after `from` is a long one",
            "`until` is after the feast",
            "`from` is before today",
            "`from` cannot be after `until`",
            "`from` may be before `until`",
            "`from` can be after `until`",
            "`from` may lie in the future",
            "`until` is not always before `from`",
            "`from` cannot be in the future",
        ] {
            assert_eq!(said(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_breaks_it_moves_the_rest_along() {
        let body = json!({"from": "2031-03-02", "until": "2031-03-03", "note": "x"});
        let body = body.as_object().unwrap();
        let fault = Fault::Beside("until".to_owned(), "from".to_owned(), 24 * 15);
        assert_eq!(broken(body, &fault), Some(vec![("until".to_owned(), json!("2031-03-17"))]));
        let past = broken(body, &Fault::Past("from".to_owned())).unwrap();
        assert_eq!(past.len(), 2);
        assert!(past[0].1.as_str().unwrap() < past[1].1.as_str().unwrap(), "{past:?}");
        assert!(moment(&past[1].1).unwrap() < Timestamp::now());
    }
}

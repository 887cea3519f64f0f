//! The members of a request that its refusal speaks of.

use crate::api::has_phrase;
use crate::words;
use serde_json::Value;

/// Members of an error that name a member of the request.
const POINTERS: &[&str] = &[
    "field",
    "path",
    "pointer",
    "param",
    "parameter",
    "property",
    "attribute",
    "member",
    "loc",
    "location",
    "source",
    "target",
    "name",
];
/// Members of an error that list members of the request.
const LISTS: &[&str] = &[
    "fields",
    "errors",
    "details",
    "invalid",
    "violations",
    "issues",
    "missing",
    "invalidfields",
    "invalidparams",
];

/// The members that a refusal speaks of: those that it points at, else those that its words name.
pub(super) fn named(said: &Value, members: &[String]) -> Vec<String> {
    let mut pointed = Vec::new();
    point(said, false, members, &mut pointed);
    if !pointed.is_empty() {
        return pointed;
    }
    let mut texts = String::new();
    collect(said, &mut texts);
    let lower = texts.to_lowercase();
    let spoken = |name: &&String| {
        has_phrase(&lower, &name.to_lowercase()) || has_phrase(&lower, &words::parts(name).join(" "))
    };
    members.iter().filter(spoken).cloned().collect()
}

/// The members at which a refusal points by their names.
fn point(value: &Value, listed: bool, members: &[String], found: &mut Vec<String>) {
    let mut take = |text: &str| {
        let last = text.rsplit(['/', '.', '[']).next().unwrap_or(text).trim_end_matches(']');
        let member = members.iter().find(|name| words::folded(name) == words::folded(last));
        if let Some(member) = member.filter(|member| !found.contains(member)) {
            found.push(member.clone());
        }
    };
    match value {
        Value::Array(values) => {
            for value in values {
                if listed && let Some(text) = value.as_str() {
                    take(text);
                }
            }
            values.iter().for_each(|value| point(value, listed, members, found));
        }
        Value::Object(inner) => {
            for (name, value) in inner {
                let folded = words::folded(name);
                if listed && (value.is_string() || value.is_array()) {
                    take(name);
                }
                if POINTERS.contains(&folded.as_str()) {
                    let last = value.as_array().and_then(|parts| parts.last()).unwrap_or(value);
                    last.as_str().map(&mut take);
                }
            }
            for (name, value) in inner {
                point(value, LISTS.contains(&words::folded(name).as_str()), members, found);
            }
        }
        _ => {}
    }
}

/// The part of a refusal that is about one member alone: the entry of a list that points at it.
pub(super) fn said_of<'a>(said: &'a Value, name: &str) -> Option<&'a Value> {
    match said {
        Value::Array(entries) => {
            let members = [name.to_owned()];
            let own = entries.iter().find(|entry| {
                let mut found = Vec::new();
                if entry.is_object() {
                    point(entry, false, &members, &mut found);
                }
                !found.is_empty()
            });
            own.or_else(|| entries.iter().find_map(|entry| said_of(entry, name)))
        }
        Value::Object(inner) => inner.values().find_map(|value| said_of(value, name)),
        _ => None,
    }
}

fn collect(value: &Value, texts: &mut String) {
    match value {
        Value::String(text) => texts.extend([text.as_str(), "; "]),
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        Value::Object(members) => members.values().for_each(|value| collect(value, texts)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown(body: Value) -> Vec<String> {
        let members = ["code", "name", "berth_id", "openAt"].map(str::to_owned);
        named(&body, &members)
    }

    #[test]
    fn members_that_a_refusal_names() {
        for (body, expected) in [
            (
                json!({"error": {"code": "INVALID", "message": "name is required", "field": "code"}}),
                vec!["code"],
            ),
            (json!({"code": "INVALID", "fields": ["openAt", "name"]}), vec!["openAt", "name"]),
            (json!({"errors": {"berth_id": ["must be given"]}}), vec!["berth_id"]),
            (json!({"detail": [{"loc": ["body", "name"], "msg": "too short"}]}), vec!["name"]),
            (json!({"errors": [{"source": {"pointer": "/data/attributes/name"}}]}), vec!["name"]),
            (json!({"message": "the berth id is unknown"}), vec!["berth_id"]),
            (json!({"message": "invalid body"}), vec![]),
        ] {
            assert_eq!(shown(body.clone()), expected, "{body}");
        }
    }
}

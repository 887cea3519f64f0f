//! Members that the system gives and no client: as the notes of fields say, and as sentences say.

use super::object::{VERSIONS, is_one_of};
use super::{Api, Body, Resource, Sentence};
use crate::pattern::pattern;
use crate::words;
use serde_json::{Value, json};

pattern!(
    WHATEVER_STATE,
    r"\b(?:whatever|regardless of|no matter (?:what|which))(?: (?:the|its|any|other|a))? (?:state|status)\b"
);

impl Api {
    /// Members that a client must not give when it makes (or changes) an object, by what is said about the operation.
    pub fn owned_on(&self, resource: &Resource, number: usize) -> Vec<String> {
        let creates = resource.create == Some(number);
        let asked = self.operations[number].request.as_ref().and_then(Body::json);
        let mut names: Vec<String> = self
            .members(resource)
            .into_iter()
            .filter(|name| {
                let rule = self.field_of(resource, name).map(|facts| &facts.rule);
                rule.is_some_and(|rule| rule.owned || creates && rule.starts || !creates && rule.fixed)
            })
            .collect();
        for sentence in self.about(number) {
            for name in self.owned_by(resource, sentence) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names.retain(|name| {
            asked.is_none_or(|asked| asked.get(name).is_none()) && (creates || !is_one_of(name, VERSIONS))
        });
        names
    }

    /// Members of a resource's objects that a sentence keeps from clients.
    pub fn owned_by(&self, resource: &Resource, sentence: &Sentence) -> Vec<String> {
        let by_client = sentence.says(&[
            "client",
            "clients",
            "client's",
            "caller",
            "callers",
            "user-supplied",
            "when sent",
            "if sent",
            "in the request",
            "in a request",
            "in the body",
            "in the payload",
            "from the request",
            "request bodies",
        ]);
        let kept = sentence.says(&[
            "ignore",
            "ignored",
            "ignores",
            "ignoring",
            "discard",
            "discarded",
            "dropped",
            "refuse",
            "refused",
            "reject",
            "rejected",
            "overwritten",
            "never taken",
            "not taken",
            "not accept",
            "not accepted",
        ]);
        let owned = sentence.says(&[
            "server-owned",
            "server-managed",
            "server-controlled",
            "system-managed",
            "read-only",
            "set by the server",
            "set by the service",
            "set by the system",
            "cannot be set by",
            "managed by the server",
            "assigned by the server",
            "owned by the server",
            "fields that it owns",
        ]);
        let otherwise =
            sentence.says(&["required", "stale", "current one", "missing", "invalid", "unknown", "without"])
                || sentence.says(&[
                    "differs",
                    "differ",
                    "different",
                    "other than",
                    "does not match",
                    "mismatch",
                ]);
        // What the documented creation sends is the client's.
        let create = resource.create.map(|create| &self.operations[create]).filter(|create| !create.made_up);
        let asked = create.and_then(|create| create.request.as_ref()).and_then(Body::json);
        let mut members = self.members(resource);
        members.retain(|name| asked.is_none_or(|asked| asked.get(name).is_none()));
        let mut names = Vec::new();
        if (by_client && kept || owned) && !otherwise {
            names.extend(
                members
                    .iter()
                    .filter(|member| {
                        sentence.codes().iter().any(|code| words::folded(code) == words::folded(member))
                    })
                    .cloned(),
            );
        }
        // "in the state `new`, whatever state the client sends"
        let named = |code: &&str| self.states.knows(code);
        if sentence.says(&["whatever", "regardless", "no matter"])
            && by_client | sentence.says(&["sends", "sent"])
            // "Nothing is answered with status 500, whatever callers send" says so of no object.
            && (WHATEVER_STATE.is_match(&sentence.plain) || sentence.codes().iter().any(named))
        {
            let named = members.iter().filter(|member| {
                let is_state = ["state", "status"].contains(&words::folded(member).as_str());
                is_state && sentence.says(&["state", "status", "states"])
            });
            names.extend(named.cloned());
        }
        names.dedup();
        names
    }
}

/// Another value than a present one, of the same kind, such as a client could try to smuggle in.
pub fn forged(api: &Api, resource: &Resource, name: &str, present: &Value, seed: u64) -> Option<Value> {
    let other_word =
        |words: &[String]| words.iter().rev().find(|word| present != word.as_str()).map(|word| json!(word));
    if let Some(text) = present.as_str() {
        if let Some(super::Sort::Choice(words)) =
            api.field_of(resource, name).map(|facts| facts.rule.sort.clone())
        {
            return other_word(&words);
        }
        if api.states.knows(text) {
            return other_word(&api.states.names());
        }
        if text.parse::<jiff::Timestamp>().is_ok() {
            return Some(json!("2001-02-03T04:05:06Z"));
        }
        return Some(json!(super::unknown_like(text, seed)));
    }
    match present {
        Value::Number(number) => Some(json!(number.as_i64()? + 41)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Setup, facts_of_markdown};

    #[test]
    fn a_state_is_the_systems_where_it_is_so_whatever_is_sent() {
        for (said, owned) in [
            ("A new loan has the `state` `open`, whatever state the client sends.", true),
            ("A loan begins as `open` regardless of the state that is sent.", true),
            ("There is no answer with status 500, whatever callers send.", false),
        ] {
            let text = format!(
                "# Loans\n\n## Data Model\n\n### Loan\n\n| Field | Type | Rules |\n|---|---|---|\n| `part` | string | required |\n| `state` | string | `open` or `closed` |\n\n## API\n\n- `POST /loans`: adds a loan\n- `GET /loans/{{id}}`: one loan\n\n## States\n\n- open -> closed\n\n## Rules\n\n{said}\n"
            );
            let api = facts_of_markdown(&text, "", Setup::default()).api;
            let number = api.operations.iter().position(|one| one.title() == "POST /loans").unwrap();
            let names = api.owned_on(&api.resources[0], number);
            assert_eq!(names.contains(&"state".to_owned()), owned, "{said}: {names:?}");
        }
    }
}

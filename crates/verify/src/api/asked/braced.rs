//! Bodies that a text writes in braces: "body {"reason": 3 to 200 characters}", "`POST /loans/{id}/close` and `{"grade": 3}`".

use super::comes_back;
use crate::api::state_member::is_open;
use crate::api::{PathTemplate, operation_in};
use crate::pattern::pattern;
use serde_json::Value;

// "body {"reason": 3 to 200 characters}"
pattern!(BRACED, r"(?i)\b(?:body|payload|takes|expects|sends?)\b[^{}.;]{0,20}\{([^{}]{2,240})\}");
// "enters it with `POST /loans/{id}/close` and `{"grade": 3}`"
pattern!(
    SENT,
    r"`(?:POST|PUT|PATCH) /[^`]*`,? (?:and|with|sending|carrying)(?: the| a)?(?: body)? `(\{[^`]*\})`"
);
pattern!(MEMBER, r#"(?:^|,)\s*"?([A-Za-z_]\w*)"?(\?)?\s*:\s*"#);

/// A body that is written in braces.
pub(super) enum Braced {
    /// As an example.
    Example(Value),
    /// Each member with what is said about it.
    Members(Vec<(String, String)>),
}

/// The body that a text writes in braces: "body {"reason": 3 to 200 characters}", "takes {"crew": "north"}".
pub(super) fn braced(text: &str) -> Option<Braced> {
    let found = BRACED.captures(text)?;
    // What comes back is written so as well.
    let before = text.get(..found.get(1)?.start())?.to_lowercase();
    if comes_back(&before) {
        return None;
    }
    let inner = found.get(1)?.as_str();
    if let Ok(value) = serde_json::from_str::<Value>(&format!("{{{inner}}}")) {
        let whole = !value.as_object()?.values().any(is_open);
        return whole.then_some(Braced::Example(value));
    }
    let starts: Vec<_> = MEMBER
        .captures_iter(inner)
        .filter_map(|found| Some((found.get(0)?, found.get(1)?, found.get(2))))
        .collect();
    let members = starts.iter().enumerate().map(|(at, (whole, name, mark))| {
        let end = starts.get(at + 1).map_or(inner.len(), |(next, ..)| next.start());
        let said = inner.get(whole.end()..end).unwrap_or_default().trim();
        // "north" | "south"
        let words: Vec<&str> = said.split('|').map(|word| word.trim().trim_matches('"')).collect();
        let notes = match words.as_slice() {
            [_, _, ..] if said.contains('"') => {
                format!(
                    "one of {}",
                    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
                )
            }
            _ => said.trim_matches('"').to_owned(),
        };
        (name.as_str().to_owned(), if mark.is_some() { format!("optional; {notes}") } else { notes })
    });
    let members: Vec<_> = members.filter(|(_, notes)| !notes.is_empty()).collect();
    // `{"part_id": …}` only names them.
    let members: Vec<_> = members
        .into_iter()
        .map(|(name, notes)| {
            (name, if is_open(&Value::from(notes.as_str())) { String::new() } else { notes })
        })
        .collect();
    (!members.is_empty()).then_some(Braced::Members(members))
}

/// The operation that a sentence sends, and the body with which it does: "`POST /loans/{id}/close` and `{"grade": 3}`".
pub(super) fn sent(text: &str) -> Option<(String, PathTemplate, Value)> {
    let found = SENT.captures(text)?;
    let (method, path) = operation_in(found.get(0)?.as_str())?;
    let body: Value = serde_json::from_str(found.get(1)?.as_str()).ok()?;
    (!body.as_object()?.values().any(is_open)).then_some((method, path, body))
}

//! Who may call: what is written about it, as security schemes.

use super::Operation;
use crate::{Artifact, Source};
use serde_json::{Map, Value, json};

/// The schemes of a source, by their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Security {
    pub schemes: Map<String, Value>,
    /// The one that all of the source is about, where there is only one.
    only: Option<String>,
}

impl Security {
    /// The schemes that the operations name, or else the only one that the documents name.
    pub fn read(source: &Source, operations: &[Operation]) -> Self {
        let mut security = Self::default();
        for operation in operations {
            for (name, scheme) in operation.item.text_field("auth").map(schemes).unwrap_or_default() {
                security.schemes.entry(name).or_insert(scheme);
            }
        }
        let asks = |operation: &Operation| {
            operation.item.text_field("auth").is_some_and(|auth| auth != "none" && schemes(auth).is_empty())
        };
        if security.schemes.is_empty() && operations.iter().any(asks) {
            let lines = source.documents.iter().flat_map(|document| document.text.lines());
            let told = |line: &&str| {
                let lower = line.to_lowercase();
                ["auth", "header", "token", "credential"].iter().any(|word| lower.contains(word))
            };
            for (name, scheme) in lines.filter(told).flat_map(schemes) {
                security.schemes.entry(name).or_insert(scheme);
            }
            if security.schemes.len() > 1 {
                security.schemes.clear();
            }
        }
        if security.schemes.len() == 1 {
            security.only = security.schemes.keys().next().cloned();
        }
        security
    }

    /// What an operation requires; nothing where that is not said, or not how it is shown.
    pub fn requirement(&self, operation: &Operation, artifact: &mut Artifact) -> Option<Value> {
        let words = operation.item.text_field("auth")?;
        if words == "none" {
            return Some(json!([]));
        }
        let mut names: Vec<String> = schemes(words).into_iter().map(|(name, _)| name).collect();
        if names.is_empty() {
            names.extend(self.only.clone());
        }
        if names.is_empty() {
            let reason = format!("how `{}` is shown is not stated", crate::schema::shortened(words));
            artifact.omit(operation.document, operation.item, reason);
            return None;
        }
        let lower = words.to_lowercase();
        let together = !lower.contains(" or ") && (lower.contains(" and ") || lower.contains('+'));
        let requirements: Vec<Value> = if together {
            vec![Value::Object(names.into_iter().map(|name| (name, json!([]))).collect())]
        } else {
            names.into_iter().map(|name| json!({ name: [] })).collect()
        };
        Some(requirements.into())
    }
}

/// The schemes that a text names.
fn schemes(text: &str) -> Vec<(String, Value)> {
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
        let known = word.to_lowercase();
        let own = known.strip_prefix("x-").unwrap_or(&known);
        let tells =
            ["key", "token", "auth", "secret", "session", "signature"].iter().any(|part| own.contains(part));
        let header =
            known.starts_with("x-") && tells && !own.contains("csrf") && !own.contains("idempotency");
        if header && !found.iter().any(|(name, _): &(String, Value)| *name == word) {
            found.push((word.to_owned(), json!({"type": "apiKey", "in": "header", "name": word})));
        }
    }
    if lower.contains("bearer") || has_word(&lower, "jwt") {
        let mut scheme = json!({"type": "http", "scheme": "bearer"});
        if has_word(&lower, "jwt")
            && let Some(scheme) = scheme.as_object_mut()
        {
            scheme.insert("bearerFormat".to_owned(), "JWT".into());
        }
        found.push(("bearer".to_owned(), scheme));
    }
    if lower.contains("basic auth") || lower.contains("http basic") {
        found.push(("basic".to_owned(), json!({"type": "http", "scheme": "basic"})));
    }
    if let Some((before, _)) = lower.split_once("cookie")
        && let Some(name) = cookie(text, before.len())
    {
        found.push(("cookie".to_owned(), json!({"type": "apiKey", "in": "cookie", "name": name})));
    }
    found
}

/// The name in code beside the word "cookie".
fn cookie(text: &str, at: usize) -> Option<&str> {
    let near = text.get(at..)?.get("cookie".len()..)?;
    let behind =
        near.trim_start().strip_prefix('`').and_then(|rest| rest.split_once('`')).map(|(name, _)| name);
    let before = text
        .get(..at)?
        .trim_end()
        .strip_suffix('`')
        .and_then(|rest| rest.rsplit_once('`'))
        .map(|(_, name)| name);
    before.or(behind).filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::schemes;

    #[test]
    fn schemes_in_words() {
        for (text, expected) in [
            ("X-API-Key; roles: admin", "X-API-Key"),
            ("Bearer token (JWT)", "bearer"),
            ("JWT", "bearer"),
            ("Basic Auth", "basic"),
            ("session cookie `sid`", "cookie"),
            ("session cookie", ""),
            ("Bearer token or X-Api-Token", "X-Api-Token bearer"),
            ("X-Request-Id", ""),
            ("admin", ""),
        ] {
            let names: Vec<String> = schemes(text).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names.join(" "), expected, "{text}");
        }
    }
}

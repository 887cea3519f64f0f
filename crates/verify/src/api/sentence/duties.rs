//! Sentences of formal requirements in plain words: without the id that stands before them, and with what a thing shall be or have told as
//! what it is or has. What the system itself shall do is left as it stands: that is a form of its own (EARS).

use crate::pattern::pattern;
use std::borrow::Cow;

// "**FR-10** A new …", "REQ-3.1: The …"
pattern!(ID, r"^\s*(?:\*\*|__)?[A-Z]{1,5}(?:-[A-Z]{1,5})*-\d+(?:\.\d+)*(?:\*\*|__)?\s*[:.–—-]?\s+");
// "No two payments shall have", "`limit` shall be"
pattern!(
    SHALL,
    r"(?i)(\bthe\s+)?([\w`'’()-]+)\s+shall\s+(?:(also|always|then)\s+)?(not\s+|never\s+|only\s+)?([a-z]+)"
);

/// Nouns whose duties are told in a form of their own.
const SYSTEM: &[&str] = &[
    "system",
    "service",
    "api",
    "server",
    "application",
    "app",
    "backend",
    "software",
    "platform",
    "endpoint",
];

/// A sentence without its id, with its duties as facts.
pub fn plainly(text: &str) -> Cow<'_, str> {
    let bare = match ID.find(text) {
        Some(id)
            if text
                .get(id.end()..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || c == '`')) =>
        {
            text.get(id.end()..).unwrap_or(text)
        }
        _ => text,
    };
    if !bare.contains("shall") {
        return Cow::Borrowed(bare);
    }
    SHALL.replace_all(bare, |found: &regex::Captures| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let (before, denied, verb) = (part(2), part(4).trim().to_lowercase(), part(5));
        let lower = before.to_lowercase();
        // "A new application" is a thing of theirs, "the application" is the system.
        let system = !part(1).is_empty() && SYSTEM.contains(&lower.as_str());
        if system || ["it", "and", "or"].contains(&lower.as_str()) {
            return part(0).to_owned();
        }
        let before = format!("{}{before}", part(1));
        let word = before.trim_matches('`');
        let before = before.as_str();
        let many =
            !before.contains('`') && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
        let told = match (denied.as_str(), verb.to_lowercase().as_str()) {
            ("", "be") if many => "are",
            ("", "be") => "is",
            ("", "have") if many => "have",
            ("", "have") => "has",
            ("", "become") if many => "become",
            ("", "become") => "becomes",
            ("", other) => return format!("{before} must {other}"),
            (denied, other) => return format!("{before} must {denied} {other}"),
        };
        format!("{before} {told}")
    })
}

#[cfg(test)]
mod tests {
    use super::plainly;

    #[test]
    fn duties_of_things_are_told_as_facts() {
        for (formal, plain) in [
            ("**FR-10** A new crate shall be in state `draft`.", "A new crate is in state `draft`."),
            ("FR-2 No two crates shall have the same code.", "No two crates have the same code."),
            ("A draft shall not be sent.", "A draft must not be sent."),
            ("`limit` shall be from 1 to 100.", "`limit` is from 1 to 100."),
            ("A new application shall have a name.", "A new application has a name."),
            ("Its crates shall become `void`.", "Its crates become `void`."),
            ("The owner shall record it.", "The owner must record it."),
            ("The system shall set `sent_at`.", "The system shall set `sent_at`."),
            ("WHEN it is sent THE SYSTEM SHALL answer 409.", "WHEN it is sent THE SYSTEM SHALL answer 409."),
            ("UTF-8 is the encoding.", "UTF-8 is the encoding."),
        ] {
            assert_eq!(plainly(formal), plain);
        }
    }
}

//! What an example's text stands for: a value, a format, or the name of a type.

use serde_json::{Map, Value};

/// What is expected where an example has a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Any text.
    Plain,
    /// A UUID.
    Uuid,
    /// A date with a time.
    DateTime,
    /// A date.
    Date,
    /// A number, because the example says `integer` in place of a value.
    Number,
    /// True or false, because the example says `boolean`.
    Boolean,
    /// A text or a number, because the example has a placeholder.
    Scalar,
    /// Anything, because the example leaves it open.
    Anything,
}

impl Format {
    /// What a text of an example stands for.
    pub fn of(text: &str) -> Self {
        let word = text.trim().trim_matches(['<', '>', '{', '}']).to_lowercase();
        let placeholder = text.starts_with('<') || text.starts_with('{');
        match word.as_str() {
            "uuid" | "guid" | "uuidv4" | "uuidv7" | "uuid v4" | "uuid v7" => Format::Uuid,
            "integer" | "int" | "number" | "float" | "double" | "decimal" | "i32" | "i64" | "u32" | "u64" => {
                Format::Number
            }
            "boolean" | "bool" | "true|false" | "true | false" => Format::Boolean,
            "datetime" | "date-time" | "timestamp" | "iso8601" | "iso-8601" | "rfc3339" | "iso date"
            | "iso timestamp" => Format::Scalar,
            "..." | "…" | "any" | "object" | "array" | "mixed" => Format::Anything,
            _ if placeholder => Format::Scalar,
            _ if word.contains('|') || word.ends_with("...") || word.ends_with('…') => Format::Scalar,
            _ if is_uuid(text) => Format::Uuid,
            _ if is_date_time(text) => Format::DateTime,
            _ if is_date(text) => Format::Date,
            _ => Format::Plain,
        }
    }

    /// Whether a value is of this format.
    pub fn allows(self, value: &Value) -> bool {
        match (self, value) {
            (Format::Anything, _) => true,
            (Format::Scalar, Value::String(_) | Value::Number(_)) => true,
            // An example may also mean the very word `integer`.
            (Format::Number, Value::Number(_) | Value::String(_)) => true,
            (Format::Boolean, Value::Bool(_) | Value::String(_)) => true,
            (Format::Plain, Value::String(_)) => true,
            (Format::Uuid, Value::String(text)) => is_uuid(text),
            (Format::DateTime, Value::String(text)) => is_date_time(text),
            (Format::Date, Value::String(text)) => is_date(text) || is_date_time(text),
            _ => false,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Format::Uuid => "UUID",
            Format::DateTime => "date with a time",
            Format::Date => "date",
            Format::Number => "number",
            Format::Boolean => "true or false",
            Format::Plain | Format::Scalar | Format::Anything => "text",
        }
    }
}

/// `0199c2e0-77aa-7d12-b0c9-4f1a2b3c4d5e`
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `2026-10-12T08:28:13Z`, with or without an offset.
pub fn is_date_time(text: &str) -> bool {
    let has_time = text.len() > 10 && text.is_char_boundary(10) && text[10..].starts_with(['T', 't', ' ']);
    has_time && (text.parse::<jiff::Timestamp>().is_ok() || text.parse::<jiff::civil::DateTime>().is_ok())
}

/// `2026-10-12`
pub fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// A word that means the same in every answer: `ok`, `in_transit`; no name, number or sentence.
pub fn is_plain_word(text: &str) -> bool {
    (2..=30).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'))
        && Format::of(text) == Format::Plain
        && !matches!(text, "string" | "text" | "email" | "url" | "uri" | "token")
}

/// A name that says that its value is not for everybody.
pub fn is_confidential(name: &str) -> bool {
    let parts = crate::words::parts(name);
    let words = ["password", "passwd", "passwordhash", "secret", "salt", "hash", "ssn", "privatekey"];
    parts.iter().any(|part| words.contains(&part.as_str()))
        && !parts.iter().any(|part| part == "content" || part == "commit")
}

/// The first value of an object whose names are themselves values (ids, dates, numbers): a map, not a record.
pub fn entry_of_a_map(object: &Map<String, Value>) -> Option<&Value> {
    let is_value = |name: &String| {
        is_uuid(name) || is_date(name) || (!name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()))
    };
    let all = !object.is_empty() && object.keys().all(is_value);
    all.then(|| object.values().next()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn formats_of_examples() {
        for (text, format) in [
            ("0199c2e0-77aa-7d12-b0c9-4f1a2b3c4d5e", Format::Uuid),
            ("uuid", Format::Uuid),
            ("2026-10-12T08:28:13.482910Z", Format::DateTime),
            ("2026-10-12T08:28:13", Format::DateTime),
            ("2026-10-12", Format::Date),
            ("integer", Format::Number),
            ("<token>", Format::Scalar),
            ("active | closed", Format::Scalar),
            ("...", Format::Anything),
            ("Vienna South", Format::Plain),
            ("2026-13-45", Format::Plain),
        ] {
            assert_eq!(Format::of(text), format, "{text}");
        }
    }

    #[test]
    fn values_of_a_format() {
        assert!(Format::DateTime.allows(&json!("2026-01-01T00:00:00+02:00")));
        assert!(!Format::DateTime.allows(&json!("yesterday")));
        assert!(!Format::Uuid.allows(&json!(7)));
        assert!(Format::Number.allows(&json!(7)));
    }

    #[test]
    fn confidential_names() {
        assert!(is_confidential("passwordHash") && is_confidential("client_secret"));
        assert!(!is_confidential("commit_hash") && !is_confidential("name"));
    }
}

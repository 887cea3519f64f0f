//! Defaults: what is written, as a value.

use serde_json::{Map, Number, Value};

/// What a written default is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Default {
    /// A value of the field's type.
    Value(Value),
    /// Something that is worked out, such as `now()`, or that does not fit the type.
    Other(String),
}

/// A written default as a value of the type that a schema says.
pub(crate) fn default(written: &str, schema: &Map<String, Value>) -> Default {
    let bare = written.trim().trim_matches(['`', '*']).trim();
    let inner = unquoted(bare);
    let fits = |value: Value| match schema.get("enum").and_then(Value::as_array) {
        Some(values) if !values.contains(&value) => Default::Other(bare.to_owned()),
        _ => Default::Value(value),
    };
    let kind = schema.get("type").and_then(Value::as_str);
    match kind {
        Some("integer") => inner
            .unwrap_or(bare)
            .replace('_', "")
            .parse::<i64>()
            .map_or_else(|_| Default::Other(bare.to_owned()), |number| fits(Value::from(number))),
        Some("number") => number(inner.unwrap_or(bare))
            .map_or_else(|| Default::Other(bare.to_owned()), |number| fits(Value::Number(number))),
        Some("boolean") => match inner.unwrap_or(bare).to_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Default::Value(Value::Bool(true)),
            "false" | "0" | "no" | "off" => Default::Value(Value::Bool(false)),
            _ => Default::Other(bare.to_owned()),
        },
        Some("string") => match inner {
            Some(inner) => fits(Value::from(inner)),
            // Without quotes, a call or a constant of the language is no text.
            None if bare.contains(['(', ')', '{', '[', ' ']) || is_constant(bare, schema) => {
                Default::Other(bare.to_owned())
            }
            None => fits(Value::from(bare)),
        },
        Some("array" | "object") => match serde_json::from_str::<Value>(bare) {
            Ok(value)
                if value.is_array() == (kind == Some("array")) && (value.is_array() || value.is_object()) =>
            {
                Default::Value(value)
            }
            _ => Default::Other(bare.to_owned()),
        },
        _ => Default::Other(bare.to_owned()),
    }
}

/// `CURRENT_TIMESTAMP`, `DateTime.now`, but not a value that the type lists.
fn is_constant(bare: &str, schema: &Map<String, Value>) -> bool {
    if schema.contains_key("enum") {
        return false;
    }
    let lower = bare.to_lowercase();
    schema.contains_key("format")
        && !bare.starts_with(|c: char| c.is_ascii_digit())
        && !bare.contains(['@', ':'])
        || ["now", "today", "current_", "uuid", "auto", "generated"]
            .iter()
            .any(|word| lower.starts_with(word))
}

fn number(text: &str) -> Option<Number> {
    let bare = text.replace('_', "");
    bare.parse::<i64>().ok().map(Number::from).or_else(|| Number::from_f64(bare.parse().ok()?))
}

/// What stands in quotes, with a cast behind them or not.
fn unquoted(text: &str) -> Option<&str> {
    let text = text.split_once("::").map_or(text, |(value, _)| value);
    ['\'', '"'].into_iter().find_map(|mark| {
        let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.contains(mark)).then_some(inner)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_what_is_none() {
        let read = |kind: &str, written: &str| {
            let schema: Value = serde_json::from_str(kind).expect("a schema");
            match default(written, schema.as_object().expect("an object")) {
                Default::Value(value) => value.to_string(),
                Default::Other(_) => "other".to_owned(),
            }
        };
        for (kind, written, expected) in [
            (r#"{"type":"integer"}"#, "`20`", "20"),
            (r#"{"type":"integer"}"#, "many", "other"),
            (r#"{"type":"number"}"#, "0.5", "0.5"),
            (r#"{"type":"boolean"}"#, "True", "true"),
            (r#"{"type":"string"}"#, "'open'", "\"open\""),
            (r#"{"type":"string"}"#, "'open'::text", "\"open\""),
            (r#"{"type":"string"}"#, "open", "\"open\""),
            (r#"{"type":"string"}"#, "gen_random_uuid()", "other"),
            (r#"{"type":"string","format":"date-time"}"#, "CURRENT_TIMESTAMP", "other"),
            (r#"{"type":"string","enum":["a"]}"#, "b", "other"),
            (r#"{"type":"array"}"#, "[]", "[]"),
            ("{}", "x", "other"),
        ] {
            assert_eq!(read(kind, written), expected, "{kind} {written}");
        }
    }
}

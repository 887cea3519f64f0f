//! Values in examples that are not of the type that their field has.

use crate::json::Value;
use crate::spelling::squash;
use crate::types::{Family, Type};

/// How a value is not of a type.
pub(crate) enum Misfit {
    /// A value of another form.
    Form(&'static str),
    /// A value that is none of those named.
    Value(String),
}

/// How a value is not of a type, if it is not.
pub(crate) fn misfit(kind: &Type, value: &Value) -> Option<Misfit> {
    let family = kind.family;
    let form = match value {
        Value::Null | Value::Sketch => return None,
        Value::Text(_) => "a text",
        Value::Number { fraction: true } => "a number with a fraction",
        Value::Number { .. } => "a number",
        Value::Boolean => "true or false",
        Value::List(_) => "a list",
        Value::Object(_) => "an object",
    };
    if kind.list {
        let single = matches!(value, Value::Number { .. } | Value::Boolean)
            || matches!(value, Value::Text(_)) && !kind.column;
        return (single && !stands_for(value)).then_some(Misfit::Form(form));
    }
    if !kind.values.is_empty() {
        let Value::Text(text) = value else { return None };
        let known = kind.values.iter().any(|value| squash(value) == squash(text));
        let plain = !text.is_empty()
            && text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
        return (!known && plain && !stands_for(value)).then(|| Misfit::Value((*text).to_owned()));
    }
    let family = family?;
    use Family::*;
    let fits = match value {
        Value::Text(_) => !matches!(family, Integer | Float | Number | Boolean) || stands_for(value),
        Value::Number { fraction } => {
            !(matches!(family, Text | Boolean | Uuid | Ulid | Object)
                || *fraction && matches!(family, Integer | Wide))
                || kind.column && family == Boolean
        }
        Value::Boolean => matches!(family, Boolean | Json) || kind.column && matches!(family, Integer),
        Value::List(_) | Value::Object(_) => {
            matches!(family, Json | Object | Bytes) || kind.column && family == Text
        }
        Value::Null | Value::Sketch => true,
    };
    (!fits).then_some(Misfit::Form(form))
}

/// Whether a text stands for a value of any type: "integer", "<number>", "…".
fn stands_for(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let bare = text.trim();
    bare.contains(['<', '{', '[', '|', '…', '$', '?', '%', '('])
        || bare.contains("...")
        || bare.contains("xxx")
        || Type::read(bare).family.is_some()
        || Type::read(bare).list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_only_stand_for_one() {
        for text in ["integer", "<total>", "...", "string | null", "boolean"] {
            assert!(stands_for(&Value::Text(text)), "{text}");
        }
        assert!(!stands_for(&Value::Text("12")));
    }
}

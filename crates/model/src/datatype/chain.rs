//! Types as calls: `z.string().email().max(20)`, `Type.Integer({ minimum: 1 })`, `Column(String(50))`.

use super::{Schema, limits, number, set, words};
use serde_json::Value;

/// Reads a chain of calls; false where the text is none.
pub(super) fn read(text: &str, schema: &mut Schema) -> bool {
    let Some(rest) = ["z.", "yup.", "Joi.", "v.", "t.", "Type.", "coerce."]
        .iter()
        .find_map(|start| text.strip_prefix(start))
    else {
        return false;
    };
    if !rest.contains('(') {
        return false;
    }
    let mut rest = rest.strip_prefix("coerce.").unwrap_or(rest);
    let mut first = true;
    while let Some((name, arguments, behind)) = call(rest) {
        step(name, arguments, first, schema);
        first = false;
        rest = behind.trim_start().trim_start_matches('.');
    }
    true
}

/// `name(arguments)` at the start of a text, and what follows.
fn call(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('(')?;
    let name = text.get(..open)?;
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return None;
    }
    let inner = text.get(open + 1..)?;
    let mut depth = 1;
    let end = inner.char_indices().find(|(_, character)| {
        depth += i32::from(*character == '(') - i32::from(*character == ')');
        depth == 0
    });
    match end {
        Some((end, _)) => Some((name, inner.get(..end)?, inner.get(end + 1..)?)),
        None => Some((name, inner, "")),
    }
}

fn step(name: &str, arguments: &str, first: bool, schema: &mut Schema) {
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let argument = arguments.split(',').next().unwrap_or_default().trim();
    match name {
        "enum" | "nativeEnum" | "valid" | "oneOf" | "picklist" => {
            let values: Vec<Value> =
                arguments.split(['\'', '"', '`']).skip(1).step_by(2).map(Value::from).collect();
            set(schema, "type", "string");
            if !values.is_empty() {
                schema.insert("enum".to_owned(), Value::from(values));
            }
        }
        "date" => {
            set(schema, "type", "string");
            set(schema, "format", "date-time");
        }
        "literal" => {
            set(schema, "type", "string");
            schema.insert("enum".to_owned(), Value::from(vec![argument.trim_matches(['\'', '"'])]));
        }
        "array" if first => {
            set(schema, "type", "array");
            let items = super::schema(arguments);
            if !items.is_empty() {
                schema.insert("items".to_owned(), Value::Object(items));
            }
        }
        "record" | "strictObject" => set(schema, "type", "object"),
        "int" | "integer" if !first => {
            schema.insert("type".to_owned(), Value::from("integer"));
        }
        "positive" => limits::limit(schema, "exclusiveMinimum", "0"),
        "nonnegative" => limits::limit(schema, "minimum", "0"),
        "nonempty" => limits::limit(schema, "minLength", "1"),
        "min" | "gte" => limits::limit(schema, limits::lower(&kind), argument),
        "max" | "lte" => limits::limit(schema, limits::upper(&kind), argument),
        "gt" => limits::limit(schema, "exclusiveMinimum", argument),
        "lt" => limits::limit(schema, "exclusiveMaximum", argument),
        "length" => {
            limits::limit(schema, "minLength", argument);
            limits::limit(schema, "maxLength", argument);
        }
        "regex" | "matches" | "pattern" => {
            let pattern = argument
                .trim_start_matches('/')
                .trim_end_matches(|c: char| c.is_ascii_alphabetic())
                .trim_end_matches('/');
            if argument.starts_with('/') && !pattern.is_empty() {
                schema.insert("pattern".to_owned(), Value::from(pattern));
            }
        }
        "default" if number(argument).is_some() || argument.starts_with(['\'', '"']) => {}
        _ => {
            if let Some((kind, format)) = words::meaning(&name.to_lowercase()) {
                set(schema, "type", kind);
                if let Some(format) = format {
                    set(schema, "format", format);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::datatype::schema;
    use serde_json::Value;

    #[test]
    fn chains() {
        for (written, expected) in [
            ("z.string().email()", r#"{"type":"string","format":"email"}"#),
            ("z.number().int().min(18).max(120)", r#"{"type":"integer","minimum":18,"maximum":120}"#),
            ("z.string().min(3).max(20).optional()", r#"{"type":"string","minLength":3,"maxLength":20}"#),
            ("z.enum(['a', 'b'])", r#"{"type":"string","enum":["a","b"]}"#),
            ("z.array(z.string().uuid())", r#"{"type":"array","items":{"type":"string","format":"uuid"}}"#),
            ("z.coerce.date()", r#"{"type":"string","format":"date-time"}"#),
            ("z.string().regex(/^[A-Z]+$/)", r#"{"type":"string","pattern":"^[A-Z]+$"}"#),
        ] {
            assert_eq!(Value::Object(schema(written)).to_string(), expected, "{written}");
        }
    }
}

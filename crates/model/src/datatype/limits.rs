//! Bounds, lengths, patterns and values in words: "max 100 chars", "1–99", "≥ 0", "one of `a`, `b`".

use super::{Schema, enumeration, number};
use crate::text::find_word;
use serde_json::Value;

/// The word for a lower bound on values of a type.
pub(super) fn lower(kind: &str) -> &'static str {
    match kind {
        "string" => "minLength",
        "array" => "minItems",
        _ => "minimum",
    }
}

/// The word for an upper bound on values of a type.
pub(super) fn upper(kind: &str) -> &'static str {
    match kind {
        "string" => "maxLength",
        "array" => "maxItems",
        _ => "maximum",
    }
}

/// Words for bounds, and whether the bound is an upper one.
const BOUNDS: &[(&str, bool)] = &[
    ("max_length", true),
    ("maxlength", true),
    ("min_length", false),
    ("minlength", false),
    ("length", true),
    ("size", true),
    ("max", true),
    ("maximum", true),
    ("at most", true),
    ("up to", true),
    ("máx", true),
    ("min", false),
    ("minimum", false),
    ("at least", false),
    ("mín", false),
];

/// Sets a bound that was not set yet, where the text is a number.
pub(crate) fn limit(schema: &mut Schema, name: &str, text: &str) {
    if let Some(number) = number(text)
        && !schema.contains_key(name)
    {
        schema.insert(name.to_owned(), Value::Number(number));
    }
}

/// Reads what a description, a list of constraints or the arguments of a call say about the values of a field.
pub(crate) fn said(text: &str, schema: &mut Schema) {
    if text.is_empty() || text.len() > 600 {
        return;
    }
    let lower_case = text.to_lowercase();
    // Changes of length would shift the places.
    if lower_case.len() != text.len() {
        return;
    }
    // Every bound is a number.
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        named(&lower_case, &kind, schema);
        compared(&lower_case, &kind, schema);
        range(&lower_case, &kind, schema);
    }
    for key in ["pattern=", "regex=", "pattern:", "regex:", "matches ", "format:"] {
        if let Some(at) = lower_case.find(key)
            && let Some(pattern) = text.get(at + key.len()..).and_then(quoted)
            && pattern.contains(['^', '[', '\\', '$'])
        {
            schema.entry("pattern").or_insert_with(|| Value::from(pattern));
        }
    }
    listed(text, &lower_case, schema);
}

/// `max 5`, `min_length=3`, `ge=0`: bounds behind their names.
fn named(lower_case: &str, kind: &str, schema: &mut Schema) {
    for (word, is_upper) in BOUNDS.iter().copied() {
        let Some(at) = find_word(lower_case, word) else { continue };
        let rest = lower_case.get(at + word.len()..).unwrap_or_default();
        let bare = rest.trim_start();
        let (lengthy, rest) = match bare.strip_prefix("length").or_else(|| bare.strip_prefix("len")) {
            Some(rest) => (true, rest),
            None => (word.ends_with("length"), rest),
        };
        if let Some((written, behind)) = leading_number(rest)
            // "length = 10" and "size:255" are arguments; "length 10" is not said of a limit.
            && (!matches!(word, "length" | "size") || rest.trim_start().starts_with(['=', ':']))
        {
            let lengthy = lengthy || word == "size" || is_length(behind);
            let name = match (lengthy, is_upper) {
                (true, true) => "maxLength",
                (true, false) => "minLength",
                (false, true) => upper(kind),
                (false, false) => lower(kind),
            };
            limit(schema, name, written);
        }
    }
    for (word, name) in
        [("ge=", "minimum"), ("gt=", "exclusiveMinimum"), ("le=", "maximum"), ("lt=", "exclusiveMaximum")]
    {
        if let Some((before, rest)) = lower_case.split_once(word)
            // `default=` ends with another key.
            && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
            && let Some((written, _)) = leading_number(rest)
        {
            limit(schema, name, written);
        }
    }
}

/// `>= 0`, `> 0`, `≤ 5` where the comparison opens the text or follows a bracket, a comma or a name.
fn compared(text: &str, kind: &str, schema: &mut Schema) {
    if matches!(kind, "string" | "array") && !text.contains("char") {
        return;
    }
    for (sign, name) in [
        (">=", "minimum"),
        ("≥", "minimum"),
        ("<=", "maximum"),
        ("≤", "maximum"),
        (">", "exclusiveMinimum"),
        ("<", "exclusiveMaximum"),
    ] {
        let Some((before, rest)) = text.split_once(sign) else { continue };
        if rest.starts_with(['=', '>', '<']) || before.ends_with(['-', '=', '<', '>']) {
            continue;
        }
        if let Some((written, _)) = leading_number(rest) {
            limit(schema, name, written);
        }
    }
}

/// `1–99`, `0..10`, `between 1 and 5`, `1-5`.
fn range(text: &str, kind: &str, schema: &mut Schema) {
    if let Some((_, rest)) = text.split_once("between ")
        && let Some((low, rest)) = leading_number(rest)
        && let Some(rest) = rest.trim_start().strip_prefix("and ")
        && let Some((high, behind)) = leading_number(rest)
    {
        bounds(low, high, behind, kind, schema);
        return;
    }
    if !opening_range(text, kind, schema) {
        // "required, 3–60 characters": a clause of its own, and nothing else in it.
        let closed = |behind: &str| {
            let bare = behind.trim_start();
            bare.is_empty()
                || bare.starts_with([',', ';', ')', '.'])
                || is_length(bare)
                || bare.starts_with("inclusive")
        };
        for (at, _) in text.match_indices(", ").chain(text.match_indices("; ")) {
            let clause = text.get(at + 2..).unwrap_or_default();
            let first = clause.split([',', ';']).next().unwrap_or_default();
            if first.starts_with(|c: char| c.is_ascii_digit())
                && leading_range(first).is_some_and(|(.., behind)| closed(behind))
                && opening_range(first, kind, schema)
            {
                return;
            }
        }
    }
}

/// A range that a text begins with; says whether there is one.
fn opening_range(text: &str, kind: &str, schema: &mut Schema) -> bool {
    let opens = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | ','));
    let opens = opens.strip_prefix("range").map_or(opens, |rest| rest.trim_start_matches([':', ' ', '=']));
    let Some((low, high, behind)) = leading_range(opens) else { return false };
    bounds(low, high, behind, kind, schema);
    true
}

/// The two numbers of a range at the start of a text, and what follows them.
fn leading_range(text: &str) -> Option<(&str, &str, &str)> {
    let (low, rest) = leading_number(text)?;
    let rest = rest.trim_start();
    let rest = ["..=", "..", "–", "—", "-", "to "].iter().find_map(|mark| rest.strip_prefix(mark))?;
    let (high, behind) = leading_number(rest)?;
    // A date or a version is no range.
    (!behind.starts_with(['-', '.', '/'])).then_some((low, high, behind))
}

fn bounds(low: &str, high: &str, behind: &str, kind: &str, schema: &mut Schema) {
    let ordered =
        match (number(low).and_then(|low| low.as_f64()), number(high).and_then(|high| high.as_f64())) {
            (Some(low), Some(high)) => low < high,
            _ => false,
        };
    if !ordered {
        return;
    }
    let kind = if is_length(behind) { "string" } else { kind };
    limit(schema, lower(kind), low);
    limit(schema, upper(kind), high);
}

fn is_length(behind: &str) -> bool {
    ["char", "letter", "caracter", "zeichen", "文字", "字符", "자", "caract"]
        .iter()
        .any(|word| behind.trim_start().starts_with(word))
}

/// The number at the start of a text, behind separators, and what follows it.
fn leading_number(text: &str) -> Option<(&str, &str)> {
    let bare = text.trim_start_matches([' ', ':', '=', '(', '_']);
    let digits = bare.strip_prefix('-').unwrap_or(bare);
    let sign = bare.len() - digits.len();
    let mut end = 0;
    let bytes = digits.as_bytes();
    while let Some(byte) = bytes.get(end) {
        let inner = matches!(byte, b'.' | b',' | b'_')
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
            && end > 0;
        if !(byte.is_ascii_digit() || inner) {
            break;
        }
        end += 1;
    }
    (end > 0)
        .then(|| (bare.get(..sign + end).unwrap_or_default(), bare.get(sign + end..).unwrap_or_default()))
}

/// What stands in quotes at the start of a text.
fn quoted(text: &str) -> Option<&str> {
    let bare = text.trim_start().trim_start_matches(['r', 'R']);
    let mark = bare.chars().next().filter(|c| matches!(c, '"' | '\'' | '`' | '/'))?;
    bare.get(1..)?.split(mark).next()
}

/// "one of `a`, `b`", "values: a, b", "in ('a', 'b')".
fn listed(text: &str, lower_case: &str, schema: &mut Schema) {
    if schema.contains_key("enum") {
        return;
    }
    for phrase in
        ["one of", "allowed values:", "values:", "enum:", "allowed:", " in (", "either", "uno de", "eine von"]
    {
        let Some(at) = lower_case.find(phrase) else { continue };
        // "`new` at first, and after it ended either `kept` or `lost`" goes on from other values.
        if phrase == "either" && !opens_choice(lower_case.get(..at).unwrap_or_default()) {
            continue;
        }
        let rest = text.get(at + phrase.len()..).unwrap_or_default();
        let rest = rest
            .split(['.', ';', ')', '—'])
            .next()
            .unwrap_or(rest)
            .trim_start_matches([':', ' ', '(', '['])
            .replace(" or ", ", ");
        let Some(values) = enumeration(&format!("enum({})", rest.trim_end_matches([']', ' ', ',']))) else {
            continue;
        };
        let short = values.len() > 1 && values.iter().all(|value| value.split_whitespace().count() == 1);
        if short {
            schema.entry("type").or_insert_with(|| Value::from("string"));
            schema.insert("enum".to_owned(), Value::from(values));
            return;
        }
    }
}

/// Whether what stands before "either" leaves it to be about the whole value: "required, either a or b", and not "after it ended".
fn opens_choice(before: &str) -> bool {
    const PLAIN: &[&str] = &[
        "is", "are", "must", "be", "may", "can", "the", "a", "value", "values", "required", "optional",
        "string", "text", "enum",
    ];
    let clause = before.rsplit([',', ';', ':', '(', '.', '—', '–']).next().unwrap_or_default();
    clause.split_whitespace().all(|word| PLAIN.contains(&word))
}

#[cfg(test)]
mod tests {
    use crate::datatype::{said, schema};
    use serde_json::Value;

    fn shown(kind: &str, text: &str) -> String {
        let mut found = schema(kind);
        found.remove("type");
        said(text, &mut found);
        Value::Object(found).to_string()
    }

    #[test]
    fn bounds_lengths_patterns_and_values() {
        for (kind, text, expected) in [
            ("", "max 100 chars", r#"{"maxLength":100}"#),
            ("", "1–99", r#"{"minimum":1,"maximum":99}"#),
            ("", "between 3 and 20 characters", r#"{"minLength":3,"maxLength":20}"#),
            ("", "must be >= 0", r#"{"minimum":0}"#),
            ("", "> 0", r#"{"exclusiveMinimum":0}"#),
            (
                "",
                "Field(..., min_length=3, max_length=20, pattern=r\"^[A-Z]+$\")",
                r#"{"minLength":3,"maxLength":20,"pattern":"^[A-Z]+$"}"#,
            ),
            ("", "Field(default=1, ge=1, le=99)", r#"{"minimum":1,"maximum":99}"#),
            ("", "one of `open`, `done`", r#"{"type":"string","enum":["open","done"]}"#),
            ("", "required, 3–60 characters", r#"{"minLength":3,"maxLength":60}"#),
            ("", "optional, 15-180, in minutes", r#"{"minimum":15,"maximum":180}"#),
            ("", "shown on a card, 4-5 times a day", "{}"),
            ("", "since 2024-01-02", "{}"),
            ("", "required, either open or done", r#"{"type":"string","enum":["open","done"]}"#),
            ("", "new at first, and after it ended either kept or lost", "{}"),
            ("", "the page that is shown", "{}"),
            ("", "the maximum of all", "{}"),
        ] {
            let expected: Value = serde_json::from_str(expected).expect("json");
            let found: Value = serde_json::from_str(&shown(kind, text)).expect("json");
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(shown("int", "up to 5"), r#"{"maximum":5}"#);
    }

    #[test]
    fn the_type_decides_what_a_bound_is_on() {
        let mut text = schema("string");
        said("max 20", &mut text);
        assert_eq!(Value::Object(text).to_string(), r#"{"type":"string","maxLength":20}"#);
        let mut list = schema("string[]");
        said("up to 5", &mut list);
        assert_eq!(list.get("maxItems"), Some(&Value::from(5)));
    }
}

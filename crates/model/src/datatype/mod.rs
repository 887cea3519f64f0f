//! Types as documents write them, in one vocabulary: that of JSON Schema.
//!
//! `varchar(20)`, `string (max 20)`, `z.string().max(20)` and `str = Field(max_length=20)` all say
//! `{"type": "string", "maxLength": 20}`. What is written stays beside it, so nothing is lost. Readers of fields and of
//! parameters come here, and nobody else takes a type apart.

mod chain;
mod limits;
mod words;

use serde_json::{Map, Number, Value};

pub(crate) use limits::{limit, said};

/// A JSON Schema fragment.
pub type Schema = Map<String, Value>;

/// How deep types may stand within types; deeper ones say nothing.
const DEEPEST: u8 = 6;

/// What a written type says, as JSON Schema; empty where it says nothing that is known.
pub fn schema(written: &str) -> Schema {
    read(written, DEEPEST)
}

fn read(written: &str, depth: u8) -> Schema {
    let mut schema = Schema::new();
    let text = bare(written);
    if text.is_empty() || text.len() > 400 || depth == 0 {
        return schema;
    }
    if chain::read(text, &mut schema) {
        return schema;
    }
    if let Some(values) = enumeration(text) {
        let whole = values.iter().all(|value| value.parse::<i64>().is_ok());
        set(&mut schema, "type", if whole { "integer" } else { "string" });
        let value = |value: String| match value.parse::<i64>() {
            Ok(number) if whole => Value::from(number),
            _ => Value::from(value),
        };
        schema.insert("enum".to_owned(), values.into_iter().map(value).collect());
        return schema;
    }
    if let Some(element) = element(text) {
        set(&mut schema, "type", "array");
        let items = read(element, depth - 1);
        if !items.is_empty() {
            schema.insert("items".to_owned(), Value::Object(items));
        }
        return schema;
    }
    // One of several types.
    if text.contains(" | ") || text.contains(" or ") {
        return schema;
    }
    let (name, arguments) = name_and_arguments(text);
    // A `Date` of JavaScript or Java is a moment.
    if name == "Date" {
        set(&mut schema, "type", "string");
        set(&mut schema, "format", "date-time");
        return schema;
    }
    let lower = name.to_lowercase();
    if is_map(&lower, text) {
        set(&mut schema, "type", "object");
        return schema;
    }
    if let Some((kind, format)) = words::meaning(&lower) {
        set(&mut schema, "type", kind);
        if let Some(format) = format {
            set(&mut schema, "format", format);
        }
        if kind == "string"
            && let Some(length) = arguments.and_then(|inner| inner.trim().parse::<u64>().ok())
        {
            schema.insert("maxLength".to_owned(), Value::from(length));
        } else if let Some(inner) = arguments {
            limits::said(inner, &mut schema);
        }
        return schema;
    }
    let last = name.rsplit(['.', ':']).next().unwrap_or(name);
    if is_entity(last) && arguments.is_none() && !text.contains(' ') {
        set(&mut schema, "$ref", last);
    }
    schema
}

/// Sets a word of the vocabulary that was not set yet.
fn set(schema: &mut Schema, name: &str, value: &str) {
    schema.entry(name).or_insert_with(|| Value::from(value));
}

/// A number, whole where it is written so.
fn number(text: &str) -> Option<Number> {
    let bare: String = text.trim().chars().filter(|c| !matches!(c, '_' | ',')).collect();
    bare.parse::<i64>().ok().map(Number::from).or_else(|| Number::from_f64(bare.parse().ok()?))
}

/// A type without the marks that say whether it may be absent, and without words around it.
fn bare(written: &str) -> &str {
    let mut text = written.trim().trim_matches('`').trim();
    loop {
        let before = text.len();
        for start in
            ["readonly ", "const ", "optional ", "required ", "nullable ", "mut ", "static ", "*", "&"]
        {
            text = text.strip_prefix(start).unwrap_or(text).trim_start();
        }
        // A lifetime.
        if text.starts_with('\'')
            && let Some((lifetime, behind)) = text.split_once(' ')
            && !lifetime.ends_with('\'')
        {
            text = behind.trim_start();
        }
        for end in [
            "?",
            "!",
            "| null",
            "| None",
            "| undefined",
            "|null",
            "| nil",
            " NOT NULL",
            " not null",
            " NULL",
            " or null",
            ", or null",
        ] {
            text = text.strip_suffix(end).unwrap_or(text).trim_end();
        }
        for start in ["null |", "None |", "undefined |", "null or "] {
            text = text.strip_prefix(start).unwrap_or(text).trim_start();
        }
        for wrapper in WRAPPERS {
            if let Some(inner) = inside(text, wrapper) {
                text = inner.trim();
            }
        }
        if text.len() == before {
            return text;
        }
    }
}

/// Types that only say that the type within may be absent, or how it is held.
const WRAPPERS: &[&str] = &[
    "Option",
    "Optional",
    "Maybe",
    "Nullable",
    "Required",
    "NotRequired",
    "Mapped",
    "Box",
    "Arc",
    "Rc",
    "Readonly",
    "Final",
    "Annotated",
    "Promise",
];

/// What stands in the brackets of `Name<…>`, `Name[…]`.
fn inside<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(name)?;
    [('<', '>'), ('[', ']'), ('~', '~')]
        .into_iter()
        .find_map(|(open, close)| rest.strip_prefix(open)?.strip_suffix(close))
}

/// The type of the elements of a list.
fn element(text: &str) -> Option<&str> {
    if let Some(element) = text.strip_suffix("[]") {
        let element = element.trim();
        return Some(element.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(element));
    }
    for start in [
        "[]",
        "repeated ",
        "array of ",
        "list of ",
        "set of ",
        "Array of ",
        "List of ",
        "Set of ",
        "lista de ",
        "liste de ",
    ] {
        if let Some(element) = text.strip_prefix(start) {
            return Some(
                element.strip_suffix('s').filter(|one| words::meaning(one).is_some()).unwrap_or(element),
            );
        }
    }
    const LISTS: &[&str] = &[
        "Array",
        "ReadonlyArray",
        "List",
        "list",
        "Vec",
        "Set",
        "set",
        "HashSet",
        "BTreeSet",
        "Sequence",
        "Iterable",
        "Collection",
        "ICollection",
        "IList",
        "IEnumerable",
        "IReadOnlyList",
        "ReadonlySet",
        "array",
        "tuple",
        "VecDeque",
        "MutableList",
        "Seq",
        "frozenset",
    ];
    if let Some(inner) = LISTS.iter().find_map(|list| inside(text, list)) {
        return Some(inner);
    }
    let swift = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'))?;
    (!swift.contains([':', ',']) && !swift.is_empty()).then_some(swift)
}

fn is_map(lower: &str, text: &str) -> bool {
    const MAPS: &[&str] =
        &["map", "record", "dict", "hashmap", "btreemap", "dictionary", "mapping", "hash", "idictionary"];
    let bracketed = text.contains(['<', '[', '~']) || text.len() == lower.len();
    bracketed && MAPS.contains(&lower) || text.starts_with('{') || text.starts_with("map[")
}

/// The first word of a type, and what stands in round brackets right behind it.
fn name_and_arguments(text: &str) -> (&str, Option<&str>) {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '-')))
        .unwrap_or(text.len());
    let name = text.get(..end).unwrap_or_default().trim_end_matches([':', '.', '-']);
    let rest = text.get(end..).unwrap_or_default().trim_start();
    let arguments = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')).map(|(inner, _)| inner);
    (name, arguments)
}

/// A name that is no word of the vocabulary and written as types are.
fn is_entity(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        && name.len() > 1
        && name.chars().any(char::is_lowercase)
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        // How an ORM points elsewhere.
        && !matches!(name, "ForeignKey" | "OneToOneField" | "ManyToManyField")
}

/// The values of `'a' | 'b'`, `enum(a, b)`, `ENUM('a','b')`, `Literal["a", "b"]`, `enum: a | b`, `open|done`.
pub(crate) fn enumeration(text: &str) -> Option<Vec<String>> {
    let lower = text.to_lowercase();
    let listed = ["enum", "literal", "one of", "choice"].iter().find_map(|start| {
        let rest = lower.starts_with(start).then(|| text.get(start.len()..))??;
        let rest = rest.trim_start_matches([':', ' ', '=']);
        let inner = rest
            .strip_prefix(['(', '[', '{', '<'])
            .map_or(rest, |inner| inner.trim_end_matches([')', ']', '}', '>']));
        (inner.len() < rest.len() || rest.contains(['|', '/', ',', '`', '\''])).then_some(inner)
    });
    let marked = listed.is_some();
    let inner = listed.unwrap_or(text).trim_start_matches('|');
    let separators: &[char] = if marked { &['|', ',', '/'] } else { &['|'] };
    let parts: Vec<&str> =
        inner.split(separators).map(str::trim).filter(|part| !part.is_empty() && *part != "null").collect();
    if parts.len() < 2 && !marked || parts.is_empty() {
        return None;
    }
    let mut values = Vec::with_capacity(parts.len());
    for part in parts {
        let quoted = part.len() > 1 && part.starts_with(['\'', '"', '`']) && part.ends_with(['\'', '"', '`']);
        let value = part.trim_matches(['\'', '"', '`']);
        let plain = !value.is_empty()
            && value.len() <= 60
            && value
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | ' ' | '/' | '+'));
        // Words without quotes are values only where they name no type.
        let word = marked
            || !value.contains(' ')
                && words::meaning(&value.to_lowercase()).is_none()
                && (value.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
                    || value.chars().all(|c| c.is_uppercase() || c == '_' || c.is_ascii_digit()));
        if !(quoted || plain && word) {
            return None;
        }
        values.push(value.to_owned());
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str) -> String {
        Value::Object(schema(written)).to_string()
    }

    #[test]
    fn words_of_many_languages_are_one_vocabulary() {
        for (written, expected) in [
            ("UUID", r#"{"type":"string","format":"uuid"}"#),
            ("timestamp with time zone", r#"{"type":"string","format":"date-time"}"#),
            ("BIGINT UNSIGNED", r#"{"type":"integer","format":"int64"}"#),
            ("Option<f64>", r#"{"type":"number"}"#),
            ("*string", r#"{"type":"string"}"#),
            ("Boolean!", r#"{"type":"boolean"}"#),
            ("uuid.UUID", r#"{"type":"string","format":"uuid"}"#),
            ("entero", r#"{"type":"integer"}"#),
            ("文字列", r#"{"type":"string"}"#),
            ("Cart", r#"{"$ref":"Cart"}"#),
            ("models.Cart", r#"{"$ref":"Cart"}"#),
            ("something else", "{}"),
        ] {
            assert_eq!(shown(written), expected, "{written}");
        }
    }

    #[test]
    fn lengths_lists_maps_and_values() {
        for (written, expected) in [
            ("varchar(20)", r#"{"type":"string","maxLength":20}"#),
            ("decimal(10,2)", r#"{"type":"number","format":"decimal"}"#),
            ("Array<Line>", r#"{"type":"array","items":{"$ref":"Line"}}"#),
            ("string[]", r#"{"type":"array","items":{"type":"string"}}"#),
            ("list of strings", r#"{"type":"array","items":{"type":"string"}}"#),
            ("Map<String, Vec<u8>>", r#"{"type":"object"}"#),
            ("'open' | 'closed' | null", r#"{"type":"string","enum":["open","closed"]}"#),
            ("ENUM('a','b')", r#"{"type":"string","enum":["a","b"]}"#),
            ("enum: draft | live", r#"{"type":"string","enum":["draft","live"]}"#),
            ("Literal[1, 2]", r#"{"type":"integer","enum":[1,2]}"#),
            ("open|done", r#"{"type":"string","enum":["open","done"]}"#),
            ("string | number", "{}"),
        ] {
            assert_eq!(shown(written), expected, "{written}");
        }
    }
}

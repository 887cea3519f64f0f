//! Columns: what a field says, in SQL.

use super::Dialect;
use super::kind::{Family, Kind, kind};
use super::name::{literal, name};
use crate::Artifact;
use crate::data::{Data, Default, Entity, Field, default};
use crate::schema::shortened;
use serde_json::{Map, Value};

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Column<'a> {
    pub name: &'a str,
    /// None in SQLite where nothing is known of it.
    pub kind: Option<Kind>,
    pub required: bool,
    pub unique: bool,
    pub default: Option<String>,
    pub checks: Vec<String>,
    pub description: Option<&'a str>,
}

/// The column of a field, where its type can be that of a column; what is left out is reported.
pub(super) fn column<'a>(
    data: &Data,
    entity: &Entity,
    field: &Field<'a>,
    pointed: Option<Kind>,
    dialect: Dialect,
    artifact: &mut Artifact,
) -> Option<Column<'a>> {
    let schema = data.schema(field);
    let written = field.written().unwrap_or_default();
    // A column that points at another has its type where it states none.
    let kind = kind(written, &schema, dialect).or(pointed);
    if kind.is_none() {
        let reason = match field.written() {
            Some(written) => format!("no column can be made of its type `{}`", shortened(written)),
            None => "no type of it is stated".to_owned(),
        };
        if dialect == Dialect::PostgreSql {
            artifact.omit(field.document, field.item, format!("{reason}, so it has no column"));
            return None;
        }
        artifact.omit(field.document, field.item, reason);
    }
    let mut column = Column {
        name: field.name,
        required: !field.is_nullable(entity) && (field.is_required(entity) || field.is_primary()),
        unique: field.is_unique() && !field.is_primary(),
        default: None,
        checks: checks(field, kind.as_ref(), &schema, dialect, artifact),
        description: field.description(),
        kind,
    };
    if let Some(written) = field.default() {
        column.default = column.kind.as_ref().and_then(|kind| value(written, kind, &schema, dialect));
        if column.default.is_none() {
            let reason = format!("its default `{}` is no value of its column", shortened(written));
            artifact.omit(field.document, field.item, reason);
        }
    }
    Some(column)
}

/// A default in SQL.
fn value(written: &str, kind: &Kind, schema: &Map<String, Value>, dialect: Dialect) -> Option<String> {
    let bare = written.trim().trim_matches(['`', ' ']);
    let call = bare.to_lowercase().replace(' ', "");
    let moment = matches!(kind.family, Family::Moment | Family::Date | Family::Time);
    match call.as_str() {
        "now()" | "current_timestamp" | "current_timestamp()" | "now" if kind.family == Family::Moment => {
            return Some("CURRENT_TIMESTAMP".to_owned());
        }
        "current_date" | "today" if kind.family == Family::Date => return Some("CURRENT_DATE".to_owned()),
        "gen_random_uuid()" if kind.family == Family::Uuid && dialect == Dialect::PostgreSql => {
            return Some("gen_random_uuid()".to_owned());
        }
        _ => {}
    }
    let Default::Value(value) = default(bare, schema) else { return None };
    match (kind.family, &value) {
        (Family::Boolean, Value::Bool(value)) => {
            let words = if dialect == Dialect::Sqlite { ["0", "1"] } else { ["false", "true"] };
            Some(words.get(usize::from(*value))?.to_string())
        }
        (Family::Integer | Family::Decimal | Family::Real, Value::Number(number)) => Some(number.to_string()),
        (Family::Text, Value::String(text)) => {
            let fits = schema.get("maxLength").and_then(Value::as_u64);
            fits.is_none_or(|length| text.chars().count() as u64 <= length).then(|| literal(text))
        }
        (Family::Json, Value::Array(_) | Value::Object(_)) if !kind.text.ends_with("[]") => {
            Some(literal(&value.to_string()))
        }
        (Family::Json, Value::Array(elements)) if elements.is_empty() => Some("'{}'".to_owned()),
        (_, Value::String(text)) if moment => {
            text.starts_with(|c: char| c.is_ascii_digit()).then(|| literal(text))
        }
        _ => None,
    }
}

/// What is said of the values of a column.
fn checks(
    field: &Field,
    kind: Option<&Kind>,
    schema: &Map<String, Value>,
    dialect: Dialect,
    artifact: &mut Artifact,
) -> Vec<String> {
    let Some(kind) = kind else { return Vec::new() };
    let column = name(field.name);
    let mut checks = Vec::new();
    match schema.get("enum").and_then(Value::as_array) {
        Some(values) if kind.family == Family::Text => {
            let values: Vec<String> = values.iter().filter_map(Value::as_str).map(literal).collect();
            checks.push(format!("{column} IN ({})", values.join(", ")));
        }
        Some(values) if kind.family == Family::Integer => {
            let values: Vec<String> =
                values.iter().filter_map(Value::as_i64).map(|value| value.to_string()).collect();
            checks.push(format!("{column} IN ({})", values.join(", ")));
        }
        _ if dialect == Dialect::Sqlite && kind.family == Family::Boolean => {
            checks.push(format!("{column} IN (0, 1)"))
        }
        _ if dialect == Dialect::Sqlite && kind.family == Family::Json => {
            checks.push(format!("json_valid({column})"))
        }
        _ => {}
    }
    let number = |word: &str| schema.get(word).filter(|value| value.is_number()).map(Value::to_string);
    if matches!(kind.family, Family::Integer | Family::Decimal | Family::Real) {
        for (word, sign) in
            [("minimum", ">="), ("exclusiveMinimum", ">"), ("maximum", "<="), ("exclusiveMaximum", "<")]
        {
            checks.extend(number(word).map(|bound| format!("{column} {sign} {bound}")));
        }
    }
    if kind.family == Family::Text {
        let bound = |word: &str| schema.get(word).and_then(Value::as_u64);
        checks.extend(
            bound("minLength").filter(|least| *least > 0).map(|least| format!("length({column}) >= {least}")),
        );
        // The type says it where it has a length.
        if !kind.text.contains('(') {
            checks.extend(bound("maxLength").map(|most| format!("length({column}) <= {most}")));
        }
    }
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        if dialect == Dialect::PostgreSql && kind.family == Family::Text && is_simple(pattern) {
            checks.push(format!("{column} ~ {}", literal(pattern)));
        } else {
            artifact.omit(
                field.document,
                field.item,
                format!("its pattern `{}` is not checked", shortened(pattern)),
            );
        }
    }
    checks
}

/// Whether a pattern means the same everywhere.
fn is_simple(pattern: &str) -> bool {
    let mut depth = 0i32;
    let mut class = false;
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some(
                    'd' | 'w' | 's' | '.' | '-' | '/' | '+' | '*' | '?' | '(' | ')' | '[' | ']' | '{' | '}'
                    | '$' | '^' | '|',
                ) => {}
                _ => return false,
            },
            '[' if class => return false,
            '[' => class = true,
            ']' if class => class = false,
            '(' if !class => {
                depth += 1;
                if letters.peek() == Some(&'?') {
                    return false;
                }
            }
            ')' if !class => depth -= 1,
            '*' | '+' | '?' | '}' if !class && matches!(letters.peek(), Some('*' | '+' | '?' | '{')) => {
                return false;
            }
            '{' if !class => {
                let inner: String = std::iter::from_fn(|| letters.next_if(|c| *c != '}')).collect();
                let numbers = inner.split(',').all(|part| part.is_empty() || part.parse::<u8>().is_ok());
                if inner.is_empty() || inner.starts_with(',') || !numbers || letters.peek() != Some(&'}') {
                    return false;
                }
            }
            letter if letter.is_control() => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && !class && !pattern.is_empty() && !pattern.starts_with(['*', '+', '?'])
}

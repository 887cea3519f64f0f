//! Types of columns.

use super::Dialect;
use serde_json::{Map, Value};

/// What a column holds: columns that point at each other hold the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Text,
    Integer,
    Decimal,
    Real,
    Boolean,
    Uuid,
    Date,
    Moment,
    Time,
    Duration,
    Bytes,
    Address,
    Json,
    Other,
}

/// The type of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub text: String,
    pub family: Family,
}

/// The type of a column: the written one where the dialect has it, else the nearest to what it means.
pub(super) fn kind(written: &str, schema: &Map<String, Value>, dialect: Dialect) -> Option<Kind> {
    let own = own(written);
    let family = match &own {
        Some((_, family)) => *family,
        None => family(written, schema)?,
    };
    let text = match (dialect, own) {
        (Dialect::PostgreSql, Some((text, _))) => text,
        (Dialect::PostgreSql, None) => postgresql(written, family, schema),
        (Dialect::Sqlite, _) => sqlite(family).to_owned(),
    };
    Some(Kind { text, family })
}

fn family(written: &str, schema: &Map<String, Value>) -> Option<Family> {
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    Some(match (schema.get("type")?.as_str()?, format) {
        ("string", "uuid") => Family::Uuid,
        ("string", "date") => Family::Date,
        ("string", "date-time") => Family::Moment,
        ("string", "time") => Family::Time,
        ("string", "duration") => Family::Duration,
        ("string", "binary") => Family::Bytes,
        ("string", "ip" | "ipv4" | "ipv6") => Family::Address,
        ("string", _) => Family::Text,
        ("integer", _) if is_beyond(written, schema) => Family::Decimal,
        ("integer", _) => Family::Integer,
        ("number", "decimal") => Family::Decimal,
        ("number", _) => Family::Real,
        ("boolean", _) => Family::Boolean,
        ("array" | "object", _) => Family::Json,
        _ => return None,
    })
}

/// Whether a whole number may be larger than 64 bits with a sign hold.
fn is_beyond(written: &str, _: &Map<String, Value>) -> bool {
    let word: String =
        written.trim().to_lowercase().chars().take_while(char::is_ascii_alphanumeric).collect();
    matches!(word.as_str(), "uint64" | "u64" | "uint128" | "u128" | "i128" | "uint256" | "u256" | "int256")
}

fn postgresql(written: &str, family: Family, schema: &Map<String, Value>) -> String {
    let text = match family {
        Family::Text => match schema.get("maxLength").and_then(Value::as_u64) {
            Some(length) if (1..=10_485_760).contains(&length) => return format!("varchar({length})"),
            _ => "text",
        },
        Family::Integer => {
            let wide = schema.get("format").and_then(Value::as_str) == Some("int64");
            let limit = |word: &str| schema.get(word).and_then(Value::as_i64).unwrap_or(0);
            let large = limit("maximum") > i64::from(i32::MAX) || limit("minimum") < i64::from(i32::MIN);
            if wide || large { "bigint" } else { "integer" }
        }
        Family::Decimal => match arguments(written) {
            Some(arguments) if !is_beyond(written, schema) => return format!("numeric({arguments})"),
            _ => "numeric",
        },
        Family::Real => "double precision",
        Family::Boolean => "boolean",
        Family::Uuid => "uuid",
        Family::Date => "date",
        Family::Moment => "timestamp with time zone",
        Family::Time => "time",
        Family::Duration => "interval",
        Family::Bytes => "bytea",
        Family::Address => "inet",
        Family::Json | Family::Other => "jsonb",
    };
    text.to_owned()
}

fn sqlite(family: Family) -> &'static str {
    match family {
        Family::Integer | Family::Boolean => "INTEGER",
        Family::Decimal => "NUMERIC",
        Family::Real => "REAL",
        Family::Bytes => "BLOB",
        _ => "TEXT",
    }
}

/// The numbers in the brackets of `decimal(10, 2)`.
fn arguments(written: &str) -> Option<String> {
    let (_, rest) = written.split_once('(')?;
    let (inner, _) = rest.split_once(')')?;
    let parts: Vec<u64> = inner.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [precision @ 1..=1000] => Some(precision.to_string()),
        [precision @ 1..=1000, scale] if scale <= precision => Some(format!("{precision}, {scale}")),
        _ => None,
    }
}

/// A written type that PostgreSQL has, as it writes it.
fn own(written: &str) -> Option<(String, Family)> {
    let lower = written.trim().trim_matches('`').to_lowercase();
    let lower = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let (element, list) = match lower.strip_suffix("[]") {
        Some(element) => (element, true),
        None => (lower.as_str(), false),
    };
    let (word, arguments) = match element.split_once('(') {
        Some((word, rest)) => {
            let (inner, behind) = rest.split_once(')')?;
            let numbers =
                inner.split(',').all(|part| part.trim().parse::<u32>().is_ok_and(|number| number > 0));
            if !numbers || !behind.is_empty() {
                return None;
            }
            (word.trim(), Some(inner))
        }
        None => (element, None),
    };
    let count = arguments.map_or(0, |inner| inner.split(',').count());
    let (family, most) = match word {
        "text" => (Family::Text, 0),
        "varchar" | "character varying" | "char" | "character" => (Family::Text, 1),
        "smallint" | "integer" | "int" | "bigint" | "int2" | "int4" | "int8" | "serial" | "bigserial"
        | "smallserial" => (Family::Integer, 0),
        "decimal" | "numeric" => (Family::Decimal, 2),
        "real" | "double precision" | "float4" | "float8" => (Family::Real, 0),
        "boolean" | "bool" => (Family::Boolean, 0),
        "uuid" => (Family::Uuid, 0),
        "date" => (Family::Date, 0),
        "timestamptz" | "timestamp" | "timestamp with time zone" | "timestamp without time zone" => {
            (Family::Moment, 0)
        }
        "time" | "timetz" | "time with time zone" => (Family::Time, 0),
        "interval" => (Family::Duration, 0),
        "bytea" => (Family::Bytes, 0),
        "inet" => (Family::Address, 0),
        "cidr" | "macaddr" | "tsvector" | "xml" => (Family::Other, 0),
        "json" | "jsonb" => (Family::Json, 0),
        _ => return None,
    };
    if count > most
        || count == 2 && arguments.is_some_and(|inner| self::arguments(&format!("({inner})")).is_none())
    {
        return None;
    }
    let serial = word.ends_with("serial");
    // Lists of any type are one type elsewhere.
    (!(list && serial)).then(|| (lower.clone(), if list { Family::Json } else { family }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use abide_model::type_schema;

    #[test]
    fn types_of_both_dialects() {
        for (written, postgresql, sqlite) in [
            ("uuid", "uuid", "TEXT"),
            ("string", "text", "TEXT"),
            ("VARCHAR(40)", "varchar(40)", "TEXT"),
            ("string(40)", "varchar(40)", "TEXT"),
            ("DECIMAL(10, 2)", "decimal(10, 2)", "NUMERIC"),
            ("number", "double precision", "REAL"),
            ("i64", "bigint", "INTEGER"),
            ("u64", "numeric", "NUMERIC"),
            ("DATETIME", "timestamp with time zone", "TEXT"),
            ("TEXT[]", "text[]", "TEXT"),
            ("string[]", "jsonb", "TEXT"),
            ("boolean", "boolean", "INTEGER"),
            ("bytes", "bytea", "BLOB"),
            ("BIGINT UNSIGNED", "bigint", "INTEGER"),
            ("char(0)", "text", "TEXT"),
        ] {
            let schema = type_schema(written);
            let shown = |dialect| kind(written, &schema, dialect).map(|kind| kind.text);
            assert_eq!(shown(Dialect::PostgreSql).as_deref(), Some(postgresql), "{written}");
            assert_eq!(shown(Dialect::Sqlite).as_deref(), Some(sqlite), "{written}");
        }
    }
}

//! Families of types: what a stated type and a column's type have in common, whatever the engine and the language.

use super::Engine;

/// A family of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Text of any length.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers with a fraction.
    Decimal,
    /// A number of which nobody says whether it has a fraction.
    Number,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A moment.
    Timestamp,
    /// A length of time.
    Interval,
    /// A UUID.
    Uuid,
    /// A document.
    Json,
    /// Bytes.
    Bytes,
    /// A list.
    Array,
    /// One of a few words.
    Enumeration,
}

use Family::{
    Array, Boolean, Bytes, Date, Decimal, Enumeration, Integer, Interval, Json, Number, Text, Time,
    Timestamp, Uuid,
};

/// The family of a type as databases and documents write it; none where the word is nobody's.
pub fn family(written: &str) -> Option<Family> {
    let lower = written.trim().trim_matches('`').to_lowercase();
    let name = lower.split(['(', '|', ',', ';']).next().unwrap_or(&lower).trim();
    let name = name.trim_end_matches('?').trim();
    if name.ends_with("[]") || lower.ends_with("[]") || name.starts_with("array") || name.starts_with("list")
    {
        return Some(Array);
    }
    let first = name.split_whitespace().next()?;
    Some(match first {
        "text" | "varchar" | "char" | "character" | "nvarchar" | "nchar" | "varchar2" | "bpchar"
        | "citext" | "clob" | "string" | "str" | "tinytext" | "mediumtext" | "longtext" | "ntext"
        | "email" | "url" => Text,
        "integer" | "int" | "int2" | "int4" | "int8" | "bigint" | "smallint" | "tinyint" | "mediumint"
        | "serial" | "bigserial" | "smallserial" | "serial4" | "serial8" | "long" | "i32" | "i64" | "u32"
        | "u64" | "int32" | "int64" => Integer,
        "numeric" | "decimal" | "real" | "float" | "float4" | "float8" | "double" | "money" | "f32"
        | "f64" => Decimal,
        "number" => Number,
        "boolean" | "bool" | "bit" => Boolean,
        "date" => Date,
        "time" | "timetz" => Time,
        "timestamp" | "timestamptz" | "datetime" | "datetime2" | "datetimeoffset" | "date-time" => Timestamp,
        "interval" | "duration" => Interval,
        "uuid" | "uniqueidentifier" | "guid" => Uuid,
        "json" | "jsonb" | "object" => Json,
        "bytea" | "blob" | "binary" | "varbinary" | "bytes" | "longblob" | "mediumblob" => Bytes,
        "enum" => Enumeration,
        _ => return None,
    })
}

/// Whether a type is written as only SQL writes it: `VARCHAR(20)`, `timestamptz`, `TEXT` in capitals.
pub fn is_sql_type(written: &str) -> bool {
    let bare = written.trim().trim_matches('`');
    let name = bare.split(['(', ' ']).next().unwrap_or(bare);
    let lower = name.to_lowercase();
    let only_sql = [
        "varchar",
        "nvarchar",
        "char",
        "nchar",
        "bpchar",
        "citext",
        "timestamptz",
        "jsonb",
        "bytea",
        "serial",
        "bigserial",
        "smallserial",
        "bigint",
        "smallint",
        "tinyint",
        "mediumint",
        "numeric",
        "int4",
        "int8",
        "int2",
        "blob",
        "clob",
        "tinytext",
        "mediumtext",
        "longtext",
        "varbinary",
        "uniqueidentifier",
        "datetime2",
        "float8",
        "float4",
        "tsvector",
    ];
    let capitals = name.len() > 2 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    only_sql.contains(&lower.as_str()) || capitals && family(name).is_some()
}

/// How a column's type differs from the stated one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeDifference {
    /// Not at all, or in ways that say nothing.
    None,
    /// It holds something else.
    Family,
    /// It holds less, or another length.
    Size,
    /// Nobody can tell.
    Unknown,
}

/// Compares a stated type with a column's.
pub fn compare(stated: &str, actual: &str, engine: Engine) -> TypeDifference {
    let same = |one: &str, two: &str| normal(one) == normal(two);
    if same(stated, actual) {
        return TypeDifference::None;
    }
    let (Some(said), Some(found)) = (family(stated), family(actual)) else { return TypeDifference::Unknown };
    let fits = match engine {
        Engine::Sqlite => fits_in_sqlite(said, found),
        Engine::Postgres => fits_in_postgres(said, found, is_sql_type(stated)),
        // `boolean` is a small number there.
        Engine::MariaDb if said == Boolean => matches!(found, Integer | Boolean),
        Engine::MariaDb => fits_in_mariadb(said, found) || fits_in_postgres(said, found, is_sql_type(stated)),
    };
    if !fits {
        return TypeDifference::Family;
    }
    if engine != Engine::Sqlite && is_sql_type(stated) && differs_in_size(stated, actual, said, engine) {
        return TypeDifference::Size;
    }
    TypeDifference::None
}

/// SQLite has text, whole numbers, numbers and bytes; everything else is kept as one of them.
fn fits_in_sqlite(said: Family, found: Family) -> bool {
    match said {
        Text => matches!(found, Text | Uuid | Json | Date | Time | Timestamp | Enumeration),
        Integer => matches!(found, Integer | Boolean | Number),
        Boolean => matches!(found, Integer | Boolean | Decimal | Number),
        Decimal | Number => matches!(found, Decimal | Number | Integer | Text),
        Uuid => matches!(found, Uuid | Text | Bytes),
        Json | Array => matches!(found, Json | Text | Bytes | Array),
        Enumeration => matches!(found, Enumeration | Text | Integer),
        Bytes => matches!(found, Bytes | Text),
        Date | Time | Timestamp | Interval => !matches!(found, Boolean | Json | Array | Uuid),
    }
}

/// What MariaDB has no type of its own for, or has only since lately.
fn fits_in_mariadb(said: Family, found: Family) -> bool {
    match said {
        Uuid => matches!(found, Text | Bytes),
        Array | Json => matches!(found, Json | Text),
        Interval => matches!(found, Time | Integer | Text),
        _ => false,
    }
}

fn fits_in_postgres(said: Family, found: Family, sql: bool) -> bool {
    if said == found {
        return true;
    }
    match said {
        Text => {
            matches!(found, Enumeration)
                || !sql && matches!(found, Uuid | Date | Time | Timestamp | Interval | Decimal)
        }
        Integer => matches!(found, Number) || !sql && found == Decimal,
        Decimal | Number => matches!(found, Decimal | Number) || !sql && found == Integer,
        Uuid | Date | Time => !sql && found == Text,
        Timestamp => !sql && matches!(found, Text | Date | Integer),
        Interval => matches!(found, Text | Integer) && !sql,
        Json => matches!(found, Json) || !sql && matches!(found, Text | Array),
        Array => matches!(found, Json) || !sql && matches!(found, Text),
        Enumeration => matches!(found, Text | Integer),
        Boolean | Bytes => false,
    }
}

/// `varchar(20)` and `varchar(50)`, `timestamptz` and `timestamp`, `bigint` and `integer`.
fn differs_in_size(stated: &str, actual: &str, family: Family, engine: Engine) -> bool {
    let (stated, actual) = (normal(stated), normal(actual));
    let size = |text: &str| text.split_once('(').map(|(_, size)| size.trim_end_matches(')').to_owned());
    match family {
        Text | Decimal => matches!((size(&stated), size(&actual)), (Some(one), Some(two)) if one != two),
        // Plain `timestamp` is written for both; only PostgreSQL has both.
        Timestamp => {
            engine == Engine::Postgres && stated.contains("timestamptz") && !actual.contains("timestamptz")
        }
        Integer => width(&stated).zip(width(&actual)).is_some_and(|(stated, actual)| actual < stated),
        _ => false,
    }
}

fn width(kind: &str) -> Option<u8> {
    match kind.split('(').next()? {
        "bigint" => Some(8),
        "integer" => Some(4),
        "mediumint" => Some(3),
        "smallint" => Some(2),
        "tinyint" => Some(1),
        _ => None,
    }
}

/// One spelling for each type.
fn normal(written: &str) -> String {
    let lower = written.trim().trim_matches('`').to_lowercase();
    let lower = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, rest) = match lower.find('(') {
        Some(at) => (lower[..at].trim().to_owned(), lower[at..].replace(' ', "")),
        None => (lower, String::new()),
    };
    // `timestamp(3) with time zone`
    let (rest, zone) = match rest.split_once(')') {
        Some((size, zone)) => (format!("{size})"), zone.to_owned()),
        None => (rest, String::new()),
    };
    let zoned = name.contains("with time zone") || zone.contains("withtimezone");
    let name = match name.as_str() {
        "character varying" | "varchar" => "varchar",
        "character" | "bpchar" => "char",
        "int" | "int4" | "serial" | "serial4" => "integer",
        "int8" | "bigserial" | "serial8" => "bigint",
        "int2" | "smallserial" => "smallint",
        "bool" => "boolean",
        "decimal" => "numeric",
        "float8" | "double" => "double precision",
        "float4" => "real",
        name if name.starts_with("timestamp") && (zoned || name == "timestamptz") => "timestamptz",
        name if name.starts_with("timestamp") => "timestamp",
        name => name,
    };
    // The size of a whole number is how it is shown in MariaDB.
    let whole = ["integer", "bigint", "smallint", "mediumint", "tinyint"];
    let rest =
        if whole.contains(&name) || matches!(name, "timestamp" | "timestamptz") { "" } else { rest.as_str() };
    format!("{name}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_that_say_the_same() {
        for (stated, actual, engine) in [
            ("TEXT", "TEXT", Engine::Sqlite),
            ("UUID", "TEXT", Engine::Sqlite),
            ("boolean", "INTEGER", Engine::Sqlite),
            ("TIMESTAMPTZ", "TEXT", Engine::Sqlite),
            ("VARCHAR(20)", "character varying(20)", Engine::Postgres),
            ("string", "uuid", Engine::Postgres),
            ("TIMESTAMP", "timestamp with time zone", Engine::Postgres),
            ("BIGSERIAL", "bigint", Engine::Postgres),
            ("INTEGER", "bigint", Engine::Postgres),
            ("text", "character varying", Engine::Postgres),
            ("decimal(10, 2)", "numeric(10,2)", Engine::Postgres),
            ("uuid", "character varying(36)", Engine::Postgres),
            ("boolean", "tinyint(1)", Engine::MariaDb),
            ("UUID", "char(36)", Engine::MariaDb),
            ("UUID", "binary(16)", Engine::MariaDb),
            ("INT", "int(11) unsigned", Engine::MariaDb),
            ("TIMESTAMPTZ", "datetime", Engine::MariaDb),
            ("jsonb", "json", Engine::MariaDb),
            ("VARCHAR(20)", "varchar(20)", Engine::MariaDb),
            ("enum", "enum('a','b')", Engine::MariaDb),
        ] {
            assert_eq!(compare(stated, actual, engine), TypeDifference::None, "{stated} {actual}");
        }
    }

    #[test]
    fn types_that_differ() {
        for (stated, actual, engine, difference) in [
            ("INTEGER", "TEXT", Engine::Sqlite, TypeDifference::Family),
            ("TEXT", "INTEGER", Engine::Sqlite, TypeDifference::Family),
            ("boolean", "text", Engine::Postgres, TypeDifference::Family),
            ("TEXT", "integer", Engine::Postgres, TypeDifference::Family),
            ("jsonb", "text", Engine::Postgres, TypeDifference::Family),
            ("VARCHAR(20)", "character varying(50)", Engine::Postgres, TypeDifference::Size),
            ("NUMERIC(10,2)", "numeric(12,4)", Engine::Postgres, TypeDifference::Size),
            ("BIGINT", "integer", Engine::Postgres, TypeDifference::Size),
            ("BIGINT", "int(11)", Engine::MariaDb, TypeDifference::Size),
            ("VARCHAR(20)", "varchar(50)", Engine::MariaDb, TypeDifference::Size),
            ("TEXT", "int(11)", Engine::MariaDb, TypeDifference::Family),
            ("boolean", "varchar(5)", Engine::MariaDb, TypeDifference::Family),
            ("DATE", "int(11)", Engine::MariaDb, TypeDifference::Family),
            ("timestamptz", "timestamp without time zone", Engine::Postgres, TypeDifference::Size),
            ("Money", "geometry", Engine::Postgres, TypeDifference::Unknown),
        ] {
            assert_eq!(compare(stated, actual, engine), difference, "{stated} {actual}");
        }
    }
}

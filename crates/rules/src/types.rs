//! Types of values, whatever language says them: "VARCHAR(20)", "Option<String>" and "string" are of one family.

/// What kind of value a type holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    /// Characters.
    Text,
    /// Whole numbers.
    Integer,
    /// Whole numbers that are written as text where numbers lose digits: `bigint`, `uint256`.
    Wide,
    /// Numbers with an exact fraction, which JSON often writes as text.
    Decimal,
    /// Numbers with a fraction.
    Float,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// A moment.
    Moment,
    /// A day.
    Day,
    /// A UUID.
    Uuid,
    /// A ULID.
    Ulid,
    /// Bytes.
    Bytes,
    /// Members with names.
    Object,
    /// Any JSON.
    Json,
}

/// A type, as far as it can be told.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Type {
    /// What its values are, or what the members of a list are.
    pub family: Option<Family>,
    /// Whether it is a list.
    pub list: bool,
    /// The numbers in brackets: 20 of `VARCHAR(20)`, 10 and 2 of `DECIMAL(10, 2)`.
    pub size: Vec<u32>,
    /// The values that it names one by one.
    pub values: Vec<String>,
    /// The name of a type that is none of the language's own.
    pub named: Option<String>,
    /// Whether it is written as columns of a database are.
    pub column: bool,
}

impl Type {
    /// Reads a type as written.
    pub fn read(written: &str) -> Type {
        let bare = written.replace(['`', '*', '\\'], "");
        let bare = bare.trim();
        let values = values(bare);
        if !values.is_empty() {
            return Type { family: Some(Family::Text), values, ..Type::default() };
        }
        let (inner, list) = unwrapped(bare);
        let word: String =
            inner.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        let family = family(&word, inner);
        let size = family.map_or_else(Vec::new, |_| size(inner));
        let named = word.starts_with(char::is_uppercase) && family.is_none();
        let column =
            word.chars().all(|letter| !letter.is_lowercase()) || word.eq_ignore_ascii_case("tinyint");
        Type { family, list, size, values: Vec::new(), named: named.then_some(word), column }
    }

    /// Whether no value can be of both types. What languages write differently for the same value is no clash.
    pub fn clashes(&self, other: &Type) -> bool {
        let (Some(one), Some(two)) = (self.family, other.family) else { return false };
        if self.list != other.list {
            let (list, single) = if self.list { (self, other) } else { (other, self) };
            // A column may hold a list as text or JSON.
            let held = match single.family {
                Some(Family::Json | Family::Object | Family::Bytes) | None => true,
                Some(Family::Text) => {
                    single.column || !single.values.is_empty() || list.values.is_empty() && list.column
                }
                _ => false,
            };
            return !held;
        }
        let integers = |column: bool, family| matches!(family, Family::Integer) && column;
        if integers(self.column, one) && two == Family::Boolean
            || integers(other.column, two) && one == Family::Boolean
        {
            return false;
        }
        disjoint(one, two) || disjoint(two, one) || self.sized_differently(other)
    }

    /// Whether both say how long a value may be, and differ.
    fn sized_differently(&self, other: &Type) -> bool {
        let sized = |kind: &Type| {
            matches!(kind.family, Some(Family::Text | Family::Decimal)) && !kind.size.is_empty()
        };
        self.family == other.family
            && sized(self)
            && sized(other)
            && self.size != other.size
            && self.size.len() == other.size.len()
    }
}

fn disjoint(one: Family, two: Family) -> bool {
    use Family::*;
    match one {
        Text => matches!(two, Integer | Float | Number | Boolean),
        Integer => matches!(two, Decimal | Float | Boolean | Uuid | Ulid | Object | Json),
        Wide => matches!(two, Float | Boolean | Uuid | Object),
        // A moment may be counted in seconds.
        Decimal | Float | Number => matches!(two, Boolean | Uuid | Ulid | Object),
        Boolean => matches!(two, Moment | Day | Uuid | Ulid | Bytes | Object | Json),
        Moment => matches!(two, Uuid | Ulid | Object | Json | Bytes),
        Day => matches!(two, Uuid | Ulid | Object | Json | Bytes),
        Uuid => matches!(two, Ulid | Json | Object),
        _ => false,
    }
}

/// A type without what makes it optional, and whether it is a list of what remains.
fn unwrapped(written: &str) -> (&str, bool) {
    let mut inner = written.trim();
    let mut list = false;
    loop {
        let before = inner;
        inner = inner.trim_end_matches(['?', '!', ',', ';', ' ']);
        inner = inner.strip_prefix("readonly ").unwrap_or(inner).trim_start_matches(['?', '&', ' ']);
        for nothing in ["null", "undefined", "None", "nil"] {
            if let Some(rest) =
                inner.strip_suffix(nothing).map(str::trim_end).and_then(|rest| rest.strip_suffix('|'))
            {
                inner = rest.trim_end();
            }
            if let Some(rest) =
                inner.strip_prefix(nothing).map(str::trim_start).and_then(|rest| rest.strip_prefix('|'))
            {
                inner = rest.trim_start();
            }
        }
        for (name, is_list) in [
            ("optional", false),
            ("option", false),
            ("nullable", false),
            ("maybe", false),
            ("list", true),
            ("array", true),
            ("vec", true),
            ("set", true),
            ("sequence", true),
            ("hashset", true),
            ("iterable", true),
            ("readonlyarray", true),
            ("slice", true),
            ("repeated", true),
        ] {
            let Some(head) = inner.get(..name.len()) else { continue };
            if !head.eq_ignore_ascii_case(name) {
                continue;
            }
            let rest = inner.get(name.len()..).unwrap_or_default();
            let opened = rest.starts_with(['<', '[', '(']);
            let worded =
                rest.strip_prefix(" of ").or_else(|| rest.strip_prefix(' ').filter(|_| name == "repeated"));
            if opened && let Some(close) = rest.rfind(['>', ']', ')']) {
                inner = rest.get(1..close).unwrap_or_default();
                list |= is_list;
            } else if let Some(worded) = worded {
                inner = worded;
                list |= is_list;
            } else if rest.is_empty() && is_list {
                return ("", true);
            }
        }
        if let Some(rest) = inner.strip_prefix("[]") {
            (inner, list) = (rest, true);
        }
        if let Some(at) = inner.find("[]") {
            (inner, list) = (inner.get(..at).unwrap_or_default(), true);
        }
        if let Some(rest) = inner.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            (inner, list) = (rest, true);
        }
        if inner == before {
            return (inner, list);
        }
    }
}

fn family(word: &str, whole: &str) -> Option<Family> {
    let lower = word.to_ascii_lowercase();
    let whole = whole.trim();
    // A choice between types, or a map from one to another, is none of them.
    if whole.contains('|') || whole.contains(" or ") || whole.contains("->") || whole.contains("=>") {
        return None;
    }
    Some(match lower.as_str() {
        // "string (ISO 8601)" and "text/uuid" are nearer to what they say behind.
        "string" | "str" | "text" | "varchar" | "char" | "nvarchar" | "character" | "citext"
        | "mediumtext" | "longtext" | "tinytext" | "cadena" | "texto" | "文字列" | "字符串" | "문자열"
        | "строка" => Family::Text,
        "url" | "uri" | "email" | "slug" => Family::Text,
        "int" | "integer" | "smallint" | "mediumint" | "tinyint" | "serial" | "smallserial" | "int32"
        | "int16" | "int8" | "uint8" | "uint16" | "uint32" | "u8" | "u16" | "u32" | "i8" | "i16" | "i32"
        | "short" | "usize" | "isize" | "int4" | "int2" | "uint" | "entero" | "整数" | "정수" | "целое" => {
            Family::Integer
        }
        "bigint" | "bigserial" | "int64" | "uint64" | "u64" | "i64" | "u128" | "i128" | "uint128"
        | "uint256" | "int256" | "long" | "biginteger" => Family::Wide,
        "decimal" | "numeric" | "bigdecimal" | "money" => Family::Decimal,
        "float" | "double" | "real" | "f32" | "f64" | "float32" | "float64" => Family::Float,
        "number" | "número" | "数値" | "数字" => Family::Number,
        "bool" | "boolean" | "booleano" | "真偽値" | "布尔" => Family::Boolean,
        "timestamp" | "timestamptz" | "datetime" | "datetime2" | "datetimeoffset" | "instant"
        | "zoneddatetime" | "offsetdatetime" | "localdatetime" | "日時" => Family::Moment,
        // `Date` of TypeScript and Java is a moment.
        "date" if word == "Date" => Family::Moment,
        "date" | "localdate" | "naivedate" => Family::Day,
        "uuid" | "guid" | "uuidv4" | "uuidv7" => Family::Uuid,
        "ulid" => Family::Ulid,
        "bytes" | "bytea" | "blob" | "varbinary" | "binary" => Family::Bytes,
        "object" | "dict" | "hashmap" | "record" | "map" | "objeto" => Family::Object,
        "json" | "jsonb" => Family::Json,
        _ => return None,
    })
}

/// The numbers in the first brackets behind a type's name.
fn size(written: &str) -> Vec<u32> {
    let Some(open) = written.find('(') else { return Vec::new() };
    let inner = written.get(open + 1..).unwrap_or_default().split(')').next().unwrap_or_default();
    let inner = inner.trim().trim_start_matches("max").trim_start_matches([' ', ':', '.']);
    inner.split(',').map(|part| part.trim().parse().ok()).collect::<Option<Vec<u32>>>().unwrap_or_default()
}

/// The values that a type or a remark names one by one: `'a' | 'b'`, `enum(a, b)`, `IN ('a', 'b')`, "one of a, b".
pub(crate) fn values(written: &str) -> Vec<String> {
    let lower = written.to_ascii_lowercase();
    if lower.len() != written.len() {
        return Vec::new();
    }
    let quoted = |text: &str| -> Vec<String> {
        let mark = text.chars().find(|letter| matches!(letter, '\'' | '"')).unwrap_or('\'');
        text.split(mark).skip(1).step_by(2).map(|value| value.trim().to_owned()).collect()
    };
    let checked = |found: Vec<String>| {
        if found.len() >= 2 && found.iter().all(|value| is_value(value)) { found } else { Vec::new() }
    };
    // `IN ('a', 'b')`, `Literal["a", "b"]`, `z.enum(['a', 'b'])`, `enum('a', 'b')`
    for opening in [
        " in (", " in(", "literal[", "enum([", "enum(", "enum (", "enum<", "enum [", "enum[", "enum {",
        "enum{",
    ] {
        let Some(at) = lower.find(opening) else { continue };
        let rest = written.get(at + opening.len()..).unwrap_or_default();
        let inner = rest.split([')', ']', '>', '}']).next().unwrap_or_default();
        return if inner.contains(['\'', '"']) {
            checked(quoted(inner))
        } else if opening.trim_start().starts_with("in") {
            Vec::new()
        } else {
            checked(inner.split([',', '|', '/']).map(|part| part.trim().to_owned()).collect())
        };
    }
    // `'a' | 'b'`
    if written.contains('|') && written.contains(['\'', '"']) {
        let parts: Vec<&str> = written
            .split('|')
            .map(str::trim)
            .filter(|part| !matches!(*part, "null" | "undefined" | "None" | ""))
            .collect();
        let all = parts.iter().all(|part| {
            part.len() > 2
                && part.starts_with(['\'', '"'])
                && part.trim_end_matches([';', ',']).ends_with(['\'', '"'])
        });
        if all {
            return checked(
                parts.iter().map(|part| part.trim_matches(['\'', '"', ';', ',']).to_owned()).collect(),
            );
        }
        return Vec::new();
    }
    for opening in ["one of: ", "one of ", "enum: ", "values: ", "allowed: ", "uno de: ", "uno de "] {
        let Some(at) = lower.find(opening) else { continue };
        let rest = written.get(at + opening.len()..).unwrap_or_default();
        let end = rest.find(['.', ';', '(', ')']).unwrap_or(rest.len());
        let rest = rest
            .get(..end)
            .unwrap_or_default()
            .replace(" or ", ", ")
            .replace(" and ", ", ")
            .replace(['`', '"', '\''], "");
        let parts =
            rest.split([',', '|', '/']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
        return checked(parts.collect());
    }
    Vec::new()
}

/// The values in a cell of a row that holds nothing but them: "`off`, `error` or `info`".
pub(crate) fn coded_values(row: &str) -> Vec<String> {
    let row = row.trim();
    if !row.starts_with('|') && !row.contains(" | ") {
        return Vec::new();
    }
    let cells = row.trim_matches('|').split(" | ").skip(1).map(|cell| cell.trim().trim_matches('|').trim());
    for cell in cells.filter(|cell| cell.starts_with('`') && cell.ends_with('`')) {
        let parts: Vec<&str> = cell.split('`').collect();
        let named: Vec<String> =
            parts.iter().skip(1).step_by(2).map(|value| value.trim_matches(['"', '\'']).to_owned()).collect();
        let gaps =
            parts.iter().step_by(2).map(|gap| gap.trim().trim_matches([',', '/', '|', '\\', '、']).trim());
        let joined = gaps
            .into_iter()
            .all(|gap| matches!(gap, "" | "or" | "and" | "o" | "y" | "または" | "oder" | "ou"));
        if joined && named.len() >= 2 && named.iter().all(|value| is_value(value)) {
            return named;
        }
    }
    Vec::new()
}

/// The bounds that a type or remark gives a number: "integer, 0 to 65535", "between 1 and 10", "1-100".
pub(crate) fn range(written: &str) -> Option<(f64, f64)> {
    let text = written.replace(['`', ','], "");
    let words: Vec<&str> = text.split_whitespace().collect();
    let number =
        |word: &str| word.trim_matches(['(', ')', '.', ';', '[', ']']).replace('_', "").parse::<f64>().ok();
    for three in words.windows(3) {
        if let [from, joint, to] = three
            && matches!(*joint, "to" | "and" | "-" | "–" | "..")
            && let (Some(from), Some(to)) = (number(from), number(to))
            && from < to
        {
            return Some((from, to));
        }
    }
    words.iter().find_map(|word| {
        let (from, to) = word.trim_matches(['(', ')', '[', ']']).split_once(['–', '-'])?;
        let (from, to) = (number(from)?, number(to)?);
        (from < to).then_some((from, to))
    })
}

/// One word, as values of enumerations are.
fn is_value(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 40
        && value.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
        && !value.chars().all(|letter| letter.is_ascii_digit())
        && family(value, value).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clash(one: &str, two: &str) -> bool {
        Type::read(one).clashes(&Type::read(two))
    }

    #[test]
    fn one_value_in_two_languages_is_no_clash() {
        for (one, two) in [
            ("VARCHAR(20)", "string"),
            ("Option<String>", "string | null"),
            ("BIGINT", "string"),
            ("uuid", "string"),
            ("TIMESTAMPTZ NOT NULL", "Date"),
            ("timestamp", "number"),
            ("INTEGER", "boolean"),
            ("number", "i32"),
            ("DECIMAL(10,2)", "string"),
            ("TEXT", "string[]"),
            ("jsonb", "string[]"),
            ("Vec<String>", "TEXT[]"),
            ("List[str]", "array of strings"),
            ("OrderStatus", "integer"),
            ("enum(draft, open)", "string"),
            ("string | number", "integer"),
        ] {
            assert!(!clash(one, two), "{one} and {two}");
            assert!(!clash(two, one), "{two} and {one}");
        }
    }

    #[test]
    fn what_no_value_can_be_at_once_is_a_clash() {
        for (one, two) in [
            ("integer", "string"),
            ("UUID", "BIGSERIAL"),
            ("boolean", "varchar(5)"),
            ("int", "decimal(10,2)"),
            ("string[]", "string"),
            ("uuid", "timestamp"),
            ("VARCHAR(20)", "varchar(255)"),
            ("NUMERIC(10,2)", "NUMERIC(12, 4)"),
            ("number[]", "number"),
            ("object", "integer"),
        ] {
            assert!(clash(one, two), "{one} and {two}");
            assert!(clash(two, one), "{two} and {one}");
        }
    }

    #[test]
    fn bounds_of_numbers() {
        assert_eq!(range("integer, 0 to 65535"), Some((0.0, 65535.0)));
        assert_eq!(range("int (1-100)"), Some((1.0, 100.0)));
        assert_eq!(range("one of 3"), None);
        assert_eq!(coded_values("| `MODE` | `off`, `error` or `info` | `info` |"), ["off", "error", "info"]);
    }

    #[test]
    fn values_named_one_by_one() {
        for written in [
            "'a' | 'b'",
            "enum(a, b)",
            "ENUM('a','b')",
            "CHECK (x IN ('a', 'b'))",
            "Literal[\"a\", \"b\"]",
            "one of a or b",
            "`\"a\" \\| \"b\"`",
            "z.enum(['a', 'b'])",
        ] {
            assert_eq!(Type::read(written).values, ["a", "b"], "{written}");
        }
        for written in ["string | null", "enum", "string", "one of the two", "'a'", "IN (1, 2)"] {
            assert_eq!(values(written), [""; 0], "{written}");
        }
    }
}

//! What values are: text, numbers, dates, one of some words.

use super::super::sentence::has_phrase;
use regex::Regex;
use std::sync::LazyLock;

/// What values of a field are.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Sort {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// One of these words.
    Choice(Vec<String>),
    /// A date with a time.
    DateTime,
    /// A date.
    Date,
    /// A UUID.
    Uuid,
    /// A ULID.
    Ulid,
    /// An e-mail address.
    Email,
    /// An address on the web.
    Url,
    /// A list.
    List,
    /// An object.
    Object,
    /// The specification does not say, or in words that are not understood.
    #[default]
    Unknown,
}

impl Sort {
    /// The type as a data model would write it; nothing where it says more than a word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::DateTime => "datetime",
            Self::Date => "date",
            Self::Uuid => "uuid",
            Self::Ulid => "ulid",
            Self::Email => "email",
            Self::Url => "url",
            Self::List => "array",
            Self::Object => "object",
            Self::Choice(_) | Self::Unknown => "",
        }
    }
}

static ENUM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^enum\b\s*[:(\[{<]?\s*([^)\]}>]+)").expect("a valid pattern"));

/// Whether the form of a moment is what is noted of a text before all else: "required; YYYY-MM-DDTHH:MM:SSZ; in the future".
fn writes_moment(said: &str) -> bool {
    said.split([';', ',', '(', ')']).any(|part| {
        let part = part.trim().trim_start_matches("format").trim_matches([':', ' ', '"', '\'']);
        matches!(part, "yyyy-mm-ddthh:mm:ssz" | "yyyy-mm-ddthh:mm:ss.sssz" | "yyyy-mm-ddthh:mmz")
    })
}

/// What values are, by the type of a field and what is noted about it.
pub(super) fn read(
    kind: &str,
    lower: &str,
    notes: &str,
    words_of: &dyn Fn(&str) -> Option<Vec<String>>,
) -> Sort {
    let said = notes.to_lowercase().replace('`', "");
    let bare = lower.trim().trim_end_matches(['?', '!']).trim();
    let bare = bare
        .replace(" | null", "")
        .replace("null | ", "")
        .replace(" or null", "")
        .replace(" / null", "")
        .replace(" | undefined", "")
        .replace("nullable ", "");
    let bare = bare.trim();
    let mixed = bare.contains('|') && choices(kind).is_none();
    let plain_kind = kind.replace('`', "");
    let named = plain_kind.trim().trim_end_matches(['?', '!']).replace(" | null", "");
    if let Some(words) = words_of(named.trim()) {
        return Sort::Choice(words);
    }
    if let Some(words) = choices(kind).or_else(|| noted_words(bare, notes)) {
        return Sort::Choice(words);
    }
    if mixed {
        return Sort::Unknown;
    }
    let head = |words: &[&str]| {
        words.iter().any(|word| {
            bare.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
        })
    };
    let noted = |words: &[&str]| words.iter().any(|word| has_phrase(&said, word));
    if bare.ends_with("[]") || head(&["array", "list", "vec", "set"]) {
        return Sort::List;
    }
    if head(&["uuid", "guid"]) {
        return Sort::Uuid;
    }
    if head(&["ulid"]) {
        return Sort::Ulid;
    }
    if head(&["email", "e-mail"]) {
        return Sort::Email;
    }
    if head(&["url", "uri"]) {
        return Sort::Url;
    }
    if head(&[
        "datetime",
        "date-time",
        "timestamp",
        "timestamptz",
        "instant",
        "offsetdatetime",
        "datetime<utc>",
    ]) {
        return Sort::DateTime;
    }
    if head(&["date", "calendar date"]) || matches!(bare, "day" | "calendar day") {
        return if noted(&["date-time", "datetime", "timestamp"]) { Sort::DateTime } else { Sort::Date };
    }
    if head(&["bool", "boolean"]) {
        return Sort::Boolean;
    }
    if head(&[
        "int",
        "integer",
        "bigint",
        "smallint",
        "serial",
        "bigserial",
        "long",
        "short",
        "i32",
        "i64",
        "u8",
        "u16",
        "u32",
        "u64",
        "int32",
        "int64",
        "usize",
        "whole number",
    ]) {
        return Sort::Integer;
    }
    if head(&["number", "float", "double", "decimal", "numeric", "real", "f32", "f64", "money"]) {
        return if noted(&["whole number", "integer", "whole"]) { Sort::Integer } else { Sort::Number };
    }
    if head(&["string", "text", "str", "varchar", "char", "character varying", "citext"]) {
        return if noted(&["uuid"]) {
            Sort::Uuid
        } else if noted(&["ulid"]) {
            Sort::Ulid
        } else if noted(&["date-time", "datetime", "rfc 3339", "iso 8601 timestamp", "timestamp"])
            || writes_moment(&said)
        {
            Sort::DateTime
        } else if noted(&[
            "calendar date",
            "calendar day",
            "yyyy-mm-dd",
            "iso date",
            "iso 8601 date",
            "rfc 3339 full-date",
            "full-date",
        ]) && !noted(&[
            "hh:mm",
            "hh:mm:ss",
            "time",
            "yyyy-mm-ddthh:mm:ssz",
            "starts with",
            "prefix",
            "name",
        ]) {
            Sort::Date
        } else if noted(&["e-mail address", "email address", "valid email", "valid e-mail"]) {
            Sort::Email
        } else if noted(&[
            "valid url",
            "valid uri",
            "absolute url",
            "http url",
            "https url",
            "format uri",
            "format: uri",
            "http or https address",
            "https address",
            "http address",
            "web address",
            "http or https url",
            "http(s) url",
            "http/https url",
            "absolute uri",
            "full url",
            "well-formed url",
        ]) {
            Sort::Url
        } else {
            Sort::Text
        };
    }
    if head(&["object", "json", "jsonb", "map", "dict", "record"]) {
        return Sort::Object;
    }
    Sort::Unknown
}

/// The words of an enumeration that names none, or of a text that is "one of" some, where the notes give them.
fn noted_words(bare: &str, notes: &str) -> Option<Vec<String>> {
    const ENUMERATIONS: &[&str] =
        &["enum", "enumeration", "choice", "select", "enum string", "string enum", "string (enum)"];
    const TEXTS: &[&str] = &["string", "text", "str"];
    let is_enumeration = ENUMERATIONS.contains(&bare);
    if !is_enumeration && !TEXTS.contains(&bare) {
        return None;
    }
    notes.split(';').flat_map(|part| part.split(". ")).find_map(|clause| {
        // What a field defaults to, and by whom it is set, stands behind its words, not among them.
        let end =
            [", default", ", set by", ", given by", ", starts", " (default", ", optional", ", required"]
                .iter()
                .filter_map(|mark| clause.to_lowercase().find(mark))
                .min();
        let clause = clause.get(..end.unwrap_or(clause.len())).unwrap_or(clause);
        let clause = clause.trim().trim_end_matches('.');
        let lower = clause.to_lowercase();
        let starts = [
            "one of:",
            "one of",
            "either",
            "values:",
            "allowed values:",
            "allowed:",
            "must be one of:",
            "must be one of",
        ];
        let said =
            starts.iter().find_map(|start| lower.strip_prefix(start).map(|_| clause.get(start.len()..)));
        let words = match said.flatten() {
            Some(said) => choices(&format!("one of {said}")),
            None if is_enumeration => choices(&format!("one of {clause}")),
            None => None,
        }?;
        words.iter().all(|word| !word.contains("default")).then_some(words)
    })
}

/// The words of `"a" | "b"`, `enum(a, b)`, `one of a, b`, `` `a` or `b` ``.
pub fn choices(kind: &str) -> Option<Vec<String>> {
    let trimmed = kind.trim();
    let bare = |word: &str| word.trim().trim_matches(['"', '\'', '`', '“', '”']).trim().to_owned();
    let are_words = |words: &[String]| {
        words.len() >= 2
            && words.iter().all(|word| {
                !word.is_empty()
                    && word.len() <= 40
                    && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
            })
    };
    let split = |text: &str| -> Vec<String> {
        let text = text.replace(" or ", ",").replace(" and ", ",").replace(['|', '/'], ",");
        text.split(',').map(bare).filter(|word| !word.is_empty() && word != "null").collect()
    };
    let lower = trimmed.to_lowercase().replace('`', "");
    if lower.starts_with("enum") {
        let plain = trimmed.replace('`', "");
        let inner =
            ENUM.captures(&plain.to_lowercase()).and_then(|found| found.get(1).map(|part| part.range()));
        let words = split(plain.get(inner?)?);
        return are_words(&words).then_some(words);
    }
    let plain = trimmed.replace('`', "");
    let said = ["one of:", "one of"].iter().find_map(|start| lower.strip_prefix(start));
    // In the spelling of the specification: values may have capital letters.
    let said = said.and_then(|said| plain.get(plain.len().checked_sub(said.len())?..)).map(str::to_owned);
    let quoted = trimmed.contains('"') || trimmed.contains('\'') || trimmed.matches('`').count() >= 4;
    if let Some(said) = said {
        let words = split(&said);
        return are_words(&words).then_some(words);
    }
    let several = trimmed.contains('|') || trimmed.contains(" or ") || (quoted && trimmed.contains(','));
    if !several {
        return None;
    }
    let words = split(trimmed);
    const TYPES: &[&str] = &[
        "string",
        "number",
        "integer",
        "int",
        "boolean",
        "bool",
        "object",
        "array",
        "text",
        "date",
        "datetime",
        "float",
        "undefined",
        "any",
        "uuid",
        "path",
        "url",
        "id",
    ];
    let types = words.iter().any(|word| TYPES.contains(&word.to_lowercase().as_str()));
    (are_words(&words) && !types).then_some(words)
}

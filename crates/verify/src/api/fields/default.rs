//! What a field is where nothing is sent for it.

use super::super::has_phrase;
use super::{FieldFacts, Sort};
use crate::pattern::pattern;
use serde_json::{Value, json};

// "`false` by default", "empty by default"
pattern!(BEHIND, r#"(?i)(?:^|[\s(,;])([`"']?)([^\s`"'(,;]*)([`"']?)\s+(?:by|as the|as) default\b"#);

pattern!(CODED_BEHIND, r"(?i)`[^`]{1,40}`\s+(?:by default|otherwise)\b");

pattern!(QUOTED, r#"(?i)\bdefaults?(?: to| is|:|=)?\s*`?"([^"`]{0,40})"`?"#);

/// "if not given", "when it is left out", "unless set".
macro_rules! not_sent {
    () => {
        r"(?:(?:if|when|where)\s+(?:(?:it|this|one|the (?:field|member|value|key|client|caller))\s+(?:is|was|does|has)?\s*)?(?:missing|omitted|left out|left off|left empty|absent|unset|unspecified|not\s+(?:been\s+)?(?:given|sent|send it|set|specified|supplied|provided|present|stated|passed|there)|you do not say)|(?:if|when|where)\s+(?:nothing|none|no value)\s+is\s+(?:given|sent|set|said|specified|supplied|provided|stated)|unless\s+(?:(?:it|this|one)\s+is\s+)?(?:given|set|sent|specified|supplied|provided|stated|said otherwise))"
    };
}

/// A value in words.
macro_rules! value {
    () => {
        r#"(?:`([^`]{1,40})`|"([^"]{1,40})"|(-?\d+(?:\.\d+)?|null|true|false|(?:an\s+)?empty(?:\s+(?:text|string|list|array))?|today|(?:the|that)\s+(?:current|present|same)\s+(?:day|date)|[a-z][\w-]*))"#
    };
}

// "`3` if missing", "empty if not given"
pattern!(
    BEFORE,
    concat!(r"(?i)(?:^|[;,.(]\s*(?:and\s+)?|\b(?:is|be|or)\s+)", value!(), r"\s+", not_sent!(), r"\b")
);

// "if missing, `3`", "without one it is `3`"
pattern!(
    WITHOUT,
    concat!(
        r"(?i)\b(?:without (?:one|it)|",
        not_sent!(),
        r")[,:]?\s+(?:(?:it|this|that|the value)\s+)?(?:(?:is|becomes|defaults to|will be|counts as)\s+)?",
        value!()
    )
);

// "`left` otherwise": of values in code alone
pattern!(OTHERWISE, r"(?i)(?:`([^`]{1,40})`\s+otherwise\b|\botherwise[,:]?\s+`([^`]{1,40})`)");

/// What a member is where it is not sent, as its notes say: `defaults to 10`, `default: true`, `default is "open"`, `false by default`,
/// "`private` if missing", "without one it is `3`"; `the default language` is none.
pub(in crate::api) fn noted(notes: &str) -> Option<String> {
    without(notes).or_else(|| ahead(notes)).or_else(|| behind(notes))
}

/// What is said of the case that nothing is sent.
fn without(notes: &str) -> Option<String> {
    let lower = notes.to_lowercase();
    let needed = ["required", "mandatory", "must be given", "must be sent"];
    if needed.iter().any(|word| has_phrase(&lower, word)) && !has_phrase(&lower, "not required") {
        return None;
    }
    let found = [BEFORE.captures(notes), WITHOUT.captures(notes), OTHERWISE.captures(notes)];
    found.into_iter().flatten().find_map(|found| {
        // "without one `ends` is `null`" says so of another member.
        let behind = notes.get(found.get(0)?.end()..).unwrap_or_default().trim_start();
        // "if left out, `a` if there is one and `b` if not" is of two cases.
        let another = ["is ", "are ", "stays ", "will ", "if ", "when ", "unless ", "for ", "where ", "or "]
            .iter()
            .any(|word| behind.starts_with(word));
        let coded = found.get(1).or_else(|| found.get(2)).map(|text| text.as_str().to_owned());
        // "422 if missing" is an answer.
        coded.or_else(|| in_words(found.get(3)?.as_str())).filter(|value| !another && !is_refusal(value))
    })
}

/// Whether a value is the status of a refusal.
pub(in crate::api) fn is_refusal(value: &str) -> bool {
    value.parse::<u16>().is_ok_and(|number| (400..600).contains(&number))
}

/// Notes without what is said of the case that nothing is sent: "`left` or `right`; `left` if missing".
pub(in crate::api) fn without_default(notes: &str) -> std::borrow::Cow<'_, str> {
    match BEFORE.is_match(notes) {
        true => BEFORE.replace_all(notes, ""),
        false => CODED_BEHIND.replace_all(notes, ""),
    }
}

/// A word that may be a value: "an empty list" is empty, "the current day" is today.
fn in_words(said: &str) -> Option<String> {
    const NO_VALUE: &[&str] = &[
        "the", "a", "an", "now", "current", "no", "none", "it", "its", "all", "what", "not", "and", "or",
        "that", "this", "one", "required", "optional", "is", "so", "also", "refused", "rejected", "ignored",
        "allowed",
    ];
    let lower = said.to_lowercase();
    if lower.split_whitespace().any(|word| word == "empty") {
        return Some("empty".to_owned());
    }
    if lower == "today" || lower.ends_with(" day") || lower.ends_with(" date") {
        return Some(TODAY.to_owned());
    }
    (!lower.is_empty() && !NO_VALUE.contains(&lower.as_str())).then(|| said.to_owned())
}

/// The day on which something is made, as a default.
const TODAY: &str = "today";

/// The value behind "default".
fn ahead(notes: &str) -> Option<String> {
    let lower = notes.to_lowercase();
    if lower.len() != notes.len() {
        return None;
    }
    let starts = [
        "defaults to ",
        "falls back to ",
        "default is ",
        "default: ",
        "default = ",
        "default value is ",
        "by default ",
    ];
    let found = starts.iter().find_map(|start| Some((lower.find(start)?, start.len())));
    // `20 to 40, default 30`: a clause of its own.
    let own = || {
        let after = |end: usize| [",", ";", "("].iter().any(|mark| lower[..end].trim_end().ends_with(mark));
        let at = lower.match_indices("default ").map(|(at, _)| at).find(|at| *at == 0 || after(*at))?;
        Some((at, "default ".len()))
    };
    let (at, length) = found.or_else(own)?;
    let said = notes.get(at + length..)?.trim_start();
    // `default "Main hall"` is both words.
    if let Some(quoted) = said.strip_prefix('"') {
        return quoted.split_once('"').map(|(text, _)| text.to_owned()).filter(|text| !text.is_empty());
    }
    let quoted = said.starts_with(['`', '\'']);
    let clause = said.split([',', ';', ')', '.']).next().unwrap_or_default().trim();
    let whole = [
        "an empty list",
        "an empty text",
        "an empty string",
        "an empty array",
        "the current day",
        "the current date",
    ];
    if !quoted && whole.contains(&clause.to_lowercase().as_str()) {
        return in_words(clause);
    }
    let word = said.trim_start_matches(['`', '\'']).split(['`', '"', '\'', ',', ';', ')', ' ']).next()?;
    let word = word.trim_end_matches('.');
    // "`true` by default (0 or 1 in the table)": what stands in brackets behind it is none.
    if word.starts_with('(') || word.is_empty() {
        return None;
    }
    if quoted { Some(word.to_owned()) } else { in_words(word) }
}

/// The word before "by default", where it is a value and no deed.
fn behind(notes: &str) -> Option<String> {
    let found = BEHIND.captures(notes)?;
    let word = found.get(2)?.as_str();
    let coded = found.get(1).is_some_and(|mark| !mark.as_str().is_empty());
    let lower = word.to_lowercase();
    let value = ["true", "false", "null", "empty", "none", TODAY].contains(&lower.as_str())
        || word.parse::<f64>().is_ok();
    (coded && !word.is_empty() || value).then(|| word.to_owned())
}

impl FieldFacts {
    /// Its default as a value, where it is one that its type can have.
    pub fn default_value(&self) -> Option<Value> {
        let text = self.default.as_deref().unwrap_or_default();
        let lower = text.to_lowercase();
        // What a column has in its table by default need not be what the interface makes of it.
        let nothing = self.optional == Some(true) || self.optional.is_none() && !self.stored;
        if lower == "null" && !matches!(self.rule.sort, Sort::Choice(_)) && nothing {
            return Some(Value::Null);
        }
        match &self.rule.sort {
            Sort::Integer => text.parse::<i64>().ok().map(Value::from),
            Sort::Number => text.parse::<f64>().ok().map(Value::from),
            // What a column has as 0 or 1 may be shown as either.
            Sort::Boolean if self.stored && matches!(text, "0" | "1") => {
                text.parse::<i64>().ok().map(Value::from)
            }
            Sort::Boolean => lower.parse::<bool>().ok().map(Value::from),
            Sort::Choice(words) => {
                words.iter().find(|word| *word == text).map(|word| Value::from(word.as_str()))
            }
            Sort::List => ["empty", "[]"].contains(&lower.as_str()).then(|| json!([])),
            Sort::Text if lower == "empty" => Some(Value::from("")),
            // What is not quoted may be said about the text: `default: the name of the owner`.
            Sort::Text => self.quoted.then(|| Value::from(text)),
            _ => None,
        }
        .or_else(|| self.quoted_default())
    }

    /// Whether it is the day on which the object is made.
    pub fn is_today_by_default(&self) -> bool {
        self.rule.sort == Sort::Date && self.default.as_deref() == Some(TODAY)
    }

    /// A default that is text in quotes, also where there is nothing between them: `default `""` `.
    fn quoted_default(&self) -> Option<Value> {
        let found = QUOTED.captures(&self.notes)?;
        (self.rule.sort == Sort::Text).then(|| found.get(1).map(|text| Value::from(text.as_str())))?
    }
}

/// Whether a statement has a text in quotes, so that it is this text and not said about one.
pub(super) fn is_quoted(statement: &str, text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
        && !text.contains(['(', '{', '<', '$'])
        && [format!("\"{text}\""), format!("'{text}'")]
            .iter()
            .any(|quoted| statement.contains(quoted.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_in_many_spellings() {
        for (notes, default) in [
            ("between 1 and 9, defaults to 3", "3"),
            ("default is `a b`; short", "a"),
            ("20 to 40, default 30", "30"),
            ("false by default. Decides which way", "false"),
            ("at most 5, each 1 to 20 characters. Empty by default", "Empty"),
            ("`low` by default", "low"),
            ("`true` by default (0 or 1 in the table)", "true"),
            ("up to 40 characters, default \"Main hall\"", "Main hall"),
            ("1 to 30 characters, default null", "null"),
            ("at most 300 characters, default empty; seen by nobody", "empty"),
            ("not in the future, default today", "today"),
            ("at most 200 characters, empty if not given", "empty"),
            ("0 to 5000, 300 when it is not sent", "300"),
            ("an empty list when omitted", "empty"),
            ("`left` or `right`; `left` if missing", "left"),
            ("north or south; south unless set", "south"),
            ("if omitted, 12", "12"),
            ("without one it is `b`", "b"),
        ] {
            assert_eq!(noted(notes).as_deref(), Some(default), "{notes}");
        }
        for notes in [
            "defaults to the owner's language",
            "the default colour of doors",
            "sorted by default",
            "when omitted the request is refused",
            "without one `ends` is `null`",
            "refused if missing",
            "when left out it is `early` if a plan is named and `late` if not",
            "422 if missing",
            "required, 1 to 40 characters; 3 if missing",
            "set if given",
        ] {
            assert_eq!(noted(notes), None, "{notes}");
        }
    }

    #[test]
    fn a_text_is_a_default_only_in_quotes() {
        assert!(is_quoted("| `room` | string | default `\"Main hall\"` |", "Main hall"));
        assert!(!is_quoted("default: the owner's name", "the owner's name"));
        assert!(!is_quoted("default \"now()\"", "now()"));
    }
}

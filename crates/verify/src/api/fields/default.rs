//! What a field is where nothing is sent for it.

use super::{FieldFacts, Sort};
use crate::pattern::pattern;
use serde_json::{Value, json};

// "`false` by default", "empty by default"
pattern!(BEHIND, r#"(?i)(?:^|[\s(,;])([`"']?)([^\s`"'(,;]*)([`"']?)\s+(?:by|as the|as) default\b"#);

pattern!(QUOTED, r#"(?i)\bdefaults?(?: to| is|:|=)?\s*`?"([^"`]{0,40})"`?"#);

/// `defaults to 10`, `default: true`, `default is "open"`, `false by default` among the notes; `the default language` is none.
pub(in crate::api) fn noted(notes: &str) -> Option<String> {
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
    let ahead = |(at, length): (usize, usize)| {
        let said = notes.get(at + length..)?.trim_start();
        // `default "Main hall"` is both words.
        if let Some(quoted) = said.strip_prefix('"') {
            return quoted.split_once('"').map(|(text, _)| text.to_owned()).filter(|text| !text.is_empty());
        }
        let quoted = said.starts_with(['`', '\'']);
        let word = said.trim_start_matches(['`', '\'']).split(['`', '"', '\'', ',', ';', ')', ' ']).next()?;
        let word = word.trim_end_matches('.');
        // "`true` by default (0 or 1 in the table)": what stands in brackets behind it is none.
        if word.starts_with('(') {
            return None;
        }
        let is_prose = [
            "the", "a", "an", "now", "today", "current", "no", "none", "null", "empty", "it", "its", "all",
            "what", "not",
        ];
        (!word.is_empty() && (quoted || !is_prose.contains(&word.to_lowercase().as_str())))
            .then(|| word.to_owned())
    };
    found.or_else(own).and_then(ahead).or_else(|| behind(notes))
}

/// The word before "by default", where it is a value and no deed.
fn behind(notes: &str) -> Option<String> {
    let found = BEHIND.captures(notes)?;
    let word = found.get(2)?.as_str();
    let coded = found.get(1).is_some_and(|mark| !mark.as_str().is_empty());
    let lower = word.to_lowercase();
    let value =
        ["true", "false", "null", "empty", "none"].contains(&lower.as_str()) || word.parse::<f64>().is_ok();
    (coded && !word.is_empty() || value).then(|| word.to_owned())
}

impl FieldFacts {
    /// Its default as a value, where it is one that its type can have.
    pub fn default_value(&self) -> Option<Value> {
        let text = self.default.as_deref().unwrap_or_default();
        let lower = text.to_lowercase();
        if lower == "null" && !matches!(self.rule.sort, Sort::Choice(_)) && self.optional == Some(true) {
            return Some(Value::Null);
        }
        match &self.rule.sort {
            Sort::Integer => text.parse::<i64>().ok().map(Value::from),
            Sort::Number => text.parse::<f64>().ok().map(Value::from),
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
        ] {
            assert_eq!(noted(notes).as_deref(), Some(default), "{notes}");
        }
        for notes in ["defaults to the owner's language", "the default colour of doors", "sorted by default"]
        {
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

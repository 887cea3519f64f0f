//! Takes secrets out of texts before they are stored or shown.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Values shorter than this keep no secret, and would be found in every text.
const SHORTEST_SECRET: usize = 4;

/// Knows the secrets of a run, and the names to show in their place.
#[derive(Clone, Debug, Default)]
pub struct Redactor {
    patterns: Option<AhoCorasick>,
    replacements: Vec<String>,
}

/// Members of a JSON answer that hold what lets somebody in.
static CREDENTIAL_MEMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names = r"(?:[\w-]*[_-])?(?:access|refresh|id|auth|session|bearer)?_?-?(?:token|secret|password|passwd)|api[_-]?key|jwt";
    Regex::new(&format!(r#"(?i)("(?:{names})"\s*:\s*")((?:[^"\\]|\\.)+)(")"#)).ok()
});

/// Header lines that hold what lets somebody in.
static CREDENTIAL_HEADER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?im)^((?:set-cookie|cookie|authorization|proxy-authorization):[ \t]*)(\S.*)$").ok()
});

impl Redactor {
    /// A redactor that knows no secrets.
    pub fn none() -> Self {
        Self::default()
    }

    /// A redactor for `(name, value)` pairs; each value is shown as `$name`.
    pub fn new(secrets: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut forms: Vec<(String, String)> = Vec::new();
        for (name, value) in secrets {
            let value = value.trim();
            if value.len() < SHORTEST_SECRET {
                continue;
            }
            let shown = format!("${name}");
            for form in [value.to_owned(), json_escaped(value), percent_encoded(value)] {
                if !forms.iter().any(|(known, _)| *known == form) {
                    forms.push((form, shown.clone()));
                }
            }
        }
        if forms.is_empty() {
            return Self::none();
        }
        let (patterns, replacements): (Vec<_>, Vec<_>) = forms.into_iter().unzip();
        // Leftmost-longest, so that a secret within a longer one does not leave the rest of it behind.
        let patterns = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Self { patterns, replacements }
    }

    /// The text with the names of secrets in their place.
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match &self.patterns {
            Some(patterns) if patterns.is_match(text) => {
                Cow::Owned(patterns.replace_all(text, &self.replacements))
            }
            _ => Cow::Borrowed(text),
        }
    }

    /// The text of an answer: also without the tokens and passwords that the system made up itself.
    pub fn redact_answer<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = self.redact(text);
        for pattern in [&CREDENTIAL_MEMBER, &CREDENTIAL_HEADER] {
            let Some(pattern) = pattern.as_ref() else { continue };
            if pattern.is_match(&text) {
                text = Cow::Owned(pattern.replace_all(&text, "${1}[redacted]${3}").into_owned());
            }
        }
        text
    }
}

fn json_escaped(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted.trim_start_matches('"').trim_end_matches('"').to_owned()
}

fn percent_encoded(value: &str) -> String {
    let mut encoded = String::new();
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte as char),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor() -> Redactor {
        let secrets = [("ADMIN_KEY", "s3cr3t/key"), ("ADMIN", "s3cr3t"), ("DIGIT", "7")];
        Redactor::new(secrets.map(|(name, value)| (name.to_owned(), value.to_owned())))
    }

    #[test]
    fn a_secret_is_shown_by_its_name() {
        assert_eq!(redactor().redact("X-API-Key: s3cr3t/key"), "X-API-Key: $ADMIN_KEY");
    }

    #[test]
    fn a_secret_within_a_longer_one_leaves_nothing_behind() {
        assert_eq!(redactor().redact("a s3cr3t/key b s3cr3t c"), "a $ADMIN_KEY b $ADMIN c");
    }

    #[test]
    fn encoded_forms_of_a_secret_are_found() {
        assert_eq!(redactor().redact("/login?key=s3cr3t%2Fkey"), "/login?key=$ADMIN_KEY");
    }

    #[test]
    fn a_value_too_short_to_be_secret_stays() {
        assert_eq!(redactor().redact("7 of 7"), "7 of 7");
    }

    #[test]
    fn tokens_that_an_answer_brings_are_taken_out() {
        let answer = "set-cookie: sid=abc123; HttpOnly\n\n{\"access_token\":\"eyJ\\\"x\",\"token_type\":\"bearer\",\"apiKey\": \"k-1\"}";
        let expected = "set-cookie: [redacted]\n\n{\"access_token\":\"[redacted]\",\"token_type\":\"bearer\",\"apiKey\": \"[redacted]\"}";
        assert_eq!(redactor().redact_answer(answer), expected);
    }
}

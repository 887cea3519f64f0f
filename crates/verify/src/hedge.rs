//! What takes from a sentence that it says plainly how the system is: what it denies, and what holds in some cases alone.

use crate::api::has_phrase;

const DENYING: &[&str] = &[
    "not",
    "never",
    "no",
    "nor",
    "neither",
    "none",
    "nobody",
    "nothing",
    "cannot",
    "without",
    "rarely",
    "hardly",
    "seldom",
    "instead of",
    "rather than",
];
const SOMETIMES: &[&str] = &[
    "if",
    "when",
    "whenever",
    "unless",
    "while",
    "until",
    "till",
    "where",
    "once",
    "as long as",
    "as soon as",
    "provided",
    "in case",
    "depending",
    "depends",
    "except",
    "otherwise",
    "optionally",
    "sometimes",
    "usually",
    "normally",
    "typically",
    "may",
    "might",
    "could",
];

/// Whether a text in lower case has a word that denies something.
pub fn denies(plain: &str) -> bool {
    says(plain, DENYING) || ["n't", "n\u{2019}t"].iter().any(|end| plain.contains(end))
}

/// Whether something is denied in the clause of a text in lower case that goes on at an offset: "does not | let".
pub fn is_denied_at(plain: &str, at: usize) -> bool {
    let before = plain.get(..at).unwrap_or(plain);
    denies(before.rsplit([';', ':', '.', '(']).next().unwrap_or(before))
}

/// Whether what a text in lower case says holds in some cases alone, or is but allowed.
pub fn is_conditional(plain: &str) -> bool {
    says(plain, SOMETIMES)
}

fn says(plain: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| has_phrase(plain, phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_denied_and_where() {
        for text in ["it does not ring", "it can't ring", "nobody rings", "it rings without a key"] {
            assert!(denies(text), "{text}");
        }
        assert!(!denies("it notes a knock, and nothings are words"));
        let text = "it does not ring; it lets in";
        assert!(is_denied_at(text, 15) && !is_denied_at(text, text.len()));
    }

    #[test]
    fn what_holds_in_some_cases() {
        for text in ["when it rings", "it rings as long as it is open", "it may ring"] {
            assert!(is_conditional(text), "{text}");
        }
        assert!(!is_conditional("the mayor rings, and everywhere it is heard"));
    }
}

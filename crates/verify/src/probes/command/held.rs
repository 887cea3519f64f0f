//! A finished command, held against what is expected of it.

use super::expectation::{Expectation, ExpectedExit};
use crate::process::{Exit, Finished};

impl Expectation {
    /// Why a finished command is not as expected.
    pub fn violated_by(&self, finished: &Finished) -> Option<String> {
        let ended = finished.exit;
        match self.exit {
            Some(ExpectedExit::Success) if ended != Exit::Code(0) => {
                return Some(format!("it ended with {ended}, not with success"));
            }
            Some(ExpectedExit::Failure) if ended == Exit::Code(0) => {
                return Some("it ended with success, and is stated to fail".to_owned());
            }
            Some(ExpectedExit::Code(code)) if ended != Exit::Code(code) => {
                return Some(format!("it ended with {ended}, not {code}"));
            }
            _ => {}
        }
        let (output, errors) = (finished.output.trim(), finished.errors.trim());
        if self.silent && !output.is_empty() {
            return Some("it printed something, and is stated to print nothing".to_owned());
        }
        for choices in &self.prints {
            let printed = choices.iter().any(|text| match self.exactly {
                true => output == text.trim() || (output.is_empty() && errors == text.trim()),
                false => holds(output, text) || holds(errors, text),
            });
            if !printed {
                let what = choices.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" or ");
                return Some(format!("it did not print {what}{}", if self.exactly { " alone" } else { "" }));
            }
        }
        let there = self.lacks.iter().find(|text| holds(output, text) || holds(errors, text));
        there.map(|text| format!("it printed `{text}`"))
    }
}

/// Whether an output holds a text as whole words; `...` in the text stands for anything, and spacing does not count.
fn holds(output: &str, text: &str) -> bool {
    let output = output.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = output.as_str();
    for part in text.replace('…', "...").split("...").map(str::trim).filter(|part| !part.is_empty()) {
        let word_at_start = part.starts_with(|c: char| c.is_alphanumeric());
        let word_at_end = part.ends_with(|c: char| c.is_alphanumeric());
        let whole = |at: &usize| {
            let before = rest[..*at].chars().next_back();
            let after = rest[at + part.len()..].chars().next();
            let cut_off =
                |at_word: bool, next: Option<char>| at_word && next.is_some_and(char::is_alphanumeric);
            !cut_off(word_at_start, before) && !cut_off(word_at_end, after)
        };
        let Some(at) = rest.match_indices(part).map(|(at, _)| at).find(|at| whole(at)) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

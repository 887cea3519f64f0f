//! Why a tool could not do what it was asked for: what, where, and what to do next.

use abide_workspace::budget;

/// Why a tool could not do what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    /// In a sentence.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// What is told, no longer than any other answer.
    pub fn answer(&self) -> String {
        let mut text = self.0.clone();
        while budget::tokens(&text) > budget::LEAST {
            let kept: String = text.chars().take(text.chars().count() * 3 / 4).collect();
            text = format!("{}…", kept.trim_end_matches('…'));
        }
        text
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        // Several problems of one file stand on a line each.
        Self(error.to_string())
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

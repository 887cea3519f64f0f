//! Phrases that say how a command ends.

use super::expectation::{CONDITIONS, ExpectedExit, PLACES, PRINTS};
use super::token::Token;

/// `does not print`, `never shows`, `no longer prints`: how many words say so.
pub fn denied(tokens: &[Token]) -> Option<usize> {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let used = match (word(0), word(1)) {
        ("does" | "do" | "must" | "should" | "will" | "shall", "not") => 2,
        ("doesn" | "don", "t") => 2,
        ("never", _) => 1,
        ("no", "longer") => 2,
        _ => return None,
    };
    PRINTS.contains(&word(used)).then_some(used + 1)
}

/// `with exit code 2`, `non-zero`, `status 0`: how it ends, and how many tokens say so.
pub fn exit_status(tokens: &[Token], needs_word: bool) -> Option<(ExpectedExit, usize)> {
    let mut said = false;
    for (at, token) in tokens.iter().enumerate().take(8) {
        match token {
            Token::Word(word) => match word.as_str() {
                "exit" | "code" | "status" => said = true,
                "with" | "a" | "an" | "the" | "of" | "value" => {}
                "zero" => return Some((ExpectedExit::Success, at + 1)),
                "nonzero" | "non-zero" => {
                    let trailing = tokens[at + 1..]
                        .iter()
                        .take_while(|token| {
                            is_word(Some(token), "exit")
                                || is_word(Some(token), "code")
                                || is_word(Some(token), "status")
                        })
                        .count();
                    return Some((ExpectedExit::Failure, at + 1 + trailing));
                }
                "success" | "successfully" | "cleanly" if !needs_word => {
                    return Some((ExpectedExit::Success, at + 1));
                }
                "error" | "failure" | "errors" if !needs_word => {
                    return Some((ExpectedExit::Failure, at + 1));
                }
                number => {
                    let code: i32 = number.parse().ok().filter(|_| said || !needs_word)?;
                    return Some((code_expected(code)?, at + 1));
                }
            },
            Token::Code(text) => {
                let code: i32 = text.trim().parse().ok().filter(|_| said || !needs_word)?;
                return Some((code_expected(code)?, at + 1));
            }
            Token::Mark(_) => return None,
        }
    }
    None
}

/// Whether it is no success.
pub fn is_failure(exit: ExpectedExit) -> bool {
    matches!(exit, ExpectedExit::Failure | ExpectedExit::Code(_))
}

pub fn code_expected(code: i32) -> Option<ExpectedExit> {
    match code {
        0 => Some(ExpectedExit::Success),
        1..=255 => Some(ExpectedExit::Code(code)),
        _ => None,
    }
}

/// Whether a verb stands alone: `passes` and `passes without errors`, but not `passes X to Y`.
pub fn ends_clause(tokens: &[Token]) -> bool {
    match tokens.first() {
        None | Some(Token::Mark(_)) => true,
        Some(Token::Code(_)) => false,
        Some(Token::Word(word)) => {
            let word = word.as_str();
            CONDITIONS.contains(&word)
                || PLACES.contains(&word)
                || ["and", "cleanly", "successfully", "locally", "then", "as", "by"].contains(&word)
        }
    }
}

/// `without errors`, `with no failures`, `with zero errors`: the number of tokens.
pub fn without_errors(tokens: &[Token]) -> usize {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    match (word(0), word(1), word(2)) {
        ("without", "any", what) if is_error_word(what) => 3,
        ("with", "no" | "zero" | "0", what) if is_error_word(what) => 3,
        ("without", what, _) if is_error_word(what) => 2,
        ("successfully" | "cleanly" | "locally" | "clean", ..) => 1,
        _ => 0,
    }
}

pub fn is_error_word(word: &str) -> bool {
    ["error", "errors", "failure", "failures", "issues", "problems"].contains(&word)
}

pub fn is_word(token: Option<&Token>, word: &str) -> bool {
    matches!(token, Some(Token::Word(found)) if found == word)
}

//! The tokens of SQL, each with its place.

use crate::fence::CodeLine;
use abide_syntax::TextRange;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A bare word or number.
    Word,
    /// A name in quotes, backticks or square brackets.
    Quoted,
    /// A value in single quotes.
    Text,
    /// One other character.
    Mark,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub form: Form,
    /// The name or value without its quotes.
    pub text: &'a str,
    pub range: TextRange,
    /// The number of its line in the block.
    pub line: usize,
    /// Whether it is the first of its line.
    pub opens: bool,
}

impl Token<'_> {
    /// Whether this is a bare word, whatever its case.
    pub fn is(&self, word: &str) -> bool {
        self.form == Form::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether this is one of these bare words.
    pub fn is_any(&self, words: &[&str]) -> bool {
        self.form == Form::Word && words.iter().any(|word| self.text.eq_ignore_ascii_case(word))
    }

    /// Whether this is a certain character.
    pub fn mark(&self, mark: &str) -> bool {
        self.form == Form::Mark && self.text == mark
    }

    /// Whether this can be a name.
    pub fn is_name(&self) -> bool {
        self.form == Form::Quoted
            || self.form == Form::Word && self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// The tokens of a block, and the comment of each line.
pub(super) fn tokens<'a>(lines: &[CodeLine<'a>]) -> (Vec<Token<'a>>, Vec<Option<&'a str>>) {
    let mut found = Vec::new();
    let mut comments = vec![None; lines.len()];
    let mut in_comment = false;
    for (number, line) in lines.iter().enumerate() {
        let mut opens = true;
        let mut at = 0;
        while let Some(rest) = line.text.get(at..).filter(|rest| !rest.is_empty()) {
            if in_comment {
                let Some(end) = rest.find("*/") else { break };
                in_comment = false;
                at += end + 2;
                continue;
            }
            let first = rest.chars().next().unwrap_or(' ');
            if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            }
            if rest.starts_with("/*") {
                in_comment = true;
                at += 2;
                continue;
            }
            if let Some(comment) = rest.strip_prefix("--") {
                let comment = comment.trim_matches(|c: char| c.is_whitespace() || c == '-');
                if let Some(slot) = comments.get_mut(number) {
                    *slot = Some(comment).filter(|comment| !comment.is_empty());
                }
                break;
            }
            let glued = at > 0 && !line.text.as_bytes().get(at - 1).is_none_or(u8::is_ascii_whitespace);
            let (form, text, length) = token(rest, first, glued);
            let start = line.range.start() + at;
            found.push(Token {
                form,
                text,
                range: TextRange::new(start, start + length),
                line: number,
                opens: std::mem::take(&mut opens),
            });
            at += length.max(1);
        }
    }
    (found, comments)
}

/// The token at the start of a text, and how long it is.
fn token(rest: &str, first: char, glued: bool) -> (Form, &str, usize) {
    let inner = |close: char, form: Form| {
        let behind = rest.get(1..).unwrap_or_default();
        match behind.find(close) {
            Some(end) => (form, behind.get(..end).unwrap_or_default(), end + 2),
            None => (form, behind, rest.len()),
        }
    };
    match first {
        '\'' => {
            // A quote within is written twice.
            let bytes = rest.as_bytes();
            let mut end = 1;
            while let Some(byte) = bytes.get(end) {
                if *byte == b'\'' {
                    if bytes.get(end + 1) != Some(&b'\'') {
                        break;
                    }
                    end += 1;
                }
                end += 1;
            }
            let end = end.min(rest.len());
            (Form::Text, rest.get(1..end).unwrap_or_default(), (end + 1).min(rest.len()))
        }
        '"' | '`' => inner(first, Form::Quoted),
        '[' if !glued => match rest.get(1..).and_then(|behind| behind.split_once(']')) {
            Some((name, _))
                if !name.is_empty()
                    && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ')) =>
            {
                inner(']', Form::Quoted)
            }
            _ => (Form::Mark, rest.get(..1).unwrap_or_default(), 1),
        },
        _ => {
            let end =
                rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(rest.len());
            if end > 0 {
                (Form::Word, rest.get(..end).unwrap_or_default(), end)
            } else {
                (Form::Mark, rest.get(..first.len_utf8()).unwrap_or_default(), first.len_utf8())
            }
        }
    }
}

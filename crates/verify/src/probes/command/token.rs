//! A statement in pieces: words, what stands in code or quotes, and marks that divide.

use crate::words;

/// A piece of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Word(String),
    Code(String),
    Mark(char),
}

impl Token {
    /// The word, or nothing.
    pub fn word(&self) -> &str {
        match self {
            Token::Word(word) => word,
            Token::Code(_) | Token::Mark(_) => "",
        }
    }
}

/// Words in lower case, code spans and quotations as they are, and marks that divide.
pub fn tokens(statement: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let push_words = |tokens: &mut Vec<Token>, text: &str| {
        let text = text.replace("=>", "→").replace("->", "→").replace("⇒", "→");
        let mut rest = text.as_str();
        while let Some(first) = rest.chars().next() {
            let closing = match first {
                '"' => Some('"'),
                '“' => Some('”'),
                '«' => Some('»'),
                _ => None,
            };
            let inner = &rest[first.len_utf8()..];
            if let Some((quoted, after)) = closing.and_then(|closing| inner.split_once(closing)) {
                tokens.push(Token::Code(quoted.trim().to_owned()));
                rest = after;
            } else if first.is_alphanumeric() {
                let end = rest
                    .char_indices()
                    .find(|(at, c)| {
                        !(c.is_alphanumeric()
                            || (*c == '-' && rest[at + 1..].starts_with(|c: char| c.is_alphanumeric())))
                    })
                    .map_or(rest.len(), |(at, _)| at);
                tokens.push(Token::Word(rest[..end].to_lowercase()));
                rest = &rest[end..];
            } else {
                if matches!(first, ',' | ';' | ':' | '.' | '(' | ')' | '→' | '—' | '–' | '/') {
                    tokens.push(Token::Mark(first));
                }
                rest = inner;
            }
        }
    };
    for (range, code) in words::code_spans(statement) {
        push_words(&mut tokens, &statement[at..range.start]);
        tokens.push(Token::Code(code.to_owned()));
        at = range.end;
    }
    push_words(&mut tokens, &statement[at..]);
    tokens
}

//! Markdown for the editor's windows.

use gen_lsp_types::{MarkupContent, MarkupKind};

/// Markdown as the protocol carries it.
pub fn content(text: impl Into<String>) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value: text.into() }
}

/// A text as code in a line, whatever it holds.
pub fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A text that is shown as it is written.
pub fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// A text on one line, cut to a number of letters.
pub fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spec_says_stays_what_it_is() {
        assert_eq!(code("GET /a"), "`GET /a`");
        assert_eq!(code("a `b`"), "`` a `b` ``");
        assert_eq!(plain("a <b> *c*"), "a \\<b\\> \\*c\\*");
        assert_eq!(cut("one  two\nthree", 9), "one two…");
    }
}

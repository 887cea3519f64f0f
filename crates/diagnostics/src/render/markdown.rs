//! Text of documents within Markdown that a forge renders: it must neither format anything, nor call anybody, nor end a table.

/// A text on one line, as plain words of Markdown.
///
/// Besides the marks of Markdown and HTML, what a forge links by itself is broken up: `@name` would tell somebody, and `#12`
/// would stand in the history of an issue.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for character in line.chars() {
        match character {
            '@' => escaped.push_str("@&#8203;"),
            '#' => escaped.push_str("#&#8203;"),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | '~' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ if is_unseen(character) => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    // What would begin a list, a heading or a rule.
    match escaped.chars().next() {
        Some('-' | '+' | '=') => format!("\\{escaped}"),
        Some(digit) if digit.is_ascii_digit() => escaped.replacen(". ", "\\. ", 1),
        _ => escaped,
    }
}

/// A text as code; in a table, [`cell`] says that a pipe does not end the cell.
pub fn code(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String =
        line.chars().map(|character| if is_unseen(character) { '\u{fffd}' } else { character }).collect();
    if line.is_empty() {
        return String::new();
    }
    let longest = line.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// Code within a cell of a table.
pub fn cell(text: &str) -> String {
    code(&text.replace('|', "\\|"))
}

/// As many characters as fit, the last an ellipsis where some are left out.
pub fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text).trim_end()),
    }
}

/// Characters that steer, or turn the direction of writing.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_document_formats_calls_or_ends_a_cell() {
        assert_eq!(
            escape("@everyone see #12 | <img src=x> *now* `x`"),
            "@&#8203;everyone see #&#8203;12 \\| &lt;img src=x&gt; \\*now\\* \\`x\\`"
        );
        assert_eq!(escape("[a](javascript:b) <!-- c -->"), "\\[a\\]\\(javascript:b\\) &lt;\\!-- c --&gt;");
        assert_eq!(escape("- a\n- b"), "\\- a - b");
        assert_eq!(escape("1. a"), "1\\. a");
        assert_eq!(escape("&lt;"), "&amp;lt;");
    }

    #[test]
    fn code_with_marks_of_code_and_of_tables_in_it() {
        assert_eq!((code("a|b"), cell("a|b")), ("`a|b`".into(), "`a\\|b`".into()));
        assert_eq!(code("a ``b``"), "``` a ``b`` ```");
        assert_eq!(code("@everyone"), "`@everyone`");
        assert_eq!(code("a\u{202e}b\nc"), "`a\u{fffd}b c`");
    }
}

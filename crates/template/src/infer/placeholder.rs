//! Placeholders: the parts of a template that stand for something else.

use crate::schema::{Placeholder, PlaceholderKind};
use abide_syntax::TextRange;

/// All placeholders in one line of a template; `offset` is where the line starts in the file.
pub fn in_line(line: &str, offset: usize, code: bool) -> Vec<Placeholder> {
    let mut found: Vec<Placeholder> = Vec::new();
    let push = |found: &mut Vec<Placeholder>, start: usize, end: usize, kind| {
        if let Some(text) = line.get(start..end) {
            let range = TextRange::new(offset + start, offset + end);
            found.push(Placeholder { range, kind, text: text.to_owned() });
        }
    };
    let mut at = 0;
    while let Some(rest) = line.get(at..)
        && let Some(character) = rest.chars().next()
    {
        let length = match character {
            '⟦' => close(rest, '⟦', '⟧').map(|end| (end, PlaceholderKind::WhiteBracket)),
            '[' => bracket(line, at, rest, code),
            // `HashMap<K, V>` is a type.
            '<' if code && line.get(..at).is_some_and(|before| before.ends_with(is_word)) => None,
            '<' => angle(rest, code).map(|end| (end, PlaceholderKind::Angle)),
            '{' if !code || rest.starts_with("{{") => brace(rest).map(|end| (end, PlaceholderKind::Brace)),
            '(' => parenthesis(rest).map(|end| (end, PlaceholderKind::Parenthesis)),
            // What stands for a date, a number or work to do begins with one of these.
            'Y' | 'y' | 'D' | 'M' | 'A' | 'J' | 'T' | 'F' | 'N' | 'n' | 'X' | '0'
                if at == 0 || !line.get(..at).is_some_and(|before| before.ends_with(is_word)) =>
            {
                word(rest, code)
            }
            _ => None,
        };
        match length {
            Some((length, kind)) => {
                push(&mut found, at, at + length, kind);
                at += length;
            }
            None => at += character.len_utf8(),
        }
    }
    if found.is_empty() && !code {
        let trimmed = line.trim();
        if let Some(kind) = whole_line(trimmed)
            && let Some(range) = TextRange::of_slice(line, trimmed)
        {
            push(&mut found, range.start(), range.end(), kind);
        }
    }
    found
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The length of a bracketed run with its marks, nesting respected, within one line.
fn close(text: &str, open: char, shut: char) -> Option<usize> {
    let mut depth = 0;
    for (at, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == shut {
            depth -= 1;
            if depth == 0 {
                return Some(at + character.len_utf8());
            }
        }
    }
    None
}

fn bracket(line: &str, at: usize, rest: &str, code: bool) -> Option<(usize, PlaceholderKind)> {
    let end = close(rest, '[', ']')?;
    let inner = rest.get(1..end.checked_sub(1)?)?.trim();
    let after = rest.get(end..)?;
    if inner.is_empty() || matches!(inner, "x" | "X" | " " | "~" | "-" | "*") || inner.starts_with('^') {
        return None;
    }
    if code {
        // `int[10]`, `["field1 is required"]`, `[0]` are code; words with a space are a hint.
        let worded = inner.contains(' ') && inner.chars().next().is_some_and(char::is_alphabetic);
        return (worded && !inner.contains(['"', '\''])).then_some((end, PlaceholderKind::Bracket));
    }
    if let Some(target) = after.strip_prefix('(') {
        let destination = target.split(')').next().unwrap_or_default();
        let whole = end + 1 + destination.len() + 1;
        let nowhere = matches!(
            destination.trim().to_ascii_lowercase().as_str(),
            "" | "#" | "link" | "url" | "todo" | "tbd" | "path" | "..." | "…"
        ) || destination.contains("0000")
            || destination.contains("NNNN");
        return (nowhere && rest.get(..whole).is_some()).then_some((whole, PlaceholderKind::Link));
    }
    // A reference definition or reference link is a link.
    let definition = after.starts_with(':') && line.get(..at).is_some_and(|before| before.trim().is_empty());
    if after.starts_with('[')
        || definition && after.trim_start_matches(':').trim_start().starts_with(['#', '.', '/', 'h'])
    {
        return None;
    }
    Some((end, PlaceholderKind::Bracket))
}

/// HTML elements that templates use as such.
const ELEMENTS: &[&str] = &[
    "a", "b", "br", "code", "dd", "details", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "picture", "pre", "s", "small", "source", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul", "video",
];

fn angle(rest: &str, code: bool) -> Option<usize> {
    let end = close(rest, '<', '>')?;
    let inner = rest.get(1..end - 1)?.trim();
    let first = inner.chars().next()?;
    if !first.is_alphabetic()
        || inner.starts_with("http")
        || inner.contains("://")
        || inner.contains('@') && !inner.contains(' ')
    {
        return None;
    }
    let element = inner.split([' ', '/', '\t']).next().unwrap_or_default().to_ascii_lowercase();
    if ELEMENTS.contains(&element.as_str()) && (inner.contains('=') || inner.len() <= element.len() + 2) {
        return None;
    }
    // `List<T>` and `HashMap<K, V>` in code are types.
    if code && !inner.contains(' ') && !inner.contains(['-', '_']) {
        return None;
    }
    Some(end)
}

fn brace(rest: &str) -> Option<usize> {
    let end = close(rest, '{', '}')?;
    let inner = rest.get(1..end - 1)?.trim_matches(['{', '}']).trim();
    (!inner.is_empty() && !inner.starts_with('#') && !inner.contains("://")).then_some(end)
}

fn parenthesis(rest: &str) -> Option<usize> {
    const OPENINGS: &[&str] =
        &["fill me in", "fill in", "leave this empty", "your ", "insert ", "name of ", "names", "name to "];
    let end = close(rest, '(', ')')?;
    let inner = rest.get(1..end - 1)?.trim().to_lowercase();
    OPENINGS.iter().any(|opening| inner.starts_with(opening)).then_some(end)
}

fn word(rest: &str, code: bool) -> Option<(usize, PlaceholderKind)> {
    for mask in [
        "YYYY-MM-DD",
        "yyyy-mm-dd",
        "DD/MM/YYYY",
        "MM/DD/YYYY",
        "YYYY/MM/DD",
        "DD.MM.YYYY",
        "AAAA-MM-DD",
        "JJJJ-MM-TT",
    ] {
        if rest.starts_with(mask) && !rest.get(mask.len()..).unwrap_or_default().starts_with(is_word) {
            return Some((mask.len(), PlaceholderKind::Date));
        }
    }
    let length = rest.find(|character: char| !is_word(character)).unwrap_or(rest.len());
    let word = rest.get(..length)?;
    if code {
        return None;
    }
    match word {
        "TBD" | "TODO" | "TBA" | "FIXME" => Some((length, PlaceholderKind::ToDo)),
        "NNNN" | "NNN" | "XXXX" | "XXX" | "0000" | "nnnn" => Some((length, PlaceholderKind::Number)),
        _ => None,
    }
}

fn whole_line(line: &str) -> Option<PlaceholderKind> {
    if let Some(values) = super::choice::values(line)
        && values.len() >= 2
    {
        return Some(PlaceholderKind::Choice);
    }
    let bare = line.trim_start_matches(['-', '*', '+', '•', ' ']);
    let bare = bare.strip_prefix("[ ]").unwrap_or(bare).trim();
    match bare {
        "..." | "…" => return Some(PlaceholderKind::Ellipsis),
        "" | "#" if bare.len() < line.len() && !line.starts_with("---") && !line.starts_with("***") => {
            return Some(PlaceholderKind::Empty);
        }
        _ => {}
    }
    let italic = |mark: char| {
        let inner = line.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.is_empty() && !inner.contains(mark) && inner.contains(' ')).then_some(())
    };
    if italic('_').is_some() || italic('*').is_some() {
        return Some(PlaceholderKind::Italic);
    }
    numbered_word(bare).then_some(PlaceholderKind::Word)
}

/// `Term1`, `Author Name`, `Question 1 that needs resolution`, `Advantage 2`: a thing named by its own kind.
pub fn numbered_word(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "term",
        "question",
        "advantage",
        "disadvantage",
        "task",
        "item",
        "reviewer",
        "step",
        "option",
        "reason",
        "goal",
        "risk",
        "requirement",
        "feature",
        "component",
        "entity",
        "example",
        "criterion",
        "concept",
        "rule",
    ];
    let lower = text.trim().trim_matches(['*', '_', ':', '`']).to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or_default();
    let stem = first.trim_end_matches(|character: char| character.is_ascii_digit());
    if !WORDS.contains(&stem) {
        return false;
    }
    let glued = stem.len() < first.len() && lower == first;
    let spaced = lower
        .get(stem.len()..)
        .and_then(|rest| rest.trim_start().split([' ', ':']).next())
        .is_some_and(|number| {
            !number.is_empty() && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit())
        });
    glued || spaced && first == stem
}

/// Whether a placeholder is telling enough that a line which still holds it was surely not written by the author.
pub fn is_telling(placeholder: &Placeholder) -> bool {
    use PlaceholderKind::*;
    match placeholder.kind {
        WhiteBracket | Date => true,
        Bracket | Angle | Brace | Parenthesis => {
            let inner = placeholder.text.trim_matches(['[', ']', '<', '>', '{', '}', '(', ')']);
            inner.trim().contains(' ') || inner.chars().filter(|c| !c.is_ascii()).count() >= 4
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> Vec<String> {
        in_line(line, 0, false).iter().map(|found| format!("{} {}", found.kind.name(), found.text)).collect()
    }

    #[test]
    fn what_is_a_placeholder() {
        assert_eq!(shown("# [Specification Title]"), ["[…] [Specification Title]"]);
        assert_eq!(shown("As a `<role>`, I can `<action>`"), ["<…> <role>", "<…> <action>"]);
        assert_eq!(shown("1. ⟦state⟧ then ⟦rules⟧"), ["⟦…⟧ ⟦state⟧", "⟦…⟧ ⟦rules⟧"]);
        assert_eq!(shown("date: {YYYY-MM-DD when it changed}"), ["{…} {YYYY-MM-DD when it changed}"]);
        assert_eq!(shown("| 1.0 | YYYY-MM-DD |"), ["date YYYY-MM-DD"]);
        assert_eq!(shown("- [Related Spec](link)"), ["link [Related Spec](link)"]);
        assert_eq!(shown("Start: (fill me in with a date)"), ["(…) (fill me in with a date)"]);
        assert_eq!(shown("- "), ["empty -"]);
        assert_eq!(shown("- ..."), ["ellipsis - ..."]);
        assert_eq!(shown("High | Medium | Low"), ["choice High | Medium | Low"]);
        assert_eq!(
            shown("- [ ] Question 1 that needs an answer"),
            ["word - [ ] Question 1 that needs an answer"]
        );
    }

    #[test]
    fn what_is_none() {
        for line in [
            "- [ ] task",
            "- [x] done",
            "see [this](page.md)",
            "[ref]: #ref",
            "a <br> b",
            "x[^1]",
            "plain",
            "<https://a.b>",
        ] {
            assert_eq!(shown(line), [""; 0], "{line}");
        }
        assert!(in_line("let x: HashMap<K, V> = [0];", 0, true).is_empty());
    }
}

//! Readable text and the small shapes in it: labels, ticks, what is left unfilled.

pub(crate) use crate::label::{behind_separator, labelled};
use abide_syntax::{Document, Node, NodeId, NodeKind, TextRange};
use std::borrow::Cow;

/// The readable text of the nodes from `first` to before `end`, on one line, without marks.
pub(crate) fn plain(document: &Document, first: NodeId, end: NodeId) -> String {
    let mut last_end: Option<u32> = None;
    let nodes = document.nodes().get(first.index()..end.index()).unwrap_or_default();
    let mut text = String::with_capacity(nodes.first().map_or(0, |node| {
        let end = nodes.last().map_or(node.range.end, |last| last.range.end);
        end.saturating_sub(node.range.start) as usize
    }));
    for node in nodes {
        let part = match node.kind {
            NodeKind::Text => document.slice(node.range),
            NodeKind::CodeSpan => code_span(document.slice(node.range)),
            _ => continue,
        };
        if let Some(end) = last_end {
            let gap = document.slice(TextRange { start: end, end: node.range.start });
            if gap.contains('\n') && !text.ends_with(' ') {
                text.push(' ');
            }
        }
        text.push_str(part);
        last_end = Some(node.range.end);
    }
    // Most text is one line already, and is not copied.
    if text.trim().len() == text.len() && !is_ragged(&text) { text } else { one_line(&text) }
}

/// The text between the backticks of a code span.
pub(crate) fn code_span(source: &str) -> &str {
    // Most code stands between one backtick and another, with no space.
    let plain = |byte: &u8| byte.is_ascii_graphic() && *byte != b'`';
    if let [b'`', first, .., last, b'`'] = source.as_bytes()
        && plain(first)
        && plain(last)
    {
        return source.get(1..source.len() - 1).unwrap_or_default();
    }
    let inner = source.trim_matches('`');
    if inner.trim().is_empty() { inner } else { inner.trim() }
}

/// Runs of white space become one space; the ends are trimmed.
pub(crate) fn one_line(text: &str) -> String {
    let trimmed = text.trim();
    if !is_ragged(trimmed) {
        return trimmed.to_owned();
    }
    let mut line = String::with_capacity(trimmed.len());
    for word in trimmed.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether there are line breaks, tabs or runs of spaces.
fn is_ragged(text: &str) -> bool {
    // No way out of this loop before its end: so it reads many bytes at once.
    let behind = text.as_bytes().get(1..).unwrap_or_default();
    text.bytes()
        .zip(behind)
        .fold(false, |ragged, (byte, next)| ragged | (byte < b' ') | ((byte == b' ') & (*next == b' ')))
}

/// The code spans among nodes, with their text.
pub(crate) fn code_spans(
    document: &Document,
    first: NodeId,
    end: NodeId,
) -> impl Iterator<Item = (Node, &str)> {
    let nodes = document.nodes().get(first.index()..end.index()).unwrap_or_default();
    nodes
        .iter()
        .filter(|node| node.kind == NodeKind::CodeSpan)
        .map(|node| (*node, code_span(document.slice(node.range))))
}

/// Marks that say "done" at either end of a statement.
const DONE: &[char] = &['✅', '☑', '✔', '✓', '🟢'];
/// Marks that say "not done".
const OPEN: &[char] = &['❌', '☐', '⬜', '✗', '✘', '🔴', '🚧', '⏳', '🔲', '◻', '□'];

/// Whether a statement carries a tick, and the statement without the marks at its ends.
pub(crate) fn ticked(text: &str) -> (Option<bool>, &str) {
    let bare = text.trim();
    // No mark is ASCII.
    if bare.is_ascii() {
        return (None, bare);
    }
    let marks = |c: char| DONE.contains(&c) || OPEN.contains(&c) || c == '\u{FE0F}' || c.is_whitespace();
    let inner = bare.trim_matches(marks);
    let outer = bare.get(..bare.len() - bare.trim_start_matches(marks).len()).unwrap_or_default();
    let tail = bare.get(bare.trim_end_matches(marks).len()..).unwrap_or_default();
    let has = |set: &[char]| outer.contains(set) || tail.contains(set);
    let state = if has(DONE) {
        Some(true)
    } else if has(OPEN) {
        Some(false)
    } else {
        None
    };
    (state, if inner.is_empty() { bare } else { inner })
}

/// Text that says nothing: empty, a placeholder, "N/A", "None.", an ellipsis.
pub(crate) fn says_nothing(text: &str) -> bool {
    const NOTHING: &[&str] = &[
        "n/a",
        "na",
        "none",
        "nothing",
        "nil",
        "not applicable",
        "not relevant",
        "tbd",
        "to be determined",
        "to be defined",
        "todo",
        "wip",
        "no aplica",
        "ninguno",
        "ninguna",
        "aucun",
        "aucune",
        "sans objet",
        "keine",
        "entfällt",
        "não se aplica",
        "nenhum",
        "nenhuma",
        "なし",
        "特になし",
        "該当なし",
        "없음",
        "해당 없음",
        "該当しない",
        "該当無し",
        "不要",
        "无",
        "無",
        "不适用",
        "нет",
        "не применимо",
    ];
    // Most statements are told by their first letter.
    if text.is_ascii()
        && text
            .bytes()
            .next()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() && !b"nNtTwWaAsSkKeEyYD".contains(&byte))
    {
        return false;
    }
    let bare = text.trim().trim_matches(['*', '_', '(', ')', '`', '"']).trim();
    if bare.chars().all(|c| !c.is_alphanumeric()) {
        return true;
    }
    if is_placeholder(bare) {
        return true;
    }
    if !bare.starts_with(|c: char| "nNtTwWaAsSkKeE".contains(c) || !c.is_ascii()) {
        return false;
    }
    let lower: Cow<str> = if bare.is_ascii() {
        Cow::Borrowed(bare)
    } else {
        Cow::Owned(bare.chars().take(40).flat_map(char::to_lowercase).collect())
    };
    NOTHING.iter().any(|word| {
        starts_with_ignoring_case(&lower, word)
            && lower.get(word.len()..).is_some_and(|rest| {
                let rest = rest.trim_start();
                rest.is_empty()
                    || rest.starts_with(['.', ',', ';', ':', '—', '–', '-', '(', '!', '。', '、', '（'])
                    || ["required", "at this", "for now", "yet", "needed", "identified", "known"]
                        .iter()
                        .any(|word| starts_with_ignoring_case(rest, word))
            })
    })
}

/// One placeholder and nothing else: `[Name]`, `⟦what hurts⟧`, `<role>`, `{value}`, `YYYY-MM-DD`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    // Only a mask of a date begins with a letter.
    if text.is_ascii()
        && text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric() && !b"yYD".contains(&byte))
    {
        return false;
    }
    let bare = text.trim().trim_end_matches(['.', ':', ',']);
    let wrapped = |open: char, close: char| {
        bare.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.contains([open, close]))
    };
    if wrapped('⟦', '⟧') || wrapped('{', '}') {
        return true;
    }
    if (wrapped('[', ']') || wrapped('<', '>')) && bare.len() > 4 {
        return true;
    }
    matches!(bare, "YYYY-MM-DD" | "yyyy-mm-dd" | "DD/MM/YYYY" | "..." | "…")
        || (!bare.is_ascii() && bare.contains('⟦') && bare.contains('⟧'))
}

/// A name in capitals, as environment variables are written: `LOG_LEVEL`.
pub(crate) fn is_upper_snake(text: &str) -> bool {
    text.len() >= 2
        && text.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        && text.chars().any(|c| c.is_ascii_uppercase())
}

/// Whether a name ends as that of a document or of a file of settings does.
pub(crate) fn is_file(name: &str) -> bool {
    [".md", ".toml", ".json", ".yaml", ".yml", ".ini", ".env", ".conf"].iter().any(|end| name.ends_with(end))
}

/// Whether a name holds several words run together: `createdAt`, `created_at`, `UserProfile`.
pub(crate) fn is_compound(text: &str) -> bool {
    let inner = text.get(1..).unwrap_or_default();
    text.contains('_')
        || (inner.chars().any(char::is_uppercase)
            && text.chars().any(char::is_lowercase)
            && !text.contains(' '))
}

/// A title without the number in front of it: `2.1 Loader` and `1) Loader` give `Loader`.
pub(crate) fn unnumbered(title: &str) -> &str {
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')'));
    let number = title.get(..title.len() - rest.len()).unwrap_or_default();
    let counted = number.contains(['.', ')']) && number.starts_with(|c: char| c.is_ascii_digit());
    if counted && rest.starts_with(' ') { rest.trim_start() } else { title }
}

/// `1.2 Write the loader`: the number of a piece of work, two levels deep.
pub(crate) fn is_work_number(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default().trim_end_matches(['.', ')']);
    let parts = first.split('.').collect::<Vec<_>>();
    parts.len() > 1
        && parts
            .iter()
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Lower case letters and digits only: `created_at`, `createdAt` and `Created At` are one.
pub(crate) fn squash(text: &str) -> String {
    if text.is_ascii() {
        let mut squashed = String::with_capacity(text.len());
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        letters.for_each(|byte| squashed.push(char::from(byte.to_ascii_lowercase())));
        return squashed;
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether `text` starts with `prefix`, whatever the case of ASCII letters.
pub(crate) fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The byte at which `needle` (lower case ASCII) stands as a whole word in `text`, whatever its case.
pub(crate) fn find_word(text: &str, needle: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let first = needle.bytes().next()?;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    for at in memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), bytes) {
        if at + needle.len() > bytes.len() {
            break;
        }
        if bytes.get(at..at + needle.len())?.eq_ignore_ascii_case(needle.as_bytes())
            && !at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(is_word)
            && !bytes.get(at + needle.len()).is_some_and(is_word)
        {
            return Some(at);
        }
    }
    None
}

/// An identifier code such as `FR-001`, `NFR1`, `REQ-2.3`, `TC-1` at the start of a text, with what follows.
pub(crate) fn leading_code(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    if !(1..=8).contains(&letters) {
        return None;
    }
    let mut at = letters;
    // `FR-UI-3`: further groups of capitals.
    while matches!(bytes.get(at), Some(b'-' | b'_')) && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase)
    {
        at += 1;
        at += bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    }
    if matches!(bytes.get(at), Some(b'-' | b'_' | b'.')) {
        at += 1;
    }
    let digits = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 || digits > 6 {
        return None;
    }
    at += digits;
    while matches!(bytes.get(at), Some(b'.' | b'-')) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at += 1;
        at += bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    }
    if bytes.get(at).is_some_and(u8::is_ascii_lowercase)
        && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        at += 1;
    }
    if bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
        return None;
    }
    Some((text.get(..at)?, text.get(at..)?))
}

/// Whether a list holds nothing but names of columns, one of them an id or compound: "- id", "- owner_id".
pub(crate) fn lists_identifiers(list: &str) -> bool {
    let entries: Vec<&str> = list
        .lines()
        .map(|line| line.trim().trim_start_matches(['-', '*', '+']).trim().trim_matches('`'))
        .filter(|line| !line.is_empty())
        .collect();
    let name = |entry: &&str| {
        entry.starts_with(|c: char| c.is_ascii_lowercase())
            && entry.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let key = |entry: &&str| *entry == "id" || entry.contains('_') || is_compound(entry);
    entries.len() > 1 && entries.iter().all(name) && entries.iter().any(key)
}

/// A text cut at separators that stand outside of code and brackets.
pub(crate) fn parts<'a>(text: &'a str, separators: &[char]) -> Vec<&'a str> {
    let (mut code, mut depth, mut start) = (false, 0, 0);
    let mut parts = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '`' => code = !code,
            '(' if !code => depth += 1,
            ')' if !code => depth -= 1,
            _ if !code && depth == 0 && separators.contains(&character) => {
                parts.extend(text.get(start..at));
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing() {
        for text in [
            "",
            "N/A",
            "None.",
            "None. It is local.",
            "Not applicable — no data",
            "[Name]",
            "⟦x⟧",
            "...",
            "なし",
        ] {
            assert!(says_nothing(text), "{text}");
        }
        for text in [
            "None of the keys leak",
            "No new endpoints",
            "`[env]` table",
            "[P] first task",
            "Not applicable users see 404",
        ] {
            assert!(!says_nothing(text), "{text}");
        }
    }

    #[test]
    fn ticks() {
        assert_eq!(ticked("✅ all pass"), (Some(true), "all pass"));
        assert_eq!(ticked("All tests passing ✅"), (Some(true), "All tests passing"));
        assert_eq!(ticked("❌ not yet"), (Some(false), "not yet"));
        assert_eq!(ticked("plain ✅ middle text"), (None, "plain ✅ middle text"));
    }

    #[test]
    fn codes() {
        let code = |text| leading_code(text).map(|(code, _)| code);
        assert_eq!(code("FR-001: The system"), Some("FR-001"));
        assert_eq!(code("NFR1 Performance"), Some("NFR1"));
        assert_eq!(code("FR-1.2"), Some("FR-1.2"));
        assert_eq!(code("REQ-UI-3 text"), Some("REQ-UI-3"));
        assert_eq!(code("UTF8String"), None);
        assert_eq!(code("API design"), None);
        assert_eq!(code("T001 [P] do"), Some("T001"));
    }

    #[test]
    fn words() {
        assert_eq!(find_word("The system SHALL do", "shall"), Some(11));
        assert_eq!(find_word("marshall it", "shall"), None);
    }
}

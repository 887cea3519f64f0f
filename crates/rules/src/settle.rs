//! Edits that make one place say what another says, each in the place's own notation. Which of the two is right nobody can tell
//! from the text, so that no such edit is safe.

use crate::Context;
use crate::records::Saying;
use abide_diagnostics::Edit;
use abide_syntax::{Document, NodeId, NodeKind, TextRange};

/// The one place in a range where a text stands as a whole word.
pub(crate) fn only_place(context: &Context, range: TextRange, text: &str) -> Option<TextRange> {
    let source = context.slice(range);
    let mut found =
        memchr::memmem::find_iter(source.as_bytes(), text).filter(|at| is_word(source, *at, text));
    let at = found.next().filter(|_| !text.is_empty() && found.next().is_none())?;
    Some(TextRange::new(range.start() + at, range.start() + at + text.len()))
}

fn is_word(source: &str, at: usize, text: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let before = source.get(..at).and_then(|before| before.chars().next_back());
    let behind = source.get(at + text.len()..).and_then(|behind| behind.chars().next());
    !(text.starts_with(part) && before.is_some_and(part) || text.ends_with(part) && behind.is_some_and(part))
}

/// Writes the type of one place at another, where both are written alike; where only the size differs, the size alone.
pub(crate) fn retyped(context: &Context, place: &Saying, other: &Saying) -> Option<Edit> {
    let (here, there) = (place.said("type")?, other.said("type")?);
    let range = only_place(context, place.range, here)?;
    let (document, sizes) = (context.document, sizes(here).zip(sizes(there)));
    if let Some(((name, size), (other, like))) = sizes
        && name.eq_ignore_ascii_case(other)
    {
        let start = range.start() + name.len() + 1;
        return Some(Edit::replace(TextRange::new(start, start + size.len()), like));
    }
    (notation(document, place.block)? == notation(document, other.block)?)
        .then(|| Edit::replace(range, there))
}

/// The name of `VARCHAR(20)` and what stands in its brackets.
fn sizes(kind: &str) -> Option<(&str, &str)> {
    let (name, rest) = kind.split_once('(')?;
    let size = rest.strip_suffix(')')?;
    let numbers = size.split(',').all(|part| part.trim().parse::<u32>().is_ok());
    (numbers && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')).then_some((name, size))
}

/// What a block is written in: the language of code, nothing for tables, lists and text. Code that does not name its language
/// is like no other.
fn notation(document: &Document, block: NodeId) -> Option<String> {
    match document.node(block).kind {
        NodeKind::Code { .. } => document.code_language(block).filter(|language| !language.is_empty()),
        _ => Some(String::new()),
    }
}

/// Makes a field required or optional where a place says that it is the other.
pub(crate) fn as_required(context: &Context, place: &Saying, required: bool) -> Option<Edit> {
    let in_code = matches!(context.document.node(place.block).kind, NodeKind::Code { .. });
    if !in_code {
        return cell(context, place, required);
    }
    let upper = place.source.to_ascii_uppercase();
    let only = |mark: &str| {
        let mut found = upper.match_indices(mark).map(|(at, _)| place.range.start() + at);
        found.next().filter(|_| found.next().is_none())
    };
    if !required {
        const REQUIRED: &str = " NOT NULL";
        return only(REQUIRED).map(|at| Edit::delete(TextRange::new(at, at + REQUIRED.len())));
    }
    // The mark of `receiver?: string` stands right before its colon.
    let marked = only("?:").map(|at| Edit::delete(TextRange::new(at, at + 1)));
    marked.or_else(|| only(" NULL").map(|at| Edit::insert(at, " NOT")))
}

/// Words of tables and lists for what is required, each with its opposite.
const YES_OR_NO: &[(&str, &str)] = &[
    ("yes", "no"),
    ("required", "optional"),
    ("mandatory", "optional"),
    ("true", "false"),
    ("y", "n"),
    ("✓", "✗"),
    ("✅", "❌"),
    ("sí", "no"),
    ("oui", "non"),
    ("ja", "nein"),
    ("sim", "não"),
    ("да", "нет"),
    ("はい", "いいえ"),
    ("必須", "任意"),
    ("是", "否"),
    ("예", "아니오"),
];

/// The cell of a row that says nothing but yes or no, with the opposite in it.
fn cell(context: &Context, place: &Saying, required: bool) -> Option<Edit> {
    let mut found = None;
    for part in place.source.split('|') {
        let word = part.trim().trim_matches(['*', '`', '_']);
        let lower = word.to_lowercase();
        let opposite = YES_OR_NO.iter().find_map(|(yes, no)| {
            let (is, not) = if required { (no, yes) } else { (yes, no) };
            (lower == **is).then_some(*not)
        });
        let Some(opposite) = opposite else { continue };
        let range = TextRange::of_slice(context.document.text(), word)?;
        // Two such cells: either may be meant.
        if found.replace(Edit::replace(range, cased(opposite, word))).is_some() {
            return None;
        }
    }
    found
}

/// A word with a capital where another has one.
fn cased(word: &str, like: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if like.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// Names further values in a place that names some, in its notation and spelling: `'NEW' | 'SENT'` becomes
/// `'NEW' | 'SENT' | 'LOST'`.
pub(crate) fn named_besides(
    context: &Context,
    range: TextRange,
    named: &[String],
    further: &[String],
) -> Option<Edit> {
    let places = places(context, range, named)?;
    let spelt: Vec<String> = further.iter().map(|value| spelt(value, named)).collect::<Option<_>>()?;
    let [.., before, last] = places.as_slice() else { return None };
    let gap = |from: TextRange, to: TextRange| context.slice(TextRange { start: from.end, end: to.start });
    let (first, second) = (*places.first()?, *places.get(1)?);
    let (opening, closing) = (gap(first, second), gap(*before, *last));
    // "a, b or c": what comes besides stands before the last.
    let worded = closing.contains(char::is_alphabetic);
    let (behind, joint) = match (worded, places.len()) {
        (false, _) => (*last, closing),
        (true, 2) => (*before, ", "),
        (true, _) => (*before, opening),
    };
    let mark = joint.trim();
    if !matches!(mark, "," | "|" | "\\|" | "/" | "、" | "，") {
        return None;
    }
    let quote = |text: &str| {
        let first = text.chars().next().filter(|letter| matches!(letter, '\'' | '"' | '`'));
        first.map(String::from).unwrap_or_default()
    };
    let quote = quote(context.slice(*last));
    let added: String = spelt.iter().map(|value| [joint, &quote, value, &quote].concat()).collect();
    Some(Edit::insert(behind.end(), added))
}

/// Where values stand one behind the other, each with its quotes.
fn places(context: &Context, range: TextRange, named: &[String]) -> Option<Vec<TextRange>> {
    let source = context.slice(range);
    let mut from = 0;
    let mut places = Vec::with_capacity(named.len());
    for value in named {
        let rest = source.get(from..)?;
        let at = memchr::memmem::find_iter(rest.as_bytes(), value).find(|at| is_word(rest, *at, value))?;
        let (mut start, mut end) = (from + at, from + at + value.len());
        let before = source.get(..start)?.chars().next_back();
        let behind = source.get(end..)?.chars().next();
        if before.is_some() && before == behind && matches!(before, Some('\'' | '"' | '`')) {
            (start, end) = (start - 1, end + 1);
        }
        places.push(TextRange::new(range.start() + start, range.start() + end));
        from = end;
    }
    Some(places)
}

/// A value in the spelling of others; nothing where they do not show how two words are joined.
fn spelt(value: &str, like: &[String]) -> Option<String> {
    let words = words(value);
    let all = |is: fn(&str) -> bool| like.iter().all(|other| is(other));
    let upper = all(|other| !other.contains(char::is_lowercase));
    let lower = all(|other| !other.contains(char::is_uppercase));
    if upper || lower {
        let marks: Vec<char> =
            like.iter().flat_map(|other| other.chars()).filter(|c| matches!(c, '_' | '-')).collect();
        let mark = match marks.first() {
            Some(mark) if marks.iter().all(|other| other == mark) => mark.to_string(),
            None if words.len() == 1 => String::new(),
            None if upper => "_".to_owned(),
            _ => return None,
        };
        let joined = words.join(&mark);
        return Some(if upper { joined.to_uppercase() } else { joined });
    }
    let titled =
        all(|other| other.starts_with(char::is_uppercase) && other.chars().all(char::is_alphanumeric));
    titled.then(|| words.iter().map(|word| cased(word, "A")).collect())
}

/// The words of a name, in lower case: `OnItsWay`, `ON_ITS_WAY` and `on-its-way` have three.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            let starts = !before.is_alphanumeric() || letter.is_uppercase() && before.is_lowercase();
            if starts || words.is_empty() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(letter.to_lowercase());
            }
        }
        before = letter;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::spelt;

    fn like(value: &str, others: &[&str]) -> Option<String> {
        spelt(value, &others.iter().map(|other| (*other).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_value_takes_the_spelling_of_its_neighbours() {
        assert_eq!(like("lost", &["NEW", "SENT"]).as_deref(), Some("LOST"));
        assert_eq!(like("OnItsWay", &["new", "picked-up"]).as_deref(), Some("on-its-way"));
        assert_eq!(like("on_its_way", &["New", "Sent"]).as_deref(), Some("OnItsWay"));
        assert_eq!(like("ON_ITS_WAY", &["NEW", "SENT"]).as_deref(), Some("ON_ITS_WAY"));
    }

    #[test]
    fn a_spelling_that_nothing_shows_is_not_made_up() {
        assert_eq!(like("onItsWay", &["new", "sent"]), None);
        assert_eq!(like("lost", &["new", "SENT"]), None);
    }
}

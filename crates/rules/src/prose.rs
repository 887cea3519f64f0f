//! The prose of a document: its text without code, links, quotes, comments and what is struck out.

use abide_syntax::{Document, NodeId, NodeKind, TextRange};

/// The runs of plain text within a range, in source order.
pub(crate) fn texts(document: &Document, range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
    let nodes = document.nodes();
    let from = nodes.partition_point(|node| node.range.start < range.start);
    let within =
        nodes.iter().enumerate().skip(from).take_while(move |(_, node)| node.range.start < range.end);
    within.filter_map(|(at, node)| {
        (node.kind == NodeKind::Text && is_prose(document, NodeId(at as u32))).then_some(node.range)
    })
}

fn is_prose(document: &Document, id: NodeId) -> bool {
    let mut at = document.node(id).parent;
    while at != NodeId::ROOT {
        let node = document.node(at);
        let other = matches!(
            node.kind,
            NodeKind::Code { .. }
                | NodeKind::Link
                | NodeKind::Image
                | NodeKind::Quote
                | NodeKind::Strikethrough
                | NodeKind::Html
                | NodeKind::Comment
                | NodeKind::FrontMatter
        );
        if other {
            return false;
        }
        at = node.parent;
    }
    true
}

/// A word of a text and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) range: TextRange,
}

/// The words of a run of text: letters and digits, with an apostrophe between them.
pub(crate) fn words(document: &Document, run: TextRange) -> Vec<Word<'_>> {
    /// So long are words with the space behind them, on average.
    const LENGTH: usize = 6;
    let text = run.slice(document.text());
    let mut found = Vec::with_capacity(text.len() / LENGTH + 1);
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        // Between words stands mostly one space.
        let Some(skipped) = length_until(rest, is_part) else { break };
        let from = at + skipped;
        let word = text.get(from..).unwrap_or_default();
        let length = length_until(word, |letter| !is_part(letter) && !matches!(letter, '\'' | '’'));
        let word = word.get(..length.unwrap_or(word.len())).unwrap_or_default();
        at = from + word.len();
        let word = word.trim_end_matches(['\'', '’']);
        let range = TextRange::new(run.start() + from, run.start() + from + word.len());
        found.push(Word { text: word, range });
    }
    found
}

/// How many bytes stand before the first such letter; most are ASCII, of which no table need be asked.
fn length_until(text: &str, wanted: impl Fn(char) -> bool) -> Option<usize> {
    let plain = text.bytes().position(|byte| !byte.is_ascii() || wanted(char::from(byte)))?;
    let rest = text.get(plain..)?;
    match rest.starts_with(|letter: char| letter.is_ascii()) {
        true => Some(plain),
        false => rest.find(wanted).map(|at| plain + at),
    }
}

/// Where phrases stand in a run of text: whole words, in any case. A phrase of letters without spaces between its words, as in
/// Japanese, stands anywhere.
pub(crate) fn phrases<'a>(
    document: &Document,
    run: TextRange,
    phrases: impl Iterator<Item = &'a str>,
) -> Vec<(TextRange, &'a str)> {
    let text = run.slice(document.text());
    // Bytes keep their places only where lower case has as many of them.
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for phrase in phrases {
        for (at, _) in lower.match_indices(phrase) {
            let before = lower.get(..at).and_then(|before| before.chars().next_back());
            let after = lower.get(at + phrase.len()..).and_then(|after| after.chars().next());
            let part = |letter: Option<char>| {
                letter.is_some_and(|letter| {
                    (letter.is_alphanumeric() || matches!(letter, '_' | '-')) && u32::from(letter) < 0x2E80
                })
            };
            let whole = !phrase.starts_with(char::is_alphanumeric) || !part(before);
            if whole && (!phrase.ends_with(char::is_alphanumeric) || !part(after)) {
                let start = run.start() + at;
                found.push((TextRange::new(start, start + phrase.len()), phrase));
            }
        }
    }
    found.sort_by_key(|(range, _)| *range);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_without_code_links_and_quotes() {
        let document = Document::parse(
            "# Fast\n\nIt is *fast* and `fast`, ~~fast~~ [fast](x).\n\n> fast\n\n```\nfast\n```\n",
        );
        let whole = TextRange::new(0, document.text().len());
        let found: Vec<u32> = texts(&document, whole)
            .flat_map(|run| phrases(&document, run, ["fast"].into_iter()))
            .map(|(range, _)| range.start)
            .collect();
        assert_eq!(found, [2, 15]);
    }

    #[test]
    fn words_and_their_places() {
        let document = Document::parse("The depot's e-mail, v2_x.");
        let found: Vec<&str> = words(&document, TextRange::new(0, 25)).iter().map(|word| word.text).collect();
        assert_eq!(found, ["The", "depot's", "e", "mail", "v2_x"]);
    }
}

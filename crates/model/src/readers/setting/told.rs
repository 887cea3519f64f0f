//! Variables that a paragraph on configuration tells of: "The service listens on `APP_PORT` (default `8080`)".

use crate::items::Draft;
use crate::text::{self, is_upper_snake};
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};

/// Reads the paragraphs of a part about configuration: each variable with what is told of it up to the next one.
pub(super) fn paragraphs(context: &Context, id: SectionId, items: &mut Items) {
    let document = context.document;
    for (node, range) in context.paragraphs(id) {
        let source = document.slice(range);
        no_other(context, id, source, items);
        if !source.contains('_') || !source.contains('`') {
            continue;
        }
        let names: Vec<(TextRange, &str)> = text::code_spans(document, node, document.node(node).end)
            .map(|(span, code)| (span.range, code))
            .filter(|(_, code)| is_upper_snake(code) && code.contains('_'))
            .collect();
        let mut told: Vec<(TextRange, &str, Option<String>)> = Vec::new();
        for (at, (span, name)) in names.iter().enumerate() {
            let end = names.get(at + 1).map_or(range.end, |(next, _)| next.start);
            let after = TextRange { start: span.end, end };
            let default = default(document.slice(after));
            told.push((TextRange { start: span.start, end }.trim(document.text()), name, default));
        }
        // Names in capitals alone may be error codes.
        let words = source.to_lowercase();
        let of_variables = ["environment", "variable", "umgebungsvariable", "環境変数", "环境变量"];
        if !told.iter().any(|(.., default)| default.is_some())
            && !of_variables.iter().any(|word| words.contains(word))
        {
            continue;
        }
        for (range, name, default) in told {
            items.push(
                Draft::new(Kind::Setting, id, range).key(name).rank(0).said("default", default.as_deref()),
            );
        }
    }
}

/// "The program reads no other environment variable."
fn no_other(context: &Context, id: SectionId, source: &str, items: &mut Items) {
    let alone = |text: &str| {
        let text = text.to_lowercase();
        (text.contains("no other") || text.contains("no further")) && text.contains("variable")
    };
    if !alone(source) {
        return;
    }
    for sentence in crate::sentence::split(source).into_iter().filter(|sentence| alone(sentence)) {
        if let Some(range) = TextRange::of_slice(context.document.text(), sentence) {
            items.push(Draft::new(Kind::Requirement, id, range.trim(context.document.text())));
        }
    }
}

/// A word, a piece of code or a mark.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    Word(&'a str),
    Code(&'a str),
    Mark(char),
}

fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for (at, part) in source.split('`').enumerate() {
        if at % 2 == 1 {
            pieces.push(Piece::Code(part.trim()));
            continue;
        }
        for word in part.split_whitespace() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
            let before = word.chars().next().filter(|c| matches!(c, '(' | ','));
            let after =
                word.chars().next_back().filter(|c| matches!(c, '(' | ')' | ',' | ';' | '.' | ':' | '='));
            pieces.extend(before.filter(|_| !bare.is_empty()).map(Piece::Mark));
            if !bare.is_empty() {
                pieces.push(Piece::Word(bare));
            }
            pieces.extend(after.map(Piece::Mark));
        }
    }
    pieces
}

/// "(default `8080`)", "by default 30 days", "0.3 by default", "300 unless set", "with `info` as the default".
fn default(source: &str) -> Option<String> {
    let pieces = pieces(source);
    let value = |piece: Option<&Piece>| match piece? {
        Piece::Code(code) => Some((*code).to_owned()),
        Piece::Word(word) => {
            let number = word.starts_with(|c: char| c.is_ascii_digit())
                && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '_' | ','));
            (number || matches!(*word, "true" | "false" | "empty")).then(|| (*word).to_owned())
        }
        Piece::Mark(_) => None,
    };
    let word = |at: usize| match pieces.get(at) {
        Some(Piece::Word(word)) => word.to_lowercase(),
        _ => String::new(),
    };
    let before = |at: usize| {
        let mut back = pieces.get(..at)?.iter().rev();
        let link = |piece: &&Piece| matches!(piece, Piece::Word(word) if ["by", "the", "as", "is", "a", "it", "being", "with"].contains(&word.to_lowercase().as_str()));
        let found = back.find(|piece| !link(piece));
        // "14 days unless changed": the number stands before its unit.
        value(found).or_else(|| match found {
            Some(Piece::Word(_)) => value(back.next()),
            _ => None,
        })
    };
    for at in 0..pieces.len() {
        let said = word(at);
        if matches!(said.as_str(), "default" | "defaults" | "defaulting") {
            if at > 0 && matches!(word(at - 1).as_str(), "no" | "without") {
                return None;
            }
            let links = pieces[at + 1..]
                .iter()
                .take_while(|piece| {
                    matches!(piece, Piece::Word(word) if ["to", "is", "of", "value", "as", "being", "at", "it's"].contains(word))
                        || matches!(piece, Piece::Mark(':' | '='))
                })
                .count();
            if let Some(found) = value(pieces.get(at + 1 + links)).or_else(|| before(at)) {
                return Some(found);
            }
        }
        let unset = matches!(
            (said.as_str(), word(at + 1).as_str(), word(at + 2).as_str()),
            ("unless", "set" | "given" | "changed" | "overridden", _)
                | ("if" | "when", "unset", _)
                | ("if" | "when", "not", "set" | "given")
        );
        if unset && let Some(found) = before(at) {
            return Some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::default;

    #[test]
    fn a_default_is_told_in_many_ways() {
        for (text, expected) in [
            (" (default `8080`; the image sets it to `80`) and", "8080"),
            (" (default: 8080)", "8080"),
            (", by default `data/shelf.db`; its folder", "data/shelf.db"),
            (", 0.3 by default, lies between 0.01 and 1.", "0.3"),
            (" defaults to 14 and may be 1 to 90.", "14"),
            (" is how long loans are kept, by default 730 days and never less than 30.", "730"),
            (" between two runs, 300 unless set. ", "300"),
            (" is `debug`, `info` or `error`, with `info` as the default. With ", "info"),
            (" makes it ask for that token; it is empty by default, and then none is needed.", "empty"),
            (" (`10` if unset)", "10"),
        ] {
            assert_eq!(default(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            " set, errors also go there; it has no default. No other is read.",
            " names the file.",
            " is 1 to 90.",
        ] {
            assert_eq!(default(text), None, "{text}");
        }
    }
}

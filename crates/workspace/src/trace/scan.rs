//! Reading one file for the names of statements.

use super::How;
use super::names::{Names, Pattern, Statement, is_telling};
use super::place::is_test_file;
use crate::files::Found;
use std::sync::Arc;

/// A name that was found.
pub(super) struct Hit {
    pub(super) path: Arc<str>,
    pub(super) line: u32,
    pub(super) how: How,
    /// Whether it stands in a test.
    pub(super) in_test: bool,
    pub(super) id: String,
    pub(super) meant: Meant,
}

/// Which statement a name means.
pub(super) enum Meant {
    One(Statement),
    Several(Vec<Statement>),
    None,
}

/// A larger file was written by a program.
const LARGEST: u64 = 1 << 20;

/// The names in a file; none where it is no text.
pub(super) fn file(names: &Names, found: &Found) -> Vec<Hit> {
    if std::fs::metadata(&found.absolute).is_ok_and(|metadata| metadata.len() > LARGEST) {
        return Vec::new();
    }
    let Some(text) = std::fs::read(&found.absolute).ok().filter(|bytes| !bytes.contains(&0)) else {
        return Vec::new();
    };
    let Ok(text) = String::from_utf8(text) else { return Vec::new() };
    self::text(names, &found.path, &text)
}

/// The names in a text.
pub(super) fn text(names: &Names, path: &Arc<str>, text: &str) -> Vec<Hit> {
    let all_tests = is_test_file(path);
    // Rust keeps tests at the end of the file that they test.
    let tests_from = if path.ends_with(".rs") { text.find("#[cfg(test)]") } else { None };
    let in_test = |at: usize| all_tests || tests_from.is_some_and(|from| at >= from);
    let lines = Lines::new(text);
    let mut hits = marks(names, path, text, &lines, &in_test);
    let marked: Vec<u32> = hits.iter().map(|hit| hit.line).collect();
    for (pattern, start, end) in names.find(text) {
        let Some((id, meant)) = meant(names, text, pattern, start, end) else { continue };
        let line = lines.line(start);
        // The mark on this line has said what it means.
        if marked.binary_search(&line).is_ok() {
            continue;
        }
        // A name that several documents have says nothing about any of them; only a mark means to.
        if let Meant::One(_) = meant {
            hits.push(Hit {
                path: Arc::clone(path),
                line,
                how: How::Names,
                in_test: in_test(start),
                id,
                meant,
            });
        }
    }
    hits
}

/// The statement that a name in a text means; none where it is a part of another word.
fn meant(names: &Names, text: &str, pattern: &Pattern, start: usize, end: usize) -> Option<(String, Meant)> {
    let before = text.get(..start)?;
    let after = text.get(end..)?;
    let joins = |letter: char| letter.is_alphanumeric() || letter == '_';
    let (id, start_is_free, end_is_free) = match pattern {
        Pattern::Written(id) => {
            // `FR-1` is not `FR-10`, `XFR-1`, `FR-1-2` or `FR-1.2`.
            let longer = after.starts_with(|letter: char| joins(letter))
                || after.starts_with(['-', '.'])
                    && after
                        .get(1..)
                        .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
            let cased = text.get(start..end) == Some(id.as_str());
            (id.clone(), cased && !before.ends_with(|letter: char| joins(letter) || letter == '-'), !longer)
        }
        Pattern::Identifier(id) => {
            let free = !before.ends_with(char::is_alphanumeric);
            // The number may go on with a letter only behind `_`.
            (id.clone(), free, !after.starts_with(char::is_alphanumeric))
        }
        Pattern::Kind(_) => {
            let id = names.leading(text.get(start..)?)?;
            (id.to_owned(), !before.ends_with(joins), true)
        }
    };
    if !start_is_free || !end_is_free {
        return None;
    }
    let document = document_before(before);
    if let Some(one) = document.and_then(|path| names.in_document(path, &id)) {
        return Some((id, Meant::One(one)));
    }
    if document.is_some() || matches!(pattern, Pattern::Written(_)) && !is_telling(&id) {
        return None;
    }
    let meant = of_id(names, &id);
    Some((id, meant))
}

/// The path in front of `#`, in front of an id.
fn document_before(before: &str) -> Option<&str> {
    let rest = before.strip_suffix('#')?;
    let start = rest
        .rfind(|letter: char| {
            letter.is_whitespace() || matches!(letter, '"' | '\'' | '`' | '(' | ',' | '<' | '[')
        })
        .map_or(0, |at| at + 1);
    let path = rest.get(start..)?;
    path.ends_with(".md").then_some(path.trim_start_matches("./"))
}

fn of_id(names: &Names, id: &str) -> Meant {
    match names.of_id(id) {
        [] => Meant::None,
        [one] => Meant::One(*one),
        several => Meant::Several(several.to_vec()),
    }
}

const MARKS: &[(&str, How)] = &[("verifies", How::Verifies), ("implements", How::Implements)];

/// `verifies: FR-1, FR-2` and `implements: specs/orders.md#FR-1`.
fn marks(
    names: &Names,
    path: &Arc<str>,
    text: &str,
    lines: &Lines,
    in_test: &impl Fn(usize) -> bool,
) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (word, how) in MARKS {
        for (at, _) in text.match_indices(word) {
            let before = text.get(..at).unwrap_or_default();
            let Some(rest) = text.get(at + word.len()..).and_then(|rest| rest.strip_prefix(':')) else {
                continue;
            };
            // `"verifies": …` and `x.verifies:` are code of their own.
            if before.ends_with(|letter: char| {
                letter.is_alphanumeric() || matches!(letter, '_' | '"' | '\'' | '.' | '-')
            }) {
                continue;
            }
            let line = rest.lines().next().unwrap_or_default();
            for id in line.split(',').map(clean).take_while(|id| is_id(names, id)) {
                let meant =
                    match id.rsplit_once('#').filter(|(path, _)| path.ends_with(".md")).or_else(|| split(id))
                    {
                        Some((document, id)) => names
                            .in_document(document.trim_start_matches("./"), id)
                            .map_or(Meant::None, Meant::One),
                        None => of_id(names, id),
                    };
                let place = (lines.line(at), in_test(at));
                hits.push(Hit {
                    path: Arc::clone(path),
                    line: place.0,
                    how: *how,
                    in_test: place.1,
                    id: id.to_owned(),
                    meant,
                });
            }
        }
    }
    hits.sort_by_key(|hit| hit.line);
    hits
}

/// The path and the id of `specs/a.md#path:#notes`.
fn split(id: &str) -> Option<(&str, &str)> {
    let at = id.find(".md#")? + ".md".len();
    Some((id.get(..at)?, id.get(at + 1..)?))
}

/// An id as it stands in a mark, without what ends a comment.
fn clean(id: &str) -> &str {
    let id = id.trim().trim_end_matches("*/").trim_end_matches("-->").trim();
    id.trim_matches(['"', '\'', '`', '(', ')', '[', ']', ';']).trim_end_matches('.').trim()
}

/// Whether a text behind a mark is meant as an id: known, or one word with a digit or a document in it.
fn is_id(names: &Names, id: &str) -> bool {
    let one_word = !id.is_empty() && !id.contains(char::is_whitespace);
    !names.of_id(id).is_empty()
        || split(id).is_some()
        || one_word
            && (id.contains(|letter: char| letter.is_ascii_digit()) && id.contains(char::is_alphabetic))
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    fn line(&self, at: usize) -> u32 {
        self.0.partition_point(|start| *start <= at) as u32
    }
}

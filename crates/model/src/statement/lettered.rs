//! Entries that were put in later, which Markdown takes for the last lines of the one before: "4. Print", "4b. Fold".

use super::Statement;
use crate::text;
use abide_syntax::{Document, NodeId, TextRange};

/// Cuts a numbered entry before each of its lines that opens with a number and a letter, and gives what stands there.
pub(super) fn cut(document: &Document, statement: &mut Statement) -> Vec<Statement> {
    let source = document.slice(statement.range);
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let bare = line.trim_start();
        if at > 0 && let Some(told) = behind_number(bare) {
            let start = at + (line.len() - bare.len());
            starts.push((start, start + (bare.len() - told.len())));
        }
        at += line.len();
    }
    let Some((first, _)) = starts.first().copied() else { return Vec::new() };
    let base = statement.range.start as usize;
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, _)| *start).chain([source.len()]).collect();
    let nodes = (statement.first.index(), statement.end.index());
    let mut found = Vec::new();
    for ((_, told), end) in starts.into_iter().zip(ends) {
        let range = TextRange::new(base + told, base + end).trim(document.text());
        let Some((first, end)) = nodes_in(document, nodes, range) else { continue };
        let text = text::one_line(&document.slice(range).replace("**", "").replace('`', ""));
        found.push(Statement { first, end, range, whole: range, text, ..statement.clone() });
    }
    let range = TextRange::new(base, base + first).trim(document.text());
    if let Some((first, end)) = nodes_in(document, nodes, range) {
        let text = text::plain(document, first, end);
        let (_, bare) = text::ticked(&text);
        *statement = Statement { first, end, range, whole: range, text: bare.trim().to_owned(), ..statement.clone() };
    }
    found
}

/// What follows "4b. " or "4b) ".
fn behind_number(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).filter(|_| (1..=2).contains(&digits))?;
    let rest = rest.strip_prefix(|c: char| c.is_ascii_lowercase())?;
    rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))
}

/// The nodes of an entry that stand within a part of it.
fn nodes_in(document: &Document, (from, to): (usize, usize), range: TextRange) -> Option<(NodeId, NodeId)> {
    let within = |at: usize| document.nodes().get(at).is_some_and(|node| range.overlaps(node.range));
    let first = (from..to).find(|at| within(*at))?;
    let last = (from..to).rev().find(|at| within(*at))?;
    Some((NodeId(first as u32), NodeId(last as u32 + 1)))
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn steps_that_were_put_in_later() {
        let text = "# T\n## Flow\n1. **Print:** the pages\n   of the day\n1b. **Fold:** the `pages`\n   twice\n2. Send\n";
        assert_eq!(
            shown(&[Kind::Step], text),
            [
                "3 step \"Print: the pages of the day\"",
                "5 step \"Fold: the pages twice\"",
                "7 step \"Send\"",
            ]
        );
    }
}

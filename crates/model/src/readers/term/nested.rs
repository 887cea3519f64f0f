//! Terms whose definitions stand below them: a name on the line of a bullet, and in it a paragraph or bullets that say what
//! it is.

use super::LONGEST;
use crate::statement;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};

/// Labels of what is said about a term; others are terms of their own, below the name of their group.
const ABOUT: &[&str] = &[
    "definition", "description", "meaning", "example", "examples", "note", "notes", "synonyms", "synonym", "aliases", "alias", "see",
    "see also", "also", "type", "source", "used in", "usage", "definición", "ejemplo", "sinónimos", "définition", "exemple", "bedeutung",
    "beispiel", "definição", "exemplo", "定義", "例", "定义", "示例", "정의", "예", "определение", "пример",
];

/// Reads them, and gives where they stand, so that what is nested is not read again.
pub(super) fn read(context: &Context, id: SectionId, items: &mut Items) -> Vec<TextRange> {
    let document = context.document;
    let mut taken = Vec::new();
    let lists = document
        .section_blocks(id)
        .filter(|block| matches!(document.node(*block).kind, NodeKind::List { .. }));
    for list in lists {
        for entry in document.children(list) {
            if let Some((term, definition, range)) = defined(context, id, entry) {
                super::push(items, id, range, &term, &definition);
                taken.push(range);
            }
        }
    }
    taken
}

/// A term in marks or in a few words, and what is nested below it.
fn defined(context: &Context, id: SectionId, entry: NodeId) -> Option<(String, String, TextRange)> {
    let document = context.document;
    let own = statement::own(document, id, entry, false, &[], 0)?;
    let first = document.node(own.first);
    let marked = matches!(first.kind, NodeKind::Strong | NodeKind::CodeSpan | NodeKind::Emphasis);
    // The definition may follow on the next line; what is nested then tells of other things.
    if first.kind == NodeKind::Strong
        && document.text().get(first.range.end as usize..own.range.end as usize).is_some_and(|rest| rest.starts_with(['\n', '\r']))
        && let term = document.slice(first.range).trim_matches(['*', '_'])
        && let Some(definition) = own.text.strip_prefix(term)
    {
        return Some((bare(term).to_owned(), definition.trim().to_owned(), own.range));
    }
    let term = bare(&own.text);
    let alone = !marked || first.range.end >= own.range.end.saturating_sub(2);
    let short = term.split_whitespace().count() <= if marked { LONGEST } else { LONGEST / 2 };
    if !alone || !short || term.is_empty() || term.ends_with(['.', '。', '?']) || text::labelled(&own.text).is_some_and(|cut| !cut.rest.is_empty()) {
        return None;
    }
    let mut told: Vec<String> = Vec::new();
    for child in document.children(entry) {
        let node = document.node(child);
        match node.kind {
            NodeKind::Paragraph if node.range.start > own.range.start => told.push(text::one_line(&context.text(child))),
            NodeKind::List { ordered } => {
                for nested in document.children(child) {
                    let Some(nested) = statement::own(document, id, nested, ordered, &[], 1) else { continue };
                    if let Some(cut) = text::labelled(&nested.text) {
                        if !ABOUT.contains(&cut.label.to_lowercase().as_str()) {
                            return None;
                        }
                        // "Example: …" says more, but not what it is.
                        if told.is_empty() {
                            told.push(cut.rest.to_owned());
                            continue;
                        }
                    }
                    told.push(nested.text);
                }
            }
            _ => {}
        }
    }
    let whole = document.node(entry).range.trim(document.text());
    (!told.is_empty()).then(|| (term.to_owned(), told.join(" "), whole))
}

fn bare(term: &str) -> &str {
    term.trim().trim_end_matches([':', '：', '-', '–', '—']).trim()
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn definitions_below_their_terms() {
        let text = "# T\n## Glossary\n- **Sheet**\n\n  What is printed on.\n\n- **Tray**:\n  - Where sheets lie.\n  - Never empty.\n- **Press**\n  Prints sheets.\n- `Desk`\n  - Definition: who sends pages\n  - Example: the front desk\n";
        assert_eq!(
            shown(&[Kind::Term], text),
            [
                "3 term Sheet definition=What is printed on.",
                "7 term Tray definition=Where sheets lie. Never empty.",
                "10 term Press definition=Prints sheets.",
                "12 term Desk definition=who sends pages Example: the front desk",
            ]
        );
    }

    #[test]
    fn names_of_groups_and_sentences_are_no_terms() {
        let text = "# T\n## Glossary\n- **Paper terms**\n  - **Sheet**: one page\n  - **Tray** — where sheets lie\n- All of these are kept:\n  - For ever, in every copy of the press that was sold.\n- **Ink** dries.\n";
        assert_eq!(
            shown(&[Kind::Term], text)
                .iter()
                .map(|line| line.split(" definition").next().unwrap_or_default().to_owned())
                .collect::<Vec<_>>(),
            ["4 term Sheet", "5 term Tray"]
        );
    }
}

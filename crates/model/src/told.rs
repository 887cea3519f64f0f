//! What a specification says beside its items: each sentence, each entry and each row that no item holds.
//!
//! Most of it describes, explains or leads over, so it is not part of [`Spec`]. What of it can be tried on a running system is a
//! statement all the same, and `abide verify` asks for it here.

use crate::items::Digest;
use crate::{Draft, Item, Items, Kind, Spec, sentences};
use abide_syntax::{Document, NodeId, NodeKind, TextRange};

/// What the ids of such statements begin with.
const PREFIX: &str = "statement";

/// Fewer words than these say nothing about a system.
const FEWEST_WORDS: usize = 4;

impl Item {
    /// Whether it is said beside the items of its document, in running text, an entry or a row that no reader took.
    pub fn is_told(&self) -> bool {
        self.kind == Kind::Requirement
            && self.id.split_once(':').is_some_and(|(before, _)| before == PREFIX)
            && self.text_field("id").is_none()
    }
}

impl Spec {
    /// What the document says beside its items, in source order. Each is a requirement whose id begins with `statement:`.
    pub fn told(&self, document: &Document) -> Vec<Item> {
        let is_held = |range: TextRange| self.items.iter().any(|item| item.range.overlaps(range));
        let mut found = Items::new(document);
        for (id, node) in document.descendants(NodeId::ROOT) {
            let said = match node.kind {
                NodeKind::Paragraph => sentences_in(document, node.range),
                NodeKind::Item { .. } => {
                    let children = document.children(id).map(|child| document.node(child));
                    let words: Vec<TextRange> =
                        children.filter(|child| child.kind.is_inline()).map(|child| child.range).collect();
                    match (words.first(), words.last()) {
                        (Some(first), Some(last)) => {
                            sentences_in(document, TextRange { start: first.start, end: last.end })
                        }
                        _ => continue,
                    }
                }
                NodeKind::TableRow => vec![node.range.trim(document.text())],
                _ => continue,
            };
            for range in said {
                let words = document.slice(range).split(|c: char| !c.is_alphanumeric() && c != '_');
                let start: Vec<&str> = words.filter(|word| !word.is_empty()).take(FEWEST_WORDS).collect();
                if start.len() == FEWEST_WORDS && !is_held(range) {
                    let section = document.section_at(range.start);
                    // Named by how it starts: where the rest is edited, what was judged of it is seen to be of other words.
                    found.push(Draft::new(Kind::Requirement, section, range).text(start.join(" ")));
                }
            }
        }
        let (mut items, _) = found.finish();
        for item in &mut items {
            item.text = crate::text::one_line(&document.slice(item.range).replace("**", ""));
            // Which ids several documents have is not asked of what is told; so none is alike in two of them.
            let (own, count) = item.id.split_once('~').unwrap_or((&item.id, ""));
            let mut digest = Digest::default();
            digest.add(&self.path);
            digest.add(own);
            item.id = digest.id(PREFIX) + if count.is_empty() { "" } else { "~" } + count;
        }
        items
    }
}

/// The sentences of some bytes.
fn sentences_in(document: &Document, range: TextRange) -> Vec<TextRange> {
    let text = document.slice(range);
    let mut at = 0;
    let place = |sentence: &str| {
        let start = at + text.get(at..)?.find(sentence)?;
        at = start + sentence.len();
        Some(TextRange::new(range.start() + start, range.start() + at))
    };
    sentences(text).into_iter().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences, entries and rows that no item holds, as they are written.
    fn told(text: &str) -> Vec<String> {
        let document = Document::parse(text);
        let spec = Spec::read("spec.md", &document);
        let items = spec.told(&document);
        for item in &items {
            assert!(item.is_told(), "{}", item.id);
            assert!(spec.items.iter().all(|other| !other.is_told() && !other.range.overlaps(item.range)));
        }
        items.iter().map(|item| item.range.slice(document.text()).to_owned()).collect()
    }

    #[test]
    fn each_sentence_entry_and_row_that_no_item_holds() {
        let text = "# Kiosk\n\n## Working with it\n\nLists are newest first. A gate opens\nby itself at `06:00`. See below!\n\n- Codes of gates are kept as they were sent\n- short one\n\n| List | Order of it |\n|---|---|\n| gates | by name, then by id |\n";
        assert_eq!(
            told(text),
            [
                "Lists are newest first.",
                "A gate opens\nby itself at `06:00`.",
                "Codes of gates are kept as they were sent",
                "| gates | by name, then by id |"
            ]
        );
    }

    #[test]
    fn what_an_item_says_is_not_told_again() {
        let text = "# Kiosk\n\n## Requirements\n\n- FR-1: A gate must have a name of its own.\n\nThe list of gates is sorted by name.\n";
        assert_eq!(told(text), ["The list of gates is sorted by name."]);
    }

    #[test]
    fn an_id_stays_where_lines_move_and_no_two_are_alike() {
        let ids = |text: &str| -> Vec<String> {
            let document = Document::parse(text);
            let spec = Spec::read("spec.md", &document);
            spec.told(&document).into_iter().map(|item| item.id).collect()
        };
        let one = ids("# Kiosk\n\n## Lists\n\nLists are always newest first.\n");
        let moved = ids(
            "# Kiosk\n\n## Aims\n\nTo sell well.\n\n## Lists\n\nLists are always newest first.\n\nLists are always newest first.\n",
        );
        assert_eq!(one.len(), 1);
        assert_eq!(moved, [one[0].clone(), format!("{}~2", one[0])]);
    }

    #[test]
    fn an_id_stays_where_the_end_of_a_sentence_is_edited() {
        let told = |text: &str| {
            let document = Document::parse(text);
            Spec::read("spec.md", &document).told(&document)
        };
        let before = told("# Kiosk\n\n## Seats\n\nA guest keeps at most 8 seats for a show.\n");
        let after = told("# Kiosk\n\n## Seats\n\nA guest keeps at most 6 seats for a show.\n");
        assert_eq!(before[0].id, after[0].id);
        assert_eq!(after[0].text, "A guest keeps at most 6 seats for a show.");
    }
}

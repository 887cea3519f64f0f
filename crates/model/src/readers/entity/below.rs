//! Sentences below the heading of a table that tell of its indexes: "(`shelf_id`, `title`) is unique".

use super::indexed::push;
use super::partial;
use super::registry::Registry;
use crate::items::Draft;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};

/// The entity that a heading names.
pub(super) fn headed<'a>(context: &Context, id: SectionId, registry: &'a Registry) -> Option<&'a str> {
    let title = context.document.section(id)?.title.trim_matches(['`', ' ', '*', ':']).to_owned();
    let bare = title.strip_prefix("Table").map(|rest| rest.trim_matches(['`', ' ', ':'])).unwrap_or(&title);
    registry.singular(bare)
}

/// Sentences below the heading of a table: "(`shelf_id`, `title`) is unique", "uses the index `idx_books_title`".
pub(super) fn read(context: &Context, id: SectionId, entity: &str, items: &mut Items) {
    let document = context.document;
    let said = context
        .paragraphs(id)
        .map(|(_, range)| range)
        .chain(context.statements(id).iter().map(|one| one.range));
    for range in said {
        let source = document.slice(range);
        let some = partial::read(context, id, entity, range, items);
        if !source.contains('`') {
            continue;
        }
        for sentence in crate::sentence::split(source) {
            let Some(at) = TextRange::of_slice(document.text(), sentence) else { continue };
            let at = at.trim(document.text());
            let lower = sentence.to_lowercase();
            // Among some records only, which was read above.
            if some.contains(&at) {
                continue;
            }
            if let Some(columns) = unique_together(sentence) {
                push(items, id, at, Some(entity), columns, true);
            } else if lower.contains("index")
                && !denies(&lower)
                && let Some(name) = sentence.split('`').skip(1).step_by(2).find(|code| is_index_name(code))
            {
                items.push(
                    Draft::new(Kind::Index, id, at)
                        .said("entity", Some(entity))
                        .said("name", Some(name))
                        .field("unique", lower.contains("unique index")),
                );
            }
        }
    }
}

/// "(`a`, `b`) is unique", "`a` and `b` are unique together", "the pair (`a`, `b`) must be unique"
fn unique_together(sentence: &str) -> Option<Vec<String>> {
    let mut parts = sentence.split('`');
    let mut columns: Vec<String> = Vec::new();
    parts.next()?;
    while let (Some(code), Some(after)) = (parts.next(), parts.next()) {
        let column = !code.is_empty() && code.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !column {
            columns.clear();
            continue;
        }
        columns.push(code.to_owned());
        let link = after.trim();
        if matches!(link, "," | "and" | ", and" | "+" | "&") {
            continue;
        }
        let behind = link.trim_start_matches(')').trim_start();
        let ends = [
            "is unique",
            "are unique",
            "must be unique",
            "are together unique",
            "together are unique",
            "are unique together",
            "is unique together",
        ];
        if columns.len() >= 2 && ends.iter().any(|end| behind.starts_with(end)) {
            return Some(columns);
        }
        columns.clear();
    }
    None
}

/// Whether a sentence tells of what is not there, or is not there any more.
fn denies(lower: &str) -> bool {
    const WORDS: &[&str] = &[
        "no", "not", "never", "without", "instead", "dropped", "drop", "drops", "removed", "removes",
        "deleted", "former", "formerly", "longer", "replaced", "replaces",
    ];
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// `idx_books_title`, `books_title_key`
fn is_index_name(code: &str) -> bool {
    let named = code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && code.matches('_').count() >= 2;
    let starts = ["idx_", "ix_", "uq_", "uk_", "ux_", "index_", "uidx_"];
    let ends = ["_idx", "_index", "_key", "_uq", "_ix"];
    named
        && (starts.iter().any(|start| code.starts_with(start)) || ends.iter().any(|end| code.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn an_index_that_is_gone_is_none() {
        let text = "# T\n## Data model\n### books\n```\nid INTEGER primary key\n```\nThe index `idx_books_title` was dropped. Lists need no index like `idx_books_year`.\n";
        assert_eq!(shown(&[Kind::Index], text), [""; 0]);
    }

    #[test]
    fn sentences_below_the_heading_of_a_table() {
        let text = "# T\n## Data model\n### books\n```\nid        INTEGER   primary key\nshelf_id  INTEGER   not null\ntitle     TEXT      not null\n```\nA title stands once on a shelf: (`shelf_id`, `title`) is unique. Searches use the index `idx_books_title`.\n\nOne title a shelf: `UNIQUE (shelf_id, title)`.\n";
        assert_eq!(
            shown(&[Kind::Index], text),
            [
                "9 index \"A title stands once on a shelf: (`shelf_id`, `title`) is unique.\" entity=books unique=true columns=[\"shelf_id\",\"title\"]",
                "9 index \"Searches use the index `idx_books_title`.\" entity=books name=idx_books_title unique=false",
                "11 index \"One title a shelf: `UNIQUE (shelf_id, title)`.\" entity=books unique=true columns=[\"shelf_id\",\"title\"]",
            ]
        );
    }
}

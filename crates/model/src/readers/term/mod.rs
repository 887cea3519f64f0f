//! Glossary entries.

#[rustfmt::skip]
mod nested;

use super::Reader;
use crate::heads;
use crate::items::Draft;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId};
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "term",
    kinds: &[Kind::Term],
    documentation: "\
A glossary entry: a bullet or paragraph `**Term**: definition` or `Term — definition`, a bullet that is only the term with its definition below, a row of a table of terms, a heading below that of the glossary, a line below \"Ubiquitous language:\". The key is the term.",
    read,
};

/// How many words a heading that is a term may have.
const LONGEST: usize = 7;

fn read(context: &Context, items: &mut Items) {
    for statement in context.adopted(Kind::Term) {
        if let Some(cut) = text::labelled(&statement.text).filter(|_| !says_nothing(&statement.text)) {
            push(items, statement.section, statement.range, cut.label, cut.rest);
        }
    }
    for (id, section) in context.sections_of(Kind::Term) {
        // "### Tray" below the heading of a glossary, and what it is.
        let above = context.outline.concepts(section.parent).contains(&Concept::Glossary);
        if above && context.outline.concepts(id).is_empty() && context.statements(id).is_empty() {
            let told = context.paragraphs(id).next().map(|(node, _)| context.text(node)).unwrap_or_default();
            let term = text::unnumbered(&section.title);
            if term.split_whitespace().count() <= LONGEST && !told.trim_end().ends_with(':') {
                push(items, id, section.title_range, term, &text::one_line(&told));
                continue;
            }
        }
        let references = context.outline.holds(id, Kind::Reference);
        let taken = if references { Vec::new() } else { nested::read(context, id, items) };
        for statement in context.statements(id) {
            let known = taken
                .iter()
                .any(|range| range.start <= statement.range.start && statement.range.end <= range.end);
            if known || says_nothing(&statement.text) {
                continue;
            }
            // Under "Glossary / References" a label over links is not a term.
            let linked = (statement.first.index()..statement.end.index())
                .any(|at| context.document.nodes().get(at).is_some_and(|node| node.kind == NodeKind::Link));
            if let Some(cut) = text::labelled(&statement.text)
                && !(references && (linked || is_link_label(cut.label)))
            {
                push(items, id, statement.range, cut.label, cut.rest);
            }
        }
        for grid in context.grids_of(id) {
            let term = grid.column(heads::TERM).unwrap_or(0);
            let definition =
                grid.column(heads::DEFINITION).filter(|at| *at != term).unwrap_or(usize::from(term == 0));
            for row in grid.filled_rows() {
                if let Some(name) = row.said(Some(term)) {
                    push(items, id, row.range, name, row.text(Some(definition)));
                }
            }
        }
        for (node, range) in context.paragraphs(id) {
            let bold = context
                .document
                .children(node)
                .next()
                .is_some_and(|first| context.document.node(first).kind == NodeKind::Strong);
            let text = context.text(node);
            if let Some((term, definition)) = definition_list(range.slice(context.document.text())) {
                push(items, id, range.trim(context.document.text()), term, &text::one_line(definition));
            } else if bold && let Some(cut) = text::labelled(&text) {
                push(items, id, range.trim(context.document.text()), cut.label, cut.rest);
            }
        }
    }
}

/// A term on a line of its own, and its definition behind a colon on the next.
fn definition_list(paragraph: &str) -> Option<(&str, &str)> {
    let (term, rest) = paragraph.trim().split_once('\n')?;
    let definition = rest.trim_start().strip_prefix(": ")?;
    Some((term, definition))
}

fn is_link_label(label: &str) -> bool {
    matches!(
        text::squash(label).as_str(),
        "links" | "link" | "references" | "see" | "seealso" | "docs" | "documentation" | "rfcs" | "tickets"
    )
}

fn push(items: &mut Items, section: SectionId, range: abide_syntax::TextRange, term: &str, definition: &str) {
    let term = term.trim().trim_matches(['*', '`', '"', '“', '”']);
    if term.is_empty()
        || text::is_placeholder(term)
        || says_nothing(definition)
        || term.split_whitespace().count() > 8
    {
        return;
    }
    items.push(Draft::new(Kind::Term, section, range).key(term).field("definition", definition.trim()));
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        entries_in_lists_and_tables,
        "# T\n## Glossary / References\n- **Invite:** a signed `offer`.\n- *⟦Term⟧* — ⟦Definition⟧\n- Links: [a](b)\n### Appendix C: Glossary\n| Term | Definition |\n|---|---|\n| Parcel | a box |\n",
        ["3 term Invite definition=a signed offer.", "9 term Parcel definition=a box"]
    );
    reader_test!(
        definition_lists_in_html,
        "# T\n## Terms\n<dl>\n<dt>Tray</dt><dd>What holds <b>sheets</b></dd>\n<dt>Ink</dt>\n<dd>Dries fast</dd>\n</dl>\n",
        ["4 term Tray definition=What holds sheets", "5 term Ink definition=Dries fast"]
    );
    reader_test!(
        a_table_of_terms,
        "# T\n## Glossary\n| Term | Definition |\n|---|---|\n| Parcel | a box |\n\n**Depot**: where boxes rest\n",
        ["5 term Parcel definition=a box", "7 term Depot definition=where boxes rest"]
    );
    reader_test!(
        definition_lists,
        "# T\n## Glossar\nCharge\n: Eine Menge gleicher\n  Ware.\n\nKein Begriff\nohne Doppelpunkt\n",
        ["3 term Charge definition=Eine Menge gleicher Ware."]
    );

    reader_test!(
        headings_below_that_of_a_glossary,
        "# T\n## Glossary\n### Job ticket\nWhat a desk hands to the press.\n### Trays\n- **Upper tray**: the one above\n### Examples:\nof them:\n",
        [
            "3 term Job ticket definition=What a desk hands to the press.",
            "6 term Upper tray definition=the one above"
        ]
    );
    reader_test!(
        terms_below_a_label,
        "# T\n## Domain context\n- **Context:** presses\n- **Ubiquitous language:**\n  - **Sheet** — one page\n  - **Tray** — where sheets lie\n",
        ["5 term Sheet definition=one page", "6 term Tray definition=where sheets lie"]
    );
}

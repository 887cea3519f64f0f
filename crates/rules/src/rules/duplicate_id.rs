use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::{Place, Severity};
use abide_syntax::{NodeId, NodeKind, SectionId, Table, TextRange};
use foldhash::{HashMap, HashMapExt};
use std::sync::Arc;

rule! {
    /// Two different statements of a document have the same id.
    ///
    /// ## Why it matters
    ///
    /// "Covers FR-003" then says nothing: reviews, tests and tools that follow the id land on one of the two.
    ///
    /// ## What counts
    ///
    /// An id that opens a bullet, a heading or the row of a table, bold or followed by a colon or dash: `**FR-001**: …`,
    /// `### REQ-2: …`. Names of standards and other documents, "SHA-256", "ADR-7", are no ids. Both places must be of the same kind and say different things: a task, a summary or a test that
    /// names the id again defines nothing. Ids that start again from 1 in another part, AC-1 of each story, belong to
    /// that part.
    ///
    /// ## How to mend it
    ///
    /// Give the later statement an id of its own, and correct what refers to it.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Requirements
    /// Which?
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Requirements
    /// - **FR-001**: Orders are exported.
    /// - **FR-002**: Parcels are exported.
    /// - **FR-002**: Only owners may export.
    ///     ~~~~~~ `FR-002` is already another statement, on line 4
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Requirements
    /// - **FR-001**: Orders are exported.
    /// ## Tests
    /// - [ ] **FR-001**: the file opens
    /// - FR-001 and FR-002 are covered.
    /// ## Story One
    /// - AC-1: It opens.
    /// - AC-2: It closes.
    /// ## Story Two
    /// - AC-1: It is fast.
    /// ```
    "duplicate-id", default: Some(Severity::Warning), since: "0.1.0"
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Form {
    Heading(u8),
    Bullet,
    Row(NodeId),
}

struct Definition<'a> {
    id: &'a str,
    form: Form,
    range: TextRange,
    text: String,
    section: SectionId,
}

fn check(context: &Context, report: &mut Report) {
    if context.governing.is_none() {
        return;
    }
    let definitions = definitions(context);
    let mut lowest: HashMap<(SectionId, Form, &str), u32> = HashMap::new();
    for definition in &definitions {
        let (prefix, number) = split(definition.id);
        let known = lowest.entry((definition.section, definition.form, prefix)).or_insert(number);
        *known = number.min(*known);
    }
    // Whether the later of two parts counts its ids from the start, as the earlier does.
    let starts_again = |one: &Definition, other: &Definition| {
        let start = |found: &Definition| lowest.get(&(found.section, found.form, split(found.id).0)).copied();
        one.section != other.section && start(one) == start(other)
    };
    let mut first: HashMap<(&str, Form), &Definition> = HashMap::new();
    for definition in &definitions {
        let Some(known) = first.get(&(definition.id, definition.form)) else {
            first.insert((definition.id, definition.form), definition);
            continue;
        };
        if known.text == definition.text || starts_again(known, definition) {
            continue;
        }
        let line = context.document.line(known.range.start);
        report
            .at(definition.range, format!("`{}` is already another statement, on line {line}", definition.id))
            .related(Place::new(Arc::clone(context.path), known.range), "the first one")
            .help("give this one an id of its own");
    }
}

/// An id as its letters and its number.
fn split(id: &str) -> (&str, u32) {
    let at = id.rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + 1);
    let (prefix, number) = id.split_at_checked(at).unwrap_or((id, ""));
    (prefix, number.parse().unwrap_or(0))
}

fn definitions<'a>(context: &'a Context) -> Vec<Definition<'a>> {
    let document = context.document;
    let mut found = Vec::new();
    for (at, node) in document.nodes().iter().enumerate() {
        let id = NodeId(at as u32);
        match node.kind {
            NodeKind::Heading { level, .. } => found.extend(opening(context, id, Form::Heading(level))),
            NodeKind::Item { task: abide_syntax::Task::None } => {
                let first = document.children(id).next();
                let holder = first.filter(|first| document.node(*first).kind == NodeKind::Paragraph);
                found.extend(opening(context, holder.unwrap_or(id), Form::Bullet));
            }
            NodeKind::Table => {
                if let Some(table) = Table::new(document, id) {
                    found.extend(table.rows().filter_map(|row| row_of(context, table, row)));
                }
            }
            _ => {}
        }
    }
    found
}

/// The id that opens a heading or bullet, where it defines something.
fn opening<'a>(context: &'a Context, node: NodeId, form: Form) -> Option<Definition<'a>> {
    let document = context.document;
    let first = document.children(node).next()?;
    let marked = matches!(document.node(first).kind, NodeKind::Strong | NodeKind::CodeSpan | NodeKind::Emphasis);
    let start = document.node(first).range.start();
    let end = document.node(node).range.end();
    let source = document.text().get(start..end)?;
    let inner = source.trim_start_matches(['*', '_', '`', '[']);
    let id = id_at(inner)?;
    let rest = inner.get(id.len()..)?;
    // `**FR-001**: text`, `**FR-001: text**`, `FR-001: text`, `FR-001 — text`, `**FR-001** text`.
    let closed = rest.trim_start_matches(['*', '_', '`', ']']);
    let after = closed.trim_start();
    let separated = after.starts_with([':', '：', '—', '–'])
        || after.starts_with("- ")
        || after.starts_with(". ")
        || marked && rest.len() > closed.len() && closed.starts_with([' ', '(']) && form == Form::Bullet;
    if !separated {
        return None;
    }
    let text = plain(closed.split("\n\n").next().unwrap_or(closed));
    let range = TextRange::of_slice(document.text(), id)?;
    let section = match form {
        Form::Heading(_) => document.section(document.section_at(range.start))?.parent,
        _ => document.section_at(range.start),
    };
    (!text.is_empty()).then_some(Definition { id, form, range, text, section })
}

/// A row whose first cell is an id and whose second is a statement.
fn row_of<'a>(context: &'a Context, table: Table<'a>, row: NodeId) -> Option<Definition<'a>> {
    const STATEMENT: usize = 4;
    let document = context.document;
    let mut cells = table.cells(row).map(|cell| table.cell_range(cell));
    let (first, second) = (cells.next()?, cells.next()?);
    let inner = document.slice(first).trim_matches(['*', '_', '`', ' ']);
    let id = id_at(inner).filter(|id| id.len() == inner.len())?;
    let text = plain(document.slice(second));
    let range = TextRange::of_slice(document.text(), id)?;
    let section = document.section_at(range.start);
    let statement = text.split(' ').count() >= STATEMENT;
    statement.then_some(Definition { id, form: Form::Row(table.node()), range, text, section })
}

/// `FR-001`, `REQ-2.1`, `US-ADM-3a`: capital letters, a hyphen, a number; without a hyphen where the letters are known.
fn id_at(text: &str) -> Option<&str> {
    const KNOWN: &[&str] = &["FR", "NFR", "SC", "AC", "US", "TC", "REQ", "BR", "UC", "NF"];
    // "UTF-8", "SHA-256" and "ADR-7" name things outside of the document.
    const OTHERS: &[&str] = &[
        "UTF", "SHA", "ISO", "RFC", "HTTP", "AES", "ES", "RS", "ADR", "CVE", "EIP", "ERC", "SPEC", "PR", "GH", "PEP", "KEP",
    ];
    let letters = text.find(|letter: char| !(letter.is_ascii_uppercase() || letter == '-')).unwrap_or(text.len());
    let (prefix, rest) = text.split_at_checked(letters)?;
    let name = prefix.trim_end_matches('-');
    let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let hyphenated = prefix.len() == name.len() + 1;
    if !(1..=4).contains(&digits)
        || !(1..=24).contains(&name.len())
        || name.starts_with('-')
        || OTHERS.contains(&name)
        || !(hyphenated || name.len() == prefix.len() && KNOWN.contains(&name))
    {
        return None;
    }
    let mut end = letters + digits;
    while let Some(part) = text.get(end..).and_then(|rest| rest.strip_prefix('.')) {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            break;
        }
        end += 1 + digits;
    }
    let after = text.get(end..)?;
    let lettered = after.starts_with(|letter: char| letter.is_ascii_lowercase());
    end += usize::from(lettered);
    // "FR-001bis" and "AES-128-GCM" are something else.
    let on = text.get(end..)?.starts_with(|letter: char| letter.is_alphanumeric());
    let joined = text.get(end..)?.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if on || joined { None } else { text.get(..end) }
}

fn plain(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::id_at;

    #[test]
    fn ids_and_what_only_looks_so() {
        for (text, id) in [
            ("FR-001**: text", "FR-001"),
            ("US-ADM-3a (x)", "US-ADM-3a"),
            ("REQ-1.2. Text", "REQ-1.2"),
            ("FR12: text", "FR12"),
        ] {
            assert_eq!(id_at(text), Some(id), "{text}");
        }
        for text in ["SHA-256: x", "AES-128-GCM", "P1: x", "FR-: x", "FR-001bis", "-1", "FR", "v-1", "X-12345"] {
            assert_eq!(id_at(text), None, "{text}");
        }
    }
}

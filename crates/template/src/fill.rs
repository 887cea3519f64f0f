//! A new document from a template: title, author, date and number filled in, everything else left to be written.

use crate::infer::{is_date_name, placeholders_in_line};
use crate::lexicon::concepts_of_heading;
use crate::schema::{FieldShape, FieldSlot, PlaceholderKind, Schema};
use crate::{Concept, lines};
use abide_syntax::{Document, FieldSource, TextRange};

/// What is known of a new document.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Its title.
    pub title: String,
    /// Its author, if known.
    pub author: Option<String>,
    /// Today, as `YYYY-MM-DD`.
    pub date: String,
    /// Its number among its siblings, with leading zeros as they have them.
    pub number: Option<String>,
}

/// The text of a new document.
pub fn fill(template: &Document, schema: &Schema, values: &Values) -> String {
    let mut edits: Vec<(TextRange, String)> = Vec::new();
    title(schema, values, &mut edits);
    for (field, slot) in fields(template, schema) {
        if let Some(value) = field_value(slot, values) {
            let value = if field.source == FieldSource::FrontMatter { quoted(&value, slot) } else { value };
            edits.push((slot.value_range, value));
        }
    }
    change_log(template, values, &mut edits);
    apply(template.text(), edits)
}

fn title(schema: &Schema, values: &Values, edits: &mut Vec<(TextRange, String)>) {
    let Some(title) = &schema.title else { return };
    let holes = placeholders_in_line(&title.text, 0, false);
    let mut named = holes.iter().filter(|hole| hole.kind != PlaceholderKind::Number);
    let mut text = title.text.clone();
    // "SPEC-NNNN — <short title>" keeps what stands around its holes.
    match named.next_back() {
        Some(hole) => text.replace_range(hole.range.start()..hole.range.end(), &values.title),
        None if holes.is_empty() => text.clone_from(&values.title),
        None => text = format!("{} {}", text.trim_end_matches([' ', '-', '—', ':']), values.title),
    }
    if let Some(number) = &values.number {
        for mask in ["NNNN", "nnnn", "NNN", "XXXX", "0000"] {
            text = text.replace(mask, number);
        }
    }
    edits.push((title.range, text));
}

fn fields<'a>(template: &'a Document, schema: &'a Schema) -> Vec<(&'a abide_syntax::Field, &'a FieldSlot)> {
    let pair = |field: &'a abide_syntax::Field| {
        let slot = schema.fields.iter().find(|slot| slot.value_range == field.value);
        slot.map(|slot| (field, slot))
    };
    template.fields().iter().filter_map(pair).collect()
}

fn field_value(slot: &FieldSlot, values: &Values) -> Option<String> {
    const TITLES: &[&str] = &[
        "title",
        "name",
        "feature",
        "feature name",
        "titulo",
        "título",
        "titre",
        "titel",
        "名称",
        "タイトル",
    ];
    const AUTHORS: &[&str] = &[
        "author",
        "authors",
        "owner",
        "owners",
        "autor",
        "auteur",
        "作成者",
        "著者",
        "作者",
        "작성자",
        "автор",
    ];
    const FIRST_DATES: &[&str] = &[
        "date",
        "created",
        "start date",
        "start-date",
        "created on",
        "creation-date",
        "fecha",
        "datum",
        "作成日",
        "日期",
        "날짜",
        "дата",
    ];
    let name = slot.name.to_lowercase();
    let open = !matches!(slot.shape, FieldShape::Sample | FieldShape::Choice(_));
    if TITLES.contains(&name.as_str()) && open {
        return Some(values.title.clone());
    }
    if AUTHORS.contains(&name.as_str()) && open && slot.shape != FieldShape::List {
        return values.author.clone();
    }
    let dated = FIRST_DATES.contains(&name.as_str()) || is_date_name(&name) && slot.shape == FieldShape::Date;
    if dated && matches!(slot.shape, FieldShape::Date | FieldShape::Empty) {
        return Some(values.date.clone());
    }
    let number = values.number.as_ref()?;
    let masked = ["NNNN", "nnnn", "0000"].iter().find(|mask| slot.value.contains(**mask))?;
    // A number in a link is that of an issue or a request, which does not exist yet.
    (!slot.value.contains("](")).then(|| slot.value.replace(masked, number))
}

/// A value that YAML would read as something else stands in quotes.
fn quoted(value: &str, slot: &FieldSlot) -> String {
    let special = value.contains(": ")
        || value.contains(" #")
        || value.ends_with(':')
        || value.starts_with(['[', '{', '"', '\'', '*', '&', '!', '%', '@', '`', '>', '|', '-', '?', '#']);
    if special || slot.value.starts_with('"') {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        value.to_owned()
    }
}

/// The first entry of the change log is this one.
fn change_log(template: &Document, values: &Values, edits: &mut Vec<(TextRange, String)>) {
    for section in template.sections() {
        if !concepts_of_heading(&section.title).contains(&Concept::ChangeLog) {
            continue;
        }
        for line in lines::lines(template.text(), section.body) {
            if let Some(author) = &values.author
                && matches!(line.text, "Author Name" | "[Author Name]" | "[Your Name]" | "[Name]")
            {
                edits.push((line.range, author.clone()));
            }
            for found in placeholders_in_line(line.text, line.range.start(), false) {
                if found.kind == PlaceholderKind::Date {
                    edits.push((found.range, values.date.clone()));
                }
            }
        }
    }
}

fn apply(text: &str, mut edits: Vec<(TextRange, String)>) -> String {
    edits.sort_by_key(|(range, _)| *range);
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for (range, replacement) in edits {
        let Some(before) = text.get(at..range.start()) else { continue };
        result.push_str(before);
        // A key with nothing behind it keeps its space.
        if range.is_empty() && !before.ends_with(' ') && before.ends_with(':') {
            result.push(' ');
        }
        result.push_str(&replacement);
        at = range.end();
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::infer;

    fn filled(template: &str) -> String {
        let document = Document::parse(template);
        let values = Values {
            title: "Bulk: export".into(),
            author: Some("Ada".into()),
            date: "2026-01-02".into(),
            number: Some("0007".into()),
        };
        fill(&document, &infer("t", &document), &values)
    }

    #[test]
    fn what_is_known_is_filled_in_and_nothing_else() {
        assert_eq!(
            filled(
                "---\ntitle: [Component Name]\nauthor: [Your Name]\ncreated: [YYYY-MM-DD]\nstatus: draft\n---\n# [Title]\n## Timeline\n| a | b |\n|---|---|\n| M1 | YYYY-MM-DD |\n## Change Log\n| v | date | who |\n|---|---|---|\n| 1.0 | YYYY-MM-DD | Author Name |\n"
            ),
            "---\ntitle: \"Bulk: export\"\nauthor: Ada\ncreated: 2026-01-02\nstatus: draft\n---\n# Bulk: export\n## Timeline\n| a | b |\n|---|---|\n| M1 | YYYY-MM-DD |\n## Change Log\n| v | date | who |\n|---|---|---|\n| 1.0 | 2026-01-02 | Ada |\n"
        );
        assert_eq!(filled("# SPEC-NNNN — <short title>\n## A\n"), "# SPEC-0007 — Bulk: export\n## A\n");
        assert_eq!(
            filled("# Spec Name\n\nStatus: Proposed | Done\n## A\n"),
            "# Bulk: export\n\nStatus: Proposed | Done\n## A\n"
        );
        assert_eq!(filled("# Module: [Name]\n## A\n"), "# Module: Bulk: export\n## A\n");
    }
}

//! The metadata fields that a template asks for.

use super::{choice, optional, placeholder};
use crate::schema::{FieldShape, FieldSlot, PlaceholderKind, Presence};
use abide_syntax::{Document, FieldSource};

pub(super) fn read(document: &Document) -> Vec<FieldSlot> {
    let text = document.text();
    // A comment at the top of the front matter speaks of all of it: "These are optional metadata elements."
    let all = document.front_matter().and_then(|front| {
        let comment = front.content.slice(text).trim_start().lines().next()?.strip_prefix('#')?;
        optional::phrase(comment)
    });
    let mut slots: Vec<FieldSlot> = Vec::new();
    for field in document.fields() {
        let name = field.name(text).to_owned();
        if slots.iter().any(|known| known.name.eq_ignore_ascii_case(&name)) {
            continue;
        }
        let value = field.value.slice(text);
        // A bullet or line with a colon is a field only where its value asks for one: "Usage: see below" does not.
        let shape = shape(&name, value);
        // What follows a value on its line is a YAML comment: "# Only required for …".
        let line = document.lines().line_range(text, document.line(field.value.end));
        let after = text.get(field.value.end()..line.end()).unwrap_or_default();
        let comment = (field.source == FieldSource::FrontMatter && after.trim_start().starts_with('#'))
            .then_some(after);
        let all = all.filter(|_| field.source == FieldSource::FrontMatter);
        let reason = all.or_else(|| comment.and_then(optional::phrase)).or_else(|| {
            let empty = [
                "leave this empty",
                "will contain",
                "find a buddy",
                "or none",
                "if any",
                "to be nominated",
                "existe",
            ];
            let lower = value.to_lowercase();
            empty
                .iter()
                .any(|phrase| lower.contains(phrase))
                .then_some(value)
                .or_else(|| optional::phrase(value))
        });
        slots.push(FieldSlot {
            name,
            value: value.to_owned(),
            shape,
            presence: reason.map_or(Presence::Required, |reason| Presence::Optional(reason.to_owned())),
            range: field.range(),
            value_range: field.value,
        });
    }
    slots
}

fn shape(name: &str, value: &str) -> FieldShape {
    let value = value.trim();
    if value.is_empty() {
        return FieldShape::Empty;
    }
    if let Some(values) = choice::values(value) {
        return FieldShape::Choice(values);
    }
    let unquoted = value.trim_matches(['"', '\'']);
    let found = placeholder::in_line(unquoted, 0, false);
    let dated = found.iter().any(|found| found.kind == PlaceholderKind::Date);
    let whole = found.iter().any(|found| found.text.len() + 4 >= unquoted.len());
    let asks_for_date = is_date_name(name) || unquoted.to_lowercase().contains("yyyy-mm-dd");
    if dated || whole && asks_for_date {
        return FieldShape::Date;
    }
    if value.starts_with("- ") || value.contains("\n") {
        return FieldShape::List;
    }
    if found.is_empty() { FieldShape::Sample } else { FieldShape::Text }
}

/// Whether a field of this name holds a date.
pub fn is_date_name(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "date",
        "created",
        "updated",
        "fecha",
        "datum",
        "data",
        "日付",
        "作成日",
        "更新日",
        "날짜",
        "日期",
        "дата",
    ];
    let lower = name.to_lowercase();
    lower.split([' ', '-', '_']).any(|word| NAMES.contains(&word))
}

pub(super) fn describe(field: &FieldSlot) -> String {
    let what = match &field.shape {
        FieldShape::Choice(_) => "a choice",
        FieldShape::Date => "a date",
        FieldShape::List => "a list",
        FieldShape::Text => "text",
        FieldShape::Sample => "text, may stay",
        FieldShape::Empty => "empty",
    };
    match &field.presence {
        Presence::Required => format!("{}: {what}", field.name),
        Presence::Optional(reason) => format!("{}: {what}, optional ({reason})", field.name),
    }
}

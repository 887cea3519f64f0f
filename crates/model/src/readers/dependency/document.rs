//! Documents that this one depends on.

use super::{is_name_like, names, push};
use crate::marks::Mark;
use crate::text::{self, says_nothing, squash};
use crate::{Context, Items, Kind};
use abide_syntax::{FieldSource, SectionId, Value};

/// Identifiers of other documents in a sentence: `SPEC-0015`, `ADR-3`.
pub(super) fn document_ids(text: &str) -> Option<Vec<&str>> {
    const SERIES: &[&str] = &[
        "SPEC", "ADR", "RFC", "EIP", "ERC", "KEP", "PEP", "OTEP", "TIP", "SIP", "DIP", "RIP", "BIP", "PRD",
        "FEAT", "DES",
    ];
    let is_id = |word: &&str| {
        word.split_once('-').or_else(|| word.split_once(' ')).is_some_and(|(series, number)| {
            SERIES.contains(&series) && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
        })
    };
    let ids: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(is_id).collect();
    (!ids.is_empty()).then_some(ids)
}

/// `requires: 2718, 4895` and the like. A bare number is a number of the document's own series.
pub(super) fn front_matter(context: &Context, items: &mut Items) {
    let document = context.document;
    let text = document.text();
    let series = document.fields().iter().find_map(|field| {
        let name = field.name(text);
        let number = field.value.slice(text).trim_matches(['"', '\'']);
        let numbered = field.source == FieldSource::FrontMatter
            && name.len() <= 6
            && !name.eq_ignore_ascii_case("id")
            && !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit());
        numbered.then(|| name.to_uppercase())
    });
    for field in document.fields() {
        let name = squash(field.name(text));
        if !matches!(
            name.as_str(),
            "requires"
                | "dependson"
                | "dependencies"
                | "dependency"
                | "depends"
                | "blockedby"
                | "prerequisites"
                | "dependede"
                | "dépendde"
                | "abhängigvon"
                | "依存"
                | "依赖"
        ) {
            continue;
        }
        let written = field.value.slice(text);
        if says_nothing(written) {
            continue;
        }
        let entry = document
            .front_matter()
            .and_then(|front| front.entries.iter().find(|entry| entry.value == field.value));
        let parts: Vec<String> = match entry.map(|entry| &entry.data) {
            Some(Value::List(list)) => list.clone(),
            _ => written
                .split([',', ';'])
                .map(|part| unlinked(part.trim().trim_matches(['"', '\'', '`', '*', '[', ']'])))
                .collect(),
        };
        // "SPEC-4 / #15 (its trays)" names a document and the work on it.
        let ids = document_ids(written).filter(|_| parts.len() == 1).unwrap_or_default();
        if let [id] = ids.as_slice()
            && written.trim_start_matches(['[', '`', '*']).starts_with(id)
        {
            push(items, SectionId::ROOT, field.range(), id, "spec", None, None);
            continue;
        }
        for part in parts {
            let part = part.split(" (").next().unwrap_or(&part).to_owned();
            let number = !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
            let name = match (&series, number) {
                (Some(series), true) => format!("{series}-{part}"),
                _ => part,
            };
            if is_name_like(&name) && !says_nothing(&name) {
                push(items, SectionId::ROOT, field.range(), &name, "spec", None, None);
            }
        }
    }
}

/// `[Name](target)` as its name.
fn unlinked(text: &str) -> String {
    let bare = text.strip_prefix('[').unwrap_or(text);
    bare.split(']').next().unwrap_or(bare).to_owned()
}

/// `Depends on: …` as a line of prose or a bullet anywhere.
pub(super) fn depends_on(context: &Context, id: SectionId, items: &mut Items) {
    if context.outline.holds(id, Kind::Task)
        || id == SectionId::ROOT
        || !context.marked(Mark::Need, context.body(id))
    {
        return;
    }
    for (_, range) in context.paragraphs(id) {
        if range.len() > 600 || !context.marked(Mark::Need, range) {
            continue;
        }
        for (line, range) in context.lines(range) {
            let Some(cut) = text::labelled(&line) else { continue };
            if !matches!(squash(cut.label).as_str(), "dependson" | "dependencies" | "requires")
                || says_nothing(cut.rest)
            {
                continue;
            }
            for name in names(cut.rest) {
                let name = unlinked(&name);
                if is_name_like(&name) && text::leading_code(&name).is_none_or(|(_, rest)| !rest.is_empty()) {
                    push(items, id, range, &name, "spec", None, None);
                }
            }
        }
    }
}

//! `abide template list`, `show` and `infer`.

use super::{Place, count};
use crate::Exit;
use crate::cli::{DataFormat, Template, TemplateCommand};
use abide_syntax::Document;
use abide_template::{Expected, FieldSlot, InferenceKind, Presence, Schema, Slot, infer};
use abide_workspace::check::{Library, Workspace};
use abide_workspace::files::{Root, load};
use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};
use std::path::Path;

pub fn run(place: &Place, arguments: &Template) -> Result<Exit> {
    match &arguments.command {
        TemplateCommand::List { format } => list(place, *format),
        TemplateCommand::Show { template } => show(place, template),
        TemplateCommand::Infer { file, format } => infer_file(place, file, *format),
    }
}

/// The templates of the folder that the user is in.
pub fn library(place: &Place) -> Result<Library> {
    Ok(Workspace::templates(&place.open(&[]))?)
}

fn list(place: &Place, format: DataFormat) -> Result<Exit> {
    let library = library(place)?;
    let rows: Vec<(&str, String, usize, String)> = library
        .templates
        .iter()
        .map(|template| {
            let schema = template.today().and_then(|version| library.set.schema(version.schema));
            let what = match (&template.path, template.builtin) {
                (Some(path), _) => path.to_string(),
                (None, Some(builtin)) => format!("built in: {}", builtin.summary),
                (None, None) => String::new(),
            };
            let from = if template.path.is_some() { "repository" } else { "built-in" };
            (template.name.as_str(), what, schema.map_or(0, |schema| schema.heading_count()), from.to_owned())
        })
        .collect();
    let text = match format {
        DataFormat::Json => {
            let templates: Vec<Value> = library
                .templates
                .iter()
                .zip(&rows)
                .map(|(template, (name, _, sections, from))| {
                    json!({"name": name, "from": from, "path": template.path.as_deref(), "sections": sections,
                           "summary": template.builtin.map(|builtin| builtin.summary)})
                })
                .collect();
            format!("{:#}", json!({"version": 1, "templates": templates}))
        }
        DataFormat::Table => {
            let width = rows.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0);
            rows.iter()
                .map(|(name, what, sections, _)| format!("{name:width$}  {sections:3} sections  {what}\n"))
                .collect()
        }
    };
    crate::terminal::print(&text)?;
    Ok(Exit::Ok)
}

fn show(place: &Place, name: &str) -> Result<Exit> {
    let library = library(place)?;
    let template =
        library.find(name).and_then(|at| library.templates.get(at)).ok_or_else(|| unknown(&library, name))?;
    let text = template.today().map_or("", |version| version.document.text());
    crate::terminal::print(text)?;
    Ok(Exit::Ok)
}

/// What to say of a name that no template has.
pub fn unknown(library: &Library, name: &str) -> anyhow::Error {
    let names: Vec<&str> = library.templates.iter().map(|template| template.name.as_str()).collect();
    match abide_workspace::closest(name, names.iter().copied()) {
        Some(near) => anyhow!("there is no template called `{name}`; did you mean `{near}`?"),
        None => anyhow!("there is no template called `{name}`; `abide template list` shows all"),
    }
}

fn infer_file(place: &Place, file: &Path, format: DataFormat) -> Result<Exit> {
    let absolute = place.current.join(file);
    let root = Root::find(&absolute, &place.current);
    let shown = root.relative(&absolute);
    let loaded = load(&shown, &absolute).map_err(|problem| anyhow!("{problem}"))?;
    let document = Document::parse(loaded.text);
    let name =
        absolute.file_stem().map_or_else(|| shown.to_string(), |stem| stem.to_string_lossy().into_owned());
    let schema = infer(&name, &document);
    if schema.slots.is_empty() && schema.fields.is_empty() {
        bail!("`{shown}` has no heading and no field, so that nothing can be inferred from it");
    }
    let text = match format {
        DataFormat::Json => format!("{:#}", json_schema(&schema, &document)),
        DataFormat::Table => table(&schema, &document, &shown),
    };
    crate::terminal::print(&text)?;
    Ok(Exit::Ok)
}

fn table(schema: &Schema, document: &Document, path: &str) -> String {
    let mut text = format!("{path} as a schema\n\n");
    for inference in &schema.inferences {
        let line = document.line(inference.range.start);
        let depth =
            inference.slot.and_then(|slot| schema.slot(slot)).map_or(0, |slot| usize::from(slot.level));
        let indent = match inference.kind {
            InferenceKind::Section | InferenceKind::Label => depth.saturating_sub(2),
            InferenceKind::Title | InferenceKind::Field => 0,
            _ => depth.saturating_sub(1),
        };
        let said = match inference.kind {
            // The path of a section is clear from its place.
            InferenceKind::Section | InferenceKind::Label => inference
                .text
                .rsplit(" / ")
                .next()
                .map(|_| section_title(schema, inference))
                .unwrap_or_default(),
            _ => inference.text.clone(),
        };
        text.push_str(&format!(
            "{line:5}  {:11}  {}{}\n",
            inference.kind.name(),
            "  ".repeat(indent),
            cut(&said)
        ));
    }
    let number = |kind| schema.inferences.iter().filter(|inference| inference.kind == kind).count();
    let counted = |kind, noun| count(number(kind), noun);
    text.push_str(&format!(
        "\n{} ({} optional, {} repeated), {}, {}, {}, {}, {}, {}\n",
        counted(InferenceKind::Section, "section"),
        number(InferenceKind::Optional),
        number(InferenceKind::Repeated),
        counted(InferenceKind::Field, "field"),
        counted(InferenceKind::Placeholder, "placeholder"),
        counted(InferenceKind::Choice, "choice"),
        counted(InferenceKind::Table, "table"),
        counted(InferenceKind::Count, "count"),
        counted(InferenceKind::Form, "form"),
    ));
    text
}

fn section_title(schema: &Schema, inference: &abide_template::Inference) -> String {
    inference.slot.and_then(|slot| schema.slot(slot)).map_or_else(String::new, |slot| slot.title.clone())
}

fn cut(text: &str) -> String {
    const WIDEST: usize = 100;
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(WIDEST - 1).collect();
    format!("{cut}…")
}

fn json_schema(schema: &Schema, document: &Document) -> Value {
    let line = |offset: u32| document.line(offset);
    let presence = |presence: &Presence| match presence {
        Presence::Required => json!({"required": true}),
        Presence::Optional(reason) => json!({"required": false, "reason": reason}),
    };
    let field = |field: &FieldSlot| {
        json!({"name": field.name, "value": field.value, "shape": field.shape, "presence": presence(&field.presence),
               "line": line(field.range.start)})
    };
    let expectation = |expected: &Expected, at: u32| {
        let mut value = serde_json::to_value(expected).unwrap_or_default();
        if let Some(object) = value.as_object_mut() {
            object.insert("line".to_owned(), json!(line(at)));
        }
        value
    };
    let slot = |(id, slot): (abide_template::SlotId, &Slot)| {
        let expects: Vec<Value> =
            slot.expectations.iter().map(|found| expectation(&found.what, found.range.start)).collect();
        json!({"title": slot.title, "path": schema.slot_path(id), "level": slot.level, "label": slot.label,
               "presence": presence(&slot.presence), "repeats": slot.repeats(), "prefix": slot.prefix,
               "line": line(slot.heading.start), "expects": expects})
    };
    let placeholders: Vec<Value> = schema
        .placeholders
        .iter()
        .map(|found| json!({"kind": found.kind, "text": found.text, "line": line(found.range.start)}))
        .collect();
    let inferences: Vec<Value> = schema
        .inferences
        .iter()
        .map(|found| {
            let section = found.slot.map(|slot| schema.slot_path(slot));
            json!({"kind": found.kind, "text": found.text, "line": line(found.range.start), "section": section})
        })
        .collect();
    let title = schema.title.as_ref().map(
        |title| json!({"text": title.text, "placeholder": title.is_hint, "line": line(title.range.start)}),
    );
    json!({
        "version": 1,
        "name": schema.name,
        "title": title,
        "fields": schema.fields.iter().map(field).collect::<Vec<_>>(),
        "sections": schema.slots().map(slot).collect::<Vec<_>>(),
        "placeholders": placeholders,
        "inferences": inferences,
    })
}

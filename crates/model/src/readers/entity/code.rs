//! Definitions in code and in diagrams.

use super::registry::Registry;
use super::{KIND_WORDS, NOT_OWN, is_data, is_filler, name_of, named_by_suffix, without_remark};
use crate::items::Draft;
use crate::shape::{Form, Shape};
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use serde_json::Value;

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (fence, definitions) in context.definitions() {
        let section = fence.section;
        let diagram = fence.is(&["mermaid", "plantuml", "puml", "uml"]);
        if !diagram && context.outline.within(section, NOT_OWN) {
            continue;
        }
        for shape in &definitions.shapes {
            if shape.name.is_empty() || shape.name.contains(' ') {
                let titled = || Some(shape.name.clone()).filter(|title| !title.is_empty());
                if let Some(name) = heading_of_schema(context, section).or_else(titled) {
                    define(items, registry, section, &Shape { name, ..shape.clone() });
                }
            } else if is_entity(shape, diagram) {
                define(items, registry, section, shape);
            }
        }
        for index in &definitions.indexes {
            let mut draft =
                Draft::new(Kind::Index, section, index.range).field("entity", index.entity.as_str());
            draft = draft
                .field("columns", index.columns.clone())
                .field("unique", index.unique)
                .said("name", index.name.as_deref());
            items.push(draft);
        }
        for link in &definitions.links {
            let from = registry.name(&link.from).unwrap_or(&link.from).to_owned();
            let to = registry.name(&link.to).unwrap_or(&link.to).to_owned();
            items.push(
                Draft::new(Kind::Relation, section, link.range)
                    .key(format!("{from} -> {to}"))
                    .field("from", from.as_str())
                    .field("to", to.as_str())
                    .said("cardinality", link.cardinality.as_deref())
                    .said("label", link.label.as_deref()),
            );
        }
    }
}

/// What a schema without a title is of by its heading: "TicketRequest (body of `POST /tickets`)", "Ticket schema".
pub(super) fn heading_of_schema(context: &Context, id: SectionId) -> Option<String> {
    let section = context.document.section(id)?;
    let own = text::is_compound(without_remark(text::unnumbered(&section.title)))
        || named_by_suffix(&section.title);
    let name = (own || is_data(context, id)).then(|| name_of(&section.title)).flatten()?;
    let format = ["json", "yaml"].contains(&name.to_lowercase().as_str());
    (!format && !KIND_WORDS.contains(&name.to_lowercase().as_str()) && !is_filler(&name)).then_some(name)
}

fn is_entity(shape: &Shape, diagram: bool) -> bool {
    if is_filler(&shape.name) || shape.name.ends_with("Props") {
        return false;
    }
    match shape.form {
        Form::Record => !shape.attributes.is_empty() || shape.operations.is_empty(),
        Form::Enumeration | Form::Addition => true,
        Form::Service => false,
        Form::Class if diagram => !shape.attributes.is_empty() || shape.operations.is_empty(),
        // A class with more to do than to hold is a part of the code, not of the data.
        Form::Class => {
            let does =
                shape.operations.iter().filter(|operation| !is_accessor(&operation.name, shape)).count();
            !shape.attributes.is_empty() && shape.attributes.len() > does
        }
    }
}

fn define(items: &mut Items, registry: &mut Registry, section: SectionId, shape: &Shape) {
    let name = if shape.form == Form::Addition {
        registry.name(&shape.name).unwrap_or(&shape.name).to_owned()
    } else {
        registry.entity(items, &shape.name, section, shape.range, 2)
    };
    for attribute in &shape.attributes {
        registry.field(items, &name, section, attribute);
        if let Some(references) = &attribute.references {
            let target = references.split(['(', '.']).next().unwrap_or(references);
            let to = registry.name(target).unwrap_or(target).to_owned();
            if !to.is_empty() {
                items.push(
                    Draft::new(Kind::Relation, section, attribute.range)
                        .key(format!("{name} -> {to}"))
                        .field("from", name.as_str())
                        .field("to", to.as_str())
                        .field("cardinality", "N:1")
                        .field("label", attribute.name.as_str()),
                );
            }
        }
    }
    if !shape.values.is_empty()
        && let Some(draft) = items.find_mut(Kind::Entity, &name)
    {
        draft.fields.entry("values").or_insert_with(|| Value::from(shape.values.clone()));
    }
}

/// What a class must have to hold its attributes: getters, setters, constructors and the like.
fn is_accessor(name: &str, shape: &Shape) -> bool {
    let access = ["get", "set", "is", "has", "with"].iter().any(|start| {
        name.strip_prefix(start).is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || c == '_'))
    });
    access
        || name == shape.name
        || matches!(
            name,
            "toString"
                | "equals"
                | "hashCode"
                | "toJson"
                | "fromJson"
                | "to_dict"
                | "from_dict"
                | "copyWith"
                | "validate"
        )
}

//! Columns and examples in blocks below the heading of an entity.

use super::heading_entity;
use super::registry::Registry;
use crate::items::Draft;
use crate::shape::{self, Attribute};
use crate::{Context, Items, Kind};
use abide_syntax::{HeadingStyle, Section, SectionId, TextRange};

/// A block of columns, or a JSON example, under the heading of an entity that nothing else describes.
pub(super) fn columns(context: &Context, id: SectionId, items: &mut Items, registry: &mut Registry) {
    let Some(section) = context.document.section(id) else { return };
    let fences: Vec<_> = context.fences_of(id).collect();
    if fences.is_empty() {
        return;
    }
    let Some(name) = heading_entity(context, id, section) else { return };
    if registry.has_fields(&name) {
        return;
    }
    for fence in fences {
        let attributes = if fence.is(&["", "text", "txt", "plaintext", "yaml", "schema"]) {
            let columns = shape::columns(context.code_lines(fence));
            let columns = if columns.is_empty() { names_alone(context, fence) } else { columns };
            if columns.is_empty() && fence.is(&["yaml"]) && is_one_of_several(context, section) {
                yaml_keys(context, fence)
            } else {
                columns
            }
        } else if fence.is(&["json", "jsonc", "json5"]) {
            json_object(context, fence)
        } else {
            Vec::new()
        };
        if attributes.is_empty() {
            continue;
        }
        let name = registry.entity(items, &name, id, section.title_range, 2);
        for attribute in &attributes {
            registry.field(items, &name, id, attribute);
        }
        for line in fence.lines(context.document) {
            if let Some((listed, unique)) = shape::constraint(line.text.trim()) {
                items.push(
                    Draft::new(Kind::Index, id, line.range.trim(context.document.text()))
                        .field("entity", name.as_str())
                        .field("columns", listed)
                        .field("unique", unique),
                );
            }
        }
        return;
    }
}

/// Names of columns, one in each line and nothing else: `job_id`, `pages`.
fn names_alone(context: &Context, fence: &crate::fence::Fence) -> Vec<Attribute> {
    const LEAST: usize = 3;
    let lines = fence.lines(context.document);
    let told = lines.iter().filter(|line| !line.text.trim().is_empty());
    let named = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let names: Vec<Attribute> = told
        .clone()
        .map(|line| line.text.trim())
        .zip(told.clone())
        .filter(|(name, _)| named(name))
        .map(|(name, line)| Attribute {
            name: name.to_owned(),
            range: shape::range_of(line, name),
            ..Attribute::default()
        })
        .collect();
    if names.len() >= LEAST && names.len() == told.count() { names } else { Vec::new() }
}

/// Whether a line in bold stands for a heading, and others beside it are over blocks in YAML as well.
fn is_one_of_several(context: &Context, section: &Section) -> bool {
    const LEAST: usize = 2;
    let bold = |section: &Section| section.style == HeadingStyle::Bold;
    let blocks = |id: SectionId| context.fences_of(id).any(|fence| fence.is(&["yaml"]));
    let beside =
        context.sections().filter(|(id, other)| other.parent == section.parent && bold(other) && blocks(*id));
    bold(section) && beside.take(LEAST).count() == LEAST
}

/// The keys of an example in YAML, those that stand at its margin: "status: new   # new | done".
fn yaml_keys(context: &Context, fence: &crate::fence::Fence) -> Vec<Attribute> {
    let lines = fence.lines(context.document);
    let mut attributes: Vec<Attribute> = Vec::new();
    for line in &lines {
        let text = line.text.trim_end();
        if text.is_empty() || text.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let Some((name, value)) = text.split_once(':') else { return Vec::new() };
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        // What describes an interface or a container is another matter.
        if !plain
            || matches!(
                name,
                "openapi" | "swagger" | "asyncapi" | "apiVersion" | "services" | "properties" | "components"
            )
        {
            return Vec::new();
        }
        let told = value.split_once(" #").map(|(_, told)| told.trim().to_owned());
        let range = shape::range_of(line, text);
        attributes.push(Attribute {
            name: name.to_owned(),
            description: told,
            range,
            ..Attribute::default()
        });
    }
    if attributes.len() > 1 { attributes } else { Vec::new() }
}

/// The members of the outermost object of an example.
fn json_object(context: &Context, fence: &crate::fence::Fence) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut depth = 0;
    for line in fence.lines(context.document) {
        let bare = line.text.trim();
        if depth == 1
            && let Some(rest) = bare.strip_prefix('"')
            && let Some((name, value)) = rest.split_once('"')
            && let Some(value) = value.trim_start().strip_prefix(':')
        {
            let value = value.trim();
            let kind = match value.chars().next() {
                Some('"') => Some("string"),
                Some('{') => Some("object"),
                Some('[') => Some("array"),
                Some('t' | 'f') => Some("boolean"),
                Some(c) if c.is_ascii_digit() || c == '-' => Some("number"),
                _ => None,
            };
            let range: TextRange = shape::range_of(&line, bare);
            attributes.push(Attribute {
                name: name.to_owned(),
                kind: kind.map(str::to_owned),
                range,
                ..Attribute::default()
            });
        }
        depth += shape::nesting(bare, |byte| match byte {
            b'{' | b'[' => 1,
            b'}' | b']' => -1,
            _ => 0,
        });
    }
    attributes
}

//! JSON Schema and OpenAPI in JSON or YAML: the types that they define, and the operations.

mod operations;
mod tree;

use super::{Attribute, Definitions, Form, Shape};
use crate::datatype::Schema;
use crate::fence::{CodeLine, Fence};
use abide_syntax::{Document, TextRange};
use serde_json::{Number, Value};
use std::collections::HashSet;
use tree::Entry;
pub(super) use tree::Node;

pub(crate) use operations::{Described, Parameter};

pub(super) use tree::read as parsed;

/// How deep schemas are looked for within schemas.
const DEEPEST: u8 = 8;

pub(super) fn read(document: &Document, fence: &Fence, lines: &[CodeLine]) -> Definitions {
    let source = fence.range.slice(document.text());
    let mut found = Definitions::default();
    if !source.contains("properties")
        && !source.contains("paths")
        && !source.contains("responses")
        && !source.contains("schemas")
    {
        return found;
    }
    let Some(root) = parsed(lines) else { return found };
    found.described = operations::read(&root);
    // A schema without a name of its own may be what its section is about.
    if root.get("properties").is_some() && root.get("paths").is_none() {
        // A longer title is a sentence.
        const WORDS: usize = 3;
        let short = |title: &&str| title.split_whitespace().count() <= WORDS;
        let name = root.said("title").filter(short).unwrap_or_default();
        found.shapes.extend(shape(name, fence.range, &root));
    }
    schemas(&root, true, DEEPEST, &mut found);
    found
}

/// Finds the schemas that have names: under `schemas`, `$defs`, `definitions`, and at the root.
fn schemas(node: &Node, holds: bool, depth: u8, found: &mut Definitions) {
    for entry in node.entries() {
        let named = entry.key.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && !matches!(
                entry.key.as_str(),
                "schema" | "items" | "properties" | "parameters" | "inputSchema" | "input_schema"
            );
        if holds && named {
            found.shapes.extend(shape(&entry.key, entry.range, &entry.value));
        }
        let below = matches!(entry.key.as_str(), "schemas" | "$defs" | "definitions");
        if depth > 0 && (below || matches!(entry.key.as_str(), "components")) {
            schemas(&entry.value, below, depth - 1, found);
        }
    }
}

/// The shape of a schema: an object with properties, or a list of values.
fn shape(name: &str, range: TextRange, node: &Node) -> Option<Shape> {
    let values = texts(node.get("enum"));
    let parts: Vec<&Node> =
        std::iter::once(node).chain(node.get("allOf").into_iter().flat_map(Node::elements)).collect();
    let mut attributes = Vec::new();
    for part in parts {
        let Some(properties) = part.get("properties") else { continue };
        let required: Option<HashSet<&str>> =
            part.get("required").map(|required| required.elements().iter().filter_map(Node::text).collect());
        for entry in properties.entries() {
            let mut attribute = described(entry, &entry.value);
            let stated = required.as_ref().map(|required| required.contains(entry.key.as_str()));
            attribute.required = stated.or(attribute.required);
            attributes.push(attribute);
        }
    }
    if attributes.is_empty() && values.is_empty() {
        return None;
    }
    Some(Shape {
        name: name.to_owned(),
        form: if values.is_empty() { Form::Record } else { Form::Enumeration },
        range,
        attributes,
        values,
        ..Shape::default()
    })
}

fn described(entry: &Entry, node: &Node) -> Attribute {
    let schema = schema(node, DEEPEST);
    let kind = schema
        .get("$ref")
        .or_else(|| schema.get("format"))
        .or_else(|| schema.get("type"))
        .and_then(Value::as_str);
    Attribute {
        name: entry.key.clone(),
        kind: kind.map(str::to_owned),
        required: node.said("nullable").filter(|said| *said == "true").map(|_| false),
        default: node.said("default").map(str::to_owned),
        description: node.said("description").map(str::to_owned),
        schema,
        range: entry.range,
        ..Attribute::default()
    }
}

/// The words of JSON Schema that a node says, those that we know.
pub(super) fn schema(node: &Node, depth: u8) -> Schema {
    let mut schema = Schema::new();
    if let Some(reference) = node.said("$ref") {
        schema.insert("$ref".to_owned(), Value::from(reference.rsplit('/').next().unwrap_or(reference)));
        return schema;
    }
    for name in ["type", "format", "pattern"] {
        // `type: [string, "null"]`
        let said = node
            .said(name)
            .map(str::to_owned)
            .or_else(|| texts(node.get(name)).into_iter().find(|kind| kind != "null"));
        if let Some(said) = said {
            schema.insert(name.to_owned(), Value::from(said));
        }
    }
    let values = texts(node.get("enum"));
    if !values.is_empty() {
        schema.insert("enum".to_owned(), Value::from(values));
    }
    for name in [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "multipleOf",
    ] {
        if let Some(number) = node.said(name).and_then(number) {
            schema.insert(name.to_owned(), Value::Number(number));
        }
    }
    for name in ["readOnly", "writeOnly", "nullable", "uniqueItems"] {
        if node.said(name) == Some("true") {
            schema.insert(name.to_owned(), Value::Bool(true));
        }
    }
    // `type: [string, "null"]`
    if texts(node.get("type")).iter().any(|kind| kind == "null") {
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
    if let Some(example) = node.get("example") {
        schema.insert("example".to_owned(), operations::json(example));
    }
    if depth == 0 {
        return schema;
    }
    if let Some(items) = node.get("items") {
        schema.insert("items".to_owned(), Value::Object(self::schema(items, depth - 1)));
    }
    let properties = node.get("properties").map(Node::entries).unwrap_or_default();
    if !properties.is_empty() {
        let read = |entry: &Entry| {
            let mut inner = self::schema(&entry.value, depth - 1);
            if let Some(default) = entry.value.said("default") {
                inner.insert("default".to_owned(), Value::from(default));
            }
            (entry.key.clone(), Value::Object(inner))
        };
        schema.insert("properties".to_owned(), Value::Object(properties.iter().map(read).collect()));
        let required = texts(node.get("required"));
        if !required.is_empty() {
            schema.insert("required".to_owned(), Value::from(required));
        }
    }
    schema
}

fn number(text: &str) -> Option<Number> {
    text.parse::<i64>().ok().map(Number::from).or_else(|| Number::from_f64(text.parse().ok()?))
}

fn texts(node: Option<&Node>) -> Vec<String> {
    node.map(Node::elements).unwrap_or_default().iter().filter_map(Node::text).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use crate::shape::tests::shown;

    #[test]
    fn json_schema() {
        assert_eq!(
            shown(
                "```json\n{\n  \"title\": \"Widget\", // ours\n  \"type\": \"object\",\n  \"required\": [\"id\"],\n  \"properties\": {\n    \"id\": {\"type\": \"string\", \"format\": \"uuid\"},\n    \"size\": {\"type\": \"integer\", \"minimum\": 1, \"default\": 2},\n    \"owner\": {\"$ref\": \"#/$defs/Owner\"}\n  },\n  \"$defs\": {\n    \"Owner\": {\"properties\": {\"name\": {\"type\": \"string\"}}},\n    \"State\": {\"enum\": [\"a\", \"b\"]}\n  }\n}\n```\n"
            ),
            [
                "1 Record Widget",
                "7   .id: uuid required",
                "8   .size: integer optional =2",
                "9   .owner: Owner optional",
                "12 Record Owner",
                "12   .name: string",
                "13 Enumeration State a|b"
            ]
        );
    }

    #[test]
    fn schemas_in_yaml() {
        assert_eq!(
            shown(
                "```yaml\ncomponents:\n  schemas:\n    Pet:\n      type: object\n      required: [id]\n      properties:\n        id:\n          type: integer\n        tags:\n          type: array\n          items: {type: string}\n```\n"
            ),
            ["4 Record Pet", "8   .id: integer required", "10   .tags: array optional"]
        );
    }

    #[test]
    fn a_schema_keeps_who_gives_a_value_and_what_stands_within() {
        let text = "components:\n  schemas:\n    Basket:\n      properties:\n        id: {type: integer, readOnly: true}\n        pin: {type: string, writeOnly: true}\n        note: {type: [string, \"null\"]}\n        lines:\n          type: array\n          minItems: 1\n          items:\n            type: object\n            required: [ware]\n            properties:\n              ware: {type: string}\n              count: {type: integer, minimum: 1, default: 1}\n";
        let document = abide_syntax::Document::parse(format!("# Basket\n\n```yaml\n{text}```\n"));
        let items = crate::Spec::read("a.md", &document).items;
        let schema = |key: &str| {
            let field = items.iter().find(|item| item.key == key);
            field.and_then(|field| field.fields.get("schema")).map(ToString::to_string).unwrap_or_default()
        };
        assert_eq!(schema("Basket.id"), r#"{"type":"integer","readOnly":true}"#);
        assert_eq!(schema("Basket.pin"), r#"{"type":"string","writeOnly":true}"#);
        assert_eq!(schema("Basket.note"), r#"{"type":"string","nullable":true}"#);
        assert_eq!(
            schema("Basket.lines"),
            r#"{"type":"array","minItems":1,"items":{"type":"object","properties":{"ware":{"type":"string"},"count":{"type":"integer","minimum":1,"default":"1"}},"required":["ware"]}}"#
        );
    }

    #[test]
    fn other_data_defines_nothing() {
        assert_eq!(shown("```yaml\nservices:\n  web:\n    properties: none\n```\n"), [""; 0]);
        assert_eq!(shown("```json\n{\"id\": 1}\n```\n"), [""; 0]);
    }
}

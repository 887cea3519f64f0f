//! The operations of an OpenAPI document, whole or cut.

use super::schema;
use super::tree::Node;
use crate::datatype::Schema;
use abide_syntax::TextRange;
use serde_json::Value;

/// One operation as a description of an interface tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Described {
    pub method: String,
    pub path: String,
    pub range: TextRange,
    pub description: Option<String>,
    pub parameters: Vec<Parameter>,
    /// The example of the request, as JSON.
    pub request: Option<String>,
    /// The schema of the request.
    pub request_schema: Option<Schema>,
    /// Status, what it means, the example of its body.
    pub responses: Vec<(u16, Option<String>, Option<String>)>,
    /// The names of the schemes that secure it; an empty list says that nothing does.
    pub security: Option<Vec<String>>,
}

/// One value that a call takes besides its body.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parameter {
    pub name: String,
    /// `query`, `path`, `header` or `cookie`.
    pub place: String,
    pub required: Option<bool>,
    pub kind: Option<String>,
    pub default: Option<String>,
    pub description: Option<String>,
    pub schema: Schema,
    pub range: TextRange,
}

const METHODS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options"];

/// All operations: those under `paths`, and those under keys that are paths at the root of a cut document.
pub(super) fn read(root: &Node) -> Vec<Described> {
    let mut found = Vec::new();
    let general = root.get("security").map(schemes);
    let paths = root.get("paths").unwrap_or(root);
    for path in paths.entries().iter().filter(|entry| entry.key.starts_with('/')) {
        let shared: Vec<Parameter> = parameters(&path.value, root);
        for entry in path.value.entries() {
            if !METHODS.contains(&entry.key.as_str()) {
                continue;
            }
            let operation = &entry.value;
            let mut taken = parameters(operation, root);
            let missing = |known: &Parameter| !taken.iter().any(|own| own.name == known.name);
            let others: Vec<Parameter> = shared.iter().filter(|known| missing(known)).cloned().collect();
            taken.extend(others);
            let body = operation.get("requestBody").map(|body| resolved(body, root)).and_then(content);
            let described = operation.said("summary").or_else(|| operation.said("description"));
            found.push(Described {
                method: entry.key.to_uppercase(),
                path: path.key.clone(),
                range: entry.range,
                description: described.map(str::to_owned),
                parameters: taken,
                request: body.and_then(example),
                request_schema: body
                    .and_then(|body| body.get("schema"))
                    .map(|node| schema(node, super::DEEPEST))
                    .filter(|schema| !schema.is_empty()),
                responses: operation.get("responses").map(|node| responses(node, root)).unwrap_or_default(),
                security: operation.get("security").map(schemes).or_else(|| general.clone()),
            });
        }
    }
    found
}

fn schemes(node: &Node) -> Vec<String> {
    node.elements().iter().flat_map(Node::entries).map(|entry| entry.key.clone()).collect()
}

/// What stands where a reference within the same description leads: `#/components/responses/NotFound`.
fn resolved<'n>(node: &'n Node, root: &'n Node) -> &'n Node {
    let Some(path) = node.said("$ref").and_then(|reference| reference.strip_prefix("#/")) else {
        return node;
    };
    path.split('/').try_fold(root, |node, part| node.get(part)).unwrap_or(node)
}

fn responses(node: &Node, root: &Node) -> Vec<(u16, Option<String>, Option<String>)> {
    let response = |entry: &super::tree::Entry| {
        let status = entry.key.parse().ok()?;
        let said = resolved(&entry.value, root);
        let body = content(said).and_then(example);
        Some((status, said.said("description").map(str::to_owned), body))
    };
    node.entries().iter().filter_map(response).collect()
}

/// What is said about the first kind of content.
fn content(node: &Node) -> Option<&Node> {
    node.get("content")?.entries().first().map(|entry| &entry.value)
}

fn example(body: &Node) -> Option<String> {
    let example =
        body.get("example").or_else(|| body.get("examples")?.entries().first()?.value.get("value"))?;
    match example {
        Node::Scalar(text) => Some(text.clone()),
        other => serde_json::to_string_pretty(&json(other)).ok(),
    }
}

pub(super) fn json(node: &Node) -> Value {
    match node {
        Node::Scalar(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str())),
        Node::List(elements) => elements.iter().map(json).collect(),
        Node::Map(entries) => {
            Value::Object(entries.iter().map(|entry| (entry.key.clone(), json(&entry.value))).collect())
        }
    }
}

fn parameters(node: &Node, root: &Node) -> Vec<Parameter> {
    let one = |node: &Node| {
        let node = match node.said("$ref").and_then(|reference| reference.rsplit('/').next()) {
            Some(name) => root.get("components")?.get("parameters")?.get(name)?,
            None => node,
        };
        let described = node.get("schema").unwrap_or(node);
        let schema = schema(described, super::DEEPEST);
        Some(Parameter {
            name: node.said("name")?.to_owned(),
            place: node.said("in")?.to_owned(),
            required: node.said("required").map(|said| said == "true"),
            kind: schema
                .get("type")
                .or_else(|| schema.get("$ref"))
                .and_then(Value::as_str)
                .map(str::to_owned),
            default: described.said("default").map(str::to_owned),
            description: node.said("description").map(str::to_owned),
            schema,
            range: TextRange::default(),
        })
    };
    node.get("parameters").map(Node::elements).unwrap_or_default().iter().filter_map(one).collect()
}

use crate::data::Data;
use crate::emitter::emitter;
use crate::http::{Errors, Operation, Security, Tags, parameters, request, responses};
use crate::schema::Schemas;
use crate::{Artifact, Source};
use abide_model::Kind;
use serde_json::{Map, Value, json};

emitter! {
    /// An OpenAPI 3.1 description of the HTTP operations.
    ///
    /// Made of endpoints, entities and fields. A body is an entity where its example is one by its names and values; else its schema
    /// is what the example shows: the type of each value, and nothing of what is required. Where all examples of errors have one
    /// shape, it becomes `Error`, and the body of every error that shows none. Security schemes are read from what is said about
    /// access; the words themselves stand in `x-auth`.
    ///
    /// OpenAPI asks for three things that a specification need not state: `info.version` is `unversioned` where the document names
    /// none; a response without a description has the name of its status; a parameter in a path without a type is a `string`.
    /// Everything else that is not stated is left out.
    ///
    /// ```document
    /// # Orders
    /// ## Data Model
    /// ```typescript
    /// interface Order { id: string; total: number }
    /// ```
    /// ## API
    /// ### GET /orders/:id
    /// Auth: Bearer token
    /// ```
    ///
    /// ```json
    /// ```
    "openapi", kinds: [Endpoint]
}

fn emit(source: &Source) -> Artifact {
    let mut artifact = Artifact::default();
    let operations = Operation::all(source, &mut artifact);
    if operations.is_empty() {
        return artifact;
    }
    let data = Data::read(source);
    // What entities lack is reported where the entities themselves are the artifact.
    let schemas = Schemas::new(&data, "#/components/schemas/", &mut Artifact::default());
    let errors = Errors::read(&operations, &schemas);
    let security = Security::read(source, &operations);
    let tags = Tags::new(&operations);
    let base = common_base(&operations);

    let mut paths: Map<String, Value> = Map::new();
    for operation in &operations {
        let mut written = Map::new();
        written.extend(tags.of(operation).map(|tag| ("tags".to_owned(), json!([tag]))));
        if let Some(description) = operation.item.text_field("description") {
            let word = if description.chars().count() <= 120 { "summary" } else { "description" };
            written.insert(word.to_owned(), description.into());
        }
        let parameters = parameters(operation, &schemas);
        if !parameters.is_empty() {
            written.insert("parameters".to_owned(), parameters.into());
        }
        written.extend(request(operation, &schemas, &mut artifact).map(|body| ("requestBody".to_owned(), body)));
        let responses = responses(operation, &schemas, &errors, &mut artifact);
        if responses.is_empty() {
            artifact.omit(operation.document, operation.item, "no response of it is stated");
        } else {
            written.insert("responses".to_owned(), responses.into());
        }
        written.extend(security.requirement(operation, &mut artifact).map(|required| ("security".to_owned(), required)));
        if let Some(auth) = operation.item.text_field("auth").filter(|auth| *auth != "none") {
            written.insert("x-auth".to_owned(), auth.into());
        }
        let before = if base.is_some() { "" } else { operation.base.unwrap_or_default() };
        let path = paths.entry(format!("{before}{}", operation.path.text)).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.method.to_lowercase(), written.into());
        }
    }

    let mut document = Map::new();
    document.insert("openapi".to_owned(), "3.1.0".into());
    document.insert("info".to_owned(), info(source));
    document.extend(base.map(|base| ("servers".to_owned(), json!([{ "url": base }]))));
    let paths = Value::Object(paths);
    let mut components = Map::new();
    let mut definitions = schemas.definitions_for(&[&paths]);
    definitions.extend(errors.definition);
    if !definitions.is_empty() {
        components.insert("schemas".to_owned(), definitions.into());
    }
    if !security.schemes.is_empty() {
        components.insert("securitySchemes".to_owned(), security.schemes.into());
    }
    document.insert("paths".to_owned(), paths);
    if !components.is_empty() {
        document.insert("components".to_owned(), components.into());
    }
    artifact.push("openapi.json", crate::schema::written(&document.into()));
    artifact
}

/// The base that all operations have.
fn common_base<'a>(operations: &[Operation<'a>]) -> Option<&'a str> {
    let first = operations.first()?.base?;
    operations.iter().all(|operation| operation.base == Some(first)).then_some(first)
}

fn info(source: &Source) -> Value {
    let version = source
        .items(Kind::Meta)
        .find(|(_, item)| item.key == "version")
        .and_then(|(_, item)| item.text_field("value"))
        .unwrap_or("unversioned");
    json!({ "title": source.title(), "version": version, "x-source": source.header("openapi") })
}

//! What an operation takes besides its body.

use super::Operation;
use crate::data::names::{folded, squash};
use crate::data::{Default, default};
use crate::schema::Schemas;
use serde_json::{Map, Value, json};

/// The parameters of an operation: those of its path, those that are stated, those that its query shows.
pub(crate) fn parameters(operation: &Operation, schemas: &Schemas) -> Vec<Value> {
    let stated: Vec<&Map<String, Value>> = operation
        .item
        .fields
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .collect();
    let said = |parameter: &Map<String, Value>, name: &str| {
        parameter.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    let place = |parameter: &Map<String, Value>| said(parameter, "in").or_else(|| said(parameter, "place"));
    let mut found = Vec::new();
    for name in &operation.path.parameters {
        let known = stated.iter().find(|parameter| {
            said(parameter, "name").is_some_and(|known| squash(&known) == squash(name))
                && place(parameter).is_none_or(|place| place == "path")
        });
        let mut parameter = Map::new();
        parameter.insert("name".to_owned(), name.as_str().into());
        parameter.insert("in".to_owned(), "path".into());
        // The path is another without it.
        parameter.insert("required".to_owned(), true.into());
        if let Some(description) = known.and_then(|known| said(known, "description")) {
            parameter.insert("description".to_owned(), description.into());
        }
        let schema = known.and_then(|known| schema(known)).or_else(|| of_entity(operation, name, schemas));
        // Whatever it means, in a path it is text.
        parameter.insert("schema".to_owned(), schema.unwrap_or_else(|| json!({"type": "string"})));
        found.push(Value::Object(parameter));
    }
    let mut names: Vec<String> = operation.path.parameters.clone();
    for parameter in stated {
        let (Some(name), Some(place)) = (said(parameter, "name"), place(parameter)) else { continue };
        // These are said by the body and the security schemes.
        let elsewhere = place == "header"
            && matches!(name.to_lowercase().as_str(), "accept" | "content-type" | "authorization");
        if !matches!(place.as_str(), "query" | "header" | "cookie") || elsewhere || names.contains(&name) {
            continue;
        }
        let mut written = Map::new();
        written.insert("name".to_owned(), name.as_str().into());
        written.insert("in".to_owned(), place.into());
        if let Some(required) = parameter.get("required").filter(|required| required.is_boolean()) {
            written.insert("required".to_owned(), required.clone());
        }
        if let Some(description) = said(parameter, "description") {
            written.insert("description".to_owned(), description.into());
        }
        written.insert("schema".to_owned(), schema(parameter).unwrap_or_else(|| json!({})));
        names.push(name);
        found.push(Value::Object(written));
    }
    for name in in_query(operation) {
        if !names.contains(&name) {
            found.push(json!({"name": name, "in": "query", "schema": {}}));
            names.push(name);
        }
    }
    found
}

/// The schema of a stated parameter with its default.
fn schema(parameter: &Map<String, Value>) -> Option<Value> {
    let mut schema = parameter.get("schema")?.as_object()?.clone();
    schema.shift_remove("$ref");
    if let Some(Value::String(written)) = parameter.get("default")
        && let Default::Value(value) = default(written, &schema)
    {
        schema.insert("default".to_owned(), value);
    }
    Some(schema.into())
}

/// `{id}` behind `depots`, or `{depot_id}` anywhere: the field of that entity.
fn of_entity(operation: &Operation, name: &str, schemas: &Schemas) -> Option<Value> {
    let squashed = squash(name);
    let mut before = "";
    for segment in operation.path.text.split('/') {
        if segment == format!("{{{name}}}") {
            break;
        }
        if !segment.contains('{') {
            before = segment;
        }
    }
    let entity = schemas.data.entity_of_word(before)?;
    let own = squashed.strip_prefix(&folded(before)).filter(|rest| !rest.is_empty());
    let field = entity.field(name).or_else(|| entity.field(own?))?;
    let property = schemas.property_of(entity.name, field.name)?.as_object()?;
    // What is said of the field is not said of the parameter.
    let kept = ["type", "format", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum"];
    let mut schema = Map::new();
    for (word, value) in property {
        if kept.contains(&word.as_str()) {
            schema.insert(word.clone(), value.clone());
        }
    }
    let plain = matches!(schema.get("type")?.as_str()?, "string" | "integer" | "number");
    plain.then(|| schema.into())
}

/// The names in a query that stands behind the path: `GET /orders?state=open&page=2`, `[?state=…]`, `{?state,page}`.
fn in_query(operation: &Operation) -> Vec<String> {
    let text = &operation.item.text;
    let path = operation.item.text_field("path").unwrap_or_default();
    let Some((_, behind)) = text.split_once(path) else { return Vec::new() };
    let behind = behind.trim_start_matches(['[', '{', '(', '`', '/']);
    let Some(query) = behind.strip_prefix('?') else { return Vec::new() };
    let query = query.split([' ', '`', ']', ')', '"', '#']).next().unwrap_or_default();
    // `{?state,page}` lists names; values may hold commas.
    let separators: &[char] = if query.contains('=') { &['&'] } else { &['&', ','] };
    query
        .split(separators)
        .map(|part| part.split('=').next().unwrap_or_default().trim_matches(['{', '}', '[', '?', ':']))
        .filter(|name| {
            !name.is_empty()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        })
        .map(str::to_owned)
        .collect()
}

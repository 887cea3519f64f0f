//! Bodies of requests and responses.

use super::{Errors, Operation};
use crate::Artifact;
use crate::schema::{Hints, Schemas, read_example};
use serde_json::{Map, Value, json};

/// A response as the specification states it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stated<'a> {
    pub status: Option<u64>,
    pub description: Option<&'a str>,
    pub example: Option<&'a str>,
    holder: &'a Map<String, Value>,
}

/// The responses of an operation.
pub(super) fn stated<'a>(operation: &Operation<'a>) -> Vec<Stated<'a>> {
    let responses = operation.item.fields.get("responses").and_then(Value::as_array);
    let one = |holder: &'a Map<String, Value>| Stated {
        status: holder.get("status").and_then(Value::as_u64),
        description: holder.get("description").and_then(Value::as_str),
        example: holder.get("example").and_then(Value::as_str),
        holder,
    };
    responses.into_iter().flatten().filter_map(Value::as_object).map(one).collect()
}

/// The body of the request.
pub(crate) fn request(operation: &Operation, schemas: &Schemas, artifact: &mut Artifact) -> Option<Value> {
    let holder = operation.item.fields.get("request")?.as_object()?;
    let example = holder.get("example").and_then(Value::as_str);
    let mut content = content(operation, holder, example, "request", schemas, artifact)?;
    if operation.method == "POST"
        && let Some(schema) = content.get_mut("application/json").and_then(|media| media.get_mut("schema"))
    {
        require(operation, schemas, schema);
    }
    // A body may be left out altogether unless something in it may not.
    let needed = content.get("application/json").and_then(|media| media.pointer("/schema/required"));
    let needed = needed.and_then(Value::as_array).is_some_and(|members| !members.is_empty());
    Some(match needed {
        true => json!({ "required": true, "content": content }),
        false => json!({ "content": content }),
    })
}

/// Of what a request that makes a record shows, what each record has and nothing stands in for is required.
fn require(operation: &Operation, schemas: &Schemas, request: &mut Value) {
    let hints = Hints { entities: operation.entities(schemas.data) };
    let made = stated(operation)
        .iter()
        .filter(|response| response.status == Some(201))
        .find_map(|response| schemas.record_of(&read_example(response.example?)?, &hints));
    let Some(entity) = made else { return };
    let Some(request) = request.as_object_mut().filter(|request| !request.contains_key("required")) else {
        return;
    };
    let shown = request.get("properties").and_then(Value::as_object);
    let required: Vec<&str> = entity
        .fields
        .iter()
        .filter(|field| shown.is_some_and(|shown| shown.contains_key(field.name)))
        .filter(|field| field.is_required(entity) && !field.is_nullable(entity) && !field.may_be_left_out())
        .map(|field| field.name)
        .collect();
    if !required.is_empty() {
        request.insert("required".to_owned(), required.into());
    }
}

/// All responses, by status.
pub(crate) fn responses(
    operation: &Operation,
    schemas: &Schemas,
    errors: &Errors,
    artifact: &mut Artifact,
) -> Map<String, Value> {
    let mut found = Map::new();
    for response in stated(operation) {
        let status = response.status.filter(|status| (100..600).contains(status));
        let key = status.map_or("default".to_owned(), |status| status.to_string());
        let mut written = Map::new();
        let meaning = status.and_then(reason).unwrap_or("Response");
        let description = response.description.map(whole).filter(|description| !description.is_empty());
        written.insert("description".to_owned(), description.unwrap_or_else(|| meaning.to_owned()).into());
        let empty = status.is_some_and(|status| status < 200 || status == 204 || status == 304);
        let place = format!("{key} response");
        let shared = errors.reference.as_ref().filter(|_| status.is_some_and(|status| status >= 400));
        let content = match response.example {
            _ if empty || operation.method == "HEAD" => None,
            None if shared.is_some() => Some(json!({"application/json": {"schema": shared}})),
            example => {
                content(operation, response.holder, example, &place, schemas, artifact).map(|mut content| {
                    let media = content.get_mut("application/json").and_then(Value::as_object_mut);
                    if let (Some(shared), Some(media)) = (shared, media)
                        && media.contains_key("example")
                    {
                        media.insert("schema".to_owned(), shared.clone());
                    }
                    content
                })
            }
        };
        if let Some(content) = content {
            written.insert("content".to_owned(), content);
        }
        found.insert(key, written.into());
    }
    if let Some(shared) = &errors.reference
        && !found.is_empty()
        && !["4XX", "default"].iter().any(|all| found.contains_key(*all))
    {
        // Nobody states each refusal of each operation; the shape is stated for all of them.
        let content = json!({"application/json": {"schema": shared}});
        found.insert("4XX".to_owned(), json!({"description": "Client Error", "content": content}));
    }
    // Statuses in their order, whatever the order of the statements.
    found.sort_keys();
    found
}

/// What a body holds: its type, its schema, its example.
fn content(
    operation: &Operation,
    holder: &Map<String, Value>,
    example: Option<&str>,
    place: &str,
    schemas: &Schemas,
    artifact: &mut Artifact,
) -> Option<Value> {
    let hints = Hints { entities: operation.entities(schemas.data) };
    let stated = holder.get("schema").and_then(Value::as_object).and_then(|schema| schemas.stated(schema));
    let kind = holder.get("content_type").and_then(Value::as_str);
    let kind = kind.filter(|kind| kind.contains('/')).unwrap_or("application/json");
    let mut media = Map::new();
    let Some(example) = example else {
        let schema = stated?;
        media.insert("schema".to_owned(), schema);
        return Some(json!({ kind: media }));
    };
    if kind.ends_with("json") {
        match read_example(example) {
            Some(value) => {
                let shown = stated.filter(|schema| schemas.fits(&value, schema));
                media.insert("schema".to_owned(), shown.unwrap_or_else(|| schemas.infer(&value, &hints)));
                media.insert("example".to_owned(), value);
            }
            None => {
                let line = holder.get("line").and_then(Value::as_u64).map(|line| format!(" on line {line}"));
                let line = line.unwrap_or_default();
                artifact.omit(
                    operation.document,
                    operation.item,
                    format!("the example of its {place}{line} is no JSON"),
                );
                media.extend(stated.map(|schema| ("schema".to_owned(), schema)));
            }
        }
    } else {
        if kind != "application/xml" {
            media.insert("schema".to_owned(), json!({"type": "string"}));
        }
        media.insert("example".to_owned(), example.into());
    }
    Some(json!({ kind: media }))
}

/// A description without an open bracket or a separator at its end.
fn whole(text: &str) -> String {
    let text = text.trim().trim_end_matches([',', ';', ':', '-', '–', '—']).trim_end();
    let open = text.matches('(').count() > text.matches(')').count();
    if open { format!("{text})") } else { text.to_owned() }
}

/// What a status means by RFC 9110 and its kin.
fn reason(status: u64) -> Option<&'static str> {
    Some(match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        423 => "Locked",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return None,
    })
}

//! Writes requests and responses into the items.

use super::status::statuses;
use crate::grid::{Grid, Row};
use crate::text;
use crate::{Items, Kind};
use serde_json::{Map, Value};

/// Adds a response to an operation; what is known about a status grows.
pub(in crate::readers::endpoint) fn respond(
    items: &mut Items,
    key: &str,
    status: Option<u16>,
    description: &str,
    extra: Option<Map<String, Value>>,
) {
    let Some(draft) = items.find_mut(Kind::Endpoint, key) else { return };
    let responses = draft.fields.entry("responses").or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(responses) = responses else { return };
    let wanted = status.map(Value::from);
    let known = responses
        .iter_mut()
        .filter_map(Value::as_object_mut)
        .find(|known| known.get("status") == wanted.as_ref());
    let response = match known {
        Some(known) => known,
        None => {
            let mut response = Map::new();
            if let Some(status) = wanted {
                response.insert("status".to_owned(), status);
            }
            responses.push(Value::Object(response));
            let Some(Value::Object(response)) = responses.last_mut() else { return };
            response
        }
    };
    let description = description.trim_matches(|c: char| c.is_whitespace() || "()*`:".contains(c));
    if !description.is_empty() && !response.contains_key("description") {
        response.insert("description".to_owned(), Value::from(text::one_line(description)));
    }
    for (name, value) in extra.into_iter().flatten() {
        response.entry(name).or_insert(value);
    }
}

/// The columns of an endpoint table that say what goes in and what comes back.
pub(in crate::readers::endpoint) fn columns(items: &mut Items, grid: &Grid, row: &Row, key: &str) {
    let answers = [
        "response",
        "responses",
        "returns",
        "status",
        "status codes",
        "success",
        "errors",
        "codes",
        "respuesta",
        "レスポンス",
        "응답",
        "响应",
    ];
    for (at, head) in grid.heads.iter().enumerate() {
        if answers.contains(&head.as_str()) {
            for status in statuses(row.text(Some(at))) {
                respond(items, key, Some(status), "", None);
            }
        }
    }
}

/// `{ "id": 1 }` written within a line.
pub(super) fn inline_example(text: &str) -> Option<String> {
    let start = text.find('{')?;
    let end = text.rfind('}')? + 1;
    let inner = text.get(start..end)?;
    (inner.len() > 4 && inner.contains(':') && serde_json::from_str::<Value>(inner).is_ok())
        .then(|| inner.to_owned())
}

/// How many brackets a line opens beyond those that it closes.
pub(super) fn nesting(line: &str) -> i32 {
    let weigh = |byte: u8| match byte {
        b'{' | b'[' => 1,
        b'}' | b']' => -1,
        _ => 0,
    };
    line.bytes().map(weigh).sum()
}

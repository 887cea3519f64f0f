//! Items as a reader gives them, put together by hand.

use abide_model::{Item, Kind};
use serde_json::{Map, Value, json};

/// An item in the making.
#[derive(Clone, Debug)]
pub struct ItemDraft {
    kind: Kind,
    key: String,
    source: String,
    fields: Map<String, Value>,
    section: Vec<String>,
}

/// An item of a kind, with its key, or with its statement for kinds that have none.
pub fn item(kind: &str, key: &str) -> ItemDraft {
    let kind: Kind = kind.parse().unwrap();
    let keyed = !matches!(kind, Kind::Check | Kind::Requirement | Kind::Scenario | Kind::Rollout);
    let draft = ItemDraft {
        kind,
        key: if keyed { key.to_owned() } else { String::new() },
        source: key.to_owned(),
        fields: Map::new(),
        section: Vec::new(),
    };
    match kind {
        Kind::Endpoint => {
            let (method, path) = key.split_once(' ').unwrap();
            draft.clone().field("method", method).field("path", path)
        }
        Kind::Permission => {
            let (role, action) = key.split_once(" | ").unwrap();
            draft.clone().field("role", role).field("action", action).field("allow", true)
        }
        // As a reader would: the first code span that could be a command.
        Kind::Check => {
            let command = crate::words::code_spans(key).into_iter().map(|(_, code)| code.to_owned()).next();
            match command {
                Some(command) => draft.clone().field("command", command),
                None => draft,
            }
        }
        _ => draft,
    }
}

impl ItemDraft {
    pub fn field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    /// Under a heading.
    pub fn section(mut self, heading: &str) -> Self {
        self.section = vec![heading.to_owned()];
        self
    }

    /// A documented request.
    pub fn request(self, example: Value) -> Self {
        self.field("request", json!({"example": example.to_string()}))
    }

    /// A documented answer, with what is said about when it comes.
    pub fn response(mut self, status: u16, example: Value, words: &str) -> Self {
        let mut response = json!({"status": status, "description": words});
        match example {
            Value::Null => {}
            Value::String(text) => response["example"] = json!(text),
            value => response["example"] = json!(value.to_string()),
        }
        let responses = self.fields.entry("responses").or_insert_with(|| json!([]));
        responses.as_array_mut().unwrap().push(response);
        self
    }

    pub fn into_item(self) -> Item {
        let (_, mut items) = markdown(&[self]);
        items.remove(0)
    }
}

/// A document that states the items, one a line, and the items with their places in it.
pub fn markdown(drafts: &[ItemDraft]) -> (String, Vec<Item>) {
    let mut text = String::new();
    let mut items = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        let start = text.len();
        text.push_str(&draft.source);
        let end = text.len();
        let written = draft.fields.get("id").and_then(Value::as_str).map(str::to_owned);
        let id = if let Some(id) = written {
            id
        } else if draft.key.is_empty() {
            format!("{}:{at}", draft.kind)
        } else {
            format!("{}:{}", draft.kind, draft.key)
        };
        let item = json!({
            "id": id, "kind": draft.kind.name(), "key": draft.key, "line": at + 1, "range": [start, end], "section": draft.section,
            "text": draft.source.replace(['`', '*'], ""), "fields": draft.fields,
        });
        items.push(serde_json::from_value(item).unwrap());
        text.push_str(&format!(
            "\n{}\n",
            Value::Object(draft.fields.clone()).to_string().replace("\\\"", "\"")
        ));
    }
    (text, items)
}

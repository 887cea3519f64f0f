//! A second service for tests, of other habits than the first, which can be made wrong in one way at a time, and its specification in Markdown.
//!
//! Lists are bare arrays with a cursor, ids are numbers, names are in camel case, errors are 422 with a member for each field, changes
//! replace the whole object and are guarded by `ETag` and `If-Match`, and deleting is soft.

use super::{Reply, Server};
use crate::listener::Incoming;
use serde_json::{Map, Value, json};
use std::sync::Mutex;

/// Its specification.
pub const SPECIFICATION: &str = include_str!("tasks.md");

#[derive(Default)]
struct Store {
    tasks: Vec<Map<String, Value>>,
    members: Vec<Map<String, Value>>,
    keys: Vec<(String, String, Value)>,
    next: u64,
}

struct Service {
    wrong: &'static str,
    store: Mutex<Store>,
}

/// Starts the service with one thing wrong about it; the empty text is nothing.
pub fn service(wrong: &'static str) -> Server {
    let service = Service { wrong, store: Mutex::default() };
    Server::start(move |request| service.answer(request))
}

/// The configuration of a target that runs at that server.
pub fn config(server: &Server) -> String {
    format!("[targets.local]\nurl = \"{}\"\n", server.url())
}

fn problem(status: u16, message: &str, errors: &[(&str, &str)]) -> Reply {
    let errors: Map<String, Value> =
        errors.iter().map(|(name, text)| ((*name).to_owned(), json!([text]))).collect();
    Reply::json(status, &json!({"message": message, "errors": errors}))
}

fn text<'a>(record: &'a Map<String, Value>, name: &str) -> &'a str {
    record.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn number(record: &Map<String, Value>, name: &str) -> u64 {
    record.get(name).and_then(Value::as_u64).unwrap_or_default()
}

impl Service {
    fn is(&self, wrong: &str) -> bool {
        self.wrong == wrong
    }

    fn answer(&self, request: &Incoming) -> Reply {
        let route = request.route().to_owned();
        let parts: Vec<&str> = route.split('/').filter(|part| !part.is_empty()).collect();
        let Some((&"v2", parts)) = parts.split_first() else { return self.nothing() };
        let takes_body = matches!(request.method.as_str(), "POST" | "PUT");
        let body = match serde_json::from_slice(&request.body) {
            Ok(Value::Object(body)) => body,
            _ if takes_body && self.is("malformed-crashes") => return Reply::text(500, "oops"),
            _ if takes_body => return problem(400, "the body is not valid JSON", &[]),
            _ => Map::new(),
        };
        let mut store = self.store.lock().unwrap();
        match (request.method.as_str(), parts) {
            ("POST", ["tasks"]) => self.create_task(&mut store, request, body),
            ("GET", ["tasks"]) => self.list(&store, request),
            ("GET", ["tasks", id]) => match self.find(&store, id) {
                Some(at) => self.show(200, &store.tasks[at]),
                None if self.is("missing-is-ok") => Reply::json(200, &json!({})),
                None => self.nothing(),
            },
            ("PUT", ["tasks", id]) => self.replace(&mut store, id, request, body),
            ("DELETE", ["tasks", id]) => match self.find(&store, id) {
                Some(at) => {
                    if !self.is("delete-keeps") {
                        store.tasks[at].insert("gone".into(), json!(true));
                    }
                    Reply::empty(204)
                }
                None => self.nothing(),
            },
            ("POST", ["members"]) => self.sign_up(&mut store, body),
            ("GET", ["members", id]) => {
                match store.members.iter().find(|member| number(member, "id").to_string() == *id) {
                    Some(member) => {
                        let mut shown = member.clone();
                        if !self.is("shows-password") {
                            shown.remove("password");
                        }
                        Reply::json(200, &Value::Object(shown))
                    }
                    None => self.nothing(),
                }
            }
            (_, ["tasks"] | ["tasks", _] | ["members"] | ["members", _]) if !self.is("method-not-found") => {
                problem(405, "no such method", &[])
            }
            _ => self.nothing(),
        }
    }

    fn nothing(&self) -> Reply {
        match self.wrong {
            "error-shape" => Reply::json(404, &json!({"error": "nothing is there"})),
            _ => problem(404, "nothing is there", &[]),
        }
    }

    fn find(&self, store: &Store, id: &str) -> Option<usize> {
        store.tasks.iter().position(|task| number(task, "id").to_string() == id && !task.contains_key("gone"))
    }

    /// What is wrong about a body.
    fn errors(&self, body: &Map<String, Value>) -> Vec<(&'static str, &'static str)> {
        let mut errors = Vec::new();
        let title = body.get("title").and_then(Value::as_str);
        let length = title.map(|title| title.chars().count());
        let too_long = length.is_some_and(|length| length > 60) && !self.is("title-unbounded");
        let too_short = length.is_some_and(|length| length < 3);
        let optional = self.is("title-optional") && !body.contains_key("title");
        let missing = title.is_none() && !optional;
        if too_long || too_short || missing {
            errors.push(("title", "must have 3 to 60 characters"));
        }
        let priority = body.get("priority").map_or(Some(3), Value::as_i64);
        if !priority.is_some_and(|priority| {
            (1..=5).contains(&priority) || (self.is("priority-unbounded") && priority > 5)
        }) {
            errors.push(("priority", "must be 1 to 5"));
        }
        let kind = body.get("kind").map_or(Some("chore"), Value::as_str);
        if !kind.is_some_and(|kind| ["chore", "bug", "idea"].contains(&kind)) && !self.is("any-kind") {
            errors.push(("kind", "is unknown"));
        }
        if body
            .get("assignee")
            .is_some_and(|assignee| assignee.as_str().is_none_or(|name| name.chars().count() > 40))
        {
            errors.push(("assignee", "must have at most 40 characters"));
        }
        errors
    }

    fn refusal(&self, errors: &[(&str, &str)]) -> Reply {
        problem(if self.is("refuses-with-400") { 400 } else { 422 }, "the data is not valid", errors)
    }

    fn create_task(&self, store: &mut Store, request: &Incoming, body: Map<String, Value>) -> Reply {
        let errors = self.errors(&body);
        if !errors.is_empty() {
            return self.refusal(&errors);
        }
        let (key, sent) =
            (request.header("idempotency-key").map(str::to_owned), Value::Object(body.clone()).to_string());
        if let Some(key) = &key
            && let Some((_, known, shown)) = store.keys.iter().find(|(known, ..)| known == key)
            && !self.is("key-ignored")
        {
            return if *known == sent || self.is("key-with-other-body") {
                Reply::json(201, shown)
            } else {
                problem(409, "the key was used with another body", &[])
            };
        }
        store.next += 1;
        let state = if self.is("state-from-client") { body.get("state").cloned() } else { None };
        let moment = jiff::Timestamp::now().to_string();
        let mut task = Map::from_iter([
            (
                "id".to_owned(),
                if self.is("id-from-client") {
                    body.get("id").cloned().unwrap_or(json!(store.next))
                } else {
                    json!(store.next)
                },
            ),
            ("title".to_owned(), body.get("title").cloned().unwrap_or_default()),
            ("kind".to_owned(), body.get("kind").cloned().unwrap_or(json!("chore"))),
            ("priority".to_owned(), body.get("priority").cloned().unwrap_or(json!(3))),
            ("state".to_owned(), state.unwrap_or(json!("todo"))),
            ("assignee".to_owned(), body.get("assignee").cloned().unwrap_or_default()),
            ("createdAt".to_owned(), json!(moment)),
            ("updatedAt".to_owned(), json!(moment)),
            ("revision".to_owned(), json!(1)),
        ]);
        if self.is("forgets-assignee") {
            task.insert("assignee".into(), Value::Null);
        }
        store.tasks.push(task.clone());
        if let Some(key) = key {
            store.keys.push((key, sent, Value::Object(task.clone())));
        }
        self.show(201, &task)
    }

    fn show(&self, status: u16, task: &Map<String, Value>) -> Reply {
        let mut task = task.clone();
        if self.is("id-as-text") {
            task.insert("id".into(), json!(number(&task, "id").to_string()));
        }
        Reply::json(status, &Value::Object(task.clone()))
            .header("ETag", &format!("\"{}\"", number(&task, "revision")))
    }

    fn replace(&self, store: &mut Store, id: &str, request: &Incoming, body: Map<String, Value>) -> Reply {
        let Some(at) = self.find(store, id) else { return self.nothing() };
        let tag = format!("\"{}\"", number(&store.tasks[at], "revision"));
        match request.header("if-match") {
            None => return problem(428, "the header If-Match is missing", &[]),
            Some(sent) if sent != tag && !self.is("stale-accepted") => {
                return problem(412, "somebody was faster", &[]);
            }
            _ => {}
        }
        let errors = self.errors(&body);
        if !errors.is_empty() {
            return self.refusal(&errors);
        }
        let task = &mut store.tasks[at];
        let defaults = [
            ("title", Value::Null),
            ("kind", json!("chore")),
            ("priority", json!(3)),
            ("assignee", Value::Null),
        ];
        for (name, default) in defaults {
            let merged = self.is("put-merges") && !body.contains_key(name);
            if !(merged || self.is("loses-title") && name == "title") {
                task.insert(name.to_owned(), body.get(name).cloned().unwrap_or(default));
            }
        }
        let revision = number(task, "revision") + u64::from(!self.is("revision-stands"));
        task.insert("revision".into(), json!(revision));
        if !self.is("time-stands") {
            task.insert("updatedAt".into(), json!(jiff::Timestamp::now().to_string()));
        }
        if self.is("birth-moves") {
            task.insert("createdAt".into(), json!(jiff::Timestamp::now().to_string()));
        }
        self.show(200, &task.clone())
    }

    fn list(&self, store: &Store, request: &Incoming) -> Reply {
        let query: Vec<(&str, String)> = request
            .path
            .split_once('?')
            .map_or("", |(_, query)| query)
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, value.replace("%20", " ")))
            .collect();
        let given =
            |name: &str| query.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        let mut found: Vec<&Map<String, Value>> = store
            .tasks
            .iter()
            .filter(|task| !task.contains_key("gone") || self.is("deleted-listed"))
            .collect();
        for name in ["kind", "assignee"] {
            if let Some(value) = given(name).filter(|_| !(self.is("filter-ignored") && name == "kind")) {
                found.retain(|task| text(task, name) == value);
            }
        }
        if let Some(value) = given("q").filter(|_| !self.is("search-ignored")) {
            found.retain(|task| text(task, "title").to_lowercase().contains(&value.to_lowercase()));
        }
        if !self.is("oldest-first") {
            found.reverse();
        }
        if let Some((field, direction)) = given("sort").and_then(|sort| sort.split_once(':')) {
            let by = |task: &Map<String, Value>| (number(task, field), text(task, field).to_owned());
            found.sort_by_key(|task| by(task));
            if direction == "desc" && !self.is("sort-one-way") {
                found.reverse();
            }
        }
        if let Some(after) = given("after") {
            let at = found.iter().position(|task| number(task, "id").to_string() == after);
            let at = at.map_or(0, |at| if self.is("pages-overlap") { at } else { at + 1 });
            let at = if self.is("pages-skip") { at + 1 } else { at };
            found = found.into_iter().skip(at).collect();
        }
        let most = if self.is("limit-unbounded") { 1000 } else { 50 };
        let default = if self.is("default-limit") { 25 } else { 10 };
        let limit = given("limit").and_then(|limit| limit.parse().ok()).unwrap_or(default).min(most);
        let shown: Vec<Value> =
            found.into_iter().take(limit).map(|task| Value::Object(task.clone())).collect();
        Reply::json(200, &Value::Array(shown))
    }

    fn sign_up(&self, store: &mut Store, body: Map<String, Value>) -> Reply {
        let mut errors = Vec::new();
        if !text(&body, "email").contains('@') && !self.is("any-email") {
            errors.push(("email", "is no address"));
        }
        if text(&body, "password").len() < 8 {
            errors.push(("password", "must have at least 8 characters"));
        }
        if !(1..=50).contains(&text(&body, "displayName").len()) {
            errors.push(("displayName", "must have at most 50 characters"));
        }
        if !errors.is_empty() {
            return self.refusal(&errors);
        }
        if store.members.iter().any(|member| text(member, "email") == text(&body, "email"))
            && !self.is("email-twice")
        {
            return problem(409, "somebody has this address already", &[("email", "is taken")]);
        }
        store.next += 1;
        let mut member = Map::from_iter([("id".to_owned(), json!(store.next))]);
        for name in ["email", "displayName", "password"] {
            member.insert(name.to_owned(), body.get(name).cloned().unwrap_or_default());
        }
        store.members.push(member.clone());
        member.remove("password");
        Reply::json(201, &Value::Object(member))
    }
}

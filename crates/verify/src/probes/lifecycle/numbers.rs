//! Systems that give the number of what was deleted to the next object.

use crate::probes::PROBES;
use crate::testing::{self, Reply, Server};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Heroes, of whom the next one is given the number of the last one that was deleted.
fn heroes() -> Server {
    let store = Mutex::new(BTreeMap::<u64, Value>::new());
    Server::start(move |request| {
        let mut store = store.lock().unwrap();
        let id = request.route().trim_start_matches("/heroes").trim_matches('/').parse::<u64>().ok();
        let nothing = || Reply::json(404, &json!({"detail": "no such hero"}));
        match (request.method.as_str(), id) {
            ("POST", None) => {
                let mut hero = request.json();
                if !hero.is_object() {
                    return Reply::json(422, &json!({"detail": "no JSON"}));
                }
                let number = store.keys().last().map_or(1, |last| last + 1);
                hero["id"] = json!(number);
                store.insert(number, hero.clone());
                Reply::json(201, &hero)
            }
            ("GET", None) => Reply::json(200, &Value::Array(store.values().cloned().collect())),
            ("GET", Some(id)) => store.get(&id).map_or_else(nothing, |hero| Reply::json(200, hero)),
            ("DELETE", Some(id)) => store.remove(&id).map_or_else(nothing, |_| Reply::empty(204)),
            _ => Reply::json(405, &json!({"detail": "no such method"})),
        }
    })
}

#[test]
fn a_number_that_is_given_out_again_is_no_object_that_is_still_there() {
    let text = "# Heroes\n\n## API\n\n### POST /heroes\n\nRequest:\n\n```json\n{\"name\": \"Ada\"}\n```\n\nResponse (201):\n\n```json\n{\"id\": 1, \"name\": \"Ada\"}\n```\n\n\
        ### GET /heroes\n\nResponse (200):\n\n```json\n[{\"id\": 1, \"name\": \"Ada\"}]\n```\n\n### GET /heroes/{id}\n\n200 and the hero, or 404.\n\n### DELETE /heroes/{id}\n\n204, or 404.\n";
    let server = heroes();
    let run = testing::run_markdown(PROBES, text, &format!("[targets.local]\nurl = \"{}\"\n", server.url()));
    assert_eq!((run.exit_code(), run.summary().refuted), (0, 0), "{:#?}", run.items);
    let deleting = run.items.iter().find(|item| item.id == "endpoint:DELETE /heroes/{id}").unwrap();
    assert!(deleting.reason.contains("listed no more"), "{}", deleting.reason);
}

//! Names that clients choose: which requests make what is not there, what names are made of, and how such a service is tried.

use super::*;
use crate::listener::Incoming;
use crate::probes::probe;
use crate::testing::{self, Reply, Server, Setup, run_markdown};
use abide_ledger::Verdict;
use serde_json::{Map, json};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// What is read of a PUT that a sentence describes.
fn read(said: &str) -> Api {
    let text = format!(
        "# Labels\n\n## API\n\n### PUT /boxes/{{box}}/labels/{{label}}\n\n{said}\n\n### GET /boxes/{{box}}/labels/{{label}}\n\nReads one.\n\n\
         ### DELETE /boxes/{{box}}/labels/{{label}}\n\nTakes it off. `204`.\n"
    );
    testing::facts_of_markdown(&text, "", Setup::default()).api
}

#[test]
fn requests_that_make_what_is_not_there_in_several_wordings() {
    let sure = |said: &str| read(said).key_of(0).map(|key| key.sure);
    for said in [
        "Creates or replaces a label. `201` when it is new, `200` when it was there.",
        "Upserts the label.",
        "Puts a label on the box; if it does not exist, it is created.",
        "Returns `201` for a new label and `204` for one that existed.",
    ] {
        assert_eq!(sure(said), Some(true), "{said}");
    }
    for said in ["Stores the text under the label.", "Sets a label. Answers `204`."] {
        assert_eq!(sure(said), Some(false), "{said}");
    }
    for said in [
        "Updates an existing label; `404` if there is none.",
        "Changes the text of a label.",
        "Replaces it. Does not create labels.",
    ] {
        assert_eq!(sure(said), None, "{said}");
    }
}

#[test]
fn the_first_and_the_next_answer() {
    for (said, statuses) in [
        ("Creates the label (`201`) or, if it exists, replaces it (`200`).", Some((201, 200))),
        (
            "Creates or replaces a label. 201 Created when new, 204 when an existing one was replaced.",
            Some((201, 204)),
        ),
        ("Upserts a label and answers `200`.", None),
    ] {
        assert_eq!(read(said).first_and_next(0), statuses, "{said}");
    }
}

#[test]
fn names_of_the_stated_form_in_several_wordings() {
    for said in [
        "A label is 2 to 12 characters long and consists of lower-case letters, digits and hyphens.",
        "Labels match `^[a-z0-9-]{2,12}$`.",
        "`label`: 2 to 12 characters; lower-case letters, digits and hyphens.",
    ] {
        let api = read(&format!("Creates or replaces a label.\n\n{said}"));
        let rule = &api.key_of(0).unwrap().rule;
        assert!(rule.allows_text("red-1") && !rule.allows_text("Red 1"), "{said}");
        assert!(!rule.allows_text("a-label-that-is-too-long"), "{said}");
    }
}

#[test]
fn a_name_as_a_call_shows_it() {
    let api = read(
        "Creates or replaces a label.\n\n```sh\ncurl -X PUT https://boxes.example/boxes/7/labels/fragile-2 -d '{\"text\": \"x\"}'\n```",
    );
    assert_eq!(api.key_of(0).unwrap().example.as_deref(), Some("fragile-2"));
}

const SPECIFICATION: &str = "\
# Flags

## Flags

`PUT /flags/{flag}` creates a flag (`201`) or, if it exists, replaces it (`200`).

```sh
curl -X PUT http://localhost/flags/dark-mode -d '{\"text\": \"dark\", \"level\": 3}'
```

- A flag is 2 to 20 characters: lower-case letters, digits and hyphens. Any other name gets `400`.
- `text` is required and has 1 to 20 characters.
- `level` is optional, an integer from 1 to 9; `1` if missing.
- With `If-None-Match: *` nothing is replaced: `412`.

### Read and delete

- `GET /flags/{flag}` returns the flag, `404` if there is none.
- `GET /flags` lists them.
- `DELETE /flags/{flag}` answers `204`; a deleted flag is not found any more.
";

/// A service of flags with one thing wrong about it.
fn flags(wrong: &'static str) -> Server {
    let store: Mutex<BTreeMap<String, Map<String, serde_json::Value>>> = Mutex::default();
    Server::start(move |request: &Incoming| {
        let mut store = store.lock().unwrap();
        let route = request.route().to_owned();
        let name = route.strip_prefix("/flags/").unwrap_or_default().to_owned();
        let refused = |status: u16| Reply::json(status, &json!({"error": "no"}));
        match request.method.as_str() {
            "GET" if route == "/flags" => Reply::json(200, &json!(store.values().collect::<Vec<_>>())),
            "GET" => store.get(&name).map_or(refused(404), |flag| Reply::json(200, &json!(flag))),
            "DELETE" if wrong == "stays" => Reply::text(204, ""),
            "DELETE" => {
                if store.remove(&name).is_some() {
                    Reply::text(204, "")
                } else {
                    refused(404)
                }
            }
            "PUT" => {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                if wrong != "any-name" && (!name.chars().all(plain) || !(2..=20).contains(&name.len())) {
                    return refused(400);
                }
                let body = request.json();
                let text = body["text"].as_str().filter(|text| (1..=20).contains(&text.chars().count()));
                let level = if body["level"].is_null() {
                    Some(if wrong == "default" { 2 } else { 1 })
                } else {
                    body["level"].as_i64()
                };
                let level = level.filter(|level| (1..=9).contains(level) || wrong == "any-level");
                let (Some(text), Some(level)) = (text, level) else { return refused(400) };
                let there = store.contains_key(&name);
                if there && request.header("if-none-match") == Some("*") && wrong != "replaces" {
                    return refused(412);
                }
                let flag =
                    json!({"flag": name, "text": if wrong == "forgets" { "" } else { text }, "level": level});
                store.insert(name, flag.as_object().cloned().unwrap());
                Reply::json(if there && wrong != "always-new" { 200 } else { 201 }, &flag)
            }
            _ => refused(405),
        }
    })
}

#[test]
fn a_service_whose_objects_clients_name_is_tried_as_any_other() {
    let probes: Vec<_> = ["contract", "lifecycle", "rejection", "unknown", "concurrency"]
        .into_iter()
        .map(|name| probe(name).unwrap())
        .collect();
    let refuted = |wrong: &'static str| {
        let server = flags(wrong);
        let run =
            run_markdown(&probes, SPECIFICATION, &format!("[targets.local]\nurl = \"{}\"\n", server.url()));
        run.items.iter().filter(|item| item.verdict == Verdict::Refuted).count()
    };
    assert_eq!(refuted(""), 0);
    for wrong in ["stays", "any-name", "default", "any-level", "replaces", "forgets", "always-new"] {
        assert!(refuted(wrong) > 0, "{wrong}");
    }
}

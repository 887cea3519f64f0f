use crate::{Desk, Failure, Surroundings, definitions};
use abide_ledger::Verdict;
use abide_verify::{Progress, Stop};
use abide_workspace::budget::{LEAST, MOST, tokens};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

struct Silent;

impl Progress for Silent {
    fn target(&self, _: &str) {}
    fn planned(&self, _: usize) {}
    fn began(&self, _: &str) {}
    fn ended(&self, _: &str, _: Verdict) {}
}

const LENDING: &str = "# Lending\n\n## Requirements\n\n- FR-1: A member MUST return a tool within 14 days.\n- FR-2: The \
                       system MUST refuse to lend a tool that is out, see FR-1.\n- FR-3: The system MUST NOT lend more \
                       than MAX_TOOLS tools.\n\n## Settings\n\n| Setting | Default |\n|---|---|\n| `MAX_TOOLS` | 3 |\n\n\
                       ## Checks\n\n- [ ] `test -f stock.txt` exits with 0\n- [ ] `rm -rf stock.txt` exits with 0\n";

fn workshop() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "abide.toml",
        "specs = [\"specs/**/*.md\"]\n[commands]\nstock = [\"test\", \"-f\", \"stock.txt\"]\n",
    );
    write("specs/lending.md", LENDING);
    write("src/lending.rs", "// FR-2\nfn lend() {}\nconst NAME: &str = \"MAX_TOOLS\";\n");
    let desk = desk(folder.path());
    (folder, desk)
}

fn desk(folder: &Path) -> Desk {
    let environment = std::env::vars().filter(|(name, _)| name == "PATH").collect();
    Desk::new(Surroundings { current: folder.to_owned(), environment, ..Surroundings::default() })
}

fn ask(desk: &Desk, tool: &str, arguments: Value) -> Result<Value, Failure> {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    desk.answer(tool, arguments, &Stop::new(), &Silent)
}

fn refusal(desk: &Desk, tool: &str, arguments: Value) -> String {
    ask(desk, tool, arguments).unwrap_err().answer()
}

/// What differs from run to run.
fn settled(mut value: Value) -> Value {
    match &mut value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                *value = match name.as_str() {
                    "judged" | "started" => "…".into(),
                    "age_seconds" | "duration_ms" => 0.into(),
                    _ => settled(value.take()),
                };
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| *entry = settled(entry.take())),
        _ => {}
    }
    value
}

#[test]
fn a_statement_is_worked_on_from_next_to_proven() {
    let (folder, desk) = workshop();
    insta::assert_json_snapshot!("next_untried", settled(ask(&desk, "next", json!({})).unwrap()));
    insta::assert_json_snapshot!("verify", settled(ask(&desk, "verify", json!({})).unwrap()));
    let next = ask(&desk, "next", json!({})).unwrap();
    assert_eq!(next["verdict"], "refuted");
    insta::assert_json_snapshot!("next_refuted", settled(next.clone()));
    insta::assert_json_snapshot!("why", settled(ask(&desk, "why", json!({"id": next["id"]})).unwrap()));

    fs::write(folder.path().join("stock.txt"), "3 ladders\n").unwrap();
    let run = ask(&desk, "verify", json!({"only": [next["id"]]})).unwrap();
    assert_eq!(
        (run["items"][0]["id"].clone(), run["items"][0]["verdict"].clone()),
        (next["id"].clone(), json!("proven"))
    );
    // What nobody trusted was not run.
    assert!(folder.path().join("stock.txt").is_file());
    assert_eq!(ask(&desk, "next", json!({})).unwrap()["verdict"], "blocked");
}

#[test]
fn the_pack_around_a_statement_holds_what_names_it_and_what_it_names() {
    let (_folder, desk) = workshop();
    insta::assert_json_snapshot!("context", settled(ask(&desk, "context", json!({"id": "FR-2"})).unwrap()));
    insta::assert_json_snapshot!("search", ask(&desk, "search", json!({"words": "lend tool"})).unwrap());
    insta::assert_json_snapshot!("check", ask(&desk, "check", json!({})).unwrap());
}

#[test]
fn an_edit_is_judged_first_and_written_unless_it_is_refused() {
    let (folder, desk) = workshop();
    let edit = |old: &str, new: &str| json!({"path": "specs/lending.md", "edits": [{"old": old, "new": new}], "write": true});
    let weaker = ask(&desk, "propose", edit("14 days", "90 days")).unwrap();
    insta::assert_json_snapshot!("propose_weaker", weaker);
    assert_eq!(fs::read_to_string(folder.path().join("specs/lending.md")).unwrap(), LENDING);
    let stricter = ask(&desk, "propose", edit("14 days", "10 days")).unwrap();
    assert_eq!(stricter["written"], true, "{stricter}");
    let mut agreed = edit("10 days", "90 days");
    agreed["accept"] = json!(["FR-1"]);
    assert_eq!(ask(&desk, "propose", agreed).unwrap()["written"], true);
    assert!(fs::read_to_string(folder.path().join("specs/lending.md")).unwrap().contains("90 days"));
}

#[test]
fn what_cannot_be_done_is_said_with_what_to_do() {
    let (folder, desk) = workshop();
    let said = [
        refusal(&desk, "context", json!({"id": "FR-9"})),
        refusal(&desk, "context", json!({"id": "FR"})),
        refusal(&desk, "context", json!({})),
        refusal(&desk, "search", json!({"words": "tool", "kind": "requirment"})),
        refusal(&desk, "check", json!({"paths": ["../other"]})),
        refusal(&desk, "check", json!({"paths": ["/etc"]})),
        refusal(&desk, "check", json!({"path": "specs"})),
        refusal(&desk, "check", json!({"paths": ["specs/none.md"]})),
        refusal(&desk, "verify", json!({"target": "http://example.com"})),
        refusal(&desk, "verify", json!({"allow_run": true})),
        refusal(&desk, "propose", json!({"path": "specs/lending.md"})),
        refusal(&desk, "propose", json!({"path": "../x.md", "text": "# x"})),
        refusal(&desk, "propose", json!({"path": "specs/lending.md", "edits": [{"new": "x"}]})),
        refusal(&desk, "explain", json!({"name": "missing-sektion"})),
    ];
    let here = folder.path().display().to_string();
    insta::assert_snapshot!(said.join("\n").replace(&here, "HERE"));
}

#[test]
fn a_search_that_finds_nothing_is_an_answer() {
    let (_folder, desk) = workshop();
    let answer = ask(&desk, "search", json!({"words": "tols"})).unwrap();
    assert_eq!(
        answer,
        json!({"total": 0, "unknown": ["tols"], "did_you_mean": "tools", "hits": [], "truncated": false})
    );
}

#[test]
fn every_answer_has_what_its_tool_promises() {
    let (_folder, desk) = workshop();
    for definition in definitions() {
        let arguments = match definition.name {
            "context" | "why" => json!({"id": "FR-1"}),
            "search" => json!({"words": "tool"}),
            "propose" => {
                json!({"path": "specs/lending.md", "edits": [{"lines": [5, 5], "new": "- FR-1: none"}]})
            }
            "explain" => json!({"name": "requirement"}),
            _ => json!({}),
        };
        let answer = ask(&desk, definition.name, arguments).unwrap();
        for (name, schema) in definition.output["properties"].as_object().unwrap() {
            let value = answer
                .get(name)
                .unwrap_or_else(|| panic!("`{}` answers no `{name}`: {answer}", definition.name));
            let kind = match value {
                Value::String(_) => "string",
                Value::Array(_) => "array",
                Value::Object(_) => "object",
                Value::Bool(_) => "boolean",
                _ => "integer",
            };
            assert_eq!(schema["type"], kind, "`{name}` of `{}`", definition.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn no_answer_is_longer_than_its_budget(
        lines in prop::collection::vec(prop_oneof![
            "\\PC{0,200}",
            "- FR-[0-9]: The system MUST [a-z ]{0,300}",
            "## [A-Za-z ]{1,80}",
            "\\| `[A-Z_]{3,40}` \\| [0-9]{1,30} \\|",
            Just("| Setting | Default |\n|---|---|".to_owned()),
        ], 0..40),
        budget in 0usize..1_500,
    ) {
        let (folder, desk) = workshop();
        let text = format!("# Lending\n\n- FR-1: The system MUST count.\n\n{}\n", lines.join("\n"));
        fs::write(folder.path().join("specs/lending.md"), &text).unwrap();
        let most = budget.clamp(LEAST, MOST);
        let edit = json!({"path": "specs/lending.md", "text": LENDING, "budget": budget});
        for (tool, arguments) in [
            ("next", json!({"budget": budget})),
            ("context", json!({"id": "specs/lending.md:3", "budget": budget})),
            ("search", json!({"words": "the system m", "budget": budget})),
            ("check", json!({"budget": budget})),
            ("why", json!({"id": "specs/lending.md:3", "budget": budget})),
            ("propose", edit),
            ("explain", json!({"name": "requirement", "budget": budget})),
        ] {
            let said = match ask(&desk, tool, arguments) {
                Ok(answer) => answer.to_string(),
                Err(failure) => failure.answer(),
            };
            prop_assert!(tokens(&said) <= most, "{tool}: {} of {most}: {said}", tokens(&said));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_workspace_is_not_followed() {
    let (folder, desk) = workshop();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("theirs.md"), "# Theirs\n\n- FR-7: The system MUST be theirs.\n")
        .unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("specs/link")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("theirs.md"), folder.path().join("specs/theirs.md"))
        .unwrap();
    for path in ["specs/link", "specs/link/theirs.md", "specs/theirs.md"] {
        for tool in ["check", "verify", "next"] {
            let said = refusal(&desk, tool, json!({"paths": [path]}));
            assert!(said.contains("is outside of the workspace"), "{tool} {path}: {said}");
        }
    }
    let map: Map<String, Value> = Map::new();
    let all = desk.answer("check", map, &Stop::new(), &Silent).unwrap().to_string();
    assert!(!all.contains("theirs"), "{all}");
}

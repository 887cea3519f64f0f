//! The model of a workspace as programs see it.

use crate::scratch::{GOOD, Scratch, TEMPLATE};
use abide_model::json::Model;
use serde_json::Value;

const ORDERS: &str = "# Orders

## Requirements

- FR-1: The shop MUST count what it sells.
- FR-2: The shop MUST say what is left.

As FR-1 says, counting comes first.
";
const RETURNS: &str = "# Returns

## Requirements

- FR-1: The shop MUST take back what is broken.

## Colours

Red is loud.
";

fn scratch() -> Scratch {
    Scratch::new(&[
        ("specs/template.md", TEMPLATE),
        ("specs/lending.md", GOOD),
        ("specs/orders.md", ORDERS),
        ("specs/returns.md", RETURNS),
    ])
}

fn ids(output: &Value) -> Vec<String> {
    let documents = output["documents"].as_array().unwrap().iter();
    let items = documents.flat_map(|document| document["items"].as_array().unwrap());
    items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_written_is_what_the_published_types_hold() {
    for arguments in [&["model", "--format", "json"][..], &["model", "--format", "json", "--unread"]] {
        let written = scratch().run(arguments).json();
        let read: Model = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), written, "nothing is lost and nothing unknown");
    }
}

#[test]
fn what_the_schema_requires_is_there_and_what_is_there_is_in_the_schema() {
    let schema = abide_model::json::schema();
    let written = scratch().run(&["model", "--format", "json", "--unread"]).json();
    let holds = |name: &str, value: &Value| {
        let shape = if name.is_empty() { &schema } else { &schema["$defs"][name] };
        let properties = shape["properties"].as_object().unwrap();
        let value = value.as_object().unwrap();
        for required in shape["required"].as_array().unwrap() {
            assert!(value.contains_key(required.as_str().unwrap()), "{name} lacks {required}");
        }
        for key in value.keys() {
            assert!(properties.contains_key(key), "{name} has {key}");
        }
    };
    holds("", &written);
    for document in written["documents"].as_array().unwrap() {
        holds("ModelDocument", document);
        document["items"].as_array().unwrap().iter().for_each(|item| holds("ModelItem", item));
        document["unread"].as_array().unwrap().iter().for_each(|block| holds("Unread", block));
    }
}

#[test]
fn ids_are_unique_in_the_workspace_and_do_not_depend_on_what_was_asked() {
    let scratch = scratch();
    let all = ids(&scratch.run(&["model", "--format", "json"]).json());
    let mut unique = all.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), all.len(), "{all:?}");
    for id in ["specs/orders.md#FR-1", "specs/returns.md#FR-1", "FR-2"] {
        assert!(all.iter().any(|known| known == id), "{id} in {all:?}");
    }
    let one = ids(&scratch.run(&["model", "specs/orders.md", "--format", "json"]).json());
    assert_eq!(one, ["specs/orders.md#FR-1", "FR-2"]);

    scratch.write("specs/stock.md", "# Stock\n\n## Requirements\n\n- FR-3: The shop MUST order more.\n");
    let more = ids(&scratch.run(&["model", "--format", "json"]).json());
    assert_eq!(more.iter().filter(|id| all.contains(id)).count(), all.len(), "{more:?}");
}

#[test]
fn an_item_is_found_by_either_of_its_names_and_by_its_place() {
    let scratch = scratch();
    let shown = |id: &str| scratch.run(&["model", "--id", id]).out;
    assert_eq!(shown("FR-2"), shown("specs/orders.md#FR-2"));
    assert_eq!(shown("FR-2"), shown("specs/orders.md:6"));
    let both = shown("FR-1");
    assert!(both.contains("specs/orders.md:5") && both.contains("specs/returns.md:5"), "{both}");
    assert!(!shown("specs/returns.md#FR-1").contains("specs/orders.md"));
    let slip = scratch.run(&["model", "--id", "specs/orders.md#FR-22"]);
    assert_eq!(slip.exit, 2);
    assert!(slip.errors.contains("did you mean `specs/orders.md#FR-2`?"), "{}", slip.errors);
}

#[test]
fn a_document_cannot_steer_the_terminal() {
    let scratch = Scratch::new(&[(
        "a.md",
        "# T\n\n## Goals\n\n- Sell \u{1b}[2Jall \u{202E}things.\n\n## \u{7}Bell\n\nRing.\n",
    )]);
    for arguments in [&["model"][..], &["model", "--unread"]] {
        let shown = scratch.run(arguments).out;
        assert!(!shown.contains(['\u{1b}', '\u{202E}', '\u{7}']), "{shown:?}");
    }
}

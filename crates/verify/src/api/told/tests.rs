//! Members that tables, bullets and examples tell of.

use super::super::Sort;
use crate::testing::{self, Setup};
use serde_json::json;

/// What is known of a member of a berth whose creation is described so.
fn member(described: &str, name: &str) -> Option<crate::api::FieldFacts> {
    let text = format!(
        "# Berths\n\n## Berths\n\n### Add a berth\n\n`POST /berths` answers `201`.\n\n```json\n{{\"name\": \"North\", \"depth\": 4, \"side\": \"left\", \"tags\": [\"new\"]}}\n```\n\n{described}\n\n### Read\n\n`GET /berths/{{id}}` reads one.\n"
    );
    let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
    let resource = api.resources.first()?;
    api.asked_on(resource, 0, name).cloned()
}

#[test]
fn a_number_with_bounds_in_several_wordings() {
    for described in [
        "| Field | Required | Rules |\n|---|---|---|\n| `name` | yes | 1 to 40 characters |\n| `depth` | no | an integer from 1 to 9; `3` if missing |",
        "- `name` is required and has 1 to 40 characters.\n- `depth` is optional, an integer from 1 to 9. Without one it is `3`.",
        "- `name` (required): 1 to 40 characters\n- `depth` (integer, optional): 1 to 9; `3` by default",
    ] {
        let facts = member(described, "depth").unwrap_or_else(|| panic!("{described}"));
        assert_eq!(
            (facts.rule.sort.clone(), facts.rule.least, facts.rule.most),
            (Sort::Integer, Some(1.0), Some(9.0)),
            "{described}"
        );
        assert_eq!((facts.optional, facts.default_value()), (Some(true), Some(json!(3))), "{described}");
        let facts = member(described, "name").unwrap();
        assert_eq!((facts.optional, facts.rule.longest), (Some(false), Some(40)), "{described}");
    }
}

#[test]
fn words_and_lists_in_several_wordings() {
    for described in [
        "| Name | Required | Description |\n|---|---|---|\n| `side` | no | `left` or `right`; `left` if missing |\n| `tags` | no | at most 3 tags |",
        "- `side` is `left` or `right`, `left` by default.\n- `tags` is optional: up to 3 tags.",
    ] {
        let side = member(described, "side").unwrap_or_else(|| panic!("{described}"));
        assert_eq!(side.rule.sort, Sort::Choice(vec!["left".to_owned(), "right".to_owned()]), "{described}");
        let tags = member(described, "tags").unwrap();
        assert_eq!((tags.rule.sort, tags.rule.many), (Sort::List, Some(3)), "{described}");
    }
}

//! Members that tables, bullets and examples tell of.

use super::super::Sort;
use crate::api::Body;
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

#[test]
fn rules_elsewhere_complete_what_a_data_model_leaves_to_them() {
    for said in [
        "- `code` is required and is 2 to 9 characters long.\n- `depth` is a number from 1 to 20.\n",
        "- `code` (string, required): 2 to 9 characters\n- `depth` (number, optional): 1 to 20\n",
        "- `code` must be given, with 2 to 9 characters.\n- `depth` must be a number from 1 to 20.\n",
    ] {
        let rules = format!(
            "# berths Specification\n\n### Requirement: Berth validation\nInvalid berths SHALL be refused with 422.\n\n{said}"
        );
        let facts = testing::facts_of_documents(&[
            (
                "specs/API.md",
                "# Harbour API\n\n| Method and path | Success |\n|---|---|\n| `POST /berths` | 201 |\n| `GET /berths/{id}` | 200 |\n\n## Add a berth\n`POST /berths`\n\nRequest:\n```json\n{ \"code\": \"A-1\", \"depth\": 4 }\n```\n",
            ),
            ("specs/berths/spec.md", rules.as_str()),
            (
                "specs/design.md",
                "# Design\n\n## Data model\n\n| Entity | Field | Type | Notes |\n|---|---|---|---|\n| Berth | `id` | string | set by the service |\n| Berth | `status` | enum | `free`, `taken` |\n",
            ),
        ]);
        let api = &facts.api;
        let berth = api.resources.iter().find(|resource| resource.name == "berth").unwrap();
        let code = api.field_of(berth, "code").unwrap_or_else(|| panic!("{said}: {:?}", api.members(berth)));
        assert_eq!(code.rule.longest, Some(9), "{said}");
        assert_eq!(code.optional, Some(false), "{said}");
        let depth =
            api.field_of(berth, "depth").unwrap_or_else(|| panic!("{said}: {:?}", api.members(berth)));
        assert_eq!(depth.rule.most, Some(20.0), "{said}");
    }
}

#[test]
fn the_body_of_a_deed_is_told_in_prose() {
    for said in [
        "`POST /berths/{id}/close` SHALL close a berth and keep the `reason`, 4 to 60 characters long, as `closedFor`. A missing `reason` is refused with 422.",
        "`POST /berths/{id}/close` SHALL close a berth.\n\n#### Scenario: Closing\n- **WHEN** a porter posts a `reason` of 4 to 60 characters\n- **THEN** the response is 200\n- **AND** a missing `reason` is refused with 422",
        "`POST /berths/{id}/close` closes a berth. It takes a `reason` of 4 to 60 characters; without a `reason` it answers 422.",
    ] {
        let text = format!(
            "# Harbour\n\n### Requirement: Close\n{said}\n\n### Requirement: Add\n`POST /berths` adds one, `GET /berths/{{id}}` reads it.\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let close =
            api.operations.iter().find(|operation| operation.path.to_string().ends_with("/close")).unwrap();
        let body = close.request.as_ref().and_then(Body::json).unwrap_or_else(|| panic!("{said}"));
        let reason = body["reason"].as_str().map_or(0, str::len);
        assert!((4..=60).contains(&reason) && body.as_object().unwrap().len() == 1, "{said}: {body}");
    }
}

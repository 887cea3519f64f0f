use super::*;
use crate::testing::item;
use serde_json::json;

fn answer(body: &Value) -> Answer {
    let body = body.to_string().into_bytes();
    Answer { status: 200, headers: vec![], length: body.len() as u64, body, cut: false }
}

fn fields() -> FieldBook {
    let items = [
        item("field", "Parcel.note").field("type", "string | null"),
        item("field", "Parcel.gift").field("type", "boolean").field("required", false),
        item("field", "Parcel.code").field("type", "TEXT NOT NULL"),
    ]
    .map(crate::testing::ItemDraft::into_item);
    FieldBook::read(items.iter(), &|_, text| text.to_owned(), &|text| text.to_owned())
}

fn compared(documented: &Value, actual: &Value, echoes: &[Echo], error: bool) -> Comparison {
    let fields = fields();
    let mentions = |name: &str| name == "mentioned";
    let expected = Expectation { fields: &fields, mentions: &mentions, echoes, error, exact_words: false };
    compare(&Body::read(documented).unwrap(), &answer(actual), &expected)
}

fn mismatches(documented: Value, actual: Value) -> Vec<String> {
    compared(&documented, &actual, &[], false).mismatches
}

#[test]
fn the_same_shape_with_other_values_is_no_mismatch() {
    let documented = json!({"id": "0199c2e0-77aa-7d12-b0c9-4f1a2b3c4d5e", "n": 1, "on": true, "at": "2026-01-01T00:00:00Z", "list": [{"a": 1}], "none": null});
    let actual = json!({"id": "0b0b0b0b-77aa-4d12-b0c9-4f1a2b3c4d5e", "n": 2.5, "on": false, "at": "2027-01-01T10:00:00+01:00", "list": [{"a": 2}, {"a": 3}], "none": {"x": 1}});
    assert_eq!(compared(&documented, &actual, &[], false), Comparison::default());
}

#[test]
fn what_is_not_as_documented_is_named() {
    assert_eq!(
        mismatches(
            json!({"weight": 1, "city": "Linz"}),
            json!({"weigth": 1, "city": "Linz", "mentioned": 1})
        ),
        ["`weight` is missing; there is `weigth`, `city`, `mentioned`"]
    );
    assert_eq!(
        mismatches(json!({"n": 1}), json!({"n": "1"})),
        ["`n` is text (\"1\"), documented as a number"]
    );
    assert_eq!(
        mismatches(json!({"at": "2026-01-01T00:00:00Z"}), json!({"at": "today"})),
        ["`at` is \"today\", which is no date with a time"]
    );
    assert_eq!(
        mismatches(json!({"id": "uuid"}), json!({"id": 7})),
        ["`id` is a number (7), documented as text"]
    );
    assert_eq!(
        mismatches(json!({"a": {"b": {"c": 1}}}), json!({"a": {"b": {}}})),
        ["`a.b.c` is missing; there is nothing"]
    );
    assert_eq!(mismatches(json!({"a": [1]}), json!({"a": {}})), ["`a` is an object, documented as a list"]);
    assert_eq!(
        mismatches(json!([{"a": 1}]), json!([{"a": 1}, {"b": 1}])),
        ["`[1].a` is missing; there is `b`"]
    );
    assert_eq!(
        mismatches(json!({"code": "x"}), json!({"code": null})),
        ["`code` is null, and the specification says that it never is"]
    );
}

#[test]
fn what_an_entry_of_a_list_carries_is_another_thing_for_each() {
    let documented = json!({"items": [{"id": 1, "action": "crate.moved", "data": {"from": "a", "to": "b"}}]});
    let entry = |data: Value| json!({"items": [{"id": 2, "action": "crate.made", "data": data}]});
    assert_eq!(mismatches(documented.clone(), entry(json!({}))), Vec::<String>::new());
    assert_eq!(mismatches(documented.clone(), entry(json!({"by": "ann"}))), Vec::<String>::new());
    assert_eq!(
        mismatches(documented, entry(json!({"from": 3}))),
        ["`items[0].data.from` is a number (3), documented as text"]
    );
}

#[test]
fn a_member_that_nothing_speaks_of_is_a_mismatch() {
    assert_eq!(
        mismatches(json!({"id": 1}), json!({"id": 1, "margin": 3, "mentioned": 1})),
        ["`margin` is there, which the specification mentions nowhere"]
    );
}

#[test]
fn what_the_specification_allows_is_a_note() {
    let comparison = compared(&json!({"note": "x", "gift": true}), &json!({"note": null}), &[], false);
    assert_eq!(comparison.mismatches, Vec::<String>::new());
    assert_eq!(
        comparison.notes,
        ["`note` is null, text in the example", "`gift` is missing, which the specification allows"]
    );
}

#[test]
fn what_was_sent_has_to_come_back() {
    let request = json!({"name": "A", "size": {"w": 2}, "code": "X-1", "note": "n"});
    let sent = json!({"name": "A", "size": {"w": 2}, "code": "X-7", "note": "n"});
    let echoes = Echo::of(&request, &sent);
    let documented = json!({"data": {"name": "A", "size": {"w": 2}, "code": "X-1", "note": "n"}});
    let right = json!({"data": {"name": "A", "size": {"w": 2.0}, "code": "X-7", "note": "n"}});
    assert_eq!(compared(&documented, &right, &echoes, false).mismatches, Vec::<String>::new());
    let wrong = json!({"data": {"name": "B", "size": {"w": 3}, "code": "X-1", "note": null}});
    assert_eq!(
        compared(&documented, &wrong, &echoes, false).mismatches,
        [
            "`data.name` is \"B\", sent as \"A\"",
            "`data.size.w` is 3, sent as 2",
            "`data.code` is \"X-1\", sent as \"X-7\"",
            "`data.note` is null, sent as \"n\""
        ]
    );
}

#[test]
fn a_value_that_the_example_changes_is_not_held_against_what_was_sent() {
    let echoes = Echo::of(&json!({"version": 1, "code": "x"}), &json!({"version": 1, "code": "x"}));
    let comparison =
        compared(&json!({"version": 2, "code": "X"}), &json!({"version": 9, "code": "Y"}), &echoes, false);
    assert_eq!(comparison.mismatches, Vec::<String>::new());
}

#[test]
fn members_beyond_an_error_example_are_fine() {
    let comparison = compared(
        &json!({"error": "x"}),
        &json!({"error": "y", "request_id": "1", "password": ""}),
        &[],
        true,
    );
    assert_eq!(comparison.mismatches, Vec::<String>::new());
}

#[test]
fn a_shortened_example_says_nothing_about_what_it_leaves_out() {
    let documented = json!("{\"id\": 1, ...}");
    assert_eq!(
        compared(&documented, &json!({"id": 1, "more": 2}), &[], false).mismatches,
        Vec::<String>::new()
    );
    assert_eq!(
        compared(&documented, &json!({"more": 2}), &[], false).mismatches,
        ["`id` is missing; there is `more`"]
    );
}

#[test]
fn an_empty_list_leaves_its_elements_open() {
    let comparison = compared(&json!({"items": [{"a": 1}]}), &json!({"items": []}), &[], false);
    assert_eq!(comparison.open, ["`items` is an empty list, so nothing in it could be compared"]);
}

#[test]
fn names_that_are_values_make_a_map() {
    let documented = json!({"2026-01-01": 3});
    assert_eq!(
        mismatches(documented.clone(), json!({"2027-05-05": 4, "2027-05-06": 1})),
        Vec::<String>::new()
    );
    assert_eq!(
        mismatches(documented, json!({"2027-05-05": "4"})),
        ["`2027-05-05` is text (\"4\"), documented as a number"]
    );
}

#[test]
fn what_a_client_must_never_see_is_a_mismatch() {
    assert_eq!(
        mismatches(json!({"id": 1}), json!({"id": 1, "password_hash": "x"})),
        ["`password_hash` is there, which the example does not have and nobody should see"]
    );
}

#[test]
fn text_has_to_hold_what_was_sent() {
    let echoes = Echo::of(&json!({"name": "Mara", "zip": "40"}), &json!({"name": "Mara 2", "zip": "40"}));
    let fields = fields();
    let expected = Expectation {
        fields: &fields,
        mentions: &|_| false,
        echoes: &echoes,
        error: false,
        exact_words: false,
    };
    let documented = Body::Text("To: Mara\n40 Linz".to_owned());
    let text = |text: &str| Answer {
        status: 200,
        headers: vec![],
        length: text.len() as u64,
        body: text.into(),
        cut: false,
    };
    assert_eq!(
        compare(&documented, &text("To: Mara 2\n40 Graz"), &expected).mismatches,
        Vec::<String>::new()
    );
    assert_eq!(
        compare(&documented, &text("To: nobody"), &expected).mismatches,
        ["the text lacks \"Mara 2\", the `name` that was sent"]
    );
    assert_eq!(
        compare(&Body::Text("pong".to_owned()), &text("ping"), &expected).mismatches,
        ["the body is \"ping\", documented as \"pong\""]
    );
    assert_eq!(compare(&documented, &text(""), &expected).mismatches, ["the body is empty"]);
}

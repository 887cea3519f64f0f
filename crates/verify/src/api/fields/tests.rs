use super::*;
use crate::testing::item;

#[test]
fn what_is_said_about_fields() {
    let items = [
        item("field", "Parcel.note").field("type", "string | null"),
        item("field", "Parcel.city").field("type", "string").field("required", true),
        item("field", "parcels.city").field("type", "TEXT NOT NULL"),
        item("field", "Depot.code").field("type", "string").field("unique", true).field("default", "'HUB-1'"),
    ]
    .map(crate::testing::ItemDraft::into_item);
    let book = FieldBook::read(items.iter(), &|_, text| text.to_owned(), &|text| text.to_owned());
    assert!(book.may_be_absent("note") && !book.is_always_there("note"));
    assert!(book.is_always_there("city"));
    assert!(!book.is_always_there("code") && !book.may_be_absent("code"));
    assert!(book.is_unique("code"));
    let words = Sort::Choice(vec!["open".to_owned(), "shut".to_owned()]);
    assert_eq!(noted_first("open or shut; a new door is shut", &words).as_deref(), Some("shut"));
    assert_eq!(noted_first("a new door is open or shut", &words), None);
    assert_eq!(noted_before("must be after opensAt").as_deref(), Some("opensAt"));
    assert_eq!(noted_before("must be after the opening"), None);
    assert_eq!(
        noted_first("given by the server; true for a new door", &Sort::Boolean).as_deref(),
        Some("true")
    );
    assert_eq!((noted_need("Required, short"), noted_need("a required key")), (Some(false), None));
    let side = words_in_code("`side` (string): `left` or `right`; of the door", "side");
    assert_eq!(side, Some(vec!["left".to_owned(), "right".to_owned()]));
    let side = words_in_code("`ajar` at first; `open`, `shut`", "side");
    assert_eq!(side, Some(vec!["ajar".into(), "open".into(), "shut".into()]));
    assert_eq!(words_in_code("`side`: see `left` and `right` of the door", "side"), None);
    assert_eq!(book.of("Code")[0].default.as_deref(), Some("HUB-1"));
}

#[test]
fn a_cell_says_that_the_system_gives_the_value() {
    let given = |row: &str, kind: &str| notes::is_given_by_the_system(row, kind);
    assert!(given("| opened_by | string | set | who opened it |", "string"));
    assert!(given("| total | integer | computed | |", "integer"));
    assert!(!given("| words | set | - | what it is found by |", "set"));
    assert!(!given("| opened_by | string | - | set by whoever opens it |", "string"));
}

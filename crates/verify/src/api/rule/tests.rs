//! What is read from types and notes, and values for it.

use super::*;

fn read(kind: &str, notes: &str) -> Rule {
    Rule::read(kind, notes, &|name| (name == "Level").then(|| vec!["low".into(), "high".into()]))
}

#[test]
fn sorts_of_values_in_many_spellings() {
    for (kind, notes, sort) in [
        ("string", "", Sort::Text),
        ("varchar(80)", "", Sort::Text),
        ("number", "whole number, 1 to 9", Sort::Integer),
        ("decimal(10,2)", "", Sort::Number),
        ("string", "uuid, set by the server", Sort::Uuid),
        ("string | null", "e-mail address, at most 254 characters", Sort::Email),
        ("TIMESTAMPTZ", "", Sort::DateTime),
        ("string[]", "", Sort::List),
        ("Level", "", Sort::Choice(vec!["low".into(), "high".into()])),
        ("\"a\" | \"b\"", "", Sort::Choice(vec!["a".into(), "b".into()])),
        ("enum(todo, doing)", "", Sort::Choice(vec!["todo".into(), "doing".into()])),
        ("`off`, `error` or `info`", "", Sort::Choice(vec!["off".into(), "error".into(), "info".into()])),
        (
            "enum",
            "draft, live or Done; a new one is draft",
            Sort::Choice(vec!["draft".into(), "live".into(), "Done".into()]),
        ),
        ("string", "one of small, Large", Sort::Choice(vec!["small".into(), "Large".into()])),
        ("enum", "how it is paid for", Sort::Unknown),
        ("string", "first or last name", Sort::Text),
        ("string | number", "", Sort::Unknown),
        ("Widget", "", Sort::Unknown),
    ] {
        assert_eq!(read(kind, notes).sort, sort, "{kind} {notes}");
    }
}

#[test]
fn bounds_in_many_spellings() {
    for (kind, notes, bounds) in [
        ("string", "1 to 80 characters", (None, None, Some(1), Some(80))),
        ("string(3..60)", "", (None, None, Some(3), Some(60))),
        ("VARCHAR(120)", "", (None, None, None, Some(120))),
        ("string", "required, write-only, at least 8 characters", (None, None, Some(8), None)),
        ("string", "max length 40", (None, None, None, Some(40))),
        ("integer", "1-5, default 3", (Some(1.0), Some(5.0), None, None)),
        ("integer", "between 1 and 30,000", (Some(1.0), Some(30000.0), None, None)),
        ("integer", "greater than 0", (Some(1.0), None, None, None)),
        ("int", "starts at 1", (None, None, None, None)),
        ("number", "≥ 0", (Some(0.0), None, None, None)),
        ("number", "zero or more", (Some(0.0), None, None, None)),
        ("integer", "2 or more", (Some(2.0), None, None, None)),
        ("string", "kept for 30 days", (None, None, None, None)),
    ] {
        let rule = read(kind, notes);
        assert_eq!((rule.least, rule.most, rule.shortest, rule.longest), bounds, "{kind} {notes}");
    }
}

#[test]
fn who_gives_a_value_and_who_sees_it() {
    assert!(read("string", "uuid, set by the server").owned);
    assert!(read("integer", "read-only").owned);
    assert!(!read("string", "name of the server").owned);
    assert!(read("string", "write-only").write_only);
    assert!(read("string", "unique; never changes").fixed);
}

#[test]
fn a_valid_value_meets_the_rule_and_invalid_ones_break_it() {
    for (kind, notes) in [
        ("string", "3 to 8 characters"),
        ("integer", "1-5"),
        ("enum(a, b)", ""),
        ("boolean", ""),
        ("date", ""),
    ] {
        let rule = read(kind, notes);
        for variant in 0..9 {
            let value = rule.valid("field", variant).unwrap();
            assert_eq!(rule.broken_by(&value), None, "{kind} {notes}: {value}");
            let length = value.as_str().map(|text| text.chars().count());
            assert!(
                length.is_none_or(|length| rule.longest.is_none_or(|longest| length <= longest)),
                "{value}"
            );
        }
        assert!(!rule.invalid().is_empty(), "{kind}");
    }
    assert_eq!(read("string", "letters of the old alphabet").valid("code", 1), None);
    assert_eq!(read("string", "three capital letters").valid("code", 1).unwrap().as_str().unwrap().len(), 3);
}

use super::*;

fn told(text: &str) -> [String; 3] {
    let told = Told::of_sentence(text).unwrap_or_default();
    [told.given, told.when, told.then]
}

#[test]
fn one_statement_in_many_forms() {
    for (text, expected) in [
        (
            "**REQ-2** WHEN a door is made THE SYSTEM SHALL set `porter` to the caller.",
            ["", "a door is made", "set porter to the caller"],
        ),
        (
            "While a door is open, when a porter locks it, the system shall answer 409.",
            ["a door is open", "a porter locks it", "answer 409"],
        ),
        (
            "WHILE a hall has doors THE SYSTEM SHALL refuse to delete it with `409` and code `has_doors`.",
            ["a hall has doors", "delete it", "it is refused with 409 and code has_doors"],
        ),
        (
            "AC-1: Given an open door, when a porter shuts it, then its state is `shut`.",
            ["an open door", "a porter shuts it", "its state is shut"],
        ),
        (
            "If the name is taken, the answer MUST be 409.",
            ["", "the name is taken", "the answer MUST be 409"],
        ),
        ("Deleting a hall that has doors gives `409`.", ["", "Deleting a hall that has doors", "409"]),
        ("A link that is not `enabled` is answered with `404`.", ["A link that is not enabled", "", "404"]),
        (
            "A locked door cannot be opened (`409`, code `locked`).",
            ["A locked door", "it is opened", "it is refused, 409, code locked"],
        ),
        (
            "A locked door can no longer be opened; an open one cannot be painted; painted ones stay what they are.",
            ["A locked door", "it is opened", "it is refused"],
        ),
        (
            "A porter who tries to open somebody else's door gets a 403, as if it were walled up.",
            ["", "a porter open somebody else's door", "a 403, as if it were walled up"],
        ),
        (
            "A porter who opens a locked door is refused with 409.",
            ["", "a porter opens a locked door", "it is refused, 409"],
        ),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
    assert!(Told::of_sentence("The hall has many doors.").is_none());
    assert!(Told::of_sentence("The system shall be fast.").is_some_and(|told| told.when.is_empty()));
}

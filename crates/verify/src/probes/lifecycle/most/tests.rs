use super::*;
use crate::testing::{self, Setup};

fn found(said: &str) -> Option<String> {
    let text = format!(
        "# Loans\n\n## API\n\n- `POST /rooms` adds a room\n- `GET /rooms/{{id}}` reads one\n- `POST /loans` takes `room_id` (required, text) and `days` (1 to 9), and answers 201 with the loan, which starts as `asked`\n- `GET /loans/{{id}}` reads one\n\n## Status transitions\n\n| From | To |\n|---|---|\n| asked | under_way |\n| under_way | done |\n\n## Rules\n\nA loan is open while it is `asked` or `under_way`.\n\n{said}\n"
    );
    let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
    let (most, statuses) = read(&api, api.sentences.last()?)?;
    Some(format!("{most:?} {statuses:?}"))
}

#[test]
fn how_many_there_may_be() {
    for said in [
        "A room MUST NOT have more than three open loans at a time (see the settings); the next one gets 409.",
        "A room has at most 3 open loans; one more is refused with 409.",
        "FR-2: each room has at most 3 open loans at once, otherwise 409.",
        "At most three open loans per room, else 409.",
        "A fourth open loan is refused with 409.",
        "An unknown room is 400; a 4th loan with 409 `too_many`.",
    ] {
        assert_eq!(found(said).as_deref(), Some("Count(3, 1, 0) [409]"), "{said}");
    }
    for said in [
        "A room has at most 3 finished loans.",
        "A loan has at most 3 open loans per room.",
        "A room has at most 3 doors.",
        "A room is shown with at most 3 open loans.",
        "The list of a room has at most 3 loans on one page.",
        "A room may have up to 3 open loans; the oldest is dropped for one more.",
        "A room returns no more than 3 loans at once.",
        "A room has at most 3 open loans, but more are not refused.",
        "A 4th open loan with 409 in the log is what went wrong on that day.",
        "A second loan is refused with 409.",
        "A locked room has at most 3 open loans.",
        "In winter, a room has at most 3 open loans.",
        "A room has at most 3 open loans as long as it is new.",
    ] {
        assert_eq!(found(said), None, "{said}");
    }
}

#[test]
fn one_at_a_time() {
    for said in [
        "Only one loan of a room may be `under_way` at a time.",
        "Only one loan per room can be under way at once.",
        "If another loan of the room is under way, it is refused.",
    ] {
        assert_eq!(found(said).as_deref(), Some(r#"InState(1, 0, "under_way") []"#), "{said}");
    }
    assert_eq!(found("Only one loan of a room is read at a time."), None);
}

#[test]
fn how_many_somebody_may_have_made() {
    let found = |rules: &str| {
        let text = format!(
            "# Loans\n\n## API\n\n- `POST /loans` takes `days` (1 to 9), and answers 201 with the loan, which starts as `asked`\n- `GET /loans/{{id}}` reads one\n\n## Status transitions\n\n| From | To |\n|---|---|\n| asked | under_way |\n| under_way | done |\n\n## Rules\n\n{rules}\n"
        );
        let config = "[targets.local.roles.reader]\nheaders = { X = \"1\" }\n";
        let api = testing::facts_of_markdown(&text, config, Setup::default()).api;
        api.sentences.iter().rev().take(2).find_map(|sentence| read(&api, sentence)).map(|(most, _)| most)
    };
    let three = Some(Most::Made(3, 0, "reader".to_owned(), Vec::new()));
    for rules in [
        "A reader has at most 3 open loans at a time, and both `asked` and `under_way` loans count as open.",
        "We call a loan *open* while it is `asked` or `under_way`. A reader who already has 3 open loans gets 409 for the next one.",
        "A reader may have at most three loans.",
        "A reader who has 3 loans gets 409 for `POST /loans`.",
    ] {
        assert_eq!(found(rules), three, "{rules}");
    }
    for rules in [
        "A reader has at most 3 loans that are `asked` or `under_way` at the same time.",
        "A reader holds at most three loans that are asked or under_way; one more is refused with 409.",
    ] {
        let states = vec!["asked".to_owned(), "under_way".to_owned()];
        assert_eq!(found(rules), Some(Most::Made(3, 0, "reader".to_owned(), states)), "{rules}");
    }
    for rules in [
        "A reader has at most 3 finished loans.",
        "A reader who has 3 open loans gets a letter.",
        "A reader who has 3 loans gets 409 for the renewal of one of them.",
        "A reader without a deposit may have at most 3 loans.",
        "During probation, a reader has at most 3 loans.",
        "A reader has at most 3 loans until the deposit is paid.",
        "An unverified reader who already has 3 loans gets 409 for the next one.",
        "A stranger has at most 3 loans.",
        "A reader has at most 3 loans that are `under_way` or `done`.",
        "A reader has at most 3 loans that are late or `done`.",
    ] {
        assert_eq!(found(rules), None, "{rules}");
    }
}

use super::*;
use crate::testing::{self, Setup};

const DOORS: &str = "\
# Doors

## API

- `POST /racks` adds a rack. `201` with the rack.
- `GET /racks/{id}` reads one.
- `DELETE /racks/{id}` removes a rack. `204`.
- `POST /racks/{id}/close` closes a rack.
- `GET /stays` lists stays.
- `POST /stays` adds a stay.

## Rules

";

fn read(rule: &str) -> Option<(String, String)> {
    let facts = testing::facts_of_markdown(&format!("{DOORS}{rule}\n"), "", Setup::default());
    let last = facts.api.sentences.last()?;
    let (number, condition) = refused(&facts.api, 0, last)?;
    Some((facts.api.operations[number].title(), condition))
}

#[test]
fn what_is_refused_and_when() {
    let of = |title: &str, condition: &str| Some((title.to_owned(), condition.to_owned()));
    let delete = |condition: &str| of("DELETE /racks/{id}", condition);
    assert_eq!(
        read("The system MUST NOT delete a rack that has stays; it answers 409."),
        delete("that has stays")
    );
    assert_eq!(read("A rack that is full cannot be deleted."), delete("that is full"));
    assert_eq!(read("A rack with open stays is not deleted: 409 `has_stays`."), delete("with open stays"));
    assert_eq!(read("A rack that is new is not full: 409."), None);
    assert_eq!(read("Removing a rack that has stays answers 409."), delete("that has stays answers 409"));
    assert_eq!(
        read("A rack cannot be closed before it was emptied."),
        of("POST /racks/{id}/close", "if it is not emptied")
    );
    assert_eq!(read("Two stays of one guest never overlap."), of("POST /stays", "it overlaps"));
    for text in [
        "A rack is never blue.",
        "A rack that has stays cannot be deleted by porters.",
        "A rack that has stays cannot be deleted in the app.",
        "A rack that has stays cannot be deleted without a form.",
        "A rack with stays is not deleted by a nightly run, which logs 409.",
        "Removing a rack that has stays does not answer 409.",
        "Removing a rack that has stays answers 409 only for guests.",
        "A rack can be deleted while it is new or rejected; after `DELETE /racks/{id}` it is gone.",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(
        read("Removing a rack that is not empty answers 409."),
        delete("that is not empty answers 409")
    );
    assert_eq!(read("A rack that is not empty cannot be deleted."), delete("that is not empty"));
}

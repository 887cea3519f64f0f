//! What has to be done to an object before a deed that undoes it: a note is deleted before it is restored.

use super::{Api, Operation, Scope};
use crate::words;

/// Names of deeds that bring back what was deleted.
const RESTORES: &[&str] = &["restore", "undelete", "recover", "untrash", "unremove"];
/// Deeds and what each of them undoes.
const UNDOES: &[(&str, &[&str])] = &[
    ("resume", &["pause", "suspend", "hold", "stop"]),
    ("continue", &["pause", "suspend"]),
    ("reopen", &["close", "resolve", "finish", "complete"]),
    ("release", &["hold", "reserve", "lock", "quarantine"]),
    ("enable", &["disable"]),
    ("activate", &["deactivate", "disable", "suspend"]),
    ("reactivate", &["deactivate", "suspend"]),
    ("reinstate", &["suspend", "revoke"]),
    ("return", &["lend", "checkout", "borrow"]),
    ("checkin", &["checkout"]),
];

/// The operation on the same object that another one undoes, by its name or by what is said to be refused.
pub(super) fn deed_before_named(api: &Api, operation: &Operation) -> Option<usize> {
    let number = api.operations.iter().position(|known| std::ptr::eq(known, operation))?;
    deed_before(api, number, 409)
}

/// The operation on the same object that another one undoes, by its name or by the words of a refusal with a status:
/// "a note that is not deleted gets 409".
pub(super) fn deed_before(api: &Api, number: usize, status: u16) -> Option<usize> {
    let operation = &api.operations[number];
    let length = operation.path.segments().len();
    let item = operation.path.prefix(length.saturating_sub(1));
    if operation.method != "POST" || !item.ends_with_parameter() || operation.path.ends_with_parameter() {
        return None;
    }
    let verb = words::folded(operation.path.last_literal()?);
    let deletes = |other: &Operation| other.method == "DELETE" && other.path.same(&item);
    let does = |other: &Operation, deed: &str| {
        other.path.segments().len() == length
            && other.path.starts_with(&item)
            && !other.path.ends_with_parameter()
            && other.path.last_literal().is_some_and(|last| words::folded(last) == deed)
    };
    let find = |deed: &str| {
        let is_deletion = ["delete", "remove", "trash"].contains(&deed);
        api.operations.iter().position(|other| does(other, deed) || is_deletion && deletes(other))
    };
    let by_name = || {
        if RESTORES.contains(&verb.as_str()) {
            return find("delete");
        }
        let undone = UNDOES.iter().find(|(known, _)| *known == verb).map(|(_, undone)| *undone);
        let undone = undone.into_iter().flatten().find_map(|deed| find(deed));
        undone.or_else(|| verb.strip_prefix("un").and_then(find))
    };
    let by_refusal = || {
        let own = |sentence: &&super::Sentence| {
            sentence.scope == Scope::Operations(vec![number]) && sentence.error_statuses().contains(&status)
        };
        let mut said = api.about(number).filter(own).flat_map(|sentence| {
            let words = words::words(&sentence.plain);
            let behind = words.windows(2).filter(|pair| pair[0] == "not" || pair[0] == "never");
            behind.map(|pair| pair[1].clone()).collect::<Vec<_>>()
        });
        said.find_map(|word| words::bases(&word).iter().find_map(|deed| find(deed)))
    };
    by_refusal().or_else(by_name).filter(|deed| *deed != number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    #[test]
    fn what_a_deed_undoes() {
        let text = "# Notes\n\n## API\n\n- `POST /notes` adds a note. `201`.\n- `GET /notes/{id}` reads one.\n- `DELETE /notes/{id}` removes one. `204`.\n\
            - `POST /notes/{id}/restore` brings it back.\n- `POST /notes/{id}/pin` pins it.\n- `POST /notes/{id}/unpin` takes the pin off.\n\
            - `POST /notes/{id}/file` files it.\n- `POST /notes/{id}/fetch` fetches it. A note that was not filed gets `409`.\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let before = |path: &str| {
            let number = api.operations.iter().position(|operation| operation.path.to_string() == path)?;
            deed_before(&api, number, 409).map(|deed| api.operations[deed].title())
        };
        assert_eq!(before("/notes/{id}/restore").as_deref(), Some("DELETE /notes/{id}"));
        assert_eq!(before("/notes/{id}/unpin").as_deref(), Some("POST /notes/{id}/pin"));
        assert_eq!(before("/notes/{id}/fetch").as_deref(), Some("POST /notes/{id}/file"));
        assert_eq!(before("/notes/{id}/pin"), None);
    }
}

//! What one sentence or row says of several things at once, and which of it is about one list: "on machines it takes `name`; on
//! sessions, `starts_at`".

use crate::api::Resource;
use crate::api::sentence::{Scope, Sentence, plain};
use std::borrow::Cow;

/// A sentence about several lists without the clauses that name only others of them.
pub(super) fn about<'a>(sentence: &'a Sentence, resource: &Resource, all: &[Resource]) -> Cow<'a, Sentence> {
    let Scope::Resources(named) = &sentence.scope else { return Cow::Borrowed(sentence) };
    if named.len() < 2 || !sentence.cells.is_empty() || !sentence.text.contains(';') {
        return Cow::Borrowed(sentence);
    }
    let others: Vec<&Resource> = named
        .iter()
        .filter_map(|at| all.get(*at))
        .filter(|other| other.collection != resource.collection)
        .collect();
    let ours = |clause: &&str| {
        let clause = plain(clause);
        resource.is_named_in(&clause) || !others.iter().any(|other| other.is_named_in(&clause))
    };
    let kept: Vec<&str> = sentence.text.split(';').filter(ours).collect();
    let text = kept.join(";");
    Cow::Owned(Sentence { plain: plain(&text), text, ..sentence.clone() })
}

#[cfg(test)]
mod tests {
    use crate::api::ListFacts;
    use crate::testing::{Setup, facts_of_markdown};

    /// What is said about the list of presses by a specification that has shelves as well.
    fn presses(said: &str) -> ListFacts {
        let text = format!(
            "# Print\n\n## Data Model\n\n### Press\n\n| Field | Type |\n|---|---|\n| id | integer |\n| code | string |\n| area | string |\n| pages | integer |\n| made_on | date |\n\n### Shelf\n\n| Field | Type |\n|---|---|\n| id | integer |\n| made_on | date |\n\n## API\n\n- `POST /presses`: adds a press\n- `GET /presses`: lists presses\n- `GET /presses/{{id}}`: one press\n- `POST /shelves`: adds a shelf\n- `GET /shelves`: lists shelves\n- `GET /shelves/{{id}}`: one shelf\n\n## Lists\n\n{said}\n"
        );
        let facts = facts_of_markdown(&text, "", Setup::default());
        let list = |operation: &crate::api::Operation| operation.title() == "GET /presses";
        facts.api.list(facts.api.operations.iter().position(list).unwrap())
    }

    fn order(cell: &str) -> Option<(Option<String>, bool)> {
        let row = format!("| List | Filters | Order |\n|---|---|---|\n| presses | `area` | {cell} |");
        presses(&row).order.map(|order| (order.fact.field, order.fact.descending))
    }

    #[test]
    fn a_column_of_filters_beside_one_of_the_order() {
        let row = "| List | Filters | Order |\n|---|---|---|\n| presses | `area`, `q` | by `code`, or as `sort` says |";
        assert!(presses(row).sorts.is_empty());
        assert_eq!(order("by `code`, or as `sort` says"), Some((Some("code".to_owned()), false)));
        assert_eq!(order("`code`"), Some((Some("code".to_owned()), false)));
        assert_eq!(order("by `made_on`, latest first"), Some((Some("made_on".to_owned()), true)));
        assert_eq!(order("newest entry first"), Some((None, true)));
        assert_eq!(order("as they come"), None);
    }

    #[test]
    fn by_what_a_list_is_sorted_is_not_what_one_may_ask_for() {
        for head in ["Sorted by", "Sort order", "Default sort"] {
            let facts = presses(&format!(
                "`sort` on presses takes `pages`.\n\n| List | {head} |\n|---|---|\n| presses | `code` |"
            ));
            let sorts: Vec<&str> = facts.sorts.iter().map(|sort| sort.fact.as_str()).collect();
            assert_eq!(sorts, ["pages"], "{head}");
            assert_eq!(facts.order.map(|order| order.fact.field), Some(Some("code".to_owned())), "{head}");
        }
    }

    #[test]
    fn what_is_taken_first_is_no_order_of_a_list() {
        let found = |said: &str| presses(said).order.map(|order| order.fact.descending);
        assert_eq!(found("Presses are listed, newest press first."), Some(true));
        assert_eq!(found("`GET /presses` returns the oldest press first."), Some(false));
        for said in [
            "When a hand is free, it takes the oldest press first.",
            "Each press waits its turn: oldest press first.",
            "Presses are cleaned by whoever comes, the oldest roller first.",
        ] {
            assert_eq!(found(said), None, "{said}");
        }
    }

    #[test]
    fn what_another_list_takes_is_not_said_of_this_one() {
        let said = "`sort` on presses takes `code` or `pages`; on shelves it takes `made_on` only.";
        let sorts: Vec<String> = presses(said).sorts.into_iter().map(|sort| sort.fact).collect();
        assert_eq!(sorts, ["code", "pages"]);
    }

    #[test]
    fn what_an_action_leaves_is_no_filter() {
        let said = "Each change of a press leaves exactly one entry with a growing `id` and the `area`.";
        assert!(presses(said).filters.is_empty());
    }

    #[test]
    fn how_a_sort_is_written_says_of_no_list_what_it_sorts_by() {
        let said = "- Presses can be filtered by `area`. They come in the order of `code`.\n- Shelves take `sort`: `made_on`. The newest comes first.\n\nA hyphen before a `sort` turns it round, as in `sort=-pages`.";
        let facts = presses(said);
        assert!(facts.sorts.is_empty(), "{:?}", facts.sorts);
        let order = facts.order.map(|order| (order.fact.field, order.fact.descending));
        assert_eq!(order, Some((Some("code".to_owned()), false)));
    }

    #[test]
    fn the_order_of_a_member_is_not_that_of_a_list() {
        let said =
            "| Field | Type | Rules |\n|---|---|---|\n| `runs` | list | the presses used, oldest first |";
        assert_eq!(presses(said).order, None);
    }
}

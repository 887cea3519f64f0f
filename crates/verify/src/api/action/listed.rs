//! Several actions in one line: "read orders and users, create and update orders, cancel them, and nothing else".

use super::{FILLING, deeds, operations_of};
use crate::api::Api;
use crate::words;

/// What a line lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Each action with the operations that it means, or why that is not certain.
    pub actions: Vec<(String, Result<Vec<usize>, String>)>,
    /// Whether it says that there is nothing else.
    pub closed: bool,
}

/// The actions of a line that lists several; none where it tells of one.
pub fn listed(api: &Api, spec: usize, line: &str) -> Option<Listed> {
    let mut listed = Listed::default();
    let mut actions: Vec<String> = Vec::new();
    let mut waiting: Vec<String> = Vec::new();
    let (mut verb, mut object) = (String::new(), String::new());
    for piece in pieces(line) {
        if ["nothing else", "nothing more", "no more", "only"].contains(&piece.as_str()) {
            listed.closed = true;
            continue;
        }
        let mut said = piece.split_whitespace();
        let Some(first) = said.next() else { continue };
        let rest = said.collect::<Vec<_>>().join(" ");
        // "take, start or finish a job": what is no thing is done to the one that comes.
        if rest.is_empty() && (is_verb(api, first) || object.is_empty() && !is_thing(api, first)) {
            waiting.push(first.to_owned());
            continue;
        }
        let named = ["the", "a", "an", "all", "their", "its"].contains(&first);
        if !verb.is_empty() && !is_verb(api, first) && (named || is_thing(api, &piece)) {
            object = referring(&piece, &object);
        } else {
            verb = first.to_owned();
            object = referring(&rest, &object);
        }
        actions.extend(waiting.drain(..).map(|verb| format!("{verb} {object}")));
        actions.push(format!("{verb} {object}").trim().to_owned());
    }
    if actions.len() + waiting.len() < 2 && !listed.closed {
        return None;
    }
    actions.append(&mut waiting);
    let meant = |action: String| {
        let operations = operations_of(api, spec, &action);
        (action, operations)
    };
    listed.actions = actions.into_iter().map(meant).collect();
    listed.actions.iter().any(|(_, meant)| meant.is_ok()).then_some(listed)
}

/// What stands between commas and "and".
fn pieces(line: &str) -> Vec<String> {
    let plain: String = line.chars().filter(|letter| !matches!(letter, '`' | '*')).collect();
    let plain = plain.trim().trim_end_matches('.').to_lowercase();
    plain
        .split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" or "))
        .map(|part| part.trim().trim_start_matches("and ").trim_start_matches("also ").trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Whether a word is something that one does: with every interface, or with this one.
fn is_verb(api: &Api, word: &str) -> bool {
    let own = |operation: &crate::api::Operation| {
        operation.method != "GET"
            && operation.path.parameters().next().is_some()
            && !operation.path.ends_with_parameter()
            && operation.path.last_literal().is_some_and(|last| last.eq_ignore_ascii_case(word))
    };
    // What a collection is called is a thing, also where one adds to it below another.
    let thing = |resource: &crate::api::Resource| {
        resource.collection.last_literal().is_some_and(|last| last.eq_ignore_ascii_case(word))
    };
    deeds(&words::singular(word)).is_some()
        || super::may_make(api, word)
        || api.operations.iter().any(own) && !api.resources.iter().any(thing)
}

/// Whether the first telling word is a thing that a path names.
fn is_thing(api: &Api, piece: &str) -> bool {
    let said: Vec<String> = words::words(piece).iter().map(|word| words::singular(word)).collect();
    // What says nothing elsewhere may be what a path calls its things: "items".
    let telling = said.iter().find(|word| !FILLING.contains(&word.as_str()));
    let Some(first) = telling.or(said.first()) else { return false };
    api.operations.iter().any(|operation| {
        let path = operation.path.to_string();
        path.split('/').flat_map(words::parts).any(|part| words::singular(&part) == *first)
    })
}

/// An object with the one before it in place of "them", and behind "their".
fn referring(object: &str, before: &str) -> String {
    let (first, rest) = object.split_once(' ').unwrap_or((object, ""));
    match first {
        "them" | "it" | "these" | "those" => format!("{before} {rest}").trim().to_owned(),
        "their" | "its" if !before.is_empty() => format!("{rest} of {before}"),
        _ => object.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup, item};

    fn read(line: &str) -> (Vec<(String, Vec<String>)>, bool) {
        let items = [
            "GET /orders",
            "POST /orders",
            "GET /orders/{id}",
            "PATCH /orders/{id}",
            "POST /orders/{id}/cancel",
            "PUT /orders/{id}/address",
            "GET /orders/{id}/invoice",
            "GET /users",
        ]
        .map(|key| item("endpoint", key));
        let facts = testing::facts_with("a.md", &items, "", Setup::default());
        let listed = listed(&facts.api, 0, line).unwrap_or_default();
        let title = |number: &usize| facts.api.operations[*number].title();
        let actions = listed.actions.into_iter();
        let actions =
            actions.map(|(action, meant)| (action, meant.unwrap_or_default().iter().map(title).collect()));
        (actions.collect(), listed.closed)
    }

    #[test]
    fn a_thing_that_is_called_by_a_word_that_says_little() {
        let items = ["GET /boxes", "GET /items", "POST /items"].map(|key| item("endpoint", key));
        let facts = testing::facts_with("a.md", &items, "", Setup::default());
        let listed = listed(&facts.api, 0, "read boxes and items").unwrap_or_default();
        let named: Vec<&str> = listed.actions.iter().map(|(action, _)| action.as_str()).collect();
        assert_eq!(named, ["read boxes", "read items"]);
    }

    #[test]
    fn verbs_that_share_a_thing_and_things_that_share_a_verb() {
        let (actions, closed) =
            read("read users and orders, create and update orders, cancel them, print their invoice");
        let expected: [(&str, &[&str]); 6] = [
            ("read users", &["GET /users"]),
            ("read orders", &["GET /orders", "GET /orders/{id}"]),
            ("create orders", &["POST /orders"]),
            ("update orders", &["PATCH /orders/{id}"]),
            ("cancel orders", &["POST /orders/{id}/cancel"]),
            ("print invoice of orders", &["GET /orders/{id}/invoice"]),
        ];
        let expected: Vec<(String, Vec<String>)> = expected
            .iter()
            .map(|(action, meant)| {
                ((*action).to_owned(), meant.iter().map(|title| (*title).to_owned()).collect())
            })
            .collect();
        assert_eq!(actions, expected);
        assert!(!closed);
    }

    #[test]
    fn a_list_that_is_closed_and_a_line_that_is_none() {
        let (actions, closed) = read("read orders, and nothing else");
        assert_eq!(
            actions,
            [("read orders".to_owned(), vec!["GET /orders".to_owned(), "GET /orders/{id}".to_owned()])]
        );
        assert!(closed);
        assert_eq!(read("read orders"), (Vec::new(), false));
        let (actions, _) = read("change the address of an order and bake cakes");
        assert_eq!(actions[0].1, ["PUT /orders/{id}/address"]);
        assert_eq!(actions[1].1, [""; 0], "what is not certain stays so");
    }
}

//! Deeds that are possible in some states alone: "only an open letter can be edited or sent; otherwise 409", "`PUT` and `DELETE` are
//! only possible for drafts", "sealing is possible for an open letter only", "only an open box takes letters".

use super::given::{Given, states_of};
use super::scene::Scene;
use super::subject::Subject;
use super::then::{Consequence, Then};
use crate::api::{Api, Link, Scope, Sentence, operations_of, reference_to};
use crate::pattern::pattern;
use crate::words;

// "only an open letter can be edited, sent or burnt; otherwise 409"
pattern!(
    ONLY_CAN,
    r"(?i)^[\s*+-]*only\s+([^;:,.]+?)\s+(?:can|may|must|shall)\s+be\s+([^;:.(]+?)\s*(?:[;:.(]|,\s*(?:otherwise|else)|$)"
);
// "`PUT` and `DELETE` are only possible for drafts", "sealing is possible for an open letter only"
pattern!(
    POSSIBLE,
    r"(?i)^[\s*+-]*([^;:.]+?)\s+(?:is|are)\s+(only\s+)?(?:possible|allowed|permitted|accepted)\s+(only\s+)?(?:for|on|of|with|while\s+(?:it|the\s+\w+)\s+is|as\s+long\s+as\s+(?:it|the\s+\w+)\s+is)\s+([^;:.(,]+?)(\s+only)?\s*(?:[;:.(,]|$)"
);
// "only an open box takes letters"
pattern!(
    TAKES,
    r"(?i)^[\s*+-]*only\s+([^;:,.]+?)\s+(?:takes?|accepts?|receives?|allows?|can\s+have|can\s+take|may\s+have|may\s+get)\s+(?:new\s+|any\s+|more\s+)?([^;:.,(]+?)\s*(?:[;:.,(]|$)"
);
// "409 with the code `wrong_state`"
pattern!(CODE, r"(?i)\b4\d\d\b[^`.;]{0,40}`([a-z][\w-]*)`");

/// The scenes of a sentence that keeps deeds to states.
pub fn scenes(api: &Api, sentence: &Sentence) -> Vec<Scene> {
    const CIRCUMSTANCES: &[&str] =
        &["if", "unless", "except", "when", "where", "own", "may also", "by", "before", "after"];
    if !sentence.cells.is_empty() || sentence.plain.len() > 240 || sentence.says(CIRCUMSTANCES) {
        return Vec::new();
    }
    let text = sentence.text.replace('\n', " ");
    let part = |found: &regex::Captures, at: usize| found.get(at).map_or("", |one| one.as_str()).to_owned();
    if let Some(found) = ONLY_CAN.captures(&text) {
        let Some((at, kept)) = api.things(&part(&found, 1)) else { return Vec::new() };
        let verbs = part(&found, 2);
        let verbs =
            verbs.split([',', ' ']).filter(|word| !matches!(*word, "" | "or" | "and" | "then" | "still"));
        let numbers: Option<Vec<usize>> = verbs.map(|verb| deed(api, sentence.spec, verb, at)).collect();
        let numbers = numbers.unwrap_or_default();
        return numbers.into_iter().filter_map(|number| on_item(api, sentence, number, at, &kept)).collect();
    }
    if let Some(found) = TAKES.captures(&text) {
        let Some((at, kept)) = api.things(&part(&found, 1)) else { return Vec::new() };
        let child = crate::api::plain(&part(&found, 2));
        let mut children = api.resources.iter().filter(|resource| resource.is_named_in(&child));
        let child = children.next().and_then(|child| child.create).filter(|_| children.next().is_none());
        return child.and_then(|number| on_new(api, sentence, number, at, &kept)).into_iter().collect();
    }
    let Some(found) = POSSIBLE.captures(&text) else { return Vec::new() };
    if ![2, 3, 5].iter().any(|at| found.get(*at).is_some()) {
        return Vec::new();
    }
    let Some((at, kept)) = api.things(&part(&found, 4)) else { return Vec::new() };
    let numbers = deeds(api, sentence, &part(&found, 1), at);
    numbers.into_iter().filter_map(|number| on_item(api, sentence, number, at, &kept)).collect()
}

/// The operation on one object that a verb means: "edited" of letters.
fn deed(api: &Api, spec: usize, verb: &str, at: usize) -> Option<usize> {
    let resource = &api.resources[at];
    let item = api.item_path(resource)?;
    let bases = words::bases(verb);
    let acts = |number: &usize| {
        let operation = &api.operations[*number];
        operation.path.starts_with(item)
            && operation.path.segments().len() == item.segments().len() + 1
            && operation.path.last_literal().is_some_and(|last| bases.iter().any(|base| base == last))
    };
    if let Some(number) = (0..api.operations.len()).find(acts) {
        return Some(number);
    }
    bases.iter().find_map(|base| {
        match operations_of(api, spec, &format!("{base} a {}", resource.name)).ok()?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    })
}

/// The operations that words mean: methods in code, or deeds: "`PUT` and `DELETE`", "sealing and sending".
fn deeds(api: &Api, sentence: &Sentence, said: &str, at: usize) -> Vec<usize> {
    let spans = words::code_spans(said);
    let in_scope = |number: &usize| match &sentence.scope {
        Scope::Operations(all) => all.contains(number),
        _ => true,
    };
    if !spans.is_empty() {
        let of = |code: &str| {
            let (method, path) = code.split_once(' ').unwrap_or((code, ""));
            let fits = |number: &usize| {
                let operation = &api.operations[*number];
                let own = api
                    .resource_at(operation)
                    .is_some_and(|own| own.collection.same(&api.resources[at].collection));
                let named = match path {
                    "" => operation.method == method && operation.path.ends_with_parameter(),
                    path => operation.method == method && operation.path.to_string().ends_with(path),
                };
                let last =
                    || operation.path.last_literal() == Some(code) && !operation.path.ends_with_parameter();
                own && !operation.is_safe() && (named || last()) && in_scope(number)
            };
            (0..api.operations.len()).find(fits)
        };
        let all: Option<Vec<usize>> = spans.iter().map(|(_, code)| of(code)).collect();
        return all.unwrap_or_default();
    }
    let said = crate::api::plain(said);
    let words = said
        .split([',', ' '])
        .filter(|word| !matches!(*word, "" | "or" | "and" | "this" | "it" | "an" | "a" | "the"));
    let words: Vec<&str> = words
        .filter(|word| *word != api.resources[at].name && words::singular(word) != api.resources[at].name)
        .collect();
    if words.iter().any(|word| !word.ends_with("ing")) || words.is_empty() {
        return Vec::new();
    }
    let all: Option<Vec<usize>> = words.into_iter().map(|verb| deed(api, sentence.spec, verb, at)).collect();
    all.unwrap_or_default()
}

fn refusal(sentence: &Sentence) -> Consequence {
    let statuses = sentence.error_statuses();
    let mut all = match statuses.as_slice() {
        [one] => vec![Then::Status(*one)],
        _ => vec![Then::Refused],
    };
    if let ([_], Some(code)) =
        (statuses.as_slice(), CODE.captures(&sentence.text).and_then(|found| found.get(1)))
    {
        all.push(Then::Code(code.as_str().to_owned()));
    }
    Consequence { all, left: Vec::new() }
}

fn others(api: &Api, at: usize, kept: &[String]) -> Option<Given> {
    let (_, states) = states_of(api, &api.resources[at])?;
    let states: Vec<String> = states.into_iter().filter(|state| !kept.contains(state)).collect();
    (!states.is_empty()).then(|| Given { states, some_states: true, ..Given::default() })
}

fn refused(number: usize, subject: Subject, given: Given, sentence: &Sentence) -> Scene {
    Scene { number, role: None, subject, given, with: Vec::new(), again: false, then: refusal(sentence) }
}

/// What is done to one object.
fn on_item(api: &Api, sentence: &Sentence, number: usize, at: usize, kept: &[String]) -> Option<Scene> {
    let subject = Subject::of(api, number, &sentence.text)?;
    if subject != (Subject::Item { resource: at }) || api.operations[number].is_safe() {
        return None;
    }
    let given = others(api, at, kept)?;
    Some(refused(number, subject, given, sentence))
}

/// What is made for one object.
fn on_new(api: &Api, sentence: &Sentence, number: usize, at: usize, kept: &[String]) -> Option<Scene> {
    let own = api.resources.iter().position(|resource| resource.create == Some(number))?;
    let item = api.item_path(&api.resources[at])?;
    let operation = &api.operations[number];
    let link = match operation.path.starts_with(item) {
        true => Link::Below,
        false => Link::Reference(reference_to(operation, &api.resources[at])?),
    };
    let given = others(api, at, kept)?;
    let subject = Subject::New { own, parent: Some((at, link)) };
    Some(refused(number, subject, given, sentence))
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn read(line: &str) -> Vec<String> {
        let text = format!(
            "# Letters\n\n## Data model\n\n### Letter\n\n- `id`: string, read-only\n- `text`: string, required\n- `status`: enum `open` | `sealed` | `sent`, read-only\n\n\
             ### Stamp\n\n- `id`: string, read-only\n- `price`: integer, required\n\n## API\n\n- `POST /letters` adds a letter\n- `GET /letters/{{id}}` reads one\n- `PATCH /letters/{{id}}` changes one\n\
             - `DELETE /letters/{{id}}` deletes one\n- `POST /letters/{{id}}/seal` seals one\n- `POST /letters/{{id}}/stamps` adds a stamp\n- `GET /letters/{{id}}/stamps` lists them\n\n## Rules\n\n{line}\n"
        );
        let facts = testing::facts_of_markdown(&text, "", Setup::default());
        let last = facts.api.sentences.last().unwrap();
        super::scenes(&facts.api, last).iter().map(|scene| scene.title(&facts.api)).collect()
    }

    #[test]
    fn what_is_possible_in_some_states_alone() {
        let seal = "POST /letters/{id}/seal on what is sealed or sent answers 409 Conflict";
        for line in [
            "Only an open letter can be sealed; otherwise 409.",
            "Sealing is possible for an `open` letter only, otherwise 409.",
            "`seal` is only allowed for open letters; others get 409.",
        ] {
            assert_eq!(read(line), [seal], "{line}");
        }
        assert_eq!(
            read(
                "`PATCH` and `DELETE` are only possible for open letters; otherwise they are refused with 409 and `not_open`."
            ),
            [
                "PATCH /letters/{id} on what is sealed or sent answers 409 Conflict",
                "DELETE /letters/{id} on what is sealed or sent answers 409 Conflict"
            ]
        );
        assert_eq!(read("Only an open letter can be changed, deleted or sealed.").len(), 3);
        for line in [
            "Only an open letter takes stamps; for others the answer is 409.",
            "Only open letters can have stamps (409).",
        ] {
            assert_eq!(
                read(line),
                ["POST /letters/{id}/stamps on what is sealed or sent answers 409 Conflict"],
                "{line}"
            );
        }
    }

    #[test]
    fn what_leaves_it_open() {
        for line in [
            "Only an old letter can be sealed.",
            "Sealing is possible for an open letter.",
            "Only an open letter can be read aloud.",
            "Only an open letter can be sealed, unless it is urgent.",
            "Only an open letter can be sealed by a clerk.",
        ] {
            assert!(read(line).is_empty(), "{line}: {:?}", read(line));
        }
    }
}

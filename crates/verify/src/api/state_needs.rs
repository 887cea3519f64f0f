//! What a change has to bring along beside the state that it asks for: a table of states with the members of each, or "with `sent` the
//! `code` has to be given", or the words of the change itself.

use super::rule::Sort;
use super::{Api, Operation, Sentence, references};
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use serde_json::{Map, Value};

// "with `sent` the `code` and the `weight` have to be given"
pattern!(
    WITH,
    r"(?i)^\W*(?:with|for|when moving to|when it becomes|on) (?:the (?:state|status) )?`(\w+)`,? (.{1,80}?) (?:has to|have to|must|needs? to|is|are) (?:be )?(?:given|sent|set|present|required|there|named|stated)\b"
);
// "`code` is required for `sent`", "`code` must be given when `status` is `sent`"
pattern!(
    REQUIRED,
    r"(?i)`(\w+)`(?: and `(\w+)`)? (?:is|are|must be|has to be|have to be) (?:required|given|sent|needed|mandatory) (?:for|with|when|if|to reach|on|by) (?:(?:the )?(?:`?status`?|`?state`?|it) )?(?:is |becomes )?`(\w+)`"
);

// "to decline a booking a reason must be given", "declining needs a `reason`"
pattern!(
    BY_DEED,
    r"^(?:to (\w+)(?: an? [a-z ]{2,30}?| it)?,? (?:an?|the|its) `?(\w+)`? (?:must|has to|needs to) be (?:given|sent|stated|named|set|there)|(\w+ing)(?: an? [a-z ]{2,30}?| it)? (?:needs|requires|asks for|takes) (?:an?|the|its) `?(\w+)`?(?:$|[;,.]))"
);
// "`done` requires `minutes`, an integer from 1 to 2880", "`cancelled` needs a `reason` of 5 to 200 characters"
pattern!(
    REQUIRES,
    r"(?i)`(\w+)` (?:requires|needs|asks for) (?:an? |the |its )?`(\w+)`(?: and (?:an? |the |its )?`(\w+)`)?([^;.`]{0,60})"
);
// What is sent has bounds: "of 5 to 200 characters", ", an integer from 1 to 2880"
pattern!(
    BOUNDED,
    r"(?i)\d+ (?:to|-|–) \d+|\bcharacters?\b|\b(?:an?|the) (?:integer|whole number|number|text|string|date)\b"
);

/// The members that have to come with a state.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Needs {
    state: String,
    members: Vec<String>,
    /// Whether nothing else may come with it.
    alone: bool,
    /// Whether the members are said to have bounds, as what is sent has.
    bounded: bool,
}

/// What a row says of one state: its first cell is the state, and another column is headed by what has to come with it.
fn of_row(sentence: &Sentence, api: &Api) -> Option<Needs> {
    const STATES: &[&str] =
        &["status", "state", "to", "new status", "new state", "target", "target state", "move to"];
    const NEEDED: &[&str] = &[
        "field",
        "fields",
        "needs",
        "need",
        "needed",
        "requires",
        "required",
        "comes with",
        "come with",
        "body",
        "must be sent",
        "sends",
        "with",
        "payload",
    ];
    let (head, first) = sentence.cells.first()?;
    let state = first.trim_matches(['`', '*', ' ', '"']);
    if !STATES.contains(&head.trim_matches(['`', ' ', '*'])) || !api.states.knows(state) {
        return None;
    }
    let needed = |head: &str| NEEDED.iter().any(|word| super::has_phrase(head, word));
    let (_, cell) = sentence.cells.iter().skip(1).find(|(head, _)| needed(head))?;
    let members: Vec<String> = words::code_spans(cell).into_iter().map(|(_, code)| code.to_owned()).collect();
    let nothing = ["none", "nothing", "-", "–", "—", "no fields", "no others"];
    let empty = nothing.contains(&cell.trim().to_lowercase().as_str());
    let names = members.iter().all(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
    (names && (!members.is_empty() || empty)).then(|| Needs {
        state: state.to_owned(),
        members,
        alone: true,
        bounded: false,
    })
}

/// What a sentence says of states.
fn of_sentence(sentence: &Sentence, api: &Api) -> Vec<Needs> {
    let mut found = of_requirements(&sentence.text, api);
    found.extend(of_one(sentence, api).filter(|one| !found.iter().any(|known| known.state == one.state)));
    found
}

/// "`done` requires `minutes`, an integer; `cancelled` requires a `reason` of 5 to 200 characters"
fn of_requirements(text: &str, api: &Api) -> Vec<Needs> {
    let text = text.replace('\n', " ");
    let of = |found: regex::Captures| {
        let state = found.get(1).filter(|state| api.states.knows(state.as_str()))?.as_str().to_owned();
        let members: Vec<String> =
            [found.get(2), found.get(3)].into_iter().flatten().map(|name| name.as_str().to_owned()).collect();
        let bounded = found.get(4).is_some_and(|behind| BOUNDED.is_match(behind.as_str()));
        let states = members.iter().any(|name| api.states.knows(name));
        (!states).then_some(Needs { state, members, alone: false, bounded })
    };
    REQUIRES.captures_iter(&text).filter_map(of).collect()
}

/// What a sentence says of one state.
fn of_one(sentence: &Sentence, api: &Api) -> Option<Needs> {
    let (state, members) = if let Some(found) = WITH.captures(&sentence.text) {
        let named = words::code_spans(found.get(2)?.as_str());
        (found.get(1)?.as_str(), named.into_iter().map(|(_, code)| code.to_owned()).collect())
    } else if let Some(found) = BY_DEED.captures(sentence.plain.trim().trim_end_matches('.')) {
        let deed = found.get(1).or_else(|| found.get(3))?.as_str();
        let member = found.get(2).or_else(|| found.get(4))?.as_str();
        let mut brought = api.states.names().into_iter().filter(|state| words::brings(deed, state));
        let state = brought.next().filter(|_| brought.next().is_none())?;
        return Some(Needs { state, members: vec![member.to_owned()], alone: false, bounded: false });
    } else {
        let found = REQUIRED.captures(&sentence.text)?;
        let named = [found.get(1), found.get(2)].into_iter().flatten();
        (found.get(3)?.as_str(), named.map(|name| name.as_str().to_owned()).collect::<Vec<_>>())
    };
    let known = api.states.knows(state) && !members.is_empty();
    known.then(|| Needs { state: state.to_owned(), members, alone: false, bounded: false })
}

/// What is said of a state, for an operation on objects that may have it.
fn said(api: &Api, operation: &Operation, state: &str) -> Option<Needs> {
    all_said(api, operation).into_iter().find(|needs| needs.state == state)
}

/// What is said of all states.
fn all_said(api: &Api, operation: &Operation) -> Vec<Needs> {
    let Some(resource) = api.resource_at(operation) else { return Vec::new() };
    let known = api.members(resource);
    let ours = |needs: &Needs| {
        let asked = operation.request.as_ref().and_then(|body| body.json());
        needs.bounded
            || needs
                .members
                .iter()
                .all(|name| known.contains(name) || asked.is_some_and(|asked| asked.get(name).is_some()))
    };
    let about = api.sentences.iter().filter(|sentence| operation.is_of(sentence.spec));
    about
        .flat_map(|sentence| match sentence.cells.is_empty() {
            true => of_sentence(sentence, api),
            false => of_row(sentence, api).into_iter().collect(),
        })
        .filter(ours)
        .collect()
}

/// Whether it is said what has to come with a state.
pub(super) fn tells(api: &Api, operation: &Operation, state: &str) -> bool {
    said(api, operation, state).is_some()
}

// "needs a `reason` of 1 to 200 characters"
pattern!(
    NEEDS,
    r"(?i)\b(?:needs|requires|takes|asks for|only with|must give|must name|with) (?:an? |the |its )?(?:non-empty |written )?`(\w+)`"
);

/// What a change of state is said to need beside the state, each with a value. A name in code alone may be that of a role: what
/// is no member of the objects has to be said to be a text.
fn needed(api: &Api, operation: &Operation, words: &[&str]) -> Vec<(String, Value)> {
    let texts = words.iter().flat_map(|said| {
        NEEDS.captures_iter(said).filter_map(|found| {
            let behind = said.get(found.get(0)?.end()..)?;
            Some((found.get(1)?.as_str(), behind.split(['`', ';', '.']).next().unwrap_or_default()))
        })
    });
    // What stands for a state or refers to something has no free text.
    let free = |name: &str| !name.ends_with("_id") && !name.ends_with("Id") && !name.ends_with("_at");
    let resource = api.resource_at(operation);
    let mut found: Vec<(String, Value)> = Vec::new();
    for (name, behind) in texts.filter(|(name, _)| free(name)) {
        let text = || Value::from(format!("Sample {}", name.replace('_', " ")));
        let field = resource.and_then(|resource| api.field_of(resource, name));
        let told = ["character", "text", "string", "word"].iter().any(|word| behind.contains(word));
        let member = resource.is_some_and(|resource| api.members(resource).iter().any(|known| known == name));
        let value = match field {
            Some(facts) if facts.rule.sort != Sort::Text => facts.rule.valid(name, 1),
            _ => (told || member).then(text),
        };
        if let Some(value) = value.filter(|_| !found.iter().any(|(known, _)| known == name)) {
            found.push((name.to_owned(), value));
        }
    }
    found
}

/// Puts what has to come with a change of state into the body of its request, and takes out what must not.
pub(super) fn complete(
    stage: &Stage,
    operation: &Operation,
    (from, to): (Option<&str>, &str),
    body: &mut Option<Value>,
) {
    let api = &stage.facts.api;
    for (name, value) in needed(api, operation, &api.states.words(from, to)) {
        let members = body.get_or_insert_with(|| Value::Object(Map::new())).as_object_mut();
        if let Some(members) = members.filter(|members| !members.contains_key(&name)) {
            members.insert(name, value);
        }
    }
    if let Some(members) = body.as_mut().and_then(Value::as_object_mut) {
        of_state(stage, operation, to, members);
    }
}

/// What is told of the state itself.
fn of_state(stage: &Stage, operation: &Operation, state: &str, members: &mut Map<String, Value>) {
    let api = &stage.facts.api;
    let all = all_said(api, operation);
    // What a documented request shows beside another state comes with that one.
    let comes_with = |name: &String, at: bool| {
        all.iter().any(|needs| (needs.state == state) == at && needs.members.contains(name))
    };
    members.retain(|name, _| comes_with(name, true) || !comes_with(name, false));
    let needs = all.iter().find(|needs| needs.state == state).cloned();
    let (Some(needs), Some(resource)) = (needs, api.resource_at(operation)) else { return };
    if needs.alone {
        members.retain(|name, value| {
            value == state || needs.members.contains(name) || super::is_one_of(name, super::VERSIONS)
        });
    }
    let missing: Vec<&String> = needs.members.iter().filter(|name| !members.contains_key(*name)).collect();
    let asked = operation.request.as_ref().and_then(|body| body.json());
    let mut added = Map::new();
    for name in missing {
        let shown = asked.and_then(|asked| asked.get(name)).cloned();
        let field = api.field_of(resource, name);
        let value = shown
            .or_else(|| field?.rule.valid(name, 1))
            .unwrap_or_else(|| Value::from(format!("Sample {name}")));
        added.insert(name.clone(), value);
    }
    let referring = references(stage, &Value::Object(added.clone()));
    let added = match referring.is_empty() {
        true => Value::Object(added),
        false => super::with_references(stage, &Value::Object(added), 1),
    };
    members.extend(added.as_object().cloned().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Setup, facts_of_markdown};

    /// What has to come with a state of a load, as a paragraph or table says it.
    fn needs(told: &str, state: &str) -> Option<Vec<String>> {
        let text = format!(
            "# Yard\n\n## Data model\n\n### Load\n\n| Field | Type |\n|---|---|\n| `id` | integer |\n| `status` | `new`, `weighed`, `sent` |\n| `gross` | integer |\n| `tare` | integer |\n| `code` | string |\n\n## API\n\n- `POST /loads`: adds a load\n- `GET /loads/{{id}}`: one load\n- `PATCH /loads/{{id}}`: moves a load to another status\n\n## States\n\n- new -> weighed\n- weighed -> sent\n\n## Moves\n\n{told}\n"
        );
        let api = facts_of_markdown(&text, "", Setup::default()).api;
        let operation = api.operations.iter().find(|one| one.method == "PATCH").unwrap();
        said(&api, operation, state).map(|needs| needs.members)
    }

    #[test]
    fn what_comes_with_a_state() {
        let table = "| `status` | fields that must come with it |\n|---|---|\n| `weighed` | `gross`, `tare` |\n| `sent` | none |";
        assert_eq!(needs(table, "weighed"), Some(vec!["gross".to_owned(), "tare".to_owned()]));
        assert_eq!(needs(table, "sent"), Some(Vec::new()));
        assert_eq!(needs(table, "new"), None);
        for told in [
            "With `sent` the `code` has to be given, with the others it may not be.",
            "`code` is required for `sent`.",
            "`code` must be given when the `status` is `sent`.",
        ] {
            assert_eq!(needs(told, "sent"), Some(vec!["code".to_owned()]), "{told}");
        }
        for told in ["To weigh a load a `gross` must be given.", "Weighing a load needs a gross."] {
            assert_eq!(needs(told, "weighed"), Some(vec!["gross".to_owned()]), "{told}");
        }
        let several = "`weighed` requires `gross`, an integer from 1 to 9; `sent` needs a `reason` of 5 to 200 characters.";
        assert_eq!(needs(several, "weighed"), Some(vec!["gross".to_owned()]));
        assert_eq!(needs(several, "sent"), Some(vec!["reason".to_owned()]));
        for told in [
            "`sent` requires the `clerk`.",
            "| `status` | Meaning |\n|---|---|\n| `sent` | it has left, see `code` |",
            "With `sent` the `lorry` has to be given.",
            "`sent` is set by the `code`.",
        ] {
            assert_eq!(needs(told, "sent"), None, "{told}");
        }
    }

    #[test]
    fn a_change_needs_members_and_no_roles() {
        let text = "# Desk\n\n## Data\n\n### Ticket\n\n| Field | Type |\n|---|---|\n| id | integer |\n| note | string |\n| hours | integer |\n\n## API\n\n- `POST /tickets` adds a ticket\n- `GET /tickets/{id}` reads one\n- `POST /tickets/{id}/close` closes it\n";
        let api = facts_of_markdown(text, "", Setup::default()).api;
        let operation = api.operations.last().unwrap();
        let needs = |said: &str| {
            needed(&api, operation, &[said]).into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(needs("closed with a `note`"), ["note"]);
        assert_eq!(needs("needs a `reason` of 1 to 200 characters"), ["reason"]);
        for said in
            ["requires `manager`", "only with `admin`", "`POST /tickets/{id}/close`; requires the `lead`"]
        {
            assert_eq!(needs(said), [""; 0], "{said}");
        }
        let (_, hours) = needed(&api, operation, &["asks for the `hours`"]).remove(0);
        assert!(hours.is_number(), "{hours}");
    }
}

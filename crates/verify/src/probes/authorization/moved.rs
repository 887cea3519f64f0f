//! Deeds of a matrix that one operation does, which takes the state: "Approve or reject a claim" is `POST /claims/{id}/status` with `approved`
//! or with `rejected`.

use super::cell::{Cell, Right};
use super::trial::key_works;
use crate::api::{
    Api, Caller, Mover, PathTemplate, Placed, Resource, Sentence, bring_into, caller, carry_out, has_phrase,
    movers, place,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;

/// The thing that a verb is said of: "approve a note", "move to approved, of a note".
fn of_what(verb: &str, resource: &Resource) -> String {
    match verb.contains(' ') {
        true => format!(", of a {}", resource.name),
        false => format!(" a {}", resource.name),
    }
}

/// A deed in words, with the state that it brings about.
type Deed = (String, Option<String>);

/// The claims of a cell whose deeds no operation of their own does; none where they are not all changes of the state of one thing,
/// or where who may depends on more than the role.
pub fn of_cell(api: &Api, cell: &Cell) -> Vec<Claim> {
    let may = match cell.right {
        Right::May => true,
        Right::MayNot => false,
        _ => return Vec::new(),
    };
    let Some((resource, deeds)) = deeds(api, &cell.action) else { return Vec::new() };
    let mut claims = Vec::new();
    for name in &cell.names {
        for (verb, state) in &deeds {
            let title = match may {
                true => format!("{name} may {verb}{}", of_what(verb, resource)),
                false => format!("{name} may not {verb}{}", of_what(verb, resource)),
            };
            let Some(state) = state.clone() else {
                let reason = format!("it is not certain which operation `{verb}` means");
                claims.push(Claim::settled(title, Outcome::unproven(reason)));
                continue;
            };
            let (name, item) = (name.clone(), api.item_path(resource).cloned());
            claims.push(Claim::new(title, Needs::Target, move |stage| {
                let tried = stage
                    .target()
                    .and_then(|target| caller(target, &name))
                    .and_then(|caller| attempt(stage, item.as_ref(), &caller, &state, may));
                tried.unwrap_or_else(|outcome| outcome)
            }));
        }
    }
    claims
}

// "move an invoice to `issued` or `paid`", "set the status of a claim to `paid`", "move to `completed`"
pattern!(
    MOVES,
    r"^(?:move|set|bring|put|change|switch|mark|take)\s+(?:(?:the\s+)?(?:status|state)\s+of\s+)?(?:(?:an?|the|any)\s+)?([a-z][a-z -]*?)?\s*(?:to|into|as)\s+(?:the\s+(?:status|state)\s+)?([a-z_-]+(?:(?:,\s*|\s+(?:or|and)\s+|,\s+or\s+)[a-z_-]+)*)$"
);

// "making it `sold` is for managers alone", "setting a lamp to `sold` is reserved for managers"
pattern!(
    RESERVED,
    r"(?:^\W*|[:;,]\s+|\band\s+)(?:making|setting|bringing|putting|moving|turning|marking)\s+(it|them|(?:an?\s+|the\s+|any\s+)?[a-z][a-z ]*?)\s+(?:back\s+)?(?:(?:to|into|as)\s+)?([a-z][a-z_-]*)\s+(?:is|are)\s+(?:only\s+)?(for|up to|reserved for|left to|restricted to|kept for)\s+(?:the\s+)?([a-z][a-z_, ]*?)(\s+(?:alone|only))?\s*(?:[.;(]|$)"
);

/// What a sentence keeps to some roles: that they, and no others, bring a thing into a state.
pub fn reserved(api: &Api, sentence: &Sentence) -> Vec<Cell> {
    let plain = sentence.plain.as_str();
    if !sentence.cells.is_empty() || plain.len() > 300 {
        return Vec::new();
    }
    let Some(found) = RESERVED.captures(plain) else { return Vec::new() };
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    let behind = found.get(0).and_then(|whole| plain.get(whole.start()..)).unwrap_or_default();
    let before = found.get(0).and_then(|whole| plain.get(..whole.start())).unwrap_or_default();
    let alone =
        !part(5).is_empty() || ["reserved for", "restricted to", "kept for", "left to"].contains(&part(3));
    let narrow = ["own", "other", "another", "their", "from", "or", "nor"];
    if !alone || crate::hedge::is_conditional(behind) || narrow.iter().any(|word| has_phrase(behind, word)) {
        return Vec::new();
    }
    let state = part(2);
    let said = if ["it", "them"].contains(&part(1)) { before } else { part(1) };
    let fits = |resource: &&Resource| {
        let has = |(_, states): (String, Vec<String>)| states.iter().any(|known| known == state);
        resource.is_named_in(said) && api.states_of(resource).is_some_and(has)
    };
    let mut named = api.resources.iter().filter(fits);
    let Some(resource) = named.next().filter(|_| named.next().is_none()) else { return Vec::new() };
    let Some(names) = super::said::roles(api, part(4)) else { return Vec::new() };
    let others = super::said::others(api, &names);
    let cell = |names: Vec<String>, right: Right| Cell {
        names,
        action: format!("move a {} to {state}", resource.name),
        operations: Err("no operation of its own does it".to_owned()),
        right,
    };
    vec![cell(names, Right::May), cell(others, Right::MayNot)]
}

/// The thing that an action moves into states that it names.
fn moves<'a>(api: &'a Api, action: &str) -> Option<(&'a Resource, Vec<Deed>)> {
    let lower = action.to_lowercase().replace(['`', '"'], "");
    let found = MOVES.captures(lower.trim())?;
    let named = found.get(1).map(|named| words::singular(named.as_str().trim()));
    let said: Vec<&str> = found
        .get(2)?
        .as_str()
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|word| !matches!(*word, "" | "or" | "and"))
        .collect();
    let known = |resource: &&Resource| {
        let states = api.states_of(resource).map(|(_, states)| states).unwrap_or_default();
        said.iter().all(|word| states.iter().any(|state| state.eq_ignore_ascii_case(word)))
            && named.as_ref().is_none_or(|named| *named == resource.name)
    };
    let mut all = api.resources.iter().filter(known);
    let resource = all.next().filter(|_| all.next().is_none())?;
    let deeds = said.into_iter().map(|state| (format!("move to {state}"), Some(state.to_owned())));
    Some((resource, deeds.collect()))
}

/// The thing that an action names, and what is done to it: at least one of its verbs brings about one of the thing's states.
fn deeds<'a>(api: &'a Api, action: &str) -> Option<(&'a Resource, Vec<Deed>)> {
    if let Some(found) = moves(api, action) {
        return Some(found);
    }
    let lower = action.to_lowercase();
    let named: Vec<&Resource> = api
        .resources
        .iter()
        .filter(|resource| has_phrase(&lower, &resource.name) || resource.is_named_in(&lower))
        .collect();
    let [resource] = named.as_slice() else { return None };
    let (_, states) = api.states_of(resource)?;
    let at = lower.find(&resource.name)?;
    let before = lower.get(..at)?.trim_end();
    let before = before
        .trim_end_matches(" a")
        .trim_end_matches(" an")
        .trim_end_matches(" the")
        .trim_end_matches(" of");
    let verbs: Vec<&str> = before
        .split([',', '/'])
        .flat_map(|part| part.split(" or "))
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .filter(|verb| !verb.is_empty())
        .collect();
    let single = |verb: &&str| verb.chars().all(|c| c.is_alphabetic() || c == '-');
    if verbs.is_empty() || !verbs.iter().all(single) {
        return None;
    }
    let deed = |verb: &str| {
        let mut fitting = states.iter().filter(|state| is_brought_by(verb, state) && api.states.knows(state));
        let state = fitting.next().filter(|_| fitting.next().is_none()).cloned();
        (verb.to_owned(), state)
    };
    let deeds: Vec<Deed> = verbs.into_iter().map(deed).collect();
    deeds.iter().any(|(_, state)| state.is_some()).then_some((*resource, deeds))
}

/// Whether a verb brings a state about: `approved` of "approve", `withdrawn` of "withdraw", `void` of "void".
fn is_brought_by(verb: &str, state: &str) -> bool {
    words::brings(verb, state) || state == verb || state == format!("{verb}n")
}

fn attempt(
    stage: &Stage,
    item: Option<&PathTemplate>,
    caller: &Caller,
    state: &str,
    may: bool,
) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let target = stage.target()?;
    let mut placed = ready(stage, item, state)?;
    let mover = certain(stage, &placed, state)?;
    let number = api.operations.iter().position(|known| std::ptr::eq(known, mover.operation));
    let acting = stage.acting_as(caller.role.as_deref(), number);
    let (exchange, _) = carry_out(&acting, &mut placed, &mover, state)?;
    let status = exchange.answer.status;
    let made = placed.made.as_ref().and_then(|made| made.role.clone());
    let whose = made.as_deref().map_or(String::new(), |role| format!(" on what {role} made"));
    let answered =
        format!("as {}{whose}, {} answered {}", caller.name, exchange.title(), status_line(status));
    // Some may do it to what another made, and not to their own; and some to their own alone.
    let own = made.is_none() || made == caller.role;
    let outcome = match status {
        200..=299 if may => Outcome::proven(Strength::Asserted, answered),
        200..=299 => Outcome::refuted(format!("{answered}, and the specification denies it")),
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        401 if caller.role.is_some() && !key_works(stage, caller)? => {
            Outcome::blocked(format!("{answered}: the target does not know the key that abide.toml gives"))
        }
        401 | 403 if !may => Outcome::proven(Strength::Asserted, answered),
        403 if !own && !api.denial.owners => {
            Outcome::refuted(format!("{answered}, and the specification allows it"))
        }
        // What may not be seen cannot be changed either; that the change works otherwise tells it from a wrong path.
        404 if !may && works(stage, item, state)? => Outcome::proven(Strength::Asserted, answered),
        _ => Outcome::unproven(format!("{answered}, and it is not certain why")),
    };
    Ok(outcome.resting_on(target, &exchange))
}

/// A new object, in a state from which it can come into another.
fn ready(stage: &Stage, item: Option<&PathTemplate>, state: &str) -> Result<Placed, Outcome> {
    let api = &stage.facts.api;
    let lost = || Outcome::unproven(format!("nothing could be made that may become {state}"));
    let item = item.ok_or_else(lost)?;
    let on_object = api.operations.iter().find(|operation| operation.path.same(item)).ok_or_else(lost)?;
    let mut last = lost();
    for before in api.states.before(state) {
        let mut placed = place(&stage.as_anybody(), on_object)?;
        if placed.object.as_ref().is_none_or(|object| api.states.of_object(object).is_none()) {
            placed.refresh(stage)?;
        }
        match bring_into(&stage.as_anybody(), &mut placed, before) {
            Ok(()) => return Ok(placed),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(outcome) => last = outcome,
        }
    }
    Err(last)
}

fn certain<'a>(stage: &'a Stage, placed: &Placed, state: &str) -> Result<Mover<'a>, Outcome> {
    let sure = movers(stage, placed, None, state).into_iter().find(|mover| mover.certain);
    sure.ok_or_else(|| Outcome::unproven(format!("it is not certain what brings it into {state}")))
}

/// Whether the change works for whoever may make it.
fn works(stage: &Stage, item: Option<&PathTemplate>, state: &str) -> Result<bool, Outcome> {
    let mut placed = ready(stage, item, state)?;
    let mover = certain(stage, &placed, state)?;
    Ok(carry_out(&stage.as_anybody(), &mut placed, &mover, state)?.0.answer.is_success())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probes;
    use crate::testing::{Reply, Setup, facts_of_markdown, run_markdown, shelf};
    use abide_ledger::Verdict;
    use serde_json::json;

    const NOTES: &str = "# Notes\n\n## Data Model\n\n### Note\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| text | string | required |\n| status | enum(open, approved, rejected) | set by the server |\n\n## States\n\n- `open` → `approved`\n- `open` → `rejected`\n\n## API\n\n- `POST /notes`: adds a note, 201\n- `GET /notes/{id}`: one note\n- `POST /notes/{id}/status`: `{\"to\": \"approved\"}` changes its state, 200\n\n## Permissions\n\n| | clerk | head |\n|---|---|---|\n| Approve or reject a note | no | yes |\n| Read a note | yes | yes |\n| Make a note | yes | yes |\n";

    #[test]
    fn states_that_are_kept_to_some() {
        let of = |said: &str| {
            let text = format!("{NOTES}\n## Rules\n\n{said}\n");
            let api = facts_of_markdown(&text, "", Setup::default()).api;
            let cells = api.sentences.last().map(|last| reserved(&api, last)).unwrap_or_default();
            let shown = |cell: Cell| format!("{} {:?} {}", cell.names.join(" "), cell.right, cell.action);
            cells.into_iter().map(shown).collect::<Vec<_>>()
        };
        for said in [
            "Clerks may not let a note out of the house: making it `approved` is for heads alone.",
            "Setting a note to `approved` is reserved for the head.",
        ] {
            assert_eq!(
                of(said),
                ["head May move a note to approved", "clerk MayNot move a note to approved"],
                "{said}"
            );
        }
        for said in [
            "Making a note `approved` is for heads.",
            "Making a note `approved` is for heads alone if it is their own.",
            "Making a note `blue` is for heads alone.",
            "Making a note `approved` is for the house alone.",
        ] {
            assert!(of(said).is_empty(), "{said}");
        }
    }

    #[test]
    fn verbs_are_told_by_the_states_that_they_bring_about() {
        let facts = facts_of_markdown(NOTES, "", Setup::default());
        let of = |action: &str| {
            deeds(&facts.api, action)
                .map(|(_, deeds)| deeds.into_iter().map(|(_, state)| state).collect::<Vec<_>>())
        };
        let some = |state: &str| Some(state.to_owned());
        assert_eq!(of("Approve or reject a note"), Some(vec![some("approved"), some("rejected")]));
        assert_eq!(of("Approve, burn or reject notes"), Some(vec![some("approved"), None, some("rejected")]));
        assert_eq!(
            of("Move a note to `approved` or `rejected`"),
            Some(vec![some("approved"), some("rejected")])
        );
        assert_eq!(of("Set the status of a note to `rejected`"), Some(vec![some("rejected")]));
        assert_eq!(of("Move to `approved`"), Some(vec![some("approved")]));
        assert_eq!(of("Move a note to the attic"), None);
        assert_eq!(of("Read a note"), None);
        assert_eq!(of("See all approved notes"), None);
    }

    #[test]
    fn who_may_make_a_change_of_state() {
        let verdicts = |lax: bool| {
            let server = shelf::serve_with(
                |object, event| {
                    if event == shelf::Event::Made {
                        object.insert("status".to_owned(), json!("open"));
                    }
                },
                move |request, object| {
                    let asked = request.route().ends_with("/status") && request.method == "POST";
                    let note = object.filter(|_| asked)?;
                    if request.header("x") != Some("2") && !lax {
                        return Some(Reply::json(403, &json!({"error": "heads only"})));
                    }
                    note.insert("status".to_owned(), request.json()["to"].clone());
                    Some(Reply::json(200, &json!(note)))
                },
            );
            let config = format!(
                "[targets.local]\nurl = \"{}\"\n[targets.local.roles.clerk]\nheaders = {{ X = \"1\" }}\n[targets.local.roles.head]\nheaders = {{ X = \"2\" }}\n",
                server.url()
            );
            let run = run_markdown(&[probes::probe("authorization").unwrap()], NOTES, &config);
            let cells = run.items.iter().filter(|item| item.id.contains("Approve or reject"));
            cells
                .map(|item| item.evidence.iter().map(|claim| claim.verdict).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        };
        assert_eq!(verdicts(false), [[Verdict::Proven; 2], [Verdict::Proven; 2]]);
        assert_eq!(verdicts(true), [[Verdict::Refuted; 2], [Verdict::Proven; 2]]);
    }
}

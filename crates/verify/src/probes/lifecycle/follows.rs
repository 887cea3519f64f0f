//! What becomes of what belongs to an object when something is done to that: "when a course is cancelled, its open bookings become
//! `void`", "closing a box marks its letters as lost".

use crate::api::{
    Api, Link, Object, Sentence, bring_into, create_below, find_home_state, operations_of, reference_to,
    send, settle, settle_referred, state_setter,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::status_line;
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Value, json};

// "when a course is cancelled, …"
pattern!(
    WHEN,
    r"^\W*(?:when|whenever|once|as soon as|after|if)\s+(?:an?|the|any)\s+([a-z][a-z -]*?)\s+(?:is|was|has been|gets)\s+([a-z]+),\s+(.+)$"
);
// "cancelling a course voids …", "cancelling a course sets its open bookings to void"
pattern!(
    DOING,
    r"^\W*([a-z]+ing)\s+(?:an?|the|any)\s+([a-z][a-z -]*?)\s+(?:also\s+)?(?:sets|turns|moves|changes|marks|makes)\s+(.+)$"
);
// "its open bookings become void", "all bookings of it are void"
pattern!(
    BECOME,
    r"^(?:then\s+)?(?:all\s+(?:of\s+)?|any\s+|each\s+of\s+)?(?:its|the|their)\s+(?:still\s+)?([a-z][a-z_ -]*?)\s+(?:also\s+)?(?:becomes?|are|is|are set to|is set to|turns?|goes to|go to|changes? to|are marked(?: as)?|is marked(?: as)?)\s+([a-z][a-z_-]*)(?:\s+too|\s+as well|\s+with it)?$"
);
pattern!(
    TO,
    r"^(?:all\s+(?:of\s+)?|any\s+)?(?:its|the|their)\s+([a-z][a-z_ -]*?)\s+(?:to|into|as)\s+(?:the state\s+|the status\s+)?([a-z][a-z_-]*)$"
);

// "when a clerk cancels a course, the system shall also void each booking of it that is not yet void"
pattern!(
    SHALL,
    r"^\W*when(?:ever)?\s+(?:an?|the)\s+[a-z -]{2,24}?\s+([a-z]+s)\s+(?:an?|the)\s+([a-z][a-z -]*?),?\s+the\s+(?:system|service)\s+(?:shall|must|will)\s+(?:also\s+)?([a-z]+)\s+(?:each|every|all)\s+(?:of\s+)?(?:its\s+|the\s+)?([a-z][a-z -]*?)(?:\s+(?:of|in|for|on)\s+(?:it|that\s+[a-z]+))?(?:\s+(?:that|which)\s+(?:is|are)\s+not\s+(?:yet\s+|already\s+)?([a-z_]+))?$"
);

/// What becomes of what belongs to an object.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Follows {
    deed: usize,
    /// The state into which the deed brings the object, where it is one that takes several.
    into: Option<String>,
    parent: usize,
    child: usize,
    /// The states from which it comes, where they are named.
    from: Vec<String>,
    to: String,
}

/// The claims of a sentence, each with the operation whose deed it is.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<(usize, Claim)> {
    let claim = |follows: Follows| {
        let (parent, child) = (&api.resources[follows.parent].name, &api.resources[follows.child].name);
        let title = format!(
            "{} makes each {child} of the {parent} {}",
            api.operations[follows.deed].title(),
            follows.to
        );
        let deed = follows.deed;
        (
            deed,
            Claim::new(title, Needs::Target, move |stage| {
                attempt(stage, &follows).unwrap_or_else(|outcome| outcome)
            }),
        )
    };
    read(api, sentence).into_iter().map(claim).collect()
}

fn read(api: &Api, sentence: &Sentence) -> Vec<Follows> {
    let plain = sentence.plain.trim().trim_end_matches('.');
    if !sentence.cells.is_empty() || plain.len() > 300 || hedge::is_done_elsewhere(plain) {
        return Vec::new();
    }
    let part = |found: &regex::Captures, at: usize| found.get(at).map_or("", |one| one.as_str()).to_owned();
    if let Some(found) = SHALL.captures(plain) {
        let told = [1, 2, 3, 4, 5].map(|at| part(&found, at));
        return done_alike(api, sentence.spec, &told).into_iter().collect();
    }
    let (thing, verb, rest, pattern) = match (WHEN.captures(plain), DOING.captures(plain)) {
        (Some(found), _) => (part(&found, 1), part(&found, 2), part(&found, 3), &BECOME),
        (_, Some(found)) => (part(&found, 2), part(&found, 1), part(&found, 3), &TO),
        _ => return Vec::new(),
    };
    let named = |text: &str| {
        api.resources
            .iter()
            .position(|resource| resource.name == text || words::singular(text) == resource.name)
    };
    let Some(parent) = named(&thing) else { return Vec::new() };
    let deeds = words::bases(&verb).into_iter().find_map(|base| {
        match operations_of(api, sentence.spec, &format!("{base} a {thing}")).ok()?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    });
    let Some(deed) =
        deeds.filter(|deed| !api.operations[*deed].is_safe() && api.operations[*deed].method != "DELETE")
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for clause in rest.split([';', ',']).flat_map(|clause| clause.split(" and ")) {
        let Some(said) = pattern.captures(clause.trim()) else { continue };
        let (who, to) = (part(&said, 1), part(&said, 2));
        let (before, last) = who.rsplit_once(' ').unwrap_or(("", who.as_str()));
        let Some(child) = named(last).filter(|child| *child != parent) else { continue };
        let Some((_, states)) = api.states_of(&api.resources[child]) else { continue };
        let from = match before {
            "" => Vec::new(),
            said => match states_said(api, child, &states, said) {
                from if from.is_empty() => continue,
                from => from,
            },
        };
        let belongs = Link::between(api, &api.resources[child], &api.resources[parent]);
        if belongs.is_some() && states.contains(&to) && !from.contains(&to) {
            found.push(Follows { deed, into: None, parent, child, from, to });
        }
    }
    found
}

/// What is done to what belongs to an object because something is done to that: "cancels", "course", "void", "booking", "void".
fn done_alike(api: &Api, spec: usize, [verb, thing, then, others, unless]: &[String; 5]) -> Option<Follows> {
    let named = |text: &str| {
        api.resources
            .iter()
            .position(|resource| resource.name == text || words::singular(text) == resource.name)
    };
    let (parent, child) = (named(thing)?, named(others).filter(|child| Some(*child) != named(thing))?);
    let (above, below) = (&api.resources[parent], &api.resources[child]);
    Link::between(api, below, above)?;
    let brought = |verb: &str, resource| {
        let (_, states) = api.states_of(resource)?;
        let bases = words::bases(verb).into_iter().chain([words::singular(verb), verb.to_owned()]);
        let bases: Vec<String> = bases.collect();
        let is = |state: &&String| bases.iter().any(|base| words::brings(base, state) || base == *state);
        let found: Vec<String> = states.iter().filter(is).cloned().collect();
        match found.as_slice() {
            [one] => Some((one.clone(), states)),
            _ => None,
        }
    };
    let (to, states) = brought(then, below)?;
    if !unless.is_empty() && *unless != to {
        return None;
    }
    let from: Vec<String> = states.into_iter().filter(|state| *state != to).collect();
    let bases = words::bases(verb).into_iter().chain([words::singular(verb)]);
    let own = bases.into_iter().find_map(|base| {
        match operations_of(api, spec, &format!("{base} a {thing}")).ok()?.as_slice() {
            [one] if !api.operations[*one].is_safe() && api.operations[*one].method != "DELETE" => Some(*one),
            _ => None,
        }
    });
    let (deed, into) = match own {
        Some(deed) => (deed, None),
        None => (state_setter(api, above)?.0, Some(brought(verb, above)?.0)),
    };
    Some(Follows { deed, into, parent, child, from, to })
}

/// The states that words before a thing mean: one of its own, or those that a word is said to stand for.
fn states_said(api: &Api, child: usize, states: &[String], said: &str) -> Vec<String> {
    let own: Vec<String> = said
        .split(" or ")
        .filter_map(|word| states.iter().find(|state| *state == word.trim()).cloned())
        .collect();
    if own.is_empty() { api.states_called(&api.resources[child], said) } else { own }
}

fn attempt(stage: &Stage, follows: &Follows) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let (parent, child) = (&api.resources[follows.parent], &api.resources[follows.child]);
    let lost = |why: &str| Outcome::unproven(why.to_owned());
    let create = child.create.ok_or_else(|| lost("nothing documented makes what belongs to it"))?;
    let item = api.item_path(parent).ok_or_else(|| lost("nothing documented reads it"))?;
    let anybody = &stage.as_anybody();
    let operation = &api.operations[create];
    let above = Object::make(anybody, parent, &|_| {})?;
    let mut placed = above.placed(item, Some(above.now(anybody, parent)?.0));
    let reference = reference_to(operation, parent);
    let below = operation.path.starts_with(item);
    let made = |stage: &Stage| {
        let parents = if below { above.values.clone() } else { Vec::new() };
        let id = above.shown.get("id").cloned().unwrap_or_else(|| json!(above.values.last()));
        create_below(stage, create, parents, &[], &|body| {
            if let Some(name) = reference.as_ref().filter(|_| !below) {
                body.insert(name.clone(), id.clone());
            }
        })
    };
    let mut first = made(anybody)?;
    if !first.exchange.answer.is_success() && find_home_state(anybody, create)? {
        match (below, &reference) {
            (false, Some(member)) => settle_referred(anybody, create, member, &mut placed)?,
            _ => settle(anybody, operation, &mut placed)?,
        }
        first = made(anybody)?;
    }
    let object = first.object(anybody, child)?;
    let state = |object: &Value| {
        api.states_of(child).and_then(|(name, _)| object.get(&name)?.as_str().map(str::to_owned))
    };
    let mut before = object.as_listed(anybody, child)?.0;
    if let Some(from) = follows.from.first()
        && state(&before).is_some_and(|now| !follows.from.contains(&now))
    {
        let own = api.item_path(child).ok_or_else(|| lost("nothing documented reads it"))?;
        let mut at = object.placed(own, Some(before));
        bring_into(anybody, &mut at, from)?;
        before = object.as_listed(anybody, child)?.0;
    }
    if state(&before).is_none_or(|now| now == follows.to) {
        return Err(lost("it is so already, or shows no state"));
    }
    placed.refresh(anybody)?;
    match &follows.into {
        Some(state) => bring_into(anybody, &mut placed, state)?,
        None => {
            let done = send(anybody, &api.operations[follows.deed], &placed)?.exchange;
            if !done.answer.is_success() {
                let reason = format!("{} answered {}", done.title(), status_line(done.answer.status));
                return Err(Outcome::unproven(reason).showing(done.sent(), done.seen()));
            }
        }
    }
    let (after, reading) = object.as_listed(anybody, child)?;
    let told = format!(
        "the {} was {} before, and is {} afterwards",
        child.name,
        state(&before).unwrap_or_default(),
        state(&after).unwrap_or_default()
    );
    let outcome = match state(&after).as_ref() == Some(&follows.to) {
        true => Outcome::proven(Strength::Asserted, told),
        false => Outcome::refuted(format!("{told}, stated is {}", follows.to)),
    };
    Ok(outcome.resting_on(target, &reading))
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn read(line: &str) -> Vec<String> {
        let text = format!(
            "# Courses\n\n## Data model\n\n### Course\n\n- `id`: string, read-only\n- `title`: string, required\n\n### Booking\n\n- `id`: string, read-only\n- `course_id`: string, required\n- `status`: enum `held` | `kept` | `void`, read-only\n\n\
             ## API\n\n- `POST /courses` adds a course\n- `GET /courses/{{id}}` reads one\n- `POST /courses/{{id}}/cancel` cancels one\n- `POST /bookings` adds a booking\n- `GET /bookings/{{id}}` reads one\n\n## Rules\n\n\
             A booking is waiting while it is `held` or `kept`.\n\n{line}\n"
        );
        let facts = testing::facts_of_markdown(&text, "", Setup::default());
        let last = facts.api.sentences.last().unwrap();
        let shown = |follows: super::Follows| {
            format!(
                "{} {} > {}",
                facts.api.operations[follows.deed].title(),
                follows.from.join("+"),
                follows.to
            )
        };
        super::read(&facts.api, last).into_iter().map(shown).collect()
    }

    #[test]
    fn what_becomes_of_what_belongs_to_it() {
        for line in [
            "When a course is cancelled, its `held` bookings become `void`; decided ones stay as they are.",
            "Once a course was cancelled, the held bookings are set to void.",
            "Cancelling a course sets its held bookings to `void`.",
        ] {
            assert_eq!(read(line), ["POST /courses/{id}/cancel held > void"], "{line}");
        }
        assert_eq!(
            read("When a course is cancelled, its waiting booking is void."),
            ["POST /courses/{id}/cancel held+kept > void"]
        );
        assert_eq!(
            read("When a course is cancelled, all its bookings become `void`."),
            ["POST /courses/{id}/cancel  > void"]
        );
        assert_eq!(
            read(
                "WHEN a clerk cancels a course THE SYSTEM SHALL also void each booking of it that is not yet void."
            ),
            ["POST /courses/{id}/cancel held+kept > void"]
        );
        for line in [
            "WHEN a clerk cancels a course THE SYSTEM SHALL also tell each guest of it.",
            "When a course is cancelled, its guests become sad.",
            "When a course is full, its held bookings become `void`.",
            "When a course is cancelled, its old bookings become `void`.",
        ] {
            assert!(read(line).is_empty(), "{line}");
        }
    }
}

//! What becomes of what belongs to an object when something is done to that: "when a course is cancelled, its open bookings become
//! `void`", "closing a box marks its letters as lost".

use crate::api::{
    Api, Link, Object, Sentence, bring_into, create_below, find_home_state, operations_of, reference_to,
    send, settle, settle_referred,
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

/// What becomes of what belongs to an object.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Follows {
    deed: usize,
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
            found.push(Follows { deed, parent, child, from, to });
        }
    }
    found
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
    let (item, own) = match (api.item_path(parent), api.item_path(child)) {
        (Some(item), Some(own)) => (item, own),
        _ => return Err(lost("nothing documented reads it")),
    };
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
    let mut before = object.now(anybody, child)?.0;
    if let Some(from) = follows.from.first()
        && state(&before).is_some_and(|now| !follows.from.contains(&now))
    {
        let mut at = object.placed(own, Some(before));
        bring_into(anybody, &mut at, from)?;
        before = object.now(anybody, child)?.0;
    }
    if state(&before).is_none_or(|now| now == follows.to) {
        return Err(lost("it is so already, or shows no state"));
    }
    placed.refresh(anybody)?;
    let done = send(anybody, &api.operations[follows.deed], &placed)?.exchange;
    if !done.answer.is_success() {
        let reason = format!("{} answered {}", done.title(), status_line(done.answer.status));
        return Err(Outcome::unproven(reason).showing(done.sent(), done.seen()));
    }
    let (after, reading) = object.now(anybody, child)?;
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
        for line in [
            "When a course is cancelled, its guests become sad.",
            "When a course is full, its held bookings become `void`.",
            "When a course is cancelled, its old bookings become `void`.",
        ] {
            assert!(read(line).is_empty(), "{line}");
        }
    }
}

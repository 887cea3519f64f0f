//! What somebody does, given something, and what has to come of it: scenarios, EARS, conditions in sentences.

mod around;
mod besides;
mod clauses;
mod company;
mod given;
mod into_state;
mod judge;
mod kept;
mod listing;
mod phrase;
mod play;
mod possible;
mod prepare;
mod promote;
mod ready;
mod request;
mod row;
mod scene;
mod subject;
mod taken;
mod then;
mod told;

use crate::api::{Api, Operation, Scope, Sentence};
use crate::claim::{Claim, Needs};
use crate::facts::Facts;
use crate::pattern::pattern;
use crate::probe::{ItemContext, Probe};
use crate::words;
use abide_model::{Item, Kind};
use scene::Scene;
use serde_json::Value;
use then::Then;
use told::Told;

/// What somebody does, given something, and what has to come of it.
pub const PROBE: Probe = Probe {
    name: "scenarios",
    summary: "What is said to come of a deed comes of it: a status, a code, a value, a number that moves",
    documentation: "\
Takes scenarios (\"Given …, when …, then …\"), sentences in EARS (\"While …, when …, the system shall …\"), and requirements, checks, exceptions, steps of flows and sentences about \
endpoints that say what comes of a deed or under a condition (\"If the door is locked, opening it answers 409\", \"A locked door cannot be opened\", \"adds one to `visits`\"). Needs a target, and the \
headers of the roles that act.

The deed is found by its verb and its thing, or is that of the endpoint beside which the sentence stands. What is given is made through the interface: an object in a state, with a value, with no room left, \
with something that belongs to it, with a moment that has passed, deleted, or not there at all; then it is done, as who is named, once or twice, with the values that are named.

Refuted is another status than the stated one, a success where a refusal is stated, an error without the stated code, and an object whose member, state or number is not what it has to be afterwards. \
A statement is left alone where a word of what is given or done is not understood; of what has to come, what is understood is tried, and the rest is named. A refusal that comes for another \
reason shows nothing, and neither does a condition that could not be brought about.",
    kinds: &[Kind::Scenario, Kind::Requirement, Kind::Check, Kind::Exception, Kind::Step, Kind::Endpoint],
    claims,
};

// "409 `locked`", "409 – locked"
pattern!(CODED, r"^\s*([45]\d\d)[\s:–—-]+`?([A-Za-z][\w.-]*)`?\s*(?:$|[,;.(]|\s(?:with|and)\b)");

// "the booking is already cancelled", "the course is not open": how something stands, and no deed
pattern!(
    STANDING,
    r"(?i)^(?:the|a|an|its|that)\s+[^,;]+?\s(?:is|are)\s+(?:already|still|not|no longer|in|on)\s"
);

/// Claims that one statement may bring.
const MOST: usize = 6;

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let mut scenes: Vec<Scene> = Vec::new();
    for scene in match context.item.kind {
        Kind::Endpoint => of_endpoint(context),
        _ => of_statement(context),
    } {
        // What is new is nobody else's; what it is for may be, where that is named.
        let named = |at: usize| {
            let plain = crate::api::plain(&context.item.text);
            api.resources.get(at).is_some_and(|resource| resource.is_named_in(&plain))
        };
        let new = match &scene.subject {
            subject::Subject::New { parent: Some((at, _)), .. } => !named(*at),
            subject::Subject::New { parent: None, .. } => true,
            _ => false,
        };
        if !(scenes.contains(&scene) || new && scene.given.anothers) {
            scenes.push(scene);
        }
    }
    let minor = context.item.kind == Kind::Endpoint;
    let claims = scenes.into_iter().take(MOST).map(|scene| {
        let minor = minor || !scene.then.left.is_empty();
        let claim = Claim::new(scene.title(api), Needs::Target, move |stage| play::play(stage, &scene));
        if minor { claim.minor() } else { claim }
    });
    claims.collect()
}

/// The scenes that the sentences about one endpoint tell.
fn of_endpoint(context: &ItemContext) -> Vec<Scene> {
    let api = &context.facts.api;
    let Some((number, _)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
    let own = |sentence: &&Sentence| {
        sentence.scope == Scope::Operations(vec![number])
            && sentence.cells.is_empty()
            && sentence.spec == context.number
    };
    let mut scenes = Vec::new();
    for sentence in api.sentences.iter().filter(own) {
        scenes.extend(of_sentence(context.facts, context.number, sentence, None));
        scenes.extend(effects(api, context.number, sentence, number));
    }
    // What no statement of its own holds, of several operations or of such things in general.
    let held = |sentence: &Sentence| {
        context.is_held(sentence, |kind| kind != Kind::Endpoint && PROBE.kinds.contains(&kind))
    };
    let free = api.sentences.iter().filter(|sentence| {
        sentence.spec == context.number
            && sentence.scope != Scope::Operations(vec![number])
            && !held(sentence)
    });
    let stated = |sentence: &&Sentence| {
        let refuses = !sentence.error_statuses().is_empty() || sentence.says(&["is refused", "is rejected"]);
        sentence.cells.is_empty() && refuses && sentence.plain.len() < 200
    };
    let told = free
        .clone()
        .filter(stated)
        .flat_map(|sentence| of_sentence(context.facts, context.number, sentence, None));
    let whole = |scene: &Scene| scene.then.left.is_empty() && !scene.given.is_plain();
    scenes.extend(told.filter(|scene| scene.number == number && whole(scene)));
    scenes.extend(
        free.flat_map(|sentence| possible::scenes(api, sentence)).filter(|scene| scene.number == number),
    );
    scenes
}

/// What a sentence about an operation says that it does, whatever is given: "adds one to `visits`".
fn effects(api: &Api, spec: usize, sentence: &Sentence, number: usize) -> Option<Scene> {
    if sentence.says(&["if", "when", "unless", "may", "while", "optionally", "once", "where", "whose"])
        && !sentence.says(&["otherwise"])
    {
        return None;
    }
    let told = Told::of_parts("", "", &sentence.text);
    let mut scene = Scene::read(api, spec, &told, Some(number))?;
    scene.then.all.retain(|then| matches!(then, Then::Moves(..) | Then::Header(..) | Then::Located(_)));
    scene.then.left.clear();
    (!scene.then.all.is_empty()).then_some(scene)
}

fn of_statement(context: &ItemContext) -> Vec<Scene> {
    let (api, item) = (&context.facts.api, context.item);
    let mut around = around::of(context);
    if let Some(told) = of_parts(item) {
        if item.kind != Kind::Exception {
            // Of "the limit is 101, or any other value is out of range" the first case is tried.
            let first = || {
                let (one, other) = told.when.split_once(", or ")?;
                let told = Told { when: one.to_owned(), ..told.clone() };
                let mut scene = Scene::read(api, context.number, &told, around)?;
                scene.then.left.push(other.to_owned());
                Some(scene)
            };
            return Scene::read(api, context.number, &told, around).or_else(first).into_iter().collect();
        }
        return of_condition(api, context.number, &told, around);
    }
    let within = api.within(context.number, item.range.start, item.range.end);
    let mut scenes = Vec::new();
    for (_, sentence) in within {
        let before = scenes.len();
        scenes.extend(of_sentence(context.facts, context.number, sentence, around));
        if scenes.len() == before && item.kind == Kind::Exception {
            scenes.extend(of_row(context, sentence));
        }
        // What one sentence does, the next ones speak of.
        if item.kind == Kind::Step {
            around = around::done(api, context.number, &sentence.text, &item.section).or(around);
        }
    }
    scenes
}

/// The scenes of a row of errors that tells its case in a phrase; of several cases, what is not understood is named.
fn of_row(context: &ItemContext, row: &Sentence) -> Vec<Scene> {
    let (mut scenes, mut left) = (Vec::new(), Vec::new());
    for told in row::sentences(&context.facts.api, row) {
        let found = of_sentence(context.facts, context.number, &told, None);
        let whole: Vec<Scene> = found.into_iter().filter(|scene| scene.then.left.is_empty()).collect();
        if whole.is_empty() {
            left.push(told.text);
        }
        scenes.extend(whole);
    }
    for scene in &mut scenes {
        scene.then.left.extend(left.iter().cloned());
    }
    scenes
}

/// The scenes of a condition with what comes of it; of several alternatives, what is not understood is named.
fn of_condition(api: &Api, spec: usize, told: &Told, around: Option<usize>) -> Vec<Scene> {
    let (mut scenes, mut left) = (Vec::new(), Vec::new());
    for alternative in company::alternatives(&told.when) {
        let told = Told { when: alternative.clone(), ..told.clone() };
        let under = around.and_then(|around| Scene::under(api, &told, around));
        match under.or_else(|| Scene::read(api, spec, &told, around)) {
            Some(scene) => scenes.push(scene),
            None => left.push(alternative),
        }
    }
    for scene in &mut scenes {
        scene.then.left.extend(left.iter().cloned());
    }
    scenes
}

/// The parts of a scenario or an exception that was read as such.
fn of_parts(item: &Item) -> Option<Told> {
    let field = |name: &str| item.text_field(name).unwrap_or_default();
    match item.kind {
        Kind::Scenario if !field("when").is_empty() => {
            Some(Told::of_parts(field("given"), field("when"), field("then")))
        }
        Kind::Exception if !field("condition").is_empty() && !field("action").is_empty() => {
            let (action, feedback) = (field("action"), field("feedback"));
            // Beside a status, what a person is told is left to who shows it.
            let answered =
                words::words(action).iter().any(|word| word.len() == 3 && word.parse::<u16>().is_ok());
            let then = if answered { action.to_owned() } else { format!("{action}, {feedback}") };
            Some(Told::of_parts("", field("condition"), &with_code(&then)))
        }
        _ => None,
    }
}

/// "409 locked" as "409, code locked": the one word behind a status that is not its name.
fn with_code(then: &str) -> String {
    const NAMES: &[&str] = &[
        "conflict",
        "forbidden",
        "gone",
        "unauthorized",
        "created",
        "ok",
        "accepted",
        "error",
        "response",
        "status",
        "with",
        "and",
        "is",
        "for",
        "not",
        "bad",
        "unprocessable",
        "payload",
        "too",
        "the",
        "an",
        "a",
        "no",
    ];
    let Some(found) = CODED.captures(then) else { return then.to_owned() };
    let (Some(status), Some(code)) = (found.get(1), found.get(2)) else { return then.to_owned() };
    let lower = code.as_str().to_lowercase();
    // "409 Duplicate", "423 Locked": what a status is called, or a word on it.
    let reason = status.as_str().parse().map(crate::http::status_line).unwrap_or_default().to_lowercase();
    let mut letters = code.as_str().chars();
    let prose = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
    if prose || NAMES.contains(&lower.as_str()) || words::words(&reason).contains(&lower) {
        return then.to_owned();
    }
    let rest = then.get(code.end()..).unwrap_or_default();
    format!("{}, code {}{rest}", status.as_str(), code.as_str())
}

/// What would change the state of an object whose state is final, each on such an object.
fn frozen(facts: &Facts, spec: usize, told: &Told) -> Vec<Scene> {
    let api = &facts.api;
    let acts = |operation: &Operation| {
        operation.is_of(spec)
            && !operation.is_safe()
            && !operation.path.ends_with_parameter()
            && operation.path.parameters().next().is_some()
            && api.resource_at(operation).and_then(|resource| given::states_of(api, resource)).is_some_and(
                |(_, states)| {
                    let last = operation.path.last_literal().unwrap_or_default();
                    states.iter().any(|state| words::brings(last, state) || brings(facts, operation, state))
                },
            )
    };
    let numbers = (0..api.operations.len()).filter(|number| acts(&api.operations[*number]));
    numbers
        .filter_map(|number| Scene::read(api, spec, told, Some(number)))
        .filter(|scene| !scene.given.states.is_empty())
        .collect()
}

fn of_sentence(facts: &Facts, spec: usize, sentence: &Sentence, before: Option<usize>) -> Vec<Scene> {
    let api = &facts.api;
    let around = match &sentence.scope {
        Scope::Operations(of) => match of.as_slice() {
            [one] => Some(*one),
            _ => None,
        },
        _ => before,
    };
    let texts: Vec<&str> = match sentence.cells.is_empty() {
        true => vec![sentence.text.as_str()],
        false => sentence
            .cells
            .iter()
            .map(|(_, cell)| cell.as_str())
            .filter(|cell| cell.split(' ').count() >= 5)
            .collect(),
    };
    let told = texts.into_iter().flat_map(Told::all_of_sentence);
    let scenes = told.flat_map(|told| match told.frozen {
        true => frozen(facts, spec, &told),
        false => {
            // "If the booking is already cancelled", among the criteria of cancelling bookings.
            let under = || Scene::under(api, &told, around?);
            let standing = STANDING.is_match(&told.when);
            standing
                .then(under)
                .flatten()
                .or_else(|| Scene::read(api, spec, &told, around))
                .into_iter()
                .collect()
        }
    });
    let mut scenes: Vec<Scene> = scenes.collect();
    let whole = |scene: &Scene| scene.then.left.is_empty();
    if scenes.is_empty() || !scenes.iter().all(whole) {
        let all = if sentence.cells.is_empty() { clauses::readings(&sentence.text) } else { Vec::new() };
        let read: Vec<Scene> = all.iter().filter_map(|told| Scene::read(api, spec, told, around)).collect();
        let best = read.iter().find(|scene| whole(scene)).or(read.first().filter(|_| scenes.is_empty()));
        if let Some(best) = best {
            scenes = vec![best.clone()];
        }
    }
    scenes.extend(kept::scenes(api, sentence));
    let possible = possible::scenes(api, sentence);
    if !possible.is_empty() {
        // What is possible in some states alone was read as one deed of something else.
        scenes = possible;
    }
    scenes
}

/// Whether a scenario says that an operation brings a state about.
fn brings(facts: &Facts, operation: &Operation, state: &str) -> bool {
    let api = &facts.api;
    facts.specs.iter().enumerate().any(|(spec, known)| {
        known.of_kind(Kind::Scenario).filter_map(|item| Some((item, of_parts(item)?))).any(|(_, told)| {
            let scene = Scene::read(api, spec, &told, None);
            scene.is_some_and(|scene| {
                let is = |then: &Then| matches!(then, Then::Is(_, _, Value::String(text)) if text == state);
                std::ptr::eq(&api.operations[scene.number], operation) && scene.then.all.iter().any(is)
            })
        })
    })
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_clauses;

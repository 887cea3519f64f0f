//! Statements that something is refused under a condition: "A shelf that has books cannot be deleted; it answers 409".

use crate::api::{
    Api, Cause, Scope, Sentence, bring_about, conditions, has_phrase, operation_in, operations_of,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::status_line;
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;

// "changes it while it is open, later 409": what is refused is the opposite of the condition.
pattern!(
    TURNED,
    r"[,;:(–—-]\s*(?:and\s+)?(?:later|afterwards|otherwise|or else|else|thereafter|after that|from then on|if not)\s+(?:[\w`]+\s+){0,5}?4\d\d\b"
);

/// The claims of a statement's sentences.
pub fn claims(context: &ItemContext) -> Vec<Claim> {
    if context.item.text_field("command").is_some() {
        return Vec::new();
    }
    let api = &context.facts.api;
    let range = context.item.range;
    let sentences = api.within(context.number, range.start, range.end);
    sentences
        .flat_map(|(_, sentence)| of_sentence(api, context.number, sentence))
        .map(|(_, claim)| claim)
        .collect()
}

/// The claims about an operation of sentences that are no statements of their own.
pub fn beside(context: &ItemContext, number: usize) -> Vec<Claim> {
    let api = &context.facts.api;
    let kinds = [Kind::Requirement, Kind::Check, Kind::Exception, Kind::Scenario, Kind::Step];
    let held = |sentence: &Sentence| context.is_held(sentence, |kind| kinds.contains(&kind));
    let free = api
        .sentences
        .iter()
        .filter(|sentence| sentence.spec == context.number && sentence.cells.is_empty() && !held(sentence));
    let claims = free.flat_map(|sentence| of_sentence(api, context.number, sentence));
    claims.filter(|(at, _)| *at == number).map(|(_, claim)| claim.minor()).collect()
}

// "can be removed while it is open; from the others it is refused": what is named is what may be.
pattern!(
    LETS,
    r"\b(?:can|may) (?:only )?be \w+ (?:while|as long as|when|if)\b.*\b(?:from the others?|from any other|in (?:any|all|the) others?|otherwise)\b"
);

fn of_sentence(api: &Api, spec: usize, sentence: &Sentence) -> Vec<(usize, Claim)> {
    if LETS.is_match(&sentence.plain) {
        return Vec::new();
    }
    let several = several(api, spec, sentence);
    let refused =
        if several.is_empty() { refused(api, spec, sentence).into_iter().collect() } else { several };
    let claims = refused.into_iter().map(|(number, condition)| of_deed(api, sentence, number, &condition));
    claims.flatten().collect()
}

fn of_deed(api: &Api, sentence: &Sentence, number: usize, condition: &str) -> Vec<(usize, Claim)> {
    let mut statuses = sentence.error_statuses();
    statuses.retain(|status| !matches!(status, 401 | 403));
    let status = statuses.first().copied().unwrap_or(409);
    let causes = conditions(api, &api.operations[number], status, condition);
    let claim = |cause: Cause| {
        let statuses = statuses.clone();
        let title = format!("{} is refused {}", api.operations[number].title(), cause.said());
        let attempt =
            move |stage: &Stage| attempt(stage, number, &cause, &statuses).unwrap_or_else(|outcome| outcome);
        (number, Claim::new(title, Needs::Target, attempt))
    };
    causes.into_iter().map(claim).collect()
}

fn attempt(stage: &Stage, number: usize, cause: &Cause, statuses: &[u16]) -> Result<Outcome, Outcome> {
    let exchange = bring_about(stage, number, cause)?;
    let status = exchange.answer.status;
    let answered = format!("{}, it answered {}", cause.said(), status_line(status));
    let outcome = match status {
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        401 | 403 => Outcome::unproven(answered),
        400..=499 if statuses.is_empty() || statuses.contains(&status) => {
            Outcome::proven(Strength::Asserted, answered)
        }
        400..=499 => {
            let stated: Vec<String> = statuses.iter().map(u16::to_string).collect();
            Outcome::refuted(format!("{answered}, stated as {}", stated.join(" or ")))
        }
        _ => Outcome::refuted(format!("{answered}, which is no refusal")),
    };
    Ok(outcome.resting_on(stage.target()?, &exchange))
}

/// Where a condition begins.
const CONDITIONS: &[&str] = &[
    " that is ",
    " that are ",
    " that has ",
    " that still ",
    " that have ",
    " that already ",
    " that was ",
    " which is ",
    " which has ",
    " if ",
    " when ",
    " while ",
    " whose ",
    " before ",
    " unless ",
    " as long as ",
    " with ",
    " until ",
];

/// Words that deny a deed.
const DENIES: &[&str] = &[
    " must not be ",
    " cannot be ",
    " can not be ",
    " can't be ",
    " may not be ",
    " must never be ",
    " is never ",
    " are never ",
    " must not ",
    " cannot ",
    " can not ",
    " may not ",
    " must never ",
    " shall not ",
    " must refuse to ",
    " refuses to ",
    " is not ",
    " are not ",
    " does not ",
    " never ",
];

/// The operation that a sentence says to be refused, and under which condition.
fn refused(api: &Api, spec: usize, sentence: &Sentence) -> Option<(usize, String)> {
    let plain = sentence.plain.trim().trim_end_matches('.');
    if !sentence.cells.is_empty()
        || plain.len() > 260
        || hedge::is_done_elsewhere(plain)
        || hedge::is_unenforced(plain)
        || sentence.says(&["only for", "only to", "not answer", "never answers"])
        || TURNED.is_match(plain)
    {
        return None;
    }
    // "Two bookings of one room never overlap"
    if [
        "never overlap",
        "cannot overlap",
        "must not overlap",
        "may not overlap",
        "do not overlap",
        "never booked twice",
        "cannot be booked twice",
    ]
    .iter()
    .any(|phrase| plain.contains(phrase))
    {
        let mut made = api
            .resources
            .iter()
            .filter(|resource| resource.is_named_in(plain))
            .filter_map(|resource| resource.create);
        return made.next().map(|create| (create, "it overlaps".to_owned()));
    }
    let condition_of = |text: &str| -> Option<(String, String)> {
        let at = CONDITIONS.iter().filter_map(|word| text.find(word)).min()?;
        // "only while it is open" says when it is not refused.
        let clause = text.get(..at)?.rsplit([',', ';', '.', ':', '(']).next()?;
        if crate::api::has_phrase(clause, "only") {
            return None;
        }
        Some((text.get(..at)?.trim().to_owned(), text.get(at..)?.trim().to_owned()))
    };
    if let Some((method, path)) = operation_in(&sentence.text)
        && let Some((number, _)) = api.find(&method, &path)
    {
        let (before, condition) = condition_of(plain)?;
        // "It can be removed while it is new or rejected" says when it may be done, and "rejected" is a state.
        let lets = ["can be", "may be"].iter().any(|word| crate::api::has_phrase(&before, word));
        let verbs: Vec<&str> =
            ["refused", "rejected"].into_iter().filter(|verb| !api.states.knows(verb)).collect();
        let answers = !sentence.error_statuses().is_empty() || sentence.affirms(&verbs);
        return (answers && !lets).then_some((number, condition));
    }
    let certain = |action: &str| match operations_of(api, spec, action).ok()?.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    // "a shelf that is not closed" says which shelf.
    let relative = |at: usize| {
        let before = plain.get(..at).unwrap_or_default();
        before.rsplit(' ').next().is_some_and(|word| ["that", "which", "who", "it", "they"].contains(&word))
            || ["whose", "if", "when", "while", "unless"]
                .iter()
                .any(|word| crate::api::has_phrase(before, word))
    };
    let said = DENIES
        .iter()
        .flat_map(|word| plain.match_indices(word).map(move |(at, _)| (at, *word)))
        .filter(|(at, word)| !matches!(*word, " is not " | " are not ") || !relative(*at))
        .min_by_key(|(at, word)| (*at, usize::MAX - word.len()));
    if let Some((at, word)) = said {
        let subject = plain.get(..at)?.trim();
        let rest = plain.get(at + word.len()..)?;
        let deed = rest.split([';', ',', ':']).next().unwrap_or(rest);
        // "cannot be finished without a head", "cannot be deleted in the app"
        let way = deed.split_whitespace().nth(1).unwrap_or_default();
        if word.trim_end().ends_with(" be")
            && ["without", "in", "on", "via", "through", "from"].contains(&way)
        {
            return None;
        }
        // "cannot be changed by guests" says it of some alone.
        let by = deed.split_once(" by ").map_or("", |(_, who)| who);
        if !by.is_empty()
            && !["any", "anybody", "anyone", "everybody", "nobody"].iter().any(|who| by.starts_with(who))
        {
            return None;
        }
        // "A rack with stays is not deleted: 409" says what is refused, "a rack is not full" does not.
        let plainly = matches!(word, " is not " | " are not ");
        if plainly
            && (sentence.error_statuses().is_empty()
                || !rest.split([' ', ':', ',', ';']).next()?.ends_with("ed"))
        {
            return None;
        }
        if plainly
            || word.trim_end().ends_with(" be")
            || word.starts_with(" is never")
            || word.starts_with(" are never")
        {
            // "A shelf that has books cannot be deleted", "a stay cannot be ended before it began"
            let (thing, condition) = condition_of(&format!("{subject} ")).or_else(|| {
                let (_, condition) = condition_of(&format!(" {deed} "))?;
                Some((subject.to_owned(), condition))
            })?;
            let verb = deed.split_whitespace().next()?;
            let number = words::bases(verb).iter().find_map(|verb| certain(&format!("{verb} {thing}")))?;
            return Some((number, yet(&condition)));
        }
        // "The system must not delete a shelf that has books"
        let (action, condition) = condition_of(deed)?;
        return Some((certain(&action)?, yet(&condition)));
    }
    // "Removing a shelf that has books answers 409"
    let answers = [
        "answers ",
        "returns ",
        "gives ",
        "gets ",
        "get ",
        "is answered",
        "are answered",
        "is refused",
        "is rejected",
        "fails",
        "yields ",
    ];
    if !sentence.error_statuses().is_empty() && answers.iter().any(|word| has_phrase(plain, word.trim())) {
        let (action, condition) = condition_of(plain)?;
        if action.split_whitespace().next().is_some_and(|verb| verb.ends_with("ing")) {
            // In the description of an operation its own deed may be meant in other words.
            let own = || match &sentence.scope {
                Scope::Operations(of) => match of.as_slice() {
                    [one] if puts(api, *one, &action) => Some(*one),
                    _ => None,
                },
                _ => None,
            };
            // "deleting a shelf" is what one does who deletes a shelf.
            let (verb, thing) = action.split_once(' ').unwrap_or((&action, ""));
            let done = words::bases(verb).iter().find_map(|verb| certain(&format!("{verb} {thing}")));
            return Some((done.or_else(own)?, yet(&condition)));
        }
    }
    // "A shelf that has books gets 409", in the description of what deletes shelves.
    let gets = [
        " gets ",
        " get ",
        " answers ",
        " is answered ",
        " yields ",
        " → ",
        " -> ",
        " fails ",
        " is refused",
        " is rejected",
        " results in ",
        " gives ",
    ];
    if let Scope::Operations(of) = &sentence.scope
        && let [number] = of.as_slice()
        && !api.operations[*number].is_safe()
        && operation_in(&sentence.text).is_none()
        && sentence.error_statuses().len() == 1
        && let Some(end) = gets.iter().filter_map(|word| plain.find(word)).min()
    {
        let (thing, condition) = condition_of(&format!("{} ", plain.get(..end)?))?;
        let about =
            api.resource_at(&api.operations[*number]).is_some_and(|resource| resource.is_named_in(&thing));
        let bare = ["a ", "an ", "the ", "any "].iter().any(|article| thing.starts_with(article));
        return (about && bare && thing.split_whitespace().count() <= 3).then_some((*number, condition));
    }
    None
}

/// Whether "writing to a name" and the like is what an operation does that makes or replaces something.
fn puts(api: &Api, number: usize, action: &str) -> bool {
    const PUTTING: &[&str] = &[
        "writing",
        "putting",
        "setting",
        "storing",
        "saving",
        "updating",
        "changing",
        "replacing",
        "sending",
        "uploading",
    ];
    let first = action.split_whitespace().next().unwrap_or_default();
    matches!(api.operations[number].method.as_str(), "PUT" | "PATCH") && PUTTING.contains(&first)
}

/// "While a shelf is closed, adding, moving and removing books gets 423": each of the deeds, under the condition ahead of them.
fn several(api: &Api, spec: usize, sentence: &Sentence) -> Vec<(usize, String)> {
    let plain = sentence.plain.trim().trim_end_matches('.');
    let starts = ["while ", "when ", "if ", "as long as ", "once "];
    if !sentence.cells.is_empty() || plain.len() > 300 || !starts.iter().any(|start| plain.starts_with(start))
    {
        return Vec::new();
    }
    let Some((condition, rest)) = plain.split_once(", ") else { return Vec::new() };
    let gets = [
        " gets ",
        " get ",
        " is answered ",
        " are answered ",
        " answers ",
        " answer ",
        " is refused",
        " are refused",
        " fails ",
        " fail ",
    ];
    let Some(end) = gets.iter().filter_map(|word| rest.find(word)).min() else { return Vec::new() };
    if sentence.error_statuses().len() != 1 {
        return Vec::new();
    }
    let deeds = rest.get(..end).unwrap_or_default();
    let parts: Vec<&str> = deeds
        .split(", ")
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" or "))
        .map(str::trim)
        .collect();
    let Some((last, others)) = parts.split_last() else { return Vec::new() };
    let is_deed = |part: &&str| part.split_whitespace().next().is_some_and(|verb| verb.ends_with("ing"));
    if !parts.iter().all(is_deed) {
        return Vec::new();
    }
    // The thing stands behind the last of the deeds.
    let thing = last.split_once(' ').map_or("", |(_, thing)| thing);
    let mut found: Vec<(usize, String)> = Vec::new();
    let whole = others.iter().map(|deed| format!("{deed} {thing}")).chain([(*last).to_owned()]);
    for action in whole {
        let (verb, rest) = action.split_once(' ').unwrap_or((action.as_str(), ""));
        let verbs = words::bases(verb);
        // "rolling back books" may be called `rollback`.
        let joined = rest.split_once(' ');
        let spellings = verbs.iter().flat_map(|verb| {
            let particle = joined.map(|(first, rest)| format!("{verb}{first} {rest}"));
            [Some(format!("{verb} {rest}")), particle]
        });
        let mut meant = spellings.flatten().filter_map(|action| operations_of(api, spec, &action).ok());
        for number in meant.next().into_iter().flatten() {
            let safe = api.operations.get(number).is_none_or(|operation| operation.is_safe());
            if !safe && !found.iter().any(|(known, _)| *known == number) {
                found.push((number, condition.to_owned()));
            }
        }
    }
    found
}

/// `before it was paid` is while it is not paid.
fn yet(condition: &str) -> String {
    let Some((_, rest)) = condition.split_once("before ").or_else(|| condition.split_once("unless ")) else {
        return condition.to_owned();
    };
    let last = rest.split_whitespace().last().unwrap_or_default();
    format!("if it is not {last}")
}

#[cfg(test)]
mod tests;

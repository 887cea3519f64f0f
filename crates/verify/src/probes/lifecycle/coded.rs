//! The code with which a rule is told to be refused: "one more is refused with 409 `too_many`", and the row of a table of errors that
//! names the rule alone.

use super::{beyond, lasts, most, overlap};
use crate::api::{Api, Sentence};
use crate::claim::Claim;
use crate::probe::ItemContext;

/// A claim about what is refused, which looks at the code of the refusal as well where the statement, or the one right behind it,
/// tells one.
pub fn with_code(api: &Api, sentence: &Sentence, claim: Claim) -> Claim {
    match stated(api, sentence) {
        Some(code) => coded(claim, code),
        None => claim,
    }
}

fn coded(claim: Claim, code: String) -> Claim {
    if !claim.is_tried() {
        return claim;
    }
    let (turn, essential) = (claim.turn, claim.essential);
    let mut told = Claim::new(claim.title.clone(), claim.needs, move |stage| {
        stage.facts.api.with_stated_code(claim.attempt(stage), &code)
    });
    (told.turn, told.essential) = (turn, essential);
    told
}

/// The one code of an error that a sentence tells, or else the one right behind it.
fn stated(api: &Api, sentence: &Sentence) -> Option<String> {
    let one = |sentence: &Sentence| match api.error_codes_in(sentence).as_slice() {
        [code] => Some((*code).to_owned()),
        _ => None,
    };
    if !api.error_codes_in(sentence).is_empty() {
        return one(sentence);
    }
    let behind = |other: &&Sentence| {
        other.spec == sentence.spec
            && other.cells.is_empty()
            && other.range.start >= sentence.range.end
            && other.range.start <= sentence.range.end + 2
    };
    api.sentences.iter().find(behind).and_then(one)
}

/// What a row of errors claims: the rules that are told with its code, or those that it refers to by their ids.
pub fn of_row(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let Some(code) = api.code_of_row(context.number, range.start, range.end) else { return Vec::new() };
    let telling = |sentence: &&Sentence| {
        sentence.spec == context.number
            && sentence.cells.is_empty()
            && api.error_codes_in(sentence).contains(&code.as_str())
    };
    let mut claims = Vec::new();
    for sentence in api.sentences.iter().filter(telling) {
        // "A reader has at most 3 loans. The next one is refused with 409 `too_many`."
        let before = api.sentences.iter().rev().find(|other| {
            other.spec == sentence.spec
                && other.range.end <= sentence.range.start
                && other.range.end + 2 >= sentence.range.start
                && api.error_codes_in(other).is_empty()
        });
        let said = [Some(sentence), before].into_iter().flatten();
        claims.extend(said.flat_map(|said| refusals(api, said)).map(|claim| coded(claim, code.clone())));
    }
    // "D-2": the rule of that name
    let text = context.item.text.trim().trim_end_matches('.');
    let ids = text.replace(" and ", ",").replace(" or ", ",");
    let rules =
        ids.split(',').map(str::trim).filter_map(|id| context.spec.items.iter().find(|item| item.id == id));
    for rule in rules {
        let within = api.within(context.number, rule.range.start, rule.range.end);
        claims
            .extend(within.flat_map(|(_, said)| refusals(api, said)).map(|claim| coded(claim, code.clone())));
    }
    let mut titles: Vec<String> = Vec::new();
    claims.retain(|claim: &Claim| {
        let new = !titles.contains(&claim.title);
        titles.push(claim.title.clone());
        new
    });
    claims
}

/// The claims of a sentence that something is refused.
fn refusals(api: &Api, sentence: &Sentence) -> Vec<Claim> {
    let mut claims = most::of_sentence(api, sentence);
    claims.extend(overlap::of_sentence(api, sentence).map(|(_, claim)| claim));
    claims.extend(lasts::of_sentence(api, sentence).map(|(_, claim)| claim));
    claims.extend(beyond::of_sentence(api, sentence));
    claims
}

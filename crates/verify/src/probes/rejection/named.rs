//! Names in a path that are not of the stated form.

use super::{claim, judged};
use crate::api::{Key, Named, Sentence, call_on, create};
use crate::claim::{Claim, Outcome};
use crate::http::status_line;
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;

/// Names longer than this may be refused for the length of the address.
const LONGEST: usize = 1000;

/// A request that makes an object refuses names that are not of the stated form.
pub(super) fn names(context: &ItemContext, number: usize) -> Option<Claim> {
    let api = &context.facts.api;
    let key = api.key_of(number).filter(|key| key.named == Named::Freely)?;
    let wrong = wrong(key);
    if wrong.is_empty() {
        return None;
    }
    let expected = expected(api.about(number), key);
    let title =
        format!("{} refuses names of another form than the stated one", api.operations[number].title());
    Some(claim(title, move |stage| attempt(stage, number, &wrong, &expected)))
}

/// Names that break what is stated, each with what is wrong about it.
fn wrong(key: &Key) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = key
        .rule
        .invalid()
        .into_iter()
        .filter_map(|(value, what)| Some((value.as_str()?.to_owned(), what)))
        .filter(|(text, _)| !text.is_empty() && text.len() <= LONGEST && !key.rule.allows_text(text))
        .filter(|(text, _)| !text.contains(['/', '\\']) && !text.chars().all(|c| matches!(c, '.' | ' ')))
        .collect();
    if let Some(text) = key.example.as_ref().filter(|_| key.letter_first) {
        found.push((format!("1{text}"), "that begins with no letter".to_owned()));
    }
    found
}

/// The statuses that sentences about such names state for others.
fn expected<'a>(about: impl Iterator<Item = &'a Sentence>, key: &Key) -> Vec<u16> {
    let of_names = |sentence: &&Sentence| {
        sentence.says(&[key.name.to_lowercase().as_str()])
            && sentence.says(&[
                "other name",
                "any other",
                "other names",
                "anything else",
                "invalid",
                "bad",
                "malformed",
                "not match",
                "otherwise",
                "else",
            ])
    };
    let mut statuses: Vec<u16> =
        about.filter(of_names).flat_map(|sentence| sentence.error_statuses()).collect();
    statuses.retain(|status| matches!(status, 400 | 404 | 422));
    statuses
}

fn attempt(
    stage: &Stage,
    number: usize,
    wrong: &[(String, String)],
    expected: &[u16],
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let right = create(stage, number, &[], &|_| {})?;
    if !right.exchange.answer.is_success() {
        let reason = format!(
            "already a name of the stated form was answered with {}",
            status_line(right.exchange.answer.status)
        );
        return Err(Outcome::unproven(reason).showing(right.exchange.sent(), right.exchange.seen()));
    }
    let mut last = None;
    for (name, what) in wrong {
        let mut values = right.parents.clone();
        values.push(name.clone());
        let exchange = call_on(stage, number, &values, Some(&right.sent), &[])?;
        // Some systems look for a route before they look at what a name is made of.
        let routed = expected.is_empty() && matches!(exchange.answer.status, 404 | 405 | 414);
        if let Some(reason) = judged(stage, &exchange, expected, None)?.filter(|_| !routed) {
            return Ok(
                Outcome::refuted(format!("with a name {what}, {reason}")).resting_on(target, &exchange)
            );
        }
        last = Some(exchange);
    }
    let Some(last) = last else { return Err(Outcome::unproven("nothing was tried")) };
    let reason = format!("{} names of another form were refused", wrong.len());
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &last))
}

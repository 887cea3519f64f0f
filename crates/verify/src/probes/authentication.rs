//! What needs a key is refused without one.

mod statement;

use crate::api::{
    Access, Fault, Operation, is_open_by_convention, is_uuid, misplaced_keys, place, unknown_like, wrong_keys,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use statement::Said;

/// What needs a key is refused without one.
pub const PROBE: Probe = Probe {
    name: "authentication",
    summary: "What needs a key is refused without one, and to a wrong one",
    documentation: "\
Takes every endpoint that needs a key, token or role, and statements such as \"API returns 401 without key\" or \"unauthenticated requests are \
refused\". Such a statement is held against all endpoints that need a key, or against those below the path that it names; where the \
specification says of no endpoint who may call it, against all but those that are open by convention (health, login, docs …).

Needs a target. A wrong key is made from the headers of a role, or from the header that the specification names.

Calls each endpoint with its documented request, on an object of its own, without any role's headers, and then with a key that nobody gave \
out. An answer of success refutes, and so does a server error. So does any other status than 401 to a call without a key where the \
specification speaks of 401; where it does not, and to a wrong key, 403 or a redirect to a login will do. A known key in the query string, \
in another header and in a cookie has to be refused as well; that it lets in refutes only where the specification says that nothing but its one place counts.",
    kinds: &[Kind::Endpoint, Kind::Check, Kind::Requirement, Kind::Exception, Kind::Scenario, Kind::Step],
    claims,
};

/// How a caller fails to show who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    NoKey,
    WrongKey,
}

impl Lack {
    fn said(self) -> &'static str {
        match self {
            Lack::NoKey => "without a key",
            Lack::WrongKey => "with a key that nobody gave out",
        }
    }
}

fn claims(context: &ItemContext) -> Vec<Claim> {
    match context.item.kind {
        Kind::Endpoint => of_endpoint(context),
        _ => of_statement(context),
    }
}

fn of_endpoint(context: &ItemContext) -> Vec<Claim> {
    let Some((number, operation)) = context.facts.api.of_item(context.number, &context.item.id) else {
        return Vec::new();
    };
    if !operation.access.needs_key() {
        return Vec::new();
    }
    let speaks_of_401 = context.spec.text().contains("401");
    let claim = |lack: Lack| {
        // That an endpoint needs a key does not say how a wrong one is told from one without the right.
        let strict = speaks_of_401 && lack == Lack::NoKey;
        let status = if strict { "401" } else { "401 or 403" };
        let title = format!("{} answers {status} {}", operation.title(), lack.said());
        Claim::new(title, Needs::Target, move |stage| {
            let outcome = refuse(stage, number, lack, strict).map(|(outcome, _)| outcome);
            outcome.unwrap_or_else(|outcome| outcome)
        })
    };
    let exclusive = statement::is_exclusive(context.spec.text());
    let title = format!("{} answers 401 with a key in the wrong place", operation.title());
    let misplaced = Claim::new(title, Needs::Target, move |stage| {
        refuse_misplaced(stage, number, exclusive).unwrap_or_else(|outcome| outcome)
    });
    vec![claim(Lack::NoKey), claim(Lack::WrongKey).minor(), misplaced.minor()]
}

/// Calls an operation with a key that is known, in places where it does not belong.
fn refuse_misplaced(stage: &Stage, number: usize, exclusive: bool) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    let roles = crate::api::actors(target, operation)?;
    let Some(role) = roles.into_iter().flatten().next() else {
        return Err(Outcome::blocked("abide.toml knows nobody who may call it"));
    };
    let values = match place(stage, operation) {
        Ok(placed) => placed.values,
        Err(outcome) if outcome.inconclusive => return Err(outcome),
        Err(_) => operation.path.parameters().map(|_| stand_in(operation)).collect(),
    };
    let body = operation.request.as_ref().and_then(|body| body.json());
    let call = operation.call(operation.fill(&values, target.client.base_path()), body);
    let (mut open, mut last) = (None, None);
    for (place, call) in misplaced_keys(role, &call) {
        let exchange = stage.call(&call)?;
        let status = exchange.answer.status;
        let answered = format!("with the key {place}, it answered {}", status_line(status));
        match status {
            429 => {
                return Err(Outcome::inconclusive(format!(
                    "{answered}: the target limits how often it may be called"
                )));
            }
            200..=299 if exclusive => return Ok(Outcome::refuted(answered).resting_on(target, &exchange)),
            401 | 403 => last = Some(exchange),
            200..=299 => {
                let reason = format!("{answered}; the specification neither allows nor excludes it");
                open.get_or_insert(Outcome::unproven(reason).resting_on(target, &exchange));
            }
            _ => {
                open.get_or_insert(Outcome::unproven(answered).resting_on(target, &exchange));
            }
        }
    }
    match (open, last) {
        (Some(open), _) => Err(open),
        (None, Some(exchange)) => {
            let reason = "a key in the query string, in another header and in a cookie counts as none";
            Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
        }
        (None, None) => Err(Outcome::unproven("the role has no key that could stand elsewhere")),
    }
}

fn of_statement(context: &ItemContext) -> Vec<Claim> {
    // A check with a command of its own says how it is to be tried.
    if context.item.text_field("command").is_some() {
        return Vec::new();
    }
    let api = &context.facts.api;
    let kind = context.item.kind;
    // A heading states what is said below it: each sentence of a requirement, a scenario as a whole.
    let below = || match kind {
        Kind::Requirement => api
            .within(context.number, context.item.range.start, context.item.range.end)
            .into_iter()
            .find_map(|(_, sentence)| Said::read(&sentence.text, kind)),
        Kind::Scenario => Said::read(context.spec.slice(context.item), kind),
        _ => None,
    };
    let Some(said) = Said::read(context.source(), kind).or_else(below) else { return Vec::new() };
    let governed: Vec<usize> = api
        .operations
        .iter()
        .enumerate()
        .filter(|(_, operation)| said.governs(operation))
        .map(|(number, _)| number)
        .collect();
    let any_said = governed.iter().any(|number| api.operations[*number].access.needs_key());
    let governed: Vec<usize> = governed
        .into_iter()
        .filter(|number| {
            let operation = &api.operations[*number];
            match operation.access {
                Access::Key(_) => true,
                Access::Public => false,
                // Where nothing is said about any of them, the statement itself says it.
                Access::Unknown => {
                    said.operation.is_some()
                        || said.below.is_some()
                        || (!any_said && !is_open_by_convention(&operation.path))
                }
            }
        })
        .collect();
    let scope = match governed.len() {
        0 => {
            let title = "endpoints that need a key refuse a call without one";
            return vec![Claim::settled(
                title,
                Outcome::unproven("the specification names no endpoint that needs a key"),
            )];
        }
        1 => api.operations[governed[0]].title(),
        count => format!("each of the {count} endpoints that need a key"),
    };
    let strict = said.strict;
    let lacks: Vec<Lack> = [(said.no_key, Lack::NoKey), (said.wrong_key, Lack::WrongKey)]
        .into_iter()
        .filter_map(|(said, lack)| said.then_some(lack))
        .collect();
    let how = lacks.iter().map(|lack| lack.said()).collect::<Vec<_>>().join(" or ");
    let title = format!("{scope} answers {} {how}", if strict { "401" } else { "401 or 403" });
    vec![Claim::new(title, Needs::Target, move |stage| all_refuse(stage, &governed, &lacks, strict))]
}

fn all_refuse(stage: &Stage, governed: &[usize], lacks: &[Lack], strict: bool) -> Outcome {
    let mut lines = Vec::new();
    let mut open = None;
    let mut last = None;
    for number in governed {
        for lack in lacks {
            let (outcome, exchange) = match refuse(stage, *number, *lack, strict) {
                Ok(tried) => tried,
                Err(outcome) => (outcome, None),
            };
            if outcome.is_refuted() || outcome.inconclusive {
                return outcome;
            }
            let title = stage.facts.api.operations[*number].title();
            lines.push(match &exchange {
                Some(exchange) => format!("{title} {}: {}", lack.said(), exchange.answer.status),
                None => format!("{title} {}: {}", lack.said(), outcome.reason),
            });
            if !outcome.is_proven() {
                open.get_or_insert((title, outcome));
            } else if let Some(exchange) = exchange {
                last = Some(exchange);
            }
        }
    }
    let sent = lines.join("\n");
    match (open, last) {
        (Some((title, outcome)), _) => {
            Outcome { reason: format!("{title}: {}", outcome.reason), sent, ..outcome }
        }
        (None, Some(exchange)) => {
            let proven = Outcome::proven(
                Strength::Asserted,
                format!("{} of {} endpoints refused it", governed.len(), governed.len()),
            );
            let repeat = stage.target().map(|target| target.repeat(&exchange));
            let proven = proven.showing(sent, exchange.seen());
            repeat.map_or(proven.clone(), |repeat| proven.repeated_by(repeat))
        }
        (None, None) => Outcome::unproven("no endpoint was called"),
    }
}

/// Calls an operation as somebody who cannot show who they are.
fn refuse(
    stage: &Stage,
    number: usize,
    lack: Lack,
    strict: bool,
) -> Result<(Outcome, Option<Exchange>), Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    // A real object, so that nothing but the key can be the reason to refuse; else one that may or may not be there.
    let (values, real) = match place(stage, operation) {
        Ok(placed) => (placed.values, true),
        Err(outcome) if outcome.inconclusive => return Err(outcome),
        Err(_) => (operation.path.parameters().map(|_| stand_in(operation)).collect(), false),
    };
    let body = operation.request.as_ref().and_then(|body| body.json());
    let call = operation.call(operation.fill(&values, target.client.base_path()), body);
    let keys = match lack {
        Lack::NoKey => vec![Vec::new()],
        Lack::WrongKey => wrong_keys(target, &operation.prose),
    };
    let mut last = None;
    for headers in keys {
        let exchange = stage.call(&call.clone().headers(&headers))?;
        let outcome = match lacking_challenge(stage, number, &exchange) {
            Some(header) => Outcome::refuted(format!(
                "it answered 401 {} and no `{header}` header, which the specification says to be there",
                lack.said()
            )),
            None => with_code(stage, number, &exchange, judge(&exchange, lack, strict, real)),
        };
        let outcome = outcome.resting_on(target, &exchange);
        let proven = outcome.is_proven();
        last = Some((outcome, Some(exchange)));
        if !proven {
            break;
        }
    }
    last.ok_or_else(|| {
        Outcome::blocked("neither abide.toml nor the specification says in which header a key is sent")
    })
}

/// A refusal with another code than the one that is stated for it is none.
fn with_code(stage: &Stage, number: usize, exchange: &Exchange, outcome: Outcome) -> Outcome {
    let code = stage.facts.api.wrong_code(Some(number), Fault::NoKey, &exchange.answer);
    match code.filter(|_| outcome.is_proven()) {
        Some(wrong) => Outcome::refuted(format!("{}; {wrong}", outcome.reason)),
        None => outcome,
    }
}

/// The header that a sentence says a refusal with 401 to have, where this one lacks it.
fn lacking_challenge(stage: &Stage, number: usize, exchange: &Exchange) -> Option<String> {
    let api = &stage.facts.api;
    let said = api.about(number).filter(|sentence| {
        let mut parts = sentence.plain.split([';', '.']);
        let has = |part: &str, words: &[&str]| words.iter().any(|word| crate::api::has_phrase(part, word));
        parts.any(|part| {
            part.contains("www-authenticate")
                && has(part, &["401"])
                && has(part, &["with", "carries", "includes", "has", "contains", "header"])
                && !has(part, &["may", "optional", "optionally", "if present"])
        })
    });
    let named = said.flat_map(|sentence| sentence.codes());
    let mut headers = named.map(|code| code.split(':').next().unwrap_or_default().trim());
    let header = headers.find(|header| header.eq_ignore_ascii_case("www-authenticate"))?;
    let answer = &exchange.answer;
    (answer.status == 401 && answer.header(header).is_none()).then(|| header.to_owned())
}

fn stand_in(operation: &Operation) -> String {
    let example = operation
        .success()
        .and_then(|success| success.example.as_ref()?.json()?.get("id")?.as_str().map(str::to_owned));
    match example.filter(|id| is_uuid(id)) {
        Some(id) => unknown_like(&id, 0),
        None => "1".to_owned(),
    }
}

fn judge(exchange: &Exchange, lack: Lack, strict: bool, real: bool) -> Outcome {
    let answer = &exchange.answer;
    let answered = format!("it answered {} {}", status_line(answer.status), lack.said());
    match answer.status {
        401 => Outcome::proven(Strength::Asserted, answered),
        200..=299 => Outcome::refuted(answered),
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        403 if !strict => Outcome::proven(Strength::Asserted, answered),
        300..=399 if !strict => match answer
            .header("location")
            .is_some_and(|location| location.contains("login") || location.contains("sign"))
        {
            true => Outcome::proven(Strength::Asserted, format!("{answered} and leads to a login")),
            false => Outcome::unproven(format!("{answered}, which neither serves nor refuses")),
        },
        404 if !real => Outcome::unproven(format!("{answered}, and no object is known that is there")),
        500..=599 => Outcome::refuted(format!("{answered}, which is no refusal")),
        _ if strict => Outcome::refuted(format!("{answered}, documented as 401")),
        _ => Outcome::unproven(format!("{answered}, which is not clearly a refusal")),
    }
}

#[cfg(test)]
mod tests;

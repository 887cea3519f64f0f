//! What breaks a stated rule is refused, as stated, and never breaks the system.

mod bounded;
mod deed;
mod edge;
mod empty;
mod members;
mod named;
mod raw;
mod relations;

use crate::api::{Body, Fault, Resource, Sentence, stated};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Exchange, status_line};
use crate::pattern::pattern;
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_model::Kind;
use members::{required, unheard_of, values};
use raw::{headers, malformed};
use serde_json::Value;

/// What breaks a stated rule is refused.
pub const PROBE: Probe = Probe {
    name: "rejection",
    summary: "Requests that break a stated rule are refused as stated, and never break the system",
    documentation: "\
Takes the endpoints that take a body, the fields with stated types and bounds, and the requirements and checks that speak of refusals. Needs a target, and the headers of \
roles that may call the endpoints.

A request that is accepted is sent again with one thing wrong about it: a required member left out, a member of another type, a number or a length beyond its stated bounds, a word that is not \
among those stated, too few or too many elements, the same within an object or the first element of a list, a moment that does not stand to another one or to the present as it is said to, a member that nothing defines (where that is said to be refused), a name in the path of another form than the stated one (where clients choose the names of new objects), a body that is no JSON, one of another media type or larger than the stated limit, and an empty object (where that is said to be refused).

Refuted is a request that breaks a stated rule and is answered with success; any answer of 5xx; a status other than the stated ones, where the specification states which; and an error without the \
stated body. A bound of a database column (`varchar(80)`) is none of the interface.",
    kinds: &[Kind::Endpoint, Kind::Field, Kind::Requirement, Kind::Check, Kind::Scenario, Kind::Step, Kind::Exception],
    claims,
};

/// Operations that one sentence is tried on.
const MOST: usize = 4;

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    match context.item.kind {
        Kind::Endpoint => {
            let Some((number, _)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
            let Some(resource) = writes(context, number) else {
                return deed::values(context, number).map(Claim::minor).into_iter().collect();
            };
            let mut claims = vec![malformed(context, number)];
            claims.extend(values(context, resource, number, None));
            claims.extend(required(context, resource, number, None));
            claims.extend(headers(context, number, &api.about(number).collect::<Vec<_>>()));
            let undefined = api.about(number).find(|sentence| refuses_undefined(sentence));
            claims.extend(undefined.map(|sentence| unheard_of(context, resource, number, sentence)));
            claims.extend(named::names(context, number));
            let empty = api.about(number).find_map(|sentence| empty::of_sentence(context, number, sentence));
            claims.extend(empty);
            claims.into_iter().map(Claim::minor).collect()
        }
        Kind::Field => {
            let Some((entity, name)) = context.item.key.rsplit_once('.') else { return Vec::new() };
            let of = |resource: &&Resource| resource.is_of(entity);
            let Some(resource) = api.resources.iter().find(of) else { return Vec::new() };
            let Some(number) = resource.create else { return Vec::new() };
            let stated = values(context, resource, number, Some(name));
            stated
                .into_iter()
                .chain(required(context, resource, number, Some(name)))
                .map(Claim::minor)
                .collect()
        }
        _ => of_sentences(context),
    }
}

/// The resource of an operation that takes a body to make or change an object.
fn writes<'a>(context: &'a ItemContext, number: usize) -> Option<&'a Resource> {
    let api = &context.facts.api;
    let resource = api.resource_of(number)?;
    let body = api.operations[number].request.as_ref().and_then(Body::json).is_some_and(Value::is_object);
    (body && (resource.create == Some(number) || resource.updates.contains(&number))).then_some(resource)
}

fn of_sentences(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let mut claims = Vec::new();
    for (_, sentence) in api.within(context.number, range.start, range.end) {
        claims.extend(relations::relations(context, sentence));
        claims.extend(edge::of_sentence(context, sentence));
        claims.extend(bounded::of_sentence(api, sentence));
        let invalid = !stated(sentence, Fault::Invalid).is_empty();
        let broken = !stated(sentence, Fault::Malformed).is_empty();
        let undefined = refuses_undefined(sentence);
        let concerned = (0..api.operations.len()).filter(|number| {
            sentence.concerns(&api.resources, &api.operations[*number], *number)
                && writes(context, *number).is_some()
        });
        for number in concerned.take(MOST) {
            let Some(resource) = writes(context, number) else { continue };
            if invalid {
                claims.extend(values(context, resource, number, None));
                claims.extend(required(context, resource, number, None));
            }
            if broken {
                claims.push(malformed(context, number));
            }
            if undefined {
                claims.push(unheard_of(context, resource, number, sentence));
            }
            claims.extend(headers(context, number, &[sentence]));
            claims.extend(empty::of_sentence(context, number, sentence));
        }
    }
    claims
}

// "fields that are not known", "a field it does not know"
pattern!(
    NOT_KNOWN,
    r"\b(?:fields?|members?|propert(?:y|ies))\s+(?:(?:that|which)\s+)?(?:(?:is|are)\s+not\s+(?:known|recogni[sz]ed)|(?:it|they|the \w+)\s+do(?:es)?\s+not\s+know|nobody\s+knows)"
);

fn refuses_undefined(sentence: &Sentence) -> bool {
    // "a field that is not known", "fields it does not know"
    let not_known = NOT_KNOWN.find(&sentence.plain).is_some_and(|found| {
        // "a `country` field that is not known" is about the values of one.
        let before = sentence.text.to_lowercase();
        let word = found.as_str().split_whitespace().next().unwrap_or_default();
        !before.contains(&format!("` {word}"))
    });
    (not_known
        || sentence.says(&[
            "unknown field",
            "unknown fields",
            "unknown members",
            "unknown properties",
            "does not define",
            "not defined",
            "undefined field",
            "undefined fields",
            "additional properties",
            "unexpected fields",
            "unexpected field",
            "unrecognised fields",
            "unrecognized fields",
            "extra fields",
            "extra properties",
            "extra members",
            "additional fields",
            "additional members",
            "unlisted fields",
            "unknown keys",
            "unknown key",
            "unknown property",
            "unknown member",
            "unknown attributes",
            "unknown attribute",
            "fields that are not listed",
        ]))
        && sentence.affirms(&[
            "refuse", "refused", "refuses", "reject", "rejected", "rejects", "400", "422", "error",
        ])
        && !sentence.says(&[
            "ignore",
            "ignored",
            "ignores",
            // What one may sort and filter by is no member of a body.
            "sort",
            "sorts",
            "sorting",
            "sort by",
            "filter",
            "filters",
            "filtering",
            "order by",
            "query",
            "parameter",
            "parameters",
        ])
}

fn claim(
    title: String,
    attempt: impl Fn(&Stage) -> Result<Outcome, Outcome> + Send + Sync + 'static,
) -> Claim {
    Claim::new(title, Needs::Target, move |stage| attempt(stage).unwrap_or_else(|outcome| outcome))
}

/// Values beyond what is stated of the members of a request, or of one of them.
/// What is wrong about the answer to a request that has to be refused.
fn judged(
    stage: &Stage,
    exchange: &Exchange,
    expected: &[u16],
    about: Option<(usize, Fault)>,
) -> Result<Option<String>, Outcome> {
    let status = exchange.answer.status;
    let answered = format!("it answered {}", status_line(status));
    if status == 429 {
        return Err(Outcome::inconclusive(format!(
            "{answered}: the target limits how often it may be called"
        )));
    }
    if matches!(status, 401 | 403) {
        return Err(Outcome::unproven(answered).showing(exchange.sent(), exchange.seen()));
    }
    if !(400..500).contains(&status) {
        return Ok(Some(answered));
    }
    if !expected.is_empty() && !expected.contains(&status) {
        let stated: Vec<String> = expected.iter().map(|status| status_line(*status)).collect();
        return Ok(Some(format!("{answered}, stated as {}", stated.join(" or "))));
    }
    let api = &stage.facts.api;
    let lacking = about.and_then(|(number, fault)| {
        api.misshapen(&exchange.answer).or_else(|| api.wrong_code(Some(number), fault, &exchange.answer))
    });
    Ok(lacking.map(|lacking| format!("{answered}; {lacking}")))
}

#[cfg(test)]
mod tests;

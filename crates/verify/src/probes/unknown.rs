//! What is not there is not found: unknown ids, paths and methods, and the body of all errors.

use crate::api::{
    Body, Fault, Named, Resource, Sentence, call_as_allowed, operation_in, operations_of, place, stated,
    unknown_like,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::{Call, Exchange, status_line};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;

/// What is not there is not found.
pub const PROBE: Probe = Probe {
    name: "unknown",
    summary: "Unknown ids, paths and methods are answered as stated, with the stated body",
    documentation: "\
Takes the endpoints whose path names an object, and the requirements, checks and error cases that speak of what is not found, of methods, or of the body of all errors. Needs a target, and the \
headers of a role that may call the endpoints.

An id of the same form that nothing has is put into the path; a path that nothing documents is called; and a method that nothing documents at a documented path, only on systems that the run has \
started itself.

Refuted is success and any 5xx for an unknown id where 404 is stated, or where the specification states no other answer and the endpoint reads an object; another status than the stated one; and an \
error without the stated body.",
    kinds: &[Kind::Endpoint, Kind::Requirement, Kind::Check, Kind::Scenario, Kind::Exception, Kind::Step],
    claims,
};

/// Operations that one sentence is tried on.
const MOST: usize = 6;

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    if context.item.kind == Kind::Endpoint {
        let Some((number, operation)) = api.of_item(context.number, &context.item.id) else {
            return Vec::new();
        };
        let mut claims = Vec::new();
        let documented = operation.responses.iter().any(|response| matches!(response.status, 404 | 410));
        let expected = api.refusals(number, Fault::UnknownId);
        if operation.home().parameters().next().is_some()
            && !documented
            && (!expected.is_empty() || operation.method == "GET")
        {
            claims.push(unknown_id(context, number, expected));
        }
        claims.extend(unknown_name(context, number));
        let methods: Vec<u16> =
            api.about(number).flat_map(|sentence| stated(sentence, Fault::Method)).collect();
        let first = api.operations.iter().position(|other| other.path.same(&operation.path)) == Some(number);
        if first && !methods.is_empty() {
            claims.push(method(context, number));
        }
        return claims.into_iter().map(Claim::minor).collect();
    }
    let range = context.item.range;
    let mut claims = Vec::new();
    for (_, sentence) in api.within(context.number, range.start, range.end) {
        claims.extend(of_sentence(context, sentence));
    }
    claims
}

fn of_sentence(context: &ItemContext, sentence: &Sentence) -> Vec<Claim> {
    let api = &context.facts.api;
    let concerned = || {
        (0..api.operations.len())
            .filter(|number| sentence.concerns(&api.resources, &api.operations[*number], *number))
    };
    let mut claims = Vec::new();
    let path = stated(sentence, Fault::UnknownPath);
    if !path.is_empty() && !api.operations.is_empty() {
        claims
            .push(claim("an unknown path is not found".to_owned(), move |stage| unknown_path(stage, &path)));
    }
    let ids = stated(sentence, Fault::UnknownId);
    if !ids.is_empty() {
        let item = |number: &usize| api.operations[*number].home().parameters().next().is_some();
        let numbers = deeds(context, sentence).unwrap_or_else(|| concerned().collect());
        let numbers = numbers.into_iter().filter(item).take(MOST);
        claims.extend(numbers.map(|number| unknown_id(context, number, ids.clone())));
    }
    if !stated(sentence, Fault::Method).is_empty() {
        let first = |number: &usize| {
            let path = &api.operations[*number].path;
            api.operations.iter().position(|other| other.path.same(path)) == Some(*number)
        };
        claims.extend(concerned().filter(first).take(MOST).map(|number| method(context, number)));
    }
    claims.extend(named_method(context, sentence));
    let shape = sentence.says(&[
        "shape",
        "body",
        "format",
        "envelope",
        "structure",
        "look like",
        "looks like",
        "schema",
        "object",
    ]) && sentence.says(&[
        "every error",
        "all errors",
        "errors",
        "every failure",
        "error responses",
        "error response",
        "each error",
    ]) && !sentence.says(&["not", "never"]);
    if shape && api.error_shape.is_some() {
        claims.push(claim("errors have the stated body".to_owned(), errors_have_the_body));
    }
    claims
}

/// The operations that a sentence names by what is done: "if the plot does not exist, leasing it answers 404"; none where it
/// names no deed.
fn deeds(context: &ItemContext, sentence: &Sentence) -> Option<Vec<usize>> {
    const NO_DEEDS: &[&str] =
        &["nothing", "anything", "everything", "something", "following", "being", "missing", "existing"];
    let api = &context.facts.api;
    let plain = sentence.plain.trim_start_matches(['-', '*', ' ']);
    let conditional =
        ["if ", "when ", "for ", "where ", "as long as "].iter().any(|start| plain.starts_with(start));
    let (_, rest) = plain.split_once(", ").filter(|_| conditional)?;
    let end = [" answers", " gives", " returns", " is ", " yields", " results", " gets", " fails"];
    let end = end.iter().filter_map(|word| rest.find(word)).min()?;
    let words = words::words(rest.get(..end)?);
    let deeds: Vec<&String> =
        words.iter().filter(|word| word.ends_with("ing") && !NO_DEEDS.contains(&word.as_str())).collect();
    if deeds.is_empty() {
        return None;
    }
    let resources = api.resources_of(sentence);
    let actions = deeds
        .iter()
        .flat_map(|deed| words::bases(deed))
        .flat_map(|verb| resources.iter().map(move |resource| format!("{verb} {}", resource.name)));
    let mut found: Vec<usize> =
        actions.filter_map(|action| operations_of(api, context.number, &action).ok()).flatten().collect();
    found.sort_unstable();
    found.dedup();
    Some(found)
}

fn claim(
    title: String,
    attempt: impl Fn(&Stage) -> Result<Outcome, Outcome> + Send + Sync + 'static,
) -> Claim {
    Claim::new(title, Needs::Target, move |stage| attempt(stage).unwrap_or_else(|outcome| outcome))
}

fn unknown_id(context: &ItemContext, number: usize, expected: Vec<u16>) -> Claim {
    let title = format!("{} does not find an unknown id", context.facts.api.operations[number].title());
    let shape = context.item.kind == Kind::Endpoint;
    claim(title, move |stage| {
        let target = stage.target()?;
        let exchange = call_unknown(stage, number)?;
        let status = exchange.answer.status;
        let answered = format!("with an unknown id, it answered {}", status_line(status));
        let reads = stage.facts.api.operations[number].method == "GET";
        let outcome = match status {
            404 | 410 if expected.is_empty() || expected.contains(&status) => {
                match shape.then(|| wrong(stage, number, Fault::UnknownId, &exchange)).flatten() {
                    Some(lacking) => Outcome::refuted(format!("{answered}; {lacking}")),
                    None => Outcome::proven(Strength::Asserted, answered),
                }
            }
            429 => return Err(Outcome::inconclusive(answered)),
            401 | 403 => return Err(Outcome::unproven(answered).showing(exchange.sent(), exchange.seen())),
            500..=599 => Outcome::refuted(answered),
            _ if !expected.is_empty() && (exchange.answer.is_success() || reads) => {
                Outcome::refuted(format!(
                    "{answered}, stated as {}",
                    expected.iter().map(|status| status_line(*status)).collect::<Vec<_>>().join(" or ")
                ))
            }
            200..=299 if reads && makes(stage, number) => Outcome::refuted(answered),
            _ => return Err(Outcome::unproven(answered).showing(exchange.sent(), exchange.seen())),
        };
        Ok(outcome.resting_on(target, &exchange))
    })
}

/// A name in the path that has to be that of somebody, or of something that is there: "a user that nobody knows gets 404".
fn unknown_name(context: &ItemContext, number: usize) -> Option<Claim> {
    let api = &context.facts.api;
    let key = api.key_of(number).filter(|key| key.named != Named::Freely)?;
    let name = key.name.to_lowercase();
    let bare = name.trim_end_matches("_id").trim_end_matches("id").trim_end_matches("name").to_owned();
    let says = |sentence: &&Sentence| {
        sentence.cells.is_empty()
            && sentence.says(&[name.as_str(), bare.as_str()])
            && sentence.says(&[
                "does not know",
                "doesn't know",
                "unknown",
                "not known",
                "no such",
                "does not exist",
                "not exist",
                "nobody knows",
            ])
    };
    // Whatever else it names, a sentence that begins with them is about them.
    let begins = |sentence: &&Sentence| {
        let plain = sentence.plain.trim_start().trim_start_matches(['-', '*', ' ']);
        let starts = ["a ", "an ", "any ", "unknown ", "an unknown ", "the "];
        api.share(sentence.spec, context.number)
            && starts
                .iter()
                .any(|start| plain.strip_prefix(start).is_some_and(|rest| rest.starts_with(bare.as_str())))
    };
    let concerned = api.about(number).chain(api.sentences.iter().filter(begins));
    let beside = |sentence: &Sentence| {
        crate::api::stated_beside(sentence, &["know", "unknown", "known", "no such", "exist"])
    };
    let mut stated: Vec<u16> = concerned.filter(says).flat_map(beside).collect();
    stated.retain(|status| matches!(status, 400 | 404 | 409 | 422));
    stated.sort_unstable();
    stated.dedup();
    let [status] = stated.as_slice() else { return None };
    let status = *status;
    let title =
        format!("{} does not take a {{{}}} that nobody knows", api.operations[number].title(), key.name);
    Some(claim(title, move |stage| {
        let target = stage.target()?;
        let operation = &stage.facts.api.operations[number];
        let right = crate::api::create(stage, number, &[], &|_| {})?;
        let Some(known) = right.key.clone().filter(|_| right.exchange.answer.is_success()) else {
            let reason = "already a name that is known was refused";
            return Err(Outcome::unproven(reason).showing(right.exchange.sent(), right.exchange.seen()));
        };
        let mut values = right.parents.clone();
        values.truncate(operation.home().parameters().count());
        values.push(unknown_like(&known, stage.shared.seed));
        let exchange = crate::api::call_on(stage, number, &values, Some(&right.sent), &[])?;
        let answered =
            format!("with a name that nobody has, it answered {}", status_line(exchange.answer.status));
        let outcome = match exchange.answer.status {
            answered_with if answered_with == status => Outcome::proven(Strength::Asserted, answered),
            200..=299 | 500..=599 | 400..=422 => {
                Outcome::refuted(format!("{answered}, stated as {}", status_line(status)))
            }
            _ => Outcome::unproven(answered),
        };
        Ok(outcome.resting_on(target, &exchange))
    }))
}

/// What is wrong about the body of a refusal.
fn wrong(stage: &Stage, number: usize, fault: Fault, exchange: &Exchange) -> Option<String> {
    let api = &stage.facts.api;
    api.misshapen(&exchange.answer).or_else(|| api.wrong_code(Some(number), fault, &exchange.answer))
}

/// Whether the objects of an operation's path are made through the API, so that an id that was never given out is known to be unknown.
fn makes(stage: &Stage, number: usize) -> bool {
    let api = &stage.facts.api;
    let is = |resource: &Resource| resource.create.is_some();
    api.resource_of(number).is_some_and(|resource| resource.read == Some(number) && is(resource))
}

fn call_unknown(stage: &Stage, number: usize) -> Result<Exchange, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let mut placed = place(stage, operation)?;
    // What a client names itself need not be there; what it stands below has to.
    let at = operation.home().parameters().count().max(1) - 1;
    let at = if operation.keyed { at } else { placed.values.len().max(1) - 1 };
    let Some(value) = placed.values.get_mut(at) else { return Err(Outcome::unproven("its path has no id")) };
    *value = unknown_like(value, stage.shared.seed);
    let body = operation.request.as_ref().and_then(Body::json).map(|body| placed.current(body));
    let path = operation.fill(&placed.values, stage.target()?.client.base_path());
    let mut call = operation.call(path, body.as_ref());
    if stage.facts.api.about(number).any(|sentence| sentence.says(&["if-match"])) && !operation.is_safe() {
        call = call.headers(&[("If-Match".to_owned(), "\"1\"".to_owned())]);
    }
    call_as_allowed(stage, operation, &call).map(|(exchange, _)| exchange)
}

fn call_nowhere(stage: &Stage) -> Result<Exchange, Outcome> {
    let target = stage.target()?;
    let operations = &stage.facts.api.operations;
    let Some(operation) =
        operations.iter().find(|operation| operation.access.needs_key()).or(operations.first())
    else {
        return Err(Outcome::unproven("no endpoint is documented"));
    };
    // Beside a documented path, since what lies elsewhere may belong to somebody else.
    let known = operation.path.prefix(1).fill(&[]);
    let base = target.client.base_path();
    let known = known
        .strip_prefix(base)
        .filter(|rest| !base.is_empty() && rest.starts_with('/'))
        .unwrap_or(&known)
        .to_owned();
    let parts = operation.path.segments().len();
    let path =
        if parts > 1 { format!("{known}/abide-no-such-path") } else { "/abide-no-such-path".to_owned() };
    call_as_allowed(stage, operation, &Call::new("GET", path)).map(|(exchange, _)| exchange)
}

fn unknown_path(stage: &Stage, expected: &[u16]) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let exchange = call_nowhere(stage)?;
    let status = exchange.answer.status;
    let answered = format!("at a path that nothing documents, it answered {}", status_line(status));
    let outcome = match expected.contains(&status) {
        true => Outcome::proven(Strength::Asserted, answered),
        false => Outcome::refuted(answered),
    };
    Ok(outcome.resting_on(target, &exchange))
}

fn method(context: &ItemContext, number: usize) -> Claim {
    let path = context.facts.api.operations[number].path.to_string();
    let shape = context.item.kind == Kind::Endpoint;
    claim(format!("{path} takes no method that is not documented"), move |stage| {
        let target = stage.target()?;
        let exchange = call_other_method(stage, number)?;
        let status = exchange.answer.status;
        let answered = format!("{} was answered with {}", exchange.method, status_line(status));
        let outcome = if matches!(status, 401 | 403) {
            // Who may call what nothing documents is not said.
            Outcome::unproven(answered)
        } else if status != 405 {
            Outcome::refuted(answered)
        } else {
            let said =
                || stage.facts.api.about(number).filter(|sentence| sentence.codes().contains(&"Allow"));
            let lists = said().any(|sentence| sentence.says(LISTS_METHODS));
            let allow = lists || said().any(|sentence| sentence.says(&["405"]));
            let missing = || unlisted(stage, number, &exchange).filter(|_| lists);
            match shape.then(|| wrong(stage, number, Fault::Method, &exchange)).flatten() {
                Some(lacking) => Outcome::refuted(format!("{answered}; {lacking}")),
                None => match (exchange.answer.header("allow"), missing()) {
                    (None, _) if allow => Outcome::refuted(format!("{answered}, without the header Allow")),
                    (_, Some(missing)) => {
                        Outcome::refuted(format!("{answered}, and Allow does not list {missing}"))
                    }
                    (Some(methods), None) if lists => {
                        Outcome::proven(Strength::Asserted, format!("{answered}, and Allow lists {methods}"))
                    }
                    _ => Outcome::proven(Strength::Asserted, answered),
                },
            }
        };
        Ok(outcome.resting_on(target, &exchange))
    })
}

/// A method that a sentence says a documented path not to take: "`PUT /nets` is answered with `405`".
fn named_method(context: &ItemContext, sentence: &Sentence) -> Option<Claim> {
    let api = &context.facts.api;
    let (method, path) = operation_in(&sentence.text)?;
    let plain = sentence.plain.as_str();
    if sentence.error_statuses() != [405] || hedge::is_conditional(plain) || hedge::is_done_elsewhere(plain) {
        return None;
    }
    let number = api.at_path(&path, |_| true)?;
    let home = &api.operations[number].path;
    let documented = api.operations.iter().any(|other| other.method == method && other.path.same(home));
    (!documented).then(|| {
        claim(format!("{method} {} answers 405", api.operations[number].path), move |stage| {
            let (target, operation) = (stage.target()?, &stage.facts.api.operations[number]);
            if !target.is_our_own() {
                return Err(Outcome::blocked(
                    "methods that nothing documents are only tried on a system that the run has started",
                ));
            }
            let path = operation.fill(&place(stage, operation)?.values, target.client.base_path());
            let (exchange, _) = call_as_allowed(stage, operation, &Call::new(&method, path))?;
            let answered = format!("it answered {}", status_line(exchange.answer.status));
            let outcome = match exchange.answer.status {
                405 => Outcome::proven(Strength::Asserted, answered),
                429 => return Err(Outcome::inconclusive(answered)),
                // Who may call what nothing documents is not said.
                401 | 403 => Outcome::unproven(answered),
                _ => Outcome::refuted(answered),
            };
            Ok(outcome.resting_on(target, &exchange))
        })
    })
}

/// What a sentence says of the header Allow that it names the methods which the path has.
const LISTS_METHODS: &[&str] = &[
    "lists the methods",
    "listing the methods",
    "names the methods",
    "naming the methods",
    "lists the supported methods",
    "listing the supported methods",
    "names the supported methods",
    "lists the allowed methods",
    "listing the allowed methods",
    "names the allowed methods",
    "with the methods",
    "with the allowed methods",
    "with the supported methods",
];

/// A method that is documented for the path and that the header Allow leaves out.
fn unlisted(stage: &Stage, number: usize, exchange: &Exchange) -> Option<String> {
    let api = &stage.facts.api;
    let path = &api.operations[number].path;
    let allow = exchange.answer.header("allow")?.to_uppercase();
    let listed: Vec<&str> = allow.split(',').map(str::trim).collect();
    let here = api.operations.iter().filter(|other| other.path.same(path));
    here.map(|other| other.method.clone()).find(|method| !listed.contains(&method.as_str()))
}

fn call_other_method(stage: &Stage, number: usize) -> Result<Exchange, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    if !target.is_our_own() {
        return Err(Outcome::blocked(
            "methods that nothing documents are only tried on a system that the run has started",
        ));
    }
    let documented = |method: &str| {
        api.operations.iter().any(|other| other.method == method && other.path.same(&operation.path))
    };
    let Some(method) = ["PUT", "PATCH", "DELETE", "POST"].into_iter().find(|method| !documented(method))
    else {
        return Err(Outcome::unproven("every usual method is documented"));
    };
    let values = place(stage, operation)?.values;
    let path = operation.fill(&values, target.client.base_path());
    let call = Call::new(method, path);
    let (exchange, _) = call_as_allowed(stage, operation, &call)?;
    // Whoever calls may be looked at before what is called: then whoever is known is told.
    let known = target.roles.iter().find(|role| role.lacking.is_none());
    match known.filter(|_| exchange.answer.status == 401) {
        Some(role) => stage.call(&call.headers(&role.headers)),
        None => Ok(exchange),
    }
}

/// Several sorts of errors, all with the stated body.
fn errors_have_the_body(stage: &Stage) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let mut tried: Vec<Exchange> = Vec::new();
    let mut note = |exchange: Result<Exchange, Outcome>| match exchange {
        Ok(exchange) => {
            tried.push(exchange);
            Ok(())
        }
        Err(outcome) if outcome.inconclusive => Err(outcome),
        Err(_) => Ok(()),
    };
    note(call_nowhere(stage))?;
    for resource in &api.resources {
        for number in [resource.read, resource.delete].into_iter().flatten() {
            note(call_unknown(stage, number))?;
        }
        if let Some(number) = resource.create {
            let operation = &api.operations[number];
            let path = operation.fill(&[], target.client.base_path());
            let mut call = Call::new(&operation.method, path);
            call.body = Some(("{\"abide\": ".to_owned(), "application/json".to_owned()));
            if operation.path.parameters().next().is_none() {
                note(call_as_allowed(stage, operation, &call).map(|(exchange, _)| exchange))?;
                note(stage.call(&call))?;
            }
        }
        if let Some(number) = resource.list.or(resource.read) {
            note(call_other_method(stage, number))?;
        }
    }
    tried.retain(|exchange| (400..500).contains(&exchange.answer.status) && exchange.answer.status != 429);
    for exchange in &tried {
        if let Some(lacking) = api.misshapen(&exchange.answer) {
            let reason = format!(
                "{} was answered with {}: {lacking}",
                exchange.title(),
                status_line(exchange.answer.status)
            );
            return Ok(Outcome::refuted(reason).resting_on(target, exchange));
        }
    }
    match tried.last() {
        Some(last) => {
            let mut statuses: Vec<u16> = tried.iter().map(|exchange| exchange.answer.status).collect();
            statuses.sort_unstable();
            statuses.dedup();
            let reason = format!("{} errors with the statuses {statuses:?} have it", tried.len());
            Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, last))
        }
        None => Err(Outcome::unproven("no error could be brought about")),
    }
}

#[cfg(test)]
mod tests;

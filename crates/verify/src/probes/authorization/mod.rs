//! Each role can do what the specification allows it, and nothing of what it denies.

mod asked_for;
mod belonging;
mod by_state;
mod callers;
mod cell;
mod field_seen;
mod lets;
mod moved;
mod own;
mod prose;
mod reserved;
mod said;
mod seen;
mod trial;

use crate::api::{Access, Api, Denial, Meant, Operation, caller, meant, same_role};
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;
use cell::{Cell, Right};

/// Each role can do what the specification allows it, and nothing of what it denies.
pub const PROBE: Probe = Probe {
    name: "authorization",
    summary: "Each role can do what it may, is refused what it may not, and does not reach what is another's",
    documentation: "\
Takes every permission (a cell of a matrix, a line of a roles table, \"Admins can …\"), every endpoint that names the roles that may call it, and \
statements such as \"only managers may delete orders\" or \"403 for what a role may not do\".

Needs a target, and for each role that the specification names its headers in `abide.toml`. A role that stands for callers without a key \
(guest, anonymous, public) needs none. Two keys of one role, as `customer_a` and `customer_b`, let it try what one customer can do with what belongs \
to another; otherwise somebody of another role who may make such an object stands in.

The operation is the one that the statement names, or the one that its verb and its noun mean: \"delete orders\" is `DELETE /orders/{id}`. Where that is not \
certain, the permission stays unproven and says so. Each trial works on objects of its own, made by the role itself where it may, and sends the documented \
request. What is allowed has to be answered with success. What is denied has to be answered with 403, or with 404 where the specification hides in that way \
what is not for everybody, and the object is read again: it has to be as it was. For \"own only\" the role has to succeed on an object that it made, and to \
fail on one that another made; a list must not name the latter. What is kept from a role in some state (\"hide drafts from readers\", \"read drafts: no\") is brought into it: the role \
must not read it, nor find it in its list. A member that is shown to some alone (\"shown to editors only\") is given a value, and looked at as each role.

An answer of success to somebody who may not refutes, and so does a refusal of somebody who may. Another refusal than the stated one refutes only where the \
same request succeeds for a role that may. Conditions that nothing here brings about, and contradictions, are left unproven.",
    kinds: &[Kind::Permission, Kind::Endpoint, Kind::Requirement, Kind::Check, Kind::Exception, Kind::Scenario, Kind::Step, Kind::Field],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    match context.item.kind {
        Kind::Permission => {
            let cells = cell::of_permission(&context.facts.api, (context.number, context.spec), context.item);
            let range = context.item.range;
            // One statement may be read as the rights of several.
            let same = |other: &&abide_model::Item| other.range == range;
            let first = context
                .spec
                .of_kind(Kind::Permission)
                .find(same)
                .is_some_and(|item| item.id == context.item.id);
            let seen = if first { seen::claims(context, range.start, range.end) } else { Vec::new() };
            let mut claims: Vec<Claim> = cells.into_iter().flat_map(|cell| of_cell(context, cell)).collect();
            if first && claims.is_empty() {
                claims.extend(by_state::claims(context, range.start, range.end));
            }
            claims.into_iter().chain(seen).collect()
        }
        Kind::Endpoint => of_endpoint(context),
        Kind::Field => field_seen::of_field(context),
        Kind::Scenario => of_scenario(context),
        _ => of_statement(context),
    }
}

/// The claims of one cell: one for each role and operation.
fn of_cell(context: &ItemContext, cell: Cell) -> Vec<Claim> {
    let api = &context.facts.api;
    let who = cell.names.join(", ");
    let operations = match &cell.operations {
        Ok(operations) => operations,
        Err(reason) => {
            let may = match cell.right {
                Right::May => Some(true),
                Right::MayNot => Some(false),
                _ => None,
            };
            let seen = may.map(|may| by_state::of_action(context, &cell.action, &cell.names, may));
            if let Some(seen) = seen.filter(|seen| !seen.is_empty()) {
                return seen;
            }
            let moved = moved::of_cell(api, &cell);
            if !moved.is_empty() {
                return moved;
            }
            let title = format!("{who}: {}", cell.action);
            return vec![Claim::settled(title, Outcome::unproven(reason.clone()))];
        }
    };
    let mut claims = Vec::new();
    for name in &cell.names {
        for number in operations {
            claims.push(of_pair(context, api, name, *number, &cell.right));
        }
    }
    claims
}

fn of_pair(context: &ItemContext, api: &Api, name: &str, number: usize, right: &Right) -> Claim {
    let operation = &api.operations[number];
    let (operation_title, name) = (operation.title(), name.to_owned());
    let refusal = context.facts.api.denial;
    let status = refusal.said();
    let contradicted = |may: bool| {
        let denied = operation.denied.iter().any(|known| same_role(known, &name));
        match may {
            true => denied,
            // What asks for no key cannot know who calls it.
            false if operation.access == Access::Public => true,
            false => {
                !denied
                    && matches!(&operation.access, Access::Key(names) if names.iter().any(|known| same_role(known, &name)))
            }
        }
    };
    let settled = |title: String, reason: String| Claim::settled(title, Outcome::unproven(reason));
    match right {
        Right::May => {
            let title = format!("{operation_title} works as {name}");
            if contradicted(true) {
                return settled(title, format!("elsewhere the specification denies it to {name}"));
            }
            Claim::new(title, Needs::Target, move |stage| {
                as_caller(stage, &name, |stage, caller| trial::allowed(stage, caller, number))
            })
        }
        Right::MayNot => {
            let title = format!("{operation_title} answers {status} to {name}");
            if contradicted(false) {
                return settled(title, format!("elsewhere the specification allows it to {name}"));
            }
            Claim::new(title, Needs::Target, move |stage| {
                as_caller(stage, &name, |stage, caller| trial::denied(stage, caller, number, refusal))
            })
        }
        Right::Apart => {
            let title = format!("{operation_title} shows {name} what is theirs alone");
            Claim::new(title, Needs::Target, move |stage| {
                as_caller(stage, &name, |stage, caller| own::apart(stage, caller, number))
            })
        }
        Right::Own => {
            let title = format!("{operation_title} works as {name} on what is their own and on nothing else");
            Claim::new(title, Needs::Target, move |stage| {
                as_caller(stage, &name, |stage, caller| own::own_only(stage, caller, number))
            })
        }
        Right::Mine => {
            let title = format!("{operation_title} works as {name} on what is their own");
            Claim::new(title, Needs::Target, move |stage| {
                as_caller(stage, &name, |stage, caller| own::own(stage, caller, number))
            })
        }
        Right::NotOthers => {
            let title = format!("{operation_title} is refused to {name} on what is another's");
            Claim::new(title, Needs::Target, move |stage| {
                as_caller(stage, &name, |stage, caller| own::not_others(stage, caller, number))
            })
        }
        Right::If(condition) => {
            let reason =
                format!("it is allowed under a condition that nothing here brings about: {condition}");
            settled(format!("{operation_title} works as {name}"), reason)
        }
    }
}

fn as_caller(
    stage: &Stage,
    name: &str,
    attempt: impl Fn(&Stage, &crate::api::Caller) -> Result<Outcome, Outcome>,
) -> Outcome {
    let tried =
        stage.target().and_then(|target| caller(target, name)).and_then(|caller| attempt(stage, &caller));
    tried.unwrap_or_else(|outcome| outcome)
}

/// The roles that an endpoint's own documentation names may call it, and where it says so, no others.
fn of_endpoint(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((number, operation)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
    let auth = operation.auth.as_str();
    let named = match Access::read(auth, &api.roles) {
        Access::Key(names) => names,
        Access::Public | Access::Unknown => Vec::new(),
    };
    let mut claims: Vec<Claim> = belonging::of_operation(context.facts, number)
        .into_iter()
        .map(|(name, right)| of_pair(context, api, &name, number, &right).minor())
        .collect();
    let told = prose::of_operation(context, number);
    let known: Vec<String> = told.iter().map(|(name, _)| name.clone()).collect();
    claims.extend(told.into_iter().map(|(name, right)| of_pair(context, api, &name, number, &right).minor()));
    let reserved = reserved::of_operation(context, number).into_iter();
    let reserved = reserved.filter(|name| !known.iter().any(|other| same_role(other, name)));
    claims.extend(reserved.map(|name| of_pair(context, api, &name, number, &Right::MayNot).minor()));
    // What is said of seeing where no statement of its own is.
    if api.resource_of(number).is_some_and(|resource| resource.read == Some(number)) {
        let free = api.sentences.iter().filter(|sentence| {
            let held = |kind| kind != Kind::Endpoint && PROBE.kinds.contains(&kind);
            let about = api.resource_of(number).is_some_and(|resource| resource.is_named_in(&sentence.plain));
            sentence.spec == context.number && about && !context.is_held(sentence, held)
        });
        claims.extend(free.flat_map(|sentence| field_seen::of_sentence(api, sentence)).map(Claim::minor));
    }
    let own = api.about(number).filter(|sentence| {
        sentence.spec == context.number && !context.is_held(sentence, |kind| kind != Kind::Endpoint)
    });
    for sentence in own {
        let about = |seeing: &crate::api::Seeing| api.resources[seeing.resource].read == Some(number);
        if api.seeing_in(sentence).iter().any(about) {
            claims.extend(by_state::claims(context, sentence.range.start, sentence.range.end));
        }
    }
    if let Some(resource) = api.resource_of(number).filter(|resource| resource.read == Some(number)) {
        for sentence in api.sentences.iter().filter(|sentence| sentence.spec == context.number) {
            let (start, end) = (sentence.range.start, sentence.range.end);
            if resource.is_named_in(&sentence.plain)
                && !context.is_held(sentence, |kind| kind != Kind::Endpoint)
            {
                claims.extend(seen::claims(context, start, end));
            }
        }
    }
    if named.is_empty() {
        claims.extend(left_out(context, number, operation));
        return claims;
    }
    if cell::is_own(auth) || cell::is_conditional(auth) {
        return claims;
    }
    for name in &named {
        // Who may is tried by the other probes as well: this adds each of the other roles.
        claims.push(of_pair(context, api, name, number, &Right::May).minor());
    }
    for name in cell::excluded(auth, &named, &api.roles) {
        claims.push(of_pair(context, api, &name, number, &Right::MayNot).minor());
    }
    claims
}

/// What a matrix leaves out is said where nothing else says it.
fn left_out(context: &ItemContext, number: usize, operation: &Operation) -> Vec<Claim> {
    let api = &context.facts.api;
    let permissions = || context.spec.of_kind(Kind::Permission);
    if permissions().count() < 4 || operation.access == Access::Public {
        return Vec::new();
    }
    let mut names: Vec<String> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for item in permissions() {
        for cell in cell::of_permission(api, (context.number, context.spec), item) {
            let about = cell.operations.as_ref().is_ok_and(|operations| operations.contains(&number));
            for name in cell.names {
                if about && !said.contains(&name) {
                    said.push(name.clone());
                }
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }
    let missing: Vec<String> = names.into_iter().filter(|name| !said.contains(name)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let title = format!("who may call {}", operation.title());
    let reason = format!("the permissions do not say whether {} may", missing.join(", "));
    vec![Claim::settled(title, Outcome::unproven(reason)).minor()]
}

/// "Given an order of somebody else, when a clerk tries to cancel it, then the response is 403."
fn of_scenario(context: &ItemContext) -> Vec<Claim> {
    const ANOTHERS: &[&str] = &[
        "of somebody else",
        "of someone else",
        "somebody else's",
        "someone else's",
        "of another",
        "another",
    ];
    let (api, item) = (&context.facts.api, context.item);
    let field = |name: &str| item.text_field(name).unwrap_or_default();
    let then = field("then");
    let refused = then.contains("403") || then.contains("404");
    let given = field("given").to_lowercase();
    let anothers = ANOTHERS.iter().any(|word| given.contains(word)) && words::words(&given).len() <= 6;
    if !refused || !anothers {
        return Vec::new();
    }
    match meant(api, context.number, field("given"), field("when")) {
        Some(Meant { number, role: Some(role), .. }) => {
            vec![of_pair(context, api, &role, number, &Right::NotOthers)]
        }
        _ => Vec::new(),
    }
}

/// Statements in sentences: about one role and action, or about all that any role may not do.
fn of_statement(context: &ItemContext) -> Vec<Claim> {
    if context.item.text_field("command").is_some() {
        return Vec::new();
    }
    let api = &context.facts.api;
    let range = context.item.range;
    let seen = seen::claims(context, range.start, range.end);
    if !seen.is_empty() {
        return seen;
    }
    let seen = by_state::claims(context, range.start, range.end);
    if !seen.is_empty() {
        return seen;
    }
    let within = api.within(context.number, range.start, range.end);
    let seen: Vec<Claim> = within.flat_map(|(_, sentence)| field_seen::of_sentence(api, sentence)).collect();
    if !seen.is_empty() {
        return seen;
    }
    if let Some(strict) = said::is_about_all_denials(context.source()) {
        return vec![all_denials(context, strict)];
    }
    let mut cells = said::cells(api, context.number, context.source());
    if cells.is_empty() {
        cells = said::denials(api, context.number, context.source());
    }
    if !cells.is_empty() {
        return cells.into_iter().flat_map(|cell| of_cell(context, cell)).collect();
    }
    let within: Vec<_> = api.within(context.number, range.start, range.end).collect();
    let denied: Vec<_> =
        within.iter().flat_map(|(_, sentence)| asked_for::only_reads(api, sentence)).collect();
    if !denied.is_empty() {
        return vec![denials(denied, api.denial)];
    }
    let moved: Vec<Cell> = within.iter().flat_map(|(_, sentence)| moved::reserved(api, sentence)).collect();
    if !moved.is_empty() {
        return moved.iter().flat_map(|cell| moved::of_cell(api, cell)).collect();
    }
    let pairs = within.iter().flat_map(|(_, sentence)| {
        let asked = asked_for::of_sentence(api, sentence);
        let own = belonging::of_sentence(context.facts, sentence);
        asked.into_iter().chain(own)
    });
    let mut claims: Vec<Claim> = Vec::new();
    let mut known: Vec<(String, usize)> = Vec::new();
    for (name, number, right) in pairs {
        if !known.contains(&(name.clone(), number)) {
            claims.push(of_pair(context, api, &name, number, &right));
            known.push((name, number));
        }
    }
    claims
}

/// One claim about everything that is denied to anybody.
fn all_denials(context: &ItemContext, strict: bool) -> Claim {
    let api = &context.facts.api;
    let mut pairs: Vec<(String, usize)> = Vec::new();
    let homes = || context.facts.specs.iter().enumerate().filter(|(at, _)| api.share(*at, context.number));
    for (at, spec) in homes() {
        for item in spec.of_kind(Kind::Permission) {
            for cell in cell::of_permission(api, (at, spec), item) {
                let (Right::MayNot, Ok(operations)) = (&cell.right, &cell.operations) else { continue };
                for name in cell.names.iter().filter(|name| !crate::api::is_stranger(name)) {
                    pairs.extend(operations.iter().map(|number| (name.clone(), *number)));
                }
            }
        }
    }
    let endpoints = homes().flat_map(|(at, spec)| spec.endpoints().map(move |item| (at, item)));
    for (at, item) in endpoints {
        let Some((number, operation)) = api.of_item(at, &item.id) else { continue };
        let auth = operation.auth.as_str();
        if let Access::Key(names) = Access::read(auth, &api.roles)
            && !cell::is_own(auth)
            && !cell::is_conditional(auth)
        {
            pairs.extend(cell::excluded(auth, &names, &api.roles).into_iter().map(|name| (name, number)));
        }
    }
    let allowed = |name: &str, number: usize| {
        let operation = &api.operations[number];
        !operation.denied.iter().any(|known| same_role(known, name))
            && crate::api::is_allowed(operation, name)
    };
    let mut unique: Vec<(String, usize)> = Vec::new();
    for (name, number) in pairs {
        let known = unique.iter().any(|(other, at)| *at == number && same_role(other, &name));
        if !known && !allowed(&name, number) {
            unique.push((name, number));
        }
    }
    let stated = context.facts.api.denial;
    let refusal = Denial { strict: strict || stated.strict, ..stated };
    if unique.is_empty() {
        let reason = "the specification does not say what is denied to whom";
        return Claim::settled("what a role may not do is refused", Outcome::unproven(reason));
    }
    denials(unique, refusal)
}

/// One claim about several things, each denied to somebody.
fn denials(pairs: Vec<(String, usize)>, refusal: Denial) -> Claim {
    let title =
        format!("each of the {} things that are denied to a role answers {}", pairs.len(), refusal.said());
    Claim::new(title, Needs::Target, move |stage| every_denial(stage, &pairs, refusal))
}

fn every_denial(stage: &Stage, pairs: &[(String, usize)], refusal: Denial) -> Outcome {
    let (mut lines, mut open, mut last) = (Vec::new(), None, None);
    for (name, number) in pairs {
        stage.shared.workshop.left.release();
        let outcome = as_caller(stage, name, |stage, caller| trial::denied(stage, caller, *number, refusal));
        if outcome.is_refuted() || outcome.inconclusive {
            return outcome;
        }
        let title = format!("{} as {name}", stage.facts.api.operations[*number].title());
        lines.push(format!("{title}: {}", outcome.reason));
        match outcome.is_proven() {
            true => last = Some(outcome),
            false => {
                open.get_or_insert((title, outcome));
            }
        }
    }
    let sent = lines.join("\n");
    match (open, last) {
        (Some((title, outcome)), _) => {
            Outcome { reason: format!("{title}: {}", outcome.reason), sent, ..outcome }
        }
        (None, Some(proven)) => {
            let kept = lines.iter().any(|line| line.contains("is as it was"));
            let kept = if kept { ", and what they could change is as it was" } else { "" };
            let reason = format!("all {} were refused{kept}", pairs.len());
            Outcome {
                sent,
                seen: proven.seen,
                repeat: proven.repeat,
                ..Outcome::proven(Strength::Asserted, reason)
            }
        }
        (None, None) => Outcome::unproven("nothing was tried"),
    }
}

#[cfg(test)]
mod tests;

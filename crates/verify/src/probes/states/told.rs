//! What sentences say of the states of one thing: "only a requested loan can be approved", "a delivery that is announced cannot be graded".

use super::said::Others;
use super::{Machine, trial};
use crate::api::{Api, SaidChanges, Scope, Sentence};
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::ItemContext;
use abide_model::Kind;

/// What the sentences of a statement say.
pub fn of_statement(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let within = api.within(context.number, range.start, range.end);
    within.into_iter().flat_map(|(_, sentence)| of_sentence(context, sentence)).collect()
}

/// What sentences that no statement holds say of what an endpoint moves.
pub fn of_endpoint(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((number, _)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
    let ours = |at: usize| api.moving(at) == Some(number);
    let free: Vec<&Sentence> = api
        .sentences
        .iter()
        .filter(|sentence| {
            let states = |kind| kind != Kind::Endpoint && super::PROBE.kinds.contains(&kind);
            sentence.spec == context.number && !context.is_held(sentence, states)
        })
        .collect();
    let said = |sentence: &Sentence| api.said_changes(sentence).or_else(|| api.denied_changes(sentence));
    let own: Vec<&Sentence> = free
        .iter()
        .copied()
        .filter(|sentence| said(sentence).is_some_and(|said| ours(said.resource)))
        .collect();
    let mut claims: Vec<Claim> = own.iter().flat_map(|sentence| of_sentence(context, sentence)).collect();
    let resource = own.iter().find_map(|sentence| Some(api.said_changes(sentence)?.resource));
    claims.extend(resource.into_iter().flat_map(|at| nothing_else(context, at)));
    claims.into_iter().map(Claim::minor).collect()
}

fn machine(api: &Api, at: usize, states: Vec<String>) -> Option<Machine> {
    let resource = api.resources.get(at)?;
    Some(Machine { creating: resource.create?, item: api.item_path(resource)?.clone(), states })
}

fn of_sentence(context: &ItemContext, sentence: &Sentence) -> Vec<Claim> {
    let api = &context.facts.api;
    let mut others = Others { stated: true, ..Others::default() };
    others.statuses = sentence.error_statuses();
    if let Some(denied) = api.denied_changes(sentence) {
        return denial(api, &denied, &denied.from, &others).into_iter().collect();
    }
    let Some(said) = api.said_changes(sentence) else { return Vec::new() };
    let Some(machine) = machine(api, said.resource, said.to.clone()) else { return Vec::new() };
    let mut claims = Vec::new();
    for (from, to) in pairs(&said.from, &said.to) {
        let title = format!("an object that is {from} can become {to}");
        let (machine, guarded) = (machine.clone(), !said.surely);
        claims.push(Claim::new(title, Needs::Target, move |stage| {
            // A sentence may leave out what else has to be so.
            trial::possible(stage, &machine, &from, &to, guarded).unwrap_or_else(|outcome| outcome)
        }));
    }
    if said.only {
        let elsewhere = api.states.names();
        let elsewhere: Vec<String> = elsewhere
            .into_iter()
            .filter(|state| !said.from.contains(state) && connected(api, state, &said))
            .collect();
        claims.extend(denial(api, &said, &elsewhere, &others));
    }
    claims
}

/// Whether changes lead from one state to those that are spoken of, in whatever direction.
fn connected(api: &Api, state: &str, said: &SaidChanges) -> bool {
    said.from.first().is_some_and(|from| api.states.beside(from).iter().any(|known| known == state))
}

fn pairs(from: &[String], to: &[String]) -> Vec<(String, String)> {
    let of = |from: &String| to.iter().map(|to| (from.clone(), to.clone())).collect::<Vec<_>>();
    from.iter().flat_map(of).filter(|(from, to)| from != to).collect()
}

/// Objects in some states cannot be brought into others.
fn denial(api: &Api, said: &SaidChanges, from: &[String], others: &Others) -> Option<Claim> {
    let pairs = pairs(from, &said.to);
    let pairs: Vec<_> = pairs.into_iter().filter(|(from, to)| !api.states.allows(from, to)).collect();
    if pairs.is_empty() {
        return None;
    }
    let machine = machine(api, said.resource, Vec::new())?;
    let mut names: Vec<&str> = pairs.iter().map(|(from, _)| from.as_str()).collect();
    names.dedup();
    let title = format!("an object that is {} cannot be {}", names.join(" or "), said.to.join(" or "));
    let others = others.clone();
    Some(Claim::new(title, Needs::Target, move |stage| {
        let mut last: Option<Outcome> = None;
        for (from, to) in &pairs {
            let machine = Machine { states: vec![to.clone()], ..machine.clone() };
            let outcome =
                trial::nothing_else(stage, &machine, from, &others).unwrap_or_else(|outcome| outcome);
            if !outcome.is_proven() {
                return outcome;
            }
            last = Some(outcome);
        }
        last.unwrap_or_else(|| Outcome::unproven("there is no such change"))
    }))
}

/// Where sentences alone tell the changes and say that every other one is refused: from each state.
fn nothing_else(context: &ItemContext, at: usize) -> Vec<Claim> {
    let api = &context.facts.api;
    let about = |sentence: &&Sentence| match &sentence.scope {
        Scope::Resources(of) => of.as_slice() == [at],
        _ => false,
    };
    let others = api.sentences.iter().filter(about).find_map(|sentence| Others::read(&sentence.text));
    let Some(others) = others else { return Vec::new() };
    let edges: Vec<_> = api.states.edges().iter().filter(|edge| edge.said).collect();
    let told = api.sentences.iter().filter_map(|sentence| api.said_changes(sentence));
    let told: Vec<SaidChanges> = told.filter(|said| said.resource == at).collect();
    let mut states: Vec<String> = Vec::new();
    for state in told.iter().flat_map(|said| said.from.iter().chain(&said.to)) {
        if !states.contains(state) && edges.iter().any(|edge| edge.from == *state || edge.to == *state) {
            states.push(state.clone());
        }
    }
    let Some(machine) = machine(api, at, states.clone()) else { return Vec::new() };
    states.iter().map(|state| super::state_claim(&machine, state, &others)).collect()
}

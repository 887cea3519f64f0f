//! Flows, scenarios and error paths that name endpoints, played through step by step.

mod becomes;
mod play;
mod stated;
mod step;
mod told;

use crate::api::Api;
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use abide_model::{Item, Kind};
use std::sync::Arc;
use step::Step;

/// Flows, scenarios and error paths that name endpoints, played through step by step.
pub const PROBE: Probe = Probe {
    name: "flows",
    summary: "Flows that name endpoints can be gone through step by step, and scenarios give the status that they state",
    documentation: "\
Takes flows with their steps, where at least one step names an endpoint, and scenarios, exceptions, checks and requirements that name one endpoint and \
one status.

Needs a target, and the headers of the roles that act in the steps.

A flow is played from its first step on, with new objects: what one step makes, the next ones work on. A step is done by the role that it names, or by the one that acted \
last; by the endpoint that it names, or by the documented change of state where it says what becomes of the object (\"sets it to `paid`\"). It \
has to be answered with the status that it states, or else with success; the object has to be in the state that it names, and a list has to be as long as it says \
(\"reads four events\"). A step is proven when everything up to it went as stated.

A step refutes by another status than the stated one, by a refusal of the role that it names, by another state or number, and by a server error. Steps that \
name neither an endpoint nor a state cannot be played; what comes after one is not refuted.

A scenario with a cause (\"without a `name`\", \"as a clerk\", \"for an order that is `paid`\", \"the same request once more\") is brought about as the documented \
errors of an endpoint are, and another status refutes it. Where a scenario names no endpoint, its verb and its thing do (\"when a member cancels it\"), as far as \
only one endpoint can be meant. \"Given an `open` door, when a porter shuts it, then its status is `shut`\" is done to such an object, whose state then has to be that.

So do short statements of a deed and what comes of it: \"rejecting without a reason returns 422\", \"approve a draft → 409\", \"a clerk who approves gets 403\", \"an approved claim \
cannot be approved again (409)\", \"a rejected claim can be submitted again\". A word in them that is not understood leaves them unproven.",
    kinds: &[Kind::Flow, Kind::Step, Kind::Scenario, Kind::Exception, Kind::Check, Kind::Requirement],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    match context.item.kind {
        Kind::Flow => of_flow(context, context.item, None),
        Kind::Step => {
            let before =
                |item: &&Item| item.kind == Kind::Flow && item.range.start <= context.item.range.start;
            let flow =
                context.spec.items.iter().rfind(|item| before(item) && item.section == context.item.section);
            match flow.map(|flow| of_flow(context, flow, Some(context.item))) {
                Some(claims) if !claims.is_empty() => claims,
                // What stands beside the numbered steps is a statement of its own.
                _ => stated::claims(context),
            }
        }
        _ if context.item.text_field("command").is_some() => Vec::new(),
        _ => stated::claims(context),
    }
}

/// The claim of a whole flow, or of one of its steps.
fn of_flow(context: &ItemContext, flow: &Item, wanted: Option<&Item>) -> Vec<Claim> {
    let api = &context.facts.api;
    let steps = steps(context, api, flow);
    if !steps.iter().any(|step| !step.operations.is_empty()) {
        return Vec::new();
    }
    let steps = Arc::new(steps);
    let at = wanted.and_then(|item| steps.iter().position(|step| step.id == item.id));
    match (wanted, at) {
        (Some(_), Some(at)) => {
            let title = format!("step {} goes as stated", at + 1);
            if steps[at].is_beyond_us() {
                let reason = "the step names neither an endpoint nor a state that an endpoint brings about";
                return vec![Claim::settled(title, Outcome::unproven(reason)).minor()];
            }
            vec![Claim::new(title, Needs::Target, move |stage| play::up_to(stage, &steps, at))]
        }
        (Some(_), None) => Vec::new(),
        (None, _) => {
            let title = format!("all {} steps go as stated", steps.len());
            vec![Claim::new(title, Needs::Target, move |stage| play::whole(stage, &steps))]
        }
    }
}

/// The steps of a flow: those that stand under its heading, up to the next flow.
fn steps(context: &ItemContext, api: &Api, flow: &Item) -> Vec<Step> {
    let next = context
        .spec
        .of_kind(Kind::Flow)
        .map(|other| other.range.start)
        .filter(|start| *start > flow.range.start)
        .min()
        .unwrap_or(u32::MAX);
    let within = |item: &&Item| {
        item.section == flow.section && item.range.start > flow.range.start && item.range.start < next
    };
    let mut steps: Vec<Step> = Vec::new();
    let all: Vec<&Item> = context.spec.of_kind(Kind::Step).filter(within).collect();
    // Where steps are numbered, bullets beside them are done at another time, or belong to a step.
    let numbered = all.iter().any(|item| is_numbered(context, item));
    for item in all.into_iter().filter(|item| !numbered || is_numbered(context, item)) {
        let actor = steps.last().and_then(|last| last.actor.clone());
        steps.push(Step::read(api, item, context.spec.slice(item), actor));
    }
    steps
}

/// Whether a number stands before a step in its line.
fn is_numbered(context: &ItemContext, item: &Item) -> bool {
    let before = context.spec.text().get(..item.range.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default().trim();
    line.trim_end_matches(['.', ')']).parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests;

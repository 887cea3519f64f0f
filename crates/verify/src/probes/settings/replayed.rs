//! The effect of a setting on what other statements say under its name: they are tried again where it has another value.

use crate::api::{Scope, Sentence};
use crate::claim::{Claim, Needs, Outcome, Turn};
use crate::facts::Facts;
use crate::plan::Plan;
use crate::probe::{ItemContext, Probe};
use crate::probes::PROBES;
use crate::second::begin;
use crate::stage::{Shared, Stage};
use abide_ledger::{Strength, Verdict};
use abide_model::{Kind, qualified};
use std::sync::Arc;

/// How many statements are tried again at most.
const MOST: usize = 4;

/// The claim that a number does what other statements say of it; none where no other statement names it.
pub fn claim(context: &ItemContext, name: &str) -> Option<Claim> {
    let written = context.item.text_field("default")?.trim().trim_matches('`');
    let default: u64 = written.replace(['_', ','], "").parse().ok()?;
    let facts = context.facts;
    let in_force = match facts.project.resolved.environment.get(name) {
        Some(given) => given.parse().ok()?,
        None => default,
    };
    let other = super::another(in_force, &super::kind(context.spec, context.item))?;
    let named = facts.specs.iter().any(|spec| {
        let own: Vec<_> = spec.of_kind(Kind::Setting).map(|item| item.range).collect();
        let mut places = spec.text().match_indices(name).map(|(at, _)| at as u32);
        places.any(|at| !own.iter().any(|range| range.start <= at && at < range.end))
    });
    if !named && !facts.api.tied.iter().any(|tie| tie.name == name) {
        return None;
    }
    let (name, title) =
        (name.to_owned(), format!("{name} has an effect: what rests on it follows where it is {other}"));
    Some(Claim::new(title, Needs::Command, move |stage| {
        tried(stage, &name, in_force, other).unwrap_or_else(|outcome| outcome)
    }))
}

/// A claim that says something else with the other value, with what it says now.
struct Pair {
    now: Claim,
    then: Claim,
}

fn tried(stage: &Stage, name: &str, now: u64, other: u64) -> Result<Outcome, Outcome> {
    let as_is = Arc::new(stage.facts.with_setting(name, &now.to_string()));
    let changed = Arc::new(stage.facts.with_setting(name, &other.to_string()));
    let pairs = pairs(&as_is, &changed)?;
    let with = format!("with {name}={other}");
    let mut open: Option<Outcome> = None;
    let mut proven: Vec<(String, Outcome)> = Vec::new();
    let value = other.to_string();
    for pair in pairs {
        // Each on a target of its own: what others made would count.
        let new = on_its_own(stage, name, &value, &changed, &pair.then)?;
        // That it hangs on the setting is seen once: what was looked at before shows that it is in force.
        if new.verdict == Verdict::Proven && !proven.is_empty() {
            proven.push((format!("{}: {}", pair.then.title, new.reason), new));
            continue;
        }
        let old = on_its_own(stage, name, &value, &as_is, &pair.now)?;
        match (new.verdict, old.verdict) {
            // What holds with both numbers does not hang on the setting.
            (Verdict::Proven, Verdict::Refuted) => {
                proven.push((format!("{}: {}", pair.then.title, new.reason), new));
            }
            (Verdict::Refuted, Verdict::Proven) => {
                let reason =
                    format!("{with}, {} as before: {}, and {}", pair.now.title, old.reason, new.reason);
                return Ok(Outcome::refuted(reason).showing(format!("{with}:\n{}", new.sent), new.seen));
            }
            _ if new.inconclusive || old.inconclusive => {
                open.get_or_insert(Outcome::inconclusive(new.reason));
            }
            _ => {
                let reason = format!("{with}, {}: {}", pair.then.title, new.reason);
                open.get_or_insert(Outcome::unproven(reason));
            }
        }
    }
    let Some((_, first)) = proven.first() else {
        let none = || format!("no statement that is tried says something else where {name} is {other}");
        return Err(open.unwrap_or_else(|| Outcome::unproven(none())));
    };
    let told: Vec<&str> = proven.iter().map(|(told, _)| told.as_str()).collect();
    Ok(Outcome::proven(Strength::Asserted, format!("{with}, {}", told.join("; ")))
        .showing(format!("{with}:\n{}", first.sent), first.seen.clone()))
}

fn on_its_own(
    stage: &Stage,
    name: &str,
    value: &str,
    facts: &Facts,
    claim: &Claim,
) -> Result<Outcome, Outcome> {
    let target = begin(stage, &[(name, Some(value))]).ready()?;
    // What is known of the target that is tested is not known of this one.
    let shared = Shared::new(stage.shared.limits, stage.shared.stop.clone(), stage.shared.seed);
    Ok(claim.attempt(&Stage::new(facts, &shared, Some(&target))))
}

/// The claims that differ, those first that are tried side by side with others.
fn pairs(as_is: &Arc<Facts>, changed: &Arc<Facts>) -> Result<Vec<Pair>, Outcome> {
    let lost = |error: crate::VerifyError| Outcome::unproven(error.to_string());
    let probes: Vec<&'static Probe> =
        PROBES.iter().copied().filter(|probe| !APART.contains(&probe.name)).collect();
    let concerned = concerned(as_is, changed);
    if concerned.is_empty() {
        return Ok(Vec::new());
    }
    let now = Plan::of(as_is, &probes, &concerned).map_err(lost)?;
    let then = Plan::of(changed, &probes, &concerned).map_err(lost)?;
    let mut found: Vec<Pair> = Vec::new();
    for (one, other) in now.items.into_iter().zip(then.items) {
        if one.claims.len() != other.claims.len() {
            continue;
        }
        for ((probe, now), (_, then)) in one.claims.into_iter().zip(other.claims) {
            let differs = now.title != then.title && now.needs == Needs::Target && now.turn != Turn::Last;
            let known = found.iter().any(|pair| pair.now.title == now.title);
            if differs && !known && now.is_tried() && then.is_tried() {
                // What is calculated is seen with one object or two.
                let at = if probe.name == "computed" { 0 } else { found.len() };
                found.insert(at, Pair { now, then });
            }
        }
    }
    found.truncate(MOST);
    Ok(found)
}

/// The items that a sentence or a note is in, or about, which reads otherwise with the other value.
fn concerned(as_is: &Facts, changed: &Facts) -> Vec<String> {
    let sentences = as_is.api.sentences.iter().zip(&changed.api.sentences);
    let differing: Vec<&Sentence> =
        sentences.filter(|(one, other)| one.text != other.text).map(|(one, _)| one).collect();
    let mut found = Vec::new();
    for (number, document) in as_is.documents.iter().enumerate() {
        for (at, stated) in document
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.kind != Kind::Setting && !item.is_told())
        {
            let Some((spec, read)) = as_is.place_of(number, at) else { continue };
            let Some(item) = as_is.specs.get(spec).and_then(|known| known.items.get(read)) else { continue };
            let within = |sentence: &&&Sentence| {
                sentence.spec == spec
                    && sentence.range.start < item.range.end
                    && item.range.start < sentence.range.end
            };
            let member = item.key.rsplit_once('.').map(|(_, member)| member);
            let named =
                |sentence: &&Sentence| member.is_some_and(|member| sentence.codes().contains(&member));
            let operation = as_is.api.of_item(spec, &item.id).map(|(number, _)| number);
            // What is said of things is tried with the operation that makes them, where no item holds it.
            let made = as_is
                .api
                .resources
                .iter()
                .position(|resource| resource.create == operation && operation.is_some());
            let about = |sentence: &&Sentence| match &sentence.scope {
                Scope::Operations(of) => operation.is_some_and(|one| of.contains(&one)),
                Scope::Resources(of) => made.is_some_and(|made| of.contains(&made)),
                Scope::General => false,
            };
            let told = match item.kind {
                Kind::Field => {
                    differing.iter().any(named) || notes(as_is, &item.key) != notes(changed, &item.key)
                }
                Kind::Endpoint => differing.iter().any(about),
                _ => false,
            };
            if told || differing.iter().any(|sentence| within(&sentence)) {
                found.push(qualified(&document.path, &stated.id));
            }
        }
    }
    found
}

/// What is noted about a field, with the value of the setting.
fn notes<'a>(facts: &'a Facts, key: &str) -> Option<&'a str> {
    let (entity, member) = key.rsplit_once('.')?;
    facts.api.fields.field(entity, member).map(|facts| facts.notes.as_str())
}

/// Probes that say nothing about what a running system does with a number.
const APART: &[&str] = &["settings", "limits", "database", "signals", "command", "events"];

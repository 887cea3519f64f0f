//! Why a statement has its verdict: from the sentence to what was sent and seen, and what has changed since.

use super::matrix::places;
use super::time::Moment;
use super::{Rendered, View, bar, cut, kind_words, said, title_of};
use crate::address::key;
use crate::site::Spec;
use abide_ledger::LedgerError;
use abide_model::Item;
use abide_verify::board::{ClaimShown, RunShown, Why};
use serde::Serialize;
use serde_json::Value;

/// Claims that are shown one by one.
const CLAIMS: usize = 60;
/// Statements of the same passage that are listed.
const BESIDE: usize = 40;

#[derive(Serialize)]
struct Chain {
    id: String,
    kind: String,
    text: String,
    verdict: &'static str,
    label: &'static str,
    strength: Option<&'static str>,
    reason: String,
    path: String,
    line: u32,
    spec: String,
    spec_href: String,
    section: Vec<String>,
    fields: Vec<Field>,
    run: Option<Run>,
    claims: Vec<Claim>,
    more_claims: usize,
    inputs: Vec<Input>,
    last_proof: Option<Run>,
    vouched: Option<Vouched>,
    code: Vec<String>,
    tests: Vec<String>,
    beside: Vec<Beside>,
}

#[derive(Serialize)]
struct Field {
    name: String,
    value: String,
}

#[derive(Serialize)]
struct Run {
    number: i64,
    tool: String,
    target: Option<String>,
    seed: u64,
    ending: Option<String>,
    judged: Option<Moment>,
}

#[derive(Serialize)]
struct Claim {
    probe: String,
    claim: String,
    verdict: &'static str,
    strength: Option<&'static str>,
    reason: String,
    sent: String,
    seen: String,
    repeat: Option<String>,
    milliseconds: u64,
    open: bool,
}

#[derive(Serialize)]
struct Input {
    name: &'static str,
    then: String,
    now: Option<String>,
    changed: bool,
}

#[derive(Serialize)]
struct Vouched {
    by: String,
    at: Option<Moment>,
    until: String,
    note: String,
    holds: bool,
}

#[derive(Serialize)]
struct Beside {
    id: String,
    verdict: &'static str,
    label: &'static str,
    text: String,
    href: String,
}

/// The page of a statement; none where there is no such statement.
pub fn render(view: View<'_>, path: &str, wanted: &str) -> Result<Option<Rendered>, LedgerError> {
    let Some(spec) = view.site.spec(path) else { return Ok(None) };
    let found = spec.items().iter().zip(&spec.status.items).find(|(item, _)| key(&item.id) == wanted);
    let Some((item, status)) = found else { return Ok(None) };
    let Some(why) = view.site.why(spec, item, status.id.clone())? else { return Ok(None) };
    let shown = bar::shown(status);
    let traced = view.site.traced(spec, item, &status.id);
    let chain = Chain {
        text: said(item),
        verdict: shown,
        label: label(shown),
        spec: title_of(view.site, spec),
        spec_href: view.spec(path),
        section: above(&item.section, &title_of(view.site, spec)),
        code: traced.map(|traced| places(&traced.code)).unwrap_or_default(),
        tests: traced.map(|traced| places(&traced.tests)).unwrap_or_default(),
        beside: beside(view, spec, item),
        ..chain(why)
    };
    let title = format!("Why {}", cut(&chain.id, 60));
    Ok(Some(Rendered { title, html: view.fill("why.html", &chain) }))
}

fn chain(why: Why) -> Chain {
    let fields = why.fields.iter().filter(|(name, _)| *name != "text" && *name != "id");
    let all = why.claims.len();
    let refuted = why.claims.iter().any(|claim| claim.verdict.name() == "refuted");
    Chain {
        id: why.id,
        kind: kind_words(why.kind),
        text: String::new(),
        verdict: why.verdict.name(),
        label: why.verdict.name(),
        strength: why.strength.map(|strength| strength.name()),
        reason: why.reason,
        path: why.path,
        line: why.line,
        spec: String::new(),
        spec_href: String::new(),
        section: Vec::new(),
        fields: fields
            .map(|(name, value)| Field { name: kind_words(name), value: value_text(value) })
            .collect(),
        run: why.run.map(run),
        claims: claims(why.claims, refuted),
        more_claims: all.saturating_sub(CLAIMS),
        inputs: why
            .inputs
            .into_iter()
            .map(|input| Input {
                then: short(input.name, &input.then),
                now: input.now.as_deref().map(|now| short(input.name, now)),
                name: input.name,
                changed: input.changed,
            })
            .collect(),
        last_proof: why.last_proof.map(run),
        vouched: why.attestation.map(|word| Vouched {
            by: word.by,
            at: Moment::parse(&word.at),
            until: word.until,
            note: word.note,
            holds: word.verdict == abide_ledger::Verdict::Attested,
        }),
        code: Vec::new(),
        tests: Vec::new(),
        beside: Vec::new(),
    }
}

/// The sections above a statement, but for the one that is the title of its document.
fn above(section: &[String], title: &str) -> Vec<String> {
    section.iter().skip_while(|name| *name == title).cloned().collect()
}

/// What was refuted comes first and stands open; else the first claim does.
fn claims(mut claims: Vec<ClaimShown>, refuted: bool) -> Vec<Claim> {
    claims.sort_by_key(|claim| claim.verdict.name() != "refuted");
    let shown = claims.into_iter().take(CLAIMS).enumerate();
    shown
        .map(|(at, claim)| Claim {
            open: if refuted { claim.verdict.name() == "refuted" } else { at == 0 },
            verdict: claim.verdict.name(),
            strength: claim.strength.map(|strength| strength.name()),
            probe: claim.probe,
            claim: claim.claim,
            reason: claim.reason,
            sent: claim.sent.trim_end().to_owned(),
            seen: claim.seen.trim_end().to_owned(),
            repeat: claim.repeat,
            milliseconds: claim.duration_ms,
        })
        .collect()
}

fn run(run: RunShown) -> Run {
    Run {
        number: run.id,
        tool: run.tool,
        target: run.target,
        seed: run.seed,
        ending: run.ending,
        judged: Moment::parse(&run.judged),
    }
}

/// Statements of the same passage: those that this one holds, or is held by, or stands on a line with.
fn beside(view: View<'_>, spec: &Spec, item: &Item) -> Vec<Beside> {
    let near = |other: &Item| {
        other.id != item.id
            && (other.line == item.line
                || other.range.contains(item.range)
                || item.range.contains(other.range))
    };
    let found = spec.items().iter().zip(&spec.status.items).filter(|(other, _)| near(other));
    found
        .take(BESIDE)
        .map(|(other, status)| {
            let verdict = bar::shown(status);
            Beside {
                id: cut(&other.id, 60),
                verdict,
                label: label(verdict),
                text: cut(&said(other), 140),
                href: view.why(spec.path(), &other.id),
            }
        })
        .collect()
}

fn label(shown: &'static str) -> &'static str {
    if shown == "quiet" { "not for a system to show" } else { shown }
}

/// A digest is told by its beginning.
fn short(name: &str, text: &str) -> String {
    if name == "tool" { text.to_owned() } else { text.chars().take(12).collect() }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => cut(text, 400),
        other => cut(&other.to_string(), 400),
    }
}

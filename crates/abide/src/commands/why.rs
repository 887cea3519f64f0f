//! `abide why`: the chain from a sentence to what was seen.

use super::{Place, age, verify};
use crate::Exit;
use crate::cli::{DataFormat, Why};
use crate::terminal::{Paint, Tone, cut, inline, width};
use abide_verify::board::{self, Asking, ClaimShown, RunShown};
use abide_workspace::check::Workspace;
use anyhow::Result;
use jiff::Timestamp;
use serde_json::Value;
use std::fmt::Write;

/// Lines of what was sent and seen that are shown.
const LINES: usize = 30;

pub fn run(place: &Place, arguments: &Why) -> Result<Exit> {
    let workspace = Workspace::open(&place.open(&[]))?;
    let (environment, trust) = (verify::environment(), verify::trust_store()?);
    let asking =
        Asking { workspace: &workspace, environment: &environment, trust: &trust, now: Timestamp::now() };
    let why = asking.why(&arguments.id)?;
    let text = match arguments.format {
        DataFormat::Json => format!("{:#}", serde_json::to_value(&why)?),
        DataFormat::Table => chain(&why, Paint(place.colour)),
    };
    crate::terminal::print(&text)?;
    Ok(Exit::Ok)
}

fn chain(why: &board::Why, paint: Paint) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", paint.text(Tone::Strong, &inline(&why.id)), why.kind);
    let _ = writeln!(out, "{}:{}\n", inline(&why.path), why.line);
    let _ = writeln!(out, "  {}\n", inline(&why.text));
    let label = |name: &str| paint.text(Tone::Label, &format!("{name:9}"));
    let strength = why.strength.map(|strength| format!(" ({strength})")).unwrap_or_default();
    let _ = writeln!(out, "{}  {}{strength}", label("verdict"), why.verdict);
    let _ = writeln!(out, "{}  {}", label("reason"), inline(&why.reason));
    for (name, value) in why.fields.iter().filter(|(name, _)| *name != "text") {
        let shown = match value {
            Value::String(text) => inline(text),
            other => other.to_string(),
        };
        let _ = writeln!(out, "{}  {name}: {}", label("field"), cut(&shown, width().saturating_sub(24)));
    }
    if let Some(word) = &why.attestation {
        let _ = writeln!(
            out,
            "{}  by {} on {}, until {} ({}): {}",
            label("attested"),
            inline(&word.by),
            age::minute(&word.at),
            word.until,
            if word.verdict == abide_ledger::Verdict::Attested { "it holds" } else { "it is stale" },
            inline(&word.note)
        );
    }
    match &why.run {
        None => {
            let _ = writeln!(out, "{}  none has looked at it", label("run"));
        }
        Some(run) => {
            let _ = writeln!(out, "{}  {}", label("run"), run_line(run));
            if why.claims.is_empty() {
                let _ = writeln!(out, "{}  none of this statement was tried by that run", label("claims"));
            }
            for claim in &why.claims {
                write_claim(&mut out, claim, &label("claim"));
            }
        }
    }
    if let Some(run) = &why.last_proof {
        let _ = writeln!(out, "{}  {}", label("proven by"), run_line(run));
    }
    for input in &why.inputs {
        let short = |text: &str| if input.name == "tool" { text.to_owned() } else { cut_digest(text) };
        let then = short(&input.then);
        let change = match (&input.now, input.changed) {
            (None, _) => "it is not described any more".to_owned(),
            (Some(_), false) => "the same".to_owned(),
            (Some(now), true) => format!("changed since: now {}", short(now)),
        };
        let _ = writeln!(out, "{}  {:9}  {then}  {change}", label("rests on"), input.name);
    }
    out
}

fn cut_digest(digits: &str) -> String {
    digits.chars().take(12).collect()
}

fn run_line(run: &RunShown) -> String {
    let on = run.target.as_ref().map(|target| format!(" on {}", inline(target))).unwrap_or_default();
    let how = run.ending.as_deref().unwrap_or("without an end");
    let (when, ago) = (age::minute(&run.judged), age::ago(run.age_seconds));
    format!("{}{on}, {when} ({ago}), {}, seed {}, {how}", run.id, run.tool, run.seed)
}

fn write_claim(out: &mut String, claim: &ClaimShown, label: &str) {
    let strength = claim.strength.map(|strength| format!(" ({strength})")).unwrap_or_default();
    let _ = writeln!(out, "{label}  {}{strength}  {}: {}", claim.verdict, claim.probe, inline(&claim.claim));
    let _ = writeln!(out, "             {} ({} ms)", inline(&claim.reason), claim.duration_ms);
    for (name, text) in [("sent", &claim.sent), ("seen", &claim.seen)] {
        if text.trim().is_empty() {
            continue;
        }
        let _ = writeln!(out, "             {name}");
        for line in text.lines().take(LINES) {
            // What a system answers must not move the cursor; how it is indented is its own.
            let indent: String = line.chars().take_while(|c| *c == ' ').collect();
            let _ = writeln!(out, "               {indent}{}", cut(&inline(line), 400));
        }
        let rest = text.lines().count().saturating_sub(LINES);
        if rest > 0 {
            let _ = writeln!(out, "               … {rest} more lines");
        }
    }
    if let Some(repeat) = &claim.repeat {
        let _ = writeln!(out, "             again: {}", inline(repeat));
    }
}

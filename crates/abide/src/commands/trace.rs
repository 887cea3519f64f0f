//! `abide trace`: which code and which tests name each requirement.

use super::{Place, count};
use crate::Exit;
use crate::cli::{self, DataFormat};
use crate::terminal::{self, Paint, Tone, cut, inline};
use abide_workspace::check::Workspace;
use abide_workspace::trace::{Trace, TracePlace, Traced};
use anyhow::{Result, bail};

pub fn run(place: &Place, arguments: &cli::Trace) -> Result<Exit> {
    let workspace = Workspace::open(&place.open(&arguments.paths))?;
    for problem in &workspace.problems {
        terminal::say(&format!("error: {problem}"));
    }
    let mut trace = workspace.trace();
    if trace.statements.is_empty() && trace.unknown.is_empty() {
        bail!(
            "no requirement was read, and no other statement is named in {}; `abide explain requirement` says what is one",
            count(trace.files, "file")
        );
    }
    if arguments.gaps {
        trace.statements.retain(|one| one.gap);
    }
    let text = match arguments.format {
        DataFormat::Json => format!("{:#}", serde_json::to_value(&trace)?),
        DataFormat::Table => table(&trace, Paint(place.colour)),
    };
    terminal::print(&text)?;
    let gaps = trace.summary.gaps > 0 || !trace.unknown.is_empty();
    Ok(match (workspace.problems.is_empty(), arguments.strict && gaps) {
        (false, _) => Exit::CouldNotRun,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Ok,
    })
}

fn table(trace: &Trace, paint: Paint) -> String {
    let mut text = String::new();
    let mut path = "";
    for one in &trace.statements {
        if one.path != path {
            let gap = if path.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{}\n", paint.text(Tone::Strong, &inline(&one.path))));
            path = &one.path;
        }
        text.push_str(&row(one, paint));
    }
    if !trace.statements.is_empty() {
        text.push('\n');
    }
    for mark in &trace.unknown {
        let means = match &*mark.candidates {
            [] => "names no statement".to_owned(),
            several => format!("may mean {}: write one of them", several.join(" or ")),
        };
        text.push_str(&format!("{}:{}: `{}` {means}\n", inline(&mark.path), mark.line, inline(&mark.id)));
    }
    let summary = &trace.summary;
    text + &format!(
        "{}: {} named in code, {} in tests; {} without a test ({} read)\n",
        count(summary.statements, "statement"),
        summary.in_code,
        summary.tested,
        count(summary.gaps, "binding requirement"),
        count(trace.files, "file")
    )
}

fn row(one: &Traced, paint: Paint) -> String {
    let level = one
        .level
        .as_deref()
        .map_or(String::new(), |level| format!(" {}", level.replace('_', " ").to_uppercase()));
    let id = paint.text(Tone::Label, &inline(&one.id));
    let words = cut(&inline(&one.text), 90);
    let mut text = format!("  {id}{level}  line {}  {}\n", one.line, paint.text(Tone::Faint, &words));
    if !one.code.is_empty() {
        text.push_str(&format!("    code   {}\n", places(&one.code)));
    }
    if !one.tests.is_empty() {
        text.push_str(&format!("    tests  {}\n", places(&one.tests)));
    } else if one.gap {
        text.push_str("    tests  none\n");
    }
    text
}

/// The first few places.
fn places(places: &[TracePlace]) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<String> =
        places.iter().take(SHOWN).map(|place| format!("{}:{}", inline(&place.path), place.line)).collect();
    let more = places.len().saturating_sub(SHOWN);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

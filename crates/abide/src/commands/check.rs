//! `abide check`.

use super::{Place, outputs, watch};
use crate::Exit;
use crate::cli::Check;
use abide_diagnostics::{Applicability, Note, OutputFormat, RenderOptions, Report, Severity, render, statistics_table};
use abide_workspace::baseline::{self, Access};
use abide_workspace::check::{OpenRequest, Workspace};
use abide_workspace::git::Changed;
use anyhow::{Context, Result};
use std::io::Read;

pub fn run(place: &Place, arguments: &Check) -> Result<Exit> {
    let outputs = outputs::parse(place, &arguments.output_format, OutputFormat::Full)?;
    let request = request(place, arguments)?;
    if arguments.watch {
        return watch::run(place, &request, || once(place, arguments, &request, &outputs));
    }
    once(place, arguments, &request, &outputs)
}

/// Checks once, prints, and says how it went.
fn once(
    place: &Place,
    arguments: &Check,
    request: &OpenRequest,
    outputs: &[outputs::Output<OutputFormat>],
) -> Result<Exit> {
    let mut request = request.clone();
    let mut notes = Vec::new();
    if let Some(revision) = &arguments.changed {
        let root = place.root(&request.paths);
        let changed = Changed::read(&root, revision.as_deref())?;
        if changed.paths.is_empty() {
            notes.push(Note::new(format!("nothing changed since {}", changed.since)));
        }
        request.only = Some(changed.paths.into_iter().collect());
    }
    let mut workspace = Workspace::open(&request)?;
    let mut write_errors = Vec::new();
    let level = if arguments.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let mut report = if arguments.diff {
        let mended = workspace.mend(level);
        crate::terminal::print(&mended.diff())?;
        let left = mended.changes.len();
        eprintln!("{} would be fixed in {}", plural(mended.fixes(), "finding"), plural(left, "document"));
        return Ok(if left > 0 { Exit::Findings } else { problems(&workspace).unwrap_or(Exit::Ok) });
    } else if arguments.fix {
        let mended = workspace.mend(level);
        write_errors = mended.write(&workspace.root);
        let mut report = mended.report;
        report.checked.fixed = if write_errors.is_empty() { mended.changes.values().map(|change| change.fixes).sum() } else { 0 };
        report
    } else {
        workspace.check()
    };
    report.notes.splice(0..0, notes);
    if let Some(file) = &arguments.baseline {
        let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        let access = if in_ci || request.buffer.is_some() { Access::Read } else { Access::Write };
        baseline::apply(&workspace.root, &place.current.join(file), &mut report, access)?;
    }
    for output in outputs {
        let options = RenderOptions { colour: place.colour && output.file.is_none(), ..RenderOptions::default() };
        outputs::write(output, &render(&report, output.format, &options))?;
    }
    if arguments.statistics {
        eprint!("{}", statistics_table(&report));
    }
    for error in &write_errors {
        eprintln!("error: {error}");
    }
    let unread = problems(&workspace);
    if !write_errors.is_empty() {
        return Ok(Exit::CouldNotRun);
    }
    Ok(unread.unwrap_or_else(|| findings(&report)))
}

fn findings(report: &Report) -> Exit {
    let counts = report.diagnostics.iter().any(|found| found.severity > Severity::Info);
    if counts { Exit::Findings } else { Exit::Ok }
}

/// Says which files could not be read; the others were checked all the same.
fn problems(workspace: &Workspace) -> Option<Exit> {
    for problem in &workspace.problems {
        eprintln!("error: {problem}");
    }
    (!workspace.problems.is_empty()).then_some(Exit::CouldNotRun)
}

fn request(place: &Place, arguments: &Check) -> Result<OpenRequest> {
    let Some(name) = &arguments.stdin_filename else { return Ok(place.open(&arguments.paths)) };
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
    let text = abide_syntax::decode(bytes).map_err(|error| anyhow::anyhow!("standard input is {error}"))?;
    let mut request = place.open(std::slice::from_ref(name));
    request.buffer = Some((place.current.join(name), text));
    Ok(request)
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

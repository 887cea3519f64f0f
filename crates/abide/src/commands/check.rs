//! `abide check`.

use super::{Place, count, outputs, watch};
use crate::Exit;
use crate::cli::Check;
use crate::terminal;
use abide_diagnostics::{
    Applicability, Note, OutputFormat, RenderOptions, Report, Severity, render, statistics_table,
};
use abide_workspace::baseline::{self, Access};
use abide_workspace::check::{OpenRequest, Workspace};
use abide_workspace::files::{WriteError, walk};
use abide_workspace::git::Changed;
use anyhow::{Context, Result, anyhow, ensure};
use std::io::Read;

type Output = outputs::Output<OutputFormat>;

pub fn run(place: &Place, arguments: &Check) -> Result<Exit> {
    let outputs = outputs::parse(place, &arguments.output_format, OutputFormat::Full)?;
    let request = request(place, arguments)?;
    if arguments.watch {
        return watch::run(place, &request, || once(place, arguments, &request, &outputs));
    }
    once(place, arguments, &request, &outputs)
}

/// Checks once, prints, and says how it went.
fn once(place: &Place, arguments: &Check, request: &OpenRequest, outputs: &[Output]) -> Result<Exit> {
    let mut request = request.clone();
    let changed = match &arguments.changed {
        Some(revision) => Some(Changed::read(&place.root(&request.paths), revision.as_deref())?),
        None => None,
    };
    if let Some(changed) = &changed {
        request.only = Some(changed.paths.iter().cloned().collect());
    }
    let mut workspace = Workspace::open(&request)?;
    let level = if arguments.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    if arguments.diff {
        return diff(&mut workspace, level);
    }
    let mut fixed = if arguments.fix {
        fix(workspace, &request, level)?
    } else {
        let fixed = Fixed::nothing(&workspace);
        if !arguments.watch {
            // The process is about to end, and the system takes all memory back at once.
            std::mem::forget(workspace);
        }
        fixed
    };
    let report = &mut fixed.report;
    report.notes.splice(0..0, changed.and_then(|changed| nothing_changed(&changed, report)));
    if let Some(file) = &arguments.baseline {
        let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        let access = if in_ci || request.buffer.is_some() { Access::Read } else { Access::Write };
        let root = place.root(&request.paths);
        baseline::apply(&root, &place.current.join(file), report, access)?;
    }
    print(place, arguments, outputs, &fixed)?;
    if outputs.iter().any(|output| output.format == OutputFormat::Github) {
        summarise(&fixed.report)?;
    }
    for error in &fixed.errors {
        terminal::say(&format!("error: {error}"));
    }
    Ok(if fixed.errors.is_empty() { exit(&fixed.report) } else { Exit::CouldNotRun })
}

/// What a run has to say, after fixes if any were asked for.
struct Fixed {
    report: Report,
    /// The fixed text, where there is no file to write it to.
    text: Option<String>,
    errors: Vec<WriteError>,
}

impl Fixed {
    fn nothing(workspace: &Workspace) -> Self {
        Self { report: workspace.check(), text: None, errors: Vec::new() }
    }
}

fn fix(mut workspace: Workspace, request: &OpenRequest, level: Applicability) -> Result<Fixed> {
    let mended = workspace.mend(level);
    if let Some((_, before)) = &request.buffer {
        let after = mended.changes.values().next().map_or(before, |change| &change.after);
        let text = Some(after.to_string());
        let mut report = mended.report;
        report.checked.fixed = mended.changes.values().map(|change| change.fixes).sum();
        return Ok(Fixed { report, text, errors: Vec::new() });
    }
    let errors = mended.write(&workspace.root);
    let written = mended.changes.iter().filter(|(path, _)| !errors.iter().any(|error| error.path() == *path));
    let fixed = written.map(|(_, change)| change.fixes).sum();
    // Where a text was not written, what was found in it still is.
    let mut report = if errors.is_empty() { mended.report } else { Workspace::open(request)?.check() };
    report.checked.fixed = fixed;
    Ok(Fixed { report, text: None, errors })
}

fn diff(workspace: &mut Workspace, level: Applicability) -> Result<Exit> {
    let mended = workspace.mend(level);
    terminal::print(&mended.diff())?;
    let documents = mended.changes.len();
    terminal::say(&format!(
        "{} would be fixed in {}",
        count(mended.fixes(), "finding"),
        count(documents, "document")
    ));
    say_unread(&mended.report);
    Ok(match (mended.report.unread.is_empty(), documents) {
        (false, _) => Exit::CouldNotRun,
        (true, 0) => Exit::Ok,
        (true, _) => Exit::Findings,
    })
}

fn nothing_changed(changed: &Changed, report: &Report) -> Option<Note> {
    let since = &changed.since;
    match changed.paths.len() {
        0 => Some(Note::new(format!("nothing changed since {since}"))),
        _ if !report.checked.documents.is_empty() => None,
        1 => Some(Note::new(format!("the one file that changed since {since} is no document"))),
        files => {
            Some(Note::new(format!("none of the {files} files that changed since {since} is a document")))
        }
    }
}

fn print(place: &Place, arguments: &Check, outputs: &[Output], fixed: &Fixed) -> Result<()> {
    let report = &fixed.report;
    if let Some(text) = &fixed.text {
        terminal::print_exactly(text)?;
    }
    let only_counts = arguments.statistics && arguments.output_format.is_empty();
    for output in outputs.iter().filter(|_| !only_counts) {
        let options =
            RenderOptions { colour: place.colour && output.file.is_none(), ..RenderOptions::default() };
        let rendered = render(report, output.format, &options);
        match (&output.file, &fixed.text) {
            // Standard output holds the fixed text.
            (None, Some(_)) => terminal::say(&rendered),
            _ => outputs::write(output, &rendered)?,
        }
    }
    if arguments.statistics {
        print_counts(report, only_counts, outputs, fixed.text.is_some())?;
    }
    say_unread(report);
    Ok(())
}

/// The findings of each rule; on standard error where standard output is for a program.
fn print_counts(report: &Report, alone: bool, outputs: &[Output], text_is_printed: bool) -> Result<()> {
    let mut text = String::new();
    if !report.diagnostics.is_empty() {
        text.push_str(&statistics_table(report));
    }
    if alone {
        for note in &report.notes {
            let about = note.path.as_ref().map_or(String::new(), |path| format!("{path}: "));
            text.push_str(&format!("note: {about}{}\n", note.message));
        }
        text.push_str(&format!("{}\n", report.summary().sentence()));
    }
    let to_program = outputs.iter().any(|output| output.file.is_none() && !output.format.is_for_people());
    if to_program || text_is_printed {
        terminal::say(&text);
    } else if !text.is_empty() {
        terminal::print(&text)?;
    }
    Ok(())
}

/// Adds the report to the summary of the job, where a step of GitHub Actions runs this.
fn summarise(report: &Report) -> Result<()> {
    use std::io::Write;
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    // Other commands of the step write to the same file.
    let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
    let written = file
        .and_then(|mut file| file.write_all(abide_diagnostics::render::github_summary(report).as_bytes()));
    written.with_context(|| {
        format!(
            "the job summary `{}` ($GITHUB_STEP_SUMMARY) was not written",
            std::path::Path::new(&path).display()
        )
    })
}

/// Says which files could not be read; the others were checked all the same.
fn say_unread(report: &Report) {
    for problem in &report.unread {
        let path = problem.path.as_deref().unwrap_or_default();
        terminal::say(&format!("error: {path}: {}", problem.message));
    }
}

fn exit(report: &Report) -> Exit {
    if !report.unread.is_empty() {
        return Exit::CouldNotRun;
    }
    let counts = report.diagnostics.iter().any(|found| found.severity > Severity::Info);
    if counts { Exit::Findings } else { Exit::Ok }
}

/// The whole repository, of which only the named files are asked about.
fn named_only(place: &Place, arguments: &Check) -> OpenRequest {
    let mut request = place.open(&arguments.paths);
    let root = place.root(&request.paths);
    let named = walk(&root, &request.paths, |_| true).files;
    request.only = Some(named.into_iter().map(|file| file.path).collect());
    request.paths = vec![root.folder().to_owned()];
    request
}

fn request(place: &Place, arguments: &Check) -> Result<OpenRequest> {
    if arguments.force_exclude {
        return Ok(named_only(place, arguments));
    }
    let Some(name) = &arguments.stdin_filename else { return Ok(place.open(&arguments.paths)) };
    let path = place.current.join(name);
    ensure!(
        !path.is_dir(),
        "`{}` is a folder; --stdin-filename names the file that the text would be in",
        name.display()
    );
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
    let text = abide_syntax::decode(bytes).map_err(|error| anyhow!("standard input is {error}"))?;
    let mut request = place.open(std::slice::from_ref(name));
    request.buffer = Some((path, text));
    Ok(request)
}

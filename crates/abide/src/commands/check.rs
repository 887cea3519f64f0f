//! `abide check`.

use super::{Place, outputs};
use crate::Exit;
use crate::cli::Check;
use abide_diagnostics::{OutputFormat, RenderOptions, Report, Severity, render, statistics_table};
use abide_workspace::check::{OpenRequest, Workspace};
use abide_workspace::files::FileProblem;
use anyhow::{Context, Result, bail};
use std::io::Read;

pub fn run(place: &Place, arguments: &Check) -> Result<Exit> {
    let outputs = outputs::parse(place, &arguments.output_format, OutputFormat::Full)?;
    if arguments.watch {
        bail!("not yet");
    }
    let request = request(place, arguments)?;
    let workspace = Workspace::open(&request)?;
    let report = workspace.check();
    for output in &outputs {
        let to_terminal = output.file.is_none();
        let options = RenderOptions { colour: place.colour && to_terminal, ..RenderOptions::default() };
        outputs::write(output, &render(&report, output.format, &options))?;
    }
    if arguments.statistics {
        eprint!("{}", statistics_table(&report));
    }
    Ok(exit(&report, &workspace.problems))
}

fn request(place: &Place, arguments: &Check) -> Result<OpenRequest> {
    let mut request = place.open(&arguments.paths);
    if let Some(name) = &arguments.stdin_filename {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
        let text = abide_syntax::decode(bytes).map_err(|error| anyhow::anyhow!("standard input is {error}"))?;
        let path = place.current.join(name);
        request.paths = vec![path.clone()];
        request.buffer = Some((path, text));
    }
    Ok(request)
}

fn exit(report: &Report, problems: &[FileProblem]) -> Exit {
    for problem in problems {
        eprintln!("error: {problem}");
    }
    if !problems.is_empty() {
        Exit::CouldNotRun
    } else if report.diagnostics.iter().any(|found| found.severity > Severity::Info) {
        Exit::Findings
    } else {
        Exit::Ok
    }
}

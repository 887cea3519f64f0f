//! `abide emit`: artifacts from the statements of specs.

use super::{Place, count};
use crate::Exit;
use crate::cli::Emit;
use crate::terminal;
use abide_emit::{Artifact, EMITTERS, Emitter, emitter};
use abide_workspace::check::{DocumentState, Workspace};
use anyhow::{Context, Result, anyhow, bail};
use std::path::{Path, PathBuf};

/// Stands for a document's file name in `--output`, and asks for one artifact a document.
const STEM: &str = "{stem}";

pub fn run(place: &Place, arguments: &Emit) -> Result<Exit> {
    let Some(name) = &arguments.artifact else {
        terminal::print(&list())?;
        return Ok(Exit::Ok);
    };
    let emitter = emitter(name).ok_or_else(|| {
        let names = EMITTERS.iter().map(|emitter| emitter.name);
        anyhow!("there is no artifact called `{name}`; {}", abide_workspace::did_you_mean(name, names))
    })?;
    if arguments.check && arguments.output.is_none() {
        bail!("`--check` compares with a file on disk: name it with `--output FILE`");
    }
    let workspace = Workspace::open(&place.open(&arguments.paths))?;
    let each = arguments.output.as_ref().is_some_and(|output| output.to_string_lossy().contains(STEM));
    let asked: Vec<&DocumentState> = workspace.asked().collect();
    let groups: Vec<&[&DocumentState]> =
        if each { asked.chunks(1).collect() } else { vec![asked.as_slice()] };
    let mut outcome = Outcome::default();
    for group in groups {
        let artifact = workspace.emit(emitter, group);
        for omission in &artifact.omitted {
            let (path, line) = (&omission.path, omission.line);
            terminal::say(&format!("left out: {path}:{line} {}: {}", omission.item, omission.reason));
        }
        if !artifact.files.is_empty() {
            deliver(place, arguments, group, &artifact, &mut outcome)?;
        }
    }
    for problem in &workspace.problems {
        terminal::say(&format!("error: {problem}"));
    }
    // Nothing is green because nothing was read.
    if outcome.files == 0 {
        let kinds: Vec<&str> = emitter.kinds.iter().map(|kind| kind.name()).collect();
        bail!(
            "nothing for `{name}` is stated in {}: it is made of statements of the kind {}; `abide model` shows what was read",
            count(asked.len(), "document"),
            kinds.join(", ")
        );
    }
    if arguments.output.is_some() {
        terminal::say(&outcome.sentence(arguments.check));
    }
    Ok(match (workspace.problems.is_empty(), outcome.different) {
        (false, _) => Exit::CouldNotRun,
        (true, 0) => Exit::Ok,
        (true, _) => Exit::Findings,
    })
}

/// What became of the files.
#[derive(Default)]
struct Outcome {
    files: usize,
    written: usize,
    different: usize,
}

impl Outcome {
    fn sentence(&self, check: bool) -> String {
        match (check, self.different, self.written) {
            (true, 0, _) => format!("{} as the specification says", count(self.files, "file")),
            (true, different, _) => {
                format!("{different} of {} not as the specification says", count(self.files, "file"))
            }
            (false, _, 0) => format!("{} already as the specification says", count(self.files, "file")),
            (false, _, written) => format!("{} written", count(written, "file")),
        }
    }
}

fn deliver(
    place: &Place,
    arguments: &Emit,
    group: &[&DocumentState],
    artifact: &Artifact,
    outcome: &mut Outcome,
) -> Result<()> {
    outcome.files += artifact.files.len();
    let Some(output) = &arguments.output else {
        let [file] = artifact.files.as_slice() else {
            let names: Vec<&str> = artifact.files.iter().map(|file| file.name.as_str()).collect();
            bail!(
                "this artifact has {} ({}): name a folder for them with `--output FOLDER/`",
                count(names.len(), "file"),
                names.join(", ")
            );
        };
        return terminal::print_exactly(&file.text);
    };
    for (path, file) in destinations(place, output, group, artifact).into_iter().zip(&artifact.files) {
        let shown = place.typed(&path);
        let on_disk = std::fs::read(&path).ok();
        if on_disk.as_deref() == Some(file.text.as_bytes()) {
            continue;
        }
        if arguments.check {
            outcome.different += 1;
            let old = on_disk.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            if old.is_none() {
                terminal::say(&format!("{shown} is not there"));
            }
            terminal::print_exactly(&abide_diagnostics::diff(&shown, &old.unwrap_or_default(), &file.text))?;
            continue;
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("the folder `{}` cannot be made", place.typed(folder)))?;
        }
        abide_workspace::files::write(&shown.into(), &path, file.text.as_bytes())?;
        outcome.written += 1;
    }
    Ok(())
}

/// Where each file of an artifact goes: `--output` itself for the only one, else below it.
fn destinations(place: &Place, output: &Path, group: &[&DocumentState], artifact: &Artifact) -> Vec<PathBuf> {
    let text = output.to_string_lossy();
    let stem = group.first().and_then(|state| state.file.absolute.file_stem()).unwrap_or_default();
    let path = place.current.join(text.replace(STEM, &stem.to_string_lossy()));
    let folder =
        text.ends_with(['/', std::path::MAIN_SEPARATOR]) || path.is_dir() || artifact.files.len() > 1;
    let file = |name: &str| if folder { path.join(name) } else { path.clone() };
    artifact.files.iter().map(|each| file(&each.name)).collect()
}

fn list() -> String {
    let row = |emitter: &&Emitter| (emitter.name, emitter.summary());
    let rows: Vec<(&str, String)> = EMITTERS.iter().map(row).collect();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    rows.iter().map(|(name, summary)| format!("{name:width$}  {summary}\n")).collect()
}

//! Runs all rules over folders of real documents and prints every finding on a line, so that they can be judged.
//!
//! `cargo run --release -p abide-rules --example measure -- [--all] [--rule NAME]… FOLDER[=TEMPLATE]…`
//!
//! The template of a folder is the Markdown file under its `_template`, the file given behind `=`, or the built-in one
//! given there by name. `--all` also runs the rules that are off by default.

#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

use abide_diagnostics::Severity;
use abide_rules::{Context, Files, Governing, Level, RULES, RuleSettings, Settings, check};
use abide_syntax::{Anchors, Document};
use abide_template::{
    Alignment, Contribution, KeptLine, Outline, Schema, Siblings, Written, align, builtin, infer,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Documents that share less with their template are not governed by it.
const LEAST_COVERAGE: f32 = 0.3;

fn main() -> ExitCode {
    let mut all = false;
    let mut only = Vec::new();
    let mut folders = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--all" => all = true,
            "--rule" => only.extend(arguments.next()),
            _ => folders.push(argument),
        }
    }
    if folders.is_empty() {
        eprintln!("usage: measure [--all] [--rule NAME]… FOLDER[=TEMPLATE]…");
        return ExitCode::from(2);
    }
    let mut settings = Settings::default();
    for rule in RULES {
        let wanted = only.is_empty() || only.iter().any(|name| name == rule.name);
        let level = match rule.default {
            _ if !wanted => Level::Off,
            None if all || !only.is_empty() => Level::At(Severity::Info),
            None => Level::Off,
            Some(severity) => Level::At(severity),
        };
        settings
            .rules
            .insert(rule.name.to_owned(), RuleSettings { level: Some(level), ..RuleSettings::default() });
    }
    let mut totals = Totals::default();
    for folder in &folders {
        let (folder, template) =
            folder.split_once('=').map_or((folder.as_str(), None), |(a, b)| (a, Some(b)));
        if let Err(problem) = measure(Path::new(folder), template, &settings, &mut totals) {
            eprintln!("{folder}: {problem}");
            return ExitCode::from(2);
        }
    }
    eprintln!("{} documents, {} governed", totals.documents, totals.governed);
    for (rule, (findings, documents)) in &totals.rules {
        eprintln!("{rule:24} {findings:6} findings in {documents:5} documents");
    }
    ExitCode::SUCCESS
}

#[derive(Default)]
struct Totals {
    documents: usize,
    governed: usize,
    rules: BTreeMap<&'static str, (usize, usize)>,
}

struct Read {
    path: Arc<str>,
    document: Document,
    outline: Outline,
    alignment: Alignment,
    kept: Vec<KeptLine>,
    written: Option<Written>,
}

fn measure(
    root: &Path,
    template: Option<&str>,
    settings: &Settings,
    totals: &mut Totals,
) -> Result<(), String> {
    let mut files = Vec::new();
    walk(root, &mut files).map_err(|error| error.to_string())?;
    files.sort();
    let (templates, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.components().any(|part| part.as_os_str() == "_template"));
    let text = match (template, templates.first()) {
        (Some(name), _) => match builtin::get(name) {
            Some(builtin) => builtin.text.to_owned(),
            None => fs::read_to_string(name).map_err(|error| format!("{name}: {error}"))?,
        },
        (None, Some(file)) => fs::read_to_string(file).map_err(|error| error.to_string())?,
        (None, None) => return Err("no template; name one: FOLDER=TEMPLATE".to_owned()),
    };
    let template = Document::parse(text);
    let schema = infer("measured", &template);
    let mut siblings = Siblings::default();
    let mut governed = Vec::new();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        totals.documents += 1;
        let document = Document::parse(text);
        let outline = Outline::new(&document);
        let alignment = align(&schema, &outline, &document);
        if alignment.coverage < LEAST_COVERAGE {
            continue;
        }
        let contribution = Contribution::new(&schema, &alignment, &outline, &document);
        siblings.add(&contribution);
        let path = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        governed.push(Read {
            path: path.into(),
            document,
            outline,
            alignment,
            kept: contribution.kept,
            written: contribution.written,
        });
    }
    totals.governed += governed.len();
    let files = Folder(root.to_owned());
    for read in &governed {
        report(root, read, &schema, &template, &siblings, settings, &files, totals);
    }
    Ok(())
}

#[allow(clippy::too_many_arguments)]
fn report(
    root: &Path,
    read: &Read,
    schema: &Schema,
    template: &Document,
    siblings: &Siblings,
    settings: &Settings,
    files: &Folder,
    totals: &mut Totals,
) {
    let context = Context {
        path: &read.path,
        document: &read.document,
        outline: &read.outline,
        governing: Some(Governing {
            path: None,
            schema,
            template,
            alignment: &read.alignment,
            kept: &read.kept,
            written: read.written,
            siblings,
        }),
        settings,
        files,
    };
    let mut found = check(&context).diagnostics;
    found.sort_by(|one, other| one.report_order(other));
    let mut seen = Vec::new();
    for finding in found {
        let (line, path) = (read.document.line(finding.range.start), root.join(&*read.path));
        let help = finding.help.unwrap_or_default();
        println!(
            "{}:{line}\t{}\t{}\t{}\t{help}",
            path.display(),
            finding.severity,
            finding.rule,
            finding.message
        );
        let (findings, documents) = totals.rules.entry(finding.rule).or_default();
        *findings += 1;
        *documents += usize::from(!seen.contains(&finding.rule));
        seen.push(finding.rule);
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}

/// The files of a folder; a corpus is rarely a whole repository.
struct Folder(PathBuf);

impl Files for Folder {
    fn exists(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }

    fn is_folder(&self, path: &str) -> bool {
        self.0.join(path).is_dir()
    }

    fn has_kind(&self, folder: &str, extension: &str) -> bool {
        let entries = fs::read_dir(self.0.join(folder)).into_iter().flatten().flatten();
        entries.into_iter().any(|entry| entry.path().extension().is_some_and(|found| found == extension))
    }

    fn anchors(&self, path: &str) -> Option<Arc<Anchors>> {
        let text = fs::read_to_string(self.0.join(path)).ok()?;
        Some(Arc::new(Anchors::new(&Document::parse(text))))
    }

    fn is_complete(&self) -> bool {
        false
    }
}

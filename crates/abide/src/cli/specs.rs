//! The arguments of the commands that write and read specifications.

use super::{FIXES, OUTPUT, WHAT};
use crate::suggest::{Formats, Suggested};
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// `abide init`
#[derive(Args, Debug)]
pub struct Init {
    /// Write only what coding agents need to know: a block in AGENTS.md, and a skill.
    #[arg(long)]
    pub agents: bool,
    /// Overwrite an `abide.toml` that is there; with `--agents`, a skill that reads otherwise.
    #[arg(long)]
    pub force: bool,
    /// Print what would be written, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// `abide new`
#[derive(Args, Debug)]
pub struct New {
    /// A template: one of the repository's by path or name, or a built-in one (`abide template list`).
    #[arg(value_parser = Suggested::templates(), hide_possible_values = true)]
    pub template: String,
    /// The title of the new spec.
    pub title: String,
    /// Where to write it; by default a name from the title beside the other specs of the template.
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// The author; by default git's user name.
    #[arg(long)]
    pub author: Option<String>,
}

/// `abide template`
#[derive(Args, Debug)]
pub struct Template {
    /// What to show.
    #[command(subcommand)]
    pub command: TemplateCommand,
}

/// The commands about templates.
#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// List the repository's templates and the built-in ones.
    List {
        /// How to print: `table` or `json`.
        #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
        format: DataFormat,
    },
    /// Print a template.
    Show {
        /// The template, by name or path.
        #[arg(value_parser = Suggested::templates(), hide_possible_values = true)]
        template: String,
    },
    /// Compile any Markdown file into a schema, and say for each inference where it came from.
    Infer {
        /// The file; any name will do.
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// How to print: `table` or `json`.
        #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
        format: DataFormat,
    },
}

/// Formats of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// `abide check`
#[derive(Args, Clone, Debug, Default)]
pub struct Check {
    /// Files and folders; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Only documents that changed since this revision; without one, since the branch left its base.
    #[arg(long, value_name = "REV", num_args = 0..=1, require_equals = true, help_heading = WHAT)]
    pub changed: Option<Option<String>>,
    /// Take only files that `abide.toml` does not leave out, also of those that are named: for hooks that name every file.
    #[arg(long, conflicts_with_all = ["changed", "stdin_filename"], help_heading = WHAT)]
    pub force_exclude: bool,
    /// Read one document from standard input, as if it were this file.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = WHAT)]
    #[arg(conflicts_with_all = ["paths", "changed"])]
    pub stdin_filename: Option<PathBuf>,
    /// Report only what this file does not hold; written if it is not there.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = WHAT)]
    pub baseline: Option<PathBuf>,
    /// Check again whenever a file changes.
    #[arg(long, conflicts_with_all = ["fix", "diff", "stdin_filename"], help_heading = WHAT)]
    pub watch: bool,
    /// Apply safe fixes to the files; with `--stdin-filename`, print the fixed text.
    #[arg(long, help_heading = FIXES)]
    pub fix: bool,
    /// Also consider fixes that may change what a document means.
    #[arg(long, help_heading = FIXES)]
    pub unsafe_fixes: bool,
    /// Show what `--fix` would change, and change nothing.
    #[arg(long, conflicts_with = "fix", help_heading = FIXES)]
    pub diff: bool,
    /// How to print: full, concise, grouped, json, json-lines, sarif, junit, github, gitlab or agent; `FORMAT=FILE`
    /// writes to a file. May be given several times.
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = Formats::of_findings(), help_heading = OUTPUT)]
    #[arg(hide_possible_values = true)]
    pub output_format: Vec<String>,
    /// Print the number of findings per rule; in place of the findings, unless `--output-format` asks for them.
    #[arg(long, help_heading = OUTPUT)]
    pub statistics: bool,
}

/// `abide explain`
#[derive(Args, Debug)]
pub struct Explain {
    /// The name of a rule, a kind, a probe or an artifact; without one, all are listed.
    #[arg(value_parser = Suggested::pages(), hide_possible_values = true)]
    pub name: Option<String>,
}

/// `abide model`
#[derive(Args, Debug)]
pub struct Model {
    /// Files and folders; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How to print: `table` or `json`.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: DataFormat,
    /// Only items of this kind. May be given several times.
    #[arg(long, value_name = "KIND", value_parser = Suggested::kinds(), hide_possible_values = true)]
    pub kind: Vec<String>,
    /// All of one item: its id (`PATH#ID` where several documents have it) or `PATH:LINE`.
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// The blocks that no reader understood, each with the reason; in JSON, beside the items.
    #[arg(long, conflicts_with_all = ["kind", "id"])]
    pub unread: bool,
}

/// `abide search`
#[derive(Args, Debug)]
pub struct Search {
    /// Words, in any order; the last may be the beginning of one.
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Only `document`, `section`, or items of a kind. May be given several times.
    #[arg(long, value_name = "KIND", value_parser = Suggested::sorts(), hide_possible_values = true)]
    pub kind: Vec<String>,
    /// How many hits to print.
    #[arg(long, value_name = "NUMBER", default_value = "20")]
    pub limit: usize,
    /// How to print: `table` or `json`.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: DataFormat,
}

/// `abide emit`
#[derive(Args, Debug)]
pub struct Emit {
    /// The artifact; without one, all are listed.
    #[arg(value_parser = Suggested::artifacts(), hide_possible_values = true)]
    pub artifact: Option<String>,
    /// Files and folders, which together make one artifact; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Write to this file, or below this folder; by default to standard output. `{stem}` stands for a document's file name and
    /// asks for one artifact a document.
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Write nothing, and show how the files on disk differ.
    #[arg(long)]
    pub check: bool,
}

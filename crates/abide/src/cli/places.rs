//! The arguments of the commands that show and compare.

use super::DataFormat;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// `abide serve`
#[derive(Args, Debug)]
pub struct Serve {
    /// Files and folders; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Where to listen; port 0 takes any free one. Beyond this machine, only whoever has the token is answered.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7340")]
    pub address: String,
    /// Answer only whoever has this token, on this machine too; beyond it, one is made where none is given.
    #[arg(long, value_name = "TOKEN", env = "ABIDE_PORTAL_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// Open it in the browser.
    #[arg(long)]
    pub open: bool,
}

/// `abide export`
#[derive(Args, Debug)]
pub struct Export {
    /// Files and folders; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The file to write.
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
}

/// `abide trace`
#[derive(Args, Debug)]
pub struct Trace {
    /// Files and folders of specs; by default the current folder. Code is looked for in the whole repository.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Exit with 1 where a requirement that binds has no test, or a mark names no statement.
    #[arg(long)]
    pub strict: bool,
    /// Show only requirements without a test, and marks that name no statement.
    #[arg(long)]
    pub gaps: bool,
    /// How to print: `table` or `json`.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: DataFormat,
}

/// `abide diff`
#[derive(Args, Debug)]
pub struct Diff {
    /// The git revision; the files are compared with the point where this branch left it.
    #[arg(value_name = "REV")]
    pub revision: String,
    /// Files and folders; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Show only statements that promise less than before.
    #[arg(long)]
    pub weakened: bool,
    /// Exit with 1 where a change breaks users; with `--weakened`, where a statement promises less.
    #[arg(long)]
    pub strict: bool,
    /// How to print: `table` or `json`.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: DataFormat,
}

/// `abide report`
#[derive(Args, Debug)]
pub struct Report {
    /// The git revision; the files are compared with the point where this branch left it.
    #[arg(value_name = "REV")]
    pub revision: String,
    /// Files and folders; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How to print: `markdown` or `json`.
    #[arg(long, value_name = "FORMAT", default_value = "markdown", hide_possible_values = true)]
    pub format: ReportFormat,
}

/// Formats of `abide report`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For a comment.
    Markdown,
    /// For programs.
    Json,
}

/// `abide completions`
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell.
    pub shell: clap_complete::Shell,
}

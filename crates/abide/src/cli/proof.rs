//! The arguments of the commands that try statements and tell what was found.

use super::{DataFormat, HOW, WHICH};
use crate::suggest::Formats;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// `abide verify`
#[derive(Args, Debug)]
pub struct Verify {
    /// Files and folders; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The target by its name in `abide.toml`, or the url of a running system; by default the only one.
    #[arg(long, value_name = "NAME|URL")]
    pub target: Option<String>,
    /// How to print: full or json; `FORMAT=FILE` writes to a file. May be given several times.
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = Formats::of_runs(), hide_possible_values = true)]
    pub output_format: Vec<String>,
    /// Print what would be tried, and try nothing.
    #[arg(long)]
    pub plan: bool,
    /// Run the commands of these specs without `abide trust`.
    #[arg(long)]
    pub allow_run: bool,
    /// Only items whose ids, alone or as `PATH#ID`, begin so. May be given several times.
    #[arg(long, value_name = "ID", help_heading = WHICH)]
    pub only: Vec<String>,
    /// Only one part of the items, such as `1/3`: several machines share a run, and store it in one ledger.
    #[arg(long, value_name = "I/N", help_heading = WHICH)]
    pub shard: Option<abide_verify::Shard>,
    /// What varied data is derived from; a run with the same seed sends the same. By default 1.
    #[arg(long, value_name = "NUMBER", help_heading = HOW)]
    pub seed: Option<u64>,
    /// How much load is put on the target for statements about speed: `off`, `quick` (a few seconds each), or `full` (as the
    /// statement says).
    #[arg(long, value_name = "LOAD", default_value = "quick", hide_possible_values = true, help_heading = HOW)]
    pub load: abide_verify::load::Load,
    /// Try each command that passes once more in an empty folder with the target ended: one that passes there too proves
    /// nothing.
    #[arg(long, help_heading = HOW)]
    pub controls: bool,
}

/// `abide status`
#[derive(Args, Debug)]
pub struct Status {
    /// Files and folders; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How to print: `table` or `json`.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: DataFormat,
    /// Also what has changed since then: `7d`, `12h`, or a date.
    #[arg(long, value_name = "DURATION|DATE")]
    pub since: Option<String>,
}

/// `abide why`
#[derive(Args, Debug)]
pub struct Why {
    /// The statement: its id (`PATH#ID` where several documents have it), as short as only it begins so, or `PATH:LINE`.
    pub id: String,
    /// How to print: `table` or `json`.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: DataFormat,
}

/// `abide next`
#[derive(Args, Debug)]
pub struct Next {
    /// Files and folders; by default the current folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Pass over so many of those that wait.
    #[arg(long, value_name = "NUMBER", default_value = "0")]
    pub skip: usize,
    /// How many tokens the answer may cost a language model, about: 400 to 20000, by default 4000.
    #[arg(long, value_name = "TOKENS")]
    pub budget: Option<usize>,
    /// How to print: `table` or `json`.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: DataFormat,
}

/// `abide context`
#[derive(Args, Debug)]
pub struct Context {
    /// The statement: its id (`PATH#ID` where several documents have it), as short as only it begins so, or `PATH:LINE`.
    pub id: String,
    /// How many tokens the answer may cost a language model, about: 400 to 20000, by default 4000.
    #[arg(long, value_name = "TOKENS")]
    pub budget: Option<usize>,
    /// How to print: `table` or `json`.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: DataFormat,
}

/// `abide attest`
#[derive(Args, Debug)]
pub struct Attest {
    /// The statement: its id (`PATH#ID` where several documents have it), as short as only it begins so, or `PATH:LINE`.
    pub id: String,
    /// Who vouches.
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// The last day that it holds; the statement is stale after it.
    #[arg(long, value_name = "DATE")]
    pub until: String,
    /// What they have seen.
    #[arg(long, value_name = "TEXT")]
    pub note: String,
}

/// `abide trust`
#[derive(Args, Debug)]
pub struct Trust {
    /// The specs whose commands may run.
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub paths: Vec<PathBuf>,
    /// Take trust back.
    #[arg(long)]
    pub revoke: bool,
    /// Trust without asking.
    #[arg(long)]
    pub yes: bool,
}

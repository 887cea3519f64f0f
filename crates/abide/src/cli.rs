//! The arguments of every command. Help, completions, the man page and `docs/commands.md` come from here.

use crate::suggest::{Formats, Suggested};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

// Headings that group the options in the help.
const EVERYWHERE: &str = "Options of every command";
const WHAT: &str = "What to check";
const FIXES: &str = "Fixes";
const WHICH: &str = "Which statements";
const HOW: &str = "How to try them";
const OUTPUT: &str = "Output";

/// Keeps a system true to its specification.
///
/// Abide reads the Markdown specs that a team already writes, from whatever template, says what is missing or unfilled in
/// them, and proves, statement by statement, that the real system does what they say.
#[derive(Debug, Parser)]
#[command(name = "abide", version, max_term_width = 110, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Arguments of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Arguments of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = EVERYWHERE)]
pub struct Global {
    /// When to use colour: auto (on a terminal), always or never; NO_COLOR is honoured.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub color: ColorChoice,
    /// Use this configuration instead of the nearest `abide.toml`.
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Work as if started in this folder.
    #[arg(long, short = 'C', global = true, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub directory: Option<PathBuf>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find this repository's templates and specs, and write an `abide.toml`.
    Init(Init),
    /// Start a new spec from a template.
    New(New),
    /// Show templates as schemas.
    Template(Template),
    /// Say what is missing, unfilled or broken in specs.
    Check(Check),
    /// Print the page of a rule, a kind of item, a probe or an artifact.
    Explain(Explain),
    /// Print the typed statements of specs.
    Model(Model),
    /// Find documents, sections and statements by their words.
    Search(Search),
    /// Write an artifact from the statements of specs: an OpenAPI document, a database schema, a diagram …
    Emit(Emit),
    /// Prove statements of specs against the running system.
    Verify(Verify),
    /// Show the board: every spec, the verdicts of its statements, and what needs you.
    Status(Status),
    /// Show why a statement has its verdict: the chain from the sentence to what was sent and seen.
    Why(Why),
    /// Show the statement that is most worth working on, with what that takes.
    Next(Next),
    /// Show all around a statement: its evidence, findings, what it names, code and neighbours.
    Context(Context),
    /// Show specs, verdicts and evidence in a browser: the portal.
    Serve(Serve),
    /// Write the portal into one HTML file that works offline.
    Export(Export),
    /// Vouch for a statement that no probe can try.
    Attest(Attest),
    /// Show which code and which tests name each requirement.
    Trace(Trace),
    /// Show what changed in specs since a git revision, statement by statement: what breaks users, and what promises less.
    Diff(Diff),
    /// Write the comment for a pull request: what changed since a git revision, and what that did to verdicts and findings.
    Report(Report),
    /// Allow the commands that a spec's checks hold to run on this machine.
    Trust(Trust),
    /// Serve an editor over standard input and output, by the Language Server Protocol.
    Lsp,
    /// Answer coding agents over standard input and output, by the Model Context Protocol.
    Mcp,
    /// Print a completion script for a shell.
    Completions(Completions),
    /// Print the manual page.
    Man,
}

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

/// `abide completions`
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell.
    pub shell: clap_complete::Shell,
}

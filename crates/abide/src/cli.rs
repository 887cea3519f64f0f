//! The arguments of every command. Help, completions, the man page and `docs/commands.md` come from here.

mod places;
mod proof;
mod specs;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

pub use places::{Completions, Diff, Export, Report, ReportFormat, Serve, Trace};
pub use proof::{Attest, Context, Next, Status, Trust, Verify, Why};
pub use specs::{Check, DataFormat, Emit, Explain, Init, Model, New, Search, Template, TemplateCommand};

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
    ///
    /// Statements are the items that `abide model` shows, and each sentence, entry or row beside them of which something can be tried.
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

//! One file for each output format.

mod agent;
mod concise;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod grouped;
pub mod json;
mod junit;
pub mod markdown;
mod sarif;
mod text;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

pub use github::summary as github_summary;

use crate::Report;

/// How a report is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum OutputFormat {
    /// With an excerpt of the document under each finding.
    #[default]
    Full,
    /// One line for each finding.
    Concise,
    /// One line for each finding, under its document.
    Grouped,
    /// One JSON document.
    Json,
    /// One JSON document on each line.
    JsonLines,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
    /// Plain lines for coding agents.
    Agent,
}

impl OutputFormat {
    /// Every format, in the order of the documentation.
    pub const ALL: [OutputFormat; 10] = [
        OutputFormat::Full,
        OutputFormat::Concise,
        OutputFormat::Grouped,
        OutputFormat::Json,
        OutputFormat::JsonLines,
        OutputFormat::Sarif,
        OutputFormat::Junit,
        OutputFormat::Github,
        OutputFormat::Gitlab,
        OutputFormat::Agent,
    ];

    /// The name on the command line and in settings.
    pub fn name(self) -> &'static str {
        match self {
            OutputFormat::Full => "full",
            OutputFormat::Concise => "concise",
            OutputFormat::Grouped => "grouped",
            OutputFormat::Json => "json",
            OutputFormat::JsonLines => "json-lines",
            OutputFormat::Sarif => "sarif",
            OutputFormat::Junit => "junit",
            OutputFormat::Github => "github",
            OutputFormat::Gitlab => "gitlab",
            OutputFormat::Agent => "agent",
        }
    }

    /// What it is for, in one line.
    pub fn description(self) -> &'static str {
        match self {
            OutputFormat::Full => "for people: each finding with an excerpt, help and fix",
            OutputFormat::Concise => "for people and editors: `path:line:column: severity[rule] message`",
            OutputFormat::Grouped => "for people: the findings of each document under its path",
            OutputFormat::Json => "for programs: one document with findings, notes and summary",
            OutputFormat::JsonLines => "for programs: one finding on each line",
            OutputFormat::Sarif => "for code scanning: SARIF 2.1.0",
            OutputFormat::Junit => "for test reports: JUnit XML, one suite for each document",
            OutputFormat::Github => {
                "for GitHub Actions: annotations, the most severe first, and the job summary"
            }
            OutputFormat::Gitlab => "for GitLab: a code quality report",
            OutputFormat::Agent => "for coding agents: plain lines, no excerpts, counts at the end",
        }
    }

    /// Whether people read it, so that colour and progress make sense.
    pub fn is_for_people(self) -> bool {
        matches!(self, OutputFormat::Full | OutputFormat::Concise | OutputFormat::Grouped)
    }
}

impl fmt::Display for OutputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no output format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownFormat(pub String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = OutputFormat::ALL.map(OutputFormat::name).join(", ");
        write!(f, "unknown output format `{}`: use one of {names}", self.0)
    }
}

impl std::error::Error for UnknownFormat {}

impl FromStr for OutputFormat {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = OutputFormat::ALL.into_iter().find(|format| format.name() == name);
        known.ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// What a format for people needs to know of the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RenderOptions {
    /// Whether to write ANSI colours.
    pub colour: bool,
    /// The width of the terminal, in columns.
    pub width: usize,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self { colour: false, width: 140 }
    }
}

/// Writes `report` in `format`; the same report always gives the same text.
pub fn render(report: &Report, format: OutputFormat, options: &RenderOptions) -> String {
    match format {
        OutputFormat::Full => full::render(report, options),
        OutputFormat::Concise => concise::render(report, options),
        OutputFormat::Grouped => grouped::render(report, options),
        OutputFormat::Json => json::render(report),
        OutputFormat::JsonLines => json::render_lines(report),
        OutputFormat::Sarif => sarif::render(report),
        OutputFormat::Junit => junit::render(report),
        OutputFormat::Github => github::render(report),
        OutputFormat::Gitlab => gitlab::render(report),
        OutputFormat::Agent => agent::render(report),
    }
}

//! JSON: one document, or one finding on each line. The types are the published schema.

use schemars::JsonSchema;
use serde::Serialize;

use abide_syntax::TextRange;

use crate::{Applicability, Diagnostic, Report, Severity, Summary, fingerprints};

/// The version of the document; it rises when a consumer could break.
pub const VERSION: u32 = 1;

/// The report of `abide check --output-format json`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Abide report")]
struct Document<'a> {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// What wrote it.
    tool: Tool<'a>,
    /// The findings, ordered by path, start and rule.
    diagnostics: Vec<Finding<'a>>,
    /// What is said once and is not a finding.
    notes: Vec<Note<'a>>,
    /// Files and folders that could not be read, so that nothing is known of them.
    unread: Vec<Note<'a>>,
    /// The counts.
    summary: Summary,
}

/// What wrote the report.
#[derive(Serialize, JsonSchema)]
struct Tool<'a> {
    /// Always `abide`.
    name: &'a str,
    /// Its version.
    version: &'a str,
}

/// One finding.
#[derive(Serialize, JsonSchema)]
struct Finding<'a> {
    /// The name of the rule that found it.
    rule: &'a str,
    /// How bad it is, as configured.
    severity: Severity,
    /// The document, relative to the repository, with `/` separators.
    path: &'a str,
    /// Where it starts; null when it is about the document as a whole.
    start: Option<Position>,
    /// One past where it ends; null when it is about the document as a whole.
    end: Option<Position>,
    /// What is wrong.
    message: &'a str,
    /// A short text for the range itself.
    label: Option<&'a str>,
    /// The headings above it, outermost first.
    section: &'a [String],
    /// What to do next.
    help: Option<&'a str>,
    /// Other places that matter.
    related: Vec<Related<'a>>,
    /// Edits that mend it.
    fix: Option<Fix<'a>>,
    /// Stays the same when the document changes elsewhere or is renamed; unique in the document.
    fingerprint: &'a str,
}

/// A place in a document.
#[derive(Serialize, JsonSchema)]
struct Position {
    /// Line, from 1.
    #[schemars(range(min = 1))]
    line: u32,
    /// Column, from 1, in characters (Unicode scalar values).
    #[schemars(range(min = 1))]
    column: u32,
    /// Offset, from 0, in bytes of the document decoded to UTF-8.
    offset: u32,
}

/// A second place that helps to understand a finding.
#[derive(Serialize, JsonSchema)]
struct Related<'a> {
    /// The document, relative to the repository.
    path: &'a str,
    /// Where it starts; null for the document as a whole.
    start: Option<Position>,
    /// One past where it ends; null for the document as a whole.
    end: Option<Position>,
    /// What it has to do with the finding.
    message: &'a str,
}

/// Edits that mend a finding, to be applied together or not at all.
#[derive(Serialize, JsonSchema)]
struct Fix<'a> {
    /// What it does.
    title: &'a str,
    /// Whether it may change what the document says.
    applicability: Applicability,
    /// The edits, all in the document of the finding.
    edits: Vec<Edit<'a>>,
}

/// One replacement; an empty range inserts.
#[derive(Serialize, JsonSchema)]
struct Edit<'a> {
    /// Where the replaced text starts.
    start: Position,
    /// One past where it ends.
    end: Position,
    /// What stands there afterwards.
    replacement: &'a str,
}

/// Something said once that is not a finding.
#[derive(Serialize, JsonSchema)]
struct Note<'a> {
    /// The document that it is about; null when it is about the run.
    path: Option<&'a str>,
    /// What is said.
    message: &'a str,
}

fn notes(notes: &[crate::Note]) -> Vec<Note<'_>> {
    notes.iter().map(|note| Note { path: note.path.as_deref(), message: &note.message }).collect()
}

/// The whole report as one JSON document.
pub(super) fn render(report: &Report) -> String {
    let fingerprints = fingerprints(report);
    pretty(&Document {
        version: VERSION,
        tool: Tool { name: "abide", version: &report.tool_version },
        diagnostics: findings(report, &fingerprints),
        notes: notes(&report.notes),
        unread: notes(&report.unread),
        summary: report.summary(),
    })
}

/// Each finding as a JSON document on a line of its own.
pub(super) fn render_lines(report: &Report) -> String {
    let fingerprints = fingerprints(report);
    let lines =
        findings(report, &fingerprints).into_iter().map(|finding| written(serde_json::to_string(&finding)));
    lines.collect()
}

/// The JSON Schema of the document of `--output-format json`.
///
/// Its `$defs` holds `Finding`, the shape of each line of `--output-format json-lines`.
pub fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Document<'_>>().to_value()
}

/// Indented JSON with a line break at the end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    written(serde_json::to_string_pretty(value))
}

// Our types hold only strings, numbers and lists, which serde_json always writes.
fn written(json: serde_json::Result<String>) -> String {
    match json {
        Ok(json) => json + "\n",
        Err(error) => format!("The JSON could not be written: {error}\n"),
    }
}

fn findings<'a>(report: &'a Report, fingerprints: &'a [String]) -> Vec<Finding<'a>> {
    let numbered = report
        .order()
        .into_iter()
        .filter_map(|index| Some(finding(report, report.diagnostics.get(index)?, fingerprints.get(index)?)));
    numbered.collect()
}

fn finding<'a>(report: &Report, diagnostic: &'a Diagnostic, fingerprint: &'a str) -> Finding<'a> {
    let path = &diagnostic.path;
    let (start, end) = range(report, path, diagnostic.range);
    Finding {
        rule: diagnostic.rule,
        severity: diagnostic.severity,
        path,
        start,
        end,
        message: &diagnostic.message,
        label: diagnostic.label.as_deref(),
        section: &diagnostic.section,
        help: diagnostic.help.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|related| {
                let (start, end) = range(report, &related.path, related.range);
                Related { path: &related.path, start, end, message: &related.message }
            })
            .collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            applicability: fix.applicability,
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit {
                    start: position(report, path, edit.range.start),
                    end: position(report, path, edit.range.end),
                    replacement: &edit.replacement,
                })
                .collect(),
        }),
        fingerprint,
    }
}

fn range(report: &Report, path: &str, range: TextRange) -> (Option<Position>, Option<Position>) {
    if range == TextRange::default() {
        return (None, None);
    }
    (Some(position(report, path, range.start)), Some(position(report, path, range.end)))
}

fn position(report: &Report, path: &str, offset: u32) -> Position {
    let at = report.line_column(path, offset);
    Position { line: at.line, column: at.column, offset }
}

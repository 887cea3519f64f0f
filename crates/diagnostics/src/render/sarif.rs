//! SARIF 2.1.0, for code scanning.

use std::collections::BTreeMap;

use serde::Serialize;

use abide_syntax::TextRange;

use super::text::{inline, message_and_help};
use crate::{Diagnostic, Fix, Note, Report, RuleInfo, Severity, fingerprints};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const ROOT: &str = "SRCROOT";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    invocations: Vec<Invocation>,
    original_uri_base_ids: BTreeMap<&'static str, Described>,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Described {
    description: Text,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    version: &'a str,
    information_uri: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_description: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Help>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_configuration: Option<Configuration>,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Text,
    artifact_changes: [ArtifactChange<'a>; 1],
    properties: FixProperties,
}

#[derive(Serialize)]
struct FixProperties {
    applicability: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: InsertedContent<'a>,
}

#[derive(Serialize)]
struct InsertedContent<'a> {
    text: &'a str,
}

pub(super) fn render(report: &Report) -> String {
    let rules = rules(report);
    let fingerprints = fingerprints(report);
    let results = report.order().into_iter().filter_map(|index| {
        let diagnostic = report.diagnostics.get(index)?;
        let rule_index = rules.keys().position(|name| *name == diagnostic.rule)?;
        Some(outcome(report, diagnostic, rule_index, fingerprints.get(index)?))
    });
    let results = results.collect();
    super::json::pretty(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "Abide",
                    version: &report.tool_version,
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: rules.into_iter().map(|(name, info)| rule(name, info)).collect(),
                },
            },
            invocations: invocations(report),
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                Described { description: text("The root of the repository") },
            )]),
            column_kind: "unicodeCodePoints",
            results,
        }],
    })
}

// The rules that ran, and those that only a finding names, by name.
fn rules(report: &Report) -> BTreeMap<&str, Option<&RuleInfo>> {
    let mut rules: BTreeMap<&str, Option<&RuleInfo>> =
        report.diagnostics.iter().map(|diagnostic| (diagnostic.rule, None)).collect();
    rules.extend(report.rules.iter().map(|rule| (rule.name, Some(rule))));
    rules
}

fn rule<'a>(name: &'a str, info: Option<&'a RuleInfo>) -> Rule<'a> {
    let page = info.map(|info| (info.page)(info.name));
    Rule {
        id: name,
        short_description: info.map(|info| text(&info.summary)),
        // Without a viewer for Markdown, the source of the page reads well enough.
        help: page.map(|page| Help { text: page.clone(), markdown: page }),
        help_uri: info.and_then(|info| info.docs_url.as_deref()),
        default_configuration: info.map(|info| Configuration { level: level(info.severity) }),
    }
}

fn invocations(report: &Report) -> Vec<Invocation> {
    let notification = |level, note: &Note| Notification {
        level,
        message: text(&note.message),
        locations: note.path.iter().map(|path| location(report, path, TextRange::default())).collect(),
    };
    let errors = report.unread.iter().map(|note| notification("error", note));
    let notes = report.notes.iter().map(|note| notification("note", note));
    let notifications: Vec<Notification> = errors.chain(notes).collect();
    if notifications.is_empty() {
        return Vec::new();
    }
    let execution_successful = report.unread.is_empty();
    vec![Invocation { execution_successful, tool_execution_notifications: notifications }]
}

fn outcome<'a>(
    report: &Report,
    diagnostic: &'a Diagnostic,
    rule_index: usize,
    fingerprint: &'a str,
) -> Outcome<'a> {
    let mut place = location(report, &diagnostic.path, diagnostic.range);
    place.logical_locations = logical_locations(&diagnostic.section);
    let related = diagnostic.related.iter().enumerate().map(|(id, related)| Location {
        id: Some(id),
        message: Some(text(&related.message)),
        ..location(report, &related.path, related.range)
    });
    Outcome {
        rule_id: diagnostic.rule,
        rule_index,
        level: level(diagnostic.severity),
        message: text(&message_and_help(diagnostic)),
        locations: [place],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([("abide/v1", fingerprint)]),
        fixes: diagnostic.fix.iter().map(|fix| sarif_fix(report, &diagnostic.path, fix)).collect(),
    }
}

fn logical_locations(section: &[String]) -> Vec<LogicalLocation> {
    let last = section
        .last()
        .map(|name| LogicalLocation { name: name.clone(), fully_qualified_name: section.join(" > ") });
    last.into_iter().collect()
}

fn sarif_fix<'a>(report: &Report, path: &str, fix: &'a Fix) -> SarifFix<'a> {
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: region(report, path, edit.range),
        inserted_content: InsertedContent { text: &edit.replacement },
    });
    SarifFix {
        description: text(&fix.title),
        artifact_changes: [ArtifactChange {
            artifact_location: artifact(path),
            replacements: replacements.collect(),
        }],
        properties: FixProperties { applicability: fix.applicability.name() },
    }
}

fn location(report: &Report, path: &str, range: TextRange) -> Location {
    let known = range != TextRange::default();
    let region = known.then(|| region(report, path, range));
    let physical_location = PhysicalLocation { artifact_location: artifact(path), region };
    Location { id: None, physical_location, logical_locations: Vec::new(), message: None }
}

fn region(report: &Report, path: &str, range: TextRange) -> Region {
    let start = report.line_column(path, range.start);
    let end = report.line_column(path, range.end.max(range.start));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation { uri: encode(path), uri_base_id: ROOT }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

// In a SARIF message, `[text](target)` would be a link to a location of the result.
fn text(text: &str) -> Text {
    Text { text: inline(text).replace("](", "\\](") }
}

/// A relative path as a URI reference: everything but unreserved characters and `/` is percent-encoded.
fn encode(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte as char)
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_markdown_link_in_a_message_stays_text() {
        assert_eq!(text("see [this](1)").text, "see [this\\](1)");
    }

    #[test]
    fn a_path_becomes_a_relative_uri() {
        assert_eq!(encode("specs/a b#1/名:x.md"), "specs/a%20b%231/%E5%90%8D%3Ax.md");
    }
}

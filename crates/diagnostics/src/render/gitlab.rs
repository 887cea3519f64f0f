//! The code quality report of GitLab.

use serde::Serialize;

use super::text::message_and_help;
use crate::{Report, Severity, fingerprints};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(super) fn render(report: &Report) -> String {
    let fingerprints = fingerprints(report);
    let mut issues = Vec::new();
    for index in report.order() {
        let (Some(diagnostic), Some(fingerprint)) = (report.diagnostics.get(index), fingerprints.get(index))
        else {
            continue;
        };
        // GitLab requires a line, so a finding about the whole document stands at its first.
        let (begin, end) = match report.sources.get(&diagnostic.path) {
            Some(source) => source.line_span(source.fit(diagnostic.range)),
            None => (1, 1),
        };
        issues.push(Issue {
            description: message_and_help(diagnostic),
            check_name: diagnostic.rule,
            fingerprint: unique(&diagnostic.path, fingerprint),
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location { path: &diagnostic.path, lines: Lines { begin, end } },
        });
    }
    for note in &report.unread {
        let path = note.path.as_deref().unwrap_or_default();
        issues.push(Issue {
            description: note.message.clone(),
            check_name: "unread",
            fingerprint: unique(path, "unread"),
            severity: "blocker",
            location: Location { path, lines: Lines { begin: 1, end: 1 } },
        });
    }
    super::json::pretty(&issues)
}

// GitLab takes two issues of one fingerprint for the same, wherever they are.
fn unique(path: &str, fingerprint: &str) -> String {
    blake3::hash(format!("{path}\0{fingerprint}").as_bytes()).to_hex().chars().take(32).collect()
}

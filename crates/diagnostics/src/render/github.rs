//! Workflow commands of GitHub Actions: one annotation for each finding.

use super::text::{message_and_help, note_line};
use crate::{Diagnostic, Report, Severity};

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    for diagnostic in report.sorted() {
        text.push_str(&command(report, diagnostic));
    }
    for note in &report.unread {
        let file = property(note.path.as_deref().unwrap_or_default());
        text.push_str(&format!(
            "::error file={file},title=abide%3A could not be read::{}\n",
            data(&note.message)
        ));
    }
    // Notes stay plain lines of the log: GitHub shows only ten annotations of a kind for each step.
    for note in &report.notes {
        text.push_str(&format!("note: {}\n", note_line(note)));
    }
    text + &report.summary().sentence() + "\n"
}

fn command(report: &Report, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = format!("file={}", property(&diagnostic.path));
    if diagnostic.has_position() {
        let start = report.line_column(&diagnostic.path, diagnostic.range.start);
        let end = report.line_column(&diagnostic.path, diagnostic.range.end);
        properties.push_str(&format!(",line={},endLine={},col={}", start.line, end.line, start.column));
        // GitHub refuses an end column on a range of several lines.
        if start.line == end.line {
            properties.push_str(&format!(",endColumn={}", end.column));
        }
    }
    let title = property(&format!("abide: {}", diagnostic.rule));
    format!("::{level} {properties},title={title}::{}\n", data(&message_and_help(diagnostic)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    let text = data(text).replace(':', "%3A").replace(',', "%2C");
    text.replace(char::is_control, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_properties_is_escaped_in_them() {
        assert_eq!(property("a,b:100%\r\n"), "a%2Cb%3A100%25%0D%0A");
        assert_eq!(data("a,b: 100%"), "a,b: 100%25");
    }
}

//! GitHub Actions: workflow commands that annotate lines, and the summary of the job.

use super::markdown::{cell, code, cut, escape};
use super::text::{message_and_help, note_line};
use crate::{Diagnostic, Note, Report, Severity};

/// GitHub shows so many annotations of a level for each step, and drops the others without a word.
const ANNOTATIONS: usize = 10;
/// So many findings stand in the summary, which GitHub refuses beyond a mebibyte.
const LONGEST_SUMMARY: usize = 500;
/// No message needs more to be found again.
const LONGEST_MESSAGE: usize = 400;

/// The levels of annotations, the most severe first.
const LEVELS: [(Severity, &str); 3] =
    [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "notice")];

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    let sorted: Vec<&Diagnostic> = report.sorted().collect();
    for (severity, level) in LEVELS {
        // A file that could not be read hides all that is wrong with it.
        let unread: &[Note] = if severity == Severity::Error { &report.unread } else { &[] };
        let of_level = sorted.iter().filter(|finding| finding.severity == severity);
        let commands =
            unread.iter().map(unreadable).chain(of_level.map(|finding| command(report, finding, level)));
        let all: Vec<String> = commands.collect();
        all.iter().take(ANNOTATIONS).for_each(|command| text.push_str(command));
        if let Some(more) = all.len().checked_sub(ANNOTATIONS).filter(|more| *more > 0) {
            let plural = if more == 1 { "" } else { "s" };
            text.push_str(&format!(
                "{more} more {level}{plural}, which GitHub would not show; all are in the job summary:\n"
            ));
            let rest = sorted.iter().filter(|finding| finding.severity == severity);
            let rest = rest.skip(ANNOTATIONS.saturating_sub(unread.len()));
            rest.for_each(|finding| text.push_str(&line(report, finding)));
        }
    }
    // Notes stay plain lines of the log.
    for note in &report.notes {
        text.push_str(&format!("note: {}\n", note_line(note)));
    }
    text + &report.summary().sentence() + "\n"
}

/// A finding as a line of the log, which begins with no command.
fn line(report: &Report, finding: &Diagnostic) -> String {
    let place = place(report, finding);
    format!("  {place}: {}[{}] {}\n", finding.severity, finding.rule, message_and_help(finding))
}

fn place(report: &Report, finding: &Diagnostic) -> String {
    if !finding.has_position() {
        return finding.path.to_string();
    }
    let start = report.line_column(&finding.path, finding.range.start);
    format!("{}:{}:{}", finding.path, start.line, start.column)
}

/// The summary of a job, in Markdown: the most severe findings first.
pub fn summary(report: &Report) -> String {
    let mut text = format!("### Abide\n\n{}\n", escape(&report.summary().sentence()));
    for note in &report.unread {
        let path = note.path.as_deref().unwrap_or_default();
        text.push_str(&format!("\n- {} could not be read: {}", code(path), escape(&note.message)));
    }
    let mut findings: Vec<&Diagnostic> = report.sorted().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    if !findings.is_empty() {
        text.push_str("\n| | where | rule | finding |\n|---|---|---|---|\n");
    }
    for finding in findings.iter().take(LONGEST_SUMMARY) {
        let message = escape(&cut(&message_and_help(finding), LONGEST_MESSAGE));
        let place = cell(&place(report, finding));
        text.push_str(&format!("| {} | {place} | {} | {message} |\n", finding.severity, cell(finding.rule)));
    }
    if let Some(more) = findings.len().checked_sub(LONGEST_SUMMARY).filter(|more| *more > 0) {
        text.push_str(&format!("\n{more} more are not shown here; `abide check` shows all.\n"));
    }
    text
}

fn unreadable(note: &Note) -> String {
    let file = property(note.path.as_deref().unwrap_or_default());
    format!("::error file={file},title=abide%3A could not be read::{}\n", data(&note.message))
}

fn command(report: &Report, diagnostic: &Diagnostic, level: &str) -> String {
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

    fn many(severities: &[(Severity, usize)]) -> Report {
        let mut report = Report::default();
        report.add_source(crate::Source::new("a.md", "# @here | <b>\n"));
        for (severity, count) in severities {
            for number in 0..*count {
                let message = format!("@here | {severity} {number:02}");
                report.diagnostics.push(Diagnostic::new("rule", *severity, "a.md", 0..1, message));
            }
        }
        report
    }

    #[test]
    fn ten_annotations_of_a_level_the_most_severe_first() {
        let report = many(&[(Severity::Warning, 12), (Severity::Error, 3), (Severity::Info, 1)]);
        let text = render(&report);
        let commands: Vec<&str> =
            text.lines().filter_map(|line| line.strip_prefix("::")?.split(' ').next()).collect();
        assert_eq!(commands, [&["error"; 3][..], &["warning"; 10], &["notice"]].concat());
        assert!(text.contains("2 more warnings, which GitHub would not show; all are in the job summary:\n  a.md:1:1: warning[rule] @here | warning 10\n"), "{text}");
    }

    #[test]
    fn the_summary_begins_with_what_is_most_severe_and_calls_nobody() {
        let text = summary(&many(&[(Severity::Warning, 501), (Severity::Error, 1)]));
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
        assert_eq!(rows.len(), 501, "with the head");
        assert_eq!(rows[1], "| error | `a.md:1:1` | `rule` | @&#8203;here \\| error 00 |");
        assert!(text.ends_with("2 more are not shown here; `abide check` shows all.\n"));
    }
}

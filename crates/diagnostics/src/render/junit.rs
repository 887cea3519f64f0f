//! JUnit XML: one suite for each document, one failed case for each finding.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report as JunitReport, TestCase, TestCaseStatus, TestSuite};

use super::text::{inline, message_and_help};
use crate::{Diagnostic, Note, Report};

pub(super) fn render(report: &Report) -> String {
    // A finding may be in a file that is no checked document, such as the settings.
    let mut documents: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for path in &report.checked.documents {
        documents.entry(path).or_default();
    }
    for diagnostic in report.sorted() {
        documents.entry(&diagnostic.path).or_default().push(diagnostic);
    }
    let mut junit = JunitReport::new("abide");
    for (path, findings) in documents {
        junit.add_test_suite(suite(report, path, &findings));
    }
    for note in &report.unread {
        junit.add_test_suite(unread(note));
    }
    match junit.to_string() {
        Ok(xml) => xml,
        // Writing to memory does not fail; were it to, a consumer must not take silence for success.
        Err(error) => format!("The JUnit report could not be written: {error}\n"),
    }
}

fn suite(report: &Report, path: &str, findings: &[&Diagnostic]) -> TestSuite {
    let mut suite = TestSuite::new(path);
    for diagnostic in findings {
        suite.add_test_case(failure(report, diagnostic));
    }
    if findings.is_empty() {
        let mut case = TestCase::new("no findings", TestCaseStatus::success());
        case.set_classname(path);
        suite.add_test_case(case);
    }
    let notes = report.notes.iter().filter(|note| note.path.as_deref() == Some(path));
    let notes: Vec<String> = notes.map(|note| format!("note: {}", inline(&note.message))).collect();
    if !notes.is_empty() {
        suite.set_system_out(notes.join("\n"));
    }
    suite
}

fn unread(note: &Note) -> TestSuite {
    let path = note.path.as_deref().unwrap_or_default();
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(inline(&note.message));
    let mut case = TestCase::new("could not be read", status);
    case.set_classname(path);
    let mut suite = TestSuite::new(path);
    suite.add_test_case(case);
    suite
}

fn failure(report: &Report, diagnostic: &Diagnostic) -> TestCase {
    let at = report.line_column(&diagnostic.path, diagnostic.range.start);
    let (name, place) = if diagnostic.has_position() {
        let position = format!("{}:{}", at.line, at.column);
        (format!("{} at {position}", diagnostic.rule), format!("{}:{position}", diagnostic.path))
    } else {
        (diagnostic.rule.to_owned(), diagnostic.path.to_string())
    };
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(inline(&diagnostic.message));
    status.set_type(diagnostic.severity.name());
    status.set_description(format!("{place}: {}", message_and_help(diagnostic)));
    let mut case = TestCase::new(name, status);
    case.set_classname(&*diagnostic.path);
    case
}

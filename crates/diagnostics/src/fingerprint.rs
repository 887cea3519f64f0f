//! Fingerprints: names for findings that survive edits elsewhere in the document.

use std::collections::HashMap;

use crate::{Diagnostic, Report};

// A line longer than this stands for itself by the start of the range only: hashing it for each finding costs too much.
const LONGEST_TEXT: usize = 4096;

/// A fingerprint for each finding, in the order of `report.diagnostics`.
///
/// It is made of the rule, the headings above, the text of the lines (white space folded), and what the message names,
/// never of line numbers or of the path: it survives edits elsewhere and a renamed document. A finding about a document
/// as a whole has only the path to go by. Findings that are alike are told apart by the number at the end, which counts
/// them in their document, so that what else is checked does not matter.
pub fn fingerprints(report: &Report) -> Vec<String> {
    let mut occurrences: HashMap<(&str, String), usize> = HashMap::new();
    let mut result = vec![String::new(); report.diagnostics.len()];
    for index in report.order() {
        let (Some(diagnostic), Some(slot)) = (report.diagnostics.get(index), result.get_mut(index)) else {
            continue;
        };
        let hash = hash(report, diagnostic);
        let occurrence = occurrences.entry((&diagnostic.path, hash.clone())).or_insert(0);
        *occurrence += 1;
        *slot = format!("{hash}:{occurrence}");
    }
    result
}

fn hash(report: &Report, diagnostic: &Diagnostic) -> String {
    let mut hasher = blake3::Hasher::new();
    // Lengths keep ["ab", "c"] apart from ["a", "bc"].
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    part(diagnostic.rule);
    part(&diagnostic.section.len().to_string());
    for heading in &diagnostic.section {
        part(&fold(heading));
    }
    let text = if diagnostic.has_position() { lines_of(report, diagnostic) } else { None };
    match text {
        Some(text) => part(&text),
        None => part(&diagnostic.path),
    }
    // Two sections that are missing from one document are two findings, and mending one leaves the other as it was.
    for name in names(&diagnostic.message) {
        part(&name);
    }
    hasher.finalize().to_hex().chars().take(32).collect()
}

fn lines_of(report: &Report, diagnostic: &Diagnostic) -> Option<String> {
    let source = report.sources.get(&diagnostic.path)?;
    let range = source.fit(diagnostic.range);
    let (first, last) = source.line_span(range);
    let lines = source.lines();
    let first = lines.line_range(&source.text, first);
    let text = first.cover(lines.line_range(&source.text, last)).slice(&source.text);
    if text.len() <= LONGEST_TEXT {
        return Some(fold(text));
    }
    let text = range.slice(&source.text);
    text.get(..crate::source::floor(text, LONGEST_TEXT)).map(fold)
}

/// The parts of a message in backticks or quotes: the rest is wording, which may change with the next version.
pub fn names(message: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = message;
    while let Some((_, after)) = rest.split_once(['`', '"']) {
        let mark = if rest.as_bytes().get(rest.len() - after.len() - 1) == Some(&b'`') { '`' } else { '"' };
        let Some((name, more)) = after.split_once(mark) else { break };
        names.push(fold(name));
        rest = more;
    }
    names
}

// Reflowing or re-indenting a paragraph changes nothing; a changed letter case does.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Severity, Source};

    fn fingerprint_of(path: &str, text: &str, needle: &str) -> String {
        let mut report = Report::default();
        report.add_source(Source::new(path, text));
        report.diagnostics.push(finding(path, text, needle));
        fingerprints(&report).remove(0)
    }

    fn finding(path: &str, text: &str, needle: &str) -> Diagnostic {
        let start = text.find(needle).unwrap();
        Diagnostic::new("rule", Severity::Error, path, start..start + needle.len(), "message")
    }

    #[test]
    fn edits_elsewhere_a_new_name_and_other_white_space_keep_the_fingerprint() {
        let before = fingerprint_of("a.md", "# A\n\nThe price is\tfixed.\n", "price");
        let after = fingerprint_of("b.md", "# A\n\nNew.\n\n  The price  is fixed.\r\n", "price");
        assert_eq!(before, after);
    }

    #[test]
    fn another_text_section_or_rule_gives_another_fingerprint() {
        let text = "The price is fixed.";
        let base = fingerprint_of("a.md", text, "price");
        assert_ne!(base, fingerprint_of("a.md", "The Price is fixed.", "Price"));
        let mut report = Report::default();
        report.add_source(Source::new("a.md", text));
        let other_section = finding("a.md", text, "price").with_section(vec!["Prices".into()]);
        let other_rule = Diagnostic { rule: "other", ..finding("a.md", text, "price") };
        report.diagnostics = vec![other_section, other_rule];
        assert!(fingerprints(&report).iter().all(|other| *other != base));
    }

    #[test]
    fn findings_that_are_alike_are_numbered_in_the_order_of_the_text() {
        let text = "TBD\nother\nTBD\n";
        let mut report = Report::default();
        report.add_source(Source::new("a.md", text));
        let second = Diagnostic::new("rule", Severity::Error, "a.md", 10..13, "message");
        report.diagnostics = vec![second, finding("a.md", text, "TBD")];
        let [second, first] = fingerprints(&report).try_into().unwrap();
        assert_eq!(first.strip_suffix(":1"), second.strip_suffix(":2"));
        assert!(first.ends_with(":1"));
    }

    #[test]
    fn mending_one_finding_does_not_rename_another_of_the_same_line() {
        let text = "# A\n";
        let missing = |name: &str| Diagnostic {
            message: format!("the section \"{name}\" is missing"),
            ..finding("a.md", text, "A")
        };
        let of = |findings: Vec<Diagnostic>| {
            let mut report = Report::default();
            report.add_source(Source::new("a.md", text));
            report.diagnostics = findings;
            fingerprints(&report)
        };
        let both = of(vec![missing("Goals"), missing("Risks")]);
        assert_ne!(both[0], both[1]);
        assert_eq!(of(vec![missing("Risks")])[0], both[1]);
    }

    #[test]
    fn other_documents_do_not_change_a_fingerprint() {
        let text = "TBD\n";
        let alone = fingerprint_of("b.md", text, "TBD");
        let mut report = Report::default();
        for path in ["a.md", "b.md"] {
            report.add_source(Source::new(path, text));
            report.diagnostics.push(finding(path, text, "TBD"));
        }
        assert_eq!(fingerprints(&report)[1], alone);
    }

    #[test]
    fn the_names_in_a_message_are_found() {
        assert_eq!(names("`a  b` and \"c`d\" and `e"), ["a b", "c`d"]);
    }

    #[test]
    fn findings_about_whole_documents_go_by_the_path() {
        let mut report = Report::default();
        for path in ["a.md", "b.md"] {
            report.diagnostics.push(Diagnostic::whole_document("rule", Severity::Error, path, "no title"));
        }
        let [first, second] = fingerprints(&report).try_into().unwrap();
        assert_ne!(first.strip_suffix(":1"), second.strip_suffix(":1"));
    }
}

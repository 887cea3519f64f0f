//! Findings that came and went between two checks, matched by fingerprint.

use abide_diagnostics::{Diagnostic, Report, fingerprints, names};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Findings that are new, and findings that are gone; the most severe first.
#[derive(Clone, Debug, Default)]
pub struct FindingsChange {
    /// In the check of now only.
    pub new: Vec<Diagnostic>,
    /// In the check of then only.
    pub gone: Vec<Diagnostic>,
}

/// What two checks differ in. `renamed` gives the path of now for a path of then.
pub fn findings(before: &Report, after: &Report, renamed: &BTreeMap<String, String>) -> FindingsChange {
    let none = BTreeMap::new();
    let (mut old, mut new) = (Side::new(before, renamed), Side::new(after, &none));
    strike(&mut old, &mut new, |side, at| (side.path(at), side.prints.get(at).cloned().unwrap_or_default()));
    // A line that was edited and still has the same wrong with it is no news.
    strike(&mut old, &mut new, |side, at| {
        let names = side.findings.get(at).map_or_else(Vec::new, |finding| names(&finding.message));
        (side.path(at), format!("{}\0{}", side.rule(at), names.join("\0")))
    });
    FindingsChange { new: new.left(), gone: old.left() }
}

/// The findings of one check.
struct Side<'a> {
    findings: &'a [Diagnostic],
    prints: Vec<String>,
    renamed: &'a BTreeMap<String, String>,
    open: Vec<bool>,
}

impl<'a> Side<'a> {
    fn new(report: &'a Report, renamed: &'a BTreeMap<String, String>) -> Self {
        let open = vec![true; report.diagnostics.len()];
        Self { findings: &report.diagnostics, prints: fingerprints(report), renamed, open }
    }

    fn path(&self, at: usize) -> String {
        let path = self.findings.get(at).map_or("", |finding| &finding.path);
        self.renamed.get(path).map_or(path, String::as_str).to_owned()
    }

    fn rule(&self, at: usize) -> &str {
        self.findings.get(at).map_or("", |finding| finding.rule)
    }

    fn still_open(&self) -> Vec<usize> {
        (0..self.findings.len()).filter(|at| self.open.get(*at) == Some(&true)).collect()
    }

    fn close(&mut self, at: usize) {
        if let Some(open) = self.open.get_mut(at) {
            *open = false;
        }
    }

    fn left(&self) -> Vec<Diagnostic> {
        let mut left: Vec<Diagnostic> =
            self.still_open().into_iter().filter_map(|at| self.findings.get(at).cloned()).collect();
        left.sort_by(|one, other| {
            let place = |finding: &Diagnostic| (finding.path.clone(), finding.range.start);
            other.severity.cmp(&one.severity).then_with(|| place(one).cmp(&place(other)))
        });
        left
    }
}

/// Takes out what is on both sides.
fn strike(old: &mut Side, new: &mut Side, name: impl Fn(&Side, usize) -> (String, String)) {
    let mut known: HashMap<(String, String), VecDeque<usize>> = HashMap::new();
    for at in old.still_open() {
        known.entry(name(old, at)).or_default().push_back(at);
    }
    for at in new.still_open() {
        if let Some(partner) = known.get_mut(&name(new, at)).and_then(VecDeque::pop_front) {
            old.close(partner);
            new.close(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use abide_diagnostics::{Severity, Source};

    fn report(path: &str, text: &str, needles: &[&str]) -> Report {
        let mut report = Report::default();
        report.add_source(Source::new(path, text));
        for needle in needles {
            let start = text.find(needle).unwrap();
            report.diagnostics.push(Diagnostic::new(
                "vague-term",
                Severity::Error,
                path,
                start..start + needle.len(),
                format!("\"{needle}\" is vague"),
            ));
        }
        report
    }

    fn told(before: &Report, after: &Report, renamed: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let renamed = renamed.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
        let change = findings(before, after, &renamed);
        let messages = |list: Vec<Diagnostic>| list.into_iter().map(|finding| finding.message).collect();
        (messages(change.new), messages(change.gone))
    }

    #[test]
    fn findings_that_stayed_are_no_news() {
        let before = report("a.md", "It is fast and easy.\n", &["fast", "easy"]);
        let moved = report("b.md", "More.\n\nIt is fast and easy.\n", &["fast", "easy"]);
        assert_eq!(told(&before, &moved, &[("a.md", "b.md")]), (vec![], vec![]));
        let edited = report("a.md", "It is very fast and done.\n", &["fast"]);
        assert_eq!(told(&before, &edited, &[]), (vec![], vec!["\"easy\" is vague".to_owned()]));
    }
}

use std::fs;
use std::path::PathBuf;

use abide_diagnostics::{Diagnostic, RuleInfo, Severity, Source};

use super::*;

struct Scene {
    folder: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("abide-baseline.json")
    }

    fn apply(&self, report: &mut Report, access: Access) -> Result<Outcome, BaselineError> {
        let root = Root::find(self.folder.path(), self.folder.path());
        apply(&root, &self.path(), report, access)
    }

    fn file(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    /// Checks documents with a rule that finds every TODO, and says which findings are reported.
    fn check(&self, documents: &[(&str, &str)]) -> Vec<String> {
        let mut report = todos(documents);
        for (path, text) in documents {
            fs::write(self.folder.path().join(path), text).unwrap();
        }
        self.apply(&mut report, Access::Write).unwrap();
        let shown = |finding: &Diagnostic| {
            let line = report.line_column(&finding.path, finding.range.start).line;
            format!("{}:{line}", finding.path)
        };
        report.sorted().map(shown).collect()
    }
}

fn todos(documents: &[(&str, &str)]) -> Report {
    let mut report = Report { rules: vec![rule("todo")], ..Report::default() };
    for (path, text) in documents {
        report.checked.documents.push((*path).into());
        report.add_source(Source::new(*path, *text));
        for (at, line) in text.match_indices("TODO").map(|(at, _)| (at, text[at..].lines().next().unwrap())) {
            let section = text[..at].lines().rfind(|line| line.starts_with('#'));
            let finding =
                Diagnostic::new("todo", Severity::Warning, *path, at..at + line.len(), "a TODO was left");
            report.diagnostics.push(finding.with_section(section.into_iter().map(str::to_owned).collect()));
        }
    }
    report
}

fn rule(name: &'static str) -> RuleInfo {
    RuleInfo {
        name,
        summary: String::new(),
        page: |_| String::new(),
        severity: Severity::Warning,
        docs_url: None,
    }
}

#[test]
fn what_was_there_at_the_start_is_known_and_what_comes_later_is_new() {
    let scene = Scene::new();
    assert!(scene.check(&[("a.md", "# A\nTODO one\n")]).is_empty(), "the first run writes the file");
    assert_eq!(scene.check(&[("a.md", "# A\nTODO one\nTODO two\n")]), ["a.md:3"]);
}

#[test]
fn edits_elsewhere_and_other_white_space_change_nothing() {
    let scene = Scene::new();
    scene.check(&[("a.md", "# A\nTODO one\n")]);
    assert!(scene.check(&[("a.md", "Intro.\n\n# A\n\nText.\n\n  TODO   one\n")]).is_empty());
    assert_eq!(
        scene.check(&[("a.md", "# B\nTODO one\n")]),
        ["a.md:2"],
        "under another heading it is another finding"
    );
}

#[test]
fn of_findings_that_are_alike_only_as_many_are_known_as_there_were() {
    let scene = Scene::new();
    scene.check(&[("a.md", "# A\nTODO\nTODO\n")]);
    assert!(scene.file().contains("\"count\":2"), "{}", scene.file());
    assert_eq!(scene.check(&[("a.md", "# A\nTODO\nTODO\nTODO\n")]), ["a.md:4"]);
}

#[test]
fn a_mended_finding_leaves_the_file_and_is_new_when_it_comes_back() {
    let scene = Scene::new();
    scene.check(&[("a.md", "# A\nTODO one\nTODO two\n")]);
    let mut report = todos(&[("a.md", "# A\nTODO two\n")]);
    let outcome = scene.apply(&mut report, Access::Write).unwrap();
    assert!(
        matches!(&outcome, Outcome::Applied { known: 1, stale, shrunk: true } if stale[0].text == "TODO one")
    );
    assert_eq!(report.checked.suppressed, 1);
    assert_eq!(report.notes[0].message, "1 finding of `abide-baseline.json` is mended, and taken out of it");
    assert_eq!(scene.check(&[("a.md", "# A\nTODO one\nTODO two\n")]), ["a.md:2"]);
}

#[test]
fn what_was_not_checked_stays_in_the_file() {
    let scene = Scene::new();
    scene.check(&[("a.md", "TODO\n"), ("b.md", "TODO\n")]);
    let before = scene.file();
    scene.check(&[("a.md", "TODO\n")]);
    assert_eq!(scene.file(), before, "b.md was not checked");
    let mut report = todos(&[("a.md", ""), ("b.md", "")]);
    report.rules = vec![rule("another")];
    scene.apply(&mut report, Access::Write).unwrap();
    assert_eq!(scene.file(), before, "the rule did not run");
    fs::remove_file(scene.folder.path().join("b.md")).unwrap();
    scene.check(&[("a.md", "TODO\n")]);
    assert!(!scene.file().contains("b.md"), "b.md is gone");
}

#[test]
fn a_document_that_was_moved_brings_its_findings_along() {
    let scene = Scene::new();
    scene.check(&[("a.md", "# A\nTODO one\n")]);
    fs::remove_file(scene.folder.path().join("a.md")).unwrap();
    assert_eq!(scene.check(&[("b.md", "# A\nTODO one\nTODO two\n")]), ["b.md:3"]);
    assert!(scene.file().contains("b.md") && !scene.file().contains("a.md"), "{}", scene.file());
}

#[test]
fn findings_without_a_place_are_told_apart_by_what_they_name() {
    let missing = |names: &[&str]| {
        let mut report = todos(&[("a.md", "# A\n")]);
        report.rules.push(rule("missing-section"));
        for name in names {
            let message = format!("the section \"{name}\" is missing");
            report.diagnostics.push(Diagnostic::whole_document(
                "missing-section",
                Severity::Warning,
                "a.md",
                message,
            ));
        }
        report
    };
    let scene = Scene::new();
    scene.apply(&mut missing(&["Goals", "Risks"]), Access::Write).unwrap();
    let mut report = missing(&["Goals", "Scope"]);
    scene.apply(&mut report, Access::Write).unwrap();
    assert_eq!(report.diagnostics.len(), 1);
    assert!(report.diagnostics[0].message.contains("Scope"));
}

#[test]
fn a_run_that_may_not_write_leaves_the_file_and_needs_one() {
    let scene = Scene::new();
    let error = scene.apply(&mut todos(&[("a.md", "TODO\n")]), Access::Read).unwrap_err();
    assert!(error.to_string().starts_with("abide-baseline.json: there is no such baseline"), "{error}");
    assert!(!scene.path().exists());

    scene.check(&[("a.md", "TODO\n")]);
    let before = scene.file();
    let mut report = todos(&[("a.md", "")]);
    scene.apply(&mut report, Access::Read).unwrap();
    assert_eq!(scene.file(), before);
    assert!(report.notes[0].message.contains("is mended; run abide where it may write"));
}

#[test]
fn the_file_is_easy_to_review_and_reads_back() {
    let report = todos(&[("b.md", "# B\nTODO\nTODO\n"), ("a.md", "TODO \"quoted\"\n")]);
    let baseline = Baseline::of(&report);
    insta::assert_snapshot!(baseline.to_json());
    assert_eq!(Baseline::parse(&"x".into(), &baseline.to_json()).unwrap(), baseline);
    assert_eq!(Baseline::parse(&"x".into(), &Baseline::default().to_json()).unwrap().len(), 0);
}

#[test]
fn what_is_no_baseline_is_refused_with_its_place() {
    let error = |text: &str| Baseline::parse(&"b.json".into(), text).unwrap_err().to_string();
    assert_eq!(
        error("{\"version\": 1,\n \"findings\": [{}]}"),
        "b.json:2:16: this is no baseline (missing field `path`); mend it, or delete it to begin anew"
    );
    assert!(error("").starts_with("b.json:1:1: this is no baseline"));
    assert_eq!(
        error("{\"version\": 2}"),
        "b.json: has version 2, and this abide reads version 1; update abide"
    );
}

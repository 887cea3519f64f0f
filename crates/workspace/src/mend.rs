//! Applies fixes until none is left, and writes what came of it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use abide_diagnostics::{Applicability, Diagnostic, Fix, Note, Report, apply, diff};

use crate::files::{Loaded, Root, WriteError, replace};

/// Texts of documents by shown path.
pub type Texts = BTreeMap<Arc<str>, Arc<str>>;

// Fixes that need more rounds than this do not settle.
const MOST_ROUNDS: usize = 10;

/// A document before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// As it was read.
    pub before: Arc<str>,
    /// With all fixes applied.
    pub after: Arc<str>,
    /// How many fixes that took.
    pub fixes: usize,
}

/// What came of applying fixes; nothing is written yet.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The documents that changed.
    pub changes: BTreeMap<Arc<str>, Change>,
    /// Documents whose fixes undo each other; they are as they were.
    pub unsettled: BTreeSet<Arc<str>>,
    /// What is found in the documents as they are now.
    pub report: Report,
}

/// Applies the fixes of `report`, and those of what `check` finds then, until there are none.
///
/// `check` is given the documents that changed since it was last asked, and reports on all documents. Applied to
/// what comes out, fixes change nothing more. A document whose fixes do not settle is left as it was.
pub fn mend(report: Report, level: Applicability, mut check: impl FnMut(&Texts) -> Report) -> Mended {
    let mut mending = Mending { changes: BTreeMap::new(), unsettled: BTreeSet::new(), seen: HashSet::new() };
    let mut report = report;
    for _ in 0..MOST_ROUNDS {
        let changed = mending.round(&report, level);
        if changed.is_empty() {
            return mending.finish(report);
        }
        report = check(&changed);
    }
    // Giving up one document may let another go on, so the last rounds only take back.
    loop {
        let waiting = mending.with_fixes(&report, level);
        if waiting.is_empty() {
            return mending.finish(report);
        }
        let reverted = waiting.into_iter().filter_map(|path| mending.give_up(&path)).collect::<Texts>();
        if reverted.is_empty() {
            return mending.finish(report);
        }
        report = check(&reverted);
    }
}

impl Mended {
    /// How many fixes were applied.
    pub fn fixes(&self) -> usize {
        self.changes.values().map(|change| change.fixes).sum()
    }

    /// All changes as a unified diff, in the order of the paths.
    pub fn diff(&self) -> String {
        self.changes.iter().map(|(path, change)| diff(path, &change.before, &change.after)).collect()
    }

    /// Writes the documents that changed. One that cannot be written, or was changed by someone else meanwhile, is
    /// left as it is, and does not keep the others from being written.
    pub fn write(&self, root: &Root) -> Vec<WriteError> {
        let write = |(path, change): (&Arc<str>, &Change)| {
            let file = Loaded {
                path: Arc::clone(path),
                absolute: root.absolute(path),
                text: Arc::clone(&change.before),
            };
            replace(&file, &change.after).err()
        };
        self.changes.iter().filter_map(write).collect()
    }
}

struct Mending {
    changes: BTreeMap<Arc<str>, Change>,
    unsettled: BTreeSet<Arc<str>>,
    // Every text that a document had so far, to see when fixes go in circles.
    seen: HashSet<(Arc<str>, blake3::Hash)>,
}

impl Mending {
    // Applies each document's fixes once, and gives the texts that changed.
    fn round(&mut self, report: &Report, level: Applicability) -> Texts {
        let mut changed = Texts::new();
        for (path, fixes) in self.fixes(report, level) {
            let Some(source) = report.sources.get(&path) else { continue };
            let applied = apply(&source.text, &fixes);
            if applied.text == *source.text {
                continue;
            }
            let text: Arc<str> = applied.text.into();
            self.seen.insert((Arc::clone(&path), blake3::hash(source.text.as_bytes())));
            if !self.seen.insert((Arc::clone(&path), blake3::hash(text.as_bytes()))) {
                changed.extend(self.give_up(&path));
                continue;
            }
            let change = self.changes.entry(Arc::clone(&path)).or_insert_with(|| Change {
                before: Arc::clone(&source.text),
                after: Arc::clone(&text),
                fixes: 0,
            });
            change.after = Arc::clone(&text);
            change.fixes += applied.applied;
            changed.insert(path, text);
        }
        changed
    }

    // Leaves a document as it was, and gives its text if that means a change.
    fn give_up(&mut self, path: &Arc<str>) -> Option<(Arc<str>, Arc<str>)> {
        self.unsettled.insert(Arc::clone(path));
        self.changes.remove(path).map(|change| (Arc::clone(path), change.before))
    }

    fn with_fixes(&self, report: &Report, level: Applicability) -> BTreeSet<Arc<str>> {
        self.fixes(report, level).into_keys().collect()
    }

    fn fixes<'a>(&self, report: &'a Report, level: Applicability) -> BTreeMap<Arc<str>, Vec<&'a Fix>> {
        let mut fixes: BTreeMap<Arc<str>, Vec<&Fix>> = BTreeMap::new();
        for finding in &report.diagnostics {
            let Diagnostic { path, fix: Some(fix), .. } = finding else { continue };
            if fix.applicability <= level && !self.unsettled.contains(path) {
                fixes.entry(Arc::clone(path)).or_default().push(fix);
            }
        }
        fixes
    }

    fn finish(self, mut report: Report) -> Mended {
        // A fix whose effect a later one took back is none.
        let changes: BTreeMap<_, _> =
            self.changes.into_iter().filter(|(_, change)| change.before != change.after).collect();
        report.checked.fixed += changes.values().map(|change| change.fixes).sum::<usize>();
        let left = "fixes of this document undo each other, so it was left as it is; fix it by hand, and report this";
        report.notes.extend(self.unsettled.iter().map(|path| Note::about(Arc::clone(path), left)));
        Mended { changes, unsettled: self.unsettled, report }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use abide_diagnostics::{Edit, Severity, Source};

    use super::*;

    /// Rules that replace a word by another one, in all documents.
    fn check(texts: &Texts, rules: &[(&str, &str)]) -> Report {
        let mut report = Report::default();
        for (path, text) in texts {
            report.add_source(Source::new(Arc::clone(path), Arc::clone(text)));
            for (from, to) in rules {
                for (at, _) in text.match_indices(from) {
                    let range = at..at + from.len();
                    let fix = Fix::safe("replace", vec![Edit::replace(range.clone(), *to)]);
                    let finding =
                        Diagnostic::new("word", Severity::Warning, Arc::clone(path), range, "wrong word");
                    report.diagnostics.push(finding.with_fix(fix));
                }
            }
        }
        report
    }

    fn mended(documents: &[(&str, &str)], rules: &[(&str, &str)]) -> Mended {
        let mut texts: Texts =
            documents.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
        let first = check(&texts, rules);
        mend(first, Applicability::Safe, |changed| {
            texts.extend(changed.clone());
            check(&texts, rules)
        })
    }

    fn after(mended: &Mended) -> Vec<(&str, &str)> {
        mended.changes.iter().map(|(path, change)| (&**path, &*change.after)).collect()
    }

    #[test]
    fn fixes_are_applied_until_none_is_left() {
        let mended = mended(&[("a.md", "one one"), ("b.md", "three")], &[("one", "two"), ("two", "three")]);
        assert_eq!(after(&mended), [("a.md", "three three")]);
        assert_eq!((mended.fixes(), mended.report.checked.fixed), (4, 4));
        assert!(mended.report.diagnostics.is_empty());
    }

    #[test]
    fn unsafe_fixes_wait_to_be_asked_for() {
        let texts = Texts::from([("a.md".into(), "one".into())]);
        let with_unsafe = |texts: &Texts| {
            let mut report = check(texts, &[("one", "two")]);
            for finding in &mut report.diagnostics {
                finding.fix.as_mut().unwrap().applicability = Applicability::Unsafe;
            }
            report
        };
        let safe = mend(with_unsafe(&texts), Applicability::Safe, with_unsafe);
        assert!(safe.changes.is_empty());
        assert_eq!(after(&mend(with_unsafe(&texts), Applicability::Unsafe, with_unsafe)), [("a.md", "two")]);
    }

    #[test]
    fn a_document_whose_fixes_go_in_circles_is_left_as_it_was() {
        let rules = [("ping", "pong"), ("pong", "ping"), ("one", "two")];
        let mended = mended(&[("a.md", "ping one"), ("b.md", "one")], &rules);
        assert_eq!(after(&mended), [("b.md", "two")]);
        assert!(mended.unsettled.contains("a.md"));
        assert_eq!(&*mended.report.sources["a.md"].text, "ping one", "the report is of what is there");
        assert!(mended.report.notes[0].message.contains("undo each other"));
    }

    #[test]
    fn a_document_that_grows_for_ever_is_left_as_it_was() {
        let mended = mended(&[("a.md", "x"), ("b.md", "one")], &[("x", "xy"), ("one", "two")]);
        assert_eq!(after(&mended), [("b.md", "two")]);
        assert_eq!(&*mended.report.sources["a.md"].text, "x");
    }

    #[test]
    fn what_is_written_is_what_the_diff_says_and_other_peoples_edits_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::find(folder.path(), folder.path());
        let documents = [("a.md", "one\n"), ("b.md", "one\n")];
        documents.iter().for_each(|(path, text)| fs::write(root.absolute(path), text).unwrap());
        let mended = mended(&documents, &[("one", "two")]);
        assert!(mended.diff().starts_with("--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-one\n+two\n--- a/b.md"));

        fs::write(root.absolute("a.md"), "theirs\n").unwrap();
        assert_eq!(mended.write(&root), [WriteError::Changed("a.md".into())]);
        assert_eq!(fs::read_to_string(root.absolute("a.md")).unwrap(), "theirs\n");
        assert_eq!(fs::read_to_string(root.absolute("b.md")).unwrap(), "two\n");
    }
}

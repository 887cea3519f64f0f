//! Which findings of a run a baseline knows, and what of it is gone.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use abide_diagnostics::Report;

use super::file::Baseline;
use super::key::Entry;

/// How a report and a baseline compare.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matched {
    /// The indexes of the findings that the baseline knows.
    pub known: BTreeSet<usize>,
    /// What the baseline holds and this run would have found, if it were still there.
    pub stale: Vec<Entry>,
    /// The baseline without what is stale, and with the new paths of documents that were moved.
    pub kept: Baseline,
}

impl Matched {
    /// Takes the known findings out of the report.
    pub fn take_out(&self, report: &mut Report) {
        let mut index = 0;
        report.diagnostics.retain(|_| {
            index += 1;
            !self.known.contains(&(index - 1))
        });
        report.checked.suppressed += self.known.len();
    }
}

impl Baseline {
    /// Compares with the findings of `report`; `exists` says whether a document that was not checked is still there.
    pub fn matched(&self, report: &Report, exists: impl Fn(&str) -> bool) -> Matched {
        let mut left = self.entries.clone();
        let mut kept = Baseline::default();
        let mut known = BTreeSet::new();
        let mut unknown: Vec<(usize, Entry)> = Vec::new();
        for index in in_order(report) {
            let Some(finding) = report.diagnostics.get(index) else { continue };
            let entry = Entry::of(report, finding);
            if take(&mut left, &entry) {
                *kept.entries.entry(entry).or_insert(0) += 1;
                known.insert(index);
            } else {
                unknown.push((index, entry));
            }
        }

        let checked: HashSet<&str> = report.checked.documents.iter().map(|path| &**path).collect();
        let gone: HashSet<String> = left
            .keys()
            .map(|entry| entry.path.clone())
            .filter(|path| !checked.contains(path.as_str()) && !exists(path))
            .collect();
        // A document that was moved brings its findings along.
        let mut moved: BTreeMap<Entry, Vec<Entry>> = BTreeMap::new();
        for entry in left.keys().filter(|entry| gone.contains(&entry.path)) {
            moved.entry(entry.anywhere()).or_default().push(entry.clone());
        }
        for (index, entry) in unknown {
            let former =
                moved.get(&entry.anywhere()).into_iter().flatten().find(|former| left.contains_key(former));
            if former.is_some_and(|former| take(&mut left, former)) {
                *kept.entries.entry(entry).or_insert(0) += 1;
                known.insert(index);
            }
        }

        let ran: HashSet<&str> = report.rules.iter().map(|rule| rule.name).collect();
        let mut stale = Vec::new();
        for (entry, count) in left {
            let looked_at = checked.contains(entry.path.as_str()) && ran.contains(entry.rule.as_str());
            if looked_at || gone.contains(&entry.path) {
                stale.push(Entry { count, ..entry });
            } else {
                *kept.entries.entry(entry).or_insert(0) += count;
            }
        }
        Matched { known, stale, kept }
    }
}

// Of findings that are alike, the first ones are the known ones.
fn in_order(report: &Report) -> Vec<usize> {
    let mut indexes: Vec<usize> = (0..report.diagnostics.len()).collect();
    indexes.sort_by(|one, other| report.diagnostics[*one].report_order(&report.diagnostics[*other]));
    indexes
}

fn take(left: &mut BTreeMap<Entry, usize>, entry: &Entry) -> bool {
    let Some(count) = left.get_mut(entry) else { return false };
    *count -= 1;
    if *count == 0 {
        left.remove(entry);
    }
    true
}

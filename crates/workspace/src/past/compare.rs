//! What changed since a revision.

use super::Past;
use crate::check::{DocumentState, Workspace};
use abide_diff::{Diff, RuleLevel, Snapshot, Suppressed, Version, workspaces};
use abide_rules::{RULES, Rule, Settings, suppression_comments};
use abide_syntax::TextRange;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What changed, with the names of statements on both sides.
#[derive(Debug)]
pub struct Compared {
    /// The changes.
    pub diff: Diff,
    /// How many documents were compared.
    pub documents: usize,
}

impl Workspace {
    /// What changed since then in the documents that are or were asked about.
    pub fn since(&self, past: &Past) -> Compared {
        let none = Vec::new();
        let old_documents = past.workspace.as_ref().map_or(&none, |workspace| &workspace.documents);
        // A document with the text of then says what it said then.
        let same: HashSet<&str> = same(old_documents, &self.documents);
        let old = prepare(past.workspace.as_ref(), &same);
        let new = prepare(Some(self), &same);
        let before = Snapshot {
            documents: old.iter().map(Prepared::version).collect(),
            levels: levels(past.workspace.as_ref()),
        };
        let after =
            Snapshot { documents: new.iter().map(Prepared::version).collect(), levels: levels(Some(self)) };
        let mut diff = workspaces(&before, &after);
        let asked = |documents: &[DocumentState]| -> HashSet<Arc<str>> {
            documents.iter().filter(|state| state.asked).map(|state| Arc::clone(&state.file.path)).collect()
        };
        let (was_asked, is_asked) = (asked(old_documents), asked(&self.documents));
        let concerns = |from: Option<&str>, to: Option<&str>| {
            from.is_some_and(|path| was_asked.contains(path))
                || to.is_some_and(|path| is_asked.contains(path))
        };
        diff.documents.retain(|one| concerns(one.from.as_deref(), one.to.as_deref()));
        diff.changes.retain(|one| {
            let path = |side: &'_ Option<abide_diff::Statement>| side.as_ref().map(|side| side.path.clone());
            one.kind == "rule" || concerns(path(&one.before).as_deref(), path(&one.after).as_deref())
        });
        Compared { diff, documents: is_asked.union(&was_asked).count() }
    }
}

fn same<'a>(before: &'a [DocumentState], after: &[DocumentState]) -> HashSet<&'a str> {
    let texts: HashMap<&str, &str> =
        after.iter().map(|state| (&*state.file.path, &*state.file.text)).collect();
    let same = before.iter().filter(|state| texts.get(&*state.file.path) == Some(&&*state.file.text));
    same.map(|state| &*state.file.path).collect()
}

/// A document with what the comparison needs to know of it.
struct Prepared<'a> {
    state: &'a DocumentState,
    suppressed: Vec<Suppressed>,
    guidance: Vec<TextRange>,
}

impl Prepared<'_> {
    fn version(&self) -> Version<'_> {
        Version {
            path: &self.state.file.path,
            document: &self.state.document,
            spec: self.state.spec(),
            suppressed: &self.suppressed,
            guidance: &self.guidance,
        }
    }
}

fn prepare<'a>(workspace: Option<&'a Workspace>, same: &HashSet<&str>) -> Vec<Prepared<'a>> {
    let Some(workspace) = workspace else { return Vec::new() };
    let changed: Vec<&DocumentState> =
        workspace.documents.iter().filter(|state| !same.contains(&*state.file.path)).collect();
    changed
        .par_iter()
        .map(|state| {
            state.spec();
            Prepared { state, suppressed: suppressed(state), guidance: workspace.guidance(state) }
        })
        .collect()
}

/// The findings that a document's comments suppress, with a reason.
pub(crate) fn suppressed(state: &DocumentState) -> Vec<Suppressed> {
    let comments =
        suppression_comments(&state.document).into_iter().filter(|comment| comment.reason.is_some());
    comments
        .flat_map(|comment| {
            comment.rules.into_iter().map(move |rule| Suppressed { rule, range: comment.range })
        })
        .collect()
}

fn levels(workspace: Option<&Workspace>) -> Vec<RuleLevel> {
    let Some(workspace) = workspace else { return Vec::new() };
    let mut levels = Vec::new();
    for project in &workspace.projects {
        let folder = workspace.root.relative(&project.config.folder);
        // Without one, what holds is what one at the top would say.
        let at_top = matches!(&*folder, "" | ".") || project.config.path.is_none();
        let path = if at_top { "abide.toml".to_owned() } else { format!("{folder}/abide.toml") };
        levels.extend(RULES.iter().map(|rule| level(&path, rule, &project.config.rules)));
    }
    levels
}

fn level(path: &str, rule: &Rule, settings: &Settings) -> RuleLevel {
    let (rank, name) = match settings.severity(rule) {
        None => (0, "off".to_owned()),
        Some(severity) => (severity as u8 + 1, severity.to_string()),
    };
    RuleLevel { path: path.to_owned(), rule: rule.name.to_owned(), rank, name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::OpenRequest;
    use crate::git::testing::Scratch;

    fn shown(scratch: &Scratch, paths: &[&str], revision: &str) -> Vec<String> {
        let current = scratch.path("");
        let paths = paths.iter().map(|path| scratch.path(path)).collect();
        let request = OpenRequest { current, paths, ..OpenRequest::default() };
        let workspace = Workspace::open(&request).unwrap();
        let past = Past::open(&request, revision).unwrap();
        let compared = workspace.since(&past);
        let documents = compared.diff.documents.iter().map(|one| {
            format!(
                "{} {} {}",
                one.what.name(),
                one.from.as_deref().unwrap_or("-"),
                one.to.as_deref().unwrap_or("-")
            )
        });
        let changes = compared.diff.changes.iter().map(|one| {
            let reasons: Vec<&str> =
                one.breaking.iter().chain(&one.weakened).map(|reason| reason.reason.as_str()).collect();
            format!("{} {} {}", one.what.name(), one.id, reasons.join("; ")).trim_end().to_owned()
        });
        documents.chain(changes).collect()
    }

    const ORDERS: &str = "# Orders\n\n## Requirements\n\n- FR-1: The service MUST store orders.\n- FR-2: Labels carry a code.\n";

    #[test]
    fn what_is_not_committed_counts_and_what_stayed_does_not() {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "1", &[("specs/orders.md", ORDERS), ("specs/other.md", ORDERS)]);
        assert_eq!(shown(&scratch, &[""], "HEAD"), [""; 0]);
        scratch.write("specs/orders.md", &ORDERS.replace("MUST", "SHOULD"));
        assert_eq!(shown(&scratch, &[""], "HEAD"), ["changed FR-1 `MUST` became `SHOULD`"]);
        assert_eq!(shown(&scratch, &["specs/other.md"], "HEAD"), [""; 0]);
    }

    #[test]
    fn a_document_that_was_renamed_is_found_by_either_name() {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "1", &[("specs/orders.md", ORDERS)]);
        std::fs::remove_file(scratch.path("specs/orders.md")).unwrap();
        scratch.write("specs/sales.md", ORDERS);
        assert_eq!(
            shown(&scratch, &["specs/sales.md"], "HEAD"),
            ["moved specs/orders.md specs/sales.md", "moved FR-1", "moved FR-2"]
        );
    }

    #[test]
    fn a_rule_that_counts_less_and_a_comment_that_suppresses() {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "1", &[("specs/orders.md", ORDERS)]);
        scratch.write("abide.toml", "[rules]\nplaceholder-left = \"off\"\n");
        scratch.write(
            "specs/orders.md",
            &format!("{ORDERS}\n<!-- abide: ignore placeholder-left because said -->\n"),
        );
        let told = shown(&scratch, &[""], "HEAD");
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told.iter()
                .any(|line| line
                    .starts_with("changed placeholder-left the rule `placeholder-left` is `off` now")),
            "{told:?}"
        );
        assert!(told.iter().any(|line| line.starts_with("added placeholder-left findings of")), "{told:?}");
    }

    #[test]
    fn before_the_first_document_everything_is_new() {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "1", &[("a.rs", "")]);
        scratch.write("specs/orders.md", ORDERS);
        assert_eq!(shown(&scratch, &[""], "HEAD"), ["added - specs/orders.md", "added FR-1", "added FR-2"]);
    }
}

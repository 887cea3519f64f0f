//! An edit of a specification, judged before it is written: what it does to the findings, and to what is promised.

mod edit;
#[cfg(test)]
mod tests;

pub use edit::{Edit, EditError, Replacement};

use crate::check::{DocumentState, Kept, OpenError, OpenRequest, Workspace};
use crate::config::is_markdown;
use crate::contradiction::is_contradiction;
use crate::files::{Outside, WriteError, replace, write};
use crate::past::{findings, suppressed};
use abide_diagnostics::{Diagnostic, Report, Severity};
use abide_diff::{Change, Suppressed, Version};
use abide_syntax::TextRange;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why an edit cannot be judged.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ProposeError {
    /// The path leads out of the workspace.
    #[error(transparent)]
    Outside(#[from] Outside),
    /// The file is no specification.
    #[error("`{path}` is no specification of this workspace: {why}")]
    NoDocument {
        /// As shown.
        path: String,
        /// Why, and what to do.
        why: &'static str,
    },
    /// The edit does not fit the text.
    #[error("{path}: {error}")]
    Edit {
        /// As shown.
        path: String,
        /// Why.
        error: EditError,
    },
    /// It changes nothing.
    #[error("`{0}` already reads so; nothing would change")]
    Nothing(String),
    /// The workspace cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// What an edit would do.
#[derive(Debug)]
pub struct Proposal {
    /// The document, as shown.
    pub path: Arc<str>,
    /// The text that it would have.
    pub text: String,
    /// The findings of the whole workspace with the edit.
    pub after: Report,
    /// How many findings there were before.
    pub before: usize,
    /// Findings that the edit makes.
    pub made: Vec<Diagnostic>,
    /// Findings that it mends.
    pub mended: Vec<Diagnostic>,
    /// What it does to the statements.
    pub changes: Vec<Change>,
    /// How many findings it hides by comments.
    pub hidden: usize,
    /// Why it is not to be written; empty where nothing speaks against it.
    pub refused: Vec<String>,
    target: Target,
}

#[derive(Debug)]
enum Target {
    Known(crate::files::Loaded),
    New(std::path::PathBuf),
}

/// Judges an edit of the document at `path`, relative to the root of the workspace. `accepted` names statements that a person
/// agreed to weaken or take out.
pub fn propose(
    kept: &Kept,
    request: &OpenRequest,
    path: &str,
    edit: &Edit,
    accepted: &[String],
) -> Result<Proposal, ProposeError> {
    let before = kept.open(request)?;
    let absolute = before.root.inside(path)?;
    let shown = before.root.relative(&absolute);
    let known = before.documents.iter().find(|state| state.file.path == shown);
    let refuse = |why| ProposeError::NoDocument { path: shown.to_string(), why };
    if known.is_none() {
        if absolute.exists() {
            return Err(refuse("it is a template, or `specs` of abide.toml leaves it out; edit it directly"));
        }
        if !is_markdown(&shown) || shown.split('/').any(|part| part == ".git") {
            return Err(refuse("a new one is a Markdown file (.md)"));
        }
        if absolute.parent().is_none_or(|folder| !folder.is_dir()) {
            return Err(refuse("its folder does not exist; make the folder first"));
        }
    }
    let old = known.map(|state| &*state.file.text);
    let text = edit.apply(old).map_err(|error| ProposeError::Edit { path: shown.to_string(), error })?;
    if old == Some(text.as_str()) {
        return Err(ProposeError::Nothing(shown.to_string()));
    }
    let buffer = Some((absolute.clone(), Arc::from(text.as_str())));
    let after = kept.open(&OpenRequest { buffer, ..request.clone() })?;
    let edited = after.documents.iter().find(|state| state.file.path == shown);
    let edited = edited.ok_or_else(|| refuse("its name is that of a template; name it otherwise"))?;
    let (was, is) = (before.check(), after.check());
    let found = findings(&was, &is, &BTreeMap::new());
    let (made, mended) = (found.new, found.gone);
    let changes = changes(&before, known, &after, edited);
    let hidden = is.checked.suppressed.saturating_sub(was.checked.suppressed);
    let refused = refusals(&made, &changes, hidden, &shown, accepted);
    let target = known.map_or(Target::New(absolute), |state| Target::Known(state.file.clone()));
    let before = was.diagnostics.len();
    Ok(Proposal { path: shown, text, after: is, before, made, mended, changes, hidden, refused, target })
}

impl Proposal {
    /// Writes the document, whole or not at all: not where the file is another one than was judged.
    pub fn write(&self) -> Result<(), WriteError> {
        match &self.target {
            Target::Known(file) => replace(file, &self.text),
            Target::New(path) if path.exists() => Err(WriteError::Changed(Arc::clone(&self.path))),
            Target::New(path) => write(&self.path, path, self.text.as_bytes()),
        }
    }
}

fn changes(
    before: &Workspace,
    known: Option<&DocumentState>,
    after: &Workspace,
    edited: &DocumentState,
) -> Vec<Change> {
    let prepared = |workspace: &Workspace, state| (workspace.guidance(state), suppressed(state));
    let new = prepared(after, edited);
    let now = version(edited, &new);
    let Some(known) = known else {
        let old = abide_diff::Snapshot::default();
        let new = abide_diff::Snapshot { documents: vec![now], levels: Vec::new() };
        return abide_diff::workspaces(&old, &new).changes;
    };
    abide_diff::documents(&version(known, &prepared(before, known)), &now)
}

fn version<'a>(state: &'a DocumentState, prepared: &'a (Vec<TextRange>, Vec<Suppressed>)) -> Version<'a> {
    Version {
        path: &state.file.path,
        document: &state.document,
        spec: state.spec(),
        suppressed: &prepared.1,
        guidance: &prepared.0,
    }
}

fn refusals(
    made: &[Diagnostic],
    changes: &[Change],
    hidden: usize,
    path: &str,
    accepted: &[String],
) -> Vec<String> {
    let mut refused = Vec::new();
    let agreed = |change: &Change| {
        let ids = [change.before.as_ref(), change.after.as_ref()];
        let mut ids =
            ids.into_iter().flatten().map(|statement| statement.id.as_str()).chain([change.id.as_str()]);
        ids.any(|id| accepted.iter().any(|accepted| abide_model::is_meant(accepted, path, id)))
    };
    for change in changes.iter().filter(|change| !change.weakened.is_empty() && !agreed(change)) {
        let reasons: Vec<&str> = change.weakened.iter().map(|reason| reason.reason.as_str()).collect();
        refused.push(format!("it weakens `{}`: {}", change.id, reasons.join("; ")));
    }
    for finding in made {
        if is_contradiction(finding) {
            refused.push(format!("it makes a contradiction ({}): {}", finding.rule, finding.message));
        } else if finding.severity == Severity::Error {
            refused.push(format!("it makes an error ({}): {}", finding.rule, finding.message));
        }
    }
    // A comment that hides findings is told as a change; where it only reaches further, it is told here.
    if hidden > 0 && !changes.iter().any(|change| change.kind == "suppression") {
        refused.push(format!("it hides {hidden} more findings by comments"));
    }
    refused
}

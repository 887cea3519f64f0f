//! An edit of a specification, judged before it is written: what it does to the findings, and to what is promised.

mod edit;
#[cfg(test)]
mod tests;

pub use edit::{Edit, EditError, Replacement};

use crate::check::{DocumentState, OpenError, OpenRequest, Workspace};
use crate::config::is_markdown;
use crate::contradiction::is_contradiction;
use crate::files::{Outside, WriteError, replace, write};
use abide_diagnostics::{Diagnostic, Report, Severity};
use abide_diff::{Change, Version};
use abide_syntax::TextRange;
use std::collections::HashMap;
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
    request: &OpenRequest,
    path: &str,
    edit: &Edit,
    accepted: &[String],
) -> Result<Proposal, ProposeError> {
    let before = Workspace::open(request)?;
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
    let after = Workspace::open(&OpenRequest { buffer, ..request.clone() })?;
    let edited = after.documents.iter().find(|state| state.file.path == shown);
    let edited = edited.ok_or_else(|| refuse("its name is that of a template; name it otherwise"))?;
    let (was, is) = (before.check(), after.check());
    let (made, mended) = compare(&was, &is);
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

/// The findings that only the second has, and those that only the first has. A finding is the same wherever it has moved to.
fn compare(was: &Report, is: &Report) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    fn key(finding: &Diagnostic) -> (&str, &str, &str) {
        (finding.rule, &finding.path, &finding.message)
    }
    let only = |one: &Report, other: &Report| {
        let mut known: HashMap<_, usize> = HashMap::new();
        for finding in &other.diagnostics {
            *known.entry(key(finding)).or_default() += 1;
        }
        let new = one.sorted().filter(|finding| match known.get_mut(&key(finding)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        new.cloned().collect::<Vec<Diagnostic>>()
    };
    (only(is, was), only(was, is))
}

fn changes(
    before: &Workspace,
    known: Option<&DocumentState>,
    after: &Workspace,
    edited: &DocumentState,
) -> Vec<Change> {
    let guidance = |workspace: &Workspace, state: &DocumentState| workspace.guidance(state);
    let (old, new) = (known.map(|state| guidance(before, state)), guidance(after, edited));
    let version = |state, guidance| version(state, guidance);
    let now = version(edited, &new);
    match known.zip(old.as_ref()) {
        Some((state, old)) => abide_diff::documents(&version(state, old), &now),
        None => {
            let old = abide_diff::Snapshot::default();
            let new = abide_diff::Snapshot { documents: vec![now], levels: Vec::new() };
            abide_diff::workspaces(&old, &new).changes
        }
    }
}

fn version<'a>(state: &'a DocumentState, guidance: &'a [TextRange]) -> Version<'a> {
    Version {
        path: &state.file.path,
        document: &state.document,
        spec: state.spec(),
        suppressed: &[],
        guidance,
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
    if hidden > 0 {
        refused.push(format!("it hides {hidden} more findings by comments"));
    }
    refused
}

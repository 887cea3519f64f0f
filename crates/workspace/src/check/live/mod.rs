//! An open workspace that is being edited: what an edit does not touch is not computed again.
//!
//! A keystroke costs what its own document costs. What it means for other documents is worked off when there is time:
//! [`Live::work`]. Files that come or go, templates and settings change what is a document and what governs it; then the
//! workspace is opened anew, without parsing what was parsed before: [`Live::refresh`].

mod askers;
mod due;
#[cfg(test)]
mod tests;

use super::asked::{Asked, Noted};
use super::index::Index;
use super::landscape::Documents;
use super::open::{OpenError, OpenRequest, Workspace};
use super::run::{AllSiblings, Group, group};
use super::state::DocumentState;
use super::surroundings::Surroundings;
use crate::config::CONFIG_FILE;
use crate::files::{load, normalise};
use abide_diagnostics::Diagnostic;
use abide_model::{Kind, qualified};
use abide_rules::{Names, Told};
use abide_template::Contribution;
use askers::Askers;
use due::Due;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// An open workspace that is being edited.
#[derive(Debug)]
pub struct Live {
    request: OpenRequest,
    workspace: Workspace,
    contributions: Vec<Option<Contribution>>,
    siblings: AllSiblings,
    index: Index,
    surroundings: Surroundings,
    findings: Vec<Findings>,
    askers: Askers,
    /// The documents that were asked about, by the group that they are siblings in.
    members: HashMap<Group, BTreeSet<usize>>,
    due: Due,
    /// Whether the workspace must be opened anew.
    stale: bool,
}

/// What was found in a document, and what that rests on.
#[derive(Debug, Default)]
struct Findings {
    diagnostics: Arc<[Diagnostic]>,
    asked: Asked,
}

/// What an edit was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// A document, by its number: its findings can be asked for.
    Document(usize),
    /// A template, or a file that comes or goes: [`Live::refresh`] tells what follows.
    Surroundings,
    /// Nothing that any finding rests on.
    Nothing,
}

impl Live {
    /// Opens a workspace; nothing is checked yet.
    pub fn open(request: OpenRequest) -> Result<Self, OpenError> {
        let workspace = Workspace::open(&request)?;
        Ok(Self::of(request, workspace))
    }

    fn of(request: OpenRequest, workspace: Workspace) -> Self {
        // Cross-document facts need all of them, so that they are read on all cores at once.
        workspace.documents.par_iter().for_each(|state| {
            state.spec();
        });
        let contributions = workspace.contributions();
        let siblings = workspace.siblings(&contributions);
        let surroundings = Surroundings::new(&workspace.root, &workspace.buffers);
        let count = workspace.documents.len();
        let asked = workspace.documents.iter().map(|state| state.asked);
        let mut members: HashMap<Group, BTreeSet<usize>> = HashMap::new();
        for (number, state) in workspace.documents.iter().enumerate().filter(|(_, state)| state.asked) {
            if let Some(group) = group(state) {
                members.entry(group).or_default().insert(number);
            }
        }
        Self {
            due: Due::new(asked),
            request,
            contributions,
            siblings,
            index: Index::default(),
            surroundings,
            findings: (0..count).map(|_| Findings::default()).collect(),
            askers: Askers::default(),
            members,
            stale: false,
            workspace,
        }
    }

    /// What it was opened with, unsaved texts and all.
    pub fn into_request(self) -> OpenRequest {
        self.request
    }

    /// The workspace as it is now.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The documents in the order of their paths.
    pub fn documents(&self) -> &[DocumentState] {
        &self.workspace.documents
    }

    /// One document.
    pub fn document(&self, number: usize) -> Option<&DocumentState> {
        self.workspace.documents.get(number)
    }

    /// The number of the document at a shown path.
    pub fn number(&self, path: &str) -> Option<usize> {
        self.workspace.documents.binary_search_by(|state| (*state.file.path).cmp(path)).ok()
    }

    /// The number of the document in a file.
    pub fn number_at(&self, path: &Path) -> Option<usize> {
        self.number(&self.workspace.root.relative(path))
    }

    /// The text of a file is another one now; without a text, it is what stands on disk.
    pub fn edit(&mut self, path: &Path, text: Option<Arc<str>>) -> Edited {
        let shown = self.workspace.root.relative(path);
        let absolute = self.workspace.root.absolute(&shown);
        let before = self.workspace.buffers.get(&absolute).cloned();
        self.request.buffers.set(path, text.as_ref());
        self.workspace.buffers.set(path, text.as_ref());
        let Some(number) = self.number(&shown) else {
            return self.edit_other(&shown, &absolute, before, text);
        };
        let text = match text {
            Some(text) => Some(text),
            None => load(&shown, &absolute).ok().map(|file| file.text),
        };
        let Some(text) = text else {
            self.stale = true;
            return Edited::Surroundings;
        };
        let same = self.document(number).is_some_and(|state| state.file.text == text);
        if !same {
            self.take_text(number, &text);
            self.anchors_changed(&shown, Some(&text));
        }
        Edited::Document(number)
    }

    /// What is no document may be a template or hold settings, become a document, or be linked to.
    fn edit_other(
        &mut self,
        shown: &Arc<str>,
        absolute: &Path,
        before: Option<Arc<str>>,
        text: Option<Arc<str>>,
    ) -> Edited {
        let mut templates = self.workspace.projects.iter().flat_map(|project| &project.library.templates);
        let is_template = templates.any(|template| template.path.as_ref() == Some(shown));
        let holds_settings = absolute.file_name().is_some_and(|name| name == CONFIG_FILE)
            || self.request.config.as_ref().is_some_and(|config| normalise(config) == absolute);
        self.anchors_changed(shown, text.as_ref());
        // What an editor opens or closes as it is on disk changes nothing.
        let on_disk = || load(shown, absolute).ok().map(|file| file.text);
        let differs = || before.clone().or_else(on_disk) != text.clone().or_else(on_disk);
        // A file that is there and was passed over stays so, whatever it says.
        if (is_template || holds_settings) && differs() || !absolute.exists() {
            self.stale = true;
            return Edited::Surroundings;
        }
        Edited::Nothing
    }

    /// Files came, went or were moved, or settings changed: the next [`Live::refresh`] looks at everything.
    pub fn files_changed(&mut self) {
        self.stale = true;
    }

    /// Whether [`Live::refresh`] has something to do.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Opens anew where files, templates or settings changed; says whether it did. Where that cannot be done, all is as it was.
    pub fn refresh(&mut self) -> Result<bool, OpenError> {
        if !std::mem::take(&mut self.stale) {
            return Ok(false);
        }
        let known: HashMap<Arc<str>, Arc<[Diagnostic]>> = self
            .documents()
            .iter()
            .zip(&self.findings)
            .map(|(state, found)| (Arc::clone(&state.file.path), Arc::clone(&found.diagnostics)))
            .collect();
        let documents = std::mem::take(&mut self.workspace.documents);
        let before = documents.into_iter().map(|state| (Arc::clone(&state.file.path), state));
        let before = Mutex::new(before.collect());
        match Workspace::open_again(&self.request, &before) {
            Ok(workspace) => {
                *self = Self::of(self.request.clone(), workspace);
                // What was found before stands until it is looked at again, so that only what differs is told.
                for (state, found) in self.workspace.documents.iter().zip(&mut self.findings) {
                    if let Some(known) = known.get(&state.file.path) {
                        found.diagnostics = Arc::clone(known);
                    }
                }
                Ok(true)
            }
            Err(error) => {
                // What cannot be opened is told before any document is taken.
                let known = before.into_inner().unwrap_or_default();
                let mut documents: Vec<DocumentState> = known.into_values().collect();
                documents.sort_by(|one, other| one.file.path.cmp(&other.file.path));
                self.workspace.documents = documents;
                Err(error)
            }
        }
    }

    /// Takes another text for a document, and notes what that may change elsewhere.
    fn take_text(&mut self, number: usize, text: &Arc<str>) {
        let Workspace { documents, projects, history, .. } = &mut self.workspace;
        let Some(state) = documents.get_mut(number) else { return };
        self.index.forget(number, state);
        let (was_called, was_in, had_told) =
            (said_elsewhere(state), group(state), Told::by(&state.as_other()));
        state.take_text(text);
        state.govern(projects, history);
        self.index.learn(number, state);
        let (is_called, is_in, tells) = (said_elsewhere(state), group(state), Told::by(&state.as_other()));

        let Some(state) = self.workspace.documents.get(number) else { return };
        let own = self.workspace.contribution(state);
        let before = self.contributions.get_mut(number);
        let before = before.and_then(|known| std::mem::replace(known, own.clone()));
        let place = number as u32;
        if let (Some(group), Some(before)) = (was_in, &before) {
            self.siblings.entry(group).or_default().remove_at(place, before);
        }
        if let (Some(group), Some(own)) = (is_in, &own) {
            self.siblings.entry(group).or_default().add_at(place, own);
        }
        let same = match (&before, &own) {
            (Some(before), Some(own)) => was_in == is_in && before.tells_the_same(own),
            (before, own) => before.is_none() && own.is_none(),
        };
        self.due.add(number);
        if was_in != is_in && state.asked {
            if let Some(members) = was_in.and_then(|group| self.members.get_mut(&group)) {
                members.remove(&number);
            }
            if let Some(group) = is_in {
                self.members.entry(group).or_default().insert(number);
            }
        }
        if !same {
            let groups = [was_in, is_in].into_iter().flatten();
            let members = groups.filter_map(|group| self.members.get(&group)).flatten();
            members.for_each(|other| self.due.add(*other));
        }
        if had_told != tells {
            self.askers.of_document(number).for_each(|other| self.due.add(other));
        }
        self.askers.citing(number).for_each(|other| self.due.add(other));
        if was_called != is_called {
            self.askers.of_others().for_each(|other| self.due.add(other));
        }
    }

    fn anchors_changed(&mut self, shown: &Arc<str>, text: Option<&Arc<str>>) {
        self.surroundings.take_text(shown, text);
        self.askers.of_anchors(shown).for_each(|other| self.due.add(other));
    }

    /// What is found in a document as everything is now.
    pub fn findings(&mut self, number: usize) -> Arc<[Diagnostic]> {
        if self.due.take(number) {
            let found = self.check(number);
            self.take_found(number, found);
        }
        self.known_findings(number)
    }

    /// What was last found in a document; other documents may have changed since.
    pub fn known_findings(&self, number: usize) -> Arc<[Diagnostic]> {
        self.findings.get(number).map_or_else(|| Arc::from([]), |known| Arc::clone(&known.diagnostics))
    }

    /// Whether something is left to be worked off.
    pub fn has_work(&self) -> bool {
        !self.due.is_empty()
    }

    /// Checks up to so many documents that an edit elsewhere may have changed; gives those whose findings are other ones now.
    pub fn work(&mut self, most: usize) -> Vec<usize> {
        let numbers = self.due.take_some(most);
        let found: Vec<Findings> = match numbers.as_slice() {
            // To hand over a single one costs more than to do it.
            [only] => vec![self.check(*only)],
            several => several.par_iter().map(|number| self.check(*number)).collect(),
        };
        let found = numbers.into_iter().zip(found);
        found.filter_map(|(number, found)| self.take_found(number, found).then_some(number)).collect()
    }

    /// Takes what was found in a document; says whether that is something else than before.
    fn take_found(&mut self, number: usize, found: Findings) -> bool {
        let Some(known) = self.findings.get_mut(number) else { return false };
        self.askers.replace(number, &known.asked, &found.asked);
        let differs = known.diagnostics != found.diagnostics;
        *known = found;
        differs
    }

    fn check(&self, number: usize) -> Findings {
        let Some(state) = self.document(number).filter(|state| state.asked) else {
            return Findings::default();
        };
        let asked = Mutex::new(Asked::default());
        let files = Noted::new(&self.surroundings, &asked);
        let others = Documents::new(&self.workspace.documents, &self.index, Some(&asked));
        let own = self.contributions.get(number).and_then(Option::as_ref);
        let mut found = self.workspace.outcome(state, own, &self.siblings, &files, &others).diagnostics;
        found.sort_by(Diagnostic::report_order);
        let mut asked = asked.into_inner().unwrap_or_default();
        let related = found.iter().flat_map(|finding| &finding.related);
        let others = related.filter(|related| related.path != state.file.path);
        asked.cited = others.filter_map(|related| self.number(&related.path)).collect();
        Findings { diagnostics: found.into(), asked }
    }

    /// The one document that a name in the document at `from` means, as rules take it.
    pub fn meant(&self, from: &str, name: &str) -> Option<usize> {
        self.index.names(self.documents()).find(from, name)
    }

    /// The documents that have an item of that id.
    pub fn having(&self, id: &str) -> &[usize] {
        self.index.having(self.documents(), id)
    }

    /// The documents that state an item of that kind and key.
    pub fn stating(&self, kind: Kind, key: &str) -> &[usize] {
        self.index.stating(self.documents(), kind, key)
    }

    /// All keys of a kind, in order.
    pub fn keys_of(&self, kind: Kind) -> Vec<&str> {
        self.index.keys_of(self.documents(), kind)
    }

    /// What an item is called within the workspace.
    pub fn name_of(&self, path: &str, id: &str) -> String {
        if self.having(id).len() > 1 { qualified(path, id) } else { id.to_owned() }
    }

    /// The lines that a document has in common with its template.
    pub fn contribution(&self, number: usize) -> Option<&Contribution> {
        self.contributions.get(number)?.as_ref()
    }

    /// What the documents of a document's template have in common.
    pub fn siblings_of(&self, number: usize) -> Option<&abide_template::Siblings> {
        self.siblings.get(&group(self.document(number)?)?)
    }

    /// The files around the documents, as rules see them.
    pub fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }
}

/// What other documents find a document by: its names, and the keys of what it states.
fn said_elsewhere(state: &DocumentState) -> (Vec<String>, Vec<(Kind, String)>) {
    let keyed = state.spec().items.iter().filter(|item| !item.key.is_empty());
    let keys = keyed.map(|item| (item.kind, item.key.clone())).collect();
    (Names::of(&state.file.path, &state.document), keys)
}

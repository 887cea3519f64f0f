//! Running the rules over an open workspace.

use super::governing::{self, Governed};
use super::index::Index;
use super::landscape::Documents;
use super::open::{Project, Workspace};
use super::state::DocumentState;
use super::surroundings::Surroundings;
use abide_diagnostics::{Checked, Note, Report, RuleInfo, Severity, Source};
use abide_rules::{Context, Files, Governing, Known, Landscape, Outcome, RULES, Settings, documentation};
use abide_template::{Contribution, Siblings};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What the documents of each template have in common, by project and template.
pub(super) type AllSiblings = HashMap<Group, Siblings>;

/// The project and the template of documents that are siblings.
pub(super) type Group = (usize, usize);

/// The siblings that a document is among.
pub(super) fn group(state: &DocumentState) -> Option<Group> {
    Some((state.project, state.governed.as_ref()?.template))
}

impl Workspace {
    /// What the rules find in the documents that were asked about.
    pub fn check(&self) -> Report {
        let contributions = self.contributions();
        let siblings = self.siblings(&contributions);
        let surroundings = Surroundings::new(&self.root, &self.buffers);
        let index = Index::default();
        let landscape = Documents::new(&self.documents, &index, None);
        let with_own = self.documents.iter().zip(&contributions).filter(|(state, _)| state.asked);
        let asked: Vec<(&DocumentState, &Option<Contribution>)> = with_own.collect();
        let outcomes: Vec<_> = asked
            .par_iter()
            .map(|(state, own)| self.outcome(state, own.as_ref(), &siblings, &surroundings, &landscape))
            .collect();
        let mut report = Report { tool_version: env!("CARGO_PKG_VERSION").to_owned(), ..Report::default() };
        let mut checked = Checked::default();
        for ((state, _), outcome) in asked.iter().zip(outcomes) {
            checked.documents.push(Arc::clone(&state.file.path));
            checked.governed += usize::from(state.governed.is_some());
            checked.suppressed += outcome.suppressed;
            if !outcome.diagnostics.is_empty() {
                report.add_source(Source::new(Arc::clone(&state.file.path), Arc::clone(&state.file.text)));
            }
            report.diagnostics.extend(outcome.diagnostics);
        }
        report.checked = checked;
        report.rules = RULES.iter().map(|rule| rule_info(rule)).collect();
        self.add_related_sources(&mut report);
        report.notes.extend(self.notes());
        report.unread = self
            .problems
            .iter()
            .map(|problem| Note::about(Arc::clone(&problem.path), problem.trouble.to_string()))
            .collect();
        report.sort();
        report
    }

    /// What the rules find in one document.
    pub(super) fn outcome(
        &self,
        state: &DocumentState,
        own: Option<&Contribution>,
        siblings: &AllSiblings,
        files: &dyn Files,
        others: &dyn Landscape,
    ) -> Outcome {
        let none = Settings::default();
        let empty = Siblings::default();
        abide_rules::check(&Context {
            path: &state.file.path,
            document: &state.document,
            outline: &state.outline,
            spec: state.spec(),
            governing: self.governing(state, own, siblings, &empty),
            settings: self.project(state).map_or(&none, |project| &project.config.rules),
            files,
            others,
            known: Known::default(),
        })
    }

    fn governing<'a>(
        &'a self,
        state: &'a DocumentState,
        own: Option<&'a Contribution>,
        siblings: &'a AllSiblings,
        empty: &'a Siblings,
    ) -> Option<Governing<'a>> {
        let governed = state.governed.as_ref()?;
        let project = self.projects.get(state.project)?;
        let template = project.library.templates.get(governed.template)?;
        let version = template.versions.get(governed.version)?;
        Some(Governing {
            path: template.path.as_ref(),
            schema: project.library.set.schema(version.schema)?,
            template: &version.document,
            alignment: &governed.alignment,
            kept: own.map_or(&[], |own| &own.kept),
            written: own.and_then(|own| own.written),
            siblings: siblings.get(&(state.project, governed.template)).unwrap_or(empty),
        })
    }

    /// What each governed document contributes to its siblings.
    pub(super) fn contributions(&self) -> Vec<Option<Contribution>> {
        self.documents.par_iter().map(|state| self.contribution(state)).collect()
    }

    /// What a document contributes to its siblings, where a template governs it.
    pub(super) fn contribution(&self, state: &DocumentState) -> Option<Contribution> {
        let governed = state.governed.as_ref()?;
        let schema = self.schema(state, governed)?;
        Some(Contribution::new(schema, &governed.alignment, &state.outline, &state.document))
    }

    /// What the documents of each template have in common.
    pub(super) fn siblings(&self, contributions: &[Option<Contribution>]) -> AllSiblings {
        let mut siblings = AllSiblings::new();
        for (number, (state, contribution)) in self.documents.iter().zip(contributions).enumerate() {
            if let (Some(group), Some(contribution)) = (group(state), contribution) {
                siblings.entry(group).or_default().add_at(number as u32, contribution);
            }
        }
        siblings
    }

    pub(super) fn schema(
        &self,
        state: &DocumentState,
        governed: &Governed,
    ) -> Option<&abide_template::Schema> {
        let library = &self.project(state)?.library;
        let version = library.templates.get(governed.template)?.versions.get(governed.version)?;
        library.set.schema(version.schema)
    }

    /// The project of a document.
    pub fn project(&self, state: &DocumentState) -> Option<&Project> {
        self.projects.get(state.project)
    }

    /// The name of the template that governs a document.
    pub fn template_name(&self, state: &DocumentState) -> Option<&str> {
        let governed = state.governed.as_ref()?;
        let template = self.project(state)?.library.templates.get(governed.template)?;
        Some(&template.name)
    }

    // Findings point into templates and other documents, whose text the report must know.
    fn add_related_sources(&self, report: &mut Report) {
        let related: Vec<Arc<str>> = report
            .diagnostics
            .iter()
            .flat_map(|finding| finding.related.iter().map(|related| Arc::clone(&related.path)))
            .collect();
        for path in related {
            if report.sources.contains_key(&path) {
                continue;
            }
            let mut templates = self.projects.iter().flat_map(|project| &project.library.templates);
            let template = templates.find(|template| template.path.as_ref() == Some(&path));
            if let Some(version) = template.and_then(|template| template.today()) {
                report.add_source(Source::new(path, version.document.shared_text()));
            } else if let Some(state) = self.documents.iter().find(|state| state.file.path == path) {
                report.add_source(Source::new(path, Arc::clone(&state.file.text)));
            }
        }
    }

    /// What is said once and is no finding.
    fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        notes.extend(self.earlier_versions());
        let ungoverned: Vec<&DocumentState> = self.asked().filter(|state| state.governed.is_none()).collect();
        let all = self.asked().count();
        notes.extend(ungoverned.iter().filter_map(|state| self.misnamed(state)));
        match ungoverned.as_slice() {
            [] => {}
            [only] if all == 1 => notes.push(Note::about(
                Arc::clone(&only.file.path),
                "no template governs this document, so its form was not checked; name one in its front matter \
                 (`template: NAME`) or in abide.toml, see `abide explain not-governed`",
            )),
            several => {
                const SHOWN: usize = 3;
                let names: Vec<&str> = several.iter().take(SHOWN).map(|state| &*state.file.path).collect();
                let more = several.len().saturating_sub(SHOWN);
                let more = if more == 0 { String::new() } else { format!(" and {more} more") };
                let verb = if several.len() == 1 { "is" } else { "are" };
                notes.push(Note::new(format!(
                    "{} of {all} documents {verb} governed by no template, so their form was not checked: {}{more}; see \
                     `abide explain not-governed`",
                    several.len(),
                    names.join(", ")
                )));
            }
        }
        notes
    }

    /// A slip of the fingers in front matter. Other tools use the word too, so that any other name says nothing.
    fn misnamed(&self, state: &DocumentState) -> Option<Note> {
        let name = governing::named(&state.document)?;
        let names = self.project(state)?.library.templates.iter().map(|template| template.name.as_str());
        let near = crate::closest(name, names)?;
        let message = format!("there is no template called `{name}`; did you mean `{near}`?");
        Some(Note::about(Arc::clone(&state.file.path), message))
    }
}

impl Workspace {
    /// A line for each template of which documents were judged by an earlier version.
    fn earlier_versions(&self) -> Vec<Note> {
        let mut earlier: BTreeMap<&str, usize> = BTreeMap::new();
        for state in self.asked() {
            let Some(governed) = &state.governed else { continue };
            let template =
                self.project(state).and_then(|project| project.library.templates.get(governed.template));
            if let Some(template) = template
                && governed.version + 1 < template.versions.len()
            {
                *earlier.entry(&template.name).or_default() += 1;
            }
        }
        let note = |(name, count): (&str, usize)| {
            let (documents, fit) =
                if count == 1 { ("1 document is", "it fits") } else { ("documents are", "they fit") };
            let documents = if count == 1 { documents.to_owned() } else { format!("{count} {documents}") };
            Note::new(format!(
                "{documents} judged by an earlier version of the template `{name}`, which {fit} best"
            ))
        };
        let mut notes: Vec<Note> = earlier.into_iter().map(note).collect();
        let local = |state: &DocumentState| {
            let governed = state.governed.as_ref()?;
            let template = self.project(state)?.library.templates.get(governed.template)?;
            template.path.as_ref().map(|_| ())
        };
        if self.asked().any(|state| local(state).is_some()) {
            notes.extend(self.history.note().map(Note::new));
        }
        notes
    }
}

fn rule_info(rule: &'static abide_rules::Rule) -> RuleInfo {
    RuleInfo {
        name: rule.name,
        summary: rule.summary(),
        page: |name| abide_rules::rule(name).map(documentation::page).unwrap_or_default(),
        severity: rule.default.unwrap_or(Severity::Info),
        docs_url: None,
    }
}

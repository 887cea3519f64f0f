//! What a rule sees, and where it reports.

use crate::fields::Label;
use crate::links::{self, Pointer};
use crate::machines::{self, Machine};
use crate::needs::Want;
use crate::operations::Operations;
use crate::records::Records;
use crate::rules::unfilled_section::unfilled;
use crate::{Landscape, Rule, Settings};
use abide_diagnostics::{Diagnostic, Fix, Place, Severity};
use abide_model::{Item, Kind, Spec};
use abide_syntax::{Anchors, Document, SectionId, TextRange};
use abide_template::{
    Alignment, Concept, KeptLine, Lifecycle, Outline, Schema, Siblings, SlotId, Written, is_kept,
};
use std::cell::OnceCell;
use std::sync::Arc;

/// One document with all that a rule may know of it.
pub struct Context<'a> {
    /// Repository-relative, with `/` separators.
    pub path: &'a Arc<str>,
    /// The document.
    pub document: &'a Document,
    /// Its headings.
    pub outline: &'a Outline,
    /// What it states.
    pub spec: &'a Spec,
    /// The template that governs it, if one does.
    pub governing: Option<Governing<'a>>,
    /// Settings of the rules.
    pub settings: &'a Settings,
    /// The files around it.
    pub files: &'a dyn Files,
    /// The other documents.
    pub others: &'a dyn Landscape,
    /// What rules worked out about it.
    pub known: Known<'a>,
}

/// What rules work out about a document, each once for all rules and only when asked for.
#[derive(Default)]
pub struct Known<'a> {
    asides: OnceCell<Vec<OnceCell<bool>>>,
    records: OnceCell<Records<'a>>,
    operations: OnceCell<Operations<'a>>,
    machines: OnceCell<Vec<Machine>>,
    pointers: OnceCell<Vec<Pointer>>,
    lifecycle: OnceCell<Option<Lifecycle>>,
    wants: OnceCell<Vec<Want>>,
    field_labels: OnceCell<Vec<Label<'a>>>,
    unfilled: OnceCell<Vec<(SectionId, SlotId)>>,
    /// For each item whether it is only kept of the template.
    kept: OnceCell<Vec<OnceCell<bool>>>,
}

impl Known<'_> {
    fn aside(&self, document: &Document, id: SectionId) -> Option<&OnceCell<bool>> {
        let unknown = || document.sections().iter().map(|_| OnceCell::new()).collect();
        self.asides.get_or_init(unknown).get(id.index())
    }
}

/// A template that governs a document.
#[derive(Clone, Copy)]
pub struct Governing<'a> {
    /// The template's file, if it is one of the repository's.
    pub path: Option<&'a Arc<str>>,
    /// The template as a schema.
    pub schema: &'a Schema,
    /// The template's text.
    pub template: &'a Document,
    /// How the document answers to it.
    pub alignment: &'a Alignment,
    /// The lines that the document has in common with the template.
    pub kept: &'a [KeptLine],
    /// When the document was written, by its own metadata.
    pub written: Option<Written>,
    /// The other documents of the template.
    pub siblings: &'a Siblings,
}

/// What a rule may ask about the files around a document. Paths are repository-relative with `/` separators.
pub trait Files: Sync {
    /// Whether a file or folder exists.
    fn exists(&self, path: &str) -> bool;
    /// Whether a folder exists.
    fn is_folder(&self, path: &str) -> bool;
    /// Whether a folder holds a file with that extension.
    fn has_kind(&self, folder: &str, extension: &str) -> bool;
    /// The anchors of a Markdown file, if it can be read.
    fn anchors(&self, path: &str) -> Option<Arc<Anchors>>;
    /// Whether all of the repository is there, so that what is absent is absent: a checkout, not a few files of one.
    fn is_complete(&self) -> bool;
}

/// No files at all.
pub struct NoFiles;

impl Files for NoFiles {
    fn exists(&self, _: &str) -> bool {
        false
    }

    fn is_folder(&self, _: &str) -> bool {
        false
    }

    fn has_kind(&self, _: &str, _: &str) -> bool {
        false
    }

    fn anchors(&self, _: &str) -> Option<Arc<Anchors>> {
        None
    }

    fn is_complete(&self) -> bool {
        false
    }
}

impl<'a> Context<'a> {
    /// The text of a range of the document.
    pub fn slice(&self, range: TextRange) -> &'a str {
        self.document.slice(range)
    }

    /// Where findings about the whole document stand: its title, or the first line below its front matter.
    pub fn top(&self) -> TextRange {
        top(self.document, self.outline)
    }

    /// How far the document says that it has come: its status field, or what stands under a heading "Status".
    pub fn lifecycle(&self) -> Option<Lifecycle> {
        *self.known.lifecycle.get_or_init(|| lifecycle(self.document, self.outline))
    }

    /// The records that it defines.
    pub(crate) fn records(&self) -> &Records<'a> {
        self.known.records.get_or_init(|| Records::new(self))
    }

    /// The HTTP operations that it documents or names.
    pub(crate) fn operations(&self) -> &Operations<'a> {
        self.known.operations.get_or_init(|| Operations::new(self))
    }

    /// Its state machines.
    pub(crate) fn machines(&self) -> &[Machine] {
        self.known.machines.get_or_init(|| machines::machines(self))
    }

    /// What it says that it needs.
    pub(crate) fn wants(&self) -> &[Want] {
        self.known.wants.get_or_init(|| Want::all(self.document, self.spec))
    }

    /// The names of its metadata fields, in their order.
    pub(crate) fn field_labels(&self) -> &[Label<'a>] {
        let document = self.document;
        let label = |field: &abide_syntax::Field| Label::new(field.name(document.text()));
        self.known.field_labels.get_or_init(|| document.fields().iter().map(label).collect())
    }

    /// Its links that point into the repository.
    pub(crate) fn pointers(&self) -> &[Pointer] {
        self.known.pointers.get_or_init(|| links::pointers(self.document))
    }

    /// The sections that hold nothing but the text of the template that governs it, each with its slot.
    pub(crate) fn unfilled(&self) -> &[(SectionId, SlotId)] {
        let read = || self.governing.as_ref().map_or_else(Vec::new, |governing| unfilled(self, governing));
        self.known.unfilled.get_or_init(read)
    }

    /// The items of a kind that the document states itself, in source order: what it only kept of its template is not said.
    pub fn items(&self, kind: Kind) -> impl Iterator<Item = &'a Item> {
        // Many rules ask for the items of a kind.
        let unknown = || self.spec.items.iter().map(|_| OnceCell::new()).collect();
        let items = if self.spec.has(kind) { self.spec.items.as_slice() } else { &[] };
        let known = if items.is_empty() { &[][..] } else { self.known.kept.get_or_init(unknown).as_slice() };
        items
            .iter()
            .zip(known)
            .filter(move |(item, _)| item.kind == kind)
            .filter(|(item, kept)| !*kept.get_or_init(|| self.is_kept(item.range)))
            .map(|(item, _)| item)
    }

    /// Whether all of a statement is only kept of the template.
    pub fn is_kept(&self, range: TextRange) -> bool {
        self.governing.is_some_and(|governing| is_kept(governing.kept, self.document, range))
    }

    /// What the heading of a section is about.
    pub fn concepts(&self, section: SectionId) -> &'a [Concept] {
        self.spec.outline.concepts(section)
    }

    /// Whether a section or one that holds it is an aside; `is_aside` tells that of one section alone.
    pub(crate) fn within_aside(&self, section: SectionId, is_aside: impl Fn(SectionId) -> bool) -> bool {
        let mut asked = Vec::new();
        let mut at = section;
        let answer = loop {
            let Some(found) = self.document.section(at).filter(|_| at != SectionId::ROOT) else {
                break false;
            };
            let Some(cell) = self.known.aside(self.document, at) else { break false };
            if let Some(known) = cell.get() {
                break *known;
            }
            asked.push(cell);
            if is_aside(at) {
                break true;
            }
            at = found.parent;
        };
        for cell in asked {
            // Nothing else answers in between.
            let _ = cell.set(answer);
        }
        answer
    }

    /// A range of this document, to relate a finding to.
    pub fn place(&self, range: TextRange) -> Place {
        Place::new(Arc::clone(self.path), range)
    }
}

/// How far a document says that it has come.
pub(crate) fn lifecycle(document: &Document, outline: &Outline) -> Option<Lifecycle> {
    const NAMES: &[&str] =
        &["status", "state", "estado", "statut", "状態", "ステータス", "状态", "상태", "статус"];
    let text = document.text();
    let named = |field: &&abide_syntax::Field| NAMES.contains(&field.name(text).to_lowercase().as_str());
    if let Some(field) = document.fields().iter().find(named) {
        return Lifecycle::of_status(field.value.slice(text).trim_matches(['"', '\'']));
    }
    let section = outline.headings.iter().find(|heading| NAMES.contains(&heading.key.as_str()))?;
    let block = document.section_blocks(section.section).next()?;
    Lifecycle::of_status(&document.plain_text(block))
}

/// Where a rule reports its findings.
pub struct Report<'a> {
    path: &'a Arc<str>,
    document: &'a Document,
    outline: &'a Outline,
    rule: &'static Rule,
    severity: Severity,
    findings: &'a mut Vec<Diagnostic>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(
        context: &'a Context<'_>,
        rule: &'static Rule,
        severity: Severity,
        findings: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let Context { path, document, outline, .. } = *context;
        Self { path, document, outline, rule, severity, findings }
    }

    /// Reports a finding at a range.
    pub fn at(&mut self, range: TextRange, message: impl Into<String>) -> Finding<'_> {
        let path = Arc::clone(self.path);
        let mut diagnostic = Diagnostic::new(self.rule.name, self.severity, path, range, message);
        diagnostic.section = self.document.section_path(self.document.section_at(range.start));
        self.findings.push(diagnostic);
        Finding { diagnostic: self.findings.last_mut() }
    }

    /// Reports a finding about a section, at its heading; about the document's top for the root.
    pub fn at_section(&mut self, section: SectionId, message: impl Into<String>) -> Finding<'_> {
        let range = match self.document.section(section) {
            Some(found) if section != SectionId::ROOT => found.title_range,
            _ => top(self.document, self.outline),
        };
        self.at(range, message)
    }

    /// Reports a finding about the document as a whole.
    pub fn whole(&mut self, message: impl Into<String>) -> Finding<'_> {
        let path = Arc::clone(self.path);
        self.findings.push(Diagnostic::whole_document(self.rule.name, self.severity, path, message));
        Finding { diagnostic: self.findings.last_mut() }
    }
}

fn top(document: &Document, outline: &Outline) -> TextRange {
    match outline.title.and_then(|title| document.section(title)) {
        Some(title) => title.title_range,
        None => first_line(document),
    }
}

fn first_line(document: &Document) -> TextRange {
    let body = document.front_matter().map_or(0, |front| front.range.end());
    let text = document.text().get(body..).unwrap_or_default();
    let skipped = text.len() - text.trim_start().len();
    let line = text.trim_start().lines().next().unwrap_or_default();
    TextRange::new(body + skipped, body + skipped + line.trim_end().len())
}

/// A finding that was just reported, to say more about it.
pub struct Finding<'a> {
    diagnostic: Option<&'a mut Diagnostic>,
}

impl Finding<'_> {
    fn change(self, change: impl FnOnce(&mut Diagnostic)) -> Self {
        let Self { mut diagnostic } = self;
        if let Some(diagnostic) = &mut diagnostic {
            change(diagnostic);
        }
        Self { diagnostic }
    }

    /// Says what to do next.
    pub fn help(self, help: impl Into<String>) -> Self {
        let help = help.into();
        self.change(|diagnostic| diagnostic.help = Some(help))
    }

    /// A short text under the excerpt.
    pub fn label(self, label: impl Into<String>) -> Self {
        let label = label.into();
        self.change(|diagnostic| diagnostic.label = Some(label))
    }

    /// Another place that matters.
    pub fn related(self, place: Place, message: impl Into<String>) -> Self {
        let related = place.related(message);
        self.change(|diagnostic| diagnostic.related.push(related))
    }

    /// The place in the template that asks for it, where the template is a file of the repository.
    pub fn asked_by(self, governing: &Governing, range: TextRange, message: impl Into<String>) -> Self {
        match governing.path {
            Some(path) => self.related(Place::new(Arc::clone(path), range), message),
            None => self,
        }
    }

    /// Edits that mend it.
    pub fn fix(self, fix: Fix) -> Self {
        self.change(|diagnostic| diagnostic.fix = Some(fix))
    }

    /// A lower severity than the rule's, for what is less sure.
    pub fn at_most(self, severity: Severity) -> Self {
        self.change(|diagnostic| diagnostic.severity = diagnostic.severity.min(severity))
    }
}

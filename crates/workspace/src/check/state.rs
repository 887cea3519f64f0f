//! One document of an open workspace, read and held against its template.

use super::governing::{self, Governed};
use super::open::Project;
use crate::files::Loaded;
use crate::git::History;
use abide_model::{Item, Spec};
use abide_rules::{Other, Want};
use abide_syntax::Document;
use abide_template::Outline;
use std::sync::{Arc, OnceLock};

/// One document.
#[derive(Clone, Debug)]
pub struct DocumentState {
    /// The file as it was read.
    pub file: Loaded,
    /// The document.
    pub document: Document,
    /// Its headings.
    pub outline: Outline,
    /// The place of its project.
    pub project: usize,
    /// The template that governs it.
    pub governed: Option<Governed>,
    /// Whether it was asked about; others are here for what they tell about their siblings.
    pub asked: bool,
    spec: OnceLock<Spec>,
    told: OnceLock<Vec<Item>>,
    wants: OnceLock<Vec<Want>>,
}

impl DocumentState {
    /// Reads a document; which template governs it is asked next.
    pub(super) fn new(file: Loaded, project: usize, asked: bool) -> Self {
        let document = Document::parse(Arc::clone(&file.text));
        let outline = Outline::new(&document);
        Self {
            file,
            document,
            outline,
            project,
            governed: None,
            asked,
            spec: OnceLock::new(),
            told: OnceLock::new(),
            wants: OnceLock::new(),
        }
    }

    /// What it states, read at the first question.
    pub fn spec(&self) -> &Spec {
        self.spec.get_or_init(|| Spec::read(&self.file.path, &self.document))
    }

    /// What it says beside its items, read at the first question.
    pub fn told(&self) -> &[Item] {
        self.told.get_or_init(|| self.spec().told(&self.document))
    }

    /// It as the rules of other documents see it.
    pub(super) fn as_other(&self) -> Other<'_> {
        let (spec, wants) = (self.spec(), || Want::all(&self.document, self.spec()));
        let Self { file, document, outline, .. } = self;
        Other { path: &file.path, document, outline, spec, wants: self.wants.get_or_init(wants) }
    }

    /// The same document where it is opened again.
    pub(super) fn moved_to(mut self, project: usize, asked: bool) -> Self {
        (self.project, self.asked) = (project, asked);
        self
    }

    /// Takes another text in place of the one that was read.
    pub(super) fn take_text(&mut self, text: &Arc<str>) {
        self.file.text = Arc::clone(text);
        self.document = Document::parse(Arc::clone(text));
        self.outline = Outline::new(&self.document);
        self.spec = OnceLock::new();
        self.told = OnceLock::new();
        self.wants = OnceLock::new();
    }

    /// Asks which template governs it.
    pub(super) fn govern(&mut self, projects: &[Project], history: &History) {
        let created = history.created(&self.file.path);
        let Self { file, document, outline, .. } = &*self;
        self.governed = projects.get(self.project).and_then(|project| {
            governing::find(project, &file.path, &file.absolute, document, outline, created)
        });
    }
}

//! What is known before a run: the specifications with their items, and what surrounds them.

use crate::accepted::Accepted;
use crate::api::{Api, Variant, variants};
use crate::joined;
use crate::outside;
use crate::project::Project;
use crate::tested::Tested;
use abide_ledger::Digest;
use abide_model::{Item, Kind};
use abide_syntax::Document;
use abide_template::Lifecycle;
use abide_workspace::check::DocumentState;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A specification to verify.
#[derive(Clone, Debug)]
pub struct SpecInput {
    /// Its path, relative to the repository.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// Its items.
    pub items: Vec<Item>,
}

impl SpecInput {
    /// A document with all that it says: its items, and what it says beside them, in source order.
    pub fn of(state: &DocumentState) -> Self {
        let mut items: Vec<Item> = state.spec().items.iter().chain(state.told()).cloned().collect();
        items.sort_by_key(|item| (item.range.start, item.range.end));
        Self { path: state.file.path.to_string(), text: Arc::clone(&state.file.text), items }
    }
}

/// A specification with what is derived from it.
#[derive(Clone, Debug)]
pub struct SpecFacts {
    /// Its path, relative to the repository.
    pub path: String,
    /// Its items.
    pub items: Vec<Item>,
    /// The digest of its text.
    pub digest: Digest,
    /// How far it is, by its status.
    pub stage: Option<Lifecycle>,
    /// The status as written.
    pub status: Option<String>,
    /// Whether somebody allowed its commands.
    pub trusted: bool,
    /// The endpoints that were found to stand outside of the base path that it states, by id.
    pub outside: HashSet<String>,
    /// The operations that endpoints with a parameter of listed words stand for.
    pub variants: Vec<Variant>,
    /// Whether it tells of what was, of what may come, or of what was given up.
    pub apart: bool,
    /// Where the documents that it is made of begin.
    pub starts: Vec<usize>,
    document: Document,
}

/// What the running system showed before anything was tried.
#[derive(Debug, Default)]
pub struct Found {
    /// The endpoints that stand outside of the base path.
    pub outside: HashSet<outside::Id>,
    /// The requests that it accepts where the specification shows none.
    pub accepted: Accepted,
}

/// Everything that is known before a run.
#[derive(Debug)]
pub struct Facts {
    /// The documents, each as it stands.
    pub documents: Vec<SpecFacts>,
    /// The specifications as they are read: documents that describe one system together are one of them.
    pub specs: Vec<SpecFacts>,
    /// The HTTP interface that they describe together.
    pub api: Api,
    /// What surrounds them.
    pub project: Project,
    places: Vec<Place>,
    accepted: Accepted,
    tested: OnceLock<Tested>,
}

impl Facts {
    /// Derives what is known; `trusted` says whether the commands of a specification were allowed.
    pub fn new(specs: Vec<SpecInput>, project: Project, trusted: impl Fn(&SpecInput) -> bool) -> Self {
        Self::with_found(specs, project, trusted, &Found::default())
    }

    /// The same with what the running system showed.
    pub fn with_found(
        specs: Vec<SpecInput>,
        project: Project,
        trusted: impl Fn(&SpecInput) -> bool,
        found: &Found,
    ) -> Self {
        let documents: Vec<_> =
            specs.iter().map(|input| SpecFacts::new(trusted(input), input.clone())).collect();
        let apart: Vec<bool> = documents.iter().map(SpecFacts::is_given_up).collect();
        let joined = joined::join(&specs, &apart);
        let mut places: Vec<(usize, Place)> = Vec::new();
        let mut read = Vec::new();
        for (number, group) in joined.into_iter().enumerate() {
            let mut outside = HashSet::new();
            for part in &group.parts {
                let items = specs.get(part.document).map(|input| input.items.as_slice()).unwrap_or_default();
                for (at, item) in items.iter().enumerate() {
                    let id = group.input.items.get(part.first_item + at).map(|joined| &joined.id);
                    let path = specs.get(part.document).map(|input| input.path.clone()).unwrap_or_default();
                    outside.extend(id.filter(|_| found.outside.contains(&(path, item.id.clone()))).cloned());
                }
                places.push((part.document, Place { spec: number, first_item: part.first_item }));
            }
            let trusted =
                group.parts.iter().all(|part| documents.get(part.document).is_some_and(|one| one.trusted));
            let starts = group.parts.iter().map(|part| part.start).collect();
            read.push(SpecFacts {
                outside,
                starts,
                apart: group.apart,
                ..SpecFacts::new(trusted, group.input)
            });
        }
        places.sort_by_key(|(document, _)| *document);
        let places = places.into_iter().map(|(_, place)| place).collect();
        let api = Api::read(&read, &project, &found.accepted);
        let accepted = found.accepted.clone();
        Self { documents, specs: read, api, project, places, accepted, tested: OnceLock::new() }
    }

    /// The same, where a setting of the target has another value.
    pub fn with_setting(&self, name: &str, value: &str) -> Self {
        let mut project = self.project.clone();
        project.resolved.environment.insert(name.to_owned(), value.to_owned());
        Self {
            documents: self.documents.clone(),
            specs: self.specs.clone(),
            api: Api::read(&self.specs, &project, &self.accepted),
            project,
            places: self.places.clone(),
            accepted: self.accepted.clone(),
            tested: OnceLock::new(),
        }
    }

    /// Where an item of a document stands in the specification as which it is read: the number of that, and its number there.
    pub fn place_of(&self, document: usize, item: usize) -> Option<(usize, usize)> {
        self.places.get(document).map(|place| (place.spec, place.first_item + item))
    }

    /// What the reports of the tests say, read at the first call.
    pub fn tested(&self) -> &Tested {
        self.tested.get_or_init(|| Tested::read(&self.project))
    }
}

/// Where a document stands among the specifications as they are read.
#[derive(Clone, Copy, Debug)]
struct Place {
    spec: usize,
    first_item: usize,
}

/// Stages of a document that says nothing about the system as it is.
const GIVEN_UP: &[Lifecycle] = &[
    Lifecycle::Superseded,
    Lifecycle::Deprecated,
    Lifecycle::Rejected,
    Lifecycle::Withdrawn,
    Lifecycle::Deferred,
];

/// Names of the field that says how far a document is.
const STATUS: &[&str] =
    &["status", "state", "estado", "statut", "stand", "状態", "ステータス", "상태", "状态", "статус"];

impl SpecFacts {
    fn new(trusted: bool, input: SpecInput) -> Self {
        let meta = input.items.iter().filter(|item| item.kind == Kind::Meta);
        let status =
            meta.filter(|item| STATUS.contains(&item.key.as_str())).find_map(|item| item.text_field("value"));
        let status = status.map(str::to_owned);
        let document = Document::parse(input.text.clone());
        Self {
            variants: variants(&input.items, &document),
            digest: Digest::of(input.text.as_bytes()),
            stage: status.as_deref().and_then(Lifecycle::of_status),
            status,
            path: input.path,
            items: input.items,
            trusted,
            outside: HashSet::new(),
            starts: vec![0],
            apart: false,
            document,
        }
    }

    /// The document that a place stands in, as the places between which it stands.
    pub fn part_at(&self, at: usize) -> Range<usize> {
        let next = self.starts.partition_point(|start| *start <= at);
        let start = next.checked_sub(1).and_then(|part| self.starts.get(part)).copied().unwrap_or(0);
        start..self.starts.get(next).copied().unwrap_or(self.text().len())
    }

    /// Whether it says that it no longer holds, or never did.
    pub(crate) fn is_given_up(&self) -> bool {
        self.stage.is_some_and(|stage| GIVEN_UP.contains(&stage))
    }

    /// Whether it says that what it describes is built.
    pub fn is_implemented(&self) -> bool {
        self.stage.is_some_and(|stage| stage.is_finished() || stage == Lifecycle::Living)
    }

    /// The statement of an item as it stands in the document.
    pub fn slice<'a>(&'a self, item: &'a Item) -> &'a str {
        self.text().get(item.range.start as usize..item.range.end as usize).unwrap_or(&item.text)
    }

    /// The items that were read of it, without what it says beside them.
    pub fn read_items(&self) -> impl Iterator<Item = &Item> + Clone {
        self.items.iter().filter(|item| !item.is_told())
    }

    /// The items of a kind that were read of it.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        self.read_items().filter(move |item| item.kind == kind)
    }

    /// The endpoints, each with the operations that it stands for in its place.
    pub fn endpoints(&self) -> impl Iterator<Item = &Item> {
        self.of_kind(Kind::Endpoint).flat_map(|item| {
            let own: Vec<&Item> = self.variants_of(&item.id).collect();
            if own.is_empty() { vec![item] } else { own }
        })
    }

    /// The operations that an endpoint stands for.
    pub fn variants_of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Item> {
        self.variants.iter().filter(move |variant| variant.of == id).map(|variant| &variant.item)
    }

    /// The text of the document.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// The document itself.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The lines before a 1-based line, the nearest first.
    pub fn lines_before(&self, line: u32) -> impl Iterator<Item = &str> {
        let lines: Vec<&str> = self.text().lines().take((line as usize).saturating_sub(1)).collect();
        lines.into_iter().rev()
    }
}

/// The commands that the checks and sessions of a specification name, in order: what `abide trust` asks about.
pub fn commands_of(items: &[Item]) -> Vec<String> {
    let checks = items.iter().filter(|item| item.kind == Kind::Check);
    let mut commands: Vec<String> = Vec::new();
    for command in checks.flat_map(|item| {
        crate::session::commands_of(item).chain(item.text_field("command")).collect::<Vec<_>>()
    }) {
        if !commands.iter().any(|known| known == command) {
            commands.push(command.to_owned());
        }
    }
    commands
}

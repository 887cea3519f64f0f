//! Which code and which tests name a statement.
//!
//! A file names a statement by a mark in a comment (`verifies: FR-1`, `implements: specs/orders.md#FR-1`), or by the id itself
//! with nothing around it that would make it another word; a test also by a name such as `test_fr_1_is_stored`. What git
//! ignores is not read, links are not followed, and Markdown is not looked into: a document is no code.

mod names;
mod place;
mod scan;

pub use place::is_test_file;

use crate::check::Workspace;
use crate::files::walk;
use abide_model::{Identities, Item, Kind};
use names::Names;
use rayon::prelude::*;
use scan::{Hit, Meant};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// The version of the document; it rises when a consumer could break.
pub const VERSION: u32 = 1;

/// What `abide trace --format json` writes: statements with the code and the tests that name them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Abide trace")]
pub struct Trace {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// How many files were read.
    pub files: usize,
    /// The statements that were asked about: all requirements, and every other one that has an id in its document or is named
    /// somewhere; in the order of paths and lines.
    pub statements: Vec<Traced>,
    /// Marks that name no statement, or several.
    pub unknown: Vec<Unknown>,
    /// How many statements there are of each.
    pub summary: TraceSummary,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Traced {
    /// What it is called within the workspace.
    pub id: String,
    /// The path of its document.
    pub path: String,
    /// The 1-based source line where it starts.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// Its kind.
    pub kind: &'static str,
    /// How binding it is, where it says so.
    pub level: Option<String>,
    /// The statement.
    pub text: String,
    /// The places in code that name it.
    pub code: Vec<TracePlace>,
    /// The places in tests that name it, or that say that they verify it.
    pub tests: Vec<TracePlace>,
    /// Whether it is a requirement that binds, and no test names it.
    pub gap: bool,
}

/// A place that names a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct TracePlace {
    /// Relative to the repository, with `/` separators.
    pub path: String,
    /// The 1-based line.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// How it names the statement.
    pub how: How,
}

/// How a place names a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// `verifies: ID`
    Verifies,
    /// `implements: ID`
    Implements,
    /// The id alone.
    Names,
}

/// A mark that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Unknown {
    /// The path of the file.
    pub path: String,
    /// The 1-based line.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// What is named.
    pub id: String,
    /// The statements that it may mean; empty where there is none.
    pub candidates: Vec<String>,
}

/// How many statements there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TraceSummary {
    /// Statements that were asked about.
    pub statements: usize,
    /// Those that code names.
    pub in_code: usize,
    /// Those that a test names.
    pub tested: usize,
    /// Requirements that bind and that no test names.
    pub gaps: usize,
}

impl Workspace {
    /// Which code and tests name the statements of the documents that were asked about.
    pub fn trace(&self) -> Trace {
        let identities = self.identities();
        let names = Names::new(self.documents.iter().map(|state| state.spec()));
        let folder = self.root.folder().to_owned();
        let files = walk(&self.root, &[folder], place::may_be_code).files;
        let found: Vec<Vec<Hit>> = files.par_iter().map(|file| scan::file(&names, file)).collect();
        let mut places: HashMap<(usize, usize), (Vec<TracePlace>, Vec<TracePlace>)> = HashMap::new();
        let mut unknown = Vec::new();
        for hit in found.into_iter().flatten() {
            let place = TracePlace { path: hit.path.to_string(), line: hit.line, how: hit.how };
            match &hit.meant {
                Meant::One(item) => {
                    let (code, tests) = places.entry(*item).or_default();
                    let is_test = hit.how == How::Verifies || hit.how == How::Names && hit.in_test;
                    let list = if is_test { tests } else { code };
                    // One line names a statement once.
                    if !list.iter().any(|known| known.path == place.path && known.line == place.line) {
                        list.push(place);
                    }
                }
                Meant::Several(items) => unknown.push(Unknown {
                    path: place.path,
                    line: place.line,
                    id: hit.id,
                    candidates: items.iter().filter_map(|item| self.called(*item)).collect(),
                }),
                Meant::None => unknown.push(Unknown {
                    path: place.path,
                    line: place.line,
                    id: hit.id,
                    candidates: Vec::new(),
                }),
            }
        }
        unknown.sort();
        unknown.dedup();
        let mut statements = Vec::new();
        for (document, state) in self.documents.iter().enumerate().filter(|(_, state)| state.asked) {
            for (at, item) in state.spec().items.iter().enumerate() {
                let named = places.remove(&(document, at));
                if item.kind != Kind::Requirement && !item.fields.contains_key("id") && named.is_none() {
                    continue;
                }
                let (mut code, mut tests) = named.unwrap_or_default();
                code.sort();
                tests.sort();
                statements.push(traced(&state.file.path, item, &identities, code, tests));
            }
        }
        let summary = TraceSummary {
            statements: statements.len(),
            in_code: statements.iter().filter(|one| !one.code.is_empty()).count(),
            tested: statements.iter().filter(|one| !one.tests.is_empty()).count(),
            gaps: statements.iter().filter(|one| one.gap).count(),
        };
        Trace { version: VERSION, files: files.len(), statements, unknown, summary }
    }

    fn called(&self, (document, item): (usize, usize)) -> Option<String> {
        let state = self.documents.get(document)?;
        let item = state.spec().items.get(item)?;
        Some(abide_model::qualified(&state.file.path, &item.id))
    }
}

fn traced(
    path: &Arc<str>,
    item: &Item,
    identities: &Identities,
    code: Vec<TracePlace>,
    tests: Vec<TracePlace>,
) -> Traced {
    let level = item.text_field("level").map(str::to_owned);
    let binds = item.kind == Kind::Requirement && level.as_deref() != Some("may");
    Traced {
        id: identities.id(path, &item.id),
        path: path.to_string(),
        line: item.line,
        kind: item.kind.name(),
        level,
        text: item.text.clone(),
        gap: binds && tests.is_empty(),
        code,
        tests,
    }
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Trace>().to_value()
}

#[cfg(test)]
mod tests;

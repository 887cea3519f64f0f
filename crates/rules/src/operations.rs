//! HTTP operations: which a document documents, and where it names them.

use crate::Context;
use crate::paths::same_path;
use abide_model::{Item, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;
use serde_json::Value;
use std::collections::BTreeMap;

/// The methods of HTTP.
pub(crate) const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// `METHOD /path` somewhere in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// Of both, in the text.
    pub range: TextRange,
}

/// All operations that a text names.
pub(crate) fn named(text: &str) -> Vec<Named<'_>> {
    // Most texts name no path.
    if !text.contains('/') {
        return Vec::new();
    }
    let mut found = Vec::new();
    for method in METHODS {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(method)).map(|at| from + at) {
            from = at + method.len();
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let rest = text.get(from..).unwrap_or_default();
            let bare = rest.trim_start_matches([' ', '`', '*', '\t']);
            if before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '/'))
                || bare.len() == rest.len()
                || !bare.starts_with('/')
                || bare.starts_with("//")
            {
                continue;
            }
            let start = text.len() - bare.len();
            let end = bare.find(|letter: char| {
                letter.is_whitespace()
                    || matches!(
                        letter,
                        '`' | '"' | '\'' | ',' | ';' | '|' | '(' | ')' | '?' | '#' | '*' | '\\'
                    )
                    || !letter.is_ascii()
            });
            let path =
                bare.get(..end.unwrap_or(bare.len())).unwrap_or_default().trim_end_matches(['.', ':', '/']);
            if path.len() > 1 {
                found.push(Named { method, path, range: TextRange::new(at, start + path.len()) });
            }
        }
    }
    found.sort_by_key(|named| named.range.start);
    found
}

/// An operation that the document documents.
pub(crate) struct Operation<'a> {
    pub item: &'a Item,
    pub method: &'a str,
    pub path: &'a str,
    /// The statuses of its responses.
    pub statuses: Vec<u16>,
}

impl Operation<'_> {
    /// Whether it says how it answers when something is wrong.
    pub fn tells_errors(&self) -> bool {
        self.statuses.iter().any(|status| *status >= 400)
    }
}

/// What a document documents.
pub(crate) struct Operations<'a> {
    pub documented: Vec<Operation<'a>>,
    /// Places that name an operation which is documented nowhere.
    pub undocumented: Vec<&'a Item>,
}

impl<'a> Operations<'a> {
    /// Tells the operations that are documented from those that are only used.
    pub fn new(context: &Context<'a>) -> Self {
        let mut places: BTreeMap<&str, Vec<TextRange>> = BTreeMap::new();
        for mention in &context.spec.mentions {
            places.entry(mention.item.as_str()).or_default().push(mention.range);
        }
        let mut operations = Self { documented: Vec::new(), undocumented: Vec::new() };
        for item in context.items(Kind::Endpoint) {
            let mentions = places.get(item.id.as_str()).map_or(&[][..], Vec::as_slice);
            let used = |range: TextRange| is_use(context, range);
            if used(item.range) && mentions.iter().all(|range| used(*range)) {
                operations.undocumented.push(item);
                continue;
            }
            let (Some(method), Some(path)) = (item.text_field("method"), item.text_field("path")) else {
                continue;
            };
            let responses = item.fields.get("responses").and_then(Value::as_array).into_iter().flatten();
            let statuses = responses
                .filter_map(|response| response.get("status")?.as_u64())
                .filter_map(|status| u16::try_from(status).ok());
            operations.documented.push(Operation { item, method, path, statuses: statuses.collect() });
        }
        operations
    }

    /// The documented operation that a use means; the base path may be left out on either side.
    pub fn find(&self, method: &str, path: &str) -> Option<&Operation<'a>> {
        let exact = self.documented.iter().find(|known| known.method == method && known.path == path);
        exact.or_else(|| {
            self.documented.iter().find(|known| known.method == method && same_path(known.path, path))
        })
    }

    /// The operations on a path, whatever their methods.
    pub fn on_path(&self, path: &str) -> impl Iterator<Item = &Operation<'a>> {
        self.documented.iter().filter(move |known| same_path(known.path, path))
    }
}

/// Whether a place uses an operation, and does not document it: a step, a check, a story, a diagram.
fn is_use(context: &Context, range: TextRange) -> bool {
    const USES: &[Concept] = &[
        Concept::Workflows,
        Concept::DataFlow,
        Concept::HappyPath,
        Concept::ErrorPaths,
        Concept::UseCases,
        Concept::UserStories,
        Concept::Scenarios,
        Concept::Verifications,
        Concept::AcceptanceCriteria,
        Concept::TestPlan,
        Concept::Diagrams,
        Concept::Permissions,
        Concept::Roles,
        Concept::EdgeCases,
        Concept::Authentication,
        Concept::Security,
        Concept::Performance,
        Concept::Targets,
        Concept::Requirements,
        Concept::FunctionalRequirements,
        Concept::NonFunctionalRequirements,
        Concept::States,
        Concept::Tasks,
        Concept::ImplementationPlan,
    ];
    const DOCUMENTS: &[Concept] = &[Concept::Api, Concept::Endpoints, Concept::Interface];
    let document = context.document;
    let mut section = document.section_at(range.start);
    while section != SectionId::ROOT {
        let Some(found) = document.section(section) else { return false };
        let concepts = context.concepts(section);
        // A heading that names the operation documents it.
        if !named(&found.title).is_empty() || concepts.iter().any(|concept| DOCUMENTS.contains(concept)) {
            return false;
        }
        if concepts.iter().any(|concept| USES.contains(concept)) {
            return true;
        }
        section = found.parent;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_in_a_text() {
        let text = "calls `POST /api/orders?x=1`, then GET /orders/{id}/items. BUDGET /x";
        let found: Vec<_> = named(text)
            .into_iter()
            .map(|named| (named.method, named.path, named.range.slice(text)))
            .collect();
        assert_eq!(
            found,
            [
                ("POST", "/api/orders", "POST /api/orders"),
                ("GET", "/orders/{id}/items", "GET /orders/{id}/items")
            ]
        );
    }
}

//! HTTP operations: which a document documents, and where it names them.

use crate::Context;
use abide_model::{Item, Kind};
use abide_syntax::{Document, NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;
use serde_json::Value;
use std::collections::BTreeMap;

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

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
    pub fn new(context: &'a Context<'a>) -> Self {
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

/// The segments of a path.
pub(crate) fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// Whether two paths are one, where any parameter or number fits a parameter, and one may lack the base path.
pub(crate) fn same_path(one: &str, two: &str) -> bool {
    let (one, two) = (segments(one), segments(two));
    let (long, short) = if one.len() >= two.len() { (&one, &two) } else { (&two, &one) };
    let Some(tail) = long.get(long.len() - short.len()..) else { return false };
    let base = long.get(..long.len() - short.len()).unwrap_or_default();
    let fits = |one: &str, two: &str| {
        one.eq_ignore_ascii_case(two)
            || is_parameter(one) && (is_parameter(two) || is_value(two))
            || is_parameter(two) && is_value(one)
    };
    !short.is_empty()
        && short.iter().any(|segment| !is_parameter(segment))
        && base.iter().all(|segment| !is_parameter(segment))
        && base.len() <= 3
        && tail.iter().zip(short.iter()).all(|(one, two)| fits(one, two))
}

/// `{id}`, `:id`, `<id>`, `[id]`
pub(crate) fn is_parameter(segment: &str) -> bool {
    segment.starts_with([':', '{', '<', '[', '$'])
        || segment.contains('{')
        || segment == "*"
        || segment.contains("...")
}

/// `123`, `ord_1`, a UUID: what may stand for a parameter.
fn is_value(segment: &str) -> bool {
    segment.bytes().any(|byte| byte.is_ascii_digit())
        || matches!(segment, "me" | "self" | "id" | "ID" | "uuid")
        || segment.chars().all(|letter| letter.is_ascii_uppercase())
}

/// The first part of a path that names what it is about: `orders` of `/api/v1/orders/{id}`.
pub(crate) fn resource(path: &str) -> Option<&str> {
    let version = |segment: &str| {
        segment
            .strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    segments(path).into_iter().find(|segment| {
        !matches!(*segment, "api" | "rest" | "public" | "internal")
            && !version(segment)
            && !is_parameter(segment)
    })
}

/// Whether a cell holds a method, a path or both.
pub(crate) fn is_method_or_path(cell: &str) -> bool {
    let bare = cell.trim().trim_matches(['`', '*', ' ']);
    let operation = METHODS.iter().find_map(|method| bare.strip_prefix(method));
    let path = operation.unwrap_or(bare).trim_start_matches(['`', ' ']);
    METHODS.contains(&bare) || path.starts_with('/') && !path.contains(' ')
}

/// A message in a sequence diagram.
pub(crate) struct Message<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub text: &'a str,
    /// Of the text, in the document.
    pub range: TextRange,
}

/// The messages of each sequence diagram in code, in their order.
pub(crate) fn messages<'a>(document: &'a Document) -> Vec<(NodeId, Vec<Message<'a>>)> {
    let mut diagrams = Vec::new();
    for (at, node) in document.nodes().iter().enumerate() {
        let id = NodeId(at as u32);
        if !matches!(node.kind, NodeKind::Code { .. }) {
            continue;
        }
        let source = document.source(id);
        if !(source.contains("sequenceDiagram") || source.contains("@startuml")) {
            continue;
        }
        let mut found = Vec::new();
        for line in source.lines() {
            let Some((ends, text)) = line.split_once(':') else { continue };
            let Some(arrow) =
                ["-->>", "->>", "-->", "->", "-)", "--)"].into_iter().find(|arrow| ends.contains(arrow))
            else {
                continue;
            };
            let Some((from, to)) = ends.split_once(arrow) else { continue };
            let text = text.trim();
            let Some(range) = TextRange::of_slice(document.text(), text) else { continue };
            found.push(Message {
                from: from.trim(),
                to: to.trim().trim_start_matches(['+', '-']),
                text,
                range,
            });
        }
        if !found.is_empty() {
            diagrams.push((id, found));
        }
    }
    diagrams
}

/// The HTTP statuses that a text names as such: "returns 409", "409 Conflict", "HTTP 409", "→ 409".
pub(crate) fn statuses(text: &str) -> Vec<(u16, TextRange)> {
    const BEFORE: &[&str] = &[
        "http",
        "status",
        "code",
        "returns",
        "return",
        "returned",
        "returning",
        "responds",
        "respond",
        "response",
        "gets",
        "get",
        "receives",
        "receive",
        "yields",
        "→",
        "->",
        "=>",
        "with",
        "a",
        "an",
        "devuelve",
        "responde",
        "código",
        "error",
        "answers",
        "rejected",
        "reject",
        "gives",
        "fails",
        "is",
        "expect",
        "expects",
    ];
    const REASONS: &[&str] = &[
        "OK",
        "Created",
        "Accepted",
        "No",
        "Moved",
        "Found",
        "Not",
        "Bad",
        "Unauthorized",
        "Forbidden",
        "Conflict",
        "Gone",
        "Unprocessable",
        "Too",
        "Internal",
        "Service",
        "Gateway",
        "Method",
        "Payload",
        "Request",
        "Precondition",
        "Locked",
        "Failed",
        "Payment",
        "Unsupported",
        "Content",
    ];
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + 3 <= bytes.len() {
        let Some(digits) =
            text.get(at..at + 3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        else {
            at += 1;
            continue;
        };
        let edge = |byte: Option<&u8>| {
            byte.is_none_or(|byte| {
                !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'%' | b'$' | b'#' | b'/'))
            })
        };
        let dotted = bytes.get(at + 3) == Some(&b'.') && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
        let alone = edge(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && (dotted || edge(bytes.get(at + 3)));
        let status: u16 = digits.parse().unwrap_or(0);
        let known =
            matches!(status, 200..=208 | 301..=304 | 307 | 308 | 400..=418 | 421..=431 | 451 | 500..=511);
        if alone && known {
            let before =
                text.get(..at).unwrap_or_default().trim_end_matches([' ', '`', '*', '(', '/', ',', ':', '"']);
            let word = before.rsplit([' ', '(', '/', '`', '*']).next().unwrap_or_default().to_lowercase();
            let after = text
                .get(at + 3..)
                .unwrap_or_default()
                .trim_start_matches([' ', '`', '*', '(', '—', '-', ':']);
            let next = after.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
            // "429 or 503": what follows a status in a list is one.
            let listed = found.last().is_some_and(|(_, range): &(u16, TextRange)| at - range.end() < 8);
            if BEFORE.contains(&word.as_str())
                || REASONS.contains(&next)
                || listed
                || before.is_empty() && after.is_empty()
            {
                found.push((status, TextRange::new(at, at + 3)));
            }
        }
        at += 3;
    }
    found
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

    #[test]
    fn paths_that_are_one() {
        for (one, two) in
            [("/orders/{id}", "/api/v1/orders/:orderId"), ("/orders/42", "/orders/{id}"), ("/a", "/a/")]
        {
            assert!(same_path(one, two), "{one} {two}");
        }
        for (one, two) in
            [("/orders", "/orders/{id}"), ("/{id}", "/orders/{id}"), ("/orders/export", "/orders/{id}")]
        {
            assert!(!same_path(one, two), "{one} {two}");
        }
        assert_eq!(resource("/api/v1/orders/{id}"), Some("orders"));
    }

    #[test]
    fn statuses_and_other_numbers() {
        let found = |text: &str| statuses(text).into_iter().map(|(status, _)| status).collect::<Vec<_>>();
        assert_eq!(found("returns 409, or `422 Unprocessable Entity`"), [409, 422]);
        assert_eq!(found("System responds with 404."), [404]);
        assert_eq!(found("200 OK"), [200]);
        assert_eq!(found("after 200 ms and 500 items, 400.5 or #404"), [] as [u16; 0]);
    }
}

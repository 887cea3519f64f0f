//! Finds the operations of a document.

use super::Place;
use super::curl::Call;
use super::denied;
use super::operation;
use super::operation::Operation;
use super::parameters;
use crate::items::Draft;
use crate::marks::Mark;
use crate::text::{self, one_line};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;

pub(super) struct Finder<'c, 'd, 'i, 'x> {
    pub(super) context: &'c Context<'d>,
    pub(super) items: &'i mut Items<'x>,
    pub(super) places: Vec<Place>,
    /// What `curl` commands call, in their order.
    pub(super) calls: Vec<Call>,
}

/// Where operations of other systems are named.
const ELSEWHERE: &[Concept] = &[
    Concept::ExternalDependencies,
    Concept::Dependencies,
    Concept::PriorArt,
    Concept::Alternatives,
    Concept::Alternative,
    Concept::References,
    Concept::NonGoals,
    Concept::OutOfScope,
    Concept::FutureWork,
    Concept::ChangeLog,
    Concept::TechStack,
];

impl Finder<'_, '_, '_, '_> {
    pub(super) fn add(
        &mut self,
        operation: &Operation,
        section: SectionId,
        range: TextRange,
        rank: u8,
        scope: TextRange,
        description: &str,
    ) {
        self.add_all(std::slice::from_ref(operation), section, range, rank, scope, description);
    }

    /// Adds operations that share a description.
    pub(super) fn add_all(
        &mut self,
        operations: &[Operation],
        section: SectionId,
        range: TextRange,
        rank: u8,
        scope: TextRange,
        description: &str,
    ) {
        let mut keys = Vec::new();
        let description = described(description);
        let each = operations.iter().flat_map(|one| one.methods.iter().map(move |method| (one, *method)));
        for (operation, method) in each {
            let key = format!("{method} {}", operation.path);
            self.items.push(
                Draft::new(Kind::Endpoint, section, range)
                    .key(&key)
                    .field("method", method)
                    .field("path", operation.path)
                    .said("description", description.as_deref())
                    .rank(rank),
            );
            if !operation.query.is_empty() {
                parameters::of_query(self.items, &key, operation.query);
            }
            keys.push(key);
        }
        // "`POST /orders/{id}/ship`, `/cancel` and `/return`"
        for (method, path) in operations.last().into_iter().flat_map(|last| {
            let methods = last.methods.clone();
            operation::shortened(last)
                .into_iter()
                .flat_map(move |path| methods.clone().into_iter().map(move |method| (method, path.clone())))
        }) {
            let key = format!("{method} {path}");
            let draft = Draft::new(Kind::Endpoint, section, range).key(&key).field("method", method);
            self.items.push(draft.field("path", path.as_str()).rank(rank));
            keys.push(key);
        }
        self.places.push(Place { keys, range, scope });
    }

    pub(super) fn is_own(&self, section: SectionId) -> bool {
        let Some(elsewhere) = self.context.outline.nearest(section, ELSEWHERE) else { return true };
        let concepts = self.context.outline.concepts(elsewhere);
        if concepts.contains(&Concept::ExternalDependencies)
            && crate::readers::dependency::offers_operations(self.context, section)
        {
            return true;
        }
        // "Planned" among the operations of the interface.
        concepts.contains(&Concept::FutureWork) && self.is_api(elsewhere)
    }

    pub(super) fn is_api(&self, section: SectionId) -> bool {
        self.context.outline.within(section, &[Concept::Api, Concept::Endpoints, Concept::Interface])
    }

    pub(super) fn headings(&mut self) {
        for (id, section) in self.context.sections().skip(1) {
            let Some(operation) = operation::find(&section.title) else { continue };
            if !self.is_own(id) {
                continue;
            }
            let before = section.title.get(..operation.start).unwrap_or_default();
            let before = text::unnumbered(before).trim_matches(|c: char| !c.is_alphanumeric());
            // "3.4 POST /x" has a number before it, and no words.
            let before = if before.chars().any(char::is_alphabetic) { before } else { "" };
            let listed = operation::listed(section.title.get(operation.start..).unwrap_or_default());
            let described = listed.last().filter(|last| operation::shortened(last).is_empty());
            let after = described.map_or("", |last| last.rest).trim_matches(['`', ']', ' ']);
            let description = match (text::squash(before).as_str(), after) {
                (_, after) if !after.is_empty() => after,
                (label, _) if label.starts_with("endpoint") => "",
                _ => before,
            };
            self.add_all(&listed, id, section.title_range, 3, section.range, description);
        }
    }

    /// Headings that are a method, below one that is a path.
    pub(super) fn methods_below_paths(&mut self) {
        for (id, section) in self.context.sections().skip(1) {
            let title = section.title.trim_matches(['`', ' ']);
            let method = title.split([' ', ':', '`']).next().unwrap_or(title);
            if !operation::METHODS.contains(&method) {
                continue;
            }
            let Some(above) = self.context.document.section(section.parent) else { continue };
            let path = above.title.trim_matches(['`', ' ']);
            if !path.starts_with('/') || path.contains(' ') || !self.is_own(id) {
                continue;
            }
            let written = format!("{method} {path}");
            if let Some(operation) = operation::leading(&written) {
                let said = title.get(method.len()..).unwrap_or_default();
                self.add(&operation, id, section.title_range, 3, section.range, said);
            }
        }
    }

    /// Items of lists that begin with a method, below a heading that is a path: "`POST` makes one".
    pub(super) fn methods_in_lists(&mut self) {
        let context = self.context;
        let document = context.document;
        for (id, section) in context.sections().skip(1) {
            if !context.marked(Mark::Method, section.body) || !self.is_own(id) {
                continue;
            }
            let title = section.title.as_ref();
            let Some(start) = title.find('/').filter(|at| {
                title.get(..*at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '`']))
            }) else {
                continue;
            };
            let Some((path, rest)) = operation::path(title.get(start..).unwrap_or_default()) else {
                continue;
            };
            if rest.contains('/') || path.len() < 2 || operation::find(title).is_some() {
                continue;
            }
            for block in document.section_blocks(id) {
                if !matches!(document.node(block).kind, NodeKind::List { .. }) {
                    continue;
                }
                for at in block.0 + 1..document.node(block).end.0 {
                    let node = document.node(NodeId(at));
                    if !matches!(node.kind, NodeKind::Item { .. }) {
                        continue;
                    }
                    let Some(statement) = crate::statement::own(document, id, NodeId(at), false, &[], 0)
                    else {
                        continue;
                    };
                    let source = document.slice(statement.range);
                    let marked = source.trim_start_matches(['-', '*', '+', ' ']).strip_prefix('`');
                    let Some((method, said)) = marked.and_then(|source| source.split_once('`')) else {
                        continue;
                    };
                    if !operation::METHODS.contains(&method) {
                        continue;
                    }
                    let written = format!("{method} {path}");
                    if let Some(operation) = operation::leading(&written) {
                        let said = said.trim_start_matches([':', ' ', '-', '–', '—']);
                        self.add(&operation, id, statement.range, 2, statement.whole, said);
                    }
                }
            }
        }
    }

    /// List items and paragraphs that start with an operation.
    pub(super) fn statements(&mut self) {
        let context = self.context;
        let document = context.document;
        for (id, section) in context.sections() {
            if !context.marked(Mark::Method, section.body) || !self.is_own(id) {
                continue;
            }
            for block in document.section_blocks(id) {
                if !context.marked(Mark::Method, document.node(block).range) {
                    continue;
                }
                if document.node(block).kind == NodeKind::Paragraph && !context.is_heading(block) {
                    self.leading_line(id, block, document.node(block).range, true);
                } else if matches!(document.node(block).kind, NodeKind::List { .. }) {
                    let end = document.node(block).end;
                    for at in block.0 + 1..end.0 {
                        let item = NodeId(at);
                        let node = document.node(item);
                        if matches!(node.kind, NodeKind::Item { .. })
                            && context.marked(Mark::Method, node.range)
                            && let Some(statement) = crate::statement::own(document, id, item, false, &[], 0)
                        {
                            self.leading_item(id, &statement);
                        }
                    }
                }
            }
        }
    }

    fn leading_item(&mut self, section: SectionId, statement: &crate::statement::Statement) {
        let text = endpoint_label(&statement.text);
        let Some(operation) = operation::leading(text) else { return };
        if operation.start > 2 {
            return;
        }
        let listed = operation::listed(text);
        if listed.last().is_some_and(|last| denied::behind(last.rest)) {
            return;
        }
        // What a check or a step expects of an operation is not what the operation says of itself.
        let held = |kind| self.context.outline.holds(section, kind);
        if held(Kind::Check) || held(Kind::Flow) && !self.is_api(section) {
            self.add_all(&listed, section, statement.range, 0, TextRange::default(), "");
            return;
        }
        let rest = listed.last().map_or("", |last| last.rest);
        let description = rest.trim_start_matches(['`', ' ']).to_owned();
        self.add_all(&listed, section, statement.range, 2, statement.whole, &description);
    }

    fn leading_line(&mut self, section: SectionId, block: NodeId, range: TextRange, scoped: bool) {
        let source = range.slice(self.context.document.text());
        let plain = self.context.text(block);
        let text = endpoint_label(&plain);
        let listed = operation::listed(text);
        let Some(last) = listed.last().filter(|last| !denied::behind(last.rest)) else { return };
        let first_line = source.lines().next().unwrap_or_default().len();
        let range =
            TextRange::new(range.start(), range.start() + first_line).trim(self.context.document.text());
        let scope = if scoped { self.reach(section, range) } else { TextRange::default() };
        let description = last.rest.trim_start_matches(['`', ' ']).to_owned();
        self.add_all(&listed, section, range, 2, scope, &description);
    }

    /// How far the description of an operation that is no heading may reach: to the end of the section that holds it; the
    /// next operation cuts it shorter.
    pub(super) fn reach(&self, section: SectionId, from: TextRange) -> TextRange {
        let mut end = from.end;
        let mut at = section;
        // Bold lines (`**Response:**`) below are part of the description, so the section of the last real heading counts.
        while let Some(holder) = self.context.document.section(at) {
            end = holder.range.end;
            if holder.style != abide_syntax::HeadingStyle::Bold || at == SectionId::ROOT {
                break;
            }
            at = holder.parent;
        }
        // A heading of its own that announces neither a request nor an answer begins something else.
        let other = self.context.sections().map(|(_, section)| section).find(|section| {
            section.style != abide_syntax::HeadingStyle::Bold
                && section.range.start >= from.end
                && section.range.start < end
                && !super::exchange::announces(&section.title)
        });
        let end = other.map_or(end, |section| section.range.start);
        TextRange { start: from.start, end }
    }

    /// Operations in inline code and in running text.
    pub(super) fn spans(&mut self) {
        let document = self.context.document;
        let mut known: Vec<TextRange> = self.places.iter().map(|place| place.range).collect();
        known.sort_unstable();
        // Places do not nest deeper than a line within its item within its row.
        let is_known = |range: TextRange| {
            let behind = known.partition_point(|known| known.start <= range.start);
            known.iter().take(behind).rev().take(4).any(|known| known.contains(range))
        };
        for node in document.nodes() {
            if !matches!(node.kind, NodeKind::CodeSpan | NodeKind::Text) {
                continue;
            }
            if !self.context.marked(Mark::Method, node.range) {
                continue;
            }
            // "`GET /x/{id}` returns one. `GET /x` lists them": the second stands in the place of the first.
            let within = is_known(node.range);
            if within && node.kind != NodeKind::CodeSpan {
                continue;
            }
            let source = document.slice(node.range);
            let parent = document.node(node.parent).kind;
            if matches!(parent, NodeKind::Code { .. } | NodeKind::Heading { .. } | NodeKind::Html) {
                continue;
            }
            let found = if node.kind == NodeKind::CodeSpan {
                operation::leading(text::code_span(source))
            } else {
                operation::find(source)
            };
            let Some(operation) = found else { continue };
            let behind = document.node(node.parent).range.end();
            let behind = document.text().get(node.range.end()..behind).unwrap_or_default();
            let behind = if node.kind == NodeKind::CodeSpan { behind } else { operation.rest };
            if denied::before(document, node.range, node.parent) || denied::behind(behind) {
                continue;
            }
            let section = document.section_at(node.range.start);
            // "**Example**: `GET /files/a.jpg`" shows a call of what its section is about.
            let shown = || {
                text::starts_with_ignoring_case(
                    document.source(node.parent).trim_start_matches(['*', '_']),
                    "example",
                )
            };
            if shown() && self.places.iter().any(|place| place.scope.contains(node.range)) {
                continue;
            }
            let key = |method: &&str| format!("{method} {}", operation.path);
            if within
                && operation
                    .methods
                    .iter()
                    .all(|method| self.items.find(Kind::Endpoint, &key(method)).is_some())
            {
                continue;
            }
            if self.is_own(section) {
                self.add(&operation, section, node.range, 0, TextRange::default(), "");
            }
        }
    }

    /// `Method: POST` and `Path: /x` as two lines of one section.
    pub(super) fn pairs(&mut self) {
        if !self.context.has(Mark::MethodLabel) {
            return;
        }
        for (id, section) in self.context.sections().skip(1) {
            if !self.context.marked(Mark::MethodLabel, section.body) {
                continue;
            }
            let mut method: Option<(String, TextRange)> = None;
            let mut path: Option<(String, TextRange)> = None;
            let statements =
                self.context.statements(id).iter().map(|statement| (statement.text.clone(), statement.range));
            let paragraphs: Vec<_> = self
                .context
                .paragraphs(id)
                .filter(|(_, range)| range.len() < 400)
                .flat_map(|(_, range)| self.context.lines(range))
                .collect();
            for (line, range) in statements.chain(paragraphs) {
                let Some(cut) = text::labelled(&line) else { continue };
                match cut.label.to_lowercase().as_str() {
                    "method" | "http method" | "verb" | "方法" | "请求方法" | "请求方式" | "メソッド"
                    | "메서드" | "método" | "methode" | "méthode" | "метод" => {
                        method = Some((cut.rest.to_owned(), range))
                    }
                    "path" | "url" | "endpoint" | "route" | "uri" | "路径" | "请求路径" | "接口地址"
                    | "地址" | "パス" | "경로" | "ruta" | "pfad" | "chemin" | "caminho" | "путь" => {
                        path = Some((cut.rest.to_owned(), range))
                    }
                    _ => {}
                }
            }
            if let (Some((method, _)), Some((path, range))) = (method, path) {
                let written = format!("{} {}", method.trim_matches('`'), path);
                if let Some(operation) = operation::leading(&written)
                    && self.is_own(id)
                {
                    self.add(&operation, id, range, 2, section.range, &section.title);
                }
            }
        }
    }
}

/// `Endpoint: POST /x` and `1. POST /x` name the operation behind the label.
fn endpoint_label(text: &str) -> &str {
    if let Some(cut) = text::labelled(text)
        && matches!(
            text::squash(cut.label).trim_end_matches(|c: char| c.is_ascii_digit()),
            "endpoint" | "url" | "route" | "request" | "api" | "path" | "エンドポイント" | "接口" | "ruta"
        )
        && !cut.rest.is_empty()
    {
        return cut.rest;
    }
    text
}

/// What is said behind the path, without the marks that separate it.
fn described(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '—' | '–' | ':' | '#' | '→' | '`' | '*' | '|' | '/' | ',' | '.' | ';' | '>' | '='
            )
    });
    let bare = bare.trim_end_matches(['`', '*', ' ', ':']);
    (bare.chars().filter(|c| c.is_alphanumeric()).count() > 1).then(|| one_line(bare))
}

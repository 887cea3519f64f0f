//! HTTP operations: where they are named, what they are called with, and what comes back.

mod auth;
mod exchange;
pub(super) mod operation;

use super::Reader;
use crate::grid::Grid;
use crate::items::Draft;
use crate::marks::Mark;
use crate::text::{self, one_line};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;
use operation::Operation;

pub(super) const READER: Reader = Reader {
    name: "endpoint",
    kinds: &[Kind::Endpoint],
    documentation: "\
One HTTP operation: `METHOD /path` in a heading, a code block, a table (in one cell or two), a bullet, bold or inline code, a `curl` \
call. `GET/POST /x` is two. The path stays as written, without its query; what the document says about a common base is the field \
`base_path`. Under the operation's heading or after its line, `request` takes the example body that follows a request label, \
`responses` the examples and codes that follow response labels (`**Response (201 Created):**`), status bullets and status tables. \
`auth` is what the document says about it in the operation's own words, in its table's column, in the heading of its group, or for all \
operations; `none` where it says that no authentication is needed.",
    read,
};

/// One place that names operations.
#[derive(Debug)]
pub(super) struct Place {
    pub keys: Vec<String>,
    /// From the name to where its description ends.
    pub range: TextRange,
    /// How far the description of this operation may reach; empty for a mention.
    pub scope: TextRange,
}

struct Finder<'c, 'd, 'i, 'x> {
    context: &'c Context<'d>,
    items: &'i mut Items<'x>,
    places: Vec<Place>,
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

fn read(context: &Context, items: &mut Items) {
    if !may_hold_operations(context) {
        return;
    }
    let mut finder = Finder { context, items, places: Vec::new() };
    finder.headings();
    finder.tables();
    finder.fences();
    finder.statements();
    finder.spans();
    finder.pairs();
    let mut places = finder.places;
    places.sort_by_key(|place| place.range.start);
    exchange::read(context, items, &places);
    base_paths(context, items);
    auth::read(context, items, &places);
}

/// A document without any method followed by a slash has none; most have not.
fn may_hold_operations(context: &Context) -> bool {
    context.has(Mark::Method)
}

impl Finder<'_, '_, '_, '_> {
    fn add(
        &mut self,
        operation: &Operation,
        section: SectionId,
        range: TextRange,
        rank: u8,
        scope: TextRange,
        description: &str,
    ) {
        let mut keys = Vec::new();
        for method in &operation.methods {
            let key = format!("{method} {}", operation.path);
            let description = described(description);
            self.items.push(
                Draft::new(Kind::Endpoint, section, range)
                    .key(&key)
                    .field("method", *method)
                    .field("path", operation.path)
                    .said("description", description.as_deref())
                    .rank(rank),
            );
            keys.push(key);
        }
        self.places.push(Place { keys, range, scope });
    }

    fn is_own(&self, section: SectionId) -> bool {
        !self.context.outline.within(section, ELSEWHERE)
    }

    fn is_api(&self, section: SectionId) -> bool {
        self.context.outline.within(section, &[Concept::Api, Concept::Endpoints, Concept::Interface])
    }

    fn headings(&mut self) {
        for (id, section) in self.context.sections().skip(1) {
            let Some(operation) = operation::find(&section.title) else { continue };
            if !self.is_own(id) {
                continue;
            }
            let before = section.title.get(..operation.start).unwrap_or_default();
            let before = before.trim_matches(|c: char| !c.is_alphanumeric());
            let after = operation.rest.trim_matches(['`', ']', ' ']);
            let description = match (text::squash(before).as_str(), after) {
                (_, after) if !after.is_empty() => after,
                (label, _) if label.starts_with("endpoint") => "",
                _ => before,
            };
            self.add(&operation, id, section.title_range, 3, section.range, description);
        }
    }

    fn tables(&mut self) {
        for grid in self.context.grids() {
            let range = self.context.document.node(grid.node).range;
            if self.context.marked(Mark::Method, range) && self.is_own(grid.section) {
                self.table(grid);
            }
        }
    }

    fn table(&mut self, grid: &Grid) {
        let method = grid.column(&[
            "method",
            "verb",
            "http method",
            "methods",
            "método",
            "méthode",
            "methode",
            "メソッド",
            "메서드",
            "方法",
            "метод",
        ]);
        let path = grid.column(&[
            "path",
            "endpoint",
            "route",
            "url",
            "uri",
            "resource",
            "ruta",
            "chemin",
            "pfad",
            "パス",
            "エンドポイント",
            "경로",
            "路径",
            "接口",
            "путь",
        ]);
        let describing = grid.column(&[
            "description",
            "purpose",
            "summary",
            "action",
            "operation",
            "what",
            "notes",
            "descripción",
            "beschreibung",
            "descrição",
            "説明",
            "概要",
            "설명",
            "描述",
            "说明",
            "описание",
        ]);
        for row in grid.filled_rows() {
            let mut found: Vec<(Option<usize>, String)> = Vec::new();
            if let (Some(method), Some(path)) = (method, path)
                && method != path
            {
                let methods = row.text(Some(method)).trim().to_uppercase();
                let address = row.text(Some(path)).trim();
                found.push((Some(path), format!("{methods} {address}")));
            } else {
                for (at, cell) in row.cells.iter().enumerate() {
                    if operation::leading(&cell.text).is_some() {
                        found.push((Some(at), cell.text.clone()));
                        break;
                    }
                }
            }
            for (column, written) in found {
                let Some(operation) = operation::leading(&written) else { continue };
                let other = describing.filter(|at| Some(*at) != column && Some(*at) != method);
                let description = row.said(other).unwrap_or(operation.rest.trim_matches(['`', ' ']));
                let description = description.to_owned();
                let rank = if self.is_api(grid.section) || method.is_some() { 2 } else { 1 };
                self.add(&operation, grid.section, row.range, rank, TextRange::default(), &description);
                let keys: Vec<String> =
                    operation.methods.iter().map(|method| format!("{method} {}", operation.path)).collect();
                for key in keys {
                    exchange::columns(self.items, grid, row, &key);
                    auth::column(self.items, grid, row, &key);
                }
            }
        }
    }

    fn fences(&mut self) {
        let context = self.context;
        for fence in context.fences() {
            if !context.marked(Mark::Method, fence.range) || !self.is_own(fence.section) {
                continue;
            }
            let calls = fence.range.slice(context.document.text()).contains("curl ");
            let listing = fence.is(&[
                "",
                "http",
                "text",
                "txt",
                "rest",
                "plain",
                "plaintext",
                "api",
                "md",
                "markdown",
                "yaml",
                "bash",
                "sh",
                "console",
            ]);
            let lines = fence.lines(context.document);
            let mut operations = Vec::new();
            let mut raw_exchange = false;
            if listing {
                for line in &lines {
                    let bare = line.text.trim_start_matches(['-', '*', '│', '├', '└', '─', ' ']);
                    if let Some(operation) = operation::leading(bare)
                        && operation.start == 0
                    {
                        raw_exchange |= operation.rest.trim_start().starts_with("HTTP/");
                        operations.push((operation, line.range));
                    }
                }
            }
            let single = operations.len() == 1;
            let rank = if self.is_api(fence.section) && !raw_exchange { 2 } else { 1 };
            for (operation, range) in operations {
                let scope =
                    if single { self.reach(fence.section, fence.range) } else { TextRange::default() };
                let rest = operation.rest.trim_start();
                let description = if rest.starts_with("HTTP/") { "" } else { rest };
                self.add(
                    &operation,
                    fence.section,
                    range.trim(context.document.text()),
                    rank,
                    scope,
                    description,
                );
            }
            if calls {
                self.curls(fence.section, &lines);
            }
        }
    }

    fn curls(&mut self, section: SectionId, lines: &[crate::fence::CodeLine]) {
        let mut command = String::new();
        let mut range: Option<TextRange> = None;
        for line in lines {
            let text = line.text.trim();
            if command.is_empty() && !(text.starts_with("curl ") || text.starts_with("$ curl ")) {
                continue;
            }
            range = Some(range.map_or(line.range, |range| range.cover(line.range)));
            command.push_str(text.trim_end_matches('\\'));
            command.push(' ');
            if text.ends_with('\\') {
                continue;
            }
            if let (Some((method, path, host)), Some(range)) = (operation::curl(&command), range)
                && is_local(host)
            {
                let operation = Operation { methods: vec![method], path, rest: "", start: 0 };
                self.add(
                    &operation,
                    section,
                    range.trim(self.context.document.text()),
                    0,
                    TextRange::default(),
                    "",
                );
            }
            command.clear();
            range = None;
        }
    }

    /// List items and paragraphs that start with an operation.
    fn statements(&mut self) {
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
        let rank = if self.context.outline.holds(section, Kind::Check) { 0 } else { 2 };
        let operation = operation.clone();
        let description = operation.rest.trim_start_matches(['`', ' ']).to_owned();
        self.add(&operation, section, statement.range, rank, statement.whole, &description);
    }

    fn leading_line(&mut self, section: SectionId, block: NodeId, range: TextRange, scoped: bool) {
        let source = range.slice(self.context.document.text());
        let plain = self.context.text(block);
        let text = endpoint_label(&plain);
        let Some(operation) = operation::leading(text) else { return };
        let first_line = source.lines().next().unwrap_or_default().len();
        let range =
            TextRange::new(range.start(), range.start() + first_line).trim(self.context.document.text());
        let scope = if scoped { self.reach(section, range) } else { TextRange::default() };
        let description = operation.rest.trim_start_matches(['`', ' ']).to_owned();
        self.add(&operation.clone(), section, range, 2, scope, &description);
    }

    /// How far the description of an operation that is no heading may reach: to the end of the section that holds it; the
    /// next operation cuts it shorter.
    fn reach(&self, section: SectionId, from: TextRange) -> TextRange {
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
        TextRange { start: from.start, end }
    }

    /// Operations in inline code and in running text.
    fn spans(&mut self) {
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
            if !self.context.marked(Mark::Method, node.range) || is_known(node.range) {
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
            let section = document.section_at(node.range.start);
            if self.is_own(section) {
                self.add(&operation, section, node.range, 0, TextRange::default(), "");
            }
        }
    }

    /// `Method: POST` and `Path: /x` as two lines of one section.
    fn pairs(&mut self) {
        for (id, section) in self.context.sections().skip(1) {
            if !self.context.marked(Mark::Method, section.body) {
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
                .flat_map(|(_, range)| lines(self.context, range))
                .collect();
            for (line, range) in statements.chain(paragraphs) {
                let Some(cut) = text::labelled(&line) else { continue };
                match cut.label.to_lowercase().as_str() {
                    "method" | "http method" | "verb" => method = Some((cut.rest.to_owned(), range)),
                    "path" | "url" | "endpoint" | "route" | "uri" => {
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

/// The lines of a paragraph as readable text, roughly.
pub(super) fn lines(context: &Context, range: TextRange) -> Vec<(String, TextRange)> {
    let text = context.document.text();
    let line = |line: &str| {
        let range = TextRange::of_slice(text, line.trim())?;
        Some((line.trim().trim_end_matches('\\').replace("**", "").replace('`', ""), range))
    };
    range.slice(text).lines().filter_map(line).collect()
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

fn is_local(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or(host);
    name.starts_with('$')
        || name.contains(['{', '<', '['])
        || matches!(name, "localhost" | "127.0.0.1" | "0.0.0.0" | "host" | "server" | "api")
        || name.contains("example.")
        || name.ends_with(".local")
        || name.ends_with(".test")
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

/// `Base path: /api/v1`, and headings such as "Admin endpoints (all under /api/admin)".
fn base_paths(context: &Context, items: &mut Items) {
    let mut bases: Vec<(TextRange, String)> = Vec::new();
    for (id, section) in context.sections().skip(1) {
        if !context.outline.within(id, &[Concept::Api, Concept::Endpoints]) {
            continue;
        }
        if let Some(base) = base_in_title(&section.title) {
            bases.push((section.range, base.to_owned()));
        }
        let statements = context.statements(id).iter().map(|statement| statement.text.clone());
        let paragraphs: Vec<String> = context
            .paragraphs(id)
            .filter(|(_, range)| range.len() < 1000)
            .flat_map(|(_, range)| lines(context, range))
            .map(|(line, _)| line)
            .collect();
        for line in statements.chain(paragraphs) {
            if let Some(base) = base_in_line(&line) {
                bases.push((section.range, base));
            }
        }
    }
    if bases.is_empty() {
        return;
    }
    let endpoints: Vec<(String, TextRange, String)> = items
        .drafts()
        .iter()
        .filter(|draft| draft.kind == Kind::Endpoint)
        .filter_map(|draft| {
            let path = draft.fields.get("path")?.as_str()?.to_owned();
            Some((draft.key.clone(), draft.range, path))
        })
        .collect();
    for (key, range, path) in endpoints {
        // The narrowest section that states a base.
        let base =
            bases.iter().filter(|(scope, _)| scope.contains(range)).min_by_key(|(scope, _)| scope.len());
        if let Some((_, base)) = base
            && base != "/"
            && !path.starts_with(base.as_str())
            && let Some(draft) = items.find_mut(Kind::Endpoint, &key)
        {
            draft.fields.insert("base_path".to_owned(), base.trim_end_matches('/').into());
        }
    }
}

fn base_in_title(title: &str) -> Option<&str> {
    ["under ", "base path", "base url", "prefix", "prefixed with "].iter().find_map(|word| {
        let at = text::find_word(title, word.trim())?;
        let after = title.get(at + word.trim().len()..)?;
        let slash = after.find('/')?;
        // Close behind the word.
        (slash <= 4).then_some(())?;
        operation::path(after.get(slash..)?).map(|(path, _)| path)
    })
}

fn base_in_line(line: &str) -> Option<String> {
    let cut = text::labelled(line);
    if let Some(cut) = cut {
        let label = text::squash(cut.label);
        let names = [
            "basepath",
            "baseurl",
            "base",
            "basepaths",
            "apibase",
            "prefix",
            "rutabase",
            "basispfad",
            "ベースパス",
            "ベースurl",
            "기본경로",
            "基础路径",
        ];
        if names.contains(&label.as_str()) {
            let rest = cut.rest.trim_start_matches(['`', '"', ' ']);
            return operation::path(rest).map(|(path, _)| path.to_owned());
        }
    }
    let lower = line.to_lowercase();
    if (lower.starts_with("all ") || lower.contains("endpoints")) && lower.len() < 200 {
        for phrase in [
            "under ",
            "prefixed with ",
            "prefixed by ",
            "relative to ",
            "mounted at ",
            "mounted under ",
            "live under ",
            "base path ",
        ] {
            if let Some(at) = lower.find(phrase) {
                let rest = line.get(at + phrase.len()..)?.trim_start_matches(['`', '"', ' ']);
                if let Some((path, _)) = operation::path(rest) {
                    return Some(path.to_owned());
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests;

//! What specifications say in sentences, bullets and table rows, and what each of them is about.

use crate::facts::SpecFacts;
use crate::{hedge, words};
use abide_model::{Item, Kind};
use abide_syntax::{NodeId, NodeKind, Table};
use home::homes;
use scope::{Place, extents, scope};
use serde_json::Value;
use std::ops::Range;
mod duties;
mod home;
mod invalid;
mod label;
mod row;
mod scope;

pub use duties::plainly;

use super::set::{Setting, resolved};
use super::tied::{Tie, of_member, tied};
use super::{Operation, PathTemplate, Resource};

/// One sentence, bullet or table row.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The number of its specification.
    pub spec: usize,
    /// Where it stands.
    pub range: Range<u32>,
    /// As written, with its marks.
    pub text: String,
    /// In lower case, without marks.
    pub plain: String,
    /// Of a table row: each cell with the head of its column in lower case.
    pub cells: Vec<(String, String)>,
    /// What it is about.
    pub scope: Scope,
    /// The operations that stand outside of the path of which it speaks: "every response under `/api`".
    pub beyond: Vec<usize>,
    /// Whether it speaks of queries and not of bodies, by itself or with what stands beside it.
    pub of_query: bool,
}

/// What a sentence is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything that its specification describes.
    General,
    /// These operations, by number.
    Operations(Vec<usize>),
    /// These resources, by number.
    Resources(Vec<usize>),
}

impl Sentence {
    /// A sentence about no operation in particular, for tests.
    #[cfg(test)]
    pub fn general(text: &str) -> Self {
        Self {
            spec: 0,
            range: 0..1,
            text: text.to_owned(),
            plain: plain(text),
            cells: Vec::new(),
            scope: Scope::General,
            beyond: Vec::new(),
            of_query: false,
        }
    }

    /// Whether it has one of these words or phrases, as whole words.
    pub fn says(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| has_phrase(&self.plain, phrase))
    }

    /// Whether it says one of these phrases of what is so: "is refused", and not "is not refused" nor "may be refused".
    pub fn affirms(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| hedge::affirms(&self.plain, phrase))
    }

    /// The number of the operation that it is about, where it is one.
    pub fn operation(&self) -> Option<usize> {
        match &self.scope {
            Scope::Operations(numbers) => {
                <[usize; 1]>::try_from(numbers.as_slice()).ok().map(|[number]| number)
            }
            Scope::General | Scope::Resources(_) => None,
        }
    }

    /// Its code spans.
    pub fn codes(&self) -> Vec<&str> {
        words::code_spans(&self.text).into_iter().map(|(_, code)| code).collect()
    }

    /// The numbers of HTTP errors that it names.
    pub fn error_statuses(&self) -> Vec<u16> {
        statuses_in(&self.plain)
    }

    /// The same of any text in lower case.
    pub fn statuses_of(plain: &str) -> Vec<u16> {
        statuses_in(plain)
    }

    /// Whether it is about an operation, which has this number.
    pub fn concerns(&self, resources: &[Resource], operation: &Operation, number: usize) -> bool {
        if self.beyond.contains(&number) {
            return false;
        }
        match &self.scope {
            Scope::General => operation.is_of(self.spec),
            Scope::Operations(operations) => operations.contains(&number),
            Scope::Resources(named) => {
                named.iter().filter_map(|at| resources.get(*at)).any(|resource| resource.has(number))
            }
        }
    }
}

/// A text in lower case without what stands in code: a booking that is `planned` is there already.
fn without_codes(text: &str) -> String {
    let mut bare = text.to_owned();
    for (range, code) in crate::words::code_spans(text).into_iter().rev() {
        // What a sentence ends with may be all that it says.
        if code.chars().all(|c| c.is_alphanumeric() || c == '_') {
            bare.replace_range(range, "so");
        }
    }
    plain(&bare)
}

/// Whether a text has a phrase that neither begins nor ends within a word.
pub fn has_phrase(text: &str, phrase: &str) -> bool {
    places(text, phrase).next().is_some()
}

/// Where a text has a phrase.
pub fn places<'a>(text: &'a str, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    let whole = |at: usize, found: &str| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let edge = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
        let inside = word(before) && edge(phrase.chars().next());
        let goes_on = word(after) && edge(phrase.chars().next_back());
        !inside && !goes_on
    };
    text.match_indices(phrase).filter(move |(at, found)| whole(*at, found)).map(|(at, _)| at)
}

/// The numbers of HTTP errors that a text in lower case names, without those that it says not to come: "404 and never 403".
pub(super) fn statuses_in(plain: &str) -> Vec<u16> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in plain.split(|c: char| !c.is_ascii_digit()) {
        if part.len() == 3
            && let Ok(status) = part.parse::<u16>()
            && (400..500).contains(&status)
            && !hedge::is_no_answer(plain, at)
        {
            found.push(status);
        }
        at += part.len();
        at += plain.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    found
}

/// The sentences of a specification; names of settings stand for their values.
pub fn sentences(
    number: usize,
    spec: &SpecFacts,
    operations: &[Operation],
    resources: &[Resource],
    (settings, ties): (&[Setting], &[Tie]),
) -> Vec<Sentence> {
    let document = spec.document();
    let extents = extents(number, spec, document, operations);
    let mut found = Vec::new();
    for (_, node) in document.descendants(NodeId::ROOT) {
        if matches!(node.kind, NodeKind::Code { .. }) {
            let listed = |item: &&Item| node.range.contains_offset(item.range.start);
            for item in spec.endpoints().filter(listed) {
                found.extend(of_code(number, item, operations, settings));
            }
        }
    }
    let announced = announced(document);
    let homes = homes(number, spec, operations, resources);
    let elsewhen = elsewhen(spec);
    // What a sentence is about that names nothing, in a text whose last sentence named something.
    let mut add = |range: Range<usize>,
                   cells: Vec<(String, String)>,
                   block: Range<usize>,
                   last: Option<Scope>,
                   listed: bool,
                   label: Option<&Scope>|
     -> Option<Scope> {
        let written = document.text().get(range.clone()).unwrap_or_default();
        let text = duties::plainly(&resolved(&tied(written, ties), settings)).into_owned();
        let plain = plain(&text);
        let titles = document.section_path(document.section_at(range.start as u32));
        if plain.trim().is_empty()
            || hedge::is_no_statement(&without_codes(&text))
                && (hedge::is_of_other_times(&plain) || !hedge::lets_be_missing(&plain))
            || titles.iter().any(|title| hedge::is_heading_of_other_times(title))
            || elsewhen.iter().any(|other| other.contains(&(range.start as u32)))
        {
            return last;
        }
        let held =
            announced.iter().find(|(list, _)| list.contains(&range.start)).map(|(_, path)| path.clone());
        let beneath = beneath(&text).or(held);
        let outside = |operation: &Operation| {
            operation.is_of(number) && beneath.as_ref().is_some_and(|path| !operation.path.starts_with(path))
        };
        let all = operations.iter().enumerate();
        let mut beyond: Vec<usize> =
            all.filter(|(_, operation)| outside(operation)).map(|(at, _)| at).collect();
        // A path that nothing stands under is no part of the interface.
        if operations.iter().all(|operation| !operation.is_of(number) || outside(operation)) {
            beyond.clear();
        }
        let before = document.text().get(block.start..range.start).unwrap_or_default();
        let of_query = speaks_of_queries(&plain)
            || speaks_of_queries(&self::plain(document.text().get(block).unwrap_or_default()));
        let range = range.start as u32..range.end as u32;
        let place = Place { number, at: range.start, extents: &extents, titles: &titles, before };
        let (mut scope, own) = match row::subject(&cells, operations, resources) {
            Some(scope) => (scope, true),
            None => scope(&place, &text, &plain, operations, resources),
        };
        if let Some(last) = last.filter(|_| !own && (listed || goes_on(&text))) {
            scope = last;
        }
        if let Some(label) = label.filter(|label| !label::holds(label, &scope, own)) {
            scope = label.clone();
        }
        // What a document about some operations says in general is about those.
        if scope == Scope::General
            && let Some((_, home)) = homes.iter().find(|(part, _)| part.contains(&(range.start as usize)))
        {
            scope = Scope::Operations(home.clone());
        }
        let next = matches!(scope, Scope::Resources(_)).then(|| scope.clone());
        found.push(Sentence { spec: number, range, text, plain, cells, scope, beyond, of_query });
        next
    };
    for (id, node) in document.descendants(NodeId::ROOT) {
        match node.kind {
            NodeKind::Paragraph => {
                let (mut last, mut label) = (None, None);
                let whole = node.range.start()..node.range.end();
                for part in parts(document.text(), whole.clone()) {
                    let written = document.text().get(part.clone()).unwrap_or_default();
                    label = label::of(written, operations, resources).or(label);
                    last = add(part, Vec::new(), whole.clone(), last, false, label.as_ref());
                }
            }
            NodeKind::Item { .. } => {
                let inline: Vec<_> = document
                    .children(id)
                    .map(|child| document.node(child))
                    .filter(|child| child.kind.is_inline())
                    .collect();
                if let (Some(first), Some(last)) = (inline.first(), inline.last()) {
                    let mut before = None;
                    let whole = first.range.start()..last.range.end();
                    for part in parts(document.text(), whole.clone()) {
                        before = add(part, Vec::new(), whole.clone(), before, true, None);
                    }
                }
            }
            NodeKind::Table => {
                let Some(table) = Table::new(document, id) else { continue };
                let columns: Vec<String> =
                    table.columns().iter().map(|column| plain(column).trim().to_owned()).collect();
                for row in table.rows() {
                    let first =
                        table.cells(row).next().map(|cell| table.cell_range(cell).slice(document.text()));
                    let member = first.unwrap_or_default().trim().trim_matches('`');
                    let cells = table.cells(row).zip(&columns).map(|(cell, column)| {
                        let text = table.cell_range(cell).slice(document.text()).trim();
                        (column.clone(), resolved(&of_member(text, member, ties), settings))
                    });
                    let cells = cells.collect();
                    let range = document.node(row).range;
                    add(range.start()..range.end(), cells, range.start()..range.end(), None, false, None);
                }
            }
            _ => {}
        }
    }
    name_parameters(&mut found, document);
    invalid::tell_statuses(&mut found);
    found
}

/// Where a specification tells what is not done, not decided or not yet there, and states nothing beside it.
fn elsewhen(spec: &SpecFacts) -> Vec<Range<u32>> {
    use Kind::{Alternative, Change, Milestone, NonGoal, Question, Rollout, Task};
    let kinds = [Alternative, Change, Milestone, NonGoal, Question, Rollout, Task];
    let (other, stating): (Vec<&Item>, Vec<&Item>) = spec
        .items
        .iter()
        .filter(|item| crate::plan::shows(item.kind) || kinds.contains(&item.kind))
        .partition(|item| kinds.contains(&item.kind));
    let shared = |one: &Item| {
        stating.iter().any(|item| item.range.start < one.range.end && one.range.start < item.range.end)
    };
    other.into_iter().filter(|item| !shared(item)).map(|item| item.range.start..item.range.end).collect()
}

/// Rows of parameters that name nothing are about the one operation with which the text above them in their section begins.
fn name_parameters(found: &mut [Sentence], document: &abide_syntax::Document) {
    let mut last: Option<(u32, Scope)> = None;
    for sentence in found {
        let at = sentence.range.start;
        if sentence.cells.is_empty() {
            let one = matches!(&sentence.scope, Scope::Operations(numbers) if numbers.len() == 1);
            if one && sentence.text.trim_start().starts_with('`') {
                last = Some((at, sentence.scope.clone()));
            }
            continue;
        }
        let first = sentence.cells.first();
        let parameter = first.is_some_and(|(head, cell)| head.contains("param") && cell.starts_with('`'));
        if let Some((above, scope)) = last.as_ref().filter(|_| parameter && sentence.scope == Scope::General)
            && *above < at
            && document.section_at(*above) == document.section_at(at)
        {
            sentence.scope = scope.clone();
        }
    }
}

/// The lists that a paragraph announces for all that stands under a path: "Rules for all endpoints under `/api`:".
fn announced(document: &abide_syntax::Document) -> Vec<(Range<usize>, PathTemplate)> {
    let mut found = Vec::new();
    let mut last: Option<(usize, PathTemplate)> = None;
    for (_, node) in document.descendants(NodeId::ROOT) {
        let range = node.range.start()..node.range.end();
        match node.kind {
            NodeKind::Paragraph => {
                let text = document.text().get(range.clone()).unwrap_or_default();
                let path = beneath(text).filter(|_| text.trim_end().ends_with(':'));
                last = path.map(|path| (range.end, path));
            }
            NodeKind::List { .. } => {
                if let Some((end, path)) = last.take()
                    && document.text().get(end..range.start).is_some_and(|between| between.trim().is_empty())
                {
                    found.push((range, path));
                }
            }
            _ => {}
        }
    }
    found
}

/// The path of "every request below `/api` …", where it is a part of paths and no operation.
pub(super) fn beneath(text: &str) -> Option<PathTemplate> {
    let lower = text.to_lowercase();
    let words = [
        "below ",
        "under ",
        "beneath ",
        "within ",
        "underneath ",
        "requests to ",
        "request to ",
        "calls to ",
        "call to ",
    ];
    words.iter().find_map(|word| {
        let at = lower.match_indices(word).map(|(at, _)| at + word.len());
        at.into_iter().find_map(|at| {
            let path = text.get(at..)?.strip_prefix('`')?.split('`').next()?;
            let path = path.trim_end_matches("/*").trim_end_matches("/**");
            (path.starts_with('/') && path.len() > 1).then(|| PathTemplate::read(path))
        })
    })
}

/// Whether a text speaks of what is asked of a list, and of no body.
fn speaks_of_queries(plain: &str) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| has_phrase(plain, word));
    says(&[
        "query",
        "queries",
        "query parameter",
        "query parameters",
        "filter",
        "filters",
        "sort",
        "offset",
        "cursor",
        "page size",
        "page_size",
        "per_page",
        "lists take",
        "list takes",
    ]) && !says(&[
        "body",
        "bodies",
        "field",
        "fields",
        "member",
        "members",
        "request bodies",
        "property",
        "properties",
    ])
}

/// What is said of an operation that a code block lists: beside it, and of each of its parameters.
fn of_code(number: usize, item: &Item, operations: &[Operation], settings: &[Setting]) -> Vec<Sentence> {
    let Some(at) = operations.iter().position(|known| known.is(number, &item.id)) else {
        return Vec::new();
    };
    let sentence = |text: String, cells: Vec<(String, String)>| {
        let text = resolved(&text, settings);
        let plain = plain(&text);
        let range = item.range.start..item.range.end;
        Sentence {
            spec: number,
            range,
            text,
            plain,
            cells,
            scope: Scope::Operations(vec![at]),
            beyond: Vec::new(),
            of_query: false,
        }
    };
    let mut found = Vec::new();
    if let Some(said) = item.text_field("description") {
        found.extend(parts(said, 0..said.len()).into_iter().filter_map(|part| {
            let text = said.get(part)?.trim();
            (!text.is_empty()).then(|| sentence(text.to_owned(), Vec::new()))
        }));
    }
    let parameters = item.fields.get("parameters").and_then(Value::as_array);
    for parameter in parameters.into_iter().flatten() {
        let text = |name: &str| parameter.get(name).and_then(Value::as_str).unwrap_or_default();
        let name = text("name");
        if name.is_empty() || !matches!(text("in"), "query" | "") {
            continue;
        }
        let schema = parameter.get("schema");
        let of = |name: &str| schema.and_then(|schema| schema.get(name)).map(ToString::to_string);
        let mut said = format!("query parameter `{name}`: {}", in_code(text("description")));
        if let (Some(least), Some(most)) = (of("minimum"), of("maximum")) {
            said.push_str(&format!("; {least} to {most}"));
        } else if let Some(most) = of("maximum") {
            said.push_str(&format!("; at most {most}"));
        }
        if !text("default").is_empty() {
            said.push_str(&format!("; default {}", text("default")));
        }
        // A parameter that nothing more is said about narrows the list by the field of its name.
        if text("description").is_empty() {
            said.push_str("; filter");
        }
        let cells = vec![("parameter".to_owned(), format!("`{name}`"))];
        found.push(sentence(said, cells));
    }
    found
}

/// The words of "one of a (default), b, c" as code, so that they are told from the others.
fn in_code(said: &str) -> String {
    let Some((before, behind)) = said.split_once("one of ") else { return said.to_owned() };
    let end = behind.find([';', '.']).unwrap_or(behind.len());
    let (listed, rest) = behind.split_at(end);
    let words = listed.replace(" or ", ", ").replace(" and ", ", ");
    let coded = words.split(',').map(str::trim).filter(|word| !word.is_empty()).map(|word| {
        let (name, beside) = word.split_once(' ').unwrap_or((word, ""));
        format!("`{}` {beside}", name.trim_matches('`')).trim_end().to_owned()
    });
    format!("{before}one of {}{rest}", coded.collect::<Vec<_>>().join(", "))
}

/// Whether a sentence begins with what stands for something that was named before: "They can be filtered", "`sort` may be".
fn goes_on(text: &str) -> bool {
    const STARTS: &[&str] = &["they", "it", "its", "their", "these", "those", "such"];
    let text = text.trim_start();
    let first = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    text.starts_with('`') || STARTS.contains(&first.as_str())
}

/// A text in lower case, without marks.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // `[words](target)` is its words.
    while let Some((before, after)) = rest.split_once("](") {
        out.push_str(before);
        rest = after.split_once(')').map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out.chars()
        .filter(|c| !matches!(c, '`' | '*' | '[' | ']'))
        .map(|c| if c == '\n' || c == '\u{a0}' { ' ' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The sentences of a paragraph.
fn parts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let Some(paragraph) = text.get(range.clone()) else { return Vec::new() };
    let mut parts = Vec::new();
    let (mut start, mut in_code) = (0, false);
    let bytes = paragraph.as_bytes();
    for (at, character) in paragraph.char_indices() {
        match character {
            '`' => in_code = !in_code,
            '.' | '!' if !in_code => {
                let ends = bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace);
                let before = paragraph[start..at].to_lowercase();
                let short = ["e.g", "i.e", "etc", "vs", "approx", "max", "min", "no"]
                    .iter()
                    .any(|short| has_phrase(&before, short) && before.ends_with(short));
                let next = paragraph[at + 1..].trim_start().chars().next();
                if ends && !short && next.is_some_and(|c| !c.is_lowercase()) {
                    parts.push(range.start + start..range.start + at + 1);
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    parts.push(range.start + start..range.end);
    parts
}

#[cfg(test)]
mod tests;

//! What a sentence is about: by where it stands, and by what it names.

use super::super::{Operation, PathTemplate, Resource, operation_in};
use super::{Scope, has_phrase, plain};
use crate::facts::SpecFacts;
use abide_model::Kind;
use abide_syntax::{Document, NodeId, NodeKind};
use std::ops::Range;

/// How far the description of each operation of a specification reaches.
pub(super) fn extents(
    number: usize,
    spec: &SpecFacts,
    document: &Document,
    operations: &[Operation],
) -> Vec<(usize, Range<u32>)> {
    let starts: Vec<u32> = spec.of_kind(Kind::Endpoint).map(|item| item.range.start).collect();
    let mut extents = Vec::new();
    for item in spec.of_kind(Kind::Endpoint) {
        let start = item.range.start;
        let at = |id: &str| operations.iter().position(|operation| operation.is(number, id));
        // What describes an endpoint that stands for several operations describes each of them, and its row one alone.
        let mut stands_for = Vec::new();
        for variant in spec.variants.iter().filter(|variant| variant.of == item.id) {
            let Some(at) = at(&variant.item.id) else { continue };
            extents.extend(variant.row.clone().map(|row| (at, row)));
            stands_for.push(at);
        }
        stands_for.extend(at(&item.id).filter(|_| stands_for.is_empty()));
        if stands_for.is_empty() {
            continue;
        }
        let section = document.section(document.section_at(start));
        let block = document
            .descendants(NodeId::ROOT)
            .filter(|(_, node)| {
                matches!(node.kind, NodeKind::Item { .. } | NodeKind::TableRow | NodeKind::Code { .. })
                    && node.range.contains_offset(start)
            })
            .last();
        // A call that is shown on its own is what its section is about.
        let alone = || {
            let of = |start: u32| document.section_at(start);
            spec.of_kind(Kind::Endpoint).filter(|other| of(other.range.start) == of(start)).count() == 1
        };
        let end = match (block, section) {
            (Some((_, node)), Some(section)) if matches!(node.kind, NodeKind::Code { .. }) && alone() => {
                section.body.end() as u32
            }
            (Some((_, node)), _) if matches!(node.kind, NodeKind::Code { .. }) => item.range.end,
            (Some((_, node)), _) => node.range.end() as u32,
            (None, Some(section))
                if section.title_range.contains_offset(start) || section.range.start() as u32 == start =>
            {
                section.range.end() as u32
            }
            (None, Some(_)) if let Some(end) = end_of_mention(document, start) => end,
            (None, Some(section)) if alone() && is_followed_by_cases(document, start) => {
                section.range.end() as u32
            }
            (None, Some(section)) => section.body.end() as u32,
            (None, None) => item.range.end,
        };
        let next = starts.iter().copied().filter(|other| *other > start).min().unwrap_or(u32::MAX);
        let extent = start..end.min(next).max(item.range.end);
        extents.extend(stands_for.into_iter().map(|at| (at, extent.clone())));
    }
    extents
}

/// The end of the paragraph that names an operation in the midst of a sentence, and does not present it: "every call except `GET /x`".
fn end_of_mention(document: &Document, start: u32) -> Option<u32> {
    let holds = |node: &abide_syntax::Node| {
        matches!(node.kind, NodeKind::Paragraph) && node.range.contains_offset(start)
    };
    let (_, node) = document.descendants(NodeId::ROOT).filter(|(_, node)| holds(node)).last()?;
    let line = document.text().get(node.range.start()..start as usize)?.lines().last()?;
    let words = line.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    (words > 2).then_some(node.range.end() as u32)
}

/// Whether all that stands in sections below that of a place are cases of what is said there: scenarios, examples, rules.
fn is_followed_by_cases(document: &Document, at: u32) -> bool {
    const CASES: &[&str] = &[
        "scenario",
        "scenarios",
        "example",
        "examples",
        "case",
        "cases",
        "edge",
        "acceptance",
        "criteria",
        "rules",
        "validation",
        "errors",
        "notes",
        "constraints",
        "behaviour",
        "behavior",
        "response",
        "responses",
        "request",
    ];
    let own = document.section_at(at);
    let mut below =
        document.sections().iter().filter(|section| section.parent == own && section.level > 1).peekable();
    below.peek().is_some()
        && below.all(|section| {
            let title = self::plain(&section.title);
            title
                .split(|c: char| !c.is_alphanumeric())
                .find(|word| !word.is_empty())
                .is_some_and(|word| CASES.contains(&word))
        })
}

pub(super) struct Place<'a> {
    pub number: usize,
    pub at: u32,
    pub extents: &'a [(usize, Range<u32>)],
    pub titles: &'a [String],
    /// What stands before it in its paragraph.
    pub before: &'a str,
}

/// What a sentence is about, and whether it says so itself.
pub(super) fn scope(
    place: &Place,
    text: &str,
    plain: &str,
    operations: &[Operation],
    resources: &[Resource],
) -> (Scope, bool) {
    let sweeping = ["every", "all", "each", "any"].iter().any(|word| {
        [
            "list",
            "lists",
            "collection",
            "collections",
            "endpoint",
            "endpoints",
            "list endpoint",
            "response",
            "responses",
            "request",
            "requests",
            "resource",
            "resources",
            "error",
            "errors",
            "answer",
            "object",
            "objects",
            "record",
            "records",
            "entity",
            "entities",
            "listing",
            "listings",
            "collection endpoints",
            "list endpoints",
            "paginated",
            "creation",
        ]
        .iter()
        .any(|what| has_phrase(plain, &format!("{word} {what}")))
    });
    if let Some((method, path)) = operation_in(text) {
        let of = |fits: &dyn Fn(&PathTemplate) -> bool| -> Vec<usize> {
            let all = operations.iter().enumerate();
            all.filter(|(_, operation)| operation.method == method && fits(&operation.path))
                .map(|(at, _)| at)
                .collect()
        };
        // `/{code}` is itself before it is the end of another path.
        let exact = of(&|known| known.same(&path));
        let named = if exact.is_empty() { of(&|known| is_path(known, &path)) } else { exact };
        // "Every endpoint but `GET /status`" speaks of the others.
        let excepted = ["but ", "except ", "besides ", "other than ", "apart from ", "excluding "];
        if sweeping && !named.is_empty() && excepted.iter().any(|word| plain.contains(word)) {
            let others = operations
                .iter()
                .enumerate()
                .filter(|(at, operation)| operation.is_of(place.number) && !named.contains(at));
            return (Scope::Operations(others.map(|(at, _)| at).collect()), true);
        }
        if !named.is_empty() {
            return (Scope::Operations(named), true);
        }
    }
    let before = last_before(place, plain, operations);
    if !before.is_empty() {
        return (Scope::Operations(before), true);
    }
    let named: Vec<usize> = (0..resources.len()).filter(|at| resources[*at].is_named_in(plain)).collect();
    if sweeping && named.is_empty() {
        return (Scope::General, true);
    }
    let within = within(place, text, operations);
    if !within.is_empty() && (!sweeping || within.len() > 1 && named.is_empty()) {
        return (Scope::Operations(within), true);
    }
    if !named.is_empty() {
        return (Scope::Resources(named), true);
    }
    // The nearest heading that names something says what stands under it.
    for title in place.titles.iter().rev().take(3) {
        if let Some((method, path)) = operation_in(title)
            && let Some(at) = operations.iter().position(|operation| {
                operation.is_of(place.number) && operation.method == method && is_path(&operation.path, &path)
            })
        {
            return (Scope::Operations(vec![at]), true);
        }
        let title = self::plain(title);
        let named: Vec<usize> =
            (0..resources.len()).filter(|at| resources[*at].is_named_in(&title)).collect();
        if named.len() == 1 && place.titles.first().is_none_or(|first| self::plain(first) != title) {
            return (Scope::Resources(named), false);
        }
    }
    (Scope::General, false)
}

/// The operations within whose description a sentence stands; of several, those that it names, where it names any.
fn within(place: &Place, text: &str, operations: &[Operation]) -> Vec<usize> {
    let holds = |(_, extent): &&(usize, Range<u32>)| extent.contains(&place.at);
    let Some((_, first)) = place.extents.iter().find(holds) else { return Vec::new() };
    let all: Vec<usize> =
        place.extents.iter().filter(|(_, extent)| extent == first).map(|(at, _)| *at).collect();
    if all.len() < 2 {
        return all;
    }
    // A sentence that names none of them goes on about those of the one before.
    let mut before: Vec<&str> = place.before.split(". ").collect();
    before.reverse();
    std::iter::once(text).chain(before).find_map(|text| named_of(&all, text, operations)).unwrap_or(all)
}

/// Those of several operations that a text names: by the method, where they share a path, and otherwise by the last part of
/// the path. Nothing where it names none.
fn named_of(all: &[usize], text: &str, operations: &[Operation]) -> Option<Vec<usize>> {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
    let of = |at: &usize| operations.get(*at);
    let codes: Vec<&str> = crate::words::code_spans(text).into_iter().map(|(_, code)| code).collect();
    let first = of(all.first()?)?;
    if all.iter().filter_map(of).all(|operation| operation.path.same(&first.path)) {
        let methods: Vec<&&str> = codes.iter().filter(|code| METHODS.contains(code)).collect();
        let said = |at: &usize| {
            of(at).is_some_and(|operation| methods.iter().any(|method| **method == operation.method))
        };
        return (!methods.is_empty()).then(|| all.iter().copied().filter(said).collect());
    }
    let plain = plain(text);
    let is_named = |at: &usize| {
        let last = of(at).and_then(|operation| operation.path.last_literal());
        let said = |last: &str| {
            codes.contains(&last)
                || ["the ", "an ", "a "].iter().any(|word| has_phrase(&plain, &format!("{word}{last}")))
        };
        last.is_some_and(said)
    };
    let named: Vec<usize> = all.iter().copied().filter(is_named).collect();
    (!named.is_empty()).then_some(named)
}

/// The operations that "each of the last three" means: those that stand right before.
fn last_before(place: &Place, plain: &str, operations: &[Operation]) -> Vec<usize> {
    const NUMBERS: &[(&str, usize)] = &[
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("2", 2),
        ("3", 3),
        ("4", 4),
        ("5", 5),
        ("6", 6),
    ];
    let rest = ["each of the last ", "all of the last ", "the last ", "each of the previous "]
        .iter()
        .find_map(|start| plain.trim_start().strip_prefix(start));
    let Some(rest) = rest else { return Vec::new() };
    let Some((_, count)) = NUMBERS.iter().find(|(word, _)| {
        has_phrase(rest.get(..word.len() + 1).unwrap_or(rest), word) && rest.starts_with(word)
    }) else {
        return Vec::new();
    };
    let mut earlier: Vec<(u32, usize)> = place
        .extents
        .iter()
        .filter(|(at, extent)| extent.start < place.at && operations.get(*at).is_some())
        .map(|(at, extent)| (extent.start, *at))
        .collect();
    earlier.sort_unstable();
    let skipped = earlier.len().saturating_sub(*count);
    let last: Vec<usize> = earlier.into_iter().skip(skipped).map(|(_, at)| at).collect();
    if last.len() == *count { last } else { Vec::new() }
}

/// Whether a path as a sentence writes it is that of an operation, which may have a base before it.
fn is_path(path: &PathTemplate, said: &PathTemplate) -> bool {
    path.same(said) || (!said.segments().is_empty() && path.ends_with(said))
}

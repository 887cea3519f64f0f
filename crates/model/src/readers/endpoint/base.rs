//! The path that all operations start with.

use super::operation;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::TextRange;
use abide_template::Concept;
use std::borrow::Cow;

/// Gives operations the base of `Base path: /api/v1` and of headings such as "Admin endpoints (all under /api/admin)"; tells all bases.
pub(super) fn base_paths(context: &Context, items: &mut Items) -> Vec<String> {
    let mut bases: Vec<(TextRange, String)> = Vec::new();
    let mut outside = Outside::default();
    for (id, section) in context.sections().skip(1) {
        let about_the_api = context.outline.within(id, &[Concept::Api, Concept::Endpoints]);
        if let Some(base) = base_in_title(&section.title).filter(|_| about_the_api) {
            bases.push((section.range, base.to_owned()));
        }
        if stands_outside(&section.title) {
            outside.sections.push(section.range);
        }
        let statements = context.statements(id).iter().map(|statement| Cow::from(statement.text.as_str()));
        let paragraphs = context
            .paragraphs(id)
            .filter(|(_, range)| range.len() < 1000 && may_tell(range.slice(context.document.text())))
            .flat_map(|(_, range)| context.lines(range))
            .map(|(line, _)| Cow::from(line));
        for line in statements.chain(paragraphs).filter(|line| may_tell(line)) {
            if stands_outside(&line) {
                outside.lines.push(line.clone().into_owned());
            }
            if let Some(base) = base_in_line(&line, about_the_api) {
                // Stated where no operation stands (conventions, an overview), it holds for the whole document.
                let operations = || items.drafts().iter().filter(|draft| draft.kind == Kind::Endpoint);
                let has_operations = operations().any(|draft| section.range.contains(draft.range));
                let scope = if has_operations {
                    section.range
                } else {
                    TextRange::new(0, context.document.text().len())
                };
                bases.push((scope, base));
            }
        }
    }
    if bases.is_empty() {
        return Vec::new();
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
    // Where most paths have the base already, those without it stand outside.
    let has = |base: &str, path: &str| path.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'));
    let written_out = |base: &str| {
        let written = endpoints.iter().filter(|(.., path)| has(base, path)).count();
        written > endpoints.len() / 2
    };
    bases.retain(|(_, base)| base == "/" || !written_out(base.trim_end_matches('/')));
    for (key, range, path) in endpoints {
        // The narrowest section that states a base.
        let base =
            bases.iter().filter(|(scope, _)| scope.contains(range)).min_by_key(|(scope, _)| scope.len());
        if let Some((_, base)) = base
            && base != "/"
            && !path.starts_with(base.as_str())
            && !outside.holds(range, &path)
            && let Some(draft) = items.find_mut(Kind::Endpoint, &key)
        {
            draft.fields.insert("base_path".to_owned(), base.trim_end_matches('/').into());
        }
    }
    bases.into_iter().map(|(_, base)| base).collect()
}

/// Whether a text holds a path, or speaks of what is not below one.
fn may_tell(text: &str) -> bool {
    memchr::memchr(b'/', text.as_bytes()).is_some() || speaks_of_a_base(text)
}

/// The operations of which a document says that they do not start with its base.
#[derive(Default)]
struct Outside {
    /// Sections such as "Operations (not below the base path)".
    sections: Vec<TextRange>,
    /// Lines such as "`/health` stands outside of the base path".
    lines: Vec<String>,
}

impl Outside {
    fn holds(&self, range: TextRange, path: &str) -> bool {
        let ends = |c: char| c.is_whitespace() || matches!(c, '`' | ',' | ')' | '(' | ';' | '"' | '*');
        let named = |line: &String| line.split(ends).any(|word| word.trim_end_matches('.') == path);
        self.sections.iter().any(|section| section.contains(range)) || self.lines.iter().any(named)
    }
}

fn speaks_of_a_base(text: &str) -> bool {
    ["base", "prefix"].iter().any(|word| text::find_word(text, word).is_some())
}

/// Whether a text speaks of what is not below the base.
fn stands_outside(text: &str) -> bool {
    const NEAR: usize = 24;
    // Most lines speak of no base.
    if !speaks_of_a_base(text) {
        return false;
    }
    let lower = text.to_lowercase();
    let negations = [
        "outside of ",
        "outside ",
        "not below ",
        "not under ",
        "not prefixed",
        "without ",
        "no ",
        "not part of ",
    ];
    negations.iter().any(|negation| {
        lower.match_indices(negation).any(|(at, _)| {
            let behind = lower.get(at + negation.len()..).unwrap_or_default();
            let words = behind.split([',', ';', '.', '(']).next().unwrap_or_default();
            ["base path", "base url", "prefix", "base"]
                .iter()
                .any(|word| text::find_word(words, word).is_some_and(|at| at <= NEAR))
        })
    })
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

/// What the base is called in a sentence.
const BARE: &[&str] = &["base path", "base url", "api prefix", "path prefix", "ruta base", "basispfad"];

/// Words that may stand before its name.
const BEFORE: &[&str] =
    &["the", "our", "its", "a", "api", "api's", "service's", "common", "shared", "der", "la"];

/// What says that the base follows.
const EQUALS: &[&str] = &["is always ", "is ", "es ", "ist "];

/// The base of a sentence such as "The base path of all operations is `/api/v1`".
fn behind_label(sentence: &str, label: &str) -> Option<String> {
    const OF_WHAT: usize = 40;
    let at = text::find_word(sentence, label)?;
    let mut before = sentence.get(..at)?.split_whitespace();
    if !before.all(|word| BEFORE.contains(&word.to_lowercase().as_str())) {
        return None;
    }
    let rest = sentence.get(at + label.len()..)?.strip_prefix(' ')?;
    let equals = EQUALS.iter().filter_map(|word| Some((text::find_word(rest, word.trim_end())?, word.len())));
    let behind = match equals.min_by_key(|(at, length)| (*at, usize::MAX - length)) {
        Some((at, length)) if at <= OF_WHAT && !rest.get(..at)?.contains(['/', ',']) => {
            rest.get(at + length..)?
        }
        _ => rest,
    };
    operation::path(behind.trim_start_matches(['`', '"', ' '])).map(|(path, _)| path.to_owned())
}

/// A base by its label, and in a section about the interface also by looser words.
fn base_in_line(line: &str, about_the_api: bool) -> Option<String> {
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
        let loose = ["base", "prefix"].contains(&label.as_str());
        if names.contains(&label.as_str()) && (about_the_api || !loose) {
            let rest = cut.rest.trim_start_matches(['`', '"', '<', ' ']);
            return operation::path(rest).map(|(path, _)| path.to_owned());
        }
    }
    // "Base path `/api/v1`, no other version"
    let mut named = line.split_inclusive(". ").flat_map(|said| BARE.iter().map(move |label| (said, label)));
    if let Some(path) = named.find_map(|(said, label)| behind_label(said, label)) {
        return Some(path);
    }
    if !about_the_api {
        return None;
    }
    line.split_inclusive(". ").filter(|sentence| is_about_all(sentence)).find_map(|sentence| {
        JOINS.iter().find_map(|join| {
            let at = text::find_word(sentence, join)?;
            let before = sentence.get(..at)?.trim_end().rsplit(' ').next().unwrap_or_default();
            // "Every endpoint below `/admin` requires …" is about some of them.
            let stands = !matches!(*join, "under" | "below" | "beneath") || STAND.contains(&before);
            if !stands
                && ["require", "need", "must", "answer", "return", "only", "carr"]
                    .iter()
                    .any(|word| sentence.contains(word))
            {
                return None;
            }
            let rest = sentence.get(at + join.len()..)?.trim_start();
            let rest = rest.strip_prefix("the ").unwrap_or(rest);
            let rest = ["base path ", "prefix ", "path "]
                .iter()
                .find_map(|word| rest.strip_prefix(word))
                .unwrap_or(rest);
            operation::path(rest.trim_start_matches(['`', '"', ' '])).map(|(path, _)| path.to_owned())
        })
    })
}

/// Whether a sentence is about the paths of all operations.
fn is_about_all(sentence: &str) -> bool {
    const LONGEST: usize = 200;
    const ALL: &[&str] = &["all", "every", "each", "any"];
    const PATHS: &[&str] = &[
        "endpoint",
        "endpoints",
        "path",
        "paths",
        "route",
        "routes",
        "url",
        "urls",
        "operation",
        "operations",
        "resource",
        "resources",
        "api",
        "apis",
    ];
    let has = |words: &[&str]| words.iter().any(|word| text::find_word(sentence, word).is_some());
    let first = sentence.split_whitespace().next().unwrap_or_default().to_lowercase();
    sentence.len() < LONGEST
        && (first == "all" || has(&["endpoints", "paths", "routes"]) || has(ALL) && has(PATHS))
}

/// Words behind which "under" and "below" say where all operations are.
const STAND: &[&str] = &[
    "are",
    "is",
    "live",
    "lives",
    "sit",
    "sits",
    "stand",
    "stands",
    "served",
    "exposed",
    "available",
    "found",
    "reside",
];

/// What stands between the operations and what their paths begin with.
const JOINS: &[&str] = &[
    "under",
    "below",
    "beneath",
    "prefixed with",
    "prefixed by",
    "relative to",
    "mounted at",
    "mounted on",
    "mounted under",
    "start with",
    "starts with",
    "begin with",
    "begins with",
    "rooted at",
    "base path",
];

//! Who may call the operations of a section or of the whole interface, where one sentence says it of all.

use super::{is_label, meaning};
use crate::readers::endpoint::operation;
use crate::{Context, text};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;

/// A statement about all operations of a section.
pub(super) struct General {
    /// Where it holds.
    pub scope: TextRange,
    /// What it asks for.
    pub value: String,
    /// Operations that it leaves out, as written.
    pub exceptions: Vec<String>,
    /// Whether it holds for what is below the base path alone.
    pub below_base: bool,
    /// The path below which it holds, where it names one.
    pub beneath: Option<String>,
}

/// The statements of a document about all of its operations.
pub(super) fn general(context: &Context) -> Vec<General> {
    let mut rules = Vec::new();
    for (id, section) in context.sections().skip(1) {
        let api = context.outline.nearest(id, &[Concept::Api, Concept::Endpoints]);
        let security =
            context.outline.within(id, &[Concept::Authentication, Concept::Security, Concept::Permissions]);
        if api.is_none() && !security {
            continue;
        }
        // What stands under an operation's own heading is about that operation.
        if operation::find(&section.title).is_some() {
            continue;
        }
        let whole = TextRange::new(0, context.document.text().len());
        let scope = match api {
            Some(api) if !security => context.whole(api),
            _ => whole,
        };
        let statements =
            context.statements(id).iter().map(|statement| (statement.text.clone(), statement.range));
        let paragraphs: Vec<(String, TextRange)> = context
            .paragraphs(id)
            .filter(|(_, range)| range.len() < 1500)
            .map(|(node, range)| (context.text(node), range))
            .collect();
        for (line, range) in statements.chain(paragraphs) {
            if let Some(value) = about_all(&line, api.is_some() && is_top(context, id, api)) {
                let source = range.slice(context.document.text());
                let below_base = is_about_below(&value);
                let beneath = path_beneath(source);
                rules.push(General { scope, value, exceptions: exceptions(source), below_base, beneath });
            }
        }
    }
    rules
}

/// Whether a statement is about "everything below the base path".
fn is_about_below(value: &str) -> bool {
    let lower = value.to_lowercase();
    ["below ", "under ", "within ", "behind "].iter().any(|word| {
        let behind = lower.split_once(word).map_or("", |(_, behind)| behind);
        let behind = behind.trim_start_matches("the ").trim_start_matches("this ");
        behind.starts_with("base") || behind.starts_with("prefix")
    })
}

/// The path of "every request below `/api` …".
fn path_beneath(source: &str) -> Option<String> {
    source.split(". ").find_map(|sentence| {
        ["below", "under", "beneath", "within"].iter().find_map(|word| {
            let at = text::find_word(sentence, word)?;
            let rest = sentence.get(at + word.len()..)?.trim_start_matches([' ', '`', '"']);
            operation::path(rest).map(|(path, _)| path.trim_end_matches('/').to_owned())
        })
    })
}

/// Whether a section is the API section itself, or its part on authentication.
fn is_top(context: &Context, section: SectionId, api: Option<SectionId>) -> bool {
    api == Some(section) || context.outline.concepts(section).contains(&Concept::Authentication)
}

/// `All endpoints require …`, `Every route except … needs an API key`, and `Auth: …` right under the API heading.
fn about_all(line: &str, top: bool) -> Option<String> {
    let lower = line.to_lowercase();
    let all = [
        "all endpoints",
        "all routes",
        "every endpoint",
        "every route",
        "all requests",
        "every request",
        "all api",
        "each endpoint",
        "all other endpoints",
        "every call",
        "all calls",
        "every operation",
        "all operations",
        "any endpoint",
        "any request",
        "endpoints require",
        "all of these",
    ];
    let needs = [
        "require",
        "need",
        "must be authenticated",
        "protected",
        "must include",
        "must carry",
        "must send",
        "authenticated",
        "are public",
        "is public",
        "no authentication",
        "unauthenticated",
        "without authentication",
    ];
    if all.iter().any(|phrase| lower.contains(phrase)) && needs.iter().any(|phrase| lower.contains(phrase)) {
        // Of a paragraph, what stands around the sentence is about something else.
        let says = |sentence: &&str| {
            let lower = sentence.to_lowercase();
            all.iter().any(|phrase| lower.contains(phrase))
                && needs.iter().any(|phrase| lower.contains(phrase))
        };
        let sentence = crate::sentence::split(line).into_iter().find(says);
        return Some(meaning(sentence.unwrap_or(line)));
    }
    if top
        && let Some(cut) = text::labelled(line)
        && is_label(cut.label)
        && !cut.rest.is_empty()
    {
        return Some(meaning(cut.rest));
    }
    None
}

/// The operations or paths in code behind "except", "other than", "apart from".
fn exceptions(source: &str) -> Vec<String> {
    let lower = source.to_lowercase();
    let words = ["except", "other than", "apart from", "but ", "besides", "excluding"];
    let Some(at) = words.iter().filter_map(|word| lower.find(word)).min() else { return Vec::new() };
    let rest = source.get(at..).unwrap_or_default();
    let sentence = rest.split(". ").next().unwrap_or(rest);
    sentence.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

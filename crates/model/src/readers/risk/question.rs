//! Open questions.

use super::super::check::coded;
use crate::items::Draft;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;

/// An answer below a question: "A: …", "Answer: …", "**Resolved**", "Decision: …".
pub(super) fn is_answered(source: &str) -> bool {
    source.lines().any(|line| {
        let bare = line.trim().trim_start_matches(['-', '*', '_', '>', '~', '(', ' ', '→']);
        let bare = bare.trim_start_matches("→ ").trim_start_matches("**");
        is_answer(bare)
    }) || [
        "**A**:",
        "**A:**",
        "→ **A",
        "→ A:",
        "-> A:",
        "**Answer",
        "**Decision",
        "**Resolved",
        "**Resolution",
        "Resolved:",
        "(resolved)",
        "[resolved]",
        "Answer:",
    ]
    .iter()
    .any(|mark| source.contains(mark))
        || source.contains('✅')
}

pub(super) fn is_answer(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "a:",
        "a**:",
        "a:**",
        "answer:",
        "answer**",
        "resolved:",
        "resolved**",
        "resolution:",
        "resolution**",
        "decision:",
        "decision**",
        "decided:",
        "outcome:",
        "respuesta:",
        "回答:",
        "答:",
        "決定:",
        "답변:",
        "ответ:",
    ];
    let text = text.trim();
    if !text.starts_with(|first: char| "aArRdDoO".contains(first) || !first.is_ascii()) {
        return false;
    }
    let lower: String = text.chars().take(16).flat_map(char::to_lowercase).collect();
    WORDS.iter().any(|word| lower.starts_with(word))
}

/// "No open questions.", "There are none."
pub(super) fn is_nothing_open(text: &str) -> bool {
    let lower: String = text
        .trim()
        .trim_matches(['*', '_', '(', ')'])
        .chars()
        .take(40)
        .flat_map(char::to_lowercase)
        .collect();
    [
        "no open",
        "no unresolved",
        "no outstanding",
        "no known",
        "there are no",
        "there are none",
        "there are currently no",
        "no questions",
        "none ",
        "no risks",
        "no remaining",
        "all questions",
        "nothing ",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

/// Whether a heading under open questions is the question itself.
pub(super) fn heads_question(context: &Context, id: SectionId, section: &abide_syntax::Section) -> bool {
    // "**Later:**" above a list groups what stands there.
    let groups = section.style == abide_syntax::HeadingStyle::Bold
        && context.document.source(section.heading).trim_end().trim_end_matches('*').ends_with([':', '：']);
    if groups
        || !context.outline.concepts(id).is_empty()
        || !context.outline.holds(section.parent, Kind::Question)
    {
        return false;
    }
    let statements = context.statements(id);
    let asks =
        statements.iter().filter(|statement| statement.boxed || statement.text.contains(['?', '？'])).count();
    section.title.trim_end().ends_with(['?', '？']) || asks * 2 < statements.len().max(1)
}

/// A heading under open questions that is the question itself.
pub(super) fn heading_question(
    context: &Context,
    id: SectionId,
    section: &abide_syntax::Section,
    items: &mut Items,
) {
    let below = context.document.section(section.parent).is_some()
        && context.outline.holds(section.parent, Kind::Question);
    let own = context
        .outline
        .concepts(id)
        .iter()
        .any(|concept| matches!(concept, Concept::OpenQuestions | Concept::Clarifications));
    if !below || own || says_nothing(&section.title) {
        return;
    }
    let source = section.body.slice(context.document.text());
    let (code, _) = coded(&section.title);
    items.push(
        Draft::new(Kind::Question, id, section.title_range)
            .written(code)
            .text(section.title.as_ref())
            .field("done", is_answered(source) || text::ticked(&section.title).0 == Some(true)),
    );
}

/// Sentences that ask, in the prose of a section on open questions; a paragraph that asks nothing tells one open point, unless
/// the points are listed.
pub(super) fn prose(context: &Context, id: SectionId, listed: bool, items: &mut Items) {
    let document = context.document;
    let own = !listed && context.outline.concepts(id).contains(&Concept::OpenQuestions);
    for (node, range) in context.paragraphs(id) {
        let text = context.text(node);
        if says_nothing(&text) || is_nothing_open(&text) || is_answer(&text) || text.ends_with(':') {
            continue;
        }
        let mut asked = false;
        for sentence in crate::sentence::split(range.slice(document.text())) {
            let bare = sentence.trim_end_matches(['*', '_', ')', '"']);
            if !bare.ends_with(['?', '？']) {
                continue;
            }
            if let Some(range) = TextRange::of_slice(document.text(), sentence) {
                asked = true;
                let plain = text::one_line(&sentence.replace("**", "").replace('`', ""));
                items.push(Draft::new(Kind::Question, id, range).text(plain).field("done", false));
            }
        }
        if !asked && own {
            items.push(
                Draft::new(Kind::Question, id, range.trim(document.text())).text(text).field("done", false),
            );
        }
    }
}

//! Requirements in sentences.

use super::super::check::coded;
use super::level::{capital_level, conditional, is_about_keywords, level, plain_duty, strict_level};
use super::{category, is_step_of_scenario};
use crate::items::Draft;
use crate::marks::Mark;
use crate::spoken;
use crate::statement::Statement;
use crate::text::{self, find_word};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId, TextRange};
use abide_template::Concept;

/// Where keywords are told about, or where what others must do is told.
const PROSE: &[Concept] = &[Concept::License, Concept::TableOfContents];

/// "**Given** …", "WHEN …"
fn opens_clause(source: &str) -> bool {
    const CLAUSES: &[&str] = &["given", "when", "then", "and", "but"];
    let mut words = source.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.next().is_some_and(|first| CLAUSES.contains(&first.to_lowercase().as_str()))
}

/// Sentences with a keyword in capitals; in requirements sections, with any keyword; "When …, the system shall …".
pub(super) fn sentences(context: &Context, id: SectionId, holds: bool, own_heading: bool, items: &mut Items) {
    if context.outline.within(id, PROSE) {
        return;
    }
    // The clauses of a scenario are its own; a paragraph between them may still say a duty.
    let scenario = context.outline.within(id, &[Concept::Scenarios]);
    let document = context.document;
    for block in document.section_blocks(id) {
        match document.node(block).kind {
            // The sentence under a requirement's own heading is part of it.
            NodeKind::Paragraph if !context.is_heading(block) && !own_heading => {
                if scenario && opens_clause(document.source(block)) {
                    continue;
                }
                // A bullet that Markdown takes for a paragraph is a statement already.
                if holds && document.source(block).starts_with(['•', '◦', '▪', '●', '‣', '∙']) {
                    continue;
                }
                paragraph(context, id, document.node(block).range, holds, items);
            }
            NodeKind::List { .. } | NodeKind::Quote
                if !scenario
                    && (own_heading || !holds)
                    && context.marked(Mark::Duty, document.node(block).range) =>
            {
                for (node_id, node) in document.descendants(block) {
                    match node.kind {
                        NodeKind::Item { .. } if context.marked(Mark::Duty, node.range) => {
                            if let Some(own) = crate::statement::own(document, id, node_id, false, &[], 0) {
                                bullet(context, id, &own, items);
                            }
                        }
                        NodeKind::Paragraph
                            if !matches!(document.node(node.parent).kind, NodeKind::Item { .. }) =>
                        {
                            paragraph(context, id, node.range, false, items);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// Where requirements and what they are accepted by stand.
const REQUIRED: &[Concept] = &[
    Concept::Requirements,
    Concept::Requirement,
    Concept::FunctionalRequirements,
    Concept::NonFunctionalRequirements,
    Concept::AcceptanceCriteria,
];

/// Requirements in a plain block, where requirements stand: `FR-1  The desk shall …`, one to a line.
pub(super) fn blocks(context: &Context, id: SectionId, items: &mut Items) {
    const FEW: usize = 3;
    for fence in context.fences_of(id).filter(|fence| spoken::is_plain(fence)) {
        let opens = |line: &str| text::leading_code(line).is_some() || conditional(line);
        for said in spoken::paragraphs(context.document, fence, opens) {
            let (code, rest) = coded(&said.text);
            let told = code.is_some() && rest.split_whitespace().count() >= FEW && level(rest).is_some();
            if !told && !conditional(&said.text) {
                continue;
            }
            items.push(
                Draft::new(Kind::Requirement, id, said.range)
                    .written(code)
                    .text(&said.text)
                    .said("level", level(rest))
                    .field("category", category(context, id)),
            );
        }
    }
}

pub(super) fn bullet(context: &Context, id: SectionId, statement: &Statement, items: &mut Items) {
    let text = statement.text.as_str();
    let duty = || conditional(text) || plain_duty(text) && context.outline.within(id, REQUIRED);
    let Some(level) = capital_level(text).or_else(|| duty().then_some("must")) else { return };
    if is_step_of_scenario(text) || is_about_keywords(text) {
        return;
    }
    let (code, _) = coded(text);
    let source = context.document.slice(statement.range);
    let said: Vec<(&str, &'static str)> = crate::sentence::split(source)
        .into_iter()
        .filter_map(|sentence| Some((sentence, capital_level(&without_code(sentence))?)))
        .collect();
    let push = |items: &mut Items, range: TextRange, text: &str, level: &str| {
        items.push(
            Draft::new(Kind::Requirement, id, range)
                .written(code)
                .text(text)
                .field("level", level)
                .field("category", category(context, id)),
        );
    };
    let whole = statement.range;
    let start =
        |sentence: &str| TextRange::of_slice(context.document.text(), sentence).map(|range| range.start);
    match said.as_slice() {
        // What stands around the one sentence with a duty tells what it is about.
        [(sentence, _)] if code.is_none() => {
            let start = start(sentence).unwrap_or(whole.start);
            push(items, TextRange { start, end: whole.end }, text, level);
        }
        [_, _, ..] if code.is_none() => {
            for (sentence, level) in said {
                let Some(range) = TextRange::of_slice(context.document.text(), sentence) else { continue };
                push(items, range, &text::one_line(&sentence.replace("**", "").replace('`', "")), level);
            }
        }
        _ => push(items, whole, text, level),
    }
}

fn paragraph(context: &Context, id: SectionId, range: TextRange, holds: bool, items: &mut Items) {
    let document = context.document;
    let source = range.slice(document.text());
    // Where each sentence says what is to be, the milder words count as well.
    let each = holds && level(source).is_some() && says_duties(source);
    let strict = || {
        ["must", "shall"].iter().any(|word| find_word(source, word).is_some())
            || strict_level(source).is_some()
    };
    let candidate = each || context.marked(Mark::Duty, range) || holds && strict();
    if holds && let Some(text) = coded_paragraph(source) {
        let (code, _) = coded(&text);
        let mut draft = Draft::new(Kind::Requirement, id, range.trim(document.text()))
            .written(code)
            .text(&text)
            .field("category", category(context, id));
        if let Some(level) = level(&text) {
            draft = draft.field("level", level);
        }
        items.push(draft);
        return;
    }
    if !candidate {
        return;
    }
    for sentence in crate::sentence::split(source) {
        // Code is not speech.
        let spoken = without_code(sentence);
        let found = capital_level(&spoken)
            .or_else(|| conditional(&spoken).then_some("must"))
            .or_else(|| if holds { strict_level(&spoken) } else { None })
            .or_else(|| if each { level(&spoken) } else { None });
        let Some(level) = found else { continue };
        // "The press must:" leaves it to the list below.
        let bare = spoken.trim_end().to_lowercase();
        let left = holds
            && capital_level(&spoken).is_none()
            && (["must:", "shall:", "should:"].iter().any(|end| bare.ends_with(end))
                || bare.ends_with([':', '：']) && !is_english(&bare));
        // "**M** = Must have": a legend of priorities.
        if left || is_about_keywords(&spoken) || bare.contains("= must") || bare.contains("= should") {
            continue;
        }
        let Some(range) = TextRange::of_slice(document.text(), sentence) else { continue };
        let text = text::one_line(&sentence.replace("**", "").replace('`', ""));
        let (code, _) = coded(&text);
        items.push(
            Draft::new(Kind::Requirement, id, range)
                .written(code)
                .text(&text)
                .field("level", level)
                .field("category", category(context, id)),
        );
    }
}

/// Whether each sentence of a paragraph says what must or should be.
fn says_duties(source: &str) -> bool {
    const REMARKS: &[&str] =
        &["note", "nota", "remark", "remarque", "hinweis", "example", "ejemplo", "exemple", "beispiel", "注"];
    let sentences = crate::sentence::split(source);
    let bare = source.trim_start_matches(|c: char| !c.is_alphabetic());
    !sentences.is_empty()
        && !REMARKS.iter().any(|word| text::starts_with_ignoring_case(bare, word))
        && sentences.iter().all(|sentence| {
            let level = level(&without_code(sentence));
            level.is_some_and(|level| level != "may") && !sentence.trim_end().ends_with([':', '：', '?'])
        })
}

/// Whether the duty of a sentence in small letters is told in English.
fn is_english(lower: &str) -> bool {
    ["must", "shall", "should"].iter().any(|word| find_word(lower, word).is_some())
}

/// A paragraph that starts with its id is one requirement, whatever its sentences: `**R-1** The system …`.
fn coded_paragraph(source: &str) -> Option<String> {
    let bare = source.trim_start().trim_start_matches(['*', '_', '[', '`']);
    let (_, rest) = text::leading_code(bare)?;
    let said = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    // A bare code followed by a number or nothing is a cross reference.
    (said.split_whitespace().count() >= 2 || !said.is_ascii() && said.chars().count() > 6)
        .then(|| text::one_line(&source.replace("**", "").replace('`', "")))
}

fn without_code(sentence: &str) -> String {
    if !sentence.contains('`') {
        return sentence.to_owned();
    }
    sentence.split('`').step_by(2).collect::<Vec<_>>().join("_")
}

//! Alternatives that were considered.

use super::has_decision;
use crate::heads;
use crate::items::Draft;
use crate::statement::{self, Statement};
use crate::text::{self, says_nothing, squash};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, Section, SectionId, TextRange};
use abide_template::Concept;
use std::collections::HashSet;

/// `Option 2: Queue` gives `Queue`.
pub(super) fn numbered_option(title: &str) -> Option<&str> {
    let bare = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace());
    let words = [
        "Option",
        "Alternative",
        "Approach",
        "Opción",
        "Alternativa",
        "Opção",
        "案",
        "대안",
        "方案",
        "Вариант",
        "Альтернатива",
        "Approche",
    ];
    let rest = words.iter().find_map(|word| bare.strip_prefix(word))?;
    // "Alternatives to …" is no numbered one.
    if rest.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let rest = rest.trim_start_matches([' ', '#']);
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let number = rest.get(..end)?;
    let numbered = !number.is_empty() && (number.chars().all(|c| c.is_ascii_digit()) || number.len() == 1);
    let name = rest.get(end..)?.trim_start_matches([':', '.', '-', '—', '–', ')', ' ', '：']);
    numbered.then_some(if name.is_empty() { bare } else { name })
}

pub(super) fn option_heading(
    context: &Context,
    id: SectionId,
    section: &Section,
    seen: &mut HashSet<String>,
    items: &mut Items,
) {
    let Some(name) = numbered_option(&section.title) else { return };
    if text::is_placeholder(name) {
        return;
    }
    alternative(
        seen,
        items,
        id,
        section.title_range,
        &section.title,
        name,
        verdict(context, section.range).as_deref(),
    );
}

pub(super) fn alternative(
    seen: &mut HashSet<String>,
    items: &mut Items,
    section: SectionId,
    range: TextRange,
    text: &str,
    name: &str,
    verdict: Option<&str>,
) {
    // An option listed first and discussed under its heading later is one.
    let folded = squash(name);
    if folded.is_empty() || !seen.insert(folded) {
        return;
    }
    items.push(
        Draft::new(Kind::Alternative, section, range).text(text).field("name", name).said("verdict", verdict),
    );
}

/// What is said about an option under its heading: "**Decision**: not chosen".
pub(super) fn verdict(context: &Context, range: TextRange) -> Option<String> {
    for line in range.slice(context.document.text()).lines() {
        let line = line.trim_start_matches(['-', '*', '_', ' ', '>', '\t']);
        if !line.starts_with(['D', 'd', 'V', 'v', 'W', 'w', 'R', 'r', 'S', 's', 'C', 'c']) {
            continue;
        }
        let bare = line.trim().replace("**", "");
        if let Some(cut) = text::labelled(&bare)
            && matches!(
                squash(cut.label).as_str(),
                "decision"
                    | "verdict"
                    | "whynot"
                    | "rejectedbecause"
                    | "reasonforrejection"
                    | "whyrejected"
                    | "status"
                    | "conclusion"
                    | "whynotchosen"
                    | "decisión"
                    | "rejected"
            )
            && !cut.rest.is_empty()
        {
            return Some(cut.rest.to_owned());
        }
    }
    None
}

/// Headings below that speak for or against the option above.
pub(super) const ABOUT_OPTION: &[Concept] = &[
    Concept::Advantages,
    Concept::Drawbacks,
    Concept::Decisions,
    Concept::Rationale,
    Concept::Consequences,
    Concept::Notes,
    Concept::Overview,
    Concept::References,
    Concept::DecisionDrivers,
    Concept::Impact,
];

pub(super) fn alternatives(
    context: &Context,
    id: SectionId,
    section: &Section,
    seen: &mut HashSet<String>,
    items: &mut Items,
) {
    let concepts = context.outline.concepts(id);
    let own = concepts.contains(&Concept::Alternatives);
    // "Off-scope reasoning / Trade-offs" lists what is left out, "Risks / Trade-offs" what may go wrong.
    if context.outline.holds(id, Kind::NonGoal) || context.outline.holds(id, Kind::Risk) {
        return;
    }
    if !own {
        // A heading under alternatives is one of them, or a topic with a list of them.
        let direct = context.outline.concepts(section.parent).contains(&Concept::Alternatives);
        if direct && introduced(context, id, seen, items) {
            return;
        }
        if direct
            && !concepts.iter().any(|concept| ABOUT_OPTION.contains(concept))
            && !says_nothing(&section.title)
        {
            let name = numbered_option(&section.title).unwrap_or(&section.title);
            alternative(
                seen,
                items,
                id,
                section.title_range,
                &section.title,
                name,
                verdict(context, section.range).as_deref(),
            );
        }
        return;
    }
    for statement in context.statements(id) {
        let said = statement.text.as_str();
        if says_nothing(said)
            || is_pro_or_con(said)
            || statement.groups.iter().any(|group| is_pro_or_con(group))
        {
            continue;
        }
        let name = option_name(statement);
        alternative(
            seen,
            items,
            id,
            statement.range,
            said,
            &name,
            verdict(context, statement.whole).as_deref(),
        );
    }
    for (node, range) in context.paragraphs(id) {
        let text = context.text(node);
        if let Some(name) = numbered_option(&text).filter(|name| name.len() < text.len()) {
            let name = name.split(['.', ':', '—']).next().unwrap_or(name).trim();
            let first = range.trim(context.document.text());
            alternative(seen, items, id, first, &text, name, None);
        }
    }
    if context.statements(id).is_empty() {
        told(context, id, seen, items);
    }
    for grid in context.grids_of(id) {
        if has_decision(grid) {
            continue;
        }
        let name = grid.column(heads::ALTERNATIVE).unwrap_or(0);
        let verdict = grid.column(heads::VERDICT).filter(|at| *at != name);
        for row in grid.filled_rows() {
            if let Some(said) = row.said(Some(name)) {
                alternative(seen, items, id, row.range, said, said, row.said(verdict));
            }
        }
    }
}

/// The entries of the lists behind a line that says no more than "Alternatives:". False where there is none.
fn introduced(context: &Context, id: SectionId, seen: &mut HashSet<String>, items: &mut Items) -> bool {
    const LABELS: &[&str] = &[
        "alternative",
        "alternatives",
        "options",
        "otheroptions",
        "alternativesconsidered",
        "consideredoptions",
        "alternativas",
        "opciones",
        "opções",
        "alternativen",
        "optionen",
        "代替案",
        "選択肢",
        "대안",
        "备选方案",
        "替代方案",
        "альтернативы",
    ];
    let document = context.document;
    let mut found = false;
    for list in document
        .section_blocks(id)
        .filter(|block| matches!(document.node(*block).kind, NodeKind::List { .. }))
    {
        let label = context.before(list).filter(|block| document.node(*block).kind == NodeKind::Paragraph);
        let label = label.map(|block| context.text(block)).unwrap_or_default();
        let Some(label) = label.trim_end().strip_suffix([':', '：']) else { continue };
        if !LABELS.contains(&squash(label).as_str()) {
            continue;
        }
        for item in document.children(list) {
            let Some(entry) = statement::own(document, id, item, false, &[], 0) else { continue };
            if !says_nothing(&entry.text) && !is_pro_or_con(&entry.text) {
                let name = option_name(&entry);
                alternative(
                    seen,
                    items,
                    id,
                    entry.range,
                    &entry.text,
                    &name,
                    verdict(context, entry.whole).as_deref(),
                );
                found = true;
            }
        }
    }
    found
}

/// Paragraphs that each open with another way: "One alternative is to …", "Another option …", "We could also …".
fn told(context: &Context, id: SectionId, seen: &mut HashSet<String>, items: &mut Items) {
    const OPENS: usize = 60;
    const STARTS: &[&str] = &[
        "alternatively",
        "instead of ",
        "we could ",
        "we can also ",
        "one could ",
        "it would also be possible",
    ];
    const WORDS: &[&str] = &["alternative", "option", "approach", "possibility"];
    const COUNTS: &[&str] = &[
        "one ",
        "another ",
        "an ",
        "a second ",
        "a third ",
        "a different ",
        "the first ",
        "the second ",
        "the other ",
    ];
    // One short paragraph and nothing else is the one there was.
    let mut paragraphs = context.paragraphs(id);
    let title = context.document.section(id).map_or("", |section| section.title.as_ref()).to_lowercase();
    // "Prior art and alternatives" tells of what there is.
    let titled = context.outline.concepts(id) == [Concept::Alternatives] && !title.contains("prior");
    if let (true, Some((node, range)), None) = (titled, paragraphs.next(), paragraphs.next())
        && context.grids_of(id).next().is_none()
        && !context.sections().any(|(_, below)| below.parent == id)
    {
        let text = context.text(node);
        let sentences = crate::sentence::split(&text).len();
        let nothing = [
            "none",
            "no ",
            "there ",
            "n/a",
            "not applicable",
            "see ",
            "the alternatives",
            "a number of ",
            "several ",
            "i'm not aware",
            "i am not aware",
            "the impact ",
            "this design",
            "this is ",
        ];
        let says = !nothing.iter().any(|start| text::starts_with_ignoring_case(&text, start));
        if sentences <= 2
            && says
            && text.len() > OPENS / 2
            && !says_nothing(&text)
            && !text.trim_end().ends_with([':', '?'])
        {
            alternative(seen, items, id, range.trim(context.document.text()), &text, &text, None);
            return;
        }
    }
    for (node, range) in context.paragraphs(id) {
        let text = context.text(node);
        let mut end = text.len().min(OPENS);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = text.get(..end).unwrap_or_default();
        let starts = |words: &[&str]| words.iter().any(|word| text::starts_with_ignoring_case(head, word));
        let counted = starts(COUNTS) && WORDS.iter().any(|word| text::find_word(head, word).is_some());
        if counted || starts(STARTS) {
            let name = crate::sentence::split(&text).first().copied().unwrap_or(&text).to_owned();
            alternative(seen, items, id, range.trim(context.document.text()), &text, &name, None);
        }
    }
}

fn option_name(statement: &Statement) -> String {
    let said = statement.text.as_str();
    let name = numbered_option(said).unwrap_or(said);
    text::labelled(name).map_or(name, |cut| cut.label).trim_matches('"').to_owned()
}

pub(super) fn is_pro_or_con(text: &str) -> bool {
    const LONGEST: usize = 40;
    let label = text::labelled(text).map_or(text, |cut| cut.label);
    label.len() <= LONGEST
        && matches!(
            squash(label).as_str(),
            "pros"
                | "cons"
                | "pro"
                | "con"
                | "advantages"
                | "disadvantages"
                | "good"
                | "bad"
                | "neutral"
                | "decision"
                | "ventajas"
                | "desventajas"
                | "goodbecause"
                | "badbecause"
                | "neutralbecause"
                | "description"
        )
        || ["Good, because", "Bad, because", "Neutral, because", "Good because", "Bad because"]
            .iter()
            .any(|start| text.starts_with(start))
}

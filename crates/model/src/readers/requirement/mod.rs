//! What the system must do or be.

mod level;
mod promise;
mod sentence;
mod table;

use super::Reader;
use super::check::coded;
use crate::items::Draft;
use crate::marks::Mark;
use crate::statement::Statement;
use crate::text::{self, find_word, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, Section, SectionId, Task, TextRange};
use abide_template::Concept;
use level::{capital_level, level};
use promise::{answers, promises};
use sentence::{blocks, bullet, sentences};
use table::{coded_rows, is_told, rows};

/// How binding a sentence is, by its first keyword in whatever case: `must`, `must_not`, `should`, `should_not` or `may`.
pub fn obligation(sentence: &str) -> Option<&'static str> {
    level(sentence)
}

pub(super) const READER: Reader = Reader {
    name: "requirement",
    kinds: &[Kind::Requirement],
    documentation: "\
One statement of what the system must do or be: a bullet, numbered line or row of a requirements section; a heading with an id \
(`FR-1: …`) or `Requirement: …`, the text below being part of it; a sentence with MUST, SHALL, SHOULD or MAY in capitals anywhere outside \
code; a sentence such as \"When …, the system shall …\"; a line about security that says what a caller can see (a header, a status, a secret that never shows); a line about an interface as a whole that says in a sentence \
what callers get (a status with what brings it about, what all answers have, what lists do). A heading with an id that only groups bullets is no requirement itself. `level` \
is the keyword's, `category` that of the section.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for statement in context.adopted(Kind::Requirement) {
        listed(context, statement, items);
    }
    for (id, section) in context.sections() {
        let holds = context.outline.holds(id, Kind::Requirement);
        let own_heading = id != SectionId::ROOT && heading(context, id, section, items);
        if holds && !own_heading {
            for statement in context.statements(id) {
                if !names_parts(context, statement) {
                    listed(context, statement, items);
                }
                nested(context, statement, items);
            }
            for grid in context.grids_of(id) {
                rows(context, grid, items);
            }
            blocks(context, id, items);
        }
        // Requirements are known by their ids, whatever the heading says of them.
        const OTHERS: &[Kind] =
            &[Kind::Check, Kind::Task, Kind::Story, Kind::Scenario, Kind::Reference, Kind::Change];
        if !holds && !context.outline.kinds(id).iter().any(|kind| OTHERS.contains(kind)) {
            for grid in context.grids_of(id).filter(|grid| is_told(grid) && coded_rows(grid)) {
                rows(context, grid, items);
            }
        }
        if !holds && beside(context, id) {
            // "BR-1: …" is a requirement where the data or the parts are told, and so are rules among flows.
            let statements = context.statements(id);
            if context.outline.holds(id, Kind::Flow) && super::flow::are_rules(statements) {
                statements.iter().for_each(|statement| listed(context, statement, items));
                continue;
            }
            for statement in statements {
                let (code, said) = coded(&statement.text);
                if code.is_some_and(is_requirement_code) && said.split_whitespace().count() > 3 {
                    listed(context, statement, items);
                }
            }
        }
        if !holds && context.marked(Mark::Duty, section.body) {
            table::duties(context, id, items);
        }
        if !holds && context.outline.within(id, &[Concept::Security]) {
            for statement in context.statements(id) {
                let taken = [Kind::Permission, Kind::Check, Kind::Endpoint]
                    .iter()
                    .any(|kind| items.any_in(*kind, statement.range));
                if !taken && promises(context, statement) {
                    listed(context, statement, items);
                }
            }
        }
        if !holds && is_of_interface(context, id) {
            let security = context.outline.within(id, &[Concept::Security]);
            for statement in context.statements(id) {
                let start = TextRange { start: statement.range.start, end: statement.range.start + 1 };
                let taken = items.any_in(Kind::Field, start)
                    || items.any_in(Kind::Setting, statement.range)
                    || security && promises(context, statement);
                if !taken && answers(context, statement) {
                    listed(context, statement, items);
                }
            }
        }
        if holds || context.marked(Mark::Duty, section.body) {
            sentences(context, id, holds, own_heading, items);
        }
    }
}

/// Whether a section tells about the data, the parts or the interface, or about nothing that is known.
fn beside(context: &Context, id: SectionId) -> bool {
    const KINDS: &[Kind] =
        &[Kind::Entity, Kind::Component, Kind::Endpoint, Kind::Rpc, Kind::Transition, Kind::Flow];
    const ABOUT: &[Concept] = &[
        Concept::DataModel,
        Concept::Entities,
        Concept::Components,
        Concept::Validation,
        Concept::Invariants,
        Concept::Design,
        Concept::Api,
    ];
    let kinds = context.outline.kinds(id);
    kinds.iter().all(|kind| KINDS.contains(kind)) && (!kinds.is_empty() || context.outline.within(id, ABOUT))
}

/// Whether a section tells about an interface as a whole: what stands under the heading of one endpoint belongs to that.
fn is_of_interface(context: &Context, id: SectionId) -> bool {
    const INTERFACE: &[Concept] =
        &[Concept::Api, Concept::Endpoints, Concept::Permissions, Concept::Security, Concept::Authentication];
    const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
    let title = context.document.section(id).map_or("", |section| section.title.as_ref());
    let of_one =
        title.contains('/') && title.split(|c: char| !c.is_alphabetic()).any(|word| METHODS.contains(&word));
    context.outline.within(id, INTERFACE) && !context.outline.within(id, super::entity::NOT_OWN) && !of_one
}

fn category(context: &Context, section: SectionId) -> &'static str {
    const NAMED: &[(Concept, &str)] = &[
        (Concept::Performance, "performance"),
        (Concept::Load, "performance"),
        (Concept::Targets, "performance"),
        (Concept::Security, "security"),
        (Concept::Authentication, "security"),
        (Concept::DataProtection, "security"),
        (Concept::Permissions, "security"),
        (Concept::Scalability, "scalability"),
        (Concept::Reliability, "reliability"),
        (Concept::ErrorPaths, "reliability"),
        (Concept::Accessibility, "usability"),
        (Concept::UserInterface, "usability"),
        (Concept::FunctionalRequirements, "functional"),
        (Concept::NonFunctionalRequirements, "other"),
        (Concept::Constraints, "other"),
        (Concept::Requirements, "functional"),
    ];
    let mut at = section;
    while at != SectionId::ROOT {
        let Some(holder) = context.document.section(at) else { break };
        // The title behind an id says the category too: `NFR-2: Security`.
        let title = behind_code(&holder.title);
        let lower = title.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        let named = words.filter_map(|part| CATEGORY_WORDS.iter().position(|(word, _)| *word == part)).min();
        if let Some((_, category)) = named.and_then(|at| CATEGORY_WORDS.get(at)) {
            return category;
        }
        for concept in context.outline.concepts(at) {
            if let Some((_, category)) = NAMED.iter().find(|(named, _)| named == concept) {
                return category;
            }
        }
        at = holder.parent;
    }
    "functional"
}

const CATEGORY_WORDS: &[(&str, &str)] = &[
    ("performance", "performance"),
    ("security", "security"),
    ("scalability", "scalability"),
    ("reliability", "reliability"),
    ("availability", "reliability"),
    ("usability", "usability"),
    ("accessibility", "usability"),
    ("maintainability", "maintainability"),
];

/// The category that a statement's own label names: `**Performance**: …`.
fn labelled_category(text: &str) -> Option<&'static str> {
    let cut = text::labelled(text)?;
    let lower = cut.label.to_lowercase();
    CATEGORY_WORDS.iter().find(|(word, _)| lower == *word).map(|(_, category)| *category)
}

fn behind_code(title: &str) -> &str {
    match text::leading_code(title) {
        Some((_, rest)) => rest.trim_start_matches(|c: char| !c.is_alphanumeric()),
        None => title,
    }
}

/// A heading that is a requirement: `FR-1: Export`, `Requirement: The tool exports`. One whose body is only a list names a group.
fn heading(context: &Context, id: SectionId, section: &Section, items: &mut Items) -> bool {
    let title = section.title.as_ref();
    let numberless = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace());
    let (code, written) = match text::leading_code(numberless) {
        Some((code, rest))
            if is_requirement_code(code)
                || context.outline.holds(id, Kind::Requirement) && is_titled(rest) =>
        {
            (Some(code), rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !"`\"'(".contains(c)))
        }
        _ => match requirement_heading(numberless) {
            Some(rest) => (None, rest),
            None => return false,
        },
    };
    // `**Priority**: high` is a line about what stands below.
    let about = |text: &str| says_nothing(text) || is_detail(text);
    let mut paragraphs = context.paragraphs(id).filter(|(node, _)| !about(&context.text(*node)));
    let body = paragraphs.next();
    let listed = context.statements(id).iter().any(|statement| !says_nothing(&statement.text));
    // "- **Description**: …" first in the list says what is required, and the rest tells more of it.
    let opening = context.statements(id).first().filter(|_| body.is_none());
    let opening = opening.and_then(|statement| described(&statement.text));
    if body.is_none() && listed && opening.is_none() {
        return false;
    }
    let described = body.map(|(node, _)| context.text(node)).or(opening).unwrap_or_default();
    if text::is_placeholder(written) {
        return false;
    }
    let level = level(title).or_else(|| level(&described));
    let mut draft = Draft::new(Kind::Requirement, id, section.title_range)
        .written(code)
        .text(title)
        .field("category", category(context, id));
    if let Some(level) = level {
        draft = draft.field("level", level);
    }
    if !described.is_empty() {
        draft = draft.field("description", described);
    }
    items.push(draft);
    true
}

/// What a line labelled as the description of what stands above it says.
fn described(text: &str) -> Option<String> {
    const LABELS: &[&str] = &[
        "description",
        "descripción",
        "descrição",
        "beschreibung",
        "説明",
        "概要",
        "描述",
        "说明",
        "설명",
        "описание",
    ];
    let cut = text::labelled(text)?;
    let label = cut.label.to_lowercase();
    (LABELS.contains(&label.as_str()) && !says_nothing(cut.rest)).then(|| cut.rest.to_owned())
}

fn is_titled(rest: &str) -> bool {
    rest.starts_with([':', '.', ' ', '-', '—', '–', ')'])
}

/// `FR-1`, `NFR-2`, `REQ-3`, `R1`, `US`-codes are not.
fn is_requirement_code(code: &str) -> bool {
    let letters: String = code.chars().take_while(|c| c.is_ascii_alphabetic()).collect();
    matches!(
        letters.as_str(),
        "FR" | "NFR"
            | "REQ"
            | "RQ"
            | "RF"
            | "RNF"
            | "BR"
            | "SR"
            | "UR"
            | "TR"
            | "PR"
            | "CR"
            | "TC"
            | "IR"
            | "DR"
            | "SYS"
            | "SRS"
            | "SEC"
    ) && code.len() > letters.len()
        && !(letters == "PR" || letters == "CR" || letters == "TC")
        || code.split('-').skip(1).any(|part| matches!(part, "FR" | "NFR" | "REQ" | "BR" | "SPEC" | "RULE"))
}

/// The text of `Requirement: …`, `Requirement 3: …`.
fn requirement_heading(title: &str) -> Option<&str> {
    let words = [
        "Requirement",
        "REQUIREMENT",
        "Requisito",
        "Exigence",
        "Anforderung",
        "要件",
        "요구사항",
        "需求",
        "Требование",
    ];
    let rest = words.iter().find_map(|word| title.strip_prefix(word))?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ' || c == '#');
    let after = rest.strip_prefix([':', '：'])?;
    (!after.trim().is_empty()).then(|| after.trim())
}

/// A bullet or numbered line of a requirements section.
fn listed(context: &Context, statement: &Statement, items: &mut Items) {
    let bare = statement.text.as_str();
    if says_nothing(bare)
        || is_detail(bare)
        || is_step_of_scenario(bare)
        || tells_function(context, statement)
    {
        return;
    }
    let (code, said) = coded(bare);
    let empty = text::labelled(said).is_some_and(|cut| !cut.rest.is_empty() && says_nothing(cut.rest));
    if empty || says_nothing(said) || is_story(said) {
        return;
    }
    let category = labelled_category(said).unwrap_or_else(|| category(context, statement.section));
    let mut draft = Draft::new(Kind::Requirement, statement.section, statement.range)
        .written(code)
        .text(bare)
        .field("category", category);
    if let Some(level) = level(bare) {
        draft = draft.field("level", level);
    }
    if statement.boxed {
        draft = draft.field("done", statement.done.unwrap_or(false));
    }
    items.push(draft);
}

/// "The press must print for these halls:" is the requirement, and the names listed below it are a part of it.
fn names_parts(context: &Context, statement: &Statement) -> bool {
    const FEW: usize = 6;
    let document = context.document;
    let list = document.node(statement.node).parent;
    let names = |item| {
        let own = crate::statement::own(document, statement.section, item, false, &[], 0);
        own.is_some_and(|own| {
            let text = own.text.trim();
            text.split_whitespace().count() <= FEW
                && !text.ends_with(['.', ';'])
                && level(text).is_none()
                && !own.boxed
        })
    };
    let Some(before) =
        context.before(list).filter(|before| document.node(*before).kind == NodeKind::Paragraph)
    else {
        return false;
    };
    let lead = context.text(before);
    let told = |word: &str| find_word(&lead, word).map(|at| lead.get(at + word.len()..).unwrap_or_default());
    // "The press must:" leaves it to the list to say what.
    let whole = ["must", "shall"].iter().find_map(|word| told(word));
    statement.depth == 0
        && lead.trim_end().ends_with(':')
        && find_word(&lead, "following").is_none()
        && whole.is_some_and(|rest| rest.split_whitespace().count() > 2)
        && document.children(list).all(names)
}

/// "`check(order, now)`: …" tells what a function does.
fn tells_function(context: &Context, statement: &Statement) -> bool {
    let first = context.document.node(statement.first);
    let code = context.document.slice(first.range).trim_matches('`');
    first.kind == NodeKind::CodeSpan && code.ends_with(')') && code.contains('(') && !code.starts_with('(')
}

/// What is nested in a requirement belongs to it, but for what has a duty of its own in capitals.
fn nested(context: &Context, statement: &Statement, items: &mut Items) {
    let below = TextRange { start: statement.range.end, end: statement.whole.end.max(statement.range.end) };
    if !context.marked(Mark::Duty, below) {
        return;
    }
    for (id, node) in context.document.descendants(statement.node) {
        // Boxes are statements of their own.
        if node.kind == (NodeKind::Item { task: Task::None })
            && let Some(own) = crate::statement::own(context.document, statement.section, id, false, &[], 0)
        {
            bullet(context, statement.section, &own, items);
        }
    }
}

/// A line about a requirement, not one: its priority, its source.
fn is_detail(text: &str) -> bool {
    let Some(cut) = text::labelled(text) else { return false };
    matches!(
        text::squash(cut.label).as_str(),
        "priority"
            | "status"
            | "source"
            | "owner"
            | "rationale"
            | "note"
            | "notes"
            | "estimate"
            | "effort"
            | "id"
            | "type"
            | "prioridad"
            | "priorité"
            | "priorität"
            | "prioridade"
            | "приоритет"
            | "優先度"
            | "우선순위"
            | "优先级"
            | "dependencies"
            | "example"
            | "examples"
            | "goal"
            | "objective"
            | "purpose"
            | "estado"
            | "状态"
            | "상태"
            | "状態"
    )
}

fn is_step_of_scenario(text: &str) -> bool {
    ["GIVEN ", "WHEN ", "THEN ", "AND ", "Given ", "Then "].iter().any(|word| text.starts_with(word))
        && capital_level(text).is_none()
        && find_word(text, "shall").is_none()
}

fn is_story(text: &str) -> bool {
    (text::starts_with_ignoring_case(text, "as a ") || text::starts_with_ignoring_case(text, "as an "))
        && text.contains("want")
}

#[cfg(test)]
mod tests;

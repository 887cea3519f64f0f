//! What the system must do or be.

mod level;
mod promise;
mod sentence;

use super::Reader;
use super::check::coded;
use crate::grid::Grid;
use crate::heads;
use crate::items::Draft;
use crate::marks::Mark;
use crate::statement::Statement;
use crate::text::{self, find_word, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, Section, SectionId, Task, TextRange};
use abide_template::Concept;
use level::{capital_level, level};
use promise::{answers, promises};
use sentence::{bullet, sentences};

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
                listed(context, statement, items);
                nested(context, statement, items);
            }
            for grid in context.grids_of(id) {
                rows(context, grid, items);
            }
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
    if body.is_none() && listed {
        return false;
    }
    let described = body.map(|(node, _)| context.text(node)).unwrap_or_default();
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

/// Rows of a table of requirements. A row whose measure is a number is a target, which another reader takes.
fn rows(context: &Context, grid: &Grid, items: &mut Items) {
    let statement = grid.column(heads::REQUIREMENT);
    let id = grid.column(heads::ID);
    if super::target::is_table_of_targets(grid) {
        return;
    }
    let priority = grid.column(heads::PRIORITY);
    let Some(column) = statement else { return };
    for row in grid.filled_rows() {
        let Some(said) = row.said(Some(column)) else { continue };
        if says_nothing(said) {
            continue;
        }
        let written = row.said(id.filter(|id| *id != column)).filter(|id| text::leading_code(id).is_some());
        let mut draft = Draft::new(Kind::Requirement, grid.section, row.range)
            .written(written)
            .text(said)
            .field("category", category(context, grid.section))
            .said("priority", row.said(priority));
        if let Some(level) = level(said) {
            draft = draft.field("level", level);
        }
        items.push(draft);
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        a_requirements_section,
        "# T\n## Functional Requirements\n- **FR-001**: System MUST export\n- It should be quick\n- [requirement]\n\n## Non-Functional Requirements\n1. **Security**: keys stay secret\n",
        [
            "3 requirement \"FR-001: System MUST export\" id=FR-001 category=functional level=must",
            "4 requirement \"It should be quick\" category=functional level=should",
            "8 requirement \"Security: keys stay secret\" category=security",
        ]
    );
    reader_test!(
        headings_with_and_without_text_of_their_own,
        "# T\n## Requirements\n### FR1: Export\n**Description**: The tool must export.\n\n**Acceptance Criteria**:\n- [x] it exports\n### FR-2: Import\n- **FR-2.1**: reads files\n### Requirement: The tool is quiet\nIt SHALL say nothing. It MAY beep.\n#### Scenario: Run\n- **WHEN** run\n- **THEN** it SHALL be quiet\n",
        [
            "3 requirement \"FR1: Export\" id=FR1 category=functional level=must description=Description: The tool must export.",
            "9 requirement \"FR-2.1: reads files\" id=FR-2.1 category=functional",
            "10 requirement \"Requirement: The tool is quiet\" category=functional level=must description=It SHALL say nothing. It MAY beep.",
        ]
    );
    reader_test!(
        capitals_anywhere_and_conditions,
        "# T\n## Design\nClients MUST retry, e.g. twice. They are free. Servers\nSHOULD NOT wait. `MUST` is code.\n\n- Tokens MUST NOT leak\n- When idle, the system shall sleep\n- keys must be kept\n\nThe key words \"MUST\" and \"SHALL\" are as in RFC 2119.\n",
        [
            "3 requirement \"Clients MUST retry, e.g. twice.\" level=must category=functional",
            "3 requirement \"Servers SHOULD NOT wait.\" level=should_not category=functional",
            "6 requirement \"Tokens MUST NOT leak\" level=must_not category=functional",
            "7 requirement \"When idle, the system shall sleep\" level=must category=functional",
        ]
    );
    reader_test!(
        a_table_of_requirements,
        "# T\n## Requirements\n| ID | Requirement | Priority |\n|---|---|---|\n| R-1 | Exports PDF | high |\n\n| Metric | Target |\n|---|---|\n| p95 | < 200 ms |\n",
        ["5 requirement \"Exports PDF\" id=R-1 category=functional priority=high"]
    );
    reader_test!(
        paragraphs_with_ids_and_lines_about_a_requirement,
        "# T\n## Anforderungen\n**A-1** Das System muss Buchungen zeigen.\n\n**A-2** Das System druckt Etiketten.\n\n## Features\n### F1: Share\n**Priority**: P0\n- A link can be made\n- **Goal**: share\n- **R-3** The map shows all of this:\n  - zoom\n",
        [
            "3 requirement \"A-1 Das System muss Buchungen zeigen.\" id=A-1 category=functional level=must",
            "5 requirement \"A-2 Das System druckt Etiketten.\" id=A-2 category=functional",
            "10 requirement \"A link can be made\" category=functional",
            "12 requirement \"R-3 The map shows all of this:\" id=R-3 category=functional",
        ]
    );
    reader_test!(
        sentences_with_a_duty_in_front,
        "# T\n### Requirement 1: 貸出\n#### Acceptance Criteria\n1. While 休止中の場合, the 機械 shall 受付を拒む\n2. The 機械 shall 期限を14日とする\n3. The old one, which nobody has used for many years and which is long gone, shall rest\n## Notes\nThe cost shall be low.\n",
        [
            "2 requirement \"Requirement 1: 貸出\" category=functional",
            "4 requirement \"While 休止中の場合, the 機械 shall 受付を拒む\" level=must category=functional",
            "5 requirement \"The 機械 shall 期限を14日とする\" level=must category=functional",
        ]
    );
    reader_test!(
        duties_in_other_languages_and_nested_ones,
        "# T\n## Casos\n- CUANDO hay alarma, el sistema DEBE cerrar.\n- Le système NE DOIT PAS parler.\n- The gas cost shall be low\n## Requirements\n- R-1: The unit moves through this life:\n  - free\n  - It MUST be washed\n",
        [
            "3 requirement \"CUANDO hay alarma, el sistema DEBE cerrar.\" level=must category=functional",
            "4 requirement \"Le système NE DOIT PAS parler.\" level=must_not category=functional",
            "7 requirement \"R-1: The unit moves through this life:\" id=R-1 category=functional",
            "9 requirement \"It MUST be washed\" level=must category=functional",
        ]
    );
    reader_test!(
        what_lines_about_security_promise,
        "# T\n## Security Considerations\n- Answers carry `X-Frame-Options: DENY`.\n- Calls without a key get 401\n- Keys are never logged\n- Threat: ids are guessed with 404\n- We trust the network\n",
        [
            "3 requirement \"Answers carry X-Frame-Options: DENY.\" category=security",
            "4 requirement \"Calls without a key get 401\" category=security",
            "5 requirement \"Keys are never logged\" category=security",
        ]
    );
    reader_test!(
        what_lines_about_an_interface_promise,
        "# T\n## API\n- `GET /keys` lists the keys\n\nLists:\n- Keys are sorted by `name`, ascending.\n- `limit` may be 1 to 50; anything else gives 400.\n- Lists are short\n\nErrors:\n- Every error is `{\"code\": \"x\"}` as JSON.\n- 404: no such key\n- A body without a name is answered with 422 and code `invalid`.\n### `POST /keys`\n- A key that is there gives 409\n## Security\n- The `pin` is never returned to anybody.\n",
        [
            "6 requirement \"Keys are sorted by name, ascending.\" category=functional",
            "7 requirement \"limit may be 1 to 50; anything else gives 400.\" category=functional level=may",
            "11 requirement \"Every error is {\"code\": \"x\"} as JSON.\" category=functional",
            "13 requirement \"A body without a name is answered with 422 and code invalid.\" category=functional",
            "17 requirement \"The pin is never returned to anybody.\" category=security",
        ]
    );
    reader_test!(
        what_functions_do_is_none,
        "# T\n## Constraints\n- `check(order, now)`: refuses late orders\n- One order a day\n",
        ["4 requirement \"One order a day\" category=other"]
    );
}

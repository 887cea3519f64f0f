//! What happens when something goes wrong.

mod coded;
#[rustfmt::skip]
mod exit;

use super::Reader;
use crate::items::Draft;
use crate::statement::Statement;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{HeadingStyle, Section, SectionId, TextRange};
use abide_template::Concept;
use std::collections::BTreeMap;

pub(super) const READER: Reader = Reader {
    name: "exception",
    kinds: &[Kind::Exception],
    documentation: "\
An alternate or error path: a row or bullet \"condition → what the system does → what the user sees\" under error handling, alternate paths \
or edge cases. Where a heading below names the condition, the heading is the item. So is a heading below error responses that shows its status or what is \
printed, a paragraph there that opens with its condition in bold, an entry below \"Error cases:\" or that ends in a status of refusal (\"No paper → 409\"), each exit code but the one of success, and each error code whose meaning is told.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    answered(context, items);
    exit::read(context, items);
    coded::read(context, items);
    for statement in context.adopted(Kind::Exception) {
        path(items, statement);
    }
    for (id, _) in context.sections().skip(1) {
        if lists_refusals(context, id) {
            for statement in context.statements(id) {
                path(items, statement);
            }
        }
    }
    for (id, section) in context.sections_of(Kind::Exception) {
        if id == SectionId::ROOT {
            continue;
        }
        if super::flow::is_failing_flow(context, id) {
            continue;
        }
        let before = items.drafts().len();
        for grid in context.grids_of(id) {
            table(grid, items);
        }
        let tabled = items.drafts().len() > before;
        // A heading that is no topic of its own names the condition.
        let below = context.outline.concepts(id).is_empty()
            && context
                .outline
                .concepts(section.parent)
                .iter()
                .any(|concept| matches!(concept, Concept::ErrorPaths | Concept::EdgeCases));
        let statements = context.statements(id);
        // What was decided about an edge case is no path.
        if !statements.is_empty() && statements.iter().all(|statement| is_verdict(&statement.text)) {
            continue;
        }
        let paired = statements.iter().filter(|statement| split(&statement.text).is_some()).count();
        if below
            && !tabled
            && (statements.is_empty()
                || paired * 2 < statements.len()
                || statements.iter().all(|statement| statement.ordered))
        {
            if !section.body.slice(context.document.text()).trim().is_empty() && !tells_form(&section.title) {
                push(items, id, section.title_range, &section.title, Some(&section.title), None, None);
            }
            continue;
        }
        for statement in statements {
            path(items, statement);
        }
        // "**No paper**: waits" in paragraphs of their own.
        if statements.is_empty() && !tabled {
            let condition = |text: &str| {
                text::labelled(text).is_some_and(|cut| {
                    let behind = text.get(cut.label.len()..).unwrap_or_default().trim_start();
                    behind.starts_with([':', '：', '→']) && cut.label.split_whitespace().count() <= 8
                })
            };
            let led: Vec<Statement> =
                context.led(id).filter(|entry| condition(&entry.text) && !is_verdict(&entry.text)).collect();
            if led.len() > 1 {
                led.iter().for_each(|entry| path(items, entry));
            }
        }
    }
}

/// Whether a section that no heading gives to a kind lists what is refused and with which status: "No paper → `409 EMPTY`".
fn lists_refusals(context: &Context, id: SectionId) -> bool {
    const LEAST: usize = 3;
    let statements = context.statements(id);
    let refused = |statement: &Statement| {
        let Some((_, answer)) = statement.text.split_once(['→', '⇒']) else { return false };
        let digits: String = answer.chars().skip_while(|c| !c.is_ascii_digit()).take(4).collect();
        let status = digits.trim_end().trim_end_matches(|c: char| !c.is_ascii_digit());
        status.len() == 3 && status.parse::<u16>().is_ok_and(|status| (400..600).contains(&status))
    };
    statements.len() >= LEAST
        && context.outline.kinds(id).is_empty()
        && !context.outline.within(id, super::entity::NOT_OWN)
        && statements.iter().all(refused)
}

/// Headings below "Error responses" that each name a condition, and show or tell what is answered: "Model not found" with its
/// status 503, "**Access denied:**" with what is printed. What is called by a status alone is that status.
fn answered(context: &Context, items: &mut Items) {
    let mut below: BTreeMap<SectionId, Vec<(SectionId, &Section)>> = BTreeMap::new();
    for (id, section) in context.sections().skip(1) {
        if context.outline.concepts(section.parent).contains(&Concept::ErrorCodes) {
            below.entry(section.parent).or_default().push((id, section));
        }
    }
    for (holder, mut named) in below {
        if holder == SectionId::ROOT || context.outline.within(holder, super::entity::NOT_OWN) {
            continue;
        }
        named.retain(|(id, section)| names_condition(context, *id, section));
        if named.len() > 1 {
            for (id, section) in named {
                push(items, id, section.title_range, &section.title, Some(&section.title), None, None);
            }
        }
    }
}

/// Whether a heading is about how errors are written: "Error response format".
fn tells_form(title: &str) -> bool {
    const FORMS: &[&str] = &[
        "format",
        "structure",
        "example",
        "schema",
        "body",
        "shape",
        "envelope",
        "codes",
        "display",
        "messages",
        "reporting",
        "logging",
        "formato",
        "estructura",
        "aufbau",
    ];
    let lower = title.to_lowercase();
    FORMS.iter().any(|form| text::find_word(&lower, form).is_some())
}

fn names_condition(context: &Context, id: SectionId, section: &Section) -> bool {
    const LONGEST: usize = 8;
    let title = text::unnumbered(&section.title).trim_end_matches([':', '：']);
    let words = title.split_whitespace().count();
    let condition =
        (2..=LONGEST).contains(&words) && title.starts_with(char::is_alphabetic) && !tells_form(title);
    let body = section.body.slice(context.document.text());
    let status = || body.contains("HTTP") && tells_refusal(body);
    let printed = section.style == HeadingStyle::Bold
        && context.fences_of(id).any(|fence| fence.is(&["", "txt", "text", "console", "plaintext"]));
    condition && (printed || status())
}

/// Whether the status of a refusal stands where a text tells what is answered: "HTTP `422`", "HTTP/1.1 503", "status: 404".
fn tells_refusal(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut behind = ["http", "status", "code"]
        .iter()
        .flat_map(|word| lower.match_indices(word).filter_map(|(at, _)| lower.get(at + word.len()..)));
    behind.any(|rest| {
        let version = ["/1.1", "/1.0", "/2", "/3"].iter().find_map(|version| rest.strip_prefix(version));
        let rest = version.unwrap_or(rest).trim_start_matches([' ', ':', '"', '=', '*', '`']);
        let number = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        number.len() == 3 && number.parse::<u16>().is_ok_and(|status| (400..600).contains(&status))
    })
}

/// One line that is a path.
pub(super) fn path(items: &mut Items, statement: &Statement) {
    let said = statement.text.as_str();
    if says_nothing(said) {
        return;
    }
    match split(said) {
        Some((condition, action, feedback)) => {
            push(items, statement.section, statement.range, said, Some(condition), Some(action), feedback)
        }
        None => push(items, statement.section, statement.range, said, Some(said), None, None),
    }
}

/// "Decision: …", "Rationale: …", "Trade-off: …".
fn is_verdict(text: &str) -> bool {
    text::labelled(text).is_some_and(|cut| {
        matches!(
            text::squash(cut.label).as_str(),
            "decision"
                | "rationale"
                | "tradeoff"
                | "tradeoffs"
                | "limitation"
                | "mitigation"
                | "note"
                | "reason"
                | "why"
                | "impact"
                | "decisión"
                | "entscheidung"
                | "begründung"
                | "concession"
                | "alternative"
                | "workaround"
        )
    })
}

fn push(
    items: &mut Items,
    section: SectionId,
    range: TextRange,
    text: &str,
    condition: Option<&str>,
    action: Option<&str>,
    feedback: Option<&str>,
) {
    items.push(
        Draft::new(Kind::Exception, section, range)
            .text(text)
            .said("condition", condition)
            .said("action", action)
            .said("feedback", feedback),
    );
}

/// `condition → action → feedback`, `condition: action`, "If …, then …".
pub(super) fn split(text: &str) -> Option<(&str, &str, Option<&str>)> {
    for arrow in ["→", "->", "⇒", "=>"] {
        if let Some((condition, rest)) = text.split_once(arrow) {
            let (action, feedback) = match rest.split_once(arrow) {
                Some((action, feedback)) => (action, Some(feedback.trim())),
                None => (rest, None),
            };
            return Some((condition.trim(), action.trim(), feedback));
        }
    }
    if let Some(cut) = text::labelled(text)
        && !cut.rest.is_empty()
    {
        return Some((cut.label, cut.rest, None));
    }
    let rest = ["If ", "When ", "On "].iter().find_map(|start| text.strip_prefix(start))?;
    let (condition, action) = rest.split_once(", ")?;
    Some((condition, action.trim_start_matches("then "), None))
}

fn table(grid: &crate::grid::Grid, items: &mut Items) {
    let condition = grid
        .column(&[
            "condition",
            "error",
            "case",
            "scenario",
            "situation",
            "failure",
            "trigger",
            "when",
            "edge case",
            "problem",
            "exception",
            "cause",
            "condición",
            "caso",
            "エラー",
            "ケース",
            "状況",
            "条件",
            "사례",
            "오류",
            "错误",
            "场景",
            "ошибка",
            "code",
            "status",
        ])
        .unwrap_or_else(|| {
            usize::from(
                grid.heads.first().is_some_and(|head| matches!(head.as_str(), "#" | "id" | "no" | "no.")),
            )
        });
    let action = grid.column(&[
        "system action",
        "action",
        "behavior",
        "behaviour",
        "handling",
        "response",
        "result",
        "expected behavior",
        "system response",
        "what happens",
        "recovery",
        "mitigation",
        "comportamiento",
        "対応",
        "挙動",
        "処理",
        "동작",
        "처리",
        "处理",
        "行为",
        "действие",
    ]);
    let feedback = grid.column(&[
        "user feedback",
        "feedback",
        "user sees",
        "message",
        "user message",
        "error message",
        "output",
        "メッセージ",
        "메시지",
        "消息",
        "сообщение",
    ]);
    for row in grid.filled_rows() {
        let Some(said) = row.said(Some(condition)) else { continue };
        push(
            items,
            grid.section,
            row.range,
            said,
            Some(said),
            row.said(action.filter(|at| *at != condition)),
            row.said(feedback.filter(|at| *at != condition)),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        rows_bullets_and_headings,
        "# T\n## Edge cases\n### Storage\n- **Decision**: one disk\n- **Rationale**: cheap\n## Alternate / Error Paths\n| # | Condition | System Action | User Feedback |\n|---|---|---|---|\n| A1 | Token expired | 401 | log in |\n| A2 | ⟦x⟧ | | |\n## Error handling\n- No ink → stop → \"refill\"\n- Paper jam: stop\n### Printer gone\n1. Wait.\n2. Fail.\n",
        [
            "9 exception \"Token expired\" action=401 feedback=log in",
            "12 exception \"No ink → stop → \"refill\"\" condition=No ink action=stop feedback=\"refill\"",
            "13 exception \"Paper jam: stop\" condition=Paper jam action=stop",
            "14 exception \"Printer gone\"",
        ]
    );
    reader_test!(
        paragraphs_that_open_with_the_condition,
        "# T\n## Error handling\n**No paper**: the press waits.\n\n**No ink**: it stops.\n## Edge cases\n**Decision**: none.\n\n**Paper**: white.\n",
        [
            "3 exception \"No paper: the press waits.\" condition=No paper action=the press waits.",
            "5 exception \"No ink: it stops.\" condition=No ink action=it stops.",
        ]
    );
    reader_test!(
        headings_below_error_responses_that_name_a_condition,
        "# T\n## Error Responses\n### Error format\nAll with HTTP 400.\n### Missing paper\nHTTP `422` is answered.\n### 404 Not Found\nHTTP 404.\n### Ink is empty\n`POST /jobs` returns HTTP 503.\n### Long jobs\nThe HTTP client waits 500 ms, for 450 sheets.\n### Paper is wet\n```\nHTTP/1.1 503 Service Unavailable\n```\n## Error messages\n**Access denied:**\n```txt\nno\n```\n\n**No paper:**\n```txt\nnone\n```\n",
        [
            "5 exception \"Missing paper\"",
            "9 exception \"Ink is empty\"",
            "13 exception \"Paper is wet\"",
            "18 exception \"Access denied\"",
            "23 exception \"No paper\"",
        ]
    );

    reader_test!(
        a_table_of_exceptions_with_their_status,
        "# T\n## 8. エラー応答\n| 例外・事象 | 発生場所 | ステータス |\n|---|---|---|\n| `NoPaper` | 印刷の途中 | 409 |\n| 未認証 | 入口の手前 | 401 |\n",
        ["5 exception \"印刷の途中\" condition=NoPaper", "6 exception \"入口の手前\" condition=未認証",]
    );
    reader_test!(
        how_errors_are_written_is_no_condition,
        "# T\n## Error Handling\n### Error response structure\nAll errors look the same.\n",
        []
    );
    reader_test!(
        cases_below_a_label_in_a_section_on_something_else,
        "# T\n## Sign in\n- **Input**: a name\n- **Error cases**:\n  - Unknown name\n  - Locked: the form says so\n## Alta\n**Casos de error**:\n\n- Nombre vacío\n",
        [
            "5 exception \"Unknown name\"",
            "6 exception \"Locked: the form says so\" condition=Locked action=the form says so",
            "10 exception \"Nombre vacío\"",
        ]
    );
    reader_test!(
        what_is_refused_with_which_status_below_any_heading,
        "# T\n## Behaviour at the desk\n- No paper → `409 EMPTY`\n- Unknown sheet → 404\n- Anything else → `500` without a trace\n## Others\n- Paper → 404 sheets\n- Ink → black\n- Glue → none\n",
        [
            "3 exception \"No paper → 409 EMPTY\" condition=No paper action=409 EMPTY",
            "4 exception \"Unknown sheet → 404\" condition=Unknown sheet action=404",
            "5 exception \"Anything else → 500 without a trace\" condition=Anything else action=500 without a trace",
        ]
    );
}

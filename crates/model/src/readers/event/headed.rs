//! Headings that are the names of messages: "`job:send` (with ack)", "`ink:low` / `ink:out`" with what they carry below.

use super::{is_name, push};
use crate::marks::Mark;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeKind, SectionId, TextRange};

pub(super) fn read(context: &Context, items: &mut Items) {
    typed(context, items);
    named_by_title(context, items);
    for (id, section) in context.sections().skip(1) {
        if !context.marked(Mark::Payload, section.body)
            || context.outline.within(id, super::super::entity::NOT_OWN)
            || !carries(context, id)
        {
            continue;
        }
        for name in names(context, id) {
            push(items, id, section.title_range, name, None);
        }
    }
}

/// "JobPrinted event schema": a name with its words run together, and behind it that it is an event. What it carries is shown in code.
fn named_by_title(context: &Context, items: &mut Items) {
    const FORMS: &[&str] = &["schema", "contract", "payload", "message", "format", "specification", "spec"];
    for (id, section) in context.sections().skip(1) {
        let mut words = text::unnumbered(&section.title).split_whitespace();
        let (Some(name), Some(event)) = (words.next(), words.next()) else { continue };
        if !event.eq_ignore_ascii_case("event") || context.outline.within(id, super::super::entity::NOT_OWN) {
            continue;
        }
        let form = words.next().is_none_or(|form| FORMS.contains(&form.to_lowercase().as_str()));
        let name = name.trim_matches('`');
        let named = name.starts_with(char::is_uppercase) && text::is_compound(name) && is_name(name);
        let whole = TextRange { start: section.title_range.start, end: section.range.end };
        let shown = context.fences().iter().any(|fence| {
            fence.is(&["json", "jsonc", "yaml"])
                && whole.start <= fence.range.start
                && fence.range.end <= whole.end
        });
        if form && words.next().is_none() && named && shown {
            push(items, id, section.title_range, name, None);
        }
    }
}

/// "type: `job.done`" as a line of its own in several sections: each tells of one message.
fn typed(context: &Context, items: &mut Items) {
    const LABELS: &[&str] = &[
        "type",
        "event",
        "event type",
        "message type",
        "topic",
        "类型",
        "事件",
        "消息类型",
        "種別",
        "イベント",
        "타입",
        "이벤트",
    ];
    const LEAST: usize = 2;
    let document = context.document;
    let mut found: Vec<(SectionId, TextRange, String)> = Vec::new();
    for (id, _) in context.sections().skip(1) {
        if context.outline.within(id, super::super::entity::NOT_OWN) || context.fences_of(id).next().is_none()
        {
            continue;
        }
        let Some((_, range)) = context.paragraphs(id).next() else { continue };
        let line = document.slice(range).lines().next().unwrap_or_default();
        let Some((label, rest)) = line.split_once([':', '：']) else { continue };
        let label = label.trim_matches(['*', '-', ' ']).to_lowercase();
        let Some((name, behind)) =
            rest.trim_matches(['*', ' ']).strip_prefix('`').and_then(|rest| rest.split_once('`'))
        else {
            continue;
        };
        let message = is_name(name) && name.contains(['.', ':', '_']) && !text::is_file(name);
        if LABELS.contains(&label.as_str()) && message && behind.trim().is_empty() {
            let start = range.start();
            found.push((id, TextRange::new(start, start + line.len()), name.to_owned()));
        }
    }
    if found.len() >= LEAST {
        for (id, range, name) in found {
            push(items, id, range, &name, None);
        }
    }
}

/// The names in code that a heading consists of, with slashes between and perhaps a remark behind.
fn names<'a>(context: &Context<'a>, id: SectionId) -> Vec<&'a str> {
    let document = context.document;
    let Some(section) = document.section(id) else { return Vec::new() };
    let mut names = Vec::new();
    let mut at = section.title_range.start;
    for node in document.children(section.heading) {
        let node = document.node(node);
        if node.kind != NodeKind::CodeSpan {
            continue;
        }
        let gap = document.slice(TextRange { start: at, end: node.range.start });
        let name = text::code_span(document.slice(node.range));
        // What runs is called by one word, or with brackets.
        let message = is_name(name)
            && name.contains([':', '.', '_', '-', '/'])
            && !name.starts_with('/')
            && !text::is_file(name);
        if !matches!(gap.trim(), "" | "/" | "," | "|" | "and" | "·") || !message {
            return Vec::new();
        }
        names.push(name);
        at = node.range.end;
    }
    let behind = document.slice(TextRange { start: at, end: section.title_range.end }).trim();
    let remark = behind.is_empty() || behind.starts_with(['(', '—', '–', '-', '→', '（']);
    if remark { names } else { Vec::new() }
}

/// Whether a section has an entry or a heading of its own on what is carried: "- **Payload:** `{ id }`".
fn carries(context: &Context, id: SectionId) -> bool {
    let labels = |label: &str| {
        let bare = label.split(['(', '（']).next().unwrap_or(label).trim_end_matches([':', '：', '*', ' ']);
        super::carried::LABELS.contains(&bare.trim_start_matches(['*', ' ']).to_lowercase().as_str())
    };
    let document = context.document;
    let entries = document.section_blocks(id).flat_map(|block| {
        let items = match document.node(block).kind {
            NodeKind::List { .. } => document.children(block).collect(),
            NodeKind::Paragraph => vec![block],
            _ => Vec::new(),
        };
        items.into_iter()
    });
    let mut openings = entries.filter_map(|entry| document.source(entry).lines().next());
    let opens = |line: &str| {
        let bare = line.trim_start_matches(['-', '*', '+', ' ', '_']);
        bare.split_once([':', '：']).is_some_and(|(label, _)| labels(label))
            || bare.split_once("**").is_some_and(|(label, _)| labels(label))
    };
    openings.any(opens)
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn names_of_messages_with_what_they_carry() {
        let text = "# T\n## Desk → press\n### `job:send` (with ack)\n- **Payload** (`jobSchema`): `{ id }`\n### `ink:low` / `ink:out`\nPayload: `{ tray }`\n### `print_all`\n- **Takes:** a payload\n";
        assert_eq!(shown(&[Kind::Event], text), ["3 event job:send", "5 event ink:low", "5 event ink:out"]);
    }

    #[test]
    fn a_message_that_a_title_names() {
        let text = "# JobPrinted Event Schema\n## Payload\n```json\n{\"id\": 1}\n```\n## PressRoom event\nEverybody is welcome.\n";
        assert_eq!(shown(&[Kind::Event], text), ["1 event JobPrinted"]);
    }

    #[test]
    fn messages_by_a_line_with_their_type() {
        let text = "# T\n## 一\n### Done\ntype: `job.done`\nfrom: press\n\n```json\n{}\n```\n### Lost\n**Type**: `job.lost`\n\n```json\n{}\n```\n### Field\ntype: `string`\n";
        assert_eq!(shown(&[Kind::Event], text), ["4 event job.done", "11 event job.lost"]);
    }
}

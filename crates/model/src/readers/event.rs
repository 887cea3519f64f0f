//! Webhooks, messages, topics, log events.

pub(crate) mod carried;
mod headed;

use super::Reader;
use crate::items::Draft;
use crate::marks::Mark;
use crate::shape::Form;
use crate::text::{self, find_word, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "event",
    kinds: &[Kind::Event],
    documentation: "\
A webhook, message, topic or log event that the system emits or consumes: a row of a table of events or of the frames of a protocol, a line `order.created   payload` of a \
block, a bullet that starts with its name under a heading about events, or anywhere with a `Payload:` below, a heading that is its name in code with a payload below, a title such as \"OrderCreated event schema\", names in bold of which a list shows the `{type: …}` that is sent, `event X(…)` in a contract, and the name in code behind \
\"emits\" or \"publishes\". `payload` is what goes with it.",
    read,
};

/// Whether a heading around a section, or the title of the document, tells of what is sent.
fn is_on_a_wire(context: &Context, id: SectionId) -> bool {
    const WORDS: &[&str] = &[
        "frame",
        "frames",
        "message",
        "messages",
        "packet",
        "packets",
        "protocol",
        "protocolo",
        "protokoll",
        "протокол",
    ];
    let titles = context.document.title().into_iter().map(|title| title.to_lowercase());
    let own = std::iter::successors(Some(id), |at| {
        context.document.section(*at).map(|section| section.parent).filter(|_| *at != SectionId::ROOT)
    });
    let own = own.filter_map(|at| context.document.section(at).map(|section| section.title.to_lowercase()));
    titles.chain(own).any(|title| WORDS.iter().any(|word| find_word(&title, word).is_some()))
}

/// A longer line of a log tells more than its name.
const LINE: usize = 80;

fn read(context: &Context, items: &mut Items) {
    for (fence, definitions) in context.definitions() {
        if context.outline.within(fence.section, super::entity::NOT_OWN) {
            continue;
        }
        let nested = definitions
            .shapes
            .iter()
            .filter(|shape| shape.form == Form::Service)
            .flat_map(|shape| shape.operations.iter());
        for operation in definitions.operations.iter().chain(nested).filter(|operation| operation.event) {
            push(items, fence.section, operation.range, &operation.name, Some(&operation.signature));
        }
    }
    for grid in context.grids() {
        let holds = context.outline.holds(grid.section, Kind::Event);
        let head = grid.exact_column(&[
            "event",
            "events",
            "event name",
            "event type",
            "topic",
            "webhook",
            "message",
            "msg",
            "log event",
            "log message",
            "evento",
            "イベント",
            "이벤트",
            "事件",
            "событие",
        ]);
        let logging = context.outline.within(
            grid.section,
            &[Concept::Logging, Concept::Observability, Concept::Api, Concept::Interface],
        );
        let Some(column) = head
            .filter(|_| {
                holds || logging || grid.heads.iter().any(|head| head.contains("payload") || head == "level")
            })
            .or_else(|| if holds { grid.exact_column(&["name", "type"]) } else { None })
            // "Type | Name | Payload" tells of frames on a wire.
            .or_else(|| {
                grid.exact_column(&["name"]).filter(|_| {
                    grid.exact_column(&["payload"]).is_some() && is_on_a_wire(context, grid.section)
                })
            })
        else {
            continue;
        };
        let level = grid.exact_column(&["level", "log level", "レベル", "级别", "레벨"]);
        let logged = level.is_some();
        let payload = grid
            .column(&[
                "payload",
                "data",
                "body",
                "fields",
                "schema",
                "description",
                "summary",
                "when",
                "内容",
                "説明",
                "负载",
                "描述",
            ])
            .filter(|at| *at != column);
        for row in grid.filled_rows() {
            let Some(cell) = row.cell(Some(column)) else { continue };
            // What is not written at any level is not logged.
            if logged && row.said(level).is_none_or(says_nothing) {
                continue;
            }
            let codes = cell.codes(context.document);
            let names = if codes.is_empty() { vec![cell.text.as_str()] } else { codes };
            // What a log says is a sentence, and its own name; other code in the cell tells of its fields.
            let sentences = names.iter().filter(|said| logged && said.contains(' ') && said.len() <= LINE);
            let sentences: Vec<&str> = sentences.copied().collect();
            if !sentences.is_empty() {
                for said in sentences {
                    let draft = Draft::new(Kind::Event, grid.section, row.range);
                    items.push(draft.key(said).said("payload", row.said(payload)));
                }
                continue;
            }
            for name in names {
                push(items, grid.section, row.range, name, row.said(payload));
            }
        }
    }
    for (id, _) in context.sections_of(Kind::Event) {
        for statement in context.statements(id) {
            if says_nothing(&statement.text) {
                continue;
            }
            let Some((node, code)) =
                text::code_spans(context.document, statement.first, statement.end).next()
            else {
                continue;
            };
            let before =
                context.document.slice(TextRange { start: statement.range.start, end: node.range.start });
            let after = context.document.slice(TextRange { start: node.range.end, end: statement.range.end });
            let after = after.trim_start_matches(['*', '_', ' ']);
            let named = after.is_empty() || after.starts_with([':', '—', '–', '-', '(', '{', '：', '→']);
            if named && before.chars().all(|c| !c.is_alphanumeric()) {
                let rest = statement.text.strip_prefix(code).unwrap_or_default();
                push(
                    items,
                    id,
                    statement.range,
                    code,
                    Some(rest.trim_start_matches(|c: char| c.is_whitespace() || "-—–:".contains(c))),
                );
            }
        }
        for fence in context.fences_of(id).filter(|fence| fence.is(&["", "text", "txt"])) {
            for line in fence.lines(context.document) {
                let bare = line.text.trim();
                let name = bare.split_whitespace().next().unwrap_or_default();
                let rest = bare.get(name.len()..).unwrap_or_default().trim();
                if name.contains(['.', ':', '_']) && is_name(name) && !rest.starts_with('=') {
                    push(items, id, line.range.trim(context.document.text()), name, Some(rest));
                }
            }
        }
    }
    emitted(context, items);
    named(context, items);
    carried::read(context, items);
    headed::read(context, items);
}

/// "`order-paid` event — sent once a day": a statement that opens with a name and says that it is an event.
fn named(context: &Context, items: &mut Items) {
    for (id, section) in context.sections() {
        if !context.marked(Mark::EventName, section.body)
            || context.outline.within(id, super::entity::NOT_OWN)
            || context.outline.holds(id, Kind::Check)
        {
            continue;
        }
        for statement in context.statements(id) {
            if !context.marked(Mark::EventName, statement.range) {
                continue;
            }
            let mut codes = text::code_spans(context.document, statement.first, statement.end);
            let Some((_, code)) = codes.next() else { continue };
            let behind = statement.text.strip_prefix(code).and_then(|rest| rest.strip_prefix(" event"));
            let Some(behind) = behind.map(str::trim_start) else { continue };
            if behind.is_empty() || behind.starts_with(['—', '–', '-', ':', '：', '(']) {
                let about = behind.trim_start_matches(|c: char| c.is_whitespace() || "-—–:：".contains(c));
                push(items, id, statement.range, code, Some(about));
            }
        }
    }
}

fn is_name(name: &str) -> bool {
    name.len() >= 3
        && name.len() <= 80
        && name.starts_with(|c: char| c.is_alphabetic())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | ':' | '-' | '/'))
        && !name.ends_with(':')
        && !matches!(
            name,
            "INFO"
                | "WARN"
                | "WARNING"
                | "ERROR"
                | "DEBUG"
                | "TRACE"
                | "FATAL"
                | "stdout"
                | "stderr"
                | "null"
                | "true"
                | "false"
        )
}

fn push(items: &mut Items, section: SectionId, range: TextRange, name: &str, payload: Option<&str>) {
    let name = name.trim().trim_matches(['`', '*', '"']);
    let name = name.split('(').next().unwrap_or(name).trim();
    if is_name(name) {
        items.push(Draft::new(Kind::Event, section, range).key(name).said("payload", payload));
    }
}

/// "Emits `OrderPaid`": the name in code right behind the verb, or before the word "event".
fn emitted(context: &Context, items: &mut Items) {
    const VERBS: &[&str] =
        &["emits", "emit", "publishes", "publish", "fires", "broadcasts", "raises", "emitted", "emitting"];
    for (id, section) in context.sections() {
        if !context.marked(Mark::Emission, section.body) {
            continue;
        }
        let kinds = [
            Kind::Flow,
            Kind::Event,
            Kind::Requirement,
            Kind::Signal,
            Kind::Exception,
            Kind::Check,
            Kind::Endpoint,
        ];
        let told = context.outline.kinds(id).iter().any(|kind| kinds.contains(kind));
        if !told || context.outline.within(id, &[Concept::Logging, Concept::ChangeLog]) {
            continue;
        }
        for statement in context.statements(id) {
            if !context.marked(Mark::Emission, statement.range)
                || !VERBS.iter().any(|verb| find_word(&statement.text, verb).is_some())
            {
                continue;
            }
            for (node, code) in text::code_spans(context.document, statement.first, statement.end) {
                let before = context
                    .document
                    .slice(TextRange { start: statement.range.start, end: node.range.start })
                    .to_lowercase();
                let words: Vec<&str> = before.split_whitespace().collect();
                let near = words
                    .iter()
                    .rev()
                    .take(3)
                    .any(|word| VERBS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())));
                let last = words.last().map_or("", |word| word.trim_matches(|c: char| !c.is_alphanumeric()));
                let plain = VERBS.contains(&last) || matches!(last, "event" | "a" | "an" | "the" | "events");
                if near && plain && find_word(&before, "logs").is_none() {
                    push(items, id, statement.range, code, None);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        tables_blocks_bullets_and_verbs,
        "# T\n## Webhook/Event Contracts\n```\norder.created      id, total\n```\n- `order.gone` — the id\n\n| Event | Payload |\n|---|---|\n| `order.paid` | sum |\n## Workflows\n1. System emits `OrderSeen`.\n2. Logs emit `INFO` lines\n",
        [
            "4 event order.created payload=id, total",
            "6 event order.gone payload=the id",
            "10 event order.paid payload=sum",
            "12 event OrderSeen",
        ]
    );
    reader_test!(
        a_table_of_what_a_log_says,
        "# T\n## Logging\n| Level | Msg | Fields |\n|---|---|---|\n| info | `berth opened` | berth |\n| warn | `tide_late` | |\n| info | `berth shut` (with `berth`) / `berth lost` | |\n| (none) | `hidden` | |\n",
        [
            "5 event berth opened payload=berth",
            "6 event tide_late",
            "7 event berth shut",
            "7 event berth lost"
        ]
    );
    reader_test!(
        a_name_and_the_word_event,
        "# T\n## Patterns\n- **`drawer-change` event** — sent after each edit\n- `drawer-open` events are rare\n",
        ["3 event drawer-change payload=sent after each edit"]
    );

    reader_test!(
        frames_on_a_wire,
        "# Press protocol\n## Frame types\n| Type | Name | Payload |\n|---|---|---|\n| 0x01 | PAGE | `no:u8` |\n| 0x02 | STOP | — |\n",
        ["5 event PAGE payload=no:u8", "6 event STOP",]
    );
}

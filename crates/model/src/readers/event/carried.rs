//! Entries that open with the name of a message and tell what it carries, below any heading: "`order:paid`" with "Payload: …"
//! in the next line or nested.

use super::{is_name, push};
use crate::marks::Mark;
use crate::statement::{self, Statement};
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{Document, NodeKind, SectionId, TextRange};

/// What stands in front of what a message carries.
pub(super) const LABELS: &[&str] =
    &["payload", "payload fields", "event payload", "ペイロード", "페이로드", "负载", "полезная нагрузка"];

pub(super) fn read(context: &Context, items: &mut Items) {
    for (id, _) in context.sections() {
        typed(context, id, items);
        if !context.marked(Mark::Payload, context.body(id))
            || context.outline.within(id, super::super::entity::NOT_OWN)
        {
            continue;
        }
        for statement in context.adopted_in(id, Kind::Event) {
            let Some((name, payload)) = message(context.document, statement) else { continue };
            push(items, id, statement.range, name, payload);
        }
    }
}

/// Messages that a list tells of by their names in bold, where an entry shows what is sent with its type: "**job.done** — the press
/// sends `{type: "job.done", payload: {pages}}`".
pub(super) fn typed(context: &Context, id: SectionId, items: &mut Items) {
    const TYPES: &[&str] = &["{type:", "{ type:", "{\"type\":", "{ \"type\":"];
    let document = context.document;
    let body = context.body(id).slice(document.text());
    if !context.marked(Mark::Typed, context.body(id))
        || context.outline.within(id, super::super::entity::NOT_OWN)
    {
        return;
    }
    let lists = document
        .section_blocks(id)
        .filter(|block| matches!(document.node(*block).kind, NodeKind::List { .. }));
    for list in lists {
        let named: Vec<(TextRange, Vec<String>)> = document
            .children(list)
            .filter_map(|item| statement::own(document, id, item, false, &[], 0))
            .filter_map(|entry| Some((entry.range, bold_messages(document, &entry)?)))
            .collect();
        let shown = |name: &String| {
            TYPES.iter().any(|opening| {
                [" ", ""].iter().any(|gap| body.contains(&format!("{opening}{gap}\"{name}\"")))
            })
        };
        if named.len() > 1 && named.iter().flat_map(|(_, names)| names).any(shown) {
            for (range, names) in &named {
                names.iter().for_each(|name| push(items, id, *range, name, None));
            }
        }
    }
}

/// The names in bold that open an entry, with slashes between: "**ping / pong** — …".
fn bold_messages(document: &Document, entry: &Statement) -> Option<Vec<String>> {
    let first = document.node(entry.first);
    if first.kind != NodeKind::Strong {
        return None;
    }
    let bold = text::plain(document, entry.first, first.end);
    let names: Vec<String> =
        bold.trim_end_matches([':', ' ']).split('/').map(|name| name.trim().to_owned()).collect();
    let lower = |name: &String| is_name(name) && name.starts_with(|c: char| c.is_ascii_lowercase());
    names.iter().all(lower).then_some(names)
}

/// The name of the message that an entry is about, and what it carries.
pub(crate) fn message<'a>(
    document: &'a Document,
    statement: &Statement,
) -> Option<(&'a str, Option<&'a str>)> {
    let source = document.slice(statement.range);
    let (first, rest) = source.split_once('\n').unwrap_or((source, ""));
    let bare = first.trim().trim_start_matches(['*', '_']);
    let quote = bare.chars().next().filter(|c| matches!(c, '"' | '`' | '“'))?;
    let closing = if quote == '“' { '”' } else { quote };
    let (name, behind) = bare.get(quote.len_utf8()..)?.split_once(closing)?;
    let behind = behind.trim_start_matches(['*', '_', ':', ' ']);
    let remark = behind.is_empty() || behind.starts_with(['(', '（', '—', '–', '-', '→']);
    if !is_name(name) || name.starts_with('/') || !remark {
        return None;
    }
    let own = rest.lines().find_map(carried);
    if own.is_some() {
        return Some((name, own));
    }
    let mut nested = document
        .children(statement.node)
        .filter(|child| matches!(document.node(*child).kind, NodeKind::List { .. }))
        .flat_map(|list| document.children(list));
    let payload = nested.find_map(|item| carried(document.source(item).lines().next()?))?;
    Some((name, Some(payload)))
}

/// What stands behind the label of a payload.
fn carried(line: &str) -> Option<&str> {
    let bare =
        line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '_' | '`'));
    let (label, rest) = bare.split_once([':', '：'])?;
    let label = label.trim_end_matches(['*', '_', ' ']).split(" (").next()?.to_lowercase();
    LABELS.contains(&label.as_str()).then(|| rest.trim_start_matches(['*', '_', ' ']).trim_end())
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn messages_with_what_they_carry() {
        let text = "# T\n## Message flow\n- \"job:send\"\n  Payload: { \"pages\": 1 }\n  Logic: kept.\n- **`job:gone`** (press -> desk)\n  - Payload: `{ id }`\n- `ink`: black\n\n1. The desk sends the job, whose payload is small.\n";
        assert_eq!(
            shown(&[Kind::Event, Kind::Step], text),
            [
                "3 event job:send payload={ \"pages\": 1 }",
                "6 event job:gone payload=`{ id }`",
                "8 step \"ink: black\"",
                "10 step \"The desk sends the job, whose payload is small.\"",
            ]
        );
    }

    #[test]
    fn messages_with_their_type() {
        let text = "# T\n## Socket\n1. **job** — sends `{type:\"job\", payload:{id}}`\n2. **ink / paper** — what is left\n3. **Note**: none\n";
        assert_eq!(shown(&[Kind::Event], text), ["3 event job", "4 event ink", "4 event paper",]);
    }
}

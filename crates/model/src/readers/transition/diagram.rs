//! Changes in blocks: state diagrams, and chains of states on lines of their own.

use super::chain::chain;
use super::{Change, push_change};
use crate::shape::Aside;
use crate::{Context, Items};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;

pub(super) fn read(context: &Context, items: &mut Items) {
    let document = context.document;
    const LANGUAGES: &[&str] = &["mermaid", "plantuml", "puml", "uml", "", "text", "txt", "ascii"];
    for fence in context.fences().iter().filter(|fence| fence.is(LANGUAGES)) {
        let source = fence.range.slice(document.text());
        let about = context.outline.within(fence.section, &[Concept::States]);
        let mermaid = source.contains("stateDiagram");
        let plantuml = source.contains("@startuml")
            && source.contains("-->")
            && (source.contains("[*]") || source.contains("state "));
        if mermaid || plantuml {
            let initial = fence.lines(document).iter().find_map(|line| {
                let (from, to) = line.text.split_once("-->").or_else(|| line.text.split_once("->"))?;
                (from.trim() == "[*]").then(|| to.split(':').next().unwrap_or_default().trim().to_owned())
            });
            let mut aside = Aside::None;
            for line in fence.lines(document) {
                if aside.holds(line.text.trim()) {
                    continue;
                }
                diagram_line(context, fence.section, (line.text, line.range), initial.as_deref(), items);
            }
        } else if about && fence.is(&["", "text", "txt", "ascii"]) && !source.contains(['┌', '│', '|', '+'])
        {
            for line in fence.lines(document) {
                chain(context, fence.section, line.text, line.range.trim(document.text()), items);
            }
        }
    }
}

/// `A --> B : trigger`
fn diagram_line(
    context: &Context,
    section: SectionId,
    (line, range): (&str, TextRange),
    initial: Option<&str>,
    items: &mut Items,
) {
    if line.trim_start().starts_with("%%") {
        return;
    }
    let Some((from, rest)) = line.split_once('>') else { return };
    // `-->`, `->`, and PlantUML's `-right->`, `-[#red]->`.
    let Some(from) = from.strip_suffix('-') else { return };
    let from = from.trim_end_matches(['-', '.']);
    let from = match from.rsplit_once(" -") {
        Some((before, direction)) if !direction.contains(' ') => before,
        _ => from,
    };
    let (to, trigger) = match rest.split_once(':') {
        Some((to, trigger)) => (to, Some(trigger.trim())),
        None => (rest, None),
    };
    let change = Change { from, to, trigger, initial, ..Change::default() };
    push_change(context, section, range.trim(context.document.text()), change, items);
}

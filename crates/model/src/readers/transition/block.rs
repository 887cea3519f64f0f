//! Changes in the lines of a block: "queued → printing → done", "queued ──print──→ printing (once there is ink)".

use super::chain::{self, is_chain};
use super::{push, told};
use crate::fence::Fence;
use crate::{Context, Items};
use abide_syntax::NodeKind;
use abide_template::Concept;

pub(super) fn read(context: &Context, items: &mut Items) {
    for fence in context.fences().iter().filter(|fence| fence.is(&["", "text", "txt", "plaintext", "ascii"]))
    {
        if context.outline.within(fence.section, crate::readers::entity::NOT_OWN)
            || !is_of_states(context, fence)
        {
            continue;
        }
        let lines = fence.lines(context.document);
        let told: Vec<_> = lines.iter().filter(|line| !line.text.trim().is_empty()).collect();
        // One line that is no change makes it a drawing.
        if !told.iter().all(|line| labelled(line.text).is_some() || is_chain(&spaced(line.text))) {
            continue;
        }
        for line in told {
            let range = line.range.trim(context.document.text());
            match labelled(line.text) {
                Some((from, label, to)) => push(context, fence.section, range, from, to, Some(label), items),
                None => chain::read(context, fence.section, &spaced(line.text), range, items),
            }
        }
    }
}

/// Whether a block stands below a heading about states, or behind a line that says so: "Status transitions:".
fn is_of_states(context: &Context, fence: &Fence) -> bool {
    if context.outline.within(fence.section, &[Concept::States]) {
        return true;
    }
    let document = context.document;
    // "Order status flow"
    let title = document.section(fence.section).map_or("", |section| section.title.as_ref());
    if told::is_of_states(title) {
        return true;
    }
    let before = context.before(fence.node).filter(|id| document.node(*id).kind == NodeKind::Paragraph);
    before.is_some_and(|id| {
        let line = context.text(id);
        let last = line.lines().last().unwrap_or_default().trim();
        last.len() <= 80 && last.ends_with([':', '：']) && told::is_of_states(last)
    })
}

/// A line with single blanks. "→ (for good)" at its end leads to no state.
fn spaced(line: &str) -> String {
    let spaced = line.split_whitespace().collect::<Vec<_>>().join(" ");
    match spaced.rsplit_once(" → (") {
        Some((chain, remark)) if remark.ends_with(')') && chain.contains('→') => chain.to_owned(),
        _ => spaced,
    }
}

/// "queued ──print──→ printing": the states and what stands on the line between them.
pub(super) fn labelled(line: &str) -> Option<(&str, &str, &str)> {
    const LINE: &[char] = &['─', '━', '-', '—'];
    const HEADS: &[char] = &['→', '>', '▶', '►'];
    let (from, rest) = line.split_once(['─', '━']).or_else(|| line.split_once("--"))?;
    let rest = rest.trim_start_matches(LINE);
    let end = rest.find(['─', '━']).or_else(|| rest.find("--"))?;
    let (label, behind) = rest.split_at_checked(end)?;
    let to = behind.trim_start_matches(LINE);
    let to = to.strip_prefix(HEADS)?;
    let to = to.split(" (").next()?.split("  ").find(|part| !part.trim().is_empty())?;
    let (from, label, to) = (from.trim(), label.trim().trim_matches(['[', ']', '(', ')', '|']), to.trim());
    let word = |state: &str| {
        !state.is_empty()
            && state.split_whitespace().count() <= 3
            && !state.contains(LINE.get(..2).unwrap_or_default())
    };
    (word(from) && word(to) && !label.is_empty() && !label.contains(HEADS)).then_some((from, label, to))
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn chains_and_words_on_arrows() {
        let text = "# T\n## Jobs\nStatus transitions:\n```\nQUEUED   → PRINTING → DONE\nQUEUED   → LOST   (no ink)\n```\n## State transitions\n```\nopen   ──fill──→ full   (with paper)\nfull --empty--> open\n```\n## Flow\n```\na → b\n```\n## Tray status flow\n```text\nFULL → EMPTY → (thrown away)\n```\n";
        assert_eq!(
            shown(&[Kind::Transition], text),
            [
                "5 transition QUEUED -> PRINTING from=QUEUED to=PRINTING machine=Jobs",
                "5 transition PRINTING -> DONE from=PRINTING to=DONE machine=Jobs",
                "6 transition QUEUED -> LOST from=QUEUED to=LOST machine=Jobs trigger=no ink",
                "10 transition open -> full from=open to=full machine=State transitions trigger=fill",
                "11 transition full -> open from=full to=open machine=State transitions trigger=empty",
                "19 transition FULL -> EMPTY from=FULL to=EMPTY machine=Tray status flow",
            ]
        );
    }
}

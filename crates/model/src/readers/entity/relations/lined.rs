//! Relations in lines of a block, with feet or numbers at the ends of a line: "Order ──< Item", "Order 1──* Item (its parts)".

use super::{is_entity, is_proper, push_at};
use crate::readers::entity::NOT_OWN;
use crate::readers::entity::registry::Registry;
use crate::{Context, Items, Kind};

pub(super) fn read(context: &Context, items: &mut Items, registry: &Registry) {
    for fence in context.fences().iter().filter(|fence| fence.is(&["", "text", "txt", "plaintext", "ascii"]))
    {
        if context.outline.within(fence.section, NOT_OWN) {
            continue;
        }
        let held = context.outline.holds(fence.section, Kind::Relation);
        let lines = || context.code_lines(fence).iter().filter(|line| !line.text.trim().is_empty());
        // One line that is something else makes it another drawing.
        if lines().any(|line| ends(line.text).is_none()) {
            continue;
        }
        for (line, (from, to, cardinality)) in lines().filter_map(|line| Some((line, ends(line.text)?))) {
            let range = line.range.trim(context.document.text());
            let known = registry.name(from).is_some() && registry.name(to).is_some();
            if known || held && is_proper(from, registry) && is_proper(to, registry) {
                push_at(items, fence.section, range, from, to, cardinality, registry);
            }
        }
    }
}

/// The two records of a line and how many of each there are.
fn ends(line: &str) -> Option<(&str, &str, &'static str)> {
    let bare = line.trim();
    let (from, rest) = bare.split_once(char::is_whitespace)?;
    let (link, rest) = rest.trim_start().split_once(char::is_whitespace)?;
    let rest = rest.trim();
    let (to, remark) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let remark = remark.trim();
    let plain = remark.is_empty() || remark.starts_with(['(', ':', '#', '-', '—', '/']);
    let name = |name: &str| is_entity(name) && name.starts_with(|c: char| c.is_alphabetic());
    (plain && name(from) && name(to)).then_some(())?;
    Some((from, to, cardinality(link)?))
}

/// What the ends of a line say; none where it is no line between records.
fn cardinality(link: &str) -> Option<&'static str> {
    const LINE: &[char] = &['─', '━', '-', '—', '–', '='];
    let start = link.find(LINE)?;
    let end = link.rfind(LINE).and_then(|at| Some(at + link.get(at..)?.chars().next()?.len_utf8()))?;
    let (left, right) = (link.get(..start)?, link.get(end..)?);
    let inner = link.get(start..end)?;
    let sign = |side: &str| side.chars().all(|c| "<>|o○01nNmM*.+{}".contains(c));
    if !inner.chars().all(|c| LINE.contains(&c))
        || !sign(left)
        || !sign(right)
        || left.is_empty() && right.is_empty()
    {
        return None;
    }
    // An arrow alone tells nothing of numbers.
    if left.is_empty() && right == ">" {
        return None;
    }
    let many = |side: &str| side.contains(['<', '>', '*', 'n', 'N', 'm', 'M', '{', '}', '+']);
    Some(match (many(left), many(right)) {
        (true, true) => "N:M",
        (true, false) => "N:1",
        (false, true) => "1:N",
        (false, false) => "1:1",
    })
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn records_with_a_line_between_them() {
        let text = "# T\n## Relationships\n```\nPress ──< Job        (pressId)\nJob   1──1 Ticket\nJob >── Desk\n```\n## Flow\n```\nPress --> Job\n```\n";
        assert_eq!(
            shown(&[Kind::Relation], text),
            [
                "4 relation Press -> Job from=Press to=Job cardinality=1:N",
                "5 relation Job -> Ticket from=Job to=Ticket cardinality=1:1",
                "6 relation Job -> Desk from=Job to=Desk cardinality=N:1",
            ]
        );
    }
}

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
        // One line that is something else makes it another drawing, unless that only names records.
        if lines().any(|line| ends(line.text).is_empty() && is_drawn(line.text)) {
            continue;
        }
        let found: Vec<_> =
            lines().flat_map(|line| ends(line.text).into_iter().map(move |ends| (line, ends))).collect();
        let known = |name: &str| registry.name(name).is_some();
        // Where most are between records that are known, the others are no less records.
        let most =
            found.iter().filter(|(_, (from, to, _))| known(from) || known(to)).count() * 2 > found.len();
        for (line, (from, to, cardinality)) in found {
            let range = line.range.trim(context.document.text());
            let proper = || held && is_proper(from, registry) && is_proper(to, registry);
            if most || known(from) && known(to) || proper() {
                push_at(items, fence.section, range, from, to, cardinality, registry);
            }
        }
    }
}

/// The pairs of records of a line and how many of each there are: "Order 1──* Item (its parts)", "order 1--n item n--1 shelf".
fn ends(line: &str) -> Vec<(&str, &str, &'static str)> {
    let name = |name: &str| is_entity(name) && name.starts_with(|c: char| c.is_alphabetic());
    // What stands in brackets tells of the record before it.
    let mut depth = 0;
    let mut words: Vec<&str> = Vec::new();
    for word in line.split_whitespace() {
        let opens = word.starts_with('(');
        if depth == 0 && !opens {
            if word.starts_with([':', '#', '/']) {
                break;
            }
            words.push(word);
        }
        depth += usize::from(opens);
        depth -= usize::from(depth > 0 && word.ends_with(')'));
    }
    let mut found = Vec::new();
    let mut told = 0;
    for at in 1..words.len().saturating_sub(1) {
        let (Some(from), Some(link), Some(to)) = (words.get(at - 1), words.get(at), words.get(at + 1)) else {
            continue;
        };
        if let Some(cardinality) = cardinality(link)
            && name(from)
            && name(to)
        {
            told = at + 2;
            found.push((*from, *to, cardinality));
        }
    }
    // Plain words behind the last record tell something else.
    let remark = words.get(told).is_none_or(|word| word.starts_with(['-', '—']));
    if remark { found } else { Vec::new() }
}

/// Whether a line draws: it has more than words.
fn is_drawn(line: &str) -> bool {
    line.contains(['─', '│', '|', '+', '>', '<', '=', '→', '▼', '{', '}', '[', ']', '/', '\\'])
        || line.contains("--")
        || line.trim_start().starts_with(|c: char| c.is_ascii_digit())
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
    fn several_relations_in_a_line() {
        let text = "# Data model\n## Overview\n```\npresses 1--n jobs 1--1 tickets      desks 1--n jobs\nclerks (of a desk) 1--n jobs\nsettings (one row), jobs\n```\n## jobs\n| Field | Type |\n|---|---|\n| id | uuid |\n";
        assert_eq!(
            shown(&[Kind::Relation], text),
            [
                "4 relation presses -> jobs from=presses to=jobs cardinality=1:N",
                "4 relation jobs -> tickets from=jobs to=tickets cardinality=1:1",
                "4 relation desks -> jobs from=desks to=jobs cardinality=1:N",
                "5 relation clerks -> jobs from=clerks to=jobs cardinality=1:N",
            ]
        );
    }

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

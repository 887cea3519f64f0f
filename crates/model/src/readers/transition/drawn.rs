//! Changes that are drawn: states as words or boxes, and lines with heads from one to another.

use super::drawing::{Drawing, Place};
use super::spoken::knows;
use super::{Change, push_change, told};
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::TextRange;
use abide_template::Concept;

/// A larger drawing is one of something else.
const LINES: usize = 60;

/// Reads the drawings of machines whose changes nothing else states.
pub(super) fn read(context: &Context, machines: &[Vec<String>], items: &mut Items) {
    let document = context.document;
    for fence in context.fences().iter().filter(|fence| fence.is(&["", "text", "txt", "ascii"])) {
        let lines = context.code_lines(fence);
        if lines.len() > LINES {
            continue;
        }
        let drawing = Drawing::of(lines.iter().map(|line| line.text));
        let found = machines.iter().map(|words| (words, drawing.places(words)));
        let Some((words, places)) = found.max_by_key(|(_, places)| places.len()) else { continue };
        if places.len() < 2 || is_stated(items, words) {
            continue;
        }
        for (from, to) in drawing.changes(&places) {
            let known = knows(machines, &[from.word, to.word]);
            let Some(line) = lines.get(from.row).filter(|_| known && from.word != to.word) else { continue };
            let range: TextRange = line.range.trim(document.text());
            let change = Change { from: from.word, to: to.word, ..Change::default() };
            push_change(context, fence.section, range, change, items);
        }
    }
}

/// Reads drawings below headings about states, whose words in capitals, in brackets or in boxes are the states.
pub(super) fn titled(context: &Context, items: &mut Items) {
    let document = context.document;
    for fence in context.fences().iter().filter(|fence| fence.is(&["", "text", "txt", "ascii"])) {
        let title = context.document.section(fence.section).map_or("", |section| section.title.as_ref());
        if !context.outline.within(fence.section, &[Concept::States]) && !told::is_of_states(title) {
            continue;
        }
        let lines = context.code_lines(fence);
        let stated = items
            .drafts()
            .iter()
            .any(|draft| draft.kind == Kind::Transition && draft.section == fence.section);
        if stated || lines.len() > LINES {
            continue;
        }
        let texts = || lines.iter().map(|line| line.text);
        let drawing = Drawing::of(texts());
        let (bracketed, capitals) = (bracketed(texts()), capitals(texts()));
        let boxed = || boxed(texts());
        let words = match (bracketed.len() > 1, capitals.len() > 1) {
            (true, _) => &bracketed,
            (false, true) => &capitals,
            (false, false) => &boxed(),
        };
        let mut places = drawing.places(words);
        places.retain(|place| match (bracketed.len() > 1, capitals.len() > 1) {
            (true, _) => place.is_bracketed(&drawing),
            (false, true) => place.is_in_capitals(&drawing),
            (false, false) => place.is_boxed(),
        });
        // A word that stands twice may be another thing each time, unless each stands in a box of its own.
        let twice = |place: &Place| places.iter().any(|other| other != place && other.word == place.word);
        if places.len() < 2
            || words.iter().any(|word| !places.iter().any(|place| place.word == word))
            || places.iter().any(|place| !place.is_boxed() && twice(place))
        {
            continue;
        }
        for (from, to) in drawing.changes(&places) {
            let Some(line) = lines.get(from.row) else { continue };
            let change = Change { from: from.word, to: to.word, ..Change::default() };
            push_change(context, fence.section, line.range.trim(document.text()), change, items);
        }
    }
}

/// The words in capitals of a drawing: `WAITING`, `HALF-OPEN`.
fn capitals<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in lines.flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))))
    {
        let upper = word.len() >= 3 && word.split('-').all(text::is_upper_snake);
        if upper && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// The words of a drawing that stand in brackets of their own: `[open] ──fill──▶ [full]`.
fn bracketed<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for line in lines.filter(|line| line.contains('[')) {
        for word in line.split('[').skip(1).filter_map(|part| Some(part.split_once(']')?.0)) {
            let named = word.starts_with(char::is_alphabetic)
                && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
            if named && !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
    }
    words
}

/// The words of a drawing that are all that a box holds: `│  open  │`.
fn boxed<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for line in lines.filter(|line| line.contains(['│', '|', '┃', '║'])) {
        let parts: Vec<&str> = line.split(['│', '|', '┃', '║']).collect();
        // What stands before the first side and behind the last is in no box.
        for word in parts.iter().skip(1).take(parts.len().saturating_sub(2)).map(|part| part.trim()) {
            let named = word.starts_with(char::is_alphabetic)
                && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
            if named && !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
    }
    words
}

/// Whether changes among the words of a machine are stated already.
fn is_stated(items: &Items, words: &[String]) -> bool {
    let of = |draft: &crate::items::Draft, name: &str| {
        let state = draft.fields.get(name).and_then(|value| value.as_str()).unwrap_or_default();
        words.iter().any(|word| word == state)
    };
    let mut changes = items.drafts().iter().filter(|draft| draft.kind == Kind::Transition);
    changes.any(|draft| of(draft, "from") && of(draft, "to"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_in_capitals_below_their_heading() {
        let text = "# T\n## Job state machine\n```text\nNEW\n │\n ▼\nWAITING\n │\n ├────────┐\n ▼        ▼\nPRINTED  LOST / GONE\n```\n";
        assert_eq!(
            crate::readers::tests::shown(&[Kind::Transition], text),
            [
                "4 transition NEW -> WAITING to=WAITING machine=Job state machine",
                "7 transition WAITING -> PRINTED to=PRINTED machine=Job state machine",
                "7 transition WAITING -> LOST to=LOST machine=Job state machine",
            ]
        );
    }

    #[test]
    fn states_in_brackets_and_how_they_are_started() {
        let text = "# T\n## Job state machine\n```text\n  print() / reprint()\n     │\n     ▼\n  [waiting] ──── the tray says that it is full ────▶ [printed]  (for good)\n     │\n     └──── no paper ────▶ [lost]\n```\n";
        assert_eq!(
            crate::readers::tests::shown(&[Kind::Transition], text),
            [
                "7 transition waiting -> printed from=waiting to=printed machine=Job state machine",
                "7 transition waiting -> lost from=waiting to=lost machine=Job state machine",
            ]
        );
    }

    #[test]
    fn a_state_that_is_drawn_twice_in_boxes() {
        let text = "# T\n## Tray state machine\n```\n      ┌────────────────┐\n      ▼                │\n  ┌──────┐             │\n  │ SHUT │             │\n  └──┬───┘             │\n     │ jams >= 3       │\n     ▼                 │\n  ┌──────┐             │\n  │ OPEN │             │\n  └──┬───┘             │\n     ▼                 │\n  ┌───────────┐        │\n  │ HALF-OPEN │────────┘\n  └──┬────────┘  passed (shut)\n     ▼\n  ┌──────┐\n  │ OPEN │\n  └──────┘\n```\n";
        assert_eq!(
            crate::readers::tests::shown(&[Kind::Transition], text),
            [
                "7 transition SHUT -> OPEN from=SHUT to=OPEN machine=Tray state machine",
                "12 transition OPEN -> HALF-OPEN from=OPEN to=HALF-OPEN machine=Tray state machine",
                "16 transition HALF-OPEN -> SHUT from=HALF-OPEN to=SHUT machine=Tray state machine",
                "16 transition HALF-OPEN -> OPEN from=HALF-OPEN to=OPEN machine=Tray state machine",
            ]
        );
    }
}

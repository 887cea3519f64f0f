//! Uniqueness that holds for some records only: "Email is unique among users that are not deleted".

use crate::items::Draft;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};

/// What stands between what is unique and the records among which it is.
const AMONG: &[&str] = &[
    "unique among ", "unique amongst ", "unique where ", "unique while ", "unique when ", "unique as long as ", "unique for active ",
    "unique for non-", "unique for open ", "unique for all non-", "unique only among ", "unique only where ", "unique only while ",
    "unique only for ", "único entre ", "única entre ", "únicos entre ", "eindeutig unter ", "unique parmi ", "uniques parmi ",
];
/// Behind these, it holds for all.
const ALL: &[&str] = &["all ", "the whole ", "each other", "themselves", "todos ", "todas ", "allen ", "tous ", "toutes "];

/// What follows where values are unique among those of one other thing.
const WITHIN: &[&str] = &[
    "per ", "within ", "inside ", "in its ", "in their ", "in the same ", "in each ", "in every ", "for each ", "for every ",
    "for the same ", "for its ", "among the same ", "together with ", "in combination with ", "pro ", "je ", "por ", "par ",
    "innerhalb ", "dentro de ",
];
/// One of these is the whole.
const WHOLE: &[&str] = &["system", "table", "database", "service", "installation", "deployment", "instance", "whole"];

/// Whether what is said of a field is that its values are unique within something else, "unique per customer", and not among all.
pub(super) fn is_within(said: &str) -> bool {
    let lower = said.to_lowercase();
    let mut behind = lower.match_indices("unique").filter_map(|(at, word)| lower.get(at + word.len()..)).peekable();
    let within = |behind: &str| {
        let behind = behind.trim_start_matches(['`', '*', ' ', '(']);
        let Some(of) = WITHIN.iter().find_map(|start| behind.strip_prefix(start)) else { return false };
        let of = of.split([',', ';', '.']).next().unwrap_or_default();
        !of.split(|c: char| !c.is_alphanumeric()).any(|word| WHOLE.contains(&word))
    };
    behind.peek().is_some() && behind.all(within)
}

/// Reads the sentences of a range that say so of fields of an entity, and gives where they stand.
pub(super) fn read(context: &Context, id: SectionId, entity: &str, range: TextRange, items: &mut Items) -> Vec<TextRange> {
    let document = context.document;
    let source = document.slice(range);
    if !AMONG.iter().any(|phrase| source.contains(phrase)) {
        return Vec::new();
    }
    // What stands at a field is said of that field.
    if items.any_in(Kind::Field, range) {
        return Vec::new();
    }
    let mut taken = Vec::new();
    for sentence in crate::sentence::split(source) {
        let Some(at) = TextRange::of_slice(document.text(), sentence) else { continue };
        let Some((subject, condition)) = cut(sentence) else { continue };
        let columns = columns(subject, entity, items);
        if !columns.is_empty() {
            let at = at.trim(document.text());
            taken.push(at);
            items.push(
                Draft::new(Kind::Index, id, at)
                    .said("entity", Some(entity))
                    .field("unique", true)
                    .field("columns", columns)
                    .said("where", Some(condition)),
            );
        }
    }
    taken
}

/// What is unique, and among what.
fn cut(sentence: &str) -> Option<(&str, &str)> {
    let (at, phrase) = AMONG.iter().find_map(|phrase| Some((sentence.find(phrase)?, *phrase)))?;
    let subject = sentence.get(..at)?;
    let behind = sentence.get(at + phrase.len()..)?;
    let negated = subject.to_lowercase();
    if ALL.iter().any(|all| behind.starts_with(all)) || ["not ", "n't "].iter().any(|word| negated.ends_with(word)) {
        return None;
    }
    // "for active" begins the condition.
    let start = phrase.find("for ").map_or(at + phrase.len(), |inner| at + inner);
    Some((subject, sentence.get(start..)?.trim().trim_end_matches(['.', ';'])))
}

/// The fields of the entity that are named, in code or as words.
fn columns(subject: &str, entity: &str, items: &Items) -> Vec<String> {
    let fields: Vec<&str> = items
        .drafts()
        .iter()
        .filter(|draft| draft.kind == Kind::Field)
        .filter_map(|draft| draft.key.strip_prefix(entity)?.strip_prefix('.'))
        .collect();
    let lower = subject.to_lowercase();
    let named = |field: &&&str| {
        let field = field.to_lowercase();
        text::find_word(&lower, &field).is_some() || text::find_word(&lower, &field.replace('_', " ")).is_some()
    };
    fields.iter().filter(named).map(|field| (*field).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_unique_within_something_is_not_unique_among_all() {
        for said in ["3 to 40 characters, required, unique per customer", "Unique within its house", "unique (per guild)"] {
            assert!(super::is_within(said), "{said}");
        }
        for said in ["unique", "unique, 3 per page", "unique within the system", "unique; unique per customer"] {
            assert!(!super::is_within(said), "{said}");
        }
    }

    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn unique_among_some() {
        let text = "# T\n## Data model\n### Desk\n| Field | Type |\n|---|---|\n| code | text |\n| room_no | int |\n\nCode is unique among desks that are not removed. The room no is not unique among anything.\n\n- `room_no` and `code` are unique while the desk is open.\n- `lamp` (text, unique among desks that are open)\n- Names are unique among all desks.\n- Code is unique among all desks.\n";
        assert_eq!(
            shown(&[Kind::Index], text),
            [
                "9 index \"Code is unique among desks that are not removed.\" entity=Desk unique=true columns=[\"code\"] where=desks that are not removed",
                "11 index \"`room_no` and `code` are unique while the desk is open.\" entity=Desk unique=true columns=[\"code\",\"room_no\"] where=the desk is open",
            ]
        );
    }
}

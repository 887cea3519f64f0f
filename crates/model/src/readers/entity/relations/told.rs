//! Relations that are told: by the description of an entity, "**Invoice**: … Belongs to Order. Has many Lines.", and by
//! sentences on the data, "A Shop has many Desks".

use super::push;
use crate::readers::entity::NOT_OWN;
use crate::readers::entity::registry::Registry;
use crate::statement::Statement;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Words behind which other entities are named, with what they say about numbers.
const VERBS: &[(&str, &str)] = &[
    ("has many", "1:N"),
    ("have many", "1:N"),
    ("has multiple", "1:N"),
    ("has one or more", "1:N"),
    ("has zero or more", "1:N"),
    ("can have many", "1:N"),
    ("can have multiple", "1:N"),
    ("can have zero or more", "1:N"),
    ("may have zero or more", "1:N"),
    ("may have one or more", "1:N"),
    ("has at most one", "1:1"),
    ("has at least one", "1:N"),
    ("has one", "1:1"),
    ("contains many", "1:N"),
    ("contains multiple", "1:N"),
    ("contains one or more", "1:N"),
    ("belongs to", "N:1"),
    ("belonging to", "N:1"),
    ("references", "N:1"),
    ("refers to", "N:1"),
    ("links to", "N:1"),
    ("link to", "N:1"),
    ("linked to", "N:1"),
    ("is part of", "N:1"),
    ("owned by", "N:1"),
    ("reference to", "N:1"),
    ("references to", "1:N"),
    ("points to", "N:1"),
    ("attached to", "N:1"),
    ("tied to", "N:1"),
    ("bound to", "N:1"),
    ("associated with", ""),
    ("related to", ""),
    ("assigned to", "N:1"),
    ("created by", "N:1"),
];

/// Verbs of whole sentences, in which both ends are named; longer ones first.
const SENTENCE_VERBS: &[(&str, &str)] = &[
    ("may have many", "1:N"),
    ("may have multiple", "1:N"),
    ("may have one", "1:1"),
    ("may have a", "1:1"),
    ("can have one", "1:1"),
    ("has exactly one", "1:1"),
    ("has a single", "1:1"),
    ("has several", "1:N"),
    ("gehört zu", "N:1"),
    ("gehört", "N:1"),
    ("hat viele", "1:N"),
    ("hat mehrere", "1:N"),
    ("hat genau", "1:1"),
    ("kann mehrere", "1:N"),
    ("kann viele", "1:N"),
    ("verweist auf", "N:1"),
    ("tiene muchos", "1:N"),
    ("tiene muchas", "1:N"),
    ("tiene varios", "1:N"),
    ("tiene varias", "1:N"),
    ("tiene un", "1:1"),
    ("pertenece a", "N:1"),
    ("possède plusieurs", "1:N"),
    ("a plusieurs", "1:N"),
    ("contient plusieurs", "1:N"),
    ("appartient à", "N:1"),
    ("tem muitos", "1:N"),
    ("tem muitas", "1:N"),
    ("tem vários", "1:N"),
    ("pertence a", "N:1"),
    ("имеет много", "1:N"),
    ("принадлежит", "N:1"),
    ("は複数の", "1:N"),
    ("拥有多个", "1:N"),
    ("有多个", "1:N"),
    ("包含多个", "1:N"),
    ("属于", "N:1"),
];

pub(super) fn read(context: &Context, items: &mut Items, registry: &Registry) {
    // One end at least is an entity that is known.
    if registry.is_empty() {
        return;
    }
    for (id, _) in context.sections().skip(1) {
        if context.outline.concepts(id).contains(&Concept::Entities) {
            for statement in context.statements(id) {
                described(statement, items, registry);
            }
        }
        if is_of_data(context, id) {
            sentences(context, id, items, registry);
        }
    }
}

/// "**Invoice**: … Belongs to Order.": the entity is the label, each clause may tell a relation of it.
fn described(statement: &Statement, items: &mut Items, registry: &Registry) {
    let Some(cut) = text::labelled(&statement.text) else { return };
    let Some(from) = registry.name(cut.label.split(" (").next().unwrap_or(cut.label)) else { return };
    for clause in cut.rest.split(['.', ';']) {
        let lower = clause.to_ascii_lowercase();
        for (verb, cardinality) in VERBS {
            let Some(at) = text::find_word(&lower, verb) else { continue };
            let named = clause.get(at + verb.len()..).unwrap_or_default();
            let counted = verb.ends_with(" more") || verb.ends_with(" many") || verb.ends_with(" multiple");
            for to in entities(named, counted, registry) {
                if to != from {
                    push(items, statement, statement.range, from, to, cardinality, registry);
                }
            }
            break;
        }
    }
}

/// Whether sentences in a section may tell how entities relate.
fn is_of_data(context: &Context, id: SectionId) -> bool {
    const DATA: &[Concept] = &[
        Concept::DataModel,
        Concept::Entities,
        Concept::Relationships,
        Concept::Persistence,
        Concept::CoreConcepts,
    ];
    context.outline.within(id, DATA) && !context.outline.within(id, NOT_OWN)
}

/// "A Shop has many Desks, and a Desk belongs to one Room": in paragraphs, and in lists that are not of relations.
fn sentences(context: &Context, id: SectionId, items: &mut Items, registry: &Registry) {
    const LONGEST: usize = 800;
    let document = context.document;
    let lists = if context.outline.holds(id, Kind::Relation) { &[] } else { context.statements(id) };
    let lines = lists.iter().map(|statement| (statement.text.clone(), statement.range));
    // A name in code is a name, known or not.
    let coded = |name: &str, range: TextRange| document.slice(range).contains(&format!("`{name}`"));
    let paragraphs =
        context.paragraphs(id).map(|(node, range)| (context.text(node), range.trim(document.text())));
    for (said, range) in lines.chain(paragraphs) {
        if range.len() > LONGEST || !has_verb(&said) {
            continue;
        }
        for sentence in said.split(['.', ';', ',', '。', '，', '、', '\n']) {
            if let Some((from, cardinality, to)) =
                sentence_tells(sentence, registry, |name| coded(name, range))
            {
                super::push_at(items, id, range, from, to, cardinality, registry);
                // "A press has many Trays and Sheets."
                let behind = sentence.split_once(to).and_then(|(_, rest)| rest.strip_prefix(" and "));
                if let Some(also) = behind.map(str::trim).filter(|also| registry.singular(also).is_some()) {
                    super::push_at(items, id, range, from, also, cardinality, registry);
                }
            }
        }
    }
}

/// Whether a text holds one of the verbs, which most do not.
fn has_verb(said: &str) -> bool {
    static SEARCH: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::new(VERBS.iter().chain(SENTENCE_VERBS).map(|(verb, _)| verb)).ok());
    SEARCH.as_ref().is_none_or(|search| search.is_match(&said.to_lowercase()))
}

/// Words that stand in front of a name.
const ARTICLES: &[&str] = &[
    "and",
    "while",
    "whereas",
    "a",
    "an",
    "each",
    "every",
    "the",
    "one",
    "any",
    "und",
    "ein",
    "eine",
    "einer",
    "einem",
    "einen",
    "jeder",
    "jede",
    "jedes",
    "der",
    "die",
    "das",
    "un",
    "una",
    "uno",
    "cada",
    "el",
    "la",
    "y",
    "une",
    "chaque",
    "le",
    "et",
    "um",
    "uma",
    "o",
    "e",
    "exactly",
    "zero",
    "or",
    "more",
    "many",
    "multiple",
    "several",
    "genau",
    "viele",
    "mehrere",
    "varios",
    "varias",
    "muchos",
    "muchas",
    "plusieurs",
    "vários",
    "várias",
    "muitos",
    "muitas",
    "single",
    "active",
    "current",
    "каждый",
    "каждая",
];

/// "One", "each", "several", where they stand next to the name.
const COUNTED: &[char] = &['一', '个', '個', '每', '各', '多', '若', '干', '条', '位'];

/// The relation of one sentence: a known entity, a verb, and another, known or a name in capitals.
fn sentence_tells<'a>(
    sentence: &'a str,
    registry: &Registry,
    is_coded: impl Fn(&str) -> bool,
) -> Option<(&'a str, &'static str, &'a str)> {
    let lower = sentence.to_lowercase();
    if lower.len() != sentence.len() {
        return None;
    }
    let (at, verb, cardinality) = VERBS.iter().chain(SENTENCE_VERBS).find_map(|(verb, cardinality)| {
        let at = if verb.is_ascii() || verb.contains(' ') {
            text::find_word(&lower, verb)
        } else {
            lower.find(verb)
        };
        Some((at?, *verb, *cardinality))
    })?;
    let before = sentence.get(..at)?.trim_start_matches(COUNTED).trim();
    let from = without_articles(before);
    // "Ein Desk kann …": a helping verb belongs to no name.
    registry.singular(from)?;
    let behind = sentence.get(at + verb.len()..)?.trim_start_matches(COUNTED);
    let named = without_articles(behind);
    let end = named
        .match_indices([' ', '(', ':', '—'])
        .map(|(at, _)| at)
        .chain([named.len()])
        .take(4)
        .collect::<Vec<_>>();
    let known =
        end.iter().rev().find_map(|end| named.get(..*end).filter(|name| registry.singular(name).is_some()));
    let proper = || {
        let first = named.get(..*end.first()?)?;
        // Every noun of a German sentence has a capital.
        let name = ["has", "have", "belongs", "contains", "references"]
            .iter()
            .any(|word| text::find_word(verb, word).is_some());
        if is_coded(first) {
            return Some(first);
        }
        let capital = first.starts_with(char::is_uppercase) && first.chars().all(char::is_alphanumeric);
        (name && capital && first.len() > 2 && !sentence.get(..at)?.trim().is_empty()).then_some(first)
    };
    let to = known.or_else(proper)?;
    (registry.singular(to) != registry.singular(from)).then_some((from, cardinality, to))
}

fn without_articles(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some((word, behind)) = rest.split_once(' ')
        && ARTICLES.contains(&word.to_lowercase().as_str())
    {
        rest = behind.trim_start();
    }
    rest
}

/// What stands in brackets tells more about a name.
fn without_brackets(text: &str) -> String {
    let mut depth = 0;
    let outside = |character: &char| {
        depth += i32::from(*character == '(');
        let outside = depth == 0;
        depth -= i32::from(*character == ')' && depth > 0);
        outside
    };
    text.chars().filter(outside).collect()
}

/// Words that stand right before the name of an entity.
const NAMING: &[&str] = &[
    "a",
    "an",
    "the",
    "one",
    "each",
    "many",
    "multiple",
    "several",
    "its",
    "their",
    "exactly",
    "more",
    "single",
    "specific",
    "existing",
    "parent",
    "given",
    "corresponding",
];

/// The known entities that are named in a text, one or many of them; `counted` where a number stands right before it.
fn entities<'r>(text: &str, counted: bool, registry: &'r Registry) -> Vec<&'r str> {
    let bare = without_brackets(text);
    let words: Vec<&str> = bare
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() && at < 16 {
        let longest = (1..=3).rev().find_map(|length| {
            let part = words.get(at..at + length)?;
            // "the invoice", "an order": small letters name an entity behind an article.
            let article = || at.checked_sub(1).and_then(|before| words.get(before));
            let small = || {
                counted && at == 0
                    || article().is_some_and(|word| NAMING.contains(&word.to_lowercase().as_str()))
            };
            if !(part.first()?.starts_with(char::is_uppercase) || small()) {
                return None;
            }
            Some((registry.singular(&part.join(" "))?, length))
        });
        match longest {
            Some((name, length)) => {
                if !found.contains(&name) {
                    found.push(name);
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn descriptions_that_name_entities_in_small_letters() {
        let text = "# T\n## Key Entities\n- **Desk**: Where one sits. Attributes: name, kind (tall, low, other), place.\n- **Desk Booking**: Stored with reference to the desk (or its number) and a person. Linked to no lamp.\n- **Person**: Has a desk.\n- **Lamp**: Attached to one desk. Attributes include shade text, bulb/tube kind (warm, cold), and date of purchase.\n- **Room**: A room may have zero or more lamps.\n";
        assert_eq!(
            shown(&[Kind::Relation, Kind::Field], text),
            [
                "3 field Desk.name",
                "3 field Desk.kind",
                "3 field Desk.place",
                "4 relation Desk Booking -> Desk from=Desk Booking to=Desk cardinality=N:1",
                "4 relation Desk Booking -> Person from=Desk Booking to=Person cardinality=N:1",
                "6 field Lamp.shade text",
                "6 field Lamp.bulb/tube kind",
                "6 field Lamp.date of purchase",
                "6 relation Lamp -> Desk from=Lamp to=Desk cardinality=N:1",
                "7 relation Room -> Lamp from=Room to=Lamp cardinality=1:N",
            ]
        );
    }

    #[test]
    fn sentences_about_known_entities() {
        let text = "# T\n## Data model\n### Shop\n| Field | Type |\n|---|---|\n| id | int |\n### Desk\n| Field | Type |\n|---|---|\n| id | int |\n\nA Shop has many Desks, and a Desk may have one Lamp. Each Desk has one colour. Desk belongs to `floor`.\n\nEin Desk gehört zu genau einem Shop.\n## Notes\nA Desk has many Shops.\n";
        assert_eq!(
            shown(&[Kind::Relation], text),
            [
                "12 relation Shop -> Desk from=Shop to=Desk cardinality=1:N",
                "12 relation Desk -> Lamp from=Desk to=Lamp cardinality=1:1",
                "12 relation Desk -> floor from=Desk to=floor cardinality=N:1",
                "14 relation Desk -> Shop from=Desk to=Shop cardinality=N:1",
            ]
        );
    }
}

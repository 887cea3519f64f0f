//! What sentences say of the values of one member: "`tags` must not repeat an entry", "`due_on` must be a day that exists".

use super::{Api, Sentence, Sort};
use crate::pattern::pattern;
use crate::words;

// "a letter that is made without a `stamp` is `red`", "a letter written without notes has the empty string there"
pattern!(
    WITHOUT,
    r"(?i)^\W*(?:an?|each|every|the) ([a-z][a-z -]{1,30}?) (?:(?:that|which) (?:is|was|gets) )?(?:newly )?(?:[a-z]+ed|made|written|sent|built|drawn) without (?:an? |any |the |its |their )?`?(\w+)`? (?:is|has|gets|becomes|starts as|counts as|stays) (?:an? |the )?(?:(empty (?:string|text))|`([^`]+)`|(null|true|false|\d+))(?: |\W|$)"
);

impl Api {
    /// Takes in what sentences beside a data model say of its fields.
    pub(super) fn read_field_sentences(&mut self) {
        let mut found: Vec<(String, String, String)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let Some(name) = subject(sentence) else { continue };
            // A member that only one entity has, or that one of the resources spoken of has.
            let known: Vec<&str> = self.fields.of(name).iter().map(|facts| facts.entity.as_str()).collect();
            match known.as_slice() {
                [one] => found.push(((*one).to_owned(), name.to_owned(), sentence.text.clone())),
                _ => {
                    let about = self.resources_of(sentence);
                    let entities = about.iter().filter_map(|resource| resource.entity.as_deref());
                    let named: Vec<&str> = entities.filter(|entity| known.contains(entity)).collect();
                    if let [one] = named.as_slice() {
                        found.push(((*one).to_owned(), name.to_owned(), sentence.text.clone()));
                    }
                }
            }
        }
        self.read_without();
        for (entity, name, said) in found {
            self.fields.say(&entity, &name, &said);
        }
        if self.sentences.iter().any(says_that_numbers_are_whole) {
            self.fields.are_whole();
        }
        let mut said =
            self.sentences.iter().filter(|sentence| says_how_moments_are_written(sentence)).peekable();
        if said.peek().is_some() {
            let zoned = said.any(|sentence| {
                sentence.says(&["rfc 3339", "rfc3339"]) && sentence.says(&["utc", "z", "zone", "offset"])
            });
            self.fields.are_moments(zoned);
        }
    }
}

impl Api {
    /// Takes in what members are where they are not sent: "a letter that is made without a `stamp` is `red`".
    fn read_without(&mut self) {
        let mut found: Vec<(String, String, String)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let Some(said) = WITHOUT.captures(&sentence.text) else { continue };
            let part = |at: usize| said.get(at).map(|part| part.as_str());
            let (Some(thing), Some(name)) = (part(1), part(2)) else { continue };
            if sentence.says(&["if", "when", "unless", "while", "until", "refused", "rejected", "error"]) {
                continue;
            }
            let is = |resource: &&super::Resource| resource.name == words::singular(&thing.to_lowercase());
            let entity = self.resources.iter().find(is).and_then(|resource| resource.entity.clone());
            let Some(entity) = entity else { continue };
            let Some(facts) = self.fields.field(&entity, name) else { continue };
            let value = match (part(3), part(4), part(5)) {
                (Some(_), ..) => String::new(),
                (_, Some(value), _) => value.to_owned(),
                (.., Some(value)) => value.to_lowercase(),
                _ => continue,
            };
            let known = match &facts.rule.sort {
                Sort::Choice(choices) => choices.contains(&value),
                _ => true,
            };
            if known {
                found.push((entity, name.to_owned(), value));
            }
        }
        for (entity, name, value) in found {
            self.fields.spare(&entity, &name, Some(value));
        }
    }
}

/// "All timestamps are UTC, in RFC 3339", "times are ISO 8601 strings".
fn says_how_moments_are_written(sentence: &Sentence) -> bool {
    sentence.says(&[
        "timestamps",
        "all times",
        "times are",
        "date-times",
        "every timestamp",
        "every time",
        "points in time",
    ]) && sentence.says(&["rfc 3339", "rfc3339", "iso 8601", "iso-8601", "iso8601"])
        && !sentence.says(&["log", "logs", "may", "or", "epoch", "if"])
}

/// "All numbers are whole numbers", "every number is an integer".
fn says_that_numbers_are_whole(sentence: &Sentence) -> bool {
    let subject = [
        "all numbers are",
        "every number is",
        "all numeric fields are",
        "all numeric values are",
        "numbers are always",
    ];
    let whole = ["whole", "whole numbers", "a whole number", "integers", "an integer"];
    sentence.plain.split([';', '.', ',', ':']).any(|clause| {
        let clause = clause.trim();
        let rest = subject.iter().find_map(|start| clause.strip_prefix(start));
        rest.is_some_and(|rest| whole.contains(&rest.trim()))
    })
}

/// The one member that a sentence is about: its first code span, near its beginning; nothing where it depends on something.
pub(super) fn subject(sentence: &Sentence) -> Option<&str> {
    if sentence.plain.len() > 240
        || sentence.says(&["if", "when", "unless", "while", "only if", "until", "query", "filter", "filters"])
    {
        return None;
    }
    let spans = words::code_spans(&sentence.text);
    let (range, name) = spans.first()?;
    let before = words::words(sentence.text.get(..range.start)?);
    let leads = [
        "the", "a", "an", "each", "every", "field", "of", "in", "entries", "elements", "value", "its", "all",
    ];
    let opens = before.len() <= 3 && before.iter().all(|word| leads.contains(&word.as_str()));
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.is_empty();
    (opens && is_name).then_some(*name)
}

#[cfg(test)]
mod tests {
    use crate::api::Sort;
    use crate::testing::{self, Setup};

    #[test]
    fn how_moments_are_written() {
        let zoned = |said: &str| {
            let text = format!(
                "# Letters\n\n## Data\n\n### Letter\n\n| Field | Type |\n|---|---|\n| sent_at | string |\n| format | string |\n\n{said}\n"
            );
            let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
            let rule = |name: &str| api.fields.of(name)[0].rule.clone();
            assert!(!rule("format").zoned);
            rule("sent_at").broken_by(&serde_json::json!("2026-01-02 03:04:05")).is_some()
        };
        assert!(zoned("All timestamps are UTC, in RFC 3339 with a closing `Z`."));
        assert!(zoned("Timestamps are RFC 3339 strings with an offset."));
        assert!(!zoned("Letters have a time."));
    }

    #[test]
    fn numbers_that_are_whole() {
        let sort = |said: &str| {
            let text = format!(
                "# Letters\n\n## Data\n\n```ts\ninterface Letter {{ id: number; weight: number; }}\n```\n\n- {said}\n"
            );
            let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
            api.fields.of("weight")[0].rule.sort.clone()
        };
        assert_eq!(sort("All numbers are whole numbers. Money is in cents."), Sort::Integer);
        assert_eq!(sort("All numbers are rounded to whole numbers in the list."), Sort::Number);
    }

    #[test]
    fn what_is_not_sent() {
        let default = |said: &str| {
            let text = format!(
                "# Letters\n\n## Data\n\n### Letter\n\n| Field | Type |\n|---|---|\n| stamp | `red` or `blue` |\n| notes | string |\n\n{said}\n\n## API\n\n- `POST /letters` adds a letter\n- `GET /letters/{{id}}` reads one\n"
            );
            let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
            let value = |name: &str| api.fields.of(name)[0].default_value();
            (value("stamp"), value("notes"))
        };
        let red = Some(serde_json::json!("red"));
        assert_eq!(default("A letter that is written without a `stamp` is `red`.").0, red);
        assert_eq!(default("A letter made without a `stamp` is a `red` one.").0, red);
        assert_eq!(
            default("A letter that is sent without notes has the empty string there.").1,
            Some("".into())
        );
        for said in [
            "A letter that is written without a `stamp` is `lost`.",
            "A letter without a `stamp` is refused with 422.",
            "A letter that is made without a `stamp` is `red` if it is old.",
        ] {
            assert_eq!(default(said), (None, None), "{said}");
        }
    }

    #[test]
    fn what_sentences_add_to_fields() {
        let read = |said: &str| {
            let text = format!(
                "# Letters\n\n## Data\n\n### Letter\n\n| Field | Type |\n|---|---|\n| marks | string[] |\n| sent_on | date |\n| weight | integer |\n\n{said}\n\n## API\n\n- `POST /letters` adds a letter\n- `GET /letters/{{id}}` reads one\n"
            );
            let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
            let rule = |name: &str| api.fields.of(name)[0].rule.clone();
            (rule("marks").distinct, rule("sent_on").real, rule("weight").step)
        };
        assert_eq!(read("- `marks` must not repeat an entry."), (true, false, None));
        assert_eq!(read("- Entries of `marks` are distinct."), (true, false, None));
        assert_eq!(
            read("- `sent_on` must be a day that exists: `2027-02-30` is refused."),
            (false, true, None)
        );
        assert_eq!(read("The `weight` is a multiple of 5."), (false, false, Some(5.0)));
        assert_eq!(read("If it is old, `marks` must not repeat an entry."), (false, false, None));
    }
}

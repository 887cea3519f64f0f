//! Members that stay as they were given: "the `code` cannot be changed", "all fields but `shelf_id` may be sent".

use super::{Api, Sentence};
use crate::words;

/// Words by which a member is said to stay.
const STAYS: &[&str] = &[
    "cannot be changed",
    "can not be changed",
    "can't be changed",
    "cannot be edited",
    "cannot be updated",
    "cannot be modified",
    "must not be changed",
    "may not be changed",
    "is immutable",
    "are immutable",
    "never changes",
    "never change",
    "is never changed",
    "cannot change",
    "is fixed",
    "are fixed",
    "not changeable",
    "is not editable",
    "are not editable",
];
/// Words that make it a matter of circumstances.
const SOMETIMES: &[&str] = &[
    "while",
    "if",
    "when",
    "unless",
    "until",
    "once",
    "as long as",
    "except",
    "but",
    "only",
    "after",
    "before",
    "again",
];

impl Api {
    /// Takes in which members a change cannot have, as sentences say.
    pub(super) fn read_fixed(&mut self) {
        let mut found: Vec<(String, String)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let names = fixed(sentence);
            if names.is_empty() {
                continue;
            }
            for resource in self.resources.iter() {
                let concerned = resource
                    .has_any(|number| sentence.concerns(&self.resources, &self.operations[number], number));
                if let Some(entity) = resource.entity.as_ref().filter(|_| concerned) {
                    found.extend(names.iter().map(|name| (entity.clone(), name.clone())));
                }
            }
        }
        for (entity, name) in found {
            self.fields.fix(&entity, &name);
        }
    }
}

/// The members that a sentence says to stay as they are.
fn fixed(sentence: &Sentence) -> Vec<String> {
    let name = |code: &&str| {
        !code.is_empty()
            && code.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !code.chars().all(|c| c.is_ascii_uppercase())
    };
    let named = |text: &str| -> Vec<String> {
        words::code_spans(text).into_iter().map(|(_, code)| code).filter(name).map(str::to_owned).collect()
    };
    let plain = sentence.plain.as_str();
    // "All request fields but `shelf_id` may be sent"
    let all = [
        "all fields",
        "all request fields",
        "every field",
        "any field",
        "all of them",
        "all members",
        "every member",
    ];
    let except = [" but ", " except ", " besides ", " other than ", " apart from "];
    if all.iter().any(|all| plain.contains(all))
        && sentence.says(&[
            "may be sent",
            "may be changed",
            "can be changed",
            "can be updated",
            "may be updated",
            "can be sent",
            "are editable",
            "may change",
        ])
        && let Some(at) = except.iter().filter_map(|word| Some(sentence.text.find(word)? + word.len())).min()
    {
        let rest = sentence.text.get(at..).unwrap_or_default();
        let end = [" may ", " can ", " are ", ","].iter().filter_map(|word| rest.find(word)).min();
        return named(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default());
    }
    // "Neither `shelf_id` nor `code` can be changed afterwards"
    if plain.trim_start().starts_with("neither ")
        && sentence.says(&[
            "can be changed",
            "may be changed",
            "can be edited",
            "may be edited",
            "can be updated",
            "can change",
        ])
        && !sentence.says(SOMETIMES)
    {
        let end = [" can ", " may "].iter().filter_map(|word| sentence.text.find(word)).min();
        return named(sentence.text.get(..end.unwrap_or(0)).unwrap_or_default());
    }
    // What comes back instead is said behind it.
    let text = sentence.text.split([':', ';', ',']).find(|part| {
        let part = super::plain(part);
        STAYS.iter().any(|phrase| super::has_phrase(&part, phrase))
    });
    let Some(text) = text else { return Vec::new() };
    if sentence.says(SOMETIMES) {
        return Vec::new();
    }
    let lower = text.to_lowercase();
    let at = STAYS.iter().filter_map(|phrase| lower.find(phrase)).min().unwrap_or(text.len());
    named(text.get(..at).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    #[test]
    fn members_that_cannot_be_changed() {
        let fixed = |said: &str| -> Vec<String> {
            let text = format!(
                "# Shelves\n\n## Data\n\n### Book\n\n| Field | Type |\n|---|---|\n| id | uuid |\n| code | string |\n| title | string |\n| shelf_id | string |\n\n## API\n\n- `POST /books` adds a book\n- `GET /books/{{id}}` reads one\n\n### PATCH /books/{{id}}\n\n{said}\n"
            );
            let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
            let entity = api.resources[0].entity.clone().unwrap();
            let all = api.fields.of_entity(&entity).filter(|(_, facts)| facts.rule.fixed);
            all.map(|(name, _)| name.to_owned()).collect()
        };
        for said in [
            "The `code` cannot be changed: 400 `fixed_field`.",
            "A book's `code` is immutable.",
            "All fields but `code` may be sent, and at least one must be.",
            "Every field except `code` can be changed.",
        ] {
            assert_eq!(fixed(said), ["code"], "{said}");
        }
        assert_eq!(fixed("Neither `shelf_id` nor `code` can be changed afterwards."), ["code", "shelf_id"]);
        for said in [
            "While it is lent its `code` cannot be changed: 409.",
            "The `title` may be changed.",
            "The `code` cannot be changed once it is printed.",
        ] {
            assert!(fixed(said).is_empty(), "{said}");
        }
    }
}

//! The members of what stands within a list, where a sentence tells of one: "A line has `text` (string, 1–120, required), `count`
//! (integer, 1–99, default 1)".

use super::super::rule::Sort;
use super::super::{Api, Sentence};
use super::{Told, facts, is_member, needed};
use crate::pattern::pattern;
use crate::words;

pattern!(
    ONE,
    r"(?i)^\W*(?:an?|each|every|one) ([a-z][a-z -]{1,30}?) (?:has|holds|contains|carries|consists of|is made of|is an object (?:of|with))\s+(?:an? |the )?`"
);

impl Api {
    /// Takes in what sentences tell of one of the things that a member lists.
    pub(super) fn read_told_elements(&mut self) {
        let mut found = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let Some((path, told)) = self.element_of(sentence) else { continue };
            let fields = facts::facts(&path, told, None, None);
            if !fields.is_empty() && !found.iter().any(|(known, _)| *known == path) {
                found.push((path, fields));
            }
        }
        for (path, fields) in found {
            self.fields.tell(&path, fields);
        }
    }

    /// The list whose elements a sentence tells of, and what it tells of their members.
    fn element_of(&self, sentence: &Sentence) -> Option<(String, Vec<Told>)> {
        let one = ONE.captures(&sentence.text)?.get(1)?.as_str().to_lowercase();
        if self.resources.iter().any(|resource| resource.name == one) {
            return None;
        }
        let mut lists = self.fields.entities().flat_map(|entity| {
            let fields = self.fields.of_entity(entity);
            let lists = fields.filter(|(name, facts)| {
                facts.rule.sort == Sort::List
                    && words::folded(&words::singular(&name.to_lowercase())) == words::folded(&one)
                    && self.fields.within(entity, name, facts).is_none()
            });
            lists.map(move |(name, _)| format!("{entity}.{name}[]"))
        });
        let path = lists.next().filter(|_| lists.next().is_none())?;
        let told = members(&sentence.text);
        (told.len() > 1).then_some((path, told))
    }
}

/// The members that stand in code with what brackets behind them say.
fn members(text: &str) -> Vec<Told> {
    let spans = words::code_spans(text);
    let told = spans.iter().filter(|(_, name)| is_member(name)).filter_map(|(range, name)| {
        let behind = text.get(range.end..)?.trim_start_matches('`').trim_start();
        let (inner, _) = behind.strip_prefix('(')?.split_once(')')?;
        let kind = inner.split([',', ';']).next().unwrap_or_default().trim().to_owned();
        Some(Told {
            name: (*name).to_owned(),
            kind,
            needed: needed(inner),
            default: None,
            notes: vec![inner.to_owned()],
        })
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};
    use serde_json::json;

    #[test]
    fn what_a_list_holds() {
        let text = "# Yard\n\n## Data\n\n### Load\n\n| Field | Type | Required |\n|---|---|---|\n| `name` | string | yes |\n| `crates` | list of 1–9 crates | yes |\n\nA crate has `label` (string, 1–20, required), `count` (integer, 1–99, default 1) and `weight` (integer, 5–90, required).\n\n## API\n\n- `POST /loads` adds a load\n- `GET /loads/{id}` reads one\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let create = api.operations.iter().find(|one| one.method == "POST").unwrap();
        let sent = create.request.as_ref().and_then(|body| body.json()).unwrap();
        let first = sent["crates"][0].as_object().unwrap();
        assert!(first["label"].is_string() && first["weight"].as_i64().is_some_and(|weight| weight >= 5));
        assert_eq!(first.get("count"), None, "{}", json!(first));
    }
}

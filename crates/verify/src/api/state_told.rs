//! Changes of state that sentences tell of operations: "`POST /notes/{id}/send` moves a draft to `sent`", "from draft or held".

use super::rule::Sort;
use super::{Api, Operation, Scope, Sentence};
use crate::pattern::pattern;
use crate::words;

// "moves a draft to `sent`", "marks a paid order as shipped", "sets the status of an open report to `accepted`"
pattern!(
    MOVES,
    r"(?i)\b(?:moves?|moving|brings?|takes?|turns?|changes?|changing|sets?|setting|puts?|switch(?:es)?|advances?|marks?|makes?|promotes?|transitions?)\s+(?:an?|the|any|every|its|their|status|state)\b\s*([^.;:]{0,70}?)\s*\b(?:in)?(?:to|as)\s+(?:the\s+(?:state|status)\s+)?`?([A-Za-z][\w-]*)`?"
);
// "an open pickup becomes `cancelled`"
pattern!(
    BECOMES,
    r"(?i)\b(?:an?|the|any|every|only)\s+([^.;:,]{2,60}?)\s+(?:then\s+)?(?:becomes?|turns?|goes to|go to|moves? to|changes? to|is then|is now)\s+`?([A-Za-z][\w-]*)`?"
);
// "from `open` or `assigned`"
pattern!(
    FROM,
    r"(?i)\bfrom\s+(`?[A-Za-z][\w-]*`?(?:(?:\s*,\s*|\s*/\s*|\s+)(?:or\s+|and\s+)?`?[A-Za-z][\w-]*`?){0,5})"
);
/// Names of members that hold a state.
const HOLDERS: &[&str] = &["state", "status", "phase", "stage"];

impl Api {
    /// Takes in the changes that sentences tell of operations on objects.
    pub(super) fn read_told_states(&mut self) {
        let mut found: Vec<(String, String, String)> = Vec::new();
        for sentence in self
            .sentences
            .iter()
            .filter(|sentence| !sentence.says(&["not", "never", "cannot", "can't", "no longer"]))
        {
            let Scope::Operations(numbers) = &sentence.scope else { continue };
            let [number] = numbers.as_slice() else {
                found.extend(self.told_each(&sentence.text, numbers));
                continue;
            };
            let operation = &self.operations[*number];
            let Some(states) = self.states_on(operation) else { continue };
            // What is refused is no change, unless that is what a state is called.
            let refuses = ["refused", "rejected"]
                .iter()
                .any(|word| sentence.says(&[word]) && !states.iter().any(|state| state == word));
            if refuses {
                continue;
            }
            for (from, to) in told(&sentence.text, operation, &states) {
                found.push((from, to, operation.title()));
            }
        }
        for (from, to, title) in found {
            self.states.add(&from, &to, title);
        }
        // "only for drafts", beside `publish`
        let mut kept: Vec<(String, String, String)> = Vec::new();
        for (number, operation) in self.operations.iter().enumerate() {
            let Some(states) = self.states_on(operation) else { continue };
            let Some(to) = by_verb(operation, &states) else { continue };
            let from =
                self.kept_to_states(number).into_iter().filter(|from| *from != to && states.contains(from));
            kept.extend(from.map(|from| (from, to.clone(), operation.title())));
        }
        for (from, to, title) in kept {
            self.states.add(&from, &to, title);
        }
        self.read_named_deeds();
    }

    /// What a sentence about several operations tells of each, where a part of it begins with the name of one: "`shut` moves an open
    /// door to `shut`; `open` moves a shut one back".
    fn told_each(&self, text: &str, numbers: &[usize]) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        for part in text.split([';', '.']) {
            let spans = words::code_spans(part);
            let Some((_, first)) = spans.first() else { continue };
            let opens = part.trim_start().trim_start_matches(['-', '*', ' ']).starts_with('`');
            let mut named = numbers.iter().map(|number| &self.operations[*number]).filter(|operation| {
                opens && operation.path.last_literal() == Some(first.trim_start_matches('/'))
            });
            let Some(operation) = named.next().filter(|_| named.next().is_none()) else { continue };
            let Some(states) = self.states_on(operation) else { continue };
            let behind = part.split_once(first).map_or("", |(_, behind)| behind);
            let told = told(behind, operation, &states);
            found.extend(told.into_iter().map(|(from, to)| (from, to, operation.title())));
        }
        found
    }

    /// Takes in what operations are called after, where nothing else tells how objects get there: `quarantine` of what can be
    /// `quarantined` leads there from the states that its sentences name.
    fn read_named_deeds(&mut self) {
        let mut found: Vec<(String, String, String)> = Vec::new();
        for (number, operation) in self.operations.iter().enumerate() {
            let Some(states) = self.states_on(operation) else { continue };
            let Some(to) = by_verb(operation, &states) else { continue };
            if self.states.edges().iter().any(|edge| edge.to == to) {
                continue;
            }
            let own = |sentence: &&Sentence| {
                matches!(&sentence.scope, Scope::Operations(of) if of.as_slice() == [number])
                    && sentence.cells.is_empty()
                    && !sentence.says(&["not", "never", "cannot", "refused", "unless"])
            };
            let said = self.sentences.iter().filter(own).flat_map(|sentence| named(&sentence.text, &states));
            let mut from: Vec<String> = said.filter(|state| *state != to).collect();
            from.dedup();
            found.extend(from.into_iter().map(|from| (from, to.clone(), operation.title())));
        }
        for (from, to, title) in found {
            self.states.add(&from, &to, title);
        }
    }

    /// Takes in the changes of an operation whose request names the state that comes of it: `decide` takes `decision`, one of `kept` and
    /// `lost`, and a new letter is `open`.
    pub(super) fn read_deciding(&mut self) {
        let mut found: Vec<(String, String, String)> = Vec::new();
        for (number, operation) in self.operations.iter().enumerate() {
            let Some(states) = self.states_on(operation) else { continue };
            let Some(asks) = &operation.asks else { continue };
            let chosen = self.fields.of_entity(asks).find_map(|(_, facts)| match &facts.rule.sort {
                Sort::Choice(words) if words.len() > 1 && words.iter().all(|word| states.contains(word)) => {
                    Some(words.clone())
                }
                _ => None,
            });
            let Some(chosen) = chosen else { continue };
            let from = self.kept_to_states(number).into_iter().find(|from| states.contains(from));
            let first = || states.iter().find(|state| !chosen.contains(state)).cloned();
            let Some(from) = from.or_else(first) else { continue };
            found.extend(chosen.into_iter().map(|to| (from.clone(), to, operation.title())));
        }
        for (from, to, title) in found {
            self.states.add(&from, &to, title);
        }
    }

    /// The words of members that hold states.
    pub fn state_words(&self) -> Vec<String> {
        let mut names = self.states.names();
        let members = HOLDERS.iter().flat_map(|name| self.fields.of(name));
        for facts in members {
            if let Sort::Choice(words) = &facts.rule.sort {
                for word in words.iter().filter(|word| !names.contains(word)).cloned().collect::<Vec<_>>() {
                    names.push(word);
                }
            }
        }
        names
    }

    /// The states of the objects that an operation acts on, where it is one that does something to an object.
    fn states_on(&self, operation: &Operation) -> Option<Vec<String>> {
        let acts = operation.path.parameters().next().is_some()
            && !operation.path.ends_with_parameter()
            && !operation.is_safe();
        let resource = self.resource_at(operation).filter(|_| acts)?;
        self.members(resource).iter().find_map(|name| {
            let holds = HOLDERS.contains(&words::parts(name).last()?.as_str());
            match &self.field_of(resource, name)?.rule.sort {
                Sort::Choice(words) if holds && words.len() >= 2 => Some(words.clone()),
                _ => None,
            }
        })
    }
}

/// The changes that a sentence tells of an operation.
fn told(text: &str, operation: &Operation, states: &[String]) -> Vec<(String, String)> {
    let state = |word: &str| states.iter().find(|state| state.eq_ignore_ascii_case(word)).cloned();
    let mut found = Vec::new();
    for pattern in [&MOVES, &BECOMES] {
        for said in pattern.captures_iter(text) {
            let (Some(thing), Some(to)) = (said.get(1), said.get(2).and_then(|to| state(to.as_str()))) else {
                continue;
            };
            found.extend(named(thing.as_str(), states).into_iter().map(|from| (from, to.clone())));
        }
    }
    if found.is_empty()
        && let Some(to) = by_verb(operation, states)
        && let Some(list) = FROM.captures(text).and_then(|said| said.get(1))
    {
        found.extend(listed(list.as_str(), states).into_iter().map(|from| (from, to.clone())));
    }
    found.retain(|(from, to)| from != to);
    found
}

/// The states that a text names: `draft` of "a draft", "drafts", "an open report".
fn named(text: &str, states: &[String]) -> Vec<String> {
    let is = |word: &str, state: &String| {
        word.eq_ignore_ascii_case(state)
            || word.strip_suffix('s').is_some_and(|word| word.eq_ignore_ascii_case(state))
    };
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))) {
        found.extend(states.iter().find(|state| is(word, state) && !found.contains(state)).cloned());
    }
    found
}

/// The states with which a list begins: "open or assigned; else 409".
fn listed(text: &str, states: &[String]) -> Vec<String> {
    let words = text
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
        .filter(|word| !word.is_empty());
    let listed =
        words.filter(|word| !["or", "and"].contains(word)).map(|word| named(word, states).into_iter().next());
    listed.map_while(|state| state).collect()
}

/// The one state that an operation brings about by its name.
fn by_verb(operation: &Operation, states: &[String]) -> Option<String> {
    let verb = operation.path.last_literal()?.to_lowercase();
    let mut brought = states.iter().filter(|state| words::brings(&verb, state));
    brought.next().filter(|_| brought.next().is_none()).cloned()
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn changes(rules: &str) -> Vec<String> {
        let text = format!(
            "# Letters\n\n## Data\n\n### Letter\n\n- `id`: string\n- `status`: enum `draft` | `held` | `sent` | `burnt`\n\n## API\n\n- `POST /letters` writes one.\n- `GET /letters/{{id}}` reads one.\n{rules}\n"
        );
        let facts = testing::facts_of_markdown(&text, "", Setup::default());
        facts.api.states.edges().iter().map(|edge| format!("{} > {}", edge.from, edge.to)).collect()
    }

    #[test]
    fn changes_that_sentences_tell_in_several_wordings() {
        for line in [
            "- `POST /letters/{id}/send` SHALL move a draft to `sent` and set `sentAt`.",
            "- `POST /letters/{id}/send` marks a draft letter as sent.",
            "- `POST /letters/{id}/send` sets the status of a `draft` to `sent`.",
            "- `POST /letters/{id}/send`: a draft becomes `sent`.",
            "- `POST /letters/{id}/send` – from draft",
            "- `POST /letters/{id}/send` – sends it; only for drafts",
        ] {
            assert_eq!(changes(line), ["draft > sent"], "{line}");
        }
        for line in [
            "- `POST /letters/{id}/send` moves a draft or held letter to `sent`.",
            "- `POST /letters/{id}/send` – body `{\"by\": \"air\"}`; from draft or held",
            "- `POST /letters/{id}/send` takes any `draft` or `held` letter to the status `sent`.",
        ] {
            assert_eq!(changes(line), ["draft > sent", "held > sent"], "{line}");
        }
    }

    #[test]
    fn what_tells_of_no_change() {
        for line in [
            "- `POST /letters/{id}/send` never moves a held letter to `sent`.",
            "- `POST /letters/{id}/send` moves the letter to the post office.",
            "- `POST /letters/{id}/send` takes stamps from the drawer.",
            "- `POST /letters/{id}/copies` moves a page to the front.",
        ] {
            assert_eq!(changes(line), Vec::<String>::new(), "{line}");
        }
    }
}

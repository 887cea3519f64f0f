//! Changes of state that sentences tell of things and not of operations: "only a requested loan can be approved or declined", "a
//! delivery that is only announced cannot be graded".

use super::{Api, Resource, Scope, Sentence, Sort};
use crate::pattern::pattern;
use crate::words;

// "only a requested loan can be approved or declined", "a graded delivery can still be rejected"
pattern!(
    CAN,
    r"(?i)^[\s*+-]*(only\s+)?(?:an?|the|any)\s+([^.;:,()]{3,80}?)\s+(?:can|may)\s+(?:only\s+|still\s+|also\s+|then\s+)?be\s+([^.;:,()]{3,60}?)\s*(?:[.;:,(]|$)"
);
// "a work order that is `in_progress` cannot be cancelled"
pattern!(
    CANNOT,
    r"(?i)(?:^[\s*+-]*|[,;]\s+)(?:an?|the|any)\s+([^.;:,()]{3,80}?)\s+(?:cannot|can\s+not|can't|can\s+never|can\s+no\s+longer|must\s+not|may\s+not|must\s+never|may\s+never)\s+be(?:come)?\s+([^.;:,()]{3,60}?)\s*(?:[.;:,(]|$)"
);

/// Names of members that hold a state.
const HOLDERS: &[&str] = &["state", "status", "phase", "stage"];

/// What a sentence says of changes of one thing's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidChanges {
    /// The thing, by its number among the resources.
    pub resource: usize,
    /// The states that it may be in before.
    pub from: Vec<String>,
    /// The states that it comes into, or does not come into.
    pub to: Vec<String>,
    /// Whether it comes into them from nowhere else.
    pub only: bool,
}

impl Api {
    /// The changes that a sentence says to be possible.
    pub fn said_changes(&self, sentence: &Sentence) -> Option<SaidChanges> {
        if !sentence.cells.is_empty() || depends(sentence) {
            return None;
        }
        let text = sentence.text.replace('\n', " ");
        let found = CAN.captures(&text)?;
        let only = found.get(1).is_some();
        self.read_changes(sentence, found.get(2)?.as_str(), found.get(3)?.as_str(), only)
    }

    /// The changes that a sentence says to be impossible.
    pub fn denied_changes(&self, sentence: &Sentence) -> Option<SaidChanges> {
        if !sentence.cells.is_empty() || depends(sentence) {
            return None;
        }
        let text = sentence.text.replace('\n', " ");
        let found = CANNOT.captures(&text)?;
        self.read_changes(sentence, found.get(1)?.as_str(), found.get(2)?.as_str(), false)
    }

    fn read_changes(
        &self,
        sentence: &Sentence,
        before: &str,
        after: &str,
        only: bool,
    ) -> Option<SaidChanges> {
        let mut about = (0..self.resources.len()).filter(|at| {
            self.resources[*at].is_named_in(&super::plain(before)) && self.resources[*at].create.is_some()
        });
        let at = about.next().filter(|_| about.next().is_none())?;
        let resource = &self.resources[at];
        let states = self.states_told_of(resource, sentence.spec);
        let from = thing_in(before, resource, &states)?;
        let to = listed(after, &states)?;
        let apart = to.iter().all(|state| !from.contains(state));
        apart.then_some(SaidChanges { resource: at, from, to, only })
    }

    /// The states of a resource's objects: as the field says that holds them, as stated changes have them, or as a sentence lists them.
    fn states_told_of(&self, resource: &Resource, spec: usize) -> Vec<String> {
        let at = self.resources.iter().position(|one| one.collection.same(&resource.collection));
        let field = HOLDERS.iter().find_map(|name| match &self.field_of(resource, name)?.rule.sort {
            Sort::Choice(words) if words.len() >= 2 => Some(words.clone()),
            _ => None,
        });
        let about = |sentence: &&Sentence| match &sentence.scope {
            Scope::Resources(of) => at.is_some_and(|at| of.contains(&at)),
            Scope::Operations(of) => of.iter().any(|number| {
                let own = self.resource_of(*number).or_else(|| self.resource_at(&self.operations[*number]));
                own.is_some_and(|own| own.collection.same(&resource.collection))
            }),
            Scope::General => false,
        };
        let listed = || {
            let own = self.sentences.iter().filter(|sentence| sentence.spec == spec).filter(about);
            own.filter_map(|sentence| state_list(&sentence.text)).max_by_key(Vec::len)
        };
        field.or_else(listed).unwrap_or_else(|| self.states.names())
    }

    /// The operation that changes the state of a resource's objects, as far as can be told: it changes one, or does something to one.
    pub fn moving(&self, at: usize) -> Option<usize> {
        let resource = self.resources.get(at)?;
        let item = self.item_path(resource)?;
        let acts = |number: &usize| {
            let operation = &self.operations[*number];
            operation.path.starts_with(item)
                && operation.path.segments().len() == item.segments().len() + 1
                && !operation.is_safe()
                && !operation.path.ends_with_parameter()
        };
        let acting = (0..self.operations.len()).find(acts);
        resource.updates.first().copied().or(acting).or(resource.create)
    }

    /// Takes in the changes that sentences say to be possible, where no table, list or diagram states them.
    pub(super) fn read_said_states(&mut self) {
        let mut found: Vec<(SaidChanges, String)> = Vec::new();
        for sentence in &self.sentences {
            if let Some(said) = self.said_changes(sentence) {
                found.push((said, sentence.text.trim().to_owned()));
            }
        }
        let known: Vec<String> = self.states.names();
        for (said, text) in found {
            // What a diagram or table tells of a thing is all that it does.
            if said.from.iter().chain(&said.to).any(|state| known.contains(state)) {
                continue;
            }
            for from in &said.from {
                for to in &said.to {
                    self.states.add_said(from, to, text.clone());
                }
            }
        }
    }
}

/// Whether a sentence holds under a condition, or for some who ask.
fn depends(sentence: &Sentence) -> bool {
    const CIRCUMSTANCES: &[&str] = &[
        "if", "unless", "except", "when", "where", "until", "while", "once", "without", "before", "after",
        "by", "own", "within", "again", "provided",
    ];
    // What follows a colon or a semicolon gives reasons.
    let said = sentence.plain.split([':', ';']).next().unwrap_or_default();
    sentence.plain.len() > 300 || CIRCUMSTANCES.iter().any(|word| super::has_phrase(said, word))
}

/// The states that "delivery that is only announced" and "requested or approved loan" name; nothing where more is said.
fn thing_in(text: &str, resource: &Resource, states: &[String]) -> Option<Vec<String>> {
    const GLUE: &[&str] = &[
        "that", "which", "is", "was", "has", "been", "are", "only", "already", "just", "still", "in", "the",
        "a", "an", "state", "status", "or", "and", "yet",
    ];
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))) {
        let lower = word.to_lowercase();
        if let Some(state) = states.iter().find(|state| state.to_lowercase() == lower) {
            if !found.contains(state) {
                found.push(state.clone());
            }
            continue;
        }
        let named =
            resource.name.split([' ', '_', '-']).any(|part| part == lower || words::singular(&lower) == part);
        if !(lower.is_empty() || named || GLUE.contains(&lower.as_str())) {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The states that "approved or declined" lists; nothing where anything else is said.
fn listed(text: &str, states: &[String]) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))) {
        let lower = word.to_lowercase();
        match states.iter().find(|state| state.to_lowercase() == lower) {
            Some(state) => found.push(state.clone()),
            None if matches!(lower.as_str(), "" | "or" | "and" | "nor" | "any" | "more") => {}
            None => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// "`status` is one of `open`, `sent` and `burnt`": the words in code behind the name of a member that holds a state.
fn state_list(text: &str) -> Option<Vec<String>> {
    let spans = words::code_spans(text);
    let at = spans.iter().position(|(_, code)| HOLDERS.contains(code))?;
    let (holder, _) = spans.get(at)?;
    let (first, _) = spans.get(at + 1)?;
    let between = text.get(holder.end..first.start)?.to_lowercase();
    let lists =
        ["is one of", "one of", "can be", "may be", "is either"].iter().any(|words| between.contains(words));
    let mut listed = Vec::new();
    let mut end = first.start;
    for (range, code) in spans.iter().skip(at + 1) {
        let joint = text.get(end..range.start).unwrap_or_default();
        let joint = joint.trim_matches(['`', ',', ' ', '\n']);
        if !(listed.is_empty() || matches!(joint, "" | "or" | "and")) {
            break;
        }
        listed.push((*code).to_owned());
        end = range.end;
    }
    (lists && listed.len() >= 2).then_some(listed)
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn api(said: &str) -> crate::api::Api {
        let text = format!(
            "# Loans\n\n## Loans\n\nA loan is of one lamp. `status` is one of `asked`, `granted`, `declined` and `over`.\n\n## API\n\n- `POST /loans` asks for one\n- `GET /loans/{{id}}` reads one\n- `PATCH /loans/{{id}}` decides on one\n\n## Rules\n\n{said}\n"
        );
        testing::facts_of_markdown(&text, "", Setup::default()).api
    }

    fn edges(said: &str) -> Vec<String> {
        api(said).states.edges().iter().map(|edge| format!("{} > {}", edge.from, edge.to)).collect()
    }

    #[test]
    fn changes_that_sentences_say_to_be_possible() {
        assert_eq!(
            edges("Only an asked loan can be granted or declined."),
            ["asked > granted", "asked > declined"]
        );
        assert_eq!(edges("An asked or granted loan can be over."), ["asked > over", "granted > over"]);
        assert_eq!(edges("A loan that is `granted` can still be declined."), ["granted > declined"]);
        for line in [
            "Only an asked loan can be granted by the clerk.",
            "Only an urgent loan can be granted.",
            "An asked loan can be granted if the lamp is there.",
            "An asked loan can be read.",
            "Only an asked lamp can be granted.",
        ] {
            assert!(edges(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn changes_that_sentences_deny() {
        let denied = |said: &str| {
            let api = api(said);
            let last = api.sentences.last().and_then(|sentence| api.denied_changes(sentence));
            last.map(|said| format!("{} > {}", said.from.join(" "), said.to.join(" ")))
        };
        assert_eq!(
            denied("A loan that is only asked cannot be over: it has to be granted first.").as_deref(),
            Some("asked > over")
        );
        assert_eq!(
            denied("In particular, a declined loan can no longer be granted.").as_deref(),
            Some("declined > granted")
        );
        for line in [
            "A declined loan cannot be granted without a reason.",
            "A declined loan cannot be granted again.",
            "A lost loan cannot be granted.",
            "A declined loan can be granted.",
        ] {
            assert_eq!(denied(line), None, "{line}");
        }
    }
}

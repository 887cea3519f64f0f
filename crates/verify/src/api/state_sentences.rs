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
// "a work order that is `in_progress` cannot be cancelled", "an open ticket cannot go straight to `closed`"
pattern!(
    CANNOT,
    r"(?i)(?:^[\s*+-]*|[,;:]\s+|[.:]\*\*\s+|\*\*[.:]?\s+)(?:an?|the|any|no)\s+([^.;:,()]{3,80}?)\s+(?:cannot|can\s+not|can't|can\s+never|can\s+no\s+longer|must\s+not|may\s+not|must\s+never|may\s+never|may\s+no\s+longer)\s+(?:(?:ever\s+)?(?:go|come|move|change|turn|pass|jump|skip|proceed|switch|return|advance|step|be\s+(?:set|moved|brought|taken|put|changed|switched|turned))(?:\s+(?:back|over|on|straight|directly|right|at\s+once))*\s+(?:in)?to|be(?:come)?)\s+([^.;:,()]{3,60}?)\s*(?:[.;:,(]|$)"
);
// "a planned trip cannot go to `under_way` without having been `booked`", "… unless it was `booked` first"
pattern!(
    NOT_BEFORE,
    r"(?i)\s+(?:without\s+(?:having\s+been|being|first\s+being|being\s+first|having\s+first\s+been|going\s+through|passing\s+through|becoming)|unless\s+it\s+(?:was|has\s+been|is))\s+([^.;:,()]{3,40}?)(?:\s+(?:first|before|before\s+that))?\s*([.;:,(]|$)"
);
// "a machine may be retired from `available` as well as from `workshop`"
pattern!(
    FROM_EACH,
    r"(?i)^[\s*+-]*(?:an?|the|any)\s+([^.;:,()]{3,60}?)\s+(?:can|may)\s+(?:also\s+)?(?:(?:go|move|change|be\s+(?:set|moved|brought))\s+(?:in)?to|be(?:come)?)\s+([^.;:,()]{3,60}?)\s+(?:both\s+)?from\s+([^.;:()]{3,80}?)\s*(?:[.;:(]|$)"
);

// "from `booked` it goes to `checked_in`, `cancelled` or `missed`"
pattern!(
    GOES,
    r"(?i)^[\s*+-]*from\s+([^.;:]{3,60}?)\s+(?:it|they|one|an?\s+[a-z ]{2,30}?|the\s+[a-z ]{2,30}?)\s+(?:can\s+|may\s+|then\s+)?(?:go(?:es)?|moves?|changes?|pass(?:es)?|leads?)\s+(?:on\s+)?to\s+([^.;:]{3,200})"
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
    /// Whether the states alone are said to decide: "from this one as well as from that one".
    pub surely: bool,
}

impl Api {
    /// The changes that a sentence says to be possible.
    pub fn said_changes(&self, sentence: &Sentence) -> Option<SaidChanges> {
        if !sentence.cells.is_empty() || depends(sentence) {
            return None;
        }
        let text = sentence.text.replace('\n', " ");
        if let Some(said) = self.said_from_each(sentence, &text) {
            return Some(said);
        }
        let found = CAN.captures(&text)?;
        let only = found.get(1).is_some();
        self.read_changes(sentence, found.get(2)?.as_str(), found.get(3)?.as_str(), only)
    }

    /// "A machine may be retired from `available` as well as from `workshop`."
    fn said_from_each(&self, sentence: &Sentence, text: &str) -> Option<SaidChanges> {
        let found = FROM_EACH.captures(text)?;
        let each = found.get(3)?.as_str().to_lowercase();
        let surely = each.contains("as well as") || each.contains(" and ");
        let each = each.replace("as well as", "or").replace("or from", "or").replace("and from", "and");
        let (at, states) = self.thing_of(sentence, found.get(1)?.as_str())?;
        let resource = &self.resources[at];
        // Which of them are meant stands behind; more about the thing narrows it.
        if thing_in(&format!("{} {}", found.get(1)?.as_str(), states.first()?), resource, &states)?.len() > 1
        {
            return None;
        }
        let (from, to) = (listed(&each, &states)?, listed(found.get(2)?.as_str(), &states)?);
        let apart = to.iter().all(|state| !from.contains(state));
        apart.then_some(SaidChanges { resource: at, from, to, only: false, surely })
    }

    /// The changes that a sentence says to be impossible.
    pub fn denied_changes(&self, sentence: &Sentence) -> Option<SaidChanges> {
        if !sentence.cells.is_empty() {
            return None;
        }
        let text = sentence.text.replace('\n', " ");
        let Some(before) = NOT_BEFORE.captures(&text) else {
            let found = CANNOT.captures(&text).filter(|_| !depends(sentence))?;
            return self.read_changes(sentence, found.get(1)?.as_str(), found.get(2)?.as_str(), false);
        };
        // "… without having been `booked`": what could have been so is not denied.
        let whole = before.get(0)?;
        let rest =
            format!("{}{}", text.get(..whole.start())?, text.get(whole.end() - before.get(2)?.len()..)?);
        let found = CANNOT.captures(&rest).filter(|_| !is_conditional(&super::plain(&rest)))?;
        let said = self.read_changes(sentence, found.get(1)?.as_str(), found.get(2)?.as_str(), false)?;
        let states = self.states_told_of(&self.resources[said.resource], sentence.spec);
        let first = listed(before.get(1)?.as_str(), &states)?;
        let never =
            |from: &String| first.iter().all(|first| first != from && self.states.way(first, from).is_none());
        let leads = first.iter().all(|first| !said.to.contains(first));
        (leads && said.from.iter().all(never)).then_some(said)
    }

    /// The one thing that a text names, with its states.
    fn thing_of(&self, sentence: &Sentence, text: &str) -> Option<(usize, Vec<String>)> {
        let plain = super::plain(text);
        let mut about = (0..self.resources.len())
            .filter(|at| self.resources[*at].is_named_in(&plain) && self.resources[*at].create.is_some());
        let at = about.next().filter(|_| about.next().is_none())?;
        Some((at, self.states_told_of(&self.resources[at], sentence.spec)))
    }

    fn read_changes(
        &self,
        sentence: &Sentence,
        before: &str,
        after: &str,
        only: bool,
    ) -> Option<SaidChanges> {
        let (at, states) = self.thing_of(sentence, before)?;
        let resource = &self.resources[at];
        let from = thing_in(before, resource, &states)?;
        let to = listed(after, &states)?;
        let apart = to.iter().all(|state| !from.contains(state));
        apart.then_some(SaidChanges { resource: at, from, to, only, surely: false })
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

    /// The changes of "from `booked` it goes to `checked_in`, `cancelled` or `missed`", where all of these are words of one field.
    fn listed_changes(&self, text: &str) -> Vec<(String, String)> {
        let text = text.replace('\n', " ");
        let Some(found) = GOES.captures(&text) else { return Vec::new() };
        let codes = |at: usize| -> Vec<String> {
            let part = found.get(at).map_or("", |part| part.as_str());
            words::code_spans(part).into_iter().map(|(_, code)| code.to_owned()).collect()
        };
        let (from, to) = (codes(1), codes(2));
        let whole = super::plain(&text);
        let denied = ["not", "never", "cannot", "no"].iter().any(|word| super::has_phrase(&whole, word));
        let all = |words: &[String]| from.iter().chain(&to).all(|state| words.contains(state));
        if denied || from.is_empty() || to.is_empty() || !self.fields.has_choice(&all) {
            return Vec::new();
        }
        let each = from.iter().flat_map(|from| to.iter().map(move |to| (from.clone(), to.clone())));
        each.filter(|(from, to)| from != to).collect()
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
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let listed = self.listed_changes(&sentence.text);
            // What a diagram or table tells of a thing is all that it does.
            if listed.iter().any(|(from, to)| known.contains(from) || known.contains(to)) {
                continue;
            }
            for (from, to) in listed {
                self.states.add_said(&from, &to, sentence.text.trim().to_owned());
            }
        }
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
    sentence.plain.len() > 300 || is_conditional(&sentence.plain)
}

fn is_conditional(plain: &str) -> bool {
    const CIRCUMSTANCES: &[&str] = &[
        "if", "unless", "except", "when", "where", "until", "while", "once", "without", "before", "after",
        "by", "own", "within", "again", "provided",
    ];
    // What follows a colon or a semicolon gives reasons.
    let said = plain.split([':', ';']).next().unwrap_or_default();
    CIRCUMSTANCES.iter().any(|word| super::has_phrase(said, word))
}

/// A text in small letters, in which the states that are several words are one: "checked in" is `checked_in`.
fn joined(text: &str, states: &[String]) -> String {
    let mut lower = format!(" {} ", super::plain(text).to_lowercase());
    for state in states.iter().filter(|state| state.contains(['_', '-'])) {
        let state = state.to_lowercase();
        let apart = state.replace(['_', '-'], " ");
        lower = lower.replace(&format!(" {apart} "), &format!(" {state} "));
    }
    lower
}

/// The states that "delivery that is only announced" and "requested or approved loan" name; nothing where more is said.
fn thing_in(text: &str, resource: &Resource, states: &[String]) -> Option<Vec<String>> {
    const GLUE: &[&str] = &[
        "that", "which", "is", "was", "has", "been", "are", "only", "already", "just", "still", "in", "the",
        "a", "an", "state", "status", "or", "and", "yet", "once",
    ];
    let mut found: Vec<String> = Vec::new();
    for word in joined(text, states).split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))) {
        if let Some(state) = states.iter().find(|state| state.to_lowercase() == word) {
            if !found.contains(state) {
                found.push(state.clone());
            }
            continue;
        }
        let named =
            resource.name.split([' ', '_', '-']).any(|part| part == word || words::singular(word) == part);
        if !(word.is_empty() || named || GLUE.contains(&word)) {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The states that "approved or declined" lists; nothing where anything else is said.
fn listed(text: &str, states: &[String]) -> Option<Vec<String>> {
    const GLUE: &[&str] = &[
        "or",
        "and",
        "nor",
        "any",
        "more",
        "anymore",
        "longer",
        "afterwards",
        "later",
        "either",
        "both",
        "then",
    ];
    let mut found = Vec::new();
    for word in joined(text, states).split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))) {
        match states.iter().find(|state| state.to_lowercase() == word) {
            Some(state) => found.push(state.clone()),
            None if word.is_empty() || GLUE.contains(&word) => {}
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
    fn changes_that_sentences_list() {
        let listed = |said: &str| {
            let text = format!(
                "# Loans\n\n## Data Model\n\n### Loan\n\n- `id`: integer\n- `status`: enum `asked` | `handed_out` | `declined` | `over`\n\n## API\n\n- `POST /loans` asks for one\n\n## The life of a loan\n\n{said}\n"
            );
            let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
            let shown = |edge: &crate::api::Edge| format!("{} > {}", edge.from, edge.to);
            api.states.edges().iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(
            listed("- From `asked` it goes to `handed_out`, when the lamp is there, or to `declined`."),
            ["asked > handed_out", "asked > declined"]
        );
        assert_eq!(listed("From `handed_out` a loan can go to `over`."), ["handed_out > over"]);
        for line in ["From `asked` it never goes to `over`.", "From `here` it goes to `there`."] {
            assert!(listed(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn states_that_are_told_in_other_words() {
        let of = |said: &str| {
            let text = format!(
                "# Loans\n\n## Data Model\n\n### Loan\n\n- `id`: integer\n- `status`: enum `asked` | `handed_out` | `declined` | `over`\n\n## API\n\n- `POST /loans` asks for one\n- `GET /loans/{{id}}` reads one\n- `PATCH /loans/{{id}}` decides on one\n\n## States\n\n- `asked` → `handed_out`\n- `handed_out` → `over`\n- `asked` → `declined`\n\n## Rules\n\n{said}\n"
            );
            let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
            let last = api.sentences.last().unwrap();
            let denied = api.denied_changes(last).map(|said| (said, "not"));
            let said = denied.or_else(|| Some((api.said_changes(last)?, "may")));
            said.map(|(said, may)| format!("{may} {} > {}", said.from.join(" "), said.to.join(" ")))
        };
        for (line, expected) in [
            ("A declined loan cannot be handed out.", "not declined > handed_out"),
            (
                "**No short cut.** An `asked` loan cannot go straight to `over`; it is handed out first.",
                "not asked > over",
            ),
            ("An asked loan cannot go to `over` without having been `handed_out`.", "not asked > over"),
            (
                "An asked loan may not be moved to `over` unless it was `handed_out` before.",
                "not asked > over",
            ),
            ("A loan that was declined can no longer be over afterwards.", "not declined > over"),
            (
                "A loan may be declined from `asked` as well as from `handed_out`.",
                "may asked handed_out > declined",
            ),
        ] {
            assert_eq!(of(line).as_deref(), Some(expected), "{line}");
        }
        for line in [
            "A declined loan cannot be handed out by a clerk.",
            "A handed_out loan cannot go to `over` without having been `asked`.",
            "An asked loan cannot go to `over` without having been `paid`.",
            "A cheap loan may be declined from `asked` as well as from `handed_out`.",
            "An asked loan cannot go to the attic.",
        ] {
            assert_eq!(of(line), None, "{line}");
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

//! Statements about states: that no other change is possible, and where objects start.

use super::Machine;
use crate::api::{Api, States};
use crate::facts::Facts;
use crate::pattern::pattern;
use crate::words;

/// What is said about changes that are not stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// The statuses that refuse them; none where no status is said.
    pub statuses: Vec<u16>,
    /// Whether it is said at all.
    pub stated: bool,
    /// The states of which it is said that nothing follows them.
    pub finals: Vec<String>,
    /// The lines that call the changes below a heading all that there are, with that heading.
    pub all_there: Vec<(String, String)>,
}

// "those arrows are all there are", "the moves below are the only ones", "they move like this, and in no other way"
pattern!(
    ALL_THERE,
    r"\b(?:arrows|moves|transitions|changes(?: of (?:state|status))?|edges)\b[^.;]{0,40}\b(?:are all (?:that )?there (?:is|are)|are the only ones|exist, and no others?)\b|\b(?:moves?|changes? (?:state|status)|goes through (?:its|the) states|passes through (?:its|the) states)\b[^.;]{0,40}\bin no other (?:way|order)\b|\bno (?:other|further) (?:arrows?|moves?|transitions?|changes of (?:state|status)) (?:is|are|exists?)\b"
);

impl Others {
    /// What one statement says, where it is about this.
    pub fn read(source: &str) -> Option<Self> {
        let lower = source.to_lowercase();
        let said = words::words(source);
        let any = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
        let about = any(&["transition", "transitions"])
            || [
                "change of state",
                "changes of state",
                "change of status",
                "changes of status",
                "state change",
                "status change",
                "status update",
                "change the status",
                "change its status",
                "change of its status",
                "any other change",
                "every other change",
                "all other changes",
                "other changes are",
                "no other change",
                "only these changes",
                "only these moves",
                "any other move",
                "no other move",
                "all other moves",
                "not in the state from which",
                "not in a state from which",
                "not in the state that",
                "not in the required state",
                "not in the right state",
                "not in the expected state",
                "not in a state that allows",
                "not in a suitable state",
                "is in another state than",
                "is in the wrong state",
                "in a wrong state",
                "in the wrong status",
                "not in the right status",
                "not in the required status",
                "wrong state for",
                "other attempt is",
                "other attempts are",
                "cannot follow the present",
                "cannot follow the current",
                "cannot follow the old",
                "attempt from any other state",
                "attempts from any other state",
                "attempt in any other state",
                "attempts in any other state",
                "does not lead there",
                "does not follow the present",
                "does not follow the current",
            ]
            .iter()
            .any(|phrase| lower.contains(phrase));
        let other = any(&[
            "other",
            "others",
            "illegal",
            "invalid",
            "unlisted",
            "disallowed",
            "undefined",
            "forbidden",
            "impossible",
            "else",
            "wrong",
            "unlawful",
            "unsupported",
        ]) || lower.contains("not listed")
            || lower.contains("not allowed")
            || lower.contains("not stated")
            || lower.contains("not permitted")
            || ["not in the", "cannot follow the", "does not follow the", "does not lead there"]
                .iter()
                .any(|phrase| lower.contains(phrase));
        let statuses: Vec<u16> = said
            .iter()
            .filter(|word| word.len() == 3)
            .filter_map(|word| word.parse().ok())
            .filter(|status| (400..500).contains(status))
            .collect();
        let refuses = !statuses.is_empty()
            || any(&[
                "refuse",
                "refused",
                "refuses",
                "reject",
                "rejected",
                "rejects",
                "denied",
                "fail",
                "fails",
                "error",
                "conflict",
                "forbidden",
                "prevented",
                "blocked",
                "impossible",
            ]);
        // "the transition to paid is rejected when …" is about one of them.
        let narrow = any(&["when", "if", "unless", "until"])
            && !lower.contains("if the transition")
            && ![
                "if a transition",
                "if a change of s",
                "if the change of s",
                "when a transition",
                "if a state change",
                "if a status change",
                "if the requested",
            ]
            .iter()
            .any(|start| {
                lower.contains(start)
                    && lower.contains("not allowed")
                        | lower.contains("not permitted")
                        | lower.contains("invalid")
                        | lower.contains("not possible")
            })
            && !lower.contains("when the transition");
        (about && other && refuses && !narrow).then_some(Self { statuses, stated: true, ..Self::default() })
    }

    /// Whether it is said that an object in a state can become nothing else than what is stated.
    pub fn holds_for(&self, api: &Api, machine: &Machine, state: &str) -> bool {
        self.stated
            || self.finals.iter().any(|last| last == state)
            || self.all_there.iter().any(|(heading, line)| is_all(api, machine, state, heading, line))
    }

    /// What the specifications say in any line.
    pub fn of_text(facts: &Facts) -> Self {
        let lines = || facts.specs.iter().flat_map(|spec| spec.text().lines());
        let mut all = Self {
            finals: lines().flat_map(|line| finals(&facts.api.states, line)).collect(),
            all_there: facts.specs.iter().flat_map(|spec| all_there(spec.text())).collect(),
            ..Self::default()
        };
        for others in lines().filter_map(Self::read) {
            all.stated = true;
            all.statuses.extend(
                others
                    .statuses
                    .into_iter()
                    .filter(|status| !all.statuses.contains(status))
                    .collect::<Vec<_>>(),
            );
        }
        all
    }
}

// "a dash means that the event is refused with 409"
pattern!(
    DASH,
    r"\b(?:dash(?:es)?|empty cells?|blank cells?|blanks?)(?: \([^)]*\))? (?:means?|stands? for|says?|is|are)\b[^.;]{0,40}\b(?:event|transition|move|change|action|step|state)s?\b[^.;]{0,30}\b(?:is|are) (?:refused|rejected|not possible|impossible|not allowed|forbidden|illegal)\b"
);

/// The lines of a text that call the changes there all that there are, each with the heading above it.
fn all_there(text: &str) -> Vec<(String, String)> {
    let mut heading = "";
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with('#') {
            heading = line.trim_start_matches('#').trim();
        } else if ALL_THERE.is_match(&line.to_lowercase()) || DASH.is_match(&line.to_lowercase()) {
            found.push((heading.to_owned(), line.to_lowercase()));
        }
    }
    found
}

/// Whether a line below a heading calls the changes from a state of these objects all that there are: they stand below the same
/// heading, and where it names things, these are among them.
fn is_all(api: &Api, machine: &Machine, state: &str, heading: &str, line: &str) -> bool {
    let there = api.states.edges().iter().any(|edge| {
        (edge.from == state || edge.to == state) && !heading.is_empty() && edge.machine.ends_with(heading)
    });
    let named = || api.resources.iter().filter(|resource| resource.is_named_in(line));
    there && (named().next().is_none() || named().any(|resource| resource.create == Some(machine.creating)))
}

/// The states that a line calls final: "`done` and `void` are final".
fn finals(states: &States, line: &str) -> Vec<String> {
    const SAYS: &[&str] = &[
        "are final",
        "is final",
        "are terminal",
        "is terminal",
        "final states",
        "terminal states",
        "final state",
        "terminal state",
    ];
    let lower = line.to_lowercase();
    if !SAYS.iter().any(|phrase| lower.contains(phrase)) || lower.contains(" not ") {
        return Vec::new();
    }
    let coded = words::code_spans(line);
    let spelled = |state: &String| {
        coded.iter().any(|(_, code)| code == state)
            || coded.is_empty() && words::words(line).contains(&state.to_lowercase())
    };
    // What something leads out of is not meant.
    let ends = |state: &String| !states.edges().iter().any(|edge| edge.from == *state);
    states.names().into_iter().filter(|state| spelled(state) && ends(state)).collect()
}

// "a new order is in state `open`"
pattern!(
    NEW,
    r"^\W*(?:an?|each|every) new(?:ly made|ly created)? [\w -]{2,30}? (?:is|has) (?:in )?(?:the )?(?:state |status )?`"
);

/// Where new objects start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The state.
    pub state: String,
    /// Whether it is said that this holds whatever a client sends.
    pub whatever: bool,
}

impl Start {
    /// What a statement says, where it is about this.
    pub fn read(states: &States, source: &str) -> Option<Self> {
        let source = &crate::api::plainly(source.trim_start_matches(['-', '*', '+', ' ']));
        let lower = source.to_lowercase();
        let says = [
            "starts as",
            "starts in",
            "start as",
            "start in",
            "starts with",
            "initial",
            "is created in",
            "are created in",
            "is created as",
            "are created as",
            "is created with",
            "are created with",
            "newly created",
            "created in status",
            "created in the state",
            "begins as",
            "begins in",
        ]
        .iter()
        .any(|phrase| lower.contains(phrase))
            || NEW.is_match(&lower);
        let makes = ["register", "create", "open", "submit", "place", "add"]
            .iter()
            .any(|verb| words::words(&lower).iter().any(|word| word == verb))
            && ["in the state", "in state", "in status", "in the status", "with status", "with the status"]
                .iter()
                .any(|phrase| lower.contains(phrase));
        let moves = ["when", "after", "becomes", "become", "moves", "transition", "unless", "until", "if"];
        let elsewhere = words::words(&lower).iter().any(|word| moves.contains(&word.as_str()));
        if !(says || makes) || elsewhere {
            return None;
        }
        let mut named: Vec<String> =
            words::code_spans(source).into_iter().map(|(_, code)| code.to_owned()).collect();
        if named.iter().all(|name| !states.knows(name)) {
            named = source
                .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
                .map(str::to_owned)
                .collect();
        }
        let mut known: Vec<String> = named.into_iter().filter(|name| states.knows(name)).collect();
        known.dedup();
        let whatever = ["whatever", "regardless", "ignor"].iter().any(|word| lower.contains(word));
        match known.as_slice() {
            [one] => Some(Self { state: one.clone(), whatever }),
            _ => None,
        }
    }
}

/// Whether what is said about a change makes it depend on more than the state.
pub fn is_guarded(words_of_edge: &str) -> bool {
    let said = words::words(words_of_edge);
    // "owner only" tells who may, and not when.
    let only = said.iter().enumerate().any(|(at, word)| {
        let before = at.checked_sub(1).and_then(|before| said.get(before)).map_or("", String::as_str);
        word == "only" && !["owner", "creator", "author"].contains(&before)
    });
    only || said
        .iter()
        .any(|word| ["if", "unless", "requires", "guard", "provided", "once", "all"].contains(&word.as_str()))
        || words_of_edge.contains('[') && words_of_edge.contains(']')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ItemDraft, item};

    #[test]
    fn statements_about_other_changes() {
        for (statement, statuses) in [
            ("The system MUST refuse with 409 every change of state that is not listed below.", vec![409]),
            ("Any other change of status is rejected with 422.", vec![422]),
            ("Invalid status transitions return 400", vec![400]),
            ("All other transitions are forbidden", vec![]),
            ("Every other transition is an error", vec![]),
            ("Every other attempt is refused with 409.", vec![409]),
            ("| 409 | `bad_move` | the status cannot follow the present one |", vec![409]),
            ("| 409 | `bad_move` | the status does not lead there |", vec![409]),
        ] {
            assert_eq!(
                Others::read(statement),
                Some(Others { statuses, stated: true, ..Others::default() }),
                "{statement}"
            );
        }
        for statement in [
            "Each transition is logged",
            "A transition to `paid` is rejected when the card is invalid",
            "The status of an order is shown in the list",
            "Any other request is rejected",
            "Every other attempt to sign in is refused with 401.",
        ] {
            assert_eq!(Others::read(statement), None, "{statement}");
        }
    }

    #[test]
    fn statements_about_where_objects_start() {
        let items =
            ["draft -> sent", "sent -> done"].map(|key| item("transition", key)).map(ItemDraft::into_item);
        let states = States::read(items.iter(), &|_| None);
        let read =
            |statement: &str| Start::read(&states, statement).map(|start| (start.state, start.whatever));
        assert_eq!(read("A letter starts as `draft`"), Some(("draft".to_owned(), false)));
        assert_eq!(
            read("**FR-1** A new letter shall be in state `draft`."),
            Some(("draft".to_owned(), false))
        );
        assert_eq!(read("The initial status is draft."), Some(("draft".to_owned(), false)));
        assert_eq!(
            read("The system MUST create a letter in the state `draft`, whatever the client sends"),
            Some(("draft".to_owned(), true))
        );
        assert_eq!(read("A letter is `sent` after it was a `draft`"), None);
        assert_eq!(read("When created, a letter starts as `draft`"), None);
    }

    #[test]
    fn lines_that_call_the_changes_all_that_there_are() {
        for (line, expected) in [
            ("Those three arrows are all there are for a door.", true),
            ("The moves below are all there are.", true),
            ("Doors move like this, and in no other way:", true),
            ("These transitions are the only ones.", true),
            ("A dash (–) means that the event is refused with 409.", true),
            ("An empty cell means that the move is not allowed.", true),
            ("A dash means that the role is refused with 403.", false),
            ("There are three arrows.", false),
            ("These changes are all logged.", false),
            ("The van moves in no particular order.", false),
        ] {
            let found = all_there(&format!("# Doors\n\n## States\n\n{line}\n"));
            assert_eq!(!found.is_empty(), expected, "{line}");
            assert!(found.iter().all(|(heading, _)| heading == "States"));
        }
    }

    #[test]
    fn states_that_nothing_follows() {
        let text = "# Doors\n\n## States\n\n- `open` → `shut`\n- `shut` → `open`, `walled`\n\n`walled` and `open` are final.\n\nAny other change is rejected with 409.\n";
        let facts = crate::testing::facts_of_markdown(text, "", crate::testing::Setup::default());
        let others = Others::of_text(&facts);
        assert_eq!(others.finals, ["walled"], "what something leads out of is not final");
        assert_eq!((others.stated, others.statuses.as_slice()), (true, [409].as_slice()));
    }
}

//! The states that objects go through.

use abide_model::{Item, Kind};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};

/// The stated changes of state.
#[derive(Debug, Default)]
pub struct States {
    edges: Vec<Edge>,
}

/// One stated change.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The state before it.
    pub from: String,
    /// The state after it.
    pub to: String,
    /// What it is a change of, as its heading says.
    pub machine: String,
    /// What is said about how it happens.
    pub words: String,
    /// What brings it about, where a column or an arrow says that.
    pub trigger: String,
    /// The state in which such an object starts, where a diagram shows it.
    pub initial: Option<String>,
    /// Whether a sentence says it of a thing, and nothing else states it.
    pub said: bool,
}

impl States {
    /// Collects the changes of state among items; `by` knows the operation that makes one, where its row is that of an operation.
    pub fn read<'a>(items: impl Iterator<Item = &'a Item>, by: &dyn Fn(&Item) -> Option<String>) -> Self {
        let mut edges = Vec::new();
        for item in items.filter(|item| item.kind == Kind::Transition) {
            let said = |name: &str| item.text_field(name).unwrap_or_default();
            let operation = by(item).unwrap_or_default();
            let words = format!("{} {} {operation} {}", said("trigger"), said("endpoint"), item.text);
            for (from, to) in changes(item) {
                let initial = item.text_field("initial").map(bare);
                let machine = machine_of(item);
                let trigger = said("trigger").to_owned();
                edges.push(Edge { from, to, machine, words: words.clone(), trigger, initial, said: false });
            }
        }
        Self { edges }
    }

    /// Takes in what a sentence says beside its words, "(`open` → `shut`)", where both are words of one field.
    pub fn take_in(&mut self, text: &str, fields: &super::FieldBook) {
        let lower = text.to_lowercase();
        if ["not", "never", "cannot", "no"].iter().any(|word| super::has_phrase(&lower, word)) {
            return;
        }
        let spans = crate::words::code_spans(text);
        let mut begins = 0;
        for pair in spans.windows(2) {
            let [(first, from), (second, to)] = pair else { continue };
            let between = text.get(first.end..second.start).unwrap_or_default().trim();
            // "goes from `shut` to `open`"
            let goes = || {
                between == "to"
                    && text.get(..first.start).is_some_and(|before| before.trim_end().ends_with(" from"))
                    && ["goes", "moves", "changes", "passes", "turns", "switches", "brings", "transitions"]
                        .iter()
                        .any(|verb| super::has_phrase(&lower, verb))
            };
            if !matches!(between, "→" | "->" | "=>" | "⟶" | "-->") && !goes() {
                continue;
            }
            let words = text.get(begins..second.end).unwrap_or_default().to_owned();
            begins = second.end;
            let known = |name: &str| name == *from || name == *to;
            let both = fields.has_choice(&|words| words.iter().filter(|word| known(word)).count() == 2);
            if from != to && both && !self.allows(from, to) {
                let (from, to) = ((*from).to_owned(), (*to).to_owned());
                self.push(from, to, words, false);
            }
        }
    }

    /// Takes in what the row of an operation on an object says that it does: "sent, held → cancelled" of `cancel`.
    pub(super) fn take_in_row(
        &mut self,
        cell: &str,
        operation: &super::Operation,
        fields: &super::FieldBook,
    ) {
        let acts = operation.path.parameters().next().is_some() && !operation.path.ends_with_parameter();
        let Some((from, to)) = row_change(cell).filter(|_| acts && !operation.is_safe()) else { return };
        let verb = operation.path.last_literal().unwrap_or_default();
        for from in from {
            let known = |name: &String| *name == from || *name == to;
            let both = || fields.has_choice(&|words| words.iter().filter(|word| known(word)).count() == 2);
            if !crate::words::brings(verb, &to) && !both() {
                continue;
            }
            match self.edges.iter_mut().find(|edge| edge.from == from && edge.to == to) {
                Some(edge) => edge.words.push_str(&format!(" {}", operation.title())),
                None => self.add(&from, &to, operation.title()),
            }
        }
    }

    /// Takes in a change that follows from what operations are called: `close` and `open` of what is `open` or `closed`.
    pub fn add(&mut self, from: &str, to: &str, words: String) {
        if !self.allows(from, to) {
            self.push(from.to_owned(), to.to_owned(), words, false);
        }
    }

    /// Takes in a change that a sentence says of a thing.
    pub(super) fn add_said(&mut self, from: &str, to: &str, words: String) {
        if !self.allows(from, to) {
            self.push(from.to_owned(), to.to_owned(), words, true);
        }
    }

    fn push(&mut self, from: String, to: String, words: String, said: bool) {
        let (machine, trigger) = (String::new(), String::new());
        self.edges.push(Edge { from, to, machine, words, trigger, initial: None, said });
    }

    /// The states that are connected with one, in the order of the documents.
    pub fn beside(&self, state: &str) -> Vec<String> {
        let mut known = vec![state.to_owned()];
        let mut grown = true;
        while grown {
            grown = false;
            for edge in &self.edges {
                for (one, other) in [(&edge.from, &edge.to), (&edge.to, &edge.from)] {
                    if known.contains(one) && !known.contains(other) {
                        known.push(other.clone());
                        grown = true;
                    }
                }
            }
        }
        self.names().into_iter().filter(|name| known.contains(name)).collect()
    }

    /// The stated changes, in the order of the documents.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Whether a change is stated.
    pub fn allows(&self, from: &str, to: &str) -> bool {
        self.edges.iter().any(|edge| edge.from == from && edge.to == to)
    }

    /// Whether a text is the name of a state.
    pub fn knows(&self, state: &str) -> bool {
        self.edges.iter().any(|edge| edge.from == state || edge.to == state)
    }

    /// The names of all states, in the order of the documents.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.edges.iter().flat_map(|edge| [&edge.from, &edge.to]) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// The states that may come right before one.
    pub fn before<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'a str> {
        self.edges.iter().filter(move |edge| edge.to == state).map(|edge| edge.from.as_str())
    }

    /// The member of an object that holds its state, with the state.
    pub fn of_object<'a>(&self, object: &'a Value) -> Option<(&'a str, &'a str)> {
        let mut members =
            object.as_object()?.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
        members.find(|(_, value)| self.knows(value))
    }

    /// The shortest way from one state to another: the states to go through, without the first.
    pub fn way(&self, from: &str, to: &str) -> Option<Vec<&str>> {
        let mut came_from: HashMap<&str, &str> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(state) = queue.pop_front() {
            if state == to {
                let mut way = Vec::new();
                let mut at = self
                    .edges
                    .iter()
                    .flat_map(|edge| [&edge.from, &edge.to])
                    .find(|name| *name == to)?
                    .as_str();
                while at != from {
                    way.push(at);
                    at = came_from.get(at)?;
                }
                way.reverse();
                return Some(way);
            }
            for edge in self.edges.iter().filter(|edge| edge.from == state) {
                if edge.to != from && !came_from.contains_key(edge.to.as_str()) {
                    came_from.insert(&edge.to, &edge.from);
                    queue.push_back(&edge.to);
                }
            }
        }
        None
    }

    /// What is said about how changes into a state happen: those from `from`, or from anywhere.
    pub fn words(&self, from: Option<&str>, to: &str) -> Vec<&str> {
        let fits = |edge: &&Edge| edge.to == to && from.is_none_or(|from| edge.from == from);
        let edges = self.edges.iter().filter(fits);
        edges.map(|edge| edge.words.as_str()).collect()
    }
}

/// What a change is one of: as its heading says, within its document where the heading is that of any ("States").
fn machine_of(item: &Item) -> String {
    const ANY: &[&str] = &[
        "states",
        "state",
        "state machine",
        "state transitions",
        "transitions",
        "lifecycle",
        "life cycle",
        "status",
        "statuses",
        "status transitions",
        "workflow",
        "state table",
        "state diagram",
        "status flow",
        "",
    ];
    let machine = item.text_field("machine").unwrap_or_default();
    let bare = machine.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
    match item.section.first() {
        Some(title) if ANY.contains(&bare.to_lowercase().as_str()) => format!("{title}: {machine}"),
        _ => machine.to_owned(),
    }
}

/// The state in which a thing begins that a row tells so: "(new) → `queued`".
pub fn beginning(item: &Item) -> Option<String> {
    let (from, to) = item.key.split_once("->")?;
    is_nothing(from).then(|| bare(to)).filter(|to| !to.is_empty())
}

/// Whether a cell says that there is nothing yet.
fn is_nothing(from: &str) -> bool {
    const NOTHING: &[&str] = &[
        "(new)",
        "(none)",
        "(nothing)",
        "(start)",
        "(initial)",
        "(create)",
        "(creation)",
        "(created)",
        "-",
        "–",
        "—",
        "∅",
        "none",
        "n/a",
    ];
    NOTHING.contains(&bare(from).to_lowercase().as_str())
}

fn bare(name: &str) -> String {
    name.trim().trim_matches(['`', '*', '"']).to_owned()
}

/// The change that a cell states, where it says nothing else: "`open`, sealed → burnt" is one from each of the two.
fn row_change(cell: &str) -> Option<(Vec<String>, String)> {
    let (from, to) = ["→", "⟶", "-->", "->", "=>"].iter().find_map(|arrow| cell.split_once(arrow))?;
    let is_state = |name: &String| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    };
    let from: Vec<String> = from.replace(" or ", ",").split([',', '/', '|']).map(bare).collect();
    let to = bare(to);
    (from.iter().all(is_state) && is_state(&to) && !from.contains(&to)).then_some((from, to))
}

/// The changes that a transition states: "open, sealed -> burnt" is one from each of the two.
pub fn changes(item: &Item) -> Vec<(String, String)> {
    let Some((from, to)) = item.key.split_once("->") else { return Vec::new() };
    let to = bare(to);
    if bare(from).is_empty()
        || is_nothing(from)
        || to.is_empty()
        || from.contains("[*]")
        || to.contains("[*]")
    {
        return Vec::new();
    }
    let is_state = |name: &String| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    };
    let parts: Vec<String> = from
        .replace(" or ", ",")
        .replace(" and ", ",")
        .split([',', '/'])
        .map(bare)
        .filter(|part| !part.is_empty())
        .collect();
    let several = parts.len() > 1 && parts.iter().all(is_state);
    let from = if several { parts } else { vec![bare(from)] };
    from.into_iter().map(|from| (from, to.clone())).collect()
}

impl super::Api {
    /// Takes in the changes between two states that are all a thing has, where an operation is called after each:
    /// `POST /doors/{id}/lock` and `/unlock` of what is `locked` or `unlocked`.
    pub(super) fn read_pairs(&mut self) {
        let mut found = Vec::new();
        for resource in &self.resources {
            let Some(item) = self.item_path(resource) else { continue };
            let members = self.members(resource);
            let choices = members.iter().filter_map(|name| match &self.field_of(resource, name)?.rule.sort {
                super::Sort::Choice(words) if words.len() == 2 => Some(words),
                _ => None,
            });
            for words in choices {
                let by = |state: &String| {
                    self.operations.iter().find(|operation| {
                        operation.path.starts_with(item)
                            && operation.path.segments().len() == item.segments().len() + 1
                            && !operation.is_safe()
                            && operation.path.last_literal().is_some_and(|verb| {
                                verb.eq_ignore_ascii_case(state) || crate::words::brings(verb, state)
                            })
                    })
                };
                if let [one, other] = words.as_slice()
                    && let (Some(to_one), Some(to_other)) = (by(one), by(other))
                    && to_one.path != to_other.path
                {
                    found.push((other.clone(), one.clone(), to_one.title()));
                    found.push((one.clone(), other.clone(), to_other.title()));
                }
            }
        }
        for (from, to, title) in found {
            self.states.add(&from, &to, title);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_beside_the_words_of_a_sentence() {
        let field = crate::testing::item("field", "Door.state").field("type", "enum(shut, open, locked)");
        let fields =
            crate::api::FieldBook::read([field.into_item()].iter(), &|_, text| text.to_owned(), &|text| {
                text.to_owned()
            });
        let mut states = States::default();
        states.take_in("A porter opens it (`shut` → `open`) and locks it (`shut` -> `locked`).", &fields);
        states.take_in("`locked` → `open` is not possible.", &fields);
        states.take_in("A call goes `client` → `server`.", &fields);
        let said: Vec<String> =
            states.edges().iter().map(|edge| format!("{}>{}", edge.from, edge.to)).collect();
        assert_eq!(said, ["shut>open", "shut>locked"]);
    }
    use crate::testing::{ItemDraft, item};

    fn states() -> States {
        let keys =
            ["new -> paid", "paid -> sent", "paid -> refunded", "sent -> done", "[*] -> new", "done -> [*]"];
        let items = keys.map(|key| item("transition", key)).map(ItemDraft::into_item);
        States::read(items.iter(), &|_| None)
    }

    #[test]
    fn changes_that_the_row_of_an_operation_states() {
        let said = |cell: &str| {
            let (from, to) = row_change(cell)?;
            Some(format!("{} > {to}", from.join(" ")))
        };
        assert_eq!(said("parked, towed → released").as_deref(), Some("parked towed > released"));
        assert_eq!(said("`parked` or `towed` -> `released`").as_deref(), Some("parked towed > released"));
        assert_eq!(said("parked/towed => released").as_deref(), Some("parked towed > released"));
        assert_eq!(said("Releases a car (parked → released)"), None, "a sentence says more than a change");
        assert_eq!(said("parked → towed → released"), None);
        assert_eq!(said("parked"), None);
    }

    #[test]
    fn the_shortest_way_leads_through_stated_changes_only() {
        let states = states();
        assert_eq!(states.way("new", "done"), Some(vec!["paid", "sent", "done"]));
        assert_eq!(states.way("new", "new"), Some(vec![]));
        assert_eq!(states.way("refunded", "done"), None);
        assert!(states.knows("refunded") && !states.knows("[*]"));
    }

    #[test]
    fn the_state_of_an_object_is_found_by_its_value() {
        let object = serde_json::json!({"id": "1", "phase": "sent"});
        assert_eq!(states().of_object(&object), Some(("phase", "sent")));
    }
}

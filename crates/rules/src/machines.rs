//! State machines: the states and changes that a document draws, tabulates or lists.

use crate::Context;
use crate::records::{Records, block_at, is_aside};
use crate::spelling::squash;
use abide_model::Kind;
use abide_syntax::{NodeId, NodeKind, TextRange};
use std::collections::BTreeMap;

/// One machine: the changes that stand in one block, or in one section outside of blocks.
pub(crate) struct Machine {
    /// By their squashed names, in the order of their places.
    pub states: Vec<State>,
    pub changes: Vec<Change>,
    /// States that the block says it starts in.
    pub starts: Vec<String>,
    /// States that the block says it ends in.
    pub ends: Vec<String>,
    /// Whether it is a drawing of one level, in which all changes of all states stand.
    pub drawn: bool,
    /// Whether it is a table.
    pub tabled: bool,
}

/// A state.
pub(crate) struct State {
    pub key: String,
    pub name: String,
    pub range: TextRange,
}

/// A change from one state to another, as keys.
pub(crate) struct Change {
    pub from: String,
    pub to: String,
    pub range: TextRange,
}

impl Machine {
    fn state(&mut self, name: &str, range: TextRange) -> String {
        let key = squash(name);
        if !self.states.iter().any(|state| state.key == key) {
            self.states.push(State { key: key.clone(), name: name.to_owned(), range });
        }
        key
    }
}

/// The machines of a document.
pub(crate) fn machines(context: &Context) -> Vec<Machine> {
    let document = context.document;
    let mut blocks: BTreeMap<NodeId, Machine> = BTreeMap::new();
    let mut places: Vec<(TextRange, &str, &str)> = Vec::new();
    let transitions: Vec<_> = context.items(Kind::Transition).collect();
    for item in &transitions {
        if let (Some(from), Some(to)) = (item.text_field("from"), item.text_field("to")) {
            places.push((item.range, from, to));
        }
    }
    let by_id: std::collections::HashMap<&str, _> =
        transitions.iter().map(|item| (item.id.as_str(), *item)).collect();
    for mention in &context.spec.mentions {
        if let Some(item) = by_id.get(mention.item.as_str())
            && let (Some(from), Some(to)) = (item.text_field("from"), item.text_field("to"))
        {
            places.push((mention.range, from, to));
        }
    }
    places.sort_by_key(|(range, ..)| range.start);
    for (range, from, to) in places {
        if is_aside(context, range) {
            continue;
        }
        let block = block_at(document, range);
        let kind = document.node(block).kind;
        let machine = blocks.entry(block).or_insert_with(|| Machine {
            states: Vec::new(),
            changes: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            drawn: false,
            tabled: kind == NodeKind::Table,
        });
        // Several states in one cell, and "any" state, are no names of states.
        for name in [from, to] {
            machine.state(name, range);
        }
        machine.changes.push(Change { from: squash(from), to: squash(to), range });
    }
    for (block, machine) in &mut blocks {
        if matches!(document.node(*block).kind, NodeKind::Code { .. }) {
            edges(document.source(*block), machine);
        }
    }
    blocks.into_values().collect()
}

/// Where a drawing says that its machine starts and ends.
fn edges(source: &str, machine: &mut Machine) {
    let diagram = source.contains("stateDiagram") || source.contains("@startuml");
    machine.drawn = diagram && !source.lines().skip(1).any(|line| line.contains('{') || line.contains("<<"));
    for line in source.lines() {
        let Some((from, rest)) = line.split_once("-->").or_else(|| line.split_once("->")) else { continue };
        let to = rest.split(':').next().unwrap_or(rest).trim();
        match (from.trim(), to) {
            ("[*]", to) => machine.starts.push(squash(to)),
            (from, "[*]") => machine.ends.push(squash(from)),
            _ => {}
        }
    }
}

/// The values that a field of a record names for its state, or an enumeration: where, of what, and which.
pub(crate) fn enumerations(records: &Records) -> Vec<(TextRange, String, Vec<String>)> {
    let mut found = Vec::new();
    for record in &records.all {
        for (range, values) in &record.values {
            found.push((*range, record.name.to_owned(), values.clone()));
        }
        for field in &record.fields {
            for saying in &field.sayings {
                let values = saying.values();
                if values.len() >= 2 {
                    found.push((saying.range, format!("{}.{}", record.name, field.name), values));
                }
            }
        }
    }
    found
}

//! A probe: how one sort of statement is held against the real system.

use crate::api::{Scope, Sentence};
use crate::claim::Claim;
use crate::facts::{Facts, SpecFacts};
use abide_model::{Item, Kind};
use std::sync::Arc;

/// A way to try statements. To add one, write its file in `probes/` and its line in the list there.
pub struct Probe {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// What it takes, what it needs, what it tries, and when it refutes.
    pub documentation: &'static str,
    /// The kinds of items that it looks at.
    pub kinds: &'static [Kind],
    /// What it claims about the system for an item; nothing where it has nothing to say.
    pub claims: fn(&ItemContext) -> Vec<Claim>,
}

/// One item among all that is known.
#[derive(Clone)]
pub struct ItemContext<'a> {
    /// Everything that is known before the run.
    pub facts: &'a Arc<Facts>,
    /// The number of the specification that states the item.
    pub number: usize,
    /// That specification.
    pub spec: &'a SpecFacts,
    /// The item.
    pub item: &'a Item,
    /// The document in which it stands.
    pub document: &'a SpecFacts,
    /// The item as it stands there.
    pub stated: &'a Item,
}

impl ItemContext<'_> {
    /// The statement as it stands in the document, with its marks.
    pub fn source(&self) -> &str {
        self.document.slice(self.stated)
    }

    /// Whether the statement may be about an operation: none of its sentences stands with others alone.
    pub fn may_be_about(&self, number: usize) -> bool {
        let mut within = self.facts.api.within(self.number, self.item.range.start, self.item.range.end);
        within.all(|(_, sentence)| match &sentence.scope {
            Scope::Operations(numbers) => numbers.contains(&number),
            _ => true,
        })
    }

    /// Whether a sentence stands in an item of a kind that is a statement of its own; what no reader took counts for what stands around it
    /// as well.
    pub fn is_held(&self, sentence: &Sentence, states: impl Fn(Kind) -> bool) -> bool {
        let shares =
            |item: &&Item| item.range.start < sentence.range.end && sentence.range.start < item.range.end;
        self.spec.read_items().filter(|item| states(item.kind)).any(|item| shares(&item))
    }
}

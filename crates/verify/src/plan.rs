//! What will be tried: the claims of each item.

use crate::api::plain;
use crate::claim::{Claim, Needs, Outcome};
use crate::error::VerifyError;
use crate::facts::Facts;
use crate::hedge;
use crate::probe::{ItemContext, Probe};
use crate::shard::Shard;
use abide_model::{Item, Kind, qualified};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// The claims of all items.
pub struct Plan {
    /// The items, in the order of the documents.
    pub items: Vec<PlannedItem>,
}

/// An item with what is claimed about it.
pub struct PlannedItem {
    /// The number of its document.
    pub spec: usize,
    /// Its number within the document.
    pub item: usize,
    /// Its claims, each with its probe.
    pub claims: Vec<(&'static Probe, Claim)>,
}

impl Plan {
    /// Asks all probes about all items, or about those whose ids begin with one of `only`.
    pub fn of(facts: &Arc<Facts>, probes: &[&'static Probe], only: &[String]) -> Result<Plan, VerifyError> {
        let mut items = Vec::new();
        let mut found = vec![false; only.len()];
        let mut same = Same::default();
        for (number, document) in facts.documents.iter().enumerate() {
            for (at, stated) in document.items.iter().enumerate() {
                let mut wanted = only.is_empty();
                for (which, id) in only.iter().enumerate() {
                    let fits = stated.id.starts_with(id.as_str())
                        || qualified(&document.path, &stated.id).starts_with(id.as_str());
                    found[which] |= fits;
                    wanted |= fits;
                }
                if wanted {
                    let place = facts.place_of(number, at);
                    let read = place.and_then(|(spec, item)| {
                        let known = facts.specs.get(spec)?;
                        Some((spec, known, known.items.get(item)?))
                    });
                    let Some((read, spec, item)) = read else { continue };
                    // An endpoint that stands for several operations is each of them.
                    let mut stands_for: Vec<&Item> = spec.variants_of(&item.id).collect();
                    if stands_for.is_empty() {
                        stands_for.push(item);
                    }
                    let mut claims = Vec::new();
                    // What was, will be or is asked is nothing to hold against the system as it is.
                    if says_plainly(item.kind)
                        && hedge::is_no_statement(&first_sentence(document.slice(stated)))
                    {
                        stands_for.clear();
                    }
                    for item in stands_for {
                        let context = ItemContext { facts, number: read, spec, item, document, stated };
                        let operation = same.operation(&context);
                        for probe in probes.iter().filter(|probe| probe.kinds.contains(&item.kind)) {
                            let own = (probe.claims)(&context).into_iter();
                            claims.extend(own.map(|claim| (*probe, same.share(operation, probe, claim))));
                        }
                    }
                    items.push(PlannedItem { spec: number, item: at, claims });
                }
            }
        }
        match found.iter().position(|found| !found) {
            Some(missing) => Err(VerifyError::UnknownItem(only[missing].clone())),
            None => {
                crate::linked::link(facts, probes, &mut items);
                Ok(Plan { items })
            }
        }
    }

    /// Keeps of what is told beside the items what is tried, and what is known of earlier runs: that is judged anew.
    pub fn keep_told(&mut self, facts: &Facts, is_known: impl Fn(&str, &str) -> bool) {
        self.items.retain(|planned| {
            let spec = facts.documents.get(planned.spec);
            let stated = spec.and_then(|spec| Some((spec, spec.items.get(planned.item)?)));
            let Some((spec, item)) = stated.filter(|(_, item)| item.is_told()) else { return true };
            planned.claims.iter().any(|(_, claim)| claim.is_tried()) || is_known(&spec.path, &item.id)
        });
    }

    /// Keeps the items of a shard; how many claims the other shards try.
    pub fn keep(&mut self, shard: Shard, facts: &Facts) -> usize {
        let all = self.tried();
        self.items.retain(|planned| {
            let spec = facts.documents.get(planned.spec);
            spec.and_then(|spec| Some((spec, spec.items.get(planned.item)?)))
                .is_some_and(|(spec, item)| shard.holds(&spec.path, &item.id))
        });
        all - self.tried()
    }

    /// How many items have a claim that will be tried.
    pub fn items_tried(&self) -> usize {
        self.items.iter().filter(|item| item.claims.iter().any(|(_, claim)| claim.is_tried())).count()
    }

    /// How many claims will be tried.
    pub fn tried(&self) -> usize {
        self.items.iter().flat_map(|item| &item.claims).filter(|(_, claim)| claim.is_tried()).count()
    }

    /// Whether a claim needs the target.
    pub fn needs_target(&self) -> bool {
        let mut claims = self.items.iter().flat_map(|item| &item.claims);
        claims.any(|(_, claim)| claim.is_tried() && claim.needs == Needs::Target)
    }
}

/// What is claimed of the same: the number of the operation, the probe, the claim in words, and which of those of one item it is.
type Asked = (usize, &'static str, String, usize);

/// The outcomes of claims that several items bring alike: an operation that a table lists and a chapter describes.
#[derive(Default)]
struct Same {
    kept: HashMap<Asked, Arc<OnceLock<Outcome>>>,
    /// How often the item brought a claim of a probe.
    brought: HashMap<(&'static str, String), usize>,
}

impl Same {
    /// The operation that an item documents, and from which its claims follow.
    fn operation(&mut self, context: &ItemContext) -> Option<usize> {
        if context.item.kind != Kind::Endpoint {
            return None;
        }
        self.brought.clear();
        context.facts.api.of_item(context.number, &context.item.id).map(|(number, _)| number)
    }

    /// A claim that shares what comes of it with that of another item; two of one item are never the same.
    fn share(&mut self, operation: Option<usize>, probe: &Probe, claim: Claim) -> Claim {
        let Some(number) = operation else { return claim };
        let brought = self.brought.entry((probe.name, claim.title.clone())).or_default();
        let key = (number, probe.name, claim.title.clone(), *brought);
        *brought += 1;
        claim.shared(Arc::clone(self.kept.entry(key).or_default()))
    }
}

/// Whether items of a kind are sentences.
fn says_plainly(kind: Kind) -> bool {
    matches!(kind, Kind::Requirement | Kind::Permission | Kind::Check | Kind::Exception | Kind::Step)
}

/// The first sentence of a statement, in lower case.
fn first_sentence(source: &str) -> String {
    let plain = plain(source);
    plain.split_inclusive(". ").next().unwrap_or_default().to_owned()
}

/// Whether what an item of a kind says is something that a running system could show by itself.
pub fn shows(kind: Kind) -> bool {
    use Kind::*;
    !matches!(
        kind,
        Meta | Change
            | Stakeholder
            | Reference
            | Term
            | Diagram
            | Goal
            | NonGoal
            | Task
            | Milestone
            | Risk
            | Decision
            | Alternative
            | Question
            | Rollout
            | Story
    )
}

/// Why no probe says anything about an item of a kind.
pub fn untaken(kind: Kind, probes: &[&'static Probe]) -> &'static str {
    use Kind::*;
    match kind {
        Meta | Change | Stakeholder | Reference | Term | Diagram => {
            "it says something about the document or its readers, and nothing that a system could do"
        }
        Goal | NonGoal | Task | Milestone | Risk | Decision | Alternative | Question | Rollout | Story => {
            "it says something about the work, and nothing that a running system shows by itself"
        }
        kind if probes.iter().any(|probe| probe.kinds.contains(&kind)) => "no probe for this statement yet",
        _ => "no probe for this kind yet",
    }
}

//! What is done leaves the entry in the trail that the specification states.

mod attempt;
mod every;
mod told;

use crate::claim::{Claim, Needs};
use crate::probe::{ItemContext, Probe};
use abide_model::Kind;
use told::Entry;

/// What is done leaves the entry in the trail that the specification states.
pub const PROBE: Probe = Probe {
    name: "trail",
    summary: "What is done leaves the stated entry in the trail that can be read",
    documentation: "\
Takes entries of an audit trail, a journal or a history whose actions are named as code names them: in a table of actions (`order.shipped` | an order is shipped), in \
a list of them below a heading that speaks of the trail, and in sentences (\"cancelling a visit leaves an entry `visit.cancelled`\"). Statements about all that is written (\"every \
successful write leaves exactly one entry\", \"a refused one leaves none\") are tried with what makes, changes and deletes an object of each kind.

Needs a target, the headers of a role that may read the trail, and a documented list that answers it: `GET /audit`, `GET /events`. What brings an entry about has to be evident from \
its name: an object that is made, changed, deleted or brought into a state, or the operation that does it (`assessed` is `POST /tests/{id}/assess`).

The deed is done to an object of its own, and the trail is read afterwards. Refuted is a trail that has no entry of that action about the object, where it was read to its end \
and has another entry about the object, or where it has entries of other listed actions.",
    kinds: &[Kind::Endpoint, Kind::Requirement, Kind::Check, Kind::Exception, Kind::Signal],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some(list) = told::list(api) else { return Vec::new() };
    let all = told::entries(api, context.spec.text(), list);
    let reads_it = api.of_item(context.number, &context.item.id).is_some_and(|(number, _)| number == list);
    if context.item.kind == Kind::Endpoint && !reads_it {
        return Vec::new();
    }
    let range = context.item.range.start..context.item.range.end;
    let others: Vec<String> = all.iter().map(|entry| entry.name.clone()).collect();
    let claim = |entry: &Entry| {
        let title = format!("{} leaves an entry `{}` in the trail", entry.deed(api), entry.name);
        let (entry, others) = (entry.clone(), others.clone());
        Claim::new(title, Needs::Target, move |stage| {
            attempt::is_left(stage, list, &entry, &others).unwrap_or_else(|outcome| outcome)
        })
    };
    // What no other statement says stands with the list that shows it.
    let held = |entry: &Entry| {
        let holds = |item: &abide_model::Item| {
            item.kind != Kind::Endpoint
                && PROBE.kinds.contains(&item.kind)
                && (item.range.start..item.range.end).contains(&entry.at)
        };
        context.spec.read_items().any(holds)
    };
    match reads_it {
        true => all.iter().filter(|entry| !held(entry)).map(claim).map(Claim::minor).collect(),
        false => {
            let within = api.within(context.number, range.start, range.end);
            let each = within.flat_map(|(_, sentence)| every::of_sentence(api, sentence, list));
            all.iter().filter(|entry| range.contains(&entry.at)).map(claim).chain(each).collect()
        }
    }
}

/// Whether an item names entries of a trail.
pub fn takes(context: &ItemContext) -> bool {
    context.item.kind != Kind::Endpoint && !claims(context).is_empty()
}

#[cfg(test)]
mod tests;

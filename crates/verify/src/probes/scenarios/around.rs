//! The operation that a statement stands with: that of the step before it, of its heading, or of the flow whose errors it lists.

use crate::api::{Api, meant, operation_in};
use crate::probe::ItemContext;
use abide_model::{Item, Kind};

/// The operation that a step, an exception or a check stands with, where one is certain.
pub fn of(context: &ItemContext) -> Option<usize> {
    let (api, item) = (&context.facts.api, context.item);
    match item.kind {
        Kind::Step => {
            let same = |other: &&Item| other.section == item.section && other.range.start < item.range.start;
            let before: Vec<&Item> = context.spec.of_kind(Kind::Step).filter(same).collect();
            let said = before
                .iter()
                .rev()
                .find_map(|step| done(api, context.number, context.spec.slice(step), &item.section));
            said.or_else(|| titled(api, context.number, item))
        }
        Kind::Exception => main(context).or_else(|| titled(api, context.number, item)),
        _ => None,
    }
}

/// The operation that a step says to be done: by its method and path, or in words.
pub fn done(api: &Api, spec: usize, text: &str, section: &[String]) -> Option<usize> {
    if let Some((method, path)) = operation_in(text) {
        let found = api.operations.iter().position(|operation| {
            operation.spec == spec
                && operation.method == method
                && (operation.path.same(&path) || operation.path.ends_with(&path))
        });
        return found;
    }
    // What happens under a condition is not done by the step.
    let first = text.split([';', ',']).next()?.split(". ").next()?.trim().trim_end_matches('.');
    let lower = first.to_lowercase();
    let conditional = ["if ", "when ", "while ", "without ", "unless ", "after ", "from ", "all ", "no "];
    if conditional.iter().any(|word| lower.starts_with(word)) || first.split_whitespace().count() > 12 {
        return None;
    }
    let title = section.last().map(String::as_str).unwrap_or_default();
    let said = meant(api, spec, title, first)?;
    // A clause that says more than who does what is not understood.
    said.rest.is_empty().then_some(said.number)
}

/// The operation that a heading names: "Removing a berth".
fn titled(api: &Api, spec: usize, item: &Item) -> Option<usize> {
    let title = item.section.last()?;
    if let Some((method, path)) = operation_in(title) {
        return api.find(&method, &path).map(|(number, _)| number);
    }
    if title.split_whitespace().count() > 6 || title.contains(" and ") {
        return None;
    }
    meant(api, spec, "", title).filter(|said| said.rest.is_empty()).map(|said| said.number)
}

/// The operation by which a flow begins whose errors are listed beside it: the first that makes something.
fn main(context: &ItemContext) -> Option<usize> {
    let (api, item) = (&context.facts.api, context.item);
    let above = item.section.len().saturating_sub(1);
    let beside = |other: &&Item| {
        other.range.start < item.range.start
            && above > 0
            && other.section.len() > above
            && other.section.get(..above) == item.section.get(..above)
            && context
                .spec
                .items
                .iter()
                .any(|step| matches!(step.kind, Kind::Step | Kind::Flow) && step.section == other.section)
    };
    let makes = |endpoint: &Item| {
        let (number, operation) = api.of_item(context.number, &endpoint.id)?;
        api.is_creation(operation).then_some(number)
    };
    context.spec.of_kind(Kind::Endpoint).filter(beside).find_map(makes)
}

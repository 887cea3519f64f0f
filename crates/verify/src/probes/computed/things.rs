//! What an object refers to, where a value follows from a member of it: "`days` times the machine's `rate`".

use crate::api::{Api, Formula, FormulaScope, Resource, call_as_allowed, reference_among, unwrapped};
use crate::http::Call;
use crate::stage::Stage;
use crate::words;
use serde_json::Value;

/// The resources that objects refer to by a member of theirs, with that member. None where two are called alike.
pub fn referred<'a>(api: &'a Api, resource: &Resource) -> Vec<(String, &'a Resource)> {
    let names = api.members(resource);
    let create = resource.create.and_then(|create| api.operations.get(create));
    let asked = create.and_then(|create| create.request.as_ref()?.json()?.as_object());
    let asked: Vec<String> = asked.map(|asked| asked.keys().cloned().collect()).unwrap_or_default();
    let others = api.resources.iter().filter(|other| other.read.is_some() && other.name != resource.name);
    let found = others.filter_map(|other| {
        let reference = reference_among(names.iter().chain(&asked), other)?;
        Some((reference, other))
    });
    let found: Vec<(String, &Resource)> = found.collect();
    let alone = |other: &Resource| found.iter().filter(|(_, known)| known.name == other.name).count() == 1;
    found.iter().filter(|(_, other)| alone(other)).cloned().collect()
}

/// The ways from objects to what they refer to, and to what that refers to in turn; none where two lead to things of one name.
fn ways<'a>(api: &'a Api, resource: &Resource) -> Vec<Vec<(String, &'a Resource)>> {
    let near = referred(api, resource);
    let beyond = near.iter().flat_map(|step| {
        let next = referred(api, step.1).into_iter().filter(|(_, other)| other.name != resource.name);
        next.map(|next| vec![step.clone(), next]).collect::<Vec<_>>()
    });
    let beyond: Vec<_> = beyond.collect();
    let all: Vec<Vec<(String, &Resource)>> =
        near.iter().map(|step| vec![step.clone()]).chain(beyond).collect();
    let name = |way: &[(String, &Resource)]| way.last().map(|(_, other)| other.name.clone());
    let is_near = |way: &[(String, &Resource)]| way.len() == 1;
    let alone = |way: &Vec<(String, &Resource)>| {
        let same = all.iter().filter(|other| name(other) == name(way));
        is_near(way) || same.count() == 1
    };
    all.iter().filter(|way| alone(way)).cloned().collect()
}

/// A scope that also knows what objects refer to, and what settings give in the unit of a member.
pub fn widened(api: &Api, resource: &Resource, scope: &FormulaScope, name: &str) -> FormulaScope {
    let members = |other: &Resource| {
        let fields = other.entity.iter().flat_map(|entity| api.fields.of_entity(entity));
        fields.map(|(name, facts)| (name.trim_end_matches('?').to_owned(), facts.rule.sort.clone())).collect()
    };
    let ways = ways(api, resource);
    let things =
        ways.iter().filter_map(|way| way.last()).map(|(_, other)| (other.name.clone(), members(other)));
    let unit = words::parts(name).pop().unwrap_or_default();
    let constants = api.constants.iter().filter(|constant| constant.unit == unit).cloned().collect();
    FormulaScope { things: things.collect(), constants, ..scope.clone() }
}

/// An object with what it refers to, so far as a formula speaks of it.
pub fn with_referred(stage: &Stage, resource: &Resource, formula: &Formula, mut object: Value) -> Value {
    let api = &stage.facts.api;
    let things = formula.things();
    if things.is_empty() {
        return object;
    }
    for way in ways(api, resource) {
        let Some((_, last)) = way.last().filter(|(_, last)| things.contains(&last.name.as_str())) else {
            continue;
        };
        let found = way.iter().try_fold(object.clone(), |at, (reference, other)| {
            let id = at.get(reference).filter(|id| !id.is_null())?;
            read(stage, other, id.as_str().map_or_else(|| id.to_string(), str::to_owned))
        });
        if let Some(found) = found
            && let Some(object) = object.as_object_mut()
        {
            object.insert(Formula::place_of(&last.name), found);
        }
    }
    object
}

fn read(stage: &Stage, other: &Resource, id: String) -> Option<Value> {
    let operation = stage.facts.api.operations.get(other.read?)?;
    let alone = operation.path.parameters().count() == 1;
    let base = stage.target().ok()?.client.base_path();
    let call = alone.then(|| Call::new("GET", operation.fill(&[id], base)))?;
    let (exchange, _) = call_as_allowed(stage, operation, &call).ok()?;
    exchange.answer.is_success().then(|| exchange.answer.json().map(unwrapped))?
}

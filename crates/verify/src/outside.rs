//! Operations that stand outside of the base path, as the running system tells: "Base path: /api/v1" seldom says whether it
//! holds for `GET /health`. Only what serves those who run the system is asked: another operation that answers without the
//! base path is a fault.

use crate::api::{PathTemplate, is_machinery};
use crate::facts::{Facts, SpecFacts};
use crate::http::Call;
use crate::stage::{Shared, Stage};
use crate::target::Target;
use abide_model::{Item, Kind};
use std::collections::HashSet;

/// An endpoint's item: the path of its specification, and its id.
pub type Id = (String, String);

/// The operations that answer without the base path and are unknown with it.
pub fn settle(facts: &Facts, shared: &Shared, target: &Target) -> HashSet<Id> {
    // Below the base of a target's own address, nothing outside of it can be asked.
    if !target.client.base_path().is_empty() {
        return HashSet::new();
    }
    let stage = Stage::new(facts, shared, Some(target));
    let status = |path: &PathTemplate| {
        let asked = stage.call(&Call::new("GET", path.fill(&[])));
        asked.map(|exchange| exchange.answer.status).ok()
    };
    let stands_outside = |item: &&Item| {
        let (Some(base), Some("GET")) = (item.text_field("base_path"), item.text_field("method")) else {
            return false;
        };
        let path = PathTemplate::read(item.text_field("path").unwrap_or_default());
        let below = path.below(&PathTemplate::read(base));
        let plain = path.parameters().next().is_none() && !below.same(&path);
        plain
            && is_machinery(&path)
            && match (status(&below), status(&path)) {
                (Some(404), Some(other)) => other != 404,
                // Below the base, what is not there may be kept from whoever has no key.
                (Some(401 | 403), Some(other)) => (200..300).contains(&other),
                _ => false,
            }
    };
    let of_spec = |spec: &SpecFacts| -> Vec<Id> {
        let found = spec.of_kind(Kind::Endpoint).filter(stands_outside);
        found.map(|item| (spec.path.clone(), item.id.clone())).collect()
    };
    facts.documents.iter().flat_map(of_spec).collect()
}

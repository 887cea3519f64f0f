//! Which way a calculated number is rounded: "rounded half up", "rounded down to the cent".

use crate::api::{Resource, Sort, create, gathered, references, settle_referred};
use crate::claim::Outcome;
use crate::pattern::pattern;
use crate::stage::Stage;
use serde_json::{Map, Value, json};

/// A way to round to a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    Up,
    Down,
    Half,
}

pattern!(
    ROUNDED,
    r"(?i)\brounded (half up|half even|up|down)\b(?: to (?:the |an? )?(?:next |nearest |full |whole )*([\w-]+))?"
);

impl Rounding {
    /// What is said of it; none where another unit than whole ones may be meant.
    pub fn read(said: &str) -> Option<Self> {
        let found = ROUNDED.captures(said)?;
        let whole = [
            "cent", "cents", "minute", "minutes", "second", "seconds", "number", "integer", "unit", "whole",
            "point", "points",
        ];
        if found.get(2).is_some_and(|unit| !whole.contains(&unit.as_str().to_lowercase().as_str())) {
            return None;
        }
        match found[1].to_lowercase().as_str() {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            "half up" => Some(Self::Half),
            _ => None,
        }
    }

    /// The whole number that comes of another; what is whole but for the way in which machines calculate is left as it is.
    pub fn of(self, number: f64) -> f64 {
        const SLACK: f64 = 1e-6;
        match self {
            Self::Up => (number - SLACK).ceil(),
            Self::Down => (number + SLACK).floor(),
            Self::Half => (number + 0.5 + SLACK).floor(),
        }
    }

    /// As one would say it.
    pub fn said(self) -> &'static str {
        match self {
            Self::Up => "rounded up",
            Self::Down => "rounded down",
            Self::Half => "rounded half up",
        }
    }
}

/// What a new object may refer to, made with numbers that leave a rest: the rate that an entry takes from its project.
pub fn referring(stage: &Stage, resource: &Resource) -> Vec<Map<String, Value>> {
    const MOST: usize = 2;
    let api = &stage.facts.api;
    let Some(create) = resource.create else { return Vec::new() };
    let body = api.operations[create].request.as_ref().and_then(|body| body.json());
    let mut found = Vec::new();
    for (member, creating) in body.map(|body| references(stage, body)).unwrap_or_default() {
        let Some(other) = api.resources.iter().find(|other| other.create == Some(creating)) else { continue };
        let Some(entity) = other.entity.as_ref() else { continue };
        for (name, facts) in api.fields.of_entity(entity) {
            let number = matches!(facts.rule.sort, Sort::Integer | Sort::Number);
            if !number || facts.rule.owned || api.is_owned(other, name) || found.len() >= MOST {
                continue;
            }
            let values = [9999, 4999, 999, 97, 7].map(|value| json!(value));
            let others =
                (2..6).filter_map(|variant| facts.rule.valid(name, variant)).filter(Value::is_number);
            let mut values = values.into_iter().chain(others);
            let Some(value) = values.find(|value| facts.rule.broken_by(value).is_none()) else {
                continue;
            };
            if let Ok(id) = made_with(stage, (create, &member), (creating, other), (name, &value)) {
                found.push(Map::from_iter([(member.clone(), id)]));
            }
        }
    }
    found
}

/// Requests that gather two and three objects: a sum that leaves another rest.
pub fn gathering(stage: &Stage, resource: &Resource) -> Vec<Map<String, Value>> {
    let Some(create) = resource.create else { return Vec::new() };
    let of = |count: usize| gathered(stage, create, count).ok().flatten().map(|(members, _)| members);
    [2, 3].into_iter().filter_map(of).collect()
}

/// What a member of a request refers to, made with a value of its own and brought into the state that it needs.
fn made_with(
    stage: &Stage,
    (by, member): (usize, &str),
    (creating, other): (usize, &Resource),
    (name, value): (&str, &Value),
) -> Result<Value, Outcome> {
    let unknown = || Outcome::unproven("what it refers to cannot be made");
    let item = stage.facts.api.item_path(other).ok_or_else(unknown)?;
    let object = create(stage, creating, &[], &|body| {
        body.insert(name.to_owned(), value.clone());
    })?
    .object(stage, other)?;
    let mut placed = object.placed(item, Some(object.shown.clone()));
    settle_referred(stage, by, member, &mut placed)?;
    object.shown.get("id").cloned().or_else(|| object.values.last().map(|id| json!(id))).ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_round_and_what_comes_of_them() {
        for (said, number, whole) in [
            ("`minutes` × `rate` ÷ 60, rounded half up", 8332.5, Some(8333.0)),
            ("the half of it, rounded up to the next whole cent", 8.1, Some(9.0)),
            ("5 % of `value`, rounded down to the cent", 8.9, Some(8.0)),
            ("4 percent of `gross`, rounded half up to a whole cent", 9.6, Some(10.0)),
            ("rounded down", 8.0, Some(8.0)),
            ("rounded to the nearest cent", 8.9, None),
            ("rounded half even", 8.5, None),
            ("rounded up to two decimals", 8.1, None),
        ] {
            assert_eq!(Rounding::read(said).map(|rounding| rounding.of(number)), whole, "{said}");
        }
    }
}

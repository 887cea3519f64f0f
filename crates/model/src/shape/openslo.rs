//! Service level objectives as OpenSLO writes them: one document of YAML for each, with what is to be reached.

use super::described::{Node, parsed};
use crate::fence::CodeLine;
use abide_syntax::TextRange;

/// One objective of a service level.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Objective {
    /// The service level and, where it has several objectives, which of them.
    pub name: String,
    /// The share of good events that is to be reached, as written.
    pub written: String,
    /// In percent.
    pub percent: f64,
    /// The window in which it holds: `28d`.
    pub window: Option<String>,
    /// The bytes of the key that gives the share.
    pub range: TextRange,
}

/// The objectives of a block of one or several documents.
pub(crate) fn objectives(lines: &[CodeLine]) -> Vec<Objective> {
    lines.split(|line| line.text.trim_end() == "---").filter_map(parsed).flat_map(|level| of_level(&level)).collect()
}

fn of_level(level: &Node) -> Vec<Objective> {
    let own = level.said("apiVersion").is_some_and(|version| version.to_lowercase().starts_with("openslo"));
    if !own || level.said("kind") != Some("SLO") {
        return Vec::new();
    }
    let named = level.get("metadata").and_then(|metadata| metadata.said("displayName").or_else(|| metadata.said("name")));
    let Some(spec) = level.get("spec") else { return Vec::new() };
    let name = named.or_else(|| spec.said("service")).unwrap_or_default();
    let windows = spec.get("timeWindow").or_else(|| spec.get("timeWindows")).map(Node::elements).unwrap_or_default();
    let window = windows.iter().find_map(|window| window.said("duration")).map(str::to_owned);
    let elements = spec.get("objectives").map(Node::elements).unwrap_or_default();
    elements
        .iter()
        .filter_map(|objective| {
            let share = objective.entries().iter().find(|entry| matches!(entry.key.as_str(), "target" | "targetPercent"))?;
            let written = share.value.text()?;
            let number: f64 = written.parse().ok()?;
            let whole = share.key == "targetPercent";
            // A share is between nothing and all.
            let percent = if whole { number } else { (number * 1e8).round() / 1e6 };
            let which = objective.said("displayName").filter(|_| elements.len() > 1);
            let name = which.map_or_else(|| name.to_owned(), |which| format!("{name}: {which}"));
            (0.0..=100.0).contains(&percent).then(|| Objective {
                name,
                written: written.to_owned(),
                percent,
                window: window.clone(),
                range: share.range,
            })
        })
        .collect()
}

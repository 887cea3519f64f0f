//! Values of a choice that stand in brackets behind its name: "`state` (`new`, `done`)".

use crate::shape::is_type;
use crate::text;

/// Last words of names whose values are words of a list.
const CHOICES: &[&str] = &[
    "state",
    "status",
    "kind",
    "type",
    "role",
    "level",
    "priority",
    "category",
    "severity",
    "mode",
    "stage",
    "phase",
    "visibility",
    "plan",
    "tier",
    "currency",
    "unit",
    "direction",
    "outcome",
    "reason",
    "channel",
    "size",
    "color",
    "colour",
];

/// The values of "`state` (`new`, `done`)": nothing but pieces of code stands in the brackets, which might be names of
/// members where the name is not that of a choice.
pub(super) fn only_values<'a>(name: &str, rest: &'a str) -> Vec<&'a str> {
    let inner = rest.trim_start_matches(['*', '_', ' ', ':', '：']);
    let inner =
        inner.strip_prefix('(').and_then(|inner| inner.split_once(')')).map_or(inner, |(inner, _)| inner);
    let coded = |part: &&str| part.len() > 2 && part.starts_with('`') && part.ends_with('`');
    let either: &[char] = &['|'];
    let any: &[char] = &[',', '|', '/'];
    // `leave_type`, `leaveType`
    let lower = name.to_lowercase();
    let choice = CHOICES.iter().any(|word| {
        lower.strip_suffix(word).is_some_and(|rest| {
            rest.is_empty() || rest.ends_with(['_', '-']) || name.ends_with(&capitalised(word))
        })
    });
    let separators = if choice { any } else { either };
    let parts: Vec<&str> = text::parts(inner, separators).into_iter().map(str::trim).collect();
    let values: Vec<&str> = parts.iter().map(|part| part.trim_matches(['`', '"', '\''])).collect();
    let bare = |value: &&str| value.parse::<f64>().is_ok() || is_type(value);
    if parts.iter().all(coded) && !values.iter().any(bare) { values } else { Vec::new() }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

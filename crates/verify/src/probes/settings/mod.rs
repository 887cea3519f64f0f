//! Documented settings are read by the code, with their defaults in force.

mod boot;
mod code;
mod company;
mod effect;
mod replayed;
#[rustfmt::skip]
mod unmentioned;

use crate::claim::{Claim, Needs};
use crate::facts::SpecFacts;
use crate::pattern::pattern;
use crate::probe::{ItemContext, Probe};
use crate::second::is_harmless;
use crate::stage::Stage;
use abide_model::{Item, Kind};
use std::collections::BTreeMap;

/// Documented settings are read by the code, with their defaults in force.
pub const PROBE: Probe = Probe {
    name: "settings",
    summary: "Documented settings are read by the code, with their stated defaults, and required ones are asked for",
    documentation: "\
Takes environment variables and command line flags that are stated as settings. Needs the sources of the repository; and, to try a variable on the \
process, a target with a `start` whose address has `{port}` and whose database is none or `{database}`, so that a second one of it harms nothing.

A variable is looked for as a whole word in the code. It is refuted where nothing of its name is there, in any style and without any prefix, while \
other settings of the same document are found as they are written. Beside its name the default is read, in the ways in which programs write one: \
as the second argument, after `??`, `||`, `or`, `?:`, `:-`, in `unwrap_or` or as `default`. Another value than the stated one is refuted. \
A key of a file that a row names is refuted where the code has those of all other rows, at least three, and not this one. \
So is a default that stands beside its name, or its key in a file, in the way in which at least two other settings of the document have theirs as stated.

Where a document says that no other variable is read, one that the code reads and no document mentions refutes that.

A required variable is left out, and the target started again: where it gets ready all the same, that is refuted. Where the document says that a bad \
value stops the start, a number is set to a word: where the target gets ready all the same, that is refuted. A number whose effect is stated elsewhere under its name (the \
size of a page, the largest page, body or value of a field) is left out, and set to another value: where what the target does then is not that number, that is refuted. \
Where other statements rest on the number (a limit, a date that is so many days later, a fee), the target is started with another one, and they are tried again with that: \
where they hold with the old number and not with the new one, that is refuted. A statement rests on a number where it names the setting, or where the setting is said to set a member \
(\"minutes from the booking to its `hold_until`\") whose own row gives the default as a number.

With the first setting of a document, the variables that the code reads and no document mentions are named, for information (Rust, Go, Python, JavaScript, TypeScript, Java, C#, \
Ruby, PHP, shell scripts, compose files, images).",
    kinds: &[Kind::Setting, Kind::Requirement],
    claims,
};

/// A setting as stated.
#[derive(Clone, Debug)]
pub struct Stated {
    /// Its name.
    pub name: String,
    /// Its default, as written.
    pub default: Option<String>,
    /// Its key in a file, where its row names one.
    pub key: Option<String>,
    /// The names of the other settings of its document.
    pub others: Vec<String>,
    /// All settings of its document.
    pub all: Vec<Known>,
    /// With what the names of all variables begin.
    pub prefix: String,
    /// Whether the document says that what it describes is not built.
    pub planned: bool,
}

/// A setting of a document, as code may know it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// Its key in a file.
    pub key: Option<String>,
    /// Its default, as written.
    pub default: Option<String>,
}

fn claims(context: &ItemContext) -> Vec<Claim> {
    let item = context.item;
    if item.kind == Kind::Requirement {
        return unmentioned::claims(context);
    }
    let Some(name) = name(item) else { return Vec::new() };
    let others =
        context.spec.of_kind(Kind::Setting).filter_map(self::name).filter(|other| *other != name).collect();
    let default = item.text_field("default").map(|default| default.trim().trim_matches('`').to_owned());
    let planned = context.document.stage.is_some() && !context.document.is_implemented();
    let all: Vec<Known> =
        context.spec.of_kind(Kind::Setting).filter_map(|item| known(context.spec, item)).collect();
    let key = known(context.spec, item).and_then(|known| known.key);
    let prefix = prefix(&all);
    let stated = Stated { name: name.clone(), default: default.clone(), key, others, all, prefix, planned };
    let mut claims = Vec::new();
    let read = stated.clone();
    claims.push(Claim::new(format!("the code reads {name}"), Needs::Files, move |stage| {
        code::is_read(stage, &read)
    }));
    if let Some(key) = stated.key.clone() {
        let known = stated.clone();
        claims.push(
            Claim::new(format!("the code knows the key {key}"), Needs::Files, move |stage| {
                code::knows_key(stage, &known, &key)
            })
            .minor(),
        );
    }
    if let Some(default) = default.filter(|default| code::is_literal(default)) {
        let title = format!("the default of {name} is {default}");
        claims.push(Claim::new(title, Needs::Files, move |stage| code::default(stage, &stated)).minor());
    }
    if is_variable(&name) && is_harmless(&context.facts.project) {
        let required = item.fields.get("required").and_then(serde_json::Value::as_bool) == Some(true);
        if required && item.text_field("default").is_none() {
            let name = name.clone();
            let title = format!("the target does not start without {name}");
            claims.push(Claim::new(title, Needs::Command, move |stage| boot::without(stage, &name)));
        }
        if boot::refuses_bad_values(context.spec.text()) {
            for bad in boot::bad_values(&kind(context.spec, item)) {
                let name = name.clone();
                let title = format!("the target does not start with {} for {name}", bad.said);
                let start = move |stage: &Stage| boot::with(stage, &name, &bad);
                claims.push(Claim::new(title, Needs::Command, start).minor());
            }
        }
    }
    if is_variable(&name) && is_harmless(&context.facts.project) {
        match effect::of(context, &name) {
            Some(effect) => {
                let title = effect.title();
                let attempt = move |stage: &Stage| effect.tried(stage).unwrap_or_else(|outcome| outcome);
                claims.push(Claim::new(title, Needs::Command, attempt).minor());
            }
            None => claims.extend(replayed::claim(context, &name).map(Claim::minor)),
        }
    }
    let first = context.spec.of_kind(Kind::Setting).find(|item| self::name(item).is_some());
    if first.is_some_and(|first| first.id == item.id) {
        let specs = context.facts.specs.iter().flat_map(|spec| spec.of_kind(Kind::Setting));
        let documented: Vec<String> = specs.filter_map(self::name).filter(|name| is_variable(name)).collect();
        let title = "every variable that the code reads is mentioned";
        claims.push(
            Claim::new(title, Needs::Files, move |stage| unmentioned::told(stage, &documented)).minor(),
        );
    }
    claims
}

/// What is said of the values of a setting: its type, and of a number the cell of its row that is nothing but a range.
fn kind(spec: &SpecFacts, item: &Item) -> String {
    let stated = item.text_field("type").unwrap_or_default();
    let row = spec.slice(item).trim();
    let default = item.text_field("default").unwrap_or_default().trim_matches('`').replace(['_', ','], "");
    let cells = row.starts_with('|').then(|| row.trim_matches('|').split('|').map(str::trim));
    let range = cells.into_iter().flatten().find(|cell| RANGE.is_match(cell));
    match range.filter(|_| default.parse::<u64>().is_ok()) {
        Some(range) if !RANGE.is_match(stated) => format!("integer {stated}, {}", range.replace('`', "")),
        _ => stated.to_owned(),
    }
}

/// Another number that a setting may be set to: half of it, or one more, within what is said of its values. None where that is
/// not certain.
fn another(number: u64, kind: &str) -> Option<u64> {
    let kind = kind.to_lowercase();
    let (least, most) = boot::range(&kind);
    let (least, most) = (least.map(|least| least as u64), most.map(|most| most as u64));
    let floor = AT_LEAST.captures(&kind).and_then(|found| found.get(1)?.as_str().parse::<u64>().ok());
    let least = least.or(floor);
    // "0 or 1", "-5 to 5", "1,000 to 5,000": bounds that are not understood. `int32` has none.
    let mut numbers = kind.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.parse::<u64>().ok());
    if least.is_none() && most.is_none() && numbers.any(|stated| stated != number) {
        return None;
    }
    let half = (number / 2).max(least.unwrap_or(1)).max(1);
    let more = number.checked_add(1).filter(|more| most.map_or(number == 1, |most| *more <= most));
    if half < number { Some(half).filter(|half| most.is_none_or(|most| *half <= most)) } else { more }
}

// "at least 4", "minimum 4"
pattern!(AT_LEAST, r"(?:\b(?:at least|min\.?|minimum)|>=|≥) ?(\d{1,9})(?:$|[^\d.,\w]|[.,](?:\D|$))");

pattern!(RANGE, r"^`?\d+`?\s*(?:to|-|–|—|\.\.)\s*`?\d+`?$");

/// What code may know a setting by, and its default.
fn known(spec: &SpecFacts, item: &Item) -> Option<Known> {
    let name = self::name(item)?;
    let default = item.text_field("default").map(|default| default.trim().trim_matches('`').to_owned());
    // A cell that is nothing but a key: `size`, in a row that starts with `APP_SIZE`.
    let row = spec.slice(item).trim();
    let cells = row.starts_with('|').then(|| row.trim_matches('|').split('|').map(str::trim));
    let is_key = |cell: &&str| {
        cell.len() > 3
            && cell.starts_with(|c: char| c.is_ascii_lowercase())
            && cell
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.'))
    };
    let key = cells
        .into_iter()
        .flatten()
        .filter_map(|cell| cell.strip_prefix('`')?.strip_suffix('`'))
        .find(|cell| is_key(cell) && Some(*cell) != default.as_deref());
    Some(Known { name, key: key.map(str::to_owned), default })
}

/// What the names of several variables begin with: `APP_`; empty where they have nothing in common.
fn prefix(all: &[Known]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let names = all.iter().map(|known| known.name.as_str()).filter(|name| is_variable(name));
    for name in names.clone() {
        if let Some(at) = name.find('_') {
            *counts.entry(&name[..=at]).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count >= 3).map(|(prefix, _)| prefix.to_owned()).unwrap_or_default()
}

/// The name of a setting that code can have: a variable or a flag.
fn name(item: &Item) -> Option<String> {
    let name = item.key.trim().trim_matches('`');
    let bare = name.split(['=', ' ']).next().unwrap_or(name);
    let flag = bare
        .strip_prefix("--")
        .is_some_and(|rest| rest.len() > 1 && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    (is_variable(bare) || flag).then(|| bare.to_owned())
}

/// Whether a name is one of an environment variable.
fn is_variable(name: &str) -> bool {
    name.len() > 2
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        && name.starts_with(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests;

//! A default that stands beside a name in some way, where other settings of the document have theirs in the same way.

use super::{Known, Stated};
use crate::claim::Outcome;
use crate::database::DefaultValue;
use crate::source::{Source, whole_words};
use crate::stage::Stage;
use abide_ledger::Strength;
use regex::Regex;
use std::cell::LazyCell;
use std::sync::LazyLock;

/// A value in code.
const LITERAL: &str =
    r#"(?P<value>"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|-?\d[\d_]*(?:\.\d+)?|true|false|True|False)"#;
/// What may follow it, so that it is all of the value.
const END: &str = r"\s*(?:[,;)\]}]|$|\r|#|//)";

/// `number("APP_SIZE", "20", 1, 100)`: the next argument.
static ARGUMENT: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r#"^["'`]\s*,\s*{LITERAL}{END}"#)));
/// `env.get("APP_SIZE", "").strip() or "20"`: what stands in where it is empty.
static INSTEAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r#"^["'`\]]\s*(?:,\s*(?:""|''|None|null|undefined)\s*)?\)?\s*\)*(?:\s*\.\s*\w+\(\s*\))*\s*\)*\s*(?:\bor\b|\|\||\?\?|\?:)\s*{LITERAL}{END}"#
    ))
});
/// `"size": 20`, `size: int = 20`, `size = 20`
static KEY: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(r#"^["'`]?\s*(?::\s*[A-Za-z][\w\[\]<>. |?]*\s*=|=>|=|:)\s*{LITERAL}{END}"#))
});

fn regex(pattern: &str) -> Regex {
    Regex::new(&format!("(?m){pattern}")).unwrap_or_else(|error| unreachable!("{error}"))
}

/// A value beside a name.
struct Beside<'a> {
    source: &'a Source,
    at: usize,
    /// How it stands there: the function that is called, or how a key is written.
    way: String,
    value: String,
    /// Whether it can be nothing but the default.
    sure: bool,
}

/// Whether the default that is written in the way of the others is the stated one; none where nothing tells.
pub fn default(stage: &Stage, stated: &Stated) -> Option<Outcome> {
    let written = stated.default.as_deref()?;
    let known = Known { name: stated.name.clone(), key: stated.key.clone(), default: stated.default.clone() };
    let own = beside(stage, &known, &stated.prefix);
    let same = |written: &str, value: &str| {
        DefaultValue::read(written).same(&DefaultValue::Literal(value.replace('_', "")))
            || DefaultValue::read(written).same(&DefaultValue::Literal(value.to_owned()))
    };
    let sent = format!("looked for the values beside {} and the other settings", stated.name);
    // Each other setting is looked for once, whatever is found of this one.
    let company: LazyCell<Vec<(&str, Vec<Beside>)>, _> = LazyCell::new(|| {
        let others = stated.all.iter().filter(|other| other.name != stated.name);
        let values = |other: &Known| beside(stage, other, &stated.prefix);
        others.filter_map(|other| Some((other.default.as_deref()?, values(other)))).collect()
    });
    let company = |found: &Beside| {
        let (mut alike, mut others) = (0, 0);
        for (wanted, all) in company.iter() {
            let there: Vec<_> = all
                .iter()
                .filter(|one| one.way == found.way && one.source.path == found.source.path)
                .collect();
            if there.iter().any(|one| same(wanted, &one.value)) {
                alike += 1;
            } else if !there.is_empty() {
                others += 1;
            }
        }
        alike >= 2 && others == 0
    };
    if let Some(found) = own.iter().find(|found| same(written, &found.value)) {
        if !found.sure && !company(found) {
            return None;
        }
        let reason = format!("{} stands beside it at {}", found.value, found.source.place(found.at));
        return Some(
            Outcome::proven(Strength::Declared, reason).showing(sent, found.source.written(found.at)),
        );
    }
    let found = own.iter().find(|found| found.sure || company(found))?;
    // The same name with another value elsewhere leaves open which one is in force.
    if own.iter().any(|other| other.value != found.value) {
        return None;
    }
    let (value, place) = (&found.value, found.source.place(found.at));
    let why = if found.sure { "" } else { ", as the defaults of the other settings do" };
    let reason = format!("the default is stated as {written}, and {value} stands beside it at {place}{why}");
    let outcome = if stated.planned { Outcome::unproven(reason) } else { Outcome::refuted(reason) };
    Some(outcome.showing(sent, found.source.written(found.at)))
}

/// The values that stand beside a setting in code, under its name or its key.
fn beside<'a>(stage: &'a Stage, known: &Known, prefix: &str) -> Vec<Beside<'a>> {
    let mut found = Vec::new();
    let bare = known.name.strip_prefix(prefix).unwrap_or(&known.name).to_lowercase();
    let mut keys: Vec<String> = known.key.iter().cloned().collect();
    if !keys.contains(&bare) {
        keys.push(bare);
    }
    for source in stage.sources().files().iter().filter(|source| source.is_code() && !source.is_test()) {
        let rest = |at: usize, name: &str| -> &'a str {
            let rest = source.text.get(at + name.len()..).unwrap_or_default();
            rest.get(..rest.char_indices().nth(200).map_or(rest.len(), |(at, _)| at)).unwrap_or_default()
        };
        let mut push = |at: usize, way: String, value: &str, sure: bool| {
            let value = value.trim_matches(['"', '\'', '`']).to_owned();
            // A sentence is a message.
            if !value.contains(' ') {
                found.push(Beside { source, at, way, value, sure });
            }
        };
        for at in whole_words(&source.text, &known.name) {
            let rest = rest(at, &known.name);
            if let Some(value) = INSTEAD.captures(rest).map(|found| found["value"].to_owned()) {
                push(at, "or".to_owned(), &value, true);
            } else if let Some(value) = ARGUMENT.captures(rest).map(|found| found["value"].to_owned()) {
                let before = source.text.get(..at).unwrap_or_default();
                push(at, format!("call {}", called(before)), &value, false);
            }
        }
        for key in keys.iter().filter(|key| key.len() > 2) {
            for at in whole_words(&source.text, key) {
                if let Some(value) = KEY.captures(rest(at, key)).map(|found| found["value"].to_owned()) {
                    let quoted =
                        source.text.get(..at).is_some_and(|before| before.ends_with(['"', '\'', '`']));
                    push(at, format!("key {quoted}"), &value, false);
                }
            }
        }
    }
    found
}

/// What is called right before a quoted name.
fn called(before: &str) -> String {
    let bare = before.trim_end_matches(['"', '\'', '`', ' ']).strip_suffix('(').unwrap_or_default();
    let start = bare.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).map_or(0, |at| at + 1);
    bare.get(start..).unwrap_or_default().to_owned()
}

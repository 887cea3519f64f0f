//! `[rules]`: how bad the findings of a rule are, and its options.

use std::collections::BTreeMap;

use abide_rules::{Level, OptionValue, RuleSettings, Settings};
use toml::de::DeValue;

use super::table::{Table, Value};
use crate::suggest::did_you_mean;

/// A rule that may be named under `[rules]`.
#[derive(Clone, Copy, Debug)]
pub struct KnownRule<'a> {
    /// Its name.
    pub name: &'a str,
    /// The options that it has besides its level.
    pub options: &'a [KnownOption<'a>],
}

/// An option that a rule has.
#[derive(Clone, Copy, Debug)]
pub struct KnownOption<'a> {
    /// Its name.
    pub name: &'a str,
    /// What may be written for it.
    pub kind: OptionKind,
}

/// What may be written for an option.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OptionKind {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A string.
    Text,
    /// A list of strings.
    List,
}

const LEVELS: [&str; 4] = ["error", "warning", "info", "off"];

pub(super) fn read(table: &Table<'_>, known: &[KnownRule<'_>]) -> Settings {
    let mut rules = BTreeMap::new();
    for entry in table.named("rules.NAME") {
        let Some(rule) = known.iter().find(|rule| rule.name == entry.key.value) else {
            let names = known.iter().map(|rule| rule.name);
            let help = match crate::closest(&entry.key.value, names) {
                Some(name) => format!("did you mean `{name}`?"),
                None => "`abide explain` lists the rules".to_owned(),
            };
            let message = format!("there is no rule `{}`", entry.key.value);
            table.problems.add(entry.key.range, message, help);
            continue;
        };
        let settings = match entry.value.value {
            DeValue::Table(_) => {
                entry.value.table().map_or_else(RuleSettings::default, |table| options(&table, rule))
            }
            _ => RuleSettings { level: level(&entry.value), options: BTreeMap::new() },
        };
        rules.insert(entry.key.value, settings);
    }
    Settings { rules }
}

fn options(table: &Table<'_>, rule: &KnownRule<'_>) -> RuleSettings {
    let mut settings = RuleSettings::default();
    for entry in table.named("rules.NAME.OPTION") {
        let name = entry.key.value;
        if name == "level" {
            settings.level = level(&Value { pattern: "rules.NAME.level", ..entry.value });
        } else if let Some(known) = rule.options.iter().find(|option| option.name == name) {
            if let Some(value) = option(&entry.value, known.kind, rule) {
                settings.options.insert(name, value);
            }
        } else {
            let names: Vec<&str> =
                std::iter::once("level").chain(rule.options.iter().map(|option| option.name)).collect();
            let message = format!("the rule `{}` has no option `{name}`", rule.name);
            table.problems.add(entry.key.range, message, did_you_mean(&name, names));
        }
    }
    settings
}

fn level(value: &Value<'_>) -> Option<Level> {
    let DeValue::String(text) = value.value else {
        return value.refuse("a level (\"error\", \"warning\", \"info\" or \"off\")");
    };
    let level = Level::from_name(text);
    if level.is_none() {
        value.problems.add(value.range, format!("there is no level \"{text}\""), did_you_mean(text, LEVELS));
    }
    level
}

fn option(value: &Value<'_>, kind: OptionKind, rule: &KnownRule<'_>) -> Option<OptionValue> {
    let read = match (kind, value.value) {
        (OptionKind::Boolean, DeValue::Boolean(boolean)) => Some(OptionValue::Boolean(*boolean)),
        (OptionKind::Integer, DeValue::Integer(integer)) => {
            let digits = integer.as_str().replace('_', "");
            i64::from_str_radix(&digits, integer.radix()).ok().map(OptionValue::Integer)
        }
        (OptionKind::Text, DeValue::String(text)) => Some(OptionValue::Text(text.to_string())),
        (OptionKind::List, DeValue::Array(values)) => {
            let texts = values.iter().map(|element| element.get_ref().as_str().map(str::to_owned));
            texts.collect::<Option<Vec<_>>>().map(OptionValue::List)
        }
        _ => None,
    };
    if read.is_none() {
        let expected = match kind {
            OptionKind::Boolean => "true or false",
            OptionKind::Integer => "an integer of at most 64 bits",
            OptionKind::Text => "a string",
            OptionKind::List => "a list of strings",
        };
        let message = format!("`{}` must be {expected}", value.name);
        value.problems.add(value.range, message, format!("see `abide explain {}`", rule.name));
    }
    read
}

//! Which rules are on, how severe they are, and their options.

use crate::Rule;
use abide_diagnostics::Severity;
use std::collections::BTreeMap;

/// Settings of all rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// By rule name.
    pub rules: BTreeMap<String, RuleSettings>,
}

/// Settings of one rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSettings {
    /// Its level; `None` for the default.
    pub level: Option<Level>,
    /// Its options.
    pub options: BTreeMap<String, OptionValue>,
}

/// The level of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not run.
    Off,
    /// Run, with this severity.
    At(Severity),
}

/// The value of a rule's option.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
    /// Yes or no.
    Boolean(bool),
    /// A list of texts.
    List(Vec<String>),
}

impl Level {
    /// Reads a level from its name: a severity, or `off`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "off" => Some(Self::Off),
            _ => name.parse().ok().map(Self::At),
        }
    }
}

impl Settings {
    /// The severity of a rule; `None` where it is off.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        match self.rules.get(rule.name).and_then(|settings| settings.level) {
            Some(Level::Off) => None,
            Some(Level::At(severity)) => Some(severity),
            None => rule.default,
        }
    }

    /// An option of a rule, where it is set.
    pub fn option(&self, rule: &Rule, option: &str) -> Option<&OptionValue> {
        self.rules.get(rule.name)?.options.get(option)
    }

    /// A list option of a rule, empty where it is not set.
    pub fn list(&self, rule: &Rule, option: &str) -> &[String] {
        match self.option(rule, option) {
            Some(OptionValue::List(values)) => values,
            _ => &[],
        }
    }
}

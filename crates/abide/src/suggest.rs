//! Values that completions offer and the help need not list.

use abide_diagnostics::OutputFormat;
use abide_emit::EMITTERS;
use abide_model::Kind;
use abide_template::builtin::BUILTINS;
use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};
use std::ffi::OsStr;

/// Any text; the names that are known beforehand are offered by completions.
#[derive(Clone, Debug)]
pub struct Suggested(Vec<&'static str>);

impl Suggested {
    /// The built-in templates; a repository has its own beside them.
    pub fn templates() -> Self {
        Self(BUILTINS.iter().map(|builtin| builtin.name).collect())
    }

    /// Everything that `abide explain` has a page for.
    pub fn pages() -> Self {
        Self(abide_verify::explain::names())
    }

    /// The artifacts of `abide emit`.
    pub fn artifacts() -> Self {
        Self(EMITTERS.iter().map(|emitter| emitter.name).collect())
    }

    /// What `abide search` finds.
    pub fn sorts() -> Self {
        Self(abide_workspace::search::Sort::names().collect())
    }

    /// The kinds of items.
    pub fn kinds() -> Self {
        Self(Kind::ALL.iter().map(|kind| kind.name()).collect())
    }
}

impl TypedValueParser for Suggested {
    type Value = String;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(PossibleValue::new)))
    }
}

/// `FORMAT` or `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub struct Formats(Vec<&'static str>);

impl Formats {
    /// The formats of `abide check`.
    pub fn of_findings() -> Self {
        Self(OutputFormat::ALL.iter().map(|format| format.name()).collect())
    }

    /// The formats of `abide verify`.
    pub fn of_runs() -> Self {
        Self(vec!["full", "json"])
    }
}

impl TypedValueParser for Formats {
    type Value = String;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        let whole = StringValueParser::new().parse_ref(command, argument, value)?;
        let name = whole.split_once('=').map_or(whole.as_str(), |(name, _)| name);
        PossibleValuesParser::new(&self.0).parse_ref(command, argument, OsStr::new(name))?;
        Ok(whole)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(PossibleValue::new)))
    }
}

//! Reads a TOML table against the table of settings, and collects everything that is wrong.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use abide_syntax::TextRange;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::expand;
use super::problem::{ConfigProblem, Located};
use super::settings;
use crate::suggest::did_you_mean;

/// Collects the problems of one file.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<ConfigProblem>>);

impl Problems {
    pub fn add(&self, range: TextRange, message: impl Into<String>, help: impl Into<String>) {
        self.0.borrow_mut().push(ConfigProblem::new(range, message, help));
    }

    pub fn into_inner(self) -> Vec<ConfigProblem> {
        self.0.into_inner()
    }
}

/// A table of the file: `[targets.local]` has the name `targets.local` and the pattern `targets.NAME`.
pub(super) struct Table<'a> {
    pub problems: &'a Problems,
    pub name: String,
    pub pattern: &'static str,
    entries: &'a DeTable<'a>,
}

/// One `key = value` of a table whose keys are free.
pub(super) struct Entry<'a> {
    pub key: Located<String>,
    pub value: Value<'a>,
}

/// A value with what is needed to say what is wrong with it.
#[derive(Clone)]
pub(super) struct Value<'a> {
    pub problems: &'a Problems,
    pub name: String,
    pub pattern: &'static str,
    pub range: TextRange,
    pub value: &'a DeValue<'a>,
}

impl<'a> Table<'a> {
    /// The file as a whole.
    pub fn root(entries: &'a DeTable<'a>, problems: &'a Problems) -> Self {
        Self { problems, name: String::new(), pattern: "", entries }
    }

    /// The value of a setting; the key must be one of the documented settings.
    pub fn get(&self, key: &str) -> Option<Value<'a>> {
        let pattern = settings::child(self.pattern, key)?;
        let (_, value) = self.entries.iter().find(|(name, _)| name.get_ref().as_ref() == key)?;
        Some(self.value(key, pattern, value))
    }

    /// Says which keys are not settings.
    pub fn refuse_unknown(&self) {
        let known: Vec<&str> = settings::children(self.pattern).collect();
        for key in self.entries.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let full = join(&self.name, name);
                let help = did_you_mean(name, known.iter().copied());
                self.problems.add(range(key.span()), format!("unknown setting `{full}`"), help);
            }
        }
    }

    /// The entries of a table whose keys are names that the user gives.
    pub fn named(&self, pattern: &'static str) -> Vec<Entry<'a>> {
        let entry = |(key, value): (&Spanned<_>, &'a Spanned<DeValue<'a>>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            Entry {
                key: Located { value: name.to_string(), range: range(key.span()) },
                value: self.value(name, pattern, value),
            }
        };
        self.entries.iter().map(entry).collect()
    }

    pub fn text(&self, key: &str) -> Option<Located<String>> {
        self.get(key)?.text()
    }

    pub fn list(&self, key: &str) -> Option<Vec<Located<String>>> {
        self.get(key)?.list()
    }

    pub fn table(&self, key: &str) -> Option<Table<'a>> {
        self.get(key)?.table()
    }

    pub fn texts(&self, key: &str) -> BTreeMap<String, Located<String>> {
        let Some(table) = self.table(key) else { return BTreeMap::new() };
        let pattern = table.pattern;
        let pair = |entry: Entry<'_>| Some((entry.key.value, entry.value.text()?));
        table.named(pattern).into_iter().filter_map(pair).collect()
    }

    fn value(&self, key: &str, pattern: &'static str, value: &'a Spanned<DeValue<'a>>) -> Value<'a> {
        Value {
            problems: self.problems,
            name: join(&self.name, key),
            pattern,
            range: range(value.span()),
            value: value.get_ref(),
        }
    }
}

impl<'a> Value<'a> {
    pub fn text(&self) -> Option<Located<String>> {
        match self.value {
            DeValue::String(text) => {
                if let Err(problem) = expand::check(text) {
                    self.problems.add(self.range, problem.message(&self.name), problem.help());
                }
                Some(Located { value: text.to_string(), range: self.range })
            }
            _ => self.refuse("a string"),
        }
    }

    pub fn list(&self) -> Option<Vec<Located<String>>> {
        let DeValue::Array(values) = self.value else { return self.refuse("a list of strings") };
        let element = |(index, value): (usize, &'a Spanned<DeValue<'a>>)| {
            let name = format!("{}[{index}]", self.name);
            Value { name, range: range(value.span()), value: value.get_ref(), ..self.clone() }.text()
        };
        values.iter().enumerate().map(element).collect()
    }

    pub fn table(&self) -> Option<Table<'a>> {
        match self.value {
            DeValue::Table(entries) => Some(Table {
                problems: self.problems,
                name: self.name.clone(),
                pattern: self.pattern,
                entries,
            }),
            _ => self.refuse("a table"),
        }
    }

    /// A command: a list of words, the first of which is the program.
    pub fn command(&self) -> Option<Vec<String>> {
        let words = self.list()?;
        if words.first().is_none_or(|program| program.is_empty()) {
            let message = format!("`{}` names no program", self.name);
            self.problems.add(self.range, message, settings::example(self.pattern));
            return None;
        }
        Some(words.into_iter().map(|word| word.value).collect())
    }

    /// A length of time above zero.
    pub fn duration(&self) -> Option<Duration> {
        let text = self.text()?;
        let parsed: Option<jiff::SignedDuration> = text.parse().ok();
        let duration = parsed.and_then(|signed| Duration::try_from(signed).ok());
        match duration.filter(|duration| !duration.is_zero()) {
            Some(duration) => Some(duration),
            None => {
                let message = format!("`{}` must be a length of time, not \"{}\"", self.name, text.value);
                self.problems.add(self.range, message, settings::example(self.pattern));
                None
            }
        }
    }

    /// Says that the value is of another type than expected.
    pub fn refuse<T>(&self, expected: &str) -> Option<T> {
        let found = match self.value {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("`{}` must be {expected}, not {found}", self.name);
        self.problems.add(self.range, message, settings::example(self.pattern));
        None
    }
}

pub(super) fn join(table: &str, key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let key = if bare { key.to_owned() } else { format!("{key:?}") };
    if table.is_empty() { key } else { format!("{table}.{key}") }
}

pub(super) fn range(span: Range<usize>) -> TextRange {
    TextRange::new(span.start, span.end)
}

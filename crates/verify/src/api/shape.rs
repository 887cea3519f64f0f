//! An answer held against a documented example: same members, same types, same formats, and the values that were sent.

use super::body::Body;
use super::fields::FieldBook;
use super::format::{self, Format};
use crate::http::Answer;
use serde_json::{Map, Value};

/// What an answer is held against, besides the example.
#[derive(Clone, Copy)]
pub struct Expectation<'a> {
    /// What is said about fields.
    pub fields: &'a FieldBook,
    /// Whether the specification speaks of a member of that name anywhere.
    pub mentions: &'a dyn Fn(&str) -> bool,
    /// Values that have to come back.
    pub echoes: &'a [Echo],
    /// Whether the answer says no: members beyond the example are then nobody's concern.
    pub error: bool,
    /// Whether plain words have to be the same: a health report's `ok`.
    pub exact_words: bool,
}

/// A value that has to come back: where the example answers with what the example sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Echo {
    /// The names that lead to it.
    pub path: Vec<String>,
    /// The value in the documented request.
    pub documented: Value,
    /// The value that was sent.
    pub sent: Value,
    /// Whether it was not sent: what the system gives by itself.
    pub given: bool,
}

impl Echo {
    /// What was sent, in words.
    fn told(&self) -> String {
        let from = if self.given { "documented" } else { "sent" };
        format!("{from} as {}", shown(&self.sent))
    }

    /// The values of a documented request with what was sent in their place.
    pub fn of(documented: &Value, sent: &Value) -> Vec<Echo> {
        let mut echoes = Vec::new();
        collect(documented, sent, &mut Vec::new(), &mut echoes);
        echoes
    }
}

fn collect(documented: &Value, sent: &Value, path: &mut Vec<String>, echoes: &mut Vec<Echo>) {
    match (documented, sent) {
        (Value::Object(documented), Value::Object(sent)) => {
            for (name, value) in documented {
                path.push(name.clone());
                collect(value, sent.get(name).unwrap_or(&Value::Null), path, echoes);
                path.pop();
            }
        }
        (Value::Null | Value::Object(_), _) | (_, Value::Null) => {}
        (documented, sent) => {
            let (documented, sent) = (documented.clone(), sent.clone());
            echoes.push(Echo { path: path.clone(), documented, sent, given: false });
        }
    }
}

/// How an answer differs from what is documented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What is not as documented.
    pub mismatches: Vec<String>,
    /// What a reader may want to know, and is no mismatch.
    pub notes: Vec<String>,
    /// What could not be compared.
    pub open: Vec<String>,
}

/// Holds an answer against a documented body.
pub fn compare(documented: &Body, answer: &Answer, expected: &Expectation) -> Comparison {
    let mut comparison = Comparison::default();
    if answer.length == 0 {
        comparison.mismatches.push("the body is empty".to_owned());
        return comparison;
    }
    match documented {
        Body::Text(text) => compare_text(text, answer, expected, &mut comparison),
        Body::Json(value) | Body::Shortened(value) => {
            let Some(actual) = answer.json() else {
                let what = if answer.cut { "too long to be read" } else { "not JSON" };
                comparison.mismatches.push(format!("the body is {what}"));
                return comparison;
            };
            let shortened = matches!(documented, Body::Shortened(_));
            let mut walk =
                Walk { expected, shortened, path: Vec::new(), in_list: 0, comparison: &mut comparison };
            walk.value(value, &actual);
        }
    }
    comparison
}

fn compare_text(documented: &str, answer: &Answer, expected: &Expectation, comparison: &mut Comparison) {
    let actual = answer.text();
    let single = documented.chars().all(char::is_alphabetic);
    if single && actual.trim() != documented {
        comparison
            .mismatches
            .push(format!("the body is {:?}, documented as {documented:?}", shown_text(actual.trim())));
    }
    for echo in expected.echoes {
        if let (Value::String(said), Value::String(sent)) = (&echo.documented, &echo.sent)
            && said.chars().count() >= 3
            && documented.contains(said.as_str())
            && !actual.contains(sent.as_str())
        {
            comparison
                .mismatches
                .push(format!("the text lacks {sent:?}, the `{}` that was sent", echo.path.join(".")));
        }
    }
}

struct Walk<'w, 'e> {
    expected: &'w Expectation<'e>,
    shortened: bool,
    path: Vec<String>,
    in_list: usize,
    comparison: &'w mut Comparison,
}

impl Walk<'_, '_> {
    fn value(&mut self, documented: &Value, actual: &Value) {
        match (documented, actual) {
            (Value::Null, _) => {}
            (documented, Value::Null) => self.null(documented),
            (Value::String(text), actual) => self.text(text, actual),
            (Value::Object(documented), Value::Object(actual)) => self.object(documented, actual),
            (Value::Array(documented), Value::Array(actual)) => self.list(documented, actual),
            (Value::Number(_), Value::Number(_)) | (Value::Bool(_), Value::Bool(_)) => {
                self.echo(documented, actual)
            }
            (documented, actual) => self.wrong_type(documented, actual),
        }
    }

    fn object(&mut self, documented: &Map<String, Value>, actual: &Map<String, Value>) {
        if let Some(example) = format::entry_of_a_map(documented) {
            for (name, value) in actual {
                self.member(name, |walk| walk.value(example, value));
            }
            return;
        }
        let mut renamed = false;
        let free = self.is_payload();
        for (name, value) in documented {
            match actual.get(name) {
                Some(found) => self.member(name, |walk| walk.value(value, found)),
                None if free => {}
                None => renamed |= self.missing(name, value, actual),
            }
        }
        // What stands in the place of a missing member was told with it.
        if !self.shortened && !renamed && !free && !documented.is_empty() {
            let beyond = actual.keys().filter(|name| !documented.contains_key(*name));
            for name in beyond {
                self.beyond(name);
            }
        }
    }

    /// Whether this is what an entry of a list carries, which is another thing for each kind of entry: the `data` of an event.
    fn is_payload(&self) -> bool {
        const PAYLOADS: &[&str] = &[
            "data", "details", "detail", "payload", "changes", "meta", "metadata", "context", "before",
            "after",
        ];
        self.in_list > 0 && self.path.last().is_some_and(|name| PAYLOADS.contains(&name.as_str()))
    }

    fn list(&mut self, documented: &[Value], actual: &[Value]) {
        if documented.is_empty() {
            return;
        }
        if actual.is_empty() && self.path.len() <= 1 && !self.expected.error {
            let place = self.place();
            self.comparison
                .open
                .push(format!("{place} is an empty list, so nothing in it could be compared"));
        }
        // Where the elements of the example differ, an actual one has to be like one of them.
        for (at, value) in actual.iter().enumerate().take(50) {
            self.path.push(format!("[{at}]"));
            self.in_list += 1;
            let best = documented.iter().map(|example| {
                let mut comparison = Comparison::default();
                let mut walk = Walk {
                    expected: self.expected,
                    shortened: self.shortened,
                    path: self.path.clone(),
                    in_list: self.in_list,
                    comparison: &mut comparison,
                };
                walk.value(example, value);
                comparison
            });
            let best = best.min_by_key(|comparison| comparison.mismatches.len()).unwrap_or_default();
            self.path.pop();
            self.in_list -= 1;
            self.comparison.mismatches.extend(best.mismatches);
            self.comparison.notes.extend(best.notes);
            if !self.comparison.mismatches.is_empty() {
                // The others would say the same again.
                break;
            }
        }
    }

    fn text(&mut self, documented: &str, actual: &Value) {
        let format = Format::of(documented);
        if format.allows(actual) {
            if let (Format::Plain, Value::String(found)) = (&format, actual)
                && self.expected.exact_words
                && format::is_plain_word(documented)
                && found != documented
            {
                let place = self.place();
                self.comparison
                    .mismatches
                    .push(format!("{place} is {found:?}, documented as {documented:?}"));
            }
            self.echo(&Value::from(documented), actual);
        } else if let Value::String(found) = actual {
            let place = self.place();
            self.comparison.mismatches.push(format!(
                "{place} is {:?}, which is no {}",
                shown_text(found),
                format.name()
            ));
        } else {
            self.wrong_type(&Value::from(documented), actual);
        }
    }

    fn echo(&mut self, documented: &Value, actual: &Value) {
        if self.in_list > 0 {
            return;
        }
        let same = |echo: &&Echo| self.path.ends_with(&echo.path) && self.path.len() <= echo.path.len() + 1;
        let Some(echo) = self.expected.echoes.iter().find(same) else { return };
        if equal(&echo.documented, documented) && !equal(&echo.sent, actual) {
            let place = self.place();
            let sent = echo.told();
            self.comparison.mismatches.push(format!("{place} is {}, {sent}", shown(actual)));
        }
    }

    fn null(&mut self, documented: &Value) {
        let name = self.path.last().cloned().unwrap_or_default();
        let place = self.place();
        let sent = self.expected.echoes.iter().find(|echo| self.path.ends_with(&echo.path));
        if let Some(echo) = sent.filter(|echo| equal(&echo.documented, documented) && self.in_list == 0) {
            self.comparison.mismatches.push(format!("{place} is null, {}", echo.told()));
        } else if !self.expected.error && self.expected.fields.is_always_there(&name) {
            self.comparison
                .mismatches
                .push(format!("{place} is null, and the specification says that it never is"));
        } else if !self.expected.error {
            self.comparison.notes.push(format!("{place} is null, {} in the example", kind(documented)));
        }
    }

    /// Whether it is a mismatch that a member is not there.
    fn missing(&mut self, name: &str, documented: &Value, actual: &Map<String, Value>) -> bool {
        let place = self.member_place(name);
        if documented.is_null() && !self.expected.fields.is_always_there(name) {
            self.comparison.notes.push(format!("{place} is missing, null in the example"));
        } else if self.expected.error && !self.path.is_empty() && !self.expected.fields.of(name).is_empty() {
            // Below the top of an error, names of fields stand for whichever field is at fault.
            self.comparison.notes.push(format!("{place} is missing, which is the name of a field"));
        } else if self.expected.fields.may_be_absent(name) && !self.is_echoed(name, documented) {
            self.comparison.notes.push(format!("{place} is missing, which the specification allows"));
        } else {
            let names: Vec<_> = actual.keys().take(12).map(|name| format!("`{name}`")).collect();
            let found = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
            self.comparison.mismatches.push(format!("{place} is missing; there is {found}"));
            return true;
        }
        false
    }

    fn beyond(&mut self, name: &str) {
        let place = self.member_place(name);
        if format::is_confidential(name) && !self.expected.error {
            self.comparison
                .mismatches
                .push(format!("{place} is there, which the example does not have and nobody should see"));
        } else if self.expected.error || (self.expected.mentions)(name) {
            self.comparison.notes.push(format!("{place} is there as well"));
        } else {
            self.comparison
                .mismatches
                .push(format!("{place} is there, which the specification mentions nowhere"));
        }
    }

    fn wrong_type(&mut self, documented: &Value, actual: &Value) {
        let place = self.place();
        let found = match actual {
            Value::Object(_) | Value::Array(_) => kind(actual).to_owned(),
            value => format!("{} ({})", kind(value), shown(value)),
        };
        self.comparison.mismatches.push(format!("{place} is {found}, documented as {}", kind(documented)));
    }

    fn is_echoed(&self, name: &str, documented: &Value) -> bool {
        self.in_list == 0
            && self.expected.echoes.iter().any(|echo| {
                echo.path.last().is_some_and(|last| last == name) && equal(&echo.documented, documented)
            })
    }

    fn member(&mut self, name: &str, walk: impl FnOnce(&mut Self)) {
        self.path.push(name.to_owned());
        walk(self);
        self.path.pop();
    }

    fn place(&self) -> String {
        if self.path.is_empty() { "the body".to_owned() } else { format!("`{}`", joined(&self.path)) }
    }

    fn member_place(&self, name: &str) -> String {
        let mut path = self.path.clone();
        path.push(name.to_owned());
        format!("`{}`", joined(&path))
    }
}

fn joined(path: &[String]) -> String {
    let mut text = String::new();
    for part in path {
        if !text.is_empty() && !part.starts_with('[') {
            text.push('.');
        }
        text.push_str(part);
    }
    text
}

/// 1 and 1.0 are the same number.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn shown(value: &Value) -> String {
    shown_text(&value.to_string())
}

fn shown_text(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;

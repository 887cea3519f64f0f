//! Values that meet a rule or break it.

use super::super::format::{self, Format};
use super::{Rule, Sort};
use serde_json::{Value, json};

impl Rule {
    /// What a value of an answer breaks; none where it is as it should be.
    pub fn broken_by(&self, value: &Value) -> Option<String> {
        let shown = |what: &str| Some(format!("{value} is no {what}"));
        match (&self.sort, value) {
            (_, Value::Null) => None,
            // What clients sent may be older than the rule; what the system makes up has to follow it.
            (Sort::Text, Value::String(text)) if self.owned => self.unlike(text),
            (Sort::Text, Value::String(_)) | (Sort::Boolean, Value::Bool(_)) => None,
            (Sort::Text, Value::Object(_) | Value::Array(_) | Value::Bool(_)) => shown("text"),
            (Sort::Integer, Value::Number(number)) if number.is_i64() || number.is_u64() => {
                self.beyond(value)
            }
            (Sort::Integer, Value::Number(number)) if number.as_f64().is_some_and(|n| n.fract() == 0.0) => {
                self.beyond(value)
            }
            (Sort::Integer | Sort::Number, Value::String(_)) if self.wide => None,
            (Sort::Integer, _) => shown("whole number"),
            (Sort::Number, Value::Number(_)) => self.beyond(value),
            (Sort::Number, _) => shown("number"),
            (Sort::Boolean, Value::String(_) | Value::Array(_) | Value::Object(_)) => shown("true or false"),
            (Sort::Choice(words), Value::String(text)) if !words.contains(text) => {
                Some(format!("{value} is none of {}", words.join(", ")))
            }
            (Sort::DateTime | Sort::Date, Value::Number(_)) if !self.epoch => shown("date"),
            (
                Sort::DateTime | Sort::Date | Sort::Email | Sort::Uuid,
                Value::Bool(_) | Value::Object(_) | Value::Array(_),
            ) => shown("text"),
            (Sort::Email | Sort::Uuid, Value::Number(_)) => shown("text"),
            (Sort::Uuid, Value::String(text)) if !super::super::is_uuid(text) => shown("UUID"),
            (Sort::Ulid, Value::String(text)) if !is_ulid(text) => shown("ULID"),
            (Sort::Ulid, Value::Number(_) | Value::Object(_) | Value::Array(_)) => shown("ULID"),
            (Sort::DateTime, Value::String(text))
                if self.zoned && text.parse::<jiff::Timestamp>().is_err() =>
            {
                shown("moment with its zone")
            }
            (Sort::DateTime, Value::String(text)) if !format::is_date_time(text) => shown("date with a time"),
            (Sort::Date, Value::String(text)) if !Format::Date.allows(&json!(text)) => shown("date"),
            (Sort::Email, Value::String(text)) if !text.contains('@') && !text.is_empty() => {
                shown("e-mail address")
            }
            (Sort::List, Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Object(_)) => {
                shown("list")
            }
            _ => None,
        }
    }

    /// Whether a text keeps to the stated lengths, characters and form.
    pub fn allows_text(&self, text: &str) -> bool {
        let choice = match &self.sort {
            Sort::Choice(words) => words.iter().any(|word| word == text),
            Sort::Integer => text.parse::<i64>().is_ok(),
            Sort::Uuid => super::super::is_uuid(text),
            _ => true,
        };
        choice && self.unlike(text).is_none() && self.form.as_ref().is_none_or(|form| form.is_met(text))
    }

    fn unlike(&self, text: &str) -> Option<String> {
        let length = text.chars().count();
        let lengths = self.shortest.is_none_or(|shortest| length >= shortest)
            && self.longest.is_none_or(|longest| length <= longest);
        let allowed = self.alphabet.as_ref().is_none_or(|alphabet| alphabet.allows(text));
        (!lengths || !allowed).then(|| format!("{text:?} has not the stated form"))
    }

    fn beyond(&self, value: &Value) -> Option<String> {
        let number = value.as_f64()?;
        if !self.among.is_empty() && !self.among.contains(&number) {
            let among: Vec<String> = self.among.iter().map(f64::to_string).collect();
            return Some(format!("{value} is none of {}", among.join(", ")));
        }
        match (self.least, self.most) {
            (Some(least), _) if number < least => Some(format!("{value} is less than {least}")),
            (_, Some(most)) if number > most => Some(format!("{value} is more than {most}")),
            _ => None,
        }
    }

    /// A value that meets it, for a field of that name; the `variant`s differ where they can.
    pub fn valid(&self, name: &str, variant: u64) -> Option<Value> {
        let wide = |low: f64, high: f64| low + (variant % 7) as f64 % (high - low + 1.0).max(1.0);
        Some(match &self.sort {
            Sort::Text if self.form.is_some() => json!(self.form.as_ref()?.text(variant)?),
            Sort::Text if self.formed => return None,
            Sort::Text => {
                let folded = crate::words::folded(name);
                if folded.contains("email") {
                    return Some(json!(format!("sample.{variant}@example.com")));
                }
                if folded.contains("url") || folded.contains("website") {
                    return Some(json!(format!("https://example.com/{variant}")));
                }
                let mut text = format!("Sample {} {variant}", crate::words::parts(name).join(" "));
                let (shortest, longest) = (self.shortest.unwrap_or(1), self.longest.unwrap_or(usize::MAX));
                while text.chars().count() < shortest {
                    text.push('x');
                }
                if text.chars().count() > longest {
                    text = format!("{variant}").chars().take(longest).collect();
                    while text.chars().count() < shortest {
                        text.push('x');
                    }
                }
                json!(text)
            }
            Sort::Integer | Sort::Number if !self.among.is_empty() => {
                let number = self.among.get(variant as usize % self.among.len())?;
                if number.fract() == 0.0 { json!(*number as i64) } else { json!(number) }
            }
            Sort::Integer => {
                let low = self.least.unwrap_or(1.0f64.min(self.most.unwrap_or(1.0)));
                let high = self.most.unwrap_or(low + 6.0).min(low + 6.0);
                json!(self.in_step(wide(low, high)) as i64)
            }
            Sort::Number => {
                let low = self.least.unwrap_or(1.0f64.min(self.most.unwrap_or(1.0)));
                let high = self.most.unwrap_or(low + 6.0).min(low + 6.0);
                let number = self.in_step(wide(low.ceil(), high));
                // What takes any number takes whole ones, and what is called a number may take no others.
                if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
            }
            Sort::Boolean => json!(variant.is_multiple_of(2)),
            Sort::Choice(words) => json!(words.get(variant as usize % words.len().max(1))?),
            Sort::DateTime => json!(format!("{}-03-{:02}T09:30:00Z", self.year(name), 1 + variant % 28)),
            Sort::Date => json!(format!("{}-03-{:02}", self.year(name), 1 + variant % 28)),
            Sort::Uuid | Sort::Ulid => return None,
            Sort::Email => json!(format!("sample.{variant}@example.com")),
            Sort::Url => json!(format!("https://example.com/{variant}")),
            Sort::List if self.fewest.is_some_and(|fewest| fewest > 0) => return None,
            Sort::List => json!([]),
            Sort::Object | Sort::Unknown => return None,
        })
    }

    /// A text of the stated length, where nothing is said of its form but that it is unique.
    pub fn free_text(&self, name: &str, variant: u64) -> Option<Value> {
        if crate::words::folded(name).contains("email") && self.sort == Sort::Text {
            return Some(json!(format!("sample.{variant}@example.com")));
        }
        let free = self.free && self.form.is_none() && self.alphabet.is_none() && !self.coded;
        let mut text = format!("sample{variant:05}");
        while text.len() < self.shortest.unwrap_or(0) {
            text.insert(0, 'x');
        }
        let most = self.longest.unwrap_or(text.len());
        let text = text.get(text.len().saturating_sub(most)..).unwrap_or_default();
        (free && self.sort == Sort::Text).then(|| json!(text))
    }

    /// A year that a date of that name may have: a birthday lies behind, an appointment ahead.
    fn year(&self, name: &str) -> u16 {
        let behind = crate::words::parts(name).iter().any(|part| {
            ["birth", "born", "dob", "birthday", "birthdate", "founded", "published"].contains(&part.as_str())
        });
        if self.past.unwrap_or(behind) { 1987 } else { 2031 }
    }

    /// Values that break it, each with what is wrong about it; bounds first.
    pub fn invalid(&self) -> Vec<(Value, String)> {
        let mut values = Vec::new();
        match &self.sort {
            Sort::Integer | Sort::Number => {
                let step: f64 = if self.sort == Sort::Integer { 1.0 } else { 0.01 };
                let as_value =
                    |value: f64| if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
                if let Some(least) = self.least {
                    let below = if least == 0.01 { 0.0 } else { least - step.max(1.0) };
                    values.push((as_value(below), format!("less than {least}")));
                }
                if let Some(most) = self.most {
                    values.push((as_value(most + 1.0), format!("more than {most}")));
                }
                values.push((json!("abide"), "text in place of a number".to_owned()));
            }
            Sort::Text | Sort::Email | Sort::Url => {
                if let Some(longest) = self.longest.filter(|longest| *longest <= 100_000 && !self.stored) {
                    let text = match self.sort {
                        Sort::Email => format!("{}@example.com", "x".repeat(longest)),
                        Sort::Url => format!("https://example.com/{}", "x".repeat(longest)),
                        _ => "x".repeat(longest + 1),
                    };
                    values.push((json!(text), format!("longer than {longest} characters")));
                }
                if let Some(shortest) = self.shortest.filter(|shortest| *shortest > 0) {
                    values.push((
                        json!("x".repeat(shortest - 1)),
                        format!("shorter than {shortest} characters"),
                    ));
                }
                if let Some(form) = &self.form {
                    let broken = form.broken().into_iter();
                    values.extend(broken.map(|text| (json!(text), "of another form than stated".to_owned())));
                } else if let Some(alphabet) = &self.alphabet {
                    let length = self.longest.unwrap_or(8).min(8).max(self.shortest.unwrap_or(0));
                    let broken = alphabet.broken(length).into_iter();
                    values.extend(broken.map(|(text, what)| (json!(text), what)));
                } else if self.coded {
                    let mut text = super::NO_CODE.to_owned();
                    while text.chars().count() < self.shortest.unwrap_or(0) {
                        text.push('?');
                    }
                    values.push((json!(text), "of another form than stated".to_owned()));
                }
                if self.sort == Sort::Email {
                    values.push((json!("abide-no-address"), "no e-mail address".to_owned()));
                }
                if self.sort == Sort::Url {
                    values.push((json!("abide no address"), "no address on the web".to_owned()));
                    if self.web {
                        let what = "an address of another kind than http or https".to_owned();
                        values.push((json!("ftp://example.com/abide"), what));
                    }
                }
                values.push((json!({"abide": true}), "an object in place of text".to_owned()));
            }
            Sort::Boolean => values.push((json!("abide"), "text in place of true or false".to_owned())),
            Sort::Choice(_) => {
                values.push((json!("abide-unknown"), "a word that is not among those stated".to_owned()))
            }
            Sort::DateTime | Sort::Date => {
                if let Some(past) = self.past {
                    let (year, what) = if past { (2999, "in the future") } else { (1907, "in the past") };
                    let time = if self.sort == Sort::Date { "" } else { "T09:30:00Z" };
                    values.push((json!(format!("{year}-03-02{time}")), what.to_owned()));
                }
                values.push((json!("abide-no-date"), "no date".to_owned()));
            }
            Sort::Uuid => values.push((json!("abide-no-uuid"), "no UUID".to_owned())),
            Sort::List => {
                if self.fewest.is_some_and(|fewest| fewest > 0) {
                    values.push((json!([]), "an empty list".to_owned()));
                }
                values.push((json!("abide"), "text in place of a list".to_owned()));
            }
            Sort::Ulid | Sort::Object | Sort::Unknown => {}
        }
        values.extend(self.invalid_further());
        values
    }
}

/// Whether a text is a ULID: 26 characters of Crockford's base 32.
fn is_ulid(text: &str) -> bool {
    text.len() == 26 && text.chars().all(|c| c.is_ascii_alphanumeric() && !"ILOUilou".contains(c))
}

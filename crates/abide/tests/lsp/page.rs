//! What was asked and answered, written so that it can be read.

use serde_json::Value;
use std::fmt::Write;

/// A page of questions and answers.
pub struct Page {
    text: String,
    folder: String,
}

impl Page {
    /// A page about a folder, whose place on this machine is left out of it.
    pub fn new(folder: &std::path::Path) -> Self {
        Self { text: String::new(), folder: format!("file://{}/", folder.display()) }
    }

    /// A question, and its answer as data.
    pub fn answer(&mut self, question: &str, answer: &Value) {
        let mut lines = String::new();
        shown(answer, 0, &mut lines);
        self.write(question, lines.trim());
    }

    /// A question, and its answer as it is read.
    pub fn write(&mut self, question: &str, answer: &str) {
        let answer = answer.replace(&self.folder, "").replace(self.folder.trim_start_matches("file://"), "");
        let _ = writeln!(self.text, "── {question}\n{}\n", answer.trim_end());
    }

    /// The whole page.
    pub fn finish(self) -> String {
        self.text
    }
}

/// Positions and ranges are short, lines and columns from 1; everything else is an indented list.
fn shown(value: &Value, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    match value {
        Value::Array(values) if values.iter().all(|value| short(value).is_some()) => {
            let words: Vec<String> = values.iter().filter_map(short).collect();
            let _ = writeln!(out, "{pad}{}", words.join(", "));
        }
        Value::Array(values) => {
            for value in values {
                let mut inner = String::new();
                shown(value, depth + 1, &mut inner);
                let inner = inner.strip_prefix(&"  ".repeat(depth + 1)).unwrap_or(&inner).to_owned();
                let _ = write!(out, "{pad}- {inner}");
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                match short(value) {
                    Some(word) => {
                        let _ = writeln!(out, "{pad}{name}: {word}");
                    }
                    None if value.is_string() => {
                        let _ = writeln!(out, "{pad}{name}: |");
                        for line in value.as_str().unwrap().trim_end().lines() {
                            let _ = writeln!(out, "{}", format!("{pad}  {line}").trim_end());
                        }
                    }
                    None => {
                        let _ = writeln!(out, "{pad}{name}:");
                        shown(value, depth + 1, out);
                    }
                }
            }
        }
        other => {
            let _ = writeln!(out, "{pad}{}", short(other).unwrap_or_else(|| other.to_string()));
        }
    }
}

fn short(value: &Value) -> Option<String> {
    let at = |value: &Value| {
        let (line, column) = (value.get("line")?.as_u64()?, value.get("character")?.as_u64()?);
        Some(format!("{}:{}", line + 1, column + 1))
    };
    match value {
        Value::Object(_) => match (value.get("start").and_then(at), value.get("end").and_then(at)) {
            (Some(start), Some(end)) => Some(format!("{start} to {end}")),
            _ => at(value),
        },
        Value::String(text) if text.contains('\n') => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(values) if values.is_empty() => Some("nothing".to_owned()),
        Value::Array(_) => None,
        Value::Null => Some("nothing".to_owned()),
        other => Some(other.to_string()),
    }
}

//! `abide next` and `abide context`: what to work on, and all around a statement, within a budget of tokens.

use super::{Place, verify};
use crate::Exit;
use crate::cli::{Context, DataFormat, Next};
use crate::terminal::{self, Paint, Tone, inline};
use abide_verify::board::{AskError, Asking};
use abide_workspace::check::Workspace;
use anyhow::Result;
use jiff::Timestamp;
use serde_json::Value;
use std::path::PathBuf;

pub fn next(place: &Place, arguments: &Next) -> Result<Exit> {
    let ask = |asking: &Asking| asking.next(arguments.skip, arguments.budget);
    answer(place, &arguments.paths, arguments.format, ask)
}

pub fn context(place: &Place, arguments: &Context) -> Result<Exit> {
    answer(place, &[], arguments.format, |asking| asking.context(&arguments.id, arguments.budget))
}

fn answer(
    place: &Place,
    paths: &[PathBuf],
    format: DataFormat,
    ask: impl FnOnce(&Asking) -> Result<Value, AskError>,
) -> Result<Exit> {
    let workspace = Workspace::open(&place.open(paths))?;
    for problem in &workspace.problems {
        terminal::say(&format!("error: {problem}"));
    }
    let (environment, trust) = (verify::environment(), verify::trust_store()?);
    let now = Timestamp::now();
    let answer = ask(&Asking { workspace: &workspace, environment: &environment, trust: &trust, now })?;
    let text = match format {
        DataFormat::Json => format!("{answer:#}"),
        DataFormat::Table => outline(&answer, Paint(place.colour)),
    };
    terminal::print(&text)?;
    Ok(if workspace.problems.is_empty() { Exit::Ok } else { Exit::CouldNotRun })
}

/// An answer as text: a line a field, and what a field holds below it.
fn outline(answer: &Value, paint: Paint) -> String {
    let mut text = String::new();
    let Value::Object(fields) = answer else { return text };
    for (name, value) in fields.iter().filter(|(name, _)| *name != "truncated") {
        match value {
            Value::Array(entries) if entries.is_empty() => {}
            Value::Object(fields) if fields.is_empty() => {}
            Value::Array(_) | Value::Object(_) => {
                text.push_str(&paint.text(Tone::Label, &words(name)));
                text.push('\n');
                inner(value, 2, &mut text);
            }
            Value::String(said) if said.trim().contains('\n') => {
                text.push_str(&paint.text(Tone::Label, &words(name)));
                text.push('\n');
                block(said, 2, &mut text);
            }
            _ => text.push_str(&format!("{}  {}\n", paint.text(Tone::Label, &words(name)), plain(value))),
        }
    }
    text
}

fn inner(value: &Value, indent: usize, text: &mut String) {
    let gap = " ".repeat(indent);
    match value {
        Value::Array(entries) => {
            for entry in entries {
                match entry {
                    Value::Object(_) => {
                        let mut lines = String::new();
                        inner(entry, indent + 2, &mut lines);
                        // The first field stands behind the dash of its entry.
                        text.push_str(&format!("{gap}- {}", lines.get(indent + 2..).unwrap_or_default()));
                    }
                    other => text.push_str(&format!("{gap}- {}\n", plain(other))),
                }
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::Array(entries) if entries.iter().all(|entry| !entry.is_object()) => {
                        let entries: Vec<String> = entries.iter().map(plain).collect();
                        text.push_str(&format!("{gap}{}: {}\n", words(name), entries.join("; ")));
                    }
                    Value::Array(_) | Value::Object(_) => {
                        text.push_str(&format!("{gap}{}:\n", words(name)));
                        inner(value, indent + 2, text);
                    }
                    Value::String(said) if said.trim().contains('\n') => {
                        text.push_str(&format!("{gap}{}:\n", words(name)));
                        block(said, indent + 2, text);
                    }
                    _ => text.push_str(&format!("{gap}{}: {}\n", words(name), plain(value))),
                }
            }
        }
        other => text.push_str(&format!("{gap}{}\n", plain(other))),
    }
}

/// Several lines, each as it is indented.
fn block(said: &str, indent: usize, text: &mut String) {
    for line in said.trim_end().lines() {
        let own: String = line.chars().take_while(|c| *c == ' ').collect();
        let line = format!("{}{own}{}", " ".repeat(indent), inline(line));
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(said) => inline(said),
        other => inline(&other.to_string()),
    }
}

fn words(name: &str) -> String {
    inline(&name.replace('_', " "))
}

//! Rust and Go.

use super::super::{Attribute, Form, Shape, range_of, uncommented, word};
use super::{annotation, modifiers};
use crate::fence::CodeLine;
use std::collections::HashMap;

pub(super) fn rust_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    if let Some(rest) = bare.strip_prefix("struct ").or_else(|| bare.strip_prefix("union ")) {
        return Some((Form::Record, word(rest)));
    }
    if let Some(rest) = bare.strip_prefix("enum ") {
        return Some((Form::Enumeration, word(rest)));
    }
    bare.strip_prefix("trait ").map(|rest| (Form::Service, word(rest)))
}

pub(super) fn go_header(code: &str) -> Option<(Form, &str)> {
    let rest = code.strip_prefix("type ").unwrap_or(code);
    let name = word(rest);
    let after = rest.get(name.len()..)?.trim_start();
    if after.starts_with("struct") && after.contains('{') {
        return Some((Form::Record, name));
    }
    (after.starts_with("interface") && after.contains('{')).then_some((Form::Service, name))
}

/// `Name Type` with a tag behind it.
pub(super) fn go_member(code: &str) -> Option<Attribute> {
    let (bare, tag) = code.split_once('`').map_or((code, ""), |(bare, tag)| (bare.trim(), tag));
    let name = word(bare);
    // `Lat, Lon float64` names several; [`go_names`] gives the others.
    let others = bare.get(name.len()..)?;
    let bare = if others.starts_with(',') { bare.get(bare.rfind(", ")? + 2..)? } else { bare };
    let last = word(bare);
    let kind = bare.get(last.len()..)?.trim();
    if name.is_empty() || kind.is_empty() || !bare.get(last.len()..)?.starts_with(char::is_whitespace) {
        return None;
    }
    let kind = if kind.ends_with('{') { "object" } else { kind };
    let optional = kind.starts_with('*') || tag.contains("omitempty");
    let mut attribute = Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: optional.then_some(false),
        default: tag
            .split_once("default:")
            .map(|(_, value)| value.split([';', '"']).next().unwrap_or(value).trim_matches('\'').to_owned()),
        ..Attribute::default()
    };
    annotation::apply(tag, &mut attribute);
    Some(attribute)
}

/// The further names of `Lat, Lon float64`.
pub(super) fn go_names(code: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = code;
    while let Some(more) = rest.get(word(rest).len()..).and_then(|rest| rest.strip_prefix(", ")) {
        names.push(word(more));
        rest = more;
    }
    names
}

/// `type Status string` with its constants: `StatusOpen Status = "open"`.
pub(super) fn go_enumerations(lines: &[CodeLine]) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = Vec::new();
    let mut names: HashMap<&str, usize> = HashMap::new();
    // The type that constants without one continue.
    let mut counted: Option<usize> = None;
    for line in lines {
        let (code, _) = uncommented(line.text, &["//"]);
        let code = code.trim();
        let words: Vec<&str> = code.split_whitespace().take(5).collect();
        match words.as_slice() {
            ["type", name, "string" | "int" | "uint8" | "int32"] => {
                names.insert(name, shapes.len());
                shapes.push(Shape {
                    name: (*name).to_owned(),
                    form: Form::Enumeration,
                    range: range_of(line, code),
                    ..Shape::default()
                });
            }
            [.., name, kind, "=", value] if names.contains_key(kind) => {
                let at = names.get(kind).copied();
                counted = at.filter(|_| *value == "iota");
                let value = value.trim_matches('"');
                if let Some(shape) = at.and_then(|at| shapes.get_mut(at)) {
                    let value = if counted.is_some() { *name } else { value };
                    shape.values.push(value.to_owned());
                }
            }
            [name] if word(name) == *name => {
                if let Some(shape) = counted.and_then(|at| shapes.get_mut(at)) {
                    shape.values.push((*name).to_owned());
                }
            }
            _ => counted = None,
        }
    }
    shapes.retain(|shape| !shape.values.is_empty());
    shapes
}

//! A field of an entity, and what is said of it.

use super::{Entity, Form, told};
use crate::SourceDocument;
use abide_model::Item;
use serde_json::{Map, Value};

/// One attribute of an entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    pub document: &'a SourceDocument<'a>,
    pub item: &'a Item,
    pub name: &'a str,
}

/// What says that something stands in for what is not sent, or that it need not be there.
const LEFT_OUT: &[&str] = &[
    "default",
    "defaults",
    "optional",
    "optionally",
    "left out",
    "if omitted",
    "when omitted",
    "may be omitted",
    "can be omitted",
    "may be absent",
    "may be missing",
    "unset",
    "if not",
    "when not",
    "where not",
    "where none",
    "if none",
    "when none",
    "without one",
    "unless given",
    "unless sent",
    "unless set",
    "need not",
    "falls back",
    "made of",
    "made from",
    "made by",
    "derived",
    "computed",
    "calculated",
    "generated",
    "assigned",
    "set by",
    "given by the server",
];

impl<'a> Field<'a> {
    /// Its type as written.
    pub fn written(&self) -> Option<&'a str> {
        self.item.text_field("type")
    }

    /// Its type in the words of JSON Schema; none where nothing is known of it.
    pub fn schema(&self) -> Option<&'a Map<String, Value>> {
        self.item.fields.get("schema")?.as_object()
    }

    /// Whether it is part of the primary key.
    pub fn is_primary(&self) -> bool {
        self.item.text_field("key") == Some("primary")
    }

    /// Whether no two records have the same.
    pub fn is_unique(&self) -> bool {
        self.item.fields.get("unique") == Some(&Value::Bool(true))
    }

    /// Its default as written.
    pub fn default(&self) -> Option<&'a str> {
        let written = self.item.text_field("default")?.trim();
        let nothing = ["", "-", "–", "—", "none", "n/a", "null", "nil", "undefined", "required"];
        (!nothing.contains(&written.trim_matches(['`', '*', ' ']).to_lowercase().as_str())).then_some(written)
    }

    /// What it points to, as written.
    pub fn references(&self) -> Option<&'a str> {
        self.item.text_field("references")
    }

    /// What is said about it, on one line.
    pub fn description(&self) -> Option<&'a str> {
        self.item.text_field("description")
    }

    /// Whether it must be there, as far as that is said.
    pub fn required(&self) -> Option<bool> {
        match self.item.fields.get("required") {
            Some(Value::Bool(required)) => Some(*required),
            _ => None,
        }
    }

    /// Whether a request may leave it out, by a default or by what is said of it.
    pub fn may_be_left_out(&self) -> bool {
        let said = self.description().unwrap_or_default().to_lowercase();
        let words: Vec<&str> =
            said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let said_of = |phrases: &[&str]| {
            let spaced = format!(" {} ", words.join(" "));
            phrases.iter().any(|phrase| spaced.contains(&format!(" {phrase} ")))
        };
        self.default().is_some() || said_of(LEFT_OUT) || told::read(&said).contains_key("readOnly")
    }

    /// Whether it may hold nothing, by what is said of it and of its entity.
    pub fn is_nullable(&self, entity: &Entity) -> bool {
        let written = self.written().unwrap_or_default();
        let bare = written.trim().trim_matches('`').replace("\\|", "|");
        let lower = bare.to_lowercase();
        let alternative = lower.split('|').any(|part| matches!(part.trim(), "null" | "none" | "nil"));
        let wrapped = ["option<", "optional[", "optional<", "maybe<", "nullable<", "nullable "]
            .iter()
            .any(|start| lower.starts_with(start));
        let marked = bare.ends_with('?') || lower.contains("nullable") && !lower.contains("not nullable");
        alternative
            || wrapped
            || marked
            || entity.form == Form::Table && self.required() != Some(true) && !self.is_primary()
    }

    /// Whether every record has it.
    pub fn is_required(&self, entity: &Entity) -> bool {
        let optional_in_code = || {
            let head = self.item.text.split([':', '=']).next().unwrap_or_default().trim_end();
            head.ends_with('?')
        };
        match (entity.form, self.required()) {
            // `name: T | null` is always there, `name?: T` is not.
            (Form::Strict { absent_by_null: false }, Some(false)) => {
                !optional_in_code() && self.written().is_some_and(|written| written.contains("null"))
            }
            (_, Some(required)) => required,
            (Form::Strict { .. }, None) => !optional_in_code() && self.default().is_none(),
            _ => self.is_primary(),
        }
    }
}

//! The fields in which a statement differs.

use crate::change::FieldChange;
use crate::unit::Unit;
use crate::values::same;
use abide_model::Kind;
use serde_json::Value;

/// Fields that follow from others.
const DERIVED: &[&str] = &["id", "text", "schema", "written", "steps"];

/// What a statement says differently, its words first.
pub(crate) fn changes(before: &Unit, after: &Unit) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let text = |unit: &Unit| Some(Value::from(unit.text.clone()));
    if before.kind != after.kind {
        let name = |unit: &Unit| Some(Value::from(unit.kind_name()));
        changes.push(FieldChange { name: "kind".into(), from: name(before), to: name(after) });
    }
    // The row of a role tells of its other cells as well.
    let whole_row = before.is(Kind::Permission) && after.is(Kind::Permission);
    if !whole_row && before.words != after.words && before.text != after.text {
        changes.push(FieldChange { name: "text".into(), from: text(before), to: text(after) });
    }
    for (name, from) in before.fields().filter(|(name, _)| !DERIVED.contains(name)) {
        let to = after.field(name);
        if !to.is_some_and(|to| same(from, to)) && before.kind == after.kind {
            changes.push(FieldChange { name: name.into(), from: Some(from.clone()), to: to.cloned() });
        }
    }
    for (name, to) in after.fields().filter(|(name, _)| !DERIVED.contains(name)) {
        if before.field(name).is_none() && before.kind == after.kind {
            changes.push(FieldChange { name: name.into(), from: None, to: Some(to.clone()) });
        }
    }
    changes
}

/// Where a statement that says the same is found now.
pub(crate) fn moves(before: &Unit, after: &Unit) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    if before.path != after.path {
        changes.push(FieldChange {
            name: "path".into(),
            from: Some(before.path.into()),
            to: Some(after.path.into()),
        });
    }
    if before.id != after.id && (before.named || !before.key.is_empty()) {
        changes.push(FieldChange {
            name: "id".into(),
            from: Some(before.id.into()),
            to: Some(after.id.into()),
        });
    }
    if before.id != after.id && before.section != after.section {
        let section = |unit: &Unit| Some(Value::from(unit.section.clone()));
        changes.push(FieldChange { name: "section".into(), from: section(before), to: section(after) });
    }
    changes
}

use crate::records::{Records, is_aside};
use crate::rule::rule;
use crate::spelling::{listed, nearly, singular, squash};
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_model::{Item, Kind};
use abide_syntax::TextRange;
use serde_json::Value;

rule! {
    /// An index, a key or a relation names a record or a field that the data model does not have.
    ///
    /// ## Why it matters
    ///
    /// An index on a column that does not exist fails when it is created; a relation to nothing is a record that somebody
    /// forgot to describe, or one that was renamed in one place only.
    ///
    /// ## What counts
    ///
    /// An index on a table whose columns the document lists, a foreign key to a field of a record that it lists, and the
    /// names in a diagram or under relationships that are almost those of a record. A record that is defined nowhere may be
    /// another document's and is not reported.
    ///
    /// ## How to mend it
    ///
    /// Use the name that the data model has, or add what is missing to it.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ```sql
    /// CREATE TABLE parcels (
    ///   id UUID PRIMARY KEY,
    ///   receiver TEXT NOT NULL,
    ///   sent_at TIMESTAMPTZ
    /// );
    /// CREATE INDEX idx_parcels_depot ON parcels (depot_id);
    /// ~ `parcels` has no field `depot_id`: it has `id`, `receiver` and `sent_at`
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ```sql
    /// CREATE TABLE parcels (
    ///   id UUID PRIMARY KEY,
    ///   depot_id UUID REFERENCES depots(id),
    ///   sent_at TIMESTAMPTZ
    /// );
    /// CREATE INDEX idx_parcels_sent ON parcels (depot_id, lower(sent_at) DESC);
    /// CREATE INDEX idx_users_name ON users (name);
    /// ```
    /// ````
    "unknown-record", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let wanted = [Kind::Index, Kind::Relation, Kind::Field];
    if context.spec.of_kind(Kind::Entity).next().is_none()
        || wanted.iter().all(|kind| context.spec.of_kind(*kind).next().is_none())
    {
        return;
    }
    let records = Records::new(context);
    for index in context.items(Kind::Index).filter(|item| !is_aside(context, item.range)) {
        // A table of indexes stands under the heading of what it indexes.
        let heading = || {
            let title = index.section.last()?;
            let mut words = title.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            words.find(|word| records.find(word).is_some_and(|record| record.fields.len() > 2))
        };
        let Some(entity) = index.text_field("entity").or_else(heading) else { continue };
        let columns = index.fields.get("columns").and_then(Value::as_array).into_iter().flatten();
        for column in columns.filter_map(Value::as_str) {
            unknown_field(context, &records, entity, column, index.range, report);
        }
    }
    for item in context.items(Kind::Field).filter(|item| !is_aside(context, item.range)) {
        let Some(target) = item.text_field("references") else { continue };
        let cut = target.split_once('(').or_else(|| target.split_once('.'));
        if let Some((entity, column)) = cut {
            unknown_field(
                context,
                &records,
                entity.trim(),
                column.trim_end_matches(')').trim(),
                item.range,
                report,
            );
        }
    }
    for relation in context.items(Kind::Relation) {
        for end in ["from", "to"] {
            mistyped(context, &records, relation, end, report);
        }
    }
}

/// Whether a record's fields are listed in full, so that one that is not there is not one of it.
fn unknown_field(
    context: &Context,
    records: &Records,
    entity: &str,
    column: &str,
    range: TextRange,
    report: &mut Report,
) {
    const ENOUGH: usize = 2;
    const EVERY_TABLE: &[&str] =
        &["id", "createdat", "updatedat", "deletedat", "rowid", "ctid", "tenantid", "oid"];
    let plain = column.chars().all(|letter| letter.is_alphanumeric() || letter == '_') && !column.is_empty();
    let Some(record) = records.find(entity).filter(|_| plain) else { return };
    let key = squash(column);
    let typed = record
        .fields
        .iter()
        .filter(|field| field.sayings.iter().any(|saying| saying.fields.contains_key("type")))
        .count();
    // `customer` is kept in the column `customer_id`.
    let has = record.find(column).is_some()
        || record.fields.iter().any(|field| {
            let known = squash(field.name);
            known == format!("{key}id") || format!("{known}id") == key
        });
    if typed < ENOUGH || has || EVERY_TABLE.contains(&key.as_str()) {
        return;
    }
    let names: Vec<&str> = record.fields.iter().map(|field| field.name).collect();
    let near = names.iter().find(|name| nearly(name, column));
    let shown = match names.get(..8) {
        Some(first) => format!(
            "{} and {} more",
            first.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
            names.len() - 8
        ),
        None => listed(&names),
    };
    let shown = if names.len() == 8 { listed(&names) } else { shown };
    let finding = report
        .at(range, format!("`{entity}` has no field `{column}`: it has {shown}"))
        .related(context.place(record.range), format!("`{}` is defined here", record.name));
    match near {
        Some(near) => {
            let finding = finding.help(format!("did you mean `{near}`?"));
            if let Some(place) = word_in(context, range, column) {
                finding.fix(Fix::not_safe(format!("use `{near}`"), vec![Edit::replace(place, *near)]));
            }
        }
        None => {
            finding.help("use a field that it has, or add this one to the data model");
        }
    }
}

/// The place of a word within a range.
fn word_in(context: &Context, range: TextRange, word: &str) -> Option<TextRange> {
    let source = context.slice(range);
    let at = source.rfind(word)?;
    Some(TextRange::new(range.start() + at, range.start() + at + word.len()))
}

/// A relation to a name that is almost that of a record.
fn mistyped(context: &Context, records: &Records, relation: &Item, end: &str, report: &mut Report) {
    let Some(name) = relation.text_field(end) else { return };
    // A record that only a relation or its own empty box names is not defined.
    let defined = |name: &str| {
        records.find(name).is_some_and(|record| !record.fields.is_empty() || !record.values.is_empty())
    };
    if defined(name) || is_aside(context, relation.range) {
        return;
    }
    let mut near = records.all.iter().filter(|record| !record.fields.is_empty() && nearly(record.name, name));
    let (Some(record), None) = (near.next(), near.next()) else { return };
    if singular(record.name) == singular(name) {
        return;
    }
    let finding = report
        .at(relation.range, format!("there is no record `{name}`, but `{}`", record.name))
        .related(context.place(record.range), format!("`{}` is defined here", record.name))
        .help(format!("did you mean `{}`?", record.name));
    if let Some(place) = word_in(context, relation.range, name) {
        finding.fix(Fix::not_safe(format!("use `{}`", record.name), vec![Edit::replace(place, record.name)]));
    }
}

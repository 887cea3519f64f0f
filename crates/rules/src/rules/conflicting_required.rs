use crate::records::{Field, Record, Saying};
use crate::rule::rule;
use crate::settle;
use crate::{Context, Report};
use abide_diagnostics::{Fix, Severity};
use abide_model::Kind;
use serde_json::Value;

rule! {
    /// A field is required in one place and optional in another.
    ///
    /// ## Why it matters
    ///
    /// Whoever reads that it may be left out leaves it out, and is refused by whoever read that it must be there.
    ///
    /// ## What counts
    ///
    /// Both places say it outright: NOT NULL, a column "Required" with yes, against `?`, NULL, "optional" or no. A type
    /// that merely says nothing about it is not held against the others, nor are fields with a default, and keys, which one
    /// side sets and the other need not send.
    ///
    /// ## How to mend it
    ///
    /// Decide which of the two it is, and say it in both places.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type | Required |
    /// |---|---|---|
    /// | `id` | uuid | yes |
    /// | `receiver` | text | yes |
    ///
    /// ```typescript
    /// interface Parcel {
    ///   id: string;
    ///   receiver?: string;
    ///   ~ `receiver` of Parcel is optional here, but required on line 7
    /// }
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type | Required |
    /// |---|---|---|
    /// | `id` | uuid | yes |
    /// | `receiver` | text | yes |
    /// | `note` | text | no |
    ///
    /// ```sql
    /// CREATE TABLE parcels (id UUID PRIMARY KEY, receiver TEXT NOT NULL, note TEXT);
    /// ```
    /// ````
    "conflicting-required", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Field).next().is_none() {
        return;
    }
    let records = context.records();
    for record in &records.all {
        for field in &record.fields {
            compare(context, record, field, report);
        }
    }
}

/// Whether a place says outright that the field is required, or that it is optional.
fn outright(saying: &Saying) -> Option<bool> {
    let required = saying.fields.get("required").and_then(Value::as_bool)?;
    let source = saying.source;
    let upper = source.to_ascii_uppercase();
    let row = source.trim_start().starts_with('|') || source.contains(" | ");
    if required {
        return (upper.contains("NOT NULL") || row || upper.contains("REQUIRED")).then_some(true);
    }
    let marked = source.contains("?:")
        || upper.contains("OPTION")
        || upper.contains("NULLABLE")
        || source.contains("| null")
        || row;
    let nulled = upper.contains(" NULL")
        && !upper.contains("NOT NULL")
        && !upper.contains("ON DELETE")
        && !upper.contains("DEFAULT NULL");
    (marked || nulled).then_some(false)
}

fn compare(context: &Context, record: &Record, field: &Field, report: &mut Report) {
    let settled = |saying: &Saying| {
        saying.fields.contains_key("default") || saying.fields.get("key").is_some_and(|key| key == "primary")
    };
    if field.sayings.iter().any(settled) {
        return;
    }
    let told: Vec<(&Saying, bool)> =
        field.sayings.iter().filter_map(|saying| Some((saying, outright(saying)?))).collect();
    let Some(((first, required), rest)) = told.split_first() else { return };
    let Some((other, _)) = rest.iter().find(|(other, is)| is != required && other.block != first.block)
    else {
        return;
    };
    let word = |required: bool| if required { "required" } else { "optional" };
    let line = context.document.line(first.range.start);
    let finding = report
        .at(
            other.range,
            format!(
                "`{}` of {} is {} here, but {} on line {line}",
                field.name,
                record.name,
                word(!required),
                word(*required)
            ),
        )
        .related(context.place(first.range), format!("{} here", word(*required)))
        .help("say the same in both places");
    if let Some(edit) = settle::as_required(context, other, *required) {
        let title = format!("make it {}, if line {line} is right", word(*required));
        finding.fix(Fix::not_safe(title, vec![edit]));
    }
}

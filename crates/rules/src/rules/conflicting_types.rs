use crate::records::{Field, Record, Saying};
use crate::rule::rule;
use crate::settle;
use crate::types::Type;
use crate::{Context, Report};
use abide_diagnostics::{Fix, Severity};
use abide_model::Kind;

rule! {
    /// A field has one type in one place and another type in another.
    ///
    /// ## Why it matters
    ///
    /// The table says integer, the code says text: whoever builds the database reads one, whoever builds the client reads
    /// the other, and they meet in production.
    ///
    /// ## What counts
    ///
    /// Types are compared by what values they hold, not by their names: `VARCHAR(20)` and `string`, `bigint` and `int`,
    /// a timestamp and a string of JSON are no contradiction. A text and a number are, as are a list and one value, a UUID and
    /// a counter, a whole number and a decimal, and two different lengths. What is said of how things were, or of another
    /// option, is not held against the rest.
    ///
    /// ## How to mend it
    ///
    /// Decide on one of them, and say it the same everywhere, or in one place only.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type |
    /// |---|---|
    /// | `id` | uuid |
    /// | `weight_grams` | integer |
    ///
    /// CREATE TABLE as it is deployed:
    ///
    /// ```sql
    /// CREATE TABLE parcels (
    ///   id UUID PRIMARY KEY,
    ///   weight_grams TEXT NOT NULL
    ///   ~ `weight_grams` of Parcel is `TEXT` here, but `integer` on line 7
    /// );
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type |
    /// |---|---|
    /// | `id` | uuid |
    /// | `weight_grams` | integer |
    /// | `sent_at` | timestamp |
    ///
    /// ```typescript
    /// interface Parcel {
    ///   id: string;
    ///   weightGrams: number;
    ///   sentAt?: string | null;
    /// }
    /// ```
    /// ````
    "conflicting-types", default: Some(Severity::Warning), since: "0.1.0"
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

fn compare(context: &Context, record: &Record, field: &Field, report: &mut Report) {
    let typed: Vec<(&Saying, Type)> =
        field.sayings.iter().filter_map(|saying| Some((saying, saying.kind()?))).collect();
    // `bigint` ids are text in JSON, and an id in words may be any.
    let clash = |one: &Type, two: &Type| one.clashes(two);
    let against = |(_, kind): &(&Saying, Type)| typed.iter().filter(|(_, other)| clash(kind, other)).count();
    // The place that stands against most others is the odd one; of two, the later.
    let odd = typed.iter().enumerate().map(|(at, place)| (against(place), at)).max();
    let Some((1.., odd)) = odd else { return };
    let Some((place, kind)) = typed.get(odd) else { return };
    let Some((other, _)) = typed.iter().find(|(_, other)| clash(kind, other)) else { return };
    let (Some(here), Some(there)) = (place.said("type"), other.said("type")) else { return };
    let line = context.document.line(other.range.start);
    let finding = report
        .at(
            place.range,
            format!("`{}` of {} is `{here}` here, but `{there}` on line {line}", field.name, record.name),
        )
        .related(context.place(other.range), format!("`{there}` here"))
        .help("say the same type in both places");
    if let Some(edit) = settle::retyped(context, place, other) {
        finding.fix(Fix::not_safe(format!("write the type of line {line}, if that one is right"), vec![edit]));
    }
}

use crate::records::Record;
use crate::rule::rule;
use crate::spelling::{nearly, squash};
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_model::Kind;
use abide_syntax::{NodeId, TextRange};
use std::collections::BTreeMap;

rule! {
    /// Two listings of a record agree but for a name that is almost the same.
    ///
    /// ## Why it matters
    ///
    /// `recipient_id` in the table and `recipent_id` in the code are two columns to a machine.
    ///
    /// ## What counts
    ///
    /// Two listings of the same record share most fields. A field of one is missing in the other, which has a field that
    /// differs from it in a letter or two. `created_at` and `createdAt` are one name.
    ///
    /// ## How to mend it
    ///
    /// Spell it the same in both. The unsafe fix takes the spelling that comes first.
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
    /// | `recipient_id` | uuid |
    /// | `weight` | integer |
    ///
    /// ```sql
    /// CREATE TABLE parcels (
    ///   id UUID PRIMARY KEY,
    ///   recipent_id UUID NOT NULL,
    ///   ~ Parcel has `recipent_id` here, but `recipient_id` on line 7
    ///   weight INTEGER
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
    /// | `recipient_id` | uuid |
    /// | `line1` | text |
    ///
    /// ```typescript
    /// interface Parcel {
    ///   id: string;
    ///   recipientId: string;
    ///   line2: string;
    /// }
    /// ```
    /// ````
    "misspelt-field", default: Some(Severity::Warning), since: "0.1.0"
}

/// The fields that one block lists, by their squashed names: as written, and where.
type Listing<'a> = BTreeMap<String, (&'a str, TextRange)>;

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Field).next().is_none() {
        return;
    }
    let records = context.records();
    for record in &records.all {
        compare(context, record, report);
    }
}

fn compare(context: &Context, record: &Record, report: &mut Report) {
    const ENOUGH: usize = 3;
    let mut listings: BTreeMap<NodeId, Listing> = BTreeMap::new();
    for field in &record.fields {
        for saying in &field.sayings {
            listings.entry(saying.block).or_default().insert(squash(field.name), (field.name, saying.range));
        }
    }
    let full: Vec<&Listing> = listings.values().filter(|listing| listing.len() >= ENOUGH).collect();
    for (at, one) in full.iter().enumerate() {
        for other in full.iter().skip(at + 1) {
            let shared = one.keys().filter(|name| other.contains_key(*name)).count();
            if shared * 2 < one.len().min(other.len()) {
                continue;
            }
            for (key, (name, range)) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                let near = one.iter().find(|(known, (known_name, _))| {
                    !other.contains_key(*known) && *known != key && nearly(known_name, name)
                });
                let Some((_, (known, place))) = near else { continue };
                let line = context.document.line(place.start);
                let finding = report
                    .at(*range, format!("{} has `{name}` here, but `{known}` on line {line}", record.name))
                    .related(context.place(*place), format!("`{known}` here"))
                    .help(format!("did you mean `{known}`?"));
                if let Some(found) = context.slice(*range).find(name) {
                    let start = range.start() + found;
                    let edit = Edit::replace(TextRange::new(start, start + name.len()), *known);
                    finding.fix(Fix::not_safe(format!("spell it `{known}`"), vec![edit]));
                }
            }
        }
    }
}

//! The documented data model against the live database.

mod column;
mod documented;
mod rules;
mod told;
mod whole;

use crate::claim::{Claim, Outcome};
use crate::database::{Place, is_configured};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_model::Kind;
use documented::{Said, Stated};

/// The documented data model against the live database.
pub const PROBE: Probe = Probe {
    name: "database",
    summary: "Stated tables, columns, keys, defaults, constraints and indexes are those of the live database",
    documentation: "\
Takes entities, their fields, relations and indexes. Needs a `database` of the target, `sqlite:PATH`, `postgres://…` or `mysql://…`; where there is none, the \
file that `{database}` stands for, or an empty one on which `migrate` has run. It is read, and never written.

An entity is a table where one has its name, in any style and number and with or without a prefix that all tables have, or where the document says \
so: `CREATE TABLE`, a model of Prisma (under its mapped names), types that only SQL has, \"table\" in its heading. Types are compared by families, so that a UUID may be text where the \
database has no type for it. An entity of which nothing says that it is a table is not refuted for what the database lacks.

A table is refuted where the database does not have it. A column is refuted where it is missing; where its type is of another family, or of another \
size that is stated in SQL; where it takes null and is stated as required, or the reverse; where its default is another value; where it is stated as \
unique, as key or as reference and is none; where a stated value is refused by its check, or a list of the only values is longer there; and where a \
deletion does something else than stated (`ON DELETE CASCADE`, \"set null on delete\", \"deleted with the order\"). What words beside it say is held against it in the same way: \
indexed, unique within another column, never zero, never negative, of so many characters; a rule that only a check could keep is refuted where checks keep at least three other \
such rules of the document, and all of them. An index is refuted where none has its columns, or its name where that is all that is said. \
Columns and tables that no document states are reported, and refute nothing.",
    kinds: &[Kind::Entity, Kind::Field, Kind::Relation, Kind::Index],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    let project = &context.facts.project;
    let claim =
        |title: String, attempt: Box<dyn Fn(&Stage) -> Outcome + Send + Sync>| match Place::of(project) {
            Place::None(reason) => Claim::settled(title, Outcome::blocked(reason)),
            place => Claim::new(title, place.needs(project), attempt),
        };
    let item = context.item;
    match item.kind {
        Kind::Entity => {
            let Some(entity) = documented::entity(context.facts, context.spec, &item.key) else {
                return Vec::new();
            };
            if entity.said == Said::Nothing && !is_configured(project) {
                return Vec::new();
            }
            let said = entity.said;
            let name = documented::stored(context.spec, &item.key);
            let fields = entity
                .fields
                .iter()
                .map(|field| documented::field_name(field).to_owned())
                .collect::<Vec<_>>();
            let table = claim(
                format!("there is a table {name}"),
                Box::new(move |stage| whole::table(stage, &name, &fields, said)),
            );
            let mut claims = vec![if said == Said::Nothing { table.minor() } else { table }];
            if is_configured(project) && documented::is_first_table(context.spec, &item.key) {
                claims.push(
                    claim(
                        "every table of the database is documented".to_owned(),
                        Box::new(whole::undocumented),
                    )
                    .minor(),
                );
            }
            claims
        }
        Kind::Field => {
            let Some(stated) = Stated::of(context.facts, context.spec, item) else { return Vec::new() };
            if stated.said == Said::Nothing && !is_configured(project) {
                return Vec::new();
            }
            let said = stated.said;
            let title = format!("the column {}.{} is as stated", stated.entity, stated.name);
            let claim = claim(title, Box::new(move |stage| column::look(stage, &stated)));
            vec![if said == Said::Nothing { claim.minor() } else { claim }]
        }
        Kind::Index => {
            let Some(index) = whole::StatedIndex::of(context.spec, item) else { return Vec::new() };
            let title = format!("there is {}", index.shown());
            vec![claim(title, Box::new(move |stage| whole::index(stage, &index)))]
        }
        Kind::Relation => {
            let (Some(from), Some(to)) = (item.text_field("from"), item.text_field("to")) else {
                return Vec::new();
            };
            if !is_configured(project) {
                return Vec::new();
            }
            let (from, to) = (documented::stored(context.spec, from), documented::stored(context.spec, to));
            let rule = told::told("", context.source())
                .on_delete
                .map(|rule| (rule, item.text_field("label").map(str::to_owned)));
            let title = format!("{from} and {to} are related by a foreign key");
            vec![claim(title, Box::new(move |stage| whole::relation(stage, &from, &to, rule.as_ref())))]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;

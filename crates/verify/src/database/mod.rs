//! The schema of a live database: tables, columns, keys, checks and indexes, whatever the engine.

mod check;
mod expression;
mod family;
mod fresh;
mod mariadb;
mod place;
mod postgres;
mod scratch;
mod server;
mod sqlite;

pub use check::{Bounds, bounds, literals};
pub use expression::DefaultValue;
pub use family::{Family, TypeDifference, compare, family, is_sql_type};
pub use fresh::{Content, Fresh};
pub use place::{Access, Place, is_configured};
pub use scratch::Scratch;
pub use server::Server;

use crate::words;

/// What keeps the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
    /// A MariaDB or MySQL server.
    MariaDb,
}

/// What is in a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// What keeps it.
    pub engine: Engine,
    /// Its tables and views, by name.
    pub tables: Vec<Table>,
}

/// A table or a view.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Whether it is a view.
    pub view: bool,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// The columns of its primary key, in order.
    pub primary_key: Vec<String>,
    /// Its indexes, with those of its unique constraints.
    pub indexes: Vec<Index>,
    /// Its foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// The conditions of its checks.
    pub checks: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, as the database says it.
    pub kind: String,
    /// Whether it takes null.
    pub nullable: bool,
    /// Its default, as the database says it.
    pub default: Option<String>,
    /// Whether the database computes it.
    pub generated: bool,
    /// The values of its type, where that is an enumeration.
    pub values: Vec<String>,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its columns, or what it computes, in order.
    pub columns: Vec<String>,
    /// Whether no two rows may be equal in it.
    pub unique: bool,
    /// Whether only some rows are in it.
    pub partial: bool,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// Its columns.
    pub columns: Vec<String>,
    /// The table that it points to.
    pub table: String,
    /// The columns there; none where it is the primary key.
    pub targets: Vec<String>,
    /// What becomes of its rows when the one that it points to is deleted.
    pub on_delete: OnDelete,
}

/// What becomes of rows when the one that they point to is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnDelete {
    /// The deletion is refused.
    #[default]
    Refused,
    /// They are deleted, too.
    Cascade,
    /// They point to nothing.
    SetNull,
    /// They point to something else.
    SetDefault,
}

impl OnDelete {
    /// As databases write it: `CASCADE`, `SET NULL`, `NO ACTION`.
    pub fn read(written: &str) -> Self {
        match written.to_uppercase().as_str() {
            "CASCADE" => Self::Cascade,
            "SET NULL" => Self::SetNull,
            "SET DEFAULT" => Self::SetDefault,
            _ => Self::Refused,
        }
    }

    /// What it means, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Refused => "refuses the deletion",
            Self::Cascade => "deletes its rows as well",
            Self::SetNull => "empties the column",
            Self::SetDefault => "sets the default",
        }
    }
}

impl Table {
    /// The column of that name, as written or in another style: `createdAt` is `created_at`.
    pub fn column(&self, name: &str) -> Option<&Column> {
        let exact = self.columns.iter().find(|column| column.name == name);
        exact.or_else(|| {
            let wanted = words::folded(name);
            let mut found = self.columns.iter().filter(|column| words::folded(&column.name) == wanted);
            found.next().filter(|_| found.next().is_none())
        })
    }

    /// The checks that speak of a column.
    pub fn checks_of<'a>(&'a self, column: &'a str) -> impl Iterator<Item = &'a str> {
        self.checks.iter().map(String::as_str).filter(move |check| check::speaks_of(check, column))
    }

    /// What the database says of a column, on a few lines.
    pub fn shown(&self, column: &Column) -> String {
        let mut text = format!("{} {}", column.name, column.kind);
        text.push_str(if column.nullable { " NULL" } else { " NOT NULL" });
        if let Some(default) = &column.default {
            text.push_str(&format!(" DEFAULT {default}"));
        }
        if self.primary_key.contains(&column.name) {
            text.push_str(&format!("\nprimary key ({})", self.primary_key.join(", ")));
        }
        for index in self.indexes.iter().filter(|index| index.columns.contains(&column.name)) {
            text.push_str(&format!("\n{}", index.shown()));
        }
        for key in self.foreign_keys.iter().filter(|key| key.columns.contains(&column.name)) {
            text.push_str(&format!("\n{}", key.shown()));
        }
        for check in self.checks_of(&column.name) {
            text.push_str(&format!("\ncheck ({check})"));
        }
        if !column.values.is_empty() {
            text.push_str(&format!("\nvalues {}", column.values.join(", ")));
        }
        text
    }

    /// What the database says of the table, on one line.
    pub fn summary(&self) -> String {
        let columns: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        format!("{} {} ({})", if self.view { "view" } else { "table" }, self.name, columns.join(", "))
    }
}

impl Index {
    /// What the database says of it.
    pub fn shown(&self) -> String {
        let unique = if self.unique { "unique " } else { "" };
        let partial = if self.partial { ", of some rows" } else { "" };
        format!("{unique}index {} ({}){partial}", self.name, self.columns.join(", "))
    }
}

impl ForeignKey {
    /// What the database says of it.
    pub fn shown(&self) -> String {
        let rule = match self.on_delete {
            OnDelete::Refused => "",
            OnDelete::Cascade => " on delete cascade",
            OnDelete::SetNull => " on delete set null",
            OnDelete::SetDefault => " on delete set default",
        };
        format!(
            "foreign key ({}) to {} ({}){rule}",
            self.columns.join(", "),
            self.table,
            self.targets.join(", ")
        )
    }
}

/// A name without its schema and quotes, as words in the singular: `public."OrderItems"` and `order_item` are one.
pub fn name_key(name: &str) -> Vec<String> {
    let bare = name.trim_matches(['`', '"', '[', ']', ' ']).rsplit('.').next().unwrap_or(name);
    words::parts(bare.trim_matches(['`', '"', '[', ']'])).iter().map(|part| words::singular(part)).collect()
}

impl Schema {
    /// The table that an entity is kept in, by its name: as written, in another style, in the other number, or with the prefix that
    /// all tables have.
    pub fn table_of(&self, entity: &str) -> Option<&Table> {
        let bare = entity.trim_matches(['`', '"']);
        let last = bare.rsplit('.').next().unwrap_or(bare);
        if let Some(table) = self.tables.iter().find(|table| table.name.eq_ignore_ascii_case(last)) {
            return Some(table);
        }
        let wanted = name_key(entity);
        if wanted.is_empty() {
            return None;
        }
        let only = |fits: &dyn Fn(&Table) -> bool| {
            let mut found = self.tables.iter().filter(|table| fits(table));
            found.next().filter(|_| found.next().is_none())
        };
        let same = only(&|table| name_key(&table.name) == wanted);
        let prefix = self.prefix();
        same.or_else(|| {
            let key = |table: &Table| {
                let key = name_key(&table.name);
                match key.split_first() {
                    Some((first, rest)) if !rest.is_empty() && is_prefix(first, prefix.as_deref()) => {
                        rest.to_vec()
                    }
                    _ => key,
                }
            };
            only(&|table| key(table) == wanted)
        })
    }

    /// The word with which the names of all tables begin; those that tools keep for themselves do not count.
    fn prefix(&self) -> Option<String> {
        let own = || self.tables.iter().filter(|table| !is_of_a_tool(&table.name));
        let first = name_key(&own().next()?.name).first()?.clone();
        let shared = |table: &Table| {
            let key = name_key(&table.name);
            key.len() > 1 && key.first() == Some(&first)
        };
        (own().count() > 1 && own().all(shared)).then_some(first)
    }
}

fn is_prefix(word: &str, prefix: Option<&str>) -> bool {
    prefix == Some(word) || matches!(word, "tbl" | "tb" | "t")
}

/// Whether a table is what a migration tool or a framework keeps for itself.
pub fn is_of_a_tool(table: &str) -> bool {
    let name = table.to_lowercase();
    let known = [
        "alembic_version",
        "schema_migrations",
        "schema_version",
        "_sqlx_migrations",
        "_prisma_migrations",
        "knex_migrations",
        "knex_migrations_lock",
        "goose_db_version",
        "flyway_schema_history",
        "databasechangelog",
        "databasechangeloglock",
        "__efmigrationshistory",
        "migrations",
        "ar_internal_metadata",
        "seaql_migrations",
        "__diesel_schema_migrations",
        "refinery_schema_history",
        "django_migrations",
        "django_content_type",
        "django_session",
        "django_admin_log",
        "sequelizemeta",
        "typeorm_metadata",
        "spatial_ref_sys",
        "__drizzle_migrations",
        "gorp_migrations",
        "phinxlog",
    ];
    known.contains(&name.as_str())
        || name.starts_with("sqlite_")
        || name.starts_with("auth_") && name.contains("permission")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(tables: &[&str]) -> Schema {
        let table = |name: &&str| Table { name: (*name).to_owned(), ..Table::default() };
        Schema { engine: Engine::Sqlite, tables: tables.iter().map(table).collect() }
    }

    fn found<'a>(schema: &'a Schema, entity: &str) -> Option<&'a str> {
        schema.table_of(entity).map(|table| table.name.as_str())
    }

    #[test]
    fn a_table_is_found_whatever_the_style_and_number_of_its_name() {
        let schema = schema(&["orders", "order_items", "Person"]);
        for (entity, table) in [
            ("orders", "orders"),
            ("Order", "orders"),
            ("OrderItem", "order_items"),
            ("public.order_items", "order_items"),
            ("people", ""),
            ("persons", "Person"),
            ("Item", ""),
        ] {
            assert_eq!(found(&schema, entity).unwrap_or_default(), table, "{entity}");
        }
    }

    #[test]
    fn a_prefix_that_all_tables_have_may_be_left_out() {
        let prefixed = schema(&["shop_orders", "shop_order_items", "schema_migrations"]);
        assert_eq!(found(&prefixed, "OrderItem"), Some("shop_order_items"));
        assert_eq!(found(&schema(&["tbl_user", "roles"]), "User"), Some("tbl_user"));
        assert_eq!(found(&schema(&["parcels", "parcel_events"]), "Event"), None);
    }

    #[test]
    fn two_tables_that_fit_alike_are_no_answer() {
        assert_eq!(found(&schema(&["order_items", "orderItem"]), "OrderItems"), None);
    }
}

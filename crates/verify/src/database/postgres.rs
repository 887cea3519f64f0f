//! The schema of a PostgreSQL database.

use super::{Column, Engine, ForeignKey, Index, OnDelete, Schema, Table};
use abide_ledger::PostgresUrl;
use postgres::Client;
use serde::Deserialize;
use std::time::Duration;

/// Everything in the schemas that are on the search path, as one JSON document.
const QUERY: &str = r#"
SELECT coalesce(json_agg(json_build_object(
  'name', c.relname,
  'view', c.relkind IN ('v', 'm'),
  'columns', (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'kind', format_type(a.atttypid, a.atttypmod),
      'nullable', NOT a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid),
      'generated', a.attgenerated <> '' OR a.attidentity <> '',
      'values', (SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]'::json) FROM pg_enum e WHERE e.enumtypid = a.atttypid))
      ORDER BY a.attnum), '[]'::json)
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
  'primary_key', (SELECT coalesce(json_agg(a.attname ORDER BY k.place), '[]'::json)
    FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k(number, place)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number WHERE i.indrelid = c.oid AND i.indisprimary),
  'indexes', (SELECT coalesce(json_agg(json_build_object('name', x.relname, 'unique', i.indisunique, 'partial', i.indpred IS NOT NULL,
      'columns', (SELECT json_agg(coalesce(a.attname::text, pg_get_indexdef(i.indexrelid, k.place::int, true)) ORDER BY k.place)
        FROM unnest(i.indkey) WITH ORDINALITY k(number, place)
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number AND k.number > 0
        WHERE k.place <= i.indnkeyatts)) ORDER BY x.relname), '[]'::json)
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND NOT i.indisprimary),
  'foreign_keys', (SELECT coalesce(json_agg(json_build_object('table', t.relname,
      'rule', CASE f.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' ELSE '' END,
      'columns', (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY k(number, place)
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number),
      'targets', (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(f.confkey) WITH ORDINALITY k(number, place)
        JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.number)) ORDER BY f.conname), '[]'::json)
    FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid WHERE f.conrelid = c.oid AND f.contype = 'f'),
  'checks', (SELECT coalesce(json_agg(pg_get_expr(f.conbin, f.conrelid) ORDER BY f.conname), '[]'::json)
    FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'c')
) ORDER BY c.relname), '[]'::json)::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\_%'
"#;

#[derive(Deserialize)]
struct TableRow {
    name: String,
    view: bool,
    columns: Vec<ColumnRow>,
    primary_key: Vec<String>,
    indexes: Vec<IndexRow>,
    foreign_keys: Vec<KeyRow>,
    checks: Vec<String>,
}

#[derive(Deserialize)]
struct ColumnRow {
    name: String,
    kind: String,
    nullable: bool,
    default: Option<String>,
    generated: bool,
    values: Vec<String>,
}

#[derive(Deserialize)]
struct IndexRow {
    name: String,
    unique: bool,
    partial: bool,
    columns: Vec<String>,
}

#[derive(Deserialize)]
struct KeyRow {
    table: String,
    columns: Vec<String>,
    targets: Vec<String>,
    rule: String,
}

/// What a server said, or why nothing came from it.
pub fn said(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(refusal) => refusal.message().to_owned(),
        None => {
            let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
            format!("{error}{}", cause.unwrap_or_default())
        }
    }
}

/// Connects to the database at an address.
pub fn connect(url: &str, options: &str) -> Result<Client, String> {
    let mut url: PostgresUrl = url.parse().map_err(|error| said(&error))?;
    url.config.connect_timeout(Duration::from_secs(5)).application_name("abide").options(options);
    url.connect().map_err(|error| said(&error))
}

/// Reads what is in the database at an address; nothing is written there.
pub fn read(url: &str) -> Result<Schema, String> {
    let mut client = connect(url, "-c default_transaction_read_only=on -c statement_timeout=20000")?;
    let said = |error: postgres::Error| said(&error);
    let row = client.query_one(QUERY, &[]).map_err(said)?;
    let text: String = row.try_get(0).map_err(said)?;
    let rows: Vec<TableRow> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    Ok(Schema { engine: Engine::Postgres, tables: rows.into_iter().map(table).collect() })
}

fn table(row: TableRow) -> Table {
    let column = |row: ColumnRow| {
        let ColumnRow { name, kind, nullable, default, generated, values } = row;
        Column { name, kind, nullable, default, generated, values }
    };
    let index = |row: IndexRow| {
        let IndexRow { name, unique, partial, columns } = row;
        Index { name, columns, unique, partial }
    };
    let key = |row: KeyRow| {
        let KeyRow { table, columns, targets, rule } = row;
        ForeignKey { columns, table, targets, on_delete: OnDelete::read(&rule) }
    };
    Table {
        name: row.name,
        view: row.view,
        columns: row.columns.into_iter().map(column).collect(),
        primary_key: row.primary_key,
        indexes: row.indexes.into_iter().map(index).collect(),
        foreign_keys: row.foreign_keys.into_iter().map(key).collect(),
        checks: row.checks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use abide_fixture::Postgres;

    #[test]
    fn everything_that_a_table_has_is_read() {
        let server = Postgres::start();
        server.execute(
            "CREATE TYPE state AS ENUM ('open', 'paid');
             CREATE TABLE people (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), mail varchar(40) NOT NULL UNIQUE);
             CREATE TABLE orders (id bigserial PRIMARY KEY, person uuid NOT NULL REFERENCES people (id), state state DEFAULT 'open',
               total numeric(10,2) CHECK (total >= 0), note text);
             CREATE UNIQUE INDEX one_note ON orders (lower(note)) WHERE note IS NOT NULL;
             CREATE VIEW open_orders AS SELECT id FROM orders;",
        );
        let schema = read(&server.url()).unwrap();
        let names: Vec<_> = schema.tables.iter().map(Table::summary).collect();
        assert_eq!(
            names,
            [
                "view open_orders (id)",
                "table orders (id, person, state, total, note)",
                "table people (id, mail)"
            ]
        );
        let orders = &schema.tables[1];
        assert_eq!(orders.columns[2].values, ["open", "paid"]);
        assert_eq!(orders.columns[2].default.as_deref(), Some("'open'::state"));
        assert_eq!(orders.foreign_keys[0].shown(), "foreign key (person) to people (id)");
        assert_eq!(orders.indexes[0].shown(), "unique index one_note (lower(note)), of some rows");
        assert!(super::super::bounds(&orders.checks[0], "total").unwrap().least == Some((0.0, true)));
        assert!(read("postgresql://127.0.0.1:1/none").is_err());
    }
}

//! The schema of an SQLite file.

use super::{Column, Engine, ForeignKey, Index, OnDelete, Schema, Table, check};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Reads what is in a file; it is opened for reading alone.
pub fn read(path: &Path) -> rusqlite::Result<Schema> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    let mut statement = connection.prepare(
        "SELECT name, type = 'view', coalesce(sql, '') FROM sqlite_schema \
         WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let rows: Vec<(String, bool, String)> = rows.collect::<Result<_, _>>()?;
    let tables = rows.into_iter().map(|(name, view, sql)| table(&connection, name, view, &sql));
    Ok(Schema { engine: Engine::Sqlite, tables: tables.collect::<Result<_, _>>()? })
}

fn table(connection: &Connection, name: String, view: bool, sql: &str) -> rusqlite::Result<Table> {
    let (mut columns, mut key) = (Vec::new(), Vec::new());
    let mut statement = connection
        .prepare("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1) WHERE hidden <> 1")?;
    let mut rows = statement.query([&name])?;
    while let Some(row) = rows.next()? {
        let column: String = row.get(0)?;
        let place: i64 = row.get(4)?;
        let hidden: i64 = row.get(5)?;
        if place > 0 {
            key.push((place, column.clone()));
        }
        columns.push(Column {
            name: column,
            kind: row.get(1)?,
            nullable: row.get::<_, i64>(2)? == 0 && place == 0,
            default: row.get(3)?,
            generated: hidden > 1,
            values: Vec::new(),
        });
    }
    key.sort();
    let primary_key = key.into_iter().map(|(_, column)| column).collect();
    let (indexes, foreign_keys) = (indexes(connection, &name)?, foreign_keys(connection, &name)?);
    Ok(Table { checks: check::of_definition(sql), name, view, columns, primary_key, indexes, foreign_keys })
}

fn indexes(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Index>> {
    let mut statement = connection.prepare(
        "SELECT l.name, l.\"unique\", l.partial, coalesce(s.sql, '') FROM pragma_index_list(?1) l \
         LEFT JOIN sqlite_schema s ON s.name = l.name AND s.type = 'index' WHERE l.origin <> 'pk' ORDER BY l.seq",
    )?;
    let rows =
        statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let rows: Vec<(String, bool, bool, String)> = rows.collect::<Result<_, _>>()?;
    let mut indexes = Vec::new();
    for (name, unique, partial, sql) in rows {
        let mut statement =
            connection.prepare("SELECT name FROM pragma_index_xinfo(?1) WHERE key = 1 ORDER BY seqno")?;
        let names = statement.query_map([&name], |row| row.get::<_, Option<String>>(0))?;
        let names: Vec<Option<String>> = names.collect::<Result<_, _>>()?;
        let written = check::list_in_parentheses(&sql);
        let column = |(at, name): (usize, Option<String>)| {
            name.or_else(|| written.get(at).cloned()).unwrap_or_else(|| "an expression".to_owned())
        };
        indexes.push(Index {
            name,
            columns: names.into_iter().enumerate().map(column).collect(),
            unique,
            partial,
        });
    }
    Ok(indexes)
}

fn foreign_keys(connection: &Connection, table: &str) -> rusqlite::Result<Vec<ForeignKey>> {
    let mut statement = connection.prepare(
        "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?1) ORDER BY id, seq",
    )?;
    let rows = statement
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
    let mut keys: Vec<(i64, ForeignKey)> = Vec::new();
    for row in rows {
        let (id, table, from, to, rule): (i64, String, String, Option<String>, String) = row?;
        if keys.last().is_none_or(|(last, _)| *last != id) {
            let on_delete = OnDelete::read(&rule);
            keys.push((id, ForeignKey { columns: Vec::new(), table, targets: Vec::new(), on_delete }));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.columns.push(from);
            key.targets.extend(to);
        }
    }
    Ok(keys.into_iter().map(|(_, key)| key).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_a_table_has_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "CREATE TABLE depots (code TEXT PRIMARY KEY);
                 CREATE TABLE parcels (
                   id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, depot TEXT REFERENCES depots ON DELETE SET NULL, -- CHECK (no)
                   weight INTEGER DEFAULT 5 CHECK (weight > 0), note VARCHAR(20) DEFAULT 'CHECK (a)', CHECK (id <> weight));
                 CREATE INDEX by_weight ON parcels (weight, lower(note)) WHERE weight > 1;
                 CREATE VIEW heavy AS SELECT id FROM parcels;",
            )
            .unwrap();
        let schema = read(&path).unwrap();
        let names: Vec<_> = schema.tables.iter().map(Table::summary).collect();
        assert_eq!(
            names,
            ["table depots (code)", "view heavy (id)", "table parcels (id, code, depot, weight, note)"]
        );
        let parcels = &schema.tables[2];
        assert_eq!(parcels.primary_key, ["id"]);
        assert_eq!(parcels.checks, ["weight > 0", "id <> weight"]);
        assert_eq!(
            parcels.shown(&parcels.columns[3]),
            "weight INTEGER NULL DEFAULT 5\nindex by_weight (weight, lower(note)), of some rows\ncheck (weight > 0)\ncheck (id <> weight)"
        );
        assert_eq!(parcels.foreign_keys[0].shown(), "foreign key (depot) to depots () on delete set null");
        assert!(parcels.indexes.iter().any(|index| index.unique && index.columns == ["code"]));
        assert!(read(&folder.path().join("none.db")).is_err());
    }
}

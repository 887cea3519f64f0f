//! A new, empty database that something is applied to, and what is in it then.

use super::{Place, Scratch};
use crate::claim::Outcome;
use crate::process::Finished;
use crate::stage::Stage;
use crate::target::Places;
use abide_ledger::Digest;
use rusqlite::{Connection, OpenFlags, types::ValueRef};
use std::path::{Path, PathBuf};

/// A database that nobody used before, of the kind that the target has.
pub enum Fresh {
    /// A file that does not exist yet.
    File(Places, PathBuf),
    /// A database on the server of the target's.
    Server(Scratch),
}

impl Fresh {
    /// One of the kind that the target of a stage has.
    pub fn of(stage: &Stage) -> Result<Self, Outcome> {
        if let Place::Server(server) = Place::of(&stage.facts.project) {
            let scratch = Scratch::make(&server).map_err(|error| {
                Outcome::blocked(format!("no new database can be made at {}: {error}", server.shown()))
            })?;
            return Ok(Self::Server(scratch));
        }
        let places = Places::new(None)
            .map_err(|error| Outcome::blocked(format!("there is no room for a new database: {error}")))?;
        let file = places.other_database("migrated");
        Ok(Self::File(places, file))
    }

    /// Runs a command of the target's own on it.
    pub fn run(&self, stage: &Stage, words: &[String]) -> Result<Finished, Outcome> {
        match self {
            Self::File(places, file) => stage.run_for_target(words, places, file),
            Self::Server(scratch) => stage.run_replaced(words, &|text| scratch.replace(text)),
        }
    }

    /// What is in it; none where it was not made, or left as it was.
    pub fn content(&self) -> Option<Result<Content, String>> {
        match self {
            Self::File(_, file) if !file.exists() => None,
            Self::File(_, file) => {
                let content = Content::of_file(file);
                Some(content.map_err(|error| format!("what it made is no SQLite database: {error}")))
            }
            Self::Server(scratch) => match Content::of_server(scratch) {
                Ok(content) if content.tables.is_empty() => None,
                content => Some(content),
            },
        }
    }
}

/// What is in a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its tables.
    pub tables: Vec<String>,
    schema: Vec<String>,
    rows: Vec<Digest>,
}

impl Content {
    fn of_file(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let texts = |query: &str| -> rusqlite::Result<Vec<String>> {
            let mut statement = connection.prepare(query)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect()
        };
        let own = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        let tables =
            texts(&format!("SELECT name FROM sqlite_schema WHERE type = 'table' AND {own} ORDER BY name"))?;
        let schema = texts(&format!(
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE {own} ORDER BY 1"
        ))?;
        let rows = tables.iter().map(|table| rows(&connection, table)).collect::<Result<_, _>>()?;
        Ok(Self { tables, schema, rows })
    }

    fn of_server(scratch: &Scratch) -> Result<Self, String> {
        let schema = scratch.schema()?.tables;
        let kept = schema.iter().filter(|table| !table.view);
        let tables: Vec<String> = kept.map(|table| table.name.clone()).collect();
        let rows = tables.iter().map(|table| scratch.rows(table)).collect::<Result<_, _>>()?;
        Ok(Self { tables, schema: schema.iter().map(|table| format!("{table:?}")).collect(), rows })
    }

    /// What changed, said after "it".
    pub fn difference(&self, after: &Content) -> String {
        if self.schema != after.schema {
            return "changed the schema".to_owned();
        }
        let changed = self
            .tables
            .iter()
            .zip(self.rows.iter().zip(&after.rows))
            .find(|(_, (before, after))| before != after);
        changed
            .map_or_else(|| "changed something".to_owned(), |(table, _)| format!("changed rows of {table}"))
    }
}

fn rows(connection: &Connection, table: &str) -> rusqlite::Result<Digest> {
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{}\"", table.replace('"', "\"\"")))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let mut line = String::new();
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Null => line.push_str("null,"),
                ValueRef::Integer(value) => line.push_str(&format!("{value},")),
                ValueRef::Real(value) => line.push_str(&format!("{value:?},")),
                ValueRef::Text(value) | ValueRef::Blob(value) => line.push_str(&format!("{value:?},")),
            }
        }
        lines.push(line);
    }
    lines.sort();
    Ok(Digest::of(lines.join("\n")))
}

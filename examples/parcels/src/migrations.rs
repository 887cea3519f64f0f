//! The numbered `.sql` files of `migrations/`, built into the binary and applied in order, each once.

use rusqlite::{Connection, params};

use crate::database::{Location, now};
use crate::fault::{self, Fault};

const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_create_depots", include_str!("../migrations/0001_create_depots.sql")),
    ("0002_create_parcels", include_str!("../migrations/0002_create_parcels.sql")),
    ("0003_create_parcel_events", include_str!("../migrations/0003_create_parcel_events.sql")),
    ("0004_create_idempotency_keys", include_str!("../migrations/0004_create_idempotency_keys.sql")),
];

/// Applies what is missing, all or nothing, and names it.
pub fn apply(connection: &mut Connection) -> Result<Vec<&'static str>, String> {
    let transaction = connection.transaction().map_err(|error| format!("cannot migrate: {error}"))?;
    let bookkeeping = "CREATE TABLE IF NOT EXISTS schema_migrations (
        name       TEXT NOT NULL PRIMARY KEY,
        applied_at TEXT NOT NULL
    ) STRICT";
    transaction.execute_batch(bookkeeping).map_err(|error| format!("cannot migrate: {error}"))?;
    let done = applied(&transaction).map_err(|error| format!("cannot migrate: {error}"))?;
    refuse_newer(&done)?;

    let mut fresh = Vec::new();
    for &(name, sql) in MIGRATIONS.iter().filter(|(name, _)| !done.iter().any(|known| known == name)) {
        let run = || -> rusqlite::Result<()> {
            if fault::is(Fault::MigrationFails) {
                transaction.execute_batch("UPDATE parcels SET note = NULL")?;
            }
            transaction.execute_batch(&fault::migration(sql))?;
            transaction.execute("INSERT INTO schema_migrations VALUES (?1, ?2)", params![name, now()])?;
            Ok(())
        };
        run().map_err(|error| format!("migration {name} failed, nothing was changed: {error}"))?;
        fresh.push(name);
    }
    transaction.commit().map_err(|error| format!("cannot migrate: {error}"))?;
    Ok(fresh)
}

/// Refuses a database that lacks a migration, or has one that this binary does not know.
pub fn require_current(connection: &Connection, location: &Location) -> Result<(), String> {
    let table = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations')";
    let read = || -> rusqlite::Result<Vec<String>> {
        let begun: bool = connection.query_row(table, [], |row| row.get(0))?;
        if begun { applied(connection) } else { Ok(Vec::new()) }
    };
    let done = read().map_err(|error| format!("cannot read the database {location}: {error}"))?;
    refuse_newer(&done)?;
    if done.len() < MIGRATIONS.len() {
        return Err(format!(
            "the database {location} has {} of {} migrations; run `parcels migrate --database {location}` first",
            done.len(),
            MIGRATIONS.len()
        ));
    }
    Ok(())
}

fn applied(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM schema_migrations ORDER BY name")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn refuse_newer(done: &[String]) -> Result<(), String> {
    match done.iter().find(|name| !MIGRATIONS.iter().any(|(known, _)| known == name)) {
        Some(name) => Err(format!(
            "the database has migration {name}, which this version does not know; use a newer one"
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location() -> Location {
        Location::read(&|_| None, Some("test.db".to_owned())).unwrap()
    }

    #[test]
    fn an_empty_database_gets_every_migration_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert_eq!(apply(&mut connection).unwrap().len(), MIGRATIONS.len());
        assert!(apply(&mut connection).unwrap().is_empty());
        assert_eq!(require_current(&connection, &location()), Ok(()));
    }

    #[test]
    fn a_database_that_is_behind_or_ahead_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        let refused = require_current(&connection, &location()).unwrap_err();
        assert!(refused.contains("0 of 4 migrations; run `parcels migrate --database sqlite:test.db`"));

        apply(&mut connection).unwrap();
        connection.execute("INSERT INTO schema_migrations VALUES ('9999_later', '')", []).unwrap();
        assert!(require_current(&connection, &location()).unwrap_err().contains("9999_later"));
        assert!(apply(&mut connection).unwrap_err().contains("9999_later"));
    }
}

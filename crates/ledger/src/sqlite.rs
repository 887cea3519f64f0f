//! The ledger in an SQLite file.

use crate::LedgerError;
use crate::database::{Cells, Database, Statement, Value};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The steps that bring an empty file to the present schema; the number of steps done is the file's `user_version`.
const SCHEMA: &[&str] = &[include_str!("schema/sqlite-1.sql"), include_str!("schema/sqlite-2.sql")];

/// How long to wait for another process that is writing.
const BUSY: Duration = Duration::from_secs(30);

pub(crate) struct Sqlite {
    connection: Mutex<Connection>,
}

impl Sqlite {
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            make_folder(folder)
                .map_err(|source| LedgerError::Folder { folder: folder.to_owned(), source })?;
        }
        let open = |source| LedgerError::Open { path: path.to_owned(), source };
        let mut connection = Connection::open(path).map_err(open)?;
        connection.busy_timeout(BUSY).map_err(open)?;
        // Another process may be turning the same new file to WAL at this moment, which waits for nobody.
        let mut turned = connection.pragma_update(None, "journal_mode", "wal");
        for _ in 0..100 {
            match &turned {
                Err(error) if is_busy(error) => std::thread::sleep(Duration::from_millis(20)),
                _ => break,
            }
            turned = connection.pragma_update(None, "journal_mode", "wal");
        }
        turned.map_err(open)?;
        connection.pragma_update(None, "synchronous", "normal").map_err(open)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(open)?;
        bring_up_to_date(&mut connection, path)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    // A panic elsewhere cannot leave the connection half used: a transaction that is dropped is taken back.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Database for Sqlite {
    fn query(
        &self,
        sql: &str,
        values: &[Value<'_>],
        row: &mut dyn FnMut(&dyn Cells) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(found) = rows.next()? {
            row(found)?;
        }
        Ok(())
    }

    fn write(&self, statements: &[Statement<'_>]) -> Result<(), LedgerError> {
        let connection = self.connection();
        if let [(sql, values)] = statements {
            connection.prepare_cached(sql)?.execute(params_from_iter(values))?;
            return Ok(());
        }
        // Immediate: a transaction that only later finds that another process is writing cannot wait for it.
        let transaction =
            rusqlite::Transaction::new_unchecked(&connection, rusqlite::TransactionBehavior::Immediate)?;
        for (sql, values) in statements {
            transaction.prepare_cached(sql)?.execute(params_from_iter(values))?;
        }
        transaction.commit()?;
        Ok(())
    }

    fn write_through(&self, statements: &[Statement<'_>]) -> Result<(), LedgerError> {
        self.connection().pragma_update(None, "synchronous", "full")?;
        let written = self.write(statements);
        self.connection().pragma_update(None, "synchronous", "normal")?;
        written
    }

    fn second_of_at(&self) -> &'static str {
        "unixepoch(at)"
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Number(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl Cells for Row<'_> {
    fn number(&self, column: usize) -> Result<i64, LedgerError> {
        Ok(self.get(column)?)
    }

    fn optional(&self, column: usize) -> Result<Option<String>, LedgerError> {
        Ok(self.get(column)?)
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

/// Makes a folder; one of Abide's own (`.abide`) tells git to leave it alone.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let own = folder.file_name().is_some_and(|name| name == ".abide");
    let ignore = folder.join(".gitignore");
    if own && !ignore.exists() {
        std::fs::write(ignore, "*\n")?;
    }
    Ok(())
}

fn bring_up_to_date(connection: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    let known = SCHEMA.len() as i64;
    let version = |connection: &Connection| {
        connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
    };
    let open = |source| LedgerError::Open { path: path.to_owned(), source };
    if version(connection).map_err(open)? == known {
        return Ok(());
    }
    // Immediate: of two processes that open a new ledger at once, one makes the tables and the other finds them.
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(open)?;
    let found = version(&transaction).map_err(open)?;
    if found > known {
        return Err(LedgerError::Newer { ledger: path.display().to_string(), found, known });
    }
    for step in SCHEMA.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

//! The SQLite file: where it is, how it is opened, and one connection that requests take turns on.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::ApiError;

/// Where the database lies, from `sqlite:PATH`, `sqlite://PATH` or a plain path.
#[derive(Clone, Debug, PartialEq)]
pub struct Location(PathBuf);

impl Location {
    /// The given location, else `PARCELS_DATABASE`, else `parcels.db` in the current folder.
    pub fn read(lookup: &dyn Fn(&str) -> Option<String>, given: Option<String>) -> Result<Self, String> {
        let text =
            given.or_else(|| lookup("PARCELS_DATABASE")).unwrap_or_else(|| "sqlite:parcels.db".to_owned());
        let path = match text.split_once(':') {
            Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
            Some((scheme, rest)) if rest.starts_with("//") => {
                return Err(format!("the database is \"{scheme}:…\"; it must be sqlite:PATH or a path"));
            }
            _ => text.as_str(),
        };
        if path.is_empty() {
            return Err(format!("the database is \"{text}\"; it must be sqlite:PATH or a path"));
        }
        Ok(Self(PathBuf::from(path)))
    }

    /// Opens the database, which must be there.
    pub fn open(&self) -> Result<Connection, String> {
        if !self.0.is_file() {
            return Err(format!(
                "there is no database {self}; run `parcels migrate --database {self}` first"
            ));
        }
        self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens the database, made empty if it is not there.
    pub fn create(&self) -> Result<Connection, String> {
        self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    fn connect(&self, flags: OpenFlags) -> Result<Connection, String> {
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open_with_flags(&self.0, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            connection.busy_timeout(std::time::Duration::from_secs(5))?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "synchronous", "normal")?;
            connection.pragma_update(None, "foreign_keys", true)?;
            Ok(connection)
        };
        open().map_err(|error| format!("cannot open the database {self}: {error}"))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sqlite:{}", self.0.display())
    }
}

/// The open database. Clones share one connection.
#[derive(Clone)]
pub struct Database(Arc<Mutex<Connection>>);

impl Database {
    pub fn new(connection: Connection) -> Self {
        Self(Arc::new(Mutex::new(connection)))
    }

    /// Runs work that only reads, on one consistent state, off the async threads.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.run(TransactionBehavior::Deferred, work).await
    }

    /// Runs work that writes; an error rolls all of it back.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.run(TransactionBehavior::Immediate, work).await
    }

    async fn run<T: Send + 'static>(
        &self,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let shared = Arc::clone(&self.0);
        let task = tokio::task::spawn_blocking(move || {
            // A panic in earlier work has rolled its transaction back, so the connection is still good.
            let mut connection = shared.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(behavior)?;
            let outcome = work(&transaction)?;
            transaction.commit()?;
            Ok(outcome)
        });
        task.await.unwrap_or_else(|error| Err(ApiError::internal(error)))
    }
}

/// The present moment as it is stored and shown: RFC 3339, UTC, microseconds.
pub fn now() -> String {
    format!("{:.6}", jiff::Timestamp::now())
}

/// The moment that many hours ago, in the same form.
pub fn hours_ago(hours: i64) -> String {
    let past = jiff::Timestamp::now().as_second().saturating_sub(hours.saturating_mul(3_600));
    format!("{:.6}", jiff::Timestamp::from_second(past).unwrap_or(jiff::Timestamp::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_a_url_or_a_path() {
        let path = |text: &str| Location::read(&|_| None, Some(text.to_owned())).unwrap().0;
        assert_eq!(path("sqlite:/data/p.db"), PathBuf::from("/data/p.db"));
        assert_eq!(path("sqlite:///data/p.db"), PathBuf::from("/data/p.db"));
        assert_eq!(path("sqlite:p.db"), PathBuf::from("p.db"));
        assert_eq!(path("data/p.db"), PathBuf::from("data/p.db"));
        assert!(Location::read(&|_| None, Some("sqlite:".to_owned())).is_err());
        assert!(Location::read(&|_| None, Some("mysql://h/p".to_owned())).is_err());
    }

    #[test]
    fn moments_compare_as_text() {
        assert!(hours_ago(1) < now());
        assert_eq!(now().len(), "2026-03-02T09:30:00.000000Z".len());
    }
}

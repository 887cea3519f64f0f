//! What stands for `{database}`, `{port}` and `{events}` in this run.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The places of one run, so that it never touches the user's own data unless told to.
#[derive(Debug)]
pub struct Places {
    folder: TempDir,
    port: u16,
    events: Option<String>,
}

/// The placeholders, as they are written.
pub const DATABASE: &str = "{database}";
/// A free port.
pub const PORT: &str = "{port}";
/// The address of the built-in receiver.
pub const EVENTS: &str = "{events}";

impl Places {
    /// Places of their own: a new folder for the database, a free port.
    pub fn new(events: Option<String>) -> std::io::Result<Self> {
        // Bound and let go at once: the system hands out other ports for a while.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let folder = tempfile::Builder::new().prefix("abide-run-").tempdir()?;
        Ok(Self { folder, port, events })
    }

    /// The database file of this run; it is not made here.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("run.db")
    }

    /// Another database file, of this name, that does not exist either.
    pub fn other_database(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.db"))
    }

    /// The text with its placeholders filled in.
    pub fn fill(&self, text: &str) -> String {
        self.fill_with(text, &self.database())
    }

    /// The text with its placeholders filled in, and another database.
    pub fn fill_with(&self, text: &str, database: &Path) -> String {
        let text = text.replace(DATABASE, &database.to_string_lossy()).replace(PORT, &self.port.to_string());
        match &self.events {
            Some(events) => text.replace(EVENTS, events),
            None => text,
        }
    }
}

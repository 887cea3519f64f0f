//! What can go wrong with a ledger.

use std::path::PathBuf;

/// A ledger that cannot be used, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The url is of no kind that this version keeps a ledger in.
    #[error("a ledger cannot be kept in `{0}:…`; write `sqlite:PATH` or `postgres://…` in `[ledger] url`")]
    UnknownUrl(String),
    /// The folder of the ledger cannot be made.
    #[error(
        "cannot make the folder {folder} for the ledger: {source}; make it writable, or set `[ledger] url`"
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The database cannot be opened.
    #[error(
        "cannot open the ledger {path}: {source}; make it writable, or set `[ledger] url` to another file"
    )]
    Open {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: rusqlite::Error,
    },
    /// The ledger was written by a later version.
    #[error(
        "the ledger {ledger} has version {found}, this Abide knows up to {known}; use a later Abide, or another ledger"
    )]
    Newer {
        /// The file, or the database.
        ledger: String,
        /// Its version.
        found: i64,
        /// The latest version known here.
        known: i64,
    },
    /// The database refused.
    #[error(
        "the ledger could not be read or written: {0}; see that its disk has room and its file is intact"
    )]
    Database(#[from] rusqlite::Error),
    /// The url of the server cannot be read.
    #[error(
        "the ledger's url cannot be read: {source}; write `postgres://USER:${{PASSWORD}}@HOST/DATABASE` in `[ledger] url`"
    )]
    Url {
        /// Why not.
        source: postgres::Error,
    },
    /// The server cannot be reached, or lets nobody in.
    #[error("cannot open the ledger {ledger}: {}; see that the server runs and `[ledger] url` is right", told(.source))]
    Connect {
        /// The database and its server.
        ledger: String,
        /// Why not.
        source: postgres::Error,
    },
    /// The server refused.
    #[error("the ledger could not be read or written: {}; see that its server runs and the user may write", told(.0))]
    Server(#[from] postgres::Error),
    /// What was read is no evidence.
    #[error("the ledger holds {0}, which is no value for that place; the file was changed by something else")]
    Damaged(String),
}

/// What a server, or the way to it, says: the outermost words alone tell little.
fn told(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text.push_str(&format!(": {inner}"));
        source = inner.source();
    }
    text
}

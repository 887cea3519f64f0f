//! What can go wrong with a ledger.

use std::path::PathBuf;

/// A ledger that cannot be used, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The url is of no kind that this version keeps a ledger in.
    #[error("a ledger cannot be kept in `{0}:…`; write `sqlite:PATH` in `[ledger] url`")]
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
        "the ledger {path} has version {found}, this Abide knows up to {known}; use a later Abide, or another file"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of the file.
        found: i64,
        /// The latest version known here.
        known: i64,
    },
    /// The database refused.
    #[error(
        "the ledger could not be read or written: {0}; see that its disk has room and its file is intact"
    )]
    Database(#[from] rusqlite::Error),
    /// What was read is no evidence.
    #[error("the ledger holds {0}, which is no value for that place; the file was changed by something else")]
    Damaged(String),
}

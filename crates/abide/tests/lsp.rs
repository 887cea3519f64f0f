//! The editor server, driven by a scripted editor: each page of `lsp/snapshots` is a conversation about a small library of tools.

// Tests read and write files of their own, and start the program.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/findings.rs"]
mod findings;
#[path = "lsp/library.rs"]
mod library;
#[path = "lsp/page.rs"]
mod page;
#[path = "lsp/renaming.rs"]
mod renaming;
#[path = "lsp/settings.rs"]
mod settings;
#[path = "lsp/telling.rs"]
mod telling;
#[path = "lsp/understanding.rs"]
mod understanding;
#[path = "lsp/verdicts.rs"]
mod verdicts;
#[path = "lsp/writing.rs"]
mod writing;

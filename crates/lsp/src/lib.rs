//! The editor server, over the Language Server Protocol: the same findings and verdicts while a spec is written.
//!
//! Nothing is judged here. Findings, items and verdicts come from `workspace` and `verify`; this crate keeps the texts that the
//! editor holds, and says in the protocol's words what it is told. One file a request; `server/routes.rs` lists them.
// Talking to an editor is input and output, and takes a clock: this crate stands outside the pure core.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod age;
mod capabilities;
mod client;
mod edits;
mod features;
mod folder;
mod markdown;
mod occurrences;
mod positions;
mod server;
mod settings;
mod subject;
mod trouble;
mod uri;
mod verdicts;
mod world;

use anyhow::{Context, Result};
use lsp_server::Connection;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the server is started with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The folder that it was started in.
    pub current: PathBuf,
    /// The configuration to use instead of the nearest.
    pub config: Option<PathBuf>,
    /// The environment, for the ledger's url and the folder of the cache.
    pub environment: BTreeMap<String, String>,
    /// The program that runs `verify` and `why`: this one.
    pub program: PathBuf,
}

impl Setup {
    fn variable(&self, name: &str) -> Option<OsString> {
        self.environment.get(name).map(OsString::from)
    }
}

/// Serves one editor over standard input and output until it says goodbye.
pub fn serve(setup: Setup) -> Result<()> {
    let (connection, threads) = Connection::stdio();
    serve_on(&connection, setup)?;
    // The threads end once nobody is left to write to.
    drop(connection);
    threads.join().context("the connection to the editor broke")
}

/// Serves one editor over a connection until it says goodbye.
pub fn serve_on(connection: &Connection, setup: Setup) -> Result<()> {
    let (id, params) = connection.initialize_start().context("the editor did not introduce itself")?;
    let params: gen_lsp_types::InitializeParams =
        serde_json::from_value(params).context("the editor's introduction cannot be read")?;
    let client = client::Client::of(&params);
    let answer = gen_lsp_types::InitializeResult {
        capabilities: capabilities::capabilities(&client),
        server_info: Some(gen_lsp_types::ServerInfo {
            name: "abide".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    connection.initialize_finish(id, serde_json::to_value(answer)?)?;
    server::run(connection, world::World::new(setup, client, &params, connection.sender.clone()))
}

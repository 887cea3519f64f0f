//! A small parcel service: `parcels serve` answers HTTP, `parcels migrate` prepares its database.

// Abide's lints keep its own core free of I/O; a service is made of it.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod access;
mod auth;
mod config;
mod database;
mod depots;
mod error;
mod events;
mod fault;
mod health;
mod idempotency;
mod input;
mod labels;
mod listing;
mod log;
mod metrics;
mod migrations;
mod parcel_rows;
mod parcels;
mod quotes;
mod rate;
mod routes;
mod server;
#[cfg(test)]
mod service_tests;
mod status;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::database::Location;

/// The command succeeded in reading its settings, and then could not do its work.
const FAILED: u8 = 1;
/// An argument, a setting or the state of the database is not as it must be.
const REFUSED: u8 = 2;

#[derive(Parser)]
#[command(name = "parcels", version, about = "Registers parcels and follows them to the door")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer HTTP requests until SIGTERM or Ctrl-C
    Serve {
        /// Port to listen on; 0 takes a free one [env: PARCELS_PORT] [default: 8080]
        #[arg(long)]
        port: Option<u16>,
        /// Database, as `sqlite:PATH` or a path [env: PARCELS_DATABASE] [default: sqlite:parcels.db]
        #[arg(long)]
        database: Option<String>,
    },
    /// Create the database or bring it up to date; does nothing if it is
    Migrate {
        /// Database, as `sqlite:PATH` or a path [env: PARCELS_DATABASE] [default: sqlite:parcels.db]
        #[arg(long)]
        database: Option<String>,
    },
}

fn main() -> ExitCode {
    let command = match fault::check() {
        Ok(()) => Arguments::parse().command,
        Err(message) => return complain(REFUSED, &message),
    };
    match command {
        Command::Serve { port, database } => serve(port, database),
        Command::Migrate { database } => migrate(database),
    }
}

fn serve(port: Option<u16>, database: Option<String>) -> ExitCode {
    let config = match Config::read(&environment, port, database) {
        Ok(config) => config,
        Err(message) => return complain(REFUSED, &message),
    };
    let connection = match config.location.open() {
        Ok(connection) => connection,
        Err(message) => return complain(REFUSED, &message),
    };
    if let Err(message) = migrations::require_current(&connection, &config.location) {
        return complain(REFUSED, &message);
    }
    match server::run(config, connection) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => complain(FAILED, &message),
    }
}

fn migrate(database: Option<String>) -> ExitCode {
    let location = match Location::read(&environment, database) {
        Ok(location) => location,
        Err(message) => return complain(REFUSED, &message),
    };
    let applied = location.create().and_then(|mut connection| migrations::apply(&mut connection));
    match applied {
        Ok(applied) => {
            let mut output = std::io::stdout().lock();
            for name in &applied {
                let _ = writeln!(output, "applied {name}");
            }
            let _ = writeln!(output, "{location} is up to date");
            ExitCode::SUCCESS
        }
        Err(message) => complain(FAILED, &message),
    }
}

/// A variable of the environment; an empty one counts as unset.
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn complain(code: u8, message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "parcels: {message}");
    ExitCode::from(code)
}

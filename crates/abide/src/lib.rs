//! The command line of Abide, as a library so that its documentation can be generated and tested.

// The outermost shell: this is where files, the environment and the terminal are met.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::print_stdout, clippy::print_stderr)]

pub mod cli;
mod commands;
pub mod documentation;
mod exit;
mod suggest;
mod terminal;

pub use exit::Exit;

use clap::Parser;
use std::process::ExitCode;

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no error.
            let _ = error.print();
            return if error.use_stderr() { Exit::CouldNotRun.into() } else { Exit::Ok.into() };
        }
    };
    match commands::run(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            // Several problems of one `abide.toml` stand on a line each.
            for line in format!("{error:#}").lines() {
                terminal::say(&format!("error: {line}"));
            }
            Exit::CouldNotRun.into()
        }
    }
}

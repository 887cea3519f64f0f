//! `abide completions`.

use crate::Exit;
use crate::cli::{Cli, Completions};
use anyhow::Result;
use clap::CommandFactory;

pub fn run(arguments: &Completions) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "abide", &mut script);
    crate::terminal::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Ok)
}

//! `abide completions` and `abide man`.

use crate::Exit;
use crate::cli::{Cli, Completions};
use anyhow::Result;
use clap::CommandFactory;

pub fn completions(arguments: &Completions) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "abide", &mut script);
    crate::terminal::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Ok)
}

pub fn manual() -> Result<Exit> {
    let mut page = Vec::new();
    // Built, so that each subcommand knows its whole name.
    let mut whole = Cli::command();
    whole.build();
    clap_mangen::Man::new(whole.clone()).render(&mut page)?;
    for command in whole.get_subcommands() {
        let man = clap_mangen::Man::new(command.clone());
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    crate::terminal::print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Ok)
}

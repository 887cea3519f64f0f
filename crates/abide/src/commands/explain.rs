//! `abide explain`: the page of a rule, a kind of statement, a probe or an artifact, offline.

use super::Place;
use crate::Exit;
use crate::cli::Explain;
use crate::terminal;
use abide_verify::explain;
use anyhow::{Result, bail};

pub fn run(_: &Place, arguments: &Explain) -> Result<Exit> {
    let Some(name) = &arguments.name else {
        terminal::print(&explain::list())?;
        return Ok(Exit::Ok);
    };
    let pages = explain::pages(name);
    if pages.is_empty() {
        bail!("{}", explain::unknown(name));
    }
    terminal::print(&pages.join("\n\n"))?;
    Ok(Exit::Ok)
}

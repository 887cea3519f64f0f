//! `abide trust`: lets the commands that a spec's checks hold run on this machine.

use super::{Place, verify};
use crate::Exit;
use crate::cli::Trust;
use abide_verify::commands_of;
use abide_workspace::check::Workspace;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, IsTerminal, Write};

pub fn run(place: &Place, arguments: &Trust) -> Result<Exit> {
    let workspace = Workspace::open(&place.open(&arguments.paths))?;
    let (config, specs) = verify::specs(&workspace)?;
    let mut store = verify::trust_store()?;
    for spec in &specs {
        if arguments.revoke {
            let was = store.revoke(&config.folder, &spec.path)?;
            let what = if was { "is trusted no more" } else { "was not trusted" };
            crate::terminal::print(&format!("{} {what}\n", spec.path))?;
            continue;
        }
        let commands = commands_of(&spec.items);
        if commands.is_empty() {
            crate::terminal::print(&format!("{} names no command; there is nothing to trust\n", spec.path))?;
            continue;
        }
        let list: String = commands.iter().map(|command| format!("  {command}\n")).collect();
        crate::terminal::print(&format!(
            "{} names these commands, to run in {}:\n{list}",
            spec.path,
            config.folder.display()
        ))?;
        if !arguments.yes && !confirmed(&spec.path)? {
            crate::terminal::print("nothing was changed\n")?;
            continue;
        }
        store.allow(&config.folder, &spec.path, &commands, jiff::Timestamp::now())?;
        crate::terminal::print(&format!("{} is trusted until its commands change\n", spec.path))?;
    }
    Ok(Exit::Ok)
}

fn confirmed(path: &str) -> Result<bool> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        bail!("nobody is here to say yes; pass --yes once you have read the commands of `{path}`");
    }
    eprint!("run them whenever `abide verify` is started here? [y/N] ");
    std::io::stderr().flush().context("standard error cannot be written")?;
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer).context("standard input cannot be read")?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

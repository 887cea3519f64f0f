//! `abide status`: every spec with the verdicts of its statements, and what needs somebody.

mod table;

use super::{Place, age, verify};
use crate::Exit;
use crate::cli::{DataFormat, Status};
use abide_verify::board;
use abide_workspace::check::Workspace;
use anyhow::{Result, bail};
use jiff::Timestamp;

pub fn run(place: &Place, arguments: &Status) -> Result<Exit> {
    let now = Timestamp::now();
    let since = arguments.since.as_deref().map(|since| age::point(since, now)).transpose()?;
    let workspace = Workspace::open(&place.open(&arguments.paths))?;
    for problem in &workspace.problems {
        crate::terminal::say(&format!("error: {problem}"));
    }
    let (config, specs) = verify::specs(&workspace)?;
    if specs.iter().all(|spec| spec.items.is_empty()) {
        bail!("no statement was read; `abide explain` lists the kinds that are known");
    }
    let ledger = abide_verify::find_ledger(&config, &verify::environment())?;
    let identities = workspace.identities();
    let name = |path: &str, id: &str| identities.id(path, id);
    let status = board::status(ledger.as_ref(), &config, &specs, name, now, since)?;
    let text = match arguments.format {
        DataFormat::Json => format!("{:#}", serde_json::to_value(&status)?),
        DataFormat::Table => table::board(&status, table::Look::of(place.colour, now)),
    };
    crate::terminal::print(&text)?;
    Ok(if workspace.problems.is_empty() { Exit::Ok } else { Exit::CouldNotRun })
}

//! `abide export`: the portal in one file.

use super::{Place, count, verify};
use crate::cli::Export;
use crate::{Exit, terminal};
use abide_portal::{Question, Site, export};
use anyhow::{Context, Result};
use jiff::Timestamp;

pub fn run(place: &Place, arguments: &Export) -> Result<Exit> {
    let question = Question { open: place.open(&arguments.paths), environment: verify::environment() };
    let site = Site::open(&question, Timestamp::now())?;
    for problem in &site.workspace.problems {
        terminal::say(&format!("error: {problem}"));
    }
    let text = export(&site)?;
    let path = place.current.join(&arguments.output);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder `{}` cannot be made", place.typed(folder)))?;
    }
    let shown = place.typed(&path);
    abide_workspace::files::write(&shown.as_str().into(), &path, text.as_bytes())?;
    let size = text.len().div_ceil(1024);
    terminal::say(&format!("wrote {shown}: {}, {size} KB", count(site.specs.len(), "document")));
    Ok(if site.workspace.problems.is_empty() { Exit::Ok } else { Exit::CouldNotRun })
}

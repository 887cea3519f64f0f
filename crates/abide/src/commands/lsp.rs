//! `abide lsp`: the editor server.

use super::{Place, verify};
use crate::Exit;
use abide_lsp::Setup;
use anyhow::{Context, Result};

pub fn run(place: &Place) -> Result<Exit> {
    abide_lsp::serve(Setup {
        current: place.current.clone(),
        config: place.config.clone(),
        environment: verify::environment(),
        program: std::env::current_exe().context("the path of this program cannot be told")?,
    })?;
    Ok(Exit::Ok)
}

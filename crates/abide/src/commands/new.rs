//! `abide new`.

use super::Place;
use crate::Exit;
use crate::cli::New;
use anyhow::{Result, bail};

pub fn run(_: &Place, _: &New) -> Result<Exit> {
    bail!("not yet")
}

//! `abide model`.

use super::Place;
use crate::Exit;
use crate::cli::Model;
use anyhow::{Result, bail};

pub fn run(_: &Place, _: &Model) -> Result<Exit> {
    bail!("not yet")
}

//! `abide trust`.

use super::Place;
use crate::Exit;
use crate::cli::Trust;
use anyhow::{Result, bail};

pub fn run(_: &Place, _: &Trust) -> Result<Exit> {
    bail!("not yet")
}

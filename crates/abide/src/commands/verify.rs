//! `abide verify`.

use super::Place;
use crate::Exit;
use crate::cli::Verify;
use anyhow::{Result, bail};

pub fn run(_: &Place, _: &Verify) -> Result<Exit> {
    bail!("not yet")
}

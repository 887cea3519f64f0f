//! `abide init`.

use super::Place;
use crate::Exit;
use crate::cli::Init;
use anyhow::{Result, bail};

pub fn run(_: &Place, _: &Init) -> Result<Exit> {
    bail!("not yet")
}

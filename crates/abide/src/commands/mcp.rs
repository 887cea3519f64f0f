//! `abide mcp`: what coding agents ask, over standard input and output.

use super::{Place, verify};
use crate::Exit;
use abide_mcp::{Desk, Surroundings};
use abide_verify::TrustStore;
use anyhow::{Result, anyhow};

pub fn run(place: &Place) -> Result<Exit> {
    let request = place.open(&[]);
    let desk = Desk::new(Surroundings {
        current: place.current.clone(),
        config: place.config.clone(),
        cache: request.cache,
        environment: verify::environment(),
        trust: TrustStore::default_path(|variable| std::env::var(variable).ok()),
    });
    let started = |end: Box<dyn Fn() + Send>| {
        // Without a handler, a signal ends the server at once, and nothing is lost by it but a run that goes on.
        let _ = ctrlc::set_handler(end);
    };
    abide_mcp::serve(desk, started).map_err(|failure| anyhow!("{failure}"))?;
    Ok(Exit::Ok)
}

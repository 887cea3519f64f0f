//! The probes, one file each.

mod authentication;
mod command;
mod contract;
mod layout;
mod migration;

use crate::probe::Probe;

/// All probes, in the order in which they are asked.
pub const PROBES: &[&Probe] =
    &[&authentication::PROBE, &command::PROBE, &contract::PROBE, &layout::PROBE, &migration::PROBE];

/// The probe of that name.
pub fn probe(name: &str) -> Option<&'static Probe> {
    PROBES.iter().copied().find(|probe| probe.name == name)
}

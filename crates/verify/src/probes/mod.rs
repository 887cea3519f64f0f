//! The probes, one file each.

mod authentication;
mod authorization;
mod collections;
mod command;
mod computed;
mod concurrency;
mod contract;
mod database;
mod dependencies;
mod edges;
mod events;
mod flows;
mod hidden;
mod image;
mod journal;
mod layout;
mod lifecycle;
mod limits;
mod migration;
#[cfg(test)]
mod misread;
mod references;
mod rejection;
mod scenarios;
mod session;
mod settings;
mod signals;
mod states;
mod tests_named;
mod trail;
mod undocumented;
mod unknown;
mod usage;

use crate::probe::Probe;

/// All probes, in the order in which they are asked.
pub const PROBES: &[&Probe] = &[
    &authentication::PROBE,
    &authorization::PROBE,
    &collections::PROBE,
    &command::PROBE,
    &computed::PROBE,
    &concurrency::PROBE,
    &contract::PROBE,
    &database::PROBE,
    &dependencies::PROBE,
    &edges::PROBE,
    &events::PROBE,
    &flows::PROBE,
    &hidden::PROBE,
    &image::PROBE,
    &journal::PROBE,
    &layout::PROBE,
    &lifecycle::PROBE,
    &limits::PROBE,
    &migration::PROBE,
    &references::PROBE,
    &rejection::PROBE,
    &scenarios::PROBE,
    &session::PROBE,
    &settings::PROBE,
    &signals::PROBE,
    &states::PROBE,
    &tests_named::PROBE,
    &trail::PROBE,
    &undocumented::PROBE,
    &unknown::PROBE,
    &usage::PROBE,
];

/// The probe of that name.
pub fn probe(name: &str) -> Option<&'static Probe> {
    PROBES.iter().copied().find(|probe| probe.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_probe_is_documented_and_found_by_its_name() {
        let names: std::collections::HashSet<_> = PROBES.iter().map(|probe| probe.name).collect();
        assert_eq!(names.len(), PROBES.len());
        for known in PROBES {
            assert_eq!(probe(known.name).unwrap().summary, known.summary);
            assert!(known.summary.len() > 20 && !known.summary.ends_with('.'), "{}", known.name);
            assert!(
                known.documentation.contains("\n\nNeeds ") || known.documentation.contains(" Needs "),
                "{}",
                known.name
            );
            assert!(!known.kinds.is_empty(), "{}", known.name);
        }
    }
}

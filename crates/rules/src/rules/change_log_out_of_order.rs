use crate::calendar::Span;
use crate::changes::{self, Entry};
use crate::rule::rule;
use crate::versions::Version;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use std::cmp::Ordering;
use std::collections::BTreeMap;

rule! {
    /// An entry of a change log stands out of the order of the others.
    ///
    /// ## Why it matters
    ///
    /// Readers take the first or the last entry for the latest. One in the wrong place, or with a wrong date, hides what
    /// really changed last.
    ///
    /// ## What counts
    ///
    /// Newest first and oldest first are both fine: what most entries do is the order. Versions are compared first, then
    /// dates. A version that stands twice with different dates is reported as well.
    ///
    /// ## How to mend it
    ///
    /// Move the entry, or correct its version or date.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Export
    ///
    /// ## Change Log
    /// | Version | Date | Changes |
    /// |---|---|---|
    /// | 1.0 | 2026-01-10 | First |
    /// | 1.2 | 2026-03-10 | Third |
    /// | 1.1 | 2026-02-10 | Second |
    ///   ~~~ 1.1 stands behind 1.2, against the order of the change log
    /// | 1.3 | 2026-04-10 | Fourth |
    /// ````
    ///
    /// ````document
    /// # Export
    ///
    /// ## Änderungshistorie
    /// - 2026-03-01: Pakete
    /// - 2026-03-09: Lager
    ///   ~~~~~~~~~~ 2026-03-09 stands behind 2026-03-01, against the order of the change log
    /// - 2026-02-01: Aufträge
    /// - 2026-01-01: Anfang
    /// ````
    ///
    /// ````document
    /// # Export
    ///
    /// ## Change Log
    /// ### 1.1.0 (2026-02-10)
    /// - Second
    /// ### 1.0.0 (2026-01-10)
    /// - First
    /// ````
    "change-log-out-of-order", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    for log in changes::logs(context) {
        let by_version = |one: &Entry, other: &Entry| Some(one.version.as_ref()?.cmp(other.version.as_ref()?));
        let by_date = |one: &Entry, other: &Entry| {
            let (one, other) = (one.date?, other.date?);
            Some(match (one.is_before(other), other.is_before(one)) {
                (true, _) => Ordering::Less,
                (_, true) => Ordering::Greater,
                _ => Ordering::Equal,
            })
        };
        let versions = breaks(&log, by_version);
        let versioned = !versions.is_empty();
        let found = match versioned {
            true => versions,
            false => against_versions(&log).unwrap_or_else(|| breaks(&log, by_date)),
        };
        for (before, at) in found {
            let (Some(earlier), Some(entry)) = (log.get(before), log.get(at)) else { continue };
            let written = |entry: &Entry| if versioned { entry.written_version.clone() } else { entry.written_date.clone() };
            let (shown, known) = (written(entry), written(earlier));
            report
                .at(entry.place, format!("{shown} stands behind {known}, against the order of the change log"))
                .related(context.place(earlier.place), format!("{known} stands before it"))
                .help("move the entry to its place, or correct it");
        }
        twice(context, &log, report);
    }
}

/// A version that stands twice, as of different days.
fn twice(context: &Context, log: &[Entry], report: &mut Report) {
    let mut known: BTreeMap<&Version, &Entry> = BTreeMap::new();
    for entry in log {
        let (Some(version), Some(date)) = (&entry.version, entry.date) else { continue };
        let Some(first) = known.get(version) else {
            known.insert(version, entry);
            continue;
        };
        if first.date != Some(date) {
            let (version, day, other) = (&entry.written_version, &entry.written_date, &first.written_date);
            report
                .at(entry.place, format!("version {version} is of {day} here, and of {other} before"))
                .related(context.place(first.place), format!("version {version} is of {other}"))
                .help("give one of the two its own version, or correct the date");
        }
    }
}

/// The entries that break the order that most of them keep, each with the one before it.
fn breaks(log: &[Entry], compare: impl Fn(&Entry, &Entry) -> Option<Ordering>) -> Vec<(usize, usize)> {
    let mut up = Vec::new();
    let mut down = Vec::new();
    let mut last: Option<usize> = None;
    for at in 0..log.len() {
        let pair = last.and_then(|last| Some((last, log.get(last)?, log.get(at)?)));
        let order = match pair {
            Some((_, one, other)) => compare(one, other),
            // Only what can be compared with itself can be compared at all.
            None => log.get(at).and_then(|entry| compare(entry, entry)),
        };
        let Some(order) = order else { continue };
        if let Some((before, ..)) = pair {
            match order {
                Ordering::Less => up.push((before, at)),
                Ordering::Greater => down.push((before, at)),
                Ordering::Equal => {}
            }
        }
        last = Some(at);
    }
    // Where neither direction is the rule, the entries are in an order of their own.
    let (few, many) = if up.len() < down.len() { (up, down) } else { (down, up) };
    if few.len() == many.len() && few.len() == 1 {
        // One step up and one down: the first and the last entry tell the direction.
        let ends = few.iter().chain(&many).fold((usize::MAX, 0), |(first, last), (before, at)| (first.min(*before), last.max(*at)));
        let order = log.get(ends.0).zip(log.get(ends.1)).and_then(|(first, last)| compare(first, last));
        return if order == Some(Ordering::Greater) { many } else { few };
    }
    let rare = few.len() == 1 || few.len() * 2 <= many.len();
    if rare { few } else { Vec::new() }
}

/// Where all versions are in order, the entries whose dates are not in that of the versions.
fn against_versions(log: &[Entry]) -> Option<Vec<(usize, usize)>> {
    let all: Vec<(usize, &Version, Span)> =
        log.iter().enumerate().filter_map(|(at, entry)| Some((at, entry.version.as_ref()?, entry.date?))).collect();
    let pairs = all.iter().zip(all.iter().skip(1));
    let wrong = pairs.filter(|((_, one, first), (_, other, second))| match one.cmp(other) {
        Ordering::Less => second.is_before(*first),
        Ordering::Greater => first.is_before(*second),
        Ordering::Equal => false,
    });
    let found: Vec<_> = wrong.map(|((before, ..), (at, ..))| (*before, *at)).collect();
    (!found.is_empty()).then_some(found)
}

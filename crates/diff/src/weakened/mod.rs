//! What makes a statement promise less than before, one concern a file.
//!
//! A sentence that is told in other words with the same force is no weakening, so each concern looks for a loss that it can name: a
//! lower keyword, a looser bound, a condition that came or went, a constraint that is gone. To add one, write its file and
//! add its line to [`CONCERNS`].

mod auth;
mod condition;
mod constraint;
mod emptied;
mod evidence;
mod force;
mod limit;
mod measure;
mod obligation;
mod part;
mod permission;
mod protection;
mod reaction;
mod removal;
mod scenario;
mod status;
pub(crate) mod suppression;

pub(crate) use auth::is_open;
pub(crate) use status::responses;

use crate::change::Reason;
use crate::unit::Unit;
use crate::words::Words;
use abide_model::Kind;
use std::collections::HashMap;

/// One way in which a statement may promise less.
pub struct Concern {
    /// Its name, in a word.
    pub name: &'static str,
    /// What counts, in a line.
    pub summary: &'static str,
    /// Looks at a statement that is in both versions.
    changed: fn(&Pair, &mut Vec<String>),
}

/// All concerns, in the order in which they are told.
pub const CONCERNS: &[Concern] = &[
    removal::CONCERN,
    emptied::CONCERN,
    obligation::CONCERN,
    condition::CONCERN,
    part::CONCERN,
    reaction::CONCERN,
    limit::CONCERN,
    permission::CONCERN,
    auth::CONCERN,
    protection::CONCERN,
    constraint::CONCERN,
    scenario::CONCERN,
    status::CONCERN,
    evidence::CONCERN,
    suppression::CONCERN,
];

/// A statement in both versions, with its words.
pub(crate) struct Pair<'u, 'a> {
    pub(crate) before: &'u Unit<'a>,
    pub(crate) after: &'u Unit<'a>,
    /// What was said in words.
    pub(crate) old: Words,
    /// What is said in words.
    pub(crate) new: Words,
}

impl<'u, 'a> Pair<'u, 'a> {
    fn new(before: &'u Unit<'a>, after: &'u Unit<'a>) -> Self {
        Self { before, after, old: Words::new(before.told()), new: Words::new(after.told()) }
    }

    /// Whether its sentences bind: others tell of the work, or of the world.
    pub(crate) fn binds(&self) -> bool {
        binds(self.before)
    }
}

/// Kinds that promise something by being there.
pub(crate) const OBLIGATIONS: &[Kind] =
    &[Kind::Requirement, Kind::Check, Kind::Target, Kind::Scenario, Kind::Exception];

/// Whether the sentences of a statement bind the system.
fn binds(unit: &Unit) -> bool {
    const BINDING: &[Kind] = &[
        Kind::Requirement,
        Kind::Check,
        Kind::Target,
        Kind::Goal,
        Kind::Exception,
        Kind::Step,
        Kind::Signal,
        Kind::Event,
        Kind::Field,
        Kind::Setting,
        Kind::Endpoint,
        Kind::Story,
        Kind::Rollout,
        Kind::Scenario,
    ];
    unit.kind.is_none() || unit.is_any(BINDING)
}

/// Why a statement that is in both versions promises less.
pub(crate) fn changed(before: &Unit, after: &Unit) -> Vec<Reason> {
    let pair = Pair::new(before, after);
    let mut reasons = Vec::new();
    for concern in CONCERNS {
        let mut found = Vec::new();
        (concern.changed)(&pair, &mut found);
        reasons.extend(found.into_iter().map(|reason| Reason { concern: concern.name, reason }));
        // What is empty, or no promise any more, need not be taken apart.
        if concern.name == emptied::CONCERN.name && !reasons.is_empty() {
            break;
        }
    }
    reasons
}

/// Why a version without this statement promises less.
pub(crate) fn removed(unit: &Unit, others: &Surviving) -> Vec<Reason> {
    let reason = removal::removed(unit, others);
    reason.into_iter().map(|reason| Reason { concern: removal::CONCERN.name, reason }).collect()
}

/// Why a version with this new statement promises less.
pub(crate) fn added(unit: &Unit, old: &Surviving) -> Vec<Reason> {
    let reason = permission::added(unit, old);
    reason.into_iter().map(|reason| Reason { concern: permission::CONCERN.name, reason }).collect()
}

/// All statements of a version, to be asked whether they still say something.
pub(crate) struct Surviving<'u, 'a> {
    units: Vec<&'u Unit<'a>>,
    index: HashMap<&'u str, Vec<usize>>,
    keys: HashMap<(Kind, String), usize>,
}

impl<'u, 'a> Surviving<'u, 'a> {
    pub(crate) fn new(documents: &'u [Vec<Unit<'a>>]) -> Self {
        let units: Vec<&Unit> = documents.iter().flatten().collect();
        let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut keys = HashMap::new();
        for (at, unit) in units.iter().enumerate() {
            for word in unit.words.list() {
                let places = index.entry(word.as_str()).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
            if let Some(kind) = unit.kind.filter(|_| !unit.key.is_empty()) {
                keys.insert((kind, crate::renamed::key(unit)), at);
            }
        }
        Self { units, index, keys }
    }

    /// The item of a kind with a key.
    pub(crate) fn keyed(&self, kind: Kind, key: &str) -> Option<&'u Unit<'a>> {
        self.units.get(*self.keys.get(&(kind, key.to_lowercase()))?).copied()
    }

    /// All items of a kind.
    pub(crate) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &'u Unit<'a>> {
        self.units.iter().copied().filter(move |unit| unit.is(kind))
    }

    /// A statement that holds nearly all words of this one.
    pub(crate) fn saying(&self, unit: &Unit) -> Option<&'u Unit<'a>> {
        const COMMON: usize = 64;
        let mut best: Option<(f64, &'u Unit<'a>)> = None;
        let mut seen = std::collections::HashSet::new();
        let words = unit.words.list().iter();
        for places in
            words.filter_map(|word| self.index.get(word.as_str())).filter(|places| places.len() <= COMMON)
        {
            for at in places.iter().copied().filter(|at| seen.insert(*at)) {
                let Some(other) = self.units.get(at).copied() else { continue };
                let within = unit.words.within(&other.words);
                if best.is_none_or(|(known, _)| within > known) {
                    best = Some((within, other));
                }
            }
        }
        best.filter(|(within, _)| *within >= 0.87).map(|(_, other)| other)
    }
}

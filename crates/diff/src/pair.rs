//! Which statement of the one version is which of the other.
//!
//! First what is the same, word for word; then what carries the same id or key; then what is alike. Each step looks only at what the
//! steps before it left, so that a renumbered list is paired by its words, not by its numbers.

use crate::renamed;
use crate::unit::Unit;
use abide_model::Kind;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::hash::Hash;

/// So much alike must two statements of one kind be.
const ALIKE: f64 = 0.5;
/// So much alike must two statements of different kinds be.
const ALIKE_ACROSS: f64 = 0.62;
/// So much alike must the only two be that are left of a kind in a section.
const ALIKE_ALONE: f64 = 0.3;
/// Below this, one id is on two different statements.
const ALIKE_NAMED: f64 = 0.2;
/// A word that stands in more statements than this leads to none.
const COMMON: usize = 48;

/// Places in the two lists that were compared.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pub(crate) both: Vec<(usize, usize)>,
    pub(crate) gone: Vec<usize>,
    pub(crate) new: Vec<usize>,
}

/// Pairs the statements of two versions.
pub(crate) fn pair(before: &[Unit], after: &[Unit]) -> Pairs {
    let mut work = Work::new(before, after);
    // Word for word, with its id.
    work.equal(|unit| Some((unit.kind, unit.id, unit.words.list())).filter(|_| !unit.id.is_empty()));
    // Word for word, elsewhere or under another number. A row of a table tells several keyed items.
    let words = |unit: &Unit| !unit.words.is_empty() && unit.key.is_empty();
    work.equal(|unit| words(unit).then(|| (unit.kind, unit.heading(), unit.words.list())));
    work.equal(|unit| words(unit).then(|| (unit.kind, unit.words.list())));
    let postponed = work.named();
    work.equal(|unit| (!unit.key.is_empty()).then(|| (unit.kind, renamed::key(unit))));
    work.alike(|unit| unit.is(Kind::Entity), true, ALIKE);
    work.members();
    work.alike(|_| true, true, ALIKE);
    work.alike(|unit| !has_own_key(unit), false, ALIKE_ACROSS);
    work.alone();
    for (old, new) in postponed {
        work.join(old, new);
    }
    work.done()
}

/// Kinds whose key alone tells what they are: another key is another item, however alike the row.
fn has_own_key(unit: &Unit) -> bool {
    const OWN: &[Kind] = &[
        Kind::Permission,
        Kind::Transition,
        Kind::Meta,
        Kind::Relation,
        Kind::Term,
        Kind::Path,
        Kind::Dependency,
        Kind::Change,
        Kind::Stakeholder,
    ];
    unit.is_any(OWN)
}

struct Work<'u, 'a> {
    before: &'u [Unit<'a>],
    after: &'u [Unit<'a>],
    partner: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl<'u, 'a> Work<'u, 'a> {
    fn new(before: &'u [Unit<'a>], after: &'u [Unit<'a>]) -> Self {
        Self { before, after, partner: vec![None; before.len()], taken: vec![false; after.len()] }
    }

    fn left(&self) -> impl Iterator<Item = (usize, &'u Unit<'a>)> {
        let open = self.partner.iter().map(Option::is_none);
        self.before.iter().enumerate().zip(open).filter(|(_, open)| *open).map(|(left, _)| left)
    }

    fn right(&self) -> impl Iterator<Item = (usize, &'u Unit<'a>)> {
        let open = self.taken.iter().map(|taken| !taken);
        self.after.iter().enumerate().zip(open).filter(|(_, open)| *open).map(|(right, _)| right)
    }

    fn join(&mut self, old: usize, new: usize) {
        if let (Some(partner @ None), Some(taken @ false)) =
            (self.partner.get_mut(old), self.taken.get_mut(new))
        {
            *partner = Some(new);
            *taken = true;
        }
    }

    /// Joins statements that are equal by something, in their order.
    fn equal<K: Eq + Hash>(&mut self, by: impl Fn(&'u Unit<'a>) -> Option<K>) {
        let mut places: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (at, unit) in self.right() {
            if let Some(key) = by(unit) {
                places.entry(key).or_default().push_back(at);
            }
        }
        let lefts: Vec<_> = self.left().collect();
        for (at, unit) in lefts {
            if let Some(new) = by(unit).and_then(|key| places.get_mut(&key)?.pop_front()) {
                self.join(at, new);
            }
        }
    }

    /// Joins items by the ids that the documents write. An id that is on another statement now waits: its own may be elsewhere.
    fn named(&mut self) -> Vec<(usize, usize)> {
        let places: HashMap<&str, usize> =
            self.right().filter(|(_, unit)| unit.named).map(|(at, unit)| (unit.id, at)).collect();
        let lefts: Vec<_> = self.left().filter(|(_, unit)| unit.named).collect();
        let mut postponed = Vec::new();
        for (at, unit) in lefts {
            let Some(new) = places.get(unit.id).copied() else { continue };
            let alike =
                self.after.get(new).is_some_and(|other| unit.words.alike(&other.words) >= ALIKE_NAMED);
            if alike { self.join(at, new) } else { postponed.push((at, new)) }
        }
        postponed
    }

    /// Joins the members of records that were renamed.
    fn members(&mut self) {
        let names: HashMap<String, &str> = self.renamed_entities();
        if names.is_empty() {
            return;
        }
        let places: HashMap<String, usize> = self
            .right()
            .filter(|(_, unit)| unit.is(Kind::Field))
            .map(|(at, unit)| (unit.key.to_lowercase(), at))
            .collect();
        let lefts: Vec<_> = self.left().filter(|(_, unit)| unit.is(Kind::Field)).collect();
        for (at, unit) in lefts {
            let Some((entity, member)) = unit.key.rsplit_once('.') else { continue };
            let Some(now) = names.get(&entity.to_lowercase()) else { continue };
            if let Some(new) = places.get(&format!("{now}.{member}").to_lowercase()).copied() {
                self.join(at, new);
            }
        }
    }

    fn renamed_entities(&self) -> HashMap<String, &'u str> {
        let pairs = self.before.iter().zip(&self.partner);
        let entities = pairs.filter(|(unit, _)| unit.is(Kind::Entity));
        let renamed = entities.filter_map(|(unit, new)| {
            let now = self.after.get((*new)?)?.key;
            (unit.key != now).then(|| (unit.key.to_lowercase(), now))
        });
        renamed.collect()
    }

    /// Joins what is alike, the most alike first.
    fn alike(&mut self, of: impl Fn(&Unit) -> bool, same_kind: bool, least: f64) {
        let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, unit) in self.right().filter(|(_, unit)| of(unit)) {
            let known: HashSet<&str> = unit.words.list().iter().map(String::as_str).collect();
            for word in known {
                index.entry(word).or_default().push(at);
            }
        }
        let mut found: Vec<(f64, usize, usize)> = Vec::new();
        for (at, unit) in self.left().filter(|(_, unit)| of(unit)) {
            let words = unit.words.list().iter();
            let near =
                words.filter_map(|word| index.get(word.as_str()).filter(|places| places.len() <= COMMON));
            let near: HashSet<usize> = near.flatten().copied().collect();
            for other in near {
                let Some(candidate) = self.after.get(other) else { continue };
                if (candidate.kind == unit.kind) != same_kind || !may_be(unit, candidate) {
                    continue;
                }
                let alike = unit.words.alike(&candidate.words);
                if alike >= least {
                    found.push((alike, at, other));
                }
            }
        }
        found.sort_by(|one, two| two.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(two.1, two.2))));
        for (_, old, new) in found {
            self.join(old, new);
        }
    }

    /// Joins the only two statements of a kind that are left in a section.
    fn alone(&mut self) {
        type Sides = (Vec<usize>, Vec<usize>);
        let mut sides: BTreeMap<(Option<Kind>, &str), Sides> = BTreeMap::new();
        for (at, unit) in self.left().filter(|(_, unit)| unit.key.is_empty()) {
            sides.entry((unit.kind, unit.heading())).or_default().0.push(at);
        }
        for (at, unit) in self.right().filter(|(_, unit)| unit.key.is_empty()) {
            sides.entry((unit.kind, unit.heading())).or_default().1.push(at);
        }
        for (gone, new) in sides.into_values() {
            if let ([old], [new]) = (&*gone, &*new)
                && let (Some(one), Some(other)) = (self.before.get(*old), self.after.get(*new))
                && (one.words.alike(&other.words) >= ALIKE_ALONE || other.words.telling() == 0)
            {
                self.join(*old, *new);
            }
        }
    }

    fn done(self) -> Pairs {
        let gone = self.left().map(|(at, _)| at).collect();
        let new = self.right().map(|(at, _)| at).collect();
        let both = self.partner.iter().enumerate().filter_map(|(old, new)| Some((old, (*new)?))).collect();
        Pairs { both, gone, new }
    }
}

/// Whether one may have become the other, however alike they are.
fn may_be(old: &Unit, new: &Unit) -> bool {
    if has_own_key(old) || has_own_key(new) {
        return false;
    }
    let entity = |unit: &Unit| unit.key.rsplit_once('.').map(|(entity, _)| entity.to_lowercase());
    match (old.kind, new.kind) {
        (Some(Kind::Field), Some(Kind::Field)) => {
            entity(old) == entity(new) && old.said("type") == new.said("type")
        }
        // Two ids that both versions write are two items.
        _ if old.named && new.named => old.kind == new.kind,
        _ => true,
    }
}

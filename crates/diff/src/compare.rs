//! Two versions of a document, and of a workspace.

use crate::change::{Change, DocumentChange, Statement, What};
use crate::fields;
use crate::pair::{Pairs, pair};
use crate::unit::Unit;
use crate::version::{Snapshot, Version};
use crate::weakened::{Surviving, suppression};
use crate::{breaking, weakened};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What changed in a whole workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// Documents that came, went or were renamed, ordered by path.
    pub documents: Vec<DocumentChange>,
    /// The changes: breaking ones first, then weakened ones, then the others by place.
    pub changes: Vec<Change>,
}

/// What changed between two versions of one document.
pub fn documents(before: &Version, after: &Version) -> Vec<Change> {
    let old = Snapshot { documents: vec![*before], levels: Vec::new() };
    let new = Snapshot { documents: vec![*after], levels: Vec::new() };
    // One document under two paths is one document.
    changes(&old, &new, &[(0, 0)])
}

/// What changed between two versions of a workspace.
pub fn workspaces(before: &Snapshot, after: &Snapshot) -> Diff {
    let both = paired_documents(before, after);
    let mut documents = Vec::new();
    for (at, version) in before.documents.iter().enumerate() {
        let now = both.iter().find(|(old, _)| *old == at).and_then(|(_, new)| after.documents.get(*new));
        let to = now.map(|now| now.path.to_owned());
        if to.as_deref() != Some(version.path) {
            let what = if to.is_some() { What::Moved } else { What::Removed };
            documents.push(DocumentChange { what, from: Some(version.path.to_owned()), to });
        }
    }
    let known: HashSet<usize> = both.iter().map(|(_, new)| *new).collect();
    for (_, version) in after.documents.iter().enumerate().filter(|(at, _)| !known.contains(at)) {
        documents.push(DocumentChange { what: What::Added, from: None, to: Some(version.path.to_owned()) });
    }
    let place = |change: &DocumentChange| change.to.clone().or_else(|| change.from.clone());
    documents.sort_by_key(place);
    Diff { documents, changes: changes(before, after, &both) }
}

/// The documents of the two versions that are one: by path, else by what they say.
fn paired_documents(before: &Snapshot, after: &Snapshot) -> Vec<(usize, usize)> {
    let paths: HashMap<&str, usize> =
        after.documents.iter().enumerate().map(|(at, version)| (version.path, at)).collect();
    let mut both = Vec::new();
    let mut left = Vec::new();
    for (at, version) in before.documents.iter().enumerate() {
        match paths.get(version.path) {
            Some(new) => both.push((at, *new)),
            None => left.push((at, version)),
        }
    }
    let known: HashSet<usize> = both.iter().map(|(_, new)| *new).collect();
    let new: Vec<(usize, HashSet<&str>)> = after
        .documents
        .iter()
        .enumerate()
        .filter(|(at, _)| !known.contains(at))
        .map(|(at, version)| (at, lines(version)))
        .collect();
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, (_, lines)) in new.iter().enumerate() {
        for line in lines {
            index.entry(line).or_default().push(place);
        }
    }
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    for (at, version) in &left {
        let own = lines(version);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for place in
            own.iter().filter_map(|line| index.get(line)).filter(|places| places.len() <= 16).flatten()
        {
            *shared.entry(*place).or_default() += 1;
        }
        for (place, shared) in shared {
            let Some((new, others)) = new.get(place) else { continue };
            let alike = 2.0 * shared as f64 / (own.len() + others.len()).max(1) as f64;
            if alike >= 0.4 {
                found.push((alike, *at, *new));
            }
        }
    }
    found.sort_by(|one, two| two.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(two.1, two.2))));
    let (mut olds, mut news) = (HashSet::new(), HashSet::new());
    for (_, old, new) in found {
        if !olds.contains(&old) && !news.contains(&new) {
            olds.insert(old);
            news.insert(new);
            both.push((old, new));
        }
    }
    both
}

/// The lines of a document that say something.
fn lines<'a>(version: &Version<'a>) -> HashSet<&'a str> {
    version.document.text().lines().map(str::trim).filter(|line| line.len() > 3).collect()
}

fn changes(before: &Snapshot, after: &Snapshot, both: &[(usize, usize)]) -> Vec<Change> {
    let old: Vec<Vec<Unit>> = before.documents.iter().map(Unit::all).collect();
    let new: Vec<Vec<Unit>> = after.documents.iter().map(Unit::all).collect();
    let mut pairs: Vec<(&Unit, &Unit)> = Vec::new();
    let mut gone: Vec<Unit> = Vec::new();
    let mut came: Vec<Unit> = Vec::new();
    let (mut olds, mut news) = (HashSet::new(), HashSet::new());
    for (at, place) in both {
        let (Some(old), Some(new)) = (old.get(*at), new.get(*place)) else { continue };
        olds.insert(*at);
        news.insert(*place);
        let found = pair(old, new);
        collect(&found, old, new, &mut pairs, &mut gone, &mut came);
    }
    gone.extend(
        old.iter().enumerate().filter(|(at, _)| !olds.contains(at)).flat_map(|(_, units)| units.clone()),
    );
    came.extend(
        new.iter().enumerate().filter(|(at, _)| !news.contains(at)).flat_map(|(_, units)| units.clone()),
    );
    // What left one document may stand in another.
    let across = if before.documents.len().max(after.documents.len()) > 1 {
        pair(&gone, &came)
    } else {
        all(&gone, &came)
    };
    let mut changes: Vec<Change> = Vec::new();
    for (old, new) in pairs.iter().copied().chain(joined(&across, &gone, &came)) {
        changes.extend(changed(old, new));
    }
    let surviving = Surviving::new(&new);
    let old_all = Surviving::new(&old);
    for unit in across.gone.iter().filter_map(|at| gone.get(*at)) {
        changes.push(removed(unit, &surviving));
    }
    for unit in across.new.iter().filter_map(|at| came.get(*at)) {
        changes.push(added(unit, &old_all));
    }
    changes.retain(|change| change.kind != "prose" || !change.weakened.is_empty());
    changes.extend(suppression::changes(before, after, both));
    changes.sort_by_key(order);
    changes
}

fn all(gone: &[Unit], came: &[Unit]) -> Pairs {
    Pairs { both: Vec::new(), gone: (0..gone.len()).collect(), new: (0..came.len()).collect() }
}

fn collect<'u, 'a>(
    found: &Pairs,
    old: &'u [Unit<'a>],
    new: &'u [Unit<'a>],
    pairs: &mut Vec<(&'u Unit<'a>, &'u Unit<'a>)>,
    gone: &mut Vec<Unit<'a>>,
    came: &mut Vec<Unit<'a>>,
) {
    pairs.extend(joined(found, old, new));
    gone.extend(found.gone.iter().filter_map(|at| old.get(*at).cloned()));
    came.extend(found.new.iter().filter_map(|at| new.get(*at).cloned()));
}

fn joined<'u, 'a>(
    found: &Pairs,
    old: &'u [Unit<'a>],
    new: &'u [Unit<'a>],
) -> Vec<(&'u Unit<'a>, &'u Unit<'a>)> {
    found.both.iter().filter_map(|(one, other)| Some((old.get(*one)?, new.get(*other)?))).collect()
}

/// Breaking changes first, then weakened ones, then the others; each by place.
fn order(change: &Change) -> (bool, bool, String, u32, String) {
    let place = change.statement();
    let path = place.map(|place: &Statement| place.path.clone()).unwrap_or_default();
    (
        change.breaking.is_empty(),
        change.weakened.is_empty(),
        path,
        place.map_or(0, |place| place.line),
        change.id.clone(),
    )
}

fn changed(before: &Unit, after: &Unit) -> Option<Change> {
    let mut fields = fields::changes(before, after);
    let (breaking, weakened) = (breaking::changed(before, after), weakened::changed(before, after));
    let says_else = !fields.is_empty() || !breaking.is_empty() || !weakened.is_empty();
    fields.extend(fields::moves(before, after));
    if fields.is_empty() && breaking.is_empty() && weakened.is_empty() {
        return None;
    }
    Some(Change {
        what: if says_else { What::Changed } else { What::Moved },
        kind: after.kind.or(before.kind).map_or("prose", |kind| kind.name()),
        id: if after.id.is_empty() { before.id } else { after.id }.to_owned(),
        before: Some(before.statement()),
        after: Some(after.statement()),
        fields,
        breaking,
        weakened,
    })
}

fn removed(unit: &Unit, surviving: &Surviving) -> Change {
    Change {
        what: What::Removed,
        kind: unit.kind_name(),
        id: unit.id.to_owned(),
        before: Some(unit.statement()),
        after: None,
        fields: Vec::new(),
        breaking: breaking::removed(unit),
        weakened: weakened::removed(unit, surviving),
    }
}

fn added(unit: &Unit, old: &Surviving) -> Change {
    Change {
        what: What::Added,
        kind: unit.kind_name(),
        id: unit.id.to_owned(),
        before: None,
        after: Some(unit.statement()),
        fields: Vec::new(),
        breaking: breaking::added(unit, old),
        weakened: weakened::added(unit, old),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use abide_model::Spec;
    use abide_syntax::Document;
    use proptest::prelude::*;

    fn shown(before: &str, after: &str) -> Vec<String> {
        let line = |change: &Change| {
            let fields: Vec<&str> = change.fields.iter().map(|field| field.name.as_str()).collect();
            let text = change.statement().map_or("", |statement| statement.text.as_str());
            format!("{} {} {} {}", change.what.name(), change.kind, text, fields.join(" "))
                .trim_end()
                .to_owned()
        };
        testing::changes(before, after).iter().map(line).collect()
    }

    fn list(lines: &[&str]) -> String {
        format!("# S\n\n## Requirements\n\n{}\n", lines.join("\n"))
    }

    #[test]
    fn an_item_whose_words_are_alike_is_one_changed_item() {
        let before = list(&["- Each order is stored within one minute.", "- Labels carry a code."]);
        let after = list(&[
            "- Parcels are weighed.",
            "- Each order is stored within one hour.",
            "- Labels carry a code.",
        ]);
        assert_eq!(
            shown(&before, &after),
            [
                "added requirement Parcels are weighed.",
                "changed requirement Each order is stored within one hour. text"
            ]
        );
    }

    #[test]
    fn a_list_that_was_numbered_anew_is_paired_by_its_words() {
        let before = list(&["- FR-1: Orders are stored.", "- FR-2: Labels carry a code."]);
        let after = list(&[
            "- FR-1: Parcels are weighed.",
            "- FR-2: Orders are stored.",
            "- FR-3: Labels carry a code.",
        ]);
        assert_eq!(
            shown(&before, &after),
            [
                "added requirement FR-1: Parcels are weighed.",
                "moved requirement FR-2: Orders are stored. id",
                "moved requirement FR-3: Labels carry a code. id"
            ]
        );
    }

    #[test]
    fn a_heading_with_another_name_moves_its_items() {
        let text =
            |heading: &str| format!("# S\n\n## Requirements\n\n### {heading}\n\n- Orders are stored.\n");
        assert_eq!(shown(&text("Desk"), &text("Counter")), ["moved requirement Orders are stored. section"]);
    }

    #[test]
    fn documents_that_were_renamed_or_parted() {
        let orders = list(&["- Orders are stored for a year.", "- Orders have a number."]);
        let both =
            list(&["- Orders are stored for a year.", "- Orders have a number.", "- Labels carry a code."]);
        let labels = "# Labels\n\n## Requirements\n\n- Labels carry a code.\n";
        fn snapshot(read: &[(String, Document, Spec)]) -> Snapshot<'_> {
            let documents = read.iter().map(|(path, document, spec)| Version {
                path,
                document,
                spec,
                suppressed: &[],
                guidance: &[],
            });
            Snapshot { documents: documents.collect(), levels: Vec::new() }
        }
        let told = |before: &[(&str, &str)], after: &[(&str, &str)]| {
            let read = |texts: &[(&str, &str)]| -> Vec<(String, Document, Spec)> {
                let one = |(path, text): &(&str, &str)| {
                    let document = Document::parse(*text);
                    let spec = Spec::read(path, &document);
                    ((*path).to_owned(), document, spec)
                };
                texts.iter().map(one).collect()
            };
            let (old, new) = (read(before), read(after));
            let diff = workspaces(&snapshot(&old), &snapshot(&new));
            let documents =
                diff.documents.iter().map(|one| format!("{} {:?} {:?}", one.what.name(), one.from, one.to));
            let changes = diff.changes.iter().map(|one| format!("{} {}", one.what.name(), one.kind));
            documents.chain(changes).collect::<Vec<_>>()
        };
        assert_eq!(
            told(&[("a.md", &orders)], &[("b.md", &orders)]),
            ["moved Some(\"a.md\") Some(\"b.md\")", "moved requirement", "moved requirement"]
        );
        assert_eq!(
            told(&[("a.md", &both)], &[("a.md", &orders), ("labels.md", labels)]),
            ["added None Some(\"labels.md\")", "moved requirement"]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_differs_from_itself_and_any_two_can_be_compared(one in TEXT, other in TEXT) {
            prop_assert_eq!(testing::changes(&one, &one), []);
            testing::changes(&one, &other);
        }
    }

    const TEXT: &str = "(## (Requirements|API|Data Model|Permissions|Security|Performance)\n\n|- (FR-[0-9]: )?(The service|Only admins|Orders|Each call) (MUST|may|can|should|is) \
                        (not )?(stored|logged|answer|delete) (within [0-9]{1,3} (ms|s|days)|409|if it is open|, a and b)?\\.?\n|\n|### (GET|POST) /[a-z]{1,3}\n\n|- 20[0-4]: ok\n\
                        |[a-zä`|*<>~ ]{0,12}\n){0,14}";
}

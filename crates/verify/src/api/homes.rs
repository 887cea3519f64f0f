//! Whose operations a specification speaks of: its own, or those of the documents beside it, as where requirements stand in one
//! file and the interface in another.

use super::Operation;
use crate::facts::SpecFacts;
use abide_model::Kind;

/// For each specification, those whose operations it speaks of.
#[derive(Clone, Debug, Default)]
pub struct Homes(Vec<Vec<usize>>);

impl Homes {
    /// Finds them; operations that a document only mentions become those that another one nearby documents.
    pub(super) fn read(specs: &[SpecFacts], operations: &mut Vec<Operation>) -> Self {
        let documenting: Vec<usize> =
            (0..specs.len()).filter(|spec| operations.iter().any(|known| of(known, *spec))).collect();
        let near = |spec: usize| nearest(specs, spec, &documenting);
        let mut at = 0;
        while let Some(operation) = operations.get(at) {
            let beside = near(operation.spec);
            let same = |known: &Operation| {
                beside.contains(&known.spec)
                    && !known.is_bare()
                    && known.method == operation.method
                    && (known.path.same(&operation.path) || known.path.ends_with(&operation.path))
            };
            let mut all = operations.iter().enumerate().filter(|(_, known)| same(known));
            let found = all.next().filter(|_| operation.is_bare()).map(|(known, _)| known);
            match found.filter(|_| all.next().is_none()) {
                Some(known) => {
                    let mention = operations.remove(at);
                    let known = if known > at { known - 1 } else { known };
                    if let Some(known) = operations.get_mut(known) {
                        known.elsewhere.extend(mention.ids());
                    }
                }
                None => at += 1,
            }
        }
        let homes = (0..specs.len()).map(|spec| {
            let other = || specs.get(spec).is_some_and(|facts| facts.of_kind(Kind::Rpc).next().is_some());
            let has = operations.iter().any(|known| known.spec == spec);
            match documenting.contains(&spec) || !has && other() {
                true => vec![spec],
                false => std::iter::once(spec).chain(near(spec)).collect(),
            }
        });
        Self(homes.collect())
    }

    /// The specifications whose operations one speaks of.
    pub fn of(&self, spec: usize) -> &[usize] {
        self.0.get(spec).map_or(&[], Vec::as_slice)
    }

    /// Whether a specification speaks of the operations of another one, or of its own.
    pub fn speak(&self, spec: usize, other: usize) -> bool {
        spec == other || self.of(spec).contains(&other)
    }
}

/// Whether a specification documents an operation, and does more than name it.
fn of(operation: &Operation, spec: usize) -> bool {
    operation.spec == spec && !operation.is_bare()
}

/// Those of some specifications that stand nearest to one: in its folder or below it, or else in the folder above, and so on.
fn nearest(specs: &[SpecFacts], spec: usize, among: &[usize]) -> Vec<usize> {
    let Some(mut folder) = specs.get(spec).map(|facts| facts.path.as_str()) else { return Vec::new() };
    loop {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let within = |path: &str| {
            folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let near =
            |other: &&usize| **other != spec && specs.get(**other).is_some_and(|facts| within(&facts.path));
        let found: Vec<usize> = among.iter().filter(near).copied().collect();
        if !found.is_empty() || folder.is_empty() {
            return found;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::testing::{self, Setup};

    const INTERFACE: &str = "# Design\n\n| Method | Path | Success | Purpose |\n|---|---|---|---|\n| POST | `/v1/kites` | 201 | Make a kite |\n| GET | `/v1/kites/{id}` | 200 | Read a kite |\n";

    fn facts(files: &[(&str, &str)]) -> Facts {
        testing::facts_of_files(files, "", Setup::default())
    }

    #[test]
    fn requirements_speak_of_the_interface_that_stands_nearest() {
        let wishes =
            "# Requirements\n\n1. WHEN a kite is made with `POST /kites` THEN the system SHALL answer 201\n";
        let facts = facts(&[
            ("specs/kites/requirements.md", wishes),
            ("specs/kites/design.md", INTERFACE),
            (
                "specs/boats/design.md",
                "# Boats\n\n| Method | Path | Success |\n|---|---|---|\n| GET | `/v1/boats` | 200 |\n",
            ),
            ("specs/vision.md", "# Vision\n\nIt shall be fun.\n"),
            ("specs/console.md", "# Console\n\n## Commands\n\n- `kites list`: lists the kites\n"),
        ]);
        assert_eq!(facts.api.homes.of(0), [0, 1]);
        assert_eq!(facts.api.homes.of(1), [1]);
        assert_eq!(facts.api.homes.of(3), [3, 1, 2]);
        // What is only named in a sentence is the operation that is documented.
        assert_eq!(facts.api.operations.len(), 3);
        assert!(
            facts
                .api
                .of_item(0, "endpoint:POST /kites")
                .is_some_and(|(number, _)| { facts.api.operations[number].title() == "POST /v1/kites" })
        );
    }

    #[test]
    fn a_document_with_operations_of_its_own_speaks_of_them_alone() {
        let facts = facts(&[("a.md", INTERFACE), ("b.md", &INTERFACE.replace("kite", "drone"))]);
        assert_eq!((facts.api.homes.of(0), facts.api.homes.of(1)), ([0].as_slice(), [1].as_slice()));
    }
}

//! How specifications say that somebody who may not is turned away.

use crate::facts::SpecFacts;
use crate::words;

/// Words about what belongs to somebody.
const OWNERS: &[&str] = &[
    "their own",
    "own only",
    "only own",
    "his own",
    "her own",
    "owner",
    "other user",
    "another user",
    "others'",
    "belongs to the",
    "assigned to",
];

/// How the specification says that somebody who may not is turned away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Denial {
    /// It speaks of 403.
    pub strict: bool,
    /// It speaks of 404 for what is not for everybody.
    pub hides: bool,
    /// Ownership decides over something.
    pub owners: bool,
}

impl Denial {
    /// What the specifications say in any place.
    pub fn stated(specs: &[SpecFacts]) -> Self {
        let lines = || specs.iter().flat_map(|spec| spec.text().lines());
        let any =
            |line: &str, known: &[&str]| words::words(line).iter().any(|word| known.contains(&word.as_str()));
        let denial = [
            "role",
            "roles",
            "permission",
            "permissions",
            "forbidden",
            "allowed",
            "insufficient",
            "denied",
            "authorized",
            "may",
        ];
        let hiding = [
            "own",
            "owner",
            "owns",
            "other",
            "others",
            "another",
            "belong",
            "belongs",
            "hide",
            "hides",
            "hidden",
            "visible",
            "existence",
            "leak",
            "leaks",
            "exists",
        ];
        let text = |spec: &SpecFacts| spec.text().to_lowercase();
        Self {
            owners: specs.iter().map(text).any(|text| OWNERS.iter().any(|phrase| text.contains(phrase))),
            strict: lines().any(|line| any(line, &["403"]) && any(line, &denial)),
            hides: lines()
                .any(|line| any(line, &["404"]) && (any(line, &hiding) || line.contains("instead of"))),
        }
    }

    /// The status, in words.
    pub fn said(self) -> &'static str {
        match (self.strict, self.hides) {
            (_, true) => "403 or 404",
            (true, false) => "403",
            (false, false) => "a refusal",
        }
    }
}

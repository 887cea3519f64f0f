//! Versions as they are written in documents: `1.2`, `v2.0.1`, `0.3.0-rc1`.

use std::cmp::Ordering;

/// A version that can be put in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    parts: Vec<u64>,
    /// What stands behind a hyphen: such a version comes before the one without.
    early: Option<String>,
}

impl Version {
    /// Reads a version that a text starts with; a remark behind it does not matter.
    pub(crate) fn read(text: &str) -> Option<Version> {
        let bare = text.trim().trim_matches(['"', '\'', '`', '*', '[', ']', '(', ')']);
        let word = bare
            .split(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ',' | ';' | '—' | '–'))
            .next()?;
        let word = word.trim_end_matches(['.', ':']);
        let word = word.strip_prefix(['v', 'V']).unwrap_or(word);
        let (numbers, early) = match word.split_once(['-', '+']) {
            Some((numbers, early)) => (numbers, Some(early.to_lowercase())),
            None => (word, None),
        };
        let parts: Option<Vec<u64>> = numbers.split('.').map(number).collect();
        let parts = parts.filter(|parts| parts.len() <= 4)?;
        // A year with a month or a day is a date.
        let dated =
            early.as_ref().is_some_and(|early| early.starts_with(|letter: char| letter.is_ascii_digit()));
        (!dated).then_some(Version { parts, early })
    }

    /// Whether it says less than `other` and nothing against it: `2` of `2.3`.
    pub(crate) fn is_coarser_than(&self, other: &Version) -> bool {
        self.early.is_none() && self.parts.len() < other.parts.len() && other.parts.starts_with(&self.parts)
    }
}

fn number(part: &str) -> Option<u64> {
    let digits = !part.is_empty() && part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| part.parse().ok()).flatten()
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.parts.len().max(other.parts.len());
        let part = |version: &Version, at: usize| version.parts.get(at).copied().unwrap_or(0);
        let numbers = (0..length).map(|at| part(self, at).cmp(&part(other, at)));
        let early = || match (&self.early, &other.early) {
            (None, None) => Ordering::Equal,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => natural(one).cmp(&natural(other)),
        };
        numbers.fold(Ordering::Equal, Ordering::then).then_with(early)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `rc10` as its letters and its number, so that it stands behind `rc9`.
fn natural(text: &str) -> (&str, u64) {
    let at = text.rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + 1);
    let (letters, digits) = text.split_at_checked(at).unwrap_or((text, ""));
    (letters, digits.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::read(text).expect(text)
    }

    #[test]
    fn in_their_order() {
        let order =
            ["0.9", "v1.0-alpha", "1.0-rc9", "1.0-rc10", "1.0.0", "1.2 (draft)", "`1.10.0`", "v2", "2.0.1"];
        for pair in order.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        assert_eq!(version("1.0").cmp(&version("v1.0.0")), Ordering::Equal);
        assert!(version("2").is_coarser_than(&version("2.3")));
        assert!(!version("2.4").is_coarser_than(&version("2.3")));
    }

    #[test]
    fn no_versions() {
        for text in ["", "draft", "2026-01-02", "1.x", "1..2", "second"] {
            assert_eq!(Version::read(text), None, "{text}");
        }
    }
}

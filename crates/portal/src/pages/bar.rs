//! The bar of verdicts: one stretch for each verdict, with its numbers in words beside it.

use abide_ledger::Verdict;
use abide_verify::board::{ItemStatus, SpecStatus};
use serde::Serialize;

/// What cannot be shown by a system, and is no verdict.
const QUIET: &str = "quiet";
/// The order of stretches.
const ORDER: &[(&str, Option<Verdict>)] = &[
    ("proven", Some(Verdict::Proven)),
    ("attested", Some(Verdict::Attested)),
    ("refuted", Some(Verdict::Refuted)),
    ("stale", Some(Verdict::Stale)),
    ("blocked", Some(Verdict::Blocked)),
    ("unproven", Some(Verdict::Unproven)),
    (QUIET, None),
];
/// The width that stretches are told in.
const WIDTH: usize = 1000;
/// The least that can be seen.
const LEAST: usize = 12;

/// A bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// All statements.
    pub total: usize,
    /// Those that a running system could show.
    pub triable: usize,
    /// Those that it was seen to show.
    pub proven: usize,
    /// The stretches that there are.
    pub parts: Vec<Part>,
    /// All of it in words.
    pub words: String,
}

/// A stretch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The verdict.
    pub verdict: &'static str,
    /// What it is called beside the number.
    pub label: &'static str,
    /// How many statements.
    pub count: usize,
    /// Where it begins, in thousandths.
    pub x: usize,
    /// How wide it is.
    pub width: usize,
}

impl Bar {
    /// The bar of one document.
    pub fn of(status: &SpecStatus) -> Self {
        Self::counted(status.items.iter())
    }

    /// The bar of several.
    pub fn of_all<'a>(all: impl Iterator<Item = &'a SpecStatus>) -> Self {
        Self::counted(all.flat_map(|status| &status.items))
    }

    fn counted<'a>(items: impl Iterator<Item = &'a ItemStatus>) -> Self {
        let mut counts = [0usize; ORDER.len()];
        for item in items {
            let shown = shown(item);
            if let Some(count) =
                ORDER.iter().position(|(name, _)| *name == shown).and_then(|at| counts.get_mut(at))
            {
                *count += 1;
            }
        }
        Self::of_counts(ORDER.iter().map(|(name, _)| *name).zip(counts))
    }

    /// The bar of a run's own counts.
    pub fn of_counts(counts: impl Iterator<Item = (&'static str, usize)>) -> Self {
        let counts: Vec<(&'static str, usize)> = counts.filter(|(_, count)| *count > 0).collect();
        let total: usize = counts.iter().map(|(_, count)| count).sum();
        let mut widths: Vec<usize> =
            counts.iter().map(|(_, count)| (count * WIDTH / total.max(1)).max(LEAST)).collect();
        // The longest stretch gives or takes what rounding has left over.
        let sum: usize = widths.iter().sum();
        if let Some(longest) = widths.iter_mut().max() {
            *longest = (*longest + WIDTH).saturating_sub(sum);
        }
        let mut x = 0;
        let mut parts = Vec::new();
        for ((verdict, count), width) in counts.into_iter().zip(widths) {
            let label = if verdict == QUIET { "not for a system to show" } else { verdict };
            parts.push(Part { verdict, label, count, x, width });
            x += width;
        }
        let of = |name: &str| parts.iter().find(|part| part.verdict == name).map_or(0, |part| part.count);
        let words: Vec<String> = parts.iter().map(|part| format!("{} {}", part.count, part.label)).collect();
        let words = if words.is_empty() { "no statements".to_owned() } else { words.join(", ") };
        Self { total, triable: total - of(QUIET), proven: of("proven"), parts, words }
    }
}

/// The stretch of an item: its verdict, unless nobody could have tried it and nobody has vouched.
pub fn shown(item: &ItemStatus) -> &'static str {
    match item.verdict {
        Verdict::Unproven if !item.triable => QUIET,
        verdict => verdict.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_fill_the_bar_and_the_smallest_can_be_seen() {
        let bar = Bar::of_counts([("proven", 990), ("refuted", 1), ("unproven", 9)].into_iter());
        assert_eq!(bar.parts.iter().map(|part| part.width).sum::<usize>(), WIDTH);
        assert_eq!(bar.parts[1].width, LEAST);
        assert_eq!(bar.words, "990 proven, 1 refuted, 9 unproven");
    }

    #[test]
    fn nothing_stated_is_said_in_words() {
        let bar = Bar::of_counts(std::iter::empty());
        assert_eq!((bar.total, bar.words.as_str(), bar.parts.len()), (0, "no statements", 0));
    }
}

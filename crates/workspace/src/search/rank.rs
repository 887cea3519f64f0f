//! Which entries have the words that somebody looks for, best first.

use super::Sort;
use super::entry::Class;
use super::excerpt::Wanted;
use super::index::Index;
use std::cmp::Reverse;

/// An entry that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub entry: u32,
    pub score: u32,
    /// How many of the words it has, itself or by what stands over it.
    pub words: u32,
}

/// More words are not looked at.
pub(super) const MOST_WORDS: usize = 32;

/// All entries that have at least one word of their own and, with what stands over them, as many as any has.
pub(super) fn ranked(index: &Index, wanted: &Wanted, only: &[Sort]) -> Vec<Ranked> {
    let count = index.len();
    // For each entry: which words it has, which of them its heading has, and what they weigh.
    let (mut own, mut heads, mut scores) = (vec![0u32; count], vec![0u32; count], vec![0u32; count]);
    let mut best = vec![0u32; count];
    let mut touched: Vec<u32> = Vec::new();
    for (at, word) in wanted.words.iter().enumerate().take(MOST_WORDS) {
        let bit = 1 << at;
        let range = match wanted.open.get(at) {
            Some(true) => index.beginning(word),
            _ if index.knows(word) => {
                let first = index.beginning(word).start;
                first..first + 1
            }
            _ => 0..0,
        };
        let having: usize = range.clone().map(|known| index.places(known).len()).sum();
        let rare = 1 + ((count + 1) / (having + 1)).max(1).ilog2();
        for known in range {
            // A whole word counts double, and a beginning the more, the more of the word it is.
            let whole = (16 * word.len()) / index.length(known).max(1);
            let fit = if whole >= 16 { 32 } else { whole as u32 };
            for place in index.places(known) {
                let entry = place.entry() as usize;
                let weight = place.class().weight() * fit * rare;
                let (Some(known), Some(head)) = (best.get_mut(entry), heads.get_mut(entry)) else { continue };
                if *known == 0 {
                    touched.push(place.entry());
                }
                *known = weight.max(*known);
                let heading = matches!(place.class(), Class::Title | Class::Path);
                if heading {
                    *head |= bit;
                }
            }
        }
        for entry in touched.drain(..) {
            let entry = entry as usize;
            if let (Some(own), Some(score), Some(best)) =
                (own.get_mut(entry), scores.get_mut(entry), best.get_mut(entry))
            {
                *own |= bit;
                *score += std::mem::take(best);
            }
        }
    }
    let mut found = Vec::new();
    let mut most = 1;
    for (number, entry) in index.entries.iter().enumerate() {
        let mut has = own.get(number).copied().unwrap_or(0);
        if has == 0 || !(only.is_empty() || only.contains(&entry.sort)) {
            continue;
        }
        let mut at = number as u32;
        while let Some(this) = index.entries.get(at as usize)
            && this.parent != at
        {
            at = this.parent;
            has |= heads.get(at as usize).copied().unwrap_or(0);
        }
        let words = has.count_ones();
        if words > most {
            most = words;
            found.clear();
        }
        if words == most {
            let score = scores.get(number).copied().unwrap_or(0);
            found.push(Ranked { entry: number as u32, score, words });
        }
    }
    found
}

/// The best of them, best first; of equals, in the order of paths and lines.
pub(super) fn best(mut found: Vec<Ranked>, count: usize) -> Vec<Ranked> {
    let key = |ranked: &Ranked| (Reverse(ranked.score), ranked.entry);
    if let Some(last) = count.checked_sub(1)
        && found.len() > count
    {
        found.select_nth_unstable_by_key(last, key);
    }
    found.truncate(count);
    found.sort_unstable_by_key(key);
    found
}

//! The lexicon: which headings mean which concepts. The phrases are data, in `concepts/`.

use crate::Concept;
use crate::concepts::TABLES;
use crate::heading;
use crate::qualifier;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// Everything that a heading is about, in its order: "Open Questions / Risks" gives two concepts.
pub fn concepts_of_heading(title: &str) -> Vec<Concept> {
    let bare = heading::without_numbering(title);
    let label = heading::without_suffix(bare);
    let normal = heading::normalise(label);
    if let Some(concept) = LEXICON.exact(&normal) {
        return vec![behind_appendix(concept, label, bare).unwrap_or(concept)];
    }
    // A question is not what it ends with: "Why these goals?"
    if label.trim_end().ends_with(['?', '？']) {
        return Vec::new();
    }
    // "Data Model (v2)": what stands in brackets at the end qualifies.
    let unqualified = heading::last_bracket(label).map_or(label, |(before, _)| before);
    if unqualified.len() < label.len()
        && let Some(concept) = LEXICON.exact(&heading::normalise(unqualified))
    {
        // "Future enhancements (out of scope for now)" says what is left out.
        let inner = heading::last_bracket(label).map(|(_, inner)| heading::normalise(inner));
        let left = inner.filter(|_| concept == Concept::FutureWork).and_then(|inner| LEXICON.look_up(&inner));
        return vec![
            left.filter(|left| matches!(left, Concept::OutOfScope | Concept::NonGoals)).unwrap_or(concept),
        ];
    }
    let mut concepts = Vec::new();
    let parts = parts(unqualified);
    if parts.len() > 1 {
        // "Included and excluded files" tells of files.
        let shares = |part: &str| part.trim().ends_with("ed") && !part.trim().contains(' ');
        let last = parts.last().map(|part| heading::normalise(part)).unwrap_or_default();
        let shared = parts.first().is_some_and(|part| shares(part))
            && last.split(' ').count() > 1
            && LEXICON.exact(&last).is_none();
        for part in parts.iter().skip(usize::from(shared)) {
            if let Some(concept) = LEXICON.look_up(&heading::normalise(part))
                && !concepts.contains(&concept)
            {
                concepts.push(concept);
            }
        }
    }
    if concepts.is_empty() {
        concepts.extend(if unqualified.len() == label.len() {
            LEXICON.look_up(&normal)
        } else {
            LEXICON.look_up(&heading::normalise(unqualified))
        });
    }
    if let [concept] = concepts.as_slice()
        && let Some(concept) = behind_appendix(*concept, label, bare)
    {
        return vec![concept];
    }
    // "Things to settle (open questions)": what stands in brackets may tell where the rest does not.
    if concepts.is_empty()
        && let Some((_, inner)) = heading::last_bracket(label)
    {
        const TELLING: &[Concept] = &[
            Concept::OpenQuestions,
            Concept::Goals,
            Concept::NonGoals,
            Concept::OutOfScope,
            Concept::Risks,
            Concept::Tasks,
            Concept::Glossary,
            Concept::References,
            Concept::ChangeLog,
            Concept::AcceptanceCriteria,
            Concept::Workflows,
        ];
        // "LOAD (TBD)" is not settled, and no list of questions.
        let told = LEXICON.exact(&heading::normalise(inner)).filter(|concept| TELLING.contains(concept));
        concepts.extend(told.filter(|_| !inner.eq_ignore_ascii_case("tbd")));
    }
    // "Spec: Data model": the label says nothing, what follows does; the title of "FR-4: Error handling" is its own.
    let coded = label.chars().any(|c| c.is_ascii_digit());
    if concepts.is_empty() && label.len() < bare.len() && !coded {
        let after = bare.get(label.len()..).unwrap_or_default().trim_start_matches([':', '：']);
        concepts.extend(LEXICON.exact(&heading::normalise(after)));
    }
    concepts
}

/// What an appendix holds: "Appendix C: Glossary" is one.
fn behind_appendix(concept: Concept, label: &str, bare: &str) -> Option<Concept> {
    const LISTED: &[Concept] = &[Concept::Glossary, Concept::References, Concept::ChangeLog];
    if concept != Concept::Appendix {
        return None;
    }
    let after = bare.get(label.len()..)?.trim_start_matches([':', '：', '—', '–', '-', ' ']);
    LEXICON.exact(&heading::normalise(after)).filter(|concept| LISTED.contains(concept))
}

/// Whether a heading is nothing but the name of what it is about: "References", not "Do not add references".
pub fn names_concept(title: &str) -> bool {
    LEXICON.exact(&heading::normalise(heading::without_suffix(heading::without_numbering(title)))).is_some()
}

/// The members of a compound heading: "Glossary / References", "Goals & Metrics", "Alcance y objetivos".
fn parts(title: &str) -> Vec<&str> {
    const WORDS: &[&str] = &["and", "und", "et", "y", "e", "и", "vs", "–", "—", "-"];
    const MARKS: &[char] =
        &['/', '&', ',', '、', '・', '·', '，', '与', '和', '及', '或', '및', '|', '→', '+'];
    let mut parts = vec![title];
    // Most headings have none of the words that join.
    if title.split(' ').skip(1).any(|word| word.len() <= 3 && WORDS.contains(&word)) {
        for word in WORDS.iter().filter(|word| title.split(' ').any(|other| other == **word)) {
            let separator = [" ", word, " "].concat();
            parts = parts.into_iter().flat_map(|part| part.split(&separator).collect::<Vec<_>>()).collect();
        }
    }
    let marked = |byte: u8| matches!(byte, b'/' | b'&' | b',' | b'|' | b'+') || !byte.is_ascii();
    if title.bytes().any(marked) && title.contains(MARKS) {
        parts = parts.into_iter().flat_map(|part| part.split(MARKS)).collect();
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Every known phrase with its concept and the places in a heading at which it counts.
struct Lexicon {
    phrases: HashMap<Cow<'static, str>, Entry, BuildHasherDefault<Fnv>>,
    /// The first words of phrases that count as first words, and the last words of those that count as last words: most
    /// headings have neither, and are not searched part by part.
    first_words: HashSet<String, BuildHasherDefault<Fnv>>,
    last_words: HashSet<String, BuildHasherDefault<Fnv>>,
    /// Phrases that count as last words, for scripts without spaces between words; longest first.
    unspaced_tails: Vec<(Cow<'static, str>, Concept)>,
}

#[derive(Clone, Copy)]
struct Entry {
    concept: Concept,
    /// What the phrase means as the first words of a longer heading.
    head: Option<Concept>,
    /// What it means as the last words.
    tail: Option<Concept>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    const PHRASES: usize = 4096;
    let mut lexicon = Lexicon {
        phrases: HashMap::with_capacity_and_hasher(PHRASES, BuildHasherDefault::default()),
        first_words: HashSet::default(),
        last_words: HashSet::default(),
        unspaced_tails: Vec::new(),
    };
    for (concept, phrases) in TABLES.iter().flat_map(|table| table.iter()) {
        for written in phrases.split('|') {
            let written = written.trim();
            let bare = written.trim_matches('*');
            let phrase = if heading::is_normal(bare) {
                Cow::Borrowed(bare)
            } else {
                Cow::Owned(heading::normalise_whole(bare))
            };
            let (tail, head) = (written.starts_with('*'), written.ends_with('*'));
            if tail && phrase.chars().next().is_some_and(is_unspaced) {
                lexicon.unspaced_tails.push((phrase.clone(), *concept));
            }
            if head {
                lexicon.first_words.insert(first_word(&phrase).to_owned());
            }
            if tail {
                lexicon.last_words.insert(last_word(&phrase).to_owned());
            }
            let entry =
                lexicon.phrases.entry(phrase).or_insert(Entry { concept: *concept, head: None, tail: None });
            entry.head = entry.head.or(head.then_some(*concept));
            entry.tail = entry.tail.or(tail.then_some(*concept));
        }
    }
    lexicon.unspaced_tails.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    lexicon
});

impl Lexicon {
    fn exact(&self, phrase: &str) -> Option<Concept> {
        self.phrases.get(phrase).map(|entry| entry.concept)
    }

    /// The concept of a normalised phrase: as a whole, without its number, by its first words, by its last.
    fn look_up(&self, phrase: &str) -> Option<Concept> {
        // "Implementation details" plan nothing, "System errors" are those of a list on errors, and "Team structure" names nobody.
        const AS_A_WHOLE: &[Concept] =
            &[Concept::ImplementationPlan, Concept::Tasks, Concept::Stakeholders, Concept::Scope];
        let unqualified = |rest: &str| {
            self.exact(rest).filter(|_| rest != "errors").filter(|concept| !AS_A_WHOLE.contains(concept))
        };
        // "Requirements for names" are requirements; "Rationale for names" may be any part of a discussion.
        const OWNED: &[Concept] = &[
            Concept::Goals,
            Concept::NonGoals,
            Concept::Requirements,
            Concept::FunctionalRequirements,
            Concept::NonFunctionalRequirements,
            Concept::AcceptanceCriteria,
            Concept::Risks,
            Concept::Permissions,
            Concept::ErrorCodes,
            Concept::EnvironmentVariables,
            Concept::Dependencies,
        ];
        let owned = || {
            let plural = qualifier::owned(phrase).filter(|rest| rest.ends_with('s'));
            plural.and_then(|rest| self.exact(rest)).filter(|concept| OWNED.contains(concept))
        };
        // "Press 状态机": a name in another script stands in front.
        let named = || {
            let (name, rest) = phrase.rsplit_once(' ')?;
            (name.is_ascii() && rest.chars().all(is_unspaced)).then(|| self.exact(rest))?
        };
        self.exact(phrase)
            .or_else(owned)
            .or_else(|| self.told(phrase))
            .or_else(|| qualifier::without(phrase).find_map(unqualified))
            .or_else(named)
    }

    /// The concept of a phrase that is not known as a whole.
    fn told(&self, phrase: &str) -> Option<Concept> {
        const MOST_WORDS: usize = 5;
        // "phase 1", "appendix a"
        if let Some((before, last)) = phrase.rsplit_once(' ')
            && is_number(last)
            && let Some(entry) = self.phrases.get(before)
        {
            return Some(entry.head.unwrap_or(entry.concept));
        }
        // "フェーズ1", "1단계": scripts that write the number next to the word.
        let numberless = phrase.trim_matches(|c: char| c.is_ascii_digit());
        if numberless.len() < phrase.len()
            && numberless.chars().next_back().is_some_and(is_unspaced)
            && let Some(concept) = self.phrases.get(numberless).and_then(|entry| entry.head)
        {
            return Some(concept);
        }
        let first = || phrase.match_indices(' ').take(MOST_WORDS).filter_map(|(at, _)| phrase.get(..at));
        let heads = first().filter_map(|words| {
            let concept = self.phrases.get(words)?.head?;
            // "Phase 2a", "Phase two", but not "Phase dependencies".
            let behind = phrase.get(words.len()..)?.trim_start().split(' ').next()?;
            (concept != Concept::Phase || counts(behind)).then_some(concept)
        });
        if self.first_words.contains(first_word(phrase))
            && let Some(concept) = heads.last()
        {
            return Some(concept);
        }
        let last = phrase.rmatch_indices(' ').take(MOST_WORDS).filter_map(|(at, _)| phrase.get(at + 1..));
        if self.last_words.contains(last_word(phrase))
            && let Some(concept) = last.filter_map(|words| self.phrases.get(words)?.tail).last()
        {
            return Some(concept);
        }
        let unspaced = phrase.chars().next_back().is_some_and(is_unspaced);
        let tail = self.unspaced_tails.iter().find(|(tail, _)| unspaced && phrase.ends_with(&**tail));
        tail.map(|(_, concept)| *concept)
    }
}

fn first_word(phrase: &str) -> &str {
    phrase.split(' ').next().unwrap_or(phrase)
}

fn last_word(phrase: &str) -> &str {
    phrase.rsplit(' ').next().unwrap_or(phrase)
}

/// Whether a letter belongs to a script that writes no spaces between words.
fn is_unspaced(character: char) -> bool {
    u32::from(character) >= 0x2E80
}

/// FNV-1a, for tables of short words that no document fills: headings and words are looked up often.
#[derive(Clone, Copy, Debug)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Whether a word tells which one: "2a", "m1", "two", "final".
fn counts(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "final", "i", "ii", "iii", "iv", "v", "uno",
        "dos", "tres", "un", "deux", "trois", "eins", "zwei", "drei", "um", "dois", "três",
    ];
    word.chars().any(|c| c.is_ascii_digit()) || word.chars().count() == 1 || WORDS.contains(&word)
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
        || (word.len() == 1 && word.chars().all(|c| c.is_ascii_alphabetic()))
        || (word.len() <= 4 && word.chars().all(|c| "ivx".contains(c)))
}

#[cfg(test)]
#[path = "lexicon_tests.rs"]
mod tests;

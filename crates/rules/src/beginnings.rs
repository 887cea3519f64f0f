//! How names begin, so that most words of a text are ruled out by their first letters.

use crate::spelling::squash;

/// The beginnings of names that are looked for.
pub(crate) struct Beginnings {
    /// A bit for each letter of ASCII that one of them begins with.
    plain: u128,
    others: Vec<char>,
    /// The first two letters of names in ASCII, sorted, and a bit for each name of one letter.
    pairs: Vec<[u8; 2]>,
    single: u128,
    /// The names by their letters alone, sorted.
    sought: Vec<String>,
}

impl Beginnings {
    /// Of names as they are written, and by their letters alone.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a String>, mut sought: Vec<String>) -> Self {
        sought.sort_unstable();
        let (mut plain, mut others) = (0, Vec::new());
        for first in names.filter_map(|name| name.chars().next()) {
            match u8::try_from(first).ok().filter(u8::is_ascii) {
                Some(byte) => plain |= 1 << byte,
                None => others.push(first),
            }
        }
        let (mut pairs, mut single) = (Vec::new(), 0);
        for name in &sought {
            match name.as_bytes() {
                [one] if one.is_ascii() => single |= 1 << one,
                [one, two, ..] => pairs.push([*one, *two]),
                _ => {}
            }
        }
        // Sorted as the names are.
        pairs.dedup();
        Self { plain, others, pairs, single, sought }
    }

    /// Whether one of the names, or its plural, may begin with a word, in whatever case.
    pub(crate) fn hold(&self, word: &str) -> bool {
        self.may_hold(word) && self.is_one(&squash(word))
    }

    /// The same by the first letters: most words begin no name, and to look for one costs much more than to see that.
    fn may_hold(&self, word: &str) -> bool {
        let has = |letters: u128, byte: u8| letters & 1 << byte != 0;
        match word.as_bytes() {
            [one, two, ..] if one.is_ascii_alphanumeric() && two.is_ascii_alphanumeric() => {
                let (one, two) = (one.to_ascii_lowercase(), two.to_ascii_lowercase());
                has(self.plain, one)
                    && (has(self.single, one) || self.pairs.binary_search(&[one, two]).is_ok())
            }
            [one, ..] if one.is_ascii_alphanumeric() => has(self.plain, one.to_ascii_lowercase()),
            _ => {
                let mut letters = word.chars().flat_map(char::to_lowercase);
                letters.find(|letter| letter.is_alphanumeric()).is_some_and(|first| {
                    match u8::try_from(first).ok().filter(u8::is_ascii) {
                        Some(byte) => has(self.plain, byte),
                        None => self.others.contains(&first),
                    }
                })
            }
        }
    }

    fn is_one(&self, word: &str) -> bool {
        let at = self.sought.partition_point(|name| name.as_str() < word);
        let holds = |one: &str| self.sought.binary_search_by(|name| name.as_str().cmp(one)).is_ok();
        self.sought.get(at).is_some_and(|name| name.starts_with(word))
            || word.strip_suffix('s').is_some_and(holds)
    }
}

#[cfg(test)]
mod tests {
    use super::Beginnings;

    #[test]
    fn words_that_begin_a_name_and_others() {
        let names = ["read model", "ä", "q"].map(str::to_owned);
        let sought = ["readmodel", "ä", "q"].map(str::to_owned).to_vec();
        let beginnings = Beginnings::new(names.iter(), sought);
        for word in ["Read", "READMODEL", "read-model", "readmodels", "Ä", "q", "qs"] {
            assert!(beginnings.hold(word), "{word}");
        }
        for word in ["reader", "rest", "model", "a", "quay", ""] {
            assert!(!beginnings.hold(word), "{word}");
        }
    }
}

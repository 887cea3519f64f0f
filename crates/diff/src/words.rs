//! The words of a statement, and how alike two statements are.

use std::collections::HashMap;

/// Words that say little of what a statement is about.
const PLAIN: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "with", "and", "or", "is", "are", "be",
    "been", "it", "its", "that", "this", "which", "as", "from", "has", "have", "was", "were", "so", "then",
    "their", "there", "these", "those", "they", "must", "shall", "should", "may", "can", "will", "not", "no",
    "any", "all", "each", "every", "if", "when", "also", "el", "la", "los", "las", "de", "del", "que", "y",
    "o", "en", "un", "una", "der", "die", "das", "und", "oder", "ein", "eine", "le", "les", "des", "et",
    "ou", "du", "dans",
];

/// The words of a text in lower case, with the signs that compare numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    list: Vec<String>,
}

impl Words {
    /// Takes a text apart. Letters of scripts without spaces stand alone.
    pub(crate) fn new(text: &str) -> Self {
        let mut list = Vec::new();
        let mut word = String::new();
        let mut letters = text.chars().peekable();
        let mut before = ' ';
        while let Some(letter) = letters.next() {
            let next = letters.peek().copied().unwrap_or(' ');
            // `99.9`, `1,000` and `doesn't` are one word each.
            let inner = match letter {
                '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
                '\'' | '’' => before.is_alphabetic() && next.is_alphabetic(),
                '_' => true,
                _ => false,
            };
            if is_unspaced(letter) {
                flush(&mut word, &mut list);
                list.push(letter.to_string());
            } else if letter.is_alphanumeric() || inner {
                if letter == '’' {
                    word.push('\'');
                } else if letter != ',' {
                    word.extend(letter.to_lowercase());
                }
            } else {
                flush(&mut word, &mut list);
                if matches!(letter, '<' | '>' | '≤' | '≥' | '=' | '%' | '!' | '≠' | '~' | '+')
                    || letter == '-' && next.is_ascii_digit() && !before.is_alphanumeric()
                {
                    list.push(letter.to_string());
                }
            }
            before = letter;
        }
        flush(&mut word, &mut list);
        Self { list }
    }

    /// These words and those of another text.
    pub(crate) fn and(mut self, text: &str) -> Self {
        self.list.extend(Self::new(text).list);
        self
    }

    /// The words in order.
    pub(crate) fn list(&self) -> &[String] {
        &self.list
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether these words stand one behind the other.
    pub(crate) fn has(&self, phrase: &str) -> bool {
        self.find(phrase).is_some()
    }

    /// Where these words stand one behind the other.
    pub(crate) fn find(&self, phrase: &str) -> Option<usize> {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        self.list.windows(wanted.len().max(1)).position(|words| words.iter().eq(wanted.iter()))
    }

    /// How often one of these words stands here.
    pub(crate) fn count(&self, wanted: &[&str]) -> usize {
        self.list.iter().filter(|word| wanted.contains(&word.as_str())).count()
    }

    /// The first of these phrases that stands here.
    pub(crate) fn any<'p>(&self, phrases: &[&'p str]) -> Option<&'p str> {
        phrases.iter().copied().find(|phrase| self.has(phrase))
    }

    /// How alike two texts are, from 0 to 1, whatever the order of their words.
    pub(crate) fn alike(&self, other: &Words) -> f64 {
        let (shared, own, others) = (self.shared(other), self.weight(), other.weight());
        if own + others == 0.0 { 1.0 } else { 2.0 * shared / (own + others) }
    }

    /// The share of these words that the other text has as well, from 0 to 1.
    pub(crate) fn within(&self, other: &Words) -> f64 {
        let own = self.weight();
        if own == 0.0 { 1.0 } else { self.shared(other) / own }
    }

    /// How many words tell what the statement is about.
    pub(crate) fn telling(&self) -> usize {
        self.list.iter().filter(|word| weight(word) > 1.0).count()
    }

    /// The words that are here and not there, in order.
    pub(crate) fn without<'a>(&'a self, other: &Words) -> Vec<&'a str> {
        let mut counts = other.counts();
        let mut lost = Vec::new();
        for word in &self.list {
            match counts.get_mut(word.as_str()) {
                Some(count) if *count > 0 => *count -= 1,
                _ => lost.push(word.as_str()),
            }
        }
        lost
    }

    fn counts(&self) -> HashMap<&str, usize> {
        let mut counts = HashMap::new();
        for word in &self.list {
            *counts.entry(word.as_str()).or_default() += 1;
        }
        counts
    }

    fn shared(&self, other: &Words) -> f64 {
        let mut counts = other.counts();
        let mut shared = 0.0;
        for word in &self.list {
            if let Some(count) = counts.get_mut(word.as_str())
                && *count > 0
            {
                *count -= 1;
                shared += weight(word);
            }
        }
        shared
    }

    fn weight(&self) -> f64 {
        self.list.iter().map(|word| weight(word)).sum()
    }
}

/// Whether a word says little of what a statement is about.
pub(crate) fn is_plain(word: &str) -> bool {
    PLAIN.contains(&word)
}

fn weight(word: &str) -> f64 {
    if is_plain(word) || !word.starts_with(char::is_alphanumeric) { 1.0 } else { 3.0 }
}

fn flush(word: &mut String, list: &mut Vec<String>) {
    if !word.is_empty() {
        list.push(std::mem::take(word));
    }
}

/// Whether a letter belongs to a script that writes no spaces between words.
fn is_unspaced(letter: char) -> bool {
    (0x2E80..0xAC00).contains(&u32::from(letter)) || (0xF900..0xFB00).contains(&u32::from(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_the_signs_that_compare() {
        let words = Words::new("It **doesn’t** take `POST /v1` > 1,000 ms (99.9%), 注文");
        let expected = ["it", "doesn't", "take", "post", "v1", ">", "1000", "ms", "99.9", "%", "注", "文"];
        assert_eq!(words.list(), expected);
        assert!(words.has("take post") && !words.has("post take"));
    }

    #[test]
    fn a_reworded_sentence_is_alike_and_another_is_not() {
        let alike = |one: &str, other: &str| Words::new(one).alike(&Words::new(other));
        assert!(
            alike("The service must store each order for 30 days", "Each order is stored for 30 days") > 0.5
        );
        assert!(alike("The service must store each order", "The service must print a label") < 0.5);
    }
}

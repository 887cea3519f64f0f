//! A clause whose words are taken one by one: what is left over has not been understood.

use crate::words;

/// Words that say nothing by themselves.
const FILLING: &[&str] = &[
    "must", "shall", "should", "will", "a", "an", "the", "of", "in", "for", "to", "its", "their", "his",
    "her", "is", "are", "was", "were", "who", "that", "which", "with", "on", "it", "and", "has", "have",
    "by", "this", "them", "they", "be", "been", "being", "there", "one", "some", "any", "at", "already",
    "now", "still", "then", "as", "yet", "exists", "given", "whose", "when", "while", "from", "into", "onto",
];

/// A clause in lower case, as words with a space on either side.
#[derive(Clone, Debug)]
pub struct Phrase {
    text: String,
}

impl Phrase {
    /// The words of a clause; names with underscores stay whole.
    pub fn new(clause: &str) -> Self {
        let lower = clause.to_lowercase().replace("\u{2019}", "'").replace("'s ", " ");
        let kept: String =
            lower
                .chars()
                .map(|c| {
                    if c.is_alphanumeric() || matches!(c, '_' | '\'' | '.' | '-' | '/' | ':') {
                        c
                    } else {
                        ' '
                    }
                })
                .collect();
        let words: Vec<&str> = kept
            .split_whitespace()
            .map(|word| word.trim_matches(['.', ':', '-', '\'']))
            .filter(|word| !word.is_empty())
            .collect();
        Self { text: format!(" {} ", words.join(" ")) }
    }

    /// Whether it has these words one after the other.
    pub fn has(&self, words: &str) -> bool {
        self.text.contains(&format!(" {words} "))
    }

    /// Takes these words out; whether they were there.
    pub fn take(&mut self, words: &str) -> bool {
        let found = self.has(words);
        if found {
            self.text = self.text.replacen(&format!(" {words} "), " ", 1);
        }
        found
    }

    /// Takes the first of several phrases that is there.
    pub fn take_any(&mut self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.take(phrase))
    }

    /// Takes a name, as it is written or as its parts, in any number.
    pub fn take_name(&mut self, name: &str) -> bool {
        let lower = name.to_lowercase();
        let parts = words::parts(name).join(" ");
        [lower, parts].iter().any(|form| {
            let plural =
                [format!("{form}s"), format!("{form}es"), format!("{}ies", form.trim_end_matches('y'))];
            self.take(form) || plural.iter().any(|form| self.take(form))
        })
    }

    /// The word that comes right after some words, taken out with them.
    pub fn take_after(&mut self, words: &str) -> Option<String> {
        let start = format!(" {words} ");
        let at = self.text.find(&start)?;
        let next =
            self.text.get(at + start.len()..)?.split(' ').next().filter(|word| !word.is_empty())?.to_owned();
        self.take(&format!("{words} {next}"));
        Some(next)
    }

    /// The words that are left and say something.
    pub fn left(&self) -> Vec<&str> {
        self.text.split_whitespace().filter(|word| !FILLING.contains(word)).collect()
    }

    /// All of its words.
    pub fn words(&self) -> Vec<&str> {
        self.text.split_whitespace().collect()
    }
}

/// The number that a word says.
pub fn number(word: &str) -> Option<i64> {
    const WORDS: &[&str] =
        &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.iter().position(|known| *known == word).map(|at| at as i64).or_else(|| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_gone() {
        let mut phrase = Phrase::new("A class, that is `full`; spots_left stays 0.");
        assert!(phrase.take("full") && !phrase.take("full"));
        assert_eq!(phrase.take_after("stays").as_deref(), Some("0"));
        assert!(phrase.take_name("spots_left") && phrase.take_name("class"));
        assert_eq!(phrase.left(), [""; 0]);
        assert_eq!((number("one"), number("12"), number("many")), (Some(1), Some(12), None));
    }
}

//! Which characters text may have: "lower-case letters, digits and hyphens", "characters out of `a-z` and `0-9`".

/// The characters that text may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alphabet {
    lower: bool,
    upper: bool,
    digits: bool,
    others: String,
}

/// Words beside the characters that change nothing about which ones may be there.
const BESIDE: &[&str] = &[
    "characters",
    "character",
    "chars",
    "char",
    "long",
    "out",
    "of",
    "and",
    "or",
    "only",
    "from",
    "the",
    "set",
    "made",
    "up",
    "consisting",
    "consists",
    "may",
    "contain",
    "contains",
    "containing",
    "must",
    "be",
    "in",
    "with",
    "to",
    "at",
    "most",
    "least",
    "between",
    "max",
    "maximum",
    "min",
    "minimum",
    "length",
    "allowed",
    "a",
    "an",
    "all",
    "any",
    "are",
    "is",
    "just",
    "solely",
    "exclusively",
    "ascii",
    "latin",
    "english",
    "string",
    "text",
    "plain",
    "required",
    "unique",
    "case",
    "one",
    "more",
    "than",
    "no",
    "not",
    "exactly",
    "can",
];

impl Alphabet {
    /// Reads notes; none where a clause about characters has any word that is not understood.
    pub(super) fn read(said: &str) -> Option<Self> {
        let mut whole = Self::default();
        let mut known = false;
        for sentence in said.split(';').flat_map(|part| part.split(". ")) {
            let mut speaks = false;
            for clause in sentence.split(", ") {
                let mut found = Self::default();
                let understood = found.take_in(clause);
                let here = found != Self::default();
                // "digits, and what the owner likes"
                let goes_on =
                    ["and ", "or ", "plus "].iter().any(|word| clause.trim_start().starts_with(word));
                if !understood && (here || speaks && goes_on) {
                    return None;
                }
                if understood && here {
                    speaks = true;
                    whole.add(&found);
                }
            }
            known |= speaks;
        }
        // Marks alone are no alphabet: something else is spoken of.
        (known && (whole.lower || whole.upper || whole.digits)).then_some(whole)
    }

    fn add(&mut self, other: &Self) {
        self.lower |= other.lower;
        self.upper |= other.upper;
        self.digits |= other.digits;
        self.others.push_str(&other.others);
    }

    /// Takes in a clause; whether all of its words are understood.
    fn take_in(&mut self, clause: &str) -> bool {
        // `^[a-z0-9-]{3,32}$` says the same as its parts.
        let class = clause.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
        if let Some((class, behind)) = class {
            let end = behind.trim_start_matches(|c: char| "{},+*$/ ".contains(c) || c.is_ascii_digit());
            let start = clause.split('[').next().unwrap_or_default();
            let bare = |text: &str| {
                text.split(|c: char| !c.is_alphabetic()).all(|word| {
                    word.is_empty()
                        || is_beside(word)
                        || ["pattern", "regex", "matches", "match", "matching", "format"].contains(&word)
                })
            };
            return bare(start) && bare(end) && self.take_class(class);
        }
        let clause = clause
            .replace("lower case", "lower-case")
            .replace("upper case", "upper-case")
            .replace("small letters", "lower-case letters");
        let words: Vec<&str> = clause.split_whitespace().collect();
        let (mut cased, mut at) = (None, 0);
        while let Some(word) = words.get(at) {
            at += 1;
            let bare = word.trim_matches(['(', ')', '.', ',', ':', '"', '\'']);
            match bare {
                "lower-case" | "lowercase" => cased = Some((true, false)),
                "upper-case" | "uppercase" | "capital" | "capitals" => {
                    cased = Some((false, true));
                    self.upper |= bare == "capitals";
                }
                "letters" | "letter" | "alphabetic" => self.letters(cased),
                "alphanumeric" | "alphanumerics" | "alphanumerical" => {
                    self.letters(cased);
                    self.digits = true;
                }
                "digits" | "digit" | "numbers" | "numerals" | "0-9" | "0–9" => self.digits = true,
                "a-z" | "a–z" => self.lower = true,
                "A-Z" | "A–Z" => self.upper = true,
                "a-zA-Z" | "A-Za-z" => (self.lower, self.upper) = (true, true),
                "a-z0-9" => (self.lower, self.digits) = (true, true),
                "hyphen" | "hyphens" | "dash" | "dashes" | "minus" | "-" => self.others.push('-'),
                "underscore" | "underscores" | "_" => self.others.push('_'),
                "dot" | "dots" | "period" | "periods" => self.others.push('.'),
                "space" | "spaces" | "blanks" => self.others.push(' '),
                "slash" | "slashes" | "/" => self.others.push('/'),
                "" => {
                    // A mark alone: `.`
                    self.others.push_str(word.trim_matches(['(', ')']));
                }
                _ if bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–')) => {}
                _ if is_beside(bare) => {}
                _ => return false,
            }
        }
        // "uppercase" alone is about the letters.
        if let Some(cased) = cased
            && !self.lower
            && !self.upper
        {
            self.letters(Some(cased));
        }
        true
    }

    fn letters(&mut self, cased: Option<(bool, bool)>) {
        let (lower, upper) = cased.unwrap_or((true, true));
        self.lower |= lower;
        self.upper |= upper;
    }

    /// `a-z0-9-`, as between the brackets of a pattern.
    fn take_class(&mut self, class: &str) -> bool {
        let mut rest = class;
        for (range, apply) in [
            ("a-z", (true, false, false)),
            ("A-Z", (false, true, false)),
            ("0-9", (false, false, true)),
            ("\\d", (false, false, true)),
        ] {
            if let Some((before, behind)) = rest.split_once(range) {
                // What stands before a range is looked at as well.
                if !before.is_empty() && !before.chars().all(|c| c.is_ascii_punctuation()) {
                    return false;
                }
                self.others.push_str(before);
                self.lower |= apply.0;
                self.upper |= apply.1;
                self.digits |= apply.2;
                rest = behind;
            }
        }
        self.others.push_str(&rest.replace('\\', ""));
        rest.chars().all(|c| c.is_ascii_punctuation() || c == ' ') && !class.starts_with('^')
    }

    /// Whether text has no other character.
    pub fn allows(&self, text: &str) -> bool {
        text.chars().all(|c| {
            self.lower && c.is_ascii_lowercase()
                || self.upper && c.is_ascii_uppercase()
                || self.digits && c.is_ascii_digit()
                || self.others.contains(c)
        })
    }

    /// Text of a length with one character that may not be there, each with what is wrong about it.
    pub fn broken(&self, length: usize) -> Vec<(String, String)> {
        let fill = if self.lower {
            'a'
        } else if self.upper {
            'A'
        } else {
            '1'
        };
        let length = length.max(3);
        let with = |mark: char| -> String {
            let at = length / 2;
            (0..length).map(|place| if place == at { mark } else { fill }).collect()
        };
        ['!', '_', '.', ' ']
            .into_iter()
            .filter(|mark| !self.others.contains(*mark))
            .take(3)
            .map(|mark| (with(mark), format!("with a {mark:?} in it")))
            .collect()
    }
}

fn is_beside(word: &str) -> bool {
    BESIDE.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_are_stated_in_many_ways() {
        for said in [
            "3 to 32 characters out of a-z, 0-9 and -",
            "required, 3-32 characters, lower-case letters, digits and hyphens",
            "lowercase letters, digits and dashes only; unique",
            "pattern ^[a-z0-9-]{3,32}$",
            "may contain only lowercase alphanumeric characters and hyphens",
        ] {
            let read = Alphabet::read(said).unwrap_or_else(|| panic!("{said}"));
            assert!(read.allows("spring-sale-9"), "{said}: {read:?}");
            assert!(!read.allows("Spring") && !read.allows("a_b") && !read.allows("a b"), "{said}: {read:?}");
            assert!(read.broken(8).iter().all(|(text, _)| !read.allows(text) && text.len() == 8), "{said}");
        }
        assert!(Alphabet::read("three uppercase letters").is_none(), "a number in words is not understood");
        assert!(
            Alphabet::read("exactly 3 uppercase letters")
                .is_some_and(|read| read.allows("EUR") && !read.allows("eur"))
        );
    }

    #[test]
    fn what_is_not_understood_is_no_alphabet() {
        for said in [
            "the letters of the alphabet that the owner likes",
            "starts with a letter, then letters and digits",
            "letters and digits, and whatever else fits",
            "at most 80 characters",
            "how many digits are shown",
            "a phone number: digits with a country code",
        ] {
            assert_eq!(Alphabet::read(said), None, "{said}");
        }
    }
}

//! The form of a code: "two capital letters, a hyphen, two digits", `"lin_" and 8 hex digits`, `^[A-Z]{3}$`.

use super::super::vary::vary_text;
use crate::pattern::pattern;
use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The form of a text, as a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pattern: String,
}

pattern!(WRITTEN, r"\^\S+\$");
pattern!(
    PART,
    r#"(?x)^(?:(?<about>exactly|at\ most|up\ to|at\ least|optional(?:ly)?)\s+)?
    (?:(?<least>\d+|\p{L}+)(?:\s*(?:-|–|to|or)\s*(?<most>\d+|\p{L}+))?\s+)?
    (?<class>(?:ascii\ )?(?:capital|uppercase|upper-case|upper\ case|lowercase|lower-case|lower\ case|hex|hexadecimal|decimal|small|latin|alphanumeric)?\s*(?:letters?|digits?|characters?|hyphens?|dash|dashes|underscores?|dots?|slash|colon|spaces?|capitals))$"#
);

/// What stands beside the form in the same clause.
const BESIDE: &[&str] = &[
    "unique",
    "required",
    "optional",
    "immutable",
    "not null",
    "nullable",
    "read-only",
    "indexed",
    "primary key",
    "default",
    "set by",
    "given by",
    "generated",
    "assigned",
    "fixed",
    "null ",
];
/// Where examples of it begin.
const SHOWN: &[&str] = &["e.g.", "for example", "such as", "like ", "example:", "i.e.", "(", ":"];
/// What leads in a form.
const LEADS: &[&str] = &[
    "must be ",
    "must consist of ",
    "consists of ",
    "consist of ",
    "made of ",
    "made up of ",
    "a string of ",
    "string of ",
    "string, ",
    "text, ",
    "format ",
    "of the form ",
    "in the form ",
    "has the form ",
    "always ",
    "is ",
    "then ",
    "followed by ",
];

impl Form {
    /// Reads a form out of notes, where one is stated and wholly understood.
    pub(super) fn read(notes: &str) -> Option<Self> {
        if let Some(written) = WRITTEN.find(&notes.replace("\\|", "|")) {
            return Self::of(written.as_str().trim_matches('`'));
        }
        let notes = notes.replace("e.g. ", "e.g.").replace("i.e. ", "i.e.");
        let mut clauses = notes.split(';').flat_map(|part| part.split(". "));
        clauses.find_map(|clause| {
            Self::in_words(clause).or_else(|| Self::masked(clause)).or_else(|| Self::announced(clause))
        })
    }

    /// "two parts as in QX-12: two capital letters, a hyphen, two digits".
    fn announced(clause: &str) -> Option<Self> {
        let (before, behind) = clause.split_once(": ")?;
        let lower = before.to_lowercase();
        // Behind "e.g." stands an example.
        let shows = ["e.g.", "i.e.", "example"].iter().any(|mark| lower.contains(mark));
        (!shows).then(|| Self::in_words(behind)).flatten()
    }

    /// A regular expression that some text meets.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let form = Self { pattern: pattern.to_owned() };
        form.text(1).map(|_| form)
    }

    /// "`YYYY-MM`": what stands for the digits of a month, or of a time of day.
    fn masked(clause: &str) -> Option<Self> {
        const MASKS: &[(&str, &str)] = &[
            ("YYYY-MM", "^20[3-8][0-9]-0[1-9]$"),
            ("HH:MM", "^0[0-9]:[0-5][0-9]$"),
            ("HH:MM:SS", "^0[0-9]:[0-5][0-9]:[0-5][0-9]$"),
        ];
        let words = clause.split([' ', ',', '(', ')', '"']).map(|word| word.trim_matches(['`', ':', '.']));
        let (mask, more) = {
            let mut found = words.filter(|word| MASKS.iter().any(|(mask, _)| mask == word));
            (found.next()?, found.next())
        };
        let (_, pattern) = MASKS.iter().find(|(known, _)| *known == mask)?;
        if more.is_none() { Self::of(pattern) } else { None }
    }

    fn in_words(clause: &str) -> Option<Self> {
        let lower = clause.to_lowercase();
        let end = SHOWN.iter().filter_map(|mark| lower.find(mark)).min().unwrap_or(clause.len());
        let clause = clause.get(..end)?.trim().trim_end_matches([',', '.']);
        let mut pattern = String::from("^");
        let mut parts = 0;
        for part in
            clause.split(',').flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" plus "))
        {
            let mut part = part.trim().trim_end_matches('.');
            while let Some(rest) = LEADS.iter().find_map(|lead| part.strip_prefix(lead)) {
                part = rest.trim_start();
            }
            part = part.strip_prefix("and ").unwrap_or(part);
            if part.is_empty() || BESIDE.iter().any(|beside| part.to_lowercase().starts_with(beside)) {
                continue;
            }
            pattern.push_str(&quoted(part).or_else(|| counted(part))?);
            parts += 1;
        }
        pattern.push('$');
        // Text between quotes alone is an example, or a default.
        let said = pattern.contains('[');
        (parts > 0 && said).then(|| Self::of(&pattern)).flatten()
    }

    /// A text of this form; the `variant`s differ.
    pub fn text(&self, variant: u64) -> Option<String> {
        let hir = regex_syntax::Parser::new().parse(&self.pattern).ok()?;
        let mut first = String::new();
        write(&hir, &mut first)?;
        let varied = vary_text(&first, variant);
        let known = Regex::new(&self.pattern).ok()?;
        [varied, first].into_iter().find(|text| known.is_match(text))
    }

    /// Whether a text is of this form.
    pub(super) fn is_met(&self, text: &str) -> bool {
        Regex::new(&self.pattern).is_ok_and(|known| known.is_match(text))
    }

    /// Texts that are almost of this form. Another case is none of them: many systems put that right by themselves.
    pub fn broken(&self) -> Vec<String> {
        let (Some(right), Ok(known)) = (self.text(2), Regex::new(&self.pattern)) else { return Vec::new() };
        let shorter: String = right.chars().take(right.chars().count().saturating_sub(1)).collect();
        let longer = format!("{right}{}", right.chars().last().unwrap_or('x'));
        let marks: String = right.chars().map(|c| if c.is_ascii_digit() { 'x' } else { c }).collect();
        let mut broken: Vec<String> = Vec::new();
        for text in [shorter, longer, marks] {
            if !text.is_empty() && !known.is_match(&text) && !broken.contains(&text) {
                broken.push(text);
            }
        }
        broken
    }
}

/// Text between quotes or in code.
fn quoted(part: &str) -> Option<String> {
    let part = part.strip_prefix("the prefix ").unwrap_or(part);
    let inner = ['"', '`', '\''].into_iter().find_map(|mark| part.strip_prefix(mark)?.strip_suffix(mark))?;
    (!inner.is_empty() && inner.len() <= 12).then(|| regex::escape(inner))
}

/// "two capital letters", "a hyphen", "1-3 digits", "at most one letter".
fn counted(part: &str) -> Option<String> {
    let found = PART.captures(part)?;
    let group = |name: &str| found.name(name).map(|found| found.as_str());
    let class = group("class")?.trim();
    let lower = class.to_lowercase();
    let mark = |name: &str| lower.starts_with(name) || lower.ends_with(name);
    let class = match lower.as_str() {
        _ if mark("hyphen") || mark("hyphens") || mark("dash") => "[-]",
        _ if mark("underscore") || mark("underscores") => "[_]",
        _ if mark("dot") || mark("dots") => "[.]",
        _ if mark("slash") => "[/]",
        _ if mark("colon") => "[:]",
        _ if mark("space") || mark("spaces") => "[ ]",
        _ if lower.contains("hex") => "[0-9a-fA-F]",
        _ if lower.contains("alphanumeric") => "[A-Za-z0-9]",
        // So many characters are a length and no form.
        _ if lower.contains("character") => return None,
        _ if lower.contains("digit") => "[0-9]",
        _ if lower.starts_with("capital") || lower.contains("upper") => "[A-Z]",
        _ if lower.starts_with("small") || lower.contains("lower") => "[a-z]",
        _ => "[A-Za-z]",
    };
    let number = |name: &str| group(name).map(count);
    let (least, most) = match (number("least"), number("most")) {
        (Some(least), Some(most)) => (least?, most?),
        (Some(least), None) => (least?, least?),
        // Without a count it says which characters there may be, and not how many; one mark is one.
        (None, None) if class.len() == 3 && !lower.ends_with('s') => (1, 1),
        _ => return None,
    };
    let (least, most) = match group("about").unwrap_or_default() {
        "at most" | "up to" => (0, most),
        about if about.starts_with("optional") => (0, most),
        "at least" => return Some(format!("{class}{{{least},}}")),
        _ => (least, most),
    };
    (most <= 64 && least <= most).then(|| format!("{class}{{{least},{most}}}"))
}

/// A number in figures or in words.
fn count(word: &str) -> Option<usize> {
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    match word.to_lowercase().as_str() {
        "a" | "an" => Some(1),
        word => word.parse().ok().or_else(|| WORDS.iter().position(|known| *known == word)),
    }
}

/// Writes the shortest natural text that a pattern accepts; none where it asks for more than characters.
fn write(hir: &Hir, text: &mut String) -> Option<()> {
    /// So many repetitions where any number may be.
    const SOME: u32 = 4;
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            let holds =
                |c: &char| class.ranges().iter().any(|range| range.start() <= *c && *c <= range.end());
            text.push("ADMade27-_. #@/:+".chars().chain(' '..='~').find(holds)?);
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(repeated) => {
            let most = repeated.max.unwrap_or(u32::MAX);
            // What may be left out is; of what may be any number there are some.
            let count = if most <= 1 { repeated.min } else { repeated.min.max(SOME.min(most)) };
            if count > 256 {
                return None;
            }
            for _ in 0..count {
                write(&repeated.sub, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, text))?,
        HirKind::Alternation(choices) => write(choices.first()?, text)?,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_in_words_and_as_patterns() {
        for (said, pattern) in [
            (
                "two capital letters, a hyphen, two digits, e.g. QX-12; unique",
                "^[A-Z]{2,2}[-]{1,1}[0-9]{2,2}$",
            ),
            ("\"brt_\" and 8 hex digits", "^brt_[0-9a-fA-F]{8,8}$"),
            ("1-3 digits and at most one capital letter: \"4\", \"12\"", "^[0-9]{1,3}[A-Z]{0,1}$"),
            ("required, exactly 3 uppercase letters (ISO 4217)", "^[A-Z]{3,3}$"),
            (
                "required; made of three parts as in AB-1: two capitals, a hyphen, a digit",
                "^[A-Z]{2,2}[-]{1,1}[0-9]{1,1}$",
            ),
            ("`B` followed by six digits", "^B[0-9]{6,6}$"),
            ("`YYYY-MM`, years 2000 to 2099", "^20[3-8][0-9]-0[1-9]$"),
            ("at what time, as HH:MM", "^0[0-9]:[0-5][0-9]$"),
            ("matches `^[A-Z]{3}-\\d{4}$`", "^[A-Z]{3}-\\d{4}$"),
        ] {
            let said = said.replace(" followed by", ", followed by");
            let form = Form::read(&said);
            assert_eq!(form.as_ref().map(|form| form.pattern.as_str()), Some(pattern), "{said}");
        }
    }

    #[test]
    fn what_is_no_form() {
        for said in [
            "1 to 60 characters",
            "lower-case letters, digits and hyphens",
            "letters that the owner likes, two digits",
            "default \"#444\"",
            "starts with a letter",
            "from YYYY-MM to YYYY-MM",
            "a",
        ] {
            assert_eq!(Form::read(said), None, "{said}");
        }
    }

    #[test]
    fn texts_that_meet_a_form_and_that_do_not() {
        let form = Form::read("two capital letters, a hyphen, two digits").unwrap();
        let known = Regex::new(&form.pattern).unwrap();
        assert!((1..50).all(|variant| known.is_match(&form.text(variant).unwrap())));
        assert_ne!(form.text(1), form.text(2));
        let broken = form.broken();
        assert!(broken.len() == 3 && broken.iter().all(|text| !known.is_match(text)), "{broken:?}");
    }
}

//! How small, large, short and long values may be.

use super::super::sentence::has_phrase;
use super::{Rule, Sort};
use crate::pattern::pattern;

pattern!(RANGE, r"(-?\d[\d_,]*(?:\.\d+)?)\s*(?:to|-|–|—|\.\.=?|and|through|bis)\s*(-?\d[\d_,]*(?:\.\d+)?)");
pattern!(
    MOST,
    r"(?:at most|max(?:imum|\.)?(?:[ _-]?len(?:gth)?)?(?: length| size| value)?(?: of| is)?|up to|(?:no|not) (?:more|longer|greater|larger) than|less than or equal to|<=|≤|must not exceed|not exceed(?:ing)?|limited to)\s*[:=]?\s*(-?\d[\d_,]*(?:\.\d+)?)"
);
pattern!(
    LEAST,
    r"(?:at least|min(?:imum|\.)?(?:[ _-]?len(?:gth)?)?(?: length| size| value)?(?: of| is)?|(?:no|not) (?:less|fewer|shorter|smaller) than|greater than or equal to|>=|≥)\s*[:=]?\s*(-?\d[\d_,]*(?:\.\d+)?)"
);
pattern!(ABOVE, r"(?:greater than|more than|above|>)\s*(-?\d[\d_,]*(?:\.\d+)?)");
pattern!(
    SIZED,
    r"^(?:var)?char(?:acter)?(?: varying)?\s*\((\d+)\)|^(?:string|text|str)\s*\((?:max(?:imum)?\s*)?(\d+)\)"
);

pattern!(OR_MORE, r"(-?\d[\d_,]*(?:\.\d+)?|zero|one)\s+or\s+(?:more|greater|higher|above|longer)");
pattern!(OR_LESS, r"(-?\d[\d_,]*(?:\.\d+)?)\s+or\s+(?:less|fewer|lower|shorter)");

fn number(text: &str) -> Option<f64> {
    match text {
        "zero" => Some(0.0),
        "one" => Some(1.0),
        text => text.replace([',', '_'], "").parse().ok(),
    }
}

impl Rule {
    /// Takes in how many elements a list may have: "at most 5 tags, each 1 to 20 characters".
    fn counts(&mut self, said: &str) {
        const UNITS: &[&str] = &[
            "character",
            "chars",
            "letter",
            "digit",
            "byte",
            "each",
            "between",
            "numbers from",
            "values from",
            "per ",
        ];
        // What there may be so many of, and is no measure of one of them.
        const COUNTED: &[&str] = &[
            "items",
            "elements",
            "entries",
            "values",
            "members",
            "tags",
            "labels",
            "names",
            "ids",
            "lines",
            "rows",
            "objects",
            "photos",
            "images",
            "links",
            "urls",
            "addresses",
            "recipients",
            "options",
            "answers",
            "keywords",
            "categories",
            "parts",
            "products",
            "words",
            "strings",
            "of",
            "people",
            "users",
            "topics",
            "item",
            "element",
            "entry",
            "value",
            "member",
            "tag",
            "label",
            "name",
            "line",
            "option",
            "address",
        ];
        let clauses =
            said.split(';').flat_map(|part| part.split(". ")).flat_map(|part| part.split([',', ':']));
        for clause in clauses.filter(|clause| !UNITS.iter().any(|unit| clause.contains(unit))) {
            let behind = |found: &regex::Captures| {
                let end = found.get(0).map_or(0, |whole| whole.end());
                let rest = clause.get(end..).and_then(|rest| rest.strip_prefix(' ')).unwrap_or_default();
                COUNTED.contains(&rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default())
            };
            let counted = |pattern: &regex::Regex| {
                let found = pattern.captures(clause).filter(behind)?;
                number(&found[1]).filter(|count| count.fract() == 0.0 && *count >= 0.0)
            };
            if let Some(range) = RANGE.captures(clause).filter(behind) {
                self.fewest = self.fewest.or(number(&range[1]).map(|count| count as usize));
                self.many = self.many.or(number(&range[2]).map(|count| count as usize));
                continue;
            }
            self.many = self.many.or(counted(&MOST).map(|count| count as usize));
            self.fewest = self.fewest.or(counted(&LEAST).map(|count| count as usize));
        }
    }

    /// Takes in the bounds that the type and the notes state.
    pub(super) fn bounds(&mut self, kind: &str, said: &str) {
        if let Some(sized) = SIZED.captures(kind) {
            self.stored = kind.contains("char");
            self.longest = sized.get(1).or(sized.get(2)).and_then(|size| size.as_str().parse().ok());
        }
        // A point behind a word that is cut short ends no sentence.
        let said = said.replace("max. ", "max ").replace("min. ", "min ");
        let said = said.as_str();
        let is_text = matches!(self.sort, Sort::Text | Sort::Email | Sort::Url);
        let is_number = matches!(self.sort, Sort::Integer | Sort::Number);
        if self.sort == Sort::List {
            self.counts(said);
        }
        if !is_text && !is_number {
            return;
        }
        for text in [kind, said] {
            // What is said of another thing than the value (`3 retries`) has no unit that fits.
            let clauses = text.split(';').flat_map(|part| part.split(". ")).flat_map(|part| part.split(", "));
            for clause in clauses {
                let lengthy = ["character", "char", "length", "chars", "letter", "byte"]
                    .iter()
                    .any(|unit| clause.contains(unit));
                if is_number && lengthy || is_text && !lengthy && text == said {
                    continue;
                }
                let mut low = LEAST
                    .captures(clause)
                    .or_else(|| OR_MORE.captures(clause))
                    .and_then(|found| number(&found[1]));
                let mut high = MOST
                    .captures(clause)
                    .or_else(|| OR_LESS.captures(clause))
                    .and_then(|found| number(&found[1]));
                if let Some(range) = RANGE.captures(clause) {
                    low = low.or_else(|| number(&range[1]));
                    high = high.or_else(|| number(&range[2]));
                }
                if is_text {
                    // What the notes say as well holds for the interface, and not for a column only.
                    self.stored &= high.is_none() || text != said;
                    self.shortest = self.shortest.or(low.map(|low| low as usize));
                    self.longest = self.longest.or(high.map(|high| high as usize));
                } else {
                    let whole = self.sort == Sort::Integer;
                    let above = ABOVE.captures(clause).and_then(|found| number(&found[1]));
                    let above = above
                        .filter(|_| low.is_none())
                        .map(|above| if whole { above + 1.0 } else { above + 0.01 });
                    self.least = self.least.or(low).or(above);
                    self.most = self.most.or(high);
                }
            }
        }
        let has = |phrase: &str| has_phrase(said, phrase) || has_phrase(kind, phrase);
        if is_number && self.least.is_none() {
            if has("non-negative")
                || has("not negative")
                || kind.contains("unsigned")
                || kind.starts_with("u32")
            {
                self.least = Some(0.0);
            } else if has("positive") {
                self.least = Some(if self.sort == Sort::Integer { 1.0 } else { 0.01 });
            }
        }
        if is_text && self.shortest.is_none() && (has("non-empty") || has("not empty") || has("not blank")) {
            self.shortest = Some(1);
        }
    }
}

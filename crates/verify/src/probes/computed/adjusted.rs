//! Amounts that change from some number on: "From 7 days on, 10 % are taken off the price".

use super::subject::{of_amount, subject, subjects};
use crate::api::{Api, Formula, FormulaScope, Resource, Sentence, Sort, number_in_words};
use crate::pattern::pattern;
use crate::words;
use std::fmt;

/// From where on an amount is another one, and by which share.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// The member that decides.
    by: String,
    /// The number from which on it is so.
    least: f64,
    /// Whether that number itself is not enough.
    beyond: bool,
    /// By which part it is smaller, or larger where it is less than nothing; none where a sentence speaks of "the discount".
    share: Option<f64>,
}

/// What is said of a member's amount besides what it follows from.
#[derive(Clone, Debug, PartialEq)]
pub enum Changes {
    /// Nothing.
    None,
    /// This.
    One(Adjustment),
    /// Something that is not understood.
    Unknown,
}

// "from 7 days on", "from five nights upwards"
pattern!(FROM, r"\bfrom ([\w-]+) ([a-z]+) (?:on|onwards?|upwards?|up)\b");
// "3 or more shelves"
pattern!(OR_MORE, r"\b([\w-]+) or more ([a-z]+)\b");
// "14 days or more"
pattern!(MORE_OF, r"\b([\w-]+) ([a-z]+) or (?:more|longer)\b");
// "at least ten copies"
pattern!(AT_LEAST, r"\b(?:at least|no fewer than) ([\w-]+) ([a-z]+)\b");
// "more than 20 copies"
pattern!(MORE_THAN, r"\b(?:more than|over|above) ([\w-]+) ([a-z]+)\b");

// "10 % are taken off the whole price", "gets 10 percent off the fee", "5 % cheaper"
pattern!(
    SHARE,
    r"\b([\w-]+) ?(?:%|percent|per cent) (?:(?:is|are|will be|shall be) )?(taken off|off|deducted from|deducted|cheaper|less|added to|added|dearer)"
);
// "a discount of ten percent"
pattern!(DISCOUNT_OF, r"\b(discount|surcharge) of ([\w-]+) ?(?:%|percent|per cent)(?: (?:on|off|to))?");
// "take the bulk discount off the price"
pattern!(NAMED, r"\btakes? (?:the|a) (?:[a-z]+ )?discount off");

/// Words with which an amount is said to be another one.
const CHANGING: &[&str] = &[
    "percent",
    "per cent",
    "off",
    "discount",
    "surcharge",
    "free",
    "free of charge",
    "half",
    "halved",
    "double",
    "doubled",
    "twice",
    "cheaper",
    "dearer",
    "reduced",
    "instead",
    "unless",
    "except",
    "never",
    "maximum",
    "minimum",
    "at least",
    "at most",
    "zero",
    "nothing",
    "no more than",
    "no less than",
];

/// Words that say nothing more in a sentence of which the rest is understood.
pub(super) const FILLING: &[&str] = &[
    "where", "when", "whenever", "a", "an", "the", "this", "that", "system", "service", "shall", "must",
    "take", "takes", "is", "are", "has", "have", "of", "get", "gets", "and", "broken", "cent", "cents",
    "dropped", "rounded", "down", "up", "to", "whole", "full", "next", "off", "its", "their", "it", "in",
    "total", "then", "will", "be", "receives", "receive", "with", "which", "entire", "on", "all", "given",
    "granted", "cut",
];

/// What is said of the amount of a member.
pub fn of(api: &Api, resource: &Resource, scope: &FormulaScope, name: &str) -> Changes {
    let mut found: Vec<Adjustment> = Vec::new();
    for (at, sentence) in api.sentences.iter().enumerate() {
        let told = sentence.cells.is_empty() && sentence.error_statuses().is_empty();
        if !told || !changes(&sentence.plain) {
            continue;
        }
        for clause in clauses(api, at, scope) {
            if !clause.is_about(name, scope) || !changes(&clause.plain) || clause.is_formula(name, scope) {
                continue;
            }
            match read(&clause.plain, resource, scope, name) {
                Some(adjustment) => found.push(adjustment),
                None => return Changes::Unknown,
            }
        }
    }
    // "the bulk discount" is the one of which another sentence tells how much it is.
    let Some(first) = found.iter().find(|one| one.share.is_some()) else {
        return if found.is_empty() { Changes::None } else { Changes::Unknown };
    };
    let same = |one: &Adjustment| {
        one.by == first.by
            && one.least == first.least
            && one.beyond == first.beyond
            && (one.share.is_none() || one.share == first.share)
    };
    if found.iter().all(same) { Changes::One(first.clone()) } else { Changes::Unknown }
}

/// The members whose amount a sentence changes.
pub fn told(api: &Api, sentence: &Sentence, resource: &Resource, scope: &FormulaScope) -> Vec<String> {
    if !sentence.cells.is_empty() || !follows_on(&sentence.plain) {
        return Vec::new();
    }
    let is = |other: &Sentence| other.spec == sentence.spec && other.range == sentence.range;
    let Some(at) = api.sentences.iter().position(is) else { return Vec::new() };
    let clauses = clauses(api, at, scope);
    let numbers = scope.members.iter().filter(|(_, sort)| matches!(sort, Sort::Integer | Sort::Number));
    let told = |name: &str| {
        let changes = |clause: &Clause| {
            clause.is_about(name, scope) && read(&clause.plain, resource, scope, name).is_some()
        };
        clauses.iter().any(changes)
    };
    numbers.map(|(name, _)| name.clone()).filter(|name| told(name)).collect()
}

/// Whether another sentence than this one changes the amount of a member.
pub fn is_changed_besides(api: &Api, scope: &FormulaScope, name: &str, beside: &Sentence) -> bool {
    api.sentences.iter().enumerate().any(|(at, sentence)| {
        let same = sentence.spec == beside.spec && sentence.range == beside.range;
        let told = sentence.cells.is_empty() && sentence.error_statuses().is_empty();
        !same
            && told
            && changes(&sentence.plain)
            && clauses(api, at, scope).iter().any(|clause| {
                clause.is_about(name, scope) && changes(&clause.plain) && !clause.is_formula(name, scope)
            })
    })
}

/// Whether words change an amount.
fn changes(plain: &str) -> bool {
    plain.contains('%') || CHANGING.iter().any(|word| crate::api::has_phrase(plain, word))
}

/// A clause of a sentence.
struct Clause {
    plain: String,
    /// The member of which it tells something, and what.
    own: Option<(String, String)>,
    /// The member of which the clause before it tells.
    before: Option<String>,
}

impl Clause {
    /// Whether it is about a member, and not about another one to which this one contributes: "The deposit is 20 % of the price".
    fn is_about(&self, name: &str, scope: &FormulaScope) -> bool {
        match &self.own {
            Some((own, _)) => own == name,
            None => {
                mentions(&self.plain, name, scope)
                    || self.before.as_deref() == Some(name)
                        && (follows_on(&self.plain) || self.plain.starts_with("it "))
            }
        }
    }

    /// Whether it tells what a member follows from.
    fn is_formula(&self, name: &str, scope: &FormulaScope) -> bool {
        let own = self.own.as_ref().filter(|(own, _)| own == name);
        own.is_some_and(|(_, said)| Formula::read(said, scope).is_some())
    }
}

/// The clauses of a sentence.
fn clauses(api: &Api, at: usize, scope: &FormulaScope) -> Vec<Clause> {
    // What stands between two sentences of one paragraph.
    const APART: u32 = 2;
    let Some(sentence) = api.sentences.get(at) else { return Vec::new() };
    let before = at.checked_sub(1).and_then(|before| api.sentences.get(before));
    let before = before.filter(|before| {
        before.spec == sentence.spec && sentence.range.start.saturating_sub(before.range.end) <= APART
    });
    let mut before =
        before.and_then(|before| subjects(before, &scope.members).into_iter().next()).map(|(name, _)| name);
    let mut found = Vec::new();
    for text in sentence.text.split("; ") {
        let plain = crate::api::plain(text);
        let conditional = ["where ", "when ", "whenever ", "if ", "for ", "from ", "while ", "unless "];
        let start = plain.trim_start_matches(['-', '+', ' ']);
        let opens = conditional.iter().any(|word| start.starts_with(word));
        let own = if opens { None } else { subject(text.trim(), &plain, &scope.members) };
        let next = own.as_ref().map(|(name, _)| name.clone());
        let plain = plain.trim().trim_end_matches('.').to_owned();
        found.push(Clause { plain, own, before: before.clone() });
        before = next.or(before);
    }
    found
}

/// Whether a clause names no amount of its own, so that it goes on about the one before it: "From 3 on, 10 % are taken off".
fn follows_on(clause: &str) -> bool {
    SHARE.is_match(clause) || NAMED.is_match(clause) || DISCOUNT_OF.is_match(clause)
}

/// Whether a clause names a member, or its amount.
fn mentions(clause: &str, name: &str, scope: &FormulaScope) -> bool {
    crate::api::has_phrase(clause, &name.to_lowercase())
        || words::words(clause).iter().any(|word| of_amount(word, &scope.members) == Some(name))
}

/// The change of which a clause tells; none where a word of it is not understood.
fn read(clause: &str, resource: &Resource, scope: &FormulaScope, name: &str) -> Option<Adjustment> {
    let mut rest = clause.to_owned();
    let mut take = |pattern: &regex::Regex| -> Option<Vec<String>> {
        let found = pattern.captures(&rest)?;
        let parts = found.iter().skip(1).flatten().map(|part| part.as_str().to_owned()).collect();
        let range = found.get(0)?.range();
        rest.replace_range(range, " ");
        Some(parts)
    };
    let conditions =
        [(&*FROM, false), (&*MORE_OF, false), (&*OR_MORE, false), (&*AT_LEAST, false), (&*MORE_THAN, true)];
    let (count, beyond) =
        conditions.into_iter().find_map(|(pattern, beyond)| Some((take(pattern)?, beyond)))?;
    let [number, unit] = count.as_slice() else { return None };
    let least = number_in_words(number)?;
    let (by, _) = scope.members.iter().find(|(known, sort)| {
        words::folded(&words::singular(known)) == words::folded(&words::singular(unit))
            && matches!(sort, Sort::Integer | Sort::Number)
            && known != name
    })?;
    let share = if let Some(found) = take(&SHARE) {
        let [number, way] = found.as_slice() else { return None };
        let more = way.starts_with("added") || way == "dearer";
        Some(number_in_words(number)? / if more { -100.0 } else { 100.0 })
    } else if let Some(found) = take(&DISCOUNT_OF) {
        let [kind, number] = found.as_slice() else { return None };
        Some(number_in_words(number)? / if kind == "surcharge" { -100.0 } else { 100.0 })
    } else {
        take(&NAMED)?;
        None
    };
    let own = |word: &str| {
        words::singular(word) == resource.name
            || word == name.to_lowercase()
            || of_amount(word, &scope.members) == Some(name)
    };
    let understood = rest
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .all(|word| FILLING.contains(&word) || own(word));
    understood.then(|| Adjustment { by: by.clone(), least, beyond, share })
}

impl fmt::Display for Adjustment {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self.beyond {
            true => write!(to, "with more than {} `{}`, ", self.least, self.by)?,
            false => write!(to, "from {} `{}` on, ", self.least, self.by)?,
        }
        let percent = (self.share.unwrap_or_default() * 1000.0).round() / 10.0;
        match percent < 0.0 {
            true => write!(to, "{} % are added to the whole", -percent),
            false => write!(to, "a discount of {percent} % is taken off the whole"),
        }
    }
}

impl Adjustment {
    /// What comes of a formula.
    pub fn on(&self, base: Formula) -> Option<Formula> {
        let share = self.share?;
        let test = Formula::Compared(
            Box::new(Formula::Member(self.by.clone())),
            if self.beyond { '>' } else { '≥' },
            Box::new(Formula::Number(self.least)),
        );
        let then = Formula::Both(Box::new(base.clone()), '*', Box::new(Formula::Number(1.0 - share)));
        Some(Formula::When(Box::new(test), Box::new(then), Box::new(base)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    /// What is told of rides in sentences changes their price in this way.
    fn told(said: &str) -> Changes {
        let text = format!(
            "# Rides\n\n## Entities\n\n- **Ride**\n  - `id`: integer\n  - `zones`: integer, required\n  - `price_cents`: integer, read-only\n  - `tax_cents`: integer, read-only\n\n## API\n\n- `POST /rides` books a ride → 201\n- `GET /rides/{{id}}` reads it\n\n## Prices\n\n{said}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let ride = api.resources.iter().find(|resource| resource.name == "ride").unwrap();
        of(&api, ride, &api.scope_of(ride), "price_cents")
    }

    fn less(least: f64, beyond: bool, share: f64) -> Changes {
        Changes::One(Adjustment { by: "zones".to_owned(), least, beyond, share: Some(share) })
    }

    #[test]
    fn from_where_on_an_amount_is_another_one() {
        for (said, expected) in [
            (
                "The price is 250 times the zones. From 4 zones on, 20 % are taken off the whole price.",
                less(4.0, false, 0.2),
            ),
            (
                "The price is 250 times the zones. From 4 zones on, 20 % are taken off, rounded down.",
                less(4.0, false, 0.2),
            ),
            (
                "`price_cents` is 250 times `zones`; a ride of four zones or more gets ten percent off the price.",
                less(4.0, false, 0.1),
            ),
            ("Where a ride has more than 4 zones, the price is 5 % cheaper.", less(4.0, true, 0.05)),
            (
                "The price is 250 times the zones. From 4 zones on, 20 % are taken off, but for riders with a card.",
                Changes::Unknown,
            ),
            ("A ride of more than 4 zones gets 5 percent off its price.", less(4.0, true, 0.05)),
            (
                "The price is 250 times the zones. From 4 zones on, 20 % are taken off for regular riders.",
                Changes::Unknown,
            ),
            ("The price is halved on Sundays.", Changes::Unknown),
            (
                "From 4 zones on, 20 % are taken off the price. From 9 zones on, 30 % are taken off the price.",
                Changes::Unknown,
            ),
            (
                "The price is 250 times the zones. The tax is 10 % of the price, but never less than 30.",
                Changes::None,
            ),
            ("A price of more than 900 is refused with 422.", Changes::None),
        ] {
            assert_eq!(told(said), expected, "{said}");
        }
    }
}

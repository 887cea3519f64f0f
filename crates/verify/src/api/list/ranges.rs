//! What is said about parameters that limit a list from below or above: `from` and `to`, `min_price`, `created_before`.

use super::{ListFacts, Said, parameters};
use crate::api::rule::Sort;
use crate::api::sentence::{Sentence, has_phrase, plain};
use crate::words;

/// A parameter that limits a list from one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The parameter.
    pub parameter: String,
    /// The field whose value it is compared with.
    pub field: String,
    /// Whether it is the lower end.
    pub lower: bool,
    /// Whether the end itself is said to belong to it, or not to.
    pub inclusive: Option<bool>,
}

const LOWER: &[&str] =
    &["from", "since", "after", "min", "minimum", "gte", "gt", "start", "starting", "least"];
const UPPER: &[&str] =
    &["to", "until", "before", "max", "maximum", "lte", "lt", "end", "ending", "till", "most"];

/// Whether a parameter is a lower end (true) or an upper one, with the words of its name that are left.
fn end_of(parameter: &str) -> Option<(bool, Vec<String>)> {
    let parts = words::parts(parameter);
    let at = |list: &[&str]| {
        let here = |part: &String| list.contains(&part.as_str());
        let last = parts.len().checked_sub(1)?;
        if here(parts.first()?) { Some(0) } else { here(parts.get(last)?).then_some(last) }
    };
    let (lower, at) = match (at(LOWER), at(UPPER)) {
        (Some(at), None) => (true, at),
        (None, Some(at)) => (false, at),
        _ => return None,
    };
    let rest = parts.iter().enumerate().filter(|(place, _)| *place != at);
    Some((lower, rest.map(|(_, part)| part.clone()).collect()))
}

impl ListFacts {
    /// Takes in the parameters that a sentence says to limit a field; `members` are those of the objects.
    pub(super) fn ranges(&mut self, at: usize, sentence: &Sentence, members: &[(String, Sort)]) {
        let named = parameters(sentence);
        let ordered =
            |sort: &Sort| matches!(sort, Sort::DateTime | Sort::Date | Sort::Integer | Sort::Number);
        let field_of = |name: &str| {
            members
                .iter()
                .find(|(member, sort)| words::folded(member) == words::folded(name) && ordered(sort))
        };
        // A member of that name is itself what it is called, as `start` of an appointment.
        let ends: Vec<(String, bool, Vec<String>)> = named
            .iter()
            .filter(|name| !members.iter().any(|(member, _)| words::folded(member) == words::folded(name)))
            .filter_map(|name| end_of(name).map(|(lower, rest)| (name.clone(), lower, rest)))
            .collect();
        let about = sentence.says(&[
            "filter",
            "filters",
            "filtered",
            "limit",
            "limits",
            "restrict",
            "restricts",
            "range",
            "between",
            "only",
            "select",
            "selects",
            "narrow",
            "narrows",
            "parameter",
            "parameters",
            "query",
            "inclusive",
            "exclusive",
            "keep",
            "keeps",
            "leaves",
        ]) || sentence
            .cells
            .first()
            .is_some_and(|(head, _)| head.contains("param") || head.contains("query"));
        if ends.is_empty() || !about {
            return;
        }
        let fields: Vec<&(String, Sort)> = named.iter().filter_map(|name| field_of(name)).collect();
        for (parameter, lower, rest) in ends {
            // `min_price` names its field; else the only one that the sentence names, where the other end is there as well.
            let own = (!rest.is_empty())
                .then(|| {
                    members.iter().find(|(member, sort)| {
                        let parts = words::parts(member);
                        ordered(sort)
                            && (parts == rest || parts.len() == rest.len() + 1 && parts.starts_with(&rest))
                    })
                })
                .flatten();
            let named = match fields.as_slice() {
                [one] if rest.is_empty() || super::is_compared(sentence, &one.0) => Some(*one),
                several => {
                    let mut told = several.iter().filter(|one| super::is_compared(sentence, &one.0));
                    told.next().filter(|_| told.next().is_none()).copied()
                }
            };
            let inclusive = belongs(sentence, &parameter);
            // What another sentence named is told here of its end.
            if let Some(known) = self.ranges.iter_mut().find(|known| known.fact.parameter == parameter) {
                known.fact.inclusive = known.fact.inclusive.or(inclusive);
                known.sentences.push(at);
            } else if let Some((field, _)) = own.or(named) {
                let range = Range { parameter, field: field.clone(), lower, inclusive };
                Said::among(&mut self.ranges, range, at);
            }
        }
    }
}

/// Whether an end is said to belong to its range: of "`from` is included, `to` is not" each by its own clause.
fn belongs(sentence: &Sentence, parameter: &str) -> Option<bool> {
    const BELONGS: &[&str] = &[
        "inclusive",
        "inclusively",
        "including",
        "included",
        "at least",
        "at most",
        "or more",
        "or later",
        "or less",
        "or earlier",
        "not less than",
        "not more than",
        "no more than",
        "no less than",
        "on or after",
        "on or before",
        "equal to or",
        "or equal to",
    ];
    const BEYOND: &[&str] = &["exclusive", "exclusively", "not included", "excluded"];
    let said = |plain: &str, words: &[&str]| words.iter().any(|word| has_phrase(plain, word));
    let ends = sentence.says(&["inclusive", "included", "exclusive", "excluded"]);
    let clauses = sentence.text.split([',', ';', ':', '.']).flat_map(|clause| clause.split(" and "));
    let own = clauses
        .filter(|clause| words::code_spans(clause).first().is_some_and(|(_, code)| *code == parameter));
    let told = own.map(plain).find_map(|own| {
        let beyond = ends && (said(&own, BEYOND) || own.trim_end().ends_with(" is not"));
        // "`from` keeps those that start then or later, `to` those that start before it": the one end tells of the other.
        let outside =
            || sentence.says(BELONGS) && !said(&own, BELONGS) && said(&own, &["before it", "after it"]);
        let inside = said(&own, &["inclusive", "included"]) || !ends && said(&own, BELONGS);
        if beyond || outside() { Some(false) } else { inside.then_some(true) }
    });
    if let Some(told) = told {
        return Some(told);
    }
    let denied = ["exclusive", "exclusively", "not included", "excluded"];
    (sentence.says(BELONGS) && !sentence.says(&denied)).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_end_belongs_to_its_range_or_not() {
        let of = |text: &str, name: &str| belongs(&Sentence::general(text), name);
        let told = "`from` and `to` select on `day`: `from` is included, `to` is not.";
        assert_eq!((of(told, "from"), of(told, "to")), (Some(true), Some(false)));
        assert_eq!(of("`from` (inclusive) and `to` (exclusive) limit `day`.", "to"), Some(false));
        assert_eq!(of("`from` and `to` limit `day`, both inclusive.", "to"), Some(true));
        assert_eq!(of("`to` limits `day`; it is not required.", "to"), None);
        assert_eq!(
            of("`min_total` keeps those whose `total` is equal to or above the number.", "min_total"),
            Some(true)
        );
        assert_eq!(of("`from` is required, `to` is not.", "to"), None);
        let told = "`from` keeps the visits that start then or later, `to` keeps those that start before it.";
        assert_eq!((of(told, "from"), of(told, "to")), (Some(true), Some(false)));
    }

    #[test]
    fn ends_of_ranges_by_their_names() {
        let end = |name: &str| end_of(name).map(|(lower, rest)| (lower, rest.join(" ")));
        assert_eq!(end("from"), Some((true, String::new())));
        assert_eq!(end("min_price"), Some((true, "price".to_owned())));
        assert_eq!(end("createdBefore"), Some((false, "created".to_owned())));
        assert_eq!(end("price[lte]"), Some((false, "price".to_owned())));
        assert_eq!(end("level"), None);
    }
}

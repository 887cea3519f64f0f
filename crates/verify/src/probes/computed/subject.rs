//! The members that a sentence says something about.

use crate::api::{Sentence, Sort};
use crate::pattern::pattern;
use crate::words;

// ", and `left` is", "; `left` is"
pattern!(ANOTHER, r"(?:;|, and|, while)\s+`\w+`\s+(?:is|are|equals|counts)\s");
// "of a shop", between a member and what is said of it
pattern!(OF_WHAT, r"^ of (?:an?|the|its|each|every) [a-z-]+ ");

/// The members that a sentence says something about, and what it says of each.
pub fn subjects(sentence: &Sentence, members: &[(String, Sort)]) -> Vec<(String, String)> {
    if let [(_, value), (_, rule)] = sentence.cells.as_slice() {
        return row(value, rule, members).into_iter().collect();
    }
    if sentence.text.len() > 300 || !sentence.cells.is_empty() {
        return Vec::new();
    }
    let text = sentence.text.trim();
    let mut starts: Vec<usize> = vec![0];
    starts.extend(ANOTHER.find_iter(text).map(|found| found.start()));
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts.iter().zip(ends).filter_map(|(start, end)| text.get(*start..end));
    let parts = parts.map(|part| part.trim_start_matches([';', ',']).trim_start());
    let parts =
        parts.map(|part| ["and ", "while "].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part));
    parts.filter_map(|part| subject(part, &crate::api::plain(part), members)).collect()
}

// "`due_on` of a book"
pattern!(VALUE, r"^`(\w+)`(?: of (?:an?|the|each|every) [a-z -]+)?$");
// "The price", "The fee of a ride", "its total"
pattern!(
    BARE,
    r"(?i)^\W*(?:[a-z]+-?\d+[.:]?\W+)?(?:the|its|each|every) ([a-z]+)(?: of (?:an?|the|each|every|one) [a-z]+)?$"
);

/// The member of which a row of a table of values and their rules tells: "| `due_on` of a book | `lent_on` plus 14 days |".
fn row(value: &str, rule: &str, members: &[(String, Sort)]) -> Option<(String, String)> {
    let name = VALUE.captures(value.trim())?.get(1)?.as_str();
    let (known, _) = members.iter().find(|(known, _)| known == name)?;
    Some((known.clone(), rule.trim().trim_end_matches('.').to_owned()))
}

/// The member of an amount that one word names: "the price" of `price_cents`.
pub fn of_amount<'m>(word: &str, members: &'m [(String, Sort)]) -> Option<&'m str> {
    const UNITS: &[&str] = &["cents", "cent", "amount"];
    let is = |name: &&str| match words::parts(name).as_slice() {
        [bare] => bare == word,
        [bare, unit] => bare == word && UNITS.contains(&unit.as_str()),
        _ => false,
    };
    let numeric = members.iter().filter(|(_, sort)| matches!(sort, Sort::Integer | Sort::Number));
    let mut named = numeric.map(|(name, _)| name.as_str()).filter(is);
    named.next().filter(|_| named.next().is_none())
}

// "On approval the system sets `valid_to` to the day of approval plus 30 days"
pattern!(
    ON_DEED,
    r"(?i)\b(?:on|upon) (?:the |its )?([a-z]+)\b[^.;]*?\bsets?\b[^.;]*`(\w+)` to (the (?:day|date) of (?:the |its )?([a-z]+) plus [^.;]+)"
);

/// The member that a deed sets by the day on which it is done, and to what.
pub fn set_on_deed(text: &str) -> Option<(String, String)> {
    let found = ON_DEED.captures(text)?;
    let part = |at: usize| found.get(at).map(|part| part.as_str().to_owned());
    let same = part(1)?.eq_ignore_ascii_case(&part(4)?);
    same.then(|| Some((part(2)?, part(3)?)))?
}

/// The member that a text says something about, and what it says.
pub(super) fn subject(text: &str, plain: &str, members: &[(String, Sort)]) -> Option<(String, String)> {
    const LINKS: &[&str] = &[
        " is computed as ",
        " is calculated as ",
        " is made of ",
        " consists of ",
        " must be ",
        " shall be ",
        " must equal ",
        " must always be ",
        " is always ",
        " is ",
        " equals ",
        " = ",
        " as ",
        ": ",
    ];
    let known = |said: &str| members.iter().find(|(name, _)| words::folded(name) == words::folded(said));
    if let Some((span, code)) = words::code_spans(text).into_iter().next()
        && let Some((name, _)) = known(code)
    {
        let rest = text.get(span.end..)?;
        let rest = OF_WHAT.find(rest).and_then(|of| rest.get(of.end() - 1..)).unwrap_or(rest);
        if let Some(counted) = rest.strip_prefix(" counts ") {
            return Some((name.clone(), format!("number of {}", counted.trim_end_matches(['.', '!']))));
        }
        if let Some(link) = LINKS.iter().find(|link| rest.starts_with(**link)) {
            return Some((name.clone(), rest.get(link.len()..)?.trim_end_matches(['.', '!']).to_owned()));
        }
    }
    if let Some((name, said)) = set_on_deed(text) {
        let (name, _) = known(&name)?;
        return Some((name.clone(), said));
    }
    // "The due date of a loan is 14 days after the day of the loan"
    let (at, link) = LINKS.iter().filter_map(|link| Some((plain.find(link)?, link))).min()?;
    let amount = BARE.captures(plain.get(..at)?.trim_start_matches(['-', '*', ' ']));
    if let Some(name) = amount.and_then(|found| of_amount(found.get(1)?.as_str(), members)) {
        return Some((
            name.to_owned(),
            plain.get(at + link.len()..)?.trim_end_matches(['.', '!']).to_owned(),
        ));
    }
    // What opens with the name of a member, or names one before all else, is not about what words further on may mean.
    if words::code_spans(text).into_iter().next().is_some_and(|(_, code)| known(code).is_some()) {
        return None;
    }
    let before: Vec<String> = words::words(plain.get(..at)?);
    let spoken = members.iter().filter(|(name, _)| {
        let parts = words::parts(name);
        parts.len() <= before.len() && before.windows(parts.len()).any(|window| window == parts)
    });
    let name = spoken.map(|(name, _)| name).max_by_key(|name| name.len())?;
    Some((name.clone(), plain.get(at + link.len()..)?.trim_end_matches(['.', '!']).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn said(text: &str) -> Vec<(String, String)> {
        let text = format!("# Shop\n\n## Rules\n\n{text}\n");
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let members = ["paid", "left", "stays", "price_cents"].map(|name| (name.to_owned(), Sort::Integer));
        api.sentences.iter().flat_map(|sentence| subjects(sentence, &members)).collect()
    }

    #[test]
    fn each_member_that_a_sentence_tells_of() {
        let pair = |name: &str, said: &str| (name.to_owned(), said.to_owned());
        assert_eq!(
            said("`paid` is the sum of the payments, and `left` is `price` less `paid`."),
            [pair("paid", "the sum of the payments"), pair("left", "`price` less `paid`")]
        );
        assert_eq!(
            said("`stays` of a shop counts its visits that are open."),
            [pair("stays", "number of its visits that are open")]
        );
        assert_eq!(
            said("The price of a ride is 3 times the stays."),
            [pair("price_cents", "3 times the stays")]
        );
        assert_eq!(
            said("| Value | Rule |\n|---|---|\n| `left` of a shop | `price` less `paid` |"),
            [pair("left", "`price` less `paid`")]
        );
    }
}

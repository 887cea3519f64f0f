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

/// The member that a text says something about, and what it says.
fn subject(text: &str, plain: &str, members: &[(String, Sort)]) -> Option<(String, String)> {
    const LINKS: &[&str] = &[
        " is computed as ",
        " is calculated as ",
        " must be ",
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
        let link = LINKS.iter().find(|link| rest.starts_with(**link))?;
        return Some((name.clone(), rest.get(link.len()..)?.trim_end_matches(['.', '!']).to_owned()));
    }
    // "The due date of a loan is 14 days after the day of the loan"
    let (at, link) = LINKS.iter().filter_map(|link| Some((plain.find(link)?, link))).min()?;
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
        let members = ["paid", "left", "stays"].map(|name| (name.to_owned(), Sort::Integer));
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
    }
}

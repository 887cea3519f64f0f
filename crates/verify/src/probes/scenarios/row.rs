//! Rows of errors that tell their case in a phrase, as the sentences that say the same: of "| 409 | `crate_used` | Delete of a crate with
//! eggs |", "deleting a crate with eggs is answered with 409 `crate_used`".

use crate::api::{Api, Sentence, plain};
use crate::hedge;
use crate::pattern::pattern;
use crate::words;

// "delete of a crate with eggs", "removal of a crate that has eggs"
pattern!(DELETION, r"(?i)^(?:the )?(?:delete|deletion|deleting|removal|removing|destruction) (?:of )?(.+)$");
// "a crate with eggs is to be deleted", "a shut crate would be opened", "crate with eggs is deleted"
pattern!(
    PASSIVE,
    r"(?i)^(.+?) (?:is|are) (?:to be|about to be|being) ([a-z]+)$|^(.+?) would be ([a-z]+)$|^(.+? (?:with|that|which|whose|in|without) .+?) (?:is|are) ([a-z]+(?:ed|en|wn|id))$"
);
// "changing the colour of a crate that has eggs", "weighing or painting a shut crate"
pattern!(GERUND, r"(?i)^((?:re)?[a-z]+ing)(?: or ([a-z]+ing))? (.+)$");
// "the crate has no free place for the egg", "no place is left in the crate", "the crate is full"
pattern!(
    FULL,
    r"(?i)^(?:the|an?) ([a-z][a-z -]{1,30}?) (?:has|have) (?:no (?:free|open|empty|vacant) [a-z]+|no [a-z]+ (?:left|free)|no room(?: left)?)(?: for (?:the|an?|another|one more) ([a-z -]{2,30}))?$|^(?:the|an?) ([a-z][a-z -]{1,30}?) is (?:full|fully booked|sold out)$|^no (?:free )?[a-z]+ (?:is|are) (?:left|free) (?:in|on|at) (?:the|an?) ([a-z][a-z -]{1,30})$"
);
// "a payment for a cancelled order"
pattern!(NOUN, r"(?i)^(?:an? |another )?([a-z][a-z -]{1,24}?) (?:for|to|on|of|in) (.+)$");

/// What a row says as sentences, the surest first; none where it is no row of one error, or tells more than one case.
pub fn sentences(api: &Api, row: &Sentence) -> Vec<Sentence> {
    let statuses = row.error_statuses();
    let ([status @ (400 | 403 | 409 | 410 | 422 | 423)], Some(code)) =
        (statuses.as_slice(), api.code_of_row(row.spec, row.range.start, row.range.end))
    else {
        return Vec::new();
    };
    let is_phrase = |cell: &&str| cell.split_whitespace().count() >= 3;
    let mut cells = row.cells.iter().map(|(_, cell)| cell.trim()).filter(is_phrase);
    let (Some(phrase), None) = (cells.next(), cells.next()) else { return Vec::new() };
    let phrase = phrase.trim_end_matches('.');
    // Several cases, and what holds in some of them, are not told apart here.
    if phrase.contains([',', ';', ':', '(', '.']) || hedge::is_unenforced(&plain(phrase)) {
        return Vec::new();
    }
    let refused = format!("{status} `{code}`");
    let texts = texts(api, phrase, &refused);
    let sentence = |text: String| Sentence {
        plain: plain(&text),
        text,
        cells: Vec::new(),
        spec: row.spec,
        range: row.range.clone(),
        scope: row.scope.clone(),
        beyond: row.beyond.clone(),
        of_query: row.of_query,
    };
    texts.into_iter().map(sentence).collect()
}

fn texts(api: &Api, phrase: &str, refused: &str) -> Vec<String> {
    let part = |found: &regex::Captures, all: &[usize]| {
        all.iter().find_map(|at| found.get(*at)).map(|part| part.as_str().trim().to_owned())
    };
    let mut texts = Vec::new();
    if let Some(found) = FULL.captures(phrase) {
        return part(&found, &[1, 3, 4])
            .and_then(|holder| filled(api, &holder, part(&found, &[2])))
            .map(|(holder, thing)| {
                format!("If the {holder} is full, creating a {thing} is answered with {refused}.")
            })
            .into_iter()
            .collect();
    }
    if let Some(found) = DELETION.captures(phrase) {
        texts.push(format!("Deleting {} is answered with {refused}.", &found[1]));
        return texts;
    }
    if let Some(found) = PASSIVE.captures(phrase)
        && let (Some(thing), Some(deed)) = (part(&found, &[1, 3, 5]), part(&found, &[2, 4, 6]))
    {
        for thing in each(&thing) {
            texts.push(format!("{} cannot be {deed}: {refused}.", with_article(&thing)));
        }
    }
    if let Some(found) = GERUND.captures(phrase) {
        let deeds = [found.get(1), found.get(2)].into_iter().flatten();
        texts
            .extend(deeds.map(|deed| format!("{} {} is answered with {refused}.", deed.as_str(), &found[3])));
        return texts;
    }
    if let Some(found) = NOUN.captures(phrase)
        && one(api, &found[1]).is_some()
    {
        texts.push(format!("{} is refused with {refused}.", with_article(phrase)));
    }
    if texts.is_empty() {
        let mut letters = phrase.chars();
        let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
        texts.push(format!("If {first}{}, the answer is {refused}.", letters.as_str()));
    }
    texts
}

/// "A released or dead crate": one and the other.
fn each(thing: &str) -> Vec<String> {
    let words: Vec<&str> = thing.split_whitespace().collect();
    let or = words.iter().position(|word| *word == "or");
    match (words.as_slice(), or) {
        ([article, one, _, other, rest @ ..], Some(2)) if rest.len() == 1 => {
            let rest = rest.join(" ");
            vec![format!("{article} {one} {rest}"), format!("{article} {other} {rest}")]
        }
        _ => vec![thing.to_owned()],
    }
}

fn with_article(thing: &str) -> String {
    let first = thing.split_whitespace().next().unwrap_or_default().to_lowercase();
    match first.as_str() {
        "a" | "an" | "the" | "any" | "another" => thing.to_owned(),
        _ => {
            let article = if first.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
            let mut letters = thing.chars();
            let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
            format!("{article} {first}{}", letters.as_str())
        }
    }
}

/// The resource of which words are the name.
fn one(api: &Api, said: &str) -> Option<usize> {
    let said = said.trim().to_lowercase();
    api.one_made(|_, resource| said == resource.name || words::singular(&said) == resource.name)
}

/// What takes up room, and what has it: what the row names, or else the only thing that belongs there.
fn filled(api: &Api, holder: &str, thing: Option<String>) -> Option<(String, String)> {
    let holder = one(api, holder)?;
    let thing = match thing {
        Some(thing) => one(api, &thing).filter(|at| api.holds(*at, holder))?,
        None => api.one_made(|at, _| api.holds(at, holder))?,
    };
    Some((api.resources[holder].name.clone(), api.resources[thing].name.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn told(row: &str) -> Vec<String> {
        let text = format!(
            "# Crates\n\n## API\n\n- `POST /crates` adds a crate\n- `GET /crates/{{id}}` reads one\n- `DELETE /crates/{{id}}` deletes one\n- `POST /crates/{{id}}/eggs` adds an egg\n- `GET /eggs/{{id}}` reads one\n\n## Errors\n\n| Status | Code | When |\n|---|---|---|\n{row}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let row = api.sentences.last().unwrap();
        sentences(&api, row).into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn a_phrase_as_a_sentence() {
        for (phrase, said) in [
            (
                "Delete of a crate with eggs",
                vec!["Deleting a crate with eggs is answered with 409 `crate_used`."],
            ),
            (
                "A crate with eggs is to be deleted",
                vec!["A crate with eggs cannot be deleted: 409 `crate_used`."],
            ),
            ("Crate with eggs is deleted", vec!["A crate with eggs cannot be deleted: 409 `crate_used`."]),
            (
                "A shut or broken crate would be opened.",
                vec![
                    "A shut crate cannot be opened: 409 `crate_used`.",
                    "A broken crate cannot be opened: 409 `crate_used`.",
                ],
            ),
            (
                "weighing or painting a shut crate",
                vec![
                    "weighing a shut crate is answered with 409 `crate_used`.",
                    "painting a shut crate is answered with 409 `crate_used`.",
                ],
            ),
            ("Egg for a shut crate", vec!["An egg for a shut crate is refused with 409 `crate_used`."]),
            (
                "The crate has no free place for the egg.",
                vec!["If the crate is full, creating a egg is answered with 409 `crate_used`."],
            ),
            (
                "A farmer opens a shut crate",
                vec!["If a farmer opens a shut crate, the answer is 409 `crate_used`."],
            ),
        ] {
            assert_eq!(told(&format!("| 409 | `crate_used` | {phrase} |")), said, "{phrase}");
        }
        for row in [
            "| 409 | `crate_used` | It is shut, or broken |",
            "| 401 | `no_key` | The key is not known |",
            "| 409 | used | A crate with eggs is to be deleted |",
            "| 409 or 422 | `crate_used` | A crate with eggs is to be deleted |",
        ] {
            assert_eq!(told(row), [""; 0], "{row}");
        }
    }
}

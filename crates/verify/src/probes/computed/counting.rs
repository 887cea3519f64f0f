//! The clause of a note that says what is counted, and what may stand beside it.

use crate::api::Resource;
use crate::words;

/// Words that say nothing about what is counted.
const FILLING: &str = "the of its all a an sum total number count how many it has computed calculated s this that for over \
    always is are in whose with these currently below belonging to";

/// Words of clauses that leave what is counted as it is: "read-only", "computed by the server", "0 for a new one", "in cents".
const TELLING: &str = "read only readonly computed calculated derived maintained kept set given by the server system \
    service api integer int number decimal float required never null in cents euros minutes hours starts \
    start at with as from is it 0 zero default initially for a an new one first automatically always on \
    each every whatever their its status state and cannot be output response responses";

fn has(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// The clause that says what is counted, with the further states that stand behind a comma; whether it is 0 at first. Nothing
/// where another clause may narrow it: "the number of comments, drafts excluded".
pub(super) fn counting(resource: &Resource, states: &[String], notes: &str) -> Option<(String, bool)> {
    let plain = crate::api::plain(notes);
    let owned = words::parts(resource.name.as_str());
    let parts: Vec<&str> = plain.split([',', ';', '.']).collect();
    let counts = |part: &&str| {
        ["sum of", "number of", "count of", "how many"]
            .iter()
            .any(|phrase| crate::api::has_phrase(part, phrase))
    };
    let at = parts.iter().position(counts)?;
    let is_state = |word: &String| states.iter().any(|state| state.eq_ignore_ascii_case(word));
    let lists_states = |part: &&&str| {
        let said = words::words(part);
        said.iter().any(is_state)
            && said.iter().all(|word| is_state(word) || matches!(word.as_str(), "or" | "and"))
    };
    let further = parts.iter().skip(at + 1).take_while(lists_states).count();
    let (mut clause, mut zero) = (String::new(), false);
    for (number, part) in parts.iter().enumerate() {
        if (at..=at + further).contains(&number) {
            clause = format!("{clause} {part}");
            continue;
        }
        let said = words::words(part);
        if !said.iter().all(|word| has(TELLING, word) || owned.contains(word)) {
            return None;
        }
        zero |= said.iter().any(|word| matches!(word.as_str(), "0" | "zero"));
    }
    Some((clause.trim().to_owned(), zero))
}

/// Whether a word of a clause says nothing about what is counted: "status" beside a state, "read" before "only".
pub(super) fn is_filling(said: &[String], at: usize, states: &[String]) -> bool {
    let word = |at: usize| said.get(at).map(String::as_str);
    let is_state = |word: Option<&str>| {
        word.is_some_and(|word| states.iter().any(|state| state.eq_ignore_ascii_case(word)))
    };
    match word(at) {
        Some("read") => word(at + 1) == Some("only"),
        Some("only") => at > 0 && word(at - 1) == Some("read"),
        Some("status" | "state") => {
            let next =
                (at + 1..said.len()).find(|next| !matches!(word(*next), Some("is" | "are" | "either")));
            is_state(next.and_then(word)) || at > 0 && is_state(word(at - 1))
        }
        Some(other) => has(FILLING, other),
        None => false,
    }
}

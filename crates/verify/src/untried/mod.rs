//! What a statement says and nothing tried: half of a sentence tried is no proof of the sentence.
//!
//! The statement is cut into clauses, and of each is asked what in it can be held against a system: statuses, codes, headers,
//! names, numbers, and the words that tell. What the claims that passed speak of, or what was sent and seen in them shows, is tried.
//! A clause that names something else, or of which they say nothing at all, is not.

mod clauses;
mod said;
mod spoken;
mod terms;

use abide_model::{Item, Kind};
use clauses::Clause;
pub use spoken::Shown;
use spoken::Spoken;
use terms::{Term, terms};

/// Whether items of a kind say what they say in sentences, each for itself: a cell of a matrix, a move of a table of states and a
/// field of a data model are one fact, however much stands beside it.
pub fn is_asked(kind: Kind) -> bool {
    use Kind::*;
    matches!(kind, Requirement | Check | Exception | Step | Scenario | Endpoint | Setting)
}

/// What an item states: its own text, and of a heading what is said below it.
pub fn statement(item: &Item, source: &str) -> String {
    let plain = flat(source);
    let parts: Vec<String> = ["description", "given", "when", "then"]
        .iter()
        .filter_map(|name| {
            let text = item.text_field(name).filter(|text| !text.trim().is_empty())?;
            let condition = matches!(*name, "given" | "when");
            Some(if condition { format!("{name} {text}.") } else { format!("{text}.") })
        })
        .collect();
    let told = matches!(item.kind, Kind::Requirement | Kind::Check | Kind::Scenario);
    let elsewhere = |part: &String| {
        let words: Vec<String> = flat(part).split(' ').skip(1).take(6).map(str::to_owned).collect();
        !plain.contains(&words.join(" "))
    };
    match told && parts.iter().any(elsewhere) {
        true => parts.join("\n\n"),
        false => source.to_owned(),
    }
}

fn flat(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !matches!(c, '*' | '`' | '_')).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The clauses of a statement of which nothing that is shown speaks, as they are written. Of an endpoint, `own` is its method and
/// path: what is said of another is no part of it.
pub fn untried(statement: &str, own: Option<&str>, shown: &[Shown]) -> Vec<String> {
    let spoken = Spoken::of(shown);
    if spoken.has_an_effect() {
        return Vec::new();
    }
    let clauses = clauses::of(statement, own);
    clauses.iter().filter(|clause| !is_tried(clause, &spoken)).map(|clause| shortened(&clause.text)).collect()
}

/// Whether what is shown speaks of a clause: of all that it names, and of some of the words that tell.
fn is_tried(clause: &Clause, spoken: &Spoken) -> bool {
    let terms = terms(&clause.text);
    if clause.condition {
        return terms.iter().all(|term| spoken.meets(term));
    }
    if terms.iter().any(|term| spoken.holds(term)) {
        return true;
    }
    if terms.iter().any(|term| spoken.lacks(term)) {
        return false;
    }
    let words = terms.iter().filter_map(Term::word).filter(|word| !spoken.is_neutral(word));
    let (said, silent): (Vec<&str>, Vec<&str>) = words.partition(|word| spoken.says(word));
    // What names something and is spoken of by that name may use words that no probe does.
    let named = terms.iter().any(|term| spoken.names(term));
    let enough = if named { clause.enough().max(3) } else { clause.enough() };
    !said.is_empty() || silent.len() < enough
}

/// A clause as it is shown: without marks, on one line, and not too long.
fn shortened(clause: &str) -> String {
    let plain: String = clause.chars().filter(|c| !matches!(c, '*' | '`')).collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests;

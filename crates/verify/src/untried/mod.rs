//! What a statement says and nothing tried: half of a sentence tried is no proof of the sentence.
//!
//! The statement is cut into clauses, and of each is asked what in it can be held against a system: statuses, codes, headers,
//! names, numbers, and the words that tell. What the claims that passed speak of, or what was sent and seen in them shows, is tried.
//! A clause that names something else, or of which they say nothing at all, is not.

mod clauses;
mod demands;
mod said;
mod silent;
mod spoken;
mod terms;

use abide_model::{Item, Kind};
use clauses::Clause;
pub use spoken::Shown;
use spoken::Spoken;
use terms::{Term, terms};

/// How closely a statement is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Every clause.
    All,
    /// Of an endpoint, given by method and path: every clause but those about others.
    Of(String),
    /// The row of a setting, whose cells may name words of its own; and whether it is of a number or a switch, which does something.
    Setting(bool),
    /// A field of a data model, whose types and bounds are tried as one: what else is said of it.
    Field,
}

/// How closely an item is looked at. A cell of a matrix and a move of a table of states are one fact, whatever stands beside them.
pub fn asked(item: &Item) -> Option<Asked> {
    use Kind::*;
    match item.kind {
        Requirement | Check | Exception | Step | Scenario => Some(Asked::All),
        Endpoint => {
            let operation = || Some(format!("{} {}", item.text_field("method")?, item.text_field("path")?));
            Some(operation().map_or(Asked::All, Asked::Of))
        }
        Setting => Some(Asked::Setting(sets_how(item))),
        // A row that tells more of a move than from where to where.
        Transition if item.text.trim_start().starts_with('|') => Some(Asked::All),
        Field => Some(Asked::Field),
        _ => None,
    }
}

/// Whether a setting is a number or a switch, other than a port: what it is for is something that the system does.
fn sets_how(item: &Item) -> bool {
    let default = item.text_field("default").unwrap_or_default().trim_matches('`').to_lowercase();
    let number = default.starts_with(|c: char| c.is_ascii_digit()) && !default.contains(['.', ':', '/']);
    let port = item.key.to_lowercase().ends_with("port");
    (number || matches!(default.as_str(), "true" | "false" | "on" | "off")) && !port
}

/// What an item states: its own text, and of a heading what is said below it.
pub fn statement(item: &Item, source: &str) -> String {
    if item.kind == Kind::Transition && source.trim_start().starts_with('|') {
        return without_other_moves(item, source);
    }
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

/// The row of a move without the cell that lists where else one may go: each of those is a statement of its own.
fn without_other_moves(item: &Item, row: &str) -> String {
    let ends = ["from", "to"].map(|end| item.text_field(end).unwrap_or_default());
    let lists = |cell: &&str| {
        let bare = cell.replace(['`', '*'], "").replace(" or ", ",").replace(" and ", ",");
        let states: Vec<&str> =
            bare.split([',', '/', ';']).map(str::trim).filter(|state| !state.is_empty()).collect();
        states.len() > 1
            && states.iter().any(|state| ends.contains(state))
            && states.iter().all(|state| !state.contains(' '))
    };
    row.split('|').filter(|cell| !lists(cell)).collect::<Vec<_>>().join("|")
}

fn flat(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !matches!(c, '*' | '`' | '_')).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The clauses of a statement of which nothing that is shown speaks, as they are written.
pub fn untried(statement: &str, asked: &Asked, shown: &[Shown]) -> Vec<String> {
    let spoken = Spoken::of(shown);
    if spoken.has_an_effect() {
        return Vec::new();
    }
    let own = match asked {
        Asked::Of(operation) => Some(operation.as_str()),
        _ => None,
    };
    let claims: Vec<String> = shown.iter().map(|one| format!("{}: {}", one.claim, one.reason)).collect();
    let left = |clause: &&Clause| {
        demands::is_unmet(&clause.text, *asked == Asked::Field, &claims)
            || *asked != Asked::Field && !is_tried(clause, asked, &spoken)
    };
    clauses::of(statement, own).iter().filter(left).map(|clause| shortened(&clause.text)).collect()
}

/// Whether what is shown speaks of a clause: of all that it names, and of half of the words that tell.
fn is_tried(clause: &Clause, asked: &Asked, spoken: &Spoken) -> bool {
    // Whoever plays a statement brings its conditions about, and says what of them it did not.
    if clause.condition {
        return true;
    }
    let mut terms = terms(&clause.text);
    if matches!(asked, Asked::Setting(_)) {
        terms.retain(|term| !term.is_plain_name());
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
    let enough = match asked {
        Asked::Setting(true) => clause.enough().min(2),
        _ if named => clause.enough().max(3),
        _ => clause.enough(),
    };
    // Half of what a clause tells may be told in other words.
    let played = spoken.played && *asked == Asked::All;
    let half = named || played || said.len() >= silent.len();
    !said.is_empty() && half || silent.len() < enough
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

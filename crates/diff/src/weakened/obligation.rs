//! MUST became SHOULD, a prohibition was turned round, a hedge came in.

use super::force::{WEAK, denials, keyword, negations, rank, strong};
use super::{Concern, OBLIGATIONS, Pair};
use crate::words::{Words, is_plain};
use abide_model::Kind;

pub(super) const CONCERN: Concern = Concern {
    name: "obligation",
    summary: "MUST became SHOULD or may, a prohibition was taken out, a hedge came in",
    changed,
};

/// Phrases that leave open whether something holds.
const HEDGES: &[&str] = &[
    "where possible",
    "if possible",
    "when possible",
    "whenever possible",
    "as far as possible",
    "where feasible",
    "if feasible",
    "when feasible",
    "where practical",
    "when practical",
    "where practicable",
    "best effort",
    "best-effort",
    "ideally",
    "typically",
    "usually",
    "normally",
    "generally",
    "preferably",
    "optionally",
    "optional",
    "mostly",
    "tries to",
    "try to",
    "attempts to",
    "attempt to",
    "aims to",
    "aim to",
    "strives to",
    "in most cases",
    "most of the time",
    "as appropriate",
    "where appropriate",
    "if needed",
    "as needed",
    "recommended",
    "nice to have",
    "eventually",
    "where reasonable",
    "within reason",
    "approximately",
    "roughly",
    "more or less",
    "at the discretion",
    "is encouraged",
    "are encouraged",
    "si es posible",
    "cuando sea posible",
    "siempre que sea posible",
    "en lo posible",
    "en la medida de lo posible",
    "a ser posible",
    "idealmente",
    "preferiblemente",
    "normalmente",
    "generalmente",
    "opcionalmente",
    "quando possível",
    "sempre que possível",
    "preferencialmente",
    "wenn möglich",
    "in der regel",
    "möglichst",
    "si possible",
    "idéalement",
    "se possível",
    "по возможности",
];

/// A strong word, and those that take less.
const QUANTIFIERS: &[(&[&str], &[&str])] = &[
    (
        &["all", "every", "each", "any", "always"],
        &["most", "some", "many", "several", "sometimes", "often", "selected", "certain", "majority"],
    ),
    (&["never", "no", "none", "not"], &["rarely", "seldom", "hardly"]),
];

fn changed(pair: &Pair, found: &mut Vec<String>) {
    if !pair.binds() {
        return;
    }
    if let Some(reason) = kind(pair) {
        found.push(reason);
        return;
    }
    if let Some(reason) = turned(pair).or_else(|| lower(pair)) {
        found.push(reason);
    }
    if let Some(hedge) = HEDGES.iter().find(|hedge| pair.new.has(hedge) && !pair.old.has(hedge)) {
        let hedged = HEDGES.iter().filter(|hedge| pair.old.has(hedge)).count();
        if hedged == 0 && found.is_empty() {
            found.push(format!("`{hedge}` leaves open whether it holds"));
        }
    }
    // "and name it" became "and may name it", beside a MUST that stayed.
    if found.is_empty()
        && pair.old.without(&pair.new).is_empty()
        && let [word @ ("may" | "might" | "could" | "should")] = pair.new.without(&pair.old).as_slice()
    {
        found.push(format!("`{word}` leaves a part of it open"));
    }
    for (strong, weak) in QUANTIFIERS {
        let lost = strong.iter().find(|word| pair.old.count(&[word]) > pair.new.count(&[word]));
        let came = weak.iter().find(|word| pair.new.count(&[word]) > pair.old.count(&[word]));
        if let (Some(lost), Some(came)) = (lost, came)
            && pair.old.alike(&pair.new) >= 0.5
        {
            found.push(format!("`{lost}` became `{came}`"));
        }
    }
}

/// What was a promise is something else now.
fn kind(pair: &Pair) -> Option<String> {
    const NO_PROMISES: &[Kind] = &[
        Kind::NonGoal,
        Kind::Question,
        Kind::Goal,
        Kind::Alternative,
        Kind::Risk,
        Kind::Task,
        Kind::Story,
        Kind::Milestone,
        Kind::Term,
    ];
    if pair.before.kind == pair.after.kind || !pair.before.is_any(OBLIGATIONS) {
        return None;
    }
    match pair.after.kind {
        Some(kind) if NO_PROMISES.contains(&kind) => {
            Some(format!("it was a {} and is a {} now", spoken(pair.before.kind_name()), spoken(kind.name())))
        }
        // A sentence that obliges with another word is a promise all the same.
        None if strong(&pair.new) == 0 && pair.before.words != pair.after.words => {
            Some(format!("it was a {} and binds nobody any more", spoken(pair.before.kind_name())))
        }
        _ => None,
    }
}

fn spoken(kind: &str) -> String {
    kind.replace('_', "-")
}

/// A lower keyword.
fn lower(pair: &Pair) -> Option<String> {
    let (old, new) = (rank(pair.before), rank(pair.after));
    match (old, new) {
        (Some(old), Some(new)) if new < old => {
            // Another sentence of it may stand first now.
            let still = old == 3 && strong(&pair.old) > 0 && strong(&pair.new) >= strong(&pair.old);
            (!still).then(|| format!("{} became {}", keyword(pair.before), keyword(pair.after)))
        }
        // "The service stores" obliges as much as "MUST store"; "can store" does not.
        (Some(old), None) if old >= 2 && strong(&pair.new) == 0 => {
            let weak = WEAK.iter().find(|word| pair.new.count(&[word]) > pair.old.count(&[word]))?;
            Some(format!("{} became `{weak}`", keyword(pair.before)))
        }
        (None, Some(new))
            if new < 3 && pair.before.is_any(OBLIGATIONS) && strong(&pair.old) <= strong(&pair.new) =>
        {
            // An ability that was told with "can" is told with "may".
            let told = pair.old.count(WEAK) > 0;
            (!told).then(|| format!("it was said without reserve, and is {} now", keyword(pair.after)))
        }
        (None, None) => {
            let weak = WEAK.iter().find(|word| pair.new.count(&[word]) > pair.old.count(&[word]))?;
            let same = pair.old.count(WEAK) == 0 && core(&pair.old).within(&core(&pair.new)) >= 0.6;
            (same
                && pair.before.is_any(OBLIGATIONS)
                && negations(&pair.new) <= negations(&pair.old)
                && !is_ability(pair))
            .then(|| format!("`{weak}` leaves open whether it holds"))
        }
        _ => None,
    }
}

/// "Users export lists" and "Users can export lists" promise the same.
fn is_ability(pair: &Pair) -> bool {
    const PEOPLE: &[&str] = &[
        "user",
        "users",
        "admin",
        "admins",
        "customer",
        "customers",
        "clerk",
        "clerks",
        "owner",
        "owners",
        "member",
        "members",
    ];
    pair.new.count(PEOPLE) > 0 && pair.new.count(&["can"]) > pair.old.count(&["can"])
}

/// What was forbidden is not, or the other way round: all else is the same.
fn turned(pair: &Pair) -> Option<String> {
    // A refusal may be told as the answer that it gives.
    let (old, new) = (denials(&pair.old), denials(&pair.new));
    let (one, other) = (core(&pair.old), core(&pair.new));
    let same = one.within(&other) >= 0.85 && other.within(&one) >= 0.85 && one.telling() > 0;
    if !same {
        return None;
    }
    if old > 0 && new == 0 {
        return Some("what was forbidden is not any more".to_owned());
    }
    let obliged = rank(pair.before) == Some(3);
    (old == 0 && new > 0 && obliged).then(|| "it says the opposite now".to_owned())
}

/// The words that tell what a statement is about, without those that oblige, allow and deny.
fn core(words: &Words) -> Words {
    let told = words.list().iter().filter(|word| {
        let bare = Words::new(word);
        !is_plain(word)
            && negations(&bare) == 0
            && strong(&bare) == 0
            && bare.count(WEAK) == 0
            && !matches!(word.as_str(), "allowed" | "permitted" | "able")
    });
    Words::new(&told.cloned().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use crate::testing::{edits, weakened};

    #[test]
    fn a_lower_keyword_is_told_and_the_same_force_in_other_words_is_not() {
        edits(&[
            (
                "The service MUST store each order.",
                "The service SHOULD store each order.",
                &["obligation: `MUST` became `SHOULD`"],
            ),
            ("The service should log it.", "The service may log it.", &["obligation: `SHOULD` became `MAY`"]),
            (
                "The service MUST store each order.",
                "The service can store each order.",
                &["obligation: `MUST` became `can`"],
            ),
            (
                "The service stores each order.",
                "The service SHOULD store each order.",
                &["obligation: it was said without reserve, and is `SHOULD` now"],
            ),
            ("The service MUST store each order.", "The service SHALL store each order.", &[]),
            ("The service MUST store each order.", "Each order is stored by the service.", &[]),
            ("The service SHOULD store each order.", "The service MUST store each order.", &[]),
            ("Orders MUST be stored.", "Storing orders is mandatory.", &[]),
        ]);
    }

    #[test]
    fn words_that_oblige_in_other_languages() {
        edits(&[
            (
                "El sistema DEBE cifrar las copias.",
                "El sistema DEBERÍA cifrar las copias.",
                &["obligation: `MUST` became `SHOULD`"],
            ),
            (
                "El sistema debe cifrar las copias.",
                "El sistema puede cifrar las copias.",
                &["obligation: `MUST` became `MAY`"],
            ),
            (
                "Los socios no deben borrar préstamos.",
                "Los socios pueden borrar préstamos.",
                &["obligation: what was forbidden is not any more"],
            ),
            (
                "Los servicios deberán registrar cada préstamo.",
                "Los servicios podrán registrar cada préstamo.",
                &["obligation: `MUST` became `podrán`"],
            ),
            (
                "El sistema debe avisar al socio.",
                "El sistema debe avisar al socio en lo posible.",
                &["obligation: `en lo posible` leaves open whether it holds"],
            ),
            ("El sistema debe cifrar las copias.", "El sistema deberá cifrar las copias.", &[]),
        ]);
    }

    #[test]
    fn a_prohibition_that_is_gone_and_an_opposite() {
        edits(&[
            (
                "The log MUST NOT hold passwords.",
                "The log MUST hold passwords.",
                &["obligation: what was forbidden is not any more"],
            ),
            (
                "Clerks cannot delete parcels.",
                "Clerks can delete parcels.",
                &["obligation: what was forbidden is not any more"],
            ),
            (
                "The log MUST hold the caller.",
                "The log MUST NOT hold the caller.",
                &["obligation: it says the opposite now"],
            ),
            ("The log MUST NOT hold passwords.", "The log never holds passwords.", &[]),
        ]);
    }

    #[test]
    fn hedges_and_quantifiers() {
        edits(&[
            (
                "The service MUST answer in JSON.",
                "The service MUST answer in JSON where possible.",
                &["obligation: `where possible` leaves open whether it holds"],
            ),
            (
                "The service MUST refuse it and name the field.",
                "The service MUST refuse it and may name the field.",
                &["obligation: `may` leaves a part of it open"],
            ),
            (
                "Codes that are unknown are refused with 409.",
                "Codes that are unknown are answered with 409.",
                &[],
            ),
            ("All calls are logged.", "Most calls are logged.", &["obligation: `all` became `most`"]),
            ("All calls are logged.", "Every call is logged.", &[]),
        ]);
    }

    #[test]
    fn a_requirement_that_became_a_question_or_a_non_goal() {
        let text = |heading: &str| {
            format!(
                "# S\n\n## Requirements\n\n- Labels carry a code.\n\n## {heading}\n\n- Parcels are weighed twice at each depot.\n"
            )
        };
        assert_eq!(
            weakened(&text("Functional Requirements"), &text("Non-Goals")),
            ["obligation: it was a requirement and is a non-goal now"]
        );
        assert_eq!(weakened(&text("Functional Requirements"), &text("Requirements of depots")), [""; 0]);
    }
}

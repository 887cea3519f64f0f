//! How binding words are: the words that oblige, allow, forbid and hedge.

use crate::unit::Unit;
use crate::words::Words;

/// Words that oblige, whatever the keyword.
const STRONG: &[&str] = &[
    "must",
    "shall",
    "required",
    "mandatory",
    "always",
    "never",
    "cannot",
    "mustn't",
    "can't",
    "forbidden",
    "prohibited",
    "debe",
    "deben",
    "deberá",
    "deberán",
    "obligatorio",
    "obligatoria",
    "siempre",
    "nunca",
    "prohibido",
    "prohibida",
    "deve",
    "devem",
    "deverá",
    "deverão",
    "obrigatório",
    "obrigatória",
    "sempre",
    "doit",
    "doivent",
    "obligatoire",
    "toujours",
    "jamais",
    "interdit",
    "muss",
    "müssen",
    "niemals",
    "immer",
    "verboten",
];
/// Phrases that oblige.
const STRONG_PHRASES: &[&str] = &[
    "has to",
    "have to",
    "needs to",
    "need to",
    "may not",
    "is to",
    "are to",
    "tiene que",
    "tienen que",
    "ha de",
    "han de",
    "tem que",
    "têm que",
    "darf nicht",
    "dürfen nicht",
];
/// Words that only allow, or leave open.
pub(super) const WEAK: &[&str] = &[
    "may",
    "might",
    "could",
    "can",
    "optional",
    "optionally",
    "puede",
    "pueden",
    "podrá",
    "podrán",
    "podría",
    "podrían",
    "opcional",
    "opcionalmente",
    "pode",
    "podem",
    "poderá",
    "poderão",
    "peut",
    "peuvent",
    "pourrait",
    "kann",
    "können",
    "könnte",
    "darf",
    "dürfen",
];
/// Words that deny, and nothing else.
const DENIALS: &[&str] = &[
    "not",
    "no",
    "never",
    "cannot",
    "can't",
    "mustn't",
    "don't",
    "doesn't",
    "won't",
    "nobody",
    "none",
    "neither",
    "nor",
    "shouldn't",
    "isn't",
    "aren't",
    "nunca",
    "jamás",
    "não",
    "nicht",
    "kein",
    "keine",
    "keinen",
    "niemals",
    "nie",
    "pas",
    "jamais",
];
/// Words that say no without a denial, with [`DENIALS`] the words that say no.
const REFUSALS: &[&str] = &[
    "without",
    "nothing",
    "forbidden",
    "prohibited",
    "refuse",
    "refuses",
    "refused",
    "reject",
    "rejects",
    "rejected",
    "deny",
    "denies",
    "denied",
    "prohibido",
    "prohibida",
    "verboten",
    "interdit",
];
/// Words that let somebody do something.
pub(super) const ALLOWING: &[&str] =
    &["can", "may", "allowed", "permitted", "able", "access", "see", "view", "authorised", "authorized"];

/// How binding a statement is: 3 for must, 2 for should, 1 for may; none where no keyword says.
pub(super) fn rank(unit: &Unit) -> Option<u8> {
    let level = unit.said("level").or_else(|| abide_model::obligation(unit.told()))?;
    Some(match level {
        "must" | "must_not" => 3,
        "should" | "should_not" => 2,
        _ => 1,
    })
}

/// How a rank is written.
pub(super) fn keyword(unit: &Unit) -> String {
    let level = unit.said("level").or_else(|| abide_model::obligation(unit.told())).unwrap_or_default();
    format!("`{}`", level.replace('_', " ").to_uppercase())
}

/// How often a text obliges.
pub(super) fn strong(words: &Words) -> usize {
    words.count(STRONG) + STRONG_PHRASES.iter().filter(|phrase| words.has(phrase)).count()
}

/// How often a text says no.
pub(super) fn negations(words: &Words) -> usize {
    words.count(DENIALS) + words.count(REFUSALS)
}

/// How often a text denies, whatever it says is refused.
pub(super) fn denials(words: &Words) -> usize {
    words.count(DENIALS)
}

/// Whether a text lets somebody do something, and neither obliges nor forbids.
pub(super) fn is_permissive(words: &Words) -> bool {
    words.count(ALLOWING) > 0 && words.count(&["must", "shall"]) == 0 && negations(words) == 0
}

//! Changes in a line: `draft → review → done`, "from draft to done".

use super::push;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{SectionId, TextRange};

/// `draft → review → done`: words of states, with arrows between them.
pub(super) fn is_chain(line: &str) -> bool {
    let line = line.split([':', '(']).next().unwrap_or_default();
    ["→", "-->", "->", "⇒"].into_iter().any(|arrow| {
        let states: Vec<&str> = line.split(arrow).map(str::trim).collect();
        // "sent | lost": one of them is what comes next.
        let brief = |state: &str| state.split('|').all(|one| one.split_whitespace().count() <= 2);
        states.len() >= 2 && states.iter().all(|state| !state.is_empty() && brief(state))
    })
}

/// The parts of a line that may each hold a chain of their own: sentences, and what semicolons separate.
pub(super) fn clauses(line: &str) -> impl Iterator<Item = &str> {
    line.split([';', '；', '。'])
        .flat_map(|part| part.split(". "))
        .flat_map(either)
        .map(|part| part.trim().trim_end_matches([',', '，']))
}

/// "new → sent or sent → lost" holds two chains, "new → sent or lost" one.
fn either(clause: &str) -> Vec<&str> {
    for separator in [" or ", " and ", ", ", " o ", " y ", " oder ", " und ", " ou ", " et ", "，", "、"] {
        let parts: Vec<&str> = clause.split(separator).collect();
        if parts.len() > 1
            && parts.iter().all(|part| ["→", "->", "⇒"].iter().any(|arrow| part.contains(arrow)))
        {
            return parts;
        }
    }
    vec![clause]
}

/// Whether a line or a heading speaks of changes that must not happen.
pub(super) fn is_forbidden(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "invalid",
        "forbidden",
        "disallowed",
        "not allowed",
        "illegal",
        "reject",
        "rejected",
        "must not",
        "cannot",
        "never",
        "prohibido",
        "prohibida",
        "inválido",
        "inválida",
        "inválidas",
        "ungültig",
        "ungültige",
        "nicht erlaubt",
        "interdit",
        "interdites",
        "proibido",
        "禁止",
        "不允许",
        "无效",
        "不正な",
        "잘못된",
        "запрещено",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|word| {
        if word.chars().all(|c| u32::from(c) < 0x2E80) {
            text::find_word(&lower, word).is_some()
        } else {
            lower.contains(word)
        }
    })
}

/// All chains of a line: `draft → sent → read; sent → lost (by the post)`.
pub(super) fn read(context: &Context, section: SectionId, line: &str, range: TextRange, items: &mut Items) {
    // What stands before the first state may forbid what follows.
    let lead = line.split(['→', '⇒']).next().unwrap_or(line).split("->").next().unwrap_or(line);
    if is_forbidden(lead) && lead.split_whitespace().count() > 2 {
        return;
    }
    for clause in clauses(line).filter(|clause| !clause.is_empty()) {
        chain(context, section, clause, range, items);
    }
}

/// "From `open` to `closed` when paid".
fn from_to(context: &Context, section: SectionId, line: &str, range: TextRange, items: &mut Items) -> bool {
    let rest = ["From ", "from ", "Von ", "De ", "Desde "].iter().find_map(|start| line.strip_prefix(start));
    let Some(rest) = rest else { return false };
    let Some((from, rest)) = [" to ", " nach ", " a ", " à "].iter().find_map(|word| rest.split_once(word))
    else {
        return false;
    };
    let end = [" when ", " on ", " if ", " after ", " once ", " wenn ", " cuando ", ": ", ", ", " ("]
        .iter()
        .filter_map(|word| Some((rest.find(word)?, word.len())))
        .min();
    let (to, trigger) = match end {
        Some((at, length)) => (rest.get(..at).unwrap_or_default(), rest.get(at + length..)),
        None => (rest, None),
    };
    let states = [from, to].iter().all(|state| state.split_whitespace().count() <= 2);
    if states {
        let trigger = trigger.map(|said| said.trim_end_matches(['.', ')']));
        push(context, section, range, from, to, trigger, items);
    }
    states
}

/// `draft → review → done`, `draft → published (on approval)`, `draft -> published: approve`
pub(super) fn chain(context: &Context, section: SectionId, line: &str, range: TextRange, items: &mut Items) {
    if let Some((from, label, to)) = super::block::labelled(line) {
        push(context, section, range, from, to, Some(label), items);
        return;
    }
    let line = line.replace('：', ": ");
    let line = line.as_str();
    let arrow = ["→", "-->", "->", "⇒", "=>"].into_iter().find(|arrow| line.contains(arrow));
    let Some(arrow) = arrow else {
        from_to(context, section, line, range, items);
        return;
    };
    let (line, remark) = match line.split_once(" (") {
        Some((line, remark)) if line.contains(arrow) && !remark.contains(arrow) => {
            (line, Some(remark.trim_end_matches([')', '.'])))
        }
        _ => (line, None),
    };
    let (line, told) = match line.split_once(": ") {
        // "Order: draft → paid" names the machine, "draft → paid: on payment" the trigger.
        Some((label, rest)) if rest.contains(arrow) && !label.contains(arrow) => (rest, None),
        _ => match line.rsplit_once(": ") {
            Some((line, told)) if line.contains(arrow) && !told.contains(arrow) => (line, Some(told)),
            _ => (line, None),
        },
    };
    // "sent → lost if nobody opens": the condition is no part of the state.
    const CONDITIONS: &[&str] = &[
        " when ",
        " if ",
        " once ",
        " after ",
        " on ",
        " si ",
        " cuando ",
        " tras ",
        " al ",
        " wenn ",
        " sobald ",
        " quand ",
        " lorsque ",
        " se ",
        " quando ",
    ];
    let last = line.rfind(arrow).map_or(line.len(), |at| at + arrow.len());
    let condition =
        CONDITIONS.iter().filter_map(|word| Some((last + line.get(last..)?.find(word)?, word.len()))).min();
    let (line, condition) = match condition {
        Some((at, length)) => (line.get(..at).unwrap_or(line), line.get(at + length..)),
        None => (line, None),
    };
    let remark = remark.or(condition.map(|said| said.trim_end_matches('.')));
    let states: Vec<&str> = line.split(arrow).map(str::trim).collect();
    // States are words, not sentences; several may stand with bars between.
    let words =
        |state: &str| state.split(['|', '/']).map(|part| part.split_whitespace().count()).max().unwrap_or(0);
    if states.len() < 2 || states.iter().any(|state| state.is_empty() || words(state) > 3) {
        return;
    }
    for pair in states.windows(2) {
        if let [from, to] = pair {
            let bare = |state: &str| state.trim_matches(['(', ')', '[', ']', '{', '}']).to_owned();
            let (from, to) = (bare(from), bare(to));
            // More than a few on both sides are no states.
            for from in from.split(['/', ',', '|']).take(8) {
                for to in to.split(['/', ',', '|']).take(8) {
                    push(context, section, range, from, to, told.or(remark), items);
                }
            }
        }
    }
}

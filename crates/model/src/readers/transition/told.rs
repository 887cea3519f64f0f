//! Chains behind a label about states, wherever they stand: "Status lifecycle: draft → sent → read".

use super::chain::{clauses, is_chain, is_forbidden};
use super::{Change, push_change};
use crate::readers::entity::NOT_OWN;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

const ARROWS: &[&str] = &["→", "-->", "->", "⇒", "=>"];
/// Where a change of state is one of the document or of somebody else's system.
const ELSEWHERE: &[Concept] =
    &[Concept::ChangeLog, Concept::Metadata, Concept::Status, Concept::Migration, Concept::Compatibility];

/// Whether a title or a label speaks of states and how they follow each other.
pub(super) fn is_of_states(label: &str) -> bool {
    const WORDS: &[&str] = &[
        "lifecycle",
        "life cycle",
        "status",
        "statuses",
        "state",
        "states",
        "lebenszyklus",
        "zustände",
        "ciclo de vida",
        "estados",
        "estado",
        "cycle de vie",
        "états",
        "statuts",
        "ライフサイクル",
        "状態",
        "生命周期",
        "状态",
        "상태",
        "жизненный цикл",
        "статус",
        "статусы",
        "состояния",
    ];
    // All of the words in Latin script hold one of these.
    static LIKELY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let parts = ["stat", "life", "lebe", "zust", "cicl", "cycl", "esta"];
        AhoCorasick::builder().ascii_case_insensitive(true).build(parts).ok()
    });
    let likely = !label.is_ascii() || LIKELY.as_ref().is_some_and(|likely| likely.is_match(label));
    if !likely {
        return false;
    }
    let lower = label.to_lowercase();
    WORDS.iter().any(|word| {
        // Of what is written without spaces, a word may stand within a longer one.
        if word.starts_with(|c: char| u32::from(c) < 0x2E80) {
            text::find_word(&lower, word).is_some()
        } else {
            lower.contains(word)
        }
    })
}

pub(super) fn read(context: &Context, items: &mut Items) {
    let source = context.document.text();
    // The last byte of `->` and `=>`, the first of `→` and `⇒`.
    let hits = memchr::memchr2_iter(b'>', 0xE2, source.as_bytes()).filter_map(|at| match source.get(at..) {
        Some(behind) if behind.starts_with(['→', '⇒']) => Some(at),
        Some(behind) if behind.starts_with('>') => {
            at.checked_sub(1).filter(|at| matches!(source.as_bytes().get(*at), Some(b'-' | b'=')))
        }
        _ => None,
    });
    let mut done = 0;
    for at in hits {
        if at < done {
            continue;
        }
        let start = source.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let end =
            source.get(at..).and_then(|behind| behind.find('\n')).map_or(source.len(), |line| at + line);
        // "draft → (sent) →" goes on in the next line.
        let goes_on =
            source.get(..end).is_some_and(|line| ARROWS.iter().any(|arrow| line.trim_end().ends_with(arrow)));
        let next = || source.get(end + 1..).map(|rest| rest.split('\n').next().unwrap_or_default());
        let end = match next().filter(|_| goes_on) {
            Some(next) => end + 1 + next.len(),
            None => end,
        };
        done = end;
        let range = TextRange::new(start, end).trim(source);
        let section = context.document.section_at(range.start);
        let inside = context
            .fences()
            .iter()
            .any(|fence| fence.range.start <= range.start && range.start < fence.range.end);
        let line = range.slice(source);
        if inside
            || section == SectionId::ROOT
            || line.starts_with(['|', '#', '>'])
            || line.len() > super::LONGEST
        {
            continue;
        }
        // How far the document is, at its top.
        let own = section.index() == 1 && line.trim_start_matches(['*', '-', ' ']).starts_with("Status");
        let taken = own
            || context.outline.within(section, &[Concept::States])
            || context.outline.within(section, NOT_OWN)
            || context.outline.within(section, ELSEWHERE)
            || super::lists_changes(context, section);
        if !taken {
            labelled(context, section, line, range, items);
        }
    }
}

/// Blocks that hold nothing but one change between words that name states: "pending → paid", as a sentence goes on around them.
pub(super) fn blocks(context: &Context, items: &mut Items) {
    let document = context.document;
    for fence in context.fences().iter().filter(|fence| crate::spoken::is_plain(fence)) {
        let section = fence.section;
        let taken = context.outline.within(section, NOT_OWN)
            || context.outline.within(section, ELSEWHERE)
            || document.section(section).is_some_and(|section| is_forbidden(&section.title));
        let mut lines = context.code_lines(fence).iter().filter(|line| !line.text.trim().is_empty());
        let (Some(line), None) = (lines.next(), lines.next()) else { continue };
        if taken {
            continue;
        }
        let Some(arrow) = ARROWS.iter().find(|arrow| line.text.contains(**arrow)) else { continue };
        let states: Vec<&str> = line.text.split(arrow).map(str::trim).collect();
        if !states.iter().all(|state| names_a_state(state)) {
            continue;
        }
        let range = line.range.trim(document.text());
        for pair in states.windows(2) {
            if let [from, to] = pair {
                push_change(context, section, range, Change { from, to, ..Change::default() }, items);
            }
        }
    }
}

/// Whether one word says how something is: what was done to it, or that it is open.
fn names_a_state(word: &str) -> bool {
    const STATES: &[&str] = &[
        "pending",
        "active",
        "inactive",
        "open",
        "draft",
        "new",
        "read",
        "unread",
        "done",
        "running",
        "queued",
        "paid",
        "unpaid",
        "sent",
        "live",
        "ready",
        "idle",
        "in_progress",
        "in-progress",
        "todo",
        "online",
        "offline",
        "waiting",
        "on_hold",
        "processing",
        "review",
        "in_review",
        "lost",
        "overdue",
        "success",
        "failure",
        "trial",
        "past_due",
        "enabled",
        "disabled",
        "under_review",
        "in_transit",
    ];
    let bare = word.trim_matches(['`', '"']).to_lowercase();
    let one = !bare.is_empty() && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    one && (STATES.contains(&bare.as_str()) || bare.len() > 4 && bare.ends_with("ed"))
}

/// "draft → (sent) → open → (paid) → closed": what brings a change about stands in brackets between its states.
fn bracketed(chain: &str) -> Option<(Vec<&str>, Vec<&str>)> {
    let chain = chain.split(". ").next()?.trim_end_matches('.');
    let arrow = ARROWS.iter().find(|arrow| chain.contains(**arrow))?;
    let (mut states, mut labels) = (Vec::new(), Vec::new());
    for (at, part) in chain.split(arrow).map(str::trim).enumerate() {
        let label = part.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        match (at % 2 == 1, label) {
            (true, Some(label)) => labels.push(label),
            (false, None) if !part.is_empty() && part.split_whitespace().count() <= 2 => states.push(part),
            _ => return None,
        }
    }
    (!labels.is_empty() && states.len() == labels.len() + 1).then_some((states, labels))
}

/// The chains of a line whose label is about states.
fn labelled(context: &Context, section: SectionId, line: &str, range: TextRange, items: &mut Items) {
    let bare =
        line.trim_start_matches(['-', '*', '+', ' ']).replace("**", "").replace('`', "").replace('\n', " ");
    let led = || bare.split_once(" — ").or_else(|| bare.split_once(" – "));
    let Some(cut) = bare.split_once(": ").or_else(|| bare.split_once('：')).or_else(led) else { return };
    let (label, rest) = (cut.0.trim(), cut.1);
    if label.contains(". ")
        || label.split_whitespace().count() > 6
        || !is_of_states(label)
        || is_forbidden(label)
    {
        return;
    }
    if let Some((states, labels)) = bracketed(rest) {
        for (pair, trigger) in states.windows(2).zip(labels) {
            if let [from, to] = pair {
                let change =
                    Change { from, to, trigger: Some(trigger), machine: Some(label), ..Change::default() };
                push_change(context, section, range, change, items);
            }
        }
        return;
    }
    // The first of the chains stands right behind the label, or there is none.
    if !clauses(rest).next().is_some_and(is_chain) {
        return;
    }
    for clause in clauses(rest).filter(|clause| is_chain(clause)) {
        let (said, trigger) = match clause.split_once(" (") {
            Some((said, remark)) => (said, Some(remark.trim_end_matches(['.', ')']))),
            None => (clause, None),
        };
        let Some(arrow) = ARROWS.iter().find(|arrow| said.contains(**arrow)) else { continue };
        let states: Vec<&str> = said.split(arrow).map(str::trim).collect();
        for pair in states.windows(2) {
            let [from, to] = pair else { continue };
            for from in from.split(['/', '|']) {
                for to in to.split(['/', '|']) {
                    let change = Change { from, to, trigger, machine: Some(label), ..Change::default() };
                    push_change(context, section, range, change, items);
                }
            }
        }
    }
}

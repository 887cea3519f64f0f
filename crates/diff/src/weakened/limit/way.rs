//! Which way a number binds, by the words of its clause.

use crate::weakened::force::denials;
use crate::words::Words;
use abide_model::Comparison;

/// Which way a number is loosened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By a greater number.
    Up,
    /// By a smaller number.
    Down,
}

/// The clause that holds a place.
pub(super) fn clause(text: &str, at: usize) -> &str {
    let start =
        text.get(..at).and_then(|before| before.rfind([';', '.', '\n']).map(|end| end + 1)).unwrap_or(0);
    let end =
        text.get(at..).and_then(|after| after.find([';', '\n']).map(|end| at + end)).unwrap_or(text.len());
    text.get(start..end).unwrap_or(text)
}

/// What stands before a number in its clause.
pub(super) fn clause_before(before: &str) -> &str {
    before.rsplit([';', ',']).next().unwrap_or(before)
}

/// "MUST NOT hold more than 3": what is denied is bounded from the other side.
pub(super) fn is_denied(before: &str) -> bool {
    const JOINTS: &[&str] = &[
        "and", "but", "or", "while", "unless", "that", "which", "because", "if", "when", "y", "pero", "si",
        "und", "aber", "oder", "et", "mais", "ou", "e", "mas",
    ];
    /// Words between the denial and what it is about: "must not, at any time, keep a queue of more than".
    const NEAR: usize = 8;
    let words = Words::new(before);
    let near: Vec<Words> = words.list().iter().rev().take(NEAR).map(|word| Words::new(word)).collect();
    let end = near.iter().position(|word| word.count(JOINTS) > 0).unwrap_or(near.len());
    let denials: usize = near.iter().take(end).map(denials).sum();
    denials % 2 == 1
}

/// What is bounded once it is denied.
pub(super) fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtLeast => Comparison::Less,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Equal => Comparison::Equal,
    }
}

/// "supports up to 500 users": what a system can bear is no limit but a promise.
pub(super) fn is_capacity(before: &str) -> bool {
    const BEARS: &[&str] = &[
        "support",
        "handle",
        "scale",
        "serve",
        "sustain",
        "process",
        "withstand",
        "soporta",
        "unterstützt",
        "prend en charge",
        "suporta",
    ];
    let lower = before.to_lowercase();
    BEARS.iter().any(|word| lower.contains(word))
}

/// "if more than 5 calls fail": a bound that something happens at, instead of one that holds.
pub(super) fn is_trigger(before: &str) -> bool {
    const TRIGGERS: &[&str] = &[
        "if", "when", "whenever", "once", "after", "while", "alert", "alerts", "warn", "warns", "page", "si",
        "wenn", "falls", "quando", "cuando",
    ];
    Words::new(before).count(TRIGGERS) > 0
}

/// Which way a number without a bound is loosened, as far as words near it tell.
pub(super) fn cue(before: &str, clause: &str) -> Option<Way> {
    const UP: &[&str] = &[
        "expire",
        "expires",
        "expiry",
        "expiration",
        "timeout",
        "timeouts",
        "ttl",
        "latency",
        "downtime",
        "delay",
        "lag",
        "limit",
        "limits",
        "limited",
        "maximum",
        "max",
        "rpo",
        "rto",
        "idle",
        "budget",
        "lifetime",
        "failed",
        "attempts",
        "deadline",
        "invalidated",
        "purged",
        "deleted",
        "erased",
        "rotated",
        "rotate",
        "lock",
        "locked",
        "response",
        "lasts",
        "valid",
    ];
    const DOWN: &[&str] = &[
        "uptime",
        "availability",
        "available",
        "coverage",
        "retained",
        "retention",
        "retain",
        "kept",
        "keep",
        "keeps",
        "stored",
        "minimum",
        "throughput",
        "accuracy",
        "precision",
        "recall",
        "backup",
        "backups",
        "replicas",
        "length",
        "entropy",
        "conversion",
        "long",
    ];
    let near = Words::new(before);
    let near_text: Vec<&str> = near.list().iter().rev().take(8).map(String::as_str).collect();
    // "locked for 15 minutes" binds from below, "locked after 5 attempts" from above.
    let locked_for = near_text.first() == Some(&"for")
        && near_text.iter().any(|word| matches!(*word, "lock" | "locked" | "locks" | "blocked"));
    if locked_for {
        return Some(Way::Down);
    }
    let first = near_text.iter().find_map(|word| way_of(word, UP, DOWN));
    first.or_else(|| Words::new(clause).list().iter().find_map(|word| way_of(word, UP, DOWN)))
}

fn way_of(word: &str, up: &[&str], down: &[&str]) -> Option<Way> {
    if up.contains(&word) { Some(Way::Up) } else { down.contains(&word).then_some(Way::Down) }
}

//! The board for people.

use super::age;
use crate::commands::count;
use crate::terminal::{cut, inline, width};
use abide_ledger::Verdict;
use abide_verify::Summary;
use abide_verify::board::{Change, ItemStatus, SpecStatus, Status};
use jiff::Timestamp;

/// How the board is to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    colour: bool,
    width: usize,
    now: Timestamp,
}

/// Characters of a bar.
const BAR: usize = 20;
/// Stale statements, and reasons, that are shown.
const SHOWN: usize = 8;

impl Look {
    /// As the terminal has it.
    pub fn of(colour: bool, now: Timestamp) -> Self {
        Self { colour, width: width(), now }
    }

    fn painted(self, verdict: Verdict, text: &str) -> String {
        let code = match verdict {
            Verdict::Proven => "32",
            Verdict::Refuted => "1;31",
            Verdict::Blocked | Verdict::Stale => "33",
            Verdict::Attested => "36",
            Verdict::Unproven => "2",
        };
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The whole board.
pub fn board(status: &Status, look: Look) -> String {
    let mut text = String::new();
    let paths = status.specs.iter().map(|spec| spec.path.chars().count()).max().unwrap_or(0);
    for spec in status.specs.iter().filter(|spec| !spec.items.is_empty()) {
        let age = spec
            .newest_evidence
            .as_deref()
            .map_or("never tried".to_owned(), |at| format!("evidence from {}", age::since(at, look.now)));
        let path = format!("{:paths$}", inline(&spec.path));
        text.push_str(&format!("{path}  {}  {}  {age}\n", bar(&spec.summary, look), counts(&spec.summary)));
    }
    text.push('\n');
    if let Some(changes) = &status.changes {
        text.push_str(&changed(changes, look));
        text.push('\n');
    }
    let needs = needs(status, look);
    if !needs.is_empty() {
        text.push_str(&format!("What needs you\n{needs}\n"));
    }
    let statements = status.specs.iter().map(|spec| spec.items.len()).sum();
    text.push_str(&format!("{} of {}", counts(&status.summary), count(statements, "statement")));
    match &status.last_run {
        None => text.push_str("; no run yet: `abide verify` tries them\n"),
        Some(run) => {
            let on = run.target.as_ref().map(|target| format!(" on {}", inline(target))).unwrap_or_default();
            let how = run.ending.as_deref().unwrap_or("without an end");
            let when = age::since(&run.started, look.now);
            text.push_str(&format!("; last run {}{on}: {how}, {when}\n", run.id));
        }
    }
    text
}

const ORDER: [Verdict; 6] = [
    Verdict::Proven,
    Verdict::Attested,
    Verdict::Refuted,
    Verdict::Stale,
    Verdict::Blocked,
    Verdict::Unproven,
];

fn number(summary: &Summary, verdict: Verdict) -> usize {
    match verdict {
        Verdict::Proven => summary.proven,
        Verdict::Refuted => summary.refuted,
        Verdict::Unproven => summary.unproven,
        Verdict::Stale => summary.stale,
        Verdict::Attested => summary.attested,
        Verdict::Blocked => summary.blocked,
    }
}

fn counts(summary: &Summary) -> String {
    let shown = ORDER.iter().map(|verdict| (number(summary, *verdict), *verdict));
    let shown: Vec<String> = shown
        .filter(|(number, _)| *number > 0)
        .map(|(number, verdict)| format!("{number} {verdict}"))
        .collect();
    if shown.is_empty() { "nothing".to_owned() } else { shown.join(", ") }
}

/// A bar as wide as any other; whatever there is of a verdict is at least one character of it.
fn bar(summary: &Summary, look: Look) -> String {
    let all: usize = ORDER.iter().map(|verdict| number(summary, *verdict)).sum();
    let sign = |verdict| match verdict {
        Verdict::Proven => "█",
        Verdict::Attested => "▒",
        Verdict::Refuted => "×",
        Verdict::Stale => "~",
        Verdict::Blocked => "!",
        Verdict::Unproven => "·",
    };
    let mut lengths = ORDER.map(|verdict| match number(summary, verdict) {
        0 => 0,
        some => (some * BAR / all.max(1)).max(1),
    });
    while lengths.iter().sum::<usize>() != BAR {
        let over = lengths.iter().sum::<usize>() > BAR;
        // The longest part gives or takes what rounding has left over.
        let Some(longest) = lengths.iter_mut().max() else { break };
        *longest = if over { *longest - 1 } else { *longest + 1 };
    }
    let parts = ORDER.iter().zip(lengths).filter(|(_, length)| *length > 0);
    parts.map(|(verdict, length)| look.painted(*verdict, &sign(*verdict).repeat(length))).collect()
}

fn changed(changes: &[Change], look: Look) -> String {
    if changes.is_empty() {
        return "No verdict has changed since then\n".to_owned();
    }
    let mut text = "What has changed\n".to_owned();
    for change in changes {
        let now = look.painted(change.after, change.after.name());
        let place = format!("{}:{}", inline(&change.path), change.line);
        text.push_str(&format!("  {} → {now}  {place}  {}\n", change.before, said(&change.text, look)));
    }
    text
}

fn said(text: &str, look: Look) -> String {
    cut(&inline(text), look.width.saturating_sub(50).max(30))
}

fn needs(status: &Status, look: Look) -> String {
    let all: Vec<(&SpecStatus, &ItemStatus)> =
        status.specs.iter().flat_map(|spec| spec.items.iter().map(move |item| (spec, item))).collect();
    let with = |verdict: Verdict| all.iter().filter(move |(_, item)| item.verdict == verdict);
    let mut text = String::new();
    for (verdict, most) in [(Verdict::Refuted, usize::MAX), (Verdict::Stale, SHOWN)] {
        for (spec, item) in with(verdict).take(most) {
            let place = format!("{}:{}", inline(&spec.path), item.line);
            let name = look.painted(verdict, &format!("{:8}", verdict.name()));
            text.push_str(&format!("  {name}  {place}  {}\n", said(&item.text, look)));
            text.push_str(&format!("            {}\n", cut(&inline(&item.reason), look.width - 12)));
        }
        let rest = with(verdict).count().saturating_sub(most);
        if rest > 0 {
            text.push_str(&format!("            and {rest} more\n"));
        }
    }
    for verdict in [Verdict::Blocked, Verdict::Unproven] {
        let open: Vec<&ItemStatus> =
            with(verdict).map(|(_, item)| *item).filter(|item| item.triable).collect();
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for item in open {
            match reasons.iter_mut().find(|(reason, _)| *reason == item.reason) {
                Some((_, count)) => *count += 1,
                None => reasons.push((&item.reason, 1)),
            }
        }
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for (reason, count) in reasons.iter().take(SHOWN) {
            let name = look.painted(verdict, &format!("{:8}", verdict.name()));
            let reason = cut(&inline(reason), look.width.saturating_sub(18).max(30));
            text.push_str(&format!("  {name} {count:4}  {reason}\n"));
        }
        let rest: usize = reasons.iter().skip(SHOWN).map(|(_, count)| count).sum();
        if rest > 0 {
            text.push_str(&format!("           {rest:4}  for other reasons\n"));
        }
    }
    let silent = with(Verdict::Unproven).filter(|(_, item)| !item.triable).count();
    if silent > 0 && !text.is_empty() {
        let says = if silent == 1 { "statement says" } else { "statements say" };
        text.push_str(&format!(
            "  Beside these, {silent} {says} nothing that a running system shows by itself.\n"
        ));
    }
    text
}

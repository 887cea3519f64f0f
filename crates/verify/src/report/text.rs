//! A run as text for people.

use crate::http::TARGET_VARIABLE;
use crate::run::{ClaimReport, ItemReport, Run};
use abide_ledger::Verdict;
use std::fmt::Write;

/// How the text is to look.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextOptions {
    /// Whether verdicts are coloured.
    pub colour: bool,
}

/// Characters of a statement that are shown on its line.
const STATEMENT: usize = 100;
/// Lines of what was sent and seen that are shown.
const LINES: usize = 30;

/// The run as text.
pub fn text(run: &Run, options: TextOptions) -> String {
    let mut out = String::new();
    for spec in &run.specs {
        let items: Vec<&ItemReport> = run.items.iter().filter(|item| item.path == *spec).collect();
        if items.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{spec}");
        let (untried, tried): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|item| item.evidence.is_empty() && item.verdict == Verdict::Unproven);
        for item in tried {
            write_item(&mut out, item, options);
        }
        write_untried(&mut out, &untried, options);
        out.push('\n');
    }
    if let Some(trouble) = &run.trouble {
        let _ = writeln!(out, "The target could not be tested: {}", trouble.reason);
        if !trouble.output.trim().is_empty() {
            let _ = writeln!(out, "The last that it wrote:");
            indented(&mut out, &last_lines(&trouble.output), "  ");
        }
        out.push('\n');
    }
    if run.no_target {
        out.push_str("There is no target: add `[targets.NAME]` with its `url` to abide.toml, or give `--target URL`.\n\n");
    }
    if let Some(target) = run.target.as_ref().and_then(|target| target.by_hand.as_ref())
        && run.items.iter().any(|item| {
            item.verdict == Verdict::Refuted
                && item.repeat.as_ref().is_some_and(|repeat| repeat.contains(TARGET_VARIABLE))
        })
    {
        let _ = writeln!(
            out,
            "${TARGET_VARIABLE} is the address of the target, once started with: {target}\nOther names after $ are those of the keys in abide.toml.\n"
        );
    }
    if run.stopped {
        out.push_str("The run was stopped before its end.\n");
    }
    let summary = run.summary();
    let mut counts = vec![
        format!("{} proven", summary.proven),
        format!("{} refuted", summary.refuted),
        format!("{} unproven", summary.unproven),
    ];
    for (count, name) in
        [(summary.blocked, "blocked"), (summary.stale, "stale"), (summary.attested, "attested")]
    {
        if count > 0 {
            counts.push(format!("{count} {name}"));
        }
    }
    let claims = if run.tried == 1 { "1 claim".to_owned() } else { format!("{} claims", run.tried) };
    let part = run.shard.map(|shard| format!(", part {shard}")).unwrap_or_default();
    let (counts, seconds) = (counts.join(", "), run.duration.as_secs_f64());
    let _ = writeln!(out, "{counts} ({claims} tried in {seconds:.1} s, seed {}{part})", run.seed);
    if run.tried == 0 && run.elsewhere > 0 {
        out.push_str("Nothing of this part could be tried; the other parts hold what can.\n");
    } else if run.tried == 0 && !run.stopped {
        out.push_str("Nothing was tried, so nothing is shown by this run.\n");
    }
    out
}

/// Statements that nothing tried, each on a line, under the reason that they share.
fn write_untried(out: &mut String, items: &[&ItemReport], options: TextOptions) {
    let mut reasons: Vec<&str> = Vec::new();
    for item in items {
        if !reasons.contains(&item.reason.as_str()) {
            reasons.push(&item.reason);
        }
    }
    for reason in reasons {
        let _ = writeln!(out, "  {} {reason}:", painted(Verdict::Unproven, options));
        for item in items.iter().filter(|item| item.reason == reason) {
            let _ = writeln!(
                out,
                "           {:5}  {}  {}",
                item.line,
                item.kind,
                shortened(&item.text, STATEMENT)
            );
        }
    }
}

fn write_item(out: &mut String, item: &ItemReport, options: TextOptions) {
    let _ = writeln!(
        out,
        "  {} {}:{}  {}",
        painted(item.verdict, options),
        item.path,
        item.line,
        shortened(&item.text, STATEMENT)
    );
    match item.verdict {
        Verdict::Proven => {
            let strength = item.strength.map(|strength| format!(" ({strength})")).unwrap_or_default();
            let _ = writeln!(out, "           {}{strength}", shortened(&item.reason, 200));
        }
        Verdict::Refuted => {
            for claim in item.evidence.iter().filter(|claim| claim.verdict == Verdict::Refuted) {
                write_refuted(out, claim);
            }
        }
        _ => {
            let _ = writeln!(out, "           {}", item.reason);
        }
    }
}

fn write_refuted(out: &mut String, claim: &ClaimReport) {
    let _ = writeln!(out, "           {}: {}", claim.claim, claim.reason);
    for (label, text) in [("sent", &claim.sent), ("seen", &claim.seen)] {
        if !text.trim().is_empty() {
            let _ = writeln!(out, "           {label}");
            indented(out, &first_lines(text), "             ");
        }
    }
    if let Some(repeat) = &claim.repeat {
        let _ = writeln!(out, "           again: {repeat}");
    }
}

fn indented(out: &mut String, text: &str, indent: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "{}", format!("{indent}{}", printable(line)).trim_end());
    }
}

/// What a system answers must not move the cursor or paint the terminal.
fn printable(line: &str) -> String {
    line.chars().map(|c| if c.is_control() && c != '\t' { '\u{FFFD}' } else { c }).collect()
}

fn first_lines(text: &str) -> String {
    let count = text.lines().count();
    let mut shown: Vec<String> = text.lines().take(LINES).map(|line| shortened(line, 400)).collect();
    if count > LINES {
        shown.push(format!("… {} more lines", count - LINES));
    }
    shown.join("\n")
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}

fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = if text.starts_with(' ') {
        format!("{}{line}", &text[..text.len() - text.trim_start().len()])
    } else {
        line
    };
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most - 1).chain(['…']).collect()
}

fn painted(verdict: Verdict, options: TextOptions) -> String {
    let name = format!("{verdict:<8}");
    let colour = match verdict {
        Verdict::Proven => "32",
        Verdict::Refuted => "1;31",
        Verdict::Blocked | Verdict::Stale => "33",
        Verdict::Attested => "36",
        Verdict::Unproven => "2",
    };
    if options.colour { format!("\x1b[{colour}m{name}\x1b[0m") } else { name }
}

#[cfg(test)]
mod tests;

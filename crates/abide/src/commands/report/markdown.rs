//! The comment as Markdown: what promises less first, then what breaks users, what was proven, and what a check says.

use super::{Found, Report, VerdictChange};
use abide_diagnostics::render::markdown::{code, cut, escape};
use abide_diff::{Change, Reason, Statement, What};
use abide_ledger::Verdict;

/// GitHub refuses a comment of more than 65,536 characters.
const LONGEST: usize = 62_000;
/// So many entries of one list are shown.
const ENTRIES: usize = 40;
/// So much of a statement is shown.
const LONGEST_STATEMENT: usize = 280;

/// By this a later run finds its own comment.
const MARK: &str = "<!-- abide report -->";

pub fn comment(report: &Report, since: &str) -> String {
    let mut text = format!("{MARK}\n## {}\n\n{}\n", title(report), told(report, since));
    let weakened = report.changes.iter().filter(|change| !change.weakened.is_empty());
    let breaking = report.changes.iter().filter(|change| !change.breaking.is_empty());
    let of = |what: What| {
        move |change: &&Change| {
            change.what == what && change.breaking.is_empty() && change.weakened.is_empty()
        }
    };
    let contradictions = |found: &[Found], wanted: bool| -> Vec<String> {
        found.iter().filter(|one| one.contradiction == wanted).map(finding).collect()
    };
    let parts = [
        Part::open("⚠️ Promises less", weakened.map(|change| entry(change, &change.weakened)).collect()),
        Part::open("💥 Breaks users", breaking.map(|change| entry(change, &change.breaking)).collect()),
        Part::open("❌ Not proven any more", report.lost.iter().map(verdict).collect()),
        Part::open("❗ New contradictions", contradictions(&report.new_findings, true)),
        Part::closed("✅ Newly proven", report.gained.iter().map(verdict).collect()),
        Part::closed("New findings", contradictions(&report.new_findings, false)),
        Part::closed("Contradictions that are gone", contradictions(&report.gone_findings, true)),
        Part::closed("Findings that are gone", contradictions(&report.gone_findings, false)),
        Part::closed(
            "Added statements",
            report.changes.iter().filter(of(What::Added)).map(|change| entry(change, &[])).collect(),
        ),
        Part::closed(
            "Changed statements",
            report.changes.iter().filter(of(What::Changed)).map(|change| entry(change, &[])).collect(),
        ),
        Part::closed(
            "Removed statements",
            report.changes.iter().filter(of(What::Removed)).map(|change| entry(change, &[])).collect(),
        ),
        Part::closed("Documents", report.documents.iter().map(document).collect()),
    ];
    let mut parts = parts.iter().filter(|part| !part.entries.is_empty()).peekable();
    while let Some(part) = parts.next() {
        // Something must be left for the headings of those that follow.
        let reserved = 200 * (parts.clone().count() + 1);
        let room = LONGEST.saturating_sub(text.chars().count() + reserved);
        text.push_str(&part.shown(room));
    }
    text
}

fn title(report: &Report) -> String {
    let summary = &report.summary;
    let mut said = Vec::new();
    if summary.weakened > 0 {
        said.push(match summary.weakened {
            1 => "1 statement promises less".to_owned(),
            many => format!("{many} statements promise less"),
        });
    }
    if summary.breaking > 0 {
        said.push(match summary.breaking {
            1 => "1 change breaks users".to_owned(),
            many => format!("{many} changes break users"),
        });
    }
    if !report.lost.is_empty() {
        said.push(format!("{} not proven any more", report.lost.len()));
    }
    if said.is_empty() {
        "Abide: nothing was weakened".to_owned()
    } else {
        format!("Abide: {}", said.join(", "))
    }
}

fn told(report: &Report, since: &str) -> String {
    let statements = report
        .summary
        .in_words()
        .map_or_else(|| "no statement changed".to_owned(), |changes| format!("statements: {changes}"));
    let findings =
        format!("findings: {} new, {} gone", report.new_findings.len(), report.gone_findings.len());
    let verdicts = format!("verdicts: {} gained, {} lost", report.gained.len(), report.lost.len());
    // The revision is given by whoever calls.
    let since = since.split(" (").next().unwrap_or(since).trim_matches('`');
    let commit = report.since.get(..7).unwrap_or(&report.since);
    format!("Since {} ({}) — {statements}; {verdicts}; {findings}.", code(since), code(commit))
}

/// A list under its heading.
struct Part {
    title: &'static str,
    open: bool,
    entries: Vec<String>,
}

impl Part {
    fn open(title: &'static str, entries: Vec<String>) -> Self {
        Self { title, open: true, entries }
    }

    fn closed(title: &'static str, entries: Vec<String>) -> Self {
        Self { title, open: false, entries }
    }

    /// As many entries as there is room for.
    fn shown(&self, room: usize) -> String {
        let mut list = String::new();
        let mut shown = 0;
        for entry in self.entries.iter().take(ENTRIES) {
            if list.chars().count() + entry.chars().count() > room {
                break;
            }
            list.push_str(entry);
            shown += 1;
        }
        let more = self.entries.len() - shown;
        if more > 0 {
            list.push_str(&format!(
                "- … and {more} more: `abide report` on the command line, or `--format json`\n"
            ));
        }
        let title = format!("{} ({})", self.title, self.entries.len());
        if self.open {
            format!("\n### {title}\n\n{list}")
        } else {
            format!("\n<details><summary>{title}</summary>\n\n{list}\n</details>\n")
        }
    }
}

fn entry(change: &Change, reasons: &[Reason]) -> String {
    let at = change.statement().map_or(String::new(), |at| code(&format!("{}:{}", at.path, at.line)));
    let name = if change.id.is_empty() { String::new() } else { format!("**{}** ", code(&change.id)) };
    let gone = if change.after.is_none() { ", which is gone" } else { "" };
    let reasons: Vec<String> = reasons.iter().map(|reason| in_words(&reason.reason)).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join("; ")) };
    let words = |side: &Statement| escape(&cut(&side.text, LONGEST_STATEMENT));
    let mut text = format!("- {name}{at}{gone}{reasons}\n");
    let reworded = change.fields.iter().any(|field| field.name == "text");
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if reworded => {
            text.push_str(&format!("  - before: {}\n  - now: {}\n", words(before), words(after)));
        }
        (_, Some(only)) | (Some(only), None) => {
            if !only.text.is_empty() {
                text.push_str(&format!("  - {}\n", words(only)));
            }
            for field in
                change.fields.iter().filter(|field| !matches!(field.name.as_str(), "text" | "section"))
            {
                let (from, to) = field.in_words();
                let short = |value: &str| code(&cut(value, 120));
                text.push_str(&format!("  - {}: {} → {}\n", escape(&field.name), short(&from), short(&to)));
            }
        }
        (None, None) => {}
    }
    text
}

/// A reason, with what it quotes as code.
fn in_words(reason: &str) -> String {
    let parts = reason.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { code(part) } else { escape_inner(part) }).collect()
}

/// A piece of a line, with the spaces around it.
fn escape_inner(part: &str) -> String {
    let (start, end) = (part.starts_with(' '), part.ends_with(' ') && part.len() > 1);
    format!("{}{}{}", if start { " " } else { "" }, escape(part), if end { " " } else { "" })
}

fn verdict(change: &VerdictChange) -> String {
    let name = |verdict: Option<Verdict>| verdict.map_or("nothing", Verdict::name);
    format!(
        "- **{}** {}: {} → {}, {}\n  - {}\n",
        code(&change.id),
        code(&format!("{}:{}", change.path, change.line)),
        name(change.before),
        name(change.after),
        escape(&cut(&change.reason, LONGEST_STATEMENT)),
        escape(&cut(&change.text, LONGEST_STATEMENT))
    )
}

fn finding(found: &Found) -> String {
    let place = code(&format!("{}:{}", found.path, found.line));
    format!(
        "- {} {place} {}: {}\n",
        found.severity,
        code(&found.rule),
        escape(&cut(&found.message, LONGEST_STATEMENT))
    )
}

fn document(change: &abide_diff::DocumentChange) -> String {
    let path = |path: &Option<String>| code(path.as_deref().unwrap_or_default());
    match change.what {
        What::Added => format!("- {} added\n", path(&change.to)),
        What::Removed => format!("- {} removed\n", path(&change.from)),
        _ => format!("- {} is {} now\n", path(&change.from), path(&change.to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(text: &str) -> Statement {
        Statement {
            id: "FR-1".into(),
            path: "specs/a.md".into(),
            line: 5,
            range: Default::default(),
            section: Vec::new(),
            text: text.into(),
        }
    }

    fn change(before: &str, after: &str) -> Change {
        let reason = Reason { concern: "obligation", reason: "`MUST` became `SHOULD`".into() };
        let text = abide_diff::FieldChange { name: "text".into(), from: None, to: None };
        Change {
            what: What::Changed,
            kind: "requirement",
            id: "FR-1".into(),
            before: Some(statement(before)),
            after: Some(statement(after)),
            fields: vec![text],
            breaking: Vec::new(),
            weakened: vec![reason],
        }
    }

    fn report(changes: Vec<Change>) -> Report {
        Report {
            version: 1,
            since: "3f2a1c9d".into(),
            documents: Vec::new(),
            summary: changes.iter().collect(),
            changes,
            lost: Vec::new(),
            gained: Vec::new(),
            new_findings: Vec::new(),
            gone_findings: Vec::new(),
        }
    }

    #[test]
    fn what_promises_less_stands_first() {
        let text = comment(&report(vec![change("It MUST.", "It SHOULD.")]), "`main` (3f2a1c9)");
        assert_eq!(
            text,
            "<!-- abide report -->\n## Abide: 1 statement promises less\n\nSince `main` (`3f2a1c9`) — statements: 1 changed; verdicts: 0 gained, 0 lost; \
             findings: 0 new, 0 gone.\n\n### ⚠️ Promises less (1)\n\n- **`FR-1`** `specs/a.md:5`: `MUST` became `SHOULD`\n  - before: It MUST.\n  - now: It SHOULD.\n"
        );
    }

    #[test]
    fn a_statement_calls_nobody_and_ends_no_list() {
        let text = comment(
            &report(vec![change("@everyone <details> | `x` </details>\n# H", "<!-- @everyone")]),
            "HEAD",
        );
        assert!(
            text.contains(
                "before: @&#8203;everyone &lt;details&gt; \\| \\`x\\` &lt;/details&gt; #&#8203; H\n"
            ),
            "{text}"
        );
        assert!(text.contains("now: &lt;\\!-- @&#8203;everyone\n"), "{text}");
    }

    #[test]
    fn a_comment_is_never_longer_than_a_forge_takes() {
        let long = "@ ".repeat(4000);
        let changes: Vec<Change> = (0..500).map(|_| change(&long, "less")).collect();
        let text = comment(&report(changes), "HEAD");
        assert!(text.chars().count() < 65_536, "{}", text.chars().count());
        assert!(text.contains("Promises less (500)") && text.contains("more: `abide report`"));
    }
}

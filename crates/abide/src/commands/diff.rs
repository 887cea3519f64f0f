//! `abide diff`: what changed in specifications since a revision.

use super::{Place, count};
use crate::Exit;
use crate::cli::{DataFormat, Diff};
use crate::terminal::{self, Paint, Tone, cut, inline};
use abide_diff::{Change, DocumentChange, FieldChange, Reason, Report, Statement, Summary, VERSION, What};
use abide_workspace::check::Workspace;
use abide_workspace::past::Past;
use anyhow::Result;

pub fn run(place: &Place, arguments: &Diff) -> Result<Exit> {
    let request = place.open(&arguments.paths);
    let past = Past::open(&request, &arguments.revision)?;
    let workspace = Workspace::open(&request)?;
    for problem in &workspace.problems {
        terminal::say(&format!("error: {problem}"));
    }
    let compared = workspace.since(&past);
    let summary: Summary = compared.diff.changes.iter().collect();
    let mut changes = compared.diff.changes;
    let mut documents = compared.diff.documents;
    if arguments.weakened {
        changes.retain(|change| !change.weakened.is_empty());
        documents.clear();
    }
    let text = match arguments.format {
        DataFormat::Json => {
            let report = Report { version: VERSION, since: past.commit.clone(), documents, changes, summary };
            format!("{:#}", serde_json::to_value(&report)?)
        }
        DataFormat::Table => {
            table(&documents, &changes, &Paint(place.colour))
                + &closing(&summary, &past.since, compared.documents, arguments.weakened)
        }
    };
    terminal::print(&text)?;
    let fails = if arguments.weakened { summary.weakened > 0 } else { summary.breaking > 0 };
    Ok(match (workspace.problems.is_empty(), arguments.strict && fails) {
        (false, _) => Exit::CouldNotRun,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Ok,
    })
}

fn table(documents: &[DocumentChange], changes: &[Change], paint: &Paint) -> String {
    let mut text = String::new();
    for one in documents {
        let path = |path: &Option<String>| inline(path.as_deref().unwrap_or_default());
        text.push_str(&match one.what {
            What::Added => format!("{}: added\n", paint.text(Tone::Strong, &path(&one.to))),
            What::Removed => format!("{}: removed\n", paint.text(Tone::Strong, &path(&one.from))),
            _ => format!("{}: it was {}\n", paint.text(Tone::Strong, &path(&one.to)), path(&one.from)),
        });
    }
    if !text.is_empty() {
        text.push('\n');
    }
    for change in changes {
        text.push_str(&lines(change, paint));
    }
    text
}

fn lines(change: &Change, paint: &Paint) -> String {
    let place = change.statement().map_or(String::new(), |at| format!("{}:{}", inline(&at.path), at.line));
    let id = if change.id.is_empty() { String::new() } else { format!(" {}", inline(&change.id)) };
    let what = change.what.name();
    // A place that is gone is one of then.
    let then = if change.after.is_none() { " (before)" } else { "" };
    let kind = if change.id.starts_with(change.kind) {
        String::new()
    } else {
        format!(" {}", change.kind.replace('_', "-"))
    };
    let head = paint.text(Tone::Strong, &format!("{place}{then}"));
    let mut text = format!("{head}: {}{kind}{id}\n", paint.text(Tone::Label, what));
    let words = |side: &Option<Statement>, mark: &str| {
        let said = side.as_ref().map(|side| cut(&inline(&side.text), 300));
        said.map_or(String::new(), |said| format!("  {mark} {said}\n"))
    };
    let reworded = change.fields.iter().any(|field| field.name == "text");
    if reworded || change.what != What::Changed {
        if change.what != What::Moved {
            text.push_str(&words(&change.before, "-"));
        }
        text.push_str(&words(&change.after, if change.what == What::Moved { " " } else { "+" }));
    } else {
        text.push_str(&words(&change.after, " "));
    }
    // A row's own words tell what its cells say.
    for field in change.fields.iter().filter(|field| field.name != "text" && !reworded) {
        text.push_str(&format!("  {}\n", told(field)));
    }
    for (label, reasons) in [("breaking", &change.breaking), ("weakened", &change.weakened)] {
        for Reason { reason, .. } in reasons {
            text.push_str(&format!("  {}: {}\n", paint.text(Tone::Strong, label), inline(reason)));
        }
    }
    text + "\n"
}

/// `auth: bearer token -> none`
fn told(field: &FieldChange) -> String {
    let (from, to) = field.in_words();
    let short = |value: &str| cut(&inline(value), 120);
    format!("{}: {} -> {}", field.name, short(&from), short(&to))
}

fn closing(summary: &Summary, since: &str, documents: usize, weakened: bool) -> String {
    let Some(changes) = summary.in_words() else {
        return format!("nothing changed in {} since {since}\n", count(documents, "document"));
    };
    if weakened && summary.weakened == 0 {
        return format!(
            "no statement promises less than at {since} ({} compared)\n",
            count(documents, "document")
        );
    }
    let verb =
        |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    format!(
        "{changes} since {since}: {}, {}\n",
        verb(summary.breaking, "breaks users", "break users"),
        verb(summary.weakened, "promises less", "promise less")
    )
}

//! Plain lines for coding agents: where, which rule, what is wrong, what to do; counts at the end.

use super::text::{inline, message_and_help, note_line};
use crate::{Applicability, Diagnostic, Report};

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    for diagnostic in report.sorted() {
        let place = place(report, &diagnostic.path, diagnostic.range.start, diagnostic.has_position());
        text.push_str(&format!("{place}: {}: {}", diagnostic.rule, sentence(diagnostic)));
        for related in &diagnostic.related {
            let known = related.range != Default::default();
            let place = self::place(report, &related.path, related.range.start, known);
            text.push_str(&format!(" See {place}: {}.", inline(&related.message).trim_end_matches('.')));
        }
        if let Some(fix) = &diagnostic.fix {
            let how = match fix.applicability {
                Applicability::Safe => "--fix",
                Applicability::Unsafe => "--fix --unsafe-fixes",
            };
            text.push_str(&format!(" `{how}` can: {}.", inline(&fix.title).trim_end_matches('.')));
        }
        text.push('\n');
    }
    for note in &report.unread {
        text.push_str(&format!("error: {}\n", note_line(note)));
    }
    for note in &report.notes {
        text.push_str(&format!("note: {}\n", note_line(note)));
    }
    text + &report.summary().sentence() + "\n"
}

fn sentence(diagnostic: &Diagnostic) -> String {
    let text = message_and_help(diagnostic);
    if text.ends_with(['.', '!', '?']) { text } else { text + "." }
}

fn place(report: &Report, path: &str, offset: u32, known: bool) -> String {
    let path_text = inline(path);
    if known { format!("{path_text}:{}", report.line_column(path, offset).line) } else { path_text }
}

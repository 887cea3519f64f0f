//! What the formats for people share: colours, one-line texts, the closing lines.

use annotate_snippets::renderer::{
    DEFAULT_EMPHASIS_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_INFO_STYLE, DEFAULT_NOTE_STYLE,
    DEFAULT_WARNING_STYLE, Style,
};

use crate::{Diagnostic, Note, Report, Severity};

/// `text` on one line, without what could steer a terminal.
///
/// Messages quote documents, and a document may hold anything.
pub(super) fn inline(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.split(['\r', '\n', '\t', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let part = if line.is_empty() { part } else { part.trim_start() };
        if !line.is_empty() && !line.ends_with(' ') && !part.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    // C1 control characters steer some terminals too.
    line.retain(|c| !('\u{80}'..='\u{9f}').contains(&c));
    annotate_snippets::normalize_untrusted_str(&line)
}

/// What is wrong and what to do next, on one line.
pub(super) fn message_and_help(diagnostic: &Diagnostic) -> String {
    let message = inline(&diagnostic.message);
    match &diagnostic.help {
        Some(help) => format!("{}. {}", message.trim_end_matches('.'), capitalised(&inline(help))),
        None => message,
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A note on one line.
pub(super) fn note_line(note: &Note) -> String {
    match &note.path {
        Some(path) => format!("{}: {}", inline(path), inline(&note.message)),
        None => inline(&note.message),
    }
}

/// Texts in the colours of rustc, or plain.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    pub(super) colour: bool,
}

impl Paint {
    fn paint(self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// In the colour of `severity`.
    pub(super) fn severity(self, severity: Severity, text: &str) -> String {
        let style = match severity {
            Severity::Error => DEFAULT_ERROR_STYLE,
            Severity::Warning => DEFAULT_WARNING_STYLE,
            Severity::Info => DEFAULT_INFO_STYLE,
        };
        self.paint(style, text)
    }

    /// Bold.
    pub(super) fn strong(self, text: &str) -> String {
        self.paint(DEFAULT_EMPHASIS_STYLE, text)
    }

    /// The notes and the closing sentence.
    pub(super) fn closing(self, report: &Report) -> String {
        let mut text = String::new();
        for note in &report.notes {
            text.push_str(&format!("{}: {}\n", self.paint(DEFAULT_NOTE_STYLE, "note"), note_line(note)));
        }
        text.push_str(&report.summary().sentence());
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_from_a_document_cannot_break_the_line_or_steer_the_terminal() {
        assert_eq!(inline("one\r\n  two\n\nthree "), "one two three ");
        assert_eq!(inline("\u{1b}[2Jgone \u{9b}2J \u{202e}txt"), "␛[2Jgone 2J �txt");
    }
}

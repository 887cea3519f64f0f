//! The terminal: colour, width, and output that may be cut short by a reader.

use crate::cli::ColorChoice;
use anyhow::{Context, Result};
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether to colour what goes to standard output.
pub fn colour(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
                || std::env::var("TERM").is_ok_and(|term| term == "dumb");
            let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0");
            !refused && (forced || std::io::stdout().is_terminal())
        }
    }
}

/// Whether the reader of standard output went away.
static READER_IS_GONE: AtomicBool = AtomicBool::new(false);

/// Writes lines to standard output.
///
/// A reader that went away (`abide … | head`) has seen enough: the command goes on to its exit code.
pub fn print(text: &str) -> Result<()> {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    print_exactly(&format!("{text}{end}"))
}

/// Writes a text as it is to standard output.
pub fn print_exactly(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            READER_IS_GONE.store(true, Ordering::Relaxed);
            Ok(())
        }
        other => other.context("standard output cannot be written"),
    }
}

/// Whether nobody reads what is printed.
pub fn reader_is_gone() -> bool {
    READER_IS_GONE.load(Ordering::Relaxed)
}

/// The width of the terminal in columns; a file or pipe has room enough for a long line.
pub fn width() -> usize {
    const OF_A_FILE: usize = 140;
    if !std::io::stdout().is_terminal() {
        return OF_A_FILE;
    }
    terminal_size::terminal_size().map_or(OF_A_FILE, |(width, _)| usize::from(width.0).max(40))
}

/// A text on one line without what could move the cursor, paint the terminal, or turn the direction of writing: documents
/// may hold anything.
pub fn inline(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        let steers = |c: char| {
            c.is_control()
                || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        line.extend(word.chars().map(|c| if steers(c) { '\u{FFFD}' } else { c }));
    }
    line
}

/// As many characters as fit, the last an ellipsis where some are left out.
pub fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// What a text is, for the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A title, or the name of a thing.
    Strong,
    /// A label.
    Label,
    /// What is there to be found again.
    Faint,
}

/// Paints texts, or leaves them as they are.
#[derive(Clone, Copy, Debug)]
pub struct Paint(pub bool);

impl Paint {
    /// A text in its tone.
    pub fn text(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Strong => "1",
            Tone::Label => "36",
            Tone::Faint => "2",
        };
        if self.0 && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Writes lines to standard error; if that cannot be, nobody is left to tell.
pub fn say(text: &str) {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let _ = std::io::stderr().lock().write_all(format!("{text}{end}").as_bytes());
}

/// Clears a terminal, so that a new report starts at its top; a file or pipe gets nothing.
pub fn clear() -> Result<()> {
    if std::io::stdout().is_terminal() {
        print("\u{1b}[2J\u{1b}[H")?;
    }
    Ok(())
}

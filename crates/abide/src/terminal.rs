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

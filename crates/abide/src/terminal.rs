//! The terminal: colour, width, and output that may be cut short by a reader.

use crate::cli::ColorChoice;
use std::io::{IsTerminal, Write};

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

/// Writes to standard output; a reader that went away (`abide … | head`) is an error that ends the command quietly.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.is_empty() && !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// A panic about a closed pipe has nobody to tell.
pub fn quiet_broken_pipe() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let message = panic.payload().downcast_ref::<String>().map(String::as_str).unwrap_or_default();
        if !message.contains("Broken pipe") {
            default(panic);
        }
    }));
}

/// Clears a terminal, so that a new report starts at its top; a file or pipe gets nothing.
pub fn clear() -> anyhow::Result<()> {
    if std::io::stdout().is_terminal() {
        print("\u{1b}[2J\u{1b}[H")?;
    }
    Ok(())
}

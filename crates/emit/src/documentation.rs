//! The reference of the emitters, generated from their pages.

use crate::EMITTERS;
use std::fmt::Write;

/// The page of all artifacts.
pub fn reference(generated: &str) -> String {
    let mut text = format!(
        "# Artifacts\n\n{generated}\n\n`abide emit NAME PATH…` writes an artifact of specifications; `--check` compares it with the file \
         on disk.\n\n| artifact | what it is |\n|---|---|\n"
    );
    for emitter in EMITTERS {
        let _ = writeln!(text, "| [{0}](#{0}) | {1} |", emitter.name, emitter.summary().replace('|', "\\|"));
    }
    for emitter in EMITTERS {
        let _ = write!(text, "\n## {}\n\n{}\n", emitter.name, nested(&emitter.page()));
    }
    text
}

/// Headings one level deeper, outside of fences.
fn nested(page: &str) -> String {
    let mut fenced = false;
    let line = |line: &str| {
        fenced ^= line.starts_with("```") || line.starts_with("~~~~");
        if !fenced && line.starts_with("##") { format!("#{line}\n") } else { format!("{line}\n") }
    };
    page.lines().map(line).collect::<String>().trim_end().to_owned()
}

//! Prose in code blocks: requirements, stories and scenarios that stand in a plain block so that their lines stay as they are.

use crate::fence::Fence;
use abide_syntax::{Document, TextRange};

/// One paragraph of a plain block.
pub(crate) struct Spoken {
    /// Its bytes.
    pub range: TextRange,
    /// Its words on one line.
    pub text: String,
}

/// Whether a block names no language, or says that it is text.
pub(crate) fn is_plain(fence: &Fence) -> bool {
    fence.is(&["", "text", "txt", "plain", "plaintext", "none"])
}

/// The paragraphs of a block. One begins behind a blank line, and at a line for which `opens` holds.
pub(crate) fn paragraphs(document: &Document, fence: &Fence, opens: impl Fn(&str) -> bool) -> Vec<Spoken> {
    let mut found: Vec<Spoken> = Vec::new();
    let mut ended = true;
    for line in fence.lines(document) {
        let range = line.range.trim(document.text());
        let bare = line.text.trim().trim_start_matches(['-', '*', '•']).trim_start();
        if bare.is_empty() {
            ended = true;
            continue;
        }
        match found.last_mut().filter(|_| !ended && !opens(bare)) {
            Some(open) => {
                open.range.end = range.end;
                open.text.push(' ');
                open.text.push_str(bare);
            }
            None => found.push(Spoken { range, text: bare.to_owned() }),
        }
        ended = false;
    }
    found
}

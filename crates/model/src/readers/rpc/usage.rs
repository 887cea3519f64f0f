//! A block that lists the commands of one program, a line each: `tool add NAME [--size N]      adds one`.

use super::name_in_code;
use crate::fence::Fence;
use crate::{Context, Items};
use abide_syntax::{SectionId, TextRange};

/// `tool [OPTIONS] add NAME` is `tool add NAME`, whatever options all commands take.
fn without_options(usage: &str) -> String {
    let Some((program, rest)) = usage.split_once(' ') else { return usage.to_owned() };
    let rest = rest.trim_start();
    let options = rest.strip_prefix('[').and_then(|inner| inner.split_once("] ")).filter(|(inner, _)| {
        let inner = inner.trim_end_matches(['.', '…']).to_lowercase();
        [
            "options",
            "option",
            "opts",
            "flags",
            "global options",
            "global flags",
            "global-options",
            "global-flags",
        ]
        .contains(&inner.as_str())
    });
    options.map_or_else(|| usage.to_owned(), |(_, behind)| format!("{program} {}", behind.trim_start()))
}

/// Each line of a block that begins with the program of the others is a command, whether it shows arguments or not.
pub(super) fn listed(context: &Context, id: SectionId, fence: &Fence, items: &mut Items) {
    let lines = fence.lines(context.document);
    let mut program: Option<&str> = None;
    let mut found: Vec<(String, &str, TextRange)> = Vec::new();
    let mut arguments = false;
    for line in &lines {
        let bare = line.text.trim();
        // What a command prints, and what a line leads over to, is another matter.
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let (usage, about) = bare.split_once("  ").map_or((bare, ""), |(usage, about)| (usage, about.trim()));
        let usage = usage.split_once(" # ").map_or(usage, |(usage, _)| usage);
        let usage = &without_options(usage);
        let words: Vec<&str> = usage.split_whitespace().collect();
        let [first, second, rest @ ..] = words.as_slice() else { return };
        let plain = |word: &str| {
            word.len() > 1
                && word.starts_with(|c: char| c.is_ascii_lowercase())
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
        };
        let Some(first) = bare.split_whitespace().next().filter(|name| name == first) else { return };
        if !plain(first) || program.is_some_and(|known| known != first) {
            return;
        }
        // `tool [global flags] <noun> <verb>` shows how all of them are called.
        if second.starts_with(['[', '<']) {
            arguments = true;
            program = Some(first);
            continue;
        }
        if !plain(second) {
            return;
        }
        let placeholder = |word: &&&str| {
            let bare = word.trim_matches(['[', ']', '<', '>', '.', '{', '}']);
            bare.len() > 1
                && bare.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '_' | ':' | '-' | '|'))
                || word.starts_with(['<', '['])
        };
        arguments |= rest.iter().any(|word| placeholder(&word));
        program = Some(first);
        found.push((usage.clone(), about, line.range.trim(context.document.text())));
    }
    // Calls of a program alone are what somebody does, not what there is.
    if !arguments || found.len() < 2 {
        return;
    }
    for (usage, about, range) in found {
        name_in_code(items, id, range, &usage, Some(about).filter(|about| !about.is_empty()), true);
    }
}

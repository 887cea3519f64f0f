//! Which item somebody means who writes an id on the command line: whole, shortened, or as a place.

use abide_model::{Item, is_meant, qualified};
use abide_workspace::check::{DocumentState, Workspace};
use anyhow::{Result, anyhow};

/// Candidates that are listed where several are meant.
const LISTED: usize = 6;

/// The one item that is meant by `asked`: its id, alone or behind the path of its document, `PATH:LINE`, or the beginning of an
/// id (or of what stands in it behind the kind) that no other item shares.
pub fn find<'a>(workspace: &'a Workspace, asked: &str) -> Result<(&'a DocumentState, &'a Item)> {
    let all = || {
        let items = |state: &'a DocumentState| state.spec().items.iter().map(move |item| (state, item));
        workspace.asked().flat_map(items)
    };
    let exact =
        |path: &str, item: &Item| is_meant(asked, path, &item.id) || asked == format!("{path}:{}", item.line);
    let begins = |path: &str, item: &Item| {
        let digest = item.id.split_once(':').map_or("", |(_, rest)| rest);
        item.id.starts_with(asked)
            || digest.starts_with(asked)
            || (asked.contains('#') && qualified(path, &item.id).starts_with(asked))
    };
    let mut found: Vec<_> = all().filter(|(state, item)| exact(&state.spec().path, item)).collect();
    if found.is_empty() && !asked.is_empty() {
        found = all().filter(|(state, item)| begins(&state.spec().path, item)).collect();
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(unknown(workspace, asked)),
        several => {
            let mut names: Vec<String> = several
                .iter()
                .take(LISTED)
                .map(|(state, item)| format!("`{}`", qualified(&state.spec().path, &item.id)))
                .collect();
            if several.len() > LISTED {
                names.push(format!("{} more", several.len() - LISTED));
            }
            Err(anyhow!("`{asked}` may mean {} statements: {}", several.len(), names.join(", ")))
        }
    }
}

/// There is no such item; the nearest one is offered.
pub fn unknown(workspace: &Workspace, asked: &str) -> anyhow::Error {
    let mut known: Vec<String> = Vec::new();
    for state in workspace.asked() {
        for item in &state.spec().items {
            known.push(item.id.clone());
            known.push(qualified(&state.spec().path, &item.id));
        }
    }
    let near = abide_workspace::closest(asked, known.iter().map(String::as_str))
        .map_or("; `abide model` lists all".to_owned(), |near| format!("; did you mean `{near}`?"));
    anyhow!("there is no item with the id `{asked}`{near}")
}

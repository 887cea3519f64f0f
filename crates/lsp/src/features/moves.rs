//! Files that move: links to them follow, and links within them still lead where they led.

use crate::edits::Edits;
use crate::trouble::Answer;
use crate::uri;
use crate::world::{Spot, World};
use abide_rules::End;
use abide_syntax::TextRange;
use gen_lsp_types::{RenameFilesParams, WorkspaceEdit};
use std::path::{Path, PathBuf};

/// `workspace/willRenameFiles`
pub fn will_rename(world: &mut World, params: RenameFilesParams) -> Answer<Option<WorkspaceEdit>> {
    let path = |uri: &str| uri.parse().ok().as_ref().and_then(uri::path);
    let moves: Vec<(PathBuf, PathBuf)> = params
        .files
        .iter()
        .filter_map(|file| Some((path(file.old_uri.as_str())?, path(file.new_uri.as_str())?)))
        .collect();
    let Some(folder) = moves.first().and_then(|(from, _)| world.folder_with(from)) else { return Ok(None) };
    let Some(spot) = world.spot(folder, 0) else { return Ok(None) };
    let mut edits = Edits::default();
    follow(&spot, &moves, &mut edits);
    Ok((!edits.is_empty()).then(|| edits.written(world, folder)))
}

/// Edits that keep all links of the workspace where they lead, once these files and folders have moved.
pub fn follow(spot: &Spot, moves: &[(PathBuf, PathBuf)], edits: &mut Edits) {
    let root = &spot.live.workspace().root;
    let shown = |path: &Path| root.relative(path).to_string();
    let moves: Vec<(String, String)> = moves.iter().map(|(from, to)| (shown(from), shown(to))).collect();
    for other in spot.all() {
        let stands_at = moved(&moves, other.path());
        for pointer in
            abide_rules::pointers(other.document()).iter().filter(|pointer| !pointer.path.is_empty())
        {
            let End::There(end) = abide_rules::follow(other.live.surroundings(), other.path(), &pointer.path)
            else {
                continue;
            };
            let ends_at = moved(&moves, &end);
            if stands_at.is_none() && ends_at.is_none() {
                continue;
            }
            // Only what is written as a path can be written anew.
            let Some(range) = written_path(&other, pointer) else { continue };
            let (from, to) =
                (stands_at.as_deref().unwrap_or(other.path()), ends_at.as_deref().unwrap_or(&end));
            let path = written_as(&pointer.path, from, to, &end);
            if path != pointer.path {
                edits.replace(other.number, range, path);
            }
        }
    }
}

/// Where a path is after the moves, if it is elsewhere then.
fn moved(moves: &[(String, String)], path: &str) -> Option<String> {
    moves.iter().find_map(|(from, to)| {
        let rest = path.strip_prefix(from.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
    })
}

/// Where a pointer's path is written, without its fragment.
fn written_path(spot: &Spot, pointer: &abide_rules::Pointer) -> Option<TextRange> {
    let source = pointer.range.slice(spot.text());
    let at = source.find(&pointer.path)?;
    let start = pointer.range.start() + at;
    Some(TextRange::new(start, start + pointer.path.len()))
}

/// A path to `to` in the manner of one that was written as `old` and led to `end`.
fn written_as(old: &str, from: &str, to: &str, end: &str) -> String {
    // What was left out of the path stays left out: an extension, or the index of a folder.
    let bare = old.rsplit('/').next().unwrap_or(old);
    let name = end.rsplit('/').next().unwrap_or(end);
    let to = match (bare.contains('.'), name.rsplit_once('.')) {
        (false, Some((stem, _))) if stem == bare => to.rsplit_once('.').map_or(to, |(stem, _)| stem),
        _ => to,
    };
    let encoded = |path: &str| {
        if old.contains("%20") || path.contains(' ') { path.replace(' ', "%20") } else { path.to_owned() }
    };
    if old.starts_with('/') {
        return encoded(&format!("/{to}"));
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let relative = relative(folder, to);
    let dotted = old.starts_with("./") && !relative.starts_with("../");
    encoded(&if dotted { format!("./{relative}") } else { relative })
}

/// The path from a folder to a file, both seen from the root.
pub fn relative(folder: &str, to: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = to.split('/').filter(|part| !part.is_empty()).collect();
    let shared = from.iter().zip(&parts).take_while(|(one, other)| one == other).count();
    let shared = shared.min(parts.len().saturating_sub(1));
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(parts.iter().skip(shared).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_from_one_folder_to_another() {
        assert_eq!(relative("specs", "specs/a.md"), "a.md");
        assert_eq!(relative("specs/orders", "specs/a.md"), "../a.md");
        assert_eq!(relative("", "docs/a.md"), "docs/a.md");
        assert_eq!(relative("specs", "docs/x/a.md"), "../docs/x/a.md");
    }

    #[test]
    fn a_link_is_written_as_its_author_wrote_it() {
        let written = |old| written_as(old, "specs/a.md", "specs/new/c.md", "specs/b.md");
        assert_eq!(written("b.md"), "new/c.md");
        assert_eq!(written("./b.md"), "./new/c.md");
        assert_eq!(written("b"), "new/c");
        assert_eq!(written("/specs/b.md"), "/specs/new/c.md");
        assert_eq!(written_as("b.md", "specs/a.md", "specs/my own.md", "specs/b.md"), "my%20own.md");
    }

    #[test]
    fn what_stands_in_a_folder_moves_with_it() {
        let moves = [("specs/old".to_owned(), "specs/new".to_owned())];
        assert_eq!(moved(&moves, "specs/old/a.md").as_deref(), Some("specs/new/a.md"));
        assert_eq!(moved(&moves, "specs/older/a.md"), None);
    }
}

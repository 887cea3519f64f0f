//! From a statement to the code and tests that name it.

use crate::features::diagnostics::range_in;
use crate::occurrences;
use crate::subject::{Subject, is_written, item_at};
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_model::{Item, Kind};
use abide_syntax::TextRange;
use abide_workspace::config::is_markdown;
use abide_workspace::files::{load, walk};
use gen_lsp_types::{Definition, ImplementationParams, ImplementationResponse, Location};

/// More places than this help nobody.
const MOST: usize = 200;
/// Files larger than this are made, not written.
const LARGEST: u64 = 1 << 20;

/// `textDocument/implementation`
pub fn implementation(
    world: &mut World,
    params: ImplementationParams,
) -> Answer<Option<ImplementationResponse>> {
    let at = params.text_document_position_params;
    let Some((folder, number)) = world.find(&at.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let offset = spot.places().offset(at.position);
    let named = Subject::at(&spot, offset).and_then(|subject| subject.items(&spot).into_iter().next());
    let Some(item) = named.map(|(_, item)| item).or_else(|| item_at(&spot, offset)) else { return Ok(None) };
    let Some(word) = name_in_code(item) else { return Ok(None) };
    let found = places(&spot, item, &word);
    Ok((!found.is_empty()).then_some(ImplementationResponse::Definition(Definition::LocationList(found))))
}

/// What code calls an item: the id that somebody wrote, or the name that it has in the system.
fn name_in_code(item: &Item) -> Option<String> {
    if is_written(item) {
        return Some(item.id.clone());
    }
    match item.kind {
        Kind::Endpoint => item.text_field("path").map(str::to_owned),
        Kind::Entity
        | Kind::Setting
        | Kind::Event
        | Kind::Rpc
        | Kind::Component
        | Kind::Path
        | Kind::Signal => Some(item.key.clone()),
        _ => None,
    }
}

fn places(spot: &Spot, item: &Item, word: &str) -> Vec<Location> {
    let root = &spot.live.workspace().root;
    if item.kind == Kind::Path {
        let path = root.absolute(word.trim_end_matches('/'));
        let top = || range_in(spot.world, "", TextRange::empty(0));
        return path
            .is_file()
            .then(|| Location { uri: spot.uri_of(&path), range: top() })
            .into_iter()
            .collect();
    }
    let files = walk(root, &[root.folder().to_owned()], |path| !is_markdown(path)).files;
    let mut found = Vec::new();
    for file in files {
        let small = std::fs::metadata(&file.absolute).is_ok_and(|metadata| metadata.len() <= LARGEST);
        // What is no text says nothing.
        let Some(read) = small.then(|| load(&file.path, &file.absolute).ok()).flatten() else { continue };
        for place in occurrences::of(&read.text, word) {
            found.push(Location {
                uri: spot.uri_of(&file.absolute),
                range: range_in(spot.world, &read.text, place),
            });
            if found.len() >= MOST {
                return found;
            }
        }
    }
    found
}

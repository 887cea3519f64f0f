//! From a statement to the code and tests that name it.

use crate::features::diagnostics::range_in;
use crate::occurrences;
use crate::subject::{Subject, item_at};
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_model::{Item, Kind};
use abide_syntax::TextRange;
use abide_workspace::code::{names_in_code, naming};
use abide_workspace::files::load;
use gen_lsp_types::{Definition, ImplementationParams, ImplementationResponse, Location};
use std::collections::{BTreeMap, BTreeSet};

/// More places than this help nobody.
const MOST: usize = 200;

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
    let Some((of, item)) = named.or_else(|| Some((spot, item_at(&spot, offset)?))) else { return Ok(None) };
    let found = places(&of, item);
    Ok((!found.is_empty()).then_some(ImplementationResponse::Definition(Definition::LocationList(found))))
}

fn places(spot: &Spot, item: &Item) -> Vec<Location> {
    let workspace = spot.live.workspace();
    if item.kind == Kind::Path {
        let path = workspace.root.absolute(item.key.trim_end_matches('/'));
        let top =
            || Location { uri: spot.uri_of(&path), range: range_in(spot.world, "", TextRange::empty(0)) };
        return path.is_file().then(top).into_iter().collect();
    }
    let names = names_of(item);
    // Lines by file: those that name the statement, and those that hold the name of what it describes.
    let mut lines: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let called = spot.live.name_of(spot.path(), &item.id);
    let traced = workspace.trace().statements;
    let traced = traced.into_iter().filter(|one| one.id == called && one.path == **spot.path());
    for place in traced.flat_map(|one| one.code.into_iter().chain(one.tests)) {
        lines.entry(place.path).or_default().insert(place.line);
    }
    for place in naming(&workspace.root, workspace.root.folder().to_owned(), &names) {
        lines.entry(place.path).or_default().insert(place.line);
    }
    let words: Vec<&str> =
        std::iter::once(item.id.as_str()).chain(names.iter().map(String::as_str)).collect();
    let found = lines.into_iter().flat_map(|(path, lines)| in_file(spot, &path, &lines, &words));
    found.take(MOST).collect()
}

/// What code calls an item. Other names than those that mean this item alone are good enough to go and look.
fn names_of(item: &Item) -> Vec<String> {
    match item.kind {
        Kind::Entity | Kind::Rpc | Kind::Component => vec![item.key.clone()],
        _ => names_in_code(item),
    }
}

/// Lines of a file as places: the word that names the statement, else all of the line.
fn in_file(spot: &Spot, path: &str, lines: &BTreeSet<u32>, words: &[&str]) -> Vec<Location> {
    let absolute = spot.live.workspace().root.absolute(path);
    let Ok(read) = load(&path.into(), &absolute) else { return Vec::new() };
    let index = abide_syntax::LineIndex::new(&read.text);
    let place = |line: &u32| {
        let range = index.line_range(&read.text, *line);
        let text = range.slice(&read.text);
        let word = words.iter().find_map(|word| occurrences::of(text, word).into_iter().next());
        let place = word.map_or(range.trim(&read.text), |word| {
            TextRange::new(range.start() + word.start(), range.start() + word.end())
        });
        Location { uri: spot.uri_of(&absolute), range: range_in(spot.world, &read.text, place) }
    };
    lines.iter().map(place).collect()
}

//! Where what stands at a place is spoken of.

use crate::features::define::location;
use crate::occurrences;
use crate::subject::{Subject, end, section_of, target};
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_model::qualified;
use abide_rules::Pointer;
use abide_syntax::{Anchors, SectionId, TextRange};
use gen_lsp_types::{Location, ReferenceParams};
use std::collections::BTreeSet;

/// `textDocument/references`
pub fn references(world: &mut World, params: ReferenceParams) -> Answer<Option<Vec<Location>>> {
    let at = params.text_document_position_params;
    let Some((folder, number)) = world.find(&at.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let Some(subject) = Subject::at(&spot, spot.places().offset(at.position)) else { return Ok(None) };
    let mut found = places(&spot, &subject);
    if !params.context.include_declaration {
        let own: BTreeSet<(usize, TextRange)> = subject
            .items(&spot)
            .iter()
            .map(|(other, item)| (other.number, super::define::said_at(other, item)))
            .collect();
        found.retain(|place| !own.contains(place));
    }
    Ok(Some(
        found.iter().filter_map(|(number, range)| Some(location(&spot.other(*number)?, *range))).collect(),
    ))
}

/// All places that speak of a subject, each by its document and range.
pub fn places(spot: &Spot, subject: &Subject) -> Vec<(usize, TextRange)> {
    match subject {
        Subject::Id { id, .. } => of_id(spot, id),
        Subject::Name { key, .. } => {
            // An endpoint is written in many ways; its path is the part that is always the same.
            let word = key.split_once(" /").map_or(key.clone(), |(_, path)| format!("/{path}"));
            of_word(spot, &word)
        }
        Subject::Heading { section, .. } => of_section(spot, spot.number, *section),
        Subject::Link { pointer, .. } => match target(spot, pointer) {
            Some((other, Some(section))) => of_section(spot, other.number, section),
            Some((other, None)) => {
                links_to(spot, other.number).into_iter().map(|(number, range, _)| (number, range)).collect()
            }
            None => Vec::new(),
        },
    }
}

/// An id that one document alone has is meant wherever it stands; one that several have, in the own document and behind its path.
fn of_id(spot: &Spot, id: &str) -> Vec<(usize, TextRange)> {
    let having = spot.live.having(id);
    if having.len() <= 1 {
        return of_word(spot, id);
    }
    let mut found = Vec::new();
    let whole = qualified(spot.path(), id);
    for other in spot.all() {
        if other.number == spot.number {
            found.extend(occurrences::of(other.text(), id).into_iter().map(|place| (other.number, place)));
            continue;
        }
        for place in occurrences::of(other.text(), &whole) {
            found.push((other.number, TextRange::new(place.end() - id.len(), place.end())));
        }
    }
    found
}

fn of_word(spot: &Spot, word: &str) -> Vec<(usize, TextRange)> {
    spot.all()
        .flat_map(|other| {
            occurrences::of(other.text(), word).into_iter().map(move |place| (other.number, place))
        })
        .collect()
}

/// A heading, and the links that lead to it.
fn of_section(spot: &Spot, number: usize, section: SectionId) -> Vec<(usize, TextRange)> {
    let heading = spot.other(number).and_then(|other| Some(other.document().section(section)?.title_range));
    let links = links_to(spot, number).into_iter().filter(|(.., to)| *to == Some(section));
    heading
        .map(|range| (number, range))
        .into_iter()
        .chain(links.map(|(from, range, _)| (from, range)))
        .collect()
}

/// All links to a document, each with the section that it leads to.
fn links_to(spot: &Spot, number: usize) -> Vec<(usize, TextRange, Option<SectionId>)> {
    let Some(wanted) = spot.other(number) else { return Vec::new() };
    let anchors = Anchors::new(wanted.document());
    let links = pointers_to(spot, number).into_iter().map(|(from, pointer)| {
        let fragment = pointer.fragment.as_ref();
        let section = fragment.and_then(|(fragment, _)| section_of(&wanted, &anchors, fragment));
        (from, pointer.range, section)
    });
    links.collect()
}

/// All links to a document, each with the document that it stands in.
pub fn pointers_to(spot: &Spot, number: usize) -> Vec<(usize, Pointer)> {
    let Some(wanted) = spot.other(number) else { return Vec::new() };
    let file = wanted.path().rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    // A link to a document holds its name, or is its own; that of an index may be left out.
    let is_index = stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index");
    let may_link = |other: &Spot| {
        is_index || other.number == number || other.text().contains(stem) || other.text().contains('%')
    };
    let mut found = Vec::new();
    for other in spot.all().filter(may_link) {
        let pointers = abide_rules::pointers(other.document()).into_iter();
        let leads_there = |pointer: &Pointer| end(&other, pointer).is_some_and(|end| end.number == number);
        found.extend(pointers.filter(leads_there).map(|pointer| (other.number, pointer)));
    }
    found
}

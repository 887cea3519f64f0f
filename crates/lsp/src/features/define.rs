//! Where what stands at a place is said: an id, a name, the end of a link.

use crate::features::diagnostics::range_in;
use crate::occurrences;
use crate::subject::{Subject, file_of, target};
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_model::Item;
use abide_syntax::TextRange;
use gen_lsp_types::{Definition, DefinitionParams, DefinitionResponse, Location};

/// `textDocument/definition`
pub fn definition(world: &mut World, params: DefinitionParams) -> Answer<Option<DefinitionResponse>> {
    let at = params.text_document_position_params;
    let Some((folder, number)) = world.find(&at.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let Some(subject) = Subject::at(&spot, spot.places().offset(at.position)) else { return Ok(None) };
    let found = match &subject {
        Subject::Link { pointer, .. } => match target(&spot, pointer) {
            Some((other, section)) => {
                let heading = section.and_then(|section| other.document().section(section));
                vec![location(&other, heading.map_or(TextRange::empty(0), |heading| heading.title_range))]
            }
            // Other files are opened at their top.
            None => file_of(&spot, pointer)
                .map(|path| Location {
                    uri: spot.uri_of(&spot.live.workspace().root.absolute(&path)),
                    range: range_in(world, "", TextRange::empty(0)),
                })
                .into_iter()
                .collect(),
        },
        Subject::Heading { range, .. } => vec![location(&spot, *range)],
        Subject::Id { .. } | Subject::Name { .. } => {
            subject.items(&spot).iter().map(|(other, item)| location(other, said_at(other, item))).collect()
        }
    };
    Ok((!found.is_empty()).then_some(DefinitionResponse::Definition(Definition::LocationList(found))))
}

/// A place of a document.
pub fn location(spot: &Spot, range: TextRange) -> Location {
    Location { uri: spot.uri(), range: spot.places().range(range) }
}

/// Where an item says its id or its name, else all of it.
pub fn said_at(spot: &Spot, item: &Item) -> TextRange {
    let text = item.range.slice(spot.text());
    let within = |word: &str| {
        let place = occurrences::of(text, word).into_iter().next()?;
        Some(TextRange::new(item.range.start() + place.start(), item.range.start() + place.end()))
    };
    let name = item.key.split_once(' ').map_or(item.key.as_str(), |(_, path)| path);
    within(&item.id).or_else(|| within(name)).unwrap_or(item.range)
}

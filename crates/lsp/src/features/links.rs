//! The links of a document that lead to files.

use crate::subject::file_of;
use crate::trouble::Answer;
use crate::world::World;
use gen_lsp_types::{DocumentLink, DocumentLinkParams};

/// `textDocument/documentLink`
pub fn links(world: &mut World, params: DocumentLinkParams) -> Answer<Option<Vec<DocumentLink>>> {
    let Some((folder, number)) = world.find(&params.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let root = &spot.live.workspace().root;
    let places = spot.places();
    let links = abide_rules::pointers(spot.document()).into_iter().filter_map(|pointer| {
        let path = match pointer.path.is_empty() {
            true => spot.path().clone(),
            false => file_of(&spot, &pointer)?,
        };
        let mut target = spot.uri_of(&root.absolute(&path));
        target.set_fragment(pointer.fragment.as_ref().map(|(fragment, _)| fragment.as_str()));
        Some(DocumentLink {
            range: places.range(pointer.range),
            target: Some(target),
            tooltip: Some(path.to_string()),
            ..DocumentLink::default()
        })
    });
    Ok(Some(links.collect()))
}

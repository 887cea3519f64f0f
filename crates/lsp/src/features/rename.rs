//! Other names for ids, entities and headings, with all that speaks of them; links follow, from whichever end one starts.

use crate::edits::Edits;
use crate::features::{moves, refer};
use crate::subject::{Subject, is_written, target};
use crate::trouble::{Answer, Trouble};
use crate::world::{Spot, World};
use abide_diagnostics::Fix;
use abide_model::Kind;
use abide_syntax::{Anchors, Document, SectionId, TextRange};
use gen_lsp_types::{
    PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, WorkspaceEdit,
};
use std::collections::HashMap;

/// `textDocument/prepareRename`
pub fn prepare(world: &mut World, params: PrepareRenameParams) -> Answer<Option<PrepareRenameResult>> {
    let at = params.text_document_position_params;
    let Some((folder, number)) = world.find(&at.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let Some(subject) = Subject::at(&spot, spot.places().offset(at.position)) else { return Ok(None) };
    let (range, placeholder) = match renamed(&spot, &subject)? {
        Renamed::Word { word, range } => (range, word),
        Renamed::Heading { number, section, range } => (range, title(&spot, number, section)),
        Renamed::File { range, number } => {
            (range, spot.other(number).map(|other| other.path().to_string()).unwrap_or_default())
        }
    };
    Ok(Some(PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder {
        range: spot.places().range(range),
        placeholder,
    })))
}

/// `textDocument/rename`
pub fn rename(world: &mut World, params: RenameParams) -> Answer<Option<WorkspaceEdit>> {
    let at = params.text_document_position_params;
    let Some((folder, number)) = world.find(&at.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let Some(subject) = Subject::at(&spot, spot.places().offset(at.position)) else { return Ok(None) };
    let name = params.new_name.trim();
    let mut edits = Edits::default();
    match renamed(&spot, &subject)? {
        Renamed::Word { word, .. } => {
            check_name(&spot, &subject, &word, name)?;
            for (number, range) in refer::places(&spot, &subject) {
                // Of an endpoint, the path alone is spoken of elsewhere; ids and names are replaced where they stand.
                edits.replace(number, range, name);
            }
        }
        Renamed::Heading { number, section, .. } => {
            if name.is_empty() || name.contains(['\n', '\r']) {
                return Err(Trouble::failed("a heading is one line that is not empty"));
            }
            let range =
                spot.other(number).and_then(|other| Some(other.document().section(section)?.title_range));
            let Some(range) = range else { return Ok(None) };
            edits.replace(number, range, name);
        }
        Renamed::File { number, .. } => {
            let Some(other) = spot.other(number) else { return Ok(None) };
            if name.is_empty() || name.ends_with('/') {
                return Err(Trouble::failed("a file needs a name"));
            }
            if !world.client.renames_files {
                return Err(Trouble::failed(
                    "this editor does not move files as part of an edit; rename the file itself",
                ));
            }
            let to = spot.live.workspace().root.absolute(name.trim_start_matches('/'));
            let from = other.state.file.absolute.clone();
            moves::follow(&spot, &[(from.clone(), to.clone())], &mut edits);
            edits.move_file(spot.uri_of(&from), spot.uri_of(&to));
        }
    }
    links_follow(&spot, &mut edits);
    Ok((!edits.is_empty()).then(|| edits.written(world, folder)))
}

/// What a rename is about.
enum Renamed {
    /// An id or a name, wherever it stands.
    Word { word: String, range: TextRange },
    /// A heading, by the document and section that it heads.
    Heading { number: usize, section: SectionId, range: TextRange },
    /// A file of the workspace.
    File { number: usize, range: TextRange },
}

fn renamed(spot: &Spot, subject: &Subject) -> Answer<Renamed> {
    match subject {
        Subject::Id { id, range } => Ok(Renamed::Word { word: id.clone(), range: *range }),
        Subject::Name { kind: Kind::Entity, key, range } => {
            Ok(Renamed::Word { word: key.clone(), range: *range })
        }
        Subject::Name { kind, .. } => Err(Trouble::failed(format!(
            "this name is one of the system ({kind}); rename it there, and then in the specs by hand"
        ))),
        Subject::Heading { section, range } => {
            let entity = spot
                .document()
                .section(*section)
                .filter(|found| !spot.live.stating(Kind::Entity, &found.title).is_empty());
            Ok(match entity {
                Some(found) if found.title_range.slice(spot.text()) == &*found.title => {
                    Renamed::Word { word: found.title.to_string(), range: *range }
                }
                _ => Renamed::Heading { number: spot.number, section: *section, range: *range },
            })
        }
        Subject::Link { pointer, in_fragment } => match (target(spot, pointer), &pointer.fragment) {
            (Some((other, Some(section))), Some((_, Some(range)))) if *in_fragment => {
                Ok(Renamed::Heading { number: other.number, section, range: *range })
            }
            (Some((other, _)), _) if !*in_fragment && !pointer.path.is_empty() => {
                let length = pointer.path.len() as u32;
                let range = TextRange { start: pointer.range.start, end: pointer.range.start + length };
                Ok(Renamed::File { number: other.number, range })
            }
            _ => {
                Err(Trouble::failed("this link leads to no heading and to no document that could be renamed"))
            }
        },
    }
}

fn title(spot: &Spot, number: usize, section: SectionId) -> String {
    let other = spot.other(number);
    let range = other.and_then(|other| Some((other, other.document().section(section)?.title_range)));
    range.map(|(other, range)| range.slice(other.text()).to_owned()).unwrap_or_default()
}

fn check_name(spot: &Spot, subject: &Subject, old: &str, new: &str) -> Answer<()> {
    let plain = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
    let is_id = matches!(subject, Subject::Id { .. });
    if new.is_empty() || is_id && !new.chars().all(plain) || new.contains(['\n', '\r', '`', '|']) {
        return Err(Trouble::failed(format!(
            "`{new}` cannot be a name: write letters, digits, `-`, `.` and `_`"
        )));
    }
    let taken = is_id && {
        let documents = spot.live.having(new).iter().filter_map(|number| spot.other(*number));
        let here = |other: &Spot| other.number == spot.number || spot.live.having(old).len() == 1;
        documents.filter(here).filter_map(|other| other.state.spec().item(new)).any(is_written)
    };
    match taken {
        true => Err(Trouble::failed(format!("there is another item with the id `{new}`"))),
        false => Ok(()),
    }
}

/// Where headings change, their anchors do, and links to them follow.
fn links_follow(spot: &Spot, edits: &mut Edits) {
    let mut changed: Vec<(usize, HashMap<String, String>)> = Vec::new();
    for (number, own) in edits.texts() {
        let Some(other) = spot.other(number) else { continue };
        let fix = Fix::safe("", own.to_vec());
        let after = Document::parse(abide_diagnostics::apply(other.text(), &[&fix]).text);
        let (before, after) = (Anchors::new(other.document()), Anchors::new(&after));
        let pairs = before.headings().zip(after.headings());
        let moved: HashMap<String, String> = pairs
            .filter(|((_, before), (_, after))| before != after)
            .map(|((_, before), (_, after))| (before.to_owned(), after.to_owned()))
            .collect();
        if !moved.is_empty() && before.headings().count() == after.headings().count() {
            changed.push((number, moved));
        }
    }
    for (number, moved) in changed {
        let Some(changed) = spot.other(number) else { continue };
        let anchors = Anchors::new(changed.document());
        for (from, pointer) in refer::pointers_to(spot, number) {
            let Some((fragment, Some(range))) = &pointer.fragment else { continue };
            let Some(heading) = anchors.heading(fragment) else { continue };
            let mut own = anchors.headings().filter(|(node, _)| *node == heading);
            let new = own.find_map(|(_, name)| moved.get(name));
            if let Some(new) = new.filter(|new| *new != fragment) {
                edits.replace(from, *range, new.clone());
            }
        }
    }
}

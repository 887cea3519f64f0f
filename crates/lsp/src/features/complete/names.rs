//! Ids and names that the workspace knows: written ids, entities, endpoints, settings, roles.

use super::{At, MOST, Offer, Offers};
use crate::markdown::cut;
use crate::subject::is_written;
use abide_model::{Item, Kind};
use gen_lsp_types::CompletionItemKind;
use std::collections::BTreeMap;

/// Fields that name a role.
const ROLES: &[Kind] = &[Kind::Permission, Kind::Story];

/// Wherever a word is begun; this document's own come first.
pub fn offers(at: &At) -> Offers {
    let inside = |letter: char| letter.is_alphanumeric() || "_-./{}".contains(letter);
    let start = at.before.rfind(|letter| !inside(letter)).map_or(0, |place| {
        place + at.before.get(place..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let typed = at.before.get(start..)?;
    if typed.is_empty() || typed.chars().all(|letter| "-./".contains(letter)) && typed != "/" {
        return None;
    }
    let wanted = typed.to_lowercase();
    let mut found: BTreeMap<String, (usize, Offer)> = BTreeMap::new();
    let own = at.spot.number;
    // The own document, and then the others while there is room.
    let documents = std::iter::once(at.spot).chain(at.spot.all().filter(|other| other.number != own));
    for other in documents {
        for item in &other.state.spec().items {
            for (name, kind) in names(item) {
                let fits = name.to_lowercase().starts_with(&wanted) && name != typed;
                let path = name.split_once(" /").map(|(_, path)| path.to_lowercase());
                let by_path =
                    wanted.strip_prefix('/').zip(path).is_some_and(|(wanted, path)| path.starts_with(wanted));
                if fits || by_path {
                    let order = usize::from(other.number != own);
                    let text = by_path
                        .then(|| name.split_once(' ').map_or(name.clone(), |(_, path)| path.to_owned()));
                    let detail = format!("{} · {}", item.kind, cut(&item.text, 80));
                    let offer = Offer { text, ..Offer::new(name.clone(), kind).detail(detail) };
                    found.entry(name).or_insert((order, offer));
                }
            }
        }
        if found.len() > MOST {
            break;
        }
    }
    let mut offers: Vec<(usize, Offer)> = found.into_values().collect();
    offers.sort_by_key(|(order, _)| *order);
    (!offers.is_empty()).then(|| (at.last(typed.len()), offers.into_iter().map(|(_, offer)| offer).collect()))
}

/// What an item may be called elsewhere.
fn names(item: &Item) -> Vec<(String, CompletionItemKind)> {
    let mut names = Vec::new();
    if is_written(item) {
        names.push((item.id.clone(), CompletionItemKind::Reference));
    }
    let kind = match item.kind {
        Kind::Entity => Some(CompletionItemKind::Struct),
        Kind::Endpoint | Kind::Rpc => Some(CompletionItemKind::Method),
        Kind::Setting => Some(CompletionItemKind::Constant),
        Kind::Event => Some(CompletionItemKind::Event),
        Kind::Component => Some(CompletionItemKind::Module),
        Kind::Term => Some(CompletionItemKind::Text),
        _ => None,
    };
    names.extend(kind.map(|kind| (item.key.clone(), kind)));
    if ROLES.contains(&item.kind)
        && let Some(role) = item.text_field("role")
    {
        names.push((role.to_owned(), CompletionItemKind::Class));
    }
    names
}

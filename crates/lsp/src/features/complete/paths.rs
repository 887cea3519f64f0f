//! The ends of links: documents of the workspace, and their headings.

use super::{At, Offer, Offers};
use crate::subject::target;
use abide_rules::Pointer;
use abide_syntax::{Anchors, TextRange};
use gen_lsp_types::CompletionItemKind;

/// Behind `](`.
pub fn offers(at: &At) -> Offers {
    let start = at.before.rfind("](")? + 2;
    let typed = at.before.get(start..)?;
    if typed.contains([')', ' ']) || typed.contains("://") {
        return None;
    }
    match typed.split_once('#') {
        Some((path, fragment)) => headings(at, path, fragment),
        None => documents(at, typed),
    }
}

fn documents(at: &At, typed: &str) -> Offers {
    let spot = at.spot;
    let folder = spot.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let offers = spot.all().filter(|other| other.number != spot.number).map(|other| {
        let path = crate::features::moves::relative(folder, other.path()).replace(' ', "%20");
        let title = other.document().title().map(|title| title.into_owned());
        Offer { detail: title, ..Offer::new(path, CompletionItemKind::File) }
    });
    let wanted = typed.trim_start_matches("./").to_lowercase();
    let fits = |offer: &Offer| {
        let title = offer.detail.as_deref().unwrap_or_default().to_lowercase();
        offer.label.to_lowercase().contains(&wanted) || title.contains(&wanted)
    };
    let offers: Vec<Offer> = offers.filter(fits).take(super::MOST + 1).collect();
    Some((at.last(typed.len()), offers))
}

fn headings(at: &At, path: &str, fragment: &str) -> Offers {
    let range = TextRange::empty(at.offset as usize);
    let pointer = Pointer { range, path: path.to_owned(), fragment: None, used: true };
    let (other, _) = target(&at.spot, &pointer)?;
    let anchors = Anchors::new(other.document());
    let offers = anchors.headings().map(|(heading, anchor)| {
        let title = other.document().plain_text(heading).into_owned();
        Offer::new(anchor, CompletionItemKind::Reference).detail(title)
    });
    Some((at.last(fragment.len()), offers.collect()))
}

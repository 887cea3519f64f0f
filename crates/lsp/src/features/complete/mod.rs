//! What may be written at a place: headings, values, links, ids and names, each where it belongs.

mod headings;
mod names;
mod paths;
mod values;

use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_rules::RULES;
use abide_syntax::TextRange;
use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, CompletionParams,
    CompletionResponse, Documentation, TextEdit,
};

/// One thing that may be written.
pub struct Offer {
    /// As it is listed and, unless `text` says otherwise, written.
    pub label: String,
    /// What is written.
    pub text: Option<String>,
    /// What it is.
    pub kind: CompletionItemKind,
    /// A word on it.
    pub detail: Option<String>,
    /// More on it, in Markdown.
    pub documentation: Option<String>,
}

impl Offer {
    /// Something of a kind.
    pub fn new(label: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self { label: label.into(), text: None, kind, detail: None, documentation: None }
    }

    /// With a word on it.
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

/// The place that is written at.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The document.
    pub spot: Spot<'a>,
    /// Where.
    pub offset: u32,
    /// The line up to there.
    pub before: &'a str,
}

impl At<'_> {
    /// The last bytes of the line up to the place.
    pub fn last(&self, length: usize) -> TextRange {
        TextRange::new((self.offset as usize).saturating_sub(length), self.offset as usize)
    }
}

/// What may be written instead of a range.
pub type Offers = Option<(TextRange, Vec<Offer>)>;

/// The places that are told apart, the surest first.
const PLACES: &[fn(&At) -> Offers] =
    &[rules_of_suppression, paths::offers, headings::offers, values::offers, names::offers];

/// Offers that are made at most; more are asked for as the word grows.
const MOST: usize = 200;

/// `textDocument/completion`
pub fn complete(world: &mut World, params: CompletionParams) -> Answer<Option<CompletionResponse>> {
    let at = params.text_document_position_params;
    let Some((folder, number)) = world.find(&at.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let offset = spot.places().offset(at.position);
    let line = spot.document().lines().line_range(spot.text(), spot.document().line(offset));
    let before = TextRange { start: line.start, end: offset }.slice(spot.text());
    let place = At { spot, offset, before };
    let Some((range, offers)) = PLACES.iter().find_map(|offers| offers(&place)) else { return Ok(None) };
    let is_incomplete = offers.len() > MOST;
    let range = spot.places().range(range);
    let written = |(order, offer): (usize, Offer)| CompletionItem {
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit {
            range,
            new_text: offer.text.unwrap_or_else(|| offer.label.clone()),
        })),
        filter_text: Some(offer.label.clone()),
        sort_text: Some(format!("{order:04}")),
        label: offer.label,
        kind: Some(offer.kind),
        detail: offer.detail,
        documentation: offer
            .documentation
            .map(|text| Documentation::MarkupContent(crate::markdown::content(text))),
        ..CompletionItem::default()
    };
    let items = offers.into_iter().take(MOST).enumerate().map(written).collect();
    Ok(Some(CompletionResponse::CompletionList(CompletionList {
        is_incomplete,
        items,
        ..CompletionList::default()
    })))
}

/// The names of rules in a comment that suppresses them; those that find something here come first.
fn rules_of_suppression(at: &At) -> Offers {
    let comment = at.before.rfind("<!--").and_then(|start| at.before.get(start..))?;
    let order = comment.strip_prefix("<!--")?.trim_start().strip_prefix("abide:")?.trim_start();
    if comment.contains("-->") || order.contains(" because ") {
        return None;
    }
    let names = order.strip_prefix("ignore-document ").or_else(|| order.strip_prefix("ignore "));
    let Some(names) = names else {
        let typed = order.len();
        let orders =
            ["ignore", "ignore-document"].map(|order| Offer::new(order, CompletionItemKind::Keyword));
        return Some((at.last(typed), orders.into_iter().collect()));
    };
    let typed = names.rsplit([',', ' ']).next().unwrap_or(names);
    let found = at.spot.live.known_findings(at.spot.number);
    let mut rules: Vec<_> = RULES.iter().filter(|rule| rule.name.contains(typed)).collect();
    rules.sort_by_key(|rule| !found.iter().any(|finding| finding.rule == rule.name));
    let offers = rules.into_iter().map(|rule| Offer {
        documentation: Some(rule.page()),
        ..Offer::new(rule.name, CompletionItemKind::EnumMember).detail(rule.summary())
    });
    Some((at.last(typed.len()), offers.collect()))
}

//! The values of metadata: what the template lets choose from, statuses, names of templates.

use super::{At, Offer, Offers};
use abide_template::{FieldShape, Lifecycle};
use gen_lsp_types::CompletionItemKind;
use std::collections::BTreeMap;

/// Behind `Name:` of a field.
pub fn offers(at: &At) -> Offers {
    let (name, value) = at.before.split_once(':')?;
    let bare = name.trim_start_matches(['-', '*', '>', ' ', '|']).trim_matches(['*', '_', ' ']);
    let value = value.trim_start_matches(['*', ' ']);
    let typed = value.trim_matches(['"', '\'']);
    let spot = at.spot;
    if bare.is_empty() || bare.len() > 40 || bare.contains(['`', '[', '(']) {
        return None;
    }
    let library = spot.live.workspace().project(spot.state).map(|project| &project.library);
    let in_front = spot.document().front_matter().is_some_and(|front| at.offset <= front.range.end);
    if bare.eq_ignore_ascii_case("template") && in_front {
        let names = library?.templates.iter();
        let offers = names.map(|template| {
            let detail = template.path.as_deref().map_or("built in".to_owned(), str::to_owned);
            Offer::new(&template.name, CompletionItemKind::Reference).detail(detail)
        });
        return Some((at.last(typed.len()), offers.collect()));
    }
    if let Some(values) = choices(at, bare) {
        let offers = values.into_iter().map(|value| Offer::new(value, CompletionItemKind::EnumMember));
        return Some((at.last(typed.len()), offers.map(|offer| offer.detail("by the template")).collect()));
    }
    let is_status = Lifecycle::of_status(bare).is_none()
        && ["status", "state", "estado", "statut", "状態", "状态", "статус"]
            .contains(&bare.to_lowercase().as_str());
    if !is_status {
        return None;
    }
    let statuses = used_statuses(at, bare);
    let offers = statuses.into_iter().map(|(value, uses)| {
        let detail = if uses == 0 { "a status".to_owned() } else { format!("{uses} other documents say so") };
        Offer::new(value, CompletionItemKind::EnumMember).detail(detail)
    });
    Some((at.last(typed.len()), offers.collect()))
}

/// What the template lets choose from.
fn choices(at: &At, name: &str) -> Option<Vec<String>> {
    let spot = at.spot;
    let governed = spot.state.governed.as_ref()?;
    let library = &spot.live.workspace().project(spot.state)?.library;
    let version = library.templates.get(governed.template)?.versions.get(governed.version)?;
    let schema = library.set.schema(version.schema)?;
    schema.fields.iter().filter(|field| field.name.eq_ignore_ascii_case(name)).find_map(|field| match &field
        .shape
    {
        FieldShape::Choice(values) => Some(values.clone()),
        _ => None,
    })
}

/// The statuses that other documents have, the most used first, then the stages that are known everywhere.
fn used_statuses(at: &At, name: &str) -> Vec<(String, usize)> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for other in at.spot.all().filter(|other| other.number != at.spot.number) {
        if let Some(field) = other.document().field(name) {
            let value = field.value.slice(other.text()).trim_matches(['"', '\'']);
            if Lifecycle::of_status(value).is_some() {
                *uses.entry(value.to_owned()).or_default() += 1;
            }
        }
    }
    let mut statuses: Vec<(String, usize)> = uses.into_iter().collect();
    statuses.sort_by_key(|(value, uses)| (std::cmp::Reverse(*uses), value.clone()));
    statuses.truncate(20);
    for stage in Lifecycle::ALL {
        if !statuses.iter().any(|(value, _)| value.eq_ignore_ascii_case(stage.name())) {
            statuses.push((stage.name().to_owned(), 0));
        }
    }
    statuses
}

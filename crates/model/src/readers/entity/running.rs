//! Fields in running text below the heading of their record: "`id` (no gaps), `made_at`, `pages` = 1." or "as a job, plus `id`, `ink`, `size`".

use super::bullets::field::is_field_name;
use super::registry::Registry;
use super::{NOT_OWN, heading_entity};
use crate::shape::Attribute;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{SectionId, TextRange};

/// Fewer names in code are remarks.
const LEAST: usize = 3;

pub(super) fn read(context: &Context, id: SectionId, items: &mut Items, registry: &mut Registry) {
    let document = context.document;
    let Some(section) = document.section(id) else { return };
    if context.outline.within(id, NOT_OWN) {
        return;
    }
    let Some((_, range)) = context.paragraphs(id).next() else { return };
    if memchr::memchr(b'`', range.slice(document.text()).as_bytes()).is_none() {
        return;
    }
    let Some(name) = heading_entity(context, id, section).filter(|name| !registry.has_fields(name)) else {
        return;
    };
    let fields = listed(context, range);
    if fields.len() >= LEAST {
        let name = registry.entity(items, &name, id, section.title_range, 2);
        fields.iter().for_each(|field| registry.field(items, &name, id, field));
    }
}

/// The names in code that a paragraph lists from its start, or behind a word that says that they are held.
fn listed(context: &Context, range: TextRange) -> Vec<Attribute> {
    const HOLDS: &[&str] = &[
        "plus",
        "with",
        "has",
        "have",
        "fields",
        "columns",
        "holds",
        "stores",
        "contains",
        "includes",
        "adds",
        "keeps",
        "más",
        "con",
        "campos",
        "columnas",
        "mit",
        "felder",
        "avec",
        "plus les champs",
        "com",
    ];
    let source = context.document.text();
    let said = range.slice(source);
    let Some(start) = said.find('`') else { return Vec::new() };
    let lead = said.get(..start).unwrap_or_default().trim().to_lowercase();
    let last = lead.rsplit(char::is_whitespace).next().unwrap_or_default();
    if !(lead.is_empty() || lead.ends_with([':', '：']) || HOLDS.contains(&last)) {
        return Vec::new();
    }
    let mut fields = Vec::new();
    for piece in text::parts(said.get(start..).unwrap_or_default(), &[',', ';', '、'])
        .iter()
        .flat_map(|part| part.split(" and "))
    {
        match one(source, piece.trim(), fields.is_empty()) {
            Some(field) => {
                fields.push(field);
                // The sentence ends here.
                if piece.rsplit('`').next().is_some_and(|behind| behind.trim_start().starts_with('.')) {
                    break;
                }
            }
            // "`open/close`" names two at once.
            None if piece.trim().starts_with('`') && piece.trim().ends_with('`') => {}
            None => break,
        }
    }
    fields
}

/// "`pages` (at most 9)", "the computed column `left = all - used`".
fn one(source: &str, piece: &str, first: bool) -> Option<Attribute> {
    const MOST_WORDS: usize = 3;
    let (lead, rest) = piece.split_once('`')?;
    let (code, behind) = rest.split_once('`')?;
    let (name, kind) = code.split_once(':').map_or((code, None), |(name, kind)| (name, Some(kind.trim())));
    let name = name.split('=').next().unwrap_or(name).trim();
    let bare = name.trim_end_matches('?');
    let behind = behind.trim();
    let told = behind.is_empty() || behind.starts_with(['(', '=', '.', '（']);
    let led = lead.split_whitespace().count() <= if first { 0 } else { MOST_WORDS };
    (led && told && is_field_name(bare)).then(|| Attribute {
        name: bare.to_owned(),
        kind: kind.map(str::to_owned),
        required: name.ends_with('?').then_some(false),
        description: behind
            .strip_prefix('(')
            .and_then(|behind| behind.split_once(')'))
            .map(|(remark, _)| text::one_line(&remark.replace('`', ""))),
        range: TextRange::of_slice(source, piece).unwrap_or_default(),
        ..Attribute::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn fields_in_running_text() {
        let text = "# Data model\n## print_events\n`id` (no gaps), `made_at`, `kind` (`ink`, `paper`),\n`sheet?` and the computed column `left = all - used`. Nothing else, `ever`.\n## trays\nAs a press, plus `id`,\n`size`, `colour`.\n## sheets\n`id` is made by the press, `size` and `colour` by hand.\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "2 entity print_events fields=[\"id\",\"made_at\",\"kind\",\"sheet\",\"left\"]",
                "3 field print_events.id description=no gaps",
                "3 field print_events.made_at",
                "3 field print_events.kind description=ink, paper",
                "4 field print_events.sheet required=false",
                "4 field print_events.left",
                "5 entity trays fields=[\"id\",\"size\",\"colour\"]",
                "6 field trays.id",
                "7 field trays.size",
                "7 field trays.colour",
            ]
        );
    }
}

//! Fields in a line with dots between: "**Fields:** id · pages (at most 9) · title + author" below the heading of their entity.

use super::headed::ELSEWHERE;
use super::registry::Registry;
use super::{NOT_OWN, bullets};
use crate::shape::Attribute;
use crate::text;
use crate::{Context, Items};

const DOT: char = '·';
/// Fewer parts are no list.
const LEAST: usize = 3;
/// More words tell something.
const MOST_WORDS: usize = 4;

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    let document = context.document;
    if memchr::memmem::find(document.text().as_bytes(), DOT.encode_utf8(&mut [0; 4]).as_bytes()).is_none() {
        return;
    }
    for (id, section) in context.sections().skip(1) {
        if !section.body.slice(document.text()).contains(DOT)
            || !context.outline.concepts(id).is_empty() && !super::is_data(context, id)
            || context.outline.within(id, NOT_OWN)
            || context.outline.within(id, ELSEWHERE)
        {
            continue;
        }
        for (node, range) in context.paragraphs(id) {
            let text = context.text(node);
            let Some(fields) = text.contains(DOT).then(|| listed(&text)).flatten() else { continue };
            let title = text::unnumbered(&section.title);
            let name = title.split(" (").next().unwrap_or(title).trim();
            if name.is_empty() || name.split_whitespace().count() > LEAST {
                continue;
            }
            let range = range.trim(document.text());
            let name = registry.entity(items, name, id, section.title_range, 2);
            for field in fields {
                registry.field(items, &name, id, &Attribute { range, ..field });
            }
        }
    }
}

/// The fields behind a label that says that they are fields.
fn listed(text: &str) -> Option<Vec<Attribute>> {
    let cut = text::labelled(text)?;
    let label = cut.label.split(" (").next().unwrap_or(cut.label);
    if !bullets::lists_fields(label) {
        return None;
    }
    let parts = text::parts(cut.rest.trim_end_matches('.'), &[DOT]);
    if parts.len() < LEAST {
        return None;
    }
    let mut fields = Vec::new();
    for part in parts {
        let (names, remark) = match part.split_once('(') {
            Some((names, remark)) => (names, Some(remark.trim().trim_end_matches(')').replace('\n', " "))),
            None => (part, None),
        };
        for name in names.split(" + ") {
            let name = name.trim();
            let words = name.split_whitespace().count();
            let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '?');
            if !(1..=MOST_WORDS).contains(&words) || !name.chars().all(plain) {
                return None;
            }
            fields.push(Attribute {
                name: name.trim_end_matches('?').to_owned(),
                required: name.ends_with('?').then_some(false),
                description: remark.clone(),
                ..Attribute::default()
            });
        }
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn fields_with_dots_between() {
        let text = "# T\n## 4. Print jobs\n**Fields (so far):** id · pages\n(at most 9) · title + author · `made_at`\n## News\nFields: wheat · rye · oats, all in bloom\n";
        let keys: Vec<String> = shown(&[Kind::Entity, Kind::Field], text);
        assert_eq!(
            keys,
            [
                "2 entity Print jobs fields=[\"id\",\"pages\",\"title\",\"author\",\"made_at\"]",
                "3 field Print jobs.id",
                "3 field Print jobs.pages description=at most 9",
                "3 field Print jobs.title",
                "3 field Print jobs.author",
                "3 field Print jobs.made_at",
            ]
        );
    }
}

//! Members that are told one after the other, in paragraphs or in a list, wherever they stand: "`slug` (string, required): …" below
//! a heading such as "The link", or behind "A link has these members".

use super::headed::ELSEWHERE;
use super::registry::Registry;
use super::{NOT_OWN, bullets, is_data, is_name};
use crate::shape::Attribute;
use crate::statement::{self, Statement};
use crate::{Context, Items};
use abide_syntax::{NodeKind, SectionId};

/// So many of them are the members of something, and no remarks about code.
const ENOUGH: usize = 3;

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, section) in context.sections().skip(1) {
        let outline = &context.outline;
        if is_data(context, id) || outline.within(id, NOT_OWN) || outline.within(id, ELSEWHERE) {
            continue;
        }
        // Members stand in code, of which most sections have none.
        if memchr::memchr(b'`', section.body.slice(context.document.text()).as_bytes()).is_none() {
            continue;
        }
        let Some(name) = in_heading(&section.title).or_else(|| in_sentence(context, id)) else { continue };
        if registry.has_fields(&name) {
            continue;
        }
        let fields = members(context, id);
        if fields.len() >= ENOUGH {
            let name = registry.entity(items, &name, id, section.title_range, 2);
            for attribute in &fields {
                registry.field(items, &name, id, attribute);
            }
        }
    }
}

/// "The link", "3. A booking", "Link object".
fn in_heading(title: &str) -> Option<String> {
    let bare = title.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let words: Vec<&str> = bare.split_whitespace().take(4).collect();
    let name = match words.as_slice() {
        [article, name] if is_article(article) => name,
        [name, kind] if KINDS.contains(&kind.to_lowercase().as_str()) => name,
        [article, name, kind] if is_article(article) && KINDS.contains(&kind.to_lowercase().as_str()) => name,
        [name] if name.starts_with(char::is_uppercase) && !name.ends_with('s') => name,
        _ => return None,
    };
    is_name(name).then(|| (*name).to_owned())
}

/// Words behind the name of a record.
const KINDS: &[&str] = &["object", "resource", "record", "fields", "members", "attributes", "properties"];

fn is_article(word: &str) -> bool {
    ["the", "a", "an"].iter().any(|article| word.eq_ignore_ascii_case(article))
}

/// "A link has these members.", "Every booking has the following fields:".
fn in_sentence(context: &Context, id: SectionId) -> Option<String> {
    const LISTED: &[&str] = &["members", "fields", "attributes", "properties"];
    const LONGEST: usize = 120;
    context.paragraphs(id).filter(|(_, range)| range.len() < LONGEST).find_map(|(node, range)| {
        // A plain word in front is told without reading the marks of the rest.
        let first = context.document.slice(range).split([' ', '\n']).next().unwrap_or_default();
        let plain = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        if plain && !leads(first) {
            return None;
        }
        let said = context.text(node);
        let words: Vec<&str> = said.split_whitespace().collect();
        let [first, name, verb, rest @ ..] = words.as_slice() else { return None };
        let has = matches!(*verb, "has" | "consists" | "contains" | "carries");
        let listed = rest.iter().any(|word| LISTED.contains(&word.trim_end_matches([':', '.'])));
        (leads(first) && has && listed && is_name(name)).then(|| (*name).to_owned())
    })
}

fn leads(word: &str) -> bool {
    is_article(word) || word.eq_ignore_ascii_case("each") || word.eq_ignore_ascii_case("every")
}

/// The members told in a section, where each of its paragraphs or entries that opens with a name in code mostly gives its type too.
fn members(context: &Context, id: SectionId) -> Vec<Attribute> {
    let document = context.document;
    let mut told: Vec<Statement> = Vec::new();
    for block in document.section_blocks(id) {
        match document.node(block).kind {
            NodeKind::Paragraph if is_member(document.source(block).trim()) && !context.is_heading(block) => {
                told.push(statement::of_paragraph(document, id, block))
            }
            NodeKind::List { .. } => {
                let entries = document.children(block).filter(|item| {
                    let words = statement::own_words(document, *item);
                    words.is_some_and(|words| is_member(document.slice(words)))
                });
                told.extend(entries.filter_map(|item| statement::own(document, id, item, false, &[], 0)));
            }
            _ => {}
        }
    }
    let told: Vec<&Statement> = told.iter().collect();
    let fields = bullets::fields_of(context, &told);
    let typed = fields.iter().filter(|field| field.kind.is_some()).count();
    if typed * 2 >= fields.len() { fields } else { Vec::new() }
}

/// Whether a line opens with names in code and a bracket behind them.
fn is_member(source: &str) -> bool {
    let mut behind = source.trim_start_matches('*');
    while let Some((code, rest)) = behind.strip_prefix('`').and_then(|inner| inner.split_once('`')) {
        if !is_name(code) {
            return false;
        }
        behind = rest.trim_start_matches([',', ' ', '*']);
        behind = behind.strip_prefix("and ").unwrap_or(behind);
    }
    let told = behind.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let told = told.is_some_and(|(_, rest)| rest.trim_start().starts_with([':', '—', '–', '-']));
    source.trim_start_matches('*').starts_with('`') && told
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn members_in_paragraphs_below_the_name_of_the_record() {
        let text = "# T\n## 3. The berth\nA berth has these members.\n\n`code` (string): 3 to 8 characters.\n\n`length` (integer, required): in metres.\n\n`made_at`, `moved_at` (timestamps): set by the server.\n";
        let shown = shown(READER.kinds, text);
        assert!(
            shown[0].starts_with("2 entity berth fields=[\"code\",\"length\",\"made_at\",\"moved_at\"]"),
            "{shown:#?}"
        );
        assert!(shown[2].contains("type=integer") && shown[2].contains("required=true"), "{shown:#?}");
    }

    #[test]
    fn remarks_about_code_are_no_members() {
        let text = "# T\n## The parser\n- `read` (in `io.rs`): reads\n- `write`: writes\n- `close` (called last): closes\n";
        assert!(shown(READER.kinds, text).is_empty());
    }
}

//! Fields that a list names with their owner: "`Order.total`: what is paid" below "Stored:".

use super::bullets::field::is_field_name;
use super::registry::Registry;
use super::{NOT_OWN, is_data, is_name};
use crate::shape::Attribute;
use crate::statement::Statement;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, SectionId};

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, section) in context.sections().skip(1) {
        // Most sections hold no name in code with a dot.
        if memchr::memchr(b'`', section.body.slice(context.document.text()).as_bytes()).is_none()
            || context.outline.within(id, NOT_OWN)
        {
            continue;
        }
        let lists = context.document.section_blocks(id);
        for list in lists.filter(|list| matches!(context.document.node(*list).kind, NodeKind::List { .. })) {
            let range = context.document.node(list).range;
            let within = |statement: &&Statement| {
                range.start <= statement.range.start && statement.range.start < range.end
            };
            let fields: Option<Vec<(&str, Attribute)>> = context
                .statements(id)
                .iter()
                .filter(within)
                .map(|statement| owned(context, statement))
                .collect();
            let Some(fields) = fields.filter(|fields| fields.len() > 1) else { continue };
            if tells_of_data(context, id, list, registry, &fields) {
                for (owner, field) in &fields {
                    let name = registry.entity(items, owner, id, field.range, 1);
                    registry.field(items, &name, id, field);
                }
            }
        }
    }
}

/// Whether what stands above a list says that it is about data, or all of its owners are records that are known.
fn tells_of_data(
    context: &Context,
    id: SectionId,
    list: NodeId,
    registry: &Registry,
    fields: &[(&str, Attribute)],
) -> bool {
    const DATA: &[&str] = &[
        "database",
        "storage",
        "stored",
        "fields",
        "columns",
        "schema",
        "data",
        "datenbank",
        "felder",
        "campos",
        "columnas",
        "champs",
        "colonnes",
        "保存",
        "データベース",
        "字段",
        "数据库",
        "필드",
    ];
    let document = context.document;
    let before = context.before(list).map(|before| document.node(before));
    let label = before.filter(|node| node.kind == NodeKind::Paragraph).map(|node| document.slice(node.range));
    let label = label.unwrap_or_default().trim().to_lowercase();
    let told = label.trim_end_matches('*').trim_end().ends_with(':')
        && DATA.iter().any(|word| text::find_word(&label, word).is_some());
    told || is_data(context, id) || fields.iter().all(|(owner, _)| registry.name(owner).is_some())
}

/// "`Order.total`: what is paid"
fn owned<'a>(context: &Context<'a>, statement: &Statement) -> Option<(&'a str, Attribute)> {
    let document = context.document;
    let first = document.node(statement.first);
    if first.kind != NodeKind::CodeSpan {
        return None;
    }
    let code = text::code_span(document.slice(first.range));
    let (owner, name) = code.split_once('.')?;
    let behind = statement.text.get(code.len()..).unwrap_or_default().trim_start();
    let told = behind.starts_with([':', '-', '—', '–', '(']);
    let named = is_name(owner)
        && owner.starts_with(char::is_uppercase)
        && name.starts_with(char::is_lowercase)
        && is_field_name(name);
    (named && told).then(|| {
        let about = behind.trim_start_matches([':', '-', '—', '–', ' ']);
        let description = Some(about.to_owned()).filter(|about| !about.is_empty());
        (
            owner,
            Attribute { name: name.to_owned(), description, range: statement.range, ..Attribute::default() },
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn fields_with_their_owner() {
        let text = "# T\n## Fees\n**Database storage:**\n\n- `Job.fee`: what is paid\n- `Job.feeTax`: the tax in it\n## Calls\n- `Press.start`: starts it\n- `Press.stop`: stops it\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "5 entity Job fields=[\"fee\",\"feeTax\"]",
                "5 field Job.fee description=what is paid",
                "6 field Job.feeTax description=the tax in it",
            ]
        );
    }
}

//! Lists of names with their types, in plain words, below a heading that names a record: "- job_id: string".

use super::bullets::field::{declared, is_field_name};
use super::bullets::field_of;
use super::headed::ELSEWHERE;
use super::registry::Registry;
use super::{NOT_OWN, is_data, is_name, name_of};
use crate::shape::{Attribute, is_type};
use crate::statement;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId};

/// What is called so is no record but what goes in and out.
const EXCHANGED: &[&str] = &[
    "input",
    "inputs",
    "output",
    "outputs",
    "parameters",
    "params",
    "arguments",
    "args",
    "returns",
    "request",
    "response",
    "options",
];

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    const OTHER: &[Kind] = &[Kind::Setting, Kind::Check, Kind::Task, Kind::Term, Kind::Flow];
    let document = context.document;
    for (id, section) in context.sections().skip(1) {
        let listed = |block: &NodeId| matches!(document.node(*block).kind, NodeKind::List { .. });
        if !document.section_blocks(id).any(|block| listed(&block))
            || is_data(context, id)
            || context.outline.within(id, NOT_OWN)
            || context.outline.within(id, ELSEWHERE)
            || context.outline.kinds(id).iter().any(|kind| OTHER.contains(kind))
        {
            continue;
        }
        for list in document.section_blocks(id).filter(listed) {
            let columns = columns(context, id, list);
            let declared = columns.is_some();
            let Some(fields) = columns.or_else(|| fields(context, id, list)) else { continue };
            let announced = || context.before(list).is_some_and(|before| announces(context, before));
            let Some((name, certain)) = name(context, id) else { break };
            let compound = fields.iter().any(|field| text::is_compound(&field.name));
            if registry.has_fields(&name) || !(certain || declared || compound || announced()) {
                continue;
            }
            let name = registry.entity(items, &name, id, section.title_range, 1);
            fields.iter().for_each(|field| registry.field(items, &name, id, field));
            break;
        }
    }
}

/// "Key fields:" right above a list.
fn announces(context: &Context, before: NodeId) -> bool {
    let node = context.document.node(before);
    let line =
        context.document.slice(node.range).trim().trim_matches('*').trim_end_matches(':').to_lowercase();
    node.kind == NodeKind::Paragraph
        && matches!(line.as_str(), "fields" | "key fields" | "attributes" | "properties")
}

/// The record that a heading names, and whether that is its type in brackets: "Output (PrintResult)".
fn name(context: &Context, id: SectionId) -> Option<(String, bool)> {
    let title = context.document.section(id)?.title.as_ref();
    let inner = title
        .trim_end()
        .strip_suffix(')')
        .and_then(|title| title.rsplit_once('('))
        .map(|(_, inner)| inner.trim_matches('`'));
    if let Some(inner) = inner
        .filter(|inner| is_name(inner) && text::is_compound(inner) && inner.starts_with(char::is_uppercase))
    {
        return Some((inner.to_owned(), true));
    }
    if !context.outline.concepts(id).is_empty() {
        return None;
    }
    // "Evidence Object (minimum)" is called so, whatever its words are.
    let bare = text::unnumbered(title).split(['(', '`']).next().unwrap_or_default().trim();
    let words = bare.split(' ').collect::<Vec<_>>();
    let called = (2..=3).contains(&words.len())
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphanumeric));
    let name = if called { bare.to_owned() } else { name_of(title)? };
    (!EXCHANGED.contains(&name.to_lowercase().as_str())).then_some((name, false))
}

/// The entries of a list where each is a name with its type, or the label of what is nested in it.
fn fields(context: &Context, id: SectionId, list: NodeId) -> Option<Vec<Attribute>> {
    const LEAST: usize = 3;
    let document = context.document;
    let (mut fields, mut typed) = (Vec::new(), 0);
    for item in document.children(list) {
        let own = statement::own(document, id, item, false, &[], 0)?;
        let (name, told) = own.text.split_once(':')?;
        let (name, told) = (name.trim(), told.trim());
        let nested =
            document.children(item).any(|child| matches!(document.node(child).kind, NodeKind::List { .. }));
        if !is_field_name(name)
            || name.contains(['.', '-'])
            || !name.starts_with(|c: char| c.is_lowercase() || c == '_')
        {
            return None;
        }
        if !(names_type(told) || told.is_empty() && nested) {
            return None;
        }
        typed += usize::from(!told.is_empty());
        let bare = name.trim_end_matches('?');
        let optional = bare.len() < name.len() || told.ends_with('?');
        let kind = (!told.is_empty())
            .then(|| told.split(" (").next().unwrap_or(told).trim_end_matches('?').to_owned());
        fields.push(Attribute {
            name: bare.to_owned(),
            kind,
            required: optional.then_some(false),
            range: own.range,
            ..Attribute::default()
        });
    }
    (fields.len() >= LEAST && typed * 2 > fields.len()).then_some(fields)
}

/// The entries of a list where each is a column in code, as it is declared: "- `size text not null`".
fn columns(context: &Context, id: SectionId, list: NodeId) -> Option<Vec<Attribute>> {
    const LEAST: usize = 2;
    let document = context.document;
    let mut columns = Vec::new();
    for item in document.children(list) {
        let own = statement::own(document, id, item, false, &[], 0)?;
        declared(&own.text)?;
        document.slice(own.range).starts_with('`').then_some(())?;
        columns.push(field_of(context, &own)?);
    }
    (columns.len() >= LEAST).then_some(columns)
}

/// "string", "stable string", "Tray[]", "{ size: int }", `"new"|"done"`
fn names_type(told: &str) -> bool {
    const LOOKED_AT: usize = 2;
    let word = |word: &str| is_type(word.trim_matches(|c: char| !c.is_alphanumeric()));
    told.starts_with(['{', '"', '['])
        || told.contains("[]")
        || told.split_whitespace().take(LOOKED_AT).any(word)
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn columns_in_code() {
        let text = "# T\n## Press tables\n### print_jobs\nRequired columns:\n- `id uuid primary key`\n- `size text not null`\n- `made_by uuid references users(id)`\n\nStates:\n- `new`\n- `done`\n";
        assert_eq!(
            shown(&[Kind::Entity, Kind::Field], text),
            [
                "3 entity print_jobs fields=[\"id\",\"size\",\"made_by\"]",
                "5 field print_jobs.id type=uuid key=primary",
                "6 field print_jobs.size type=text required=true",
                "7 field print_jobs.made_by type=uuid key=foreign references=users(id)",
            ]
        );
    }

    #[test]
    fn records_by_their_headings() {
        let text = "# Press contract\n## Print Job (minimum)\n- job_id: stable string\n- size: \"A4\"|\"A3\"\n- tray:\n  - left: bool\n- pages: string?\n### Output (PrintResult)\nKey fields:\n- job: { id, size }\n- sheets: Sheet[]\n- lost: number\n## Hints\n- paper: dry it\n- ink: keep it cold\n- tray: string\n";
        assert_eq!(
            shown(&[Kind::Entity, Kind::Field], text),
            [
                "2 entity Print Job fields=[\"job_id\",\"size\",\"tray\",\"pages\"]",
                "3 field Print Job.job_id type=stable string",
                "4 field Print Job.size type=\"A4\"|\"A3\"",
                "5 field Print Job.tray",
                "7 field Print Job.pages type=string required=false",
                "8 entity PrintResult fields=[\"job\",\"sheets\",\"lost\"]",
                "10 field PrintResult.job type={ id, size }",
                "11 field PrintResult.sheets type=Sheet[]",
                "12 field PrintResult.lost type=number",
            ]
        );
    }
}

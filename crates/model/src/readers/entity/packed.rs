//! Lists whose lines hold several fields each: "- `id`, `trayId?` (`Tray`), `pages` (default `1`)".

use super::bullets::field::is_field_name;
use super::{indexed, is_name};
use crate::Context;
use crate::items::Items;
use crate::shape::Attribute;
use crate::statement::{self, Statement};
use crate::text;
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};

/// What a line of indexes opens with.
const INDEXES: &[&str] = &[
    "index",
    "indexes",
    "indices",
    "indizes",
    "índices",
    "índice",
    "indexe",
    "インデックス",
    "索引",
    "인덱스",
    "индексы",
];
const DEFAULTS: &[&str] = &[
    "default",
    "standard",
    "por defecto",
    "par défaut",
    "padrão",
    "既定",
    "デフォルト",
    "默认",
    "기본값",
    "по умолчанию",
];

/// The fields of a list, and its lines that tell of indexes; none where a line is something else, or each holds one field.
pub(super) fn fields(
    context: &Context,
    id: SectionId,
    list: NodeId,
) -> Option<(Vec<Attribute>, Vec<Statement>)> {
    let document = context.document;
    let (mut fields, mut indexes, mut lines) = (Vec::new(), Vec::new(), 0);
    let mut plain = 0;
    for item in document.children(list) {
        let own = statement::own(document, id, item, false, &[], 0)?;
        if text::labelled(&own.text).is_some_and(|cut| INDEXES.contains(&cut.label.to_lowercase().as_str())) {
            indexes.push(own);
            continue;
        }
        lines += 1;
        for part in text::parts(document.slice(own.range), &[',', ';', '、']) {
            let part = part.trim().trim_end_matches('.');
            plain += usize::from(!part.starts_with('`'));
            fields.push(field(context, part)?);
        }
    }
    // Without code, names of which some are run together are those of fields.
    let compound = fields.iter().filter(|field| text::is_compound(&field.name)).count();
    (fields.len() > lines && (plain == 0 || compound > 1)).then_some((fields, indexes))
}

/// The name in bold or code that opens a line above a list, with a remark in brackets at most: "**Job** (root)".
pub(super) fn titled(context: &Context, before: NodeId) -> Option<(String, TextRange)> {
    let document = context.document;
    let node = document.node(before);
    let line = document.slice(node.range).trim();
    if node.kind != NodeKind::Paragraph || line.len() > LONGEST || line.contains('\n') {
        return None;
    }
    let (name, behind) = ["**", "`"].iter().find_map(|mark| line.strip_prefix(mark)?.split_once(mark))?;
    let behind = behind.trim().trim_end_matches([':', '：']);
    let remark = behind.is_empty() || behind.starts_with('(') && behind.ends_with(')');
    let name = name.trim_end_matches([':', '：']);
    (remark && is_name(name) && name.starts_with(char::is_uppercase)).then(|| (name.to_owned(), node.range))
}

const LONGEST: usize = 80;

/// "`pages` (default `1`)"
fn field(context: &Context, part: &str) -> Option<Attribute> {
    let range = TextRange::of_slice(context.document.text(), part)?;
    let plain = || part.split_once('(').map_or((part, ""), |(name, _)| part.split_at(name.len()));
    let (code, behind) = part.strip_prefix('`').map_or_else(|| Some(plain()), |rest| rest.split_once('`'))?;
    let (bare, kind) =
        code.split_once(':').map_or((code, None), |(bare, kind)| (bare, Some(kind.trim().to_owned())));
    let name = bare.trim().trim_end_matches('?');
    let behind = behind.trim();
    let remark = behind.strip_prefix('(').and_then(|behind| behind.strip_suffix(')'));
    if !is_field_name(name) || remark.is_none() && !behind.is_empty() {
        return None;
    }
    let told =
        remark.filter(|remark| DEFAULTS.iter().any(|word| text::starts_with_ignoring_case(remark, word)));
    let default = told.and_then(|told| told.split('`').nth(1)).map(str::to_owned);
    let required = bare.trim().ends_with('?').then_some(false);
    Some(Attribute { name: name.to_owned(), kind, default, required, range, ..Attribute::default() })
}

/// Each name in code of a line of indexes is one.
pub(super) fn indexes(
    context: &Context,
    id: SectionId,
    lines: &[Statement],
    entity: &str,
    items: &mut Items,
) {
    for line in lines {
        for (_, code) in text::code_spans(context.document, line.first, line.end) {
            let columns =
                code.trim_matches(['(', ')', '[', ']']).split(',').map(|column| column.trim().to_owned());
            indexed::push(items, id, line.range, Some(entity), columns.collect(), false);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn names_without_code_below_the_name_of_their_record() {
        let text = "# T\n## Domain model\n### Entity\n**Job** (root)\n- Id, TrayId, Size\n- State (New/Done)\n- MadeAt, PrintedAt\n\n**Tray**\n- Left, right\n- Paper\n";
        assert_eq!(
            shown(&[Kind::Entity, Kind::Field], text),
            [
                "4 entity Job fields=[\"Id\",\"TrayId\",\"Size\",\"State\",\"MadeAt\",\"PrintedAt\"]",
                "5 field Job.Id",
                "5 field Job.TrayId",
                "5 field Job.Size",
                "6 field Job.State",
                "7 field Job.MadeAt",
                "7 field Job.PrintedAt",
                "9 entity Tray fields=[]",
            ]
        );
    }

    #[test]
    fn several_fields_in_a_line() {
        let text = "# T\n## Datenmodell\nNeues Modell `Job`:\n- `id`, `trayId?` (`Tray`, `onDelete: SetNull`)\n- `size` (`A4 | A3`), `copies` (Standard `1`)\n- Indizes: `size`.\n\nThe model `Tray`:\n- `id`, and more\n- `size`, its size\n";
        assert_eq!(
            shown(&[Kind::Entity, Kind::Field, Kind::Index], text),
            [
                "3 entity Job fields=[\"id\",\"trayId\",\"size\",\"copies\"]",
                "4 field Job.id",
                "4 field Job.trayId required=false",
                "5 field Job.size",
                "5 field Job.copies default=1",
                "6 index \"Indizes: `size`.\" entity=Job unique=false columns=[\"size\"]",
            ]
        );
    }
}

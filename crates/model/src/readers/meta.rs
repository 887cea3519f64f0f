//! Fields of the document itself.

use super::Reader;
use crate::items::Draft;
use crate::text::says_nothing;
use crate::{Context, Items, Kind};
use abide_syntax::{FieldSource, SectionId, Value};

pub(super) const READER: Reader = Reader {
    name: "meta",
    kinds: &[Kind::Meta],
    documentation: "\
A field of the document itself: an entry of the front matter, or `Status: X`, `**Author**: Y`, `- Status: X`, `> Status: X` or a \
row of a table with two columns near the top. The key is the field's name in lower case. A field without a value, or with the \
template's placeholder, is not an item.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    let document = context.document;
    let text = document.text();
    for field in document.fields() {
        let value = field.value.slice(text);
        let name = field.name(text).trim();
        // The head of a table of fields names its columns.
        let head = field.source == FieldSource::Row
            && matches!(
                name.to_lowercase().as_str(),
                "field"
                    | "key"
                    | "name"
                    | "property"
                    | "attribute"
                    | "campo"
                    | "champ"
                    | "feld"
                    | "項目"
                    | "항목"
                    | "字段"
                    | "поле"
            );
        let entry = document
            .front_matter()
            .and_then(|front| front.entries.iter().find(|entry| entry.value == field.value));
        let unfilled = match entry.map(|entry| &entry.data) {
            // `author: [Your Name]` is a list with one entry to YAML.
            Some(Value::List(list)) => {
                list.is_empty() || (list.len() == 1 && !name.ends_with('s') && value.starts_with('['))
            }
            _ => says_nothing(value) && value.trim() != "None",
        };
        if unfilled || head {
            continue;
        }
        let bare = value.trim().trim_matches(['"', '\'', '`']);
        let draft = Draft::new(Kind::Meta, SectionId::ROOT, field.range()).key(name.to_lowercase());
        items.push(match entry.map(|entry| &entry.data) {
            Some(Value::List(list)) => draft.field("value", list.clone()),
            Some(Value::Scalar(scalar)) => draft.field("value", scalar.as_str()),
            _ => draft.field("value", crate::text::one_line(&unmarked(bare))),
        });
    }
}

fn unmarked(value: &str) -> String {
    value.replace("**", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        front_matter_and_lines,
        "---\ntitle: Export\nreviewers: [Ada, Bo]\nowner:\n---\n# Export\n\n**Status**: Draft\n**Branch**: `12-export`\n",
        [
            "2 meta title value=Export",
            "3 meta reviewers value=[\"Ada\",\"Bo\"]",
            "8 meta status value=Draft",
            "9 meta branch value=12-export"
        ]
    );
    reader_test!(
        placeholders_are_no_values,
        "# T\nStatus: [pick one]\nOwner: Ada\n",
        ["3 meta owner value=Ada"]
    );
}

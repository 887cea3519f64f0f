//! `[template.NAME]`: what is said of a template beyond what its file says.

use std::collections::BTreeMap;

use abide_syntax::TextRange;

use super::globs::Globs;
use super::problem::Located;
use super::table::Table;

/// What `abide.toml` says of one template; headings are as written there, with their places.
#[derive(Clone, Debug, Default)]
pub struct TemplateOverride {
    /// Where its name stands.
    pub place: TextRange,
    /// The file, relative to the folder of `abide.toml`.
    pub path: Option<Located<String>>,
    /// Sections that every document must have.
    pub require: Vec<Located<String>>,
    /// Sections that a document may leave out.
    pub optional: Vec<Located<String>>,
    /// The template's heading, and the heading to expect in its place.
    pub rename: BTreeMap<String, Located<String>>,
    /// The template's heading, and further headings that count as it.
    pub synonyms: BTreeMap<String, Vec<Located<String>>>,
    /// The documents that the template governs, whatever they look like.
    pub applies_to: Option<Globs>,
    /// The headings that `rename` and `synonyms` are about, where they stand.
    pub headings: Vec<Located<String>>,
}

pub(super) fn read(table: &Table<'_>) -> BTreeMap<String, TemplateOverride> {
    let mut overrides = BTreeMap::new();
    for entry in table.named("template.NAME") {
        let Some(table) = entry.value.table() else { continue };
        table.refuse_unknown();
        let mut synonyms = BTreeMap::new();
        let renamed = table.table("rename").map(|table| table.named("template.NAME.rename"));
        let mut headings: Vec<_> = renamed.into_iter().flatten().map(|entry| entry.key).collect();
        if let Some(table) = table.table("synonyms") {
            for entry in table.named("template.NAME.synonyms") {
                headings.push(entry.key.clone());
                synonyms.insert(entry.key.value, entry.value.list().unwrap_or_default());
            }
        }
        let template = TemplateOverride {
            place: entry.key.range,
            headings,
            path: table.text("path"),
            require: table.list("require").unwrap_or_default(),
            optional: table.list("optional").unwrap_or_default(),
            rename: table.texts("rename"),
            synonyms,
            applies_to: table.get("applies_to").and_then(|value| Globs::read(&value)),
        };
        for heading in &template.require {
            if template.optional.iter().any(|optional| optional.value == heading.value) {
                let message = format!("\"{}\" is both in `require` and in `optional`", heading.value);
                table.problems.add(heading.range, message, "keep one of the two");
            }
        }
        overrides.insert(entry.key.value, template);
    }
    overrides
}

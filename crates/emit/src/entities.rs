//! Entities by the names that other statements use for them.

use crate::Source;
use crate::data::names::folded;
use crate::text::identifier;
use abide_model::{Item, Kind};
use std::collections::HashMap;

/// The entities of a source: `orders`, `Order` and `order` are one.
pub(crate) struct Entities<'a> {
    by_name: HashMap<String, &'a str>,
}

impl<'a> Entities<'a> {
    pub(crate) fn new(source: &Source<'a>) -> Self {
        let mut by_name = HashMap::new();
        for (_, item) in source.items(Kind::Entity) {
            by_name.entry(folded(&item.key)).or_insert(item.key.as_str());
        }
        // An exact spelling goes before a plural that is folded to the same.
        Self { by_name }
    }

    /// The entity's own name, where it is one; else the name as it is.
    pub(crate) fn name<'n>(&self, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        self.by_name.get(&folded(name)).copied().unwrap_or(name)
    }
}

/// The type of a field as one word: as it is written, but for a list of values, which is of the type of its values.
pub(crate) fn type_name(field: &Item) -> String {
    let schema = field.fields.get("schema");
    let listed =
        schema.filter(|schema| schema.get("enum").is_some()).and_then(|schema| schema.get("type")?.as_str());
    listed.map_or_else(|| identifier(field.text_field("type").unwrap_or_default()), str::to_owned)
}

use crate::data::Data;
use crate::emitter::emitter;
use crate::schema::Schemas;
use crate::{Artifact, Source};
use serde_json::{Map, Value};

emitter! {
    /// JSON Schema 2020-12 of the entities: one definition each.
    ///
    /// Made of entities and fields. Types, formats, bounds, lengths, patterns, values, defaults and descriptions are those that the
    /// specification states, whatever the notation (`varchar(20)`, `z.string().max(20)` and `string, at most 20 characters` are one).
    /// A field is required where the specification says so, or where its notation marks optional fields and this one is not marked.
    /// Examples are bodies of operations that the specification shows and that fit.
    ///
    /// A field whose type is not stated, or names an entity that is not described, allows any value, and is reported.
    ///
    /// ```document
    /// # Orders
    /// ## Data Model
    /// ### Order
    /// | Field | Type | Required | Default | Description |
    /// |---|---|---|---|---|
    /// | id | uuid | yes | | |
    /// | state | enum(draft, placed) | yes | draft | |
    /// | note | string, max 200 characters | no | | What the customer adds |
    /// | origin | Channel | no | | |
    /// ```
    ///
    /// ```json
    /// ```
    ///
    /// ```omitted
    /// ```
    "json-schema", kinds: [Entity]
}

fn emit(source: &Source) -> Artifact {
    let mut artifact = Artifact::default();
    let data = Data::read(source);
    let schemas = Schemas::new(&data, "#/$defs/", &mut artifact);
    let mut definitions = schemas.definitions().clone();
    if definitions.is_empty() {
        return artifact;
    }
    for (key, example) in schemas.examples(source) {
        if let Some(Value::Object(definition)) = definitions.get_mut(&key) {
            definition.insert("examples".to_owned(), vec![example].into());
        }
    }
    let mut document = Map::new();
    document.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    document.insert("$comment".to_owned(), source.header("json-schema").join(" ").into());
    document.insert("title".to_owned(), source.title().into());
    document.insert("$defs".to_owned(), definitions.into());
    artifact.push("entities.schema.json", crate::schema::written(&document.into()));
    artifact
}

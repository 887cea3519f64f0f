use crate::data::Data;
use crate::data::names::Keys;
use crate::emitter::emitter;
use crate::messaging::{Payload, direction, payload};
use crate::schema::Schemas;
use crate::{Artifact, Source};
use abide_model::Kind;
use serde_json::{Map, Value, json};

emitter! {
    /// An AsyncAPI 3 description of the events.
    ///
    /// Made of events and entities. Each event is a channel of its name with one message. Its payload is the entity that is named, the
    /// shape of the example that is shown, the members that are listed, or the entity with the event's own name. Whether the system
    /// sends or receives it is read from the statement (`publishes`, `subscribes to`) and the headings above; where neither says it,
    /// there is no operation. AsyncAPI asks for a version: `unversioned` where the document names none.
    ///
    /// ~~~~document
    /// # Orders
    /// ## Data Model
    /// ```typescript
    /// interface OrderPlaced { id: string; total: number }
    /// ```
    /// ## Events
    /// The service publishes these:
    ///
    /// | Event | Payload |
    /// |---|---|
    /// | `order.placed` | OrderPlaced |
    /// | `order.gone` | id, reason |
    /// ~~~~
    "asyncapi", kinds: [Event]
}

fn emit(source: &Source) -> Artifact {
    let mut artifact = Artifact::default();
    let data = Data::read(source);
    // What entities lack is reported where the entities themselves are the artifact.
    let schemas = Schemas::new(&data, "#/components/schemas/", &mut Artifact::default());
    let mut keys = Keys::default();
    let mut known: Vec<&str> = Vec::new();
    let mut channels = Map::new();
    let mut operations = Map::new();
    let mut messages = Map::new();
    for (document, item) in source.items(Kind::Event) {
        if known.contains(&item.key.as_str()) {
            continue;
        }
        known.push(&item.key);
        let key = keys.key(&item.key, "event");
        let Payload { schema, example } = payload(item, &schemas);
        let mut message = Map::new();
        message.insert("name".to_owned(), item.key.as_str().into());
        match schema {
            Some(schema) => {
                message.insert("payload".to_owned(), schema);
            }
            None => {
                let written = item.text_field("payload");
                message.extend(written.map(|written| ("description".to_owned(), written.into())));
                artifact.omit(document, item, "what goes with it is not stated as data");
            }
        }
        message.extend(example.map(|example| ("examples".to_owned(), json!([{ "payload": example }]))));
        channels.insert(
            key.clone(),
            json!({
                "address": item.key,
                "messages": { &key: { "$ref": format!("#/components/messages/{key}") } },
            }),
        );
        match direction(item) {
            Some(direction) => {
                let action = direction.action();
                operations.insert(
                    format!("{action}_{key}"),
                    json!({ "action": action, "channel": { "$ref": format!("#/channels/{key}") } }),
                );
            }
            None => artifact.omit(document, item, "whether the system sends or receives it is not stated"),
        }
        messages.insert(key, message.into());
    }
    if channels.is_empty() {
        return artifact;
    }
    let version = source
        .items(Kind::Meta)
        .find(|(_, item)| item.key == "version")
        .and_then(|(_, item)| item.text_field("value"))
        .unwrap_or("unversioned");
    let messages = Value::Object(messages);
    let definitions = schemas.definitions_for(&[&messages]);
    let mut components = Map::new();
    components.insert("messages".to_owned(), messages);
    if !definitions.is_empty() {
        components.insert("schemas".to_owned(), definitions.into());
    }
    let mut document = Map::new();
    document.insert("asyncapi".to_owned(), "3.0.0".into());
    let info = json!({ "title": source.title(), "version": version, "x-source": source.header("asyncapi") });
    document.insert("info".to_owned(), info);
    document.insert("channels".to_owned(), channels.into());
    if !operations.is_empty() {
        document.insert("operations".to_owned(), operations.into());
    }
    document.insert("components".to_owned(), components.into());
    artifact.push("asyncapi.json", crate::schema::written(&document.into()));
    artifact
}

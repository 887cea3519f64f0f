//! The model: entities and relations drawn, endpoints, events and states, each with the verdicts of its statements.

use super::spec::figure;
use super::{View, bar, cut, title_of};
use crate::address::Page;
use crate::site::Spec;
use abide_model::{Item, Kind};
use abide_verify::board::ItemStatus;
use serde::Serialize;
use serde_json::Value;

/// What the model is made of.
const KINDS: &[Kind] =
    &[Kind::Entity, Kind::Relation, Kind::Endpoint, Kind::Rpc, Kind::Event, Kind::Transition];
/// Documents that are listed on one page.
const LISTED: usize = 500;
/// State machines that are drawn on one page.
const MACHINES: usize = 30;

/// Whether the model shows statements of a kind.
pub fn is_shown(kind: Kind) -> bool {
    KINDS.contains(&kind)
}

#[derive(Serialize)]
struct Index {
    specs: Vec<Listed>,
    documents: usize,
}

#[derive(Serialize)]
struct Listed {
    title: String,
    path: String,
    href: String,
    entities: usize,
    relations: usize,
    endpoints: usize,
    events: usize,
    transitions: usize,
}

/// All documents that state a part of the model, in outline; of a single one, its model.
pub fn render_index(view: View<'_>) -> String {
    let stating: Vec<&Spec> =
        view.site.specs.iter().filter(|spec| spec.items().iter().any(|item| is_shown(item.kind))).collect();
    if let [only] = stating.as_slice()
        && let Some(shown) = render(view, only)
    {
        return shown;
    }
    let listed = stating.iter().take(LISTED).map(|spec| {
        let of = |kinds: &[Kind]| spec.items().iter().filter(|item| kinds.contains(&item.kind)).count();
        Listed {
            title: title_of(view.site, spec),
            path: spec.path().to_owned(),
            href: view.href(Page::Model(Some(spec.path().to_owned()))),
            entities: of(&[Kind::Entity]),
            relations: of(&[Kind::Relation]),
            endpoints: of(&[Kind::Endpoint, Kind::Rpc]),
            events: of(&[Kind::Event]),
            transitions: of(&[Kind::Transition]),
        }
    });
    view.fill("model_index.html", &Index { specs: listed.collect(), documents: stating.len() })
}

#[derive(Serialize)]
struct Model {
    title: String,
    href: String,
    drawing: Option<String>,
    entities: Vec<Entity>,
    relations: Vec<Relation>,
    machines: Vec<Machine>,
    transitions: Vec<Transition>,
    endpoints: Vec<Endpoint>,
    events: Vec<Event>,
}

/// The verdict of a statement, with the way to its grounds.
#[derive(Serialize)]
struct Judged {
    verdict: &'static str,
    href: String,
}

#[derive(Serialize)]
struct Entity {
    name: String,
    judged: Judged,
    fields: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    name: String,
    kind: Option<String>,
    notes: Vec<String>,
    judged: Judged,
}

#[derive(Serialize)]
struct Relation {
    from: String,
    to: String,
    cardinality: Option<String>,
    judged: Judged,
}

#[derive(Serialize)]
struct Machine {
    name: String,
    drawing: String,
}

#[derive(Serialize)]
struct Transition {
    machine: Option<String>,
    from: String,
    to: String,
    trigger: Option<String>,
    judged: Judged,
}

#[derive(Serialize)]
struct Endpoint {
    method: String,
    path: String,
    description: String,
    judged: Judged,
}

#[derive(Serialize)]
struct Event {
    name: String,
    text: String,
    judged: Judged,
}

/// The model of one document; none where it could not be read.
pub fn render(view: View<'_>, spec: &Spec) -> Option<String> {
    let state = view.site.state(spec)?;
    let of =
        |kind: Kind| spec.items().iter().zip(&spec.status.items).filter(move |(item, _)| item.kind == kind);
    let judged = |item: &Item, status: &ItemStatus| Judged {
        verdict: bar::shown(status),
        href: view.why(spec.path(), &item.id),
    };
    // A drawing is made from the artifact, so that both say the same.
    let artifact = |name: &str| {
        let emitter = abide_emit::emitter(name);
        emitter.map(|emitter| view.site.workspace.emit(emitter, &[state]).files).unwrap_or_default()
    };
    let drawing = artifact("mermaid-er").into_iter().next().map(|file| figure(&file.text, 1));
    let machines =
        artifact("mermaid-state").into_iter().take(MACHINES).enumerate().map(|(at, file)| Machine {
            name: file.name.trim_end_matches(".mmd").replace('-', " "),
            drawing: figure(&file.text, at + 2),
        });
    let endpoints = of(Kind::Endpoint).chain(of(Kind::Rpc)).map(|(item, status)| {
        let (method, path) = match item.kind {
            Kind::Endpoint => item.key.split_once(' ').unwrap_or(("", &item.key)),
            _ => ("", item.key.as_str()),
        };
        let description = item.text_field("description").unwrap_or_default();
        Endpoint {
            method: item.text_field("method").unwrap_or(method).to_owned(),
            path: item.text_field("path").unwrap_or(path).to_owned(),
            description: cut(description, 160),
            judged: judged(item, status),
        }
    });
    let model = Model {
        title: title_of(view.site, spec),
        href: view.spec(spec.path()),
        drawing,
        entities: of(Kind::Entity)
            .map(|(item, status)| Entity {
                name: item.key.clone(),
                judged: judged(item, status),
                fields: of(Kind::Field)
                    .filter(|(field, _)| {
                        field.key.rsplit_once('.').is_some_and(|(owner, _)| owner == item.key)
                    })
                    .map(|(field, status)| self::field(field, judged(field, status)))
                    .collect(),
            })
            .collect(),
        relations: of(Kind::Relation)
            .filter_map(|(item, status)| {
                Some(Relation {
                    from: item.text_field("from")?.to_owned(),
                    to: item.text_field("to")?.to_owned(),
                    cardinality: item.text_field("cardinality").map(str::to_owned),
                    judged: judged(item, status),
                })
            })
            .collect(),
        machines: machines.collect(),
        transitions: of(Kind::Transition)
            .filter_map(|(item, status)| {
                Some(Transition {
                    machine: item.text_field("machine").map(str::to_owned),
                    from: item.text_field("from")?.to_owned(),
                    to: item.text_field("to")?.to_owned(),
                    trigger: item.text_field("trigger").map(|trigger| cut(trigger, 80)),
                    judged: judged(item, status),
                })
            })
            .collect(),
        endpoints: endpoints.collect(),
        events: of(Kind::Event)
            .map(|(item, status)| Event {
                name: item.key.clone(),
                text: cut(&super::said(item), 160),
                judged: judged(item, status),
            })
            .collect(),
    };
    Some(view.fill("model.html", &model))
}

fn field(item: &Item, judged: Judged) -> Field {
    let mut notes = Vec::new();
    if let Some(key) = item.text_field("key") {
        notes.push(format!("{key} key"));
    }
    for (name, said) in [("required", "required"), ("unique", "unique")] {
        if item.fields.get(name).and_then(Value::as_bool) == Some(true) {
            notes.push(said.to_owned());
        }
    }
    if let Some(default) = item.text_field("default") {
        notes.push(format!("default {default}"));
    }
    if let Some(references) = item.text_field("references") {
        notes.push(format!("→ {references}"));
    }
    let name = item.key.rsplit_once('.').map_or(item.key.as_str(), |(_, name)| name);
    Field { name: name.to_owned(), kind: item.text_field("type").map(|kind| cut(kind, 60)), notes, judged }
}

//! `abide model`: the typed statements of specs, and what no reader understood.

mod table;

use super::{Place, count};
use crate::Exit;
use crate::cli::{DataFormat, Model};
use abide_model::json::{self, Blocks, ModelDocument, ModelItem, TemplateUse};
use abide_model::{Identities, Item, Kind, Spec, is_meant};
use abide_workspace::check::{DocumentState, Workspace};
use anyhow::{Result, anyhow, bail};
use std::collections::HashMap;

pub fn run(place: &Place, arguments: &Model) -> Result<Exit> {
    let kinds: Vec<Kind> = arguments.kind.iter().map(|name| kind(name)).collect::<Result<_>>()?;
    let workspace = Workspace::open(&place.open(&arguments.paths))?;
    let identities = workspace.identities();
    let wanted = |spec: &Spec, item: &Item| {
        (kinds.is_empty() || kinds.contains(&item.kind))
            && arguments.id.as_ref().is_none_or(|id| {
                is_meant(id, &spec.path, &item.id) || *id == format!("{}:{}", spec.path, item.line)
            })
    };
    let documents: Vec<ModelDocument> = workspace
        .asked()
        .map(|state| document(&workspace, state, &identities, arguments.unread, wanted))
        .collect();
    if let Some(id) = &arguments.id
        && documents.iter().all(|document| document.items.is_empty())
    {
        return Err(super::item::unknown(&workspace, id));
    }
    // Nothing is green because nothing was read.
    let nothing = workspace.asked().all(|state| state.spec().items.is_empty());
    let look = table::Look::of(place.colour);
    let text = match arguments.format {
        DataFormat::Json => json::Model::new(documents).render(),
        DataFormat::Table if arguments.unread => table::unread(&documents, look),
        DataFormat::Table if nothing => String::new(),
        DataFormat::Table if arguments.id.is_some() => table::whole_items(&documents, look),
        DataFormat::Table => table::items(&documents, look, kinds.is_empty()),
    };
    if !text.is_empty() {
        crate::terminal::print(&text)?;
    }
    for problem in &workspace.problems {
        crate::terminal::say(&format!("error: {problem}"));
    }
    if nothing && workspace.problems.is_empty() {
        bail!(
            "no statement was read in {}; `abide explain` lists the kinds that are known",
            count(workspace.asked().count(), "document")
        );
    }
    let exit = if workspace.problems.is_empty() { Exit::Ok } else { Exit::CouldNotRun };
    // The process is about to end, and the system takes all memory back at once.
    std::mem::forget(workspace);
    Ok(exit)
}

fn kind(name: &str) -> Result<Kind> {
    name.parse().map_err(|error: String| {
        let names = Kind::ALL.iter().map(|kind| kind.name());
        anyhow!("{error}; {}", abide_workspace::did_you_mean(name, names))
    })
}

fn document(
    workspace: &Workspace,
    state: &DocumentState,
    identities: &Identities,
    with_unread: bool,
    wanted: impl Fn(&Spec, &Item) -> bool,
) -> ModelDocument {
    let spec = state.spec();
    let coverage = workspace.coverage(state);
    let template = workspace.template_name(state).map(|name| {
        let share = state.governed.as_ref().map_or(0.0, |governed| f64::from(governed.alignment.coverage));
        TemplateUse { name: name.to_owned(), coverage: (share * 100.0).round() / 100.0 }
    });
    let mut places: HashMap<&str, Vec<json::Place>> = HashMap::new();
    for mention in &spec.mentions {
        places.entry(&mention.item).or_default().push(place(state, mention));
    }
    let mut item = |item: &Item| ModelItem {
        item: Item { id: identities.id(&spec.path, &item.id), ..item.clone() },
        mentions: places.remove(item.id.as_str()).unwrap_or_default(),
    };
    ModelDocument {
        path: spec.path.clone(),
        title: spec.title.clone(),
        template,
        blocks: Blocks::from(&coverage),
        items: spec.items.iter().filter(|item| wanted(spec, item)).map(&mut item).collect(),
        unread: with_unread.then_some(coverage.unread),
    }
}

fn place(state: &DocumentState, mention: &abide_model::Mention) -> json::Place {
    json::Place {
        line: state.document.line(mention.range.start),
        range: [mention.range.start, mention.range.end],
        fields: mention.fields.clone(),
    }
}

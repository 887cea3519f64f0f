//! `abide model`: the typed statements of specs.

use super::{Place, count};
use crate::Exit;
use crate::cli::{DataFormat, Model};
use abide_model::{Item, Kind, Spec};
use abide_workspace::check::{DocumentState, Workspace};
use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};

pub fn run(place: &Place, arguments: &Model) -> Result<Exit> {
    let kinds: Vec<Kind> = arguments.kind.iter().map(|name| kind(name)).collect::<Result<_>>()?;
    let workspace = Workspace::open(&place.open(&arguments.paths))?;
    let wanted = |item: &Item| {
        (kinds.is_empty() || kinds.contains(&item.kind))
            && arguments.id.as_ref().is_none_or(|id| item.id == *id)
    };
    let specs: Vec<(&DocumentState, Spec)> =
        workspace.asked().map(|state| (state, Spec::read(&state.file.path, &state.document))).collect();
    if let Some(id) = &arguments.id
        && !specs.iter().any(|(_, spec)| spec.items.iter().any(&wanted))
    {
        let ids: Vec<&str> =
            specs.iter().flat_map(|(_, spec)| spec.items.iter().map(|item| item.id.as_str())).collect();
        let near = abide_workspace::closest(id, ids)
            .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(anyhow!("there is no item with the id `{id}`{near}"));
    }
    let text = match arguments.format {
        DataFormat::Json => json_model(&workspace, &specs, wanted),
        DataFormat::Table => table(&specs, wanted),
    };
    // Nothing is green because nothing was read.
    let nothing = specs.iter().all(|(_, spec)| spec.items.is_empty());
    if !nothing || arguments.format == DataFormat::Json {
        crate::terminal::print(&text)?;
    }
    for problem in &workspace.problems {
        crate::terminal::say(&format!("error: {problem}"));
    }
    if nothing && workspace.problems.is_empty() {
        bail!(
            "no statement was read in {}; `abide explain` lists the kinds that are known",
            count(specs.len(), "document")
        );
    }
    Ok(if workspace.problems.is_empty() { Exit::Ok } else { Exit::CouldNotRun })
}

fn kind(name: &str) -> Result<Kind> {
    name.parse().map_err(|error: String| {
        let names = Kind::ALL.iter().map(|kind| kind.name());
        anyhow!("{error}; {}", abide_workspace::did_you_mean(name, names))
    })
}

fn json_model(
    workspace: &Workspace,
    specs: &[(&DocumentState, Spec)],
    wanted: impl Fn(&Item) -> bool,
) -> String {
    let documents: Vec<Value> = specs
        .iter()
        .map(|(state, spec)| {
            let template = workspace.template_name(state).map(|name| {
                let coverage =
                    state.governed.as_ref().map_or(0.0, |governed| f64::from(governed.alignment.coverage));
                json!({"name": name, "coverage": (coverage * 100.0).round() / 100.0})
            });
            let items: Vec<&Item> = spec.items.iter().filter(|item| wanted(item)).collect();
            json!({"path": spec.path, "title": spec.title, "template": template, "items": items})
        })
        .collect();
    format!("{:#}", json!({"version": 1, "documents": documents}))
}

fn table(specs: &[(&DocumentState, Spec)], wanted: impl Fn(&Item) -> bool) -> String {
    let mut text = String::new();
    let mut total = 0;
    for (_, spec) in specs {
        let items: Vec<&Item> = spec.items.iter().filter(|item| wanted(item)).collect();
        if items.is_empty() {
            continue;
        }
        total += items.len();
        text.push_str(&format!("{}\n", spec.path));
        for item in items {
            text.push_str(&format!("{:6}  {:11}  {}\n", item.line, item.kind.name(), cut(&item.text)));
        }
        text.push('\n');
    }
    text.push_str(&format!("{} in {}\n", count(total, "statement"), count(specs.len(), "document")));
    text
}

fn cut(text: &str) -> String {
    const WIDEST: usize = 100;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= WIDEST {
        return line;
    }
    let cut: String = line.chars().take(WIDEST - 1).collect();
    format!("{cut}…")
}

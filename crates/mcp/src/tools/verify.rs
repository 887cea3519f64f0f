//! `verify`: statements, tried on the real system. What may run is what `abide.toml` names and what the user trusted, as on the
//! command line; a client can allow nothing.

use crate::arguments::Verify;
use crate::{Desk, Failure};
use abide_ledger::Verdict;
use abide_model::{Identities, qualified};
use abide_verify::{ClaimReport, ItemReport, Progress, Request, Stop};
use abide_workspace::budget::Pack;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Characters of what was sent or seen that are shown; `why` shows more.
const SEEN: usize = 900;

pub fn answer(
    desk: &Desk,
    arguments: Verify,
    stop: &Stop,
    progress: &dyn Progress,
) -> Result<Value, Failure> {
    let workspace = desk.open(&arguments.paths)?;
    if let Some(problem) = workspace.problems.first() {
        return Err(Failure::new(format!(
            "{problem}; not every specification could be read, so that nothing was tried"
        )));
    }
    let mut only = HashSet::new();
    let mut projects = HashSet::new();
    for id in &arguments.only {
        let (state, item) = workspace.find_item(id)?;
        projects.insert(state.project);
        only.insert(qualified(&state.file.path, &item.id));
    }
    let one = projects.iter().next().filter(|_| projects.len() == 1);
    let (config, specs) = match one.and_then(|project| abide_verify::inputs_of(&workspace, *project)) {
        Some(inputs) => inputs,
        None => abide_verify::inputs(&workspace)?,
    };
    if let Some(target) = arguments.target.as_ref().filter(|target| !config.targets.contains_key(*target)) {
        let names: Vec<String> = config.targets.keys().map(|name| format!("`{name}`")).collect();
        let known = if names.is_empty() {
            "it names none".to_owned()
        } else {
            format!("it names {}", names.join(", "))
        };
        return Err(Failure::new(format!(
            "`{target}` is no target of abide.toml ({known}); an address is only taken on the command line"
        )));
    }
    let trust = desk.trust()?;
    let mut request = Request::new(specs, &config, desk.repository().to_owned(), &trust);
    request.target.clone_from(&arguments.target);
    request.environment = desk.environment().clone();
    request.only = only.iter().cloned().collect();
    request.only.sort();
    request.stop = stop.clone();
    let mut run = abide_verify::run(request, progress)?;
    if !only.is_empty() {
        // Ids that begin alike are tried together; only those that were asked for are answered.
        run.items.retain(|item| only.contains(&qualified(&item.path, &item.id)));
    }
    let identities = workspace.identities();
    let mut pack = Pack::new(arguments.budget);
    let summary = serde_json::to_value(run.summary()).unwrap_or_default();
    pack.set("summary", summary);
    if let Some(target) = &run.target {
        pack.set("target", json!(target));
    }
    if let Some(trouble) = &run.trouble {
        pack.set("trouble", json!({"reason": trouble.reason, "output": trouble.output}));
    }
    if run.no_target {
        pack.set("note", "there is no target: add [targets.NAME] with its url to abide.toml");
    } else if run.stopped {
        pack.set("note", "the run was stopped before its end");
    }
    let untold =
        |item: &&ItemReport| only.is_empty() && item.evidence.is_empty() && item.verdict == Verdict::Unproven;
    let untried = run.items.iter().filter(untold).count();
    if untried > 0 {
        pack.set("no_probe_for", untried);
    }
    let mut items: Vec<&ItemReport> = run.items.iter().filter(|item| !untold(item)).collect();
    items.sort_by_key(|item| rank(item.verdict));
    pack.list("items", items.into_iter().map(|item| shown(item, &identities)), 100);
    pack.hint("ask why for one id, or verify with only=[ids]");
    Ok(pack.finish())
}

/// What needs somebody comes first.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Refuted => 0,
        Verdict::Blocked => 1,
        Verdict::Unproven => 2,
        Verdict::Stale | Verdict::Attested | Verdict::Proven => 3,
    }
}

fn shown(item: &ItemReport, identities: &Identities) -> Value {
    let mut shown = Map::new();
    shown.insert("id".to_owned(), identities.id(&item.path, &item.id).into());
    shown.insert("place".to_owned(), format!("{}:{}", item.path, item.line).into());
    shown.insert("verdict".to_owned(), item.verdict.name().into());
    if item.verdict != Verdict::Proven {
        shown.insert("text".to_owned(), item.text.chars().take(160).collect::<String>().into());
    }
    shown.insert("reason".to_owned(), item.reason.as_str().into());
    let refuted: Vec<&ClaimReport> =
        item.evidence.iter().filter(|claim| claim.verdict == Verdict::Refuted).collect();
    if let Some(first) = refuted.first() {
        shown.insert("sent".to_owned(), first.sent.chars().take(SEEN).collect::<String>().into());
        shown.insert("seen".to_owned(), first.seen.chars().take(SEEN).collect::<String>().into());
        if let Some(repeat) = &first.repeat {
            shown.insert("repeat".to_owned(), repeat.as_str().into());
        }
        if refuted.len() > 1 {
            shown.insert("claims_refuted".to_owned(), refuted.len().into());
        }
    }
    Value::Object(shown)
}

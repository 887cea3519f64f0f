//! `search`: documents, sections and statements by their words.

use crate::arguments::Search;
use crate::{Desk, Failure};
use abide_workspace::budget::Pack;
use abide_workspace::search::{Hit, Query, Sort};
use serde_json::{Map, Value};

/// Hits that are looked at; an answer holds fewer.
const MOST: usize = 200;

pub fn answer(desk: &Desk, arguments: Search) -> Result<Value, Failure> {
    let only: Vec<Sort> = match &arguments.kind {
        Some(name) => vec![name.parse().map_err(|error: String| {
            Failure::new(format!("{error}; {}", abide_workspace::did_you_mean(name, Sort::names())))
        })?],
        None => Vec::new(),
    };
    let workspace = desk.open(&[])?;
    let index = desk.kept().index(&workspace);
    let limit = arguments.skip.saturating_add(MOST);
    let found = index.search(&workspace, &Query { words: &arguments.words, only: &only, limit });
    let mut pack = Pack::new(arguments.budget);
    pack.set("total", found.total);
    let lacking = found.words.len().saturating_sub(found.matched as usize);
    if found.total > 0 && lacking > 0 {
        pack.set(
            "note",
            format!("nothing has all the words; these have {} of {}", found.matched, found.words.len()),
        );
    }
    if !found.unknown.is_empty() {
        pack.set("unknown", found.unknown.clone());
        if let Some(near) = found.unknown.iter().find_map(|word| index.nearest(word)) {
            pack.set("did_you_mean", near);
        }
    }
    let hits = found.hits.iter().skip(arguments.skip);
    // How many are left out is counted to the last, not only of those that were looked at.
    let rest = found.total.saturating_sub(found.hits.len());
    pack.list("hits", hits.map(shown).chain(std::iter::repeat_n(Value::Null, rest)), 100);
    pack.hint(format!("call again with skip={}", arguments.skip + pack.taken("hits")));
    Ok(pack.finish())
}

fn shown(hit: &Hit) -> Value {
    let mut shown = Map::new();
    if let Some(id) = &hit.id {
        shown.insert("id".to_owned(), id.as_str().into());
    }
    shown.insert("kind".to_owned(), hit.kind.into());
    shown.insert("place".to_owned(), format!("{}:{}", hit.path, hit.line).into());
    if let Some(section) = hit.section.last().filter(|_| hit.kind != "section") {
        shown.insert("section".to_owned(), section.as_str().into());
    }
    shown.insert("text".to_owned(), hit.excerpt.as_str().into());
    Value::Object(shown)
}

//! Going through a list, page by page.

use super::{ListFacts, Operation, Paging, PathTemplate, call_as_allowed, elements};
use crate::claim::Outcome;
use crate::http::{Answer, Call, Exchange, status_line};
use crate::stage::Stage;
use crate::words;
use serde_json::Value;

/// Pages that are read at most.
const MOST_PAGES: usize = 80;

/// What going through a list gave.
#[derive(Clone, Debug)]
pub struct Walk {
    /// The objects, in the order in which they came.
    pub elements: Vec<Value>,
    /// Whether the list came to its end.
    pub complete: bool,
    /// The call for each page.
    pub pages: Vec<Exchange>,
}

impl Walk {
    /// What names each object.
    pub fn ids(&self, api: &super::Api, collection: &PathTemplate) -> Vec<String> {
        self.elements.iter().filter_map(|element| api.id_in(collection, element)).collect()
    }

    /// The last call.
    pub fn last(&self) -> Option<&Exchange> {
        self.pages.last()
    }
}

/// One page of a list.
pub fn page(
    stage: &Stage,
    operation: &Operation,
    values: &[String],
    query: &str,
) -> Result<Exchange, Outcome> {
    let path = operation.fill(values, stage.target()?.client.base_path());
    let path = if query.is_empty() { path } else { format!("{path}?{query}") };
    call_as_allowed(stage, operation, &Call::new("GET", path)).map(|(exchange, _)| exchange)
}

/// All pages of a list; `between` is done after each but the last.
pub fn walk(
    stage: &Stage,
    operation: &Operation,
    facts: &ListFacts,
    values: &[String],
    query: &str,
    size: Option<usize>,
    between: &mut dyn FnMut(usize) -> Result<(), Outcome>,
) -> Result<Walk, Outcome> {
    let collection = operation.path.clone();
    let mut found = Walk { elements: Vec::new(), complete: false, pages: Vec::new() };
    let sized = facts.size.as_ref().zip(size).map(|(name, size)| format!("{}={size}", name.fact));
    let mut step = None;
    loop {
        let parts: Vec<&str> = [Some(query), sized.as_deref(), step.as_deref()]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        let exchange = page(stage, operation, values, &parts.join("&"))?;
        if !exchange.answer.is_success() {
            let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
            return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
        }
        let Some(answer) = exchange.answer.json() else {
            return Err(Outcome::unproven(format!("{} answered no JSON", exchange.title())));
        };
        let here: Vec<Value> = elements(&answer).into_iter().cloned().collect();
        let count = here.len();
        // Where what asks for the next page changes nothing, reading on shows nothing more.
        let repeats = found.pages.last().and_then(|page| page.answer.json()).is_some_and(|before| {
            let before = elements(&before);
            count > 0 && before.len() == count && before.into_iter().eq(&here)
        });
        let last_id = here.last().and_then(|last| stage.facts.api.id_in(&collection, last));
        found.elements.extend(here);
        let number = found.pages.len() + 1;
        let asked = size.filter(|_| sized.is_some()).or(facts.default.as_ref().map(|default| default.fact));
        let next = match facts.paging.as_ref().map(|paging| &paging.fact) {
            _ if count == 0 || asked.is_some_and(|asked| count < asked) => {
                found.complete = true;
                None
            }
            Some(Paging::Page(name, first)) => Some(format!("{name}={}", first + number)),
            Some(Paging::Offset(name)) => Some(format!("{name}={}", found.elements.len())),
            Some(Paging::Cursor(name)) => match next_cursor(&exchange.answer, &answer, name) {
                Next::Is(cursor) => Some(format!("{name}={}", super::path::encoded(&cursor))),
                Next::End => {
                    found.complete = true;
                    None
                }
                // Nothing in the answer leads on: the last object itself does.
                Next::Unsaid => last_id.map(|id| format!("{name}={}", super::path::encoded(&id))),
            },
            // What the answer says of itself leads on where nothing is stated.
            None if super::list::says_more(&answer, found.elements.len()) => {
                let echoed = answer.get("offset").and_then(Value::as_u64)
                    == Some((found.elements.len() - count) as u64);
                echoed.then(|| format!("offset={}", found.elements.len()))
            }
            None => {
                found.complete = facts.size.is_none() && facts.default.is_none() && facts.most.is_none();
                None
            }
        };
        found.pages.push(exchange);
        match next {
            Some(next) if number < MOST_PAGES && !repeats => step = Some(next),
            _ => return Ok(found),
        }
        between(number)?;
    }
}

enum Next {
    Is(String),
    End,
    Unsaid,
}

/// What leads to the next page.
fn next_cursor(answer: &Answer, body: &Value, parameter: &str) -> Next {
    const NAMES: &[&str] = &[
        "nextcursor",
        "next",
        "cursor",
        "nextpagetoken",
        "nexttoken",
        "continuationtoken",
        "endcursor",
        "nextpage",
        "continuation",
        "after",
        "nextafter",
        "nextmarker",
        "pagetoken",
    ];
    if let Some(link) = answer.header("link") {
        let next = link.split(',').find(|part| part.contains("rel=\"next\"") || part.contains("rel=next"));
        return next.and_then(|part| of_query(part, parameter)).map_or(Next::End, Next::Is);
    }
    let Some(members) = body.as_object() else { return Next::Unsaid };
    let nested = members.values().filter_map(Value::as_object).flatten();
    for (name, value) in members.iter().chain(nested) {
        if !NAMES.contains(&words::folded(name).as_str()) {
            continue;
        }
        match value {
            Value::Null => return Next::End,
            Value::String(text) if text.is_empty() => return Next::End,
            Value::String(text) if text.contains('?') => {
                return of_query(text, parameter).map_or(Next::End, Next::Is);
            }
            Value::String(text) => return Next::Is(text.clone()),
            Value::Number(number) => return Next::Is(number.to_string()),
            _ => {}
        }
    }
    // An object around the list that names no next page may leave it out at the end.
    Next::Unsaid
}

/// The value of a parameter in an address.
fn of_query(text: &str, parameter: &str) -> Option<String> {
    let address = text.split(['<', '>', ' ']).find(|part| part.contains('?'))?;
    let query = address.split_once('?')?.1;
    let value =
        query.split('&').find_map(|pair| pair.split_once('=').filter(|(name, _)| *name == parameter))?.1;
    Some(value.to_owned())
}

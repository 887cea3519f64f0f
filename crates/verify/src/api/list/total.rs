//! Where a list says how many objects and pages there are, and whether more follow.

use crate::api::Body;
use crate::api::sentence::Sentence;
use crate::words;
use serde_json::Value;

const TOTALS: &[&str] = &[
    "total",
    "totalcount",
    "totalitems",
    "totalresults",
    "totalrecords",
    "totalelements",
    "totalsize",
    "totalhits",
    "counttotal",
];

/// How a header with the number of all objects begins in the path that leads to it.
pub const HEADER: &str = "header:";

/// Where a sentence says that the number of all objects is: in a body that it shows, in a member or in a header.
pub(super) fn stated_total(sentence: &Sentence) -> Option<Vec<String>> {
    if sentence.says(&["error", "errors", "price", "sum of", "optional"]) {
        return None;
    }
    let about_lists = sentence.says(&[
        "list",
        "lists",
        "page",
        "pages",
        "pagination",
        "results",
        "matches",
        "matching",
        "items",
        "array",
    ]);
    let whole = sentence.says(&[
        "all matches",
        "all matching",
        "number of all",
        "total number",
        "all pages",
        "number of matching",
        "number of matches",
        "total count",
        "how many there are",
        "of all objects",
    ]);
    for code in sentence.codes() {
        let lower = code.to_lowercase();
        if lower.starts_with("x-total") || lower == "total-count" {
            return Some(vec![format!("{HEADER}{code}")]);
        }
        // `"pagination": {"total": 9}` is a part of an object.
        let whole_object = match code.starts_with('"') && code.contains("\":") {
            true => format!("{{{code}}}"),
            false => code.to_owned(),
        };
        if whole_object.starts_with('{')
            && about_lists
            && let Some(body) = Body::read(&Value::from(whole_object))
            && let Some(found) = body.json().and_then(|body| total(body, &mut Vec::new()))
        {
            return Some(found);
        }
        let plain = code.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        let named = TOTALS.contains(&words::folded(code).as_str()) && (about_lists || whole);
        if plain && (named || whole && ["count", "hits"].contains(&words::folded(code).as_str())) {
            return Some(code.split('.').map(str::to_owned).collect());
        }
    }
    None
}

/// The bodies that a sentence shows in code.
pub(super) fn shown_bodies(sentence: &Sentence) -> Vec<Value> {
    let codes = sentence.codes().into_iter().filter(|code| code.starts_with('{'));
    codes.filter_map(|code| Body::read(&Value::from(code))?.json().cloned()).collect()
}

/// Where a body has the number of all objects and that of all pages: 52 and 3, where 20 make a page.
pub(super) fn pages_of(body: &Value, size: u64, path: &[String]) -> Option<(Vec<String>, Vec<String>)> {
    const PAGES: &[&str] = &["pages", "totalpages", "pagecount", "numpages", "lastpage", "pagestotal"];
    let members = body.as_object()?;
    let number = |known: &dyn Fn(&str) -> bool| {
        members
            .iter()
            .find_map(|(name, value)| Some((name, value.as_u64().filter(|_| known(&words::folded(name)))?)))
    };
    let to = |name: &String| path.iter().cloned().chain([name.clone()]).collect::<Vec<String>>();
    let (total, pages) = (
        number(&|name| TOTALS.contains(&name) || ["count", "totalcount", "items", "results"].contains(&name)),
        number(&|name| PAGES.contains(&name)),
    );
    if let (Some((total, all)), Some((pages, count))) = (total, pages) {
        return (size > 0 && count > 0 && all.div_ceil(size) == count).then(|| (to(total), to(pages)));
    }
    members.iter().filter(|(_, value)| value.is_object()).find_map(|(name, value)| {
        let mut deeper = path.to_vec();
        deeper.push(name.clone());
        pages_of(value, size, &deeper)
    })
}

/// Where an example says whether more objects follow.
pub(super) fn more(example: &Value, path: &mut Vec<String>) -> Option<Vec<String>> {
    const NAMES: &[&str] = &["hasmore", "hasnext", "hasnextpage", "more", "moreavailable"];
    let members = example.as_object()?;
    for (name, value) in members {
        path.push(name.clone());
        let found = match value {
            Value::Bool(_) if NAMES.contains(&words::folded(name).as_str()) => Some(path.clone()),
            Value::Object(_) => more(value, path),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        path.pop();
    }
    None
}

/// Whether an answer tells of more objects than were read so far.
pub fn says_more(answer: &Value, read: usize) -> bool {
    let shown = total(answer, &mut Vec::new());
    let value = shown.and_then(|names| names.iter().try_fold(answer, |value, name| value.get(name)));
    value.and_then(Value::as_u64).is_some_and(|total| total > read as u64)
}

/// Where an example has the number of all objects.
pub(super) fn total(example: &Value, path: &mut Vec<String>) -> Option<Vec<String>> {
    const NAMES: &[&str] = TOTALS;
    let members = example.as_object()?;
    for (name, value) in members {
        if NAMES.contains(&words::folded(name).as_str()) && value.is_u64() {
            path.push(name.clone());
            return Some(std::mem::take(path));
        }
    }
    members.iter().filter(|(_, value)| value.is_object()).find_map(|(name, value)| {
        let mut deeper = path.clone();
        deeper.push(name.clone());
        total(value, &mut deeper)
    })
}

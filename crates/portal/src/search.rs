//! What the search finds: specifications and statements, each with the page that it leads to.

use crate::address::{Page, key};
use crate::pages::title_of;
use crate::site::{Site, Spec};
use abide_model::Item;
use abide_verify::board::ItemStatus;
use serde::Serialize;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// What it is called, or what it says.
    pub title: String,
    /// Where it stands.
    pub detail: String,
    /// The address of its page.
    pub address: String,
    /// What it is.
    pub kind: String,
    /// Its verdict; `spec` for a specification.
    pub verdict: &'static str,
}

/// The best that a question finds, the best first.
pub fn search(site: &Site, question: &str, most: usize) -> Vec<Hit> {
    let terms: Vec<String> = question.split_whitespace().map(str::to_lowercase).collect();
    if terms.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(i64, usize, Option<usize>)> = Vec::new();
    for (at, spec) in site.specs.iter().enumerate() {
        let title = title_of(site, spec);
        if let Some(rank) = rank(&terms, &title, spec.path()) {
            found.push((rank + 40_000, at, None));
        }
        for (number, status) in spec.status.items.iter().enumerate() {
            if let Some(rank) = rank(&terms, &status.text, &status.id) {
                found.push((rank, at, Some(number)));
            }
        }
    }
    found.sort_by_key(|(rank, spec, item)| (std::cmp::Reverse(*rank), *spec, *item));
    found.truncate(most);
    let hit = |(_, spec, item): (i64, usize, Option<usize>)| {
        let spec = site.specs.get(spec)?;
        match item {
            None => Some(of_spec(site, spec)),
            Some(item) => Some(of_item(spec, spec.items().get(item)?, spec.status.items.get(item)?)),
        }
    };
    found.into_iter().filter_map(hit).collect()
}

/// How well a text answers; none where a term is missing.
fn rank(terms: &[String], text: &str, name: &str) -> Option<i64> {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let mut rank = 0;
    for term in terms {
        rank += if text.starts_with(term) {
            12_000
        } else if text.contains(term) {
            8_000
        } else if name.contains(term) {
            3_000
        } else {
            return None;
        };
    }
    Some(rank - i64::try_from(text.len().min(2_000)).unwrap_or(0))
}

/// Everything that can be found, for a file that searches by itself.
pub fn everything(site: &Site) -> impl Iterator<Item = Hit> + '_ {
    site.specs.iter().flat_map(move |spec| {
        let items = spec.items().iter().zip(&spec.status.items);
        std::iter::once(of_spec(site, spec)).chain(items.map(move |(item, status)| of_item(spec, item, status)))
    })
}

fn of_spec(site: &Site, spec: &Spec) -> Hit {
    Hit {
        title: title_of(site, spec),
        detail: spec.path().to_owned(),
        address: Page::Spec(spec.path().to_owned()).address(),
        kind: "specification".to_owned(),
        verdict: "spec",
    }
}

fn of_item(spec: &Spec, item: &Item, status: &ItemStatus) -> Hit {
    Hit {
        title: crate::pages::cut(&item.text, 160),
        detail: format!("{}:{}", spec.path(), item.line),
        address: Page::Why { path: spec.path().to_owned(), key: key(&item.id) }.address(),
        kind: crate::pages::kind_words(status.kind),
        verdict: crate::pages::shown(status),
    }
}

//! What the search finds: specifications, sections and statements, each with the page that it leads to.

use crate::address::{Page, key};
use crate::document::{ANCHOR_PREFIX, anchors};
use crate::pages::{cut, kind_words, said, shown, title_of};
use crate::site::{Site, Spec};
use abide_model::is_meant;
use abide_workspace::search::{Hit as Found, Query};
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
    /// Its verdict; `spec` for a specification, `section` for a part of one.
    pub verdict: &'static str,
}

/// The best that a question finds, the best first.
pub fn search(site: &Site, question: &str, most: usize) -> Vec<Hit> {
    let query = Query { words: question, only: &[], limit: most };
    let found = site.index().search(&site.workspace, &query);
    found.hits.into_iter().filter_map(|found| hit(site, found)).collect()
}

fn hit(site: &Site, found: Found) -> Option<Hit> {
    let spec = site.spec(&found.path)?;
    let page = Page::Spec(found.path.clone());
    Some(match (&found.id, found.kind) {
        (Some(id), _) => {
            let items = spec.items().iter().zip(&spec.status.items);
            let (item, status) = items.into_iter().find(|(item, _)| is_meant(id, &found.path, &item.id))?;
            of_item(spec, item, status)
        }
        (None, "document") => of_spec(site, spec),
        (None, _) => {
            let headings = anchors(&site.state(spec)?.document);
            let heading = headings.into_iter().find(|heading| heading.line == found.line);
            let anchor =
                heading.as_ref().map(|heading| format!("#{ANCHOR_PREFIX}{}", heading.id)).unwrap_or_default();
            Hit {
                title: heading.map_or(found.excerpt, |heading| heading.title),
                detail: place(&found.path, found.line, &found.section),
                address: format!("{}{anchor}", page.address()),
                kind: "section".to_owned(),
                verdict: "section",
            }
        }
    })
}

/// Everything that can be found, for a file that searches by itself.
pub fn everything(site: &Site) -> impl Iterator<Item = Hit> + '_ {
    site.specs.iter().flat_map(move |spec| {
        let items = spec.items().iter().zip(&spec.status.items);
        let sections = site.state(spec).map(|state| anchors(&state.document)).unwrap_or_default();
        let address = Page::Spec(spec.path().to_owned()).address();
        let sections = sections.into_iter().map(move |heading| Hit {
            detail: place(spec.path(), heading.line, &[]),
            address: format!("{address}#{ANCHOR_PREFIX}{}", heading.id),
            title: heading.title,
            kind: "section".to_owned(),
            verdict: "section",
        });
        std::iter::once(of_spec(site, spec))
            .chain(sections)
            .chain(items.map(move |(item, status)| of_item(spec, item, status)))
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

fn of_item(spec: &Spec, item: &abide_model::Item, status: &abide_verify::board::ItemStatus) -> Hit {
    Hit {
        title: cut(&said(item), 160),
        detail: place(spec.path(), item.line, &item.section),
        address: Page::Why { path: spec.path().to_owned(), key: key(&item.id) }.address(),
        kind: kind_words(status.kind),
        verdict: shown(status),
    }
}

fn place(path: &str, line: u32, section: &[String]) -> String {
    match section.last() {
        Some(last) => format!("{path}:{line} · {last}"),
        None => format!("{path}:{line}"),
    }
}

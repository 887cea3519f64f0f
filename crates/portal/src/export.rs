//! All pages in one file, which works from a double click: nothing is fetched, and the search is in it.

use crate::address::Page;
use crate::pages::{BOARD_PART, render};
use crate::search::everything;
use crate::shell::{ICON, Mode, SCRIPT, STYLE, exported};
use crate::site::{Site, SiteError};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

/// What the file holds, packed.
#[derive(Serialize)]
struct Store {
    /// Title and HTML of each page by its address.
    pages: BTreeMap<String, (String, String)>,
    /// Title, detail, address, kind and verdict of everything that can be found.
    index: Vec<(String, String, String, String, &'static str)>,
}

/// The file. Equal documents and an equal ledger give equal bytes.
pub fn export(site: &Site) -> Result<String, SiteError> {
    let mut pages = BTreeMap::new();
    for page in pages_of(site) {
        if let Some(rendered) = render(site, &page, Mode::Exported)? {
            pages.insert(page.address(), (rendered.title, rendered.html));
        }
    }
    let index =
        everything(site).map(|hit| (hit.title, hit.detail, hit.address, hit.kind, hit.verdict)).collect();
    let data = pack(&Store { pages, index });
    let icon = format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(ICON));
    Ok(exported(site, &policy(), &icon, &data))
}

fn pages_of(site: &Site) -> Vec<Page> {
    let parts = site.specs.len().div_ceil(BOARD_PART).max(1);
    let mut pages: Vec<Page> = (1..=parts).map(Page::Board).collect();
    pages.extend([
        Page::Needs,
        Page::Matrix(None),
        Page::Model(None),
        Page::Graph,
        Page::Contradictions,
        Page::History,
    ]);
    for spec in &site.specs {
        let path = spec.path().to_owned();
        pages.extend([Page::Spec(path.clone()), Page::Matrix(Some(path.clone()))]);
        if spec.items().iter().any(|item| crate::pages::is_of_model(item.kind)) {
            pages.push(Page::Model(Some(path.clone())));
        }
        let whys = spec.items().iter().map(|item| crate::address::key(&item.id));
        pages.extend(whys.map(|key| Page::Why { path: path.clone(), key }));
    }
    pages
}

/// Nothing may be fetched, and only the file's own script and style are taken.
fn policy() -> String {
    let digest =
        |text: &str| BASE64_STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        digest(SCRIPT),
        digest(STYLE)
    )
}

fn pack(store: &Store) -> String {
    let text = serde_json::to_vec(store).unwrap_or_default();
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    // Writing to memory cannot fail.
    let packed = encoder.write_all(&text).and_then(|()| encoder.finish()).unwrap_or_default();
    BASE64_STANDARD.encode(packed)
}

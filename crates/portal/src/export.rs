//! All pages in one file, which works from a double click: nothing is fetched, and the search is in it.

use crate::address::Page;
use crate::pages::{BOARD_PART, render};
use crate::picture;
use crate::search::everything;
use crate::shell::{ICON, Mode, SCRIPT, STYLE, exported};
use crate::site::{Site, SiteError};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lzma_rust2::{LzmaOptions, LzmaWriter};
use percent_encoding::percent_decode_str;
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
    /// Small images that the pages show, by address.
    images: BTreeMap<String, String>,
}

/// Larger images are named, not shown.
const LARGEST_IMAGE: usize = 100_000;
/// All images together; those of later pages are named.
const ALL_IMAGES: usize = 1_000_000;

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
    let board = pages.get("").map(|(_, html): &(String, String)| html.clone()).unwrap_or_default();
    let images = images(site, pages.values().map(|(_, html)| html.as_str()));
    let data = pack(&Store { pages, index, images });
    let icon = format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(ICON));
    Ok(exported(site, &board, &policy(), &icon, &data))
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

/// The small ones among the images that pages show.
fn images<'a>(site: &Site, pages: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut kept = BTreeMap::new();
    let mut left = ALL_IMAGES;
    let begin = format!("<img src=\"{}{}", Mode::Exported.root(), picture::BEFORE);
    // The images of documents are written by `pages/spec.rs`, and by nobody else.
    let shown = pages.flat_map(|html| html.split(&begin).skip(1)).filter_map(|rest| rest.split('"').next());
    for escaped in shown {
        let address = format!("{}{escaped}", picture::BEFORE);
        let path = percent_decode_str(escaped).decode_utf8_lossy();
        if kept.contains_key(&address) {
            continue;
        }
        let found = picture::read(&site.workspace.root, &path);
        if let Some(found) = found.filter(|found| found.bytes.len() <= LARGEST_IMAGE.min(left)) {
            left -= found.bytes.len();
            kept.insert(
                address,
                format!("data:{};base64,{}", found.kind, BASE64_STANDARD.encode(found.bytes)),
            );
        }
    }
    kept
}

/// LZMA: the pages of a file have much in common, far apart. `assets/unpack.js` is the other side.
fn pack(store: &Store) -> String {
    let text = serde_json::to_vec(store).unwrap_or_default();
    let mut options = LzmaOptions::with_preset(9);
    // Text has no columns of four bytes, and its letters follow from the one before.
    (options.lc, options.lp, options.pb) = (4, 0, 0);
    // The longest that a match may be: pages of one kind share whole paragraphs of markup.
    options.nice_len = LzmaOptions::NICE_LEN_MAX;
    options.dict_size = options.dict_size.min(text.len().next_power_of_two().max(1 << 16) as u32);
    // Writing to memory cannot fail.
    let packed =
        LzmaWriter::new_use_header(Vec::new(), &options, Some(text.len() as u64)).and_then(|mut writer| {
            writer.write_all(&text)?;
            writer.finish()
        });
    BASE64_STANDARD.encode(packed.unwrap_or_default())
}

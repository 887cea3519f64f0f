//! What surrounds every page: the head, the navigation, the search, the drawer.

use crate::address::Page;
use crate::site::Site;
use crate::templates::fill;
use serde::Serialize;

/// How pages reach a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By a server.
    Served,
    /// In one file.
    Exported,
}

impl Mode {
    /// What stands before every address.
    pub fn root(self) -> &'static str {
        match self {
            Mode::Served => "/",
            Mode::Exported => "#/",
        }
    }

    /// The link to a page.
    pub fn href(self, page: &Page) -> String {
        format!("{}{}", self.root(), page.address())
    }
}

/// The style of all pages.
pub const STYLE: &str = include_str!("assets/portal.css");
/// The script of an export.
pub const SCRIPT: &str = concat!(
    include_str!("assets/theme.js"),
    include_str!("assets/unpack.js"),
    include_str!("assets/portal.js")
);
/// The part of the script that must run before a page is painted.
pub const THEME_SCRIPT: &str = include_str!("assets/theme.js");
/// The rest of it.
pub const PAGE_SCRIPT: &str = include_str!("assets/portal.js");
/// The icon of the browser's tab.
pub const ICON: &str = include_str!("assets/icon.svg");

#[derive(Serialize)]
struct Shell<'a> {
    name: &'a str,
    title: &'a str,
    part: &'a str,
    main: &'a str,
    parts: Vec<Part>,
    specs: Vec<Listed>,
    more: usize,
    version: &'a str,
}

#[derive(Serialize)]
struct Part {
    name: &'static str,
    title: &'static str,
    href: String,
    count: usize,
    current: bool,
}

#[derive(Serialize)]
struct Listed {
    title: String,
    href: String,
    current: bool,
    refuted: usize,
}

/// Specifications that the navigation lists; the search finds the others.
const LISTED: usize = 40;

/// A page with everything around it, as it is served.
pub fn served(site: &Site, page: &Page, title: &str, main: &str) -> String {
    fill("served.html", Mode::Served.root(), &shell(site, page, title, main, Mode::Served))
}

/// What is around the pages of an export; the pages themselves come from its data.
#[derive(Serialize)]
struct Export<'a> {
    #[serde(flatten)]
    shell: Shell<'a>,
    policy: &'a str,
    style: &'a str,
    script: &'a str,
    icon: &'a str,
    data: &'a str,
}

/// The file of an export. The board stands in it as it is, for who reads it without scripts.
pub fn exported(site: &Site, board: &str, policy: &str, icon: &str, data: &str) -> String {
    let shell = shell(site, &Page::Board(1), "Board", board, Mode::Exported);
    let export = Export { shell, policy, style: STYLE, script: SCRIPT, icon, data };
    fill("export.html", Mode::Exported.root(), &export)
}

fn shell<'a>(site: &'a Site, page: &Page, title: &'a str, main: &'a str, mode: Mode) -> Shell<'a> {
    let current = match page {
        Page::Spec(path) | Page::Why { path, .. } => Some(path.as_str()),
        _ => None,
    };
    let parts = [
        ("board", "Board", Page::Board(1), 0),
        ("matrix", "Matrix", Page::Matrix(None), 0),
        ("model", "Model", Page::Model(None), 0),
        ("graph", "Graph", Page::Graph, 0),
        ("contradictions", "Contradictions", Page::Contradictions, site.disagreements()),
        ("history", "History", Page::History, 0),
    ];
    let parts = parts.into_iter().map(|(name, title, to, count)| Part {
        name,
        title,
        href: mode.href(&to),
        count,
        current: name == page.part(),
    });
    let listed = site.specs.iter().take(LISTED).map(|spec| Listed {
        title: crate::pages::title_of(site, spec),
        href: mode.href(&Page::Spec(spec.path().to_owned())),
        current: current == Some(spec.path()),
        refuted: spec.status.summary.refuted,
    });
    Shell {
        name: crate::pages::name_of(site),
        title,
        part: page.part(),
        main,
        parts: parts.collect(),
        specs: listed.collect(),
        more: site.specs.len().saturating_sub(LISTED),
        version: env!("CARGO_PKG_VERSION"),
    }
}

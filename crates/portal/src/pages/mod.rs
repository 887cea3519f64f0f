//! The pages, one file each: what is known, arranged for its template.

mod bar;
mod board;
pub(crate) mod contradictions;
mod graph;
mod history;
mod matrix;
mod model;
mod permissions;
mod said;
mod spec;
mod time;
mod why;

pub(crate) use bar::{Bar, shown};
pub(crate) use board::{Overview, PART as BOARD_PART};
pub(crate) use said::said;

use crate::address::Page;
use crate::shell::Mode;
use crate::site::{Site, Spec};
use abide_ledger::LedgerError;

/// A page without what surrounds it.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Its title.
    pub title: String,
    /// Its HTML.
    pub html: String,
}

/// Renders a page; none where there is no such page.
pub fn render(site: &Site, page: &Page, mode: Mode) -> Result<Option<Rendered>, LedgerError> {
    let view = View { site, mode };
    let made = |title: &str, html: String| Some(Rendered { title: title.to_owned(), html });
    Ok(match page {
        Page::Board(part) => {
            board::render(view, *part).map(|html| Rendered { title: "Board".to_owned(), html })
        }
        Page::Needs => made("What needs you", board::render_needs(view)),
        Page::Spec(path) => site
            .spec(path)
            .and_then(|spec| Some(Rendered { title: title_of(site, spec), html: spec::render(view, spec)? })),
        Page::Why { path, key } => why::render(view, path, key)?,
        Page::Matrix(None) => made("Matrix", matrix::render_index(view)),
        Page::Matrix(Some(path)) => site.spec(path).map(|spec| Rendered {
            title: format!("Matrix of {}", title_of(site, spec)),
            html: matrix::render(view, spec),
        }),
        Page::Model(None) => made("Model", model::render_index(view)),
        Page::Model(Some(path)) => site.spec(path).and_then(|spec| {
            Some(Rendered {
                title: format!("Model of {}", title_of(site, spec)),
                html: model::render(view, spec)?,
            })
        }),
        Page::Graph => made("Graph", graph::render(view)),
        Page::Contradictions => made("Contradictions", contradictions::render(view)),
        Page::History => made("History", history::render(view)),
    })
}

/// Everything that a page is made from.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub site: &'a Site,
    pub mode: Mode,
}

impl View<'_> {
    fn href(self, page: Page) -> String {
        self.mode.href(&page)
    }

    fn spec(self, path: &str) -> String {
        self.href(Page::Spec(path.to_owned()))
    }

    /// The link to why an item has its verdict. `id` is the item's own, within its document.
    fn why(self, path: &str, id: &str) -> String {
        self.href(Page::Why { path: path.to_owned(), key: crate::address::key(id) })
    }

    fn fill(self, template: &str, view: &impl serde::Serialize) -> String {
        crate::templates::fill(template, self.mode.root(), view)
    }
}

/// What a document is called: its title, or else the name of its file.
pub(crate) fn title_of(site: &Site, spec: &Spec) -> String {
    let title = site.state(spec).and_then(|state| state.spec().title.clone());
    title.unwrap_or_else(|| spec.path().rsplit('/').next().unwrap_or(spec.path()).to_owned())
}

/// What the whole is called: the folder of the repository.
pub(crate) fn name_of(site: &Site) -> &str {
    let folder = site.workspace.root.folder().file_name().and_then(|name| name.to_str());
    folder.unwrap_or("Specifications")
}

/// As many characters as fit, the last an ellipsis where some are left out.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A kind of item in words.
pub(crate) fn kind_words(kind: &str) -> String {
    kind.replace('_', " ")
}

/// Whether statements of a kind belong to the model.
pub(crate) fn is_of_model(kind: abide_model::Kind) -> bool {
    model::is_shown(kind)
}

//! A document as HTML: rendered, sanitised, with a place kept for everything that the portal says in its margin.

mod anchors;
mod events;
mod images;
mod runs;
mod sanitise;

pub(crate) use anchors::anchors;
pub(crate) use events::language;
pub(crate) use sanitise::drawing as clean_drawing;

use abide_model::Item;
use abide_syntax::{Document, TextRange};

/// Something of ours that stands in a rendered document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The statements that a block makes, by their places in the document's list.
    Statements(Vec<usize>),
    /// A finding, by its place in what was given.
    Finding(usize),
    /// A drawing, by the text of its fence.
    Drawing(String),
    /// An image.
    Image {
        /// Where it is, as written.
        destination: String,
        /// What it says to who cannot see it.
        said: String,
    },
    /// The box of a task, and whether it is ticked.
    Task(bool),
    /// Something wide begins, which scrolls by itself; the title of the section that it stands in.
    WideBegin(String),
    /// It ends.
    WideEnd,
}

/// A heading of the document.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Heading {
    /// Its anchor within the page.
    pub id: String,
    /// 1 to 6.
    pub level: u8,
    /// Its readable text.
    pub title: String,
}

/// A rendered document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The HTML: nothing in it runs, and every link leads to a page of the portal or says where it leads.
    pub html: String,
    /// The headings, in order.
    pub headings: Vec<Heading>,
}

/// What is to be rendered.
pub struct Sheet<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its statements, in source order.
    pub items: &'a [Item],
    /// Where the findings in it stand, in source order; those about the whole document are not among them.
    pub findings: &'a [TextRange],
    /// Where a link of the document leads in the portal; none where it leads nowhere.
    pub resolve: &'a (dyn Fn(&str) -> Option<String> + Sync + Send),
}

/// Where the anchors of a document stand, apart from those of the portal.
pub const ANCHOR_PREFIX: &str = "s-";

/// Renders a document; `show` says what stands in the place of a mark.
pub fn render(sheet: &Sheet<'_>, mut show: impl FnMut(&Mark) -> String) -> Body {
    let read = events::read(sheet);
    let clean = sanitise::document(&read.html, sheet.resolve);
    Body { html: fill(&clean, &read.secret, &read.marks, &mut show), headings: read.headings }
}

/// Puts what each mark stands for in its place. A document cannot write a mark: it would have to hold its own digest.
fn fill(html: &str, secret: &str, marks: &[Mark], show: &mut dyn FnMut(&Mark) -> String) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html;
    loop {
        let next = ["span", "p"]
            .iter()
            .filter_map(|tag| {
                let open = format!("<{tag} data-mark=\"{secret}-");
                Some((rest.find(&open)?, open.len(), format!("\"></{tag}>")))
            })
            .min();
        let Some((at, length, close)) = next else { break };
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let number = found.get(length..).unwrap_or_default();
        let Some(end) = number.find(&close) else { break };
        let (digits, after) = number.split_at(end);
        if let Some(mark) = digits.parse::<usize>().ok().and_then(|at| marks.get(at)) {
            out.push_str(&show(mark));
        }
        rest = after.get(close.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;

//! The anchors of a document's headings, as GitHub names them.

use abide_syntax::{Document, NodeKind, slug};
use std::collections::HashMap;

/// A heading that can be pointed at.
pub struct Anchor {
    /// Its name, without what the portal puts before it.
    pub id: String,
    /// Its readable text.
    pub title: String,
    /// The 1-based line where it stands.
    pub line: u32,
}

/// Gives each heading of a document a name of its own.
#[derive(Default)]
pub struct Names {
    seen: HashMap<String, u32>,
}

impl Names {
    /// The name of the next heading.
    pub fn of(&mut self, title: &str) -> String {
        let slug = slug(title);
        let seen = self.seen.entry(slug.clone()).or_default();
        *seen += 1;
        if *seen == 1 { slug } else { format!("{slug}-{}", *seen - 1) }
    }
}

/// The headings of a document, in order.
pub fn anchors(document: &Document) -> Vec<Anchor> {
    let mut names = Names::default();
    let sections = document
        .sections()
        .iter()
        .filter(|section| matches!(document.node(section.heading).kind, NodeKind::Heading { .. }));
    sections
        .map(|section| Anchor {
            id: names.of(&document.plain_text(section.heading)),
            title: section.title.to_string(),
            line: document.line(section.range.start),
        })
        .collect()
}

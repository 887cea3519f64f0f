//! Anchors that links within a page may point at, by the rules of GitHub's renderer.

use crate::{Document, NodeKind};
use std::collections::{HashMap, HashSet};

/// The anchor of a heading: lower case; letters, digits, `-` and `_` stay, spaces become `-`, the rest goes.
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for character in title.trim().chars() {
        if character.is_alphanumeric() || matches!(character, '-' | '_') || is_mark(character) {
            slug.extend(character.to_lowercase());
        } else if character == ' ' {
            slug.push('-');
        }
    }
    slug
}

// Combining marks belong to the letters of many scripts; `char::is_alphanumeric` leaves some out.
fn is_mark(character: char) -> bool {
    matches!(u32::from(character),
        0x0300..=0x036F | 0x0900..=0x0903 | 0x093A..=0x094F | 0x0E31..=0x0E4E | 0x3099..=0x309A | 0xFE00..=0xFE0F)
}

/// All anchors of a document: headings (repeated ones get `-1`, `-2`, …), `id` and `name` attributes, and
/// explicit `{#id}` marks.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    names: HashSet<String>,
}

impl Anchors {
    /// Reads the anchors of a document.
    pub fn new(document: &Document) -> Self {
        let mut names = HashSet::new();
        let mut seen: HashMap<String, u32> = HashMap::new();
        for (at, node) in document.nodes().iter().enumerate() {
            match node.kind {
                NodeKind::Heading { .. } => {
                    let title = document.plain_text(crate::NodeId(at as u32));
                    let (title, explicit) = explicit_anchor(&title);
                    if let Some(explicit) = explicit {
                        names.insert(explicit.to_owned());
                    }
                    let base = slug(title);
                    let count = seen.entry(base.clone()).or_insert(0);
                    names.insert(if *count == 0 { base } else { format!("{base}-{count}") });
                    *count += 1;
                }
                NodeKind::Html | NodeKind::InlineHtml => {
                    html_anchors(node.range.slice(document.text()), &mut names);
                }
                _ => {}
            }
        }
        Self { names }
    }

    /// Whether a link's fragment (without `#`) finds its place. Percent-encoding and case are forgiven.
    pub fn contains(&self, fragment: &str) -> bool {
        let decoded = percent_decode(fragment);
        self.names.contains(decoded.as_str())
            || self.names.contains(&decoded.to_lowercase())
            || self.names.contains(&slug(&decoded))
    }

    /// All anchors, unordered.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

fn explicit_anchor(title: &str) -> (&str, Option<&str>) {
    if let Some(open) = title.rfind("{#")
        && let Some(inner) = title.get(open + 2..).and_then(|rest| rest.trim_end().strip_suffix('}'))
    {
        return (title.get(..open).unwrap_or(title).trim_end(), Some(inner));
    }
    (title, None)
}

fn html_anchors(html: &str, names: &mut HashSet<String>) {
    for attribute in ["id=", "name="] {
        for (at, _) in html.match_indices(attribute) {
            let rest = html.get(at + attribute.len()..).unwrap_or_default();
            let value = match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => rest.get(1..).and_then(|rest| rest.split(quote).next()),
                _ => rest.split([' ', '>', '/']).next(),
            };
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                names.insert(value.to_owned());
            }
        }
    }
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                decoded.push(value);
                at += 3;
            }
            _ => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_follow_the_renderer() {
        let document = Document::parse(
            "# A & B\n## Step\n## Step\n## Überblick 日本\n<a id=\"here\"></a>\n\n## Named {#own-name}\n",
        );
        let anchors = Anchors::new(&document);
        for fragment in
            ["a--b", "step", "step-1", "überblick-日本", "%C3%BCberblick-日本", "here", "own-name"]
        {
            assert!(anchors.contains(fragment), "{fragment}");
        }
        assert!(!anchors.contains("step-2"));
    }
}

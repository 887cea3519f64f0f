//! Anchors that links within a page may point at, by the rules of GitHub's renderer.

use crate::{Document, NodeId, NodeKind, TextRange};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// The anchor of a heading: lower case; letters, digits, `-` and `_` stay, spaces become `-`, the rest goes.
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    // Most headings are ASCII, where no table need be asked.
    if title.is_ascii() {
        for byte in title.trim().bytes() {
            match byte {
                b' ' => slug.push('-'),
                b'-' | b'_' => slug.push(char::from(byte)),
                _ if byte.is_ascii_alphanumeric() => slug.push(char::from(byte.to_ascii_lowercase())),
                _ => {}
            }
        }
        return slug;
    }
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
    /// The anchors of the headings themselves, in source order.
    headings: Vec<(NodeId, String)>,
}

impl Anchors {
    /// Reads the anchors of a document.
    pub fn new(document: &Document) -> Self {
        let mut names = HashSet::new();
        let mut headings = Vec::new();
        let mut seen: HashMap<String, u32> = HashMap::new();
        for (at, node) in document.nodes().iter().enumerate() {
            match node.kind {
                NodeKind::Heading { .. } => {
                    let id = NodeId(at as u32);
                    let title = document.plain_text(id);
                    let (title, explicit) = explicit_anchor(&title);
                    let name = numbered(slug(title), &mut seen);
                    names.insert(name.clone());
                    if let Some(explicit) = explicit {
                        names.insert(explicit.to_owned());
                        headings.push((id, explicit.to_owned()));
                    }
                    headings.push((id, name));
                }
                NodeKind::Html => {
                    // Comments are apart: nothing in them can be pointed at.
                    let mut from = node.range.start;
                    let comments = document.descendants(NodeId(at as u32));
                    for (_, comment) in comments.filter(|(_, node)| node.kind == NodeKind::Comment) {
                        let before = TextRange { start: from, end: comment.range.start };
                        html_anchors(before.slice(document.text()), &mut names);
                        from = comment.range.end;
                    }
                    let rest = TextRange { start: from, end: node.range.end };
                    html_anchors(rest.slice(document.text()), &mut names);
                }
                NodeKind::InlineHtml => html_anchors(node.range.slice(document.text()), &mut names),
                _ => {}
            }
        }
        Self { names, headings }
    }

    /// Whether a link's fragment (without `#`) finds its place. Percent-encoding and case are forgiven.
    pub fn contains(&self, fragment: &str) -> bool {
        let decoded = percent_decode(fragment);
        self.names.contains(decoded.as_str())
            || self.names.contains(&decoded.to_lowercase())
            || self.names.contains(&slug(&decoded))
    }

    /// The heading that a link's fragment (without `#`) leads to.
    pub fn heading(&self, fragment: &str) -> Option<NodeId> {
        let decoded = percent_decode(fragment);
        let folded = [decoded.to_lowercase(), slug(&decoded)];
        let is = |name: &str| name == decoded || folded.iter().any(|folded| folded == name);
        self.headings.iter().find(|(_, name)| is(name)).map(|(heading, _)| *heading)
    }

    /// The headings with their anchors, in source order; one with a name of its own has two.
    pub fn headings(&self) -> impl Iterator<Item = (NodeId, &str)> {
        self.headings.iter().map(|(heading, name)| (*heading, name.as_str()))
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

/// The first of a name keeps it, the others get the next number that is free.
fn numbered(base: String, seen: &mut HashMap<String, u32>) -> String {
    let mut name = base.clone();
    while seen.contains_key(&name) {
        let count = seen.entry(base.clone()).or_insert(0);
        *count += 1;
        name = format!("{base}-{count}");
    }
    seen.insert(name.clone(), 0);
    name
}

fn html_anchors(html: &str, names: &mut HashSet<String>) {
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('=') {
        let before = before.trim_end();
        let start =
            before.rfind(|end: char| !end.is_ascii_alphanumeric() && end != '-').map_or(0, |at| at + 1);
        let (before, name) =
            (before.get(..start).unwrap_or_default(), before.get(start..).unwrap_or_default());
        let value = after.trim_start();
        let (value, behind) = match value.chars().next() {
            Some('"') => value.get(1..).and_then(|value| value.split_once('"')).unwrap_or((value, "")),
            Some('\'') => value.get(1..).and_then(|value| value.split_once('\'')).unwrap_or((value, "")),
            _ => {
                let end = value.find(|end: char| end.is_whitespace() || end == '>').unwrap_or(value.len());
                value.split_at(end)
            }
        };
        let points = name.eq_ignore_ascii_case("id") || name.eq_ignore_ascii_case("name");
        if points && before.ends_with(char::is_whitespace) && !value.is_empty() {
            names.insert(value.to_owned());
        }
        rest = behind;
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
    fn an_anchor_is_an_attribute_of_its_own() {
        let mut names = HashSet::new();
        html_anchors("<a ID = 'a b' data-id=no x=\" id=no\"><p\nname=c>id=no id", &mut names);
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort();
        assert_eq!(names, ["a b", "c"]);
    }

    #[test]
    fn a_numbered_name_that_is_taken_is_passed_over() {
        let anchors = Anchors::new(&Document::parse("# a\n# a-1\n# a\n# a\n"));
        assert!(["a", "a-1", "a-2", "a-3"].iter().all(|name| anchors.names.contains(*name)));
    }

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
        let title = |fragment: &str| Some(document.plain_text(anchors.heading(fragment)?).into_owned());
        assert_eq!(title("Own-Name").as_deref(), Some("Named {#own-name}"));
        assert_eq!(title("%C3%9Cberblick-日本").as_deref(), Some("Überblick 日本"));
        assert_eq!(title("here"), None);
    }
}

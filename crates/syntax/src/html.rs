//! What matters within a block of HTML: comments and headings. One pass, whatever the text.

use crate::TextRange;
use memchr::memchr;
use memchr::memmem;

/// A part of a block of HTML; ranges count from the start of the block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// `<!-- … -->`, or to the end of the block.
    Comment(TextRange),
    /// `<h2 id="x">Title</h2>`
    Heading { level: u8, whole: TextRange, title: TextRange },
}

/// A part of a heading's title.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Inline {
    Text(TextRange),
    Tag(TextRange),
    Comment(TextRange),
}

/// The comments and headings of a block, in order.
pub(crate) struct Parts<'a> {
    source: &'a str,
    at: usize,
    /// The next `>` and the next closing tag of a heading, each looked for only once.
    next_angle: Option<usize>,
    next_close: usize,
}

impl<'a> Parts<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source, at: 0, next_angle: None, next_close: 0 }
    }

    fn rest(&self, from: usize) -> &'a str {
        self.source.get(from..).unwrap_or_default()
    }

    fn bytes(&self, from: usize) -> &'a [u8] {
        self.source.as_bytes().get(from..).unwrap_or_default()
    }

    fn angle(&mut self, from: usize) -> usize {
        let known = self.next_angle.filter(|at| *at >= from);
        let find = || memchr(b'>', self.bytes(from)).map_or(self.source.len(), |found| from + found);
        *self.next_angle.insert(known.unwrap_or_else(find))
    }

    fn close(&mut self, from: usize) -> usize {
        let mut at = self.next_close.max(from);
        while let Some(found) = memmem::find(self.bytes(at), b"</") {
            at += found;
            if matches!(self.bytes(at), [_, _, b'h' | b'H', b'1'..=b'6', ..]) {
                break;
            }
            at += 2;
        }
        if !self.bytes(at).starts_with(b"</") {
            at = self.source.len();
        }
        self.next_close = at;
        at
    }

    /// The heading whose tag opens at `start`, if it is closed within a few lines.
    fn heading(&mut self, start: usize) -> Option<Part> {
        const LONGEST: usize = 1000;
        let [_, b'h' | b'H', digit @ b'1'..=b'6', b'>' | b' ' | b'\t' | b'\r' | b'\n', ..] =
            self.bytes(start)
        else {
            return None;
        };
        let open = self.angle(start) + 1;
        let close = self.close(start);
        if close < open || close == self.source.len() || close - start > LONGEST {
            return None;
        }
        let title = self.source.get(open..close)?;
        // A heading within a heading: the first was never closed.
        let mut tags = memchr::memchr_iter(b'<', title.as_bytes());
        let nested = |at| matches!(title.as_bytes().get(at..), Some([_, b'h' | b'H', b'1'..=b'6', ..]));
        if tags.any(nested) {
            return None;
        }
        let tail = self.rest(close + "</h2".len());
        let end = self.source.len() - tail.trim_ascii_start().strip_prefix('>')?.len();
        Some(Part::Heading {
            level: digit - b'0',
            whole: TextRange::new(start, end),
            title: TextRange::new(open, close).trim(self.source),
        })
    }

    /// Where the content of a script, a style or a text area ends: it is no HTML.
    fn raw_text_end(&self, start: usize) -> Option<usize> {
        let is = |from: usize, name: &str| {
            let found = self.bytes(from).get(..name.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        };
        let name = ["script", "style", "textarea"].into_iter().find(|name| is(start + 1, name))?;
        let mut ends = memmem::find_iter(self.bytes(start), b"</").map(|found| start + found);
        Some(ends.find(|end| is(end + 2, name)).unwrap_or(self.source.len()))
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            let start = self.at + memchr(b'<', self.bytes(self.at))?;
            if let Some(length) = comment(self.rest(start)) {
                self.at = start + length;
                return Some(Part::Comment(TextRange::new(start, start + length).trim(self.source)));
            }
            if let Some(heading) = self.heading(start) {
                if let Part::Heading { whole, .. } = &heading {
                    self.at = whole.end();
                }
                return Some(heading);
            }
            self.at = self.raw_text_end(start).unwrap_or(start + 1);
        }
    }
}

/// Text, tags and comments of a heading's title; ranges count from the start of the title.
pub(crate) fn inlines(title: &str) -> Vec<Inline> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < title.len() {
        let rest = title.get(at..).unwrap_or_default();
        let (length, part): (_, fn(TextRange) -> Inline) = if let Some(length) = comment(rest) {
            (length, Inline::Comment)
        } else if let Some(length) = tag(rest) {
            (length, Inline::Tag)
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let next = memchr(b'<', rest.as_bytes().get(first..).unwrap_or_default());
            (next.map_or(rest.len(), |next| first + next), Inline::Text)
        };
        parts.push(part(TextRange::new(at, at + length)));
        at += length;
    }
    parts
}

/// The length of the comment at the start of `html`.
fn comment(html: &str) -> Option<usize> {
    html.starts_with("<!--").then(|| memmem::find(html.as_bytes(), b"-->").map_or(html.len(), |end| end + 3))
}

fn tag(html: &str) -> Option<usize> {
    let [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/', ..] = html.as_bytes() else { return None };
    memchr(b'>', html.as_bytes()).map(|end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        let part = |part| match part {
            Part::Comment(range) => range.slice(source).to_owned(),
            Part::Heading { level, whole, title } => {
                assert!(whole.contains(title));
                format!("{level} {}", title.slice(source))
            }
        };
        Parts::new(source).map(part).collect()
    }

    #[test]
    fn comments_and_headings_in_order() {
        assert_eq!(
            shown("<div><!-- a <h2>no</h2> --><h2 id=x> b </h2><H3\n>c</H3 ><!-- d"),
            ["<!-- a <h2>no</h2> -->", "2 b", "3 c", "<!-- d"]
        );
        assert_eq!(shown("<h2>a</h2>"), ["2 a"]);
        assert_eq!(shown("<h2>open <h3>b</h3></h2>"), ["3 b"]);
        assert_eq!(shown("<h2>a</h7> <hr> <h2 <header>b</header>"), [""; 0]);
        assert_eq!(shown("<STYLE>/* <h2>a</h2> */</style><h2>b</h2><script><h2>c</h2>"), ["2 b"]);
    }

    #[test]
    fn a_title_is_text_tags_and_comments() {
        let range = TextRange::new;
        assert_eq!(
            inlines("a<b>c</b><!-- d -->< e"),
            [
                Inline::Text(range(0, 1)),
                Inline::Tag(range(1, 4)),
                Inline::Text(range(4, 5)),
                Inline::Tag(range(5, 9)),
                Inline::Comment(range(9, 19)),
                Inline::Text(range(19, 22)),
            ]
        );
    }
}

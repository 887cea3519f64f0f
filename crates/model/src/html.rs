//! Tables and lists that are written in HTML: the same rows and entries as Markdown would have.

use abide_syntax::{Document, NodeId, TextRange};

/// A tag, and where it stands.
#[derive(Clone, Copy, Debug)]
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    range: (usize, usize),
}

/// The tags of some source, in order. Comments and what is not closed are left out.
fn tags(source: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + memchr::memchr(b'<', source.as_bytes().get(at..)?)?;
            let close = open + memchr::memchr(b'>', source.as_bytes().get(open..)?)?;
            at = close + 1;
            let inner = source.get(open + 1..close)?;
            let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
            let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
            let name = inner.get(..end)?;
            if !name.is_empty() {
                return Some(Tag { name, closes, range: (open, at) });
            }
        }
    })
}

/// One row: whether all of its cells are heads, its bytes, and its cells with their bytes and text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct HtmlRow {
    pub head: bool,
    pub range: TextRange,
    pub cells: Vec<(TextRange, String)>,
}

/// The rows of a table whose source starts at a byte of the document.
pub(crate) fn rows(source: &str, start: usize) -> Vec<HtmlRow> {
    let mut rows: Vec<HtmlRow> = Vec::new();
    // Where the row and the cell that are open began.
    let (mut row, mut cell): (Option<usize>, Option<usize>) = (None, None);
    for tag in tags(source) {
        let is = |name: &str| tag.name.eq_ignore_ascii_case(name);
        let of_cell = is("td") || is("th");
        if !of_cell && !is("tr") && !is("table") && !is("tbody") && !is("thead") {
            continue;
        }
        if let Some(from) = cell.take()
            && let Some(current) = rows.last_mut()
        {
            let inner = source.get(from..tag.range.0).unwrap_or_default();
            current.cells.push((TextRange::new(start + from, start + tag.range.0), plain(inner)));
        }
        if of_cell && !tag.closes && row.is_some() {
            cell = Some(tag.range.1);
            if let Some(current) = rows.last_mut() {
                current.head &= is("th");
            }
        } else if is("tr") && !tag.closes {
            row = Some(tag.range.0);
            let range = TextRange::new(start + tag.range.0, start + tag.range.1);
            rows.push(HtmlRow { head: true, range, cells: Vec::new() });
        } else if is("tr")
            && let Some(current) = rows.last_mut()
            && row.take().is_some()
        {
            current.range.end = u32::try_from(start + tag.range.1).unwrap_or(u32::MAX);
        }
    }
    rows.retain(|row| !row.cells.is_empty());
    rows
}

/// The entries of the lists in some source: how deep each stands, its bytes, and its text without what is nested in it. A term
/// and its definition are one: "term: definition".
pub(crate) fn entries(source: &str, start: usize) -> Vec<(u32, TextRange, String)> {
    let mut found: Vec<(u32, TextRange, String)> = Vec::new();
    let mut depth = 0_u32;
    let mut open: Option<usize> = None;
    let mut term: Option<(usize, String)> = None;
    for tag in tags(source) {
        let is = |name: &str| tag.name.eq_ignore_ascii_case(name);
        if is("dt") || is("dd") {
            let from = open.take().filter(|_| tag.closes);
            if let Some(from) = from {
                let text = plain(source.get(from..tag.range.0).unwrap_or_default());
                if is("dt") {
                    term = Some((from, text));
                } else if let Some((start_of_term, name)) = term.take() {
                    let range = TextRange::new(start + start_of_term, start + tag.range.0);
                    found.push((depth, range, format!("{}: {text}", name.trim_end_matches(':'))));
                }
            } else if !tag.closes {
                open = Some(tag.range.1);
            }
            continue;
        }
        let list = is("ul") || is("ol");
        if !list && !is("li") {
            continue;
        }
        if let Some(from) = open.take() {
            let inner = source.get(from..tag.range.0).unwrap_or_default();
            let text = plain(inner);
            if !text.is_empty() {
                found.push((
                    depth.saturating_sub(1),
                    TextRange::new(start + from, start + tag.range.0),
                    text,
                ));
            }
        }
        match (list, tag.closes) {
            (true, false) => depth += 1,
            (true, true) => depth = depth.saturating_sub(1),
            (false, false) if depth > 0 => open = Some(tag.range.1),
            (false, _) => {}
        }
    }
    found
}

/// What is in `<code>` within some source.
pub(crate) fn codes(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open = None;
    for tag in tags(source).filter(|tag| tag.name.eq_ignore_ascii_case("code")) {
        if tag.closes {
            found.extend(open.take().and_then(|from: usize| source.get(from..tag.range.0)));
        } else {
            open = Some(tag.range.1);
        }
    }
    found
}

/// Readable text: without tags, entities as what they stand for.
fn plain(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut from = 0;
    for tag in tags(source) {
        text.push_str(source.get(from..tag.range.0).unwrap_or_default());
        if tag.name.eq_ignore_ascii_case("br") || tag.name.eq_ignore_ascii_case("p") {
            text.push(' ');
        }
        from = tag.range.1;
    }
    text.push_str(source.get(from..).unwrap_or_default());
    if text.contains('&') {
        for (entity, character) in [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&nbsp;", " "),
            ("&rarr;", "→"),
            ("&amp;", "&"),
        ] {
            text = text.replace(entity, character);
        }
    }
    crate::text::one_line(text.trim())
}

/// The source of the table that starts in a block; blank lines may part it into several blocks.
pub(crate) fn table(document: &Document, block: NodeId) -> Option<(&str, usize)> {
    let range = document.node(block).range;
    let inner = document.slice(range);
    let at = inner.find("<table").or_else(|| inner.find("<TABLE"))?;
    let start = range.start() + at;
    let rest = document.text().get(start..)?;
    let end = memchr::memmem::find(rest.as_bytes(), b"</table>")
        .or_else(|| memchr::memmem::find(rest.as_bytes(), b"</TABLE>"))?;
    Some((rest.get(..end)?, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_entries() {
        let table = "<table>\n<tr><th>Name</th><th>Use</th></tr>\n<tr><td><code>A&amp;B</code></td><td>x<br>y</td></tr>\n";
        let shown: Vec<(bool, Vec<String>)> = rows(table, 0)
            .into_iter()
            .map(|row| (row.head, row.cells.into_iter().map(|(_, text)| text).collect()))
            .collect();
        assert_eq!(
            shown,
            [
                (true, vec!["Name".to_owned(), "Use".to_owned()]),
                (false, vec!["A&B".to_owned(), "x y".to_owned()])
            ]
        );
        assert_eq!(codes("<code>a</code> and <code class='x'>b</code>"), ["a", "b"]);
        let list: Vec<(u32, String)> = entries("<ul><li>one <ul><li>two</li></ul></li>\n<li>three</ul>", 0)
            .into_iter()
            .map(|(depth, _, text)| (depth, text))
            .collect();
        assert_eq!(list, [(0, "one".to_owned()), (1, "two".to_owned()), (0, "three".to_owned())]);
        let terms = entries("<dl>\n<dt>Tray</dt>\n<dd>holds sheets</dd><dt>Ink:</dt><dd>dries</dd></dl>", 0);
        let terms: Vec<&str> = terms.iter().map(|(_, _, text)| text.as_str()).collect();
        assert_eq!(terms, ["Tray: holds sheets", "Ink: dries"]);
        assert_eq!(entries("<li>no list</li> <p>a < b", 0), []);
    }
}

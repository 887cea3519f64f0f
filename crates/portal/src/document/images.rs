//! Images that a document writes as HTML: only where they are and what they say is taken over.

/// The first `<img …>` of a piece of HTML, with what stands before and behind it.
pub fn next_image(html: &str) -> Option<(&str, &str, &str)> {
    const BEGIN: &str = "<img";
    let mut from = 0;
    loop {
        let found = html.get(from..)?.find('<')? + from;
        let rest = html.get(found..)?;
        let named = rest.get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN));
        let ended = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
        if named && rest.get(BEGIN.len()..).is_some_and(|rest| rest.starts_with(ended)) {
            let length = length(rest)?;
            return Some((html.get(..found)?, rest.get(..length)?, rest.get(length..)?));
        }
        from = found + 1;
    }
}

/// The length of a tag; `>` between quotation marks does not end it.
fn length(tag: &str) -> Option<usize> {
    let mut quoted = None;
    for (at, c) in tag.char_indices() {
        match (quoted, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quoted = Some(c),
            (Some(quote), c) if quote == c => quoted = None,
            _ => {}
        }
    }
    None
}

/// The value of an attribute of a tag.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.get("<img".len()..)?.trim_end_matches('>').trim_end_matches('/');
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        let (found, behind) = rest.split_at(end);
        if found.is_empty() && behind.is_empty() {
            return None;
        }
        let (value, next) = match behind.trim_start().strip_prefix('=') {
            Some(value) => split_value(value.trim_start()),
            None => ("", behind),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(plain(value));
        }
        rest = next;
    }
}

fn split_value(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = text.get(1..).unwrap_or_default();
            inner.split_once(quote).unwrap_or((inner, ""))
        }
        _ => text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len())),
    }
}

/// The entities that are written in attributes.
fn plain(value: &str) -> String {
    let known = [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    known.iter().fold(value.to_owned(), |value, (name, letter)| value.replace(name, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_found_with_what_it_says() {
        let html = "<p><IMG width=\"3\" alt='a > b' src=img/a.png /></p><imgx>";
        let (before, tag, after) = next_image(html).unwrap();
        assert_eq!((before, after), ("<p>", "</p><imgx>"));
        assert_eq!(attribute(tag, "src").as_deref(), Some("img/a.png"));
        assert_eq!(attribute(tag, "alt").as_deref(), Some("a > b"));
        assert_eq!(attribute(tag, "title"), None);
        assert_eq!(next_image(after), None);
    }

    #[test]
    fn what_has_no_end_is_none() {
        for html in ["<img src=\"a.png", "<img", "<", "<im", "a < b", "<img alt=\"é"] {
            assert_eq!(next_image(html), None, "{html}");
        }
        assert_eq!(attribute("<img alt=>", "alt").as_deref(), Some(""));
        assert_eq!(attribute("<img alt src=\"a&amp;b.png\">", "src").as_deref(), Some("a&b.png"));
    }
}

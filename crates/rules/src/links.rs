//! Where the links of a document lead: which of them point at files of the repository, and at which.

use crate::Files;
use abide_syntax::{Destination, Document, NodeId, TextRange};
use foldhash::{HashSet, HashSetExt};

/// A link, image or reference definition of a document that points into the repository.
#[derive(Clone, Debug)]
pub struct Pointer {
    /// Where a finding about it stands: its destination, or its definition.
    pub range: TextRange,
    /// The path as written, without query and fragment; empty for the document itself.
    pub path: String,
    /// The fragment as written, without `#`, and its bytes where they can be told.
    pub fragment: Option<(String, Option<TextRange>)>,
    /// Whether a link or image of the document uses it.
    pub used: bool,
}

/// What stands at the end of a pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// This file or folder, by its path in the repository.
    There(String),
    /// Nothing.
    Missing,
    /// It cannot be told.
    Unknown,
}

/// All pointers of a document: inline ones at their destination, reference definitions once.
pub fn pointers(document: &Document) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut referred: HashSet<&str> = HashSet::new();
    for link in document.links() {
        let node = document.node(link.node).range;
        let destination = document.destination(link);
        let range = match &link.destination {
            Destination::Source(range) if node.contains(*range) => Some(*range),
            Destination::Resolved(_) if document.slice(node).contains("](") => None,
            _ => {
                if !document.reference_definitions().is_empty() {
                    referred.insert(destination);
                }
                continue;
            }
        };
        if !is_within_comment(document, link.node) {
            found.extend(pointer(destination, range.unwrap_or(node), range, true));
        }
    }
    for definition in document.reference_definitions() {
        if is_elsewhere(&definition.destination) {
            continue;
        }
        let used = referred.contains(&*definition.destination);
        let range = definition.range.trim(document.text());
        // The destination stands behind the label; only there may it be edited.
        let written = document.slice(range).find("]:").and_then(|at| {
            let from = range.start() + at;
            let within = document.text().get(from..range.end())?.find(&*definition.destination)?;
            Some(TextRange::new(from + within, from + within + definition.destination.len()))
        });
        found.extend(pointer(&definition.destination, range, written, used));
    }
    found
}

fn is_within_comment(document: &Document, id: NodeId) -> bool {
    document.node(document.node(id).parent).kind == abide_syntax::NodeKind::Comment
}

fn pointer(destination: &str, range: TextRange, written: Option<TextRange>, used: bool) -> Option<Pointer> {
    if is_elsewhere(destination) {
        return None;
    }
    let (before, fragment) = match destination.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (destination, None),
    };
    let path = before.split('?').next().unwrap_or_default().to_owned();
    let fragment = fragment.map(|fragment| {
        let bytes =
            written.map(|range| TextRange::new(range.end().saturating_sub(fragment.len()), range.end()));
        (fragment.to_owned(), bytes)
    });
    Some(Pointer { range, path, fragment, used })
}

/// Whether a destination is no path of the repository: an address, a mask, or a word in place of one.
fn is_elsewhere(destination: &str) -> bool {
    const WORDS: &[&str] =
        &["link", "url", "path", "file", "todo", "tbd", "tba", "xxx", "here", "href", "none", "n/a"];
    // Most links are addresses.
    if destination.is_empty()
        || ["https://", "http://", "//"].iter().any(|start| destination.starts_with(start))
    {
        return true;
    }
    let scheme = destination.split(':').next().is_some_and(|scheme| {
        scheme.len() < destination.len()
            && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+.-".contains(letter))
    });
    if scheme {
        return true;
    }
    let path = destination.split(['#', '?']).next().unwrap_or_default();
    let mask = path.contains(['<', '>', '{', '}', '[', ']', '$', '*', '|', '`', '"', '…'])
        || path.contains("...")
        || path.starts_with("path/to/")
        || path.contains("NNN")
        || path.contains("XXX")
        || path.len() > 3 && path.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    // `issues/12` and `pull/12` are pages of the host, however many steps up they stand.
    let mut names = path.rsplit('/');
    let number =
        names.next().is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()));
    let page = number
        && names.next().is_some_and(|name| matches!(name, "issues" | "pull" | "discussions" | "milestone"));
    mask || page
        || destination.contains('@') && !destination.contains('/')
        || WORDS.iter().any(|word| path.eq_ignore_ascii_case(word))
}

/// Follows a path from the document at `from`, as renderers of many kinds do.
pub fn follow(files: &dyn Files, from: &str, path: &str) -> End {
    let find = |path: &str| variants(path).find(|path| files.exists(path));
    let relative = (!path.starts_with('/')).then(|| joined(from, path));
    let there = relative.as_ref().and_then(|path| find(path.as_deref()?));
    // From the root is only looked where nothing stands from the folder on.
    let from_root = || find(&joined("", path)?);
    if let Some(there) = there.or_else(from_root) {
        return End::There(there);
    }
    // A path from the root of a site that is not there may be one that the site makes.
    let Some(Some(relative)) = relative else { return End::Unknown };
    let (parent, name) = relative.rsplit_once('/').unwrap_or(("", &relative));
    // A few files of a repository are not the repository: where others of its kind stand, this one would too.
    let kind = name.rsplit_once('.').map_or("md", |(_, extension)| extension);
    let certain = files.is_complete() || files.has_kind(parent, kind);
    if certain { End::Missing } else { End::Unknown }
}

/// The files that a path may mean to a renderer; mostly the first is the one, and the others need not be spelled out.
fn variants(path: &str) -> impl Iterator<Item = String> {
    let bare = path.trim_end_matches('/');
    let ends: &[&str] = if bare.is_empty() { &[""] } else { &["", ".md", "/index.md", "/README.md"] };
    let ends = ends.iter().map(move |end| format!("{bare}{end}"));
    let stem = bare.strip_suffix(".html");
    let files = stem.map(|stem| format!("{stem}.md"));
    let folders = stem.map(|stem| format!("{}/README.md", stem.trim_end_matches("/index")));
    ends.chain(files).chain(folders)
}

/// The path that a link in the document at `from` means, with `%20`, `.` and `..` followed; from the root where it begins with
/// `/`, and `None` where it leaves the repository. What stands behind `?` or `#` is not part of `link`.
pub fn joined(from: &str, link: &str) -> Option<String> {
    let decoded = percent_decode(link);
    let folder = match decoded.starts_with('/') {
        true => "",
        false => from.rsplit_once('/').map_or("", |(folder, _)| folder),
    };
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in decoded.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}

fn percent_decode(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                decoded.push(value);
                bytes.nth(1);
            }
            _ => decoded.push(byte),
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_into_the_repository() {
        for destination in ["a.md", "../a/b.md#part", "#part", "/docs/a.md", "img/a%20b.png", "docs"] {
            assert!(!is_elsewhere(destination), "{destination}");
        }
        for destination in [
            "https://example.org/a",
            "mailto:a@example.org",
            "a@example.org",
            "std::vec::Vec",
            "//cdn.example.org/a",
            "<path>",
            "link",
            "...",
            "../../issues/12",
            "",
        ] {
            assert!(is_elsewhere(destination), "{destination}");
        }
    }

    #[test]
    fn paths_are_followed_within_the_repository() {
        assert_eq!(joined("docs/specs/b.md", "../a.md").as_deref(), Some("docs/a.md"));
        assert_eq!(joined("docs/b.md", "./x//y%20z.md").as_deref(), Some("docs/x/y z.md"));
        assert_eq!(joined("docs/b.md", "/x.md").as_deref(), Some("x.md"));
        assert_eq!(joined("docs/b.md", "../../a.md"), None);
        assert_eq!(percent_decode("a%20b%2"), "a b%2");
    }
}

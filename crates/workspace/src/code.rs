//! Where the code of a repository holds a name that a statement gives: that of a setting, an event, a signal, the path of an
//! endpoint. Where it names a statement by its id, `trace` knows.

use crate::config::is_markdown;
use crate::files::{Root, walk};
use abide_model::{Item, Kind};
use rayon::prelude::*;
use serde::Serialize;
use std::path::PathBuf;

/// Larger files are data.
const LARGEST: u64 = 1 << 20;
/// Places of one file; more say nothing new.
const OF_A_FILE: usize = 5;
/// Characters of a line that are shown.
const SHOWN: usize = 160;

/// A line of code that names a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CodePlace {
    /// Relative to the repository.
    pub path: String,
    /// 1-based.
    pub line: u32,
    /// The line.
    pub text: String,
}

/// The names that code would use for an item; none where it has none that means this item and nothing else.
pub fn names_in_code(item: &Item) -> Vec<String> {
    let mut names = Vec::new();
    match item.kind {
        Kind::Setting | Kind::Event => names.push(item.key.clone()),
        Kind::Signal => names.extend(item.text_field("name").map(str::to_owned)),
        Kind::Endpoint => {
            if let Some(path) = item.text_field("path") {
                names.push(path.to_owned());
                if path.contains('{') {
                    names.push(path.replace('{', ":").replace('}', ""));
                }
            }
        }
        _ => {}
    }
    names.retain(|name| name.chars().count() >= 3);
    names.dedup();
    names
}

/// The lines below `folder` that hold one of `names` as a whole word, by path and line. Documents are no code, and what git
/// ignores is nobody's.
pub fn naming(root: &Root, folder: PathBuf, names: &[String]) -> Vec<CodePlace> {
    if names.is_empty() {
        return Vec::new();
    }
    let files = walk(root, &[folder], |path| !is_markdown(path)).files;
    let mut places: Vec<CodePlace> = files
        .par_iter()
        .flat_map_iter(|file| {
            let small = std::fs::metadata(&file.absolute).is_ok_and(|about| about.len() <= LARGEST);
            let bytes = if small { std::fs::read(&file.absolute).unwrap_or_default() } else { Vec::new() };
            // Half of a binary file is no text.
            let text = String::from_utf8(bytes).unwrap_or_default();
            lines(&text, names)
                .map(|(line, text)| CodePlace { path: file.path.to_string(), line, text })
                .collect::<Vec<_>>()
        })
        .collect();
    places.sort();
    places
}

fn lines<'a>(text: &'a str, names: &'a [String]) -> impl Iterator<Item = (u32, String)> + 'a {
    let named = |line: &str| names.iter().any(|name| holds_word(line, name));
    let any = names.iter().any(|name| text.contains(name.as_str()));
    let lines = if any { text } else { "" }.lines().enumerate();
    lines
        .filter(move |(_, line)| named(line))
        .take(OF_A_FILE)
        .map(|(at, line)| (at as u32 + 1, line.trim().chars().take(SHOWN).collect()))
}

/// Whether a text holds a name that is not a part of a longer one.
pub fn holds_word(text: &str, name: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    let open = name.chars().next_back().is_some_and(goes_on);
    let start = name.chars().next().is_some_and(goes_on);
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
        let inside = start && before.is_some_and(goes_on);
        let longer = open && after.is_some_and(|c| goes_on(c) || c == '/' || c == '{');
        !inside && !longer
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_name_is_found_as_a_whole_word_outside_of_documents() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("src/limits.rs", "// FR-1\nfn most() {}\n// FR-12 and FR-1.\n"),
            ("specs/limits.md", "- FR-1: at most three\n"),
            ("logo.png", "\u{0}FR-1"),
        ] {
            fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
            fs::write(folder.path().join(path), text).unwrap();
        }
        fs::write(folder.path().join("photo.jpg"), [0xFF, 0xD8, b'F', b'R', b'-', b'1']).unwrap();
        let root = Root::find(folder.path(), folder.path());
        let places = naming(&root, folder.path().to_owned(), &["FR-1".to_owned()]);
        let shown: Vec<_> = places.iter().map(|place| format!("{}:{}", place.path, place.line)).collect();
        assert_eq!(shown, ["logo.png:1", "src/limits.rs:1", "src/limits.rs:3"]);
    }

    #[test]
    fn a_path_is_not_a_part_of_a_longer_one() {
        assert!(holds_word("get(\"/orders\")", "/orders"));
        assert!(!holds_word("get(\"/orders/{id}\")", "/orders"));
        assert!(!holds_word("get(\"/orders_old\")", "/orders"));
    }
}

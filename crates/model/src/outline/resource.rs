//! Headings that name what the system keeps, with a word that elsewhere names a part of a specification: links, tasks, events.

use super::role;
use crate::singular;
use abide_syntax::{Document, Section};
use abide_template::Concept;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// Whether the word of a concept may as well name what a system keeps.
pub(super) fn may_be_meant(concept: Concept) -> bool {
    !matches!(concept, Concept::Api | Concept::Endpoints | Concept::DataModel | Concept::Entities)
        && (role::names_a_thing(concept)
            || role::names_a_record(&[concept])
            || matches!(concept, Concept::ChangeLog | Concept::Dependencies))
}

// Leftmost, for only that is searched with vector instructions.
static METHODS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(methods).ok()
});

/// Whether a heading ends in the name of something on which the document has operations: in the section itself, or anywhere
/// where the heading says that it is one of them ("The link").
pub(super) fn is_one(document: &Document, section: &Section) -> bool {
    let mut words = section.title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let Some(last) = words.next_back() else { return false };
    let before = words.next_back().unwrap_or_default().to_lowercase();
    let text = document.text();
    let within = if matches!(before.as_str(), "the" | "a" | "an") { text } else { section.range.slice(text) };
    // Most sections name no method at all, which one search tells sooner than a look at each line.
    if !METHODS.as_ref().is_some_and(|methods| methods.is_match(within)) {
        return false;
    }
    let name = singular(last);
    !name.is_empty() && within.lines().filter_map(path_of_line).any(|path| has_segment(path, &name))
}

/// The path of the operation that a line begins with, behind the marks of a list, a heading or a table.
fn path_of_line(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches(['#', '-', '*', '|', '`', '>', ' ', '\t']);
    let bare = bare.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '`'));
    let (method, rest) = bare.split_once([' ', '`', '|', '\t'])?;
    let is_method = matches!(method, "GET" | "POST" | "PUT" | "PATCH" | "DELETE");
    let rest = rest.trim_start_matches([' ', '`', '|', '\t']);
    (is_method && rest.starts_with('/')).then(|| rest.split([' ', '`', '|', '\t']).next().unwrap_or(rest))
}

fn has_segment(path: &str, name: &str) -> bool {
    path.split('/').any(|segment| !segment.starts_with(['{', ':', '<']) && singular(segment) == name)
}

#[cfg(test)]
mod tests {
    use crate::outline::Outline;
    use abide_syntax::Document;

    fn concepts(text: &str) -> Vec<usize> {
        let document = Document::parse(text);
        let outline = Outline::new(&document);
        (1..document.sections().len() as u32)
            .map(|at| outline.concepts(abide_syntax::SectionId(at)).len())
            .collect()
    }

    #[test]
    fn what_has_operations_is_no_part_of_the_document() {
        let own = "# T\n## The event\n## Keeping events\n`POST /v1/events` adds one.\n## References\n- one\n";
        assert_eq!(concepts(own), [0, 0, 0, 1]);
        let other = "# T\n## Keeping events\n- [ ] Build `POST /v1/events`\n## Links\n- one\n";
        assert_eq!(concepts(other), [0, 1, 1]);
    }
}

//! Code blocks: their language, and their lines with the bytes they stand at.

use abide_syntax::{Document, NodeId, NodeKind, SectionId, TextRange};

/// A code block.
#[derive(Clone, Debug)]
pub struct Fence {
    /// The block.
    pub node: NodeId,
    /// The section that holds it.
    pub section: SectionId,
    /// The language of its info string in lower case, empty where there is none.
    pub language: String,
    /// Its bytes, from the opening fence.
    pub range: TextRange,
    /// Whether it is fenced; else it is indented.
    pub fenced: bool,
}

/// One line of code.
#[derive(Clone, Copy, Debug)]
pub struct CodeLine<'a> {
    /// Its bytes, without the line break.
    pub range: TextRange,
    /// Its text.
    pub text: &'a str,
}

impl Fence {
    pub(crate) fn new(document: &Document, section: SectionId, node: NodeId) -> Option<Self> {
        let NodeKind::Code { fenced } = document.node(node).kind else { return None };
        let language = document.code_language(node).unwrap_or_default();
        let range = document.node(node).range;
        Some(Self { node, section, language, range, fenced })
    }

    /// The lines, without the fences and without the prefix of a quote or list around them.
    pub fn lines<'a>(&self, document: &'a Document) -> Vec<CodeLine<'a>> {
        // A line is mostly a node of its own.
        let count = document.node(self.node).end.index().saturating_sub(self.node.index());
        let mut lines = Vec::with_capacity(count);
        for child in document.children(self.node) {
            let range = document.node(child).range;
            let source = range.slice(document.text());
            let mut push = |from: usize, to: usize| {
                let bare = source.get(from..to).unwrap_or_default().trim_end_matches('\r');
                let start = range.start() + from;
                lines.push(CodeLine { range: TextRange::new(start, start + bare.len()), text: bare });
            };
            let mut from = 0;
            for end in memchr::memchr_iter(b'\n', source.as_bytes()) {
                push(from, end);
                from = end + 1;
            }
            if from < source.len() {
                push(from, source.len());
            }
        }
        lines
    }

    /// Whether the language is one of these.
    pub fn is(&self, languages: &[&str]) -> bool {
        languages.contains(&self.language.as_str())
    }
}

/// Whether a block shows a terminal: its first line is a command behind a prompt (`$ `, `me@host:~$ `, `PS C:\> `, `>>> `).
pub(crate) fn shows_terminal(lines: &[CodeLine]) -> bool {
    let first = lines.iter().map(|line| line.text.trim()).find(|line| !line.is_empty()).unwrap_or_default();
    let (prompt, command) = first.split_once(' ').unwrap_or_default();
    match prompt {
        "$" | ">>>" => true,
        "PS" => command.contains("> "),
        _ => prompt.contains('@') && prompt.ends_with(['$', '%', '#']),
    }
}

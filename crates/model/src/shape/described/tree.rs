//! YAML and JSON as a tree with places. What stands before a mistake is kept: snippets are often cut.

use crate::fence::CodeLine;
use abide_syntax::TextRange;
use granit_parser::{Event, Parser};

/// How deep a tree may go.
const DEEPEST: usize = 64;
/// How many characters are read.
const LONGEST: usize = 1 << 20;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::shape) enum Node {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// One entry of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::shape) struct Entry {
    pub key: String,
    /// The bytes of the key.
    pub range: TextRange,
    pub value: Node,
}

impl Node {
    /// The entries of a mapping; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match self {
            Node::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list.
    pub fn elements(&self) -> &[Node] {
        match self {
            Node::List(elements) => elements,
            _ => &[],
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match self {
            Node::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The text of the scalar under a key.
    pub fn said(&self, key: &str) -> Option<&str> {
        self.get(key)?.text().filter(|text| !text.is_empty())
    }
}

/// Reads a block.
pub(in crate::shape) fn read(lines: &[CodeLine]) -> Option<Node> {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(lines.len());
    for line in lines {
        starts.push((text.len(), line.range.start()));
        // A comment of JavaScript is none of YAML; its bytes become spaces.
        let (code, _) = super::super::uncommented(line.text, &["//"]);
        text.push_str(code);
        text.push('\n');
        if text.len() > LONGEST {
            return None;
        }
    }
    let place = |range: std::ops::Range<usize>| {
        let at = starts.partition_point(|(start, _)| *start <= range.start).checked_sub(1)?;
        let (start, source) = starts.get(at)?;
        let from = source + range.start - start;
        Some(TextRange::new(from, from + range.len()))
    };
    let mut builder = Builder::default();
    for event in Parser::new_from_str(&text) {
        let Ok((event, span)) = event else { break };
        let range = span.byte_range().and_then(place).unwrap_or_default();
        match event {
            Event::MappingStart(..) => builder.open.push(Frame::Map(Vec::new(), None)),
            Event::SequenceStart(..) => builder.open.push(Frame::List(Vec::new())),
            Event::MappingEnd | Event::SequenceEnd => builder.close(),
            Event::Scalar(value, ..) => builder.scalar(value.into_owned(), range),
            Event::Alias(..) => builder.scalar(String::new(), range),
            Event::DocumentEnd => break,
            _ => {}
        }
        if builder.open.len() > DEEPEST {
            return None;
        }
    }
    while !builder.open.is_empty() {
        builder.close();
    }
    builder.root
}

enum Frame {
    Map(Vec<Entry>, Option<(String, TextRange)>),
    List(Vec<Node>),
}

#[derive(Default)]
struct Builder {
    open: Vec<Frame>,
    root: Option<Node>,
}

impl Builder {
    fn scalar(&mut self, text: String, range: TextRange) {
        if let Some(Frame::Map(_, key @ None)) = self.open.last_mut() {
            *key = Some((text, range));
        } else {
            self.value(Node::Scalar(text));
        }
    }

    fn value(&mut self, value: Node) {
        match self.open.last_mut() {
            Some(Frame::Map(entries, key)) => {
                let (key, range) = key.take().unwrap_or_default();
                entries.push(Entry { key, range, value });
            }
            Some(Frame::List(elements)) => elements.push(value),
            None => self.root = self.root.take().or(Some(value)),
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Frame::Map(entries, _)) => self.value(Node::Map(entries)),
            Some(Frame::List(elements)) => self.value(Node::List(elements)),
            None => {}
        }
    }
}

//! Sequence diagrams in code.

use abide_syntax::{Document, NodeId, NodeKind, TextRange};

/// A message in a sequence diagram.
pub(crate) struct Message<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub text: &'a str,
    /// Of the text, in the document.
    pub range: TextRange,
}

/// The messages of each sequence diagram in code, in their order.
pub(crate) fn messages<'a>(document: &'a Document) -> Vec<(NodeId, Vec<Message<'a>>)> {
    let mut diagrams = Vec::new();
    for (at, node) in document.nodes().iter().enumerate() {
        let id = NodeId(at as u32);
        if !matches!(node.kind, NodeKind::Code { .. }) {
            continue;
        }
        let source = document.source(id);
        if !(source.contains("sequenceDiagram") || source.contains("@startuml")) {
            continue;
        }
        let mut found = Vec::new();
        for line in source.lines() {
            let Some((ends, text)) = line.split_once(':') else { continue };
            let Some(arrow) =
                ["-->>", "->>", "-->", "->", "-)", "--)"].into_iter().find(|arrow| ends.contains(arrow))
            else {
                continue;
            };
            let Some((from, to)) = ends.split_once(arrow) else { continue };
            let text = text.trim();
            let Some(range) = TextRange::of_slice(document.text(), text) else { continue };
            found.push(Message {
                from: from.trim(),
                to: to.trim().trim_start_matches(['+', '-']),
                text,
                range,
            });
        }
        if !found.is_empty() {
            diagrams.push((id, found));
        }
    }
    diagrams
}

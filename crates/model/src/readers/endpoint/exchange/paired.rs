//! Two blocks without labels, one behind the other: the first is what is sent, and the second what comes back.

use super::Walk;
use crate::fence::Fence;
use abide_syntax::{Document, NodeId, NodeKind, SectionId, TextRange};
use serde_json::{Map, Value};

/// The first of two such blocks: objects with nothing between them, of which the second has all members of the first that are its
/// own and some that the system gives.
pub(super) fn first(document: &Document, scope: TextRange) -> Option<NodeId> {
    let nodes = document.nodes();
    let from = nodes.partition_point(|node| node.range.start < scope.start).max(1);
    let within = nodes.iter().enumerate().skip(from).take_while(|(_, node)| node.range.start < scope.end);
    let mut before: Option<(NodeId, Map<String, Value>)> = None;
    for (at, node) in within {
        let id = NodeId(at as u32);
        let object = match node.kind {
            NodeKind::Code { .. } => object(document, id),
            NodeKind::Paragraph | NodeKind::Heading { .. } | NodeKind::List { .. } | NodeKind::Table => None,
            _ => continue,
        };
        if let (Some((first, sent)), Some(answer)) = (&before, &object)
            && is_answer_to(answer, sent)
        {
            return Some(*first);
        }
        before = object.map(|object| (id, object));
    }
    None
}

fn object(document: &Document, id: NodeId) -> Option<Map<String, Value>> {
    let fence = Fence::new(document, SectionId::ROOT, id)?;
    let text: Vec<&str> = fence.lines(document).iter().map(|line| line.text).collect();
    serde_json::from_str(&text.join("\n")).ok()
}

/// Whether an object is another one as it was made of it.
fn is_answer_to(answer: &Map<String, Value>, sent: &Map<String, Value>) -> bool {
    let kept = sent.keys().filter(|name| answer.contains_key(*name)).count();
    let given = answer.keys().filter(|name| !sent.contains_key(*name)).count();
    !sent.is_empty() && !sent.contains_key("id") && given > 0 && kept * 3 >= sent.len() * 2
}

impl Walk<'_, '_, '_, '_, '_> {
    /// Takes in the first block of a pair; what is said of the answer is of the second.
    pub(super) fn sent_of_a_pair(&mut self, fence: &Fence) {
        let lines = fence.lines(self.context.document);
        let Some(start) = lines.iter().find(|line| !line.text.trim().is_empty()) else { return };
        let text: Vec<&str> = lines.iter().map(|line| line.text).collect();
        let line = self.context.document.line(start.range.start);
        self.request(text.join("\n").trim_end(), Some(line));
        if !matches!(self.mode, super::Mode::Response(..)) {
            self.mode = super::Mode::Response(None, String::new());
        }
        self.told = false;
    }
}

//! Several paths below one heading, each behind a label in a line of its own: "Opening a box:" and its numbered steps.

use super::actor;
use crate::items::Draft;
use crate::statement::{self, Statement};
use crate::text::says_nothing;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId};

/// Reads the paths; false where the section holds anything but two or more of them.
pub(super) fn read(context: &Context, id: SectionId, items: &mut Items) -> bool {
    let document = context.document;
    let mut paths: Vec<(NodeId, Vec<Statement>)> = Vec::new();
    for block in document.section_blocks(id) {
        match document.node(block).kind {
            NodeKind::List { ordered: true } => {
                let label = context.before(block).filter(|label| is_label(context, *label));
                let Some(label) = label else { return false };
                let steps: Vec<Statement> = document
                    .children(block)
                    .filter_map(|item| statement::own(document, id, item, true, &[], 0))
                    .filter(|step| !says_nothing(&step.text))
                    .collect();
                paths.push((label, steps));
            }
            NodeKind::List { .. } => return false,
            _ => {}
        }
    }
    if paths.len() < 2 || paths.iter().any(|(_, steps)| steps.len() < 2) {
        return false;
    }
    for (label, steps) in paths {
        let name = context.text(label);
        let name = name.trim().trim_end_matches([':', '：']).trim();
        let range = document.node(label).range.trim(document.text());
        items.push(
            Draft::new(Kind::Flow, id, range).text(name).field("name", name).field("steps", steps.len()),
        );
        for step in steps {
            let draft = Draft::new(Kind::Step, id, step.range).text(&step.text);
            items.push(draft.said("actor", actor(&step.text)));
        }
    }
    true
}

/// A short line that ends in a colon.
fn is_label(context: &Context, node: NodeId) -> bool {
    const MOST: usize = 6;
    if context.document.node(node).kind != NodeKind::Paragraph {
        return false;
    }
    let text = context.text(node);
    let bare = text.trim();
    bare.ends_with([':', '：']) && bare.split_whitespace().count() <= MOST && !bare.contains(". ")
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn each_label_names_a_path() {
        let kinds = [Kind::Flow, Kind::Step];
        assert_eq!(
            shown(
                &kinds,
                "# T\n## Workflows\nOpening a box:\n\n1. The clerk turns the key\n2. The box opens\n\nLosing a key:\n\n1. The clerk says so\n2. The lock is changed\n"
            ),
            [
                "3 flow \"Opening a box\" steps=2",
                "5 step \"The clerk turns the key\"",
                "6 step \"The box opens\"",
                "8 flow \"Losing a key\" steps=2",
                "10 step \"The clerk says so\"",
                "11 step \"The lock is changed\"",
            ]
        );
    }
}

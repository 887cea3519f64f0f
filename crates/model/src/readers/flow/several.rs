//! Bullets below a heading that names several paths: "Workflows" over an entry for each of them. Each is a path of its own
//! where it has a name; what has none is said about them.

use super::{acting, actor};
use crate::items::Draft;
use crate::statement::{self, Statement};
use crate::text::{self, says_nothing, starts_with_ignoring_case};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, Section, SectionId};

/// How many words the name of a path has at most.
const LONGEST: usize = 8;

/// Reads the paths; false where the heading names one, or where the lines may as well follow each other.
pub(super) fn read(context: &Context, id: SectionId, section: &Section, items: &mut Items) -> bool {
    let document = context.document;
    if !names_several(&section.title) {
        return false;
    }
    let mut lists: Vec<NodeId> = Vec::new();
    for block in document.section_blocks(id) {
        match document.node(block).kind {
            NodeKind::List { ordered: true } => return false,
            NodeKind::List { ordered: false } => lists.push(block),
            _ => {}
        }
    }
    let entries: Vec<Statement> = lists
        .iter()
        .flat_map(|list| document.children(*list))
        .filter_map(|entry| statement::own(document, id, entry, false, &[], 0))
        .filter(|entry| !says_nothing(&entry.text))
        .collect();
    // "User opens …", "System shows …": one after the other, each by somebody.
    let acted = entries.iter().filter(|entry| actor(&entry.text).is_some()).count();
    if entries.len() < 2 || acted * 2 >= entries.len() {
        return false;
    }
    let named: Vec<_> = entries.iter().map(|entry| path(context, id, entry)).collect();
    // Steps that are numbered below entries, and what fails, are told apart elsewhere.
    if named.iter().any(|path| matches!(path, Entry::Numbered)) {
        return false;
    }
    for (entry, path) in entries.iter().zip(named) {
        let Entry::Path(name, steps) = path else { continue };
        let mut draft = Draft::new(Kind::Flow, id, entry.range).text(&name).field("name", name.as_str());
        if !steps.is_empty() {
            draft = draft.field("steps", steps.len());
        }
        items.push(draft);
        for step in steps {
            let draft = Draft::new(Kind::Step, id, step.range).text(&step.text);
            items.push(draft.said("actor", actor(&step.text)));
        }
    }
    true
}

/// What an entry below "Workflows" is.
enum Entry {
    /// A path by its name, with the steps nested in it; a sentence behind the name tells of it where there are none.
    Path(String, Vec<Statement>),
    /// Holds numbered steps.
    Numbered,
    /// Something that is said about the paths.
    Remark,
}

fn path(context: &Context, id: SectionId, entry: &Statement) -> Entry {
    let document = context.document;
    let mut steps: Vec<Statement> = Vec::new();
    for node in document.children(entry.node) {
        let NodeKind::List { ordered } = document.node(node).kind else { continue };
        if ordered {
            return Entry::Numbered;
        }
        let nested =
            document.children(node).filter_map(|item| statement::own(document, id, item, false, &[], 1));
        steps.extend(nested.filter(|step| !says_nothing(&step.text)));
    }
    let bare = entry.text.trim_end_matches([':', '：']).trim();
    let short = |name: &str| name.split_whitespace().count() <= LONGEST && !name.ends_with(['.', '。']);
    if !steps.is_empty() {
        // "Pre-condition:", "Errors:" are parts of one path.
        let told = steps.len() > 1 && short(bare) && !is_part(bare) && !bare.contains('⟦');
        let acting = steps.iter().filter(|step| acting::acts(context, step)).count();
        return if told && acting * 2 >= steps.len() {
            Entry::Path(bare.to_owned(), steps)
        } else if is_part(bare) {
            Entry::Numbered
        } else {
            Entry::Remark
        };
    }
    let Some(cut) = text::labelled(&entry.text) else { return Entry::Remark };
    if is_part(cut.label) {
        return Entry::Numbered;
    }
    let marked = document.node(entry.first).kind == NodeKind::Strong;
    if marked && short(cut.label) && !cut.rest.is_empty() && !cut.rest.contains('⟦') {
        Entry::Path(cut.label.to_owned(), steps)
    } else {
        Entry::Remark
    }
}

/// Whether a label names a part of one path: what holds before it, what starts it, what may go wrong.
fn is_part(label: &str) -> bool {
    const PARTS: &[&str] = &[
        "pre",
        "post",
        "trigger",
        "actor",
        "error",
        "failure",
        "exception",
        "alternat",
        "step",
        "input",
        "output",
        "goal",
        "main ",
        "happy",
        "rule",
        "invariant",
        "note",
        "constraint",
        "limit",
        "start",
        "end",
        "first",
        "then",
        "finally",
    ];
    PARTS.iter().any(|part| starts_with_ignoring_case(label, part))
}

/// Whether a heading names several paths.
fn names_several(title: &str) -> bool {
    const PLURALS: &[&str] = &[
        "workflows",
        "flows",
        "journeys",
        "processes",
        "procedures",
        "use cases",
        "pipelines",
        "flujos",
        "procesos",
        "casos de uso",
        "abläufe",
        "arbeitsabläufe",
        "prozesse",
        "anwendungsfälle",
        "parcours utilisateurs",
        "cas d'utilisation",
        "processus métiers",
        "fluxos",
        "processos",
        "процессы",
        "сценарии использования",
    ];
    let title = title.split(['(', ':', '（', '：']).next().unwrap_or(title).trim().to_lowercase();
    PLURALS.iter().any(|plural| text::find_word(&title, plural).is_some())
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    const KINDS: &[Kind] = &[Kind::Flow, Kind::Step];

    #[test]
    fn entries_that_are_paths_of_their_own() {
        assert_eq!(
            shown(
                KINDS,
                "# T\n## Key workflows\n- **Printing**: the desk sends a page and the press prints it.\n- **Folding** — a sheet is halved.\n- All of them may be stopped.\n"
            ),
            ["3 flow \"Printing\"", "4 flow \"Folding\""]
        );
    }

    #[test]
    fn entries_with_their_steps_nested() {
        assert_eq!(
            shown(
                KINDS,
                "# T\n## Workflows\n- Printing\n  - User sends a page\n  - System prints it\n- Folding:\n  - Open the tray\n  - Close it\n"
            ),
            [
                "3 flow \"Printing\" steps=2",
                "4 step \"User sends a page\" actor=User",
                "5 step \"System prints it\" actor=System",
                "6 flow \"Folding\" steps=2",
                "7 step \"Open the tray\"",
                "8 step \"Close it\"",
            ]
        );
    }

    #[test]
    fn remarks_are_no_steps() {
        let text = "# T\n## Workflows\n- Presses may be paused at any time\n- Folding is not versioned\n";
        assert!(shown(KINDS, text).is_empty());
        // One path is told line by line.
        assert_eq!(shown(KINDS, &text.replace("Workflows", "Workflow")).len(), 3);
    }

    #[test]
    fn somebody_acting_line_by_line_is_one_path() {
        let text = "# T\n## Workflows\n- User sends a page\n- System prints it\n- The sheet is folded\n";
        assert_eq!(shown(KINDS, text).len(), 4);
    }
}

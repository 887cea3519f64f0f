//! Drawings: mermaid, PlantUML, dot, and those made of characters.

use super::Reader;
use crate::fence::{CodeLine, Fence};
use crate::items::Draft;
use crate::shape;
use crate::{Context, Items, Kind};
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "diagram",
    kinds: &[Kind::Diagram],
    documentation: "\
A drawing in a code block: mermaid, PlantUML or dot, or lines, boxes and arrows made of characters (`language` is then ascii). `type` is \
class, sequence, state, er, flowchart, gantt or other. A tree of files is not a drawing.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for fence in context.fences() {
        let Some((language, kind)) = drawn(context, fence, items) else { continue };
        let text = format!("{language} {kind} diagram");
        items.push(
            Draft::new(Kind::Diagram, fence.section, fence.range)
                .text(text)
                .field("language", language)
                .field("type", kind),
        );
    }
}

fn drawn(context: &Context, fence: &Fence, items: &Items) -> Option<(&'static str, &'static str)> {
    let document = context.document;
    let source = fence.range.slice(document.text());
    let first = || {
        context
            .code_lines(fence)
            .iter()
            .map(|line| line.text.trim())
            .find(|line| {
                !line.is_empty() && !line.starts_with("%%") && *line != "---" && !line.starts_with("title")
            })
            .unwrap_or_default()
            .to_owned()
    };
    if fence.is(&["mermaid"]) {
        return Some(("mermaid", mermaid_type(&first())));
    }
    if fence.is(&["plantuml", "puml", "uml"]) || source.contains("@startuml") {
        return Some(("plantuml", plantuml_type(source)));
    }
    if fence.is(&["dot", "graphviz"]) {
        return Some(("dot", "flowchart"));
    }
    if !fence.is(&["", "text", "txt", "ascii", "plaintext", "plain", "diagram", "asciidoc", "none"]) {
        return None;
    }
    if fence.language.is_empty() && mermaid_type(&first()) != "other" {
        return Some(("mermaid", mermaid_type(&first())));
    }
    if items.any_in(Kind::Path, fence.range) {
        return None;
    }
    is_drawing(context, fence, source).then_some(("ascii", "flowchart"))
}

fn mermaid_type(first: &str) -> &'static str {
    const TYPES: &[(&str, &str)] = &[
        ("classDiagram", "class"),
        ("sequenceDiagram", "sequence"),
        ("stateDiagram", "state"),
        ("erDiagram", "er"),
        ("flowchart ", "flowchart"),
        ("flowchart-", "flowchart"),
        ("graph ", "flowchart"),
        ("gantt", "gantt"),
    ];
    TYPES.iter().find(|(word, _)| first.starts_with(word)).map_or("other", |(_, kind)| kind)
}

fn plantuml_type(source: &str) -> &'static str {
    if source.contains("participant ") || source.contains("actor ") || source.contains("activate ") {
        "sequence"
    } else if source.contains("[*]") || source.contains("state ") {
        "state"
    } else if source.contains("entity ") {
        "er"
    } else if source.contains("class ") || source.contains("interface ") {
        "class"
    } else {
        "flowchart"
    }
}

/// Boxes and lines, or arrows from word to word over several lines.
fn is_drawing(context: &Context, fence: &Fence, source: &str) -> bool {
    // Large letters are a banner.
    let ascii = source.is_ascii();
    if !ascii && source.contains('█') {
        return false;
    }
    let boxes =
        !ascii && source.contains(['┌', '╔', '╭', '┐', '└', '┘', '┼', '▼', '▲', '►', '◄', '┴', '┬', '↓']);
    let plain_boxes = source.matches("+--").count() >= 2 && source.contains('|');
    let signs =
        if ascii { 0 } else { source.matches(['→', '↓', '⇒', '►', '▶', '←', '↔']).count() };
    let plain_arrows = source.as_bytes().windows(2).filter(|pair| *pair == b"->" || *pair == b"<-").count();
    let arrows = signs + plain_arrows;
    let lines = context.code_lines(fence);
    // Code and data have their own marks at the ends of lines.
    // `key || 0x00 || time -> value` tells how bytes are laid out.
    let joined = lines.iter().filter(|line| line.text.contains(" || ")).count();
    if !boxes && joined * 2 >= lines.len() {
        return false;
    }
    let coded = lines.iter().filter(|line| line.text.trim_end().ends_with([';', '{', '}'])).count();
    if coded * 4 > lines.len() || lines.iter().any(|line| is_message(line.text)) {
        return false;
    }
    let program = |line: &CodeLine| {
        let first = line.text.split_whitespace().next().unwrap_or_default();
        ["function", "def", "fn", "for", "if", "return", "while", "let", "const", "var"].contains(&first)
    };
    if !boxes && lines.iter().filter(|line| program(line)).count() >= 2 {
        return false;
    }
    if boxes || plain_boxes {
        return lines.len() >= 2;
    }
    // `print(page: Page) -> Sheet`: what comes back is no arrow from word to word, and neither is what a command printed.
    let defines = || {
        let found = context.definitions().iter().find(|(known, _)| known.node == fence.node);
        found.is_some_and(|(_, definitions)| {
            !definitions.operations.is_empty() || !definitions.shapes.is_empty()
        })
    };
    if crate::fence::shows_terminal(lines) || defines() {
        return false;
    }
    let about = context.outline.within(
        fence.section,
        &[
            Concept::Architecture,
            Concept::ComponentDiagram,
            Concept::Diagrams,
            Concept::DataFlow,
            Concept::Workflows,
            Concept::States,
            Concept::Components,
        ],
    );
    // "owner_id   uuid   → Owner": columns that point at others.
    if shape::columns(lines).len() * 2 >= lines.len() {
        return false;
    }
    let upright = lines.iter().filter(|line| matches!(line.text.trim(), "|" | "v" | "V" | "↓" | "│")).count();
    let long = || source.contains("-->");
    upright >= 2 || ((arrows >= 2 || arrows == 1 && long()) && (about || lines.len() >= 2))
}

/// What a compiler or a shell prints: `error[E1]: …`, ` --> src/main.rs:6:3`.
fn is_message(line: &str) -> bool {
    let bare = line.trim_start();
    let told = ["error", "warning"]
        .iter()
        .any(|word| bare.strip_prefix(word).is_some_and(|rest| rest.starts_with(['[', ':'])));
    told || bare.strip_prefix("--> ").is_some_and(|rest| rest.matches(':').count() >= 2)
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        drawings_in_their_languages,
        "# T\n```mermaid\nsequenceDiagram\n  A->>B: x\n```\n```plantuml\n@startuml\nclass A\n@enduml\n```\n```\n+---+     +---+\n| a | --> | b |\n+---+     +---+\n```\n## Data flow\n```\nUser → API → Store\n```\n",
        [
            "2 diagram \"mermaid sequence diagram\" language=mermaid type=sequence",
            "6 diagram \"plantuml class diagram\" language=plantuml type=class",
            "11 diagram \"ascii flowchart diagram\" language=ascii type=flowchart",
            "17 diagram \"ascii flowchart diagram\" language=ascii type=flowchart",
        ]
    );
    reader_test!(
        columns_that_point_at_others_are_no_drawing,
        "# T\n## Data model\n### Sheet\n```\nid        uuid   primary key\npress_id  uuid   → Press\nink_id    uuid   → Ink\n```\n",
        []
    );
    reader_test!(
        what_comes_back_and_what_is_printed_are_no_drawings,
        "# T\n## API\n```\nfold(sheet: Sheet) -> Page\nprint(page: Page) -> None\n```\n## Examples\n```\n$ press run\ntray -> desk\nink -> page\n```\n```\nPS C:\\> press run\ntray -> desk\nink -> page\n```\n",
        []
    );
    reader_test!(
        code_data_and_trees_are_none,
        "# T\n```\nerror[E1]: no\n --> src/main.rs:6:3\n  |\n6 | x\n  |\n```\n```\nfunction f(a) → b\nfor a in b: a → c\n```\n```\nlet a = b->c;\nlet d = e->f;\n```\n```\nsrc/\n├── a.rs\n└── b.rs\n```\n```json\n{\"a\": \"→\"}\n```\n",
        []
    );
}

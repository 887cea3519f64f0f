//! The named parts of the system.

use super::Reader;
use crate::grid::Grid;
use crate::heads;
use crate::items::Draft;
use crate::text::{self, says_nothing, squash};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId};
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "component",
    kinds: &[Kind::Component],
    documentation: "\
A named part of the system: a bullet or numbered line under architecture or components that starts with its name in bold or code and then \
says what it is, a row of a table of components, a heading under components. Boxes of a drawing are not listed one by one. `purpose` is what \
is said about it.",
    read,
};

/// Labels about a component or an architecture, not names of parts.
const ABOUT: &[&str] = &[
    "purpose",
    "interface",
    "dependencies",
    "dataflow",
    "responsibility",
    "responsibilities",
    "input",
    "inputs",
    "output",
    "outputs",
    "technology",
    "technologies",
    "location",
    "file",
    "files",
    "note",
    "notes",
    "pros",
    "cons",
    "type",
    "description",
    "example",
    "examples",
    "pattern",
    "rationale",
    "why",
    "reason",
    "key",
    "behavior",
    "behaviour",
    "usage",
    "path",
    "status",
    "owner",
    "implementation",
    "features",
    "endpoints",
    "methods",
    "properties",
    "props",
    "state",
    "style",
    "layout",
    "rule",
    "rules",
    "invariant",
    "invariants",
    "goal",
    "decision",
    "benefits",
    "tradeoffs",
    "performance",
    "security",
    "scalability",
    "reliability",
    "stateless",
    "principle",
    "principles",
    "configuration",
    "runtime",
    "propósito",
    "responsabilidad",
    "goals",
    "constraints",
    "assumptions",
    "summary",
    "overview",
    "step",
    "format",
    "language",
    "framework",
];

fn rows(grid: &Grid, items: &mut Items) {
    let Some(column) = grid.exact_column(heads::COMPONENT) else { return };
    let describing = grid.column(heads::PURPOSE).filter(|at| *at != column);
    for row in grid.filled_rows() {
        if let Some(name) = row.said(Some(column)) {
            push(items, grid.section, row.range, name, row.said(describing));
        }
    }
}

/// Whether a table below a heading about parts lists them, whatever the sections around are about.
pub(super) fn is_table_of_parts(context: &Context, grid: &Grid) -> bool {
    grid.exact_column(heads::COMPONENT) == Some(0)
        && grid.exact_column(heads::ID).is_none()
        && context.outline.concepts(grid.section) == [Concept::Components]
}

fn read(context: &Context, items: &mut Items) {
    for grid in context.grids() {
        if context.outline.kinds(grid.section) == [Kind::Requirement] && is_table_of_parts(context, grid) {
            rows(grid, items);
        }
    }
    for (id, section) in context.sections_of(Kind::Component) {
        if id == SectionId::ROOT {
            continue;
        }
        let concepts = context.outline.concepts(id);
        let of_components = context.outline.concepts(section.parent).contains(&Concept::Components);
        // A heading under components that is no topic of its own.
        let part = concepts.is_empty()
            && !is_about_parts(&section.title)
            && (of_components
                || context.outline.concepts(section.parent).contains(&Concept::Architecture)
                    && is_part_name(&section.title));
        let empty = section.range.end <= section.body.end
            && crate::outline::title_of_file(&section.title).is_none()
            && section.body.slice(context.document.text()).trim().is_empty();
        if part && !empty {
            let title = text::unnumbered(&section.title);
            let title = title
                .split_once(": ")
                .filter(|(label, _)| squash(label).starts_with("component"))
                .map_or(title, |(_, name)| name);
            let purpose = purpose(context, id);
            let title = crate::outline::title_of_file(title).unwrap_or(title);
            push(items, id, section.title_range, title, purpose.as_deref());
            continue;
        }
        for grid in context.grids_of(id) {
            rows(grid, items);
        }
        // Lists below headings of their own names tell about that part.
        let bold = section.style == abide_syntax::HeadingStyle::Bold;
        let direct = |concepts: &[Concept]| {
            concepts.iter().any(|concept| matches!(concept, Concept::Architecture | Concept::Components))
        };
        let told = direct(concepts) || bold && direct(context.outline.concepts(section.parent));
        if !told {
            continue;
        }
        // Paragraphs that start with a name in bold are entries as well.
        let led: Vec<_> = match concepts.contains(&Concept::Components) {
            true => context.led(id).collect(),
            false => Vec::new(),
        };
        for statement in context.statements(id).iter().chain(&led) {
            if statement.boxed || says_nothing(&statement.text) {
                continue;
            }
            let first = context.document.node(statement.first);
            if !matches!(first.kind, NodeKind::Strong | NodeKind::CodeSpan) {
                continue;
            }
            let name = text::plain(context.document, statement.first, first.end);
            let name = name.trim_end_matches([':', ' ', '.']);
            let rest = statement.text.get(name.len()..).unwrap_or_default();
            let rest = rest.trim_start_matches([':', '*', ' ']);
            // "`Opened` → `start`" tells what follows on an event.
            if rest.starts_with(['→', '⇒']) || rest.starts_with("->") {
                continue;
            }
            let said = rest.trim_start_matches(|c: char| "-—–: ".contains(c));
            // A remark in brackets may stand before the dash.
            let said = match said.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
                Some((_, after)) => after.trim_start_matches(|c: char| "-—–: ".contains(c)),
                None => said,
            };
            if said.is_empty() && !concepts.contains(&Concept::Components) {
                continue;
            }
            push(items, id, statement.range, name, Some(said));
        }
    }
}

/// A title that tells what is done to parts, or how: "Proxy configuration changes".
fn is_about_parts(title: &str) -> bool {
    const ENDS: &[&str] = &[
        "changes",
        "modifications",
        "updates",
        "considerations",
        "details",
        "notes",
        "guidelines",
        "interactions",
        "communication",
        "summary",
        "änderungen",
        "cambios",
        "modificaciones",
        "modifications",
        "変更",
        "变更",
        "변경",
    ];
    let last = title.split_whitespace().last().unwrap_or_default().to_lowercase();
    ENDS.contains(&last.as_str())
}

/// A title that ends in the kind of a part: "Export service".
fn is_part_name(title: &str) -> bool {
    const KINDS: &[&str] = &[
        "service",
        "layer",
        "module",
        "worker",
        "server",
        "client",
        "gateway",
        "store",
        "engine",
        "manager",
        "component",
        "database",
        "queue",
        "cache",
        "controller",
        "handler",
        "adapter",
        "loader",
        "parser",
        "scheduler",
        "router",
        "proxy",
        "registry",
        "runner",
        "resolver",
        "provider",
        "repository",
        "daemon",
        "agent",
        "plugin",
        "backend",
        "frontend",
        "orchestrator",
        "dispatcher",
        "pipeline",
    ];
    let bare = title.split(" (").next().unwrap_or(title);
    let last = bare.split_whitespace().last().unwrap_or_default().to_lowercase();
    bare.split_whitespace().count() <= 4 && KINDS.contains(&last.as_str())
}

/// The first sentence below a heading, or its "Purpose" line.
fn purpose(context: &Context, id: SectionId) -> Option<String> {
    let labelled = context.statements(id).iter().find_map(|statement| {
        let cut = text::labelled(&statement.text)?;
        matches!(squash(cut.label).as_str(), "purpose" | "responsibility" | "role")
            .then(|| cut.rest.to_owned())
    });
    labelled.or_else(|| context.paragraphs(id).next().map(|(node, _)| context.text(node)))
}

fn push(
    items: &mut Items,
    section: SectionId,
    range: abide_syntax::TextRange,
    name: &str,
    purpose: Option<&str>,
) {
    let name = name.trim().trim_matches(['`', '*', '"']);
    let words = name.split_whitespace().count();
    if name.is_empty()
        || words > 6
        || ABOUT.contains(&squash(name).as_str())
        || text::is_placeholder(name)
        || says_nothing(name)
        || name.ends_with('?')
        || is_placeholder_name(name)
    {
        return;
    }
    items.push(Draft::new(Kind::Component, section, range).key(name).said("purpose", purpose));
}

/// `Component A` is the template's.
fn is_placeholder_name(name: &str) -> bool {
    name.strip_prefix("Component ").is_some_and(|rest| rest.len() == 1)
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        bullets_headings_and_tables,
        "# T\n## Architecture Overview\n1. **Global layer** (`~/x`) — shared by all\n- **Purpose**: none\n- plain words\n### Components\n#### Printer\n- **Purpose**: prints\n#### Component A\nx\n\n| Component | Responsibility |\n|---|---|\n| Queue | waits |\n",
        [
            "3 component Global layer purpose=shared by all",
            "7 component Printer purpose=prints",
            "14 component Queue purpose=waits",
        ]
    );
    reader_test!(
        a_table,
        "# T\n## Components\n| Component | Responsibility |\n|---|---|\n| Queue | waits |\n\n- **Spooler** - keeps jobs\n",
        ["5 component Queue purpose=waits", "7 component Spooler purpose=keeps jobs"]
    );
    reader_test!(
        headings_of_code_that_hold_only_subsections,
        "# T\n## Components\n### `src/queue.rs`\n#### `Job`\nA job.\n### Empty\n## End\n",
        ["3 component src/queue.rs"]
    );
    reader_test!(
        numbered_headings_and_paragraphs,
        "# T\n## Components and Interfaces\n### 1. Loader\nLoads.\n## Components\n**Spooler** keeps jobs.\n",
        ["3 component Loader purpose=Loads.", "6 component Spooler purpose=keeps jobs."]
    );
    reader_test!(
        headings_that_are_the_name_of_a_file_and_what_it_is,
        "# T\n## Components\n### 1. tray.rs - The interface\nHolds paper.\n### 2. Ink.vue - Ink view\n### 3. Nothing\n## End\n",
        ["3 component tray.rs purpose=Holds paper.", "5 component Ink.vue"]
    );
    reader_test!(
        what_changes_is_no_part,
        "# T\n## Components\n### Loader\nLoads.\n### Proxy configuration changes\nNone of the ports.\n",
        ["3 component Loader purpose=Loads."]
    );
    reader_test!(
        parts_that_are_built_on_their_own,
        "# T\n## Workspace architecture\n| Crate | Responsibility |\n|---|---|\n| `press-queue` | waits |\n",
        ["5 component press-queue purpose=waits"]
    );
    reader_test!(
        arrows_between_events_name_no_parts,
        "# T\n## Architecture\n- `JobOpened` → `start_job`\n- `Spooler` — keeps jobs\n",
        ["4 component Spooler purpose=keeps jobs"]
    );

    reader_test!(
        tables_of_parts_and_variables_among_requirements,
        "# T\n## Technical Requirements\n### Application components\n| Service | Port | Description |\n|---|---|---|\n| Press worker | N/A | Prints |\n### Environment variables\n| Variable | Required | Description |\n|---|---|---|\n| `INK` | Yes | The ink |\n",
        ["6 component Press worker purpose=Prints",]
    );
}

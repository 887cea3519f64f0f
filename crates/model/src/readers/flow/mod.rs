//! Step-by-step flows.

mod acting;
mod labelled;
mod nested;
mod ordered;
#[rustfmt::skip]
mod several;
#[rustfmt::skip]
mod verbs;

use super::Reader;
use crate::fence::CodeLine;
use crate::items::Draft;
use crate::statement::Statement;
use crate::text::{self, says_nothing, squash};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, Section, SectionId, TextRange};
use abide_template::Concept;
use std::collections::HashSet;

pub(super) const READER: Reader = Reader {
    name: "flow",
    kinds: &[Kind::Flow, Kind::Step],
    documentation: "\
A flow is a named step-by-step path: a list under a heading about workflows, data flow, use cases, the happy path or the like. Its lines \
are the steps, and so are the numbered lines of a code block, its lines that tell who sends what to whom, and the rows of a table of steps there. Several \
numbered lists below one heading, each behind a label of its own (\"Opening a box:\"), are a flow each, and so is an entry whose steps are numbered \
below it, and each bullet with a name in bold or with steps below it where the heading names several, as in \"Workflows\". Below other headings a numbered list is a flow where the line before it says that things are done in order and its entries say what is \
done, or where it is the only one of its section, has four entries or more, and somebody acts in most of them. \"Pre-condition\" and \"Post-condition\" lines are the flow's own fields. A label such as \"System validates:\" is the actor of \
the lines nested in it.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for (id, section) in context.sections() {
        if !context.outline.holds(id, Kind::Flow) {
            ordered::read(context, id, items);
            continue;
        }
        let statements = context.statements(id);
        if id == SectionId::ROOT || super::transition::lists_changes(context, id) {
            continue;
        }
        if context.outline.holds(id, Kind::Exception) && !is_failing_flow(context, id) {
            continue;
        }
        if labelled::read(context, id, items) || are_rules(statements) {
            continue;
        }
        if statements.is_empty() {
            numbered(context, id, section, items);
            continue;
        }
        // "Reusable Workflows" among the core concepts is a thing with rules, unless its lines are numbered.
        let concept = context.outline.within(section.parent, &[Concept::CoreConcepts]);
        if (concept || is_of_algorithms(context, id)) && !statements.iter().any(|statement| statement.ordered)
        {
            continue;
        }
        if several::read(context, id, section, items) {
            continue;
        }
        let mut precondition = None;
        let mut postcondition = None;
        let mut steps: Vec<&Statement> = Vec::new();
        let holders = nested::sentences_with_details(context, id, statements);
        let mut told: HashSet<NodeId> = HashSet::new();
        for statement in statements {
            if says_nothing(&statement.text) {
                continue;
            }
            // What is nested below a step that is a sentence of its own is part of that step.
            if let Some((item, holder)) =
                holders.iter().find(|(item, _)| nested::is_below(context, statement, *item))
            {
                if told.insert(*item) {
                    steps.push(holder);
                }
                continue;
            }
            if let Some(group) = statement.groups.last() {
                // What is nested below "Pre-condition:" holds before, it is no step.
                let held = match squash(group).as_str() {
                    "precondition" | "preconditions" | "precondición" | "prerequisite" | "prerequisites" => {
                        Some(&mut precondition)
                    }
                    "postcondition" | "postconditions" | "postcondición" => Some(&mut postcondition),
                    _ => None,
                };
                if let Some(held) = held {
                    let told: &mut String = held.get_or_insert_with(String::new);
                    if !told.is_empty() {
                        told.push_str("; ");
                    }
                    told.push_str(&statement.text);
                    continue;
                }
            }
            if let Some(cut) = text::labelled(&statement.text) {
                match squash(cut.label).as_str() {
                    "precondition" | "preconditions" | "precondición" | "prerequisite" | "prerequisites" => {
                        precondition = Some(cut.rest.to_owned());
                        continue;
                    }
                    "postcondition" | "postconditions" | "postcondición" => {
                        postcondition = Some(cut.rest.to_owned());
                        continue;
                    }
                    _ => {}
                }
            }
            // What describes a field of what is sent or shown is no step.
            let start = TextRange { start: statement.range.start, end: statement.range.start + 1 };
            if named_path(context, id, statement, items) || items.any_in(Kind::Field, start) {
                continue;
            }
            steps.push(statement);
        }
        // "Type: a bar", "Display: the names": what something looks like is no flow.
        if steps.iter().filter(|step| !step.ordered && names_property(&step.text)).count() > 1 {
            continue;
        }
        // A list of changes of state is no flow.
        if !steps.is_empty() && steps.iter().all(|step| items.any_in(Kind::Transition, step.range)) {
            continue;
        }
        if steps.is_empty() || steps.iter().all(|step| step.text.contains('⟦')) {
            continue;
        }
        // "Main success scenario" below the heading of a use case is that use case.
        let named = use_case(context, id, section).unwrap_or(section);
        let name = named.title.as_ref();
        let numbers = steps.len();
        items.push(
            Draft::new(Kind::Flow, id, named.title_range)
                .text(name)
                .field("name", name)
                .field("steps", numbers)
                .said("precondition", precondition.as_deref())
                .said("postcondition", postcondition.as_deref()),
        );
        for step in steps {
            let actor = actor(&step.text).or_else(|| step.groups.last().and_then(|group| actor(group)));
            items.push(Draft::new(Kind::Step, id, step.range).text(&step.text).said("actor", actor));
        }
    }
}

/// Whether all of some entries are rules with ids, in no order of their own: "**R1** A shelf holds six boxes."
pub(super) fn are_rules(statements: &[Statement]) -> bool {
    let ruled = |statement: &Statement| {
        let code = text::leading_code(&statement.text).map(|(code, _)| code);
        let letters = code.map(|code| code.trim_end_matches(|c: char| !c.is_ascii_alphabetic()));
        !statement.ordered
            && statement.depth == 0
            && letters.is_some_and(|letters| matches!(letters, "R" | "BR" | "RULE" | "INV" | "FR" | "REQ"))
    };
    statements.len() > 1 && statements.iter().all(ruled)
}

/// Whether a line is labelled with something that a thing has: its type, its place, its looks.
fn names_property(text: &str) -> bool {
    const PROPERTIES: &[&str] = &[
        "type",
        "display",
        "format",
        "location",
        "position",
        "layout",
        "size",
        "color",
        "colour",
        "style",
        "appearance",
        "placement",
        "tipo",
        "formato",
        "format",
        "größe",
        "farbe",
        "種類",
        "表示",
        "形式",
        "类型",
        "样式",
        "유형",
        "тип",
    ];
    text::labelled(text).is_some_and(|cut| PROPERTIES.contains(&cut.label.to_lowercase().as_str()))
}

/// The section of a use case that has a heading of its own for its main path.
fn use_case<'a>(context: &Context<'a>, id: SectionId, section: &Section) -> Option<&'a Section> {
    let main = context.outline.concepts(id).contains(&Concept::HappyPath);
    let above = context.document.section(section.parent).filter(|_| section.parent != SectionId::ROOT)?;
    let plain = context.outline.concepts(section.parent).is_empty();
    let flows = context.outline.holds(section.parent, Kind::Flow);
    (main && plain && flows && !says_nothing(&above.title)).then_some(above)
}

/// "Happy path" with its steps nested below is a flow of that name; what is nested below "Errors" are the paths that fail.
fn named_path(context: &Context, id: SectionId, statement: &Statement, items: &mut Items) -> bool {
    let document = context.document;
    let name = statement.text.trim_end_matches([':', '：']).trim();
    let short =
        name.split_whitespace().count() <= 5 && !name.ends_with('.') && !name.contains(['→', '`', '⟦']);
    let lists = document.children(statement.node).filter_map(|node| match document.node(node).kind {
        NodeKind::List { ordered } => Some((node, ordered)),
        _ => None,
    });
    let Some((list, ordered)) = lists.into_iter().next().filter(|_| short && statement.depth == 0) else {
        return false;
    };
    let nested: Vec<Statement> = document
        .children(list)
        .filter_map(|item| crate::statement::own(document, id, item, ordered, &[], 1))
        .filter(|statement| !says_nothing(&statement.text))
        .collect();
    let fails = crate::topic::topic_named(name) == Some(Concept::ErrorPaths) || is_of_failures(name);
    if nested.len() < 2 || !fails && !ordered || nested.iter().any(|step| step.text.contains('⟦')) {
        return false;
    }
    if fails && !ordered {
        for path in &nested {
            super::exception::path(items, path);
        }
        return true;
    }
    items.push(
        Draft::new(Kind::Flow, id, statement.range)
            .text(name)
            .field("name", name)
            .field("steps", nested.len()),
    );
    for step in &nested {
        items.push(Draft::new(Kind::Step, id, step.range).text(&step.text).said("actor", actor(&step.text)));
    }
    true
}

fn is_of_failures(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "error",
        "errors",
        "failure",
        "failures",
        "exceptions",
        "errorcases",
        "errorpaths",
        "edgecases",
        "failurepaths",
    ];
    WORDS.contains(&squash(name).as_str())
}

/// Whether a section stands below one on several algorithms: only what is numbered there is a path, the rest tells about one.
fn is_of_algorithms(context: &Context, id: SectionId) -> bool {
    let nearest = context.outline.nearest(id, &[Concept::Workflows]);
    let title =
        nearest.and_then(|id| context.document.section(id)).map_or("", |section| section.title.as_ref());
    title.trim_end().to_lowercase().ends_with("algorithms")
}

/// "Failure path: no paper" among the flows, with numbered steps: a flow of its own. Bare "Error cases" list conditions.
pub(super) fn is_failing_flow(context: &Context, id: SectionId) -> bool {
    let statements = context.statements(id);
    let Some(section) = context.document.section(id) else { return false };
    let named =
        section.title.contains([':', '(', '：', '（']) || section.title.split_whitespace().count() > 3;
    named
        && context.outline.holds(id, Kind::Flow)
        && context.outline.holds(id, Kind::Exception)
        && statements.len() >= 2
        && statements.iter().all(|statement| statement.ordered || statement.depth > 0)
        && !statements.iter().any(|statement| statement.text.contains(['→', '⇒']))
}

/// A flow whose steps are the rows of a table, or the numbered lines of a code block.
fn numbered(context: &Context, id: SectionId, section: &Section, items: &mut Items) {
    let mut steps: Vec<(TextRange, String, Option<String>)> = Vec::new();
    for grid in context.grids_of(id) {
        let Some(number) = grid.exact_column(&[
            "step", "#", "no", "no.", "paso", "étape", "schritt", "手順", "步骤", "단계", "шаг",
        ]) else {
            continue;
        };
        let doing = grid.column(&[
            "action",
            "description",
            "what happens",
            "activity",
            "acción",
            "aktion",
            "処理",
            "内容",
            "操作",
            "动作",
            "동작",
            "действие",
        ]);
        let acting = grid.column(&[
            "actor",
            "who",
            "component",
            "role",
            "responsible",
            "quién",
            "akteur",
            "主体",
            "担当",
        ]);
        for row in grid.filled_rows() {
            let Some(said) = row.said(doing.filter(|at| *at != number)).or_else(|| row.said(Some(number)))
            else {
                continue;
            };
            steps.push((row.range, said.to_owned(), row.said(acting).map(str::to_owned)));
        }
    }
    if steps.is_empty() {
        for fence in context.fences_of(id).filter(|fence| fence.is(&["", "text", "txt", "plaintext"])) {
            let lines = fence.lines(context.document);
            let number = |line: &CodeLine| {
                let bare = line.text.trim_start();
                let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
                let rest = bare.get(digits..)?.strip_prefix(['.', ')'])?;
                // "2.1 …" is a part of step 2.
                let told = rest.strip_prefix(' ')?.trim();
                (digits > 0 && !told.is_empty()).then(|| (line.text.len() - bare.len(), told.to_owned()))
            };
            let margin = lines.iter().filter_map(&number).map(|(indent, _)| indent).min();
            for line in &lines {
                if let Some((indent, told)) = number(line)
                    && Some(indent) == margin
                {
                    steps.push((line.range.trim(context.document.text()), told, None));
                }
            }
        }
    }
    if steps.is_empty() {
        steps = nested::exchanged(context, id);
    }
    if steps.len() < 2 {
        return;
    }
    let name = section.title.as_ref();
    items.push(
        Draft::new(Kind::Flow, id, section.title_range)
            .text(name)
            .field("name", name)
            .field("steps", steps.len()),
    );
    for (range, text, who) in steps {
        let who = who.or_else(|| actor(&text).map(str::to_owned));
        items.push(Draft::new(Kind::Step, id, range).text(text).said("actor", who.as_deref()));
    }
}

/// Who acts: `Actor: Owner …`, "User clicks …".
fn actor(text: &str) -> Option<&str> {
    const ACTORS: &[&str] = &[
        "User", "System", "Client", "Server", "API", "Admin", "Service", "Worker", "Backend", "Frontend",
        "Browser", "Owner", "Customer", "Operator", "CLI", "Usuario", "Sistema", "Cliente",
    ];
    let said = text::labelled(text).filter(|cut| squash(cut.label) == "actor").map_or(text, |cut| cut.rest);
    let first = said.split_whitespace().next()?.trim_end_matches([':', ',']);
    ACTORS.contains(&first).then_some(first)
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        flows_with_steps,
        "# T\n## Workflows\n### Print (happy path)\n1. User asks.\n2. System prints.\n   - with ink\n### Main Path\n* **Pre-condition:**\n  * ink\n* **System validates:**\n  * Ink is there.\n* **Post-condition:** printed\n## Goals\n1. print\n",
        [
            "3 flow \"Print (happy path)\" steps=2",
            "4 step \"User asks.\" actor=User",
            "5 step \"System prints.\" actor=System",
            "7 flow \"Main Path\" steps=1 precondition=ink postcondition=printed",
            "11 step \"Ink is there.\" actor=System",
        ]
    );
    reader_test!(
        rules_with_ids_are_no_steps,
        "# T\n## Workflows\n### Boxes\n- **R1** A shelf holds six boxes.\n- **R2** Two boxes share no label.\n### Carts\n- A cart rolls.\n- **R3** It stops at the ramp.\n",
        ["6 flow \"Carts\" steps=2", "7 step \"A cart rolls.\"", "8 step \"R3 It stops at the ramp.\""]
    );
    reader_test!(
        named_paths_with_their_steps_below,
        "# T\n## Workflows\n- Happy path\n  1. User asks\n  2. System prints\n- Errors\n  - print without ink → 409\n  - no paper: stop\n- Users love it\n  - a lot\n  - more\n",
        [
            "2 flow \"Workflows\" steps=1",
            "3 flow \"Happy path\" steps=2",
            "4 step \"User asks\" actor=User",
            "5 step \"System prints\" actor=System",
            "9 step \"Users love it\"",
        ]
    );
    reader_test!(
        several_algorithms_are_told_in_bullets_and_run_in_numbers,
        "# T\n## Key Algorithms\n### Folding\n1. Halve the sheet.\n2. Crease it.\n### Paper\n- Thin sheets crease well\n",
        ["3 flow \"Folding\" steps=2", "4 step \"Halve the sheet.\"", "5 step \"Crease it.\""]
    );
    reader_test!(
        steps_in_a_block_or_a_table,
        "# T\n## Processing Flow\n```\n1. Load\n   1.1 the file\n2. Print\n```\n## Workflow\n| Step | Actor | Action |\n|---|---|---|\n| 1 | User | asks |\n| 2 | System | prints |\n",
        [
            "2 flow \"Processing Flow\" steps=2",
            "4 step \"Load\"",
            "6 step \"Print\"",
            "8 flow \"Workflow\" steps=2",
            "11 step \"asks\" actor=User",
            "12 step \"prints\" actor=System",
        ]
    );
    reader_test!(
        paths_that_fail_step_by_step,
        "# T\n## Workflows\n### Failure path: no paper\n1. The tray is empty.\n2. The job waits.\n### Error cases\n1. No ink\n2. No power\n",
        [
            "3 flow \"Failure path: no paper\" steps=2",
            "4 step \"The tray is empty.\"",
            "5 step \"The job waits.\"",
        ]
    );

    reader_test!(
        what_is_nested_below_a_step,
        "# T\n## Workflow\n1. The press looks for three things below:\n   - paper\n   - ink in state `full`\n2. Backend:\n   - Prints it\n   - Stops\n",
        [
            "2 flow \"Workflow\" steps=3",
            "3 step \"The press looks for three things below:\"",
            "7 step \"Prints it\" actor=Backend",
            "8 step \"Stops\" actor=Backend",
        ]
    );

    reader_test!(
        who_sends_what_to_whom_in_a_block,
        "# T\n## Session flow\n```\nDesk opens the port\nDesk → HELLO(1)   ← within a second\nPress → READY\nDesk → PRINT\n```\n",
        [
            "2 flow \"Session flow\" steps=4",
            "4 step \"Desk opens the port\"",
            "5 step \"Desk → HELLO(1)\"",
            "6 step \"Press → READY\"",
            "7 step \"Desk → PRINT\"",
        ]
    );
}

//! Step-by-step flows.

use super::Reader;
use crate::items::Draft;
use crate::text::{self, says_nothing, squash};
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "flow",
    kinds: &[Kind::Flow, Kind::Step],
    documentation: "\
A flow is a named step-by-step path: a list under a heading about workflows, data flow, use cases, the happy path or the like. Its lines \
are the steps; \"Pre-condition\" and \"Post-condition\" lines are the flow's own fields. A label such as \"System validates:\" is the actor of \
the lines nested in it.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for (id, section) in context.sections_of(Kind::Flow) {
        let statements = context.statements(id);
        if id == SectionId::ROOT || statements.is_empty() || super::transition::lists_changes(context, id) {
            continue;
        }
        // "Reusable Workflows" among the core concepts is a thing with rules, unless its lines are numbered.
        let concept = context.outline.within(section.parent, &[Concept::CoreConcepts]);
        if concept && !statements.iter().any(|statement| statement.ordered) {
            continue;
        }
        let mut precondition = None;
        let mut postcondition = None;
        let mut steps = Vec::new();
        for statement in statements {
            if says_nothing(&statement.text) {
                continue;
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
            steps.push(statement);
        }
        if steps.is_empty() || steps.iter().all(|step| step.text.contains('⟦')) {
            continue;
        }
        let name = section.title.as_ref();
        let numbers = steps.len();
        items.push(
            Draft::new(Kind::Flow, id, section.title_range)
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
        "# T\n## Workflows\n### Print (happy path)\n1. User asks.\n2. System prints.\n   - with ink\n### Main Path\n* **Pre-condition:** ink\n* **System validates:**\n  * Ink is there.\n* **Post-condition:** printed\n## Goals\n1. print\n",
        [
            "3 flow \"Print (happy path)\" steps=2",
            "4 step \"User asks.\" actor=User",
            "5 step \"System prints.\" actor=System",
            "7 flow \"Main Path\" steps=1 precondition=ink postcondition=printed",
            "10 step \"Ink is there.\" actor=System",
        ]
    );
}

//! What a part of the system needs, in the lines that describe it, and what must be ready first.

use super::{is_name_like, names, push};
use crate::text::{self, says_nothing, squash};
use crate::{Context, Items};
use abide_syntax::SectionId;
use abide_template::Concept;

/// "- **Dependencies**: Postgres, mail gateway" below the heading of a part; other parts are no dependencies.
pub(super) fn needs_of_part(context: &Context, id: SectionId, items: &mut Items) {
    let document = context.document;
    let Some(section) = document.section(id) else { return };
    let above = context.outline.concepts(section.parent);
    if !context.outline.concepts(id).is_empty() || !above.contains(&Concept::Components) {
        return;
    }
    for statement in context.statements(id) {
        let Some(cut) = text::labelled(&statement.text) else { continue };
        if !matches!(
            squash(cut.label).as_str(),
            "dependencies" | "dependson" | "dependency" | "abhängigkeiten" | "dependencias"
        ) || says_nothing(cut.rest)
        {
            continue;
        }
        for name in names(cut.rest) {
            let name = name.strip_prefix("the ").unwrap_or(&name);
            let part = document.sections().iter().any(|other| {
                other.parent == section.parent && squash(text::unnumbered(&other.title)) == squash(name)
            });
            if is_name_like(name) && !part && !name.contains('/') {
                // A plain word ("database") tells what is needed, and not which package brings it.
                let coded =
                    text::code_spans(document, statement.first, statement.end).any(|(_, code)| code == name);
                let what = match coded {
                    true => super::table::what(context, id, "", name),
                    false => "service",
                };
                push(items, id, statement.range, name, what, None, None);
            }
        }
    }
}

/// "The depot service must be live first": what has to be ready before, by its name.
pub(super) fn awaited(said: &str) -> Option<&str> {
    const MUST: &[&str] =
        &[" must be ", " needs to be ", " need to be ", " has to be ", " have to be ", " should be "];
    const READY: &[&str] = &[
        "implemented",
        "available",
        "completed",
        "complete",
        "deployed",
        "live",
        "ready",
        "merged",
        "released",
        "installed",
        "in place",
        "running",
        "finished",
        "done",
        "shipped",
        "published",
        "provisioned",
        "set up",
        "approved",
        "upgraded",
    ];
    let (name, rest) = MUST.iter().find_map(|must| said.split_once(must))?;
    let ready = READY.iter().any(|ready| rest.starts_with(ready));
    let name = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name);
    let name = name.split(" (").next().unwrap_or(name);
    let vague = ["something", "everything", "this", "that", "it", "they", "all", "these"];
    let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
    (ready
        && !vague.contains(&first.as_str())
        && name.split_whitespace().count() <= 4
        && !name.contains([',', ';', ':']))
    .then_some(name)
}

#[cfg(test)]
mod tests {
    use super::awaited;

    #[test]
    fn what_must_be_ready_is_named() {
        assert_eq!(awaited("The depot service must be live first"), Some("depot service"));
        assert_eq!(awaited("Spec 12 (Stamps) must be implemented first"), Some("Spec 12"));
        assert_eq!(awaited("Selection must be deterministic"), None);
        assert_eq!(awaited("All of what we have built until now must be done"), None);
    }
}

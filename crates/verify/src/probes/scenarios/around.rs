//! The operation that a statement stands with: that of the step before it, of its heading, or of the flow whose errors it lists.

use crate::api::{Api, Scope, meant, operation_in};
use crate::pattern::pattern;
use crate::probe::ItemContext;
use abide_model::{Item, Kind};

/// The operation that a step, an exception or a check stands with, where one is certain.
pub fn of(context: &ItemContext) -> Option<usize> {
    let (api, item) = (&context.facts.api, context.item);
    match item.kind {
        Kind::Step => {
            let same = |other: &&Item| other.section == item.section && other.range.start < item.range.start;
            let before: Vec<&Item> = context.spec.of_kind(Kind::Step).filter(same).collect();
            let said = before
                .iter()
                .rev()
                .find_map(|step| done(api, context.number, context.spec.slice(step), &item.section));
            said.or_else(|| titled(api, context.number, item))
        }
        Kind::Exception => main(context).or_else(|| titled(api, context.number, item)),
        Kind::Scenario => described(context),
        Kind::Requirement | Kind::Check => entitled(api, context.number, item),
        _ => None,
    }
}

/// The operation within whose description a scenario stands: what its sentences are about, where none names another.
fn described(context: &ItemContext) -> Option<usize> {
    let within = context.facts.api.within(context.number, context.item.range.start, context.item.range.end);
    let mut found = None;
    for (_, sentence) in within {
        if let Scope::Operations(numbers) = &sentence.scope {
            let [number] = numbers.as_slice() else { return None };
            if found.replace(*number).is_some_and(|known| known != *number) {
                return None;
            }
        }
    }
    found
}

/// The operation that a step says to be done: by its method and path, or in words.
pub fn done(api: &Api, spec: usize, text: &str, section: &[String]) -> Option<usize> {
    if let Some((method, path)) = operation_in(text) {
        let found = api.operations.iter().position(|operation| {
            operation.is_of(spec)
                && operation.method == method
                && (operation.path.same(&path) || operation.path.ends_with(&path))
        });
        return found;
    }
    // What happens under a condition is not done by the step.
    let first = text.split([';', ',']).next()?.split(". ").next()?.trim().trim_end_matches('.');
    let lower = first.to_lowercase();
    let conditional = ["if ", "when ", "while ", "without ", "unless ", "after ", "from ", "all ", "no "];
    if conditional.iter().any(|word| lower.starts_with(word)) || first.split_whitespace().count() > 12 {
        return None;
    }
    let title = section.last().map(String::as_str).unwrap_or_default();
    let said = meant(api, spec, title, first)?;
    // A clause that says more than who does what is not understood.
    said.rest.is_empty().then_some(said.number)
}

/// The operation that a heading names: "Removing a berth".
fn titled(api: &Api, spec: usize, item: &Item) -> Option<usize> {
    let title = item.section.last()?;
    if let Some((method, path)) = operation_in(title) {
        return api.find(&method, &path).map(|(number, _)| number);
    }
    if title.split_whitespace().count() > 6 || title.contains(" and ") {
        return None;
    }
    meant(api, spec, "", title).filter(|said| said.rest.is_empty()).map(|said| said.number)
}

/// The operation that the heading names under which criteria stand: "Requirement 4: Booking a berth".
fn entitled(api: &Api, spec: usize, item: &Item) -> Option<usize> {
    pattern!(
        NUMBERED,
        r"(?i)^(?:requirement|story|user story|feature|use case|criterion|us|fr)\s*-?\s*\d+[a-z]?(?:\.\d+)*\s*[:.–—-]\s*"
    );
    const LISTS: &[&str] = &[
        "acceptance criteria",
        "acceptance criterion",
        "criteria",
        "acceptance scenarios",
        "scenarios",
        "rules",
    ];
    let title =
        item.section.iter().rev().find(|title| !LISTS.contains(&title.trim().to_lowercase().as_str()))?;
    let numbered = NUMBERED.find(title)?;
    let title = title.get(numbered.end()..)?.split(" (").next()?;
    if title.split_whitespace().count() > 6 || title.contains(" and ") {
        return None;
    }
    meant(api, spec, "", title).filter(|said| said.rest.is_empty()).map(|said| said.number)
}

/// The operation by which a flow begins whose errors are listed beside it: the first that makes something.
fn main(context: &ItemContext) -> Option<usize> {
    let (api, item) = (&context.facts.api, context.item);
    let above = item.section.len().saturating_sub(1);
    let beside = |other: &&Item| {
        other.range.start < item.range.start
            && above > 0
            && other.section.len() > above
            && other.section.get(..above) == item.section.get(..above)
            && context.spec.items.iter().any(|step| {
                matches!(step.kind, Kind::Step | Kind::Flow | Kind::Field) && step.section == other.section
            })
    };
    let makes = |endpoint: &Item| {
        let (number, operation) = api.of_item(context.number, &endpoint.id)?;
        api.is_creation(operation).then_some(number)
    };
    context.spec.of_kind(Kind::Endpoint).filter(beside).find_map(makes)
}

#[cfg(test)]
mod tests {
    use crate::probe::ItemContext;
    use crate::testing::{self, Setup};
    use abide_model::Kind;

    const DATA: &str = "\
# Allotments

## API

| Method | Path | Purpose |
|---|---|---|
| POST | `/plots` | Add a plot |
| GET | `/plots/{id}` | Read a plot |
| POST | `/plots/{id}/lock` | Lock a plot |
| POST | `/plots/{id}/unlock` | Unlock a plot |
| DELETE | `/plots/{id}` | Remove a plot |
| POST | `/tools` | Add a tool |
| GET | `/tools/{id}` | Read a tool |
| GET | `/leases/{id}` | Read a lease |
| POST | `/leases/{id}/end` | End a lease |

## Data model

### Plot

| Field | Type | Rules |
|---|---|---|
| `id` | string | Read-only. |
| `code` | string | Required. Matches `^[A-Z]{2}-[0-9]{2}$`. Unique among all plots. |
| `size` | integer | Required. From 1 to 90. |
| `water` | boolean | Whether there is a tap. Defaults to `false`. |
| `status` | string | `locked` or `unlocked`. Read-only. |

### Tool

| Field | Type | Rules |
|---|---|---|
| `id` | string | Read-only. |
| `size` | integer | Required. From 2 to 40. |

## Step-by-step flow

### Happy path

1. *Actor* gardener _triggers_ `POST /leases` with:
   - `plot_id` and `tool_id`, both required strings;
   - `hose`, a boolean, `false` by default.
2. System answers 201. Besides what was sent, the lease has:
   - `id`: a number;
   - `status`: `running`.

";

    /// What is played for the steps and exceptions behind a heading.
    const ROLES: &str = "[targets.local]\nurl = \"http://127.0.0.1:9\"\n[targets.local.roles.gardener]\nheaders = { X-Key = \"g\" }\n";

    fn played(heading: &str, lines: &str) -> Vec<String> {
        let states = "\n## States\n\n- `running` → `ended`\n";
        let text = format!("{DATA}{heading}\n\n{lines}\n{states}");
        let facts = std::sync::Arc::new(testing::facts_of_markdown(&text, ROLES, Setup::default()));
        let spec = &facts.specs[0];
        let of = |item| ItemContext { facts: &facts, number: 0, spec, item, document: spec, stated: item };
        let asked = spec.items.iter().filter(|item| matches!(item.kind, Kind::Step | Kind::Exception));
        let scenes = asked.flat_map(|item| super::super::of_statement(&of(item)));
        let mut titles: Vec<String> = scenes.map(|scene| scene.title(&facts.api)).collect();
        titles.dedup();
        titles
    }

    /// One row of a table of error paths.
    fn row(condition: &str) -> Vec<String> {
        let table = format!(
            "| Condition | System Action | User Feedback |\n|---|---|---|\n| {condition} | 409 `refused` | Sorry |"
        );
        played("### Error Paths", &table)
    }

    #[test]
    fn rows_of_error_paths_are_conditions_of_the_flow() {
        let mut wrong = Vec::new();
        for (conditions, title) in [
            (
                ["The plot is `locked`", "the plot is locked", "The named plot is `locked`"].as_slice(),
                "POST /leases on what is locked answers 409 Conflict",
            ),
            (
                &["The plot does not exist", "Unknown plot"],
                "POST /leases on what is not there answers 409 Conflict",
            ),
            (
                &["The plot has three `running` leases already", "The plot already has three running leases"],
                "POST /leases where 3 are there already answers 409 Conflict",
            ),
            (
                &[
                    "A `running` lease of the plot overlaps this one",
                    "A running lease of the plot overlaps with the new lease",
                ],
                "POST /leases where 1 are there already answers 409 Conflict",
            ),
            (
                &[
                    "The tool's `size` is greater than the plot's `size`",
                    "The plot's size is smaller than the tool's size",
                ],
                "POST /leases where `size` is 1, with `size` 2 answers 409 Conflict",
            ),
            (
                &[
                    "`hose` is asked for at a plot without water",
                    "`hose` is requested for a plot that has no water",
                ],
                "POST /leases where `water` is false, with `hose` true answers 409 Conflict",
            ),
        ] {
            for condition in conditions {
                let found = row(condition).join("; ");
                if found != title {
                    wrong.push(format!("{condition}: {found}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        for other in ["The lease is `ended`", "The weather is bad", "The gardener is locked out"] {
            assert_eq!(row(other), Vec::<String>::new(), "{other}");
        }
    }

    #[test]
    fn steps_go_on_about_what_was_done_before() {
        let steps = "1. A clerk removes the plot.\n2. From then on reading it gives 404. Its code may be used for a new plot.\n3. A plot with a lease that is `running` cannot be removed: 409.\n4. While the plot is `running`, removal is refused: 409.\n";
        assert_eq!(
            played("### Removing a plot", steps),
            [
                "GET /plots/{id} on what was deleted answers 404 Not Found",
                "POST /plots with the `code` of what was deleted answers 201 Created",
                "DELETE /plots/{id} on what something belongs to answers 409 Conflict",
            ]
        );
        let steps = "1. Locking a plot that is locked, or unlocking one that is unlocked, is answered 409.\n2. To a gardener, someone else's plot does not exist: reading or removing it gives 404.\n";
        assert_eq!(
            played("### Locking and unlocking", steps),
            [
                "POST /plots/{id}/lock on what is locked answers 409 Conflict",
                "POST /plots/{id}/unlock on what is unlocked answers 409 Conflict",
                "GET /plots/{id} where it is another's answers 404 Not Found",
                "DELETE /plots/{id} where it is another's answers 404 Not Found",
            ]
        );
    }
}

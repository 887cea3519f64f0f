//! Rows that tell of the members of one entity each: which have to be sent, which may be, and what these are otherwise.

use super::{Api, Sentence};
use crate::words;

/// What a column says of the members that it lists.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Column {
    Needed,
    Optional,
    Owned,
}

/// What a row says of one member.
#[derive(Debug, PartialEq)]
pub struct Said {
    name: String,
    column: Column,
    default: Option<String>,
}

impl Api {
    /// Takes in what such rows say of the members of entities.
    pub(super) fn read_member_rows(&mut self) {
        let mut found: Vec<(String, Said)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.len() > 1) {
            let Some(entity) = self.entity_of_row(sentence) else { continue };
            let said: Vec<Said> =
                sentence.cells.iter().skip(1).flat_map(|(head, cell)| of_cell(head, cell)).collect();
            // A row that lists something else as well is about something else.
            if said.iter().all(|said| self.fields.field(entity, &said.name).is_some()) {
                found.extend(said.into_iter().map(|said| (entity.to_owned(), said)));
            }
        }
        for at in 0..self.resources.len() {
            let resource = &self.resources[at];
            let entity = resource.entity.clone().or(resource.input.clone());
            let (Some(create), Some(entity)) = (resource.create, entity) else { continue };
            let sent = found.iter().filter(|(known, said)| *known == entity && said.column != Column::Owned);
            let sent: Vec<String> = sent.map(|(_, said)| said.name.clone()).collect();
            let operation = &mut self.operations[create];
            // What the row of what is sent leaves out is given by the system.
            if operation.takes.is_empty() && operation.request.is_none() && operation.asks.is_none() {
                operation.takes = sent;
            }
        }
        for (entity, said) in found {
            match said.column {
                Column::Needed => self.fields.need(&entity, &[said.name]),
                Column::Optional => self.fields.spare(&entity, &said.name, said.default),
                Column::Owned => self.fields.own(&entity, &said.name),
            }
        }
    }

    /// The entity that a row's first cell names, and nothing beside it.
    fn entity_of_row(&self, sentence: &Sentence) -> Option<&str> {
        let (_, first) = sentence.cells.first()?;
        let named = words::folded(&words::singular(first.trim_matches(['`', '*', '_', ' '])));
        self.fields.entities().find(|entity| words::folded(&words::singular(entity)) == named)
    }
}

/// The words of a heading above members that are listed for another reason than being sent.
const OF_OTHERS: &[&str] =
    &["sort", "sorted", "order", "filter", "search", "index", "key", "role", "column", "page"];

/// The words of a heading above members that have a default.
const OF_DEFAULTS: &[&str] = &[
    "default",
    "defaults",
    "members",
    "fields",
    "attributes",
    "with",
    "a",
    "the",
    "their",
    "value",
    "values",
];

/// What a cell says of the members that it lists: "`kind` (`left`), `note` (empty)" below "Optional, with default".
fn of_cell(head: &str, cell: &str) -> Vec<Said> {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| super::has_phrase(head, phrase));
    // "Sort fields, default first" and "Required index" tell of something else.
    let head_words = words::words(head);
    if head_words.iter().any(|word| OF_OTHERS.contains(&words::singular(word).as_str())) {
        return Vec::new();
    }
    let default = head_words.iter().all(|word| OF_DEFAULTS.contains(&word.as_str()));
    let column = if default || has(&["not required", "optional", "may be sent", "can be sent"]) {
        Column::Optional
    } else if has(&["required", "mandatory", "must be sent", "has to be sent", "needed"]) {
        Column::Needed
    } else if has(&[
        "computed",
        "read-only",
        "set by the service",
        "set by the server",
        "set by the system",
        "server-set",
    ]) {
        Column::Owned
    } else {
        return Vec::new();
    };
    let spans = words::code_spans(cell);
    let mut found: Vec<Said> = Vec::new();
    // What stands in brackets behind a member, or behind a mark, is what it is otherwise.
    let mut depth = 0_usize;
    let mut last = 0;
    for (range, code) in &spans {
        let between = cell.get(last..range.start).unwrap_or_default().trim_matches('`');
        let opened = between.matches('(').count();
        depth = (depth + opened).saturating_sub(between.matches(')').count());
        last = range.end;
        let assigned = between.trim().trim_end_matches('`').ends_with(['=', ':']) && !found.is_empty();
        if depth > 0 || assigned {
            if let Some(said) = found.last_mut() {
                said.default.get_or_insert_with(|| (*code).to_owned());
            }
            continue;
        }
        let behind = cell.get(range.end..).unwrap_or_default().trim_start_matches('`').trim_start();
        let bare = behind.strip_prefix('(').and_then(|rest| rest.split(')').next());
        let default = bare
            .filter(|said| !said.contains('`'))
            .map(|said| said.trim().trim_matches(['"', '\'']).to_owned());
        found.push(Said { name: (*code).to_owned(), column, default });
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    /// Whether a member may be left out, its default, and whether the system gives it.
    fn of(table: &str, name: &str) -> (Option<bool>, Option<String>, bool) {
        let text = format!(
            "# Yard\n\n## Data\n\n```ts\ninterface Load {{ id: number; name: string; kind: \"new\" | \"old\"; weight: number; note: string; total: number; }}\n```\n\n{table}\n\n## API\n\n- `POST /loads` adds a load\n- `GET /loads/{{id}}` reads one\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let facts = api.fields.field("Load", name).unwrap().clone();
        (facts.optional, facts.default, facts.rule.owned)
    }

    #[test]
    fn rows_of_what_is_sent() {
        let table = "| Resource | Required | Optional, with default | Computed |\n|---|---|---|---|\n| Load | `name` | `kind` (`new`), `weight` (12), `note` (empty) | `total` |";
        assert_eq!(of(table, "name"), (Some(false), None, false));
        assert_eq!(of(table, "kind"), (Some(true), Some("new".to_owned()), false));
        assert_eq!(of(table, "weight"), (Some(true), Some("12".to_owned()), false));
        assert_eq!(of(table, "note"), (Some(true), Some("empty".to_owned()), false));
        assert!(of(table, "total").2);
    }

    #[test]
    fn what_a_row_leaves_out_is_not_sent() {
        let text = "# Yard\n\n## Data\n\n```ts\ninterface Load { id: number; name: string; weight: number; sealed: string | null; }\n```\n\n| Resource | Required | Optional |\n|---|---|---|\n| Load | `name` | `weight` |\n\n## API\n\n- `POST /loads` adds a load\n- `GET /loads/{id}` reads one\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let create = api.operations.iter().find(|operation| operation.method == "POST").unwrap();
        let sent = create.request.as_ref().and_then(|body| body.json()).unwrap().as_object().unwrap();
        assert_eq!(sent.keys().collect::<Vec<_>>(), ["name", "weight"]);
    }

    #[test]
    fn rows_of_something_else() {
        for table in [
            "| Resource | Required | Note |\n|---|---|---|\n| Lorry | `name` | |",
            "| Resource | Required |\n|---|---|\n| Load | `name`, `crane` |",
            "| Resource | Shown |\n|---|---|\n| Load | `name` |",
            "| List | Sort fields, default first |\n|---|---|\n| Load | `weight`, `name` |",
            "| Resource | Required index |\n|---|---|\n| Load | `name` |",
        ] {
            assert_eq!(of(table, "name").0, None, "{table}");
        }
    }
}

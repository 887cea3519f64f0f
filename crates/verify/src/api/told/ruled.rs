//! Rules of members in tables of their own, apart from the data: `| Field | Rule | Message |` below "Validation rules".

use super::super::{Api, FieldFacts, Scope, Sentence, fields};
use super::{NAMES, Told, facts, is_member, needed};

/// Heads of columns that hold rules.
const RULES: &[&str] = &[
    "rule",
    "rules",
    "validation",
    "validations",
    "validation rule",
    "validation rules",
    "constraint",
    "constraints",
    "restriction",
    "restrictions",
    "requirement",
    "requirements",
    "allowed values",
    "allowed",
];

/// A member and its rule, where a row has both and nothing but what happens otherwise.
pub(super) fn row(sentence: &Sentence) -> Option<Told> {
    let (head, first) = sentence.cells.first()?;
    let name = first.trim().strip_prefix('`')?.strip_suffix('`')?;
    let (_, rule) = sentence.cells.iter().find(|(head, _)| RULES.contains(&head.as_str()))?;
    if !NAMES.contains(&head.as_str()) || !is_member(name) || rule.trim().is_empty() {
        return None;
    }
    let rule = rule.trim().to_owned();
    Some(Told {
        name: name.to_owned(),
        kind: String::new(),
        needed: needed(&rule),
        default: None,
        notes: vec![rule],
    })
}

impl Api {
    /// The rows of such tables that may be about the request of an operation; where some say what is required, the others are not.
    fn ruled(&self, number: usize) -> Vec<(Told, bool)> {
        let operation = &self.operations[number];
        let creates = |at: usize| self.resources.iter().any(|resource| resource.create == Some(at));
        let mut found: Vec<(Told, bool)> = Vec::new();
        let rows: Vec<&Sentence> = self.sentences.iter().filter(|sentence| row(sentence).is_some()).collect();
        for (at, sentence) in rows.iter().enumerate() {
            let Some(told) = row(sentence) else { continue };
            // A rule that names another thing is still one of its table.
            let together = |one: usize, other: usize| match (rows.get(one), rows.get(other)) {
                (Some(one), Some(other)) => {
                    one.spec == other.spec && other.range.start.saturating_sub(one.range.end) <= 3
                }
                _ => false,
            };
            let mut first = at;
            while first > 0 && together(first - 1, first) {
                first -= 1;
            }
            let table = (first..rows.len()).take_while(|row| *row == first || together(row - 1, *row));
            let scope = table
                .filter_map(|at| Some(&rows.get(at)?.scope))
                .find(|scope| !matches!(scope, Scope::Resources(_)))
                .unwrap_or(&sentence.scope);
            let (own, alone) = match scope {
                Scope::General => {
                    let others = (0..self.operations.len())
                        .filter(|at| creates(*at) && self.operations[*at].is_of(sentence.spec));
                    (operation.is_of(sentence.spec), others.count() == 1)
                }
                Scope::Operations(of) => {
                    (of.contains(&number), of.iter().filter(|at| creates(**at)).count() == 1)
                }
                Scope::Resources(of) => {
                    let made = |at: &usize| self.resources[*at].create == Some(number);
                    (of.iter().any(made), of.len() == 1)
                }
            };
            if own {
                found.push((told, alone));
            }
        }
        if found.iter().any(|(told, _)| told.needed == Some(true)) {
            for (told, _) in &mut found {
                told.needed = told.needed.or(Some(false));
            }
        }
        found
    }

    /// Adds what such tables say of the members of a resource: those that it is known to have, or any where only it is made there.
    pub(super) fn add_ruled(&self, at: usize, create: usize, told: &mut Vec<Told>) {
        let known = self.members(&self.resources[at]);
        for (one, alone) in self.ruled(create) {
            let of_deed = || self.asked_by_another(create, &one.name);
            if !(known.contains(&one.name) || alone && !of_deed()) {
                continue;
            }
            match told.iter_mut().find(|known| known.name == one.name) {
                Some(known) => {
                    known.needed = known.needed.or(one.needed);
                    known.notes.extend(one.notes);
                }
                None => told.push(one),
            }
        }
    }

    /// Whether a row about another operation lists a member as what that takes.
    fn asked_by_another(&self, create: usize, name: &str) -> bool {
        const BODIES: &[&str] =
            &["body", "request", "request body", "payload", "input", "parameters", "takes"];
        let code = format!("`{name}`");
        self.sentences.iter().any(|sentence| {
            let other = matches!(&sentence.scope, Scope::Operations(of) if !of.contains(&create));
            let mut cells = sentence.cells.iter();
            other && cells.any(|(head, cell)| BODIES.contains(&head.as_str()) && cell.contains(&code))
        })
    }

    /// Refines what the data model says of the members of an entity by what such tables say of them.
    pub(super) fn refine(&mut self, create: usize, entity: &str) {
        for (told, _) in self.ruled(create) {
            let rule = told.notes.join("; ");
            self.fields.refine(entity, &told.name, |facts: &mut FieldFacts| {
                if let Some(more) = facts::rule(&told.name, facts.rule.sort.word(), &rule, None) {
                    facts.rule.refine(more);
                }
                facts.optional = facts.optional.or(told.needed.map(|needed| !needed));
                facts.default = facts.default.take().or_else(|| fields::noted_default(&rule));
                facts.notes = [facts.notes.as_str(), &rule].join("; ").trim_start_matches("; ").to_owned();
            });
        }
    }

    /// What such a table says of a member that an operation takes.
    pub(in super::super) fn rule_of(&self, number: usize, name: &str) -> Option<String> {
        let mut rows = self.ruled(number).into_iter().filter(|(told, _)| told.name == name);
        let (told, _) = rows.next()?;
        Some(told.notes.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use crate::api::Api;
    use crate::testing::{self, Setup};

    const LAMPS: &str = "# Lamps\n\n## API endpoints\n\n| Method | Path | Body | Success |\n|---|---|---|---|\n| POST | `/lamps` | | 201 |\n\
| GET | `/lamps` | | 200 |\n| GET | `/lamps/{id}` | | 200 |\n| POST | `/lamps/{id}/dim` | `level`, `cause` | 200 |\n\n\
## Validation rules\n\n| Field | Rule | Message |\n|---|---|---|\n\
| `code` | Required; three capital letters (`^[A-Z]{3}$`) | Bad code |\n| `watts` | One of 40, 60, 100; 60 if left out | Bad watts |\n\
| `from` | Required; whole number, 0 or more | Bad start |\n\
| `until` | Required; whole number greater than `from` and at most the `reach` of the lamp | Bad end |\n\
| `note` | At most 80 characters; null if left out | Too long |\n\
| `level` | Required; whole number from 1 to 9 | Bad level |\n| `cause` | One of `night`, `sale`; `night` if left out | Bad cause |\n";

    fn api(text: &str) -> Api {
        testing::facts_of_markdown(text, "", Setup::default()).api
    }

    fn sent(api: &Api, title: &str) -> String {
        let operation = api.operations.iter().find(|operation| operation.title() == title);
        operation
            .and_then(|operation| operation.request.as_ref()?.json())
            .map(ToString::to_string)
            .unwrap_or_default()
    }

    #[test]
    fn what_a_table_of_rules_says_is_sent_to_the_operation_that_takes_it() {
        let mut api = api(LAMPS);
        api.make_up_requests(&Default::default());
        let made = sent(&api, "POST /lamps");
        assert!(made.contains(r#""from":1"#) && made.contains(r#""until":2"#), "{made}");
        assert!(!made.contains("level") && !made.contains("cause"), "{made}");
        let dimmed = sent(&api, "POST /lamps/{id}/dim");
        assert!(dimmed.contains(r#""level":"#) && !dimmed.contains("watts"), "{dimmed}");
    }

    #[test]
    fn a_data_model_is_refined_by_a_table_of_rules() {
        let data = "## Data model\n\n| Field | Type | Required | Default |\n|---|---|---|---|\n| `code` | string | yes | |\n| `watts` | integer | no | |\n\
| `note` | string or null | no | |\n| `id`, `state` | string | read-only | |\n\n";
        let api = api(&LAMPS.replace("## Validation", &format!("{data}## Validation")));
        let lamps = &api.resources[0];
        let facts = |name: &str| api.field_of(lamps, name).cloned().unwrap_or_default();
        assert!(facts("code").rule.form.is_some() && facts("code").optional == Some(false));
        assert_eq!(facts("watts").rule.among, [40.0, 60.0, 100.0]);
        assert_eq!(facts("watts").default.as_deref(), Some("60"));
        assert_eq!(facts("note").rule.longest, Some(80));
        assert!(facts("state").rule.owned);
    }

    #[test]
    fn a_table_about_other_things_tells_no_rules() {
        for text in [
            LAMPS
                .replace("Validation rules", "Settings")
                .replace("| Field | Rule |", "| Variable | Meaning |"),
            LAMPS.replace("| `code` | Required", "| Code | Required").replace("| Field |", "| Check |"),
        ] {
            assert!(api(&text).resources.iter().all(|resource| resource.entity.is_none()), "{text}");
        }
    }
}

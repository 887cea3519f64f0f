//! Fields that a sentence of a list tells of: "`made_at` is the moment of the first page", "`taken_by` and `taken_at` say who took it".

use super::details::with_details;
use super::field::{field, is_field_name};
use crate::Context;
use crate::shape::Attribute;
use crate::statement::Statement;
use crate::text;
use abide_syntax::TextRange;

/// What is said of a field behind its name.
const SAYS: &[&str] = &[
    "is ",
    "are ",
    "say ",
    "says ",
    "holds ",
    "hold ",
    "tells ",
    "tell ",
    "has ",
    "have ",
    "gives ",
    "give ",
    "counts ",
    "count ",
    "shows ",
    "show ",
    "names ",
    "name ",
    "contains ",
    "contain ",
    "stands ",
    "stand ",
    "records ",
    "record ",
];

/// The fields with whose names in code a sentence opens, and those of which it goes on to tell: "`sent_on`, null until it is sent, and
/// `seen_on`, null until then". None where what follows says nothing of fields.
pub(super) fn in_a_sentence(context: &Context, statement: &Statement) -> Vec<Attribute> {
    let document = context.document;
    let spans: Vec<(TextRange, &str)> = text::code_spans(document, statement.first, statement.end)
        .map(|(node, code)| (node.range, code))
        .collect();
    let slice = |start, end| document.slice(TextRange { start, end });
    let mut found = Vec::new();
    let mut at = statement.range.start;
    let mut next = 0;
    loop {
        let mut names: Vec<(&str, TextRange)> = Vec::new();
        while let Some((range, code)) = spans.get(next) {
            let gap = slice(at, range.start).trim();
            let joined = match names.is_empty() {
                true => matches!(gap, "" | ", and" | ";" | "; and" | "and"),
                false => matches!(gap, "," | "and" | ", and" | "&" | "/"),
            };
            if !joined || !is_name(code) {
                break;
            }
            names.push((code, *range));
            at = range.end;
            next += 1;
        }
        if names.is_empty() {
            return found;
        }
        // Another name behind a comma, of which something is said, begins what is told of the next.
        let later = spans.iter().enumerate().skip(next).find(|(_, (range, code))| {
            let before = slice(at, range.start).trim_end();
            let behind = slice(range.end, statement.range.end);
            is_name(code) && before.ends_with(", and") && told_of(behind).is_some()
        });
        let end = later.map_or(statement.range.end, |(_, (range, _))| range.start);
        let behind = slice(at, end).trim_end();
        let behind = behind.strip_suffix(", and").unwrap_or(behind).replace('`', "");
        let Some(said) = told_of(&behind) else { return found };
        found.extend(names.into_iter().map(|(name, range)| with_details(name, said, false, range)));
        let Some((number, (range, _))) = later else { return found };
        (next, at) = (number, range.start);
    }
}

/// A name of a field as it is written in code.
fn is_name(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_lowercase()) && is_field_name(code)
}

/// What is told of a field, behind its name.
fn told_of(behind: &str) -> Option<&str> {
    let rest = behind.trim_start();
    match rest.strip_prefix(',') {
        Some(said) => Some(said.trim_start()),
        None => {
            let said = SAYS.iter().find_map(|verb| rest.strip_prefix(verb))?;
            Some(said.strip_prefix("an ").or(said.strip_prefix("a ")).unwrap_or(said))
        }
    }
}

/// The fields that a sentence tells of, or that an entry of a list of fields describes.
pub(super) fn or_plainly(context: &Context, statement: &Statement) -> Vec<Attribute> {
    let told = in_a_sentence(context, statement);
    if told.is_empty() { field(context, statement, true).into_iter().collect() } else { told }
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn beside_fields_for_certain() {
        let text = "# T\n## Data model\n### Press\n- `part_id`, and `crew`, the name of whoever asked.\n- `state`: `new` at first, then `done`.\n- `pages`: integer from 0 to 100.\n- `taken_by` and `taken_at` say who took it and when.\n- `until_on` is a date.\n- `id` and `made_at`, as everywhere.\n";
        let names: Vec<String> = shown(READER.kinds, text)
            .into_iter()
            .filter_map(|line| {
                line.split_once("field ")
                    .map(|(_, rest)| rest.split(' ').next().unwrap_or_default().to_owned())
            })
            .filter(|name| name.starts_with("Press."))
            .collect();
        assert_eq!(
            names,
            [
                "Press.part_id",
                "Press.crew",
                "Press.state",
                "Press.pages",
                "Press.taken_by",
                "Press.taken_at",
                "Press.until_on",
                "Press.id",
                "Press.made_at"
            ]
        );
    }

    #[test]
    fn entries_that_rule_behind_a_comma() {
        let text = "# T\n## Data model\n### Press\n- `id` (UUID) and `box_id` (UUID), both set by the service.\n- `label`, required: a letter, like `A1`. A label occurs once.\n- `pages`, integer from 0 to 100, default 0: what it holds.\n- `state`, computed: `hot` or `cold`.\n";
        let lines = shown(READER.kinds, text);
        assert!(
            lines[0].contains("entity Press fields=[\"id\",\"box_id\",\"label\",\"pages\",\"state\"]"),
            "{lines:#?}"
        );
        let of = |name: &str| lines.iter().find(|line| line.contains(&format!("Press.{name} "))).unwrap();
        assert!(of("box_id").contains("type=UUID"), "{lines:#?}");
        assert!(of("label").contains("required=true"), "{lines:#?}");
        assert!(of("pages").contains("type=integer") && of("pages").contains("default=0"), "{lines:#?}");
    }

    #[test]
    fn sentences_alone_are_no_fields() {
        let text = "# T\n## Data model\n### Press\n- `start` is called when it begins\n- `stop` says that it ends\n- It has a lid\n";
        assert!(!shown(READER.kinds, text).iter().any(|line| line.contains("field ")));
    }

    #[test]
    fn beside_a_table_of_fields() {
        let names = |list: &str| -> Vec<String> {
            let text = format!(
                "# T\n## Data model\n### Press\n| Field | Type |\n|---|---|\n| `pages` | integer |\n\nThe service adds:\n\n{list}"
            );
            let lines = shown(READER.kinds, &text).into_iter();
            lines
                .filter_map(|line| {
                    line.split_once(" field Press.")
                        .map(|(_, rest)| rest.split(' ').next().unwrap_or_default().to_owned())
                })
                .collect()
        };
        let list = "- `state`, which is `new` at first.\n- `sheets` is `pages` divided by 2.\n- `run_id`, null until it runs, and `run_at`, null until then.\n";
        assert_eq!(names(list), ["pages", "state", "sheets", "run_id", "run_at"]);
        assert_eq!(names("- `state` is new at first.\n- It has a lid.\n- It is blue.\n"), ["pages"]);
    }
}

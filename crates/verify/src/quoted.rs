//! A statement as reports quote it: a heading with what it states below, a member of a type with what is said beside it.

use crate::facts::SpecFacts;
use crate::joined::STATEMENTS;
use abide_model::{Item, Kind};

/// The most that is quoted of a statement.
const LONGEST: usize = 2_000;

/// The words of an item, with those that its document says right below its heading or beside it.
pub fn quoted(document: &SpecFacts, item: &Item) -> String {
    match item.kind {
        // A sentence in bold that no reader took heads nothing.
        _ if item.is_told() => None,
        Kind::Requirement | Kind::Scenario | Kind::Endpoint => below(document, item),
        Kind::Field => beside(document, item),
        _ => None,
    }
    .unwrap_or_else(|| item.text.clone())
}

/// What stands below a heading that is an item, up to the next heading or the next statement.
fn below(facts: &SpecFacts, item: &Item) -> Option<String> {
    let document = facts.document();
    let section = document.section(document.section_at(item.range.start))?;
    let headed = section.level > 0
        && section.title_range.start <= item.range.start
        && item.range.end <= section.title_range.end;
    if !headed {
        return None;
    }
    let start = section.title_range.end as usize;
    let next = facts
        .read_items()
        .filter(|other| STATEMENTS.contains(&other.kind))
        .map(|other| other.range.start as usize);
    let end = next.filter(|at| *at > start).min().unwrap_or(usize::MAX).min(section.body.end());
    let body = plainly(document.text().get(start..end)?);
    (!body.is_empty()).then(|| cut(format!("{}: {body}", item.text)))
}

/// The whole line of a member in code, with its remark.
fn beside(facts: &SpecFacts, item: &Item) -> Option<String> {
    let text = facts.text();
    let at = item.range.start as usize;
    let start = text.get(..at)?.rfind('\n').map_or(0, |before| before + 1);
    let end = text.get(at..)?.find('\n').map_or(text.len(), |after| at + after);
    let line = text.get(start..end)?.trim();
    let plain = item.text.trim();
    (line.len() > plain.len() && line.contains(plain) && !line.starts_with('|')).then(|| cut(line.to_owned()))
}

/// Lines as one, without blanks between them.
fn plainly(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn all(text: &str) -> Vec<String> {
        let all = testing::facts_of_markdown(text, "", testing::Setup::default());
        let facts = &all.documents[0];
        facts.items.iter().map(|item| quoted(facts, item)).collect()
    }

    #[test]
    fn a_heading_is_quoted_with_what_it_states() {
        let text = "# Kilns\n\n## Requirements\n\n### Requirement: Names\nKilns SHALL have names.\n\n- `name` is at \
                    most 40 characters.\n\n#### Scenario: Long\n- **WHEN** a longer one is sent\n- **THEN** it answers 422\n";
        let said = all(text);
        assert!(
            said.contains(
                &"Requirement: Names: Kilns SHALL have names. - `name` is at most 40 characters.".to_owned()
            ),
            "{said:?}"
        );
        assert!(
            said.iter().any(|one| one.starts_with("Scenario: Long: ") && one.ends_with("it answers 422")),
            "{said:?}"
        );
    }

    #[test]
    fn a_member_in_code_is_quoted_with_its_remark() {
        let text = "# Kilns\n\n## Data model\n\n```ts\ninterface Kiln {\n  code: string; // unique, e.g. \"B-07\"\n}\n```\n";
        assert!(all(text).iter().any(|one| one.contains("// unique")), "{:?}", all(text));
    }
}

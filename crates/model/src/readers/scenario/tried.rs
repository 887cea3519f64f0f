//! Test cases told by numbered steps, the last of which say what is verified: "Test case 1: Empty tray".

use super::clause::{Clause, Clauses};
use crate::items::Draft;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{Section, SectionId};

/// What a heading opens with that names one test case; a number or a code follows.
const CASES: &[&str] = &[
    "test case", "test scenario", "test", "testcase", "caso de prueba", "prueba", "cas de test", "testfall", "caso de teste", "テストケース",
    "测试用例", "测试场景", "테스트 케이스", "тест-кейс", "тест",
];

/// What a step opens with that says what must hold.
const VERIFIES: &[&str] = &[
    "verify", "verifies", "check", "confirm", "assert", "ensure", "expect", "expected", "observe", "validate", "verificar", "comprobar",
    "verifica", "comprueba", "validar", "confirmar", "vérifier", "contrôler", "prüfen", "überprüfen", "確認", "验证", "检查", "확인", "проверить",
    "убедиться",
];

pub(super) fn headings(context: &Context, items: &mut Items) {
    for (id, section) in context.sections().skip(1) {
        if !names_case(&section.title) || !context.outline.holds(id, Kind::Check) {
            continue;
        }
        let Some(clauses) = clauses(context, id) else { continue };
        let known = items.drafts().iter().any(|draft| draft.kind == Kind::Scenario && draft.section == id);
        if !known {
            let title = section.title.as_ref();
            let draft = Draft::new(Kind::Scenario, id, section.title_range).text(title).said("title", Some(title));
            items.push(clauses.write(draft));
        }
    }
}

/// Whether the lines of a section are the steps of a test case, and no checks each.
pub(in crate::readers) fn is_case(context: &Context, id: SectionId, section: &Section) -> bool {
    names_case(&section.title) && clauses(context, id).is_some()
}

/// "Test case 3: Empty tray", "Test-7 — jam"
fn names_case(title: &str) -> bool {
    CASES.iter().any(|word| {
        let start = title.get(..word.len()).filter(|start| start.to_lowercase() == *word);
        let rest = start.and_then(|_| title.get(word.len()..)).unwrap_or_default();
        let rest = rest.trim_start_matches([' ', '-', '#']);
        rest.starts_with(|c: char| c.is_ascii_digit()) || text::leading_code(rest).is_some()
    })
}

fn clauses(context: &Context, id: SectionId) -> Option<Clauses> {
    let statements = context.statements(id);
    let mut clauses = Clauses::default();
    for statement in statements {
        if !statement.ordered || statement.boxed {
            return None;
        }
        let clause = if verifies(&statement.text) { Clause::Then } else { Clause::When };
        clauses.add(clause, &statement.text);
    }
    (!clauses.when.is_empty() && !clauses.then.is_empty()).then_some(clauses)
}

fn verifies(step: &str) -> bool {
    let lower = step.chars().take(40).flat_map(char::to_lowercase).collect::<String>();
    VERIFIES.iter().any(|word| match word.is_ascii() {
        true => text::find_word(&lower, word) == Some(0),
        // Where verbs stand last, no blank tells the words apart.
        false => lower.contains(word),
    })
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn steps_that_end_in_what_is_verified() {
        let text = "# T\n## Testing strategy\n### Manual testing\n**Test case 1: Empty tray**\n1. Take the paper out\n2. Verify that the job waits\n\n**Test 2 — order**\n1. Sort the queue\n2. Print it\n";
        assert_eq!(
            shown(&[Kind::Scenario, Kind::Check], text),
            [
                "4 scenario \"Test case 1: Empty tray\" when=Take the paper out then=Verify that the job waits",
                "9 check \"Sort the queue\" done=false",
                "10 check \"Print it\" done=false",
            ]
        );
    }
}

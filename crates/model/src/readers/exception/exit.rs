//! What a program answers with when it fails: a table or a list of its exit codes, without the one of success.

use super::push;
use crate::marks::Mark;
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

const CODES: &[&str] = &[
    "exit code", "exit codes", "code", "exit", "exit status", "return code", "value", "status", "código", "código de salida", "code de sortie",
    "rückgabewert", "exit-code", "código de saída", "コード", "終了コード", "종료 코드", "退出码", "退出代码", "код", "код завершения",
];
/// Heads that say beyond doubt that a column holds exit codes.
const CERTAIN: &[&str] = &[
    "exit code", "exit codes", "exit status", "exit-code", "código de salida", "code de sortie", "código de saída", "終了コード",
    "종료 코드", "退出码", "退出代码", "код завершения",
];
const MEANINGS: &[&str] = &[
    "meaning", "description", "condition", "when", "situation", "case", "cause", "reason", "significado", "descripción", "signification",
    "bedeutung", "descrição", "意味", "説明", "条件", "의미", "설명", "含义", "说明", "значение", "описание",
];

pub(super) fn read(context: &Context, items: &mut Items) {
    for grid in context.grids() {
        let certain = grid.exact_column(CERTAIN);
        let Some(code) = certain.or_else(|| grid.exact_column(CODES)) else { continue };
        if certain.is_none() && !is_of_exit_codes(context, grid.section) {
            continue;
        }
        let Some(meaning) = grid.exact_column(MEANINGS).filter(|meaning| *meaning != code) else { continue };
        let numbered = |row: &&crate::grid::Row| row.said(Some(code)).is_some_and(|said| number(said).is_some());
        let (rows, coded) = (grid.filled_rows().count(), grid.filled_rows().filter(numbered).count());
        if coded < 2 || coded * 4 < rows * 3 {
            continue;
        }
        for row in grid.filled_rows() {
            let (Some(written), Some(condition)) = (row.said(Some(code)), row.said(Some(meaning))) else { continue };
            if let Some((number, _)) = number(written).filter(|(number, _)| *number != "0") {
                let action = format!("exit {number}");
                push(items, grid.section, row.range, condition, Some(condition), Some(&action), None);
            }
        }
    }
    for (id, section) in context.sections().skip(1).filter(|(id, _)| is_of_exit_codes(context, *id)) {
        // What a scenario or a requirement lists is a part of it.
        let part = [Kind::Scenario, Kind::Requirement, Kind::Check].iter().any(|kind| context.outline.holds(id, *kind));
        if part || context.marked(Mark::Clause, section.body) {
            continue;
        }
        let coded: Vec<_> =
            context.statements(id).iter().filter_map(|statement| Some((statement, number(&statement.text)?))).collect();
        if coded.len() < 2 {
            continue;
        }
        for (statement, (number, rest)) in coded {
            let condition = rest.trim_start_matches([' ', ':', '—', '–', '-', '=', '→', '：']).trim();
            if number != "0" && !condition.is_empty() {
                let action = format!("exit {number}");
                push(items, id, statement.range, &statement.text, Some(condition), Some(&action), None);
            }
        }
    }
}

/// Whether a heading is about exit codes.
fn is_of_exit_codes(context: &Context, id: SectionId) -> bool {
    const WORDS: &[&str] = &[
        "exit code", "exit codes", "exit status", "exit statuses", "return codes", "códigos de salida", "codes de sortie", "exit-codes",
        "rückgabewerte", "códigos de saída", "終了コード", "종료 코드", "退出码", "退出代码", "коды завершения", "Коды завершения", "коды выхода", "Коды выхода",
    ];
    static SEARCH: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(WORDS).ok());
    let Some(section) = context.document.section(id) else { return false };
    SEARCH.as_ref().is_some_and(|search| search.is_match(section.title.as_ref()))
}

/// The number that a cell or a line opens with, of up to three digits, and what follows it.
fn number(text: &str) -> Option<(&str, &str)> {
    let bare = text.trim_start_matches(['`', '*', ' ']);
    let end = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len());
    let rest = bare.get(end..)?;
    let apart = rest.is_empty() || rest.starts_with([' ', '`', ':', '*', '—', '–', '-', '=', '→', '：', '(']);
    ((1..=3).contains(&end) && apart).then_some((bare.get(..end)?, rest.trim_start_matches(['`', '*'])))
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn exit_codes_in_lists_and_tables() {
        let text = "# T\n## Exit codes\n- `0`: printed\n- `1` no paper\n- `12` — no ink\n## Requirements\n### Exit codes\n- `1`: no paper\n- `2`: no ink\n## Cases\n| Situation | Exit code |\n|---|---|\n| no tray | `2` |\n| nothing to do | `0` |\n## Codes\n| Code | Meaning |\n|---|---|\n| 1 | blue |\n| 2 | red |\n";
        assert_eq!(
            shown(&[Kind::Exception], text),
            [
                "4 exception \"1 no paper\" condition=no paper action=exit 1",
                "5 exception \"12 — no ink\" condition=no ink action=exit 12",
                "13 exception \"no tray\" action=exit 2",
            ]
        );
    }
}

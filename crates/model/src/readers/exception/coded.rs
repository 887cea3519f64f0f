//! Codes of errors with what each means: "`PAPER_JAM` | 503 | A sheet is stuck".

use super::push;
use crate::grid::{Grid, Row};
use crate::statement::Statement;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::Concept;

/// Heads of columns that hold the code of an error.
const CODES: &[&str] = &[
    "code",
    "error code",
    "error",
    "errors",
    "error name",
    "status",
    "http status",
    "status code",
    "http code",
    "http",
    "error type",
    "exception",
    "例外",
    "例外・事象",
    "エラータイプ",
    "エラー種別",
    "código",
    "code d'erreur",
    "fehlercode",
    "コード",
    "エラーコード",
    "ステータス",
    "코드",
    "에러 코드",
    "오류 코드",
    "상태 코드",
    "错误码",
    "状态码",
    "代码",
    "код",
    "код ошибки",
];

pub(super) fn read(context: &Context, items: &mut Items) {
    for (id, section) in context.sections().skip(1) {
        let named = |id: SectionId| context.outline.concepts(id).contains(&Concept::ErrorCodes);
        let own = named(id) || context.outline.concepts(id).is_empty() && named(section.parent);
        // The statuses of one operation are its answers.
        let mut operations = items.drafts().iter().filter(|draft| draft.kind == Kind::Endpoint);
        let of_operation = context.grids_of(id).next().is_some()
            && items.drafts().iter().any(|draft| {
                draft.kind == Kind::Endpoint
                    && draft.section == id
                    && section.title_range.contains(draft.range)
            });
        let answers =
            section.parent != SectionId::ROOT && operations.any(|draft| draft.section == section.parent);
        if context.outline.holds(id, Kind::Exception)
            || context.outline.within(id, super::super::entity::NOT_OWN)
        {
            continue;
        }
        for grid in context.grids_of(id) {
            let refusals = || !answers && !of_operation && tells_refusals(grid);
            let Some(column) = grid.exact_column(CODES).filter(|_| own || refusals()) else { continue };
            for row in grid.filled_rows() {
                if let Some((code, meaning)) = meant(grid, row, column)
                    && !(answers && is_number(&code))
                {
                    push(items, id, row.range, &meaning, Some(&code), None, None);
                }
            }
        }
        let statements = if own { context.statements(id) } else { &[] };
        for statement in statements.iter().filter(|statement| is_told(statement)) {
            if !(answers && statement.text.starts_with(|c: char| c.is_ascii_digit())) {
                super::path(items, statement);
            }
        }
    }
}

/// Whether a table says of itself that it is one of errors: names in capitals, each with the status of a refusal beside it.
fn tells_refusals(grid: &Grid) -> bool {
    const LEAST: usize = 2;
    let refusal =
        |said: &str| said.len() == 3 && said.parse::<u16>().is_ok_and(|status| (400..600).contains(&status));
    let status = grid.heads.iter().position(|head| {
        matches!(head.as_str(), "status" | "http" | "http status" | "http code" | "status code" | "code")
            && grid.filled_rows().filter_map(|row| row.said(Some(head_of(grid, head)?))).all(refusal)
    });
    let Some(status) = status else { return false };
    let named = |row: &&Row| {
        let mut others = (0..grid.heads.len()).filter(|at| *at != status).filter_map(|at| row.said(Some(at)));
        others.any(|said| text::is_upper_snake(said.trim_matches('`')))
    };
    let count = grid.filled_rows().count();
    count >= LEAST && grid.filled_rows().filter(named).count() == count
}

fn head_of(grid: &Grid, head: &str) -> Option<usize> {
    grid.heads.iter().position(|other| other == head)
}

/// The code of a row and what it means.
fn meant(grid: &Grid, row: &Row, column: usize) -> Option<(String, String)> {
    let code = row.said(Some(column))?.trim_matches('`');
    // "Bad request | 400 | what it means": the status tells that the name is one of an error.
    let refused = || {
        let mut others = (0..grid.heads.len()).filter(|at| *at != column).filter_map(|at| row.said(Some(at)));
        !is_number(code) && others.any(|said| said.len() == 3 && is_code(said))
    };
    if !is_code(code) && !refused() {
        return None;
    }
    let told = (0..grid.heads.len()).filter(|at| *at != column).filter_map(|at| row.said(Some(at)));
    let meaning = told.filter(|said| tells(said)).max_by_key(|said| said.len())?;
    Some((code.to_owned(), meaning.to_owned()))
}

/// "`PAPER_JAM`: a sheet is stuck"
fn is_told(statement: &Statement) -> bool {
    text::labelled(&statement.text).is_some_and(|cut| {
        let first = cut.label.split([' ', '(']).next().unwrap_or_default();
        is_code(first.trim_matches('`')) && tells(cut.rest)
    })
}

/// The name or number of an error; the statuses of success are none.
fn is_code(code: &str) -> bool {
    if is_number(code) {
        return code.len() > 3 || code.parse::<u16>().is_ok_and(|status| (400..600).contains(&status));
    }
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    code.len() > 2
        && code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code.chars().all(name)
        && (text::is_upper_snake(code) || code.contains(['_', '-', '.']) || text::is_compound(code))
}

fn is_number(code: &str) -> bool {
    let number = code.strip_prefix('-').unwrap_or(code);
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text tells what happened, and does not only name a status.
fn tells(said: &str) -> bool {
    const LETTERS: usize = 4;
    said.split_whitespace().count() >= 3 || !said.is_ascii() && said.chars().count() >= LETTERS
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn codes_with_what_they_mean() {
        let text = "# T\n## Error codes\n| Code | Status | Description |\n|---|---|---|\n| `PAPER_JAM` | 503 | A sheet is stuck |\n| 404 | | Not found |\n| 200 | | all is well here |\n\n- `NO_INK`: the tank is empty\n- 401: Unauthorized\n## Press errors\n- `x_y`: none of the above\n";
        assert_eq!(
            shown(&[Kind::Exception], text),
            [
                "5 exception \"A sheet is stuck\" condition=PAPER_JAM",
                "9 exception \"NO_INK: the tank is empty\" condition=NO_INK action=the tank is empty",
            ]
        );
    }

    #[test]
    fn a_table_that_says_of_itself_that_it_is_one_of_errors() {
        let text = "# T\n## Envelope\n| Code | Status | Meaning |\n|---|---|---|\n| `PAPER_JAM` | 503 | A sheet is stuck |\n| `NO_INK` | 409 | The tank is empty |\n\n| Code | Status | Meaning |\n|---|---|---|\n| `PRINTED` | 200 | All is well |\n| `NO_INK` | 409 | The tank is empty |\n## `POST /jobs`\n| Code | Status | Meaning |\n|---|---|---|\n| `PAPER_JAM` | 503 | A sheet is stuck |\n| `NO_INK` | 409 | The tank is empty |\n";
        assert_eq!(
            shown(&[Kind::Exception], text),
            [
                "5 exception \"A sheet is stuck\" condition=PAPER_JAM",
                "6 exception \"The tank is empty\" condition=NO_INK",
            ]
        );
    }
}

//! Requirements in tables.

use super::level::{capital_level, level};
use super::{category, is_requirement_code};
use crate::grid::Grid;
use crate::heads;
use crate::items::Draft;
use crate::marks::Mark;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};

/// Rows that say a duty in capitals in their first words, whatever the table is of.
pub(super) fn duties(context: &Context, id: SectionId, items: &mut Items) {
    for grid in context.grids_of(id) {
        // What a field or a parameter must be is told in its row.
        let typed =
            grid.exact_column(&["type", "types", "field", "parameter", "name", "key", "status"]).is_some();
        let source = |range: TextRange| context.marked(Mark::Duty, range);
        if typed || !source(context.document.node(grid.node).range) {
            continue;
        }
        let column =
            grid.exact_column(&["rule", "rules", "requirement", "requirements", "statement", "invariant"]);
        let coded = grid.exact_column(heads::ID);
        for row in grid.filled_rows().filter(|row| source(row.range)) {
            let column = column.unwrap_or(usize::from(coded == Some(0)));
            let Some(said) = row.said(Some(column)) else { continue };
            let Some(level) = capital_level(said) else { continue };
            let written =
                row.said(coded.filter(|at| *at != column)).filter(|id| text::leading_code(id).is_some());
            items.push(
                Draft::new(Kind::Requirement, id, row.range)
                    .written(written)
                    .text(said)
                    .field("level", level)
                    .field("category", category(context, id)),
            );
        }
    }
}

/// Whether the first cells of a table are ids of requirements: `FR-1`, `NFR-2`.
pub(super) fn coded_rows(grid: &Grid) -> bool {
    let (mut rows, mut coded) = (0, 0);
    for row in grid.filled_rows() {
        rows += 1;
        let id = text::leading_code(row.text(Some(0)).trim());
        coded += usize::from(id.is_some_and(|(code, rest)| rest.is_empty() && is_requirement_code(code)));
    }
    grid.heads.len() > 1 && rows > 0 && coded == rows
}

/// Whether a table tells its rows, and does not only trace them: few columns, or one that says what is demanded.
pub(super) fn is_told(grid: &Grid) -> bool {
    const FEW: usize = 4;
    grid.heads.len() <= FEW
        || grid.exact_column(heads::REQUIREMENT).is_some() && grid.exact_column(heads::PRIORITY).is_some()
}

/// Rows of a table of requirements. A row whose measure is a number is a target, which another reader takes.
pub(super) fn rows(context: &Context, grid: &Grid, items: &mut Items) {
    let statement = grid.column(heads::REQUIREMENT).or_else(|| coded_rows(grid).then_some(1));
    let id = grid.column(heads::ID);
    if super::super::target::is_table_of_targets(grid) {
        return;
    }
    // Neither fields with their types nor changes of state are duties, though they have rules and tell what happens.
    if super::super::entity::is_table_of_fields(grid) || super::super::transition::is_table_of_changes(grid) {
        return;
    }
    // Flags of a command line are no duties, even among features.
    if grid.exact_column(&["option", "flag", "argument", "オプション", "フラグ", "选项", "옵션"]) == Some(0)
    {
        return;
    }
    // Neither are variables, and parts with what they do below a heading about parts.
    const VARIABLES: &[&str] = &[
        "variable",
        "variables",
        "environment variable",
        "env var",
        "env variable",
        "環境変数",
        "환경 변수",
        "환경변수",
        "环境变量",
        "variable d'environnement",
        "variable de entorno",
        "переменная",
    ];
    let told = grid
        .exact_column(heads::REQUIREMENT)
        .is_some_and(|at| grid.heads.get(at).is_some_and(|head| head.contains("requirement")));
    if !told
        && (grid.exact_column(VARIABLES) == Some(0)
            || super::super::component::is_table_of_parts(context, grid))
    {
        return;
    }
    let priority = grid.column(heads::PRIORITY);
    let Some(column) = statement else { return };
    for row in grid.filled_rows() {
        let Some(said) = row.said(Some(column)) else { continue };
        if says_nothing(said) {
            continue;
        }
        let written = row.said(id.filter(|id| *id != column)).filter(|id| text::leading_code(id).is_some());
        let mut draft = Draft::new(Kind::Requirement, grid.section, row.range)
            .written(written)
            .text(said)
            .field("category", category(context, grid.section))
            .said("priority", row.said(priority));
        if let Some(level) = level(said) {
            draft = draft.field("level", level);
        }
        items.push(draft);
    }
}

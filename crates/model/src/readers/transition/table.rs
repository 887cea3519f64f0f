//! Changes in tables: a column for the state before and one for the state after, or the whole change in one cell.

use super::chain::chain;
use super::{Change, matrix, push, push_change};
use crate::grid::{Grid, Row};
use crate::{Context, Items, Kind};
use abide_template::Concept;

pub(super) fn read(context: &Context, items: &mut Items) {
    for grid in context.grids() {
        let from = grid.exact_column(&[
            "from",
            "from state",
            "current state",
            "current status",
            "from status",
            "von",
            "aktuell",
            "origen",
            "estado actual",
            "变更前",
            "変更前",
            "current",
            "source",
            "state",
            "desde",
            "de",
            "遷移元",
            "当前状态",
            "현재 상태",
            "이전 상태",
            "現在の状態",
            "前の状態",
            "état actuel",
            "ausgangszustand",
            "текущее состояние",
            "из",
        ]);
        let to = grid.exact_column(&[
            "to",
            "to state",
            "next state",
            "next status",
            "to status",
            "new status",
            "nach",
            "destino",
            "estado siguiente",
            "变更后",
            "変更後",
            "next",
            "target",
            "target state",
            "new state",
            "hasta",
            "a",
            "遷移先",
            "下一状态",
            "目标状态",
            "다음 상태",
            "次の状態",
            "後の状態",
            "état suivant",
            "folgezustand",
            "zielzustand",
            "следующее состояние",
            "в",
        ]);
        let (Some(from), Some(to)) = (from, to) else {
            if matrix::read(context, grid, items) {
                continue;
            }
            if from != Some(0) || !by_column(context, grid, items) {
                chains(context, grid, items);
            }
            continue;
        };
        // "From" and "to" may be ends of something else.
        if context.outline.within(grid.section, &[Concept::Relationships, Concept::Migration]) {
            continue;
        }
        let held = context.outline.holds(grid.section, Kind::Transition)
            || context.outline.within(
                grid.section,
                &[Concept::States, Concept::DataModel, Concept::Workflows, Concept::Design],
            );
        let named = grid.heads.iter().any(|head| {
            ["trigger", "event", "guard", "condition", "action", "when"].contains(&head.as_str())
        });
        if !(held || named || is_table_of_changes(grid)) {
            continue;
        }
        let trigger = grid.column(&[
            "trigger",
            "event",
            "action",
            "condition",
            "guard",
            "when",
            "on",
            "by",
            "evento",
            "トリガー",
            "触发",
            "イベント",
            "条件",
            "이벤트",
            "조건",
            "事件",
            "ereignis",
            "événement",
            "событие",
            "what happens",
            "happens",
            "cause",
            "step",
            "change",
            "how",
            "through",
        ]);
        let trigger = trigger.filter(|at| *at != from && *at != to);
        let endpoint = grid.column(&["endpoint", "api", "operation", "route", "call", "request", "via"]);
        let endpoint = endpoint.filter(|at| *at != from && *at != to);
        for row in grid.filled_rows() {
            let (Some(before), Some(after)) = (row.said(Some(from)), row.said(Some(to))) else { continue };
            const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
            let is_call = |said: &&str| METHODS.iter().any(|method| said.starts_with(method));
            let operation = row.said(endpoint).filter(|said| said.contains('/'));
            let operation = operation.or_else(|| row.said(trigger).filter(is_call));
            for from in states(context, row, from).unwrap_or_else(|| vec![before]) {
                for to in after.split([',', '/']).filter(|to| !ends(to)) {
                    let change =
                        Change { from, to, trigger: row.said(trigger), operation, ..Change::default() };
                    push_change(context, grid.section, row.range, change, items);
                }
            }
        }
    }
}

/// Whether a table tells from which states in code something leads to which, and what that is, wherever it stands.
pub(in crate::readers) fn is_table_of_changes(grid: &Grid) -> bool {
    let from = grid.exact_column(&["from", "from state", "from status", "current state", "current status"]);
    let to = grid.exact_column(&["to", "to state", "to status", "next state", "next status", "new state"]);
    let told = grid.exact_column(HAPPENS).is_some();
    let (Some(from), Some(to), true) = (from, to, told) else { return false };
    let names = |column: usize| {
        let cells = grid.filled_rows().flat_map(move |row| row.text(Some(column)).split(','));
        cells.map(|name| name.trim().trim_matches('`').to_owned()).collect::<Vec<String>>()
    };
    let coded =
        |column: usize| grid.filled_rows().all(|row| row.cell(Some(column)).is_some_and(|cell| cell.coded));
    // Paths and files are moved, and no states.
    let plain = |name: &String| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
    let (before, after) = (names(from), names(to));
    coded(from)
        && coded(to)
        && before.iter().chain(&after).all(plain)
        && after.iter().any(|name| before.contains(name))
}

/// Heads of the column that says what brings a change about.
const HAPPENS: &[&str] = &[
    "trigger",
    "event",
    "action",
    "operation",
    "cause",
    "when",
    "change",
    "transition",
    "what happens",
    "happens",
    "by",
    "by whom",
    "who",
    "guard",
    "condition",
    "how",
    "through",
];

/// The states of a cell that lists several in code and says nothing else: "`sent`, `held` or `lost`".
fn states<'a>(context: &'a Context, row: &'a Row, column: usize) -> Option<Vec<&'a str>> {
    let cell = row.cell(Some(column))?;
    let codes = cell.codes(context.document);
    let mut rest = cell.text.replace(['`', ',', '/'], " ");
    for code in &codes {
        rest = rest.replacen(code, " ", 1);
    }
    let joined = rest.split_whitespace().all(|word| matches!(word, "or" | "and"));
    (codes.len() > 1 && joined).then_some(codes)
}

/// Whether what follows a state is that nothing follows: "None", "terminal".
fn ends(to: &str) -> bool {
    const NOTHING: &[&str] = &["none", "terminal", "n/a", "final", "ninguna", "ninguno", "keine", "aucun"];
    let bare = to.trim().trim_matches(['`', '*', '(']);
    bare.split(|c: char| !c.is_alphanumeric() && c != '/').next().is_some_and(|first| {
        NOTHING.contains(&first.to_lowercase().as_str()) && bare.split_whitespace().count() <= 2
    })
}

/// A table whose further columns each list the states that may follow, one for each of those who may bring them about:
/// "From | Clerk | Owner". Most of what they list stands in the first column as well.
fn by_column(context: &Context, grid: &Grid, items: &mut Items) -> bool {
    const LEAST: usize = 3;
    fn names(cell: &str) -> impl Iterator<Item = &str> {
        let parts = cell.split([',', '、', '，']).map(|part| {
            let bare = part.split(['(', '（']).next().unwrap_or(part);
            bare.trim_matches(['`', '*', '+', ' '])
        });
        parts.filter(|name| {
            let first = name.chars().next().is_some_and(char::is_alphabetic);
            first && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        })
    }
    let told = |row: &Row| -> Vec<String> {
        let cells = (1..grid.heads.len()).filter_map(|column| row.said(Some(column)));
        let mut told: Vec<String> = Vec::new();
        for name in cells.flat_map(names).filter(|name| !ends(name)) {
            if !told.iter().any(|known| known == name) {
                told.push(name.to_owned());
            }
        }
        told
    };
    let states: Vec<&str> = grid.filled_rows().flat_map(|row| names(row.text(Some(0)))).collect();
    let rows: Vec<(&Row, Vec<String>)> = grid.filled_rows().map(|row| (row, told(row))).collect();
    let all = rows.iter().map(|(_, told)| told.len()).sum::<usize>();
    let known = rows.iter().flat_map(|(_, told)| told).filter(|to| states.contains(&to.as_str())).count();
    if all < LEAST || known * 4 < all * 3 {
        return false;
    }
    for (row, told) in &rows {
        for from in names(row.text(Some(0))) {
            for to in told.iter().filter(|to| states.contains(&to.as_str())) {
                let change = Change { from, to: to.as_str(), ..Change::default() };
                push_change(context, grid.section, row.range, change, items);
            }
        }
    }
    true
}

/// A table with the changes of each row in one cell: `open → done → gone`, or the states that may follow.
fn chains(context: &Context, grid: &Grid, items: &mut Items) {
    let Some(column) = grid.heads.iter().position(|head| {
        [
            "transition",
            "next states",
            "can go to",
            "allowed next",
            "transiciones",
            "übergänge",
            "遷移",
            "转换",
            "переход",
        ]
        .iter()
        .any(|word| head.contains(word))
            || head.contains('→') && head.contains("to")
    }) else {
        return;
    };
    let state = grid.heads.first().is_some_and(|head| {
        [
            "state",
            "status",
            "from",
            "current",
            "estado",
            "zustand",
            "状態",
            "状态",
            "상태",
            "состояние",
            "статус",
            "stage",
            "phase",
        ]
        .iter()
        .any(|word| head.contains(word))
    });
    let trigger =
        grid.column(&["trigger", "event", "action", "condition", "when", "guard"]).filter(|at| *at != column);
    for row in grid.filled_rows() {
        let Some(cell) = row.said(Some(column)) else { continue };
        let bare = cell.trim_start_matches(['→', ' ']);
        if bare.contains(['→', '⇒']) || bare.contains("->") {
            let before = items.drafts().len();
            for part in bare.split([';', ',']) {
                chain(context, grid.section, part, row.range, items);
            }
            if let Some(said) = row.said(trigger) {
                for draft in items.drafts_from(before) {
                    draft.fields.entry("trigger").or_insert_with(|| said.into());
                }
            }
        } else if state
            && column > 0
            && let Some(from) = row.said(Some(0))
        {
            for to in bare.split([',', '/', '|', ';']).flat_map(|part| part.split(" or ")) {
                let to = to.trim().trim_start_matches("or ").trim();
                let short = to.split_whitespace().count() <= 2;
                if short && !ends(to) && !to.starts_with('(') {
                    push(context, grid.section, row.range, from, to, row.said(trigger), items);
                }
            }
        }
    }
}

//! Operations in tables and code blocks.

use super::finder::Finder;
use super::{auth, curl, exchange, operation};
use crate::grid::Grid;
use crate::marks::Mark;
use abide_syntax::TextRange;

impl Finder<'_, '_, '_, '_> {
    pub(super) fn tables(&mut self) {
        for grid in self.context.grids() {
            let range = self.context.document.node(grid.node).range;
            if self.context.marked(Mark::Method, range) && self.is_own(grid.section) {
                self.table(grid);
            }
        }
    }

    fn table(&mut self, grid: &Grid) {
        let method = grid.column(&[
            "method",
            "verb",
            "http method",
            "methods",
            "método",
            "méthode",
            "methode",
            "メソッド",
            "메서드",
            "方法",
            "метод",
        ]);
        let path = grid.column(&[
            "path",
            "endpoint",
            "route",
            "url",
            "uri",
            "resource",
            "ruta",
            "chemin",
            "pfad",
            "パス",
            "エンドポイント",
            "경로",
            "路径",
            "接口",
            "путь",
        ]);
        let describing = grid.column(&[
            "description",
            "purpose",
            "summary",
            "action",
            "operation",
            "what",
            "does",
            "effect",
            "meaning",
            "used for",
            "function",
            "notes",
            "comment",
            "comments",
            "remarks",
            "descripción",
            "propósito",
            "beschreibung",
            "zweck",
            "descrição",
            "finalidade",
            "назначение",
            "用途",
            "용도",
            "説明",
            "概要",
            "설명",
            "描述",
            "说明",
            "описание",
        ]);
        for row in grid.filled_rows() {
            let mut found: Vec<(Option<usize>, String)> = Vec::new();
            if let (Some(method), Some(path)) = (method, path)
                && method != path
            {
                let methods = row.text(Some(method)).trim().to_uppercase();
                let address = row.text(Some(path)).trim();
                found.push((Some(path), format!("{methods} {address}")));
            } else {
                for (at, cell) in row.cells.iter().enumerate() {
                    if operation::leading(&cell.text).is_some() {
                        found.push((Some(at), cell.text.clone()));
                        break;
                    }
                }
            }
            for (column, written) in found {
                let Some(operation) = operation::leading(&written) else { continue };
                let other = describing.filter(|at| Some(*at) != column && Some(*at) != method);
                let description = row.said(other).unwrap_or(operation.rest.trim_matches(['`', ' ']));
                let description = description.to_owned();
                let rank = if self.is_api(grid.section) || method.is_some() { 2 } else { 1 };
                self.add(&operation, grid.section, row.range, rank, TextRange::default(), &description);
                let keys: Vec<String> =
                    operation.methods.iter().map(|method| format!("{method} {}", operation.path)).collect();
                for key in keys {
                    exchange::columns(self.items, grid, row, &key);
                    auth::column(self.items, grid, row, &key);
                }
            }
        }
    }

    pub(super) fn fences(&mut self) {
        let context = self.context;
        for fence in context.fences() {
            if !context.marked(Mark::Method, fence.range) || !self.is_own(fence.section) {
                continue;
            }
            let calls = fence.range.slice(context.document.text()).contains("curl ");
            let listing = fence.is(&[
                "",
                "http",
                "text",
                "txt",
                "rest",
                "plain",
                "plaintext",
                "api",
                "md",
                "markdown",
                "yaml",
                "bash",
                "sh",
                "console",
            ]);
            let lines = fence.lines(context.document);
            let mut operations = Vec::new();
            let mut raw_exchange = false;
            if listing {
                for line in &lines {
                    let bare = line.text.trim_start_matches(['-', '*', '│', '├', '└', '─', ' ']);
                    if let Some(operation) = operation::leading(bare)
                        && operation.start == 0
                    {
                        raw_exchange |= operation.rest.trim_start().starts_with("HTTP/");
                        operations.push((operation, line.range));
                    }
                }
            }
            // "GET /jobs/7f3a" below "GET /jobs/{id}" is a call of that operation.
            operations.retain(|(operation, _)| {
                !operation.methods.iter().all(|method| curl::is_called(self.items, method, operation.path))
            });
            let single = operations.len() == 1;
            let rank = if self.is_api(fence.section) && !raw_exchange { 2 } else { 1 };
            for (operation, range) in operations {
                let scope =
                    if single { self.reach(fence.section, fence.range) } else { TextRange::default() };
                let rest = operation.rest.trim_start();
                let description = if rest.starts_with("HTTP/") { "" } else { rest };
                self.add(
                    &operation,
                    fence.section,
                    range.trim(context.document.text()),
                    rank,
                    scope,
                    description,
                );
            }
            if calls {
                self.curls(fence.section, &lines);
            }
        }
    }
}

//! Tables in the description of an operation: parameters, or statuses with what they mean.

use super::Walk;
use super::parameters;
use super::status::statuses;
use crate::Kind;
use crate::grid::Grid;
use serde_json::{Map, Value};

impl Walk<'_, '_, '_, '_, '_> {
    pub(super) fn table(&mut self, grid: &Grid) {
        if parameters::table(self.items, self.keys, self.place, grid) {
            return;
        }
        let Some(status) = grid.column(&[
            "status",
            "code",
            "http status",
            "status code",
            "http",
            "response",
            "código",
            "コード",
            "ステータス",
            "状态码",
            "상태",
            "код",
        ]) else {
            return;
        };
        let describing = grid.column(&[
            "description",
            "meaning",
            "when",
            "condition",
            "reason",
            "body",
            "notes",
            "descripción",
            "説明",
            "描述",
            "설명",
        ]);
        let coding = grid
            .column(&[
                "code",
                "error code",
                "error",
                "error_code",
                "type",
                "código",
                "コード",
                "错误码",
                "код",
            ])
            .filter(|at| *at != status);
        for row in grid.filled_rows() {
            let described = row.said(describing.filter(|at| *at != status)).unwrap_or_default().to_owned();
            for status in statuses(row.text(Some(status))) {
                self.respond(Some(status), &described, None);
                if let Some(code) = row.said(coding.filter(|at| Some(*at) != describing)) {
                    self.error(status, code, &described);
                }
            }
        }
    }

    /// A status and the code that tells its errors apart.
    fn error(&mut self, status: u16, code: &str, description: &str) {
        for key in self.keys {
            if let Some(draft) = self.items.find_mut(Kind::Endpoint, key) {
                let errors = draft.fields.entry("errors").or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(errors) = errors {
                    let mut error = Map::from_iter([
                        ("status".to_owned(), Value::from(status)),
                        ("code".to_owned(), Value::from(code)),
                    ]);
                    if !description.is_empty() {
                        error.insert("description".to_owned(), Value::from(description));
                    }
                    errors.push(Value::Object(error));
                }
            }
        }
    }
}

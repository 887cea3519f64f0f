//! `path:line:column: severity[rule] message`, one line each.

use super::RenderOptions;
use super::text::{Paint, inline};
use crate::Report;

pub(super) fn render(report: &Report, options: &RenderOptions) -> String {
    let paint = Paint { colour: options.colour };
    let mut text = String::new();
    for diagnostic in report.sorted() {
        let at = report.line_column(&diagnostic.path, diagnostic.range.start);
        let severity = diagnostic.severity;
        text.push_str(&format!(
            "{}:{}:{}: {} {}\n",
            paint.strong(&inline(&diagnostic.path)),
            at.line,
            at.column,
            paint.severity(severity, &format!("{severity}[{}]", diagnostic.rule)),
            inline(&diagnostic.message),
        ));
    }
    text + &paint.closing(report)
}

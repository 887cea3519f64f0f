//! The findings of each document under its path, in columns.

use super::RenderOptions;
use super::text::{Paint, inline};
use crate::{Diagnostic, Report};

pub(super) fn render(report: &Report, options: &RenderOptions) -> String {
    let paint = Paint { colour: options.colour };
    let findings: Vec<&Diagnostic> = report.sorted().collect();
    let mut text = String::new();
    for group in findings.chunk_by(|one, other| one.path == other.path) {
        let Some(first) = group.first() else { continue };
        text.push_str(&format!("{}\n", paint.strong(&inline(&first.path))));
        let positions: Vec<String> = group.iter().map(|diagnostic| position(report, diagnostic)).collect();
        let position_width = positions.iter().map(String::len).max().unwrap_or(0);
        let rule_width = group.iter().map(|diagnostic| diagnostic.rule.len()).max().unwrap_or(0);
        for (diagnostic, position) in group.iter().zip(&positions) {
            text.push_str(&format!(
                "  {position:>position_width$}  {}  {:rule_width$}  {}\n",
                paint.severity(diagnostic.severity, &format!("{:7}", diagnostic.severity)),
                diagnostic.rule,
                inline(&diagnostic.message),
            ));
        }
        text.push('\n');
    }
    text + &paint.closing(report)
}

fn position(report: &Report, diagnostic: &Diagnostic) -> String {
    if !diagnostic.has_position() {
        return "-".to_owned();
    }
    let at = report.line_column(&diagnostic.path, diagnostic.range.start);
    format!("{}:{}", at.line, at.column)
}

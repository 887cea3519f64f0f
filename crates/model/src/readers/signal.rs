//! What operations need to see.

use super::Reader;
use crate::heads;
use crate::items::Draft;
use crate::marks::Mark;
use crate::text::{self, find_word, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "signal",
    kinds: &[Kind::Signal],
    documentation: "\
A metric, log, trace, alert or dashboard that operations need: a line or row under observability, monitoring, metrics, logging or alerts, a paragraph there that lists their names in code, a row of a table of metrics with their alerts. \
`what` is said by the line's own words, by its label or group, or by the heading.",
    read,
};

/// Words that make a line a signal, with what it is; the first that stands in the line counts.
const WORDS: &[(&str, &str)] = &[
    ("alert", "alert"),
    ("alerts", "alert"),
    ("alarm", "alert"),
    ("alarms", "alert"),
    ("page", "alert"),
    ("dashboard", "dashboard"),
    ("dashboards", "dashboard"),
    ("trace", "trace"),
    ("traces", "trace"),
    ("tracing", "trace"),
    ("span", "trace"),
    ("spans", "trace"),
    ("log", "log"),
    ("logs", "log"),
    ("logged", "log"),
    ("logging", "log"),
    ("metric", "metric"),
    ("metrics", "metric"),
    ("counter", "metric"),
    ("gauge", "metric"),
    ("histogram", "metric"),
];

/// Whether a line under service levels and observability is a signal rather than a target.
pub(super) fn is_signal(text: &str) -> bool {
    WORDS.iter().any(|(word, _)| find_word(text, word).is_some())
}

fn read(context: &Context, items: &mut Items) {
    logged(context, items);
    alerting(context, items);
    typed(context, items);
    for (id, _) in context.sections_of(Kind::Signal) {
        if context.outline.within(id, &[Concept::Examples, Concept::Appendix, Concept::PriorArt]) {
            continue;
        }
        let of_heading = what_of_heading(context, id);
        let targets = context.outline.holds(id, Kind::Target);
        for statement in context.statements(id) {
            let text = statement.text.as_str();
            let dated = text.len() > 10
                && text.as_bytes().iter().take(10).all(|byte| byte.is_ascii_digit() || *byte == b'-');
            if says_nothing(text)
                || dated
                || (targets && !is_signal(text) && !crate::quantity::bounds(text).is_empty())
            {
                continue;
            }
            let group = statement.groups.last().and_then(|group| what(group));
            let what = text::labelled(text)
                .and_then(|cut| what(cut.label))
                .or(group)
                .or(of_heading)
                .or_else(|| what(text))
                .unwrap_or("metric");
            let codes: Vec<&str> = text::code_spans(context.document, statement.first, statement.end)
                .map(|(_, code)| code)
                .collect();
            // `Metrics: a, b` names several.
            let named = text::labelled(text).is_some_and(|cut| {
                let rest = cut.rest.trim_end_matches('.').split([',', '、']).map(str::trim);
                rest.eq(codes.iter().copied())
            });
            if named && codes.len() > 1 {
                for name in codes {
                    items.push(
                        Draft::new(Kind::Signal, id, statement.range)
                            .text(name)
                            .field("name", name)
                            .field("what", what),
                    );
                }
                continue;
            }
            // A name in code that leads the line is the signal's own, and so is one that is its label.
            let labelled = || {
                text::labelled(text)
                    .map(|cut| cut.label)
                    .filter(|label| text::is_compound(label) && !label.contains(' '))
            };
            let coded = codes.first().copied().filter(|code| text.starts_with(*code));
            let name = coded.or_else(labelled).unwrap_or(text);
            items.push(
                Draft::new(Kind::Signal, id, statement.range)
                    .text(text)
                    .field("name", name)
                    .field("what", what),
            );
        }
        if context.statements(id).is_empty() {
            paragraphs(context, id, of_heading, items);
        }
        for grid in context.grids_of(id) {
            let Some(column) = grid.column(heads::SIGNAL) else {
                continue;
            };
            let kind = grid.column(&["kind", "type"]);
            if super::target::is_table_of_targets(grid) {
                continue;
            }
            let of_table = grid.heads.get(column).and_then(|head| what(head));
            let describing = grid.column(heads::DESCRIPTION);
            for row in grid.filled_rows() {
                let Some(name) = row.said(Some(column)) else { continue };
                let what = row.said(kind).and_then(what).or(of_table).or(of_heading).unwrap_or("metric");
                items.push(
                    Draft::new(Kind::Signal, id, row.range)
                        .text(name)
                        .field("name", name)
                        .field("what", what)
                        .said("description", row.said(describing.filter(|at| *at != column))),
                );
            }
        }
    }
}

/// "`jobs_total`, `pages_total` (gauge)." in a paragraph of its own: the names of metrics or of spans, or what log lines hold.
fn paragraphs(context: &Context, id: SectionId, of_heading: Option<&'static str>, items: &mut Items) {
    const SHORT: usize = 24;
    let document = context.document;
    for (node, range) in context.paragraphs(id) {
        let range = range.trim(document.text());
        let codes: Vec<_> = text::code_spans(document, node, document.node(node).end).collect();
        let (Some((first, _)), true) = (codes.first(), codes.len() > 1) else { continue };
        // Between the names stand commas and remarks in brackets.
        let told: String = range.slice(document.text()).split('`').step_by(2).collect();
        let bare: String =
            told.split('(').map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect();
        if !bare.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.' | ';' | '、' | '·')) {
            // "JSON lines: `time`, `level`" tells of one kind of line.
            let before = (first.range.start - range.start) as usize;
            let labelled = context.text(node);
            let label = text::labelled(&labelled).is_some_and(|cut| cut.label.len() <= SHORT);
            if of_heading == Some("log") && label && before <= SHORT {
                let said = context.text(node);
                items.push(
                    Draft::new(Kind::Signal, id, range)
                        .text(&said)
                        .field("name", said.as_str())
                        .field("what", "log"),
                );
            }
            continue;
        }
        for (node, code) in codes {
            items.push(
                Draft::new(Kind::Signal, id, node.range)
                    .text(code)
                    .field("name", code)
                    .field("what", of_heading.unwrap_or("metric")),
            );
        }
    }
}

/// "`books_lent_total`, a counter with the label `shelf`": what kind of metric it is says that it is one, below any heading.
fn typed(context: &Context, items: &mut Items) {
    const TYPES: &[&str] = &["counter", "gauge", "histogram", "summary"];
    for (id, _) in context.sections() {
        if context.outline.holds(id, Kind::Signal)
            || context
                .outline
                .within(id, &[Concept::Examples, Concept::Appendix, Concept::PriorArt, Concept::Alternatives])
        {
            continue;
        }
        if !context.marked(Mark::Metric, context.body(id)) {
            continue;
        }
        for statement in context.statements(id) {
            let mut codes = text::code_spans(context.document, statement.first, statement.end);
            let Some(name) =
                codes.next().map(|(_, code)| code).filter(|code| statement.text.starts_with(*code))
            else {
                continue;
            };
            let named = name.contains(['_', '.'])
                && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':'));
            let rest = statement.text.get(name.len()..).unwrap_or_default();
            let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
            let rest = rest.strip_prefix("is ").unwrap_or(rest);
            let rest = ["a ", "A ", "the "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
            let first = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
            // The word is one of this sentence, and not the start of another name: `summary.md`.
            let word = !rest.get(first.len()..).is_some_and(|behind| behind.starts_with(['.', '_', '(']));
            if named && word && TYPES.contains(&first.as_str()) {
                items.push(
                    Draft::new(Kind::Signal, id, statement.range)
                        .text(statement.text.as_str())
                        .field("name", name)
                        .field("what", "metric"),
                );
            }
        }
    }
}

/// A table of metrics with the alert that each feeds, below any heading.
fn alerting(context: &Context, items: &mut Items) {
    for grid in context.grids() {
        let first = grid.heads.first().is_some_and(|head| {
            matches!(head.as_str(), "metric" | "metrics" | "métrica" | "métrique" | "指標" | "指标")
        });
        let alert = grid.exact_column(&["alert", "alerts", "alerta", "alerte", "アラート", "告警", "알림"]);
        if !first
            || alert.is_none()
            || context.outline.holds(grid.section, Kind::Signal)
            || super::target::is_table_of_targets(grid)
        {
            continue;
        }
        for row in grid.filled_rows() {
            if let Some(name) = row.said(Some(0)) {
                items.push(
                    Draft::new(Kind::Signal, grid.section, row.range)
                        .text(name)
                        .field("name", name)
                        .field("what", "metric")
                        .said("alert", row.said(alert)),
                );
            }
        }
    }
}

/// A table of log lines with their level and message, where the document is about what is logged.
fn logged(context: &Context, items: &mut Items) {
    const LEVEL: &[&str] = &[
        "level",
        "log level",
        "severity",
        "nivel",
        "niveau",
        "stufe",
        "レベル",
        "ログレベル",
        "레벨",
        "级别",
        "уровень",
    ];
    const MESSAGE: &[&str] = &[
        "msg",
        "message",
        "event",
        "log",
        "log message",
        "mensaje",
        "evento",
        "nachricht",
        "メッセージ",
        "イベント",
        "메시지",
        "消息",
        "事件",
        "сообщение",
    ];
    const ABOUT: &[Concept] = &[Concept::Observability, Concept::Logging];
    for grid in context.grids() {
        let (Some(_), Some(message)) = (grid.exact_column(LEVEL), grid.exact_column(MESSAGE)) else {
            continue;
        };
        if context.outline.holds(grid.section, Kind::Signal) || !context.outline.within(grid.section, ABOUT) {
            continue;
        }
        for row in grid.filled_rows() {
            let Some(name) = row.said(Some(message)) else { continue };
            items.push(
                Draft::new(Kind::Signal, grid.section, row.range)
                    .text(name)
                    .field("name", name)
                    .field("what", "log"),
            );
        }
    }
}

fn what(text: &str) -> Option<&'static str> {
    WORDS
        .iter()
        .filter_map(|(word, what)| find_word(text, word).map(|at| (at, *what)))
        .min()
        .map(|(_, what)| what)
}

fn what_of_heading(context: &Context, id: SectionId) -> Option<&'static str> {
    context.outline.concepts(id).iter().find_map(|concept| match concept {
        Concept::Metrics => Some("metric"),
        Concept::Logging => Some("log"),
        Concept::Alerts => Some("alert"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        names_in_paragraphs_and_metrics_with_their_alerts,
        "# T\n## Metrics (minimum)\n`jobs_total`, `pages` (gauge 0–1).\n## Logs\nJSON lines: `time`, `level`\n## Export\n| Metric | Helper | Alert |\n|---|---|---|\n| `jobs_total` | `count()` | JobsHigh |\n",
        [
            "3 signal \"jobs_total\" what=metric",
            "3 signal \"pages\" what=metric",
            "5 signal \"JSON lines: time, level\" what=log",
            "9 signal \"jobs_total\" what=metric alert=JobsHigh",
        ]
    );
    reader_test!(
        lines_labels_and_headings,
        "# T\n## Observability\n- Metrics: queue depth\n- Alert when the queue grows for 5 minutes\n- Dashboards:\n  - Orders per hour\n### Logging\n- every retry\n## SLOs & Observability\n- p95 under 10 minutes\n- Logs emit `WARN` on conflict\n- Metrics: `a_total`, `b_total`.\n",
        [
            "3 signal \"Metrics: queue depth\" what=metric",
            "4 signal \"Alert when the queue grows for 5 minutes\" what=alert",
            "6 signal \"Orders per hour\" what=dashboard",
            "8 signal \"every retry\" what=log",
            "11 signal \"Logs emit WARN on conflict\" what=log",
            "12 signal \"a_total\" what=metric",
            "12 signal \"b_total\" what=metric",
        ]
    );
    reader_test!(
        metrics_that_are_known_by_their_type,
        "# T\n## What it counts\nThe page shows:\n- `books_lent_total`, a counter with the label `shelf`\n- `lend_seconds` — histogram of 0.1 and 1\n- `shelves_open`: gauge\n- `reader_name`, a field\n- `counter`, a word\n",
        [
            "4 signal \"books_lent_total, a counter with the label shelf\" name=books_lent_total what=metric",
            "5 signal \"lend_seconds — histogram of 0.1 and 1\" name=lend_seconds what=metric",
            "6 signal \"shelves_open: gauge\" name=shelves_open what=metric",
        ]
    );
    reader_test!(
        tables_of_log_lines,
        "# Logging\n## What is written\n| Where | Level | Message |\n|---|---|---|\n| pool | info | `job done` |\n",
        ["5 signal \"job done\" what=log"]
    );
}

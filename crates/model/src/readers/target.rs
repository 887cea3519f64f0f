//! Measurable quantities with a bound.

#[rustfmt::skip]
mod levels;
#[rustfmt::skip]
mod openslo;
#[rustfmt::skip]
mod record;

use super::Reader;
use crate::grid::Grid;
use crate::heads;
use crate::items::Draft;
use crate::marks::Mark;
use crate::quantity::{self, Bound, Comparison};
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId, TextRange};
use abide_template::Concept;
use aho_corasick::{AhoCorasick, MatchKind};
use levels::{is_of_results, is_of_service_levels, tells_results};
use std::sync::LazyLock;

pub(super) const READER: Reader = Reader {
    name: "target",
    kinds: &[Kind::Target],
    documentation: "\
A measurable quantity with a comparison or bound: a row of a table of metrics (\"Response time | < 200ms | p95\"), or a line under \
performance, targets or service levels such as \"p95 < 200 ms\", \"at least 1000 rps\", \"99.9% uptime\". A number within another \
item (a requirement, a check, an alert) stays that item. A table that tells one service level by its properties (\"SLI\", \"Objective\", \"Error \
budget\") gives its objective, and a block of OpenSLO each of its own. `op`, `value`, `unit` (in one spelling) and `statistic` say what is measured, `from` is the lower end of a range, `written` the quantity as the document has it.",
    read,
};

/// Heads that say beyond doubt that something is measured.
const MEASURES: &[&str] = &[
    "metric",
    "metrics",
    "kpi",
    "sli",
    "slo",
    "indicator",
    "métrica",
    "indicador",
    "métrique",
    "indicateur",
    "kennzahl",
    "metrik",
    "指標",
    "メトリクス",
    "지표",
    "指标",
    "показатель",
    "метрика",
];

/// Whether a table is one of metrics with their values.
pub(super) fn is_table_of_targets(grid: &Grid) -> bool {
    columns(grid).is_some()
}

/// The columns of the metric and of its value, where the values are numbers.
fn columns(grid: &Grid) -> Option<(usize, usize)> {
    let metric = grid.exact_column(heads::METRIC)?;
    // "Quality | Scenario | Measure": beside what is measured, the measure is the value.
    const RESPONSES: &[&str] = &["measure", "response measure", "fit criterion", "messgröße", "medida"];
    let named = heads::METRIC.iter().filter(|name| !RESPONSES.contains(name));
    let named = named.clone().find_map(|name| grid.heads.iter().position(|head| head == name));
    if let (Some(named), Some(value)) = (named, grid.exact_column(RESPONSES))
        && grid.exact_column(heads::TARGET).is_none()
    {
        return are_measured(grid, value).then_some((named, value));
    }
    let value = heads::TARGET
        .iter()
        .find_map(|name| grid.heads.iter().position(|head| head == name))
        .filter(|value| *value != metric)
        .or_else(|| grid.column(heads::TARGET).filter(|value| *value != metric))?;
    // "ID | Category | Requirement" holds sentences, whatever numbers are in them.
    const LONG: usize = 7;
    let long = |row: &&crate::grid::Row| row.text(Some(value)).split_whitespace().count() >= LONG;
    let rows = grid.filled_rows().count();
    let told = grid.heads.get(value).is_some_and(|head| head.starts_with("requirement"))
        && grid.exact_column(heads::ID) == Some(0)
        && grid.filled_rows().filter(long).count() * 2 >= rows;
    (!told && are_measured(grid, value)).then_some((metric, value))
}

/// Whether most values of a column hold a number.
fn are_measured(grid: &Grid, value: usize) -> bool {
    let rows = grid.filled_rows().count();
    let measured =
        grid.filled_rows().filter(|row| row.text(Some(value)).chars().any(|c| c.is_ascii_digit())).count();
    rows > 0 && measured * 2 >= rows
}

fn read(context: &Context, items: &mut Items) {
    for grid in context.grids() {
        let holds = context.outline.holds(grid.section, Kind::Target)
            || context.outline.within(
                grid.section,
                &[Concept::NonFunctionalRequirements, Concept::Performance, Concept::Targets, Concept::Goals],
            );
        let named = grid.exact_column(MEASURES).is_some();
        match columns(grid).filter(|_| holds || named && !tells_results(context, grid)) {
            Some((metric, value)) => table(grid, metric, value, items),
            None => record::read(context, grid, items),
        }
    }
    openslo::read(context, items);
    let levels = is_of_service_levels(context);
    for (id, section) in context.sections() {
        let kinds = context.outline.kinds(id);
        let holds = kinds.contains(&Kind::Target);
        if context.outline.concepts(id).contains(&Concept::TechStack) {
            labelled_lines(context, id, items);
        }
        if levels && kinds.is_empty() && !is_of_results(&section.title) {
            paragraphs(context, id, &section.title, items);
        }
        // Where other statements stand, numbers belong to them.
        let limits = kinds
            .iter()
            .all(|kind| matches!(kind, Kind::Component | Kind::Endpoint | Kind::Rpc | Kind::Entity))
            && is_of_limits(&section.title);
        if !holds && !limits && !kinds.is_empty() {
            continue;
        }
        if !holds && !limits && !may_measure(context, id) {
            continue;
        }
        let heading = format!(
            "{} {}",
            section.title,
            context.document.section(section.parent).map_or("", |parent| &parent.title)
        );
        let trust = match holds {
            // A benchmark tells what was measured.
            true if context.outline.within(id, &[Concept::Targets]) && !is_benchmark(&heading) => Trust::Full,
            true => Trust::Some,
            false if limits => Trust::Full,
            false => Trust::None,
        };
        for statement in context.statements(id) {
            let signal = kinds.contains(&Kind::Signal) && super::signal::is_signal(&statement.text);
            // A duty with a number is a requirement.
            let duty = context.marked(Mark::Duty, statement.range) && obliges(&statement.text);
            if !signal && !duty && !says_nothing(&statement.text) {
                line(&statement.text, id, statement.range, trust, &heading, items);
            }
        }
        if holds {
            paragraphs(context, id, &heading, items);
        }
    }
}

/// Sentences that bound a quantity beyond doubt.
fn paragraphs(context: &Context, id: SectionId, heading: &str, items: &mut Items) {
    for (node, range) in context.paragraphs(id) {
        let text = context.text(node);
        if text.len() < 400 && !text.ends_with(':') {
            line(&text, id, range, Trust::None, heading, items);
        }
    }
}

/// Whether a keyword of requirements stands in a line, in capitals.
fn obliges(text: &str) -> bool {
    ["MUST", "SHALL", "SHOULD", "MAY"]
        .iter()
        .any(|word| text.split(|c: char| !c.is_alphabetic()).any(|part| part == *word))
}

/// "Limits", "Rate limits", "Quotas": bounds that the system keeps.
fn is_of_limits(title: &str) -> bool {
    const TITLES: &[&str] = &[
        "limits",
        "hardlimits",
        "resourcelimits",
        "ratelimits",
        "sizelimits",
        "usagelimits",
        "servicelimits",
        "defaultlimits",
        "quotas",
        "quotasandlimits",
        "limitsandquotas",
        "límites",
        "limites",
        "grenzwerte",
        "cuotas",
        "制限値",
        "上限",
        "上限値",
        "한도",
        "配额",
        "лимиты",
    ];
    // Letter by letter, for most titles differ in the first one.
    let bare = text::unnumbered(title);
    let mut letters = bare.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let Some(first) = letters.next() else { return false };
    let mut alike = TITLES.iter().filter_map(|known| known.strip_prefix(first));
    alike.any(|known| known.chars().eq(letters.clone()))
}

fn is_benchmark(heading: &str) -> bool {
    heading.to_lowercase().contains("benchmark")
}

/// "**Performance goals**: p95 < 100 ms" among the lines that tell the stack.
fn labelled_lines(context: &Context, id: SectionId, items: &mut Items) {
    const LONGEST: usize = 2000;
    const ABOUT: &[&str] = &["performance", "constraint", "latency", "throughput", "availability", "uptime"];
    for (_, range) in context.paragraphs(id).filter(|(_, range)| range.len() < LONGEST) {
        for (said, range) in context.lines(range) {
            let about = text::labelled(&said).is_some_and(|cut| {
                let label = cut.label.to_lowercase();
                ABOUT.iter().any(|word| label.contains(word))
            });
            if about {
                line(&said, id, range, Trust::Full, "", items);
            }
        }
    }
}

/// Whether a list of a section has a line with a percent sign or a percentile: others tell nothing on their own.
fn may_measure(context: &Context, id: SectionId) -> bool {
    let document = context.document;
    document
        .section_blocks(id)
        .filter(|block| matches!(document.node(*block).kind, NodeKind::List { .. }))
        .any(|block| {
            const PARTS: &[&str] = &["%", "p9", "P9", "p50", "percentile"];
            static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
                AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(PARTS).ok()
            });
            SEARCH.as_ref().is_some_and(|search| search.is_match(document.source(block)))
        })
}

fn table(grid: &Grid, metric: usize, value: usize, items: &mut Items) {
    let measurement = grid.column(heads::MEASUREMENT);
    for row in grid.filled_rows() {
        let (Some(name), Some(written)) = (row.said(Some(metric)), row.said(Some(value))) else { continue };
        let Some(bound) = quantity::bounds(written).into_iter().next() else { continue };
        let statistic = row.said(measurement.filter(|at| *at != metric && *at != value)).map(str::to_owned);
        let statistic = statistic.or_else(|| bound.statistic.clone()).or_else(|| quantity::statistic(name));
        let text = format!("{name}: {written}");
        let draft = Draft::new(Kind::Target, grid.section, row.range).text(text);
        items.push(measured(draft, name, &bound, statistic.as_deref(), source(written, &bound)));
    }
}

/// With what is measured and what bounds it.
fn measured(draft: Draft, metric: &str, bound: &Bound, statistic: Option<&str>, written: &str) -> Draft {
    let mut draft = draft
        .said("metric", Some(metric))
        .field("op", bound.comparison.sign())
        .field("value", number(bound.quantity.value));
    if let Some(from) = bound.from {
        draft = draft.field("from", number(from));
    }
    draft
        .said("unit", bound.quantity.unit.as_deref())
        .said("statistic", statistic)
        .said("written", Some(written))
}

/// Whole numbers as such.
fn number(value: f64) -> serde_json::Value {
    const EXACT: f64 = 1e15;
    if value.fract() == 0.0 && value.abs() < EXACT { (value as i64).into() } else { value.into() }
}

/// How far a section says that its lines are targets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// It does not: a line must tell on its own.
    None,
    /// It is about qualities: a line needs a bound.
    Some,
    /// It lists what is to be reached: a number with a unit is enough.
    Full,
}

/// One line: the first bounded quantity in it, or that of each of its clauses.
fn line(text: &str, section: SectionId, range: TextRange, trust: Trust, heading: &str, items: &mut Items) {
    let (_, text) = text::ticked(text);
    let clauses = clauses(text);
    if clauses.len() > 1 && trust != Trust::None {
        for clause in clauses {
            one(clause, text, section, range, trust, heading, items);
        }
    } else {
        one(text, text, section, range, trust, heading, items);
    }
}

/// The parts of a line that each bound a statistic of their own: "p50 < 80 ms, p99 < 400 ms".
fn clauses(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text.split([',', ';', '/']).map(str::trim).collect();
    let own = |part: &&str| quantity::statistic(part).is_some() && !quantity::bounds(part).is_empty();
    if parts.len() > 1 && parts.iter().all(own) { parts } else { Vec::new() }
}

fn one(
    text: &str,
    whole: &str,
    section: SectionId,
    range: TextRange,
    trust: Trust,
    heading: &str,
    items: &mut Items,
) {
    let found = quantity::bounds(text);
    let labelled = text::labelled(text)
        .is_some_and(|cut| cut.rest.starts_with(|c: char| c.is_ascii_digit() || "<>≤≥~".contains(c)));
    let telling = |bound: &&Bound| {
        let bounded = bound.comparison != Comparison::Equal;
        let united = bound.quantity.unit.is_some();
        let uptime = bound.quantity.unit.as_deref() == Some("%")
            && ["uptime", "availability", "coverage", "success"]
                .iter()
                .any(|word| text.to_lowercase().contains(word));
        match trust {
            Trust::Full => bounded || united,
            Trust::Some => bounded || united && (labelled || uptime),
            Trust::None => {
                united && bounded && bound.statistic.is_some() || uptime && bound.quantity.value >= 90.0
            }
        }
    };
    let Some(bound) = found.iter().find(telling) else { return };
    let before = text.get(..bound.start).unwrap_or_default();
    let metric = before.trim_matches(|c: char| c.is_whitespace() || ":-—–(".contains(c));
    let metric = metric
        .strip_suffix(" of")
        .or_else(|| metric.strip_suffix(" is"))
        .or_else(|| metric.strip_suffix(" time"))
        .unwrap_or(metric);
    let metric = if metric.is_empty() { text.get(bound.end..).unwrap_or_default().trim() } else { metric };
    let statistic = bound.statistic.clone().or_else(|| quantity::statistic(heading));
    let draft = Draft::new(Kind::Target, section, range).text(whole);
    items.push(measured(draft, metric, bound, statistic.as_deref(), source(text, bound)));
}

/// The quantity as the document writes it.
fn source<'a>(text: &'a str, bound: &Bound) -> &'a str {
    text.get(bound.start..bound.end).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        a_table_of_metrics,
        "# T\n## Performance Targets\n| Metric | Target | Measurement |\n|---|---|---|\n| Response Time | < 200ms | p95 |\n| Throughput | > 1,000 rps | Average |\n| Error rate | [rate] | |\n",
        [
            "5 target \"Response Time: < 200ms\" metric=Response Time op=< value=200 unit=ms statistic=p95 written=< 200ms",
            "6 target \"Throughput: > 1,000 rps\" metric=Throughput op=> value=1000 unit=rps statistic=Average written=> 1,000 rps",
        ]
    );
    reader_test!(
        lines,
        "# T\n## Performance\n- p95 latency under 300 ms\n- Uptime: 99.9%\n- Cache the results\n## Notes\n- took 3 seconds\n- p99 < 1 s at peak\n## Goals\n- p95 < 2 s\n",
        [
            "3 target \"p95 latency under 300 ms\" metric=p95 latency op=< value=300 unit=ms statistic=p95 written=under 300 ms",
            "4 target \"Uptime: 99.9%\" metric=Uptime op== value=99.9 unit=% written=99.9%",
            "8 target \"p99 < 1 s at peak\" metric=p99 op=< value=1 unit=s statistic=p99 written=< 1 s",
        ]
    );
    reader_test!(
        tables_and_lines_in_other_languages,
        "# T\n## 发布门槛\n| 指标 | 门槛 |\n|---|---|\n| 识别率 | 不低于 95% |\n| 延迟 | 小于 5 秒 |\n## Rendimiento\n- Respuesta: entre 100 y 300 ms\n## 성능 목표\n- 응답 시간 200ms 이하\n",
        [
            "5 target \"识别率: 不低于 95%\" metric=识别率 op=>= value=95 unit=% written=不低于 95%",
            "6 target \"延迟: 小于 5 秒\" metric=延迟 op=< value=5 unit=s written=小于 5 秒",
            "8 target \"Respuesta: entre 100 y 300 ms\" metric=Respuesta op=<= value=300 from=100 unit=ms written=entre 100 y 300 ms",
            "10 target \"응답 시간 200ms 이하\" metric=응답 시간 op=<= value=200 unit=ms written=200ms 이하",
        ]
    );
    reader_test!(
        service_levels_and_lines_of_a_stack,
        "# T\n## Service SLOs\n| SLO | Target | Alert |\n|---|---|---|\n| Uptime | 99.9% | Down |\n## Technical Context\n**Storage**: SQLite\n**Performance Goals**: p95 < 100 ms\n## Success Metrics\n- 60% weekly retention\n",
        [
            "5 target \"Uptime: 99.9%\" metric=Uptime op== value=99.9 unit=% written=99.9%",
            "8 target \"Performance Goals: p95 < 100 ms\" metric=Performance Goals: p95 op=< value=100 unit=ms statistic=p95 written=< 100 ms",
            "10 target \"60% weekly retention\" metric=weekly retention op== value=60 unit=% written=60%",
        ]
    );
    reader_test!(
        duties_with_a_number_are_requirements,
        "# T\n## Performance\n- Printing SHOULD take under 3 seconds\n- Folding takes under 2 seconds\n",
        [
            "4 target \"Folding takes under 2 seconds\" metric=Folding takes op=< value=2 unit=s written=under 2 seconds"
        ]
    );
    reader_test!(
        limits_that_the_system_keeps,
        "# T\n## Architecture\n### Limits\n- At most 10 jobs a tray\n- Titles are capped at 80 characters\n- Jobs stay in the tray\n### Parts\n- 3 trays hold 80 characters\n",
        [
            "4 target \"At most 10 jobs a tray\" metric=jobs a tray op=<= value=10 written=At most 10",
            "5 target \"Titles are capped at 80 characters\" metric=Titles are op=<= value=80 unit=characters written=capped at 80 characters",
        ]
    );
    reader_test!(
        several_statistics_on_one_line_and_measures_of_qualities,
        "# T\n## Performance\n- Median ≤ 40 ms, p95 ≤ 120 ms\n\n| ID | Attribute | Scenario | Measure |\n|---|---|---|---|\n| Q1 | Latency | a door opens | p95 ≤ 2 s |\n",
        [
            "3 target \"Median ≤ 40 ms, p95 ≤ 120 ms\" metric=Median op=<= value=40 unit=ms statistic=p50 written=≤ 40 ms",
            "3 target \"Median ≤ 40 ms, p95 ≤ 120 ms\" metric=p95 op=<= value=120 unit=ms statistic=p95 written=≤ 120 ms",
            "7 target \"Latency: p95 ≤ 2 s\" metric=Latency op=<= value=2 unit=s statistic=p95 written=≤ 2 s",
        ]
    );
}

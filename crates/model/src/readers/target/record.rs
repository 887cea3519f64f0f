//! A service level as a record: a table of its properties, one of which is the objective.

use super::{measured, source};
use crate::grid::Grid;
use crate::items::Draft;
use crate::quantity::{self, Comparison};
use crate::text::{self, squash};
use crate::{Context, Items, Kind};

/// Heads of the two columns.
const PROPERTIES: &[&str] = &[
    "", "field", "property", "attribute", "item", "aspect", "key", "parameter", "campo", "atributo", "feld", "eigenschaft",
    "champ", "attribut", "項目", "属性", "항목", "字段", "поле",
];
const VALUES: &[&str] = &[
    "", "value", "details", "detail", "definition", "valor", "detalle", "wert", "valeur", "détail", "値", "内容", "값", "值", "значение",
];
/// The property that is the target.
const OBJECTIVES: &[&str] = &[
    "objective", "slo", "slotarget", "target", "targetvalue", "goal", "objetivo", "meta", "ziel", "zielwert", "objectif", "cible", "目標",
    "목표", "目标", "цель",
];
/// A property that only a service level has.
const TELLING: &[&str] = &[
    "sli", "slo", "slotarget", "indicator", "errorbudget", "window", "timewindow", "measurementwindow", "complianceperiod",
    "compliancewindow", "indicador", "indikator", "indicateur", "指標", "지표", "指标", "индикатор",
];

/// The target of such a table, measured by what the heading names.
pub(super) fn read(context: &Context, grid: &Grid, items: &mut Items) {
    let [property, value] = grid.heads.as_slice() else { return };
    if !PROPERTIES.contains(&property.as_str()) || !VALUES.contains(&value.as_str()) {
        return;
    }
    let named = |names: &[&str]| {
        grid.filled_rows().find(|row| row.said(Some(0)).is_some_and(|said| names.contains(&squash(said).as_str())))
    };
    let Some(row) = named(OBJECTIVES) else { return };
    if named(TELLING).is_none() {
        return;
    }
    let Some(written) = row.said(Some(1)) else { return };
    let bounded = |bound: &quantity::Bound| {
        bound.comparison != Comparison::Equal || bound.quantity.unit.is_some()
    };
    let Some(bound) = quantity::bounds(written).into_iter().find(bounded) else { return };
    let heading = context.document.section(grid.section).map_or("", |section| section.title.as_ref());
    // "SLO-2 — Reading latency" is about the latency.
    let metric = text::leading_code(heading).map_or(heading, |(_, rest)| rest);
    let metric = text::unnumbered(metric).trim_start_matches([' ', '—', '–', '-', ':']);
    let statistic = bound.statistic.clone().or_else(|| quantity::statistic(heading));
    let draft = Draft::new(Kind::Target, grid.section, row.range).text(format!("{metric}: {written}"));
    items.push(measured(draft, metric, &bound, statistic.as_deref(), source(written, &bound)));
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn the_objective_of_a_service_level() {
        let text = "# T\n## SLO-1 — Printing time (p95)\n| Field | Value |\n|---|---|\n| SLI | `rate(prints[5m])` |\n| Objective | **p95 ≤ 40 s** at any time |\n| Error budget | 3 h |\n## Tray\n| Field | Value |\n|---|---|\n| Goal | 3 pages |\n";
        assert_eq!(
            shown(&[Kind::Target], text),
            [
                "6 target \"Printing time (p95): p95 ≤ 40 s at any time\" metric=Printing time (p95) op=<= value=40 unit=s statistic=p95 written=≤ 40 s"
            ]
        );
    }
}

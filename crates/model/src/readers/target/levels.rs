//! What documents on service levels define, and what was measured, which is no target.

use crate::grid::Grid;
use crate::text;
use crate::Context;

/// Whether the title of a document says that it is about service levels.
pub(super) fn is_of_service_levels(context: &Context) -> bool {
    let title = context.document.title().unwrap_or_default().to_lowercase();
    [
        "slo",
        "slos",
        "sla",
        "slas",
        "service level",
        "nivel de servicio",
        "niveau de service",
        "サービスレベル",
    ]
    .iter()
    .any(|word| if word.is_ascii() { text::find_word(&title, word).is_some() } else { title.contains(word) })
}

/// Whether a heading is about what was measured.
pub(super) fn is_of_results(title: &str) -> bool {
    const WORDS: &[&str] = &[
        "result",
        "results",
        "measured",
        "measurement",
        "measurements",
        "resultado",
        "resultados",
        "medición",
        "mediciones",
        "medição",
        "medições",
        "résultat",
        "résultats",
        "mesure",
        "mesures",
        "ergebnis",
        "ergebnisse",
        "messung",
        "messungen",
        "測定結果",
        "計測結果",
        "実測",
        "측정 결과",
        "测量结果",
        "результаты",
    ];
    let lower = title.to_lowercase();
    let spaced = |word: &str| word.chars().all(|c| u32::from(c) < 0x2E80);
    WORDS
        .iter()
        .any(|word| if spaced(word) { text::find_word(&lower, word).is_some() } else { lower.contains(word) })
}

/// A table of numbers below "First measurement": they are what was found, not what is to be reached.
pub(super) fn tells_results(context: &Context, grid: &Grid) -> bool {
    const VALUES: &[&str] = &["value", "valor", "valeur", "wert", "値", "값", "值", "значение"];
    let heading = context.document.section(grid.section).map_or("", |section| section.title.as_ref());
    grid.exact_column(VALUES).is_some() && is_of_results(heading)
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn what_a_document_defines_and_what_was_measured() {
        let text = "# SLO of printing\n## Definition\n**p95 of printing < 5 minutes**, from the click on.\n## First measurement\n| Metric | Value |\n|---|---|\n| n | 100 |\n| p95 | 4 min |\n";
        assert_eq!(
            shown(&[Kind::Target], text),
            [
                "3 target \"p95 of printing < 5 minutes, from the click on.\" metric=p95 of printing op=< value=5 unit=min statistic=p95 written=< 5 minutes"
            ]
        );
    }
}

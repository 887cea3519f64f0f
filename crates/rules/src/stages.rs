//! The words for how far a phase is, and for the phases themselves.

use crate::words::phrases;
use abide_template::{Lifecycle, normalise};
use std::sync::LazyLock;

/// How far a phase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nothing of it is done.
    NotStarted,
    /// Some of it is done.
    Started,
    /// All of it is done.
    Done,
}

/// The number of a phase, milestone, sprint or stage: 2 of "Phase 2: Wire".
pub(crate) fn number_of(name: &str) -> Option<u32> {
    const WORDS: &str = "phase | milestone | sprint | stage | iteration | fase | hito | etapa | étape | jalon | meilenstein | etappe | フェーズ | フェイズ | マイルストーン | 단계 | 阶段 | 里程碑
        | 階段 | этап | фаза";
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| phrases(WORDS).collect());
    // Most headings have no number.
    if !name.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let key = normalise(name);
    let short = key.strip_prefix('m').filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
    let rest = NAMES.iter().find_map(|word| key.strip_prefix(word)).or(short)?.trim_start();
    let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let (number, after) = rest.split_at_checked(digits)?;
    // "Phase 1.5" stands between two, "Phase 1a" and "Phase 1b" share a number, "Phase 1-3" is several.
    let plain = after.is_empty()
        || after.starts_with(' ') && !after.trim_start().starts_with(|letter: char| letter.is_ascii_digit());
    if plain { number.parse().ok() } else { None }
}

/// The status that a heading gives besides its name, and its words.
pub(crate) fn title_stage(title: &str) -> Option<(Stage, &str)> {
    let parts = title
        .split(['(', ')', '[', ']', '（', '）', '—', '–', ':', '：'])
        .flat_map(|part| part.split(" - "))
        .skip(1);
    let parts = parts.map(|part| part.trim_matches(|mark: char| !mark.is_alphanumeric() && mark != '%'));
    // "Done" is a status, "Done right" a name.
    let whole = |part: &str| {
        part.split_whitespace().count() <= 3
            && part
                .split_whitespace()
                .next_back()
                .is_some_and(|word| stage(word).is_some() || Lifecycle::of_status(word).is_some())
    };
    parts.filter(|part| whole(part)).find_map(|part| Some((stage(part)?, part)))
}

/// The stage that words say; of those that say less or more than the three, none.
pub(crate) fn stage(words: &str) -> Option<Stage> {
    const NEVER: &str = "not started | not yet started | not begun | unstarted | no iniciado | no iniciada | sin empezar | non commencé | non commencée | nicht begonnen | nicht gestartet
        | não iniciado | não iniciada | 未着手 | 未開始 | 미착수 | 未开始 | не начато | не начат | не начата";
    const OPEN: &str = "planned | todo | to do | pending | upcoming | backlog | future | next | queued | pendiente
        | planificado | planificada | à faire | prévu | prévue | offen | geplant | pendente | planejado | planejada | 予定 | 예정 | 대기 | 待开始 | 计划中
        | запланировано";
    static NOT_BEGUN: LazyLock<Vec<String>> = LazyLock::new(|| phrases(NEVER).map(normalise).collect());
    static NOT_DONE: LazyLock<Vec<String>> = LazyLock::new(|| phrases(OPEN).map(normalise).collect());
    let key = normalise(words);
    let never = NOT_BEGUN.iter().any(|never| key.starts_with(never));
    let opens = NOT_DONE.iter().any(|open| {
        // "Pending: the code is complete" says something else than "Pending".
        key.strip_prefix(open.as_str()).is_some_and(|rest| !rest.chars().any(char::is_alphabetic))
    });
    // "0%" and "100%".
    if never || opens || key == "0" && words.contains('%') {
        return Some(Stage::NotStarted);
    }
    if words.trim_matches(['\u{fe0f}', ' ']).trim_end().chars().all(|mark| matches!(mark, '⬜' | '☐' | '◻'))
        && !words.trim().is_empty()
    {
        return Some(Stage::NotStarted);
    }
    if key == "100" && words.contains('%') {
        return Some(Stage::Done);
    }
    // "Done except for the docs" says less than "Done".
    const LESS: &str = "except | but | partial | mostly | minus | remain | pending | some | almost | nearly | core | salvo | sauf | außer | exceto | 一部 | кроме";
    let lower = words.to_lowercase();
    match Lifecycle::of_status(words)? {
        Lifecycle::Implemented if phrases(LESS).any(|less| lower.contains(less)) => None,
        Lifecycle::Implemented => Some(Stage::Done),
        Lifecycle::InProgress => Some(Stage::Started),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_phases() {
        for (name, number) in [
            ("Phase 2: Wire", Some(2)),
            ("PHASE 10", Some(10)),
            ("Fase 3 — Cierre", Some(3)),
            ("フェーズ1", Some(1)),
            ("7.3 Phase 2: Library", Some(2)),
            ("Phase 1a", None),
            ("Phases", None),
            ("2", None),
        ] {
            assert_eq!(number_of(name), number, "{name}");
        }
    }

    #[test]
    fn stages_in_titles() {
        for (title, expected) in [
            ("Phase 2: Wire — Not started", Some((Stage::NotStarted, "Not started"))),
            ("Phase 2 (completed)", Some((Stage::Done, "completed"))),
            ("Phase 2: Done right", None),
            ("Phase 3: Billing ⏳", None),
            ("Phase 2: Future plans", None),
            ("Not started", None),
        ] {
            assert_eq!(title_stage(title), expected, "{title}");
        }
    }

    #[test]
    fn stages_of_phases() {
        for (words, expected) in [
            ("Not Started", Some(Stage::NotStarted)),
            ("⏳ Pending", Some(Stage::NotStarted)),
            ("Pendiente", Some(Stage::NotStarted)),
            ("未着手", Some(Stage::NotStarted)),
            ("0%", Some(Stage::NotStarted)),
            ("Não iniciada", Some(Stage::NotStarted)),
            ("À faire", Some(Stage::NotStarted)),
            ("✅ Done", Some(Stage::Done)),
            ("100 %", Some(Stage::Done)),
            ("abgeschlossen", Some(Stage::Done)),
            ("In progress", Some(Stage::Started)),
            ("Pending - code complete, validation required", None),
            ("Not started - future work", Some(Stage::NotStarted)),
            ("⬜", Some(Stage::NotStarted)),
            ("Complete except for the docs", None),
            ("Blocked", None),
            ("Owner: Ada", None),
        ] {
            assert_eq!(stage(words), expected, "{words}");
        }
    }
}

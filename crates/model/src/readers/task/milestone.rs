//! Phases and milestones: a name with a date or a status.

use crate::heads;
use crate::items::Draft;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{Section, SectionId};
use abide_template::Lifecycle;

/// The phase's own name, and what its title says besides: a date, a status.
pub(super) fn phase_name(title: &str) -> (String, Option<String>, Option<String>) {
    let mut name = title.trim().to_owned();
    let mut date = None;
    let mut status = None;
    let (tick, _) = text::ticked(&name);
    if tick == Some(true) {
        status = Some("Completed".to_owned());
    }
    // "Phase 1: Model ✅ Completed (2026-01-20)": the name ends where the mark starts.
    if let Some(at) = name.find(|c: char| {
        matches!(c, '✅' | '☑' | '✔' | '🚧' | '⏳' | '❌' | '🔄' | '🟢' | '🟡' | '🔴' | '⬜' | '☐')
    }) {
        let tail = name.get(at..).unwrap_or_default().to_owned();
        let said = tail.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '（');
        let word = said.split(['(', '（']).next().unwrap_or_default().trim();
        if !word.is_empty() {
            status = Some(word.to_owned());
        } else if status.is_none() {
            status = Lifecycle::of_status(&tail).map(|stage| stage.name().to_owned());
        }
        date = bracketed(&tail).filter(|inner| is_date(inner));
        if at > 0 {
            name.truncate(at);
        }
    }
    while let Some(inner) = bracketed(&name) {
        if is_date(&inner) {
            date = Some(inner.clone());
        } else if inner.split_whitespace().count() <= 3 && Lifecycle::of_status(&inner).is_some() {
            status = Some(inner.clone());
        } else {
            break;
        }
        let cut = name.rfind(OPENING).unwrap_or(name.len());
        name.truncate(cut);
        name.truncate(name.trim_end().len());
    }
    for separator in [" - ", " — ", " – ", ": "] {
        if let Some((before, after)) = name.clone().rsplit_once(separator)
            && before.chars().any(|c| c.is_ascii_digit())
            && after.split_whitespace().count() <= 2
            && matches!(Lifecycle::of_status(after), Some(Lifecycle::Implemented | Lifecycle::InProgress))
            && after.chars().all(|c| c.is_uppercase() || c == ' ')
        {
            status = Some(after.to_owned());
            name = before.to_owned();
        }
    }
    (name.trim().trim_end_matches(['-', '—', '–', ':']).trim().to_owned(), date, status)
}

const OPENING: &[char] = &['(', '[', '（', '【'];

/// The text in brackets at the end.
fn bracketed(text: &str) -> Option<String> {
    let bare = text.trim_end();
    let inner = bare.strip_suffix([')', ']', '）', '】'])?;
    let open = inner.rfind(OPENING)?;
    inner.get(open..)?.strip_prefix(OPENING).map(str::to_owned)
}

/// A date or a span of the plan: `2026-01-20`, `Week 1-2`, `Q3 2026`, `March`.
fn is_date(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let digits = lower.chars().filter(char::is_ascii_digit).count();
    let spans = [
        "week",
        "weeks",
        "day",
        "days",
        "month",
        "months",
        "sprint",
        "q1",
        "q2",
        "q3",
        "q4",
        "semana",
        "semaine",
        "woche",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "h1",
        "h2",
    ];
    let spanned = lower
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| spans.contains(&word) || MONTHS.contains(&word));
    (spanned && digits > 0) || is_calendar_date(&lower)
}

/// Months and spans in other languages.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "enero", "febrero", "marzo", "abril", "mayo",
    "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "janvier", "février", "mars", "avril", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre", "janeiro", "fevereiro", "março", "maio", "junho", "julho",
    "setembro", "outubro", "novembro", "dezembro", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
    "сентября", "октября", "ноября", "декабря", "semanas", "semaines", "wochen",
];

/// `2026-01-20`, `20.01.2026`, `2026/01`
fn is_calendar_date(text: &str) -> bool {
    let parts: Vec<&str> =
        text.split(['-', '/', '.', ' ', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    parts.len() >= 2
        && parts.iter().take(3).all(|part| part.chars().all(|c| c.is_ascii_digit()))
        && parts.iter().any(|part| part.len() == 4)
}

/// A phase with a date or a status in its title or in a line below.
pub(super) fn phase_heading(context: &Context, id: SectionId, section: &Section, items: &mut Items) {
    let (name, mut date, mut status) = phase_name(&section.title);
    // A line below may tell both: "**Status**: Completed".
    if date.is_none() && status.is_none() {
        for statement in context.statements(id) {
            let Some(cut) = text::labelled(&statement.text) else { continue };
            match text::squash(cut.label).as_str() {
                "status" | "estado" | "statut" | "stand" | "状態" | "상태" | "状态" | "статус" => {
                    status = status.or_else(|| said(cut.rest));
                }
                "date" | "duedate" | "targetdate" | "deadline" | "completedon" | "implementationdate"
                | "timeline" | "fecha" | "datum" | "data" | "日付" | "날짜" | "日期" | "дата"
                    if is_date(cut.rest) =>
                {
                    date = date.or_else(|| said(cut.rest));
                }
                _ => {}
            }
        }
    }
    if (date.is_none() && status.is_none()) || name.is_empty() {
        return;
    }
    items.push(
        Draft::new(Kind::Milestone, id, section.title_range)
            .key(&name)
            .text(section.title.as_ref())
            .rank(2)
            .said("date", date.as_deref())
            .said("status", status.as_deref()),
    );
}

/// A value, unless it says nothing.
fn said(value: &str) -> Option<String> {
    (!says_nothing(value)).then(|| value.to_owned())
}

/// Whether a table lists milestones.
pub(super) fn is_timeline(grid: &crate::grid::Grid) -> bool {
    grid.column(&[
        "milestone",
        "phase",
        "target date",
        "due date",
        "deadline",
        "hito",
        "fase",
        "etapa",
        "jalon",
        "meilenstein",
        "マイルストーン",
        "フェーズ",
        "段階",
        "마일스톤",
        "단계",
        "里程碑",
        "阶段",
        "веха",
        "этап",
        "étape",
    ])
    .is_some()
}

/// Rows and lines of a timeline.
pub(super) fn timeline(context: &Context, id: SectionId, items: &mut Items) {
    for grid in context.grids_of(id) {
        if !is_timeline(grid) && !context.outline.holds(id, Kind::Milestone) {
            continue;
        }
        let name = grid.column(heads::MILESTONE).unwrap_or(0);
        let date = grid.column(heads::SPAN).filter(|at| *at != name);
        let status = grid.column(heads::STATUS).filter(|at| *at != name);
        for row in grid.filled_rows() {
            let Some(said) = row.said(Some(name)) else { continue };
            let (date, status) = (row.said(date), row.said(status));
            if date.is_none() && status.is_none() {
                continue;
            }
            let (key, _, _) = phase_name(said);
            items.push(
                Draft::new(Kind::Milestone, id, row.range)
                    .key(key)
                    .text(said)
                    .said("date", date)
                    .said("status", status),
            );
        }
    }
    if !context.outline.holds(id, Kind::Milestone) {
        return;
    }
    for statement in context.statements(id) {
        let Some(cut) = text::labelled(&statement.text) else { continue };
        let (date, name) = if is_date(cut.label) || is_calendar_date(cut.label) {
            (cut.label, cut.rest)
        } else {
            (cut.rest, cut.label)
        };
        let dated = is_date(date) || date.split([',', '(', ' ']).next().is_some_and(is_calendar_date);
        if (dated || statement.done == Some(true)) && !name.is_empty() && !says_nothing(name) {
            let mut draft = Draft::new(Kind::Milestone, id, statement.range)
                .key(phase_name(name).0)
                .text(&statement.text);
            if dated {
                draft = draft.field("date", date);
            }
            items.push(draft.said("status", statement.done.filter(|done| *done).map(|_| "Completed")));
        }
    }
}

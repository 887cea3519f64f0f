//! The phases of a plan: what is said of each, and the tasks in it.

use crate::Context;
use crate::fields::Name;
use crate::words::phrases;
use abide_model::{Item, Kind};
use abide_syntax::{Section, SectionId, TextRange};
use abide_template::{Lifecycle, normalise};
use std::collections::{HashMap, HashSet};

/// How far a phase is said to be, and where.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// The stage.
    pub(crate) stage: Stage,
    /// The words for it.
    pub(crate) words: String,
    /// Where they stand.
    pub(crate) place: TextRange,
}

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

/// One task with a box.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boxed<'a> {
    /// The task.
    pub(crate) item: &'a Item,
    /// Whether it is ticked.
    pub(crate) done: bool,
}

/// One phase.
#[derive(Clone, Debug)]
pub(crate) struct Phase<'a> {
    /// Its name as written.
    pub(crate) name: String,
    /// All that is said of how far it is, in source order.
    pub(crate) said: Vec<Said>,
    /// Its tasks that have a box, in source order.
    pub(crate) tasks: Vec<Boxed<'a>>,
}

/// The phases of a document that have a heading, and those that only a table or list names.
pub(crate) fn phases<'a>(context: &'a Context) -> Vec<Phase<'a>> {
    let document = context.document;
    let mut phases: Vec<Phase> = Vec::new();
    let mut by_section: HashMap<SectionId, usize> = HashMap::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_number: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut add = |phases: &mut Vec<Phase<'a>>, name: &str| {
        let at = phases.len();
        by_name.entry(normalise(name)).or_default().push(at);
        if let Some(number) = number_of(name) {
            by_number.entry(number).or_default().push(at);
        }
        phases.push(Phase { name: name.to_owned(), said: Vec::new(), tasks: Vec::new() });
        at
    };
    let milestones: HashMap<TextRange, &Item> =
        context.items(Kind::Milestone).map(|item| (item.range, item)).collect();
    let named: HashSet<String> = milestones.values().map(|item| normalise(&item.key)).collect();
    let mut headed: HashSet<TextRange> = HashSet::new();
    for (at, section) in document.sections().iter().enumerate().skip(1) {
        let milestone = milestones.get(&section.title_range);
        let phase = milestone.is_some()
            || number_of(&section.title).is_some()
            || named.contains(&normalise(&section.title));
        if !phase {
            continue;
        }
        let name = milestone.map_or(section.title.as_ref(), |item| item.key.as_str());
        let known = add(&mut phases, name);
        by_section.insert(SectionId(at as u32), known);
        let said = milestone.and_then(|item| said(context, item.text_field("status")?, section.title_range));
        let said =
            said.or_else(|| in_title(context, section.title_range)).or_else(|| status_line(context, section));
        if let (Some(phase), Some(said)) = (phases.get_mut(known), said) {
            phase.said.push(said);
        }
        headed.insert(section.title_range);
    }
    // What a table or list says of a phase belongs to the heading of that name, or of that number where only one has it.
    let listed = context.items(Kind::Milestone).filter(|item| !headed.contains(&item.range));
    let listed = listed.map(|item| (item.key.as_str(), item.text_field("status"), item.range));
    let mentions = context.spec.mentions.iter().filter(|mention| !context.is_kept(mention.range));
    let mentioned = mentions.filter_map(|mention| {
        let name = mention.item.strip_prefix("milestone:")?;
        (!headed.contains(&mention.range)).then_some((
            name,
            mention.fields.get("status").and_then(|status| status.as_str()),
            mention.range,
        ))
    });
    for (name, status, range) in listed.chain(mentioned) {
        let Some(said) = status.and_then(|status| said(context, status, range)) else { continue };
        let only = |found: Option<&Vec<usize>>| match found.map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        };
        let number = number_of(name).or_else(|| name.trim().parse().ok());
        let known = only(by_name.get(&normalise(name))).or_else(|| only(by_number.get(&number?)));
        if let Some(phase) = known.and_then(|known| phases.get_mut(known)) {
            phase.said.push(said);
        }
    }
    let mut by_label: HashMap<&str, usize> = HashMap::new();
    for item in context.items(Kind::Task) {
        let Some(done) = boxed(context, item) else { continue };
        let task = Boxed { item, done };
        // A label above a list: "- Phase 1 (not started)" with nested tasks.
        let label = item.text_field("phase").filter(|label| !headed_by(item, label));
        if let Some(label) = label.filter(|label| number_of(label).is_some() || title_stage(label).is_some())
        {
            let at = *by_label.entry(label).or_insert(phases.len());
            if at == phases.len() {
                phases.push(labelled(context, label, item.range));
            }
            if let Some(phase) = phases.get_mut(at) {
                phase.tasks.push(task);
            }
            continue;
        }
        let mut section = document.section_at(item.range.start);
        while section != SectionId::ROOT {
            if let Some(phase) = by_section.get(&section).and_then(|known| phases.get_mut(*known)) {
                phase.tasks.push(task);
                break;
            }
            let Some(found) = document.section(section) else { break };
            section = found.parent;
        }
    }
    phases
}

/// The number of a phase, milestone, sprint or stage: 2 of "Phase 2: Wire".
pub(crate) fn number_of(name: &str) -> Option<u32> {
    const WORDS: &str = "phase | milestone | sprint | stage | iteration | fase | hito | etapa | étape | jalon | meilenstein | etappe | フェーズ | フェイズ | マイルストーン | 단계 | 阶段 | 里程碑
        | 階段 | этап | фаза";
    let key = normalise(name);
    let short = key.strip_prefix('m').filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
    let rest = phrases(WORDS).find_map(|word| key.strip_prefix(word)).or(short)?.trim_start();
    let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let (number, after) = rest.split_at_checked(digits)?;
    // "Phase 1.5" stands between two, "Phase 1a" and "Phase 1b" share a number, "Phase 1-3" is several.
    let plain = after.is_empty()
        || after.starts_with(' ') && !after.trim_start().starts_with(|letter: char| letter.is_ascii_digit());
    if plain { number.parse().ok() } else { None }
}

fn said(context: &Context, words: &str, within: TextRange) -> Option<Said> {
    let stage = stage(words)?;
    let place = context.slice(within).find(words).map(|at| {
        let start = within.start() + at;
        TextRange::new(start, start + words.len())
    });
    Some(Said { stage, words: words.to_owned(), place: place.unwrap_or(within) })
}

/// Whether a phase is one of the sections that hold a task.
fn headed_by(item: &Item, label: &str) -> bool {
    item.section.iter().any(|title| title.contains(label))
}

/// A phase that a label names, somewhere above its first task.
fn labelled<'a>(context: &Context, label: &str, task: TextRange) -> Phase<'a> {
    let before = context.document.text().get(..task.start()).unwrap_or_default();
    let mut said = Vec::new();
    if let Some((stage, words)) = title_stage(label)
        && let Some(at) = before.rfind(words)
    {
        said.push(Said { stage, words: words.to_owned(), place: TextRange::new(at, at + words.len()) });
    }
    Phase { name: label.to_owned(), said, tasks: Vec::new() }
}

/// The status that a heading gives besides its name: "Phase 2: Wire — Not started".
fn in_title(context: &Context, title: TextRange) -> Option<Said> {
    let (stage, words) = title_stage(context.slice(title))?;
    let place = TextRange::of_slice(context.document.text(), words)?;
    Some(Said { stage, words: words.to_owned(), place })
}

fn title_stage(title: &str) -> Option<(Stage, &str)> {
    let parts = title
        .split(['(', ')', '[', ']', '（', '）', '—', '–', ':', '：'])
        .flat_map(|part| part.split(" - "))
        .skip(1);
    let parts = parts.map(|part| part.trim().trim_matches(['*', '_', ' ']));
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

/// "Status: Not started" above the tasks of a phase.
fn status_line(context: &Context, section: &Section) -> Option<Said> {
    const NEAR: usize = 8;
    let status = Name::new("status");
    let text = context.document.text();
    let body = section.body.slice(text);
    for line in body.lines().filter(|line| !line.trim().is_empty()).take(NEAR) {
        let bare = line.trim().trim_start_matches(['-', '>', '*', '_', '+', ' ']);
        let Some((name, value)) = bare.split_once([':', '：']) else { continue };
        if !status.is(name.trim_matches(['*', '_', ' '])) {
            continue;
        }
        let value = value.trim().trim_matches(['*', '_', ' ']);
        let place = TextRange::of_slice(text, value)?;
        return Some(Said { stage: stage(value)?, words: value.to_owned(), place });
    }
    None
}

/// The stage that words say; of those that say less or more than the three, none.
fn stage(words: &str) -> Option<Stage> {
    const OPEN: &str = "not started | planned | todo | to do | pending | upcoming | backlog | future | next | not begun | queued | pendiente | no iniciado | no iniciada
        | sin empezar | planificado | planificada | à faire | non commencé | non commencée | prévu | prévue | offen | geplant | nicht begonnen | nicht gestartet
        | não iniciado | não iniciada | pendente | planejado | planejada | 未着手 | 未開始 | 予定 | 예정 | 미착수 | 대기 | 未开始 | 待开始 | 计划中 | не начато | не начат | не начата
        | запланировано";
    let key = normalise(words);
    let opens = phrases(OPEN).any(|open| {
        // "Pending: the code is complete" says something else than "Pending".
        key.strip_prefix(open).is_some_and(|rest| !rest.chars().any(char::is_alphabetic))
    });
    // "0%" and "100%".
    if opens || key == "0" && words.contains('%') {
        return Some(Stage::NotStarted);
    }
    if key == "100" && words.contains('%') {
        return Some(Stage::Done);
    }
    match Lifecycle::of_status(words)? {
        Lifecycle::Implemented => Some(Stage::Done),
        Lifecycle::InProgress => Some(Stage::Started),
        Lifecycle::Draft if matches!(words.trim(), "📋" | "⬜" | "☐") => Some(Stage::NotStarted),
        _ => None,
    }
}

/// Whether a task's box is ticked; nothing where it has none.
fn boxed(context: &Context, item: &Item) -> Option<bool> {
    let text = context.document.text();
    let before = text.get(..item.range.start()).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let own = item.range.slice(text);
    let mark = line.rfind('[').and_then(|at| line.get(at..)).unwrap_or(own);
    let state = mark.strip_prefix('[')?;
    if state.starts_with("x]") || state.starts_with("X]") {
        Some(true)
    } else if state.starts_with(" ]") {
        Some(false)
    } else {
        None
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
            ("✅ Done", Some(Stage::Done)),
            ("100 %", Some(Stage::Done)),
            ("abgeschlossen", Some(Stage::Done)),
            ("In progress", Some(Stage::Started)),
            ("Pending - code complete, validation required", None),
            ("Blocked", None),
            ("Owner: Ada", None),
        ] {
            assert_eq!(stage(words), expected, "{words}");
        }
    }
}

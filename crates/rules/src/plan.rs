//! The phases of a plan: what is said of each, and the tasks in it.

use crate::Context;
use crate::fields::STATUS;
use crate::stages::{Stage, number_of, stage, title_stage};
use crate::words::phrases;
use abide_model::{Item, Kind};
use abide_syntax::{NodeId, NodeKind, Section, SectionId, Table, TextRange};
use abide_template::normalise;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use std::sync::LazyLock;

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
            || !named.is_empty() && named.contains(&normalise(&section.title));
        if !phase {
            continue;
        }
        let name = milestone.map_or(section.title.as_ref(), |item| item.key.as_str());
        let known = add(&mut phases, name);
        by_section.insert(SectionId(at as u32), known);
        let said = milestone.and_then(|item| said(context, item.text_field("status")?, section.title_range));
        let said = said.or_else(|| in_title(context, section.title_range));
        if let Some(phase) = phases.get_mut(known) {
            phase.said.extend(said);
            phase.said.extend(status_line(context, section));
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
    let stated = listed
        .chain(mentioned)
        .filter_map(|(name, status, range)| Some((name.to_owned(), said(context, status?, range)?)));
    for (name, said) in stated.chain(tabled(context)) {
        let only = |found: Option<&Vec<usize>>| match found.map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        };
        let number = number_of(&name).or_else(|| name.trim().parse().ok());
        let known = only(by_name.get(&normalise(&name))).or_else(|| only(by_number.get(&number?)));
        if let Some(phase) = known.and_then(|known| phases.get_mut(known))
            && phase.said.iter().all(|known| known.place != said.place)
        {
            phase.said.push(said);
        }
    }
    let mut by_label: HashMap<&str, usize> = HashMap::new();
    for item in context.items(Kind::Task) {
        let Some(done) = boxed(context, item) else { continue };
        let task = Boxed { item, done };
        // A label above a list: "- Phase 1 (not started)" with nested tasks.
        let label = item.text_field("phase").filter(|label| !headed_by(item, label));
        let label = label.or_else(|| line_above(context, item));
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

/// What tables of phases say of them, wherever they stand.
fn tabled(context: &Context) -> Vec<(String, Said)> {
    const NAMES: &str = "phase | phases | milestone | milestones | stage | sprint | fase | hito | etapa | étape | jalon | phasen | meilenstein | フェーズ | マイルストーン | 단계 | 阶段 | 里程碑 | 階段 | этап | фаза";
    static HEADS: LazyLock<HashSet<String>> = LazyLock::new(|| phrases(NAMES).map(normalise).collect());
    let document = context.document;
    let mut found = Vec::new();
    for (at, node) in document.nodes().iter().enumerate() {
        if node.kind != NodeKind::Table {
            continue;
        }
        let Some(table) = Table::new(document, NodeId(at as u32)) else { continue };
        let heads = table.columns();
        let Some(state) = heads.iter().position(|head| STATUS.is(head)) else { continue };
        let Some(name) = heads.iter().position(|head| HEADS.contains(&normalise(head))) else { continue };
        for row in table.rows() {
            let cells: Vec<_> = table.cells(row).collect();
            let (Some(named), Some(stated)) = (cells.get(name), cells.get(state)) else { continue };
            let range = table.cell_range(*stated).trim(document.text());
            let words = document.slice(range).trim_matches(['*', '_', '`', ' ']);
            let place = TextRange::of_slice(document.text(), words).unwrap_or(range);
            if let Some(stage) = stage(words).filter(|_| !context.is_kept(place)) {
                found.push((
                    document.plain_text(*named).into_owned(),
                    Said { stage, words: words.to_owned(), place },
                ));
            }
        }
    }
    found
}

fn said(context: &Context, words: &str, within: TextRange) -> Option<Said> {
    let stage = stage(words)?;
    // A mark that only stands for a status is a matter of taste, but for a tick.
    if stage != Stage::Done && !context.slice(within).contains(words) {
        return None;
    }
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

/// The line of a list that a task is nested below.
fn line_above<'a>(context: &'a Context, item: &Item) -> Option<&'a str> {
    let document = context.document;
    let behind = document.nodes().partition_point(|node| node.range.start <= item.range.start);
    let mut at = NodeId(u32::try_from(behind.checked_sub(1)?).ok()?);
    let mut own = false;
    while at != NodeId::ROOT {
        let node = document.node(at);
        if matches!(node.kind, NodeKind::Item { .. }) {
            if own {
                return document
                    .slice(node.range)
                    .lines()
                    .next()
                    .map(|line| line.trim_start_matches(['-', '*', '+', ' ']).trim_end());
            }
            own = true;
        }
        at = node.parent;
    }
    None
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

/// "Status: Not started" above the tasks of a phase.
fn status_line(context: &Context, section: &Section) -> Option<Said> {
    const NEAR: usize = 8;
    let text = context.document.text();
    let body = section.body.slice(text);
    for line in body.lines().filter(|line| !line.trim().is_empty()).take(NEAR) {
        let bare = line.trim().trim_start_matches(['-', '>', '*', '_', '+', ' ']);
        let Some((name, value)) = bare.split_once([':', '：']) else { continue };
        if !STATUS.is(name.trim_matches(['*', '_', ' '])) {
            continue;
        }
        let value = value.trim().trim_matches(['*', '_', ' ']);
        let place = TextRange::of_slice(text, value)?;
        return Some(Said { stage: stage(value)?, words: value.to_owned(), place });
    }
    None
}

/// Whether a task's box is ticked; nothing where it has none.
pub(crate) fn boxed(context: &Context, item: &Item) -> Option<bool> {
    let text = context.document.text();
    let before = text.get(..item.range.start()).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let own = item.range.slice(text);
    let mark = line.rfind('[').and_then(|at| line.get(at..)).unwrap_or(own);
    let state = mark.strip_prefix('[')?;
    if state.starts_with("x]") || state.starts_with("X]") {
        Some(true)
    } else if state.starts_with(" ]") && !state.starts_with(" ]*") {
        // A star marks what is optional.
        Some(false)
    } else {
        None
    }
}

/// Whether an open task says itself that it is not part of the work any more.
pub(crate) fn is_put_off(context: &Context, task: &Item) -> bool {
    const WORDS: &str = "deferred | optional | skipped | moved | postponed | dropped | cancelled | canceled | out of scope | not needed | no longer | won't | later | future | stretch
        | nice to have | follow-up | n/a | ~~ | aplazad | opcional | pospuest | reporté | optionnel | facultati | verschoben | entfällt | adiad | 延期 | 任意 | 不要 | 推迟 | 可选 | 取消 | 보류 | 선택 | отложен | необязательно";
    let lower = context.slice(task.range).to_lowercase();
    phrases(WORDS).any(|word| lower.contains(word))
}

//! The sections that a template asks for: order, nesting, which are optional, which repeat.

use super::{body_with_labels, optional, placeholder};
use crate::heading;
use crate::schema::{Placeholder, Presence, Slot, SlotId, TitleSlot};
use abide_syntax::{Document, HeadingStyle, NodeKind, Section, SectionId, TextRange};

pub(super) struct Outline {
    pub title: Option<TitleSlot>,
    pub slots: Vec<Slot>,
    pub slot_of: Vec<Option<SlotId>>,
}

pub(super) fn read(document: &Document) -> Outline {
    let sections = document.sections();
    let title_section = title_section(document);
    let mut slots: Vec<Slot> = Vec::new();
    let mut slot_of = vec![None; sections.len()];
    for (at, section) in sections.iter().enumerate().skip(1) {
        if Some(at) == title_section {
            continue;
        }
        let id = SectionId(at as u32);
        let parent = slot_of.get(section.parent.index()).copied().flatten();
        let slot = slot(document, section, id, parent);
        if let Some(place) = slot_of.get_mut(at) {
            *place = Some(SlotId(slots.len() as u32));
        }
        slots.push(slot);
    }
    for at in 0..slots.len() {
        let id = SlotId(at as u32);
        let leaf = !slots.iter().any(|slot| slot.parent == Some(id) && !slot.label);
        if let Some(slot) = slots.get_mut(at) {
            slot.leaf = leaf;
        }
    }
    announced(document, &slot_of, &mut slots);
    families(&mut slots);
    let title = title_section.and_then(|at| sections.get(at)).map(|section| TitleSlot {
        text: document.slice(section.title_range).to_owned(),
        range: section.title_range,
        is_hint: is_title_hint(document.slice(section.title_range)),
    });
    Outline { title, slots, slot_of }
}

/// The first heading, if it is the only one of its level and all others are deeper.
pub(crate) fn title_section(document: &Document) -> Option<usize> {
    let headings = || {
        let all = document.sections().iter().enumerate().skip(1);
        all.filter(|(_, section)| section.style != HeadingStyle::Bold)
    };
    let (at, first) = headings().next()?;
    let others = headings().skip(1).filter(|(_, section)| section.level <= first.level).count();
    // A lone first heading with nothing below it is a section only if no other heading exists.
    (first.level == 1 && (others == 0 || others * 4 < headings().count() && followed_by_deeper(document, at)))
        .then_some(at)
}

// A second level-1 heading late in a document (an appendix) does not make the first one less of a title.
fn followed_by_deeper(document: &Document, at: usize) -> bool {
    let sections = document.sections();
    let next = sections.iter().skip(at + 1).find(|section| section.style != HeadingStyle::Bold);
    next.is_some_and(|next| next.level > 1)
}

fn slot(document: &Document, section: &Section, id: SectionId, parent: Option<SlotId>) -> Slot {
    let written = document.slice(section.title_range).trim_matches(['*', '_']);
    let mut holes = placeholder::in_line(written, 0, false);
    holes.retain(is_hole);
    let fixed = without(written, &holes);
    let title = section.title.to_string();
    let any_title = !holes.is_empty() && !fixed.chars().any(char::is_alphanumeric);
    // An emoji-only or symbol-only rest is no title either.
    let key = if any_title { String::new() } else { heading::normalise(&strip_marks(&fixed)) };
    let body = body_with_labels(document, section, id);
    let (own, _) = comments(document, id);
    let reason = optional::in_heading(written)
        .or_else(|| own.and_then(|range| optional::in_comment(document.slice(range))))
        .or_else(|| first_text(document, id).and_then(leading_optional));
    let named = holes.iter().any(|hole| is_name_hole(&hole.text));
    let prefix = if any_title {
        None
    } else if let Some(prefix) = enumerated(&key) {
        Some(prefix.to_owned())
    } else {
        (named && !key.is_empty()).then(|| key.clone())
    };
    Slot {
        title,
        key,
        prefix,
        any_title,
        concepts: Vec::new(),
        synonyms: Vec::new(),
        level: section.level,
        parent,
        label: section.style == HeadingStyle::Bold,
        presence: reason.map_or(Presence::Required, |reason| Presence::Optional(reason.to_owned())),
        family: None,
        expectations: Vec::new(),
        heading: section.title_range,
        body,
        leaf: true,
        has_text: has_text(document, id),
    }
}

/// A placeholder that stands for a part of a title; "Questions / Risks" is no choice there.
fn is_hole(found: &Placeholder) -> bool {
    use crate::schema::PlaceholderKind::*;
    matches!(found.kind, Bracket | Angle | WhiteBracket | Brace | Number | Date | Parenthesis)
}

fn without(text: &str, holes: &[Placeholder]) -> String {
    let mut fixed = String::new();
    let mut at = 0;
    for hole in holes {
        fixed.push_str(text.get(at..hole.range.start()).unwrap_or_default());
        at = hole.range.end();
    }
    fixed.push_str(text.get(at..).unwrap_or_default());
    fixed
}

fn strip_marks(title: &str) -> String {
    title.replace(['*', '`'], "").trim().trim_end_matches(['-', '–', '—', ' ']).to_owned()
}

/// A hole for a name makes "one for each": "Requirement: <name>", not "Problem Statement: ⟦What hurts?⟧".
fn is_name_hole(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "name",
        "title",
        "nombre",
        "titulo",
        "título",
        "nom",
        "titre",
        "titel",
        "名",
        "이름",
        "назван",
        "#",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word)) && text.split_whitespace().count() <= 6
}

/// The fixed part of a key that ends with a number or letter: `component` for `component a`.
pub(crate) fn enumerated(key: &str) -> Option<&str> {
    let (prefix, last) = match key.rsplit_once(' ') {
        Some((prefix, last)) => (prefix, last),
        None => (key, ""),
    };
    let roman = !last.is_empty() && last.len() <= 4 && last.chars().all(|letter| "ivx".contains(letter));
    let number = !last.is_empty() && last.len() <= 3 && last.bytes().all(|byte| byte.is_ascii_digit());
    let letter = last.len() == 1 && last.bytes().all(|byte| byte.is_ascii_lowercase());
    let mask = matches!(last, "xx" | "xxx" | "nnn" | "nnnn");
    (number || letter || roman || mask).then_some(prefix)
}

/// Comments in a section: the one it starts with, and the one it ends with after other text.
fn comments(document: &Document, id: SectionId) -> (Option<TextRange>, Option<TextRange>) {
    let blocks: Vec<_> = document.section_blocks(id).collect();
    let comment = |at: Option<&abide_syntax::NodeId>| {
        let node = document.node(*at?);
        match node.kind {
            NodeKind::Comment => Some(node.range),
            NodeKind::Html => {
                let child = document.children(*at?).next()?;
                let child = document.node(child);
                (child.kind == NodeKind::Comment).then_some(child.range)
            }
            _ => None,
        }
    };
    (comment(blocks.first()), if blocks.len() > 1 { comment(blocks.last()) } else { None })
}

/// A comment at the end of a section that announces the next heading: "<!-- This is an optional element. -->".
fn announced(document: &Document, slot_of: &[Option<SlotId>], slots: &mut [Slot]) {
    for (at, next) in slot_of.iter().enumerate().skip(1) {
        let Some(next) = next else { continue };
        let (first, last) = comments(document, SectionId(at as u32 - 1));
        // A comment that is all of a section speaks of what follows only where the section is the title's.
        let before = last.or(first.filter(|_| slot_of.get(at - 1).copied().flatten().is_none()));
        let Some(reason) = before.and_then(|range| optional::in_comment(document.slice(range))) else {
            continue;
        };
        if let Some(slot) = slots.get_mut(next.index())
            && slot.presence == Presence::Required
        {
            slot.presence = Presence::Optional(reason.to_owned());
        }
    }
}

/// The first paragraph of a section.
fn first_text(document: &Document, id: SectionId) -> Option<&str> {
    let block = document.section_blocks(id).find(|block| {
        let kind = document.node(*block).kind;
        matches!(kind, NodeKind::Paragraph | NodeKind::Quote)
    })?;
    Some(document.source(block))
}

/// Text that makes its own section optional says so in a short sentence of its own.
fn leading_optional(text: &str) -> Option<&str> {
    text.split_inclusive(['.', '\n', '。']).find_map(|sentence| {
        let about_itself =
            ["section", "sección", "abschnitt", "セクション", "optional", "only when", "if applicable"];
        let lower = sentence.to_lowercase();
        let short = sentence.len() <= 120 && about_itself.iter().any(|word| lower.contains(word));
        short.then(|| optional::phrase(sentence)).flatten()
    })
}

fn has_text(document: &Document, id: SectionId) -> bool {
    document.section_blocks(id).any(|block| {
        let node = document.node(block);
        match node.kind {
            NodeKind::Comment | NodeKind::ThematicBreak => false,
            NodeKind::Html => {
                let comments =
                    document.children(block).map(|child| document.node(child).range.len()).sum::<usize>();
                node.range.trim(document.text()).len() > comments + 1
            }
            _ => true,
        }
    })
}

/// Neighbours whose titles differ only in their number stand for any number of the like.
fn families(slots: &mut [Slot]) {
    for at in 0..slots.len() {
        let Some(slot) = slots.get(at) else { continue };
        if slot.label || slot.family.is_some() {
            continue;
        }
        let Some(prefix) = slot.prefix.clone() else { continue };
        let (level, parent, key) = (slot.level, slot.parent, slot.key.clone());
        let last = key.rsplit(' ').next().unwrap_or_default();
        let members: Vec<usize> = (at..slots.len())
            .filter(|other| {
                slots.get(*other).is_some_and(|other| {
                    other.level == level
                        && other.parent == parent
                        && other.prefix.as_deref() == Some(prefix.as_str())
                })
            })
            .collect();
        // "Plan B" alone is a title; "Endpoint 1: …" alone is the first of its kind.
        let alone = members.len() == 1;
        let counted = matches!(last, "1" | "01" | "001" | "a" | "x" | "n" | "nnn" | "nnnn" | "xxx");
        if alone && enumerated(&key).is_some() && !counted {
            if let Some(slot) = slots.get_mut(at) {
                slot.prefix = None;
            }
            continue;
        }
        for (nth, member) in members.into_iter().enumerate() {
            if let Some(slot) = slots.get_mut(member) {
                slot.family = Some(SlotId(at as u32));
                if nth > 0 && slot.presence == Presence::Required {
                    slot.presence = Presence::Optional(format!("one of any number of \"{prefix} …\""));
                }
            }
        }
    }
}

/// Whether a title is there to be replaced: it holds a placeholder, or it is words such as "Spec Name".
pub(crate) fn is_title_hint(title: &str) -> bool {
    let marked = placeholder::in_line(title, 0, false).iter().any(is_hole);
    const FILLERS: &[&str] = &[
        "a",
        "an",
        "the",
        "your",
        "my",
        "our",
        "this",
        "here",
        "of",
        "short",
        "spec",
        "specification",
        "feature",
        "component",
        "project",
        "module",
        "document",
        "proposal",
        "rfc",
        "adr",
        "otep",
        "awesome",
        "replace",
        "with",
        "name",
        "title",
    ];
    let key = heading::normalise(title);
    let words: Vec<_> = key.split(' ').collect();
    let named = words.iter().any(|word| matches!(*word, "name" | "title"));
    marked || named && words.iter().all(|word| FILLERS.contains(word))
}

//! What the other documents of a template do: they tell what is really expected.
//!
//! A heading kept by at least 80% of the others is expected, one kept by less than 50% is optional; a line kept by at
//! least 50% is boilerplate. The thresholds come from 7,030 documents held against their templates.

use crate::align::Alignment;
use crate::lines::{digest, lines};
use crate::outline::Outline;
use crate::schema::{Schema, SlotId};
use abide_syntax::{Document, NodeKind, SectionId, TextRange};
use std::collections::HashMap;

/// Fewer others than this say nothing; the template alone decides.
pub const FEWEST: u32 = 4;

/// A line that a document has in common with its template.
#[derive(Clone, Copy, Debug)]
pub struct KeptLine {
    /// Its digest.
    pub digest: u64,
    /// Where it stands in the document.
    pub range: TextRange,
}

/// What one document contributes.
#[derive(Clone, Debug, Default)]
pub struct Contribution {
    /// The lines that it has in common with its template, in order.
    pub kept: Vec<KeptLine>,
    slots: Vec<(u64, bool)>,
    lines: Vec<u64>,
    fields: Vec<(u64, u64)>,
    headings: Vec<u64>,
}

/// What all documents of a template contribute together.
#[derive(Clone, Debug, Default)]
pub struct Siblings {
    documents: u32,
    slots: HashMap<u64, Kept>,
    lines: HashMap<u64, u32>,
    fields: HashMap<u64, u32>,
    values: HashMap<(u64, u64), u32>,
    headings: HashMap<u64, u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Kept {
    present: u32,
    empty: u32,
}

/// How many of the other documents do a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// So many do.
    pub some: u32,
    /// Of so many.
    pub all: u32,
}

impl Share {
    /// Whether there are enough others to tell.
    pub fn tells(self) -> bool {
        self.all >= FEWEST
    }

    /// Whether at least 80% of the others do.
    pub fn is_expected(self) -> bool {
        self.tells() && self.some * 10 >= self.all * 8
    }

    /// Whether at least 50% of the others do.
    pub fn is_usual(self) -> bool {
        self.tells() && self.some * 2 >= self.all
    }
}

impl Contribution {
    /// Reads what a document contributes to the siblings of its template.
    pub fn new(schema: &Schema, alignment: &Alignment, outline: &Outline, document: &Document) -> Self {
        let mut slots = Vec::new();
        for (id, _) in schema.slots() {
            if let Some(section) = alignment.section(id) {
                slots.push((slot_key(schema, id), is_bare(document, section)));
            }
        }
        let text = document.text();
        let mut kept = Vec::new();
        for line in lines(text, TextRange::new(0, text.len())) {
            if let Some((digest, _)) = schema.lines.get(line.text) {
                kept.push(KeptLine { digest, range: line.range });
            }
        }
        let mut digests: Vec<u64> = kept.iter().map(|line| line.digest).collect();
        digests.sort_unstable();
        digests.dedup();
        let field =
            |field: &abide_syntax::Field| (field_key(field.name(text)), value_key(field.value.slice(text)));
        let fields = document.fields().iter().map(field).collect();
        let headings = outline.headings.iter();
        let headings = headings.filter(|heading| !heading.bold).map(|heading| heading.digest).collect();
        Self { kept, slots, lines: digests, fields, headings }
    }
}

impl Siblings {
    /// Adds a document.
    pub fn add(&mut self, one: &Contribution) {
        self.documents += 1;
        for (slot, empty) in &one.slots {
            let kept = self.slots.entry(*slot).or_default();
            kept.present += 1;
            kept.empty += u32::from(*empty);
        }
        for line in &one.lines {
            *self.lines.entry(*line).or_default() += 1;
        }
        let mut names: Vec<u64> = one.fields.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            *self.fields.entry(name).or_default() += 1;
        }
        for field in &one.fields {
            *self.values.entry(*field).or_default() += 1;
        }
        let mut headings = one.headings.clone();
        headings.sort_unstable();
        headings.dedup();
        for heading in headings {
            *self.headings.entry(heading).or_default() += 1;
        }
    }

    /// The number of documents, the one at hand included.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    fn others(&self) -> u32 {
        self.documents.saturating_sub(1)
    }

    /// How many others have a section for a slot that the document at hand lacks.
    pub fn have_section(&self, schema: &Schema, slot: SlotId) -> Share {
        let kept = self.slots.get(&slot_key(schema, slot)).copied().unwrap_or_default();
        Share { some: kept.present, all: self.others() }
    }

    /// Of the others that have a section for a slot, how many leave it empty as the document at hand does.
    pub fn leave_empty(&self, schema: &Schema, slot: SlotId) -> Share {
        let kept = self.slots.get(&slot_key(schema, slot)).copied().unwrap_or_default();
        Share { some: kept.empty.saturating_sub(1), all: kept.present.saturating_sub(1) }
    }

    /// How many others keep a line of the template that the document at hand keeps.
    pub fn keep_line(&self, digest: u64) -> Share {
        let some = self.lines.get(&digest).copied().unwrap_or(0).saturating_sub(1);
        Share { some, all: self.others() }
    }

    /// How many others have a field that the document at hand lacks.
    pub fn have_field(&self, name: &str) -> Share {
        Share { some: self.fields.get(&field_key(name)).copied().unwrap_or(0), all: self.others() }
    }

    /// How many others give a field the value that the document at hand gives it.
    pub fn have_value(&self, name: &str, value: &str) -> Share {
        let key = (field_key(name), value_key(value));
        let some = self.values.get(&key).copied().unwrap_or(0).saturating_sub(1);
        Share { some, all: self.others() }
    }

    /// How many others have a heading that the document at hand has.
    pub fn have_heading(&self, heading: u64) -> Share {
        let some = self.headings.get(&heading).copied().unwrap_or(0).saturating_sub(1);
        Share { some, all: self.others() }
    }
}

/// A slot is the same across versions of its template if its titles are, from the outermost down.
fn slot_key(schema: &Schema, slot: SlotId) -> u64 {
    let mut key = 0u64;
    let mut at = Some(slot);
    while let Some(found) = at.and_then(|id| schema.slot(id)) {
        let title = if found.key.is_empty() { &found.title } else { &found.key };
        key = key.rotate_left(7) ^ digest(title);
        at = found.parent;
    }
    key
}

fn field_key(name: &str) -> u64 {
    digest(&name.to_lowercase())
}

fn value_key(value: &str) -> u64 {
    digest(value.trim().trim_matches(['"', '\'']).to_lowercase().as_str())
}

/// Whether nothing but comments stands in a section and no other section below it.
pub fn is_bare(document: &Document, id: SectionId) -> bool {
    let Some(section) = document.section(id) else { return false };
    if section.range.end > section.body.end {
        return false;
    }
    document.section_blocks(id).all(|block| {
        let node = document.node(block);
        match node.kind {
            NodeKind::Comment | NodeKind::ThematicBreak => true,
            NodeKind::Html => {
                let comments =
                    document.children(block).filter(|child| document.node(*child).kind == NodeKind::Comment);
                let covered: usize = comments.map(|child| document.node(child).range.len()).sum();
                covered > 0 && node.range.trim(document.text()).len() <= covered + 1
            }
            // A list of empty items is nothing.
            NodeKind::List { .. } => {
                let source = document.source(block);
                source.lines().all(|line| crate::lines::without_marker(line).0.is_empty())
            }
            _ => false,
        }
    })
}

//! What the other documents of a template do: they tell what is really expected.
//!
//! A heading kept by at least 80% of the others is expected, one kept by less than 50% is optional; a line kept by at
//! least 50% is boilerplate. The thresholds come from 7,030 documents held against their templates.

use crate::align::Alignment;
use crate::infer::is_date_name;
use crate::lines::{digest, each_line, lines};
use crate::outline::Outline;
use crate::schema::{Schema, SlotId};
use abide_syntax::{Document, NodeKind, SectionId, TextRange};
use foldhash::HashMap;
use std::collections::BTreeMap;

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

/// Whether all of a statement is only kept of the template. A heading may be the template's and still say something: it names
/// what stands below it.
pub fn is_kept(kept: &[KeptLine], document: &Document, range: TextRange) -> bool {
    if kept.is_empty() {
        return false;
    }
    let title = |section: &abide_syntax::Section| section.title_range;
    let heading = document.section(document.section_at(range.start)).map(title);
    if heading.is_some_and(|heading| heading.contains(range)) {
        return false;
    }
    let is_kept = |line: TextRange| {
        let at = kept.partition_point(|known| known.range.end < line.end);
        kept.get(at).is_some_and(|known| known.range.contains(line))
    };
    let mut any = false;
    for line in lines(document.text(), range) {
        if !is_kept(line.range) {
            return false;
        }
        any = true;
    }
    any
}

/// What one document contributes.
#[derive(Clone, Debug, Default)]
pub struct Contribution {
    /// When it was written, by its own metadata.
    pub written: Option<Written>,
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
    /// Those that say when they were written, in that order: their slots and fields.
    dated: BTreeMap<(Written, u32), (Vec<u64>, Vec<u64>)>,
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
    /// Whether only those count that were written around the same time.
    pub near: bool,
}

impl Share {
    fn of(some: u32, all: u32) -> Self {
        Self { some, all, near: false }
    }

    /// Whether there are enough others to tell.
    pub fn tells(self) -> bool {
        self.all >= FEWEST
    }

    /// The share in words, to go before "have it" or "do so".
    pub fn in_words(self) -> String {
        let Self { some, all, near } = self;
        if near {
            format!("{some} of the {all} documents written around the same time")
        } else {
            format!("{some} of {all} other documents of this template")
        }
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
        each_line(document, |line| {
            if let Some((digest, _)) = schema.lines.get(line.text) {
                kept.push(KeptLine { digest, range: line.range });
            }
        });
        let digests = distinct(kept.iter().map(|line| line.digest).collect());
        let field =
            |field: &abide_syntax::Field| (field_key(field.name(text)), value_key(field.value.slice(text)));
        let fields = document.fields().iter().map(field).collect();
        let headings = outline.headings.iter();
        let headings = headings.filter(|heading| !heading.bold).map(|heading| heading.digest).collect();
        Self { written: written(document), kept, slots, lines: digests, fields, headings }
    }

    /// Whether the other documents learn the same from both.
    pub fn tells_the_same(&self, other: &Self) -> bool {
        // Where the kept lines stand matters to the document itself alone.
        self.written == other.written
            && self.slots == other.slots
            && self.lines == other.lines
            && self.fields == other.fields
            && self.headings == other.headings
    }

    fn names(&self) -> Vec<u64> {
        distinct(self.fields.iter().map(|(name, _)| *name).collect())
    }

    fn distinct_headings(&self) -> Vec<u64> {
        distinct(self.headings.clone())
    }
}

fn distinct(mut digests: Vec<u64>) -> Vec<u64> {
    digests.sort_unstable();
    digests.dedup();
    digests
}

fn lessen<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, u32>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
    }
}

impl Siblings {
    /// Adds a document behind those that are there.
    pub fn add(&mut self, one: &Contribution) {
        self.add_at(self.documents + 1, one);
    }

    /// Adds the document of that place in the order of all documents.
    pub fn add_at(&mut self, place: u32, one: &Contribution) {
        self.documents += 1;
        for (slot, empty) in &one.slots {
            let kept = self.slots.entry(*slot).or_default();
            kept.present += 1;
            kept.empty += u32::from(*empty);
        }
        for line in &one.lines {
            *self.lines.entry(*line).or_default() += 1;
        }
        let names = one.names();
        for name in &names {
            *self.fields.entry(*name).or_default() += 1;
        }
        if let Some(written) = one.written {
            let slots = one.slots.iter().map(|(slot, _)| *slot).collect();
            self.dated.insert((written, place), (slots, names));
        }
        for field in &one.fields {
            *self.values.entry(*field).or_default() += 1;
        }
        for heading in one.distinct_headings() {
            *self.headings.entry(heading).or_default() += 1;
        }
    }

    /// Takes a document out that was added at that place and contributed this.
    pub fn remove_at(&mut self, place: u32, one: &Contribution) {
        self.documents = self.documents.saturating_sub(1);
        for (slot, empty) in &one.slots {
            if let Some(kept) = self.slots.get_mut(slot) {
                kept.present = kept.present.saturating_sub(1);
                kept.empty = kept.empty.saturating_sub(u32::from(*empty));
            }
        }
        one.lines.iter().for_each(|line| lessen(&mut self.lines, line));
        one.names().iter().for_each(|name| lessen(&mut self.fields, name));
        if let Some(written) = one.written {
            self.dated.remove(&(written, place));
        }
        one.fields.iter().for_each(|field| lessen(&mut self.values, field));
        one.distinct_headings().iter().for_each(|heading| lessen(&mut self.headings, heading));
    }

    /// The number of documents, the one at hand included.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    fn others(&self) -> u32 {
        self.documents.saturating_sub(1)
    }

    /// What the documents do that were written around the same time, where enough say when that was: a template
    /// changes over the years, and its documents with it.
    fn near(&self, written: Option<Written>, has: impl Fn(&(Vec<u64>, Vec<u64>)) -> bool) -> Option<Share> {
        const AROUND: usize = 20;
        let written = written?;
        if self.dated.len() < AROUND + 4 || (self.dated.len() as u32) * 10 < self.documents * 8 {
            return None;
        }
        let mut before = self.dated.range(..(written, 0)).rev().peekable();
        let mut after = self.dated.range((written, 0)..).peekable();
        let mut some = 0;
        // The document at hand is among them, and does not have what is asked for.
        for _ in 0..=AROUND {
            let distance = |next: Option<&(&(Written, u32), _)>| {
                next.map_or(u32::MAX, |((then, _), _)| then.abs_diff(written))
            };
            let next =
                if distance(before.peek()) < distance(after.peek()) { before.next() } else { after.next() };
            some += u32::from(next.is_some_and(|(_, profile)| has(profile)));
        }
        Some(Share { some, all: AROUND as u32, near: true })
    }

    /// How many others have a section for a slot that the document at hand, written then, lacks.
    pub fn have_section(&self, schema: &Schema, slot: SlotId, written: Option<Written>) -> Share {
        let key = slot_key(schema, slot);
        let kept = self.slots.get(&key).copied().unwrap_or_default();
        let near = self.near(written, |(slots, _)| slots.contains(&key));
        near.unwrap_or_else(|| Share::of(kept.present, self.others()))
    }

    /// Of the others that have a section for a slot, how many leave it empty as the document at hand does.
    pub fn leave_empty(&self, schema: &Schema, slot: SlotId) -> Share {
        let kept = self.slots.get(&slot_key(schema, slot)).copied().unwrap_or_default();
        Share::of(kept.empty.saturating_sub(1), kept.present.saturating_sub(1))
    }

    /// How many others keep a line of the template that the document at hand keeps.
    pub fn keep_line(&self, digest: u64) -> Share {
        let some = self.lines.get(&digest).copied().unwrap_or(0).saturating_sub(1);
        Share::of(some, self.others())
    }

    /// How many others have a field that the document at hand, written then, lacks.
    pub fn have_field(&self, name: &str, written: Option<Written>) -> Share {
        let key = field_key(name);
        let near = self.near(written, |(_, fields)| fields.contains(&key));
        near.unwrap_or_else(|| Share::of(self.fields.get(&key).copied().unwrap_or(0), self.others()))
    }

    /// How many others give a field the value that the document at hand gives it.
    pub fn have_value(&self, name: &str, value: &str) -> Share {
        let key = (field_key(name), value_key(value));
        let some = self.values.get(&key).copied().unwrap_or(0).saturating_sub(1);
        Share::of(some, self.others())
    }

    /// How many others have a heading that the document at hand has.
    pub fn have_heading(&self, heading: u64) -> Share {
        let some = self.headings.get(&heading).copied().unwrap_or(0).saturating_sub(1);
        Share::of(some, self.others())
    }
}

/// A day, counted so that later days are larger and their distance is about that in days.
pub type Written = u32;

/// When a document was written, by its metadata: the first field that holds a date.
fn written(document: &Document) -> Option<Written> {
    let text = document.text();
    document.fields().iter().filter(|field| is_date_name(field.name(text))).find_map(|field| {
        let value = field.value.slice(text).trim_matches(['"', '\'', ' ', '(']);
        let mut parts = value.split(['-', '/', '.', 'T', ' ', ',']);
        let mut number = || parts.next()?.parse::<u32>().ok();
        let (year, month, day) = (number()?, number()?, number().unwrap_or(1));
        let plausible = (1990..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        plausible.then(|| year * 372 + month * 31 + day)
    })
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

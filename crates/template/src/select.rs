//! Which template governs a document: the one whose headings it shares most.

use crate::align::{Alignment, align};
use crate::outline::Outline;
use crate::schema::{Schema, SlotId};
use abide_syntax::Document;
use foldhash::{HashMap, HashMapExt};

/// Templates, indexed by their headings so that a document is compared with all of them at once.
#[derive(Clone, Debug, Default)]
pub struct TemplateSet {
    schemas: Vec<Schema>,
    by_digest: HashMap<u64, Vec<(usize, SlotId)>>,
}

/// A template that may govern a document.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its place in the set.
    pub template: usize,
    /// How the document answers to it.
    pub alignment: Alignment,
}

impl Candidate {
    /// How well document and template fit, from 0 to 1: mostly the share of the template's headings that the document
    /// has, and for the rest the share of the document's headings that the template explains.
    pub fn fit(&self) -> f32 {
        self.alignment.coverage * 0.75 + self.alignment.explained * 0.25
    }
}

impl TemplateSet {
    /// Indexes templates.
    pub fn new(schemas: Vec<Schema>) -> Self {
        let mut by_digest: HashMap<u64, Vec<(usize, SlotId)>> = HashMap::new();
        for (at, schema) in schemas.iter().enumerate() {
            for (digest, slots) in schema.by_title.iter().chain(&schema.by_prefix) {
                let known = by_digest.entry(*digest).or_default();
                known.extend(slots.iter().map(|slot| (at, *slot)));
            }
        }
        Self { schemas, by_digest }
    }

    /// All templates of the set.
    pub fn schemas(&self) -> &[Schema] {
        &self.schemas
    }

    /// One template.
    pub fn schema(&self, template: usize) -> Option<&Schema> {
        self.schemas.get(template)
    }

    /// The share of each template's headings that occur in a document, without regard to order: a cheap first look.
    pub fn overlaps(&self, outline: &Outline) -> Vec<(usize, f32)> {
        let mut seen: Vec<(usize, SlotId)> = Vec::new();
        for heading in &outline.headings {
            for digest in [Some(heading.digest), heading.prefix].into_iter().flatten() {
                if let Some(slots) = self.by_digest.get(&digest) {
                    seen.extend(slots);
                }
            }
        }
        seen.sort_unstable();
        seen.dedup();
        let mut counts: Vec<(usize, f32)> = Vec::new();
        for (template, slot) in seen {
            let Some(schema) = self.schemas.get(template) else { continue };
            if !schema.slot(slot).is_some_and(|found| found.counts(slot)) {
                continue;
            }
            match counts.last_mut() {
                Some((last, count)) if *last == template => *count += 1.0,
                _ => counts.push((template, 1.0)),
            }
        }
        for (template, count) in &mut counts {
            let total = self.schemas.get(*template).map_or(1, Schema::heading_count).max(1);
            *count /= total as f32;
        }
        counts
    }

    /// Aligns a document with one template of the set.
    pub fn align(&self, template: usize, outline: &Outline, document: &Document) -> Option<Candidate> {
        let schema = self.schemas.get(template)?;
        Some(Candidate { template, alignment: align(schema, outline, document) })
    }
}

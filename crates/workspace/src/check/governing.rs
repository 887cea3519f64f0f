//! Which template governs a document, and in which version.

use super::library::{Library, Template};
use super::open::Project;
use crate::git::Creation;
use abide_syntax::Document;
use abide_template::{Alignment, Candidate, Outline};
use std::path::Path;

/// A template that governs a document.
#[derive(Clone, Debug)]
pub struct Governed {
    /// The template's place in the library.
    pub template: usize,
    /// Its version.
    pub version: usize,
    /// How the document answers to it.
    pub alignment: Alignment,
    /// Why this template.
    pub why: Why,
}

/// Why a template governs a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The document's front matter names it.
    Named,
    /// `abide.toml` says so.
    Configured,
    /// The document shares most with it.
    Found,
}

/// A template of the repository governs from this share of its headings on; below, 18% of files in folders of specs
/// turned out to be something else.
pub const LEAST_OVERLAP: f32 = 0.30;

/// A built-in template that nobody named governs from this share on: common headings are common.
pub const LEAST_OVERLAP_BUILTIN: f32 = 0.50;

/// A built-in template whose documents stand in a place of their own governs one that stands elsewhere from this share on.
pub const LEAST_OVERLAP_AWAY: f32 = 0.80;

/// A template that stands for other folders governs from this share on.
pub const LEAST_OVERLAP_ELSEWHERE: f32 = 0.70;

/// Finds the template that governs the document at `path`, which stands at `absolute`. `created` is when it was first
/// written.
pub fn find(
    project: &Project,
    path: &str,
    absolute: &Path,
    document: &Document,
    outline: &Outline,
    created: Creation,
) -> Option<Governed> {
    let library = &project.library;
    if let Some(template) = named(document).and_then(|name| library.find(name)) {
        return best_version(library, template, document, outline, created, Why::Named);
    }
    let relative = project.config.relative(absolute);
    let configured = library.templates.iter().position(|template| {
        let applies = template.overrides.as_ref().and_then(|overrides| overrides.applies_to.as_ref());
        applies.zip(relative.as_deref()).is_some_and(|(globs, relative)| globs.matches(relative))
    });
    if let Some(template) = configured {
        return best_version(library, template, document, outline, created, Why::Configured);
    }
    let mut best: Option<(f32, Governed)> = None;
    for (template, overlap) in promising(library, path, outline) {
        let Some(known) = library.templates.get(template) else { continue };
        let home = is_home(known, path);
        let least = least(known, path, home);
        // The first look counts titles without their places, and knows no concepts: leave it some room.
        if overlap < least * 0.6 {
            continue;
        }
        let Some(found) = best_version(library, template, document, outline, created, Why::Found) else {
            continue;
        };
        // A template of the repository may be renamed or translated; a built-in one must be recognised by its own words.
        let share = if known.builtin.is_some() { found.alignment.kept } else { found.alignment.coverage };
        if share < least || !is_enough(library, &found, home) {
            continue;
        }
        let score = fit(&found.alignment) + nearness(known, path, home);
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, found));
        }
    }
    best.map(|(_, governed)| governed).or_else(|| translated(library, path, document, outline, created))
}

/// The templates that a document shares most with, at a first look; the others are not worth a second.
fn promising(library: &Library, path: &str, outline: &Outline) -> Vec<(usize, f32)> {
    const MOST: usize = 3;
    let shares = overlaps(library, outline);
    let rank = |(template, share): &(usize, f32)| {
        let known = library.templates.get(*template);
        share + known.map_or(0.0, |known| nearness(known, path, is_home(known, path)))
    };
    // Ranked once each: a sort compares each many times.
    let mut ranked: Vec<(f32, (usize, f32))> =
        shares.into_iter().map(|share| (rank(&share), share)).collect();
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut shares: Vec<(usize, f32)> = ranked.into_iter().take(MOST).map(|(_, share)| share).collect();
    // A template of the repository that stands at home and is kept nearly whole has no rival.
    if let Some((first, share)) = shares.first().copied()
        && share >= 0.75
        && library.templates.get(first).is_some_and(|known| known.path.is_some() && is_home(known, path))
    {
        shares.truncate(1);
    }
    shares
}

/// The template that a document's front matter names.
pub fn named(document: &Document) -> Option<&str> {
    let field = document.field("template")?;
    Some(document.slice(field.value).trim_matches(['"', '\'', '`', ' ']))
}

fn fit(alignment: &Alignment) -> f32 {
    alignment.coverage * 0.75 + alignment.explained * 0.25
}

fn least(template: &Template, path: &str, home: bool) -> f32 {
    if !template.reaches(path) {
        LEAST_OVERLAP_ELSEWHERE
    } else if template.builtin.is_some_and(|builtin| !builtin.paths.is_empty()) && !home {
        LEAST_OVERLAP_AWAY
    } else if template.builtin.is_some() && !home {
        LEAST_OVERLAP_BUILTIN
    } else {
        LEAST_OVERLAP
    }
}

/// The share of each template's headings that the document has; the best version counts.
fn overlaps(library: &Library, outline: &Outline) -> Vec<(usize, f32)> {
    let mut shares: Vec<(usize, f32)> = Vec::new();
    for (schema, overlap) in library.set.overlaps(outline) {
        let Some((template, _)) = library.origin.get(schema).copied() else { continue };
        match shares.iter_mut().find(|(known, _)| *known == template) {
            Some((_, share)) => *share = share.max(overlap),
            None => shares.push((template, overlap)),
        }
    }
    shares
}

/// Where one or two headings are the whole template, they must not be there by chance.
fn is_enough(library: &Library, governed: &Governed, home: bool) -> bool {
    let template = library.templates.get(governed.template);
    let schema = template.and_then(|template| template.versions.get(governed.version));
    let schema = schema.and_then(|version| library.set.schema(version.schema));
    let total = schema.map_or(0, |schema| schema.heading_count());
    let builtin = template.is_some_and(|template| template.builtin.is_some());
    let kept = governed.alignment.matches.iter().filter(|found| found.how.is_kept()).count();
    if builtin && !home { total >= 5 && kept >= 3 } else { kept >= 2.min(total) }
}

fn is_home(template: &Template, path: &str) -> bool {
    match template.builtin {
        Some(builtin) => builtin.is_home(path),
        None => {
            let area = template.area.as_deref().unwrap_or_default();
            let below = |path, folder: &str| match folder {
                "" => Some(path),
                folder => str::strip_prefix(path, folder)?.strip_prefix('/'),
            };
            below(path, &template.scope).and_then(|path| below(path, area)).is_some()
        }
    }
}

/// The repository's own templates come first, and of these the one that stands nearest.
fn nearness(template: &Template, path: &str, home: bool) -> f32 {
    if !template.reaches(path) {
        return 0.0;
    }
    let own = if template.builtin.is_some() { 0.0 } else { 0.2 };
    let home = if home { 0.1 } else { 0.0 };
    let depth = template.scope.split('/').filter(|part| !part.is_empty()).count();
    let of = path.bytes().filter(|byte| *byte == b'/').count() + 1;
    own + home + 0.1 * depth as f32 / of as f32
}

/// The version that the document fits best, of those in force since it was created; of equals, the newest.
fn best_version(
    library: &Library,
    template: usize,
    document: &Document,
    outline: &Outline,
    created: Creation,
    why: Why,
) -> Option<Governed> {
    let known = library.templates.get(template)?;
    let first = match created {
        // The version that was in force at the time, and all later ones.
        Creation::At(created) => known
            .versions
            .iter()
            .rposition(|version| version.since.is_some_and(|since| since <= created))
            .unwrap_or(0),
        Creation::Uncommitted => known.versions.len().saturating_sub(1),
        Creation::Unknown => 0,
    };
    let mut best: Option<(f32, usize, Candidate)> = None;
    for (at, version) in known.versions.iter().enumerate().skip(first) {
        let candidate = library.set.align(version.schema, outline, document)?;
        let fit = candidate.fit();
        if best.as_ref().is_none_or(|(known, ..)| fit >= *known) {
            best = Some((fit, at, candidate));
        }
    }
    best.map(|(_, version, candidate)| Governed { template, version, alignment: candidate.alignment, why })
}

/// A document in another language than its template shares meanings, not words.
fn translated(
    library: &Library,
    path: &str,
    document: &Document,
    outline: &Outline,
    created: Creation,
) -> Option<Governed> {
    const LEAST: f32 = 0.5;
    let foreign = outline.headings.iter().filter(|heading| heading.is_foreign()).count();
    if foreign * 2 < outline.headings.len() || foreign < 3 {
        return None;
    }
    let mut best: Option<Governed> = None;
    for (at, template) in library.templates.iter().enumerate() {
        if template.builtin.is_some() && !is_home(template, path) || !template.reaches(path) {
            continue;
        }
        let Some(found) = best_version(library, at, document, outline, created, Why::Found) else { continue };
        let better = best.as_ref().is_none_or(|best| found.alignment.coverage > best.alignment.coverage);
        if found.alignment.coverage >= LEAST && found.alignment.matches.len() >= 4 && better {
            best = Some(found);
        }
    }
    best
}

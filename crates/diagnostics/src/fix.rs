//! Fixes: edits that mend a finding, applied all or nothing.

use abide_syntax::TextRange;

/// Whether a fix may change what the document says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Applicability {
    /// Keeps the meaning; applied by `--fix`.
    Safe,
    /// May change the meaning; a person should look.
    Unsafe,
}

impl Applicability {
    /// The name used in every output format.
    pub fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        }
    }
}

/// One replacement of a range of text; an empty range inserts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Edit {
    /// What is replaced.
    pub range: TextRange,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Edit {
    /// Replaces `range`.
    pub fn replace(range: impl Into<TextRange>, replacement: impl Into<String>) -> Self {
        Self { range: range.into(), replacement: replacement.into() }
    }

    /// Inserts before the byte at `offset`.
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(TextRange::empty(offset), text)
    }

    /// Deletes `range`.
    pub fn delete(range: impl Into<TextRange>) -> Self {
        Self::replace(range, "")
    }
}

/// Edits that mend a finding together, all in the document of the finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Fix {
    /// What it does, in the imperative: "Rename the heading to `Context`".
    pub title: String,
    /// Whether it may change the meaning.
    pub applicability: Applicability,
    /// All or none of them are applied.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that keeps the meaning.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), applicability: Applicability::Safe, edits }
    }

    /// A fix that a person should look at.
    pub fn not_safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), applicability: Applicability::Unsafe, edits }
    }
}

/// What came of applying fixes to a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applied {
    /// The text afterwards.
    pub text: String,
    /// How many fixes are now in the text.
    pub applied: usize,
    /// The fixes that are not, in the order given.
    pub skipped: Vec<Skipped>,
}

/// A fix that was not applied.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Skipped {
    /// Its index among the fixes given.
    pub index: usize,
    /// Why.
    pub reason: SkipReason,
}

/// Why a fix was not applied.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SkipReason {
    /// It touches text that an earlier fix changes; checking again may offer it again.
    Overlap,
    /// It has no edits, or one outside the text, inside a character, or over another of its own.
    Invalid,
}

/// Applies `fixes` to `text`: those that start earlier win, and no fix is applied in part.
///
/// The result does not depend on the order of `fixes`. Two fixes with the same edits count as applied both.
pub fn apply(text: &str, fixes: &[&Fix]) -> Applied {
    let mut skipped = Vec::new();
    let mut candidates = Vec::new();
    for (index, fix) in fixes.iter().enumerate() {
        match ordered_edits(text, fix) {
            Some(edits) => candidates.push((index, edits)),
            None => skipped.push(Skipped { index, reason: SkipReason::Invalid }),
        }
    }
    candidates.sort_by(|(_, one), (_, other)| one.cmp(other));

    let mut accepted: Vec<&Edit> = Vec::new();
    let mut last: Option<&[&Edit]> = None;
    let mut applied = 0;
    for (index, edits) in &candidates {
        let same = last.is_some_and(|last| last == edits.as_slice());
        if !same && edits.iter().any(|edit| conflicts(&accepted, edit)) {
            skipped.push(Skipped { index: *index, reason: SkipReason::Overlap });
            continue;
        }
        applied += 1;
        if !same {
            for edit in edits {
                let at = accepted.partition_point(|other| edit_position(other) <= edit_position(edit));
                accepted.insert(at, edit);
            }
            last = Some(edits);
        }
    }
    skipped.sort();
    Applied { text: write(text, &accepted), applied, skipped }
}

/// A unified diff of a document before and after, with paths as `git apply` takes them; empty if equal.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let path: String = path.chars().filter(|c| !c.is_control()).collect();
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    similar::TextDiff::from_lines(before, after).unified_diff().header(&old, &new).to_string()
}

// The edits of a fix in the order of the text, or `None` where they cannot all be made.
fn ordered_edits<'a>(text: &str, fix: &'a Fix) -> Option<Vec<&'a Edit>> {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    // Stable, so that insertions at one point keep the order in which the rule wrote them.
    edits.sort_by_key(|edit| edit_position(edit));
    let fits = |edit: &&Edit| text.get(edit.range.start()..edit.range.end()).is_some();
    let disjoint = edits.windows(2).all(|pair| match pair {
        [one, other] => one.range.end <= other.range.start,
        _ => true,
    });
    (!edits.is_empty() && edits.iter().all(fits) && disjoint).then_some(edits)
}

fn edit_position(edit: &Edit) -> (u32, u32) {
    (edit.range.start, edit.range.end)
}

// `accepted` is sorted and disjoint, so only the neighbours of where `edit` would go can touch it.
fn conflicts(accepted: &[&Edit], edit: &Edit) -> bool {
    let at = accepted.partition_point(|other| edit_position(other) < edit_position(edit));
    let before = at.checked_sub(1).and_then(|index| accepted.get(index));
    let touches_before = before.is_some_and(|before| before.range.end > edit.range.start);
    let touches_after = accepted.get(at).is_some_and(|after| {
        // Two insertions at one point have no order of their own: whichever came first stays.
        after.range.start < edit.range.end || after.range == edit.range
    });
    touches_before || touches_after
}

fn write(text: &str, edits: &[&Edit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut position = 0;
    for edit in edits {
        result.push_str(text.get(position..edit.range.start()).unwrap_or_default());
        result.push_str(&edit.replacement);
        position = edit.range.end();
    }
    result.push_str(text.get(position..).unwrap_or_default());
    result
}

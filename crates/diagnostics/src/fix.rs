//! Fixes: edits that mend a finding, applied all or nothing.

use abide_syntax::TextRange;

/// Whether a fix may change what the document says.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn applied(text: &str, fixes: &[Fix]) -> Applied {
        apply(text, &fixes.iter().collect::<Vec<_>>())
    }

    fn overlap(index: usize) -> Vec<Skipped> {
        vec![Skipped { index, reason: SkipReason::Overlap }]
    }

    #[test]
    fn a_fix_that_overlaps_an_earlier_one_is_dropped_whole() {
        let first = Fix::safe("first", vec![Edit::replace(0..3, "ONE")]);
        let second = Fix::safe("second", vec![Edit::replace(2..5, "x"), Edit::replace(8..13, "THREE")]);
        let result = applied("one two three", &[second, first]);
        assert_eq!(result.text, "ONE two three");
        assert_eq!((result.applied, result.skipped), (1, overlap(0)));
    }

    #[test]
    fn a_fix_with_one_wrong_edit_is_not_applied_at_all() {
        for wrong in [
            vec![Edit::delete(0..1), Edit::delete(TextRange { start: 4, end: 99 })],
            vec![Edit::delete(0..1), Edit::insert(2, "inside the é")],
            vec![Edit::delete(TextRange { start: 3, end: 1 })],
            vec![Edit::delete(0..3), Edit::delete(0..1)],
            vec![],
        ] {
            let result = applied("née", &[Fix::safe("wrong", wrong)]);
            assert_eq!(result.text, "née");
            assert_eq!(result.skipped, [Skipped { index: 0, reason: SkipReason::Invalid }]);
        }
    }

    #[test]
    fn edits_that_only_touch_do_not_overlap() {
        let fixes = [
            Fix::safe("before", vec![Edit::replace(0..2, "A")]),
            Fix::safe("between", vec![Edit::insert(2, "-")]),
            Fix::safe("after", vec![Edit::replace(2..4, "B")]),
        ];
        assert_eq!(applied("aabb", &fixes).text, "A-B");
    }

    #[test]
    fn of_two_insertions_at_one_point_one_waits_for_the_next_check() {
        let fixes = [Fix::safe("b", vec![Edit::insert(0, "b")]), Fix::safe("a", vec![Edit::insert(0, "a")])];
        let result = applied("", &fixes);
        assert_eq!((result.text.as_str(), result.skipped), ("a", overlap(0)));
    }

    #[test]
    fn the_same_edits_from_two_findings_are_made_once_and_mend_both() {
        let fix = Fix::safe("add a title", vec![Edit::insert(0, "# Title\n")]);
        let result = applied("text", &[fix.clone(), fix]);
        assert_eq!((result.text.as_str(), result.applied), ("# Title\ntext", 2));
    }

    #[test]
    fn one_fix_may_insert_twice_at_one_point_in_its_own_order() {
        let fix = Fix::safe("both", vec![Edit::insert(1, "2"), Edit::insert(1, "1")]);
        assert_eq!(applied("ab", &[fix]).text, "a21b");
    }

    #[test]
    fn a_diff_names_the_document_and_is_empty_without_a_change() {
        insta::assert_snapshot!(diff("specs/a b.md", "one\ntwo\n", "one\n2"), @r"
        --- a/specs/a b.md
        +++ b/specs/a b.md
        @@ -1,2 +1,2 @@
         one
        -two
        +2
        \ No newline at end of file
        ");
        assert_eq!(diff("a.md", "same", "same"), "");
    }

    fn text() -> impl Strategy<Value = String> {
        "[a-cé🎉\r\n ]{0,40}"
    }

    fn fixes() -> impl Strategy<Value = Vec<Fix>> {
        let edit = (0u32..60, 0u32..60, "[x→]{0,3}")
            .prop_map(|(start, end, text)| Edit::replace(TextRange { start, end }, text));
        let fix = prop::collection::vec(edit, 0..4).prop_map(|edits| Fix::safe("fix", edits));
        prop::collection::vec(fix, 0..8)
    }

    // Non-overlapping ranges with a gap between them, each replaced by a text of its own.
    fn disjoint_fixes(text: &str, cuts: &[usize]) -> Vec<Fix> {
        let mut bounds: Vec<usize> = cuts.iter().map(|cut| crate::source::floor(text, *cut)).collect();
        bounds.sort_unstable();
        bounds.dedup();
        let ranges = bounds.chunks_exact(2).map(|pair| pair[0]..pair[1]);
        ranges
            .enumerate()
            .map(|(n, range)| Fix::safe("", vec![Edit::replace(range, format!("<{n}>"))]))
            .collect()
    }

    proptest! {
        #[test]
        fn any_fixes_give_one_result_whatever_their_order(text in text(), fixes in fixes()) {
            let forward = applied(&text, &fixes);
            let reversed: Vec<Fix> = fixes.iter().rev().cloned().collect();
            let backward = applied(&text, &reversed);
            prop_assert_eq!(&forward.text, &backward.text);
            prop_assert_eq!(forward.applied, backward.applied);
            prop_assert_eq!(forward.applied + forward.skipped.len(), fixes.len());
        }

        #[test]
        fn what_is_skipped_leaves_no_trace(text in text(), fixes in fixes()) {
            let all = applied(&text, &fixes);
            let kept: Vec<Fix> = fixes.iter().enumerate()
                .filter(|(index, _)| all.skipped.iter().all(|skipped| skipped.index != *index))
                .map(|(_, fix)| fix.clone())
                .collect();
            let again = applied(&text, &kept);
            prop_assert_eq!(again.text, all.text);
            prop_assert_eq!(again.skipped, vec![]);
        }

        #[test]
        fn disjoint_fixes_are_all_in_the_text(text in text(), cuts in prop::collection::vec(0usize..60, 0..12)) {
            let fixes = disjoint_fixes(&text, &cuts);
            let result = applied(&text, &fixes);
            prop_assert_eq!(result.applied, fixes.len());
            for fix in &fixes {
                prop_assert!(result.text.contains(&fix.edits[0].replacement));
            }
        }
    }
}

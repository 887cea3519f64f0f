use crate::ranges::Ranges;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_syntax::{NodeKind, TextRange};
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

rule! {
    /// Text that a tool left behind: the marks of a patch or a merge, a chat's citations, an assistant's own words.
    ///
    /// ## Why it matters
    ///
    /// It says nothing about the system, and shows that nobody read the document after the tool wrote it. Marks of a merge
    /// mean that two versions stand there at once.
    ///
    /// ## What counts
    ///
    /// Marks of patches (`*** End Patch`) and of unresolved merges, citations that only a chat can resolve, tags of
    /// prompts and tool calls, and sentences in which an assistant speaks of itself. Code, comments and quotes in code may
    /// hold any of them.
    ///
    /// ## How to mend it
    ///
    /// Delete it; of a merge, keep one side. The unsafe fix deletes the line where nothing else stands on it, or the
    /// citation alone.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// What?
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// Everything as CSV. 【12†source】
    ///                    ~~~ `【12†source】` was left by a tool
    /// Orders come first.*** End Patch
    ///                   ~~~ `*** End Patch` was left by a tool
    /// ```
    ///
    /// ````document
    /// # Export
    /// ## Goals
    /// A patch ends with `*** End Patch`:
    ///
    /// ```
    /// *** End Patch
    /// <<<<<<< HEAD
    /// ```
    ///
    /// Heading
    /// =======
    /// >>>>>>> a deep quote
    /// ````
    "stray-tool-text", default: Some(Severity::Error), since: "0.1.0"
}

/// What whole lines start with.
const LINES: &[&str] = &[
    "*** Update File: ",
    "*** Add File: ",
    "*** Delete File: ",
    "*** End of File",
    "<<<<<<< SEARCH",
    ">>>>>>> REPLACE",
];

/// What may stand anywhere, with what closes it.
const MARKS: &[(&str, &str)] = &[
    ("*** Begin Patch", ""),
    ("*** End Patch", ""),
    (":contentReference[oaicite:", "}"),
    ("oaicite:", "}"),
    ("turn0search", ""),
    ("turn0view", ""),
    ("turn0news", ""),
    ("<|im_start|>", ""),
    ("<|im_end|>", ""),
    ("<|endoftext|>", ""),
    ("<|eot_id|>", ""),
    ("<antArtifact", ">"),
    ("</antArtifact>", ""),
    ("<antThinking>", ""),
    ("</antThinking>", ""),
    ("<function_calls>", ""),
    ("</function_calls>", ""),
    ("<function_results>", ""),
    ("</function_results>", ""),
    ("</invoke>", ""),
    ("[cite_start]", ""),
    ("[cite_end]", ""),
    ("citeturn", ""),
];

/// How a sentence starts in which an assistant speaks of itself.
const SENTENCES: &[&str] = &[
    "As an AI language model",
    "As a large language model",
    "As an AI assistant, I",
    "I'm sorry, but I can't assist",
    "I cannot fulfill this request",
    "Certainly! Here is",
    "Certainly! Here's",
    "Sure! Here is",
    "Sure! Here's",
    "Sure, here is the updated",
    "Here is the updated file:",
    "Here's the updated file:",
];

fn check(context: &Context, report: &mut Report) {
    if context.governing.is_none() {
        return;
    }
    let text = context.document.text();
    if !may_hold(text) {
        return;
    }
    let code = Ranges::of(context.document, |kind| {
        matches!(kind, NodeKind::Code { .. } | NodeKind::CodeSpan | NodeKind::Comment)
    });
    let mut found = in_lines(text);
    found.extend(merges(text, &code));
    found.extend(MARKS.iter().flat_map(|(open, close)| marks(text, open, close)));
    found.extend(citations(text));
    found.retain(|(range, _)| !code.touch(*range));
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    for (range, fix) in found {
        if range.start < end {
            continue;
        }
        end = range.end;
        let shown: String = context.slice(range).chars().take(50).collect();
        let finding = report.at(range, format!("`{}` was left by a tool", shown.trim()));
        match fix {
            Some(fix) => {
                let title = "delete what the tool left";
                finding.help("delete it").fix(Fix::not_safe(title, vec![Edit::delete(fix)]));
            }
            None => {
                finding.help("say it in the document's own words, or delete it");
            }
        }
    }
}

/// All that any finding begins with, in one automaton. Leftmost, for only that is searched with vector instructions.
static SIGNS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let marks = MARKS.iter().map(|(open, _)| *open);
    let signs = marks.chain(LINES.iter().copied()).chain(SENTENCES.iter().copied()).chain(["<<<<<<< ", "【"]);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(signs).ok()
});

/// Whether a closer look is worth it: most documents hold no sign of any tool.
fn may_hold(text: &str) -> bool {
    SIGNS.as_ref().is_none_or(|signs| signs.is_match(text))
}

/// A finding, and what a fix may delete.
type Found = (TextRange, Option<TextRange>);

fn in_lines(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let Some(whole) = TextRange::of_slice(text, line) else { continue };
        if LINES.iter().any(|start| line.starts_with(start)) {
            found.push((whole.trim(text), Some(whole)));
            continue;
        }
        let bare = line.trim_start_matches(['>', ' ', '*', '_']);
        if SENTENCES.iter().any(|start| bare.starts_with(start)) {
            found.push((whole.trim(text), None));
        }
    }
    found
}

/// The marks of an unresolved merge: all three, in order.
fn merges(text: &str, code: &Ranges) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open: Vec<TextRange> = Vec::new();
    for line in text.lines() {
        let Some(range) = TextRange::of_slice(text, line) else { continue };
        if code.touch(range) {
            continue;
        }
        match (line.get(..7), open.len()) {
            (Some("<<<<<<<"), _) if line.starts_with("<<<<<<< ") => open = vec![range],
            (Some("======="), 1) if line.trim_end().len() == 7 => open.push(range),
            (Some(">>>>>>>"), 2) if line.starts_with(">>>>>>> ") => {
                found.extend(open.drain(..).chain([range]).map(|range| (range, None)));
            }
            _ => {}
        }
    }
    found
}

fn marks(text: &str, open: &str, close: &str) -> Vec<Found> {
    const LONGEST: usize = 200;
    let ends = |at: usize| {
        let after = at + open.len();
        let rest = text.get(after..)?;
        let line = rest.lines().next().unwrap_or_default();
        let end = if close.is_empty() {
            line.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(line.len())
        } else {
            line.find(close).map_or(0, |end| end + close.len())
        };
        (end <= LONGEST).then_some(after + end)
    };
    let places = text.match_indices(open).filter_map(|(at, _)| Some(TextRange::new(at, ends(at)?)));
    places.map(|range| (range, Some(alone(text, range)))).collect()
}

/// `【12†source】`
fn citations(text: &str) -> Vec<Found> {
    let places = text.match_indices('【').filter_map(|(at, _)| {
        let inner = text.get(at..)?.lines().next()?;
        let end = inner.find('】')? + '】'.len_utf8();
        let number = inner.trim_start_matches('【').starts_with(|letter: char| letter.is_ascii_digit());
        (number && inner.get(..end)?.contains('†')).then(|| TextRange::new(at, at + end))
    });
    places.map(|range| (range, Some(alone(text, range)))).collect()
}

/// The whole line where nothing else stands on it; else the mark with the space before it.
fn alone(text: &str, range: TextRange) -> TextRange {
    let start = text.get(..range.start()).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let after = text.get(range.end()..).unwrap_or_default();
    let end = range.end() + after.find('\n').map_or(after.len(), |at| at + 1);
    let line = TextRange::new(start, end);
    if line.trim(text) == range {
        return line;
    }
    let before = text.get(start..range.start()).unwrap_or_default();
    TextRange::new(start + before.trim_end_matches(' ').len().max(usize::from(before.trim().is_empty()) * before.len()), range.end())
}

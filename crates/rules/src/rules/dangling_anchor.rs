use crate::links::{End, Pointer, follow};
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_syntax::Anchors;
use std::sync::Arc;

rule! {
    /// A link points at a part of a document that is not there.
    ///
    /// ## Why it matters
    ///
    /// The reader lands at the top and does not find what the link promised, often because a heading was renamed.
    ///
    /// ## What counts
    ///
    /// `#fragments` of the document itself and of other Markdown files that can be read. Anchors are those that GitHub
    /// makes of headings, and `id` and `name` attributes and `{#id}` marks. An anchor that another renderer may make of
    /// the same heading, with fewer `-` or without its number, is only worth knowing. Line anchors (`#L10`), footnotes,
    /// anchors of API references and definitions that no link uses are not judged.
    ///
    /// ## How to mend it
    ///
    /// Point at the heading as it is now. The unsafe fix does so where one anchor is very near.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// What?
    /// ```
    ///
    /// ```files
    /// specs/other.md
    /// ```
    ///
    /// ```document path: specs/export.md
    /// # Export
    /// ## Goals
    /// See [storage](#storag), [the other](other.md#gone) and [above](#goals).
    ///                ~~~~~~ there is no anchor `#storag`
    ///                                              ~~~~ there is no anchor `#gone` in `specs/other.md`
    /// ## Storage
    /// On disk.
    /// ```
    ///
    /// ```document path: specs/export.md
    /// # Export
    /// ## 1. Goals & Limits 🎯
    /// See [these](#1-goals--limits-), [the other](other.md#part) and [the code](other.md#L10).
    ///
    /// [unused]: #nowhere
    /// ```
    "dangling-anchor", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.governing.is_none() {
        return;
    }
    // Most documents have no such link at all.
    let document = context.document;
    let may = |to: &str| !to.starts_with("https://") && to.as_bytes().contains(&b'#');
    let inline = document.links().iter().any(|link| may(document.destination(link)));
    if !inline && !document.reference_definitions().iter().any(|known| may(&known.destination)) {
        return;
    }
    let mut own: Option<Arc<Anchors>> = None;
    for pointer in context.pointers() {
        let Some((fragment, _)) = &pointer.fragment else { continue };
        let fragment = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        if !pointer.used || is_special(fragment) {
            continue;
        }
        let (anchors, file) = if pointer.path.is_empty() {
            (Some(Arc::clone(own.get_or_insert_with(|| Arc::new(Anchors::new(context.document))))), None)
        } else {
            match follow(context.files, context.path, &pointer.path) {
                End::There(file) if file.ends_with(".md") || file.ends_with(".markdown") => {
                    (context.files.anchors(&file), Some(file))
                }
                _ => (None, None),
            }
        };
        let Some(anchors) = anchors else { continue };
        if anchors.contains(fragment) || file.is_none() && is_marked(context.document.text(), fragment) {
            continue;
        }
        judge(pointer, fragment, &anchors, file.as_deref(), report);
    }
}

fn judge(pointer: &Pointer, fragment: &str, anchors: &Anchors, file: Option<&str>, report: &mut Report) {
    let bytes = pointer.fragment.as_ref().and_then(|(_, bytes)| *bytes);
    let message = match file {
        None => format!("there is no anchor `#{fragment}`"),
        Some(file) => format!("there is no anchor `#{fragment}` in `{file}`"),
    };
    // To look for a likely one among very many would take long.
    const MOST: usize = 2000;
    let mut known: Vec<&str> = anchors.iter().take(MOST + 1).collect();
    known.truncate(if known.len() > MOST { 0 } else { MOST });
    known.sort_unstable();
    let same: Vec<&str> = known.iter().copied().filter(|known| is_same_elsewhere(known, fragment)).collect();
    let near: Vec<&str> = known.iter().copied().filter(|known| is_near(known, fragment)).collect();
    let finding = report.at(bytes.unwrap_or(pointer.range), message);
    let (finding, meant) = match (same.as_slice(), near.as_slice()) {
        ([one], _) => (finding.at_most(Severity::Info), Some(*one)),
        ([], [one]) => (finding, Some(*one)),
        _ => (finding, None),
    };
    let Some(meant) = meant else {
        finding.help("point at the heading as it is now");
        return;
    };
    let finding = finding.help(format!("did you mean `#{meant}`?"));
    if let Some(bytes) = bytes {
        finding.fix(Fix::not_safe(format!("point at `#{meant}`"), vec![Edit::replace(bytes, meant)]));
    }
}

/// Fragments that stand for something else than a heading.
fn is_special(fragment: &str) -> bool {
    let number = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_digit());
    // `#method.len` and the like belong to the pages of an API reference.
    let reference = fragment.split_once('.').is_some_and(|(kind, _)| {
        matches!(kind, "method" | "tymethod" | "struct" | "enum" | "trait" | "fn" | "macro" | "variant" | "structfield" | "impl" | "type")
    });
    fragment.is_empty()
        || matches!(fragment, "top" | "readme" | "main")
        || fragment.strip_prefix(['L', 'l']).is_some_and(number)
        || fragment.strip_prefix("fn").is_some_and(|rest| number(rest.trim_start_matches("ref").trim_start_matches(['-', ':', '_'])))
        || fragment.starts_with("issuecomment-")
        || fragment.starts_with("discussion_r")
        || fragment.starts_with(":~:")
        || fragment.starts_with(['/', '!'])
        || fragment.contains(['<', '{', '[', '(', '$', '*', '…'])
        || reference
}

/// An anchor that the text sets in the way of another renderer: `{ #id }`, `{: #id}`.
fn is_marked(text: &str, fragment: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), fragment).any(|at| {
        let before = text.get(..at).and_then(|before| before.strip_suffix('#')).unwrap_or_default();
        before.trim_end_matches([' ', ':']).ends_with('{')
    })
}

/// Whether another renderer may make one anchor of the heading that has the other.
fn is_same_elsewhere(one: &str, other: &str) -> bool {
    let squeeze = |text: &str| -> String {
        text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
    };
    let (one, other) = (squeeze(one), squeeze(other));
    let unnumbered = |text: &str| text.trim_start_matches(|letter: char| letter.is_ascii_digit()).to_owned();
    !one.is_empty() && (one == other || unnumbered(&one) == unnumbered(&other) && !unnumbered(&one).is_empty())
}

fn is_near(known: &str, fragment: &str) -> bool {
    let most = if fragment.chars().count() >= 12 { 3 } else { 2 };
    let letters = fragment.chars().count();
    letters >= 4
        // Each letter more is an edit.
        && known.chars().count().abs_diff(letters) <= most
        && strsim::damerau_levenshtein(known, fragment) <= most
}

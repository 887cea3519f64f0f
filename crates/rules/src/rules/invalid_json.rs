use crate::json::{self, FaultKind};
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_syntax::{NodeId, NodeKind, TextRange};

rule! {
    /// A block of JSON is not valid JSON.
    ///
    /// ## Why it matters
    ///
    /// Examples are copied into clients, tests and mock servers. One that does not parse costs each reader a search for a comma.
    ///
    /// ## What counts
    ///
    /// A code block marked `json`, and the further ones that are `jsonc` or `json5` with what those allow. An example
    /// that leaves something out, with `...`, a comment, or words in the place of values, is a sketch: of it only brackets
    /// that do not match are reported, nothing else. So is a part of an object, without its braces.
    ///
    /// ## How to mend it
    ///
    /// Mend the place that is named, or mark the block `jsonc` or `text`. The fix sets a missing comma, or takes out one too many.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ```json
    /// {
    ///   "id": "p-1",
    ///   "weight": 12
    ///   "state": "sent"
    ///   ~ no valid JSON: a comma is missing before this
    /// }
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ```json
    /// { "id": "p-1", "weight": <grams>, ... }
    /// ```
    /// ```jsonc
    /// { "id": "p-1", /* and so on */ }
    /// ```
    /// ```json
    /// "state": "sent"
    /// ```
    /// ````
    "invalid-json", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let document = context.document;
    for (at, node) in document.nodes().iter().enumerate() {
        if !matches!(node.kind, NodeKind::Code { fenced: true }) || context.is_kept(node.range) {
            continue;
        }
        let id = NodeId(at as u32);
        let Some(language) = document.code_language(id) else { continue };
        if matches!(language.as_str(), "json" | "jsonc" | "json5") {
            block(context, id, &language, report);
        }
    }
}

fn block(context: &Context, id: NodeId, language: &str, report: &mut Report) {
    let Some((text, start)) = whole(context, id) else { return };
    let bare = text.trim_start();
    // A part of an object, a template, or an exchange with its first line is no JSON and does not claim to be.
    if !bare.starts_with(['{', '[']) || bare.contains("{{") || bare.contains("{%") {
        return;
    }
    let json = json::read(text);
    let place = |range: TextRange| TextRange::new(start + range.start(), start + range.end());
    if let Some(fault) = &json.fault {
        let strict = !json.sketched && language != "json5";
        let (range, message) = match fault.what {
            FaultKind::MissingComma if strict => {
                let next = TextRange::new(fault.range.end().saturating_sub(1), fault.range.end());
                (line_from(text, next), "a comma is missing before this")
            }
            FaultKind::WrongBracket => (fault.range, "this bracket closes another one than was opened"),
            FaultKind::Unclosed => (fault.range, "this bracket is never closed"),
            FaultKind::MissingColon if strict => (fault.range, "this name has no colon behind it"),
            FaultKind::OpenText if strict => (fault.range, "this text is not closed on its line"),
            FaultKind::Unexpected if strict => (fault.range, "no value starts like this"),
            _ => return,
        };
        let finding = report
            .at(place(range), format!("no valid JSON: {message}"))
            .help("mend it, or mark the block `jsonc` or `text`");
        if fault.what == FaultKind::MissingComma {
            let edit = Edit::insert(start + fault.range.start(), ",");
            finding.fix(Fix::safe("set the comma", vec![edit]));
        }
        return;
    }
    if language == "json"
        && !json.sketched
        && let Some(comma) = json.trailing.first()
    {
        report
            .at(place(*comma), "no valid JSON: nothing follows this comma")
            .help("take it out, or mark the block `jsonc`")
            .fix(Fix::safe("take out the comma", vec![Edit::delete(place(*comma))]));
    }
}

/// A place and the rest of its line.
fn line_from(text: &str, at: TextRange) -> TextRange {
    let rest = text.get(at.start()..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default().trim_end();
    TextRange::new(at.start(), at.start() + line.len().max(1))
}

/// The text of a code block as one piece of the source, if nothing of a quote or list stands between its lines.
pub(crate) fn whole<'a>(context: &'a Context, id: NodeId) -> Option<(&'a str, usize)> {
    let document = context.document;
    let mut parts = document.children(id).map(|child| document.node(child).range);
    let first = parts.next()?;
    let last = parts.last().unwrap_or(first);
    let range = first.cover(last);
    let text = document.slice(range);
    (text.trim() == document.code_text(id).trim()).then_some((text, range.start()))
}

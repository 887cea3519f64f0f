use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_syntax::{FieldSource, NodeKind, TextRange};
use abide_template::{FieldShape, Presence, infer};

rule! {
    /// A placeholder of the template was left in place.
    ///
    /// ## Why it matters
    ///
    /// `[describe the risk]` in a finished document is a hole that looks like text. An agent that implements the
    /// document fills it with a guess.
    ///
    /// ## What counts
    ///
    /// A whole line, cell or field that stands in the template as it is and holds a placeholder. Brackets alone mean
    /// nothing: `HashMap<K, V>`, `[P]` and link labels are no placeholders. A line that half of the other documents of
    /// the template keep is theirs to keep. Lines in a section that is unfilled as a whole are not reported again.
    ///
    /// ## How to mend it
    ///
    /// Write what the placeholder asks for, or delete the line.
    ///
    /// ## Examples
    ///
    /// ```template
    /// ---
    /// author: [Your Name]
    /// created: YYYY-MM-DD
    /// ---
    /// # [Title of the document]
    /// ## Requirements
    /// 1. The system MUST [requirement]
    /// 2. The system SHOULD [requirement]
    /// ```
    ///
    /// ```document
    /// ---
    /// author: [Your Name]
    ///         ~~~~~~~~~~~ the placeholder `[Your Name]` was left in "author"
    /// created: 2026-01-02
    /// ---
    /// # Export
    /// ## Requirements
    /// 1. The system MUST write CSV
    /// 2. The system SHOULD [requirement]
    ///                      ~~~~~~~~~~~~~ the placeholder `[requirement]` was left in place
    /// ```
    ///
    /// ```document
    /// ---
    /// author: Ada
    /// created: 2026-01-02
    /// ---
    /// # Export
    /// ## Requirements
    /// 1. The system MUST accept `Vec<[u8; 4]>` and [links](x.md), see [the list]
    /// ```
    "placeholder-left", default: Some(Severity::Error), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let document = context.document;
    fields(context, report);
    title(context, report);
    let unfilled = context.unfilled();
    let silent: Vec<TextRange> = {
        let nodes = document.nodes().iter();
        let comments = nodes.filter(|node| matches!(node.kind, NodeKind::Comment | NodeKind::FrontMatter));
        let sections = unfilled.iter().filter_map(|(section, _)| document.section(*section));
        comments.map(|node| node.range).chain(sections.map(|section| section.range)).collect()
    };
    let fields: Vec<TextRange> = document.fields().iter().map(|field| field.range()).collect();
    for line in governing.kept {
        let Some(known) = governing.schema.lines.by_digest(line.digest) else { continue };
        let seen = |ranges: &[TextRange]| ranges.iter().any(|range| range.overlaps(line.range));
        if !known.telling || governing.siblings.keep_line(line.digest).is_usual() || seen(&silent) || seen(&fields) {
            continue;
        }
        let found = infer::placeholders_in_line(document.slice(line.range), line.range.start(), false);
        let telling = found.iter().find(|found| infer::is_telling(found)).or(found.first());
        let (range, text) = telling.map_or((line.range, document.slice(line.range)), |found| (found.range, found.text.as_str()));
        let finding = report.at(range, format!("the placeholder `{}` was left in place", shorten(text)));
        finding
            .label("the template's words")
            .asked_by(governing, known.range, "the template has it here")
            .help("write what it asks for, or delete the line");
    }
}

fn fields(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let text = context.document.text();
    for field in context.document.fields() {
        let name = field.name(text);
        let Some(slot) = governing.schema.fields.iter().find(|slot| slot.name.eq_ignore_ascii_case(name)) else { continue };
        let value = field.value.slice(text);
        let holds = matches!(slot.shape, FieldShape::Text | FieldShape::Date | FieldShape::List);
        if !holds || value.is_empty() || value.trim() != slot.value.trim() {
            continue;
        }
        // Outside the front matter a value may be a link with a number to fill in later; siblings tell.
        if governing.siblings.have_value(name, value).is_usual() {
            continue;
        }
        let found = infer::placeholders_in_line(value, field.value.start(), false);
        if field.source != FieldSource::FrontMatter && found.is_empty() {
            continue;
        }
        // "(leave this empty)": an optional field that is still the template's is one that nobody needed yet.
        let optional = slot.presence != Presence::Required;
        report
            .at(field.value, format!("the placeholder `{}` was left in \"{name}\"", shorten(value)))
            .at_most(if optional { Severity::Info } else { Severity::Error })
            .label("the template's words")
            .asked_by(governing, slot.value_range, "the template has it here")
            .help(format!("write the document's own \"{name}\", or delete the field"));
    }
}

fn title(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let Some(asked) = governing.schema.title.as_ref().filter(|title| title.is_hint) else { return };
    let Some(title) = context.outline.title.and_then(|title| context.document.section(title)) else { return };
    // A title with a placeholder of several words is found as a line.
    let line = context.document.lines().line_range(context.document.text(), context.document.line(title.range.start));
    let as_line = governing.schema.lines.get(context.slice(line).trim()).is_some_and(|(_, known)| known.telling);
    if context.slice(title.title_range) == asked.text && !as_line {
        report
            .at(title.title_range, format!("the title is still the template's, `{}`", shorten(&asked.text)))
            .asked_by(governing, asked.range, "the template has it here")
            .help("give the document a title of its own");
    }
}

/// A long placeholder, cut for a message.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}

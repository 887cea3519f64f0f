use crate::rule::rule;
use crate::fields::{Labels, Name, STATUS};
use crate::{Context, Governing, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_syntax::TextRange;
use abide_template::{FieldShape, FieldSlot, Lifecycle, Presence, Share};

rule! {
    /// The template has a metadata field that the document lacks.
    ///
    /// ## Why it matters
    ///
    /// Whose document this is, how far it has come and from when it dates cannot be read from the prose. Lists, boards and
    /// tools that go by a field leave the document out.
    ///
    /// ## What is expected
    ///
    /// The other documents of the template decide. Where at least four others exist, a field is expected if 80% of them
    /// have it; with fewer, every field is that the template does not mark as optional. A field may stand in the front
    /// matter, on a line, in a bullet or in a table, under a heading of its own name, spelled with other case and
    /// separators, or in another language; a field of the document's own that shares a word with it, "Tracking Issue" for
    /// "Project Issue", stands for it too. Where a document has none of the fields, one finding says so. In a document
    /// that is out of force, what is missing is only worth knowing.
    ///
    /// ## How to mend it
    ///
    /// Add the field. The unsafe fix puts the template's own line into the front matter, where the document has one, to
    /// be filled in.
    ///
    /// ## Examples
    ///
    /// ```template
    /// ---
    /// title: [Name]
    /// author: [Your Name]
    /// last-updated: YYYY-MM-DD
    /// ---
    /// ## Goals
    /// What we want.
    /// ```
    ///
    /// ```document
    /// ---
    /// ~~~ the field `author` is missing
    /// title: Export
    /// Last Updated: 2026-01-02
    /// ---
    /// ## Goals
    /// Everything as CSV.
    /// ```
    ///
    /// ```document
    /// # Export
    ///   ~~~~~~ the fields `author` and `last-updated` are missing
    /// ## Goals
    /// Everything as CSV.
    /// ```
    ///
    /// ```document
    /// # Export
    /// > **Autor:** Ada · **Last updated:** 2026-01-02
    ///
    /// ## Goals
    /// Everything as CSV.
    /// ```
    ///
    /// Others that do without a field make it optional:
    ///
    /// ```siblings
    /// ---
    /// author: Ada
    /// ---
    /// ## Goals
    /// A
    /// =====
    /// ---
    /// author: Bo
    /// ---
    /// ## Goals
    /// B
    /// =====
    /// ---
    /// author: Cy
    /// ---
    /// ## Goals
    /// C
    /// =====
    /// ---
    /// author: Di
    /// last-updated: 2026-01-02
    /// ---
    /// ## Goals
    /// D
    /// ```
    ///
    /// ```document
    /// ---
    /// author: Ed
    /// ---
    /// ## Goals
    /// Everything as CSV.
    /// ```
    "metadata-missing", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let closed = context.lifecycle().is_some_and(Lifecycle::is_closed);
    let severity = if closed { Severity::Info } else { Severity::Error };
    let known: Vec<Name> = governing.schema.fields.iter().map(|slot| Name::new(&slot.name)).collect();
    let mut missing: Vec<(&FieldSlot, Share)> = Vec::new();
    let labels = Labels::new(context);
    let mut said = 0;
    for (slot, name) in governing.schema.fields.iter().zip(&known) {
        if name.is_said(context, &labels) || name.is_alike(&labels, &known) {
            said += usize::from(name.find(context).is_some());
            continue;
        }
        let share = governing.siblings.have_field(&slot.name, governing.written);
        let expected = if share.tells() { share.is_expected() } else { is_metadata(governing, slot) };
        if slot.presence == Presence::Required && expected {
            missing.push((slot, share));
        }
    }
    if said == 0 && missing.len() > 1 {
        let names: Vec<_> = missing.iter().map(|(slot, _)| format!("`{}`", slot.name)).collect();
        let (last, first) = names.split_last().map_or((String::new(), String::new()), |(last, first)| {
            (last.clone(), first.join(", "))
        });
        report
            .at(place(context), format!("the fields {first} and {last} are missing"))
            .at_most(severity)
            .help("add them as the template has them");
        return;
    }
    for (slot, share) in missing {
        let mut finding = report
            .at(place(context), format!("the field `{}` is missing", slot.name))
            .at_most(severity)
            .asked_by(governing, slot.range, "the template asks for it here");
        finding = if share.tells() {
            let what = format!("{} have it", share.in_words());
            finding.help(format!("add it: {what}"))
        } else {
            finding.help("add it, or mark it as optional in the template")
        };
        if let Some(fix) = insertion(context, governing, slot) {
            finding.fix(fix);
        }
    }
}

/// Whether a field is metadata beyond doubt where no other documents tell: a line with a colon and a plain value may be
/// prose of the template's own.
fn is_metadata(governing: &Governing, slot: &FieldSlot) -> bool {
    let in_front = governing.template.front_matter().is_some_and(|front| front.range.contains(slot.range));
    in_front || !matches!(slot.shape, FieldShape::Sample | FieldShape::Empty) || STATUS.is(&slot.name)
}

fn place(context: &Context) -> TextRange {
    let document = context.document;
    match document.front_matter() {
        Some(front) => TextRange { start: front.range.start, end: front.content.start }.trim(document.text()),
        None => context.top(),
    }
}

/// The template's own line, at the end of the front matter.
fn insertion(context: &Context, governing: &Governing, slot: &FieldSlot) -> Option<Fix> {
    let (front, asked) = (context.document.front_matter()?, governing.template.front_matter()?);
    if front.kind != asked.kind || !asked.content.contains(slot.range) {
        return None;
    }
    let line = format!("{}\n", slot.range.slice(governing.template.text()).trim_end());
    let title = format!("add the template's `{}`, to be filled in", slot.name);
    Some(Fix::not_safe(title, vec![Edit::insert(front.content.end(), line)]))
}

use crate::dates::{self, Trouble};
use crate::fields::Name;
use crate::rule::rule;
use crate::{Context, Governing, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_syntax::{Field, FrontMatterKind, TextRange};
use abide_template::{FieldShape, FieldSlot, Lifecycle, infer, normalise_whole};

rule! {
    /// A metadata value is none that the template allows, no date, or cannot be read.
    ///
    /// ## Why it matters
    ///
    /// Boards, filters and indexes go by these values. One that is misspelt or impossible drops the document from them
    /// without a word; front matter that is no YAML hides all of it.
    ///
    /// ## What counts
    ///
    /// - Front matter that its language cannot read.
    /// - A date, where the template asks for one, that no calendar has, or a mask in its place; where the template asks
    ///   for `YYYY-MM-DD`, a date in another form too. "TBD", a month, a quarter or a note is an answer.
    /// - A value that is none of the template's list. Case, bold, links, emoji, dates and remarks around a value do not
    ///   matter; another word for the same stage, "Done" for "Implemented", is understood, also in other languages; and a
    ///   value that two or more other documents use is a convention. A list with `…` in it is open.
    ///
    /// ## How to mend it
    ///
    /// Use one of the template's values, or add the new one to the template. The safe fix writes a date in full.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    ///
    /// - Status: Draft | Accepted | Implemented
    /// - Created: YYYY-MM-DD
    ///
    /// ## Goals
    /// What we want.
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// - Status: Acepted
    ///           ~~~~~~~ `Acepted` is none of Draft, Accepted, Implemented
    /// - Created: 2026-02-30
    ///            ~~~~~~~~~~ there is no such day as 2026-02-30
    ///
    /// ## Goals
    /// Everything as CSV.
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// - Status: ✅ Done (2026-01-02)
    /// - Created: 2026/1/2
    ///            ~~~~~~~~ `2026/1/2` is not written as YYYY-MM-DD
    ///
    /// ## Goals
    /// Everything as CSV.
    /// ```
    ///
    /// ```document
    /// ---
    /// title: Export: as CSV
    ///              ~~~~~~~~ the front matter cannot be read as YAML
    /// ---
    /// # Export
    ///
    /// - Status: **Accepted**, implemented in v2
    /// - Created: March 2026
    ///
    /// ## Goals
    /// Everything as CSV.
    /// ```
    "metadata-invalid", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let document = context.document;
    if let Some(front) = document.front_matter()
        && let Some(problem) = &front.problem
    {
        let language = if front.kind == FrontMatterKind::Yaml { "YAML" } else { "TOML" };
        report
            .at(problem.range, format!("the front matter cannot be read as {language}"))
            .label(problem.message.clone())
            .help("put values with a colon, quote or bracket in them into quotes");
    }
    let judged = |slot: &&FieldSlot| matches!(slot.shape, FieldShape::Date | FieldShape::Choice(_));
    for slot in governing.schema.fields.iter().filter(judged) {
        let Some(field) = Name::new(&slot.name).find(context) else { continue };
        let value = field.value.slice(document.text());
        // What is still the template's is the business of other rules.
        if value.is_empty() || value.trim() == slot.value.trim() {
            continue;
        }
        match &slot.shape {
            FieldShape::Date => date(context, governing, slot, field, report),
            FieldShape::Choice(values) => choice(context, governing, slot, values, field, report),
            _ => {}
        }
    }
}

fn date(context: &Context, governing: &Governing, slot: &FieldSlot, field: &Field, report: &mut Report) {
    let value = field.value.slice(context.document.text());
    let Some((range, trouble)) = dates::trouble(value) else { return };
    let at = TextRange::new(field.value.start() + range.start(), field.value.start() + range.end());
    let written = range.slice(value);
    let iso = slot.value.to_lowercase().contains("yyyy-mm-dd");
    match trouble {
        Trouble::Impossible => {
            report
                .at(at, format!("there is no such day as {written}"))
                .asked_by(governing, slot.value_range, "the template asks for a date here")
                .help("write the day as YYYY-MM-DD");
        }
        Trouble::Mask => {
            report
                .at(at, format!("`{written}` stands for a date that was never written"))
                .asked_by(governing, slot.value_range, "the template asks for a date here")
                .help("write the day as YYYY-MM-DD, or say why there is none");
        }
        Trouble::Form(full) if iso && !governing.siblings.have_value(&slot.name, value).is_usual() => {
            report
                .at(at, format!("`{written}` is not written as YYYY-MM-DD"))
                .asked_by(governing, slot.value_range, "the template asks for this form here")
                .help(format!("write `{full}`"))
                .fix(Fix::safe("write the date in full", vec![Edit::replace(at, full)]));
        }
        Trouble::Form(_) => {}
    }
}

fn choice(
    context: &Context,
    governing: &Governing,
    slot: &FieldSlot,
    values: &[String],
    field: &Field,
    report: &mut Report,
) {
    let text = context.document.text();
    let value = field.value.slice(text);
    let name = field.name(text);
    if is_allowed(value, values)
        || governing.siblings.have_value(name, value).some >= 2
        || !infer::placeholders_in_line(value, 0, false).is_empty()
        || infer::choice_values(value).is_some()
    {
        return;
    }
    let shown = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let near = values.iter().map(|known| (strsim::damerau_levenshtein(&known.to_lowercase(), &shown.to_lowercase()), known)).min();
    let near = near.filter(|(distance, known)| *distance <= 1 + known.len() / 5);
    let help = match near {
        Some((_, known)) => format!("did you mean \"{known}\"?"),
        None => "use one of the values, or add this one to the template".to_owned(),
    };
    report
        .at(field.value, format!("`{shown}` is none of {}", values.join(", ")))
        .asked_by(governing, slot.value_range, "the template offers them here")
        .help(help);
}

/// Whether a value is one of a list, or says the same, whatever stands around it.
fn is_allowed(value: &str, values: &[String]) -> bool {
    let is_open = |known: &String| matches!(known.trim(), "…" | "..." | "etc" | "other" | "otro" | "autre");
    if values.iter().any(is_open) {
        return true;
    }
    let words = words(value);
    // A value in another script that the lexicon does not know cannot be judged.
    if words.is_empty() || value.chars().filter(|letter| letter.is_alphabetic()).all(|letter| !letter.is_ascii()) {
        return true;
    }
    let empty = ["n a", "na", "none", "not applicable", "tbd", "todo", "unknown"];
    if empty.contains(&words.as_str()) {
        return true;
    }
    let stage = Lifecycle::of_status(value);
    values.iter().any(|known| {
        let known_words = self::words(known);
        // "superseded by ADR-0123": the value names another.
        let fixed = known_words.split(' ').take_while(|word| !word.bytes().any(|byte| byte.is_ascii_digit()));
        let fixed = fixed.collect::<Vec<_>>().join(" ");
        let held = |part: &str| !part.is_empty() && format!(" {words} ").contains(&format!(" {part} "));
        held(&known_words) || held(&fixed) || stage.is_some() && stage == Lifecycle::of_status(known)
    })
}

fn words(text: &str) -> String {
    normalise_whole(text.trim_matches(['"', '\'']))
}

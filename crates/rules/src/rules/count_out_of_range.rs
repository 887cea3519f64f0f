use crate::rule::rule;
use crate::{Context, Report};
use abide_syntax::{HeadingStyle, NodeKind, SectionId};
use abide_template::Expected;

rule! {
    /// The template asks for so many things in a section, and the document has fewer or more.
    ///
    /// ## Why it matters
    ///
    /// "3-5 objective checks" is a promise to the reader: fewer prove little, more hide what counts.
    ///
    /// ## What counts
    ///
    /// Bullets, numbered items, rows of a table or headings, whichever the section is made of; sentences, where the
    /// template speaks of sentences and the section is prose. Where it is not clear what to count, nothing is reported.
    ///
    /// ## How to mend it
    ///
    /// Write what is missing, merge or cut what is too much, or change the numbers in the template.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Summary
    /// Keep it to 1-2 sentences.
    /// ## Verifications
    /// - Section with 2-3 objective checks.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Summary
    ///    ~~~~~~~ 3 sentences, the template asks for 1 to 2
    /// It exports, e.g. orders. It does so fast. It is new.
    /// ## Verifications
    ///    ~~~~~~~~~~~~~ 1 item, the template asks for 2 to 3
    /// - The file opens.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Summary
    /// It exports v1.2 of the orders. It does so fast.
    /// ## Verifications
    /// 1. The file opens.
    ///    - In any editor.
    /// 2. The sums agree.
    /// ```
    "count-out-of-range", default: None, since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    for matched in &governing.alignment.matches {
        let Some(slot) = governing.schema.slot(matched.slot) else { continue };
        for expectation in &slot.expectations {
            let Expected::Count { minimum, maximum, what } = &expectation.what else { continue };
            let counted = match Unit::of(what) {
                Unit::Sentences => sentences(context, matched.section).filter(|count| *count >= *minimum),
                Unit::Items => items(context, matched.section),
                Unit::Unclear => None,
            };
            let Some(count) = counted.filter(|count| !(*minimum..=*maximum).contains(count)) else { continue };
            let unit = match (Unit::of(what), count) {
                (Unit::Sentences, 1) => "sentence",
                (Unit::Sentences, _) => "sentences",
                (_, 1) => "item",
                _ => "items",
            };
            report
                .at_section(
                    matched.section,
                    format!("{count} {unit}, the template asks for {minimum} to {maximum}"),
                )
                .asked_by(governing, expectation.range, "the template says so here")
                .help(format!("the template asks for {minimum} to {maximum} {what}"));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Sentences,
    Items,
    Unclear,
}

impl Unit {
    fn of(what: &str) -> Self {
        const SENTENCES: &[&str] =
            &["sentence", "frase", "oracion", "satz", "sätze", "phrase", "文", "句", "문장", "предложени"];
        // Lines and words depend on the width of the page and the language.
        const UNCLEAR: &[&str] = &["line", "word", "paragraph", "párrafo"];
        let lower = what.to_lowercase();
        if UNCLEAR.iter().any(|word| lower.contains(word)) {
            Self::Unclear
        } else if SENTENCES.iter().any(|word| lower.contains(word)) {
            Self::Sentences
        } else {
            Self::Items
        }
    }
}

/// The items of the only list, the rows of the only table, or the headings that a section is made of.
fn items(context: &Context, section: SectionId) -> Option<u32> {
    let document = context.document;
    let below = |found: &&abide_syntax::Section| found.parent == section && found.style != HeadingStyle::Bold;
    let headings = document.sections().iter().skip(1).filter(below).count() as u32;
    let labels = document.sections().iter().skip(1);
    let labelled = labels.filter(|found| found.parent == section && found.style == HeadingStyle::Bold).count();
    let blocks = document.section_blocks(section).map(|block| (block, document.node(block).kind));
    let mut lists = blocks.filter(|(_, kind)| matches!(kind, NodeKind::List { .. } | NodeKind::Table));
    match (lists.next(), lists.next(), headings, labelled) {
        (Some((list, NodeKind::List { .. })), None, 0, 0) => Some(document.children(list).count() as u32),
        (Some((table, NodeKind::Table)), None, 0, 0) => Some(document.children(table).count().saturating_sub(1) as u32),
        (None, None, headings, _) if headings > 0 => Some(headings),
        _ => None,
    }
}

/// The number of sentences of a section that is prose and nothing else.
fn sentences(context: &Context, section: SectionId) -> Option<u32> {
    let document = context.document;
    let mut count = 0;
    for block in document.section_blocks(section) {
        match document.node(block).kind {
            NodeKind::Paragraph => count += sentences_of(&document.plain_text(block)),
            NodeKind::Comment | NodeKind::ThematicBreak => {}
            _ => return None,
        }
    }
    (count > 0).then_some(count)
}

fn sentences_of(text: &str) -> u32 {
    const ABBREVIATIONS: &[&str] = &["e.g", "i.e", "etc", "vs", "cf", "p.ej", "z.b", "d.h", "approx", "incl", "no", "fig", "dr", "mr"];
    let mut count = 0;
    let mut open = false;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let ends = match letter {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                let word = text.get(..at).unwrap_or_default().rsplit([' ', '(', '\n']).next().unwrap_or_default();
                next.is_none_or(|next| next.is_whitespace() || next == ')')
                    && !ABBREVIATIONS.contains(&word.to_lowercase().as_str())
            }
            _ => false,
        };
        if ends {
            count += u32::from(open);
            open = false;
        } else if letter.is_alphanumeric() {
            open = true;
        }
    }
    count + u32::from(open)
}

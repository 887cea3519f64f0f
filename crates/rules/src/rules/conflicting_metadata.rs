use crate::calendar;
use crate::fields::{CREATED, Name, OWNER, STATUS, UPDATED, VERSION};
use crate::rule::rule;
use crate::versions::Version;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_syntax::{NodeKind, TextRange};
use abide_template::{Lifecycle, normalise_whole};
use std::sync::LazyLock;

rule! {
    /// Two places of a document say its status, version, date or owner, and say different things.
    ///
    /// ## Why it matters
    ///
    /// Boards and filters read one of the two places, people the other. Nobody knows which is the old one.
    ///
    /// ## What counts
    ///
    /// Front matter, lines such as `**Status**: Draft` near the top, and what stands under a heading "Status". Two words for the same
    /// stage, "Done" and "Implemented", do not differ, nor do "v1.0" and "1.0.0", two forms of a date, or "Ada" and "Ada Byron".
    ///
    /// ## How to mend it
    ///
    /// Say it in one place, or make both say the same.
    ///
    /// ## Examples
    ///
    /// ````document
    /// ---
    /// status: draft
    /// version: 1.2
    /// ---
    /// # Export
    ///
    /// - Status: Implemented
    ///           ~~~~~~~~~~~ the status is "draft" on line 2 and "Implemented" here
    /// - Version: 1.3
    ///            ~~~ the version is "1.2" on line 3 and "1.3" here
    ///
    /// ## Goals
    /// Everything as CSV.
    /// ````
    ///
    /// ````document
    /// ---
    /// status: approved
    /// ---
    /// # Export
    ///
    /// ## Status
    /// Rejected: nobody needs it.
    /// ~~~~~~~~~~~~~~~~~~~~~~~~~~ the status is "approved" on line 2 and "Rejected: nobody needs it." here
    /// ````
    ///
    /// ````document
    /// ---
    /// status: done
    /// version: 1.0
    /// updated: 2026-03-05
    /// owner: Ada
    /// ---
    /// # Export
    ///
    /// - Status: ✅ Implemented
    /// - Version: v1.0.0
    /// - Last updated: March 5, 2026
    /// - Owner: Ada Byron
    /// ````
    "conflicting-metadata", default: Some(Severity::Warning), since: "0.1.0"
}

/// Whether two values of a fact exclude each other.
type Differ = fn(&str, &str) -> bool;

/// What a document has one of, and whether two values of it exclude each other.
const FACTS: &[(&str, &LazyLock<Name>, Differ)] = &[
    ("status", &STATUS, stages_differ),
    ("version", &VERSION, versions_differ),
    ("created", &CREATED, days_differ),
    ("updated", &UPDATED, days_differ),
    ("owner", &OWNER, names_differ),
];

fn check(context: &Context, report: &mut Report) {
    let text = context.document.text();
    for (fact, name, differ) in FACTS {
        let fields = context.document.fields().iter().zip(context.field_labels()).filter(|(field, label)| {
            // "Date" and "Start date" of one document may be different days.
            if *fact == "created" {
                field.name(text).to_lowercase().starts_with("creat")
            } else {
                label.is(name)
            }
        });
        let fields = fields.map(|(field, _)| field);
        let fields: Vec<_> = fields.filter(|field| !context.is_kept(field.range())).collect();
        let mut places: Vec<TextRange> = fields.iter().map(|field| field.value).collect();
        // Two owners, or a line for each update, are a list.
        let listed = fields.iter().zip(fields.iter().skip(1)).any(|(one, other)| one.source == other.source);
        if listed && !matches!(*fact, "status" | "version") {
            continue;
        }
        if *fact == "status" {
            places.extend(status_section(context));
        }
        let Some((first, others)) = places.split_first() else { continue };
        let known = context.slice(*first).trim();
        for place in others {
            let said = context.slice(*place).trim();
            if first.overlaps(*place) || !differ(known, said) {
                continue;
            }
            let line = context.document.line(first.start);
            let finding = report
                .at(*place, format!("the {fact} is \"{known}\" on line {line} and \"{said}\" here"))
                .related(context.place(*first), format!("the {fact} is said to be \"{known}\""))
                .help("say it in one place, or make both say the same");
            // Whoever raised one forgot the other.
            if let Some((old, new)) = forgotten(fact, (*first, known), (*place, said)) {
                let title = format!("write \"{new}\", the later of the two");
                finding.fix(Fix::not_safe(title, vec![Edit::replace(old, new)]));
            }
            break;
        }
    }
}

/// The earlier of two versions or days of an update, and the later one that takes its place, where both are written alike.
fn forgotten<'a>(
    fact: &str,
    one: (TextRange, &'a str),
    other: (TextRange, &'a str),
) -> Option<(TextRange, &'a str)> {
    let form = |text: &str, digit: &str| text.replace(|letter: char| letter.is_ascii_digit(), digit);
    let (alike, older) = match fact {
        "version" => {
            (form(one.1, "") == form(other.1, ""), Version::read(one.1)? < Version::read(other.1)?)
        }
        "updated" => {
            (form(one.1, "0") == form(other.1, "0"), calendar::day(one.1)?.is_before(calendar::day(other.1)?))
        }
        _ => return None,
    };
    let pair = if older { (one.0, other.1) } else { (other.0, one.1) };
    alike.then_some(pair)
}

/// The first line under a heading "Status".
fn status_section(context: &Context) -> Option<TextRange> {
    let mut headings = context.outline.headings.iter();
    let heading = headings.find(|heading| !heading.bold && heading.level <= 2 && STATUS.is(&heading.key))?;
    let block = context.document.section_blocks(heading.section).next()?;
    let node = context.document.node(block);
    // A list tells which stages there are.
    if node.kind != NodeKind::Paragraph {
        return None;
    }
    let range = node.range;
    let line = context.slice(range).lines().next().unwrap_or_default().trim_end();
    const LONG: usize = 60;
    let short = line.chars().count() <= LONG && !context.is_kept(range);
    short.then(|| TextRange::new(range.start(), range.start() + line.len()))
}

fn stages_differ(one: &str, other: &str) -> bool {
    match (Lifecycle::of_status(one), Lifecycle::of_status(other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

fn versions_differ(one: &str, other: &str) -> bool {
    match (Version::read(one), Version::read(other)) {
        (Some(one), Some(other)) => {
            one.cmp(&other).is_ne() && !one.is_coarser_than(&other) && !other.is_coarser_than(&one)
        }
        _ => false,
    }
}

fn days_differ(one: &str, other: &str) -> bool {
    match (calendar::day(one), calendar::day(other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

fn names_differ(one: &str, other: &str) -> bool {
    let (one, other) = (normalise_whole(one), normalise_whole(other));
    let known: Vec<&str> = one.split(' ').filter(|word| !word.is_empty()).collect();
    let mut words = other.split(' ').filter(|word| !word.is_empty()).peekable();
    !known.is_empty() && words.peek().is_some() && words.all(|word| !known.contains(&word))
}

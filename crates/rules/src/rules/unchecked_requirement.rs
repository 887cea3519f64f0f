use crate::requirements::Identified;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::{Item, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;
use std::collections::BTreeSet;

rule! {
    /// A requirement is named by no check, where the document's checks name the requirements that they are for.
    ///
    /// ## Why it matters
    ///
    /// The one requirement that no check is for is the one that nobody proves.
    ///
    /// ## What counts
    ///
    /// Requirements with ids. Checks, tests, scenarios, or a table that traces one to the other, name at least three of them and two thirds of all; a
    /// requirement that only MAY be met need not be checked.
    ///
    /// ## How to mend it
    ///
    /// Add a check for it, or its id to the check that is for it.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Requirements
    /// - **FR-001**: The system MUST take parcels in.
    /// - **FR-002**: The system MUST weigh parcels.
    /// - **FR-003**: The system MUST print a label.
    /// - **FR-004**: The system MUST refuse parcels without a receiver.
    /// ~ no check names `FR-004`, and the checks name 3 of 4 requirements
    /// ## Verifications
    /// - [ ] A parcel is taken in (FR-001)
    /// - [ ] Its weight is shown (FR-002)
    /// - [ ] The label is printed (FR-003)
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Requirements
    /// - **FR-001**: The system MUST take parcels in.
    /// - **FR-002**: The system MUST weigh parcels.
    /// - **FR-003**: The system MUST print a label.
    /// - **FR-004**: The system MUST refuse parcels without a receiver.
    /// ## Verifications
    /// - [ ] A parcel is taken in and weighed (FR-001 to FR-003)
    /// - [ ] Parcels without a receiver are refused: FR-004
    /// ````
    "unchecked-requirement", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    const ENOUGH: usize = 3;
    if context.spec.of_kind(Kind::Requirement).all(|item| !item.fields.contains_key("id")) {
        return;
    }
    let requirements = Identified::new(context);
    if requirements.by_id.len() < ENOUGH {
        return;
    }
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut first: Option<TextRange> = None;
    let mut add = |range: TextRange| {
        let source = context.slice(range);
        // Requirements that stand among the checks do not check themselves.
        let own =
            requirements.by_id.values().any(|item| range.contains(item.range) || item.range.contains(range));
        if !own {
            let found = requirements.meant(source);
            if !found.is_empty() {
                first = first.or(Some(range));
            }
            named.extend(found);
        }
    };
    for item in [Kind::Check, Kind::Scenario].into_iter().flat_map(|kind| context.items(kind)) {
        add(item.range);
    }
    for at in 1..context.document.sections().len() {
        let id = SectionId(at as u32);
        if is_about_checks(context, id) {
            for block in context.document.section_blocks(id) {
                add(context.document.node(block).range);
            }
        }
    }
    let asked: Vec<&&Item> = requirements
        .by_id
        .values()
        .filter(|item| !matches!(item.text_field("level"), Some("may" | "should" | "should_not")))
        .collect();
    let unnamed: Vec<&&&Item> =
        asked.iter().filter(|item| item.text_field("id").is_none_or(|id| !named.contains(id))).collect();
    let count = asked.len().saturating_sub(unnamed.len());
    if count < ENOUGH || count * 3 < asked.len() * 2 {
        return;
    }
    let Some(first) = first else { return };
    for item in unnamed {
        let id = item.text_field("id").unwrap_or_default();
        report
            .at(
                item.range,
                format!("no check names `{id}`, and the checks name {count} of {} requirements", asked.len()),
            )
            .related(context.place(first), "the checks start here")
            .help("add a check for it, or its id to the check that is for it");
    }
}

/// Whether a section holds checks, tests, or what traces them.
fn is_about_checks(context: &Context, id: SectionId) -> bool {
    const CHECKS: &[Concept] = &[Concept::Verifications, Concept::AcceptanceCriteria, Concept::TestPlan];
    let mut at = id;
    while at != SectionId::ROOT {
        let Some(section) = context.document.section(at) else { return false };
        let title = section.title.to_lowercase();
        if context.concepts(at).iter().any(|concept| CHECKS.contains(concept))
            || title.contains("traceab")
            || title.contains("coverage")
        {
            return true;
        }
        at = section.parent;
    }
    false
}

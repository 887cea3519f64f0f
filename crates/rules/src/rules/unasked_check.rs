use crate::requirements::Identified;
use crate::rule::rule;
use crate::{Context, Report};
use abide_model::{Item, Kind};
use abide_syntax::SectionId;
use std::collections::BTreeMap;

rule! {
    /// A check names no requirement, where all the others of its list name the ones that they are for.
    ///
    /// ## Why it matters
    ///
    /// Either it proves something that nobody asked for, or the requirement was forgotten, or its id was.
    ///
    /// ## What counts
    ///
    /// Checks of one section, at least five of them, in a document whose requirements have ids. All but one name a
    /// requirement; a check of the work as a whole (all tests pass, the documentation is written) needs none. It is off by
    /// default: lists in which all the others name theirs are few, and some checks are for no single requirement.
    ///
    /// ## How to mend it
    ///
    /// Name the requirement that it is for, or write that requirement.
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
    /// ## Verifications
    /// - [ ] A parcel is taken in (FR-001)
    /// - [ ] Its weight is shown (FR-002)
    /// - [ ] The label is printed (FR-003)
    /// - [ ] A parcel without a receiver is refused (FR-004)
    /// - [ ] A parcel can be sent back
    ///       ~~~~~~~~~~~~~~~~~~~~~~~ this check names no requirement, and the 4 others do
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
    /// - [ ] A parcel is taken in (FR-001)
    /// - [ ] Its weight is shown (FR-002)
    /// - [ ] The label is printed (FR-003)
    /// - [ ] A parcel without a receiver is refused (FR-004)
    /// - [ ] All tests pass
    /// ````
    "unasked-check", default: None, since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    const LEAST: usize = 5;
    if context.spec.of_kind(Kind::Requirement).all(|item| !item.fields.contains_key("id")) {
        return;
    }
    let requirements = Identified::new(context);
    let mut lists: BTreeMap<SectionId, Vec<(&Item, bool)>> = BTreeMap::new();
    for item in context.items(Kind::Check) {
        let names = !requirements.meant(context.slice(item.range)).is_empty();
        lists.entry(context.document.section_at(item.range.start)).or_default().push((item, names));
    }
    for (section, checks) in lists {
        let unnamed: Vec<&Item> =
            checks.iter().filter(|(_, names)| !names).map(|(item, _)| *item).collect();
        let [only] = unnamed.as_slice() else { continue };
        // A heading that names the requirement names it for all below.
        let title = context.document.section(section).map_or("", |section| section.title.as_ref());
        if checks.len() < LEAST || !requirements.meant(title).is_empty() || is_of_the_whole(&only.text) {
            continue;
        }
        report
            .at(only.range, format!("this check names no requirement, and the {} others do", checks.len() - 1))
            .help("name the requirement that it is for, or write that requirement");
    }
}

/// Whether a check is of the work as a whole: its tests, its documentation, its review.
fn is_of_the_whole(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "test", "tests", "documentation", "docs", "documented", "review", "reviewed", "coverage", "lint", "ci", "build",
        "builds", "runbook", "changelog", "pruebas", "documentación", "テスト", "文档", "测试", "테스트",
    ];
    let lower = text.to_lowercase();
    lower.split(|letter: char| !letter.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

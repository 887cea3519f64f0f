//! What each section is about, and so which kinds of items its statements are.

mod heading;
mod resource;
mod role;

use crate::Kind;
use abide_syntax::{Document, SectionId};
use abide_template::{Concept, concepts_of_heading, names_concept};
pub(crate) use heading::title_of_file;
use heading::{
    has_chapters, holds_fields, holds_typed_fields, is_about_as_a_whole, is_made_with, is_numbered_option,
    is_one_plural, is_one_word, is_rank, joins_words, lists_acts_in_order, lists_requirements, names_code,
    names_file, side_of_scope,
};
use role::{Role, is_grouped, keeps_itself, names_a_thing, role, yields};

/// The concepts of a document's sections and the kinds that statements in them are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    topics: Vec<Topic>,
    /// For each section a bit for each concept that it or a section around it is about, once all is told.
    around: Vec<u128>,
}

const _: () = assert!(Concept::ALL.len() <= u128::BITS as usize);

fn bits(concepts: &[Concept]) -> u128 {
    concepts.iter().fold(0, |bits, concept| bits | 1 << *concept as u32)
}

/// One section's part of the outline.
#[derive(Clone, Debug, Default, PartialEq)]
struct Topic {
    /// What the heading itself says.
    concepts: Vec<Concept>,
    /// The kinds that a plain statement here is, own or inherited.
    kinds: Vec<Kind>,
    parent: SectionId0,
}

// `SectionId` has no default; the root is its own parent.
type SectionId0 = u32;

impl Outline {
    /// Reads the headings of a document.
    pub fn new(document: &Document) -> Self {
        let title = title_section(document);
        let mut topics: Vec<Topic> = Vec::with_capacity(document.sections().len());
        for (at, section) in document.sections().iter().enumerate() {
            let parent = section.parent.index();
            if at == 0 {
                topics.push(Topic::default());
                continue;
            }
            // A name in code is a name, whatever word it is, and so is that of a file, and `print_events`.
            let name = names_code(document, section)
                || names_file(&section.title)
                || joins_words(&section.title) && !names_concept(&section.title);
            let mut concepts = if name { Vec::new() } else { concepts_of_heading(&section.title) };
            // "In" and "Out" below the heading of a scope.
            if concepts.is_empty()
                && topics.get(parent).is_some_and(|topic| {
                    topic
                        .concepts
                        .iter()
                        .any(|concept| matches!(concept, Concept::Scope | Concept::OutOfScope))
                })
            {
                concepts.extend(side_of_scope(&section.title));
            }
            // The name of an option may end in any word: "Do not add links".
            let option = !concepts.is_empty()
                && concepts
                    .iter()
                    .all(|concept| names_a_thing(*concept) || *concept == Concept::Verifications)
                && topics.get(parent).is_some_and(|topic| topic.concepts.contains(&Concept::Alternatives));
            if option && !names_concept(&section.title) {
                concepts.clear();
            }
            // "Managing links" before `POST /links` is about the links that the system keeps.
            if !concepts.is_empty()
                && concepts.iter().all(|concept| resource::may_be_meant(*concept))
                && resource::is_one(document, section)
            {
                concepts.clear();
            }
            // "Decision" below the data model, with a table of its fields, is a record.
            let of_data = topics.get(parent).is_some_and(|topic| {
                topic.concepts.iter().any(|concept| matches!(concept, Concept::DataModel | Concept::Entities))
            });
            if of_data
                && (role::names_a_record(&concepts) || section.title.trim().eq_ignore_ascii_case("settings"))
                && (is_one_word(&section.title) && holds_fields(document, at)
                    || is_one_plural(&section.title) && holds_typed_fields(document, at))
            {
                concepts.clear();
            }
            // "Option coverage" among requirements is a topic of theirs; "Option A" and "Option 2: …" are numbered.
            let grouped = topics.get(parent).is_some_and(|topic| {
                topic
                    .kinds
                    .iter()
                    .any(|kind| matches!(kind, Kind::Requirement | Kind::Check | Kind::Setting | Kind::Rpc))
            });
            if grouped && concepts == [Concept::Alternative] && !is_numbered_option(&section.title) {
                concepts.clear();
            }
            // "Decisions" among the requirements, all of whose lines have ids of requirements, are those that users make.
            let required = topics.get(parent).is_some_and(|topic| topic.kinds.contains(&Kind::Requirement));
            if required && role::names_what_is_kept(&concepts) && lists_requirements(document, at) {
                concepts.clear();
            }
            // "Login check" and "Coverage & reports" among the features are one of them.
            let feature = topics
                .get(parent)
                .is_some_and(|topic| topic.concepts.contains(&Concept::FunctionalRequirements));
            if feature
                && matches!(concepts.as_slice(), [Concept::Verifications | Concept::Scope])
                && !names_concept(&section.title)
            {
                concepts.clear();
            }
            // "Calendar" among the features is one as well.
            if feature && concepts == [Concept::Timeline] {
                concepts.clear();
            }
            // "Database (SQLite)" among the building blocks is one of them.
            let part = topics.get(parent).is_some_and(|topic| {
                topic.kinds.contains(&Kind::Component)
                    && topic
                        .concepts
                        .iter()
                        .all(|concept| matches!(concept, Concept::Architecture | Concept::Components))
            });
            if part
                && matches!(
                    concepts.as_slice(),
                    [Concept::UserInterface | Concept::DataModel | Concept::Persistence]
                )
                && is_made_with(&section.title)
                && !holds_fields(document, at)
            {
                concepts.clear();
            }
            // "Frontend" and "Testing" below the technologies are layers of them.
            let of_stack = topics.get(parent).is_some_and(|topic| {
                topic.kinds == [Kind::Dependency]
                    && topic.concepts.iter().all(|concept| *concept == Concept::TechStack)
            });
            if of_stack
                && !concepts.is_empty()
                && concepts.iter().all(|concept| role::names_a_layer(*concept))
            {
                concepts.clear();
            }
            // "Requirements" below "Getting started" are what it takes to start.
            let starts = topics.get(parent).is_some_and(|topic| topic.concepts == [Concept::Usage]);
            if starts && concepts == [Concept::Requirements] {
                concepts = [Concept::Dependencies].into_iter().collect();
            }
            // "Data and reports" among requirements groups them.
            if required
                && concepts == [Concept::DataModel]
                && !names_concept(&section.title)
                && !holds_fields(document, at)
            {
                concepts.clear();
            }
            // "Nice to have" among requirements is a rank of theirs.
            if required && concepts == [Concept::FutureWork] && is_rank(&section.title) {
                concepts.clear();
            }
            // "Extensions" of a use case are its other paths.
            let steps = topics.get(parent).is_some_and(|topic| topic.kinds.contains(&Kind::Flow));
            if steps
                && concepts.is_empty()
                && section.title.trim_end_matches(':').eq_ignore_ascii_case("extensions")
            {
                concepts.push(Concept::ErrorPaths);
            }
            // "Reference" with sections on endpoints and data is where things are looked up, and no list of links.
            let singular = section.title.trim().to_lowercase().ends_with("reference");
            if singular && concepts == [Concept::References] && has_chapters(document, at) {
                concepts.clear();
            }
            let is_title = title == Some(at);
            // "Design notes" and "Overview of the press" name a document, and say nothing of what its sections hold.
            if is_title {
                concepts.retain(|concept| !matches!(role(*concept), Role::Silent));
            }
            let above: Vec<Kind> = match topics.get(parent) {
                // What the title says holds for the text below it, not for the sections; plans and task lists are whole documents.
                Some(topic) if title == Some(parent) => {
                    let whole = [Concept::Tasks, Concept::ImplementationPlan];
                    let passes = topic.concepts.iter().any(|concept| whole.contains(concept));
                    match topic.concepts.as_slice() {
                        _ if passes => topic.kinds.clone(),
                        // "# Data model: orders" is all about data, wherever it stands.
                        [Concept::DataModel | Concept::Entities] if is_about_as_a_whole(document, parent) => {
                            decide(&topic.concepts, &[])
                        }
                        _ => Vec::new(),
                    }
                }
                Some(topic) => topic.kinds.clone(),
                None => Vec::new(),
            };
            let later = concepts.contains(&Concept::Phase)
                && topics.get(parent).is_some_and(|topic| topic.concepts.contains(&Concept::FutureWork));
            // "Flow" with a numbered list below a feature is how that feature goes on.
            let told_in_order = required
                && concepts == [Concept::Workflows]
                && names_concept(&section.title)
                && lists_acts_in_order(document, at);
            let kinds = if told_in_order {
                decide(&concepts, &[])
            } else if later {
                // Phases that may come later are no plan.
                Vec::new()
            } else if is_title {
                title_kinds(&concepts)
            } else {
                decide(&concepts, &above)
            };
            topics.push(Topic { concepts, kinds, parent: section.parent.0 });
        }
        Self { topics, around: Vec::new() }
    }

    /// Notes for each section what it and those around it are about, for readers that ask again and again; nothing is told later.
    pub(crate) fn settle(&mut self) {
        let mut around: Vec<u128> = Vec::with_capacity(self.topics.len());
        for (at, topic) in self.topics.iter().enumerate() {
            // The root is about nothing.
            let above = around.get(topic.parent as usize).copied().unwrap_or_default();
            around.push(if at == 0 { 0 } else { above | bits(&topic.concepts) });
        }
        self.around = around;
    }

    /// Takes a section to be about a topic that its heading does not tell.
    pub(crate) fn tell(&mut self, section: SectionId, concept: Concept) {
        if let Some(topic) = self.topics.get_mut(section.index()) {
            topic.concepts.push(concept);
            topic.kinds = decide(&[concept], &[]);
        }
    }

    /// What the heading of a section itself is about.
    pub fn concepts(&self, section: SectionId) -> &[Concept] {
        self.topics.get(section.index()).map_or(&[], |topic| &topic.concepts)
    }

    /// The kinds that a plain statement in a section is, by its heading and those above.
    pub fn kinds(&self, section: SectionId) -> &[Kind] {
        self.topics.get(section.index()).map_or(&[], |topic| &topic.kinds)
    }

    /// Whether a section only tells about the document or the world around the system: what stands in it is no item.
    pub fn is_context(&self, section: SectionId) -> bool {
        let mut at = section;
        while at != SectionId::ROOT {
            let Some(topic) = self.topics.get(at.index()) else { return false };
            if !topic.concepts.is_empty() {
                return topic.concepts.iter().any(|concept| matches!(role(*concept), Role::Silent));
            }
            at = SectionId(topic.parent);
        }
        false
    }

    /// Whether statements in a section are of this kind.
    pub fn holds(&self, section: SectionId, kind: Kind) -> bool {
        self.kinds(section).contains(&kind)
    }

    /// The kind that a label about a topic gives to the statements below it, where the section would take them for another.
    pub(crate) fn given(&self, section: SectionId, topic: Concept) -> Option<Kind> {
        use Kind::*;
        const GIVEN: &[Kind] =
            &[Check, Goal, NonGoal, Risk, Question, Requirement, Task, Reference, Exception, Term];
        let own = self.kinds(section);
        let told = decide(&[topic], own);
        let kind = told.first().filter(|kind| GIVEN.contains(kind))?;
        (!told.iter().any(|kind| own.contains(kind))).then_some(*kind)
    }

    /// Whether a section or one that holds it is about one of these concepts.
    #[inline]
    pub fn within(&self, section: SectionId, concepts: &[Concept]) -> bool {
        match self.around.get(section.index()) {
            Some(around) => *around != 0 && around & bits(concepts) != 0,
            None => self.walk(section, concepts).is_some(),
        }
    }

    /// The innermost section, from `section` outwards, whose heading is about one of these concepts.
    #[inline]
    pub fn nearest(&self, section: SectionId, concepts: &[Concept]) -> Option<SectionId> {
        if self.around.get(section.index()).is_some_and(|around| around & bits(concepts) == 0) {
            return None;
        }
        self.walk(section, concepts)
    }

    fn walk(&self, section: SectionId, concepts: &[Concept]) -> Option<SectionId> {
        let mut at = section;
        while at != SectionId::ROOT {
            let topic = self.topics.get(at.index())?;
            if topic.concepts.iter().any(|concept| concepts.contains(concept)) {
                return Some(at);
            }
            at = SectionId(topic.parent);
        }
        None
    }
}

/// The one heading of level 1 that opens a document, where there is exactly one.
pub(crate) fn title_section(document: &Document) -> Option<usize> {
    let mut level_one =
        document.sections().iter().enumerate().filter(|(at, section)| *at > 0 && section.level == 1);
    let (at, _) = level_one.next()?;
    (level_one.next().is_none() && at <= 2).then_some(at)
}

fn title_kinds(concepts: &[Concept]) -> Vec<Kind> {
    let whole = [Concept::Tasks, Concept::ImplementationPlan, Concept::OpenQuestions, Concept::Glossary];
    if concepts.iter().any(|concept| whole.contains(concept)) { decide(concepts, &[]) } else { Vec::new() }
}

fn decide(concepts: &[Concept], above: &[Kind]) -> Vec<Kind> {
    if concepts.is_empty() {
        return above.to_vec();
    }
    let grouped: Vec<Kind> = above.iter().copied().filter(|kind| is_grouped(*kind)).collect();
    let mut kinds: Vec<Kind> = Vec::new();
    let mut silent = false;
    let mut strong = false;
    for concept in concepts {
        let held = grouped.iter().any(|kind| yields(*concept, *kind));
        match role(*concept) {
            Role::Strong(own) if !held => {
                strong = true;
                kinds.extend(own);
            }
            // Flags and variables listed within a section on configuration are settings as well.
            Role::Topic(own) if above.contains(&Kind::Setting) && own.contains(&Kind::Rpc) => {
                kinds.extend([Kind::Setting, Kind::Rpc]);
            }
            // Among flows, an error path, a machine's states and rights stay what they are.
            Role::Topic(own) if grouped.is_empty() || (grouped == [Kind::Flow] && keeps_itself(*concept)) => {
                kinds.extend(own);
                // A path that fails may be told step by step all the same.
                if own.contains(&Kind::Exception) {
                    kinds.extend(&grouped);
                }
            }
            // What a phase of a plan explains is no work.
            Role::Topic(_) if *concept == Concept::CoreConcepts && grouped == [Kind::Task] => silent = true,
            Role::Strong(_) | Role::Topic(_) => kinds.extend(&grouped),
            Role::Silent => silent = true,
        }
    }
    if strong {
        // "Goals & Security": the strong part decides.
        let topics = |kind: &Kind| {
            concepts.iter().any(|concept| matches!(role(*concept), Role::Strong(own) if own.contains(kind)))
        };
        kinds.retain(topics);
    }
    if silent && kinds.is_empty() {
        return Vec::new();
    }
    kinds.dedup();
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let document = Document::parse(text);
        let outline = Outline::new(&document);
        let line = |(at, section): (usize, &abide_syntax::Section)| {
            let kinds: Vec<_> = outline.kinds(SectionId(at as u32)).iter().map(|kind| kind.name()).collect();
            format!("{}: {}", section.title, kinds.join(" "))
        };
        document.sections().iter().enumerate().skip(1).map(line).collect()
    }

    #[test]
    fn a_heading_decides_and_a_topic_below_only_groups() {
        assert_eq!(
            shown(
                "# Tool\n## Success Criteria\n### Security\n## Security\n## Requirements\n### Export\n### Open Questions\n"
            ),
            [
                "Tool: ",
                "Success Criteria: check",
                "Security: check",
                "Security: ",
                "Requirements: requirement",
                "Export: requirement",
                "Open Questions: question"
            ]
        );
    }

    #[test]
    fn the_title_says_nothing_about_the_sections_but_plans_are_whole_documents() {
        assert_eq!(shown("# Login Requirements\n## Details\n"), ["Login Requirements: ", "Details: "]);
        assert_eq!(shown("# Implementation Plan\n## Setup\n"), ["Implementation Plan: task", "Setup: task"]);
    }

    #[test]
    fn what_a_phase_explains_is_no_work() {
        assert_eq!(
            shown("# T\n## Phase 2: Ink\n### Key concepts (Phase 2)\n"),
            ["T: ", "Phase 2: Ink: task", "Key concepts (Phase 2): "]
        );
    }

    #[test]
    fn the_name_of_a_file_is_no_topic() {
        assert_eq!(
            shown("# T\n## tools/press.rs\n## Tools\n"),
            ["T: ", "tools/press.rs: ", "Tools: dependency"]
        );
    }

    #[test]
    fn options_among_requirements_are_their_topic() {
        assert_eq!(
            shown("# T\n## Requirements\n### Option coverage\n### Option B: files\n"),
            ["T: ", "Requirements: requirement", "Option coverage: requirement", "Option B: files: "]
        );
    }

    #[test]
    fn both_sides_of_a_scope() {
        assert_eq!(
            shown("# T\n## In scope / out of scope\n### In\n### Out\n## Door\n### Out\n"),
            ["T: ", "In scope / out of scope: goal non_goal", "In: goal", "Out: non_goal", "Door: ", "Out: "]
        );
    }

    #[test]
    fn who_may_do_what_is_no_flow() {
        assert_eq!(
            shown(
                "# T\n## Step-by-step flow\n### Happy path\n### Who may do what\n### Error codes\n### Refund\n"
            ),
            [
                "T: ",
                "Step-by-step flow: flow",
                "Happy path: flow",
                "Who may do what: permission",
                "Error codes: ",
                "Refund: flow"
            ]
        );
    }

    #[test]
    fn prose_lets_nothing_through() {
        assert_eq!(
            shown("# T\n## Requirements\n### Overview\n## Open Questions / Risks\n"),
            ["T: ", "Requirements: requirement", "Overview: ", "Open Questions / Risks: question risk"]
        );
    }

    #[test]
    fn a_feature_and_an_option_may_be_called_a_check() {
        assert_eq!(
            shown("# T\n## Features\n### Paper check\n### Checks\n## Alternatives\n### Ink check\n"),
            [
                "T: ",
                "Features: requirement",
                "Paper check: requirement",
                "Checks: check",
                "Alternatives: alternative",
                "Ink check: alternative"
            ]
        );
    }

    #[test]
    fn building_blocks_and_features_with_names_of_topics() {
        assert_eq!(
            shown(
                "# T\n## Building block view\n### Database (SQLite)\n### Database\n## Runtime view\n### Print\n## Features\n### Coverage & reports\n## Security requirements\n"
            ),
            [
                "T: ",
                "Building block view: component",
                "Database (SQLite): component",
                "Database: entity",
                "Runtime view: flow",
                "Print: flow",
                "Features: requirement",
                "Coverage & reports: requirement",
                "Security requirements: requirement"
            ]
        );
    }

    #[test]
    fn a_chapter_to_look_things_up_is_no_list_of_links() {
        assert_eq!(
            shown("# T\n## Reference\n### Endpoints\n### Lists\n## References\n### Books\n"),
            [
                "T: ",
                "Reference: ",
                "Endpoints: endpoint",
                "Lists: ",
                "References: reference",
                "Books: reference"
            ]
        );
    }

    #[test]
    fn what_requirements_are_grouped_by() {
        assert_eq!(
            shown("# T\n## Implemented requirements\n### Data and folding\n## Explicitly not implemented\n"),
            [
                "T: ",
                "Implemented requirements: requirement",
                "Data and folding: requirement",
                "Explicitly not implemented: non_goal"
            ]
        );
    }

    #[test]
    fn how_a_feature_goes_on() {
        let text = "# T\n## Features\n### Orders\n#### Flow\n1. Choose paper\n2. Pay\n### Returns\n#### Flow\n1. The clerk must be asked\n";
        assert_eq!(
            shown(text),
            [
                "T: ",
                "Features: requirement",
                "Orders: requirement",
                "Flow: flow",
                "Returns: requirement",
                "Flow: requirement"
            ]
        );
    }
}

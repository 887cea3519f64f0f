//! What a concept means for the statements under its heading.

use crate::Kind;
use abide_template::Concept;

/// How a concept decides on the kind of the statements under its heading.
pub(super) enum Role {
    /// These kinds, whatever stands above.
    Strong(&'static [Kind]),
    /// A topic: within requirements, checks, tasks and the like it names a group; on its own it means these kinds.
    Topic(&'static [Kind]),
    /// Prose: statements are no items, and what stands above does not reach through.
    Silent,
}

pub(super) fn role(concept: Concept) -> Role {
    use Concept as C;
    use Kind as K;
    use Role::*;
    match concept {
        C::Goals | C::Scope => Strong(&[K::Goal]),
        C::NonGoals | C::OutOfScope => Strong(&[K::NonGoal]),
        C::Constraints => Topic(&[K::Requirement]),
        C::Requirements | C::FunctionalRequirements | C::NonFunctionalRequirements | C::Requirement => {
            Strong(&[K::Requirement])
        }
        C::UserStories => Strong(&[K::Story]),
        C::Scenarios => Strong(&[K::Scenario]),
        C::UseCases | C::HappyPath | C::Workflows | C::DataFlow => Topic(&[K::Flow]),
        C::EdgeCases | C::ErrorPaths => Topic(&[K::Exception]),
        C::ErrorCodes => Topic(&[]),
        C::Architecture | C::Components => Topic(&[K::Component]),
        C::Layout => Strong(&[K::Path]),
        C::DataModel | C::Entities => Strong(&[K::Entity]),
        C::CoreConcepts => Topic(&[]),
        C::Relationships => Topic(&[K::Relation]),
        C::Persistence => Topic(&[]),
        C::Indexes => Topic(&[K::Index]),
        C::States => Topic(&[K::Transition]),
        C::Api | C::Endpoints => Topic(&[K::Endpoint]),
        C::Request | C::Response => Strong(&[]),
        C::Events => Topic(&[K::Event]),
        C::CommandLine | C::ClientSdk | C::Interface => Topic(&[K::Rpc]),
        C::Configuration | C::EnvironmentVariables => Topic(&[K::Setting]),
        C::Permissions | C::Roles => Topic(&[K::Permission]),
        C::Dependencies | C::InternalDependencies | C::ExternalDependencies | C::TechStack => {
            Strong(&[K::Dependency])
        }
        C::Performance | C::Load | C::Reliability | C::Scalability => Topic(&[K::Target]),
        C::Targets => Topic(&[K::Target]),
        C::Observability | C::Metrics | C::Logging | C::Alerts => Topic(&[K::Signal]),
        C::AcceptanceCriteria | C::Verifications | C::TestPlan => Strong(&[K::Check]),
        C::ImplementationPlan | C::Tasks | C::Phase => Strong(&[K::Task]),
        C::Timeline => Strong(&[K::Milestone]),
        C::Rollout | C::Migration | C::Rollback => Topic(&[K::Rollout]),
        C::Alternatives => Strong(&[K::Alternative]),
        C::Alternative => Strong(&[]),
        C::Decisions => Strong(&[K::Decision]),
        C::Risks => Strong(&[K::Risk]),
        C::OpenQuestions => Strong(&[K::Question]),
        C::Clarifications => Strong(&[K::Question]),
        C::Glossary => Strong(&[K::Term]),
        C::References | C::RelatedSpecs => Strong(&[K::Reference]),
        C::ChangeLog => Strong(&[K::Change]),
        C::Stakeholders => Strong(&[K::Stakeholder]),
        C::Overview
        | C::Summary
        | C::Purpose
        | C::ProblemStatement
        | C::CurrentState
        | C::DesiredState
        | C::Background
        | C::Motivation
        | C::Value
        | C::Assumptions
        | C::Limitations
        | C::Rationale
        | C::Consequences
        | C::Drawbacks
        | C::Advantages
        | C::DecisionDrivers
        | C::Impact
        | C::FutureWork
        | C::PriorArt
        | C::Adoption
        | C::Examples
        | C::Usage
        | C::Appendix
        | C::Metadata
        | C::Status
        | C::TableOfContents
        | C::Notes
        | C::Faq
        | C::Acknowledgements
        | C::License
        | C::Personas => Silent,
        C::Design
        | C::Diagrams
        | C::ComponentDiagram
        | C::UserInterface
        | C::Security
        | C::Authentication
        | C::DataProtection
        | C::Threats
        | C::Validation
        | C::Invariants
        | C::Infrastructure
        | C::Optimization
        | C::Accessibility
        | C::Compliance
        | C::Costs
        | C::Compatibility
        | C::Versioning
        | C::Documentation
        | C::Deliverables => Topic(&[]),
    }
}

/// Whether statements of this kind come in groups by topic, so that a topic's heading below only names the group.
pub(super) fn is_grouped(kind: Kind) -> bool {
    use Kind::*;
    matches!(kind, Requirement | Check | Task | Goal | NonGoal | Risk | Question | Rollout | Decision | Flow)
}

/// Whether a heading among flows is about something else than one more of them: who may do what, how errors look.
pub(super) fn keeps_itself(concept: Concept) -> bool {
    use Concept as C;
    matches!(concept, C::ErrorPaths | C::EdgeCases | C::States | C::Permissions | C::ErrorCodes)
}

/// Whether a concept is that of a thing that a system has, so that its word may end the name of anything.
pub(super) fn names_a_thing(concept: Concept) -> bool {
    use Concept as C;
    match concept {
        C::Design | C::Constraints | C::Phase => false,
        C::References
        | C::RelatedSpecs
        | C::Layout
        | C::DataModel
        | C::Entities
        | C::TechStack
        | C::Tasks => true,
        _ => matches!(role(concept), Role::Topic(_)),
    }
}

/// Whether technologies are listed by what this names: "Frontend", "Database", "Testing".
pub(super) fn names_a_layer(concept: Concept) -> bool {
    use Concept as C;
    matches!(
        concept,
        C::UserInterface
            | C::Infrastructure
            | C::DataModel
            | C::Persistence
            | C::Authentication
            | C::Observability
            | C::Logging
            | C::TestPlan
            | C::Verifications
            | C::Api
    )
}

/// Whether a heading names what users of a system may keep in it as well: their decisions, risks, goals, notes.
pub(super) fn names_what_is_kept(concepts: &[Concept]) -> bool {
    use Concept as C;
    const KEPT: &[Concept] =
        &[C::Decisions, C::Risks, C::Goals, C::OpenQuestions, C::Events, C::Notes, C::Costs];
    !concepts.is_empty() && concepts.iter().all(|concept| KEPT.contains(concept))
}

/// Whether a heading that names one of these may as well name a record of the data model.
pub(super) fn names_a_record(concepts: &[Concept]) -> bool {
    use Concept as C;
    const RECORDS: &[Concept] = &[
        C::Decisions,
        C::Tasks,
        C::Risks,
        C::Goals,
        C::OpenQuestions,
        C::Requirement,
        C::Requirements,
        C::Scenarios,
        C::UserStories,
        C::Phase,
        C::Timeline,
        C::Stakeholders,
        C::Permissions,
        C::Roles,
        C::Events,
        C::Endpoints,
        C::Notes,
        C::Alternative,
        C::Alternatives,
        C::Personas,
        C::Costs,
        C::Response,
        C::Request,
        C::Load,
        C::Status,
    ];
    !concepts.is_empty() && concepts.iter().all(|concept| RECORDS.contains(concept))
}

/// Within tests and plans, more headings only name a group: what is to be tested, what is to be built.
pub(super) fn yields(concept: Concept, above: Kind) -> bool {
    use Concept as C;
    match above {
        Kind::Check => matches!(
            concept,
            C::TestPlan
                | C::DataModel
                | C::Entities
                | C::Goals
                | C::Scope
                | C::Dependencies
                | C::Layout
                | C::Requirements
                | C::FunctionalRequirements
                | C::NonFunctionalRequirements
                | C::Rollout
                | C::Decisions
                | C::Stakeholders
                | C::Phase
        ),
        // What is open, or may go wrong, stands below what it is about.
        Kind::Question | Kind::Risk => matches!(
            concept,
            C::FunctionalRequirements
                | C::NonFunctionalRequirements
                | C::DataModel
                | C::Entities
                | C::TechStack
                | C::Layout
        ),
        // A phase of a rollout or of a flow is a part of it.
        Kind::Rollout | Kind::Flow => concept == C::Phase,
        Kind::Task => {
            matches!(
                concept,
                C::TestPlan
                    | C::DataModel
                    | C::Entities
                    | C::Layout
                    | C::Decisions
                    | C::Dependencies
                    | C::Deliverables
                    | C::UserStories
            )
        }
        _ => false,
    }
}

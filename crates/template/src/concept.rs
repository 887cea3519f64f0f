//! Concepts: what a section is about, whatever its heading says and in whatever language.

use crate::lexicon::concepts_of_heading;

macro_rules! concepts {
    ($($(#[$doc:meta])* $variant:ident $name:literal,)*) => {
        /// What a section is about. The headings that mean it are data, in `concepts/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Concept { $($(#[$doc])* $variant,)* }

        impl Concept {
            /// All concepts.
            pub const ALL: &[Concept] = &[$(Concept::$variant,)*];

            /// The name used in settings and output.
            pub fn name(self) -> &'static str {
                match self { $(Concept::$variant => $name,)* }
            }
        }
    };
}

concepts! {
    /// What the document covers, in short.
    Overview "overview",
    /// A summary or abstract.
    Summary "summary",
    /// The whole proposal or design under one heading: "Specification", "Detailed design".
    Design "design",
    /// What it is for.
    Purpose "purpose",
    /// What is wrong today.
    ProblemStatement "problem-statement",
    /// How things stand now.
    CurrentState "current-state",
    /// How things should stand.
    DesiredState "desired-state",
    /// Context and history.
    Background "background",
    /// Why it is done.
    Motivation "motivation",
    /// Whom it serves and what that is worth.
    Value "value",
    /// What the work is to achieve.
    Goals "goals",
    /// What it deliberately does not try.
    NonGoals "non-goals",
    /// The boundaries of the work.
    Scope "scope",
    /// What lies outside.
    OutOfScope "out-of-scope",
    /// What is taken for granted.
    Assumptions "assumptions",
    /// What limits the choices.
    Constraints "constraints",
    /// What cannot be done, or not well.
    Limitations "limitations",
    /// What the system must do or be.
    Requirements "requirements",
    /// What the system must do.
    FunctionalRequirements "functional-requirements",
    /// How well it must do it.
    NonFunctionalRequirements "non-functional-requirements",
    /// One requirement, as a heading of its own.
    Requirement "requirement",
    /// As a role, I can …
    UserStories "user-stories",
    /// Uses of the system, told.
    UseCases "use-cases",
    /// Given, when, then.
    Scenarios "scenarios",
    /// The people it is for.
    Personas "personas",
    /// Unusual cases.
    EdgeCases "edge-cases",
    /// What happens when something goes wrong.
    ErrorPaths "error-paths",
    /// The main path.
    HappyPath "happy-path",
    /// Step-by-step flows.
    Workflows "workflows",
    /// How data moves.
    DataFlow "data-flow",
    /// How the system is built.
    Architecture "architecture",
    /// Files and folders.
    Layout "layout",
    /// The named parts.
    Components "components",
    /// Domain concepts that everything touches.
    CoreConcepts "core-concepts",
    /// Drawings.
    Diagrams "diagrams",
    /// A drawing of the components.
    ComponentDiagram "component-diagram",
    /// The data model.
    DataModel "data-model",
    /// Entities and their fields.
    Entities "entities",
    /// How entities relate.
    Relationships "relationships",
    /// How data is stored.
    Persistence "persistence",
    /// Indexes and constraints of the database.
    Indexes "indexes",
    /// States and their changes.
    States "states",
    /// The programming interface.
    Api "api",
    /// HTTP operations.
    Endpoints "endpoints",
    /// What a call sends.
    Request "request",
    /// What a call gets back.
    Response "response",
    /// Errors that a caller may see.
    ErrorCodes "error-codes",
    /// Webhooks, messages, topics.
    Events "events",
    /// The command line.
    CommandLine "command-line",
    /// What client code uses.
    ClientSdk "client-sdk",
    /// Functions and types that others call.
    Interface "interface",
    /// Screens.
    UserInterface "user-interface",
    /// Settings.
    Configuration "configuration",
    /// Environment variables.
    EnvironmentVariables "environment-variables",
    /// Who may do what.
    Permissions "permissions",
    /// Roles.
    Roles "roles",
    /// Security.
    Security "security",
    /// Who the caller is.
    Authentication "authentication",
    /// Sensitive data.
    DataProtection "data-protection",
    /// Attacks.
    Threats "threats",
    /// Rules that input must obey.
    Validation "validation",
    /// What always holds.
    Invariants "invariants",
    /// What this needs.
    Dependencies "dependencies",
    /// Needs from the same system.
    InternalDependencies "internal-dependencies",
    /// Needs from elsewhere.
    ExternalDependencies "external-dependencies",
    /// Technologies in use.
    TechStack "tech-stack",
    /// Where and how it runs.
    Infrastructure "infrastructure",
    /// Speed and size.
    Performance "performance",
    /// Numbers to reach.
    Targets "targets",
    /// Expected load.
    Load "load",
    /// How it is made fast.
    Optimization "optimization",
    /// How it grows.
    Scalability "scalability",
    /// How it stays up.
    Reliability "reliability",
    /// How operations see it.
    Observability "observability",
    /// Metrics to collect.
    Metrics "metrics",
    /// Logs.
    Logging "logging",
    /// Alerts.
    Alerts "alerts",
    /// When the work is done.
    AcceptanceCriteria "acceptance-criteria",
    /// Objective checks.
    Verifications "verifications",
    /// How it is tested.
    TestPlan "test-plan",
    /// Who can use it, and with what.
    Accessibility "accessibility",
    /// Laws and standards.
    Compliance "compliance",
    /// What it costs.
    Costs "costs",
    /// The plan of the work.
    ImplementationPlan "implementation-plan",
    /// The pieces of the work.
    Tasks "tasks",
    /// One phase of the work.
    Phase "phase",
    /// Dates.
    Timeline "timeline",
    /// What is handed over.
    Deliverables "deliverables",
    /// How it reaches users.
    Rollout "rollout",
    /// How data and users move over.
    Migration "migration",
    /// How it is undone.
    Rollback "rollback",
    /// Options that were considered.
    Alternatives "alternatives",
    /// One option.
    Alternative "alternative",
    /// Choices that were made.
    Decisions "decisions",
    /// What drives the choice.
    DecisionDrivers "decision-drivers",
    /// Why it is so.
    Rationale "rationale",
    /// What follows from it.
    Consequences "consequences",
    /// What speaks against it.
    Drawbacks "drawbacks",
    /// What speaks for it.
    Advantages "advantages",
    /// What changes for others.
    Impact "impact",
    /// What may go wrong.
    Risks "risks",
    /// What is unresolved.
    OpenQuestions "open-questions",
    /// Questions that were answered.
    Clarifications "clarifications",
    /// What may come later.
    FutureWork "future-work",
    /// What others did.
    PriorArt "prior-art",
    /// Old and new together.
    Compatibility "compatibility",
    /// Versions and their life.
    Versioning "versioning",
    /// How people learn and take it up.
    Adoption "adoption",
    /// Words and their meaning.
    Glossary "glossary",
    /// Links.
    References "references",
    /// Other documents of the same system.
    RelatedSpecs "related-specs",
    /// What changed when.
    ChangeLog "change-log",
    /// Who owns, reviews, is affected.
    Stakeholders "stakeholders",
    /// Examples.
    Examples "examples",
    /// How it is used.
    Usage "usage",
    /// What stands behind the text.
    Appendix "appendix",
    /// Fields of the document itself.
    Metadata "metadata",
    /// How far the document is.
    Status "status",
    /// What is to be written for people.
    Documentation "documentation",
    /// A list of the sections.
    TableOfContents "table-of-contents",
    /// Remarks.
    Notes "notes",
    /// Questions that people ask.
    Faq "faq",
    /// Thanks.
    Acknowledgements "acknowledgements",
    /// Rights.
    License "license",
}

impl Concept {
    /// What a heading is about first of all; `None` where the lexicon does not know it.
    pub fn of_heading(title: &str) -> Option<Concept> {
        concepts_of_heading(title).first().copied()
    }
}

impl std::fmt::Display for Concept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

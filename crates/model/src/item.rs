//! An item: one typed statement of a specification.

use abide_syntax::TextRange;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One statement that a document makes about its own system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Stable, and unique within the document: the id that the document itself writes, else `kind:key` for keyed kinds,
    /// else `kind:` and a digest of section and text. In output it is unique within the workspace: where several documents
    /// have it, the path of the document and `#` stand before it.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What makes two items the same item, as the catalogue says; empty for kinds that are keyed by line.
    pub key: String,
    /// The 1-based source line where the statement starts.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// The bytes of the statement: from, and one past the last, in the document decoded to UTF-8.
    #[serde(with = "range")]
    #[schemars(with = "[u32; 2]")]
    pub range: TextRange,
    /// The titles of the sections that hold it, outermost first.
    pub section: Vec<String>,
    /// The statement as readable text, on one line.
    pub text: String,
    /// The fields of its kind, in the order of the catalogue; absent where the document does not say.
    pub fields: Map<String, Value>,
}

impl Item {
    /// A field as text.
    pub fn text_field(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }
}

macro_rules! kinds {
    ($($variant:ident $name:literal $summary:literal,)*) => {
        /// The kinds of items; each is described in the catalogue of kinds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $(#[doc = $summary] $variant,)* }

        impl Kind {
            /// All kinds, in the order of the catalogue.
            pub const ALL: &[Kind] = &[$(Kind::$variant,)*];

            /// The name used in ids, output and settings.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name,)* }
            }

            /// What counts as an item of this kind, in a line.
            pub fn summary(self) -> &'static str {
                match self { $(Kind::$variant => $summary,)* }
            }
        }
    };
}

kinds! {
    Requirement "requirement" "What the system must do or be",
    Story "story" "As a role, I can do something so that it has a value",
    Scenario "scenario" "Given, when, then",
    Check "check" "One objective check that the work is done",
    Goal "goal" "What the work is to achieve",
    NonGoal "non_goal" "What is deliberately left out",
    Target "target" "A measurable quantity with a bound",
    Entity "entity" "A record, table or type of the data model",
    Field "field" "One attribute of an entity",
    Relation "relation" "One entity relates to another",
    Index "index" "An index or a table-level constraint",
    Endpoint "endpoint" "One HTTP operation",
    Rpc "rpc" "One operation of the public interface that is not HTTP",
    Event "event" "A webhook, message or topic",
    Permission "permission" "A role may or may not do something",
    Setting "setting" "A configuration key, environment variable or flag",
    Component "component" "A named part of the system",
    Path "path" "A file or folder of the layout",
    Dependency "dependency" "A library, service, tool or specification that this one needs",
    Diagram "diagram" "A drawing, as code or as characters",
    Transition "transition" "One change of state",
    Flow "flow" "A named step-by-step path",
    Step "step" "One step of a flow",
    Exception "exception" "What happens when something goes wrong",
    Task "task" "One piece of the work to be done",
    Milestone "milestone" "A phase with a date or a status",
    Risk "risk" "What may go wrong with the work",
    Decision "decision" "A choice that was made",
    Alternative "alternative" "An option that was considered",
    Question "question" "What is still open",
    Term "term" "A glossary entry",
    Change "change" "A row of the change log",
    Stakeholder "stakeholder" "Who owns, reviews or is affected",
    Signal "signal" "A metric, log, trace, alert or dashboard",
    Rollout "rollout" "A step of rollout, migration or rollback",
    Reference "reference" "A link or citation",
    Meta "meta" "A field of the document itself",
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let wanted = name.replace('-', "_");
        let found = Kind::ALL.iter().copied().find(|kind| kind.name() == wanted);
        found.ok_or_else(|| format!("there is no kind of item called `{name}`"))
    }
}

pub(crate) mod range {
    use super::TextRange;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(range: &TextRange, serializer: S) -> Result<S::Ok, S::Error> {
        [range.start, range.end].serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TextRange, D::Error> {
        let [start, end] = <[u32; 2]>::deserialize(deserializer)?;
        Ok(TextRange { start, end })
    }
}

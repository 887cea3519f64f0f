//! Changes, as surfaces show them. The types are a part of the published schema.

use abide_syntax::TextRange;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// What happened to a statement or a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It says something else.
    Changed,
    /// It says the same under another id, heading or path.
    Moved,
}

impl What {
    /// The word used in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
        }
    }
}

/// One change of one statement.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// What happened.
    pub what: What,
    /// The kind of the item; `prose` for a sentence that no reader took for an item, `suppression` for a comment that suppresses
    /// findings, `rule` for the level of a rule.
    pub kind: &'static str,
    /// The id of the item now, or before where it is gone.
    pub id: String,
    /// As it was; null where it is new.
    pub before: Option<Statement>,
    /// As it is; null where it is gone.
    pub after: Option<Statement>,
    /// The fields that changed; `text` for its words.
    pub fields: Vec<FieldChange>,
    /// Why the change breaks who uses the system; empty where it does not.
    pub breaking: Vec<Reason>,
    /// Why the statement promises less than before; empty where it does not.
    pub weakened: Vec<Reason>,
}

impl Change {
    /// The statement as it is, or as it was where it is gone.
    pub fn statement(&self) -> Option<&Statement> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// One side of a change.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Statement {
    /// The id within its document.
    pub id: String,
    /// The path of its document.
    pub path: String,
    /// The 1-based source line where it starts.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// Its bytes: from, and one past the last.
    #[serde(serialize_with = "range")]
    #[schemars(with = "[u32; 2]")]
    pub range: TextRange,
    /// The titles of the sections that hold it, outermost first.
    pub section: Vec<String>,
    /// Its words on one line.
    pub text: String,
}

/// A field with its two values.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FieldChange {
    /// Its name; `text`, `id`, `kind`, `section` and `path` are those of the item.
    pub name: String,
    /// Its value before; null where there was none.
    pub from: Option<Value>,
    /// Its value now; null where there is none.
    pub to: Option<Value>,
}

impl FieldChange {
    /// Both values in words: `200, 404`, `yes`, `nothing`.
    pub fn in_words(&self) -> (String, String) {
        let told = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), told);
        (told(&self.from), told(&self.to))
    }
}

/// A value as a person would tell it; of records in a list, what each is called.
fn told(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(values) => values.iter().map(told).collect::<Vec<_>>().join(", "),
        Value::Object(record) => {
            let name = ["status", "name", "example"].iter().find_map(|name| record.get(*name));
            name.map_or_else(|| value.to_string(), told)
        }
        other => other.to_string(),
    }
}

/// One reason for what is said of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reason {
    /// What it is about, in a word.
    pub concern: &'static str,
    /// The reason, in one sentence without a full stop.
    pub reason: String,
}

/// A document that came, went or was renamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DocumentChange {
    /// `added`, `removed` or `moved`.
    pub what: What,
    /// Its path before; null where it is new.
    pub from: Option<String>,
    /// Its path now; null where it is gone.
    pub to: Option<String>,
}

fn range<S: serde::Serializer>(range: &TextRange, serializer: S) -> Result<S::Ok, S::Error> {
    [range.start, range.end].serialize(serializer)
}

//! What each tool takes. An argument that no tool knows is refused: it would be passed over in silence.

use crate::Failure;
use abide_workspace::propose::{Edit, Replacement};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Reads the arguments of a tool.
pub fn read<T: DeserializeOwned>(tool: &str, arguments: Map<String, Value>) -> Result<T, Failure> {
    serde_json::from_value(Value::Object(arguments))
        .map_err(|error| Failure::new(format!("`{tool}` cannot take these arguments: {error}")))
}

/// `next`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Next {
    #[serde(default)]
    pub paths: Vec<String>,
    #[serde(default)]
    pub skip: usize,
    pub budget: Option<usize>,
}

/// `context` and `why`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub id: String,
    pub budget: Option<usize>,
}

/// `search`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    pub words: String,
    pub kind: Option<String>,
    #[serde(default)]
    pub skip: usize,
    pub budget: Option<usize>,
}

/// `check`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    #[serde(default)]
    pub paths: Vec<String>,
    #[serde(default)]
    pub skip: usize,
    pub budget: Option<usize>,
}

/// `verify`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    #[serde(default)]
    pub paths: Vec<String>,
    #[serde(default)]
    pub only: Vec<String>,
    pub target: Option<String>,
    pub budget: Option<usize>,
}

/// `propose`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Propose {
    pub path: String,
    pub text: Option<String>,
    #[serde(default)]
    pub edits: Vec<Part>,
    #[serde(default)]
    pub write: bool,
    #[serde(default)]
    pub accept: Vec<String>,
    pub budget: Option<usize>,
}

/// One replacement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub old: Option<String>,
    pub lines: Option<[u32; 2]>,
    pub new: String,
}

/// `explain`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explain {
    pub name: String,
    pub budget: Option<usize>,
}

impl Propose {
    /// The edit that is meant.
    pub fn edit(&self) -> Result<Edit, Failure> {
        match (&self.text, self.edits.as_slice()) {
            (Some(text), []) => Ok(Edit::Whole(text.clone())),
            (None, [_, ..]) => {
                Ok(Edit::Replacements(self.edits.iter().map(Part::replacement).collect::<Result<_, _>>()?))
            }
            (Some(_), _) => {
                Err(Failure::new("`propose` takes `text` (the whole document) or `edits`, not both"))
            }
            (None, []) => Err(Failure::new("`propose` needs `text` (the whole document) or `edits`")),
        }
    }
}

impl Part {
    fn replacement(&self) -> Result<Replacement, Failure> {
        let new = self.new.clone();
        match (&self.old, self.lines) {
            (Some(old), None) => Ok(Replacement::Exact { old: old.clone(), new }),
            (None, Some([first, last])) => Ok(Replacement::Lines { first, last, new }),
            _ => Err(Failure::new(
                "each of `edits` names what it replaces: `old` (text that occurs once) or `lines` ([first, last])",
            )),
        }
    }
}

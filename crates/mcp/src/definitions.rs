//! The tools as clients list them. A language model reads all of this before it does anything, so every word is weighed.

use serde_json::{Map, Value, json};

/// A tool as clients list it.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name.
    pub name: &'static str,
    /// What it is for, and when to take it.
    pub description: &'static str,
    /// What it takes.
    pub input: Map<String, Value>,
    /// What it answers.
    pub output: Map<String, Value>,
    /// Whether it leaves everything as it is.
    pub read_only: bool,
}

/// What is told to a client once.
pub const INSTRUCTIONS: &str = "Specifications as statements, each proven, refuted, stale, blocked or unproven against the real system. \
Loop: next, context, mend the system, verify. Never weaken a statement to make it pass. Ids come from next and search; PATH:LINE works too. \
Where truncated is true, omitted counts what was left out and next says how to get it.";

/// All tools.
pub fn definitions() -> Vec<Definition> {
    let text = || json!({"type": "string"});
    let told = |what: &str| json!({"type": "string", "description": what});
    let texts = || json!({"type": "array", "items": {"type": "string"}});
    let list = || json!({"type": "array"});
    let yes = || json!({"type": "boolean"});
    let object = || json!({"type": "object"});
    let skip = || json!({"type": "integer", "description": "pass over the first"});
    vec![
        tool(
            "next",
            "The statement most worth working on (refuted, then stale, blocked, untried), with its evidence, code and what to do.",
            [("paths", texts()), ("skip", skip())],
            [],
            [
                ("id", text()),
                ("do", texts()),
                ("verdict", text()),
                ("evidence", list()),
                ("waiting", object()),
            ],
        ),
        tool(
            "context",
            "All around a statement, before you change it or what it speaks of: words, verdict, last evidence, findings \
             (contradictions first), what it names, what names it, code, neighbours.",
            [("id", told("id or PATH:LINE"))],
            ["id"],
            [("text", text()), ("verdict", text()), ("evidence", list()), ("findings", list())],
        ),
        tool(
            "search",
            "Finds documents, sections and statements by words, the last as a beginning.",
            [
                ("words", text()),
                ("kind", told("document, section or a kind such as endpoint")),
                ("skip", skip()),
            ],
            ["words"],
            [("total", json!({"type": "integer"})), ("hits", list())],
        ),
        tool(
            "check",
            "What is missing, unfilled or contradictory in specifications.",
            [("paths", texts()), ("skip", skip())],
            [],
            [("summary", text()), ("findings", list())],
        ),
        tool(
            "verify",
            "Tries statements on the real system, as far as abide.toml and the user's trust allow; may take minutes.",
            [
                ("paths", texts()),
                ("only", json!({"type": "array", "items": {"type": "string"}, "description": "ids"})),
                ("target", text()),
            ],
            [],
            [("summary", object()), ("items", list())],
        ),
        tool(
            "why",
            "Why a statement has its verdict: the run, its claims, what was sent and seen, what has changed since.",
            [("id", told("id or PATH:LINE"))],
            ["id"],
            [("verdict", text()), ("reason", text()), ("claims", list())],
        ),
        tool(
            "propose",
            "Judges an edit of a specification before it is written: findings made and mended, statements added, changed, removed \
             or weakened, and why it is refused. Take it for every edit.",
            [
                ("path", text()),
                ("text", told("the whole document")),
                (
                    "edits",
                    json!({"type": "array", "items": {"type": "object", "properties": {
                        "old": told("occurs once"),
                        "lines": {"type": "array", "items": {"type": "integer"}, "description": "first, last; instead of old"},
                        "new": text(),
                    }, "required": ["new"]}}),
                ),
                ("write", json!({"type": "boolean", "description": "write it unless it is refused"})),
                (
                    "accept",
                    json!({"type": "array", "items": {"type": "string"}, "description": "ids that a person agreed to weaken"}),
                ),
            ],
            ["path"],
            [
                ("written", yes()),
                ("refused", texts()),
                ("findings", object()),
                ("changes", list()),
                ("made", list()),
            ],
        ),
        tool(
            "explain",
            "The page of a rule, kind of statement, probe or artifact, by its name.",
            [("name", text())],
            ["name"],
            [("page", text())],
        ),
    ]
}

fn tool<const A: usize, const R: usize, const O: usize>(
    name: &'static str,
    description: &'static str,
    arguments: [(&str, Value); A],
    required: [&str; R],
    answer: [(&str, Value); O],
) -> Definition {
    let budget = ("budget", json!({"type": "integer", "description": "tokens, 4000 unless told"}));
    let mut input = schema(arguments.into_iter().chain([budget]));
    if R > 0 {
        input.insert("required".to_owned(), Value::from(required.to_vec()));
    }
    let truncated = ("truncated", json!({"type": "boolean"}));
    let mut output = schema(answer.into_iter().chain([truncated]));
    output.insert("required".to_owned(), json!(["truncated"]));
    Definition { name, description, input, output, read_only: !matches!(name, "propose" | "verify") }
}

fn schema<'a>(properties: impl Iterator<Item = (&'a str, Value)>) -> Map<String, Value> {
    let properties: Map<String, Value> = properties.map(|(name, value)| (name.to_owned(), value)).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties.into());
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_definitions_together_cost_less_than_1500_tokens() {
        let all = crate::server::listed();
        let text = serde_json::to_string(&all).unwrap();
        // The vocabularies that are in use make a token of more than four characters here.
        assert!(text.len() < 1_350 * 4, "{} characters: {text}", text.len());
        assert!(all.len() <= 8);
    }

    #[test]
    fn each_says_what_it_takes_and_answers() {
        for definition in definitions() {
            assert!(definition.description.len() > 20, "{}", definition.name);
            for schema in [&definition.input, &definition.output] {
                assert_eq!(schema["type"], "object");
                let known = schema["properties"].as_object().unwrap();
                for required in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
                    assert!(known.contains_key(required.as_str().unwrap()), "{}", definition.name);
                }
            }
        }
    }
}

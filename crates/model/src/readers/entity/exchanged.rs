//! Fields of what is sent and of what comes back, listed below the line that says so: "`POST /holds` with:", "the hold has:".

use super::NOT_OWN;
use super::registry::Registry;
use crate::marks::Mark;
use crate::shape::Attribute;
use crate::statement::{self, Statement};
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use serde_json::Value;
use std::collections::HashSet;

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
/// Last words of a line behind which stands what is sent.
const SENT: &[&str] = &[
    "with",
    "body",
    "fields",
    "takes",
    "take",
    "taking",
    "sends",
    "sending",
    "giving",
    "containing",
    "members",
    "carrying",
    "accepts",
    "accepting",
    "payload",
    "parameters",
    "of",
    "includes",
    "including",
    "contains",
    "expects",
    "needs",
    "following",
    "properties",
];
/// Last words of a line behind which stand the members of the thing before them.
const HAS: &[&str] = &[
    "has",
    "have",
    "holds",
    "carries",
    "contains",
    "shows",
    "gets",
    "includes",
    "consists of",
    "comes with",
    "then has",
    "also has",
    "now has",
    "further has",
    "additionally has",
    "is shown with",
    "is returned with",
    "receives",
];
/// What comes back, whatever it is called.
const ANSWERS: &[&str] = &["answer", "response", "reply", "result", "output", "body"];

/// What a line says about the list below it.
#[derive(Debug, PartialEq, Eq)]
enum Side {
    /// The fields of what is sent to make such a thing.
    Sent(String),
    /// The members of such a thing as it is shown.
    Shown(String),
}

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, _) in context.sections().skip(1) {
        if context.outline.within(id, NOT_OWN) {
            continue;
        }
        let mut last: Option<String> = None;
        let mut sent: HashSet<String> = HashSet::new();
        for (label, list) in lists(context, id) {
            // What was made last is what comes back next.
            if let Some(made) = made_by(&label) {
                last = Some(made);
            }
            let Some(side) = side(&label, last.as_deref(), registry) else { continue };
            let document = context.document;
            let items_of = |list: NodeId| {
                document.children(list).filter_map(|item| statement::own(document, id, item, false, &[], 0))
            };
            let entries: Vec<Statement> = list.into_iter().flat_map(items_of).collect();
            let fields: Vec<Vec<Attribute>> = entries.iter().map(|entry| fields(context, entry)).collect();
            if fields.is_empty() || fields.iter().any(Vec::is_empty) {
                continue;
            }
            let (Side::Sent(entity) | Side::Shown(entity)) = &side;
            let Some(first) = entries.first() else { continue };
            let entity = registry.entity(items, entity, id, first.range, 1);
            for mut field in fields.into_iter().flatten() {
                match &side {
                    Side::Sent(_) => {
                        sent.insert(format!("{entity}.{}", field.name));
                    }
                    // What is shown and was not sent comes from the system.
                    Side::Shown(_) if sent.iter().any(|name| name.starts_with(&format!("{entity}."))) => {
                        if !sent.contains(&format!("{entity}.{}", field.name)) {
                            field.schema.insert("readOnly".to_owned(), Value::Bool(true));
                        }
                    }
                    Side::Shown(_) => {}
                }
                registry.field(items, &entity, id, &field);
            }
        }
    }
}

/// The lists of a section that stand below a line: nested in a list entry, or behind a paragraph. A line without a list
/// has none, and still says what is done next.
fn lists(context: &Context, id: SectionId) -> Vec<(String, Option<NodeId>)> {
    let document = context.document;
    let mut found: Vec<(String, Option<NodeId>)> = Vec::new();
    let mut before: Option<NodeId> = None;
    for block in document.section_blocks(id) {
        let label = before.take();
        match document.node(block).kind {
            NodeKind::Paragraph => before = Some(block),
            NodeKind::List { .. } => {
                let label = label.filter(|label| statement::may_end_in_colon(document.source(*label)));
                let label = label.map(|label| context.text(label));
                if let Some(label) = label.filter(|label| label.trim_end().ends_with(':')) {
                    found.push((label, Some(block)));
                }
                for item in document.children(block) {
                    // A line that neither opens a list nor makes anything says nothing here.
                    let tells = statement::own_words(document, item).is_some_and(|words| {
                        context.marked(Mark::Method, words)
                            || statement::may_end_in_colon(document.slice(words))
                    });
                    if !tells {
                        continue;
                    }
                    let Some(own) = statement::own(document, id, item, false, &[], 0) else { continue };
                    let nested = document
                        .children(item)
                        .find(|child| matches!(document.node(*child).kind, NodeKind::List { .. }));
                    let below = nested.filter(|_| own.text.trim_end().ends_with(':'));
                    found.push((own.text, below));
                }
            }
            _ => {}
        }
    }
    found
}

/// `POST /api/holds` of a line, as the method and the parts of the path.
fn endpoint(label: &str) -> Option<(&str, Vec<&str>)> {
    // Most lines name no path.
    memchr::memchr(b'/', label.as_bytes())?;
    let mut words = label.split_whitespace();
    let method = words.find(|word| METHODS.contains(&word.trim_matches(['`', '*', '(', ':'])))?;
    let path = words.next()?.trim_matches(['`', '*', ',', '.', ':', ';', ')']);
    let path = path.split('?').next().unwrap_or(path);
    path.starts_with('/').then(|| {
        (method.trim_matches(['`', '*', '(', ':']), path.split('/').filter(|part| !part.is_empty()).collect())
    })
}

/// What an endpoint of a line makes: `Hold` of `POST /holds`.
fn made_by(label: &str) -> Option<String> {
    let (method, parts) = endpoint(label)?;
    let last = parts.last()?;
    let plural = last.ends_with('s') && !last.ends_with("ss");
    (method == "POST" && plural && !last.starts_with(['{', ':', '<'])).then(|| thing(last))
}

/// The name of one of several: `Line item` of `line-items` is `LineItem`.
fn thing(plural: &str) -> String {
    let one = crate::plural::singular(plural);
    let mut name = String::new();
    for part in one.split(['-', '_', ' ']).filter(|part| !part.is_empty()) {
        let mut letters = part.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    name
}

fn side(label: &str, last: Option<&str>, registry: &Registry) -> Option<Side> {
    let bare = label.trim().strip_suffix(':')?.trim_end().to_lowercase();
    let clause = bare.rsplit(['.', ';', ',']).next().unwrap_or(&bare).trim();
    if let Some(verb) = HAS.iter().filter(|verb| has_at_end(clause, verb)).max_by_key(|verb| verb.len()) {
        let before = clause.get(..clause.len() - verb.len()).unwrap_or_default().trim_end();
        let before = before.trim_end_matches(" also").trim_end_matches(" then").trim_end();
        let noun = before.rsplit(' ').next().unwrap_or(before).trim_matches(['`', '*', '"']);
        let article = before.split(' ').rev().nth(1).unwrap_or_default();
        let told = ["the", "a", "an", "each", "every", "one", "this"].contains(&article);
        if told && ANSWERS.contains(&noun) {
            return last.map(|last| Side::Shown(last.to_owned()));
        }
        if told {
            let known = registry.singular(noun).map(str::to_owned);
            let made = || last.filter(|last| last.eq_ignore_ascii_case(noun)).map(str::to_owned);
            if let Some(entity) = known.or_else(made) {
                return Some(Side::Shown(entity));
            }
        }
    }
    let word = clause.rsplit(' ').next().unwrap_or(clause).trim_matches(['`', '*', ')']);
    let made = made_by(label)?;
    let answers = ["answers", "returns", "responds", "response"]
        .iter()
        .any(|verb| text::find_word(clause, verb).is_some());
    if answers {
        return Some(Side::Shown(registry.singular(&made).map_or(made.clone(), str::to_owned)));
    }
    // Nothing but the path before the colon says it as well.
    let path = word.contains('/');
    (path || SENT.contains(&word))
        .then(|| Side::Sent(registry.singular(&made).map_or(made.clone(), str::to_owned)))
}

fn has_at_end(clause: &str, verb: &str) -> bool {
    clause.strip_suffix(verb).is_some_and(|before| before.is_empty() || before.ends_with(' '))
}

/// The fields of an entry that begins with their names in code: "`a` and `b`, both required strings".
fn fields(context: &Context, entry: &Statement) -> Vec<Attribute> {
    let document = context.document;
    let source = document.slice(entry.range);
    let mut rest = source.trim_start_matches(['*', '_', ' ']);
    let mut names: Vec<&str> = Vec::new();
    let joins = ["and ", "or ", "as well as ", "& "];
    while let Some((name, behind)) = rest.strip_prefix('`').and_then(|inner| inner.split_once('`')) {
        let plain = !name.is_empty()
            && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if !plain {
            break;
        }
        names.push(name);
        rest = behind.trim_start_matches(['*', '_']);
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let next = joins.iter().find_map(|join| next.strip_prefix(join)).unwrap_or(next);
        if !next.starts_with('`') || !(rest.starts_with([',', ' '])) {
            break;
        }
        rest = next;
    }
    let said = rest.trim().trim_end_matches([';', '.', ',']);
    let opens = said.is_empty() || rest.trim_start().starts_with([',', ':', '(', '—', '–', '-', '=']);
    // "`id` is given by …" says something of one field; a sentence that opens with its name is no list of fields.
    if names.is_empty() || !opens {
        return Vec::new();
    }
    let said = said.trim_start_matches([',', ':', ' ', '—', '–', '-']).trim();
    let kind = kind_of(said);
    let lower = said.to_lowercase();
    let has = |word: &str| text::find_word(&lower, word).is_some();
    let required = match (
        has("optional") || lower.contains("by default") || has("defaults"),
        has("required") || has("mandatory"),
    ) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    };
    let each = |name: &&str| Attribute {
        name: (*name).to_owned(),
        kind: kind.map(str::to_owned),
        required,
        description: (!said.is_empty()).then(|| said.to_owned()),
        range: TextRange { start: entry.range.start, end: entry.range.end },
        ..Attribute::default()
    };
    names.iter().map(each).collect()
}

/// The type that a description in words opens with: "both required strings", "an integer from 1 to 12".
fn kind_of(said: &str) -> Option<&'static str> {
    const KINDS: &[(&str, &str)] = &[
        ("date-time", "timestamp"),
        ("datetime", "timestamp"),
        ("timestamp", "timestamp"),
        ("moment", "timestamp"),
        ("date", "date"),
        ("whole number", "integer"),
        ("integer", "integer"),
        ("int", "integer"),
        ("decimal", "number"),
        ("boolean", "boolean"),
        ("bool", "boolean"),
        ("true or false", "boolean"),
        ("uuid", "uuid"),
        ("string", "string"),
        ("text", "string"),
        ("characters", "string"),
        ("object", "object"),
        ("array", "array"),
        ("list", "array"),
        ("number", "number"),
    ];
    let lower = said.to_lowercase().replace('`', "");
    let clause = lower.split(". ").next().unwrap_or(&lower);
    let at = |word: &str| {
        let found = text::find_word(clause, word).or_else(|| text::find_word(clause, &format!("{word}s")))?;
        // "the number of nights", "the text of the note" say what it is about.
        let behind = clause.get(found + word.len()..).unwrap_or_default();
        let of = behind.trim_start_matches('s').starts_with(" of ")
            && !matches!(word, "array" | "list" | "characters");
        let before = clause.get(..found).unwrap_or_default().trim_end();
        let told =
            before.rsplit(' ').next().is_some_and(|last| matches!(last, "the" | "its" | "their" | "that"));
        (!of && !told).then_some(found)
    };
    let found = KINDS.iter().filter_map(|(word, kind)| Some((at(word)?, *kind)));
    found.min_by_key(|(at, _)| *at).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn what_is_sent_and_what_comes_back() {
        let text = "# T\n## Flow\n1. *Actor* reader _triggers_ `POST /api/holds` with:\n   - `book_id` and `desk_id`, both required strings;\n   - `weeks`, an integer from 1 to 4, 2 by default;\n   - `note`, optional, at most 80 characters.\n2. System answers 201. Besides what was sent, the hold has:\n   - `id`: `hol_` and six digits;\n   - `weeks`: as sent;\n   - `fee`: `weeks` times 20;\n   - `made_at`, and `fetched_at`, which is `null` at first.\n3. Reader waits for:\n   - `a`, a call\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "4 entity Hold fields=[\"book_id\",\"desk_id\",\"weeks\",\"note\",\"id\",\"fee\",\"made_at\",\"fetched_at\"]",
                "4 field Hold.book_id type=string required=true description=both required strings",
                "4 field Hold.desk_id type=string required=true description=both required strings",
                "5 field Hold.weeks type=integer required=false description=an integer from 1 to 4, 2 by default",
                "6 field Hold.note type=string required=false description=optional, at most 80 characters",
                "8 field Hold.id description=`hol_` and six digits",
                "10 field Hold.fee description=`weeks` times 20",
                "11 field Hold.made_at description=which is `null` at first",
                "11 field Hold.fetched_at description=which is `null` at first",
            ]
        );
    }

    #[test]
    fn other_ways_to_say_it() {
        for line in [
            "`POST /holds` takes:",
            "The reader sends `POST /holds` with the following fields:",
            "`POST /holds` – body:",
        ] {
            let text = format!("# T\n## API\n{line}\n\n- `weeks` (integer): how long\n- `note` – a text\n");
            let found = shown(READER.kinds, &text);
            assert!(
                found.iter().any(|found| found.contains("field Hold.weeks type=integer")),
                "{line} {found:?}"
            );
        }
        let text =
            "# T\n## Flow\n- The clerk opens `POST /holds` and:\n  - `weeks` grows\n  - `note`, a text\n";
        assert!(shown(READER.kinds, text).is_empty());
    }
}

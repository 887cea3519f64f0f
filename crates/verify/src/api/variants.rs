//! Operations that one path stands for: of `POST /orders/{id}/{action}`, a table or a sentence lists the actions.

use super::sentence::plain;
use super::{Access, Api, Operation, PathTemplate, Segment, has_phrase, same_role};
use crate::facts::SpecFacts;
use crate::words;
use abide_model::{Item, Kind};
use abide_syntax::{Document, NodeId, NodeKind, Table};
use serde_json::Value;
use std::ops::Range;

/// One of the operations that an endpoint with a parameter of listed words stands for.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The id of the endpoint that stands for it.
    pub of: String,
    /// The operation as an item of its own.
    pub item: Item,
    /// The row that describes it, where a table lists them.
    pub row: Option<Range<u32>>,
    /// What is said about its request.
    pub asks: Option<String>,
    /// Whether its row keeps it to whoever made the object, with who may besides.
    pub owner: Option<Vec<String>>,
}

/// Heads of columns that say who may.
const WHO: &[&str] = &[
    "who",
    "role",
    "roles",
    "actor",
    "actors",
    "by",
    "by whom",
    "who may",
    "who can",
    "allowed",
    "allowed roles",
    "allowed for",
    "permission",
    "permissions",
    "caller",
    "access",
    "auth",
];
/// Heads of columns that say what is sent.
pub(super) const BODY: &[&str] =
    &["body", "request", "request body", "payload", "takes", "input", "fields", "sends"];
/// Names of parameters that stand for an object.
const NAMES_OBJECT: &[&str] = &["id", "key", "slug", "name", "code", "number", "uuid", "ref"];

/// The operations that the endpoints of a document stand for.
pub fn variants(items: &[Item], document: &Document) -> Vec<Variant> {
    let endpoints = || items.iter().filter(|item| item.kind == Kind::Endpoint);
    let mut found = Vec::new();
    for item in endpoints() {
        let Some((method, path)) = item.key.split_once(' ') else { continue };
        let template = PathTemplate::read(path);
        let Some(Segment::Parameter { name, before, after }) = template.segments().last() else { continue };
        let bare = before.is_empty() && after.is_empty();
        let object = words::parts(name).last().is_some_and(|last| NAMES_OBJECT.contains(&last.as_str()));
        // What has several methods is a collection of objects, whatever their names.
        let methods = endpoints()
            .filter(|other| {
                other.key.split_once(' ').is_some_and(|(_, other)| PathTemplate::read(other).same(&template))
            })
            .count();
        if !bare || object || methods > 1 || matches!(method, "DELETE" | "PUT") {
            continue;
        }
        let range = reach(items, document, item);
        let listed = tabled(document, &range, name);
        let listed = if listed.len() < 2 { spoken(document, &range, name) } else { listed };
        if listed.len() < 2 {
            continue;
        }
        let written = item.text_field("path").unwrap_or(path);
        let cut = written.trim_end_matches('/').rfind('/').map_or(0, |at| at + 1);
        for (word, row, cells) in listed {
            let path = format!("{}{word}", written.get(..cut).unwrap_or_default());
            found.push(variant(item, method, &path, row, &cells));
        }
    }
    found
}

type Listed = (String, Option<Range<u32>>, Vec<(String, String)>);

fn variant(
    item: &Item,
    method: &str,
    path: &str,
    row: Option<Range<u32>>,
    cells: &[(String, String)],
) -> Variant {
    let cell = |heads: &[&str]| {
        cells.iter().find(|(head, _)| heads.contains(&head.as_str())).map(|(_, cell)| cell.trim())
    };
    let key = format!("{method} {path}");
    let mut own = Item { id: format!("endpoint:{key}"), key, ..item.clone() };
    own.fields.insert("path".to_owned(), Value::from(path));
    own.fields.shift_remove("request");
    if let Some(row) = &row {
        (own.range.start, own.range.end) = (row.start, row.end);
        own.fields.shift_remove("description");
    }
    let mut owner = None;
    if let Some(who) = cell(WHO) {
        let who = plain(who);
        let maker = ["owner", "author", "creator", "proposer", "submitter", "requester"]
            .iter()
            .find(|word| has_phrase(&who, word));
        let rest = maker.map_or(who.clone(), |word| who.replacen(word, "", 1));
        match maker {
            Some(_) => {
                let others = super::names_in(&rest).into_iter();
                owner =
                    Some(others.filter(|name| words::words(name) != ["the"] && !name.is_empty()).collect());
            }
            None if who.is_empty() || matches!(who.as_str(), "-" | "–" | "—") => {}
            None => {
                own.fields.insert("auth".to_owned(), Value::from(format!("only {who}")));
            }
        }
    }
    let none = |said: &str| {
        matches!(plain(said).trim(), "" | "-" | "–" | "—" | "none" | "no" | "no body" | "empty" | "nothing")
    };
    let asks = cell(BODY).filter(|said| !none(said)).map(str::to_owned);
    Variant { of: item.id.clone(), item: own, row, asks, owner }
}

/// How far the description of an endpoint reaches: to the next one, within its section.
fn reach(items: &[Item], document: &Document, item: &Item) -> Range<u32> {
    let start = item.range.start;
    let next = items
        .iter()
        .filter(|other| other.kind == Kind::Endpoint)
        .map(|other| other.range.start)
        .filter(|other| *other > start)
        .min()
        .unwrap_or(u32::MAX);
    let end =
        document.section(document.section_at(start)).map_or(start, |section| section.range.end() as u32);
    start..end.min(next)
}

/// The rows of a table with a column that is called as the parameter is, each with its word.
fn tabled(document: &Document, range: &Range<u32>, name: &str) -> Vec<Listed> {
    let wanted = words::singular(&words::folded(name));
    for (id, node) in document.descendants(NodeId::ROOT) {
        if node.kind != NodeKind::Table || !range.contains(&(node.range.start() as u32)) {
            continue;
        }
        let Some(table) = Table::new(document, id) else { continue };
        let columns: Vec<String> =
            table.columns().iter().map(|column| plain(column).trim().to_owned()).collect();
        let Some(at) = columns.iter().position(|head| words::singular(&words::folded(head)) == wanted) else {
            continue;
        };
        let rows = table.rows().map(|row| {
            let cells: Vec<(String, String)> = table
                .cells(row)
                .zip(&columns)
                .map(|(cell, head)| {
                    (head.clone(), table.cell_range(cell).slice(document.text()).trim().to_owned())
                })
                .collect();
            let range = document.node(row).range;
            let word = cells.get(at)?.1.trim_matches(['`', '*', ' ']).to_owned();
            is_word(&word).then_some((word, Some(range.start() as u32..range.end() as u32), cells))
        });
        // A cell that is no word of a path makes it another table.
        if let Some(rows) = rows.collect::<Option<Vec<Listed>>>() {
            return rows;
        }
    }
    Vec::new()
}

/// "`action` is one of `accept`, `decline` or `withdraw`", "where `{action}` is `accept` or `decline`".
fn spoken(document: &Document, range: &Range<u32>, name: &str) -> Vec<Listed> {
    let text = document.text().get(range.start as usize..range.end as usize).unwrap_or_default();
    for line in text.lines() {
        let spans = words::code_spans(line);
        let Some(at) = spans.iter().position(|(_, code)| code.trim_matches(['{', '}', ':']) == name) else {
            continue;
        };
        let mut end = spans[at].0.end;
        let mut found: Vec<Listed> = Vec::new();
        for (number, (range, code)) in spans.iter().skip(at + 1).enumerate() {
            let between = plain(line.get(end..range.start).unwrap_or_default());
            let between = between.trim();
            let joins = match number {
                0 => [
                    "is one of",
                    "is",
                    "one of",
                    "may be",
                    "can be",
                    "must be one of",
                    "must be",
                    ":",
                    "is one of:",
                    "in",
                ]
                .contains(&between),
                _ => [",", "or", ", or", "and", ", and", "/", "|"].contains(&between),
            };
            if !joins || !is_word(code) {
                break;
            }
            found.push(((*code).to_owned(), None, Vec::new()));
            end = range.end;
        }
        if found.len() >= 2 {
            return found;
        }
    }
    Vec::new()
}

/// Whether a text can be a part of a path: `accept`, `mark-paid`.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

/// The operation in whose row an item stands, as `METHOD /path`.
pub(super) fn operation_of(specs: &[SpecFacts], item: &Item) -> Option<String> {
    let spec = specs.iter().find(|spec| spec.items.iter().any(|known| std::ptr::eq(known, item)))?;
    let within = |variant: &&Variant| variant.row.as_ref().is_some_and(|row| row.contains(&item.range.start));
    spec.variants.iter().find(within).map(|variant| variant.item.key.clone())
}

/// What is said in rows about the requests of operations, by their numbers.
pub(super) fn asked(specs: &[SpecFacts], operations: &[Operation]) -> Vec<(usize, String)> {
    let all = specs
        .iter()
        .enumerate()
        .flat_map(|(number, spec)| spec.variants.iter().map(move |one| (number, one)));
    let number =
        |spec: usize, variant: &Variant| operations.iter().position(|known| known.is(spec, &variant.item.id));
    all.filter_map(|(spec, variant)| Some((number(spec, variant)?, variant.asks.clone()?))).collect()
}

impl Api {
    /// Takes in which operations rows keep to whoever made the object.
    pub(super) fn read_variants(&mut self, specs: &[SpecFacts]) {
        for (number, spec) in specs.iter().enumerate() {
            for variant in &spec.variants {
                let Some(others) = &variant.owner else { continue };
                let known = |name: &String| self.roles.iter().find(|role| same_role(role, name)).cloned();
                let others: Option<Vec<String>> = others.iter().map(known).collect();
                let own = |operation: &&mut Operation| operation.is(number, &variant.item.id);
                if let (Some(others), Some(operation)) = (others, self.operations.iter_mut().find(own)) {
                    operation.owner = Some((Vec::new(), others));
                }
            }
        }
    }

    /// What is kept to whoever made an object may be called by those who may make one.
    pub(super) fn keep_to_owners(&mut self) {
        for number in 0..self.operations.len() {
            let Some((_, but)) = self.kept_to_owner(number) else { continue };
            let operation = &self.operations[number];
            let making = self.resource_of(number).or_else(|| self.resource_at(operation));
            let making =
                making.and_then(|resource| resource.create).map(|create| &self.operations[create].access);
            let Some(Access::Key(makers)) = making.filter(|_| operation.owner.is_some()).cloned() else {
                continue;
            };
            if makers.is_empty() {
                continue;
            }
            let mut may = makers;
            may.extend(but);
            let operation = &mut self.operations[number];
            operation.auth = format!("only {}", may.join(", "));
            operation.access = Access::Key(may);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::api::{Access, Api};
    use crate::testing::{self, Setup};

    const LETTERS: &str = "\
# Letters

## API

- `POST /letters` adds a letter → 201
- `GET /letters/{id}` reads one

### POST /letters/{id}/{action}

";

    fn api(text: &str) -> Api {
        let config = "[targets.local.roles.clerk]\nheaders = { X = \"1\" }\n[targets.local.roles.head]\nheaders = { X = \"2\" }\n";
        testing::facts_of_markdown(&format!("{LETTERS}{text}\n"), config, Setup::default()).api
    }

    fn titles(api: &Api) -> Vec<String> {
        api.operations.iter().skip(2).map(|operation| operation.title()).collect()
    }

    #[test]
    fn the_rows_of_a_table_are_operations() {
        let api = api(
            "| Action | Who | From | To | Body |\n|---|---|---|---|---|\n| `seal` | head | `open` | `sealed` | none |\n| `burn` | author or head | `open`, `sealed` | `burnt` | `reason`, required, 3 to 80 characters |\n",
        );
        assert_eq!(titles(&api), ["POST /letters/{id}/seal", "POST /letters/{id}/burn"]);
        assert_eq!(api.operations[2].access, Access::Key(vec!["head".to_owned()]));
        assert_eq!(api.kept_to_owner(3), Some((vec![], vec!["head".to_owned()])));
        let edges: Vec<String> =
            api.states.edges().iter().map(|edge| format!("{}>{}", edge.from, edge.to)).collect();
        assert_eq!(edges, ["open>sealed", "open>burnt", "sealed>burnt"]);
        let body = api.operations[3].request.as_ref().and_then(|body| body.json()).unwrap();
        assert!(body["reason"].as_str().is_some_and(|text| (3..=80).contains(&text.len())), "{body}");
    }

    #[test]
    fn a_sentence_may_list_them() {
        for said in [
            "`action` is one of `seal`, `burn` or `mark-read`.",
            "Here `{action}` is `seal`, `burn` or `mark-read`.",
            "- `action`: `seal`, `burn`, `mark-read`",
        ] {
            let found = titles(&api(said));
            let wanted =
                ["POST /letters/{id}/seal", "POST /letters/{id}/burn", "POST /letters/{id}/mark-read"];
            assert_eq!(found, wanted, "{said}");
        }
    }

    #[test]
    fn another_table_or_sentence_lists_nothing() {
        for said in [
            "| Field | Type |\n|---|---|\n| `seal` | string |\n| `wax` | string |\n",
            "`action` is a word such as `seal`.",
            "| Action | Meaning |\n|---|---|\n| Sealing it | shut |\n| Burning it | gone |\n",
        ] {
            assert_eq!(titles(&api(said)), ["POST /letters/{id}/{action}"], "{said}");
        }
    }
}

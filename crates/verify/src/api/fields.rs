//! What the specification says about fields, by their names.

mod added;
mod default;
mod notes;
mod words;

pub(super) use default::{is_refusal, noted as noted_default, without_default};

use super::rule::{Rule, Sort};
use crate::words::folded;
use abide_model::{Item, Kind};
use notes::{is_given_by_the_system, noted_before, noted_first, noted_need, optional, says_yes};
use serde_json::Value;
use std::collections::HashMap;

/// The fields of all entities, by name.
#[derive(Debug, Default)]
pub struct FieldBook {
    by_name: HashMap<String, Vec<FieldFacts>>,
    /// The entities in the order of the documents, each with the places of its fields in `by_name`.
    entities: Vec<(String, Vec<(String, usize)>)>,
    /// The requests that a schema of their own describes, in the same way, by the key of their operation.
    requests: Vec<(String, Vec<(String, usize)>)>,
}

/// What is said about one field of one entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldFacts {
    /// The entity.
    pub entity: String,
    /// Whether it may be null, or be left out; `None` where nothing is said.
    pub optional: Option<bool>,
    /// Whether it has to be sent, though it may be null later on.
    pub needed: bool,
    /// Whether rules elsewhere tell of it, and no item of its own.
    pub beside: bool,
    /// Whether no two records have the same value.
    pub unique: bool,
    /// Its default, as written without quotes.
    pub default: Option<String>,
    /// Whether the default stands in quotes.
    pub quoted: bool,
    /// The word that it has at first.
    pub first: Option<String>,
    /// The member that its value has to come after.
    pub after: Option<String>,
    /// What its values have to be.
    pub rule: Rule,
    /// Whether it is a column of a table, as its SQL says, which an interface may show in another spelling.
    pub stored: bool,
    /// What its description and its constraints say.
    pub notes: String,
    /// What is said about it as JSON Schema.
    pub schema: Option<Value>,
}

impl FieldFacts {
    /// A value that its description shows: "one letter and a number, like `A1`".
    pub(super) fn shown(&self) -> Option<&str> {
        const MARKS: &[&str] =
            &["like ", "e.g. ", "e.g., ", "such as ", "for example ", "for instance ", "example: "];
        let behind = MARKS.iter().find_map(|mark| self.notes.split_once(mark).map(|(_, behind)| behind))?;
        let (shown, coded) = match behind.strip_prefix('`') {
            Some(inner) => (inner.split('`').next()?, true),
            None => (behind.split([' ', ',', ';', ')']).next()?.trim_end_matches('.'), false),
        };
        // Without marks, what looks like a code is one.
        let is_code = coded || shown.chars().any(|c| c.is_ascii_digit());
        (is_code && !shown.is_empty() && !shown.contains(['{', '<', '…'])).then_some(shown)
    }

    /// What is told of a field in words.
    pub(super) fn told(
        entity: &str,
        rule: Rule,
        optional: Option<bool>,
        default: Option<String>,
        notes: String,
    ) -> Self {
        let default = default.map(|text| text.trim_matches(['"', '\'']).to_owned());
        Self {
            entity: entity.to_owned(),
            optional,
            unique: rule.unique,
            quoted: default.as_ref().is_some_and(|text| {
                notes.contains(&format!("`{text}`")) || notes.contains(&format!("\"{text}\""))
            }),
            default,
            first: noted_first(&notes, &rule.sort),
            after: noted_before(&notes),
            rule,
            notes,
            ..Self::default()
        }
    }

    /// Whether nothing but its type is said about a field.
    pub fn is_bare(&self) -> bool {
        let bounded = self.rule.least.is_some() || self.rule.most.is_some() || self.rule.longest.is_some();
        self.notes.trim_matches([';', ' ']).is_empty() && self.default.is_none() && !bounded
    }
}

impl FieldBook {
    /// Collects the fields among items.
    pub fn read<'a>(
        items: impl Iterator<Item = &'a Item> + Clone,
        tie: &dyn Fn(&str, &str) -> String,
        resolve: &dyn Fn(&str) -> String,
    ) -> Self {
        let mut book = Self::default();
        let entities = items.clone().filter(|item| item.kind == Kind::Entity);
        let named: HashMap<&str, Vec<String>> =
            entities.filter_map(|item| Some((item.key.as_str(), values(item)?))).collect();
        for item in items.clone().filter(|item| item.kind == Kind::Endpoint) {
            let schema = item.fields.get("request").and_then(|request| request.get("schema"));
            let Some(schema) = schema.filter(|schema| schema.get("properties").is_some()) else { continue };
            if book.requests.iter().any(|(known, _)| *known == item.key) {
                continue;
            }
            let mut places = Vec::new();
            for (name, facts) in super::inner::members_of(&item.key, schema) {
                let known = book.by_name.entry(folded(&name)).or_default();
                places.push((name, known.len()));
                known.push(facts);
            }
            book.requests.push((item.key.clone(), places));
        }
        for item in items.filter(|item| item.kind == Kind::Field) {
            let Some((entity, name)) = item.key.rsplit_once('.') else { continue };
            let text = |field: &str| item.text_field(field).unwrap_or_default();
            let notes = tie(name, &format!("{}; {}", text("description"), text("constraints")));
            let mut rule = Rule::read(&resolve(&tie(name, text("type"))), &resolve(&notes), &|name| {
                named.get(name).cloned()
            });
            let given = is_given_by_the_system(&item.text, text("type"));
            rule.owned |= given;
            if matches!(rule.sort, Sort::Text | Sort::Unknown)
                && let Some(words) = words_in_code(&item.text, name)
                    .or_else(|| words_in_code(&default::without_default(&notes), name))
            {
                rule.sort = Sort::Choice(words);
            }
            // Code tells of the first of them what words beside it do not.
            if let Sort::Choice(known) = &rule.sort
                && let Some(words) = words_in_code(&item.text, name)
                && known.iter().all(|word| words.contains(word))
            {
                rule.sort = Sort::Choice(words);
            }
            if rule.sort == Sort::Text
                && let Some(words) = words::listed(&notes, name)
            {
                rule.sort = Sort::Choice(words);
            }
            if let Some(schema) = item.fields.get("schema") {
                rule.take_in(schema);
            }
            let default = item
                .text_field("default")
                .filter(|text| !(given && notes::is_no_default(text)))
                .map(|text| text.trim().trim_matches(['`', '"', '\'']).to_owned())
                .or_else(|| default::noted(&notes));
            let facts = FieldFacts {
                beside: false,
                entity: entity.to_owned(),
                optional: optional(item, name).or_else(|| noted_need(&notes)),
                needed: says_yes(item, "required") == Some(true),
                unique: says_yes(item, "unique") == Some(true) || rule.unique,
                quoted: default.as_deref().is_some_and(|text| default::is_quoted(&item.text, text)),
                default,
                after: noted_before(&notes),
                first: noted_first(&notes, &rule.sort),
                stored: is_column_type(text("type")),
                rule,
                schema: item.fields.get("schema").cloned(),
                notes,
            };
            let name = name.trim_end_matches('?');
            let known = book.by_name.entry(folded(name)).or_default();
            known.push(facts);
            let place = (name.to_owned(), known.len() - 1);
            match book.entities.iter_mut().find(|(known, _)| known == entity) {
                Some((_, fields)) => fields.push(place),
                None => book.entities.push((entity.to_owned(), vec![place])),
            }
        }
        book
    }

    /// Takes in that a field of an entity stays as it was given.
    pub(super) fn fix(&mut self, entity: &str, name: &str) {
        let known = self.by_name.get_mut(&folded(name)).into_iter().flatten();
        for facts in known.filter(|facts| facts.entity == entity) {
            facts.rule.fixed = true;
        }
    }

    /// A field of which only its first state is said (`state`: `open`) has one of the states that are connected with it.
    pub(super) fn name_states(&mut self, states: &super::States) {
        for (name, known) in &mut self.by_name {
            if !matches!(name.as_str(), "state" | "status" | "phase" | "stage") {
                continue;
            }
            for facts in
                known.iter_mut().filter(|facts| matches!(facts.rule.sort, Sort::Text | Sort::Unknown))
            {
                let notes = facts.notes.clone();
                let codes: Vec<&str> =
                    crate::words::code_spans(&notes).into_iter().map(|(_, code)| code).collect();
                let [state] = codes.as_slice() else { continue };
                let words = states.beside(state);
                if words.len() < 2 {
                    continue;
                }
                let bare = notes.trim_matches([';', ' ', '.', '`']);
                if bare == *state {
                    facts.first = Some((*state).to_owned());
                }
                facts.rule.sort = Sort::Choice(words);
            }
        }
    }

    /// Adds an entity whose fields are told in words.
    pub(super) fn tell(&mut self, entity: &str, fields: Vec<(String, FieldFacts)>) {
        let mut places = Vec::new();
        for (name, facts) in fields {
            let known = self.by_name.entry(folded(&name)).or_default();
            places.push((name, known.len()));
            known.push(facts);
        }
        self.entities.push((entity.to_owned(), places));
    }

    /// Adds fields to an entity of which its description says nothing, or nothing more than that they are there.
    pub(super) fn complete(&mut self, entity: &str, fields: Vec<(String, FieldFacts)>) {
        for (name, facts) in fields {
            let facts = FieldFacts { beside: true, ..facts };
            let known = self.by_name.entry(folded(&name)).or_default();
            if let Some(old) = known.iter_mut().find(|known| known.entity == entity) {
                if old.rule.sort == Sort::Unknown || old.is_bare() {
                    // What says that it may be null is not forgotten.
                    *old = FieldFacts {
                        optional: facts.optional.or(old.optional),
                        unique: facts.unique || old.unique,
                        default: facts.default.clone().or_else(|| old.default.take()),
                        ..facts
                    };
                }
                continue;
            }
            let place = known.len();
            known.push(facts);
            if let Some((_, places)) = self.entities.iter_mut().find(|(known, _)| known == entity) {
                places.push((name, place));
            }
        }
    }

    /// Changes what is said of a field of an entity.
    pub(super) fn refine(&mut self, entity: &str, name: &str, change: impl FnOnce(&mut FieldFacts)) {
        let known = self.by_name.get_mut(&folded(name)).into_iter().flatten();
        if let Some(facts) = known.into_iter().find(|known| known.entity == entity) {
            change(facts);
        }
    }

    /// The same for the request of an operation.
    pub(super) fn tell_request(&mut self, key: &str, fields: Vec<(String, FieldFacts)>) {
        self.tell(key, fields);
        self.requests.extend(self.entities.pop());
    }

    /// Whether an entity is stated as a table in SQL.
    pub fn is_stored(&self, entity: &str) -> bool {
        let mut fields = self.of_entity(entity).peekable();
        fields.peek().is_some() && fields.all(|(_, facts)| facts.stored)
    }

    /// The entities, in the order of the documents.
    pub fn entities(&self) -> impl Iterator<Item = &str> {
        self.entities.iter().map(|(entity, _)| entity.as_str())
    }

    /// The fields of an entity, in the order of the documents.
    pub fn of_entity(&self, entity: &str) -> impl Iterator<Item = (&str, &FieldFacts)> {
        let found = self.entities.iter().chain(&self.requests).find(|(known, _)| known == entity);
        let fields = found.map(|(_, fields)| fields.as_slice()).unwrap_or_default();
        fields.iter().filter_map(|(name, at)| Some((name.as_str(), self.of(name).get(*at)?)))
    }

    /// What is said about a field of an entity.
    pub fn field(&self, entity: &str, name: &str) -> Option<&FieldFacts> {
        self.of(name).iter().find(|facts| facts.entity == entity)
    }

    /// Everything that is said about fields of this name.
    pub fn of(&self, name: &str) -> &[FieldFacts] {
        self.by_name.get(&folded(name)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether every entity that has a field of this name says that it is always there and never null.
    pub fn is_always_there(&self, name: &str) -> bool {
        let facts = self.of(name);
        !facts.is_empty() && facts.iter().all(|facts| facts.optional == Some(false))
    }

    /// Whether some entity says that a field of this name may be null or left out.
    pub fn may_be_absent(&self, name: &str) -> bool {
        self.of(name).iter().any(|facts| facts.optional == Some(true))
    }

    /// Whether the words of some field are as wanted.
    pub fn has_choice(&self, wanted: &dyn Fn(&[String]) -> bool) -> bool {
        self.by_name
            .values()
            .flatten()
            .any(|facts| matches!(&facts.rule.sort, Sort::Choice(words) if wanted(words)))
    }

    /// Whether some entity says that a field of this name is unique.
    pub fn is_unique(&self, name: &str) -> bool {
        self.of(name).iter().any(|facts| facts.unique)
    }
}

/// Whether a type is written as SQL writes those of columns.
fn is_column_type(kind: &str) -> bool {
    const TYPES: &[&str] = &[
        "TEXT",
        "INTEGER",
        "INT",
        "BIGINT",
        "SMALLINT",
        "SERIAL",
        "BIGSERIAL",
        "REAL",
        "DOUBLE",
        "NUMERIC",
        "DECIMAL",
        "VARCHAR",
        "CHAR",
        "BOOLEAN",
        "BOOL",
        "BLOB",
        "BYTEA",
        "UUID",
        "DATE",
        "TIME",
        "TIMESTAMP",
        "TIMESTAMPTZ",
        "DATETIME",
        "JSON",
        "JSONB",
    ];
    let first = kind.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    TYPES.contains(&first)
}

/// The values of an entity that lists them.
fn values(item: &Item) -> Option<Vec<String>> {
    let values = item.fields.get("values")?.as_array()?;
    let values: Vec<String> = values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect();
    (values.len() >= 2).then_some(values)
}

impl FieldFacts {
    /// The state in which the notes say that it begins: `a new order is open`, `starts as open`.
    pub fn first_value(&self) -> Option<&str> {
        self.first.as_deref()
    }

    /// The member before or below which its value must not be: `must be after startsAt`.
    pub fn follows(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// Whether a value of its own can be given to it: it names no other object.
    pub fn references_nothing(&self, name: &str) -> bool {
        let parts = crate::words::parts(name);
        let last = parts.last().map(String::as_str).unwrap_or_default();
        !(parts.len() > 1 && ["id", "ids", "code", "slug", "key", "ref", "uuid"].contains(&last))
            && last != "id"
    }
}

/// The words of a field whose description is nothing but code: `` `open`, `shut` or `gone` ``.
pub(super) fn words_in_code(text: &str, name: &str) -> Option<Vec<String>> {
    let parts = text.split([';', '|', ':', '(', ')']).flat_map(|part| part.split(". "));
    let mut parts = parts.map(str::trim).filter(|part| part.matches('`').count() >= 4);
    let listed = parts.find_map(|part| {
        let lower = part.to_lowercase();
        let said = ["must be one of", "is one of", "one of", "either", "values are", "is"]
            .iter()
            .find_map(|start| lower.strip_prefix(start).map(|_| start.len()))
            .unwrap_or_default();
        let part = part.get(said..)?.trim();
        let spans = crate::words::code_spans(part);
        let mut between = String::new();
        let mut at = 0;
        for (range, _) in &spans {
            between.push_str(part.get(at..range.start)?);
            at = range.end;
        }
        between.push_str(part.get(at..)?);
        let joins = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<String> = spans.iter().map(|(_, code)| (*code).trim_matches('"').to_owned()).collect();
        let plain = |word: &String| {
            !word.is_empty()
                && word != name
                && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
                && !word.chars().all(|c| c.is_ascii_digit())
        };
        let joined = joins.into_iter().all(|word| word == "or" || word == "and");
        (joined && words.len() >= 2 && words.iter().all(plain)).then_some(words)
    });
    // "`new` at first; `open` or `shut`": the first one is one of them.
    let mut words = listed?;
    if let Some(first) = text.split([';', '|']).find_map(first_in_code)
        && words.iter().all(|word| *word != first)
    {
        words.insert(0, first);
    }
    Some(words)
}

/// The one word in code of "`new` at first", "starts as `new`".
fn first_in_code(part: &str) -> Option<String> {
    const FIRST: &[&str] =
        &["at first", "first", "initially", "at the start", "to begin with", "starts as", "when new"];
    let spans = crate::words::code_spans(part);
    let [(range, code)] = spans.as_slice() else { return None };
    let beside = [part.get(..range.start)?, part.get(range.end..)?].concat().replace('`', "");
    let beside = beside.trim().trim_end_matches(['.', ',']).to_lowercase();
    FIRST.contains(&beside.as_str()).then(|| (*code).to_owned())
}

#[cfg(test)]
mod tests;

//! Objects that are made by PUT at a name that the client chooses: keys of a store, files, settings, flags, members of a group.

use super::rule::Rule;
use super::{
    Api, Operation, PathTemplate, Resource, Scope, Segment, Sentence, has_phrase, member_for, unwrapped,
};
use crate::facts::SpecFacts;
use crate::words;
use serde_json::Value;

/// What the name of a new object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Any name of the stated form.
    Freely,
    /// The name of an object of this resource, by number: `/groups/{group}/members/{user}` where users are made.
    AsOne(usize),
    /// Somebody who holds a key.
    AsPerson,
}

/// What is known of the names that clients give to new objects.
#[derive(Clone, Debug)]
pub struct Key {
    /// The parameter of the path.
    pub name: String,
    /// What they are.
    pub named: Named,
    /// What is said about them.
    pub rule: Rule,
    /// One that an example shows.
    pub example: Option<String>,
    /// Whether they have to begin with a letter.
    pub letter_first: bool,
    /// Whether it is beyond doubt that the request makes what is not there.
    pub sure: bool,
}

/// Words that say that a request makes what is not there.
const MAKES: &[&str] = &[
    "create",
    "creates",
    "created",
    "creates or replaces",
    "upsert",
    "upserts",
    "upserted",
    "create or update",
    "does not exist yet",
    "did not exist",
    "if it does not exist",
    "when it does not exist",
    "if it is new",
    "new or existing",
    "was not there",
    "is not there yet",
    "or adds",
    "first put",
    "first write",
];
/// Words that say so where nothing else makes such objects.
const PUTS: &[&str] = &[
    "set",
    "sets",
    "store",
    "stores",
    "stored",
    "save",
    "saves",
    "write",
    "writes",
    "put",
    "puts",
    "add",
    "adds",
    "upload",
    "uploads",
    "register",
    "registers",
    "assign",
    "assigns",
    "grant",
    "grants",
    "give",
    "gives",
    "publish",
    "publishes",
    "define",
    "defines",
    "enable",
    "enables",
    "invite",
    "invites",
    "attach",
    "attaches",
    "record",
    "records",
    "place",
    "places",
    "subscribe",
    "subscribes",
    "follow",
    "follows",
    "star",
    "stars",
    "tag",
    "tags",
];
/// Words that say that it does not.
const NEEDS: &[&str] = &[
    "must exist",
    "has to exist",
    "does not create",
    "never creates",
    "cannot create",
    "can not create",
    "not created",
    "only updates",
    "update an existing",
    "updates an existing",
    "changes an existing",
    "replaces an existing",
    "existing one only",
    "no upsert",
    "only if it exists",
    "creates nothing",
    "must already exist",
];
/// Parameters that name somebody.
const PEOPLE: &[&str] = &[
    "user",
    "username",
    "login",
    "person",
    "account",
    "principal",
    "collaborator",
    "grantee",
    "actor",
    "assignee",
    "colleague",
    "teammate",
];

impl Operation {
    /// The path below which it makes objects: its own, or for names that clients choose the path before the name.
    pub fn home(&self) -> PathTemplate {
        match self.keyed {
            true => self.path.prefix(self.path.segments().len().saturating_sub(1)),
            false => self.path.clone(),
        }
    }
}

impl Api {
    /// Finds the requests that make objects at names that clients choose.
    pub(super) fn read_keys(&mut self, specs: &[SpecFacts]) {
        for at in 0..self.resources.len() {
            let resource = &self.resources[at];
            let put = |number: &&usize| {
                let operation = &self.operations[**number];
                operation.method == "PUT" && operation.path.ends_with_parameter()
            };
            let Some(number) = resource.updates.iter().find(put).copied() else { continue };
            if resource.create.is_some() {
                continue;
            }
            let Some(sure) = self.makes_what_is_named(number) else { continue };
            let key = self.key(number, sure, specs);
            self.operations[number].keyed = true;
            let asks = self.operations[number].asks.clone();
            let resource = &mut self.resources[at];
            resource.create = Some(number);
            let described = asks.filter(|asks| self.fields.of_entity(asks).next().is_some());
            resource.input =
                resource.input.take().or(described).filter(|input| resource.entity.as_ref() != Some(input));
            self.keys.insert(number, key);
        }
    }

    /// What is known of the names of what an operation makes.
    pub fn key_of(&self, number: usize) -> Option<&Key> {
        self.keys.get(&number)
    }

    /// The PUT that makes the objects of a collection.
    pub fn keyed_in(&self, collection: &PathTemplate) -> Option<(usize, &Operation)> {
        self.operations
            .iter()
            .enumerate()
            .find(|(_, operation)| operation.keyed && operation.home().same(collection))
    }

    /// The statuses that answer the first request for a name and the next one, where they are stated to differ.
    pub fn first_and_next(&self, number: usize) -> Option<(u16, u16)> {
        const THERE: &[&str] = &[
            "exists",
            "existed",
            "exist",
            "replaces",
            "replaced",
            "replacing",
            "replacement",
            "updates",
            "updated",
            "update",
            "overwrites",
            "overwritten",
            "already",
            "was there",
            "is there",
            "again",
            "new version",
            "otherwise",
            "second",
            "else",
            "subsequent",
            "later",
        ];
        let operation = self.operations.get(number).filter(|operation| operation.keyed)?;
        let of_text = |text: &str| -> Vec<u16> {
            let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 3);
            numbers
                .filter_map(|part| part.parse().ok())
                .filter(|status| matches!(status, 200 | 201 | 204))
                .collect()
        };
        let said = self.own_sentences(number).find_map(|sentence| {
            let statuses = of_text(&sentence.plain);
            let next = statuses.iter().find(|status| **status != 201).copied()?;
            (statuses.contains(&201) && statuses.len() <= 3 && sentence.says(THERE)).then_some(next)
        });
        let documented = || {
            let words = |status: u16| {
                let response = operation.responses.iter().find(|response| response.status == status)?;
                Some(super::plain(&response.words))
            };
            let next = [200, 204].into_iter().find(|status| words(*status).is_some())?;
            let told = words(next).is_some_and(|words| THERE.iter().any(|there| has_phrase(&words, there)));
            (words(201).is_some() && told).then_some(next)
        };
        said.or_else(documented).map(|next| (201, next))
    }

    /// Whether a PUT makes what is not there, and whether that is beyond doubt.
    fn makes_what_is_named(&self, number: usize) -> Option<bool> {
        let operation = &self.operations[number];
        let own: Vec<&Sentence> = self.own_sentences(number).collect();
        let said = |words: &[&str]| own.iter().any(|sentence| sentence.says(words));
        if said(NEEDS) {
            return None;
        }
        let created = operation.responses.iter().any(|response| response.status == 201);
        let opening = own.iter().take(2);
        let heading = super::plain(&operation.heading);
        let makes = opening.clone().any(|sentence| sentence.says(MAKES))
            || MAKES.iter().any(|word| has_phrase(&heading, word))
            || own.iter().any(|sentence| sentence.says(&["201"]) || sentence.says(&MAKES[5..]));
        if created || makes {
            return Some(true);
        }
        let puts = opening.clone().any(|sentence| sentence.says(PUTS))
            || PUTS.iter().any(|word| has_phrase(&heading, word));
        // What is read, listed or deleted by its name and made by nothing else.
        let resource = self.resource_of(number)?;
        (puts && (resource.delete.is_some() || resource.list.is_some())).then_some(false)
    }

    /// The sentences that are about an operation alone.
    fn own_sentences(&self, number: usize) -> impl Iterator<Item = &Sentence> {
        self.about(number).filter(
            move |sentence| matches!(&sentence.scope, Scope::Operations(of) if of.as_slice() == [number]),
        )
    }

    fn key(&self, number: usize, sure: bool, specs: &[SpecFacts]) -> Key {
        let operation = &self.operations[number];
        let name = operation.path.parameters().last().map_or("id", |(_, name)| name).to_owned();
        let own = operation.home().last_literal().map(words::singular).unwrap_or_default();
        let mut parts = words::parts(&name);
        if parts.len() > 1
            && matches!(
                parts.last().map(String::as_str),
                Some("id" | "name" | "slug" | "key" | "uuid" | "login")
            )
        {
            parts.pop();
        }
        let subject = words::singular(&parts.join(" "));
        let others = self.resources.iter().position(|resource| {
            resource.name == subject
                && subject != own
                && !resource.collection.same(&operation.home())
                && (resource.create.is_some() || resource.list.is_some())
        });
        let person = parts.iter().any(|part| PEOPLE.contains(&part.as_str())) && subject != own
            || ["member", "grant", "collaborator"].contains(&own.as_str())
                && ["member", "name"].contains(&name.as_str());
        let named = match others {
            Some(at) => Named::AsOne(at),
            None if person => Named::AsPerson,
            None => Named::Freely,
        };
        let (rule, notes) = self.rule_of_names(number, &name, &own);
        let example = self.named_in_examples(number, &name, specs);
        let plain = super::plain(&notes);
        let firsts = [
            "starts with a letter",
            "start with a letter",
            "starting with a letter",
            "begins with a letter",
            "begin with a letter",
            "first character is a letter",
        ];
        let letter_first = firsts.iter().any(|words| has_phrase(&plain, words));
        Key { name, named, rule, example, letter_first, sure }
    }

    /// What is said about the names: in a sentence that speaks of them, in a row of parameters, about a field of that name.
    fn rule_of_names(&self, number: usize, name: &str, own: &str) -> (Rule, String) {
        let operation = &self.operations[number];
        let sent = operation
            .request
            .as_ref()
            .and_then(|body| body.json())
            .is_some_and(|body| body.get(name).is_some());
        let lower = name.to_lowercase();
        let spaced = words::parts(name).join(" ");
        let mut subjects =
            vec![lower.clone(), spaced.clone(), format!("{{{lower}}}"), format!("{own} {spaced}")];
        let plurals: Vec<String> = subjects.iter().map(|subject| format!("{subject}s")).collect();
        subjects.extend(plurals);
        let owned = ["name", "key", "id", "slug", "identifier"];
        for word in owned.iter().filter(|word| spaced.contains(*word) || spaced == own) {
            subjects.extend([format!("{own} {word}"), format!("{own} {word}s"), format!("{own}'s {word}")]);
        }
        let mut notes: Vec<String> = Vec::new();
        for sentence in self.about(number).filter(|sentence| sentence.scope != Scope::General) {
            if !sentence.cells.is_empty() {
                let first = sentence.cells.first().map(|(_, cell)| super::plain(cell)).unwrap_or_default();
                let first = first.trim().trim_matches(['{', '}', ':']).to_owned();
                let placed = sentence.cells.iter().any(|(_, cell)| super::plain(cell).trim() == "path");
                if words::folded(&first) == words::folded(name) && (placed || !sent) {
                    notes.extend(sentence.cells.iter().skip(1).map(|(_, cell)| cell.clone()));
                }
                continue;
            }
            notes.extend(about_subject(&sentence.text, &sentence.plain, &subjects).filter(|_| !sent));
        }
        let facts = self.fields.of(name);
        let notes = notes.join("; ");
        let mut rule = Rule::read("string", &notes, &|_| None);
        if let ([one], true) = (facts, rule == Rule::read("string", "", &|_| None)) {
            rule = one.rule.clone();
        }
        rule.owned = false;
        (rule, notes)
    }

    /// A name as an example shows it: in the object of an answer, or in the path of a call.
    fn named_in_examples(&self, number: usize, name: &str, specs: &[SpecFacts]) -> Option<String> {
        let operation = &self.operations[number];
        let home = operation.home();
        let in_path = specs.get(operation.spec).and_then(|spec| in_paths(spec.text(), &operation.path));
        let resource = self.resource_of(number);
        let shown = || {
            let read = resource.and_then(|resource: &Resource| resource.read);
            let operations = [Some(number), read].into_iter().flatten();
            operations
                .filter_map(|at| self.operations[at].success()?.example.as_ref()?.json().cloned())
                .find_map(|example| {
                    let object = unwrapped(example);
                    member_for(name, &home, object.as_object().map(|_| &object).unwrap_or(&Value::Null))
                })
        };
        in_path.or_else(shown).filter(|text| text.len() <= 120)
    }
}

/// What a sentence says of its subject, where that is one of some: "A key is 1 to 40 letters" says "is 1 to 40 letters".
fn about_subject(text: &str, plain: &str, subjects: &[String]) -> Option<String> {
    const VERBS: &[&str] = &[
        "is", "are", "has", "have", "must", "may", "can", "consist", "consists", "match", "matches",
        "contain", "contains", "start", "starts", "should", "follow", "follows",
    ];
    let said = plain.trim().trim_start_matches(['-', '*', '+', ' ']);
    let bare = ["a ", "an ", "the ", "each ", "every ", "all ", "where ", "valid "]
        .iter()
        .fold(said, |said, article| said.strip_prefix(article).unwrap_or(said));
    let rest = subjects
        .iter()
        .filter_map(|subject| bare.strip_prefix(subject.as_str()))
        .min_by_key(|rest| rest.len())?;
    let rest = rest.trim_start();
    let first = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let marked = rest.starts_with([':', '(', '–', '—']);
    if !marked && !VERBS.contains(&first) {
        return None;
    }
    // As written: the case of letters may be what is stated.
    let at = text.to_lowercase().find(rest.get(..rest.len().min(8))?)?;
    text.get(at..).map(|said| said.trim_start_matches([':', ' ', '–', '—', '(']).to_owned())
}

/// The last part of an address that is an instance of a path: `SHOP_KEY` of `https://h/v1/keys/SHOP_KEY`.
fn in_paths(text: &str, path: &PathTemplate) -> Option<String> {
    let last = path.segments().iter().rev().nth(1)?;
    let Segment::Literal(last) = last else { return None };
    let mark = format!("/{last}/");
    let cut = |c: char| {
        c.is_whitespace() || matches!(c, '`' | '"' | '\'' | '(' | ')' | '<' | '>' | ',' | '|' | '\\')
    };
    for token in text.split(cut).filter(|token| token.contains(&mark)) {
        let address = token.split("://").last().unwrap_or(token);
        let from = address.find('/').unwrap_or_default();
        let called = PathTemplate::read(address.get(from..)?);
        let literal = |segment: &Segment| match segment {
            Segment::Literal(text) => Some(text.clone()),
            Segment::Parameter { .. } => None,
        };
        let wanted = path.segments();
        let given: Option<Vec<String>> = called.segments().iter().map(literal).collect();
        let Some(given) = given.filter(|given| given.len() >= wanted.len()) else { continue };
        let pairs = || wanted.iter().zip(given.iter().skip(given.len() - wanted.len()));
        let fits = pairs()
            .all(|(one, two)| matches!(one, Segment::Parameter { .. }) || literal(one).as_ref() == Some(two));
        let name = given.last().map(|name| name.trim_end_matches(['.', ':', ';', '…']).to_owned());
        let plain = |name: &String| {
            !name.is_empty() && !name.contains(['$', '*', '%', '=', '…']) && !name.starts_with(':')
        };
        if let Some(name) = name.filter(|name| fits && plain(name)) {
            return Some(name);
        }
    }
    None
}

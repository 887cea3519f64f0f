//! Objects that are made by PUT at a name that the client chooses: keys of a store, files, settings, flags, members of a group.

mod names;

use super::rule::Rule;
use super::{Api, Operation, PathTemplate, Scope, Sentence, has_phrase};
use crate::facts::SpecFacts;
use crate::words;

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

crate::pattern::pattern!(CALL, r"\b(?:get|put|post|patch|delete) /\S*");

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
            // Of "201 new, 200 replaced, 204 unchanged" the same request once more is none for certain.
            let mut others = statuses.iter().copied().filter(|status| *status != 201);
            let next = others.next().filter(|next| others.all(|other| other == *next))?;
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
        let own: Vec<String> = self
            .own_sentences(number)
            .map(|sentence| CALL.replace_all(&sentence.plain, "").into_owned())
            .collect();
        let says = |text: &String, words: &[&str]| words.iter().any(|word| has_phrase(text, word));
        let said = |words: &[&str]| own.iter().any(|text| says(text, words));
        if said(NEEDS) {
            return None;
        }
        let created = operation.responses.iter().any(|response| response.status == 201);
        let heading = CALL.replace_all(&super::plain(&operation.heading), "").into_owned();
        let opens =
            |words: &[&str]| says(&heading, words) || own.iter().take(2).any(|text| says(text, words));
        let created = created || said(&["201"]) || said(&MAKES[5..]);
        if created || opens(MAKES) {
            return Some(true);
        }
        let puts = opens(PUTS);
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
}

#[cfg(test)]
mod tests;

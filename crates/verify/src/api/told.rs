//! Members of requests that no data model describes: in a table below the operation, whatever its columns are called, in bullets
//! that open with their names ("`title` is required and has 1 to 80 characters"), and by the example of the request.

mod elements;
mod facts;
mod ruled;

use super::rule::Rule;
use super::{Api, Body, Scope, Sentence, unwrapped};
use serde_json::{Map, Value};

/// What is told of one member.
struct Told {
    name: String,
    kind: String,
    needed: Option<bool>,
    default: Option<String>,
    notes: Vec<String>,
}

/// Heads of columns that name members.
const NAMES: &[&str] = &[
    "field",
    "name",
    "parameter",
    "property",
    "attribute",
    "key",
    "member",
    "param",
    "body field",
    "body",
    "json field",
];
/// Heads of columns that say what values are.
const KINDS: &[&str] = &["type", "format", "data type", "datatype"];
/// Heads of columns that say whether a member has to be there.
pub(super) const NEEDS: &[&str] = &["required", "mandatory", "required?", "req", "needed", "must"];
/// Heads of columns that say what is there without one.
const DEFAULTS: &[&str] = &["default", "default value", "by default"];

impl Api {
    /// Gives the resources that no entity describes what is told of their members elsewhere.
    pub(super) fn read_told(&mut self) {
        self.read_told_elements();
        for at in 0..self.resources.len() {
            let resource = &self.resources[at];
            let described = |entity: &Option<String>| {
                entity.as_ref().is_some_and(|entity| self.fields.of_entity(entity).next().is_some())
            };
            let Some(create) = resource.create else { continue };
            if described(&resource.input) || self.operations[create].asks.is_some() {
                continue;
            }
            if let Some(entity) = resource.entity.clone().filter(|_| described(&resource.entity)) {
                self.complete(at, create, &entity);
                continue;
            }
            let mut told = self.told_of(create);
            self.add_told_beside(at, create, &mut told);
            self.add_ruled(at, create, &mut told);
            for told in &mut told {
                let named =
                    |sentence: &&Sentence| super::has_phrase(&sentence.plain, &told.name.to_lowercase());
                let hides = |sentence: &Sentence| {
                    sentence.cells.is_empty() && Rule::read("string", &sentence.plain, &|_| None).write_only
                };
                let hidden = self
                    .about(create)
                    .filter(named)
                    .filter(|sentence| hides(sentence))
                    .map(|sentence| sentence.text.clone());
                told.notes.extend(hidden.collect::<Vec<_>>());
            }
            for (name, words) in self.alternatives(create) {
                let notes = vec![format!(
                    "one of {}",
                    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
                )];
                match told.iter_mut().find(|told| told.name == name) {
                    Some(told) => told.notes.extend(notes),
                    None => told.push(Told {
                        name,
                        kind: "string".to_owned(),
                        needed: None,
                        default: None,
                        notes,
                    }),
                }
            }
            let sent = self.operations[create]
                .request
                .as_ref()
                .and_then(Body::json)
                .and_then(Value::as_object)
                .cloned();
            let shown = self.shown_by(at);
            let fields = facts::facts(&resource.name, told, sent.as_ref(), shown.as_ref());
            if fields.iter().filter(|(_, facts)| !facts.is_bare() || facts.optional.is_some()).count() == 0 {
                continue;
            }
            let entity = resource.name.clone();
            self.fields.tell(&entity, fields);
            self.resources[at].entity = Some(entity);
            self.resources[at].told = true;
        }
        self.read_told_deeds();
    }

    /// Adds what rules elsewhere tell of members that a data model leaves to them: "see the rules of harvests".
    fn complete(&mut self, at: usize, create: usize, entity: &str) {
        let mut told = self.told_of(create);
        self.add_told_beside(at, create, &mut told);
        let sent =
            self.operations[create].request.as_ref().and_then(Body::json).and_then(Value::as_object).cloned();
        let shown = self.shown_by(at);
        let known: Vec<String> = told.iter().map(|told| told.name.clone()).collect();
        let mut fields = facts::facts(entity, told, sent.as_ref(), shown.as_ref());
        fields.retain(|(name, _)| known.contains(name));
        self.fields.complete(entity, fields);
        self.refine(create, entity);
    }

    /// Adds what bullets in a section about the objects of a resource tell of members that its request or its objects have.
    fn add_told_beside(&self, at: usize, create: usize, told: &mut Vec<Told>) {
        let sent = self.operations[create].request.as_ref().and_then(Body::json);
        let shown = self.shown_by(at);
        let is_member = |name: &str| {
            sent.is_some_and(|sent| sent.get(name).is_some())
                || shown.as_ref().is_some_and(|shown| shown.contains_key(name))
        };
        let own = |sentence: &&Sentence| {
            matches!(&sentence.scope, Scope::Resources(of) if of.as_slice() == [at])
                && sentence.cells.is_empty()
                && !sentence.of_query
        };
        for sentence in self.sentences.iter().filter(own) {
            let Some(one) = bullet(sentence) else { continue };
            let plain = sentence.plain.as_str();
            let of_a_list =
                ["keeps", "filter", "filters", "narrows"].iter().any(|word| super::has_phrase(plain, word));
            // Where nothing shows it, what is said to be needed or not is a member of the request.
            // "`patient_id`: the patient", among the members of something else
            let entity = self.resources[at].entity.as_ref();
            let of_others = self.fields.of(&one.name).iter().any(|facts| Some(&facts.entity) != entity);
            if of_a_list
                || !(is_member(&one.name) || one.needed.is_some() && !of_others)
                || told.iter().any(|told| told.name == one.name)
            {
                continue;
            }
            told.push(one);
        }
    }

    /// Notes what is told of the bodies of deeds: of operations that make and change no object of their own.
    fn read_told_deeds(&mut self) {
        for number in 0..self.operations.len() {
            let operation = &self.operations[number];
            let deed = operation.method == "POST"
                && !operation.path.ends_with_parameter()
                && !self.is_creation(operation);
            if !deed || operation.asks.is_some() || self.resource_of(number).is_some() {
                continue;
            }
            let sent = operation.request.as_ref().and_then(Body::json).and_then(Value::as_object).cloned();
            // What is neither shown in a request nor said to have bounds may stand in the answer.
            let mut told = self.told_of(number);
            told.retain(|told| sent.as_ref().is_some_and(|sent| sent.contains_key(&told.name)));
            let fields = facts::facts(&operation.title(), told, sent.as_ref(), None);
            if !fields.is_empty() {
                let key = self.operations[number].title();
                self.fields.tell_request(&key, fields);
                (self.operations[number].asks, self.operations[number].deed_told) = (Some(key), true);
            }
        }
    }

    /// An object as the answers show it.
    fn shown_by(&self, at: usize) -> Option<Map<String, Value>> {
        let resource = &self.resources[at];
        let shown = [resource.read, resource.create].into_iter().flatten();
        let mut bodies =
            shown.filter_map(|number| self.operations[number].success()?.example.as_ref()?.json().cloned());
        bodies.find_map(|body| unwrapped(body).as_object().cloned())
    }

    /// Whether the examples of a resource's objects show a member; none where there are no examples.
    pub fn shows(&self, resource: &super::Resource, name: &str) -> Option<bool> {
        let shown = [resource.read, resource.create].into_iter().flatten();
        let bodies =
            shown.filter_map(|number| self.operations[number].success()?.example.as_ref()?.json().cloned());
        let mut shown = bodies.map(|body| unwrapped(body).get(name).is_some()).peekable();
        shown.peek()?;
        Some(shown.any(|shows| shows))
    }

    /// Members of which a sentence shows several bodies that differ in them alone: "`{\"side\": \"left\"}` or `{\"side\": \"right\"}`".
    fn alternatives(&self, number: usize) -> Vec<(String, Vec<String>)> {
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        let own = |sentence: &&Sentence| matches!(&sentence.scope, Scope::Operations(of) if of.as_slice() == [number]);
        for sentence in self.sentences.iter().filter(own) {
            let bodies: Vec<Map<String, Value>> = sentence
                .codes()
                .into_iter()
                .filter(|code| code.starts_with('{'))
                .filter_map(|code| serde_json::from_str::<Value>(code).ok()?.as_object().cloned())
                .collect();
            let [first, second, rest @ ..] = bodies.as_slice() else { continue };
            let one = |body: &Map<String, Value>| {
                let (name, value) = body.iter().next().filter(|_| body.len() == 1)?;
                Some((name.clone(), value.as_str()?.to_owned()))
            };
            let (Some((name, word)), Some((other, second))) = (one(first), one(second)) else { continue };
            if name != other || word == second || !sentence.says(&["or", "either", "one of"]) {
                continue;
            }
            let more = rest.iter().filter_map(one).filter(|(other, _)| *other == name).map(|(_, word)| word);
            let mut words: Vec<String> = [word, second].into_iter().chain(more).collect();
            words.dedup();
            found.push((name, words));
        }
        found
    }

    /// What rows and bullets tell of the members of a request.
    fn told_of(&self, number: usize) -> Vec<Told> {
        let own = |sentence: &&Sentence| matches!(&sentence.scope, Scope::Operations(of) if of.as_slice() == [number]);
        let sent = self.operations[number].request.as_ref().and_then(Body::json);
        let mut found: Vec<Told> = Vec::new();
        // What goes on right behind a sentence that tells of a member is said of it, too.
        let mut last: Option<(String, u32)> = None;
        for sentence in self.sentences.iter().filter(own) {
            let start = sentence.range.start;
            let goes_on =
                last.take().filter(|(_, end)| start >= *end && start - end <= 2 && sentence.cells.is_empty());
            if let Some((name, _)) = goes_on
                && bullet(sentence).is_none()
                && let Some(known) = found.iter_mut().find(|known| known.name == name)
            {
                known.notes.push(sentence.text.trim().to_owned());
                last = Some((name, sentence.range.end));
                continue;
            }
            let told = match sentence.cells.is_empty() {
                true => bullet(sentence),
                false => row(sentence),
            };
            let Some(told) = told else { continue };
            let parameter = self.operations[number].path.parameters().any(|(_, name)| name == told.name);
            let in_body = sent.is_none_or(|sent| sent.get(&told.name).is_some());
            if parameter && !in_body {
                continue;
            }
            last = Some((told.name.clone(), sentence.range.end)).filter(|_| sentence.cells.is_empty());
            match found.iter_mut().find(|known| known.name == told.name) {
                Some(known) => {
                    known.needed = known.needed.or(told.needed);
                    known.default = known.default.take().or(told.default);
                    known.notes.extend(told.notes);
                }
                None => found.push(told),
            }
        }
        found
    }
}

/// Whether a sentence is a row that tells the rule of a member, whatever is done with it.
pub fn is_rule(sentence: &Sentence) -> bool {
    ruled::row(sentence).is_some()
}

/// A member as a row of a table tells it.
fn row(sentence: &Sentence) -> Option<Told> {
    let cell = |heads: &[&str]| {
        sentence.cells.iter().find(|(head, _)| heads.contains(&head.as_str())).map(|(_, cell)| cell.as_str())
    };
    let bare = |text: &str| text.trim().trim_matches(['`', '*', '_', '"']).to_owned();
    let (head, first) = sentence.cells.first()?;
    let coded = first.trim().starts_with('`');
    if !NAMES.contains(&head.as_str()) || sentence.cells.len() < 2 {
        return None;
    }
    let place = cell(&["in", "location", "where", "place"]).map(str::to_lowercase);
    let written = bare(first);
    let optional_mark = written.ends_with('?');
    let name = written.trim_end_matches(['?', '*']).trim().to_owned();
    // Without a column that says so, a table of names may be one of anything.
    let typed = cell(KINDS).is_some() || cell(NEEDS).is_some();
    if !is_member(&name) || !(typed || coded) || place.is_some_and(|place| !place.contains("body")) {
        return None;
    }
    let needed = cell(NEEDS).and_then(said_yes).or(optional_mark.then_some(false));
    let own = [NAMES, KINDS, NEEDS, DEFAULTS].concat();
    let notes = sentence.cells.iter().skip(1).filter(|(head, _)| !own.contains(&head.as_str()));
    let default = cell(DEFAULTS)
        .map(bare)
        .filter(|text| !text.is_empty() && !["-", "–", "—", "none", "n/a"].contains(&text.as_str()));
    Some(Told {
        name,
        kind: cell(KINDS).unwrap_or_default().to_owned(),
        needed,
        default,
        notes: notes.map(|(_, cell)| cell.trim().to_owned()).collect(),
    })
}

/// A member as a bullet or a sentence tells it that opens with its name in code.
fn bullet(sentence: &Sentence) -> Option<Told> {
    let text = sentence.text.trim().trim_start_matches(['-', '*', '+', ' ']);
    let (name, behind) = text.strip_prefix('`')?.split_once('`')?;
    let behind = behind.trim_start_matches('*').trim();
    let name = name.trim_end_matches('?');
    let lower = behind.to_lowercase();
    const VERBS: &[&str] = &[
        "is ",
        "has ",
        "must ",
        "may ",
        "can ",
        "contains ",
        "consists ",
        "holds ",
        "defaults ",
        "takes ",
        "needs ",
        "accepts ",
        "should ",
        "starts ",
        "are ",
        "have ",
    ];
    let marked = behind.starts_with(['(', ':', '–', '—', '-', ',']);
    if !is_member(name) || !(marked || VERBS.iter().any(|verb| lower.starts_with(verb))) {
        return None;
    }
    let (kind, notes) = match behind.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((inner, rest)) => {
            let kind = inner.split([',', ';']).next().unwrap_or_default().trim().to_owned();
            (kind, format!("{inner}; {}", rest.trim_start_matches([':', ' ', '–', '—', '-'])))
        }
        None => (String::new(), behind.trim_start_matches([':', ' ', '–', '—', '-', ',']).to_owned()),
    };
    Some(Told { name: name.to_owned(), kind, needed: needed(&notes), default: None, notes: vec![notes] })
}

/// Whether notes say that a member has to be there, or need not be.
fn needed(notes: &str) -> Option<bool> {
    let plain = super::plain(notes);
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| super::has_phrase(&plain, phrase));
    let optional = has(&[
        "optional",
        "may be left out",
        "may be omitted",
        "can be left out",
        "can be omitted",
        "need not be",
        "if left out",
        "if omitted",
        "when left out",
        "when omitted",
    ]);
    let required =
        has(&[
            "required",
            "mandatory",
            "must be given",
            "must be present",
            "has to be there",
            "must be sent",
        ]) && !has(&["not required", "required if", "required when", "required for", "required unless"]);
    if optional { Some(false) } else { required.then_some(true) }
}

fn is_member(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 40
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        && !name.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '_' | '-'))
}

fn said_yes(cell: &str) -> Option<bool> {
    match super::plain(cell).trim() {
        "yes" | "y" | "true" | "✓" | "✔" | "✅" | "x" | "required" | "mandatory" | "always" | "●" => {
            Some(true)
        }
        "no" | "n" | "false" | "optional" | "✗" | "❌" | "-" | "–" | "—" | "" | "never" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

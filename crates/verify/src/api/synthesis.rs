//! Requests for operations whose request nothing shows: made up from what the specification says about the fields.

use super::{Api, Body, FieldFacts, Resource, Rule, Scope, Sentence, Sort, has_phrase};
use crate::accepted::Accepted;
use crate::words;
use serde_json::{Map, Value, json};

/// Names of fields that systems give by themselves, where nothing else is said.
const OWNED: &[&str] = &[
    "id",
    "uuid",
    "createdat",
    "updatedat",
    "createdon",
    "updatedon",
    "created",
    "updated",
    "modified",
    "modifiedat",
    "lastmodified",
    "version",
    "revision",
    "deletedat",
    "deleted",
    "etag",
    "links",
    "self",
    "url",
    "href",
    "createdby",
    "updatedby",
];

/// Whether a member of that name usually comes from the system.
pub(super) fn is_usually_owned(name: &str) -> bool {
    OWNED.contains(&words::folded(name).as_str())
}

/// How much there is to be taken from what is empty where nothing is sent: of that, nothing can be taken.
pub fn stored(name: &str, facts: &FieldFacts) -> Option<Value> {
    const STORES: &[&str] =
        &["stock", "inventory", "quantity", "onhand", "instock", "available", "balance", "credit"];
    let empty = facts.default.as_deref() == Some("0") && !facts.rule.owned;
    let mut filled = [50, 20, 10, 5].into_iter().map(|number| json!(number));
    filled.find(|value| {
        empty && STORES.contains(&words::folded(name).as_str()) && facts.rule.broken_by(value).is_none()
    })
}

/// A member of a request, as a table lists it.
struct Row {
    name: String,
    rule: Rule,
    needed: Option<bool>,
}

impl Api {
    /// Gives operations that change something a request where none is documented and the fields are.
    pub fn make_up_requests(&mut self, accepted: &Accepted) {
        for at in 0..self.resources.len() {
            let resource = self.resources[at].clone();
            let Some(create) = resource.create else { continue };
            if let Some(body) = accepted.get(&self.operations[create].title()) {
                self.put(create, body.clone());
            }
            if self.operations[create].request.is_none() {
                let tabled = self.tabled(create);
                let mut named: Vec<&str> = tabled.iter().map(|row| row.name.as_str()).collect();
                if named.is_empty() {
                    named = self.operations[create].takes.iter().map(String::as_str).collect();
                }
                let Some(body) = self.made_up(&resource, &named).or_else(|| self.made_of(&tabled)) else {
                    continue;
                };
                self.give(create, body);
            }
            let Some(made) = self.operations[create].request.as_ref().and_then(Body::json).cloned() else {
                continue;
            };
            for update in &resource.updates {
                if self.operations[*update].request.is_some() {
                    continue;
                }
                let mut body = match self.operations[*update].method.as_str() {
                    "PUT" => Some(made.clone()),
                    _ => self
                        .one_change(&resource, &made, self.operations[create].made_up)
                        .map(|body| self.named_alone(*update, body)),
                };
                // A change that is said to need the version that was read; one that rises is the system's, and a header is no member.
                const RISES: &[&str] = &[
                    "rises",
                    "risen",
                    "raises",
                    "raised",
                    "increases",
                    "increased",
                    "increments",
                    "incremented",
                    "goes up",
                    "bumps",
                    "header",
                    "headers",
                    "etag",
                    "if-match",
                ];
                let by_header = self.about(*update).any(|sentence| sentence.says(&["if-match"]));
                let asks = !by_header
                    && self.about(*update).any(|sentence| {
                        sentence.says(&["version", "revision"])
                            && !sentence.says(RISES)
                            && sentence.scope == Scope::Operations(vec![*update])
                    });
                let version = self
                    .members(&resource)
                    .into_iter()
                    .find(|name| super::object::is_one_of(name, super::object::VERSIONS));
                if let (true, Some(name), Some(Value::Object(members))) = (asks, version, &mut body) {
                    members.entry(name).or_insert(json!(1));
                }
                if let Some(body) = body {
                    self.give(*update, body);
                }
            }
        }
        self.make_up_listed();
    }

    /// Gives the operations whose members alone are listed a request of those.
    fn make_up_listed(&mut self) {
        for number in 0..self.operations.len() {
            let operation = &self.operations[number];
            let asks =
                operation.asks.as_ref().filter(|_| operation.request.is_none() && !operation.is_safe());
            let Some(asks) = asks else { continue };
            let mut body = Map::new();
            let mut known = true;
            for (name, facts) in self.fields.of_entity(asks) {
                // What refers to an object is sent one that is there.
                let refers = facts.rule.sort == Sort::Unknown && self.refers_to_some(name);
                let value = if refers { Some(json!(1)) } else { facts.rule.valid(name, 1) };
                match value {
                    Some(value) => {
                        body.insert(name.to_owned(), later(name, &facts.rule).unwrap_or(value));
                    }
                    None => known &= facts.optional == Some(true),
                }
            }
            if known && !body.is_empty() {
                self.give(number, Value::Object(body));
            }
        }
    }

    /// Whether a member is called after the objects of a collection that is documented: `member_id`.
    fn refers_to_some(&self, name: &str) -> bool {
        let parts = words::parts(name);
        let Some((last, of)) = parts.split_last() else { return false };
        let of = of.join(" ");
        last == "id" && !of.is_empty() && self.resources.iter().any(|resource| resource.is_named_in(&of))
    }

    fn give(&mut self, number: usize, mut body: Value) {
        for (name, value) in body.as_object_mut().into_iter().flatten() {
            let asked =
                self.operations[number].asks.as_deref().and_then(|asks| self.fields.field(asks, name));
            let resource = || self.resources.iter().find(|resource| resource.create == Some(number));
            let facts = asked.or_else(|| self.asked_of(resource()?, name));
            if let Some(person) = self.person_for(name, facts).filter(|_| value.is_string()) {
                *value = Value::String(person);
            }
        }
        self.put(number, body);
    }

    fn put(&mut self, number: usize, body: Value) {
        let operation = &mut self.operations[number];
        (operation.request, operation.made_up) = (Some(Body::Json(body)), true);
    }

    /// Whether the system gives a field by itself: as is said, or as is usual.
    pub fn is_owned(&self, resource: &Resource, name: &str) -> bool {
        let facts = self.field_of(resource, name);
        facts.is_some_and(|facts| facts.rule.owned)
            || OWNED.contains(&words::folded(name).as_str())
            || self.tells_who_made_it(resource, name)
    }

    /// Whether a text is called as those are who make such objects, and nothing is said of it: the `reviewer` of a review that
    /// reviewers write.
    fn tells_who_made_it(&self, resource: &Resource, name: &str) -> bool {
        let Some(create) = resource.create.and_then(|create| self.operations.get(create)) else {
            return false;
        };
        let super::Access::Key(makers) = &create.access else { return false };
        let plain = self
            .field_of(resource, name)
            .is_some_and(|facts| matches!(facts.rule.sort, Sort::Text | Sort::Unknown) && facts.is_bare());
        plain && makers.iter().any(|maker| super::same_role(maker, name))
    }

    /// Whether values are the states that objects go through: what brings them about is a deed, and seldom a value that is sent.
    fn is_state(&self, sort: &Sort) -> bool {
        let Sort::Choice(words) = sort else { return false };
        words.len() > 1 && words.iter().all(|word| self.states.knows(word))
    }

    /// What is said about a member of a resource's objects.
    pub fn field_of(&self, resource: &Resource, name: &str) -> Option<&FieldFacts> {
        match &resource.entity {
            Some(entity) => self.fields.field(entity, name),
            None => match self.fields.of(name) {
                [one] => Some(one),
                _ => None,
            },
        }
    }

    /// The members of a request that a table under its operation lists.
    fn tabled(&self, number: usize) -> Vec<Row> {
        const NAMES: &[&str] =
            &["field", "name", "parameter", "property", "attribute", "key", "member", "param"];
        let own =
            |scope: &Scope| matches!(scope, Scope::Operations(numbers) if numbers.as_slice() == [number]);
        let rows =
            self.sentences.iter().filter(|sentence| own(&sentence.scope) && !sentence.cells.is_empty());
        let rows: Vec<Row> = rows
            .filter_map(|row| {
                let cell = |heads: &[&str]| row.cells.iter().find(|(head, _)| heads.contains(&head.as_str()));
                let name = cell(NAMES)?.1.trim().trim_matches(['`', '*', '_']).to_owned();
                let kind = cell(&["type", "format", "data type"])?.1.clone();
                let needed = cell(super::told::NEEDS).map(|(_, said)| said.trim().to_lowercase());
                let place = cell(&["in", "location", "where", "place"]).map(|(_, said)| said.to_lowercase());
                let notes: Vec<&str> = row.cells.iter().map(|(_, said)| said.as_str()).skip(2).collect();
                let fits = place.is_none_or(|place| place.contains("body"))
                    && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
                    && !name.is_empty();
                let needed = needed
                    .map(|said| ["yes", "y", "true", "✓", "✅", "x", "required"].contains(&said.as_str()));
                fits.then(|| Row { rule: Rule::read(&kind, &notes.join("; "), &|_| None), name, needed })
            })
            .collect();
        // A table of what comes back names what the system gives.
        let answers = rows.iter().any(|row| OWNED.contains(&words::folded(&row.name).as_str()));
        if answers { Vec::new() } else { rows }
    }

    /// A request of the members of a table, where no entity says more about them.
    fn made_of(&self, rows: &[Row]) -> Option<Value> {
        let mut body = Map::new();
        for row in rows {
            match row.rule.valid(&row.name, 1) {
                Some(value) => {
                    body.insert(row.name.clone(), later(&row.name, &row.rule).unwrap_or(value));
                }
                None if row.needed != Some(false) => return None,
                None => {}
            }
        }
        (!body.is_empty()).then_some(Value::Object(body))
    }

    fn made_up(&self, resource: &Resource, named: &[&str]) -> Option<Value> {
        let entity = resource.input.as_ref().or(resource.entity.as_ref())?;
        let mut body = Map::new();
        // What has a default need not be sent, but for what nothing else can be sent.
        let mut spare = Map::new();
        for (name, facts) in self.fields.of_entity(entity) {
            let is_own_id = words::folded(name) == words::folded(&format!("{}id", resource.name));
            if self.is_owned(resource, name)
                || is_own_id
                || self.is_state(&facts.rule.sort)
                || !named.is_empty() && !named.contains(&name)
                || facts.rule.starts && facts.optional != Some(false)
                || facts.rule.write_only && facts.optional == Some(true)
            {
                continue;
            }
            let refers = words::parts(name).last().is_some_and(|last| last == "id" || last == "ids");
            let shown = facts.schema.as_ref().and_then(|schema| schema.get("example")).cloned();
            let value = match refers {
                true => Some(json!(1)),
                false => shown
                    .or_else(|| facts.rule.valid(name, 1).filter(|value| *value != json!([])))
                    .or_else(|| self.fields.composed(entity, name, facts, 1))
                    .or_else(|| facts.rule.valid(name, 1))
                    .or_else(|| facts.shown().map(Value::from))
                    .or_else(|| {
                        let all: Vec<&str> = self.fields.of_entity(entity).map(|(name, _)| name).collect();
                        let names =
                            resource.create.is_some_and(|create| self.lists_names(create, name, &all));
                        (facts.rule.sort == Sort::List && names).then(|| json!(["A1"]))
                    })
                    .or_else(|| facts.rule.free_text(name, 1).filter(|_| facts.optional == Some(false))),
            };
            let taken = resource.create.is_some_and(|create| {
                let takes = &self.operations[create].takes;
                facts.optional.is_none() && takes.iter().any(|taken| taken == name)
            });
            let asked = facts.needed || facts.optional == Some(false);
            let needed = taken || asked && facts.default.is_none();
            match value {
                Some(value) if needed || (!refers && facts.default.is_none()) => {
                    body.insert(name.to_owned(), value);
                }
                Some(_) if stored(name, facts).is_some() => {
                    body.extend(stored(name, facts).map(|value| (name.to_owned(), value)));
                }
                Some(value) if !refers => {
                    spare.insert(name.to_owned(), value);
                }
                None if needed && !(taken && facts.optional.is_none()) => return None,
                _ => {}
            }
        }
        if body.is_empty() {
            body = spare;
        }
        let numbers = |body: &Map<String, Value>, name: &str| body.get(name).and_then(Value::as_i64);
        for (name, facts) in self.fields.of_entity(entity) {
            let before = facts.follows().and_then(|other| numbers(&body, other));
            if let (Some(before), Some(own)) = (before, numbers(&body, name))
                && own <= before
            {
                body.insert(name.to_owned(), json!(before + 1));
            }
        }
        // Text whose name ends so holds a day or a moment, where nothing else is said of it.
        for (name, value) in &mut body {
            let facts = self.field_of(resource, name).filter(|facts| is_plain_text(&facts.rule));
            if let Some(dated) = facts.and_then(|facts| dated(name, facts)) {
                *value = dated;
            }
        }
        for (name, value) in &mut body {
            let later = self.field_of(resource, name).and_then(|facts| later(name, &facts.rule));
            if let Some(later) = later {
                *value = later;
            }
        }
        (!body.is_empty()).then_some(Value::Object(body))
    }

    /// A change of what was made; `found` says that its request was found by trial, and not documented.
    fn one_change(&self, resource: &Resource, made: &Value, found: bool) -> Option<Value> {
        let members = made.as_object()?;
        // `{"data": {…}}`
        if let (1, Some((name, inner @ Value::Object(_)))) = (members.len(), members.iter().next()) {
            return Some(json!({ name: self.one_change(resource, inner, found)? }));
        }
        let free = members.iter().filter_map(|(name, value)| {
            let facts = self.field_of(resource, name);
            if value.is_array() {
                return None;
            }
            let fixed = facts.is_some_and(|facts| facts.rule.fixed || facts.rule.write_only || facts.unique);
            // What the system took only after others has a form that is not known.
            let usual = |facts: &FieldFacts| {
                (1..8).any(|variant| facts.rule.valid(name, variant).as_ref() == Some(value))
            };
            if found
                && facts.is_some_and(|facts| {
                    matches!(facts.rule.sort, Sort::Text | Sort::Unknown)
                        && facts.rule.form.is_none()
                        && !usual(facts)
                })
            {
                return None;
            }
            let other = (2..6).filter_map(|variant| facts?.rule.valid(name, variant));
            let other = other.filter(|_| !fixed).find(|other| other != value)?;
            Some((name.clone(), other))
        });
        let mut body: Map<String, Value> = free.collect();
        // What an object belongs to is seldom changed: what else there is comes first.
        let refers = |name: &String| {
            let parts = words::parts(name);
            parts.len() > 1 && parts.last().is_some_and(|last| matches!(last.as_str(), "id" | "uuid"))
        };
        if body.keys().any(|name| !refers(name)) {
            body.retain(|name, _| !refers(name));
        }
        if body.is_empty() {
            // Of what nothing is said, the value that is documented is right at least.
            let plain = members.iter().find(|(name, value)| {
                let unlike = ["email", "password", "code", "slug"];
                let facts = self.field_of(resource, name);
                value
                    .as_str()
                    .is_some_and(|text| text.chars().any(char::is_alphabetic) && !super::is_uuid(text))
                    && facts.is_none()
                    && !self.is_owned(resource, name)
                    && !words::parts(name).iter().any(|part| unlike.contains(&part.as_str()) || part == "id")
            })?;
            body.insert(plain.0.clone(), plain.1.clone());
        }
        if let Some(lock) = self.lock(resource) {
            body.insert(lock, json!(1));
        }
        Some(Value::Object(body))
    }

    /// Of a change that names what may be changed ("change its title, pages or note") those members alone.
    fn named_alone(&self, update: usize, body: Value) -> Value {
        let Value::Object(mut members) = body else { return body };
        let own: Vec<&Sentence> =
            self.about(update).filter(|sentence| sentence.scope == Scope::Operations(vec![update])).collect();
        let told = |name: &String, except: bool| {
            own.iter().any(|sentence| is_changed(&sentence.plain, &name.to_lowercase(), except))
        };
        members.retain(|name, _| !told(name, true));
        let takes = &self.operations[update].takes;
        if members.keys().any(|name| takes.contains(name)) {
            members.retain(|name, _| takes.contains(name));
        }
        let entity = self.resources.iter().find(|resource| resource.updates.contains(&update));
        let entity = entity.and_then(|resource| resource.input.as_ref().or(resource.entity.as_ref()));
        let fields = entity.into_iter().flat_map(|entity| self.fields.of_entity(entity));
        for (name, facts) in fields.filter(|(name, facts)| {
            told(&(*name).to_owned(), false)
                && !facts.rule.owned
                && !OWNED.contains(&words::folded(name).as_str())
        }) {
            if let (false, Some(value)) = (members.contains_key(name), facts.rule.valid(name, 2)) {
                members.insert(name.to_owned(), value);
            }
        }
        if members.keys().any(|name| told(name, false)) {
            members.retain(|name, _| told(name, false));
            // Which state comes next depends on the one that is there: a change of all that may be sent leaves it.
            let is_state = |name: &String| {
                let facts = entity.and_then(|entity| self.fields.field(entity, name));
                facts.is_some_and(|facts| self.is_state(&facts.rule.sort))
            };
            if members.keys().any(|name| !is_state(name)) {
                members.retain(|name, _| !is_state(name));
            }
            return Value::Object(members);
        }
        let said = super::plain(&self.operations[update].summary);
        let about = self.about(update).map(|sentence| sentence.plain.as_str());
        let said = about.fold(said, |said, sentence| format!("{said}; {sentence}"));
        let is_named = |name: &str| {
            has_phrase(&said, &name.to_lowercase()) || has_phrase(&said, &words::parts(name).join(" "))
        };
        let named = members.keys().filter(|name| is_named(name)).count();
        if named >= 2 {
            members.retain(|name, _| is_named(name));
        }
        Value::Object(members)
    }

    /// The member by which a change says which version it is of, where the specification asks for it.
    fn lock(&self, resource: &Resource) -> Option<String> {
        const NAMES: &[&str] = &["version", "revision", "rev", "lockversion", "rowversion"];
        let entity = resource.entity.as_ref()?;
        let is_lock = |name: &&str| NAMES.contains(&words::folded(name).as_str());
        let name = self.fields.of_entity(entity).map(|(name, _)| name).find(is_lock)?.to_owned();
        let speaks = |sentence: &Sentence| has_phrase(&sentence.plain, &name.to_lowercase());
        let asks = |sentence: &Sentence, before: Option<&Sentence>| {
            (speaks(sentence) || before.is_some_and(|before| before.spec == sentence.spec && speaks(before)))
                && sentence.says(&["current", "stale", "outdated", "optimistic", "must send", "mismatch", "latest"])
                // By a header it is asked in another way.
                && !sentence.says(&["if-match", "etag"])
        };
        let before = std::iter::once(None).chain(self.sentences.iter().map(Some));
        self.sentences.iter().zip(before).any(|(sentence, before)| asks(sentence, before)).then_some(name)
    }
}

/// Whether a sentence names a member behind what says that it is changed: "to change `guests` or `note`"; or, with `except`, as
/// one that is not: "all fields except `code` may be changed".
fn is_changed(plain: &str, name: &str, except: bool) -> bool {
    const CHANGES: &[&str] = &[
        "change",
        "changes",
        "changing",
        "edit",
        "edits",
        "update",
        "updates",
        "modify",
        "modifies",
        "correct",
        "corrects",
        "can be changed",
        "may be changed",
        "can be edited",
        "may be edited",
        "can be updated",
        "may be updated",
    ];
    const EXCEPT: &[&str] =
        &["except", "except for", "but not", "other than", "apart from", "besides", "excluding", "all but"];
    plain.split([';', '.', ':']).any(|clause| {
        let Some(at) = clause.find(name).filter(|_| has_phrase(clause, name)) else { return false };
        let before = clause.get(..at).unwrap_or_default();
        let excepted = EXCEPT.iter().any(|word| has_phrase(before, word));
        let negated = ["not", "never", "cannot", "no"].iter().any(|word| has_phrase(before, word));
        match except {
            true => excepted,
            // "change a project, also its status" names one of several.
            false if ["also", "including", "even"].iter().any(|word| has_phrase(before, word)) => false,
            false => !excepted && !negated && CHANGES.iter().any(|word| has_phrase(before, word)),
        }
    })
}

/// Whether nothing is said of text but that it is text.
fn is_plain_text(rule: &Rule) -> bool {
    matches!(rule.sort, Sort::Text | Sort::Unknown)
        && rule.longest.is_none()
        && rule.shortest.is_none()
        && rule.form.is_none()
        && rule.alphabet.is_none()
}

/// A day or a moment for text that is called as one: `lent_on`, `starts_at`.
fn dated(name: &str, facts: &FieldFacts) -> Option<Value> {
    let last = words::parts(name).pop()?;
    let said = super::plain(&facts.notes);
    let moment = Rule { sort: Sort::DateTime, ..Rule::default() };
    let day = Rule { sort: Sort::Date, past: facts.rule.past, ..Rule::default() };
    match last.as_str() {
        "on" | "date" | "day" => later(name, &day).or_else(|| day.valid(name, 1)),
        "at" if !has_phrase(&said, "hh:mm") => later(name, &moment).or_else(|| moment.valid(name, 1)),
        _ => None,
    }
}

/// The moment for a member that ends what another one begins.
fn later(name: &str, rule: &Rule) -> Option<Value> {
    const ENDS: &[&str] = &[
        "end",
        "ends",
        "ended",
        "ending",
        "to",
        "until",
        "till",
        "finish",
        "finishes",
        "due",
        "expires",
        "expiry",
        "expiration",
        "close",
        "closes",
        "return",
        "returns",
        "checkout",
        "arrival",
        "arrives",
        "out",
        "depart",
        "departs",
        "departure",
        "leave",
        "leaves",
        "leaving",
        "back",
        "last",
    ];
    let ends = words::parts(name).iter().any(|part| ENDS.contains(&part.as_str()));
    match rule.sort {
        Sort::DateTime if ends => Some(json!("2031-03-02T11:30:00Z")),
        Sort::Date if ends => Some(json!("2031-03-04")),
        _ => None,
    }
}

//! A list with what it takes to look at it: objects of different values, and all pages at once.

use crate::api::{
    self, ListFacts, Object, Operation, Paging, Resource, Sort, Walk, bring_into, create_below, place, walk,
};
use crate::claim::Outcome;
use crate::http::Exchange;
use crate::stage::Stage;
use serde_json::{Map, Value, json};

/// Objects that are made at most for one claim.
const MOST_MADE: usize = 130;

/// A list as it is looked at.
pub struct List<'a> {
    pub stage: &'a Stage<'a>,
    pub resource: &'a Resource,
    pub operation: &'a Operation,
    pub facts: ListFacts,
    /// The objects that it is below.
    pub parents: Vec<String>,
}

impl<'a> List<'a> {
    /// With objects for the parameters of its path.
    pub fn open(
        stage: &'a Stage,
        resource: &'a Resource,
        number: usize,
        facts: ListFacts,
    ) -> Result<Self, Outcome> {
        let operation = &stage.facts.api.operations[number];
        let parents = place(stage, operation)?.values;
        Ok(Self { stage, resource, operation, facts, parents })
    }

    /// All objects, in pages as large as may be.
    pub fn all(&self, query: &str) -> Result<Walk, Outcome> {
        let size = self.facts.most.as_ref().map(|most| most.fact.number.min(100));
        let size = size.or(self.facts.default.as_ref().map(|default| default.fact));
        self.walk(query, size.or(Some(20)))
    }

    /// All objects, in pages of that size.
    pub fn walk(&self, query: &str, size: Option<usize>) -> Result<Walk, Outcome> {
        walk(self.stage, self.operation, &self.facts, &self.parents, query, size, &mut |_| Ok(()))
    }

    /// One page.
    pub fn page(&self, query: &str) -> Result<Exchange, Outcome> {
        api::page(self.stage, self.operation, &self.parents, query)
    }

    /// The query for the first page, where anything is said about pages.
    pub fn one_page(&self) -> Option<String> {
        let size = self.facts.size.as_ref().map(|size| format!("{}=2", size.fact));
        let page = match self.facts.paging.as_ref().map(|paging| &paging.fact) {
            Some(Paging::Page(name, first)) => Some(format!("{name}={first}")),
            Some(Paging::Offset(name)) => Some(format!("{name}=0")),
            Some(Paging::Cursor(_)) | None => None,
        };
        let parts: Vec<String> = size.into_iter().chain(page).collect();
        (!parts.is_empty()).then(|| parts.join("&"))
    }

    /// The list with at least so many objects in it.
    pub fn filled(&self, count: usize) -> Result<Walk, Outcome> {
        let found = self.all("")?;
        if found.elements.len() >= count {
            return Ok(found);
        }
        let lacking = count - found.elements.len();
        if lacking > MOST_MADE {
            return Err(Outcome::unproven(format!("it would take {lacking} more objects to see")));
        }
        for _ in 0..lacking {
            self.add(&[])?;
        }
        let found = self.all("")?;
        if found.elements.len() < count {
            let reason =
                format!("{count} objects were wanted in the list, and {} are there", found.elements.len());
            return Err(Outcome::unproven(reason));
        }
        Ok(found)
    }

    /// Makes one more object, with values unlike those of the others; members in `also` get one even if the documented request has none.
    pub fn add(&self, also: &[&str]) -> Result<Object, Outcome> {
        let (stage, resource) = (self.stage, self.resource);
        let Some(number) = resource.create else {
            return Err(Outcome::unproven(format!(
                "no operation that makes a {} is documented, and there are not enough",
                resource.name
            )));
        };
        let variant = stage.shared.workshop.number(true);
        let vary = |body: &mut Map<String, Value>| self.vary(body, also, variant);
        let first = create_below(stage, number, self.parents.clone(), &[], &vary)?;
        if first.exchange.answer.is_success() {
            return first.object(stage, resource);
        }
        let plain = create_below(stage, number, self.parents.clone(), &[], &|_| {})?;
        if plain.exchange.answer.is_success() {
            return plain.object(stage, resource);
        }
        Object::make(stage, resource, &|_| {})
    }

    fn vary(&self, body: &mut Map<String, Value>, also: &[&str], variant: u64) {
        let api = &self.stage.facts.api;
        for name in also {
            let facts = api.field_of(self.resource, name);
            let open = facts.is_some_and(|facts| !facts.rule.owned && facts.references_nothing(name));
            let value = facts.and_then(|facts| facts.rule.valid(name, variant));
            if let (true, false, Some(value)) = (open, body.contains_key(*name), value) {
                body.insert((*name).to_owned(), value);
            }
        }
        for (name, value) in body.iter_mut() {
            match api.field_of(self.resource, name) {
                // Moments of their own, so that nothing is asked for at the same time.
                Some(facts) if facts.rule.sort == Sort::DateTime && value.as_str().is_some() => {
                    let one = json!({ name.as_str(): value.clone() });
                    if let Some(later) =
                        api::vary_members(&one, std::slice::from_ref(name), variant, api.ahead)
                            .get(name.as_str())
                    {
                        *value = later.clone();
                    }
                }
                // Days keep their distance from each other.
                Some(facts) if facts.rule.sort == Sort::Date && value.as_str().is_some() => {
                    if let Some(later) = api::later(value, 24 * (variant % 28) as i64) {
                        *value = later;
                    }
                }
                Some(facts) => {
                    let free = !facts.rule.formed
                        || matches!(
                            facts.rule.sort,
                            Sort::Choice(_) | Sort::Integer | Sort::Number | Sort::Boolean
                        );
                    if free
                        && !facts.unique
                        && facts.references_nothing(name)
                        && let Some(other) = facts.rule.valid(name, variant)
                        && std::mem::discriminant(&other) == std::mem::discriminant(value)
                    {
                        *value = other;
                    }
                }
                None => match value {
                    Value::Number(number) if number.is_u64() => {
                        *value = json!(number.as_u64().unwrap_or_default() + variant % 5);
                    }
                    Value::String(text)
                        if !text.is_empty()
                            && text.chars().all(|c| c.is_alphabetic() || c == ' ')
                            && !api.states.knows(text) =>
                    {
                        *text = api::vary_text(text, variant);
                    }
                    _ => {}
                },
            }
        }
    }

    /// Makes sure that the objects have at least two values in a field; what is there then.
    pub fn with_values(&self, field: &str) -> Result<Walk, Outcome> {
        let mut found = self.sample("")?;
        if found.elements.len() < 3 && self.resource.create.is_some() {
            self.filled(3)?;
            found = self.sample("")?;
        }
        for _ in 0..4 {
            if distinct(&found.elements, field).len() >= 2 {
                return Ok(found);
            }
            match self.another_value(&found.elements, field) {
                Err(outcome) if outcome.inconclusive => return Err(outcome),
                Ok(()) if !self.is_given(field) => {}
                // What no request gives, an action may change: `POST /doors/{id}/open`.
                other => {
                    let others = self.as_others(&found.elements, field);
                    others.or_else(|_| self.act(&found.elements, field)).or(other)?;
                }
            }
            found = self.all("")?;
        }
        if distinct(&found.elements, field).len() >= 2 {
            return Ok(found);
        }
        Err(Outcome::unproven(format!("the objects that could be made do not differ in `{field}`")))
    }

    /// Whether the system gives a field, and no request of a client.
    fn is_given(&self, field: &str) -> bool {
        let api = &self.stage.facts.api;
        let knows = |state: &str| api.states.knows(state);
        let facts = api.field_of(self.resource, field);
        let stated = matches!(facts.map(|facts| &facts.rule.sort), Some(Sort::Choice(words)) if words.iter().any(|word| knows(word)));
        facts.is_some_and(|facts| facts.rule.owned || facts.rule.starts) && !stated
    }

    /// Makes objects as others who may, until one has another value: who made it, for instance.
    fn as_others(&self, elements: &[Value], field: &str) -> Result<(), Outcome> {
        let (stage, api) = (self.stage, &self.stage.facts.api);
        let none = || Outcome::unproven(format!("nobody's objects have another `{field}`"));
        let number = self.resource.create.ok_or_else(none)?;
        let present = distinct(elements, field);
        for role in api::actors(stage.target()?, &api.operations[number])?.into_iter().flatten() {
            let acting = stage.acting_as(Some(&role.name), Some(number));
            let variant = stage.shared.workshop.number(true);
            let vary = |body: &mut Map<String, Value>| self.vary(body, &[], variant);
            let made = create_below(&acting, number, self.parents.clone(), &[], &vary)?;
            let shown = made.exchange.answer.json().map(api::unwrapped);
            let value = shown.as_ref().and_then(|object| as_text(value_at(object, field)?));
            if made.exchange.answer.is_success() && value.is_some_and(|value| !present.contains(&value)) {
                return Ok(());
            }
        }
        Err(none())
    }

    /// Calls actions on objects of their own until one gives a field another value.
    fn act(&self, elements: &[Value], field: &str) -> Result<(), Outcome> {
        let (stage, api) = (self.stage, &self.stage.facts.api);
        let none = || Outcome::unproven(format!("nothing documented gives `{field}` another value"));
        let item = api.item_path(self.resource).ok_or_else(none)?;
        let present = distinct(elements, field);
        for (number, operation) in api.operations.iter().enumerate() {
            let acts = matches!(operation.method.as_str(), "POST" | "PUT" | "PATCH")
                && operation.path.starts_with(item)
                && operation.path.segments().len() == item.segments().len() + 1
                && !operation.path.ends_with_parameter()
                && api.resource_of(number).is_none();
            if !acts {
                continue;
            }
            let mut placed = place(stage, operation)?;
            if api::send(stage, operation, &placed)?.exchange.answer.is_success() {
                placed.refresh(stage)?;
                let value = placed.object.as_ref().and_then(|object| as_text(value_at(object, field)?));
                if value.is_some_and(|value| !present.contains(&value)) {
                    return Ok(());
                }
            }
        }
        Err(none())
    }

    fn another_value(&self, elements: &[Value], field: &str) -> Result<(), Outcome> {
        let api = &self.stage.facts.api;
        let state = elements
            .iter()
            .find_map(|element| element.get(field)?.as_str().filter(|state| api.states.knows(state)));
        let (Some(state), Some(read)) = (state, self.resource.read) else {
            return self.add_unlike(elements, field);
        };
        let mut placed = place(self.stage, &api.operations[read])?;
        let mut reached = Err(Outcome::unproven(format!("no object could be brought out of {state}")));
        for next in api.states.names().iter().filter(|next| *next != state) {
            reached = bring_into(self.stage, &mut placed, next);
            if reached.is_ok() {
                break;
            }
        }
        reached
    }
}

impl List<'_> {
    /// Makes an object whose value in a field none of these has.
    fn add_unlike(&self, elements: &[Value], field: &str) -> Result<(), Outcome> {
        let (stage, api) = (self.stage, &self.stage.facts.api);
        let Some(number) = self.resource.create else { return self.add(&[]).map(|_| ()) };
        let present = distinct(elements, field);
        let fresh = |value: &Value| as_text(value).is_some_and(|text| !present.contains(&text));
        let facts = api.field_of(self.resource, field);
        let example =
            elements.iter().find_map(|element| value_at(element, field).filter(|value| !value.is_null()));
        let stated = facts.filter(|facts| !facts.rule.owned && facts.references_nothing(field));
        let stated = stated
            .and_then(|facts| (0..24).find_map(|variant| facts.rule.valid(field, variant).filter(&fresh)));
        let referred = || {
            let example = example?.as_str()?;
            let body = json!({ field: example });
            let other =
                [api::with_references_by_name(stage, &body, 0), api::with_references(stage, &body, 0)];
            other.into_iter().find_map(|body| body.get(field).filter(|value| fresh(value)).cloned())
        };
        let listed = || {
            let text = example?.as_array()?.first()?.as_str()?;
            (1..9)
                .map(|number| api::vary_text(text, number))
                .find(|one| !present.contains(one))
                .map(|one| json!([one]))
        };
        let similar = || {
            let text = example?.as_str()?;
            (1..9).map(|number| json!(api::vary_text(text, number))).find(|value| fresh(value))
        };
        let Some(value) = stated.or_else(referred).or_else(similar).or_else(listed) else {
            return self.add(&[field]).map(|_| ());
        };
        let variant = stage.shared.workshop.number(true);
        let change = |body: &mut Map<String, Value>| {
            self.vary(body, &[], variant);
            match field.split_once('.') {
                Some((outer, inner)) => {
                    if let Some(Value::Object(nested)) = body.get_mut(outer) {
                        nested.insert(inner.to_owned(), value.clone());
                    }
                }
                None => api::with_moments(body, field, value.clone()),
            }
        };
        let made = create_below(stage, number, self.parents.clone(), &[], &change)?;
        if made.exchange.answer.is_success() {
            return made.object(stage, self.resource).map(|_| ());
        }
        self.add(&[field]).map(|_| ())
    }

    /// Makes an object whose day or moment lies well behind that of the others.
    pub fn add_later(&self, elements: &[Value], field: &str) -> Result<(), Outcome> {
        const HOURS: i64 = 24 * 9;
        let none = || Outcome::unproven(format!("no object could be made with a later `{field}`"));
        let number = self.resource.create.ok_or_else(none)?;
        let last = elements
            .iter()
            .filter_map(|element| value_at(element, field))
            .max_by_key(|value| api::moment(value));
        let value = last.and_then(|last| api::later(last, HOURS)).ok_or_else(none)?;
        let variant = self.stage.shared.workshop.number(true);
        let change = |body: &mut Map<String, Value>| {
            self.vary(body, &[], variant);
            api::with_moments(body, field, value.clone());
        };
        let made = create_below(self.stage, number, self.parents.clone(), &[], &change)?;
        made.object(self.stage, self.resource).map(|_| ())
    }

    /// As many objects as one page may hold.
    pub fn sample(&self, query: &str) -> Result<Walk, Outcome> {
        let size = self.facts.most.as_ref().map(|most| most.fact.number.min(100));
        let size = self.facts.size.as_ref().zip(size).map(|(name, size)| format!("{}={size}", name.fact));
        let parts: Vec<&str> = [query, size.as_deref().unwrap_or_default()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let exchange = self.page(&parts.join("&"))?;
        let answer = exchange.answer.json().unwrap_or(Value::Null);
        let elements = api::elements(&answer).into_iter().cloned().collect();
        Ok(Walk { elements, complete: false, pages: vec![exchange] })
    }
}

/// The value of a field, which may stand in a member that is an object: `address.city`.
pub fn value_at<'v>(element: &'v Value, field: &str) -> Option<&'v Value> {
    element.get(field).or_else(|| field.split('.').try_fold(element, |value, name| value.get(name)))
}

/// The values of a field, each once, as a query would have them.
pub fn distinct(elements: &[Value], field: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in elements.iter().filter_map(|element| value_at(element, field)).flat_map(texts) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// A value as a query would have it, and of a list each of its elements.
pub fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(elements) => elements.iter().filter_map(as_text).collect(),
        value => as_text(value).into_iter().collect(),
    }
}

/// A value as a query would have it.
pub fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

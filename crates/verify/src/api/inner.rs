//! What is said about what stands within a field: the members of an object, the elements of a list.

use super::fields::{FieldBook, FieldFacts};
use super::rule::{Rule, Sort};
use serde_json::{Map, Value};

/// What stands within a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inner {
    /// Whether the field is a list of it.
    pub listed: bool,
    /// The members of an object.
    pub members: Vec<(String, FieldFacts)>,
    /// What an element is that is no object.
    pub element: Option<FieldFacts>,
}

/// How deep objects within objects are made up.
const DEEPEST: usize = 3;

impl FieldFacts {
    /// What a schema says about a member of that name.
    pub fn of_schema(entity: &str, schema: &Value, required: Option<bool>) -> Self {
        let mut rule = Rule::default();
        rule.take_in(schema);
        let nullable = schema.get("nullable") == Some(&Value::Bool(true));
        Self {
            entity: entity.to_owned(),
            optional: if nullable { Some(true) } else { required.map(|required| !required) },
            default: schema.get("default").and_then(Value::as_str).map(str::to_owned),
            rule,
            schema: Some(schema.clone()),
            ..Self::default()
        }
    }
}

/// The members that a schema names, with what it says of each.
pub fn members_of(entity: &str, schema: &Value) -> Vec<(String, FieldFacts)> {
    let required = schema.get("required").and_then(Value::as_array);
    let properties = schema.get("properties").and_then(Value::as_object);
    let member = |(name, inner): (&String, &Value)| {
        // Where nothing is required by name, nothing is said about it.
        let needed = required.map(|names| names.iter().any(|known| known == name.as_str()));
        (name.clone(), FieldFacts::of_schema(entity, inner, needed))
    };
    properties.into_iter().flatten().map(member).collect()
}

impl FieldBook {
    /// What stands within a field of an entity; none where nothing is said about it.
    pub fn within(&self, entity: &str, name: &str, facts: &FieldFacts) -> Option<Inner> {
        let schema = facts.schema.as_ref();
        let items = schema.and_then(|schema| schema.get("items"));
        let listed = facts.rule.sort == Sort::List || items.is_some();
        let described = items.or(schema);
        let named = |entity: &str| -> Vec<(String, FieldFacts)> {
            self.of_entity(entity).map(|(name, facts)| (name.to_owned(), facts.clone())).collect()
        };
        let mut members = described.map(|schema| members_of(entity, schema)).unwrap_or_default();
        if members.is_empty()
            && let Some(other) = described.and_then(|schema| schema.get("$ref")?.as_str())
        {
            members = named(other);
        }
        // Rows such as `address.city` are fields of `address` within the entity.
        for path in [format!("{entity}.{name}"), format!("{entity}.{name}[]")] {
            if members.is_empty() {
                members = named(&path);
            }
        }
        let element =
            items.filter(|_| members.is_empty()).map(|items| FieldFacts::of_schema(entity, items, None));
        let element = element.filter(|facts| facts.rule.says_something());
        (!members.is_empty() || element.is_some()).then_some(Inner { listed, members, element })
    }

    /// A value for a field that is an object or has to have elements, put together from what is said about its inside.
    pub fn composed(&self, entity: &str, name: &str, facts: &FieldFacts, variant: u64) -> Option<Value> {
        self.composed_within(entity, name, facts, variant, DEEPEST)
    }

    fn composed_within(
        &self,
        entity: &str,
        name: &str,
        facts: &FieldFacts,
        variant: u64,
        depth: usize,
    ) -> Option<Value> {
        let inner = self.within(entity, name, facts).filter(|_| depth > 0)?;
        let one = |number: u64| -> Option<Value> {
            if let Some(element) = &inner.element {
                return element.rule.valid(name, variant + number);
            }
            let mut object = Map::new();
            let below = format!("{entity}.{name}");
            for (member, facts) in &inner.members {
                let value = facts
                    .rule
                    .valid(member, variant + number)
                    .or_else(|| self.composed_within(&below, member, facts, variant + number, depth - 1));
                match value {
                    Some(value) if !facts.rule.owned && facts.default.is_none() => {
                        object.insert(member.clone(), value);
                    }
                    None if facts.optional == Some(false) && !facts.rule.owned => return None,
                    _ => {}
                }
            }
            (!object.is_empty()).then_some(Value::Object(object))
        };
        if !inner.listed {
            return one(0);
        }
        let count = facts.rule.fewest.unwrap_or(1).max(1).min(facts.rule.many.unwrap_or(usize::MAX));
        (0..count.min(20) as u64).map(one).collect::<Option<Vec<Value>>>().map(Value::Array)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::item;
    use serde_json::json;

    fn book() -> FieldBook {
        let lines = json!({"type": "array", "minItems": 2, "items": {"type": "object", "required": ["ware"], "properties": {
            "ware": {"type": "string"}, "count": {"type": "integer", "minimum": 1}, "note": {"type": "string", "nullable": true}}}});
        let items = [
            item("field", "Basket.lines").field("type", "array").field("schema", lines),
            item("field", "Basket.owner").field("type", "object").field("schema", json!({"$ref": "Owner"})),
            item("field", "Basket.tags")
                .field("type", "string[]")
                .field("schema", json!({"type": "array", "items": {"type": "string", "maxLength": 5}})),
            item("field", "Owner.email").field("type", "email").field("required", true),
        ]
        .map(crate::testing::ItemDraft::into_item);
        FieldBook::read(items.iter(), &|_, text| text.to_owned(), &|text| text.to_owned())
    }

    #[test]
    fn what_stands_within_is_known_by_schema_and_by_name() {
        let book = book();
        let within = |name: &str| book.within("Basket", name, book.field("Basket", name).unwrap()).unwrap();
        let lines = within("lines");
        assert!(lines.listed);
        let said: Vec<_> =
            lines.members.iter().map(|(name, facts)| (name.as_str(), facts.optional)).collect();
        assert_eq!(said, [("ware", Some(false)), ("count", Some(true)), ("note", Some(true))]);
        assert_eq!(within("owner").members[0].0, "email");
        assert_eq!(within("tags").element.unwrap().rule.longest, Some(5));
    }

    #[test]
    fn a_value_is_put_together_from_its_inside() {
        let book = book();
        let made =
            |name: &str| book.composed("Basket", name, book.field("Basket", name).unwrap(), 1).unwrap();
        assert_eq!(made("lines").as_array().map(Vec::len), Some(2));
        assert_eq!(made("lines")[0]["ware"], "Sample ware 1");
        assert_eq!(made("owner"), json!({"email": "sample.1@example.com"}));
    }
}

//! What names an object: in an answer, in a list, in a path.

use super::PathTemplate;
use super::workshop::Made;
use crate::words;
use serde_json::Value;

/// The objects of a list, whatever it is wrapped in.
pub fn elements(answer: &Value) -> Vec<&Value> {
    match answer {
        Value::Array(list) => list.iter().collect(),
        Value::Object(members) => {
            let list = members.values().find_map(Value::as_array).map(|list| list.iter().collect());
            list.unwrap_or_else(|| {
                members
                    .values()
                    .filter_map(Value::as_object)
                    .flat_map(|inner| inner.values().find_map(Value::as_array))
                    .flatten()
                    .collect()
            })
        }
        _ => Vec::new(),
    }
}

/// What names a made object in a path.
pub fn identity(name: &str, collection: &PathTemplate, made: &Made) -> Option<String> {
    let located = || {
        let location = made.answer.header("location")?;
        let last = location.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?;
        (!last.is_empty()).then(|| last.to_owned())
    };
    let given = made.key.clone();
    given
        .or_else(|| member_for(name, collection, &made.object))
        .or_else(located)
        .or_else(|| scalar(made.sent.get(name)?))
}

/// The member of an object that a parameter of that name means.
pub fn member_for(name: &str, collection: &PathTemplate, object: &Value) -> Option<String> {
    if let Some(value) = scalar(object) {
        return Some(value);
    }
    let members = object.as_object()?;
    let wanted = words::folded(name);
    let of = |fits: &dyn Fn(&str) -> bool| {
        members.iter().find(|(key, _)| fits(&words::folded(key))).and_then(|(_, value)| scalar(value))
    };
    let singular =
        collection.last_literal().map(words::singular).map(|name| words::folded(&name)).unwrap_or_default();
    of(&|key| key == wanted)
        // `parcel_id` of a path is the `id` of a parcel, and `parcel_code` its `code`.
        .or_else(|| of(&|key| !key.is_empty() && wanted == format!("{singular}{key}")))
        .or_else(|| of(&|key| wanted.ends_with("id") && key == "id"))
        .or_else(|| of(&|key| key == "id" || key == "uuid"))
        .or_else(|| of(&|key| key == format!("{singular}id")))
}

/// The object of a resource that another object names: the `shelf_id` of a book.
pub fn item_of(object: &Value, resource: &super::Resource) -> Option<String> {
    let name = words::folded(&resource.name);
    let fits = |key: &str| {
        let key = words::folded(key);
        ["id", "code", "key", "slug", "uuid", "number"].iter().any(|last| key == format!("{name}{last}"))
    };
    let (_, value) = object.as_object()?.iter().find(|(key, _)| fits(key))?;
    scalar(value)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An object out of what it is wrapped in: `{"data": {…}}`, `{"parcel": {…}}`.
pub fn unwrapped(answer: Value) -> Value {
    let Value::Object(members) = &answer else { return answer };
    let has_id = |object: &Value| {
        object.as_object().is_some_and(|object| object.keys().any(|key| words::folded(key).ends_with("id")))
    };
    if has_id(&answer) {
        return answer;
    }
    let objects: Vec<&Value> = members.values().filter(|value| value.is_object()).collect();
    let named: Vec<&&Value> = objects.iter().filter(|object| has_id(object)).collect();
    match (objects.as_slice(), named.as_slice()) {
        ([one], _) if members.len() == 1 => (*one).clone(),
        // `{"data": {"id": …}, "permissions": {…}}`
        (_, [one]) => (**one).clone(),
        _ => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_object_is_found_in_what_it_is_wrapped_in() {
        let object = json!({"id": 7, "title": "a"});
        for answer in [
            object.clone(),
            json!({"data": object}),
            json!({"note": object, "links": {"self": "/notes/7"}}),
            json!({"data": object, "permissions": {"write": ["ada"]}, "total": 1}),
        ] {
            assert_eq!(unwrapped(answer.clone()), object, "{answer}");
        }
        let two = json!({"from": {"id": 1}, "to": {"id": 2}});
        assert_eq!(unwrapped(two.clone()), two);
    }
}

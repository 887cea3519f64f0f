//! A field or a record that takes or gives something else.

use crate::unit::Unit;
use crate::values::{shown, texts};
use crate::weakened::Surviving;
use abide_model::Kind;
use serde_json::{Map, Value};

pub(super) fn changed(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    if !before.key.eq_ignore_ascii_case(after.key) {
        found.push(format!("`{}` became `{}`", before.key, after.key));
    }
    if !before.holds("required") && after.holds("required") && after.field("default").is_none() {
        found.push("it is required now".to_owned());
    }
    let schema = |unit: &Unit| unit.field("schema").and_then(Value::as_object).cloned().unwrap_or_default();
    let (old, new) = (schema(before), schema(after));
    if let (Some(one), Some(other)) = (old.get("type"), new.get("type"))
        && one != other
    {
        // A whole number is a number as well.
        let wider = one == "integer" && other == "number";
        if !wider {
            found.push(format!("its type was {} and is {}", shown(one), shown(other)));
        }
        return;
    }
    narrower(&old, &new, found);
}

fn narrower(old: &Map<String, Value>, new: &Map<String, Value>, found: &mut Vec<String>) {
    let number = |map: &Map<String, Value>, name: &str| map.get(name).and_then(Value::as_f64);
    for (name, word) in [("maxLength", "longest"), ("maximum", "greatest"), ("maxItems", "most")] {
        if let Some(is) = number(new, name)
            && number(old, name).is_none_or(|was| is < was)
            && !old.is_empty()
        {
            found.push(match number(old, name) {
                Some(was) => format!("the {word} value was {was} and is {is}"),
                None => format!("the {word} value is {is} now"),
            });
        }
    }
    for (name, word) in [("minLength", "shortest"), ("minimum", "least"), ("minItems", "fewest")] {
        if let Some(is) = number(new, name)
            && number(old, name).is_none_or(|was| is > was)
            && !old.is_empty()
        {
            found.push(match number(old, name) {
                Some(was) => format!("the {word} value was {was} and is {is}"),
                None => format!("the {word} value is {is} now"),
            });
        }
    }
    let (was, is) = (texts(old.get("enum")), texts(new.get("enum")));
    if !is.is_empty() && was.is_empty() && !old.is_empty() {
        found.push(format!("it takes only {} now", is.join(", ")));
    }
    gone(&was, &is, found);
}

fn gone(was: &[String], is: &[String], found: &mut Vec<String>) {
    let gone: Vec<&str> = was.iter().filter(|value| !is.contains(value)).map(String::as_str).collect();
    if !gone.is_empty() && !is.is_empty() {
        found.push(format!("the value `{}` is gone", gone.join("`, `")));
    }
}

/// A record with another name, or an enumeration with fewer values.
pub(super) fn entity_changed(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    if !before.key.eq_ignore_ascii_case(after.key) {
        found.push(format!("`{}` became `{}`", before.key, after.key));
    }
    gone(&texts(before.field("values")), &texts(after.field("values")), found);
}

/// A new field that must be given, of a record that was there.
pub(super) fn added(unit: &Unit, old: &Surviving) -> Option<String> {
    let (entity, _) = unit.key.rsplit_once('.')?;
    let known = old.keyed(Kind::Entity, entity).is_some();
    let must = unit.holds("required") && unit.field("default").is_none();
    (known && must).then(|| format!("the field {} is required, and is new", unit.name()))
}

#[cfg(test)]
mod tests {
    use crate::testing::breaking;

    fn table(columns: &str) -> String {
        format!(
            "# S\n\n## Data Model\n\n```sql\nCREATE TABLE depots (\n  id INTEGER PRIMARY KEY,\n  city TEXT,\n  {columns}\n);\n```\n"
        )
    }

    #[test]
    fn columns_that_take_less() {
        let told = |before: &str, after: &str| breaking(&table(before), &table(after));
        assert_eq!(told("code VARCHAR(8)", "name TEXT"), ["field: the field `depots.code` is gone"]);
        assert_eq!(
            told("code VARCHAR(8)", "code VARCHAR(8), load INT NOT NULL"),
            ["field: the field `depots.load` is required, and is new"]
        );
        assert_eq!(told("code VARCHAR(8)", "code VARCHAR(8), load INT NOT NULL DEFAULT 1"), [""; 0]);
        assert_eq!(told("code VARCHAR(8)", "code VARCHAR(4)"), ["field: the longest value was 8 and is 4"]);
        assert_eq!(told("code VARCHAR(8)", "code INTEGER"), ["field: its type was string and is integer"]);
        assert_eq!(told("code VARCHAR(8)", "code VARCHAR(8) NOT NULL"), ["field: it is required now"]);
    }

    #[test]
    fn a_value_of_an_enumeration_and_a_record_with_another_name() {
        let union = |values: &str| {
            format!(
                "# S\n\n## Data Model\n\n```typescript\ninterface Parcel {{\n  state: {values};\n  code: string;\n}}\n```\n"
            )
        };
        assert_eq!(
            breaking(&union("'open' | 'shut' | 'lost'"), &union("'open' | 'shut'")),
            ["field: the value `lost` is gone"]
        );
        let before = union("string");
        let after = before.replace("Parcel", "Packet");
        assert_eq!(
            breaking(&before, &after),
            [
                "entity: `Parcel` became `Packet`",
                "field: `Parcel.state` became `Packet.state`",
                "field: `Parcel.code` became `Packet.code`"
            ]
        );
    }
}

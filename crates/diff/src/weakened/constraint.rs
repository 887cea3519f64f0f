//! A value that may be anything now: unique, required, a default, a length, a pattern or named values that are gone.

use super::{Concern, Pair};
use crate::unit::Unit;
use crate::values::shown;
use abide_model::Kind;
use serde_json::{Map, Value};

pub(super) const CONCERN: Concern = Concern {
    name: "constraint",
    summary: "unique, required, not null, a default, a bound, a pattern or the named values of a field, a setting or an index are gone",
    changed,
};

fn changed(pair: &Pair, found: &mut Vec<String>) {
    let (before, after) = (pair.before, pair.after);
    if before.kind != after.kind || !before.is_any(&[Kind::Field, Kind::Setting, Kind::Index, Kind::Endpoint])
    {
        return;
    }
    if before.holds("unique") && !after.holds("unique") {
        found.push("it need not be unique any more".to_owned());
    }
    if before.holds("required") && !after.holds("required") {
        found.push("it is not required any more".to_owned());
    }
    for (name, gone) in [("default", "default"), ("references", "reference"), ("key", "key")] {
        if let (Some(value), None) = (before.field(name), after.field(name)) {
            found.push(format!("its {gone} `{}` is gone", shown(value)));
        }
    }
    if found.is_empty()
        && let Some(cell) = emptied_cell(&before.text, &after.text)
    {
        found.push(format!("{} is gone", crate::unit::shortened(cell)));
    }
    if before.is(Kind::Field) {
        let empty = Map::new();
        let (old, new) = (schema(before).unwrap_or(&empty), schema(after).unwrap_or(&empty));
        // A type that is not understood any more says nothing about its bounds.
        if !new.is_empty() {
            looser(old, new, found);
        }
    }
}

/// A cell of a row that named values or a bound, and is empty now.
fn emptied_cell<'t>(before: &'t str, after: &str) -> Option<&'t str> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split('|').collect(), after.split('|').collect());
    if old.len() != new.len() || old.len() < 4 {
        return None;
    }
    let emptied = old.iter().zip(&new).filter(|(old, new)| !old.trim().is_empty() && new.trim().is_empty());
    let restricts =
        |cell: &&str| cell.matches('`').count() >= 4 || cell.contains(|letter: char| letter.is_ascii_digit());
    emptied.map(|(old, _)| old.trim()).find(restricts)
}

fn schema<'a>(unit: &Unit<'a>) -> Option<&'a Map<String, Value>> {
    unit.field("schema")?.as_object()
}

fn looser(old: &Map<String, Value>, new: &Map<String, Value>, found: &mut Vec<String>) {
    const LARGEST: &[(&str, &str)] = &[
        ("maxLength", "longest"),
        ("maximum", "greatest"),
        ("exclusiveMaximum", "greatest"),
        ("maxItems", "most"),
    ];
    const SMALLEST: &[(&str, &str)] = &[
        ("minLength", "shortest"),
        ("minimum", "least"),
        ("exclusiveMinimum", "least"),
        ("minItems", "fewest"),
    ];
    let same_type = old.get("type") == new.get("type");
    for (names, grows) in [(LARGEST, true), (SMALLEST, false)] {
        for (name, word) in names {
            let Some(was) = old.get(*name).and_then(Value::as_f64) else { continue };
            match new.get(*name).and_then(Value::as_f64) {
                Some(is) if if grows { is > was } else { is < was } => {
                    found.push(format!("the {word} value {was} became {is}"))
                }
                Some(_) => {}
                // At least nothing, or a bound of another name, is no loss.
                None if same_type && (grows || was != 0.0) && !renamed(name, new) => {
                    found.push(format!("the {word} value {was} is gone"))
                }
                None => {}
            }
        }
    }
    for (name, word) in [("pattern", "pattern"), ("format", "format")] {
        if let (Some(value), None) = (old.get(name), new.get(name))
            && same_type
            && !new.contains_key("enum")
        {
            found.push(format!("its {word} `{}` is gone", shown(value)));
        }
    }
    if let (Some(values), None) = (old.get("enum"), new.get("enum"))
        && same_type
        && !new.contains_key("const")
    {
        found.push(format!("any value will do, where it was one of {}", shown(values)));
    }
    if let (Some(old), Some(new)) =
        (old.get("items").and_then(Value::as_object), new.get("items").and_then(Value::as_object))
    {
        looser(old, new, found);
    }
}

/// Whether a bound is there under its other name: `maximum` for `exclusiveMaximum`, an enumeration for a length.
fn renamed(name: &str, new: &Map<String, Value>) -> bool {
    let other = match name {
        "maximum" => "exclusiveMaximum",
        "exclusiveMaximum" => "maximum",
        "minimum" => "exclusiveMinimum",
        "exclusiveMinimum" => "minimum",
        "maxLength" | "minLength" => "enum",
        _ => return false,
    };
    new.contains_key(other) || new.contains_key("enum") || new.contains_key("format")
}

#[cfg(test)]
mod tests {
    use crate::testing::weakened;

    fn column(column: &str) -> String {
        format!(
            "# S\n\n## Data Model\n\n```sql\nCREATE TABLE depots (\n  id INTEGER PRIMARY KEY,\n  {column}\n);\n```\n"
        )
    }

    #[test]
    fn constraints_of_a_column() {
        let told = |before: &str, after: &str| weakened(&column(before), &column(after));
        assert_eq!(
            told("code VARCHAR(8) NOT NULL UNIQUE", "code VARCHAR(8) NOT NULL"),
            ["constraint: it need not be unique any more"]
        );
        assert_eq!(
            told("code VARCHAR(8) NOT NULL", "code VARCHAR(8)"),
            ["constraint: it is not required any more"]
        );
        assert_eq!(
            told("code VARCHAR(8)", "code VARCHAR(20)"),
            ["constraint: the longest value 8 became 20"]
        );
        assert_eq!(told("code VARCHAR(8)", "code VARCHAR(4) NOT NULL"), [""; 0]);
        assert_eq!(
            told("state TEXT NOT NULL DEFAULT 'open'", "state TEXT NOT NULL"),
            ["constraint: its default `open` is gone"]
        );
        assert_eq!(
            told("load INT CHECK (load BETWEEN 1 AND 99)", "load INT CHECK (load BETWEEN 0 AND 99)"),
            ["constraint: the least value 1 became 0"]
        );
    }

    #[test]
    fn a_cell_that_restricted_and_is_empty_now() {
        let row = |check: &str| {
            format!(
                "# S\n\n## Data Model\n\n### depots\n\n| Column | Type | Null | Check |\n|---|---|---|---|\n| `size` | TEXT | no | {check} |\n| `city` | TEXT | no | |\n"
            )
        };
        assert_eq!(
            weakened(&row("`small` or `large`"), &row("")),
            ["constraint: \"`small` or `large`\" is gone"]
        );
        assert_eq!(weakened(&row("how large it is"), &row("")), [""; 0]);
    }

    #[test]
    fn a_field_that_may_hold_any_text() {
        let field = |kind: &str| {
            format!(
                "# S\n\n## Data Model\n\n```typescript\ninterface Parcel {{\n  id: string;\n  state: {kind};\n}}\n```\n"
            )
        };
        assert_eq!(
            weakened(&field("'open' | 'closed'"), &field("string")),
            ["constraint: any value will do, where it was one of open, closed"]
        );
        assert_eq!(weakened(&field("string"), &field("'open' | 'closed'")), [""; 0]);
    }
}

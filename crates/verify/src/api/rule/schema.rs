//! What the type of a field says as JSON Schema, where it was read as such.

use super::{Rule, Sort};
use serde_json::Value;

impl Rule {
    /// Takes in what a schema says beyond the type and the notes.
    pub fn take_in(&mut self, schema: &Value) {
        let text = |name: &str| schema.get(name).and_then(Value::as_str);
        let number = |name: &str| schema.get(name).and_then(Value::as_f64);
        let count =
            |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let words = schema.get("enum").and_then(Value::as_array).map(|values| {
            values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect::<Vec<_>>()
        });
        if let Some(words) = words.filter(|words| words.len() >= 2) {
            match self.sort {
                Sort::Text | Sort::Unknown => self.sort = Sort::Choice(words),
                // A column of 0 and 1 holds what is sent and shown as false and true.
                Sort::Integer if words == ["0", "1"] => self.sort = Sort::Boolean,
                _ => {}
            }
        }
        self.owned |= schema.get("readOnly").and_then(Value::as_bool) == Some(true);
        if self.sort == Sort::Unknown {
            self.sort = match (text("type"), text("format")) {
                (Some("string"), Some("uuid")) => Sort::Uuid,
                (Some("string"), Some("date-time")) => Sort::DateTime,
                (Some("string"), Some("date")) => Sort::Date,
                (Some("string"), Some("email")) => Sort::Email,
                (Some("string"), Some("uri" | "url")) => Sort::Url,
                (Some("string"), None) => Sort::Text,
                (Some("integer"), _) => Sort::Integer,
                (Some("number"), _) => Sort::Number,
                (Some("boolean"), _) => Sort::Boolean,
                (Some("array"), _) => Sort::List,
                _ => Sort::Unknown,
            };
        }
        match self.sort {
            Sort::Text | Sort::Email | Sort::Url => {
                self.shortest = self.shortest.or(count("minLength"));
                self.longest = self.longest.or(count("maxLength"));
            }
            Sort::Integer | Sort::Number => {
                let step = if self.sort == Sort::Integer { 1.0 } else { 0.01 };
                let above = number("exclusiveMinimum").map(|least| least + step);
                let below = number("exclusiveMaximum").map(|most| most - step);
                self.least = self.least.or(number("minimum")).or(above);
                self.most = self.most.or(number("maximum")).or(below);
            }
            Sort::List => {
                self.fewest = self.fewest.or(count("minItems"));
                self.many = self.many.or(count("maxItems"));
            }
            _ => {}
        }
        self.formed |= schema.get("pattern").is_some();
        let pattern = text("pattern").and_then(|pattern| regex::Regex::new(pattern).ok());
        self.coded |=
            pattern.is_some_and(|pattern| !pattern.is_match(super::NO_CODE)) && self.sort == Sort::Text;
        if self.sort == Sort::Text
            && let Some(pattern) = text("pattern")
        {
            self.form = super::Form::of(pattern);
        }
        self.owned |= schema.get("readOnly") == Some(&Value::Bool(true));
        self.write_only |= schema.get("writeOnly") == Some(&Value::Bool(true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_schema_adds_and_what_was_said_already() {
        let read = |kind: &str, schema: Value| {
            let mut rule = Rule::read(kind, "", &|_| None);
            rule.take_in(&schema);
            rule
        };
        let words = read("Literal[..]", json!({"type": "string", "enum": ["low", "high"]}));
        assert_eq!(words.sort, Sort::Choice(vec!["low".to_owned(), "high".to_owned()]));
        let flag = read("INTEGER", json!({"type": "string", "enum": ["0", "1"]}));
        assert_eq!((flag.sort.clone(), flag.valid("open", 1)), (Sort::Boolean, Some(json!(false))));
        let number = read("number", json!({"type": "number", "exclusiveMinimum": 0, "maximum": 9}));
        assert_eq!((number.least, number.most), (Some(0.01), Some(9.0)));
        let list = read("array", json!({"type": "array", "minItems": 1, "readOnly": true}));
        assert_eq!((list.fewest, list.many, list.owned), (Some(1), None, true));
        let stated = read("string (max 9)", json!({"type": "string", "maxLength": 5}));
        assert_eq!(stated.longest, Some(9));
    }
}

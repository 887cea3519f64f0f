//! The values that a refusal offers: "must be one of ada, bruno".

use crate::pattern::pattern;
use serde_json::Value;

pattern!(
    OFFERED,
    r#"(?i)\b(?:one of|either|allowed(?: values)?(?: are)?|valid values(?: are)?|expected(?: one of)?|choose(?: from)?|values are)\b\s*:?\s*([^;.]{1,200})"#
);

/// At most so many are taken from one refusal.
const MOST: usize = 6;

/// The values that a refusal of a member offers instead, in their order.
pub(super) fn offered(said: &Value) -> Vec<Value> {
    let mut texts = Vec::new();
    collect(said, &mut texts);
    let found = texts.iter().filter_map(|text| OFFERED.captures(text)?.get(1)).map(|part| part.as_str());
    let words = found.flat_map(|part| {
        part.split([',', '|', '/']).flat_map(|word| word.split(" or ")).flat_map(|word| word.split(" and "))
    });
    let bare = words.map(|word| {
        let word = word.trim().trim_start_matches("or ").trim_start_matches("and ");
        word.trim_matches(['\'', '"', '`', '(', ')', '[', ']', '{', '}', '\u{201c}', '\u{201d}', ' '])
    });
    let name = |word: &&str| !word.is_empty() && word.len() <= 40 && !word.contains(char::is_whitespace);
    bare.filter(name).take(MOST).map(Value::from).collect()
}

/// All texts within a value.
fn collect<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        Value::Object(members) => members.values().for_each(|value| collect(value, texts)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_offered() {
        for (said, expected) in [
            (json!("must be one of ada, bruno"), json!(["ada", "bruno"])),
            (json!({"problem": "expected one of: 'low' | 'high'"}), json!(["low", "high"])),
            (json!(["Either `north` or `south`."]), json!(["north", "south"])),
            (json!("must not be longer than 40 characters"), json!([])),
            (json!("is required"), json!([])),
        ] {
            assert_eq!(Value::Array(offered(&said)), expected, "{said}");
        }
    }
}

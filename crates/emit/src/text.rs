//! Texts made safe for the formats that emitters write.

use serde_json::Value;
use std::fmt::Write;

/// One cell of a CSV file (RFC 4180). A cell that a spreadsheet would take for a formula is kept from being one.
pub(crate) fn csv(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '@']) || cell.starts_with('-') && cell.parse::<f64>().is_err();
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// A row of a CSV file with its line break.
pub(crate) fn csv_row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(csv).collect();
    format!("{}\n", cells.join(","))
}

/// A text in an XML document; what XML cannot hold at all is left out.
pub(crate) fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(letter),
            '\u{FFFE}' | '\u{FFFF}' => {}
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}

/// A text as a string of JSON, JavaScript, Cedar or YAML.
pub(crate) fn quoted(text: &str) -> String {
    // JavaScript ends a line at these two, JSON does not.
    Value::from(text).to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// A value as YAML: blocks for objects and lists, JSON for the rest, which YAML takes as it is.
pub(crate) fn yaml(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text
}

fn block(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
                    && !name.is_empty();
                let name = if plain { name.clone() } else { quoted(name) };
                if is_block(member) {
                    let _ = writeln!(text, "{indent}{name}:");
                    block(member, depth + 1, text);
                } else {
                    let _ = writeln!(text, "{indent}{name}: {}", inline(member));
                }
            }
        }
        Value::Array(elements) if !elements.is_empty() => {
            for element in elements {
                if is_block(element) {
                    let mut inner = String::new();
                    block(element, depth + 1, &mut inner);
                    // The first line of the element stands behind its dash.
                    let _ = write!(text, "{indent}- {}", inner.trim_start());
                } else {
                    let _ = writeln!(text, "{indent}- {}", inline(element));
                }
            }
        }
        other => {
            let _ = writeln!(text, "{indent}{}", inline(other));
        }
    }
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        _ => false,
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// A name of letters, digits and `_` that starts with a letter, for languages that allow no other.
pub(crate) fn identifier(text: &str) -> String {
    let mut name = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    name.truncate(name.trim_end_matches('_').len());
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("n{name}") } else { name }
}

/// A text on one line.
pub(crate) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_survive_commas_quotes_and_spreadsheets() {
        assert_eq!(
            csv_row(["a", "b, c", "say \"no\"", "=1+1", "-3"]),
            "a,\"b, c\",\"say \"\"no\"\"\",'=1+1,-3\n"
        );
    }

    #[test]
    fn yaml_is_blocks_of_json() {
        let value =
            json!({"groups": [{"name": "a b", "rules": [{"expr": "x > 1"}, 2]}], "none": [], "a b": null});
        assert_eq!(
            yaml(&value),
            "groups:\n  - name: \"a b\"\n    rules:\n      - expr: \"x > 1\"\n      - 2\nnone: []\n\"a b\": null\n"
        );
    }

    #[test]
    fn xml_holds_no_marks_and_no_control_characters() {
        assert_eq!(xml("a < b && \"c\"\u{0}\u{1b}"), "a &lt; b &amp;&amp; &quot;c&quot;");
    }

    #[test]
    fn identifiers() {
        assert_eq!(identifier("Order – line (2)"), "Order_line_2");
        assert_eq!(identifier("2nd"), "n2nd");
        assert_eq!(identifier("注文"), "");
    }
}

//! Documented examples of bodies.

use serde_json::Value;

/// A body as documented.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// JSON.
    Json(Value),
    /// JSON that was shortened with `...`: what is there counts, what is not there does not.
    Shortened(Value),
    /// Anything else.
    Text(String),
}

impl Body {
    /// Reads an example: text, or JSON that was read already.
    pub fn read(example: &Value) -> Option<Body> {
        let text = match example {
            Value::Null => return None,
            Value::String(text) => text.trim(),
            value => return Some(Body::Json(value.clone())),
        };
        if text.is_empty() {
            return None;
        }
        if let Ok(value) = serde_json::from_str(text) {
            // A lone word or number is text that happens to be JSON.
            let structured = matches!(value, Value::Object(_) | Value::Array(_));
            return Some(if structured { Body::Json(value) } else { Body::Text(text.to_owned()) });
        }
        if !text.starts_with(['{', '[']) {
            return Some(Body::Text(text.to_owned()));
        }
        let (relaxed, shortened) = relax(text);
        match serde_json::from_str(&relaxed) {
            Ok(value) if shortened => Some(Body::Shortened(value)),
            Ok(value) => Some(Body::Json(value)),
            Err(_) => Some(Body::Text(text.to_owned())),
        }
    }

    /// The JSON value, shortened or not.
    pub fn json(&self) -> Option<&Value> {
        match self {
            Body::Json(value) | Body::Shortened(value) => Some(value),
            Body::Text(_) => None,
        }
    }
}

/// JSON as people write it in documents: comments, closing commas, and `...` for what is left out.
fn relax(text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut shortened = false;
    let mut rest = text.chars().peekable();
    let mut in_string = false;
    while let Some(character) = rest.next() {
        if in_string {
            out.push(character);
            match character {
                '\\' => out.extend(rest.next()),
                '"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match character {
            '"' => {
                in_string = true;
                out.push('"');
            }
            '/' if rest.peek() == Some(&'/') => {
                for skipped in rest.by_ref() {
                    if skipped == '\n' {
                        out.push('\n');
                        break;
                    }
                }
            }
            '/' if rest.peek() == Some(&'*') => {
                let mut last = ' ';
                for skipped in rest.by_ref() {
                    if last == '*' && skipped == '/' {
                        break;
                    }
                    last = skipped;
                }
            }
            '…' => {
                shortened = true;
                unsaid(&mut out);
            }
            '.' if rest.peek() == Some(&'.') => {
                while rest.peek() == Some(&'.') {
                    rest.next();
                }
                shortened = true;
                unsaid(&mut out);
            }
            '}' | ']' => {
                let kept = out.trim_end().trim_end_matches(',').trim_end().len();
                out.truncate(kept);
                out.push(character);
            }
            // `{ ..., "a": 1 }` and `[1, ..., 9]` leave a comma without anything before it.
            ',' if out.trim_end().ends_with(['{', '[', ',']) => {}
            other => out.push(other),
        }
    }
    (out, shortened)
}

/// `"data": …` has a value of which nothing is said.
fn unsaid(out: &mut String) {
    if out.trim_end().ends_with(':') {
        out.push_str("null");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Body {
        Body::read(&json!(text)).unwrap()
    }

    #[test]
    fn json_is_read_as_people_write_it() {
        assert_eq!(read("{\"a\": 1}"), Body::Json(json!({"a": 1})));
        assert_eq!(
            read("{\n  \"a\": 1, // the a\n  /* b */ \"c\": \"x // y\",\n}"),
            Body::Json(json!({"a": 1, "c": "x // y"}))
        );
        assert_eq!(read("{\"a\": 1, ...}"), Body::Shortened(json!({"a": 1})));
        assert_eq!(read("[{\"a\": 1}, ...]"), Body::Shortened(json!([{"a": 1}])));
        assert_eq!(read("{ …, \"a\": [1, ..., 9] }"), Body::Shortened(json!({"a": [1, 9]})));
        assert_eq!(
            read("{\"data\": …, \"meta\": ...}"),
            Body::Shortened(json!({"data": null, "meta": null}))
        );
    }

    #[test]
    fn what_is_no_json_is_text() {
        assert_eq!(read("PX7K2M\n2400 g"), Body::Text("PX7K2M\n2400 g".to_owned()));
        assert_eq!(read("OK"), Body::Text("OK".to_owned()));
        assert_eq!(read("{not json}"), Body::Text("{not json}".to_owned()));
        assert_eq!(Body::read(&json!("  ")), None);
        assert_eq!(Body::read(&json!({"a": 1})), Some(Body::Json(json!({"a": 1}))));
    }
}

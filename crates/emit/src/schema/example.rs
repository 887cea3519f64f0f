//! Examples as documents write them: JSON with comments, ellipses and commas that a strict reader refuses.

use serde_json::Value;

/// The value of an example; none where it is no JSON even by a lenient reading.
///
/// What is left out in it (`…`, `...`) is left out of the value.
pub(crate) fn read(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&strict(text)?).ok())
}

/// The text without comments, ellipses and commas before a closing bracket.
fn strict(text: &str) -> Option<String> {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                kept.push(letter);
                while let Some(inner) = letters.next() {
                    kept.push(inner);
                    match inner {
                        '\\' => kept.extend(letters.next()),
                        '"' => break,
                        // A string ends on its line.
                        '\n' => return None,
                        _ => {}
                    }
                }
            }
            '/' if letters.peek() == Some(&'/') => skip_line(&mut letters, &mut kept),
            '#' => skip_line(&mut letters, &mut kept),
            '/' if letters.peek() == Some(&'*') => {
                let mut before = ' ';
                letters.next();
                for inner in letters.by_ref() {
                    if before == '*' && inner == '/' {
                        break;
                    }
                    before = inner;
                }
            }
            '…' => {}
            '.' if letters.peek() == Some(&'.') => {
                while letters.peek() == Some(&'.') {
                    letters.next();
                }
            }
            '}' | ']' => {
                let end = kept.trim_end_matches(|c: char| c.is_whitespace() || c == ',').len();
                kept.truncate(end);
                kept.push(letter);
            }
            // What stood between two commas was left out.
            ',' if kept.trim_end().ends_with([',', '{', '[']) => {}
            letter => kept.push(letter),
        }
    }
    Some(kept)
}

fn skip_line(letters: &mut std::iter::Peekable<std::str::Chars>, kept: &mut String) {
    for inner in letters.by_ref() {
        if inner == '\n' {
            kept.push(inner);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn lenient_but_not_wild() {
        for (text, expected) in [
            ("{\"a\": 1}", Some("{\"a\":1}")),
            ("{\"a\": 1, // the first\n \"b\": \"x//y\",\n}", Some("{\"a\":1,\"b\":\"x//y\"}")),
            ("{\"a\": [1, 2, ...], ...}", Some("{\"a\":[1,2]}")),
            ("{\"a\": [1, ..., 9]}", Some("{\"a\":[1,9]}")),
            ("{\"a\": {…}}", Some("{\"a\":{}}")),
            ("{\"a\": /* none */ null}", Some("{\"a\":null}")),
            ("{\"a\": { ... } | null}", None),
            ("{a: 1}", None),
            ("{\"a\": string}", None),
            ("", None),
        ] {
            assert_eq!(read(text).map(|value| value.to_string()).as_deref(), expected, "{text}");
        }
    }
}

//! Paths with parameters, in the many ways that they are written.

/// A path as OpenAPI writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    /// `/orders/{id}`
    pub text: String,
    /// The names of its parameters, in their order.
    pub parameters: Vec<String>,
}

impl Template {
    /// Reads `/orders/:id`, `/orders/<int:id>`, `/orders/[id]`, `/orders/{id}` and the like.
    pub fn read(path: &str) -> Self {
        let mut template = Template { text: String::new(), parameters: Vec::new() };
        let mut rest = path;
        while let Some(letter) = rest.chars().next() {
            let found = match letter {
                '{' => within(rest, '{', '}'),
                '<' => within(rest, '<', '>'),
                '[' => within(rest, '[', ']'),
                '$' => rest.get(1..).and_then(|rest| within(rest, '{', '}')),
                ':' if template.text.ends_with('/') => colon(rest),
                _ => None,
            };
            match found.and_then(|(inner, behind)| Some((name(inner, letter)?, behind))) {
                Some((name, behind)) => {
                    template.parameter(name);
                    rest = behind;
                }
                None => {
                    // A brace on its own would open a parameter.
                    if !matches!(letter, '{' | '}') {
                        template.text.push(letter);
                    }
                    rest = rest.get(letter.len_utf8()..).unwrap_or_default();
                }
            }
        }
        template
    }

    fn parameter(&mut self, name: String) {
        let mut free = name.clone();
        let mut count = 1;
        while self.parameters.contains(&free) {
            count += 1;
            free = format!("{name}_{count}");
        }
        self.text.push('{');
        self.text.push_str(&free);
        self.text.push('}');
        self.parameters.push(free);
    }

    /// The path without the names of its parameters and without a closing slash.
    pub fn shape(&self) -> String {
        let shape: Vec<String> = self.text.split('/').map(segment).collect();
        shape.join("/").trim_end_matches('/').to_owned()
    }

    /// Shapes of which this path may be a call, with one value or all values in place.
    pub fn called(&self) -> Vec<String> {
        let shape = self.shape();
        let segments: Vec<&str> = shape.split('/').collect();
        if !segments.iter().any(|segment| is_value(segment)) {
            return Vec::new();
        }
        let all: Vec<&str> =
            segments.iter().map(|segment| if is_value(segment) { "{}" } else { segment }).collect();
        vec![all.join("/")]
    }

    /// The words of the path: its segments without parameters, versions and the common start.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let version = |word: &str| {
            word.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        self.text
            .split('/')
            .filter(move |word| !word.is_empty() && !word.contains('{') && !version(word) && *word != "api")
    }
}

/// What stands between brackets at the start of a text, and what follows them.
fn within(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let doubled = text.chars().nth(1) == Some(open);
    let inner = text.get(if doubled { 2 } else { 1 }..)?;
    let mut depth = 1u32;
    let end = inner.char_indices().find(|(_, letter)| {
        if *letter == open {
            depth += 1;
        } else if *letter == close {
            depth -= 1;
        }
        depth == 0
    })?;
    let behind = inner.get(end.0 + 1..)?;
    let behind = if doubled { behind.strip_prefix(close).unwrap_or(behind) } else { behind };
    Some((inner.get(..end.0)?, behind))
}

/// `:name` at the start of a text.
fn colon(text: &str) -> Option<(&str, &str)> {
    let inner = text.get(1..)?;
    let end = inner.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(inner.len());
    (end > 0).then(|| Some((inner.get(..end)?, inner.get(end..)?.trim_start_matches(['?', '*', '+']))))?
}

/// The name of a parameter, without its type or pattern.
fn name(inner: &str, mark: char) -> Option<String> {
    let (first, second) = match inner.split_once(':') {
        Some((first, second)) => (first, Some(second)),
        None => (inner, None),
    };
    // Flask writes the type first.
    let bare = if mark == '<' { second.unwrap_or(first) } else { first };
    let mut name = String::new();
    for letter in bare.chars() {
        if letter.is_alphanumeric() || letter == '_' {
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    name.truncate(name.trim_end_matches('_').len());
    (!name.is_empty()).then_some(name)
}

fn segment(segment: &str) -> String {
    let mut shape = String::new();
    let mut inside = false;
    for letter in segment.chars() {
        match letter {
            '{' => {
                inside = true;
                shape.push_str("{}");
            }
            '}' => inside = false,
            letter if !inside => shape.push(letter),
            _ => {}
        }
    }
    shape
}

/// Whether a segment is a value rather than a word: a number, a UUID, a long row of hexadecimal digits.
fn is_value(segment: &str) -> bool {
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    let hexadecimal = segment.strip_prefix("0x").unwrap_or(segment);
    let hexadecimal = hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    digits > 0 && (digits == segment.len() || hexadecimal && segment.len() >= 16)
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn parameters_in_their_spellings() {
        for (written, expected) in [
            ("/orders/:id", "/orders/{id}"),
            ("/orders/{id}/items/{id}", "/orders/{id}/items/{id_2}"),
            ("/orders/<int:order_id>", "/orders/{order_id}"),
            ("/orders/<order id>", "/orders/{order_id}"),
            ("/orders/[id]", "/orders/{id}"),
            ("/docs/[...path]", "/docs/{path}"),
            ("/files/{path:.*}", "/files/{path}"),
            ("/a/${id}/b", "/a/{id}/b"),
            ("/a/{{id}}", "/a/{id}"),
            ("/v{N}/payloads", "/v{N}/payloads"),
            ("/orders/{id}:cancel", "/orders/{id}:cancel"),
            ("/orders:batch", "/orders:batch"),
            ("/a/{", "/a/"),
        ] {
            assert_eq!(Template::read(written).text, expected, "{written}");
        }
    }

    #[test]
    fn calls_of_a_path() {
        let shown = |path: &str| Template::read(path).called();
        assert_eq!(shown("/orders/17/items"), ["/orders/{}/items"]);
        assert_eq!(shown("/orders/0199c2d4-5b1e-7c30-9a44-0d6f8e21b7a5"), ["/orders/{}"]);
        assert!(shown("/orders/latest").is_empty());
        assert!(shown("/v1/orders").is_empty());
    }
}

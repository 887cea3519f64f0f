//! Tools that agents call, as the JSON that declares them: a name with the schema of what it takes.

use super::push;
use crate::fence::Fence;
use crate::readers::entity::NOT_OWN;
use crate::{Context, Items};
use abide_syntax::TextRange;

/// Names under which a declaration holds the schema of what a tool takes.
const SCHEMAS: &[&str] = &["input_schema", "inputSchema", "parameters"];

pub(super) fn read(context: &Context, items: &mut Items) {
    for fence in context.fences().iter().filter(|fence| fence.is(&["json", "jsonc", "json5"])) {
        let source = fence.range.slice(context.document.text());
        if SCHEMAS.iter().any(|name| source.contains(name)) && !context.outline.within(fence.section, NOT_OWN)
        {
            declared(context, fence, source, items);
        }
    }
}

/// One object that is open: its name, and whether it holds a schema and says what it is for.
#[derive(Default)]
struct Open<'a> {
    name: Option<&'a str>,
    schema: bool,
    described: bool,
}

/// Goes over the text once; comments are what stands behind `//` outside of a string.
fn declared(context: &Context, fence: &Fence, source: &str, items: &mut Items) {
    let mut objects: Vec<Open> = Vec::new();
    let mut key: Option<&str> = None;
    let mut rest = source;
    while let Some(at) = rest.find(['"', '{', '}', ',', '/']) {
        let (mark, behind) =
            (rest.get(at..at + 1).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default());
        rest = behind;
        match mark {
            "{" => objects.push(Open::default()),
            "}" => {
                if let Some(Open { name: Some(name), schema: true, described: true }) = objects.pop()
                    && let Some(range) = TextRange::of_slice(context.document.text(), name)
                {
                    push(items, fence.section, range, name, None);
                }
            }
            "," => key = None,
            "/" if rest.starts_with('/') => {
                rest = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or_default()
            }
            "\"" => {
                let Some((text, behind)) = string(rest) else { return };
                rest = behind;
                let object = objects.last_mut();
                if behind.trim_start().starts_with(':') {
                    key = Some(text);
                    if let Some(object) = object {
                        object.schema |= SCHEMAS.contains(&text);
                        object.described |= text == "description";
                    }
                } else if key.take() == Some("name")
                    && let Some(object) = object
                {
                    object.name = Some(text).filter(|name| is_callable(name));
                }
            }
            _ => {}
        }
    }
}

/// A string up to the quote that ends it, and what stands behind.
fn string(text: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    let end = text.char_indices().find_map(|(at, character)| {
        let ends = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        ends.then_some(at)
    })?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

fn is_callable(name: &str) -> bool {
    (2..=64).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn tools_with_the_schema_of_what_they_take() {
        let text = "# T\n## Tools of the press\n```jsonc\n{\n  \"tools\": [{\n    // the first\n    \"name\": \"print_page\", \"description\": \"Prints \\\"one\\\" page\",\n    \"inputSchema\": { \"type\": \"object\", \"properties\": { \"name\": { \"description\": \"whose\" } } }\n  }]\n}\n```\n```json\n{ \"name\": \"Kim\", \"parameters\": 3 }\n```\n";
        assert_eq!(shown(&[Kind::Rpc], text), ["7 rpc print_page"]);
    }
}

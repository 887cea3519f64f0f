//! Several calls in one block of code, each with what is sent right below its line.

use super::is_writing;
use crate::fence::CodeLine;
use crate::readers::endpoint::operation;
use crate::{Context, Items, Kind, text};
use serde_json::{Map, Value, json};

pub(super) fn read(context: &Context, items: &mut Items) {
    for fence in context.fences() {
        let lines = fence.lines(context.document);
        let starts: Vec<usize> = lines.iter().enumerate().filter_map(start).collect();
        if starts.len() < 2 || shows_what_fails(context, fence.range.start()) {
            continue;
        }
        let ends = starts.iter().skip(1).copied().chain([lines.len()]);
        for (from, to) in starts.iter().copied().zip(ends) {
            let call = lines.get(from..to).unwrap_or_default();
            request(context, items, call);
        }
    }
}

/// Whether the line right above a block says that what it shows is refused.
fn shows_what_fails(context: &Context, start: usize) -> bool {
    const FAILS: &[&str] = &[
        "refused", "rejected", "invalid", "wrong", "fail", "fails", "failing", "error", "errors", "bad",
        "not",
    ];
    let above = context.document.text().get(..start).unwrap_or_default().trim_end();
    let line = above.rsplit('\n').next().unwrap_or_default().to_lowercase();
    FAILS.iter().any(|word| text::find_word(&line, word).is_some())
}

/// The number of a line that begins a call.
fn start((at, line): (usize, &CodeLine)) -> Option<usize> {
    operation::leading(line.text.trim()).is_some_and(|operation| operation.start == 0).then_some(at)
}

/// Notes the body of a call: all that stands below its line and its headers, where that is one object and nothing else.
fn request(context: &Context, items: &mut Items, call: &[CodeLine]) {
    let Some((first, below)) = call.split_first() else { return };
    let Some(operation) = operation::leading(first.text.trim()) else { return };
    let ([method], Some(at)) =
        (operation.methods.as_slice(), below.iter().position(|line| line.text.trim().starts_with('{')))
    else {
        return;
    };
    let above = below.get(..at).unwrap_or_default();
    let headers = above.iter().map(|line| line.text.trim());
    if !headers.clone().all(|line| line.is_empty() || is_header(line)) {
        return;
    }
    let sent: Vec<&str> = below.get(at..).unwrap_or_default().iter().map(|line| line.text).collect();
    let sent = sent.join("\n");
    if serde_json::from_str::<Map<String, Value>>(&sent).is_err() {
        return;
    }
    let key = format!("{method} {}", operation.path);
    let line = below.get(at).map(|line| context.document.line(line.range.start));
    if let Some(draft) = items.find_mut(Kind::Endpoint, &key).filter(|_| is_writing(&key)) {
        let request = json!({"example": sent.trim_end(), "line": line});
        draft.fields.entry("request".to_owned()).or_insert(request);
    }
}

/// `Content-Type: application/json`
fn is_header(line: &str) -> bool {
    let name = line.split_once(':').map_or("", |(name, _)| name);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

#[cfg(test)]
use crate::readers::endpoint::READER;

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        bodies_below_their_calls,
        "# T
## API
- `POST /presses`
- `DELETE /presses/{id}`

Bodies as they are sent:

```http
POST /presses
Content-Type: application/json
{\"code\": \"P-1\"}

POST /presses/{id}/moves
{
  \"to\": \"down\"
}

DELETE /presses/{id}
```
",
        [
            "9 endpoint POST /presses method=POST path=/presses request={\"example\":\"{\\\"code\\\": \\\"P-1\\\"}\",\"line\":11}",
            "13 endpoint POST /presses/{id}/moves method=POST path=/presses/{id}/moves request={\"example\":\"{\\n  \\\"to\\\": \\\"down\\\"\\n}\",\"line\":14}",
            "18 endpoint DELETE /presses/{id} method=DELETE path=/presses/{id}",
        ]
    );
    reader_test!(
        calls_with_their_answers_and_calls_that_fail,
        "# T
## API
```
POST /presses
{\"code\": \"P-1\"}
-> 409

POST /bolts
{\"size\": 4}
```

These are refused:

```
POST /nuts
{\"size\": 0}

POST /rods
{\"size\": 0}
```
",
        [
            "4 endpoint POST /presses method=POST path=/presses",
            "8 endpoint POST /bolts method=POST path=/bolts request={\"example\":\"{\\\"size\\\": 4}\",\"line\":9}",
            "15 endpoint POST /nuts method=POST path=/nuts",
            "18 endpoint POST /rods method=POST path=/rods",
        ]
    );
}

//! Examples that stand apart from their operation, given to the one that they must belong to.

use super::asked::is_refused;
use super::state_member;
use super::{Api, Body, Documented, Resource, Scope, operation_in, unwrapped};
use crate::facts::SpecFacts;
use crate::words;
use abide_syntax::{NodeId, NodeKind};
use serde_json::Value;

/// Whether a body only names members: `{"mark": "…"}`.
fn is_open(body: &Body) -> bool {
    let members = body.json().and_then(Value::as_object);
    members.is_some_and(|members| members.values().any(state_member::is_open))
}

/// Which side of a call a body stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Request,
    Answer,
}

impl Api {
    /// Gives operations without a documented body the examples that are shown elsewhere.
    pub(super) fn adopt_examples(&mut self, specs: &[SpecFacts]) {
        for operation in &mut self.operations {
            let body = operation.loose.take().filter(|body| body.json().is_some());
            if let Some(body) = body {
                answer(&mut operation.responses, body, None);
            }
        }
        self.adopt_inline();
        self.adopt_beside();
        for (number, spec) in specs.iter().enumerate() {
            let document = spec.document();
            for (id, node) in document.descendants(NodeId::ROOT) {
                if !matches!(node.kind, NodeKind::Code { .. }) {
                    continue;
                }
                let body = Body::read(&Value::from(document.code_text(id).as_ref()));
                if let Some(value) = body.as_ref().and_then(Body::json).filter(|value| value.is_object()) {
                    self.adopt_by_place(number, spec, value, node.range.start());
                    let above = document.text().get(..node.range.start()).unwrap_or_default();
                    let end = above.trim_end_matches(|c: char| c.is_whitespace()).len();
                    let end = u32::try_from(end).unwrap_or(u32::MAX);
                    self.adopt_answer(number, value, end);
                    self.adopt(number, value, end);
                }
            }
        }
    }

    /// `` `POST /doors/{id}/state` takes `{"state": "open"}` `` and `` answers `{"status": "up"}` ``.
    fn adopt_inline(&mut self) {
        let mut found = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let codes = words::code_spans(&sentence.text);
            let object = codes.iter().position(|(_, code)| code.starts_with('{'));
            let plain =
                matches!(&sentence.scope, Scope::Operations(_)).then_some(0).filter(|_| !codes.is_empty());
            let Some(first) = object.or(plain) else { continue };
            let named = match &sentence.scope {
                Scope::Operations(numbers) => numbers.clone(),
                _ => self
                    .labelled(sentence.spec, sentence.text.get(..codes[first].0.start).unwrap_or_default()),
            };
            let [number] = named.as_slice() else { continue };
            // "lists them, newest first, as `{…}`" shows one of many.
            let one_of_many = {
                let operation = &self.operations[*number];
                let lists = [
                    "lists",
                    "list",
                    "entries",
                    "elements",
                    "items",
                    "each",
                    "array",
                    "one for each",
                    "rows",
                ];
                operation.is_safe() && !operation.path.ends_with_parameter() && sentence.says(&lists)
            };
            if one_of_many {
                continue;
            }
            for (at, (range, code)) in codes.iter().enumerate().skip(first) {
                if !code.starts_with('{') {
                    found.extend(
                        word(&self.operations[*number], &sentence.text, range, code)
                            .map(|body| (*number, Side::Answer, body, String::new())),
                    );
                    continue;
                }
                // What is sent to another operation that is named on the way is not sent to this one.
                let last = codes.iter().take(at).rev().find_map(|(_, code)| operation_in(code));
                let operation = &self.operations[*number];
                if last.is_some_and(|(method, path)| {
                    method != operation.method
                        || !operation.path.same(&path) && !operation.path.ends_with(&path)
                }) {
                    continue;
                }
                let before = sentence.text.get(..range.start).unwrap_or_default().to_lowercase();
                // Behind a label that names what is done stands what is sent.
                let labelled = || {
                    (at == first && before.trim_end().trim_end_matches('`').trim_end().ends_with(':'))
                        .then_some(Side::Request)
                };
                // What only reads takes no body: what is shown comes back.
                let reads = self.operations[*number].is_safe().then_some(Side::Answer);
                let Some(side) = reads.or_else(|| side(&before)).or_else(labelled) else { continue };
                let Some(body) = Body::read(&Value::from(*code)).filter(|body| body.json().is_some()) else {
                    continue;
                };
                // "An empty body `{}` is refused" shows what is not taken.
                let refused = ["empty", "refused", "rejected", "invalid"];
                let wrong = body.json().and_then(Value::as_object).is_some_and(serde_json::Map::is_empty)
                    || sentence.says(&refused) && !sentence.error_statuses().is_empty()
                    || is_refused(&sentence.text);
                // Nor is what some may send beside what is asked for.
                let besides = sentence.says(&["also"]);
                if side == Side::Request && (wrong || besides) {
                    continue;
                }
                found.push((*number, side, body, sentence.plain.clone()));
            }
        }
        for (number, side, body, plain) in found {
            let error =
                plain.contains("error") || body.json().is_some_and(|value| value.get("error").is_some());
            self.take(number, side, body, error, Some(200));
        }
    }

    /// `status` is that of an answer of what only reads, where none is stated.
    fn take(&mut self, number: usize, side: Side, body: Body, error: bool, status: Option<u16>) {
        let operation = &mut self.operations[number];
        match side {
            // What only names members is no example; the name of the one that takes a state is worth knowing.
            Side::Request if is_open(&body) && !state_member::is_of_states(operation) => {}
            Side::Request if !operation.is_safe() && operation.request.is_none() => {
                operation.request = Some(body);
            }
            Side::Answer if !error => {
                let status = status.filter(|_| operation.is_safe());
                answer(&mut operation.responses, body, status);
            }
            _ => {}
        }
    }

    /// The operation that a label in words names: "Open a door:".
    fn labelled(&self, spec: usize, before: &str) -> Vec<usize> {
        const LONGEST: usize = 60;
        let label = before.trim().trim_end_matches('`').trim();
        let Some(label) = label.strip_suffix(':').filter(|label| label.len() <= LONGEST) else {
            return Vec::new();
        };
        let label = label.trim_start_matches(['-', '*', '+', ' ']);
        match super::operations_of(self, spec, label) {
            Ok(numbers) if numbers.len() == 1 => numbers,
            _ => Vec::new(),
        }
    }

    /// A body on the operation's own line: `POST /doors/{id}/state   Opens or shuts, body {"state": "open"}`.
    fn adopt_beside(&mut self) {
        for number in 0..self.operations.len() {
            let operation = &self.operations[number];
            let line = operation.summary.clone();
            let Some(start) = line.find('{') else { continue };
            let mut values = serde_json::Deserializer::from_str(&line[start..]).into_iter::<Value>();
            let Some(Ok(value)) = values.next().filter(|value| value.as_ref().is_ok_and(Value::is_object))
            else {
                continue;
            };
            let usual = if operation.is_safe() { Side::Answer } else { Side::Request };
            let side = side(&line[..start].to_lowercase()).unwrap_or(usual);
            let error = value.get("error").is_some();
            self.take(number, side, Body::Json(value), error, None);
        }
    }

    /// Gives an object that a label announces as the answer ("The answer:") to the operation that the sentence before it is about.
    fn adopt_answer(&mut self, spec: usize, value: &Value, end: u32) {
        const LABELS: &[&str] =
            &["the answer:", "the response:", "it answers:", "the answer is:", "answer:", "response:"];
        let at = self.sentences.iter().position(|sentence| {
            sentence.spec == spec
                && sentence.cells.is_empty()
                && sentence.range.end.abs_diff(end) <= 1
                && LABELS.contains(&sentence.text.trim().to_lowercase().as_str())
        });
        let before = at.and_then(|at| Some((&self.sentences[at], self.sentences.get(at.checked_sub(1)?)?)));
        let Some((label, before)) = before else { return };
        let adjacent = before.spec == spec && label.range.start.saturating_sub(before.range.end) <= 2;
        if let (Some(number), true, None) = (before.operation(), adjacent, value.get("error")) {
            answer(&mut self.operations[number].responses, Body::Json(value.clone()), None);
        }
    }

    /// Gives an object to the operation in whose description it stands, or to the one that reads what the heading names.
    fn adopt_by_place(&mut self, spec: usize, facts: &SpecFacts, value: &Value, at: usize) {
        let document = facts.document();
        let section = document.section_at(u32::try_from(at).unwrap_or(u32::MAX));
        let object = unwrapped(value.clone());
        let Some(members) = object.as_object().filter(|members| members.len() >= 2) else { return };
        let is_error = ["error", "errors", "code", "detail", "title", "message"]
            .iter()
            .filter(|name| value.get(**name).is_some())
            .count();
        if value.get("error").is_some() || is_error >= 2 && value.get("id").is_none() {
            return;
        }
        let is_list = value.as_object().is_some_and(|value| value.values().any(Value::is_array))
            && super::elements(value).iter().any(|one| one.is_object());
        let own = |item: &&abide_model::Item| {
            (item.range.start as usize) < at && document.section_at(item.range.start) == section
        };
        let before =
            facts.of_kind(abide_model::Kind::Endpoint).filter(own).max_by_key(|item| item.range.start);
        let known = |name: &String| super::synthesis::is_usually_owned(name);
        if let Some(item) = before {
            let Some(number) = self.of_item(spec, &item.id).map(|(number, _)| number) else { return };
            let operation = &self.operations[number];
            let others = facts.of_kind(abide_model::Kind::Endpoint).filter(own).count();
            let sent = operation.request.as_ref().and_then(Body::json);
            let named = operation.path.parameters().last().map(|(_, name)| name.to_owned());
            let answers = operation.responses.iter().any(|response| response.example.is_some());
            // Behind several operations it is not certain which one shows it.
            if others > 1 || answers || sent == Some(value) || operation.method == "DELETE" || is_list {
                return;
            }
            let is_named = |name: &String| {
                Some(name) == named.as_ref() && sent.is_none_or(|sent| sent.get(name).is_none())
            };
            let asked = sent.is_some() || operation.is_safe();
            let shown = members.keys().any(|name| asked && known(name) || is_named(name));
            if shown {
                let status = Some(200).filter(|_| operation.is_safe());
                answer(&mut self.operations[number].responses, Body::Json(value.clone()), status);
            }
            return;
        }
        // "## Rooms", and below it what a room looks like.
        let titles = document.section_path(section);
        let Some(title) = titles.last().map(|title| super::plain(title)) else { return };
        let mut named =
            self.resources.iter().filter(|resource| resource.is_named_in(&title) && resource.read.is_some());
        let (Some(resource), None) = (named.next(), named.next()) else { return };
        let Some(read) = resource.read.filter(|read| self.operations[*read].is_of(spec)) else { return };
        let key = self.operations[read].path.parameters().last().map(|(_, name)| name.to_owned());
        // What has members that are not said to be theirs is something else, whatever heading it stands below.
        let told: Vec<&str> = resource
            .entity
            .iter()
            .flat_map(|entity| self.fields.of_entity(entity))
            .map(|(name, _)| name)
            .collect();
        // What the client gives alone may be told of, of an object that has that and more.
        let has = |known: &&str| members.keys().any(|name| words::folded(known) == words::folded(name));
        if told.len() >= 3
            && !told.iter().all(has)
            && members
                .keys()
                .any(|name| !told.iter().any(|known| words::folded(known) == words::folded(name)))
        {
            return;
        }
        let whole = members.keys().any(&known)
            && members.keys().any(|name| Some(name) == key.as_ref() || name == "id")
            && !is_list;
        let shown = self.operations[read]
            .responses
            .iter()
            .any(|response| response.is_success() && response.example.is_some());
        if whole && !shown && title.split_whitespace().count() <= 3 {
            answer(&mut self.operations[read].responses, Body::Json(value.clone()), Some(200));
        }
    }

    /// Gives an object to the operation that makes such objects, where all of its members are known.
    /// The sentences that end right above it are about that operation as well.
    fn adopt(&mut self, spec: usize, value: &Value, end: u32) {
        let object = unwrapped(value.clone());
        let Some(members) = object.as_object().filter(|members| members.len() >= 2) else { return };
        let shown: Vec<&String> = members.keys().collect();
        let fits = |resource: &&Resource| {
            let create = resource.create.and_then(|number| self.operations.get(number));
            let knows = |name: &String| {
                [&resource.entity, &resource.input]
                    .into_iter()
                    .flatten()
                    .any(|entity| self.fields.field(entity, name).is_some())
            };
            create.is_some_and(|create| create.is_of(spec)) && shown.iter().all(|name| knows(name))
        };
        let mut fitting = self.resources.iter().filter(fits);
        let Some(resource) = fitting.next().cloned() else { return };
        if fitting.any(|other| other.create != resource.create) {
            return;
        }
        let Some(create) = resource.create else { return };
        let above = self.sentences.iter_mut().filter(|sentence| {
            sentence.spec == spec && sentence.range.end == end && sentence.cells.is_empty()
        });
        for sentence in above.filter(|sentence| {
            sentence.scope == Scope::General || matches!(sentence.scope, Scope::Resources(_))
        }) {
            sentence.scope = Scope::Operations(vec![create]);
        }
        let owned = shown.iter().any(|name| self.is_owned(&resource, name));
        let operation = &self.operations[create];
        if !owned {
            let wrapped = object != *value;
            if operation.request.is_none() && !wrapped {
                self.operations[create].request = Some(Body::Json(value.clone()));
            }
            return;
        }
        let status = operation.success().map(|success| success.status);
        answer(&mut self.operations[create].responses, Body::Json(value.clone()), status);
    }
}

/// ``answers `pong` ``: a plain word that is the whole answer of what only reads.
fn word(
    operation: &super::Operation,
    text: &str,
    range: &std::ops::Range<usize>,
    code: &str,
) -> Option<Body> {
    let before = text.get(..range.start)?.trim_end().to_lowercase();
    let says =
        ["answers", "returns", "responds with", "answers with"].iter().any(|verb| before.ends_with(verb));
    let plain = code.len() >= 2 && code.chars().all(|c| c.is_ascii_alphabetic());
    let text = text.to_lowercase().contains("plain text") || text.to_lowercase().contains("text/plain");
    (operation.is_safe() && says && plain && text).then(|| Body::Text(code.to_owned()))
}

/// Notes the body of the one answer of success, where none is shown.
fn answer(responses: &mut Vec<Documented>, body: Body, status: Option<u16>) {
    let shown = responses.iter().any(|response| response.is_success() && response.example.is_some());
    let mut successes = responses.iter_mut().filter(|response| response.is_success());
    match (successes.next(), successes.next()) {
        (Some(one), None) if !shown => one.example = Some(body),
        (None, _) => {
            if let Some(status) = status {
                responses.push(Documented { status, example: Some(body), words: String::new() });
            }
        }
        _ => {}
    }
}

/// Whether what is said right before a body means what is sent or what comes back.
fn side(before: &str) -> Option<Side> {
    const SENT: &[&str] = &[
        "takes", "take", "accepts", "accept", "expects", "body", "send", "sends", "with", "request",
        "payload", "posting",
    ];
    const BACK: &[&str] = &[
        "answers", "answer", "returns", "return", "responds", "response", "replies", "gives", "yields",
        "back",
    ];
    let mut said = words::words(before);
    // Of several, the last one counts.
    while let Some(word) = said.pop() {
        let succeeds =
            word.len() == 3 && word.parse::<u16>().is_ok_and(|status| (200..300).contains(&status));
        if BACK.contains(&word.as_str()) || succeeds {
            return Some(Side::Answer);
        }
        if SENT.contains(&word.as_str()) {
            let answer = said.iter().rev().take(2).any(|word| BACK.contains(&word.as_str()));
            return Some(if answer { Side::Answer } else { Side::Request });
        }
        if operation_in(before).is_none() && said.len() > 30 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};
    use serde_json::json;

    #[test]
    fn which_side_a_body_stands_on() {
        assert_eq!(side("`post /doors/{id}/state` takes "), Some(Side::Request));
        assert_eq!(side("it takes a door and answers with "), Some(Side::Answer));
        assert_eq!(side("send `state`. you get 201 and "), Some(Side::Answer));
        assert_eq!(side("a door is "), None);
    }

    #[test]
    fn an_example_below_no_operation_belongs_to_the_one_that_makes_such_objects() {
        let text = "\
# Doors

## API

- `POST /doors` adds a door. `201` with the door.
- `GET /doors/{id}` reads one.
- `POST /doors/{id}/state` takes `{\"state\": \"shut\"}`.
- `POST /doors/{id}/paint`: a new coat, body {\"colour\": \"red\"}

Hang a sign: `{\"words\": \"Push\"}`.

- `POST /signs`: hang a sign

A door to add:

```json
{\"name\": \"Front\", \"width\": 90}
```

## Data model

**Door**
- `id` (integer): set by the server
- `name` (string, required)
- `width` (integer, required)
";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        assert_eq!(api.operations[0].request, Some(Body::Json(json!({"name": "Front", "width": 90}))));
        assert_eq!(api.operations[2].request, Some(Body::Json(json!({"state": "shut"}))));
        assert_eq!(api.operations[3].request, Some(Body::Json(json!({"colour": "red"}))));
        assert_eq!(api.operations[4].request, Some(Body::Json(json!({"words": "Push"}))));
    }
}

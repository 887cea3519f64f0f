//! One documented operation with its request and its answers.

use super::sentence::{self, has_phrase};
use super::{Access, Body, PathTemplate, path};
use crate::facts::SpecFacts;
use crate::http::Call;
use abide_model::Item;
use serde_json::Value;

/// One documented operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The items that document it, with the numbers of their specifications; those that say most come first.
    pub items: Vec<(usize, String)>,
    /// The documents in which those stand: the number of their specification, and where the document begins there.
    pub parts: Vec<(usize, usize)>,
    /// Further specifications that speak of the same system, and document no operations themselves.
    pub beside: Vec<usize>,
    /// The method.
    pub method: String,
    /// The path, with its base.
    pub path: PathTemplate,
    /// Who may call it.
    pub access: Access,
    /// What is said about who may call it.
    pub auth: String,
    /// The roles that may not, where that is said.
    pub denied: Vec<String>,
    /// Whether it is kept to whoever made the object: of these roles, or of all; but for those of the second list.
    pub owner: Option<(Vec<String>, Vec<String>)>,
    /// The roles that are said to see only some of what it shows.
    pub narrow: Vec<String>,
    /// The documented request.
    pub request: Option<Body>,
    /// What describes its request: an entity, or its own key where it has a schema of its own.
    pub asks: Option<String>,
    /// The members that it is said to take, where the data model describes them together with what the system gives.
    pub takes: Vec<String>,
    /// Whether the request is not documented but made up from what is said about the fields.
    pub made_up: bool,
    /// Whether it makes objects at names that clients choose: `PUT /buckets/{bucket}/keys/{key}`.
    pub keyed: bool,
    /// Whether what its body takes is told in words, and it makes and changes no object of its own.
    pub deed_told: bool,
    /// The documented answers.
    pub responses: Vec<Documented>,
    /// The text around it, up to the next operation.
    pub prose: String,
    /// What it does, in a sentence.
    pub summary: String,
    /// The heading that it stands under.
    pub heading: String,
    /// A body that is shown as an answer, without its status.
    pub loose: Option<Body>,
}

/// One documented answer.
#[derive(Clone, Debug)]
pub struct Documented {
    /// The status.
    pub status: u16,
    /// The body.
    pub example: Option<Body>,
    /// What is said about when it comes.
    pub words: String,
}

impl Documented {
    /// Whether it is an answer of success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl Operation {
    /// Whether an item of a specification documents it.
    pub fn is(&self, spec: usize, id: &str) -> bool {
        self.items.iter().any(|(known, item)| *known == spec && item == id)
    }

    /// Whether a specification is one of those that speak of it.
    pub fn is_of(&self, spec: usize) -> bool {
        self.specs().any(|known| known == spec)
    }

    /// The specifications that speak of it.
    pub fn specs(&self) -> impl Iterator<Item = usize> {
        self.items.iter().map(|(spec, _)| *spec).chain(self.beside.iter().copied())
    }

    /// Whether another place speaks of the same operation: there, the base of the paths may be left out.
    pub(super) fn is_same(&self, other: &Operation) -> bool {
        let near = || self.parts.iter().any(|part| other.parts.contains(part));
        let (long, short) = match self.path.segments().len() >= other.path.segments().len() {
            true => (&self.path, &other.path),
            false => (&other.path, &self.path),
        };
        self.method == other.method && (self.path.same(&other.path) || !near() && long.is_below_base(short))
    }

    /// How much is said of it where it is documented.
    fn weight(&self) -> usize {
        let answers = self.responses.iter().filter(|response| response.example.is_some()).count();
        let named = self.heading.contains('/');
        4 * usize::from(self.request.is_some())
            + 2 * answers
            + usize::from(!self.responses.is_empty())
            + usize::from(named)
    }

    /// Takes in what another place says of it.
    pub(super) fn take_in(&mut self, mut other: Operation) {
        if other.parts.iter().all(|part| !self.parts.contains(part)) && other.weight() > self.weight() {
            std::mem::swap(self, &mut other);
        }
        // Where one place leaves out the base, the other has it.
        if other.path.segments().len() > self.path.segments().len() {
            self.path = other.path;
        }
        self.items.extend(other.items);
        self.parts.extend(other.parts);
        if self.access == Access::Unknown
            || matches!((&self.access, &other.access), (Access::Key(own), Access::Key(roles)) if own.is_empty() && !roles.is_empty())
        {
            (self.access, self.auth) = (other.access, other.auth);
        }
        self.request = self.request.take().or(other.request);
        self.asks = self.asks.take().or(other.asks);
        if self.summary.is_empty() {
            self.summary = other.summary;
        }
        self.loose = self.loose.take().or(other.loose);
        for response in other.responses {
            match self.responses.iter_mut().find(|known| known.status == response.status) {
                Some(known) => {
                    known.example = known.example.take().or(response.example);
                    if known.words.is_empty() {
                        known.words = response.words;
                    }
                }
                None => self.responses.push(response),
            }
        }
        self.prose.push('\n');
        self.prose.push_str(&other.prose);
    }

    /// `METHOD /path`
    pub fn title(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The documented answer of success: the first, and of several the first with a body.
    pub fn success(&self) -> Option<&Documented> {
        let mut successes = self.responses.iter().filter(|response| response.is_success());
        successes.clone().find(|response| response.example.is_some()).or_else(|| successes.next())
    }

    /// Whether a call of it changes nothing.
    pub fn is_safe(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }

    /// A call of it with a body; what only reads takes it as its query.
    pub fn call(&self, path: String, body: Option<&Value>) -> Call {
        let call = Call::new(&self.method, path);
        match (body, &self.request) {
            (Some(Value::Object(members)), _) if self.is_safe() => {
                let path = format!("{}{}", call.path, query(members));
                Call { path, ..call }
            }
            (Some(body), _) if !self.is_safe() => call.json(body),
            (None, Some(Body::Text(text))) if !self.is_safe() => {
                Call { body: Some((text.clone(), media_type(text).to_owned())), ..call }
            }
            // Frameworks that read JSON refuse a call without a body before they look at it.
            _ if matches!(self.method.as_str(), "POST" | "PUT" | "PATCH") => {
                call.json(&Value::Object(serde_json::Map::new()))
            }
            _ => call,
        }
    }

    /// The path to call, from the target's own base.
    pub fn fill(&self, values: &[String], base_path: &str) -> String {
        let path = self.path.fill(values);
        let below = path.strip_prefix(base_path).filter(|rest| rest.starts_with('/'));
        below.map_or(path.clone(), str::to_owned)
    }
}

/// `?a=1&b=x` of the members that are no lists or objects.
fn query(members: &serde_json::Map<String, Value>) -> String {
    let mut query = String::new();
    for (name, value) in members {
        let value = match value {
            Value::String(text) => path::encoded(text),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => continue,
        };
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(&format!("{}={value}", path::encoded(name)));
    }
    query
}

/// What a documented body that is no JSON most likely is.
fn media_type(text: &str) -> &'static str {
    if text.starts_with('<') {
        "application/xml"
    } else if text.contains('=') && !text.contains(char::is_whitespace) {
        "application/x-www-form-urlencoded"
    } else {
        "text/plain"
    }
}

/// `METHOD /path` anywhere in a text.
pub fn operation_in(text: &str) -> Option<(String, PathTemplate)> {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let mut tokens =
        text.split(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '(' | ')' | ',' | '"'));
    while let Some(token) = tokens.next() {
        if METHODS.contains(&token) {
            let path = tokens.by_ref().find(|token| !token.is_empty())?;
            if path.starts_with('/') {
                return Some((token.to_owned(), PathTemplate::read(path)));
            }
        }
    }
    None
}

/// Reads the operation of an endpoint's item; `ends` is where the next one begins.
pub fn read(
    number: usize,
    spec: &SpecFacts,
    item: &Item,
    ends: Option<u32>,
    roles: &[String],
) -> Option<Operation> {
    let (method, path) = item.key.split_once(' ')?;
    let method = item.text_field("method").unwrap_or(method).to_uppercase();
    let path = PathTemplate::read(item.text_field("path").unwrap_or(path));
    let apart =
        spec.outside.contains(&item.id) || stands_apart(item.text_field("description").unwrap_or_default());
    let path = match item.text_field("base_path") {
        Some(base) if !apart => path.below(&PathTemplate::read(base)),
        _ => path,
    };
    let auth = item.text_field("auth").unwrap_or_default().to_owned();
    // "Operations (no key)": what the heading of a group says holds for all of it.
    let group = item.section.last().map(|title| sentence::plain(title)).unwrap_or_default();
    let open = [
        "no key",
        "no auth",
        "no token",
        "no authentication",
        "without a key",
        "without a token",
        "unauthenticated",
    ]
    .iter()
    .any(|phrase| has_phrase(&group, phrase));
    let elsewhere = apart && has_phrase(&sentence::plain(&auth), "below the base path");
    let access = match (open, elsewhere) {
        (true, _) => Access::Public,
        (false, true) => Access::Unknown,
        (false, false) => Access::read(&auth, roles),
    };
    let request = item.fields.get("request");
    let asks = request.and_then(|request| request.get("schema")).and_then(|schema| {
        let own = || schema.get("properties").map(|_| item.key.clone());
        schema.get("$ref").and_then(Value::as_str).map(str::to_owned).or_else(own)
    });
    // A schema alone is no request to send.
    let shown = |request: &'_ Value| match request.get("schema") {
        Some(_) => request.get("example").and_then(Body::read),
        None => Body::read(request.get("example").unwrap_or(request)),
    };
    let request = request.and_then(shown);
    let responses = item.fields.get("responses").and_then(Value::as_array);
    let bare = |response: &&Value| response.get("status").is_none();
    let loose = responses.and_then(|responses| responses.iter().find(bare));
    let loose = loose.and_then(|response| Body::read(response.get("example")?));
    let responses =
        responses.into_iter().flatten().filter_map(|response| documented(spec, response)).collect();
    let prose = prose(spec.text(), item.range.start, ends);
    let denied = Vec::new();
    Some(Operation {
        items: vec![(number, item.id.clone())],
        parts: vec![(number, spec.part_at(item.range.start as usize).start)],
        beside: Vec::new(),
        method,
        path,
        access,
        auth,
        denied,
        owner: None,
        narrow: Vec::new(),
        request,
        asks,
        responses,
        prose,
        made_up: false,
        keyed: false,
        takes: Vec::new(),
        deed_told: false,
        summary: item.text_field("description").unwrap_or_default().to_owned(),
        heading: item.section.last().cloned().unwrap_or_default(),
        loose,
    })
}

/// Whether an operation is said to stand outside of the base of the others.
fn stands_apart(description: &str) -> bool {
    let plain = sentence::plain(description);
    [
        "outside of the base",
        "outside the base",
        "not below the base",
        "not under the base",
        "without the base",
        "no base path",
    ]
    .iter()
    .any(|words| plain.contains(words))
}

fn documented(spec: &SpecFacts, response: &Value) -> Option<Documented> {
    let status = match response.get("status")? {
        Value::Number(number) => u16::try_from(number.as_u64()?).ok()?,
        Value::String(text) => {
            text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 3)?.parse().ok()?
        }
        _ => return None,
    };
    let example = response.get("example").and_then(Body::read);
    let mut words: Vec<&str> =
        ["description", "when", "cause"].iter().filter_map(|name| response.get(*name)?.as_str()).collect();
    let line = response.get("line").and_then(Value::as_u64).and_then(|line| u32::try_from(line).ok());
    // The paragraph right above the example says when it comes: **Error (409):** the same request once more
    if let Some(line) = line {
        let above = spec.lines_before(line).map(str::trim);
        let above =
            above.skip_while(|line| line.is_empty() || line.starts_with("```") || line.starts_with("~~~"));
        let paragraph: Vec<&str> = above
            .take_while(|line| !line.is_empty() && !line.starts_with("```") && !line.starts_with('#'))
            .take(4)
            .collect();
        words.extend(paragraph.into_iter().rev());
    }
    Some(Documented { status, example, words: words.join(" ") })
}

fn prose(text: &str, start: u32, end: Option<u32>) -> String {
    const MOST: usize = 8000;
    let start = start as usize;
    let end = end.map_or(text.len(), |end| end as usize).min(start + MOST).min(text.len());
    let mut end = end.max(start.min(text.len()));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default().to_owned()
}

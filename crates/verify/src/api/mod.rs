//! The HTTP interface that specifications describe together.

mod access;
mod action;
mod actor;
mod adopted;
mod answers;
mod beside;
mod body;
mod bring_about;
mod cause;
mod clash;
mod denial;
mod fields;
mod format;
mod identity;
mod list;
mod moves;
mod object;
mod owned;
mod path;
mod perform;
mod references;
mod refusal;
mod resource;
mod rule;
mod sentence;
mod shape;
mod size;
mod spoken;
mod state_member;
mod states;
mod synthesis;
mod vary;
mod walk;
mod who;
mod workshop;

pub use access::{Access, is_open_by_convention};
pub use action::{Listed, listed, operations_of};
pub use actor::{actors, call_as_allowed, is_allowed, misplaced_keys, wrong_keys};
pub use body::Body;
pub use bring_about::bring_about;
pub use cause::{Cause, causes, conditions, members, reference_to};
pub use denial::Denial;
pub use fields::{FieldBook, FieldFacts};
pub use format::is_uuid;
pub use identity::{elements, member_for, unwrapped};
pub use list::{Filter, HEADER, ListFacts, Most, Order, Paging, Said, Sorting};
pub use moves::{Move, Mover, bring_into, carry_out, change, movers};
pub use object::{
    BORN, CHANGED, Creation, Object, VERSIONS, call_on, create, create_below, is_one_of, match_headers,
    same_value,
};
pub use owned::forged;
pub use path::{PathTemplate, Segment, encoded};
pub use perform::{Performed, body_for, changing, perform, send};
pub use references::{with_references, with_references_by_name};
pub use refusal::{Fault, stated};
pub use resource::Resource;
pub use rule::{Rule, Sort};
pub use sentence::{Scope, Sentence, has_phrase, plain};
pub use shape::{Comparison, Echo, Expectation, compare};
pub use size::{Size, size_in};
pub use states::{Edge, States};
pub use vary::{unknown_like, vary_members, vary_text};
pub use walk::{Walk, page, walk};
pub use who::{Caller, caller, holders, is_second, is_stranger, names_in, same_role};
pub use workshop::{Made, Placed, Sent, Workshop, creator, extra_headers, make, new_body, place, send_new};

use crate::facts::SpecFacts;
use crate::http::Call;
use crate::project::Project;
use crate::words;
use abide_model::{Item, Kind};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The HTTP interface that specifications describe together.
#[derive(Debug, Default)]
pub struct Api {
    /// The operations, in the order of the documents.
    pub operations: Vec<Operation>,
    /// What is said about fields.
    pub fields: FieldBook,
    /// The states that objects go through.
    pub states: States,
    /// The roles that the target or the specifications know.
    pub roles: Vec<String>,
    /// The collections of objects.
    pub resources: Vec<Resource>,
    /// What is said in sentences, bullets and rows.
    pub sentences: Vec<Sentence>,
    /// How somebody who may not is turned away.
    pub denial: Denial,
    /// The body of all errors, where one is given.
    pub error_shape: Option<Value>,
    /// The media type of all errors, where one is stated.
    pub error_media: Option<String>,
    lists: HashMap<usize, ListFacts>,
    mentioned: HashSet<String>,
}

/// One documented operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The specification that documents it, by number.
    pub spec: usize,
    /// The id of its item.
    pub id: String,
    /// The ids of further items that document the same operation.
    pub aliases: Vec<String>,
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
    /// The documented request.
    pub request: Option<Body>,
    /// Whether the request is not documented but made up from what is said about the fields.
    pub made_up: bool,
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
    /// Whether an item of its specification documents it.
    pub fn is(&self, id: &str) -> bool {
        self.id == id || self.aliases.iter().any(|alias| alias == id)
    }

    /// Takes in what another place of the same specification says of it.
    fn take_in(&mut self, other: Operation) {
        self.aliases.push(other.id);
        if self.access == Access::Unknown
            || matches!((&self.access, &other.access), (Access::Key(own), Access::Key(roles)) if own.is_empty() && !roles.is_empty())
        {
            (self.access, self.auth) = (other.access, other.auth);
        }
        self.request = self.request.take().or(other.request);
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

impl Api {
    /// Reads the interface out of specifications.
    pub fn read(specs: &[SpecFacts], project: &Project) -> Self {
        let items = || specs.iter().flat_map(|spec| &spec.items);
        let roles = roles(items(), project);
        let mut operations: Vec<Operation> = Vec::new();
        for (number, spec) in specs.iter().enumerate() {
            let endpoints: Vec<&Item> = spec.of_kind(Kind::Endpoint).collect();
            for item in &endpoints {
                let ends = endpoints
                    .iter()
                    .map(|other| other.range.start)
                    .filter(|start| *start > item.range.start)
                    .min();
                let Some(read) = operation(number, spec, item, ends, &roles) else { continue };
                let same = |known: &&mut Operation| {
                    known.spec == number && known.method == read.method && known.path.same(&read.path)
                };
                match operations.iter_mut().find(same) {
                    Some(known) => known.take_in(read),
                    None => operations.push(read),
                }
            }
        }
        let settings = settings(items(), project);
        let mentioned = specs.iter().flat_map(|spec| identifiers(spec.text())).collect();
        let mut api = Self {
            operations,
            fields: FieldBook::read(items(), &|text| resolved(text, &settings)),
            states: States::read(items()),
            roles,
            resources: Vec::new(),
            sentences: Vec::new(),
            error_shape: None,
            error_media: None,
            denial: Denial::stated(specs),
            lists: HashMap::new(),
            mentioned,
        };
        api.resources = resource::resources(&api.operations, &api.fields);
        for (number, spec) in specs.iter().enumerate() {
            let said = sentence::sentences(number, spec, &api.operations, &api.resources, &settings);
            api.error_media = api.error_media.or_else(|| refusal::error_media(&said));
            api.error_shape = api.error_shape.or_else(|| refusal::error_shape(spec, &said));
            api.sentences.extend(said);
        }
        api.read_answers_beside();
        api.read_summaries();
        api.read_access();
        api.read_answers();
        api.adopt_examples(specs);
        // What stands right above an example is by now known to be about its operation.
        api.read_answers();
        api.make_up_requests();
        api.read_lists();
        for (number, spec) in specs.iter().enumerate() {
            for item in spec.of_kind(Kind::Permission) {
                api.permit(number, item);
            }
        }
        api
    }

    /// The operation of an item.
    pub fn of_item(&self, spec: usize, id: &str) -> Option<(usize, &Operation)> {
        self.operations.iter().enumerate().find(|(_, operation)| operation.spec == spec && operation.is(id))
    }

    /// The operation with that method and path.
    pub fn find(&self, method: &str, path: &PathTemplate) -> Option<(usize, &Operation)> {
        let same = |operation: &Operation| operation.method == method && operation.path.same(path);
        self.operations.iter().enumerate().find(|(_, operation)| same(operation))
    }

    /// Whether an operation makes objects of a collection.
    pub fn is_creation(&self, operation: &Operation) -> bool {
        let item = |other: &Operation| {
            other.path.ends_with_parameter()
                && other.path.prefix(other.path.segments().len() - 1).same(&operation.path)
        };
        operation.method == "POST"
            && !operation.path.ends_with_parameter()
            && (operation.success().is_some_and(|success| success.status == 201)
                || self.operations.iter().any(item)
                || self.resources.iter().any(|resource| {
                    resource.create.is_some_and(|create| self.operations[create].path.same(&operation.path))
                }))
    }

    /// Whether a specification speaks of a member of that name anywhere.
    pub fn mentions(&self, name: &str) -> bool {
        self.mentioned.contains(&words::folded(name))
    }

    /// Where no description stands beside an operation, its first sentence is one.
    fn read_summaries(&mut self) {
        for (number, operation) in self.operations.iter_mut().enumerate() {
            let own = |sentence: &&Sentence| {
                sentence.scope == Scope::Operations(vec![number]) && sentence.cells.is_empty()
            };
            if operation.summary.is_empty()
                && let Some(first) = self.sentences.iter().find(own)
            {
                operation.summary = first.text.clone();
            }
        }
    }

    /// Takes in what a matrix says about an operation that it names.
    fn permit(&mut self, spec: usize, item: &Item) {
        let (Some(role), Some(action)) = (item.text_field("role"), item.text_field("action")) else { return };
        let said = item.text_field("endpoint").unwrap_or(action);
        let Ok(meant) = operations_of(self, spec, said) else { return };
        let Some(role) = self.roles.iter().find(|known| same_role(role, known)).cloned() else { return };
        // What words mean is said of one operation for sure; more than one may be a loose summary.
        if meant.len() > 1 && operation_in(said).is_none() {
            return;
        }
        for number in meant {
            let Some(operation) = self.operations.get_mut(number) else { continue };
            match item.fields.get("allow") {
                Some(Value::Bool(false)) => operation.denied.push(role.clone()),
                Some(Value::Bool(true)) => match &mut operation.access {
                    Access::Key(roles) if !roles.contains(&role) => roles.push(role.clone()),
                    Access::Unknown => operation.access = Access::Key(vec![role.clone()]),
                    _ => {}
                },
                _ => {}
            }
        }
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

fn operation(
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
    let request = request.and_then(|request| Body::read(request.get("example").unwrap_or(request)));
    let responses = item.fields.get("responses").and_then(Value::as_array);
    let bare = |response: &&Value| response.get("status").is_none();
    let loose = responses.and_then(|responses| responses.iter().find(bare));
    let loose = loose.and_then(|response| Body::read(response.get("example")?));
    let responses =
        responses.into_iter().flatten().filter_map(|response| documented(spec, response)).collect();
    let prose = prose(spec.text(), item.range.start, ends);
    let id = item.id.clone();
    let denied = Vec::new();
    Some(Operation {
        spec: number,
        id,
        aliases: Vec::new(),
        method,
        path,
        access,
        auth,
        denied,
        request,
        responses,
        prose,
        made_up: false,
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

/// The settings with the values that they have on the target, the longest names first.
fn settings<'a>(items: impl Iterator<Item = &'a Item>, project: &Project) -> Vec<(String, String)> {
    let given = &project.resolved.environment;
    let value = |item: &Item| {
        let default =
            item.text_field("default").map(|text| text.trim().trim_matches(['`', '"', '\'']).to_owned());
        given
            .get(&item.key)
            .cloned()
            .or(default)
            .filter(|value| value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty())
    };
    let mut settings: Vec<(String, String)> = items
        .filter(|item| item.kind == Kind::Setting && item.key.len() >= 4)
        .filter_map(|item| Some((item.key.clone(), value(item)?)))
        .collect();
    settings.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    settings
}

/// A text with the values of settings in place of their names.
fn resolved(text: &str, settings: &[(String, String)]) -> String {
    settings.iter().fold(text.to_owned(), |text, (name, value)| match sentence::has_phrase(&text, name) {
        true => text.replace(name.as_str(), value),
        false => text,
    })
}

fn roles<'a>(items: impl Iterator<Item = &'a Item>, project: &Project) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for name in project.resolved.roles.iter().map(|role| &role.name) {
        // `customer_b` is a second holder of `customer`, and no role of its own.
        let second =
            project.resolved.roles.iter().any(|other| other.name != *name && is_second(name, &other.name));
        if !second {
            roles.push(name.clone());
        }
    }
    for item in items.filter(|item| item.kind == Kind::Permission) {
        if let Some(role) = item.text_field("role") {
            let known = roles.iter().any(|known| same_role(role, known)) || is_stranger(role);
            if !known && words::words(role).len() <= 3 {
                roles.push(role.to_owned());
            }
        }
    }
    roles
}

/// Everything in a text that could be the name of a member.
fn identifiers(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
    parts.filter(|part| !part.is_empty()).map(words::folded)
}

#[cfg(test)]
mod tests;

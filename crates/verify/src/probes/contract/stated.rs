//! What sentences say about all answers, or about those of one operation: headers, and the member that wraps the result.

use crate::api::{Api, Body, Operation, Scope, Sentence};
use crate::http::Answer;
use crate::pattern::pattern;
use crate::stage::Stage;
use serde_json::Value;

/// How an answer of success differs from what sentences say about it.
pub fn lacking(
    stage: &Stage,
    number: usize,
    operation: &Operation,
    answer: &Answer,
    report: bool,
) -> Option<String> {
    let api = &stage.facts.api;
    let about = api.about(number);
    let general = api.sentences.iter().filter(|sentence| {
        is_of_any_but_others(sentence, operation) && !sentence.concerns(&api.resources, operation, number)
    });
    let general: Vec<Sentence> =
        general.map(|sentence| Sentence { scope: Scope::General, ..sentence.clone() }).collect();
    for sentence in about.chain(&general) {
        let stated = header(api, sentence, number, answer.status);
        let lacking = stated.iter().find_map(|header| header.lacking(answer));
        if let Some(wrong) = lacking.or_else(|| another_form(sentence, number, operation, answer)) {
            return Some(wrong);
        }
        if let Some(member) = envelope(sentence).filter(|_| !report)
            && let Some(Value::Object(members)) = answer.json()
            && !members.contains_key(&member)
        {
            let there: Vec<String> = members.keys().take(8).map(|name| format!("`{name}`")).collect();
            return Some(format!(
                "`{member}` is missing, in which all results are; there is {}",
                there.join(", ")
            ));
        }
    }
    None
}

/// The place that a sentence says to be in the answer of what makes something.
pub fn place_of_made(api: &Api, sentence: &Sentence, number: usize) -> Option<Header> {
    let operation = api.operations.get(number)?;
    let headers = if sentence.concerns(&api.resources, operation, number) {
        header(api, sentence, number, 201)
    } else if is_of_any_but_others(sentence, operation) {
        header(api, &Sentence { scope: Scope::General, ..sentence.clone() }, number, 201)
    } else {
        Vec::new()
    };
    headers.into_iter().find(|header| header.name.eq_ignore_ascii_case("location"))
}

/// Whether a sentence speaks of what any operation makes, and so of this one as well: "the path of the new object, for example
/// `/v1/clients/7`", where an example is not what it is about.
fn is_of_any_but_others(sentence: &Sentence, operation: &Operation) -> bool {
    operation.is_of(sentence.spec)
        && is_of_any_creation(sentence)
        && !(is_of_others(sentence) && names_made(sentence, operation))
}

/// Whether a sentence speaks of the place of whatever is made, and names one path as an example at most.
fn is_of_any_creation(sentence: &Sentence) -> bool {
    sentence.says(&["the new object", "the new resource", "the new row", "the new record"])
        && sentence.says(&["location"])
        && sentence.says(&["for example", "such as", "e.g", "for instance", "like"])
        && crate::api::operation_in(&sentence.text).is_none()
        && !is_of_each(sentence)
}

/// Whether a sentence is about all but what it names: "every 201 but that of a crate".
fn is_of_others(sentence: &Sentence) -> bool {
    const EXCEPT: &[&str] =
        &["but that", "but those", "but for", "except", "excepting", "other than", "apart from", "save for"];
    sentence.says(EXCEPT)
}

/// Whether what an operation makes is named in a clause of its own, and not in the one that has the header: "a 201 for a lamp has a
/// `Location`; sales cannot be read one by one".
fn is_told_apart(sentence: &Sentence, operation: &Operation, header: &str) -> bool {
    let clauses: Vec<Sentence> = sentence
        .text
        .split(';')
        .map(|text| Sentence { text: text.to_owned(), plain: crate::api::plain(text), ..sentence.clone() })
        .collect();
    let name = header.to_lowercase();
    let (with, without): (Vec<&Sentence>, Vec<&Sentence>) =
        clauses.iter().partition(|clause| clause.plain.contains(&name));
    let names = |clause: &&Sentence| names_made(clause, operation);
    !with.iter().any(&names) && without.iter().any(names)
}

/// A sentence in lower case, without what stands in code.
fn spelled(sentence: &Sentence) -> String {
    let codes = crate::words::code_spans(&sentence.text);
    let spelled =
        codes.iter().fold(sentence.text.clone(), |rest, (_, code)| rest.replace(&format!("`{code}`"), " "));
    crate::api::plain(&spelled)
}

/// Whether a sentence names what an operation makes, by the end of its path.
fn names_made(sentence: &Sentence, operation: &Operation) -> bool {
    let last = operation.path.last_literal().unwrap_or_default().to_lowercase().replace(['-', '_'], " ");
    let said = spelled(sentence);
    [crate::words::singular(&last), last].iter().any(|name| crate::api::has_phrase(&said, name))
}

/// A header that has to be there, with its value where one is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    name: String,
    value: Option<String>,
}

impl Header {
    /// The header in a code span: `ETag`, `X-Frame-Options: DENY`.
    fn read(code: &str) -> Option<Self> {
        const KNOWN: &[&str] = &["location", "etag", "last-modified", "link"];
        // Headers of answers alone, whose value tells them from a name.
        const VALUED: &[&str] = &[
            "cache-control",
            "content-disposition",
            "strict-transport-security",
            "referrer-policy",
            "content-security-policy",
            "permissions-policy",
            "vary",
            "server",
            "content-language",
            "pragma",
        ];
        let (name, value) = match code.split_once(':') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (code, None),
        };
        let lower = name.to_lowercase();
        let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let known = KNOWN.contains(&lower.as_str())
            || lower.starts_with("x-")
            || value.is_some() && VALUED.contains(&lower.as_str());
        // `X-Request-Id: <uuid>` says no value.
        // The place or the version of an example is that of no other object.
        let of_one = ["location", "etag", "last-modified", "link"].contains(&lower.as_str());
        let certain = |value: &&str| {
            !of_one
                && !value.is_empty()
                && !value.contains(['<', '{', '…', '*', '[', '$'])
                && !value.contains("...")
        };
        (named && known)
            .then(|| Self { name: name.to_owned(), value: value.filter(certain).map(str::to_owned) })
    }

    /// Its name and value, as one would write them.
    pub fn said(&self) -> String {
        match &self.value {
            Some(value) => format!("`{}: {value}`", self.name),
            None => format!("`{}`", self.name),
        }
    }

    /// How an answer lacks it.
    pub fn lacking(&self, answer: &Answer) -> Option<String> {
        let Some(found) = answer.header(&self.name) else {
            return Some(format!(
                "it has no `{}` header, which the specification says that it carries",
                self.name
            ));
        };
        let stated =
            self.value.as_ref().filter(|value| !found.to_lowercase().contains(&value.to_lowercase()))?;
        Some(format!("its `{}` is `{found}`, stated as `{stated}`", self.name))
    }
}

/// The headers that a sentence says all answers to carry.
pub fn headers_of_all(sentence: &Sentence) -> Vec<Header> {
    // Where something is, only what was made says; and "every answer with status 201" is not every one.
    let mut headers = named(sentence);
    headers.retain(|header| !header.name.eq_ignore_ascii_case("location"));
    let some = sentence.says(&[
        "status 201",
        "status 200",
        "status 204",
        "with 201",
        "with 200",
        "with 204",
        "a 201",
        "a 204",
    ]);
    let every = !some
        && sentence.says(&[
            "every response",
            "all responses",
            "each response",
            "every answer",
            "all answers",
            "each answer",
            "every reply",
            "all replies",
            "responses carry",
            "responses include",
            "responses have",
            "responses contain",
            "answers carry",
            "responses set",
            "responses are sent with",
        ]);
    let all = match &sentence.scope {
        Scope::General => true,
        // All but some.
        Scope::Operations(numbers) => numbers.len() > 2,
        Scope::Resources(_) => false,
    };
    let denied = sentence.says(&[
        "not every",
        "not all",
        "not each",
        "not have",
        "not carry",
        "not include",
        "not contain",
        "never have",
        "never carry",
        "never include",
        "has no",
        "have no",
        "proxy",
        "gateway",
        "cdn",
    ]);
    if every && all && !denied { headers } else { Vec::new() }
}

// "When a shelf or a book is created, the answer has …": whatever comes of each creation of these.
pattern!(
    WHEN_MADE,
    r"^\W*(?:when|whenever|once|after)\s+(?:an?|any|one|the)\s+[\w ,-]{2,80}?\s(?:is|are|was|has been)\s+(?:created|made|added),?\s"
);

/// The headers that a sentence names as those of answers.
fn named(sentence: &Sentence) -> Vec<Header> {
    // Only a list of names is said together: "carries `A`; limited ones also `B`" says the second of others.
    let mut headers: Vec<Header> = Vec::new();
    let mut end: Option<usize> = None;
    for (span, code) in crate::words::code_spans(&sentence.text) {
        let Some(header) = Header::read(code) else { continue };
        let between = end.and_then(|end| sentence.text.get(end..span.start)).unwrap_or_default();
        let between = between.trim_matches(|c: char| matches!(c, '`' | ',') || c.is_whitespace());
        if end.is_some() && !["", "and", "and an", "and a", "and the"].contains(&between) {
            break;
        }
        end = Some(span.end);
        headers.push(header);
    }
    // Headers of requests, and what comes only sometimes; names and paths in code say nothing of that.
    let spelled = spelled(sentence);
    let spelled = WHEN_MADE.replace(&spelled, " ").into_owned();
    let rest = headers.iter().fold(spelled, |rest, header| rest.replace(&header.name.to_lowercase(), " "));
    let conditional = [
        "if",
        "when",
        "may",
        "optional",
        "optionally",
        "send",
        "sends",
        "client",
        "clients",
        "requires",
        "needs",
        "need",
        "must send",
        "request",
        "requests",
        "accepts",
        "unless",
        "missing",
        "without",
    ];
    let free = !conditional.iter().any(|word| crate::api::has_phrase(&rest, word));
    if free { headers } else { Vec::new() }
}

/// The headers that a sentence says to be in the answer.
fn header(api: &Api, sentence: &Sentence, number: usize, status: u16) -> Vec<Header> {
    let operation = &api.operations[number];
    let of_all = headers_of_all(sentence);
    if !of_all.is_empty() {
        return of_all;
    }
    let Some(header) = named(sentence).into_iter().next() else { return Vec::new() };
    if is_told_apart(sentence, operation, &header.name) {
        return Vec::new();
    }
    let location = header.name.eq_ignore_ascii_case("location");
    let creates = location && status == 201 && (operation.method == "POST" || operation.keyed);
    // "every 201 but that of a crate", "creating a crate or a pallet": what is made has to be named, or not to be.
    let made_here =
        |at: &usize| api.resources.get(*at).is_some_and(|resource| resource.create == Some(number));
    let listed = WHEN_MADE.is_match(&sentence.plain);
    if location
        && let Scope::Resources(named) = &sentence.scope
        && (is_of_others(sentence)
            || !named.iter().any(made_here)
                && (listed || !sentence.says(&["path of the new", "url of the new"])))
    {
        return Vec::new();
    }
    let alone = matches!(&sentence.scope, Scope::Operations(numbers) if numbers.len() == 1)
        && sentence.cells.is_empty();
    let begins = [
        "returns",
        "answers",
        "responds",
        "201",
        "the response",
        "the answer",
        "response",
        "answer",
        "it answers",
        "it returns",
    ]
    .iter()
    .any(|start| sentence.plain.trim_start().starts_with(start));
    // "`GET /x/file` – the file; `Content-Disposition: attachment`"
    let valued = header.value.is_some() && operation.is_safe() && sentence.error_statuses().is_empty();
    // "A `Location` header names the new door."
    let named = creates
        && sentence.error_statuses().is_empty()
        && sentence.says(&["location header", "header location"]);
    let own = alone && (begins && (!location || creates) || valued || named);
    // "The answer is 201 with the door and a `Location` header", beside the example of a door.
    // "is answered with a `Location` header, too: `/visits/` followed by the id of the visit"
    let of_one =
        ["followed by the id", "followed by its id", "with the id of the", "path of the new", "its own path"];
    let made = creates
        && sentence.cells.is_empty()
        && (sentence.says(&["201", "created", "creation", "new"]) || sentence.says(&of_one))
        && match &sentence.scope {
            // "with the path of the new bench, row or plot"
            Scope::Resources(named) => {
                named.len() == 1
                    || listed
                    || sentence.says(&["path of the new", "url of the new"])
                    || is_of_each(sentence)
            }
            Scope::General => sentence.says(&[
                "creations",
                "creation endpoints",
                "create endpoints",
                "every creation",
                "each creation",
                "creating something",
                "creating an object",
                "creating a resource",
                "successful creation",
                "successful creations",
                "new resource",
                "the new object",
                "post requests",
                "every post",
                "each post",
            ]),
            Scope::Operations(_) => false,
        };
    if own || made { vec![header] } else { Vec::new() }
}

/// Whether a sentence lists things of several kinds, each of which is made: "creating a machine, a plan or a part answers with …".
fn is_of_each(sentence: &Sentence) -> bool {
    const VERBS: &[&str] = &[" answers ", " returns ", " gives ", " is answered ", " responds "];
    let said = sentence.plain.trim_start().trim_start_matches(['-', '*', ' ']);
    let listed = VERBS.iter().filter_map(|verb| said.find(verb)).min().and_then(|end| said.get(..end));
    listed.is_some_and(|listed| {
        ["creating ", "making ", "adding ", "registering "].iter().any(|start| listed.starts_with(start))
            && !["of", "for", "to", "below", "on", "in"]
                .iter()
                .any(|word| crate::api::has_phrase(listed, word))
    })
}

pattern!(
    FIRST_LINE,
    r"(?i)\b(?:header|header row|header line|first line|first row|columns?)(?:\s+(?:is|are|names?|of))?\s*[:=]?\s*`([A-Za-z_][\w .-]*(?:[,;][\w .-]+)+)`"
);

/// How the media type or the first line of an answer differs from what is said of its operation.
fn another_form(
    sentence: &Sentence,
    number: usize,
    operation: &Operation,
    answer: &Answer,
) -> Option<String> {
    let own = sentence.scope == Scope::Operations(vec![number]);
    if !own
        || !operation.is_safe()
        || answer.length == 0
        || sentence.says(&["accept", "request", "error", "errors", "or"])
    {
        return None;
    }
    let is_media = |code: &&str| {
        ["text/", "application/", "image/"].iter().any(|start| code.starts_with(start))
            && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '+' | '-' | '.'))
    };
    let stated: Vec<&str> = sentence.codes().into_iter().filter(is_media).collect();
    if let ([stated], Some(found)) = (stated.as_slice(), answer.media_type())
        && found != stated.to_lowercase()
    {
        return Some(format!("its content type is {found}, stated as {stated}"));
    }
    let line = FIRST_LINE.captures(&sentence.text)?.get(1)?.as_str().to_owned();
    let text = answer.text();
    let first = text.trim_start_matches('\u{feff}').lines().next()?.trim();
    let bare = |line: &str| line.chars().filter(|c| !matches!(c, ' ' | '"')).collect::<String>();
    let table = sentence.says(&["csv", "text/csv", "tsv"])
        || operation.path.to_string().to_lowercase().contains("csv");
    (table && bare(first) != bare(&line)).then(|| format!("its first line is `{first}`, stated as `{line}`"))
}

/// The member in which a sentence says that all results are: ``successful answers have the form `{"data": …}` ``.
fn envelope(sentence: &Sentence) -> Option<String> {
    let about = sentence.scope == Scope::General
        && sentence.says(&[
            "successful responses",
            "successful answers",
            "success responses",
            "all responses",
            "every response",
            "responses are wrapped",
            "all successful responses",
            "each response",
            "response envelope",
            "successful responses wrap",
            "every successful response",
            "every successful answer",
        ])
        && !sentence.says(&["error", "errors", "except", "but", "may", "unless"]);
    if !about {
        return None;
    }
    let codes = sentence.codes();
    // "wrap the resource in `data`"
    if sentence.says(&["wrap", "wraps", "wrapped", "under the key", "in the member"])
        && let [one] = codes.as_slice()
        && one.chars().all(|c| c.is_alphanumeric() || c == '_')
    {
        return Some((*one).to_owned());
    }
    let code = codes.into_iter().find(|code| code.trim_start().starts_with('{'))?;
    let Some(Body::Json(value) | Body::Shortened(value)) = Body::read(&Value::from(code)) else {
        return None;
    };
    let members = value.as_object()?;
    let holder = |name: &&String| {
        ["data", "result", "results", "payload", "response", "body"].contains(&name.as_str())
    };
    let only =
        members.keys().next().filter(|_| members.len() == 1).or_else(|| members.keys().find(holder))?;
    Some(only.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    /// Whether the answer of a POST has to say where the new object is.
    fn locates(said: &str, path: &str) -> bool {
        let text = format!(
            "# Yard\n\n## API\n\n- `POST /loads` adds a load. 201.\n- `GET /loads/{{id}}` reads one\n- `POST /loads/{{id}}/checks` adds a check. 201.\n- `GET /loads/{{id}}/checks` lists the checks\n\n## Conventions\n\n{said}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let number = api
            .operations
            .iter()
            .position(|one| one.method == "POST" && one.path.to_string() == path)
            .unwrap();
        let operation = &api.operations[number];
        let general = api.sentences.iter().filter(|sentence| {
            is_of_any_creation(sentence) && !(is_of_others(sentence) && names_made(sentence, operation))
        });
        let general: Vec<Sentence> =
            general.map(|sentence| Sentence { scope: Scope::General, ..sentence.clone() }).collect();
        api.about(number).chain(&general).any(|sentence| !header(&api, sentence, number, 201).is_empty())
    }

    #[test]
    fn where_what_was_made_is() {
        let all = "Every 201 has a `Location` header with the path of the new object, e.g. `/loads/7`.";
        assert!(locates(all, "/loads") && locates(all, "/loads/{id}/checks"));
        let but = "Every 201 but that of a check has a `Location` header with the path of the new object, e.g. `/loads/7`.";
        assert_eq!((locates(but, "/loads"), locates(but, "/loads/{id}/checks")), (true, false));
        let some = "Creating a load answers with a `Location` header that holds the path of the new object, e.g. `/loads/7`.";
        assert!(locates(some, "/loads") && !locates(some, "/loads/{id}/checks"));
    }
}

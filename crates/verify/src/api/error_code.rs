//! Codes of errors: which one is stated for which sort of fault, and whether an answer has it.

use super::refusal::Fault;
use super::sentence::{Sentence, has_phrase, plain};
use super::{Api, Scope};
use crate::http::Answer;
use crate::pattern::pattern;
use crate::words;
use serde_json::Value;

// "→ 409 `locked`", "401 and the code `UNAUTHENTICATED`", "(409, `OUT_OF_STOCK`)"
pattern!(
    BEHIND,
    r"\b([45]\d\d)\b((?:[\s,:(→–—=>-]|\band\b|\bwith\b|\bthe\b|\ban?\b|\berror\b|\bcode\b|\bconflict\b|\bforbidden\b|\bunauthorized\b|\bnot found\b|\bbad request\b|\bunprocessable\b|\bentity\b|\bcontent\b|\bgone\b){1,40})`([A-Za-z][\w.-]{2,40})`"
);

/// A code with its status, and what is said about when it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Coded {
    status: u16,
    code: String,
    when: String,
}

/// Names of members that hold something else than a code.
const NO_CODES: &[&str] = &[
    "error", "errors", "message", "detail", "details", "field", "fields", "code", "title", "type", "status",
    "location",
];
/// Names of members that hold the code of an error.
const HOLDERS: &[&str] = &["code", "error", "errorcode", "type", "reason", "slug"];

/// `not_found`, `NOT_FOUND`, `parcel.unknown`: no sentence.
fn is_code(text: &str) -> bool {
    text.len() >= 3
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && text.chars().any(|c| c.is_ascii_alphabetic())
}

/// The codes that a sentence or a row states.
fn coded(sentence: &Sentence) -> Vec<Coded> {
    if !sentence.cells.is_empty() {
        return row(sentence).into_iter().collect();
    }
    let mut found = Vec::new();
    for clause in sentence.text.split(';') {
        for said in BEHIND.captures_iter(clause) {
            let (Some(whole), Some(status), Some(between), Some(code)) =
                (said.get(0), said.get(1), said.get(2), said.get(3))
            else {
                continue;
            };
            let (code, between) = (code.as_str(), between.as_str());
            // "422 with `email`" names what is wrong rather than a code.
            let plainly = code.contains('_')
                || code.chars().all(|c| !c.is_ascii_lowercase())
                || between.contains("code")
                || !between.contains("with") && !between.contains("and");
            if plainly && !NO_CODES.contains(&code.to_lowercase().as_str()) {
                let when = plain(clause.get(..whole.start()).unwrap_or_default());
                let status = status.as_str().parse().unwrap_or_default();
                found.push(Coded { status, code: code.to_owned(), when });
            }
        }
    }
    found
}

/// `| 404 | NOT_FOUND | There is nothing with this id |`
fn row(sentence: &Sentence) -> Option<Coded> {
    let bare = |cell: &str| cell.trim().trim_matches(['`', '*']).trim().to_owned();
    let status = |cell: &str| -> Option<u16> {
        let first = bare(cell).split([' ', ',']).next()?.parse().ok()?;
        (400..600).contains(&first).then_some(first)
    };
    let (at, status) =
        sentence.cells.iter().enumerate().find_map(|(at, (_, cell))| Some((at, status(cell)?)))?;
    let named =
        |head: &str| ["code", "error", "type", "slug", "identifier"].iter().any(|word| head.contains(word));
    let mut codes = sentence.cells.iter().enumerate().filter(|(other, (head, cell))| {
        *other != at
            && named(head)
            && is_code(&bare(cell))
            && bare(cell).contains(|c: char| c.is_ascii_alphabetic())
    });
    let (place, (_, cell)) = codes.next().filter(|_| codes.next().is_none())?;
    let rest = sentence.cells.iter().enumerate().filter(|(other, _)| *other != at && *other != place);
    let rest: Vec<&str> = rest.map(|(_, (_, cell))| cell.as_str()).collect();
    let code = bare(cell);
    Some(Coded {
        status,
        when: plain(&format!("{} {}", rest.join(" "), code.replace(['_', '-', '.'], " "))),
        code,
    })
}

impl Api {
    /// The code that is stated for a sort of fault with that status; nothing unless it is just one.
    fn stated_code(&self, number: Option<usize>, fault: Fault, status: u16) -> Option<String> {
        let all = self.codes_with(number, status);
        let said = |coded: &&Coded| fault.words().iter().any(|word| has_phrase(&coded.when, word));
        let speaking = once_each(all.iter().filter(said));
        if let [one] = speaking.as_slice() {
            return Some((*one).clone());
        }
        // Such a status has one meaning.
        let single = matches!(status, 401 | 405 | 413 | 415);
        match once_each(all.iter()).as_slice() {
            [one] if single && speaking.is_empty() => Some((*one).clone()),
            _ => None,
        }
    }

    /// All codes that are stated with a status.
    fn codes_with(&self, number: Option<usize>, status: u16) -> Vec<Coded> {
        let about = |sentence: &&Sentence| match number {
            Some(number) => sentence.concerns(&self.resources, &self.operations[number], number),
            None => sentence.scope == Scope::General,
        };
        // What refuses the query of a list is not what refuses a body.
        let reads = number.is_some_and(|number| self.operations[number].is_safe());
        let fits = |sentence: &&Sentence| reads || !sentence.of_query;
        let coded = self.sentences.iter().filter(about).filter(fits).flat_map(coded);
        coded.filter(|coded| coded.status == status && !self.is_member(&coded.code)).collect()
    }

    /// The codes in the bodies that an operation shows for a status.
    fn shown_codes(&self, number: usize, status: u16) -> Vec<String> {
        let mut found = Vec::new();
        for response in self.operations[number].responses.iter().filter(|known| known.status == status) {
            if let Some(body) = response.example.as_ref().and_then(super::Body::json) {
                held(body, 0, &mut found);
            }
        }
        found.into_iter().map(|(_, code)| code).collect()
    }

    fn is_member(&self, code: &str) -> bool {
        self.resources.iter().any(|resource| self.members(resource).iter().any(|member| member == code))
    }

    /// The code in the body of a refusal, where it is stated for a condition that is neither this fault nor unknown, beside another code
    /// of the same status: "404 `NOT_READY` | not computed yet".
    pub fn conditional_code(&self, number: usize, fault: Fault, answer: &Answer) -> Option<String> {
        let mut found = Vec::new();
        held(&answer.json()?, 0, &mut found);
        let all = self.codes_with(Some(number), answer.status);
        let several = once_each(all.iter()).len() > 1;
        let of_fault = |coded: &&Coded| fault.words().iter().any(|word| has_phrase(&coded.when, word));
        let meant = all.iter().find(|coded| found.iter().any(|(_, code)| *code == coded.code))?;
        (several && !of_fault(&meant)).then(|| meant.code.clone())
    }

    /// What is said about when the code comes that an answer has; nothing where no such code is stated.
    pub fn told_reason(&self, answer: &Answer) -> Option<String> {
        let mut found = Vec::new();
        held(&answer.json()?, 0, &mut found);
        let all = self.sentences.iter().flat_map(coded);
        let meant = all.filter(|coded| {
            coded.status == answer.status && found.iter().any(|(_, code)| *code == coded.code)
        });
        let said: Vec<String> = meant.map(|coded| coded.when).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// Whether a stated code in the body of a refusal is called after what an object may become: `invalid_transition`, `wrong_state`.
    pub fn tells_of_states(&self, answer: &Answer) -> bool {
        const STATES: &[&str] = &["transition", "transitions", "state", "status"];
        let mut found = Vec::new();
        held(&answer.json().unwrap_or_default(), 0, &mut found);
        let stated = |code: &str| self.sentences.iter().flat_map(coded).any(|coded| coded.code == code);
        let called = |code: &str| words::parts(code).iter().any(|part| STATES.contains(&part.as_str()));
        found.iter().any(|(_, code)| called(code) && stated(code))
    }

    /// How the code in the body of a refusal differs from the one that is stated for it.
    pub fn wrong_code(&self, number: Option<usize>, fault: Fault, answer: &Answer) -> Option<String> {
        let stated = self.stated_code(number, fault, answer.status)?;
        self.differs(number, &stated, answer)
    }

    /// The same for a value that is taken: of several codes, the one whose row names the member.
    pub fn wrong_code_of(
        &self,
        number: usize,
        fault: Fault,
        member: &str,
        answer: &Answer,
    ) -> Option<String> {
        let member = words::parts(member).join(" ");
        let all = self.codes_with(Some(number), answer.status);
        let speaks = |coded: &&Coded| {
            fault.words().iter().any(|word| has_phrase(&coded.when, word)) && has_phrase(&coded.when, &member)
        };
        match once_each(all.iter().filter(speaks)).as_slice() {
            [one] => self.differs(Some(number), one, answer),
            _ => None,
        }
    }

    fn differs(&self, number: Option<usize>, stated: &str, answer: &Answer) -> Option<String> {
        let body = answer.json()?;
        let mut found: Vec<(String, String)> = Vec::new();
        held(&body, 0, &mut found);
        // A code that is stated with this status for something else may be meant as well.
        let others = self.codes_with(number, answer.status);
        let shown = number.map(|number| self.shown_codes(number, answer.status)).unwrap_or_default();
        let known = |code: &String| {
            code == stated || others.iter().any(|other| other.code == *code) || shown.contains(code)
        };
        if found.is_empty() || found.iter().any(|(_, code)| known(code)) {
            return None;
        }
        let (name, code) = found.first()?;
        Some(format!("its `{name}` is `{code}`, stated as `{stated}`"))
    }
}

impl Api {
    /// What is wrong about the body of an error that should name the member at fault; nothing where none is stated to do so.
    pub fn unnamed(&self, member: &str, answer: &Answer) -> Option<String> {
        const NAMES: &[&str] = &["field", "fields", "parameter", "param", "property"];
        let shape = self.error_example.as_ref()?;
        let (pointer, _) = place_of(shape, NAMES, "")?;
        let body = answer.json()?;
        let Some(named) = body.pointer(&pointer) else {
            // An error of the very code that the example shows has what the example shows.
            let (of_example, of_answer) = (main_code(shape)?, main_code(&body)?);
            let at = pointer.trim_start_matches('/').replace('/', ".");
            let same = of_example == of_answer && matches!(answer.status, 400 | 422);
            return same.then(|| {
                format!("its `{at}` is missing, which an error with the code `{of_answer}` is shown to have")
            });
        };
        let member = words::folded(member);
        let says = |text: &str| words::folded(text).contains(&member);
        let names = match named {
            Value::String(text) => says(text),
            Value::Object(members) => members.keys().any(|name| says(name)),
            Value::Array(all) => all.iter().any(|one| says(&one.to_string())),
            Value::Null => false,
            _ => return None,
        };
        let at = pointer.trim_start_matches('/').replace('/', ".");
        (!names && matches!(answer.status, 400 | 422))
            .then(|| format!("its `{at}` does not name the member at fault: {named}"))
    }
}

/// Where a stated body has the first member of one of these names.
fn place_of<'v>(shape: &'v Value, names: &[&str], at: &str) -> Option<(String, &'v Value)> {
    let members = shape.as_object()?;
    let own = members.iter().find(|(name, _)| names.contains(&words::folded(name).as_str()));
    if let Some((name, value)) = own {
        return Some((format!("{at}/{name}"), value));
    }
    // `{"issues": [{"field": "title"}]}`: the list as a whole names them.
    let listed = members.iter().find(|(_, value)| {
        let first = value.as_array().and_then(|list| list.first());
        first.is_some_and(|first| place_of(first, names, "").is_some())
    });
    if let Some((name, value)) = listed {
        return Some((format!("{at}/{name}"), value));
    }
    members
        .iter()
        .filter(|(_, value)| value.is_object())
        .find_map(|(name, value)| place_of(value, names, &format!("{at}/{name}")))
}

/// The code in the body of an error, where it has just one.
fn main_code(body: &Value) -> Option<&str> {
    const NAMES: &[&str] = &["code", "error", "errorcode", "type", "kind", "slug"];
    let (_, value) = place_of(body, NAMES, "")?;
    match value {
        Value::String(text) => Some(text),
        value => main_code(value),
    }
}

fn once_each<'c>(found: impl Iterator<Item = &'c Coded>) -> Vec<&'c String> {
    let mut codes: Vec<&String> = Vec::new();
    for coded in found {
        if !codes.contains(&&coded.code) {
            codes.push(&coded.code);
        }
    }
    codes
}

/// The codes in the body of an error, with the members that hold them.
fn held(body: &Value, depth: usize, found: &mut Vec<(String, String)>) {
    for (name, value) in body.as_object().into_iter().flatten() {
        match value {
            Value::String(text) if HOLDERS.contains(&words::folded(name).as_str()) && is_code(text) => {
                found.push((name.clone(), text.clone()));
            }
            Value::Object(_) if depth < 2 => held(value, depth + 1, found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn api(text: &str) -> Api {
        let text = format!(
            "# Doors\n\n## API\n\n- `POST /doors` adds a door → 201\n- `GET /doors/{{id}}` reads one\n\n## Errors\n\n{text}\n"
        );
        testing::facts_of_markdown(&text, "", Setup::default()).api
    }

    fn answer(status: u16, body: &str) -> Answer {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Answer { status, headers, body: body.as_bytes().to_vec(), length: body.len() as u64, cut: false }
    }

    #[test]
    fn a_code_of_another_condition_is_told_from_the_one_of_what_is_not_there() {
        let rows = |rows: &str| api(&format!("| Status | Code | When |\n|---|---|---|\n{rows}"));
        let several = rows(
            "| 404 | `NOT_THERE` | There is no such door |\n| 404 | `NOT_HUNG` | It hangs in no frame yet |",
        );
        let of = |api: &Api, code: &str| {
            api.conditional_code(1, Fault::UnknownId, &answer(404, &format!("{{\"code\": \"{code}\"}}")))
        };
        assert_eq!(of(&several, "NOT_HUNG"), Some("NOT_HUNG".to_owned()));
        assert_eq!(of(&several, "NOT_THERE"), None);
        assert_eq!(of(&several, "OTHER"), None);
        assert_eq!(of(&rows("| 404 | `NOT_THERE` | There is no such door |"), "NOT_THERE"), None);
    }

    #[test]
    fn codes_in_rows_in_arrows_and_in_sentences() {
        let table = "| Status | Code | When |\n|---|---|---|\n| 400 | `MALFORMED` | The body is not JSON |\n| 404 | NOT_THERE | There is no such door |\n| 409 | `TAKEN` | The name exists |\n| 409 | `SHUT` | The door is shut |";
        let stated = |api: &Api, fault: Fault, status: u16| api.stated_code(Some(1), fault, status);
        let of = |code: &str| Some(code.to_owned());
        let read = api(table);
        assert_eq!(stated(&read, Fault::Malformed, 400), of("MALFORMED"));
        assert_eq!(stated(&read, Fault::UnknownId, 404), of("NOT_THERE"));
        assert_eq!(stated(&read, Fault::Taken, 409), of("TAKEN"));
        assert_eq!(stated(&read, Fault::Stale, 409), None, "which of the two is not said");
        let read = api(
            "- bad JSON → 400 `bad_json`; wrong content type → 415 `bad_type`\n- Invalid field → 422 `invalid`, with `field`",
        );
        assert_eq!(stated(&read, Fault::MediaType, 415), of("bad_type"));
        assert_eq!(stated(&read, Fault::Invalid, 422), of("invalid"));
        let read = api("Requests without a key are answered with 401 and the code `WHO_ARE_YOU`.");
        assert_eq!(stated(&read, Fault::NoKey, 401), of("WHO_ARE_YOU"));
        let read = api("Validation errors are answered with 422 and `width` names the field.");
        assert_eq!(stated(&read, Fault::Invalid, 422), None);
    }

    #[test]
    fn another_code_is_wrong_and_a_message_is_no_code() {
        let read = api("- Unknown id → 404 `not_found`");
        let wrong = |body: &str| read.wrong_code(Some(1), Fault::UnknownId, &answer(404, body));
        assert_eq!(wrong(r#"{"error": {"code": "not_found", "message": "x"}}"#), None);
        assert_eq!(
            wrong(r#"{"error": "missing_door"}"#).as_deref(),
            Some("its `error` is `missing_door`, stated as `not_found`")
        );
        assert_eq!(wrong(r#"{"error": "There is no such door"}"#), None);
        assert_eq!(wrong(r#"{"detail": "gone"}"#), None);
    }

    #[test]
    fn the_member_at_fault_is_named_where_the_stated_body_has_a_place_for_it() {
        let read = api("Error body: `{\"error\": \"<code>\", \"field\": \"<name or null>\"}`");
        let unnamed = |body: &str| read.unnamed("maxWidth", &answer(422, body)).is_some();
        assert!(!unnamed(r#"{"error": "bad", "field": "max_width"}"#));
        assert!(unnamed(r#"{"error": "bad", "field": null}"#));
        assert!(!unnamed(r#"{"error": "bad"}"#), "the shape of errors is another claim");
    }
}

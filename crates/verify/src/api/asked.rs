//! What operations take, where a cell or a sentence lists it: "`reason`, required, 3 to 300 characters", "it takes `grade` (required:
//! `good` or `bad`) and `note`".

mod braced;
mod described;

use super::fields::words_in_code;
use super::rule::{Rule, Sort};
use super::{Api, Body, FieldBook, FieldFacts, has_phrase, plain};
use crate::pattern::pattern;
use crate::{hedge, words};
use braced::{Braced, braced, sent};
use serde_json::Value;

pattern!(
    TAKES,
    r"(?i)\b(?:takes (?:an? )?(?:json )?body,?|(?:needs|requires|wants|takes|expects|has|have) an? (?:json )?body (?:with|of|that has|that contains|containing)|takes|expects|(?:request )?body(?: is| has| with| holds)?:?|sends?\*{0,2}:?\*{0,2}(?: (?:one or more|any|some|at least one) of)?|(?:changes|updates|edits|modifies) (?:any|one or more|some|all)(?: of)?|with the (?:body|fields?))\s+(?:the (?:body|fields?|members?)\s+|an? object (?:with|of)\s+|(?:the|its)\s+)?$"
);
// "a hold takes", "adding a seat takes"
pattern!(
    MAKING,
    r"^\W*(?:(?:creat|add|plac|open|mak|fil|register|enter|book|record|post|submitt|issu|reserv)ing )?(?:an?|each|every)(?: new)? (\w+(?: \w+)?) (?:takes|expects|needs) `?\w"
);
// "to let a plot, send"
pattern!(
    TO_DO,
    r"^\W*to (\w+ an? \w+(?: \w+)?),? (?:(?:one|you|callers|clients) )?(?:sends?|posts?|gives?) `?\w"
);
// "a porter posts a `reason` of 5 to 80 characters", "and keeps the `reason`, 5 to 80 characters long"
pattern!(
    GIVEN,
    r"(?i)\b(?:posts|posting|takes|sends|sending|gives|giving|requires|needs|keeps?|stores?|records?|with|and)\s+(?:an?|the|its|their)\s+(?:valid |required |mandatory |optional |non-empty )*$"
);
// "a missing `reason` is refused", "without a `reason`", "`reason` is required"
pattern!(
    NEEDED,
    r"(?i)(?:\bmissing\s+(?:or \w+ )?|\bneeds an? (?:json )?body (?:with|of)\s+(?:an?\s+|the\s+)?|\brequires an? (?:json )?body (?:with|of)\s+(?:an?\s+|the\s+)?|\bwithout\s+(?:an?\s+|the\s+)?|\brequires?\s+(?:an?\s+|the\s+)?)`(\w+)`|`(\w+)` (?:is|are) (?:missing|required|mandatory|absent)"
);
pattern!(NUMBERS, r"-?\d[\d_,.]*\s*(?:to|-|–|\.\.)\s*-?\d|\d or (?:more|less)|at (?:most|least) \d");
// "and nothing else", "and no other field"
pattern!(
    NOTHING_ELSE,
    r"(?i),?\s*(?:and|but)\s+(?:nothing else|nothing more|no others?(?: fields?| members?)?)\b.*$"
);
// "both are required"
pattern!(
    ALL_NEEDED,
    r"(?i)^\s*(?:both|all(?: of them| three| four| five)?|each|they) (?:is|are) (?:required|mandatory|needed)\b"
);
// "one of the grades of a report", "a grade as in a report"
pattern!(LIKE, r"(?i)\bone of the (\w+)(?: of an? \w+| of the \w+| above| below)?");
/// Where what is taken ends and what comes back begins.
const ENDS: &[&str] = &[
    " and answers",
    ", answers",
    " and returns",
    ", returns",
    " and gives",
    ", which",
    " as `",
    ", together with",
    " together with",
    " and sets",
    " and set",
    " and moves",
    " is refused",
    "; answers",
    " and responds",
    ". ",
    ": `{",
    " (`{",
];

// `{ "reason": string, "until"?: date }`
pattern!(TYPED, r#""?([A-Za-z_]\w*)"?(\?)?\s*:\s*([A-Za-z]\w*)"#);

/// The members of an object that is written as a type: `{ "reason": string }`.
fn members_of_type(code: &str) -> Vec<(String, String)> {
    let of = |found: regex::Captures| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str()).to_owned();
        let needed = if part(2).is_empty() { "required" } else { "optional" };
        (part(1), format!("{needed}; {}", part(3)))
    };
    TYPED.captures_iter(code).map(of).collect()
}

/// The members that a text lists, each with what is said about it.
pub(super) fn members_in(text: &str) -> Vec<(String, String)> {
    if let Some((_, code)) = words::code_spans(text).first()
        && code.starts_with('{')
    {
        return members_of_type(code);
    }
    let mut found: Vec<(String, String)> = Vec::new();
    for part in apart(text) {
        let spans: Vec<_> = words::code_spans(part)
            .into_iter()
            .filter(|(range, _)| depth(part.get(..range.start).unwrap_or_default()) == 0)
            .collect();
        let Some((first, _)) = spans.first() else { continue };
        // Behind a colon, or behind "one of", stand the values of the one member that was named.
        let behind = plain(part.get(first.end..).unwrap_or_default());
        let valued = behind.trim_start().starts_with([':', '=', '(', '–', '—']) && !behind.contains("), ")
            || has_phrase(&behind, "one of")
            || has_phrase(&behind, "either");
        let counted = if valued && !behind.contains(") and ") { 1 } else { spans.len() };
        for (at, (range, code)) in spans.iter().take(counted).enumerate() {
            let end = spans.get(at + 1).filter(|_| counted > 1).map_or(part.len(), |(next, _)| next.start);
            let notes = part.get(range.end..end).unwrap_or_default();
            let notes = notes.trim();
            // "and nothing else" tells of others.
            let notes = NOTHING_ELSE.find(notes).map_or(notes, |rest| &notes[..rest.start()]).trim();
            let notes = notes.strip_suffix(" and").unwrap_or(if notes == "and" { "" } else { notes });
            let notes = notes.trim_matches([',', ':', ' ', '.']);
            let (name, optional) = match code.strip_suffix('?') {
                Some(name) => (name, true),
                None => (*code, false),
            };
            if !is_member(name) {
                return Vec::new();
            }
            let notes = unwrapped(notes);
            found.push((name.to_owned(), if optional { format!("optional; {notes}") } else { notes }));
        }
    }
    if apart(text).iter().any(|part| ALL_NEEDED.is_match(part)) {
        for (_, notes) in found.iter_mut().filter(|(_, notes)| !has_phrase(&plain(notes), "required")) {
            *notes = format!("required; {notes}").trim_end_matches("; ").to_owned();
        }
    }
    found
}

/// Whether what stands before something in lower case tells of what comes back.
fn comes_back(before: &str) -> bool {
    const BACK: &[&str] = &[
        "response", "answer", "answers", "answered", "error", "errors", "reply", "return", "returns",
        "result", "gives", "responds", "shows", "contains",
    ];
    BACK.iter().any(|word| has_phrase(before, word))
}

/// Whether a cell tells what comes back, by its head or by the status with which it begins.
fn tells_answer(head: &str, cell: &str) -> bool {
    const STATUS: &[&str] = &["success", "output", "outcome", "status"];
    let status = cell.trim_start_matches(|c: char| !c.is_alphanumeric());
    let status = status.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    comes_back(head)
        || ["responses", "results", "replies", "returned"]
            .iter()
            .chain(STATUS)
            .any(|word| has_phrase(head, word))
        || status.len() == 3 && status.parse::<u16>().is_ok_and(|status| (100..600).contains(&status))
}

/// Whether a text shows in braces what is refused: "`{"grade": 9}` is refused with 422", and not "`{"grade": 9}`, 409 if it is closed".
pub(super) fn is_refused(text: &str) -> bool {
    const REFUSED: &[&str] =
        &["refused", "rejected", "invalid", "denied", "not accepted", "not allowed", "fails"];
    let mut clauses = text.split(';').filter(|clause| clause.contains('{')).map(plain);
    clauses.any(|clause| {
        let answered = super::Sentence::statuses_of(&clause).iter().any(|status| (400..500).contains(status));
        let refused = REFUSED.iter().any(|word| has_phrase(&clause, word));
        refused && answered || (refused || answered) && !hedge::holds_in_some_cases(&clause)
    })
}

/// The members that are said to be taken by an operation.
fn shown_members(said: &[(usize, Vec<(String, String)>)], number: usize) -> Vec<String> {
    let own = said.iter().filter(|(known, _)| *known == number);
    own.flat_map(|(_, members)| members).map(|(name, _)| name.clone()).collect()
}

/// The parts between semicolons that stand in no brackets.
fn apart(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut open) = (0, 0i32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            ';' if open <= 0 => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

fn depth(text: &str) -> usize {
    text.matches('(').count().saturating_sub(text.matches(')').count())
}

/// Notes without the brackets around them.
fn unwrapped(notes: &str) -> String {
    match notes.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inside, behind)) => {
            format!("{inside}; {}", behind.trim_matches([',', ' '])).trim_end_matches("; ").to_owned()
        }
        None => notes.to_owned(),
    }
}

fn is_member(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !name.chars().all(|c| c.is_ascii_uppercase())
}

/// What is said about a member in a few words.
fn facts(entity: &str, name: &str, notes: &str, fields: &FieldBook) -> FieldFacts {
    let said = plain(notes);
    let has = |words: &[&str]| words.iter().any(|word| has_phrase(&said, word));
    let needed = if has(&["required", "mandatory"]) {
        Some(false)
    } else {
        has(&["optional", "may be left out", "default"]).then_some(true)
    };
    let bare =
        said.trim_start_matches("required").trim_start_matches("optional").trim_matches([',', ':', ';', ' ']);
    let kind = if has(&["characters", "character", "letters", "text", "string"]) {
        "string"
    } else if has(&["true or false", "boolean", "bool", "flag"]) {
        "boolean"
    } else if has(&["integer", "whole number", "int"]) {
        "integer"
    } else if has(&["timestamp", "date-time", "date and time"]) {
        "datetime"
    } else if has(&["date", "calendar date", "calendar day"]) {
        "date"
    } else if has(&["number", "decimal"]) || NUMBERS.is_match(&said) {
        "number"
    } else {
        ""
    };
    let mut rule = Rule::read(kind, &said, &|_| None);
    let listed = notes.trim_start_matches("required").trim_matches([',', ':', ';', ' ']);
    if let Some(words) = words_in_code(listed, name).or_else(|| words_in_code(notes, name)) {
        rule.sort = Sort::Choice(words);
    } else if let Some(like) = LIKE.captures(bare).and_then(|found| found.get(1)) {
        let like = words::singular(like.as_str());
        // The values of another field, where it is the only one of that name.
        let mut choices = fields.of(&like).iter().filter_map(|facts| match &facts.rule.sort {
            Sort::Choice(words) => Some(words.clone()),
            _ => None,
        });
        if let (Some(words), None) = (choices.next(), choices.next()) {
            rule.sort = Sort::Choice(words);
        }
    }
    FieldFacts {
        entity: entity.to_owned(),
        optional: needed,
        rule,
        notes: notes.to_owned(),
        ..FieldFacts::default()
    }
}

/// Whether a few words say that a member has to be sent.
fn says_required(notes: &str) -> bool {
    let said = plain(notes);
    let has = |words: &[&str]| words.iter().any(|word| has_phrase(&said, word));
    has(&["required", "mandatory"]) && !has(&["not", "if", "when", "unless", "optional"])
}

/// Whether a value is said to have bounds, as what is sent has.
fn is_bounded(notes: &str) -> bool {
    const BOUNDS: &[&str] =
        &["characters", "character", "letters", "digits", "one of", "at most", "at least", "required"];
    let said = plain(notes);
    BOUNDS.iter().any(|words| has_phrase(&said, words)) || NUMBERS.is_match(&said)
}

impl Api {
    /// The member without which a deed on an object is said to be refused, where it is one.
    fn needed_by_deeds(&self) -> Vec<(usize, String)> {
        let mut found: Vec<(usize, String)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let Some(number) = sentence.operation().or_else(|| self.taking(sentence)) else { continue };
            let (number, operation) = (&number, &self.operations[number]);
            let acts = operation.method == "POST"
                && operation.path.parameters().next().is_some()
                && !operation.path.ends_with_parameter()
                && !self.is_creation(operation);
            let refused = sentence.error_statuses().iter().any(|status| matches!(status, 400 | 422));
            if !acts || !refused {
                continue;
            }
            let name = NEEDED
                .captures_iter(&sentence.text)
                .find_map(|named| named.get(1).or_else(|| named.get(2)).map(|name| name.as_str().to_owned()));
            found.extend(name.filter(|name| is_member(name)).map(|name| (*number, name)));
        }
        found
    }

    /// The operation on an object that a sentence names by its last part: "only `close` takes a body".
    fn taking(&self, sentence: &super::Sentence) -> Option<usize> {
        let spans = words::code_spans(&sentence.text);
        let (range, name) = spans.first()?;
        let behind = sentence.text.get(range.end..)?.trim_start();
        let takes = [
            "takes a body",
            "takes a json body",
            "expects a body",
            "has a body",
            "needs a body",
            "requires a body",
            "wants a body",
            "must have a body",
            "must be sent a body",
        ];
        if !takes.iter().any(|words| behind.to_lowercase().starts_with(words)) {
            return None;
        }
        let acts = |number: &usize| {
            let operation = &self.operations[*number];
            operation.is_of(sentence.spec)
                && !operation.is_safe()
                && operation.path.parameters().next().is_some()
                && operation.path.last_literal() == Some(name)
        };
        let mut all = (0..self.operations.len()).filter(acts);
        all.next().filter(|_| all.next().is_none())
    }

    /// The operation that makes what a sentence tells the members of: "a hold takes `show_id`", "adding a seat takes `label`".
    fn making(&self, sentence: &super::Sentence) -> Option<usize> {
        if let Some(deed) = TO_DO.captures(&sentence.plain).and_then(|found| found.get(1)) {
            let meant = super::operations_of(self, sentence.spec, deed.as_str()).ok()?;
            let [number] = meant.as_slice() else { return None };
            return self.is_creation(&self.operations[*number]).then_some(*number);
        }
        let named = MAKING.captures(&sentence.plain)?.get(1)?.as_str();
        let words = named.split(' ').count();
        let names = |resource: &&super::Resource| {
            resource.create.is_some_and(|create| self.operations[create].is_of(sentence.spec))
                && resource.is_named_in(named)
                && resource.name.split(' ').count() == words
        };
        let mut all = self.resources.iter().filter(names).filter_map(|resource| resource.create);
        all.next().filter(|_| all.next().is_none())
    }

    /// Of the members that an operation is said to take to make something, those that are required; nothing where others are
    /// required as well, so that these cannot be all.
    fn whole_request(
        &self,
        number: usize,
        entity: &str,
        members: &[(String, String)],
    ) -> Option<Vec<String>> {
        let resource = self.resources.iter().find(|resource| resource.create == Some(number))?;
        let listed = |name: &str| members.iter().any(|(known, _)| known == name);
        let lacks = |(name, facts): (&str, &FieldFacts)| {
            facts.optional == Some(false)
                && facts.default.is_none()
                && !facts.rule.owned
                && !self.is_owned(resource, name)
                && !listed(name)
        };
        let known = members.iter().all(|(name, _)| self.fields.field(entity, name).is_some());
        if members.is_empty() || !known || self.fields.of_entity(entity).any(lacks) {
            return None;
        }
        let all = [
            "both required",
            "all required",
            "all of them required",
            "each required",
            "both mandatory",
            "all mandatory",
            "both needed",
            "all needed",
        ];
        // "`a` and `b`, both required, and `c` if wanted"
        let of_all = |(_, notes): &(String, String)| all.iter().any(|words| has_phrase(&plain(notes), words));
        let up_to = members.iter().rposition(of_all).map_or(0, |last| last + 1);
        let needed =
            members.iter().enumerate().filter(|(at, (_, notes))| *at < up_to || says_required(notes));
        Some(needed.map(|(_, (name, _))| name.clone()).collect())
    }

    /// What a sentence about the objects that an operation makes says of a member: "`season` is a whole number from 2000 to 2100".
    fn told_beside(&self, number: usize, name: &str) -> Option<String> {
        let at = self.resources.iter().position(|resource| resource.create == Some(number))?;
        // What another thing that is spoken of has may be said of that one.
        let ours = |of: &[usize]| {
            let others =
                of.iter().filter(|other| **other != at).filter_map(|other| self.resources.get(*other));
            of.contains(&at) && others.flat_map(|other| self.members(other)).all(|known| known != name)
        };
        let mut told = self.sentences.iter().filter(|sentence| {
            matches!(&sentence.scope, super::Scope::Resources(of) if ours(of))
                && sentence.cells.is_empty()
                && super::field_said::subject(sentence) == Some(name)
        });
        let sentence = told.next().filter(|_| told.next().is_none())?;
        let spans = words::code_spans(&sentence.text);
        let behind = sentence.text.get(spans.first()?.0.end..)?.trim();
        let said = behind.strip_prefix("is ").or_else(|| behind.strip_prefix("has "))?;
        is_bounded(said).then(|| said.trim_end_matches('.').to_owned())
    }

    /// What is said about a member, with the length that a sentence elsewhere gives: "without a `reason` of 10 to 80 characters".
    fn longer(&self, name: &str, notes: String) -> String {
        if notes.contains(|c: char| c.is_ascii_digit()) {
            return notes;
        }
        let start = format!("{} of ", name.to_lowercase());
        let length = self.sentences.iter().find_map(|sentence| {
            let at = super::places(&sentence.plain, &start).next()?;
            let rest = sentence.plain.get(at + start.len()..)?;
            let end = rest.find(" characters")?;
            let said = rest.get(..end)?;
            (said.len() <= 24 && said.contains(|c: char| c.is_ascii_digit()))
                .then(|| format!("{said} characters"))
        });
        length.map_or(notes.clone(), |length| format!("{notes}, {length}"))
    }

    /// What the rows of operations list in a column of bodies: "`resolution`, `depth`".
    fn in_cells(&self) -> Vec<(usize, Vec<(String, String)>)> {
        let mut found = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| !sentence.cells.is_empty()) {
            let Some(number) = sentence.operation() else { continue };
            let cell = sentence.cells.iter().find(|(head, _)| super::variants::BODY.contains(&head.as_str()));
            let Some((_, cell)) = cell.filter(|_| !self.operations[number].is_safe()) else { continue };
            let mut members = members_in(cell);
            // The name of a type is none of a member.
            members.retain(|(name, _)| name.starts_with(|c: char| c.is_ascii_lowercase()));
            let ruled =
                members.iter().any(|(name, notes)| !notes.is_empty() || self.rule_of(number, name).is_some());
            if members.len() >= 2 || ruled {
                found.push((number, members));
            }
        }
        found
    }

    /// The bodies that rows of operations write in braces beside what is done: "`POST /loans` | lends a part, body `{"part_id": …}`".
    fn beside_rows(&self) -> Vec<(usize, Braced)> {
        let rows = self.sentences.iter().filter(|sentence| !sentence.cells.is_empty());
        let of_row = |sentence: &super::Sentence| {
            let number = sentence.operation()?;
            let mut cells = sentence.cells.iter().filter(|_| !self.operations[number].is_safe());
            cells
                .find_map(|(head, cell)| braced(cell).filter(|_| !tells_answer(head, cell)))
                .map(|body| (number, body))
        };
        rows.filter_map(of_row).collect()
    }

    /// Takes in what operations take, where nothing else describes it.
    pub(super) fn read_asked(&mut self, cells: &[(usize, String)]) {
        let mut said: Vec<(usize, Vec<(String, String)>)> = Vec::new();
        let mut shown: Vec<(usize, Value)> = Vec::new();
        // What is told in passing may leave out a part, so that nothing is judged by it alone.
        let mut passing: Vec<(usize, Value)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let named = || self.taking(sentence).or_else(|| self.making(sentence));
            let Some(number) = sentence.operation().or_else(named) else { continue };
            let (number, operation) = (&number, &self.operations[number]);
            // "An editor may also send `{"hidden": true}`" shows what some may send beside what is asked for.
            if !operation.is_safe()
                && !sentence.says(&["also"])
                && let Some(body) = braced(&sentence.text)
            {
                match body {
                    Braced::Example(_) if is_refused(&sentence.text) => {}
                    Braced::Example(value) => shown.push((*number, value)),
                    Braced::Members(members) => said.push((*number, members)),
                }
                continue;
            }
            if !operation.is_safe()
                && let Some((method, path, body)) = sent(&sentence.text)
            {
                if operation.method == method && operation.path.same(&path) && !is_refused(&sentence.text) {
                    passing.push((*number, body));
                }
                continue;
            }
            let spans = words::code_spans(&sentence.text);
            let takes = spans
                .iter()
                .find(|(range, _)| TAKES.is_match(sentence.text.get(..range.start).unwrap_or_default()));
            if operation.is_safe() {
                continue;
            }
            let listed = |start: usize| {
                let rest = sentence.text.get(start..).unwrap_or_default();
                let end = ENDS.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
                members_in(rest.get(..end).unwrap_or(rest).trim_end_matches('.'))
            };
            if let Some((range, _)) = takes {
                said.push((*number, listed(range.start)));
                continue;
            }
            // What something is given for has bounds where it is named, and is seldom more than one.
            let given = spans.iter().find(|(range, _)| {
                let before = sentence.text.get(..range.start).unwrap_or_default();
                !comes_back(&before.to_lowercase())
                    && GIVEN.is_match(before)
                    && listed(range.start).iter().take(1).any(|(_, notes)| is_bounded(notes))
            });
            if let Some((range, _)) = given {
                said.push((*number, listed(range.start).into_iter().take(1).collect()));
            }
        }
        for (number, body) in self.beside_rows() {
            match body {
                Braced::Example(value) => shown.push((number, value)),
                Braced::Members(members) => said.push((number, members)),
            }
        }
        said.extend(self.in_cells());
        for (number, name) in self.needed_by_deeds() {
            if !said.iter().any(|(known, _)| *known == number) {
                said.push((number, vec![(name, "required, text".to_owned())]));
                continue;
            }
            let own = said.iter_mut().filter(|(known, _)| *known == number).flat_map(|(_, members)| members);
            for (_, notes) in own.filter(|(known, _)| *known == name) {
                if !has_phrase(&plain(notes), "required") {
                    *notes = format!("required, {notes}");
                }
            }
        }
        for (number, value) in shown {
            let operation = &mut self.operations[number];
            if operation.request.is_none() && operation.asks.is_none() {
                operation.request = Some(Body::Json(value));
            }
        }
        for (number, value) in passing {
            let told = shown_members(&said, number);
            let operation = &mut self.operations[number];
            if operation.request.is_none()
                && operation.asks.is_none()
                && told.iter().all(|name| value.get(name).is_some())
            {
                operation.request = Some(Body::Json(value));
                operation.made_up = true;
            }
        }
        for (number, text) in cells {
            said.push((*number, members_in(text)));
        }
        // What names its values itself comes first: others may have the same.
        said.sort_by_key(|(_, members)| members.iter().any(|(_, notes)| LIKE.is_match(notes)));
        for (number, members) in said {
            let operation = &self.operations[number];
            // What an example of an answer alone tells of objects is no description of what is sent.
            let entity = self
                .resource_of(number)
                .filter(|resource| !(resource.told && resource.input.is_none()))
                .and_then(|resource| resource.entity.as_ref().or(resource.input.as_ref()))
                .cloned();
            let described = entity.is_some();
            if let Some(entity) = entity
                && operation.request.is_none()
                && operation.takes.is_empty()
                && let Some(needed) = self.whole_request(number, &entity, &members)
            {
                self.fields.need(&entity, &needed);
                // Beside those that are called required, the others are not.
                for (name, _) in
                    members.iter().filter(|(name, _)| !needed.is_empty() && !needed.contains(name))
                {
                    self.fields.spare(&entity, name, None);
                }
                self.operations[number].takes = members.into_iter().map(|(name, _)| name).collect();
                continue;
            }
            // Of what can be changed, a change that is made up sends nothing else.
            let known = |(name, _): &(String, String)| {
                self.resource_of(number).is_some_and(|own| self.members(own).contains(name))
            };
            let updates = self.resource_of(number).is_some_and(|own| own.updates.contains(&number));
            if described
                && updates
                && operation.takes.is_empty()
                && !members.is_empty()
                && members.iter().all(known)
            {
                self.operations[number].takes = members.into_iter().map(|(name, _)| name).collect();
                continue;
            }
            if members.is_empty() || operation.request.is_some() || operation.asks.is_some() || described {
                continue;
            }
            let key = operation.title();
            let members: Vec<_> = members
                .into_iter()
                .map(|(name, notes)| {
                    let rule = self.rule_of(number, &name).or_else(|| self.told_beside(number, &name));
                    let notes =
                        self.longer(&name, rule.map_or(notes.clone(), |rule| format!("{notes}; {rule}")));
                    (name, notes.trim_start_matches("; ").to_owned())
                })
                .collect();
            let read: Vec<_> = members
                .iter()
                .map(|(name, notes)| {
                    let said = facts(&key, name, notes, &self.fields);
                    (name.clone(), self.as_described(number, name, said))
                })
                .collect();
            self.fields.ask(&key, read);
            self.operations[number].asks = Some(key.clone());
            let made = self.resources.iter_mut().find(|resource| resource.create == Some(number));
            if let Some(resource) = made.filter(|resource| resource.input.is_none()) {
                resource.input = Some(key);
            }
        }
    }
}

#[cfg(test)]
mod tests;

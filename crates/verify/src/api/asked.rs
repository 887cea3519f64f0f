//! What operations take, where a cell or a sentence lists it: "`reason`, required, 3 to 300 characters", "it takes `grade` (required:
//! `good` or `bad`) and `note`".

mod braced;
mod described;
mod members;
mod whose;

use super::fields::words_in_code;
use super::rule::{Rule, Sort};
use super::{Api, Body, FieldBook, FieldFacts, has_phrase, plain};
use crate::pattern::pattern;
use crate::{hedge, words};
use braced::{Braced, braced, sent};
pub(super) use members::members_in;
use serde_json::Value;

pattern!(
    TAKES,
    r"(?i)\b(?:takes (?:an? )?(?:json )?body,?|(?:needs|requires|wants|takes|expects|has|have) an? (?:json )?body (?:with|of|that has|that contains|containing)|takes|expects|(?:request )?body(?: is| has| with| holds)?:?|sends?\*{0,2}:?\*{0,2}(?: (?:one or more|any|some|at least one) of)?|(?:changes|updates|edits|modifies) (?:any|one or more|some|all)(?: of)?|with the (?:body|fields?))\s+(?:the (?:body|fields?|members?)\s+|an? object (?:with|of)\s+|(?:the|its)\s+)?$"
);
// "a porter posts a `reason` of 5 to 80 characters", "and keeps the `reason`, 5 to 80 characters long"
pattern!(
    GIVEN,
    r"(?i)\b(?:posts|posting|takes|sends|sending|gives|giving|requires|needs|keeps?|stores?|records?|with|and)\s+(?:an?|the|its|their)\s+(?:valid |required |mandatory |optional |non-empty )*$"
);
pattern!(NUMBERS, r"-?\d[\d_,.]*\s*(?:to|-|–|\.\.)\s*-?\d|\d or (?:more|less)|at (?:most|least) \d");
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

    /// The members that rows of operations list behind what is done: "`POST /orders/{id}/lines` | add a line: `part_id`, `count`".
    fn behind_deeds(&self) -> Vec<(usize, Vec<(String, String)>)> {
        let rows = self.sentences.iter().filter(|sentence| !sentence.cells.is_empty());
        let of_row = |sentence: &super::Sentence| {
            let number = sentence.operation().filter(|number| !self.operations[*number].is_safe())?;
            let mut cells = sentence.cells.iter().filter(|(head, cell)| !tells_answer(head, cell));
            let members = cells.find_map(|(_, cell)| {
                let (deed, listed) = cell.split_once(": ")?;
                let members = members_in(listed);
                let codes = words::code_spans(listed);
                // Nothing but names in code, and what parts them.
                let between = listed
                    .split('`')
                    .step_by(2)
                    .all(|gap| matches!(gap.trim(), "" | "," | "and" | ", and" | "."));
                let named =
                    !deed.contains('`') && !members.is_empty() && members.len() == codes.len() && between;
                named.then_some(members)
            })?;
            Some((number, members))
        };
        rows.filter_map(of_row).collect()
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
        said.extend(self.behind_deeds());
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

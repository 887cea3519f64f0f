//! What an operation writes down, on its object and on the one above it: "`seal` records the clerk in `sealed_by` and the time in
//! `sealed_at`", "the letter's `grade` becomes the grade of the note", "`lend` sets the shelf's `place` to `out`".

use crate::api::{
    Api, Placed, Resource, Scope, Sentence, call_on, item_of, perform, place_for, reference_to, same_value,
    send,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::{Exchange, status_line};
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Value, json};

// "the letter's `grade` becomes the grade of the note", "its `grade` becomes `good`"
pattern!(
    BECOMES,
    r"(?i)\b(?:the|an?|its)\s*(?:[\w ]{1,24}['’]s?)?\s+`(\w+)`\s+(?:becomes|is then|is set to|turns into|changes to)\s+(?:that|the\s+(\w+)\s+(?:of|in|from)\s+the\s+[\w ]{2,30}|`([\w-]+)`|the\s+`(\w+)`)"
);
// "sets the shelf's `place` to `out`", "sets its `grade` to `result`"
pattern!(
    SETS_TO,
    r"(?i)\bsets\s+(?:the|its|an?)\s*(?:[\w ]{1,24}['’]s?)?\s*`(\w+)`\s+to\s+(?:the\s+)?`([\w-]+)`"
);
// "records the clerk in `sealed_by`", "… and the time in `sealed_at`"
pattern!(RECORDS, r"(?i)\b(?:records?|stores?|keeps?|notes|saves?|writes?|puts?|leaves?)\s+([^;.]*)");
pattern!(IN_MEMBER, r"(?i)(?:^|\band\b|,)\s*((?:[\w'’]+\s+){1,6}?)in\s+(?:the\s+|its\s+)?`(\w+)`");

/// What a member has to be afterwards.
#[derive(Clone, Debug, PartialEq)]
enum Then {
    /// This text.
    Is(String),
    /// What the request has under this name.
    Sent(String),
    /// A moment.
    Moment,
    /// Any value.
    Something,
}

/// One thing that an operation writes down.
#[derive(Clone, Debug, PartialEq)]
struct Record {
    member: String,
    then: Then,
}

/// What the sentences about an operation say that it writes down.
pub fn of_operation(context: &ItemContext, number: usize) -> Vec<Claim> {
    let api = &context.facts.api;
    if api.operations[number].is_safe() {
        return Vec::new();
    }
    let own = |sentence: &&Sentence| {
        matches!(&sentence.scope, Scope::Operations(all) if all.contains(&number))
            && sentence.cells.is_empty()
    };
    let mut claims = Vec::new();
    for sentence in api.sentences.iter().filter(own) {
        for record in records(api, number, sentence) {
            let Some(on) = holder(api, number, &record.member) else { continue };
            let title = format!("{} writes down `{}`", api.operations[number].title(), record.member);
            claims.push(Claim::new(title, Needs::Target, move |stage| {
                attempt(stage, number, on, &record).unwrap_or_else(|outcome| outcome)
            }));
        }
    }
    claims
}

/// Whose member it is: that of the operation's own object, or of one that this one names or stands below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Own,
    Other(usize),
}

fn holder(api: &Api, number: usize, member: &str) -> Option<On> {
    let operation = &api.operations[number];
    let has = |resource: &Resource| api.members(resource).iter().any(|known| known == member);
    let creates = api.is_creation(operation);
    let own = match creates {
        true => api.resource_of(number),
        false => api.resource_at(operation).or_else(|| api.resource_of(number)),
    };
    if own.is_some_and(|own| !creates && has(own)) {
        return Some(On::Own);
    }
    let mut others = api.resources.iter().enumerate().filter(|(_, other)| {
        let above = api.item_path(other).is_some_and(|item| {
            operation.path.starts_with(item) && own.is_none_or(|own| !own.collection.same(&other.collection))
        });
        let create = own.and_then(|own| own.create).map(|create| &api.operations[create]);
        let named = create.is_some_and(|create| reference_to(create, other).is_some());
        (above || named) && other.read.is_some() && has(other)
    });
    let (at, _) = others.next()?;
    others.next().is_none().then_some(On::Other(at))
}

/// What a sentence says about one operation; of several, the clauses that name it.
fn records(api: &Api, number: usize, sentence: &Sentence) -> Vec<Record> {
    let operation = &api.operations[number];
    let alone = sentence.scope == Scope::Operations(vec![number]);
    let verb = operation.path.last_literal().unwrap_or_default();
    let asked = operation.request.as_ref().and_then(|body| body.json()).and_then(Value::as_object);
    let sent = |name: &str| {
        let name = words::folded(name);
        asked
            .into_iter()
            .flatten()
            .map(|(known, _)| known)
            .find(|known| words::folded(known) == name)
            .cloned()
    };
    let mut found = Vec::new();
    for clause in sentence.text.split(';') {
        let named = words::code_spans(clause).iter().any(|(_, code)| *code == verb);
        let plain = crate::api::plain(clause);
        let sometimes = hedge::is_conditional(&plain) || crate::api::has_phrase(&plain, "before");
        let other = ["former", "previous", "old", "last", "earlier", "used to", "only", "or"]
            .iter()
            .any(|word| crate::api::has_phrase(&plain, word));
        // What it had before is restored, and not set.
        if !(alone || named)
            || (other || hedge::denies(&plain) || hedge::is_done_elsewhere(&plain))
                && !plain.contains("had before")
            || sometimes && !plain.contains("had before")
            || sometimes && plain.contains(" if ")
        {
            continue;
        }
        for said in SETS_TO.captures_iter(clause) {
            let value = &said[2];
            let then = sent(value).map_or_else(|| Then::Is(value.to_owned()), Then::Sent);
            found.push(Record { member: said[1].to_owned(), then });
        }
        for said in BECOMES.captures_iter(clause) {
            let then = match (said.get(2), said.get(3), said.get(4)) {
                (Some(name), ..) | (.., Some(name)) => sent(name.as_str()).map(Then::Sent),
                (_, Some(value), _) => {
                    let value = value.as_str();
                    Some(sent(value).map_or_else(|| Then::Is(value.to_owned()), Then::Sent))
                }
                _ => None,
            };
            found.extend(then.map(|then| Record { member: said[1].to_owned(), then }));
        }
        for said in RECORDS.captures_iter(clause) {
            for one in IN_MEMBER.captures_iter(&said[1]) {
                let subject = words::words(&one[1]);
                let same = subject.iter().find_map(|word| sent(word));
                let then = match same {
                    Some(name) => Then::Sent(name),
                    None if subject
                        .iter()
                        .any(|word| ["time", "moment", "timestamp"].contains(&word.as_str())) =>
                    {
                        Then::Moment
                    }
                    None => Then::Something,
                };
                found.push(Record { member: one[2].to_owned(), then });
            }
        }
    }
    found.dedup();
    found
}

fn attempt(stage: &Stage, number: usize, on: On, record: &Record) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let target = stage.target()?;
    let (exchange, mut placed) = match api.is_creation(operation) {
        true => {
            let performed = perform(stage, number)?;
            (performed.exchange, performed.placed)
        }
        false => {
            let placed = place_for(stage, number)?;
            (send(stage, operation, &placed)?.exchange, placed)
        }
    };
    if !exchange.answer.is_success() {
        let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    let (object, reading) = match on {
        On::Own => {
            placed.refresh(stage)?;
            (placed.object.clone().unwrap_or(Value::Null), exchange.clone())
        }
        On::Other(at) => other(stage, at, &exchange, &placed)?,
    };
    let member = &record.member;
    let Some(value) = object.get(member) else {
        return Err(Outcome::unproven(format!("the object does not show `{member}`")));
    };
    let body: Option<Value> = exchange.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
    let empty = value.is_null() || *value == json!("");
    let wrong = match &record.then {
        Then::Is(text) => (*value != json!(text)).then(|| format!("stated as `{text}`")),
        Then::Sent(name) => {
            let Some(sent) = body.as_ref().and_then(|body| body.get(name)) else {
                return Err(Outcome::unproven(format!("the request has no `{name}`")));
            };
            (!same_value(sent, value)).then(|| format!("and `{name}` was sent as {sent}"))
        }
        Then::Moment | Then::Something => empty.then(|| "stated is that it is written down".to_owned()),
    };
    let outcome = match wrong {
        Some(wrong) => {
            Outcome::refuted(format!("after {}, `{member}` is {value}, {wrong}", operation.title()))
        }
        None => Outcome::proven(Strength::Asserted, format!("`{member}` is {value} afterwards")),
    };
    Ok(outcome.resting_on(target, &reading))
}

/// The object of another resource that the operation's object names, or below which it stands.
fn other(
    stage: &Stage,
    at: usize,
    exchange: &Exchange,
    placed: &Placed,
) -> Result<(Value, Exchange), Outcome> {
    let api = &stage.facts.api;
    let resource = api.resources.get(at).ok_or_else(|| Outcome::unproven("nothing documented reads it"))?;
    let (Some(read), Some(item)) = (resource.read, api.item_path(resource)) else {
        return Err(Outcome::unproven("nothing documented reads it"));
    };
    let count = item.parameters().count();
    let values = match placed.item_path.starts_with(item) {
        true => placed.values.iter().take(count).cloned().collect(),
        false => {
            let shown = exchange.answer.json().map(crate::api::unwrapped).unwrap_or(Value::Null);
            let own = [placed.object.as_ref(), Some(&shown)].into_iter().flatten();
            let id = own.into_iter().find_map(|object| item_of(object, resource));
            vec![id.ok_or_else(|| Outcome::unproven("the object does not name the other one"))?]
        }
    };
    let reading = call_on(stage, read, &values, None, &[])?;
    if !reading.answer.is_success() {
        let reason = format!("{} answered {}", reading.title(), status_line(reading.answer.status));
        return Err(Outcome::unproven(reason).showing(reading.sent(), reading.seen()));
    }
    Ok((reading.answer.json().map(crate::api::unwrapped).unwrap_or(Value::Null), reading))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn read(said: &str) -> Vec<String> {
        let text = format!(
            "# Letters\n\n## API\n\n- `POST /shelves` adds a shelf\n- `GET /shelves/{{id}}` reads one\n- `POST /letters` adds a letter\n- `GET /letters/{{id}}` reads one\n\n### POST /letters/{{id}}/seal\n\nTakes `reason` (required, 3 to 40 characters) and `mark` (`good` or `bad`).\n\n{said}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let number = api.operations.len() - 1;
        let own = |sentence: &&Sentence| sentence.scope == Scope::Operations(vec![number]);
        let all = api.sentences.iter().filter(own).flat_map(|sentence| records(&api, number, sentence));
        all.map(|record| format!("{} {:?}", record.member, record.then)).collect()
    }

    #[test]
    fn what_is_written_down() {
        let sealed = ["sealed_by Something", "sealed_at Moment"];
        for said in [
            "It records the clerk's user name in `sealed_by` and the time in `sealed_at`.",
            "Stores the clerk in `sealed_by` and the moment in `sealed_at`.",
            "`seal` notes who did it in `sealed_by`, the time in `sealed_at`.",
        ] {
            assert_eq!(read(said), sealed, "{said}");
        }
        assert_eq!(read("It records the reason in `sealed_why`."), [r#"sealed_why Sent("reason")"#]);
    }

    #[test]
    fn what_a_member_becomes() {
        assert_eq!(read("It sets the shelf's `place` to `out`."), [r#"place Is("out")"#]);
        assert_eq!(read("Sets its `grade` to `mark`."), [r#"grade Sent("mark")"#]);
        assert_eq!(read("The shelf's `grade` becomes the mark of the letter."), [r#"grade Sent("mark")"#]);
        assert!(read("It sets its `grade` to `mark` if the letter is old.").is_empty());
        assert!(read("The letter is in `state`.").is_empty());
        for said in [
            "It never sets its `grade` to `mark`.",
            "It does not set the shelf's `place` to `out`, and writes nothing in `sealed_by`.",
            "It keeps the former clerk in `sealed_before`.",
            "It leaves the previous `grade` and the last clerk in `sealed_by`.",
            "It used to record the clerk in `sealed_by`.",
            "It sets its `grade` to `good` or `bad`.",
            "While the shelf is full, it records the clerk in `sealed_by`.",
        ] {
            assert!(read(said).is_empty(), "{said}");
        }
    }
}

//! More than another object has left: "a payment above the balance is refused with 409", "if more shelves are asked for than the rack has
//! free", "not enough shelves are free".

use crate::api::{
    Api, PathTemplate, Resource, Sentence, Sort, call_on, create_below, new_body, perform, place_home,
    reference_to, unwrapped,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::{Answer, Exchange, status_line};
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Value, json};

// "a payment above the balance", "the shelves asked for are more than the rack has free", "an amount that exceeds what is left"
pattern!(
    MORE,
    r"\b(?:an?|the|its|if|more)?\s*([\w -]{3,48}?)\s+(?:that |which )?(?:is |are |would be |lies |goes )?(?:above|larger than|greater than|higher than|bigger than|more than|over|beyond|exceeding|exceeds?)\s+(?:the |its |what the |what |those |that )?([\w'’ -]{3,48})"
);
// "more shelves than are free"
pattern!(MORE_THAN, r"\bmore\s+([\w -]{3,32}?)\s+than\s+(?:the |there )?([\w'’ -]{3,48})");
// "not enough shelves are free"
pattern!(
    NOT_ENOUGH,
    r"\b(?:not enough|too few|insufficient)\s+([\w -]{3,32}?)(?:\s+(?:are|is|remain|left)\b([\w ]{0,24}))?\s*$"
);

// "the lots of a sale never add up to more than its weight"
pattern!(
    SUM,
    r"^(?:the |all )?([\w -]{3,24}?) of (?:an?|one|the|each|every) ([\w-]{3,24}) (?:together )?(?:never|must not|may not|cannot|can not|shall not|must never) (?:together )?(?:add up to|sum up to|amount to|come to|total|be|exceed)(?: (?:together |in total )?more than)? (?:its|the|their) ([\w -]{3,30}?)\s*(?:[;,.]|$| and )"
);

/// Parts of a member's name that say how it is counted, and not what it is.
const UNITS: &[&str] = &[
    "cents", "cent", "count", "amount", "number", "total", "qty", "quantity", "minutes", "value", "eur",
    "usd",
];

/// What must not be asked for.
#[derive(Clone, Debug, PartialEq)]
struct Beyond {
    /// The operation that asks.
    number: usize,
    /// The member of its request that says how much.
    amount: String,
    /// The resource whose object has only so much, by its place.
    holder: usize,
    /// The member that says how much it has.
    left: String,
    /// The status that is stated.
    status: u16,
    /// The code of the error, where one is stated.
    code: Option<String>,
}

/// What a sentence or a row says to be refused.
pub(super) fn of_sentence(api: &Api, sentence: &Sentence) -> Option<Claim> {
    let beyond = read(api, sentence)?;
    let (operation, holder) = (&api.operations[beyond.number], &api.resources[beyond.holder]);
    let title = format!(
        "{} refuses more `{}` than the `{}` of its {}",
        operation.title(),
        beyond.amount,
        beyond.left,
        holder.name
    );
    Some(Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &beyond).unwrap_or_else(|outcome| outcome)
    }))
}

fn read(api: &Api, sentence: &Sentence) -> Option<Beyond> {
    let statuses = sentence.error_statuses();
    let [status @ (400 | 403 | 409 | 422)] = statuses.as_slice() else { return None };
    let clauses: Vec<String> = match sentence.cells.is_empty() {
        true => conditions(&sentence.plain),
        false => sentence.cells.iter().map(|(_, cell)| crate::api::plain(cell)).collect(),
    };
    let (number, amount, holder, left) =
        clauses.iter().find_map(|clause| meant(api, sentence.spec, clause)).or_else(|| sum(api, sentence))?;
    let codes = sentence.codes().into_iter().filter(|code| is_code(code, &[&amount, &left]));
    let codes: Vec<&str> = codes.collect();
    let code = match codes.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        _ => return None,
    };
    Some(Beyond { number, amount, holder, left, status: *status, code })
}

/// The parts of a sentence that may tell what is refused: what stands before the refusal.
fn conditions(plain: &str) -> Vec<String> {
    const ENDS: &[&str] = &[
        " then the system",
        " the system shall",
        " the system must",
        " the service",
        " is refused",
        " are refused",
        " is rejected",
        " are rejected",
        " is answered",
        " must be refused",
        " must be rejected",
        " gets ",
        " answers ",
        " returns ",
    ];
    // What holds in some cases only is not tried.
    if hedge::is_unenforced(plain)
        || ["unless", "except", "may be"].iter().any(|word| crate::api::has_phrase(plain, word))
    {
        return Vec::new();
    }
    let end = ENDS.iter().filter_map(|end| plain.find(end)).min();
    end.and_then(|end| plain.get(..end)).map(str::to_owned).into_iter().collect()
}

/// Whether a code in a sentence is that of an error.
fn is_code(code: &str, members: &[&String]) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    !members.iter().any(|member| *member == code)
        && code.len() >= 4
        && code.chars().all(word)
        && code.chars().any(char::is_alphabetic)
}

/// The operation, the member of its request, and the object's member that a clause compares, where there is one such pair.
fn meant(api: &Api, spec: usize, clause: &str) -> Option<(usize, String, usize, String)> {
    let clause = clause.trim().trim_end_matches([',', '.', ' ']);
    let part = |found: &regex::Captures, at: usize| found.get(at).map_or("", |part| part.as_str()).to_owned();
    let (what, limit) = MORE_THAN
        .captures(clause)
        .or_else(|| MORE.captures(clause))
        .map(|found| (part(&found, 1), part(&found, 2)))
        .or_else(|| NOT_ENOUGH.captures(clause).map(|found| (part(&found, 1), part(&found, 2))))?;
    let stems =
        |text: &str| -> Vec<String> { words::words(text).iter().map(|word| words::singular(word)).collect() };
    let (what, said) = (stems(&what), stems(&format!("{what} {limit}")));
    let mut found: Vec<(usize, String, usize, String)> = Vec::new();
    for (number, operation) in api.operations.iter().enumerate() {
        if !(operation.is_of(spec) && operation.method == "POST" && api.is_creation(operation)) {
            continue;
        }
        let body = operation.request.as_ref().and_then(|body| body.json()).and_then(Value::as_object);
        let own = api.resources.iter().find(|resource| resource.create == Some(number));
        let shown =
            body.into_iter().flatten().filter(|(_, value)| value.is_number()).map(|(name, _)| name.clone());
        let entity = own.and_then(|own| own.input.as_ref().or(own.entity.as_ref()));
        // What has a default need not be shown to be sent.
        let spare =
            entity.into_iter().flat_map(|entity| api.fields.of_entity(entity)).filter(|(name, facts)| {
                facts.rule.sort == Sort::Integer
                    && !facts.rule.owned
                    && facts.default.is_some()
                    && !own.is_some_and(|own| api.is_owned(own, name))
            });
        let mut numbers: Vec<String> = shown.chain(spare.map(|(name, _)| name.to_owned())).collect();
        numbers.retain(|name| !is_reference(name));
        numbers.dedup();
        let named = |name: &String| told(name).iter().any(|part| what.contains(part));
        // What is recorded below something need not be read anywhere.
        let called = own.map(|own| own.name.clone()).or_else(|| {
            Some(words::singular(&operation.path.last_literal()?.to_lowercase().replace(['-', '_'], " ")))
        });
        let thing = called.is_some_and(|name| name.split(' ').all(|word| what.contains(&word.to_owned())));
        let amount = match (
            numbers.iter().filter(|name| named(name)).collect::<Vec<_>>().as_slice(),
            numbers.as_slice(),
        ) {
            ([one], _) => (*one).clone(),
            ([], [one]) if thing => one.clone(),
            _ => continue,
        };
        for (at, holder) in api.resources.iter().enumerate() {
            if !holds(api, number, holder) {
                continue;
            }
            let members = api.members(holder).into_iter().filter(|name| {
                let facts = api.field_of(holder, name);
                let number = facts.is_none_or(|facts| {
                    matches!(facts.rule.sort, Sort::Integer | Sort::Number | Sort::Unknown)
                });
                let parts = told(name);
                number
                    && !is_given(api, holder, name)
                    && !parts.is_empty()
                    && parts.iter().all(|part| said.contains(part))
            });
            found.extend(members.map(|left| (number, amount.clone(), at, left)));
        }
    }
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// What all of them together may not exceed: of "the lots of a sale never add up to more than its weight" that of one lot.
fn sum(api: &Api, sentence: &Sentence) -> Option<(usize, String, usize, String)> {
    if !sentence.cells.is_empty() || hedge::holds_in_some_cases(&sentence.plain) {
        return None;
    }
    let found = SUM.captures(sentence.plain.trim_start_matches(|c: char| !c.is_alphanumeric()))?;
    let is =
        |said: &str, resource: &Resource| said == resource.name || words::singular(said) == resource.name;
    let holder = api.one_made(|_, resource| resource.read.is_some() && is(&found[2], resource))?;
    let own = api.one_made(|at, resource| is(&found[1], resource) && api.holds(at, holder))?;
    let called = |name: &&String| words::folded(name) == words::folded(&found[3]);
    let left = api.members(&api.resources[holder]).iter().find(called).cloned()?;
    let number = api.resources[own].create?;
    let asked = api.operations[number].request.as_ref()?.json()?.as_object()?;
    let numbers: Vec<&String> = asked
        .iter()
        .filter(|(name, value)| value.is_number() && !is_reference(name))
        .map(|(name, _)| name)
        .collect();
    let amount = match (numbers.iter().find(|name| called(name)), numbers.as_slice()) {
        (Some(amount), _) => (*amount).clone(),
        (None, [one]) => (*one).clone(),
        _ => return None,
    };
    Some((number, amount, holder, left))
}

/// The telling parts of a member's name.
fn told(name: &str) -> Vec<String> {
    let parts = words::parts(name).into_iter().filter(|part| !UNITS.contains(&part.as_str()));
    parts.map(|part| words::singular(&part)).collect()
}

fn is_reference(name: &str) -> bool {
    words::parts(name).last().is_some_and(|last| last == "id" || last == "ids")
}

/// Whether what an operation makes stands below an object of a resource, or refers to one.
fn holds(api: &Api, number: usize, holder: &Resource) -> bool {
    let operation = &api.operations[number];
    let above =
        api.item_path(holder).is_some_and(|item| operation.home().same(&above_of(&operation.home(), item)));
    holder.create != Some(number)
        && holder.read.is_some()
        && (above || reference_to(operation, holder).is_some())
}

/// The path of a collection that stands right below an item.
fn above_of(home: &PathTemplate, item: &PathTemplate) -> PathTemplate {
    let length = item.segments().len();
    match home.starts_with(item) && home.segments().len() == length + 1 {
        true => home.clone(),
        false => PathTemplate::read("/"),
    }
}

/// Whether a client gives the value of a member itself: that is a bound of what it sends, and nothing that is left.
fn is_given(api: &Api, holder: &Resource, name: &str) -> bool {
    let asked = holder.create.and_then(|create| api.operations[create].request.as_ref()?.json()?.get(name));
    asked.is_some()
}

fn attempt(stage: &Stage, beyond: &Beyond) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let operation = &api.operations[beyond.number];
    let holder = &api.resources[beyond.holder];
    let read = holder.read.ok_or_else(|| Outcome::unproven("nothing documented reads it"))?;
    // What it needs to be made at all is found out by making one as documented.
    let usual = perform(stage, beyond.number)?.exchange;
    if !usual.answer.is_success() {
        let reason = format!("already the documented request was answered with {}", usual.answer.status);
        return Err(Outcome::unproven(reason).showing(usual.sent(), usual.seen()));
    }
    let parents = place_home(stage, operation)?.values;
    let reference = reference_to(operation, holder);
    let (id, values) = match &reference {
        Some(name) => {
            let (_, body) = new_body(stage, beyond.number, operation, 0)?;
            let id = body.as_ref().and_then(|body| body.get(name)).cloned();
            let id = id.ok_or_else(|| Outcome::unproven(format!("the request has no `{name}`")))?;
            let text = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
            (Some((name.clone(), id)), vec![text])
        }
        None => (None, parents.clone()),
    };
    let shown = call_on(stage, read, &values, None, &[])?;
    let object = shown.answer.json().map(unwrapped).unwrap_or(Value::Null);
    let left = object.get(&beyond.left).and_then(Value::as_i64).filter(|_| shown.answer.is_success());
    let Some(left) = left else {
        let reason = format!("the {} shows no whole `{}`", holder.name, beyond.left);
        return Err(Outcome::unproven(reason).showing(shown.sent(), shown.seen()));
    };
    let more = left + 1;
    let own = api.resources.iter().find(|resource| resource.create == Some(beyond.number));
    let facts = own.and_then(|own| api.asked_on(own, beyond.number, &beyond.amount));
    if facts.is_some_and(|facts| facts.rule.broken_by(&json!(more)).is_some()) {
        return Err(Outcome::unproven(format!("{more} is no `{}` that may be sent at all", beyond.amount)));
    }
    let made = create_below(stage, beyond.number, parents, &[], &|body| {
        body.insert(beyond.amount.clone(), json!(more));
        if let Some((name, id)) = &id {
            body.insert(name.clone(), id.clone());
        }
    })?;
    let exchange: &Exchange = &made.exchange;
    let status = exchange.answer.status;
    let answered = format!(
        "with `{}` {more}, where the `{}` is {left}, it answered {}",
        beyond.amount,
        beyond.left,
        status_line(status)
    );
    let coded = beyond.code.as_ref().map(|code| (code, has_text(&exchange.answer, code)));
    let outcome = match (status, coded) {
        (200..=299 | 500..=599, _) => Outcome::refuted(answered),
        (status, None) if status == beyond.status => Outcome::proven(Strength::Asserted, answered),
        (status, Some((code, true))) if status == beyond.status => {
            Outcome::proven(Strength::Asserted, format!("{answered} with code {code}"))
        }
        (_, Some((code, true))) => {
            Outcome::refuted(format!("{answered} with code {code}, stated as {}", status_line(beyond.status)))
        }
        // It may be refused for another reason.
        _ => return Err(Outcome::unproven(answered).showing(exchange.sent(), exchange.seen())),
    };
    Ok(outcome.resting_on(target, exchange))
}

/// Whether an answer has a text as one of its values.
fn has_text(answer: &Answer, text: &str) -> bool {
    fn within(value: &Value, text: &str) -> bool {
        match value {
            Value::String(own) => own == text,
            Value::Array(list) => list.iter().any(|value| within(value, text)),
            Value::Object(members) => members.values().any(|value| within(value, text)),
            _ => false,
        }
    }
    answer.json().is_some_and(|body| within(&body, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    const RACKS: &str = "# Racks\n\n## Data model\n\n### Rack\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | |\n| `rows` | integer | required, 1 to 9 |\n| `rowsFree` | integer | computed |\n| `balance_cents` | integer | computed |\n\n### Lease\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | |\n| `rackId` | integer | required |\n| `rows` | integer | required, 1 to 6 |\n\n### Payment\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | |\n| `amount_cents` | integer | required, 1 to 900 |\n\n## API\n\n- `POST /racks`: adds a rack, 201\n- `GET /racks/{id}`: one rack\n- `POST /leases`: adds a lease, 201\n- `GET /leases/{id}`: one lease\n- `POST /racks/{id}/payments`: records a payment, 201\n\n## Rules\n\n";

    /// The operation, its member and what is held against it.
    fn told(rule: &str) -> Option<String> {
        let facts = testing::facts_of_markdown(&format!("{RACKS}{rule}\n"), "", Setup::default());
        let beyond = read(&facts.api, facts.api.sentences.last()?)?;
        let code = beyond.code.map(|code| format!(" {code}")).unwrap_or_default();
        let title = facts.api.operations[beyond.number].title();
        Some(format!("{title}: {} > {}: {}{code}", beyond.amount, beyond.left, beyond.status))
    }

    #[test]
    fn what_is_asked_for_beyond_what_is_left_in_several_wordings() {
        let payment =
            Some("POST /racks/{id}/payments: amount_cents > balance_cents: 409 overpaid".to_owned());
        for rule in [
            "- A payment above the balance is refused with 409 `overpaid`.",
            "- IF a payment is larger than the balance THEN THE SYSTEM SHALL answer 409 with the code `overpaid`.",
            "| Status | Code | When |\n|---|---|---|\n| 409 | `overpaid` | A payment above the balance |",
        ] {
            assert_eq!(told(rule), payment, "{rule}");
        }
        let lease = Some("POST /leases: rows > rowsFree: 409 crowded".to_owned());
        for rule in [
            "- IF the rows asked for are more than the rack has free THEN THE SYSTEM SHALL answer 409 with the code `crowded`.",
            "- A lease of more rows than are free is refused with 409 `crowded`.",
            "| Status | Code | When |\n|---|---|---|\n| 409 | `crowded` | Not enough rows are free |",
        ] {
            assert_eq!(told(rule), lease, "{rule}");
        }
    }

    #[test]
    fn what_they_all_are_together() {
        let lease = Some("POST /leases: rows > rows: 409 crowded".to_owned());
        for rule in [
            "- The leases of a rack never add up to more than its rows; one that would is refused with 409 `crowded`.",
            "- All leases of one rack must not together exceed the rows, else 409 `crowded`.",
        ] {
            assert_eq!(told(rule), lease, "{rule}");
        }
        for rule in [
            "- The leases of a rack never add up to more than its shelves: 409 `crowded`.",
            "- The leases of a rack never add up to more than its rows.",
            "- When it is old, the leases of a rack never exceed its rows: 409 `crowded`.",
        ] {
            assert_eq!(told(rule), None, "{rule}");
        }
    }

    #[test]
    fn bounds_and_what_is_told_of_other_things_are_left_alone() {
        for rule in [
            "- A lease of more than 6 rows is refused with 422.",
            "- A payment above the usual is refused with 409.",
            "- A payment above the balance is kept.",
            "- A payment above the balance is refused with 409 `overpaid` or `late`.",
        ] {
            assert_eq!(told(rule), None, "{rule}");
        }
    }
}

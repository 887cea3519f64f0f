//! The effect of a setting on the running system: a size of pages, of bodies, a bound of a field, a rate.

use crate::api::{
    Fault, Resource, Sentence, call_as_allowed, create, elements, has_phrase, new_body, page, size_in, stated,
};
use crate::claim::Outcome;
use crate::http::{Call, Exchange, status_line};
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::second::{Began, begin};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use serde_json::{Value, json};

// "`size` defaults to the setting `APP_SIZE`", "`size` falls back to `APP_SIZE`"
pattern!(
    GIVEN,
    r"`(\w+)` (?:defaults to|falls back to|is taken from|comes from|takes its default from|is copied from|starts as) (?:the )?(?:setting |value of |variable |environment variable |default |value )*`([A-Z][A-Z0-9_]+)`"
);

/// Objects that are made at most to see an effect.
const MOST: usize = 70;

/// What a setting is seen by.
#[derive(Clone, Debug)]
enum Seen {
    /// The size of a page that nobody asked for.
    Page(Resource, usize),
    /// The largest size of a page, asked for with this parameter.
    LargestPage(Resource, usize, String),
    /// The greatest value of a member of a creation.
    Member(usize, String),
    /// The largest body of a creation, with the statuses that refuse a larger one.
    Body(usize, Vec<u16>),
    /// What a member of a new object is where its request does not say.
    Given(Resource, usize, String),
}

/// A setting with what it is seen by.
#[derive(Clone, Debug)]
pub struct Effect {
    name: String,
    seen: Seen,
    default: usize,
    /// Another value that it may have.
    other: usize,
}

/// The effect that the specification states of a number.
pub fn of(context: &ItemContext, name: &str) -> Option<Effect> {
    let item = context.item;
    let default: usize =
        item.text_field("default")?.trim().trim_matches('`').replace(['_', ','], "").parse().ok()?;
    let api = &context.facts.api;
    let specs = &context.facts.specs;
    // Sentences have the values of settings in place of their names; what was written says which setting it was.
    let names = |sentence: &Sentence| {
        let text = specs.get(sentence.spec).map(|spec| spec.text()).unwrap_or_default();
        text.get(sentence.range.start as usize..sentence.range.end as usize)
            .is_some_and(|written| has_phrase(written, name))
    };
    let named = |sentences: &[usize]| sentences.iter().any(|at| api.sentences.get(*at).is_some_and(names));
    let lists = || {
        let made = api.resources.iter().filter(|resource| resource.create.is_some());
        made.filter_map(|resource| Some((resource, resource.list?)))
            .filter(|(_, list)| api.operations[*list].path.parameters().next().is_none())
    };
    let page = || {
        lists().find_map(|(resource, list)| {
            let facts = api.list(list);
            let said = facts.default.filter(|said| said.fact == default && named(&said.sentences))?;
            (said.fact > 1).then(|| Seen::Page(resource.clone(), list))
        })
    };
    let largest = || {
        lists().find_map(|(resource, list)| {
            let facts = api.list(list);
            let size = facts.size?.fact;
            facts.most.filter(|said| said.fact.number == default && named(&said.sentences))?;
            Some(Seen::LargestPage(resource.clone(), list, size))
        })
    };
    let noted = |field: &abide_model::Item| {
        let notes = ["description", "constraints", "type"];
        notes.iter().any(|note| field.text_field(note).is_some_and(|text| has_phrase(text, name)))
    };
    let member = || {
        let fields = specs.iter().flat_map(|spec| spec.of_kind(Kind::Field).map(move |field| (spec, field)));
        fields.filter(|(spec, field)| has_phrase(spec.slice(field), name) || noted(field)).find_map(
            |(_, field)| {
                let (entity, member) = field.key.rsplit_once('.')?;
                let resource = api.resources.iter().find(|one| one.entity.as_deref() == Some(entity))?;
                let facts = api.field_of(resource, member)?;
                (facts.rule.most == Some(default as f64))
                    .then(|| Seen::Member(resource.create.unwrap_or(usize::MAX), member.to_owned()))
            },
        )
    };
    let body = || {
        let mut limits = api.sentences.iter().filter(|sentence| {
            names(sentence)
                && !stated(sentence, Fault::TooLarge).is_empty()
                && size_in(sentence).is_some_and(|size| size.taken == default)
        });
        let sentence = limits.next()?;
        let takes = |number: &usize| {
            let operation = &api.operations[*number];
            api.is_creation(operation)
                && operation.path.parameters().next().is_none()
                && operation.request.as_ref().is_some_and(|body| body.json().is_some())
                && sentence.concerns(&api.resources, operation, *number)
        };
        let refusals = stated(sentence, Fault::TooLarge);
        (0..api.operations.len()).find(takes).map(|number| Seen::Body(number, refusals))
    };
    let given = || {
        let written = |sentence: &&Sentence| {
            let text = specs.get(sentence.spec).map(|spec| spec.text()).unwrap_or_default();
            let text = text.get(sentence.range.start as usize..sentence.range.end as usize)?;
            GIVEN.captures_iter(text).find(|found| &found[2] == name).map(|found| found[1].to_owned())
        };
        let always = |sentence: &&Sentence| names(sentence) && !is_narrowed(&sentence.plain);
        api.sentences.iter().filter(always).find_map(|sentence| {
            let member = written(&sentence)?;
            let resources = api.resources_of(sentence);
            let has = |resource: &&&Resource| api.members(resource).contains(&member);
            let mut found = resources.iter().filter(has);
            let resource = found.next().filter(|_| found.next().is_none())?;
            let create = resource.create?;
            let alone = api.operations[create].path.parameters().next().is_none();
            alone.then(|| Seen::Given((*resource).clone(), create, member))
        })
    };
    let seen = page().or_else(largest).or_else(member).or_else(body).or_else(given)?;
    if matches!(seen, Seen::Member(usize::MAX, _)) {
        return None;
    }
    let other = super::another(default as u64, &super::kind(context.spec, item))?;
    Some(Effect { name: name.to_owned(), seen, default, other: usize::try_from(other).ok()? })
}

// "where the request has none", "unless given", "if it is left out"
pattern!(
    LEFT_OUT,
    r"\b(?:unless|if|when|where|in case) (?:(?:it|one|none|nothing|not|no|value|is|was|are|does|do|the|a|request|body|client|caller|member|field|has|it's) )*(?:given|sent|set|omitted|left out|missing|absent|provided|specified|stated|none|say|name|give|send|otherwise)\b"
);

/// Whether a sentence in lower case says what holds under another condition than that a request leaves something out.
fn is_narrowed(plain: &str) -> bool {
    crate::hedge::holds_in_some_cases(&LEFT_OUT.replace_all(plain, ""))
}

/// Whether a member holds a number, however it is written: `20`, `20.0`, `"20"`.
fn is_number(found: &Value, number: usize) -> bool {
    let shown = found.as_f64().or_else(|| found.as_str()?.trim().parse().ok());
    shown == Some(number as f64)
}

impl Effect {
    /// What is claimed.
    pub fn title(&self) -> String {
        format!(
            "{} has an effect: {} unless it is set, and {} where it is set to that",
            self.name, self.default, self.other
        )
    }

    /// Tries it on two targets: one without the setting, one with another value.
    pub fn tried(&self, stage: &Stage) -> Result<Outcome, Outcome> {
        let mut told = Vec::new();
        let mut last = String::new();
        for (value, expected) in [(None, self.default), (Some(self.other.to_string()), self.other)] {
            // What takes many objects to see is seen at the smaller value alone.
            if value.is_none()
                && matches!(self.seen, Seen::LargestPage(..) | Seen::Page(..))
                && expected >= MOST
            {
                continue;
            }
            let how = match &value {
                None => format!("without {}", self.name),
                Some(value) => format!("with {}={value}", self.name),
            };
            let target = match begin(stage, &[(&self.name, value.as_deref())]) {
                Began::Ready(target) => target,
                Began::Refused(output) if value.is_none() => {
                    let reason = format!("{how} the target does not start, though it has a default");
                    return Ok(Outcome::refuted(reason).showing(how, output));
                }
                Began::Refused(reason) | Began::Unclear(reason) => {
                    return Err(Outcome::unproven(format!(
                        "{how} the target could not be started: {reason}"
                    )));
                }
            };
            let second = Stage::new(stage.facts, stage.shared, Some(&target));
            let (right, shown, exchange) = self.seen(&second, expected)?;
            last = exchange.seen();
            if !right {
                return Ok(Outcome::refuted(format!("{how}, {shown}"))
                    .showing(format!("{how}:\n{}", exchange.sent()), last));
            }
            told.push(format!("{how}, {shown}"));
        }
        Ok(Outcome::proven(Strength::Asserted, told.join("; ")).showing(told.join("\n"), last))
    }

    /// Whether a value is in force, with what shows it.
    fn seen(&self, stage: &Stage, value: usize) -> Result<(bool, String, Exchange), Outcome> {
        match &self.seen {
            Seen::Page(resource, list) => {
                make(stage, resource, value + 1)?;
                let exchange = page(stage, &stage.facts.api.operations[*list], &[], "")?;
                let count = counted(&exchange)?;
                Ok((count == value, format!("a page has {count} objects"), exchange))
            }
            Seen::LargestPage(resource, list, size) => {
                make(stage, resource, value + 1)?;
                let query = format!("{size}={}", value + 1);
                let exchange = page(stage, &stage.facts.api.operations[*list], &[], &query)?;
                if matches!(exchange.answer.status, 400 | 422) {
                    return Ok((true, format!("a page of {} is refused", value + 1), exchange));
                }
                let count = counted(&exchange)?;
                Ok((
                    count <= value,
                    format!("a page has {count} objects where {} are asked for", value + 1),
                    exchange,
                ))
            }
            Seen::Member(number, member) => {
                let send = |number_sent: usize| {
                    create(stage, *number, &[], &|body| {
                        body.insert(member.clone(), json!(number_sent));
                    })
                };
                let taken = send(value)?.exchange;
                // Where nothing can be made at all, the refusal says nothing about this member.
                if !taken.answer.is_success()
                    && !create(stage, *number, &[], &|_| {})?.exchange.answer.is_success()
                {
                    return Err(unclear(&taken));
                }
                let over = send(value + 1)?.exchange;
                // Some refusals are none of a value.
                for one in [&taken, &over] {
                    if matches!(one.answer.status, 401 | 403 | 404 | 409 | 429) {
                        return Err(unclear(one));
                    }
                }
                Ok(bounded(&taken, over, &format!("`{member}` of {value}")))
            }
            Seen::Given(resource, number, member) => {
                let made = create(stage, *number, &[], &|body| {
                    body.shift_remove(member);
                })?;
                let exchange = made.exchange.clone();
                let shown = made.object(stage, resource)?.shown;
                let Some(found) = shown.get(member) else {
                    let reason = format!("a new {} shows no `{member}`", resource.name);
                    return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
                };
                let said = format!("a new {} that is created without `{member}` has {found}", resource.name);
                Ok((is_number(found, value), said, exchange))
            }
            Seen::Body(number, refusals) => {
                let send = |length: usize| self.body(stage, *number, length);
                let taken = send(value)?;
                let over = send(value + 1)?;
                let what = format!("a body of {value} bytes");
                match by_size(taken.answer.status, over.answer.status, refusals) {
                    Some(right) => {
                        let (_, shown, exchange) = bounded(&taken, over, &what);
                        Ok((right, shown, exchange))
                    }
                    None if taken.answer.is_success() => Err(unclear(&over)),
                    None => Err(unclear(&taken)),
                }
            }
        }
    }

    fn body(&self, stage: &Stage, number: usize, length: usize) -> Result<Exchange, Outcome> {
        let operation = &stage.facts.api.operations[number];
        let (_, body) = new_body(stage, number, operation, 1)?;
        let mut body = body.unwrap_or_default().to_string();
        // Blanks behind it leave a JSON body what it is.
        body.push_str(&" ".repeat(length.saturating_sub(body.len())));
        let path = operation.fill(&[], stage.target()?.client.base_path());
        let mut call = Call::new(&operation.method, path);
        call.body = Some((body, "application/json".to_owned()));
        call_as_allowed(stage, operation, &call).map(|(exchange, _)| exchange)
    }
}

/// Whether a value is taken, and the next one is not.
fn bounded(taken: &Exchange, over: Exchange, what: &str) -> (bool, String, Exchange) {
    let (first, next) = (status_line(taken.answer.status), status_line(over.answer.status));
    let right = taken.answer.is_success() && (400..500).contains(&over.answer.status);
    (right, format!("{what} is answered with {first}, and one more with {next}"), over)
}

/// Whether a body is judged by its size: one at the limit may be refused for what stands in it, as long as that is another
/// refusal than the one of a body that is too large. None where the two cannot be told apart.
fn by_size(at_limit: u16, over: u16, refusals: &[u16]) -> Option<bool> {
    const TOO_LARGE: u16 = 413;
    let too_large = over == TOO_LARGE || refusals.contains(&over);
    match (at_limit, over) {
        (TOO_LARGE, _) | (_, 200..300) => Some(false),
        (200..300, 400..500) => too_large.then_some(true),
        (400..500, TOO_LARGE) => Some(true),
        (400..500, _) => None,
        _ => Some(false),
    }
}

fn unclear(taken: &Exchange) -> Outcome {
    let reason = format!("{} answered {}", taken.title(), status_line(taken.answer.status));
    Outcome::unproven(reason).showing(taken.sent(), taken.seen())
}

fn make(stage: &Stage, resource: &Resource, count: usize) -> Result<(), Outcome> {
    let Some(number) = resource.create.filter(|_| count <= MOST) else {
        return Err(Outcome::unproven(format!("it would take {count} objects to see")));
    };
    for _ in 0..count {
        let made = create(stage, number, &[], &|_| {})?.exchange;
        if !made.answer.is_success() {
            let reason = format!("{} answered {}", made.title(), status_line(made.answer.status));
            return Err(Outcome::unproven(reason).showing(made.sent(), made.seen()));
        }
    }
    Ok(())
}

fn counted(exchange: &Exchange) -> Result<usize, Outcome> {
    let answer = exchange.answer.json().filter(|_| exchange.answer.is_success());
    let Some(answer) = answer else {
        let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    };
    Ok(elements(&answer).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_body_may_be_refused_and_its_size_taken() {
        for (at_limit, over, expected) in [
            (201, 413, Some(true)),
            (201, 422, Some(true)),
            (422, 413, Some(true)),
            // Refused alike: for its size, or for something else.
            (422, 422, None),
            // Too many requests, or one that is there already.
            (201, 429, None),
            (201, 409, None),
            (413, 413, Some(false)),
            (201, 201, Some(false)),
            (422, 201, Some(false)),
            (500, 413, Some(false)),
        ] {
            assert_eq!(by_size(at_limit, over, &[422]), expected, "{at_limit}, {over}");
        }
    }

    #[test]
    fn a_default_is_seen_where_it_always_holds_and_however_it_is_written() {
        for said in [
            "`size` defaults to `app_size`",
            "`size` defaults to `app_size` unless given",
            "where the request has none, `size` is taken from `app_size`",
        ] {
            assert!(!is_narrowed(said), "{said}");
        }
        for said in [
            "`size` defaults to `app_size` unless the team has its own",
            "for guests, once they are known, `size` is taken from `app_size`",
        ] {
            assert!(is_narrowed(said), "{said}");
        }
        for shown in [json!(20), json!(20.0), json!("20")] {
            assert!(is_number(&shown, 20), "{shown}");
        }
        assert!(!is_number(&json!("many"), 20) && !is_number(&json!(21), 20));
    }
}

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
use serde_json::json;

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
    /// The largest body of a creation.
    Body(usize),
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
        (0..api.operations.len()).find(takes).map(Seen::Body)
    };
    let given = || {
        let written = |sentence: &&Sentence| {
            let text = specs.get(sentence.spec).map(|spec| spec.text()).unwrap_or_default();
            let text = text.get(sentence.range.start as usize..sentence.range.end as usize)?;
            GIVEN.captures_iter(text).find(|found| &found[2] == name).map(|found| found[1].to_owned())
        };
        api.sentences.iter().filter(|sentence| names(sentence)).find_map(|sentence| {
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
    // "integer, 1024 to 1048576": half of the default, within what is allowed.
    let kind = super::kind(context.spec, item);
    let least = kind.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse::<usize>().ok());
    let other = (default / 2).max(least.unwrap_or(1)).max(1);
    (other != default).then(|| Effect { name: name.to_owned(), seen, default, other })
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
                if (400..500).contains(&exchange.answer.status) {
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
                Ok((*found == json!(value), said, exchange))
            }
            Seen::Body(number) => {
                let send = |length: usize| self.body(stage, *number, length);
                let taken = send(value)?;
                let over = send(value + 1)?;
                let what = format!("a body of {value} bytes");
                match by_size(taken.answer.status, over.answer.status) {
                    Some(right) => {
                        let (_, shown, exchange) = bounded(&taken, over, &what);
                        Ok((right, shown, exchange))
                    }
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
fn by_size(at_limit: u16, over: u16) -> Option<bool> {
    const TOO_LARGE: u16 = 413;
    match (at_limit, over) {
        (200..300, 400..500) => Some(true),
        (TOO_LARGE, _) | (_, 200..300) => Some(false),
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
    use super::by_size;

    #[test]
    fn what_stands_in_a_body_may_be_refused_and_its_size_taken() {
        assert_eq!(by_size(201, 413), Some(true));
        assert_eq!(by_size(422, 413), Some(true));
        // Refused alike: for its size, or for something else.
        assert_eq!(by_size(422, 422), None);
        assert_eq!(by_size(413, 413), Some(false));
        assert_eq!(by_size(201, 201), Some(false));
        assert_eq!(by_size(422, 201), Some(false));
        assert_eq!(by_size(500, 413), Some(false));
    }
}

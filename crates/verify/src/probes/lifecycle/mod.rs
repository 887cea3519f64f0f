//! Objects live as stated: what is made can be read, what is changed stays changed, and what is deleted is gone.

mod amount;
mod beyond;
mod brought;
mod by_default;
mod cascade;
pub(super) mod changed;
pub(super) mod coded;
mod counted;
mod deleted;
mod effect;
mod filled;
mod follows;
mod gathers;
mod given_back;
mod history;
mod lasts;
mod made;
mod made_up;
mod most;
mod overlap;
mod recorded;
mod rivals;
mod taken_out;
mod time_of_change;
mod trimmed;
mod until;

use crate::api::{Api, FieldFacts, Resource, Sentence, Sort};
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use abide_model::Kind;

/// Objects live as stated.
pub const PROBE: Probe = Probe {
    name: "lifecycle",
    summary: "What is made can be read, what is changed stays changed, and what is deleted is gone",
    documentation: "\
Takes the endpoints that make, change, list and delete objects, and the requirements, checks and fields that speak of who gives a value, of versions, \
and of what becomes of deleted objects. Needs a target, and the headers of roles that may call the endpoints.

Each claim makes its own object by the documented request; where no request is documented, one is made up from the fields of the entity, with values \
within their stated bounds.

Refuted is a value that is sent and not read back, or read differently in the list; a member that the specification gives to the system (\"set by the \
server\", \"read-only\", \"must ignore `id` when a client sends it\", \"starts as `new`\") and that a client can set; an update that is answered with success and is not \
there afterwards, or changes the id or the time of creation; a replacement (PUT) that keeps what it leaves out, where it is said to replace; a number that another operation \
is said to raise or lower by an amount or by one, and does not; a time that it is said to set; a member that is left out and is not what a table or a sentence says it is then (\"a tool that is added without a `kind` is a `hand` tool\"); a version that is stated to rise and does not; a change of state that leaves no line where all of them are said to (\"every status change is kept in the history\"); a time of the last change that \
stands still; a member that is said to be empty until an object is in some state (\"null until it is paid\") and has a value before, or none then; what is said to become of what belongs to an object (\"when a course is cancelled, its held bookings become `void`\") and does not, or of the others that were asked for the same (\"approving a loan declines all other requested loans of the same item\"); an amount that a deletion is said to give back and does not; more than an object has left that is granted, or refused with another status than the stated one (\"a payment above the balance\"); something that lasts longer, or shorter, than it is said to (\"a shift lasts at least one hour and at most 8 hours\") and is taken; and an object that is still read or listed after it was deleted.

Where deleting is said to be soft, what hides the object has to be said as well. A value that is normalised (an e-mail address, a link) is not compared.",
    kinds: &[
        Kind::Endpoint,
        Kind::Requirement,
        Kind::Check,
        Kind::Exception,
        Kind::Field,
        Kind::Scenario,
        Kind::Step,
    ],
    claims,
};

/// Claims that one sentence may bring.
const MOST: usize = 4;

fn claims(context: &ItemContext) -> Vec<Claim> {
    match context.item.kind {
        Kind::Endpoint => of_endpoint(context),
        Kind::Field => of_field(context),
        Kind::Exception => {
            let range = context.item.range;
            let within = context.facts.api.within(context.number, range.start, range.end);
            let own: Vec<Claim> = within.flat_map(|(_, row)| of_row(&context.facts.api, row)).collect();
            if own.is_empty() { coded::of_row(context) } else { own }
        }
        _ => of_sentences(context),
    }
}

/// What a row of errors tells in its phrase, with its code.
fn of_row(api: &Api, row: &Sentence) -> Vec<Claim> {
    let apart = overlap::of_sentence(api, row).map(|(_, claim)| claim);
    let claims = beyond::of_sentence(api, row).into_iter().chain(apart);
    claims.map(|claim| coded::with_code(api, row, claim)).collect()
}

fn of_endpoint(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((number, operation)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
    let amounts = amount::of_operation(api, context.number, number);
    let held = |sentence: &Sentence| {
        context.is_held(sentence, |kind| kind != Kind::Endpoint && PROBE.kinds.contains(&kind))
    };
    let free = api.sentences.iter().filter(|sentence| sentence.spec == context.number && !held(sentence));
    let followed: Vec<Claim> = free
        .flat_map(|sentence| follows::of_sentence(api, sentence))
        .filter(|(deed, _)| *deed == number)
        .map(|(_, claim)| claim)
        .collect();
    let free = api.sentences.iter().filter(|sentence| sentence.spec == context.number && !held(sentence));
    let taken: Vec<Claim> = free
        .clone()
        .filter_map(|sentence| taken_out::of_sentence(api, sentence))
        .filter(|(deed, _)| *deed == number)
        .map(|(_, claim)| claim)
        .collect();
    let followed: Vec<Claim> = followed.into_iter().chain(taken).collect();
    let rivals = free.filter_map(|sentence| rivals::of_sentence(api, sentence));
    let rivals: Vec<Claim> =
        rivals.filter(|(deed, _)| *deed == number).map(|(_, claim)| claim.minor()).collect();
    let Some(resource) = api.resource_of(number) else {
        let own = api
            .sentences
            .iter()
            .filter(|sentence| sentence.scope == crate::api::Scope::Operations(vec![number]));
        let brought = own.flat_map(|sentence| brought::of_sentence(api, sentence));
        let claims = effect::of_operation(context, number).into_iter().chain(amounts).chain(brought);
        let counted = counted::of_operation(api, number);
        let claims = claims.chain(counted);
        let claims =
            claims.chain(recorded::of_operation(context, number)).chain(most::of_operation(context, number));
        return claims.chain(followed).map(Claim::minor).chain(rivals).collect();
    };
    let title = operation.title();
    let mut claims: Vec<Claim> = amounts.into_iter().map(Claim::minor).chain(rivals).collect();
    if resource.delete == Some(number) {
        let free = api.sentences.iter().filter(|sentence| sentence.spec == context.number && !held(sentence));
        let said = free.filter_map(|sentence| given_back::of_sentence(api, sentence, Some(number)));
        claims.extend(said.map(Claim::minor));
    }
    let written =
        recorded::of_operation(context, number).into_iter().chain(most::of_operation(context, number));
    claims.extend(written.map(Claim::minor));
    if resource.create == Some(number) && operation.request.is_some() {
        if resource.read.is_some() {
            claims.push(
                claim(format!("what {title} makes is read back as it was sent"), resource, made::read_back)
                    .minor(),
            );
        }
        claims.extend(owned(resource, number, api.owned_on(resource, number), &title).map(Claim::minor));
        let free = api.sentences.iter().filter(|sentence| sentence.spec == context.number && !held(sentence));
        let apart = free.filter_map(|sentence| overlap::of_sentence(api, sentence));
        claims.extend(apart.filter(|(create, _)| *create == number).map(|(_, claim)| claim.minor()));
        let free = api.sentences.iter().filter(|sentence| sentence.spec == context.number && !held(sentence));
        let lasting = free.filter_map(|sentence| lasts::of_sentence(api, sentence));
        claims.extend(lasting.filter(|(create, _)| *create == number).map(|(_, claim)| claim.minor()));
        // What no statement of its own describes.
        let entity = resource.entity.as_ref();
        for (name, facts) in entity.into_iter().flat_map(|entity| api.fields.of_entity(entity)) {
            if !facts.is_bare() && (resource.told || facts.beside) {
                claims.extend(of_member(context, resource, name, facts).into_iter().map(Claim::minor));
            }
        }
    }
    if resource.list == Some(number)
        && resource.create.is_some_and(|create| api.operations[create].home().same(&operation.path))
        && resource.collection.parameters().count() == 1
    {
        let title = format!("{title} shows what was made below it, and nothing else");
        claims.push(claim(title, resource, made::listed_apart).minor());
    }
    if resource.list == Some(number)
        && resource.create.is_some()
        && resource.collection.parameters().next().is_none()
    {
        claims.push(claim(format!("{title} shows what was made"), resource, made::listed).minor());
    }
    if resource.updates.contains(&number) && operation.request.is_some() {
        claims.push(
            claim(
                format!("what {title} changes stays changed, and nothing else does"),
                resource,
                move |stage, resource| changed::stays(stage, resource, number),
            )
            .minor(),
        );
        if !operation.keyed {
            claims.extend(owned(resource, number, api.owned_on(resource, number), &title).map(Claim::minor));
        }
        let own = crate::api::Scope::Operations(vec![number]);
        let replaces = operation.method == "PUT"
            && api.about(number).any(|said| said.scope == own && changed::says_that_it_replaces(said));
        if replaces {
            let title = format!("{title} keeps nothing that it leaves out");
            let attempt = move |stage: &crate::stage::Stage, resource: &Resource| {
                changed::replaces(stage, resource, number)
            };
            claims.push(claim(title, resource, attempt).minor());
        }
        let versioned =
            api.members(resource).iter().any(|name| crate::api::is_one_of(name, crate::api::VERSIONS));
        let said = || {
            api.sentences.iter().any(|sentence| {
                api.share(sentence.spec, context.number)
                    && changed::says_that_versions_rise(sentence)
                    && (sentence.scope == crate::api::Scope::General
                        || api.resources_of(sentence).iter().any(|about| about.create == resource.create))
            })
        };
        if versioned && said() {
            let title = format!("{title} raises the version");
            let attempt = move |stage: &crate::stage::Stage, resource: &Resource| {
                changed::version_rises(stage, resource, number)
            };
            claims.push(claim(title, resource, attempt).minor());
        }
    }
    if resource.read == Some(number)
        && let Some(delete) = resource.delete
    {
        let own = crate::api::Scope::Operations(vec![number]);
        let said = api.about(number).filter(|said| said.scope == own);
        if said.filter_map(deleted::stated).any(|becomes| becomes == deleted::Becomes::Gone) {
            claims.extend(gone(resource, delete, false).into_iter().take(1).map(Claim::minor));
        }
    }
    if resource.delete == Some(number) && operation.success().is_none_or(|success| success.status != 202) {
        // "404 if it is unknown or was deleted" stands where the object is read.
        let reading = resource.read.into_iter().flat_map(|read| api.about(read));
        let reading = reading.filter(|said| deleted::stated(said) == Some(deleted::Becomes::Gone));
        let about: Vec<&Sentence> = api.about(number).chain(reading).collect();
        let free = api.sentences.iter().filter(|sentence| sentence.spec == context.number && !held(sentence));
        let with_it = free.flat_map(|sentence| cascade::of_sentence(api, sentence));
        claims.extend(with_it.filter(|(delete, _)| *delete == number).map(|(_, claim)| claim.minor()));
        let leaves = deleted::leaves_behind(&operation.summary)
            && !about.iter().any(|said| deleted::stated(said) == Some(deleted::Becomes::Gone));
        match deleted::what(&about) {
            deleted::Becomes::Gone if leaves => {}
            deleted::Becomes::Gone => {
                claims.extend(gone(resource, number, false).into_iter().map(Claim::minor))
            }
            deleted::Becomes::Unlisted => claims.push(unlisted(resource, number).minor()),
            deleted::Becomes::Unsaid => {}
        }
    }
    claims
}

/// A claim about a resource.
fn claim(
    title: String,
    resource: &Resource,
    attempt: impl Fn(&crate::stage::Stage, &Resource) -> Result<Outcome, Outcome> + Send + Sync + 'static,
) -> Claim {
    let resource = resource.clone();
    Claim::new(title, Needs::Target, move |stage| attempt(stage, &resource).unwrap_or_else(|outcome| outcome))
}

fn owned(resource: &Resource, number: usize, names: Vec<String>, title: &str) -> Option<Claim> {
    if names.is_empty() {
        return None;
    }
    let title = format!("{title} takes no `{}` from a client", names.join("`, `"));
    let creates = resource.create == Some(number);
    Some(claim(title, resource, move |stage, resource| match creates {
        true => made::owned(stage, resource, &names),
        false => changed::owned(stage, resource, number, &names),
    }))
}

fn gone(resource: &Resource, number: usize, everywhere: bool) -> Vec<Claim> {
    let mut claims = Vec::new();
    // Alone: some systems give the number of what was deleted to the next object, which others might make meanwhile.
    if resource.read.is_some() {
        let title = format!("a deleted {} is read no more", resource.name);
        claims.push(
            claim(title, resource, move |stage, resource| {
                deleted::unread(stage, resource, number, everywhere)
            })
            .alone(),
        );
    }
    if resource.list.is_some() {
        claims.push(unlisted(resource, number));
    }
    claims
}

fn unlisted(resource: &Resource, number: usize) -> Claim {
    let title = format!("a deleted {} is listed no more", resource.name);
    claim(title, resource, move |stage, resource| deleted::unlisted(stage, resource, number)).alone()
}

fn of_field(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((entity, name)) = context.item.key.rsplit_once('.') else { return Vec::new() };
    let Some(facts) = api.fields.field(entity, name) else { return Vec::new() };
    let mut resources = api.resources.iter();
    match resources.find(|resource| resource.is_of(entity)) {
        Some(resource) => of_member(context, resource, name, facts),
        None => Vec::new(),
    }
}

/// What is claimed of a member of a resource's objects.
fn of_member(context: &ItemContext, resource: &Resource, name: &str, facts: &FieldFacts) -> Vec<Claim> {
    let api = &context.facts.api;
    let mut claims: Vec<Claim> =
        trimmed::of_member(context, resource, name).into_iter().map(Claim::minor).collect();
    if resource.create.is_some() && (facts.rule.sort != Sort::Unknown || facts.rule.write_only) {
        let name = name.trim_end_matches('?').to_owned();
        let title = match facts.rule.write_only {
            true => format!("no answer shows the `{name}` of a {}", resource.name),
            false => format!("the `{name}` of a {} is as stated", resource.name),
        };
        claims.push(claim(title, resource, move |stage, resource| made::field(stage, resource, &name)));
    }
    claims.extend(by_default::of_member(resource, name, facts).map(Claim::minor));
    if resource.create.is_some() && facts.is_today_by_default() && !facts.rule.owned {
        let name = name.trim_end_matches('?').to_owned();
        let title = format!("the `{name}` of a {} is the present day where it is not sent", resource.name);
        let claimed =
            claim(title, resource, move |stage, resource| by_default::is_today(stage, resource, &name));
        claims.push(claimed.minor());
    }
    if resource.create.is_some()
        && let Some(length) = made_up::length(facts)
    {
        let name = name.trim_end_matches('?').to_owned();
        let title = format!("a `{name}` that is not sent has {length} characters");
        claims.push(
            claim(title, resource, move |stage, resource| {
                made_up::has_length(stage, resource, &name, length)
            })
            .minor(),
        );
    }
    if resource.create.is_some()
        && let Some(first) =
            first_of(context, resource, facts).map(|first| match (&facts.rule.sort, first.as_str()) {
                (Sort::Boolean, first) => serde_json::Value::from(first == "true"),
                (Sort::Integer, first) => serde_json::Value::from(first.parse::<i64>().unwrap_or_default()),
                (_, first) => serde_json::Value::from(first),
            })
    {
        let name = name.trim_end_matches('?').to_owned();
        let title = format!("the `{name}` of a new {} is {first}", resource.name);
        claims.push(
            claim(title, resource, move |stage, resource| {
                by_default::is(stage, resource, &name, (&first, true))
            })
            .minor(),
        );
    }
    if resource.read.is_some()
        && let Some(state) = until::state_of(api, name, &facts.notes)
    {
        let name = name.trim_end_matches('?').to_owned();
        let title = format!(
            "the `{name}` of a {} has a value from when it is {state}, and none before",
            resource.name
        );
        // Where a new object has no value to look at, this shows it.
        claims = claims.into_iter().map(Claim::minor).collect();
        claims.push(claim(title, resource, move |stage, resource| {
            until::attempt(stage, resource, &name, &state)
        }));
    }
    if facts.rule.fixed && !facts.rule.owned {
        let asked = |number: &&usize| {
            let body = api.operations[**number].request.as_ref().and_then(crate::api::Body::json);
            body.is_some_and(|body| body.get(name).is_none())
        };
        for number in resource.updates.iter().filter(asked).take(1) {
            claims.extend(
                owned(resource, *number, vec![name.to_owned()], &api.operations[*number].title())
                    .map(Claim::minor),
            );
        }
    }
    if (facts.rule.owned || facts.rule.starts)
        && let Some(number) = resource.create
    {
        let title = api.operations[number].title();
        claims.extend(owned(resource, number, vec![name.to_owned()], &title));
    }
    claims
}

/// The value that a field has at first: as its notes say, or as a sentence about such objects does.
fn first_of(context: &ItemContext, resource: &Resource, facts: &crate::api::FieldFacts) -> Option<String> {
    if let Some(first) = facts.first_value() {
        return Some(first.to_owned());
    }
    let Sort::Choice(words) = &facts.rule.sort else { return None };
    let api = &context.facts.api;
    // Words that another field has as well may be said of that one.
    let states = words.iter().filter(|word| api.states.knows(word)).count() >= 2;
    let said = api.sentences.iter().filter(|sentence| {
        api.share(sentence.spec, context.number)
            && resource.is_named_in(&sentence.plain)
            && sentence.says(&[
                "starts as",
                "starts out as",
                "starts in",
                "begins as",
                "begins in",
                "is created as",
                "are created as",
                "initially",
            ])
            && !sentence.says(&["if", "when", "unless", "may", "or"])
    });
    let mut found = said.filter_map(|sentence| {
        let mut named =
            words.iter().filter(|word| crate::api::has_phrase(&sentence.plain, &word.to_lowercase()));
        named.next().filter(|_| named.next().is_none()).cloned()
    });
    let first = found.next()?;
    (states && found.all(|other| other == first)).then_some(first)
}

fn of_sentences(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let mut claims = Vec::new();
    for (_, sentence) in api.within(context.number, range.start, range.end) {
        claims.extend(effect::of_sentence(context, sentence));
        claims.extend(brought::of_sentence(api, sentence));
        claims.extend(follows::of_sentence(api, sentence).into_iter().map(|(_, claim)| claim));
        claims.extend(history::of_sentence(api, sentence));
        claims.extend(amount::of_sentence(api, sentence));
        let told = |claim: Claim| coded::with_code(api, sentence, claim);
        claims.extend(beyond::of_sentence(api, sentence).into_iter().map(told));
        claims.extend(given_back::of_sentence(api, sentence, None));
        claims.extend(taken_out::of_sentence(api, sentence).map(|(_, claim)| claim));
        claims.extend(rivals::of_sentence(api, sentence).map(|(_, claim)| claim));
        claims.extend(gathers::of_sentence(api, sentence).map(|(_, claim)| claim));
        claims.extend(most::of_sentence(api, sentence).into_iter().map(told));
        claims.extend(overlap::of_sentence(api, sentence).map(|(_, claim)| told(claim)));
        claims.extend(lasts::of_sentence(api, sentence).map(|(_, claim)| told(claim)));
        claims.extend(time_of_change::of_sentence(context, sentence));
        claims.extend(by_default::of_sentence(api, sentence));
        let resources = api.resources_of(sentence);
        for resource in resources.iter().take(MOST) {
            let names = api.owned_by(resource, sentence);
            if let Some(number) = resource.create {
                let title = api.operations[number].title();
                claims.extend(owned(resource, number, names.clone(), &title));
            }
            let changes =
                sentence.says(&["update", "updates", "change", "changes", "patch", "put", "on update"]);
            for number in resource.updates.iter().copied().take(1).filter(|_| changes) {
                let given = |name: &String| !crate::api::is_one_of(name, crate::api::VERSIONS);
                let names = names.iter().filter(|name| given(name)).cloned().collect();
                claims.extend(owned(resource, number, names, &api.operations[number].title()));
            }
        }
        if let Some(becomes) = deleted::stated(sentence) {
            let everywhere =
                sentence.says(&["every endpoint", "all endpoints", "everywhere", "any endpoint"]);
            for resource in resources.iter().filter(|resource| resource.delete.is_some()).take(MOST) {
                let number = resource.delete.unwrap_or_default();
                match becomes {
                    deleted::Becomes::Gone => claims.extend(gone(resource, number, everywhere)),
                    deleted::Becomes::Unlisted => claims.push(unlisted(resource, number)),
                    deleted::Becomes::Unsaid => {}
                }
            }
        }
        if changed::says_that_versions_rise(sentence) {
            for resource in resources.iter().take(MOST) {
                let versioned = api
                    .members(resource)
                    .iter()
                    .any(|name| crate::api::is_one_of(name, crate::api::VERSIONS));
                for number in resource.updates.iter().copied().take(1).filter(|_| versioned) {
                    let title = format!("{} raises the version", api.operations[number].title());
                    claims.push(claim(title, resource, move |stage, resource| {
                        changed::version_rises(stage, resource, number)
                    }));
                }
            }
        }
    }
    claims
}

#[cfg(test)]
mod numbers;
#[cfg(test)]
mod tests;

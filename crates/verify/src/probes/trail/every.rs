//! That whatever is written leaves its entry, and what is refused none: "every successful write leaves exactly one entry in the trail".

use super::attempt::{read, subject_filter};
use crate::api::{Api, Object, Resource, Sentence, call_on, has_phrase};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::{Call, Exchange, status_line};
use crate::pattern::pattern;
use crate::probes::lifecycle::changed;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::Value;
use std::time::Duration;

/// How often the trail is looked at, and how long it may take to be written between.
const LOOKS: usize = 3;
const WAIT: Duration = Duration::from_millis(400);

/// What is shorter names objects of several collections.
const LONG: usize = 12;

pattern!(
    EVERY,
    r"\b(?:every|each|any|all)\s+(?:(?:successful|accepted|single|completed)\s+)*(?:writes?|changes?|modifications?|mutations?|writing\s+(?:calls?|requests?)|(?:calls?|requests?|operations?)\s+that\s+(?:writes?|changes?)(?:\s+(?:something|anything|data))?)(?:\s+that\s+(?:went\s+through|goes\s+through|succeeds|succeeded|is\s+accepted|was\s+accepted|is\s+let\s+through))?\s+(?:leaves?|writes?|adds?|appends?|records?|produces?|makes?|puts?)\s+(?:exactly\s+|precisely\s+)?(?:an?|one|its|1)?\s*(?:audit\s+)?(?:entry|entries|rows?|records?|lines?|events?)\b"
);
pattern!(
    NONE,
    r"\b(?:refused|rejected|failed|unsuccessful|denied)\s+(?:ones?|calls?|requests?|writes?|attempts?|changes?|operations?)\s+(?:leaves?|writes?|adds?|records?)\s+(?:none|nothing|no\s+(?:entry|entries|rows?|records?|trace))\b"
);

/// What is done to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Make,
    Change(usize),
    Delete(usize),
    Refused(usize),
}

/// The claims of a sentence about a trail that a list answers.
pub fn of_sentence(api: &Api, sentence: &Sentence, list: usize) -> Vec<Claim> {
    deeds(api, sentence, list)
        .into_iter()
        .map(|(at, deed)| {
            let resource = api.resources[at].clone();
            let named = has_phrase(&sentence.plain, "id") || has_phrase(&sentence.plain, "ids");
            Claim::new(title(api, &resource, deed), Needs::Target, move |stage| {
                attempt(stage, list, &resource, deed, named).unwrap_or_else(|outcome| outcome)
            })
        })
        .collect()
}

fn title(api: &Api, resource: &Resource, deed: Deed) -> String {
    let operation = |number: usize| api.operations[number].title();
    match deed {
        Deed::Make => format!(
            "{}, a successful write, leaves an entry in the audit trail",
            operation(resource.create.unwrap_or_default())
        ),
        Deed::Change(number) | Deed::Delete(number) => {
            format!("{}, a successful write, leaves an entry in the audit trail", operation(number))
        }
        Deed::Refused(number) => {
            format!("{} that is refused leaves no entry in the audit trail: none", operation(number))
        }
    }
}

fn deeds(api: &Api, sentence: &Sentence, list: usize) -> Vec<(usize, Deed)> {
    let plain = sentence.plain.as_str();
    if !sentence.cells.is_empty() || plain.len() > 300 || hedge::is_done_elsewhere(plain) {
        return Vec::new();
    }
    let own = |(_, resource): &(usize, &Resource)| {
        let made = |create: usize| api.operations[create].is_of(sentence.spec) && create != list;
        resource.read.is_some() && resource.create.is_some_and(made)
    };
    let resources = || api.resources.iter().enumerate().filter(own);
    let changing = |resource: &Resource| {
        resource.updates.iter().copied().find(|number| api.operations[*number].method == "PATCH")
    };
    if EVERY.is_match(plain) && !hedge::is_conditional(plain) && !hedge::denies(plain) {
        let each = |(at, resource): (usize, &Resource)| {
            let change = changing(resource).map(|number| (at, Deed::Change(number)));
            let delete = resource.delete.map(|number| (at, Deed::Delete(number)));
            [Some((at, Deed::Make)), change, delete].into_iter().flatten().collect::<Vec<_>>()
        };
        return resources().flat_map(each).collect();
    }
    let about =
        |text: &str| ["entry", "entries", "trail", "audit", "log"].iter().any(|word| has_phrase(text, word));
    let before = || {
        let near = |other: &&Sentence| {
            other.spec == sentence.spec
                && other.range.end <= sentence.range.start
                && sentence.range.start - other.range.end <= 6
        };
        api.sentences.iter().filter(near).max_by_key(|other| other.range.end)
    };
    if NONE.is_match(plain)
        && !hedge::is_conditional(plain)
        && (about(plain) || before().is_some_and(|before| about(&before.plain)))
    {
        let refused = |(at, resource): (usize, &Resource)| Some((at, Deed::Refused(changing(resource)?)));
        return resources().filter_map(refused).take(1).collect();
    }
    Vec::new()
}

fn attempt(
    stage: &Stage,
    list: usize,
    resource: &Resource,
    deed: Deed,
    named: bool,
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    if let Deed::Refused(number) = deed {
        return refused(stage, list, resource, number);
    }
    let (id, exchange) = match deed {
        Deed::Change(number) => {
            let (id, differs, exchange) = changed::one(stage, resource, number)?;
            if !differs {
                return Err(Outcome::unproven("the change changed nothing that is shown"));
            }
            (id, exchange)
        }
        _ => {
            let object = Object::make(&stage.as_anybody(), resource, &|_| {})?;
            let id = object.values.last().cloned().unwrap_or_default();
            match deed {
                Deed::Delete(number) => {
                    (id, call_on(&stage.as_anybody(), number, &object.values, None, &[])?)
                }
                _ => (id, object.exchange),
            }
        }
    };
    let title = exchange.title();
    if !exchange.answer.is_success() {
        let reason = format!("{title} answered {}", status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    // Its making left one already.
    let least = if deed == Deed::Make { 1 } else { 2 };
    let mut last = None;
    for look in 0..LOOKS {
        if look > 0 {
            std::thread::sleep(WAIT);
        }
        let found = counted(stage, list, resource, &id)?;
        if found.certain >= least {
            let reason = format!("after {title}, the trail has {} entries about it", found.certain);
            return Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &found.page));
        }
        last = Some(found);
    }
    let found = last.ok_or_else(|| Outcome::unproven("the trail was not read"))?;
    let reason = format!("after {title}, the trail has {} entries about {id}", found.certain);
    // That its making left one shows how the trail names it.
    let names_it = match deed {
        Deed::Make => named && found.all > 0 && found.others,
        _ => found.certain + 1 == least,
    };
    match found.complete && names_it && found.certain == found.possible {
        true => {
            Ok(Outcome::refuted(format!("{reason}, which is one too few")).resting_on(target, &found.page))
        }
        false => Err(Outcome::unproven(reason).resting_on(target, &found.page)),
    }
}

/// A change that cannot be read as JSON leaves the trail of its object as it was.
fn refused(stage: &Stage, list: usize, resource: &Resource, number: usize) -> Result<Outcome, Outcome> {
    let (target, anybody) = (stage.target()?, &stage.as_anybody());
    let object = Object::make(anybody, resource, &|_| {})?;
    let id = object.values.last().cloned().unwrap_or_default();
    let before = counted(stage, list, resource, &id)?;
    let operation = &stage.facts.api.operations[number];
    let path = operation.fill(&object.values, target.client.base_path());
    let mut call = Call::new(&operation.method, path);
    call.body = Some(("{\"abide\": ".to_owned(), "application/json".to_owned()));
    let (exchange, _) = crate::api::call_as_allowed(anybody, operation, &call)?;
    if !(400..500).contains(&exchange.answer.status) {
        let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    std::thread::sleep(WAIT);
    let after = counted(stage, list, resource, &id)?;
    let told = format!(
        "{} was refused with {}; the trail had {} entries about it before, and {} afterwards",
        exchange.title(),
        exchange.answer.status,
        before.certain,
        after.certain
    );
    let outcome = match (before.certain, after.certain) {
        (0, 0) => return Err(Outcome::unproven(told)),
        (before, after) if before == after => Outcome::proven(Strength::Asserted, told),
        // Others may have done something to an object of the same id.
        _ if id.len() >= LONG => Outcome::refuted(told),
        _ => return Err(Outcome::unproven(told)),
    };
    Ok(outcome.resting_on(target, &after.page))
}

/// The entries about an object.
struct Counted {
    /// Those that name it and what it is.
    certain: usize,
    /// Those that name it.
    possible: usize,
    all: usize,
    /// Whether entries about other objects name what they are.
    others: bool,
    complete: bool,
    page: Exchange,
}

fn counted(stage: &Stage, list: usize, resource: &Resource, id: &str) -> Result<Counted, Outcome> {
    let narrowed = match subject_filter(stage, list) {
        Some(name) => Some(read(stage, list, &format!("{name}={id}"))?),
        None => None,
    };
    let about = |one: &Value| values(one).any(|text| names(&text, id));
    let narrowed = narrowed.filter(|found| !found.elements.is_empty() && found.elements.iter().all(about));
    let found = match narrowed {
        Some(found) => found,
        None => read(stage, list, "")?,
    };
    let kind = words::folded(&resource.name);
    let of_kind = |one: &Value| values(one).any(|text| words::folded(&text).contains(&kind));
    let possible: Vec<&Value> = found.elements.iter().filter(|one| about(one)).collect();
    // A long id is that of one object alone.
    let certain = possible.iter().filter(|one| id.len() >= LONG || of_kind(one)).count();
    let page = found.last().cloned().ok_or_else(|| Outcome::unproven("the trail has no page"))?;
    Ok(Counted {
        certain,
        // With a short id, another kind of object may have the others.
        possible: if id.len() >= LONG { possible.len() } else { certain },
        all: found.elements.len(),
        others: found.elements.iter().any(|one| !about(one) && of_kind(one)),
        complete: found.complete,
        page,
    })
}

/// The texts and numbers of an entry but its own id, at its top or one level below.
fn values(entry: &Value) -> impl Iterator<Item = String> + '_ {
    let members = entry.as_object().into_iter().flatten();
    let members = members.filter(|(name, _)| *name != "id").map(|(_, value)| value);
    members.flat_map(|value| match value {
        Value::Object(inner) => inner.values().filter_map(text).collect::<Vec<_>>(),
        other => text(other).into_iter().collect(),
    })
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a text is an id, or ends with it behind what it is the id of: `visit:7`, `/visits/7`.
fn names(text: &str, id: &str) -> bool {
    text == id || text.strip_suffix(id).is_some_and(|before| before.ends_with([':', '/', '#']))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Setup, facts_of_markdown};

    const VISITS: &str = "# Visits\n\n## Data Model\n\n### Visit\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| guest | string | required |\n\n## API\n\n- `POST /visits`: adds a visit, 201\n- `GET /visits/{id}`: one visit\n- `PATCH /visits/{id}`: changes it\n- `DELETE /visits/{id}`: deletes it\n- `GET /audit`: what was done\n\n## Rules\n\n";

    fn titles(said: &str) -> Vec<String> {
        let facts = facts_of_markdown(&format!("{VISITS}{said}\n"), "", Setup::default());
        let api = &facts.api;
        let list = super::super::told::list(api).expect("a trail");
        let last = api.sentences.last().expect("a sentence");
        super::of_sentence(api, last, list).into_iter().map(|claim| claim.title).collect()
    }

    #[test]
    fn every_write_leaves_its_entry() {
        for said in [
            "Every successful write leaves exactly one entry in the audit trail.",
            "Each change that went through writes one audit entry with the id.",
            "All requests that change something add an entry to the trail.",
        ] {
            let titles = titles(said);
            assert_eq!(titles.len(), 3, "{said}: {titles:?}");
            assert!(titles[1].starts_with("PATCH /visits/{id}"), "{titles:?}");
        }
        for said in [
            "Every change of a guest leaves one entry in the audit trail.",
            "Every write leaves an entry in the trail if it is enabled.",
            "Not every write leaves an entry in the trail.",
        ] {
            assert!(titles(said).is_empty(), "{said}");
        }
    }

    #[test]
    fn what_is_refused_leaves_none() {
        assert_eq!(titles("Every write leaves one entry. A refused one leaves none.").len(), 1);
        assert_eq!(titles("Rejected requests leave no entries.").len(), 1);
        assert!(titles("A refused one leaves none.").is_empty(), "of what is not told");
    }

    #[test]
    fn ids_stand_alone_or_behind_what_they_are_of() {
        assert!(super::names("7", "7") && super::names("visit:7", "7") && super::names("/visits/7", "7"));
        assert!(!super::names("17", "7") && !super::names("7 visits", "7"));
    }
}

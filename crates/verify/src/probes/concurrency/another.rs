//! A value that another one has already, as rows of errors and sentences tell it in a phrase: "another member has this e-mail address",
//! "a shelf of this name exists already", "the owner has another boat of this name".

use super::{claim, within};
use crate::api::{self, Api, Object, Sentence, Sort, create_below, plain};
use crate::claim::{Claim, Outcome};
use crate::hedge;
use crate::http::{Exchange, status_line};
use crate::pattern::pattern;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value};

// "another member has this e-mail address", "another shelf already uses the code"
pattern!(
    ANOTHER,
    r"^(?:if |when |where )?(?:an?other|some other|an existing) ([a-z][a-z _-]{1,30}?) (?:already |also )?(?:has|have|uses|bears|carries|holds|goes by) (?:already )?(?:the same|this|that|the given|such an?|the|its) ([a-z][\w' -]{1,40}?)(?: already)?$"
);
// "a shelf with this name exists already", "a member of that name is there already"
pattern!(
    EXISTS,
    r"^(?:if |when |where )?(?:an?|another|the) ([a-z][a-z _-]{1,30}?) (?:with|of) (?:the same|this|that|the given|such an?) ([a-z][\w' -]{1,40}?) (?:already )?(?:exists|is there|is known|is registered|is stored)(?: already)?$"
);
// "a venue has this name already"
pattern!(
    HAS,
    r"^(?:if |when |where )?an? ([a-z][a-z _-]{1,30}?) (?:already has|has already|has) (?:the same|this|that|the given|such an?) ([a-z][\w' -]{1,40}?)(?: already)?$"
);
// "the owner has another boat of this name", "the rack has a shelf with this label already"
pattern!(
    OWN,
    r"^(?:if |when |where )?(?:an?|the|this|that) ([a-z][a-z _-]{1,30}?) (?:already has|has already|has|holds) (?:already )?(?:an?other|an?|one) ([a-z][a-z _-]{1,30}?) (?:with|of) (?:the same|this|that|the given|such an?) ([a-z][\w' -]{1,40}?)(?: already)?$"
);

/// Words behind a member that say what sort of value it is: "the e-mail address", "the ring number".
const SORTS: &[&str] = &["address", "number", "value", "code", "name", "id", "no", "text"];

/// What must not be given twice.
#[derive(Clone, Debug, PartialEq)]
struct Another {
    resource: usize,
    member: String,
    statuses: Vec<u16>,
}

/// The claims of a row or a sentence.
pub(super) fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<Claim> {
    let (all, own) = read(api, sentence);
    let claims = all.map(|another| tried(api, another)).into_iter();
    let claims = claims.chain(own.map(|own| within::held(api, own)));
    claims.map(|claim| crate::probes::lifecycle::coded::with_code(api, sentence, claim)).collect()
}

fn read(api: &Api, sentence: &Sentence) -> (Option<Another>, Option<within::Within>) {
    let statuses = sentence.error_statuses();
    let [400 | 409 | 422] = statuses.as_slice() else { return (None, None) };
    let clauses: Vec<String> = match sentence.cells.is_empty() {
        true => refused(&sentence.plain).into_iter().collect(),
        false => sentence.cells.iter().map(|(_, cell)| plain(cell)).collect(),
    };
    for clause in &clauses {
        let clause = clause.trim().trim_end_matches(['.', ',']);
        if hedge::holds_in_some_cases(clause.trim_start_matches("if ").trim_start_matches("when ")) {
            continue;
        }
        if let Some(found) = OWN.captures(clause)
            && let Some(own) = of_one(api, &found[1], &found[2], &found[3], &statuses)
        {
            return (None, Some(own));
        }
        let general = ANOTHER.captures(clause).or_else(|| EXISTS.captures(clause));
        if let Some(found) = general.or_else(|| HAS.captures(clause))
            && let Some(resource) = one(api, &found[1])
            && let Some(member) = member(api, resource, &found[2])
        {
            return (Some(Another { resource, member, statuses }), None);
        }
    }
    (None, None)
}

/// What a sentence says to be refused: "if another member has this name, the answer is 409".
fn refused(plain: &str) -> Option<String> {
    let opens = ["if ", "when ", "where "].iter().any(|word| plain.trim_start().starts_with(word));
    let (condition, rest) = plain.trim_start().split_once(", ")?;
    (opens && !hedge::is_unenforced(plain) && rest.contains(" 4") && plain.len() < 200)
        .then(|| condition.to_owned())
}

fn one(api: &Api, said: &str) -> Option<usize> {
    api.one_made(|_, resource| said == resource.name || words::singular(said) == resource.name)
}

/// The text of a request that words name: `email` of "e-mail address", `ring_number` of "ring".
fn member(api: &Api, resource: usize, said: &str) -> Option<String> {
    let resource = &api.resources[resource];
    let number = resource.create.filter(|number| !api.operations[*number].keyed)?;
    let asked = api.operations[number].request.as_ref()?.json()?.as_object()?;
    let sent = asked.iter().filter(|(_, value)| value.is_string()).map(|(name, _)| name.clone());
    let entity = resource.input.as_ref().or(resource.entity.as_ref());
    let optional =
        entity.into_iter().flat_map(|entity| api.fields.of_entity(entity)).filter(|(name, facts)| {
            facts.optional == Some(true) && facts.rule.sort == Sort::Text && !api.is_owned(resource, name)
        });
    let mut names: Vec<String> = sent.chain(optional.map(|(name, _)| name.to_owned())).collect();
    names.retain(|name| {
        let chosen = api.asked_of(resource, name);
        !chosen.is_some_and(|facts| matches!(facts.rule.sort, Sort::Choice(_) | Sort::Date | Sort::DateTime))
    });
    names.sort();
    names.dedup();
    let said = words::words(&said.replace("e-mail", "email").replace("'s", ""));
    let short = |parts: &[String]| -> Vec<String> {
        match parts {
            [rest @ .., last] if !rest.is_empty() && SORTS.contains(&last.as_str()) => rest.to_vec(),
            _ => parts.to_vec(),
        }
    };
    let exact: Vec<&String> = names.iter().filter(|name| words::parts(name) == said).collect();
    if let [one] = exact.as_slice() {
        return Some((*one).clone());
    }
    let fits = |name: &&String| short(&words::parts(name)) == short(&said);
    let mut fitting = names.iter().filter(fits);
    fitting.next().filter(|_| fitting.next().is_none()).cloned()
}

fn of_one(api: &Api, parent: &str, things: &str, said: &str, statuses: &[u16]) -> Option<within::Within> {
    let (parent, resource) = (one(api, parent)?, one(api, things)?);
    api::Link::between(api, &api.resources[resource], &api.resources[parent])?;
    let member = member(api, resource, said)?;
    Some(within::Within::of(resource, parent, member, statuses.to_vec()))
}

fn tried(api: &Api, another: Another) -> Claim {
    let resource = &api.resources[another.resource];
    let number = resource.create.unwrap_or_default();
    let title = format!(
        "{} refuses a second one with the `{}` that another {} has",
        api.operations[number].title(),
        another.member,
        resource.name
    );
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let name = &another.member;
        let rule = stage.facts.api.asked_of(resource, name).map(|facts| facts.rule.clone());
        let value_of = |count: u64| {
            let rule = rule.as_ref()?;
            rule.valid(name, count).or_else(|| rule.free_text(name, count))
        };
        let ours = target.is_our_own();
        let count = || stage.shared.workshop.number(ours);
        let first = Object::make(stage, resource, &|body| {
            if !body.contains_key(name)
                && let Some(given) = value_of(count())
            {
                body.insert(name.clone(), given);
            }
        })?;
        let Some(value) = first.sent.get(name).filter(|value| value.is_string()).cloned() else {
            return Err(Outcome::unproven(format!("the request has no `{name}`")));
        };
        let parents = first.values.get(..first.values.len().saturating_sub(1)).unwrap_or_default().to_vec();
        // What it refers to stays the same: it may be unique there alone.
        let referred: Map<String, Value> = references(&first.sent);
        let send = |value: &Value| -> Result<Exchange, Outcome> {
            let made = create_below(stage, number, parents.clone(), &[], &|body| {
                body.extend(referred.clone());
                body.insert(name.clone(), value.clone());
            })?;
            Ok(made.exchange)
        };
        let second = send(&value)?;
        let status = second.answer.status;
        let answered = format!(
            "a second {} with the `{name}` {value} of another was answered with {}",
            resource.name,
            status_line(status)
        );
        if second.answer.is_success() || status >= 500 {
            return Ok(Outcome::refuted(answered).resting_on(target, &second));
        }
        if status == 429 {
            return Err(Outcome::inconclusive(answered));
        }
        if !matches!(status, 400 | 409 | 422) {
            return Err(Outcome::unproven(answered).showing(second.sent(), second.seen()));
        }
        // That others are taken there shows that it was refused for what it shares.
        let other = value_of(count()).filter(|other| *other != value).unwrap_or_else(|| {
            let mut other = Map::from_iter([(name.clone(), value.clone())]);
            api::set_apart(&stage.facts.api, resource, &mut other, count());
            other.remove(name).unwrap_or_default()
        });
        let mut fresh = send(&other)?;
        // What was made up may have another form than the system wants: what it makes of itself has the right one.
        if matches!(fresh.answer.status, 400 | 422) {
            let usual =
                create_below(stage, number, parents.clone(), &[], &|body| body.extend(referred.clone()))?;
            if usual.sent.get(name).is_some_and(|other| *other != value) {
                fresh = usual.exchange;
            }
        }
        if !fresh.answer.is_success() {
            let reason =
                format!("{answered}, and one with another value with {}", status_line(fresh.answer.status));
            return Err(Outcome::unproven(reason).showing(fresh.sent(), fresh.seen()));
        }
        let outcome = match another.statuses.contains(&status) {
            true => Outcome::proven(
                Strength::Asserted,
                format!("{answered}, and one with another value was made"),
            ),
            false => Outcome::refuted(format!("{answered}, stated as {}", status_line(another.statuses[0]))),
        };
        Ok(outcome.resting_on(target, &second))
    })
}

/// What a request refers to.
fn references(sent: &Value) -> Map<String, Value> {
    let is = |name: &str| {
        let parts = words::parts(name);
        parts.len() > 1 && parts.last().is_some_and(|last| last == "id" || last == "ids")
    };
    let members = sent.as_object().into_iter().flatten().filter(|(name, _)| is(name));
    members.map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Reply, Server, Setup};
    use abide_ledger::Verdict;
    use serde_json::json;
    use std::sync::Mutex;

    const BOATS: &str = "# Boats\n\n## Data model\n\n### Owner\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | set by the server |\n| `email` | string | required |\n\n### Boat\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | set by the server |\n| `owner_id` | integer | required |\n| `name` | string | required |\n| `sail_number` | string | required |\n\n## API\n\n### POST /owners\n\nRequest:\n\n```json\n{\"email\": \"kim@example.com\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"email\": \"kim@example.com\"}\n```\n\n### GET /owners/{id}\n\n### POST /boats\n\nRequest:\n\n```json\n{\"owner_id\": 1, \"name\": \"Gull\", \"sail_number\": \"S1\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"owner_id\": 1, \"name\": \"Gull\", \"sail_number\": \"S1\"}\n```\n\n### GET /boats/{id}\n\n## Errors\n\n| Status | Code | When |\n|---|---|---|\n";

    fn told(row: &str) -> Option<String> {
        let api = testing::facts_of_markdown(&format!("{BOATS}{row}\n"), "", Setup::default()).api;
        let last = api.sentences.last()?;
        match read(&api, last) {
            (Some(all), _) => Some(format!("{} {}", api.resources[all.resource].name, all.member)),
            (_, Some(own)) => Some(format!("own {own:?}")),
            _ => None,
        }
    }

    #[test]
    fn a_value_that_another_one_has() {
        let email = Some("owner email".to_owned());
        for phrase in [
            "another owner has this e-mail address",
            "Another owner already has this email",
            "An owner with this e-mail exists already",
            "an owner has this e-mail already",
        ] {
            assert_eq!(told(&format!("| 409 | `mail_used` | {phrase} |")), email, "{phrase}");
        }
        assert_eq!(
            told("| 409 | `sail_used` | Another boat has this sail |"),
            Some("boat sail_number".to_owned())
        );
        let own = told("| 409 | `name_used` | The owner has another boat of this name |").unwrap();
        assert!(own.starts_with("own ") && own.contains("name"), "{own}");
        for phrase in [
            "another owner has this boat",
            "another owner has this phone",
            "another owner of the same harbour has this email",
            "another harbour has this email",
            "another boat has this owner",
        ] {
            assert_eq!(told(&format!("| 409 | `used` | {phrase} |")), None, "{phrase}");
        }
    }

    /// What comes of the row of errors, where owners with a used address are refused so; none are where it is 201.
    fn verdict(status: u16, code: &'static str) -> Verdict {
        let used: Mutex<Vec<Value>> = Mutex::default();
        let server = Server::start(move |request| {
            let mut used = used.lock().unwrap();
            let email = request.json()["email"].clone();
            match (request.method.as_str(), request.route()) {
                ("POST", "/owners") if status != 201 && used.contains(&email) => {
                    Reply::json(status, &json!({"error": {"code": code}}))
                }
                ("POST", "/owners") => {
                    used.push(email.clone());
                    Reply::json(201, &json!({"id": used.len(), "email": email}))
                }
                _ => Reply::json(404, &json!({})),
            }
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let text = format!("{BOATS}| 409 | `mail_used` | another owner has this e-mail address |\n");
        let run = testing::run_markdown(&[&super::super::PROBE], &text, &config);
        run.items.iter().find(|item| item.kind == "exception").unwrap().verdict
    }

    #[test]
    fn a_second_one_is_refused_with_the_status_and_the_code_of_the_row() {
        assert_eq!(verdict(409, "mail_used"), Verdict::Proven);
        assert_eq!(verdict(422, "mail_used"), Verdict::Refuted);
        assert_eq!(verdict(409, "duplicate"), Verdict::Refuted);
        assert_eq!(verdict(201, ""), Verdict::Refuted);
    }
}

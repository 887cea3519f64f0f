//! Statements about what each object carries: "Every booking that is returned carries `nights` and `pay_by`".

use crate::api::{Api, Object, Resource};
use crate::claim::{Claim, Needs, Outcome};
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;

// The whole sentence: what else it says may be a condition.
pattern!(
    CARRIES,
    r"(?i)^\W*(?:[a-z]+-?\d+[.:]?\W+)?(?:(?:an?|the|each|every) answer with )?(?:an?|each|every) ([a-z]+)(?: that is (?:returned|answered|shown|read)| in an? answer| in answers)? (?:(?:also|always) )*(?:carries|shows|has|contains|includes) (?:the (?:fields|members) )?(`\w+`(?:(?:, and |, | and )`\w+`)*)(?: as well| too)?\.?$"
);

/// The claims of a statement's sentences.
pub fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let sentences = api.within(context.number, range.start, range.end);
    let told = sentences.filter(|(_, sentence)| sentence.cells.is_empty());
    told.filter_map(|(_, sentence)| {
        let (resource, names) = read(api, sentence.text.trim())?;
        let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let title = format!("each {} carries {}", resource.name, listed.join(", "));
        let resource = resource.clone();
        Some(Claim::new(title, Needs::Target, move |stage| {
            attempt(stage, &resource, &names).unwrap_or_else(|outcome| outcome)
        }))
    })
    .collect()
}

/// The objects of which a sentence tells, and the members that each of them carries.
fn read<'a>(api: &'a Api, text: &str) -> Option<(&'a Resource, Vec<String>)> {
    let found = CARRIES.captures(text)?;
    let name = found.get(1)?.as_str().to_lowercase();
    let told =
        |resource: &&Resource| resource.name == name && resource.create.is_some() && resource.read.is_some();
    let mut resources = api.resources.iter().filter(told);
    let resource = resources.next().filter(|_| resources.next().is_none())?;
    let names: Vec<String> =
        words::code_spans(found.get(2)?.as_str()).into_iter().map(|(_, code)| code.to_owned()).collect();
    // What may be null may be left out as well, and what only some of them have is no word of another thing.
    let sure = |name: &String| {
        api.field_of(resource, name).is_some_and(|facts| facts.optional != Some(true) && !facts.stored)
    };
    names.iter().all(sure).then_some((resource, names))
}

fn attempt(stage: &Stage, resource: &Resource, names: &[String]) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let object = Object::make(stage, resource, &|_| {})?;
    let (now, exchange) = object.now(stage, resource)?;
    let Some(members) = now.as_object().filter(|members| !members.is_empty()) else {
        return Err(Outcome::unproven("the answer is no object").showing(exchange.sent(), exchange.seen()));
    };
    let there = |name: &String| members.keys().any(|known| words::folded(known) == words::folded(name));
    if let Some(missing) = names.iter().find(|name| !there(name)) {
        let reason = format!("{} shows no `{missing}`", exchange.title());
        return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
    }
    let reason = format!("{} shows all of them", exchange.title());
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use crate::probes;
    use crate::testing::{self, shelf};
    use abide_ledger::Verdict;
    use serde_json::json;

    const SPECIFICATION: &str = "# Kennel\n\n## Data model\n\n### Dog\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| name | string | required |\n| age | integer | computed |\n| chip | string | computed |\n\n## API\n\n- `POST /dogs`: adds a dog, 201\n- `GET /dogs/{id}`: one dog\n\n## More\n\nEvery dog that is answered carries `age` and `chip`.\n\nEvery cat carries `age` and `chip`.\n\nEvery dog carries `age` and `chip` once it was seen.\n";

    /// The verdicts of statements that are tried, by the thing of which they tell.
    fn verdicts(shows: &'static [&'static str]) -> Vec<(String, Verdict)> {
        let server = shelf::serve(move |dog, _| {
            dog.extend(shows.iter().map(|name| ((*name).to_owned(), json!(3))));
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[probes::probe("contract").unwrap()], SPECIFICATION, &config);
        let told = run.items.iter().filter(|item| item.text.contains("carries") && !item.evidence.is_empty());
        told.map(|item| (item.text.chars().take(19).collect(), item.verdict)).collect()
    }

    #[test]
    fn what_each_object_carries_is_in_answers() {
        let of = |verdict| vec![("Every dog that is a".to_owned(), verdict)];
        assert_eq!(verdicts(&["age", "chip"]), of(Verdict::Proven));
        assert_eq!(verdicts(&["age"]), of(Verdict::Refuted));
    }
}

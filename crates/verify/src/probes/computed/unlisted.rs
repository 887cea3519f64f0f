//! Members that no list of fields has and a sentence tells of: "`remaining` is `budget` less `spent`", below the heading of a project.

use super::follows_from;
use crate::api::{Api, Scope, Sentence, Sort};
use crate::claim::Claim;
use crate::probe::ItemContext;
use crate::words;

/// The claims about such members of what a creation makes.
pub fn claims(context: &ItemContext, number: usize) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some(at) = api.resources.iter().position(|resource| resource.create == Some(number)) else {
        return Vec::new();
    };
    let resource = &api.resources[at];
    let mut scope = api.scope_of(resource);
    let mut told: Vec<(&Sentence, String, String)> = api
        .sentences
        .iter()
        .filter(|sentence| sentence.spec == context.number && matches!(sentence.scope, Scope::Resources(_)))
        .filter_map(|sentence| {
            let (name, said) = opening(sentence)?;
            // What another thing has as well may be said of that one.
            let known = scope.members.iter().any(|(known, _)| words::folded(known) == words::folded(&name));
            let shown = known && resource.entity.is_none() && shows_alone(api, at, &name);
            (shown || !known && api.fields.of(&name).is_empty()).then_some((sentence, name, said))
        })
        .collect();
    // "`spent` is the sum of all its lines" names the lines, and may be of what `left` is calculated from.
    for (_, name, _) in told
        .iter()
        .filter(|(_, name, _)| !scope.members.iter().any(|(known, _)| known == name))
        .cloned()
        .collect::<Vec<_>>()
        .iter()
    {
        scope.members.push((name.clone(), Sort::Number));
    }
    told.retain(|(sentence, name, _)| {
        sentence.scope == Scope::Resources(vec![at])
            || resource.entity.is_none() && shows_alone(api, at, name)
    });
    let claim = |(sentence, name, said): &(&Sentence, String, String)| {
        let announced = is_announced(api, context.spec.text(), sentence);
        follows_from(api, (resource, &scope), name, said, announced)
    };
    told.iter().filter_map(claim).map(Claim::minor).collect()
}

/// Whether the examples of one resource alone show a member, and no field is called so: what is said of it is said of that one.
fn shows_alone(api: &Api, at: usize, name: &str) -> bool {
    let shows = |resource: &crate::api::Resource| {
        api.scope_of(resource).members.iter().any(|(known, _)| known == name)
    };
    let others = api.resources.iter().enumerate().filter(|(other, _)| *other != at);
    api.fields.of(name).is_empty() && shows(&api.resources[at]) && !others.map(|(_, other)| other).any(shows)
}

/// The name with which a sentence opens, and what it says of it.
fn opening(sentence: &Sentence) -> Option<(String, String)> {
    if sentence.text.len() > 300 || !sentence.cells.is_empty() {
        return None;
    }
    let text = sentence.text.trim_start_matches(['-', '*', '+', ' ']);
    let (name, rest) = text.strip_prefix('`')?.split_once('`')?;
    let said = [" is ", " = ", ": "].iter().find_map(|link| rest.strip_prefix(link))?;
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    plain.then(|| (name.to_owned(), said.trim_end_matches(['.', '!']).to_owned()))
}

/// Whether what stands right before a sentence, or it itself, says that answers show the member.
fn is_announced(api: &Api, text: &str, sentence: &Sentence) -> bool {
    const BEFORE: usize = 400;
    let start = sentence.range.start as usize;
    let from = (start.saturating_sub(BEFORE)..=start).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    let before = text.get(from..start).unwrap_or_default();
    // Not beyond the heading.
    let before = before.rsplit("\n#").next().unwrap_or(before);
    let said = crate::api::plain(&format!("{before} {}", sentence.text));
    let read = api.resources.iter().any(|resource| {
        ["is read", "are read", "is answered"]
            .iter()
            .any(|end| said.contains(&format!("{} {end}", resource.name)))
    });
    let shown = [
        "in answers",
        "in the answer",
        "the answer also",
        "answers also",
        "in responses",
        "in the response",
        "the response also",
        "every response has",
    ];
    read || shown.iter().any(|phrase| crate::api::has_phrase(&said, phrase))
}

#[cfg(test)]
mod tests {
    use crate::probes;
    use crate::testing::{run_markdown, shelf};
    use abide_ledger::Verdict;
    use serde_json::json;

    const SPECIFICATION: &str = "# Jobs\n\n## Data Model\n\n### Job\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| minutes | integer | required, 1 to 500 |\n| rate | integer | required, 1 to 500 |\n| paid | integer | required, 1 to 500 |\n\nTwo more numbers are worked out whenever a job is read. `amount` is `minutes` × `rate` ÷ 60, rounded half up: 50 minutes at 99 come to 83. `open` is `amount` less `paid`, or null for a job that nobody paid.\n\n## API\n\n- `POST /jobs`: adds a job, 201\n- `GET /jobs/{id}`: one job\n";

    fn verdicts(round: fn(f64) -> f64, shows_open: bool) -> Vec<Verdict> {
        let server = shelf::serve(move |job, _| {
            let number = |name: &str| job[name].as_f64().unwrap_or_default();
            let amount = round(number("minutes") * number("rate") / 60.0);
            let open = amount - number("paid");
            job.insert("amount".to_owned(), json!(amount as i64));
            if shows_open {
                job.insert("open".to_owned(), json!(open as i64));
            }
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = run_markdown(&[probes::probe("computed").unwrap()], SPECIFICATION, &config);
        let item = run.items.iter().find(|item| item.id.ends_with("POST /jobs")).unwrap();
        item.evidence.iter().map(|claim| claim.verdict).collect()
    }

    #[test]
    fn members_that_only_sentences_tell_of_are_calculated_and_shown() {
        let half = |number: f64| (number + 0.5).floor();
        assert_eq!(verdicts(half, true), [Verdict::Proven, Verdict::Proven]);
        assert_eq!(verdicts(half, false), [Verdict::Proven, Verdict::Refuted], "it is said to be in answers");
        assert_eq!(verdicts(|number| number.floor() + 2.0, true), [Verdict::Refuted, Verdict::Proven]);
    }
}

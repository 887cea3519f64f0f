//! What is gone with the object that it belongs to: "when a door is deleted, its keys are gone as well".

use crate::api::{Api, Object, Resource, Sentence, call_on, create_below, reference_to};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::json;

/// The claims of a sentence, each with the operation that deletes: "when a door is deleted, its keys are gone as well".
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<(usize, Claim)> {
    let deletes =
        sentence.says(&["deleted", "deleting", "deletes", "removed", "removing", "removes", "delete"]);
    let goes = sentence.says(&[
        "as well",
        "too",
        "with it",
        "with them",
        "cascade",
        "cascades",
        "along with",
        "together with",
        "also deletes",
        "also removes",
        "with all of its",
        "with all its",
        "and all its",
        "and its",
    ]);
    if !deletes || !goes || sentence.says(&["not", "never", "unless", "keeps", "kept"]) {
        return Vec::new();
    }
    let mut named: Vec<&Resource> =
        api.resources.iter().filter(|resource| resource.is_named_in(&sentence.plain)).collect();
    // "A deleted door is gone. Its keys are deleted along with it."
    if sentence.plain.trim_start().starts_with("its ")
        && let Some(before) = said_before(api, sentence)
    {
        named.extend(api.resources.iter().filter(|resource| resource.is_named_in(&before.plain)));
    }
    let mut claims: Vec<(usize, Claim)> = Vec::new();
    for parent in named.iter().filter(|parent| parent.create.is_some()) {
        let Some(delete) = parent.delete else { continue };
        for child in named.iter().filter(|child| child.read.is_some()) {
            let Some(create) = child.create.filter(|create| Some(*create) != parent.create) else { continue };
            let below =
                api.item_path(parent).is_some_and(|item| api.operations[create].path.starts_with(item));
            if !below && reference_to(&api.operations[create], parent).is_none() || !claims.is_empty() {
                continue;
            }
            let (parent, child) = ((*parent).clone(), (*child).clone());
            let title = format!("a {} is gone with its {}", child.name, parent.name);
            let attempt =
                move |stage: &Stage| gone_with(stage, &parent, &child).unwrap_or_else(|outcome| outcome);
            // Others might make an object meanwhile that is given the number of the one that is gone.
            claims.push((delete, Claim::new(title, Needs::Target, attempt).alone()));
        }
    }
    claims
}

/// What stands right before a sentence, in the same text.
fn said_before<'a>(api: &'a Api, sentence: &Sentence) -> Option<&'a Sentence> {
    const NEAR: u32 = 40;
    let near = |other: &&Sentence| {
        other.spec == sentence.spec
            && other.range.end <= sentence.range.start
            && sentence.range.start - other.range.end < NEAR
    };
    api.sentences.iter().filter(near).max_by_key(|other| other.range.end)
}

fn gone_with(stage: &Stage, parent: &Resource, child: &Resource) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let (Some(delete), Some(create), Some(read)) = (parent.delete, child.create, child.read) else {
        return Err(Outcome::unproven("not all that it takes is documented"));
    };
    let above = Object::make(stage, parent, &|_| {})?;
    let id = above.shown.get("id").cloned().unwrap_or_else(|| json!(above.values.last()));
    let operation = &api.operations[create];
    let below = api.item_path(parent).is_some_and(|item| operation.path.starts_with(item));
    let reference = reference_to(operation, parent);
    let parents = if below { above.values.clone() } else { Vec::new() };
    let made = create_below(stage, create, parents, &[], &|body| {
        if let Some(name) = &reference {
            body.insert(name.clone(), id.clone());
        }
    })?
    .object(stage, child)?;
    made.now(stage, child)?;
    let deletion = call_on(stage, delete, &above.values, None, &[])?;
    if !deletion.answer.is_success() {
        let reason = format!("{} answered {}", deletion.title(), status_line(deletion.answer.status));
        return Err(Outcome::unproven(reason).showing(deletion.sent(), deletion.seen()));
    }
    let exchange = call_on(stage, read, &made.values, None, &[])?;
    let answered = format!(
        "after {}, {} answers {}",
        deletion.title(),
        exchange.title(),
        status_line(exchange.answer.status)
    );
    let outcome = match exchange.answer.status {
        404 | 410 => Outcome::proven(Strength::Asserted, answered),
        200..=299 => Outcome::refuted(answered),
        _ => Outcome::unproven(answered),
    };
    Ok(outcome.resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn titles(said: &str) -> Vec<String> {
        let text = format!(
            "# Doors\n\n## Data Model\n\n### Door\n\n- `id`: integer, read-only\n- `name`: string, required\n\n### Key\n\n- `id`: integer, read-only\n- `door_id`: integer, required\n\n## API\n\n- `POST /doors` adds a door\n- `GET /doors/{{id}}` reads one\n- `DELETE /doors/{{id}}` deletes one\n- `POST /keys` adds a key\n- `GET /keys/{{id}}` reads one\n\n## Rules\n\n{said}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let last = api.sentences.last().unwrap();
        super::of_sentence(&api, last).into_iter().map(|(_, claim)| claim.title).collect()
    }

    #[test]
    fn what_goes_with_what() {
        for said in [
            "When a door is deleted, its keys are deleted as well.",
            "Deleting a door also deletes its keys.",
            "A deleted door is gone. Its keys are deleted along with it.",
        ] {
            assert_eq!(titles(said), ["a key is gone with its door"], "{said}");
        }
        for said in [
            "Deleting a door keeps its keys as well.",
            "A room is large. Its keys are deleted along with it.",
            "Its keys are not deleted along with it.",
        ] {
            assert_eq!(titles(said), [""; 0], "{said}");
        }
    }
}

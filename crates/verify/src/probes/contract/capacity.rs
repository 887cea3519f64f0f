//! How many of something may stand below one object: "A shelf holds at most 30 books; one more gets 409".

use crate::api::{Api, Object, Resource, Sentence, create_below, make, send_new};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;

/// More than these are not made for one proof.
const MOST: usize = 60;

pattern!(
    HOLDS,
    r"\b(?:an?|each|every|one|any|the)\s+([a-z][a-z -]{1,30}?)\s+(?:holds|has|can have|may have|must not have more than|cannot have more than|can hold|may hold|contains|can contain|may contain|keeps|takes|is limited to)\s+(?:at most |up to |no more than |not more than |a maximum of |a limit of )?(\d+)\s+([a-z][a-z -]{1,30})"
);

/// What is claimed of the operation that makes what there may be only so many of.
pub fn of_operation(context: &ItemContext, number: usize) -> Vec<Claim> {
    let api = &context.facts.api;
    let said = api
        .sentences
        .iter()
        .filter(|sentence| api.share(sentence.spec, context.number) && sentence.cells.is_empty());
    let found = said.filter_map(|sentence| stated(api, sentence));
    let mut found = found.filter(|(_, child, ..)| api.resources[*child].create == Some(number));
    let Some((parent, child, most, status)) = found.next() else { return Vec::new() };
    let title = format!(
        "{} makes {most} for one {} and answers {status} to one more",
        api.operations[number].title(),
        api.resources[parent].name
    );
    let attempt =
        move |stage: &Stage| attempt(stage, parent, child, most, status).unwrap_or_else(|outcome| outcome);
    vec![Claim::new(title, Needs::Target, attempt).minor()]
}

/// The resource that holds, the one that is held, how many, and what answers one more.
fn stated(api: &Api, sentence: &Sentence) -> Option<(usize, usize, usize, u16)> {
    let found = HOLDS.captures(&sentence.plain)?;
    let whole = found.get(0)?.as_str();
    if !["at most", "up to", "more than", "maximum", "limit"].iter().any(|word| whole.contains(word)) {
        return None;
    }
    let statuses = sentence.error_statuses();
    let [status @ (400 | 403 | 409 | 413 | 422)] = statuses.as_slice() else { return None };
    let most: usize = found.get(2)?.as_str().parse().ok()?;
    // "30 books per day", "a page of a shelf" count something else.
    let named = |said: &str| {
        let said = said.split(" and ").next().unwrap_or(said).trim();
        let is = |at: &usize| {
            let name = &api.resources[*at].name;
            said == name || crate::words::singular(said) == *name
        };
        let mut named = (0..api.resources.len()).filter(is);
        named.next().filter(|_| named.next().is_none())
    };
    let (parent, child) = (named(found.get(1)?.as_str())?, named(found.get(3)?.as_str())?);
    let below = |resource: &Resource| {
        let create = &api.operations[resource.create?];
        let item = api.item_path(&api.resources[parent])?;
        Some(
            create.home().starts_with(item)
                && create.home().parameters().count() == item.parameters().count(),
        )
    };
    let fits = parent != child && most > 0 && most <= MOST && below(&api.resources[child]) == Some(true);
    fits.then_some((parent, child, most, *status))
}

fn attempt(stage: &Stage, parent: usize, child: usize, most: usize, stated: u16) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let number =
        api.resources[child].create.ok_or_else(|| Outcome::unproven("nothing documented makes them"))?;
    let operation = &api.operations[number];
    let above = Object::make(stage, &api.resources[parent], &|_| {})?;
    for count in 1..=most {
        if let Err(outcome) = make(stage, number, operation, &above.values, 0) {
            // Where there are some from the start, it is full sooner.
            return Err(Outcome {
                reason: format!("already the {count}. one was refused: {}", outcome.reason),
                ..outcome
            });
        }
    }
    // With other values than those before: a clash is answered alike.
    let more = match operation.keyed {
        true => create_below(stage, number, above.values.clone(), &[], &|_| {})?.exchange,
        false => send_new(stage, number, operation, &above.values, 0)?.exchange,
    };
    let status = more.answer.status;
    let answered = format!("with {most} of them there, one more was answered with {}", status_line(status));
    let outcome = match status {
        status if status == stated => Outcome::proven(Strength::Asserted, answered),
        429 => return Err(Outcome::inconclusive(answered)),
        200..=299 | 500..=599 => Outcome::refuted(answered),
        403 | 409 | 413 | 422 | 423 => {
            Outcome::refuted(format!("{answered}, stated as {}", status_line(stated)))
        }
        _ => Outcome::unproven(format!("{answered}, stated as {}", status_line(stated))),
    };
    Ok(outcome.resting_on(target, &more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn read(rule: &str) -> Option<(usize, u16)> {
        let text = format!(
            "# Racks\n\n## API\n\n- `POST /racks` adds a rack. `201`.\n- `GET /racks/{{id}}` reads one.\n\
             - `POST /racks/{{id}}/books` puts a book on it. `201`.\n- `GET /racks/{{id}}/books` lists them.\n\n## Rules\n\n{rule}\n"
        );
        let facts = testing::facts_of_markdown(&text, "", Setup::default());
        stated(&facts.api, facts.api.sentences.last()?).map(|(_, _, most, status)| (most, status))
    }

    #[test]
    fn how_many_there_may_be_in_several_wordings() {
        assert_eq!(read("A rack holds at most 30 books; one more gets `409 full`."), Some((30, 409)));
        assert_eq!(
            read("Each rack can have up to 12 books, and further ones are refused with 422."),
            Some((12, 422))
        );
        assert_eq!(read("A rack may contain no more than 5 books (409)."), Some((5, 409)));
        for line in [
            "A rack has 30 books.",
            "A page of a rack contains at most 5 books; a larger `limit` gets 422.",
            "A rack takes at most 30 books per day; more gets 409.",
            "A rack holds at most 30 open books; one more gets 409.",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
        assert_eq!(read("A rack holds at most 30 kilograms; more gets 409."), None);
    }
}

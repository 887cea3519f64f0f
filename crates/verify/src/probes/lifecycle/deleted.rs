//! What was deleted: not read any more, not listed any more.

use crate::api::{Object, Resource, Scope, Sentence, call_on, match_headers, walk};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;

/// What becomes of a deleted object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// It is neither read nor listed.
    Gone,
    /// It is not listed, and may be read.
    Unlisted,
    /// The specification does not say.
    Unsaid,
}

const SOFT: &[&str] = &[
    "soft delete",
    "soft-delete",
    "soft-deleted",
    "soft deleted",
    "soft-deletes",
    "soft deletes",
    "soft deletion",
    "is soft",
    "be soft",
    "are soft",
    "softly",
    "trash",
    "undelete",
    "restorable",
    "tombstone",
    "deleted_at",
    "deletedat",
];
/// Words that speak of soft deletion where they say what deleting does.
const MILD: &[&str] = &[
    "archive",
    "archives",
    "archived",
    "deactivate",
    "deactivates",
    "deactivated",
    "marks",
    "marked",
    "flag",
    "flags",
    "flagged",
    "restore",
    "restored",
    "disables",
    "disabled",
];
const HIDDEN: &[&str] = &[
    "hide",
    "hides",
    "hidden",
    "unknown from then on",
    "no longer",
    "not found",
    "gone",
    "excluded",
    "exclude",
    "never returned",
    "not returned",
    "not listed",
    "invisible",
    "disappears",
    "disappear",
    "not visible",
    "no more",
    "not appear",
    "never appear",
    "vanishes",
    "filtered out",
    "leave out",
    "left out",
    "omit",
    "omitted",
];
const READABLE: &[&str] = &[
    "still readable",
    "can still be read",
    "remains readable",
    "still be fetched",
    "still be retrieved",
    "stays readable",
    "still returned by id",
    "by id",
    "remains available",
    "can be read",
    "may be read",
    "can be fetched",
    "still be read",
    "remain readable",
    "stay readable",
    "still there",
    "not gone",
    "can be restored",
    "be recovered",
    "still available",
    "still reachable",
];
const STILL_READ: &[&str] = &[
    "can still be read",
    "still readable",
    "remains readable",
    "stays readable",
    "can still be fetched",
    "can still be retrieved",
];
/// Deeds by DELETE that leave an object behind.
const LEAVES: &[&str] = &[
    "release",
    "releases",
    "cancel",
    "cancels",
    "archive",
    "archives",
    "withdraw",
    "withdraws",
    "end",
    "ends",
    "close",
    "closes",
    "revoke",
    "revokes",
    "deactivate",
    "deactivates",
    "retire",
    "retires",
    "void",
    "voids",
    "expire",
    "expires",
    "disable",
    "disables",
    "give up",
    "gives up",
    "hide",
    "hides",
];

/// Whether an operation is told to do something else to an object than to delete it: "release a hold".
pub fn leaves_behind(summary: &str) -> bool {
    let said = crate::api::plain(summary);
    let has = |words: &[&str]| words.iter().any(|word| crate::api::has_phrase(&said, word));
    has(LEAVES) && !has(&["delete", "deletes", "remove", "removes"])
}

const LISTS: &[&str] = &[
    "list",
    "lists",
    "listing",
    "listings",
    "listed",
    "collection",
    "collections",
    "index",
    "search results",
];

/// What becomes of deleted objects, by what is said about the operation.
pub fn what(about: &[&Sentence]) -> Becomes {
    let deletes: Vec<&&Sentence> =
        about.iter().filter(|sentence| speaks_of_deletion(sentence) || is_soft(sentence)).collect();
    let stated: Vec<Becomes> = deletes.iter().filter_map(|sentence| stated(sentence)).collect();
    // "Deleting a hold releases it. The hold can still be read" goes on about what was deleted.
    let read_on = about.iter().any(|sentence| sentence.says(STILL_READ));
    if read_on || deletes.iter().any(|sentence| sentence.says(READABLE)) {
        return if stated.contains(&Becomes::Unlisted) { Becomes::Unlisted } else { Becomes::Unsaid };
    }
    if !deletes.iter().any(|sentence| is_soft(sentence)) || stated.contains(&Becomes::Gone) {
        Becomes::Gone
    } else if stated.contains(&Becomes::Unlisted) {
        Becomes::Unlisted
    } else {
        Becomes::Unsaid
    }
}

/// Whether a sentence says that deleting leaves something behind.
fn is_soft(sentence: &Sentence) -> bool {
    let acts = matches!(sentence.scope, Scope::Operations(_))
        || sentence.says(&["deleting", "deletes", "deletion", "on delete"]);
    sentence.says(SOFT) || acts && sentence.says(MILD)
}

fn speaks_of_deletion(sentence: &Sentence) -> bool {
    sentence.says(&[
        "delete", "deletes", "deleted", "deleting", "deletion", "remove", "removes", "removed", "removing",
    ])
}

/// What a sentence says of deleted objects.
pub fn stated(sentence: &Sentence) -> Option<Becomes> {
    // The row of an endpoint lists the errors that it may answer with, and says nothing of what comes after.
    let afterwards = sentence.says(&["404", "410"])
        && sentence.says(&[
            "deleted",
            "removed",
            "afterwards",
            "after",
            "then",
            "subsequent",
            "from then on",
        ]);
    if !speaks_of_deletion(sentence) && !is_soft(sentence) || !(sentence.says(HIDDEN) || afterwards) {
        return None;
    }
    if sentence.says(&[
        "not delete",
        "cannot be deleted",
        "can not be deleted",
        "not be deleted",
        "unless",
        "not gone",
        "not removed",
        "not hidden",
        "not left out",
        "not excluded",
        "still listed",
    ]) {
        return None;
    }
    let everywhere = sentence.says(&[
        "every endpoint",
        "all endpoints",
        "404",
        "410",
        "not found",
        "unknown from then on",
        "gone",
        "everywhere",
    ]);
    let lists = sentence.says(LISTS);
    match (everywhere, lists, sentence.says(READABLE)) {
        (_, true, true) => Some(Becomes::Unlisted),
        (_, false, true) => None,
        (true, ..) => Some(Becomes::Gone),
        (false, true, _) => Some(Becomes::Unlisted),
        (false, false, _) => sentence
            .says(&["hides", "hide", "hidden", "disappears", "disappear", "invisible"])
            .then_some(Becomes::Gone),
    }
}

/// Makes an object and deletes it.
fn delete(stage: &Stage, resource: &Resource, number: usize, object: &Object) -> Result<Exchange, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let headers = match_headers(stage, operation, &object.values)?;
    let exchange = call_on(stage, number, &object.values, None, &headers)?;
    if !exchange.answer.is_success() || exchange.answer.status == 202 {
        let reason = format!(
            "deleting a new {} was answered with {}",
            resource.name,
            status_line(exchange.answer.status)
        );
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    Ok(exchange)
}

/// A deleted object is not read any more: by its own endpoint, or by all that only read and hang on it.
pub fn unread(
    stage: &Stage,
    resource: &Resource,
    number: usize,
    everywhere: bool,
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let object = Object::make(stage, resource, &|_| {})?;
    object.now(stage, resource)?;
    let deletion = delete(stage, resource, number, &object)?;
    let Some(read) = resource.read else {
        return Err(Outcome::unproven("no operation that reads one is documented"));
    };
    let mut readers = vec![read];
    let path = api.operations[read].path.clone();
    readers.extend((0..api.operations.len()).filter(|other| {
        let operation = &api.operations[*other];
        everywhere
            && *other != read
            && operation.is_safe()
            && operation.path.starts_with(&path)
            && operation.path.parameters().count() == object.values.len()
    }));
    let mut last = None;
    for reader in readers {
        let exchange = call_on(stage, reader, &object.values, None, &[])?;
        match exchange.answer.status {
            404 | 410 => last = Some(exchange),
            200..=299 | 500..=599 => {
                let reason = format!(
                    "after {} was answered with {}, {} answers {}",
                    deletion.title(),
                    deletion.answer.status,
                    exchange.title(),
                    status_line(exchange.answer.status)
                );
                return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
            }
            status => {
                return Err(Outcome::unproven(format!(
                    "after the deletion, {} answers {}",
                    exchange.title(),
                    status_line(status)
                ))
                .showing(exchange.sent(), exchange.seen()));
            }
        }
    }
    match last {
        Some(exchange) => Ok(Outcome::proven(
            Strength::Asserted,
            format!(
                "the deletion was answered with {}; after it, {} answers {}",
                deletion.answer.status,
                exchange.title(),
                status_line(exchange.answer.status)
            ),
        )
        .resting_on(target, &exchange)),
        None => Err(Outcome::unproven("nothing reads it")),
    }
}

/// A deleted object is not listed any more.
pub fn unlisted(stage: &Stage, resource: &Resource, number: usize) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let Some(list) = resource.list else { return Err(Outcome::unproven("no list is documented")) };
    let object = Object::make(stage, resource, &|_| {})?;
    // Whoever made it sees it, if anybody does.
    let maker =
        stage.shared.workshop.maker(&resource.collection, object.values.last().map_or("", String::as_str));
    let acting = maker.map(|name| stage.acting_as(Some(&name), None));
    let stage = acting.as_ref().unwrap_or(stage);
    let facts = api.list(list);
    let size = facts.most.as_ref().map(|most| most.fact.number.min(100));
    let parents = &object.values[..object.values.len() - 1];
    let id = object.values.last();
    let look = || -> Result<(bool, Option<Exchange>), Outcome> {
        let found = walk(stage, &api.operations[list], &facts, parents, "", size, &mut |_| Ok(()))?;
        let there =
            found.elements.iter().any(|element| api.id_in(&resource.collection, element).as_ref() == id);
        // The page that it stands on is the one to show.
        let page =
            found.pages.iter().find(|page| id.is_some_and(|id| page.answer.text().contains(id.as_str())));
        Ok((there, page.or(found.last()).cloned()))
    };
    if !look()?.0 {
        return Err(Outcome::unproven(
            "it was not listed before either, as far as the pages could be followed",
        ));
    }
    let deletion = delete(stage, resource, number, &object)?;
    let (there, exchange) = look()?;
    let Some(exchange) = exchange else { return Err(Outcome::unproven("the list has no page")) };
    let outcome = if there {
        Outcome::refuted(format!(
            "after {} was answered with {}, it is still listed",
            deletion.title(),
            deletion.answer.status
        ))
    } else {
        Outcome::proven(Strength::Asserted, "it was listed before the deletion, and is not after it")
    };
    Ok(outcome.resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use super::leaves_behind;

    #[test]
    fn deeds_that_leave_an_object_behind() {
        assert!(leaves_behind("release a hold") && leaves_behind("Cancels the booking"));
        assert!(!leaves_behind("delete a hold") && !leaves_behind("removes it and closes the gap"));
    }
}

//! What a list leaves out unless it is asked for: "archived books are left out unless `include_archived=true` is given", "by default
//! the list does not contain `gone` books".

use super::various::List;
use crate::api::{Api, Object, Resource, Sentence, bring_into, call_on, match_headers};
use crate::claim::Outcome;
use crate::pattern::pattern;
use abide_ledger::Strength;
use serde_json::json;

// "archived books are left out of the list unless …"
pattern!(
    LEFT_OUT,
    r"^(?:by default,?\s+)?([a-z][a-z_, -]*?)\s+(?:are|is)\s+(?:left out|omitted|excluded|hidden|skipped|not listed|not shown|not included|not returned|never listed)(?:\s+(?:of|from|in|by)\s+(?:the\s+|this\s+|any\s+|all\s+)?(?:lists?|default|result|results))?(?:\s+by default)?(?:,?\s+unless\s+(.+))?$"
);
// "the list leaves out archived books"
pattern!(
    LEAVES_OUT,
    r"^(?:by default,?\s+)?(?:the|this)\s+(?:[a-z]+\s+)?list\s+(?:leaves out|omits|excludes|hides|skips|does not contain|does not include|does not show|has no)\s+([a-z][a-z_, -]*?)(?:\s+by default)?(?:,?\s+unless\s+(.+))?$"
);
pattern!(PARAMETER, r"`?\??([a-z_]\w*)=([\w-]+)`?");

/// What marks the things that a list leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A member that is true.
    Flag(String),
    /// A state.
    State(String),
}

/// What a sentence says that the list of a resource leaves out, with the query that brings it back.
pub fn read(api: &Api, resource: &Resource, sentence: &Sentence) -> Option<(Mark, Option<String>)> {
    let plain = sentence.plain.trim().trim_end_matches('.');
    if sentence.says(&["if", "when", "while", "until", "own", "for guests", "except"])
        || !sentence.cells.is_empty()
    {
        return None;
    }
    let found = LEFT_OUT.captures(plain).or_else(|| LEAVES_OUT.captures(plain))?;
    let things = found.get(1)?.as_str();
    let unless = found.get(2).is_some();
    let about = unless || plain.contains("list") || plain.contains("by default");
    let query = PARAMETER
        .captures(&sentence.text)
        .filter(|_| unless)
        .map(|said| format!("{}={}", &said[1], &said[2]));
    // A condition that is no parameter is not understood.
    if !about || unless && query.is_none() {
        return None;
    }
    let flag = api.flags(resource).into_iter().find_map(|(name, word)| {
        let rest = things.strip_prefix(&format!("{word} "))?;
        (crate::words::singular(rest) == resource.name).then_some(name)
    });
    if let Some(flag) = flag {
        return Some((Mark::Flag(flag), query));
    }
    let (at, states) = api.things(things)?;
    let own = api.resources.get(at).is_some_and(|known| known.collection.same(&resource.collection));
    match states.as_slice() {
        [one] if own => Some((Mark::State(one.clone()), query)),
        _ => None,
    }
}

/// An object that is listed is no longer so once it has the mark, and is again where it is asked for.
pub fn attempt(list: &List, mark: &Mark, query: Option<&str>) -> Result<Outcome, Outcome> {
    let (stage, resource, api) = (list.stage, list.resource, &list.stage.facts.api);
    let target = stage.target()?;
    let object: Object = list.add(&[])?;
    let id = object.values.last().cloned().unwrap_or_default();
    let names = |query: &str| -> Result<(bool, crate::api::Walk), Outcome> {
        let walk = list.all(query)?;
        Ok((walk.ids(api, &list.operation.path).contains(&id), walk))
    };
    if !names("")?.0 {
        return Err(Outcome::unproven("what was made does not stand in the list"));
    }
    let said = match mark {
        Mark::Flag(name) => {
            let lost = || Outcome::unproven(format!("nothing documented sets `{name}`"));
            let update = *resource.updates.first().ok_or_else(lost)?;
            let headers = match_headers(stage, &api.operations[update], &object.values)?;
            let done = call_on(stage, update, &object.values, Some(&json!({ name: true })), &headers)?;
            let (now, _) = object.now(stage, resource)?;
            if now.get(name) != Some(&json!(true)) {
                return Err(lost().showing(done.sent(), done.seen()));
            }
            format!("whose `{name}` is true")
        }
        Mark::State(state) => {
            let item = api.item_path(resource).ok_or_else(|| Outcome::unproven("nothing reads it"))?;
            let mut placed = object.placed(item, Some(object.now(stage, resource)?.0));
            bring_into(stage, &mut placed, state)?;
            format!("that is {state}")
        }
    };
    let (there, walk) = names("")?;
    let last = walk.last().cloned().ok_or_else(|| Outcome::unproven("the list has no page"))?;
    if there {
        let reason = format!("the list names a {} {said}", resource.name);
        return Ok(Outcome::refuted(reason).resting_on(target, &last));
    }
    let mut told = format!("the list does not name a {} {said}", resource.name);
    if let Some(query) = query {
        let (there, walk) = names(query)?;
        if !there && walk.complete {
            let last = walk.last().cloned().unwrap_or(last);
            let reason = format!("asked for `{query}`, the list does not name a {} {said}", resource.name);
            return Ok(Outcome::refuted(reason).resting_on(target, &last));
        }
        told = format!("{told}, but for `{query}`");
    }
    Ok(Outcome::proven(Strength::Asserted, told).resting_on(target, &last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn said(line: &str) -> Option<(Mark, Option<String>)> {
        let text = format!(
            "# Books\n\n## Data\n\n### Book\n\n| Field | Type | Rules |\n|---|---|---|\n| id | string | |\n| title | string | required |\n| archived | boolean | |\n| status | string | `here`, `lent` or `gone` |\n\n\
             ## API\n\n- `POST /books` adds a book\n- `GET /books/{{id}}` reads one\n- `PATCH /books/{{id}}` changes one\n- `GET /books` lists them\n\n{line}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        read(&api, &api.resources[0], api.sentences.last().unwrap())
    }

    #[test]
    fn what_a_list_leaves_out() {
        let flag = Mark::Flag("archived".to_owned());
        for line in [
            "Archived books are left out unless `include_archived=true` is given.",
            "By default, archived books are not listed, unless `include_archived=true` is sent.",
            "The list leaves out archived books unless `?include_archived=true` is added.",
        ] {
            assert_eq!(said(line), Some((flag.clone(), Some("include_archived=true".to_owned()))), "{line}");
        }
        assert_eq!(said("Archived books are left out of the list."), Some((flag, None)));
        assert_eq!(
            said("Books that are `gone` are not listed by default."),
            Some((Mark::State("gone".to_owned()), None))
        );
        for line in [
            "Archived books are left out unless somebody asks.",
            "Archived books are hidden.",
            "Old books are left out of the list.",
            "If the list is long, archived books are left out of the list.",
        ] {
            assert_eq!(said(line), None, "{line}");
        }
    }
}

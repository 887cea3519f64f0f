//! Members that some do not see: "shown to editors only", "`notes` is left out for readers", "readers must not see `notes`".

use super::said::others;
use crate::api::{
    Api, Object, Resource, Sentence, Sort, bring_into, call_on, caller, has_phrase, names_in, same_role,
    unwrapped,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Value, json};

// "shown to editors only", "only visible to editors"
pattern!(
    SHOWN_ONLY,
    r"^(?:is\s+|are\s+)?(?:(?:shown|visible|returned|sent|readable|given|available)\s+(?:only\s+(?:to|for|by)\s+([a-z_, ]+?)|(?:to|for|by)\s+([a-z_, ]+?)\s+(?:only|alone))|only\s+(?:shown|visible|returned|sent|readable|given)\s+(?:to|for|by)\s+([a-z_, ]+?)|([a-z_, ]+?)\s+only)$"
);
// "left out for readers", "hidden from readers", "never shown to readers", "left out of letters shown to readers"
pattern!(
    LEFT_OUT,
    r"^(?:is\s+|are\s+)?(?:(?:left out|omitted|hidden|withheld|removed|stripped|missing|not shown|never shown|not visible|invisible|not returned|never returned|not sent|kept)(?:\s+of\s+[a-z]+(?:\s+(?:that are\s+)?shown)?|\s+from\s+[a-z]+\s+shown)?\s+(?:for|from|to)\s+([a-z_, ]+?))$"
);
// "readers do not see it", of `notes`
pattern!(
    NOT_SEEN,
    r"^([a-z_, ]+?)\s+(?:do not|does not|don't|doesn't|cannot|can not|can't|may not|must not|shall not|must never|never)\s+(?:see|sees|read|get|gets|receive)\s+(?:the\s+|its\s+)?([a-z_]+)$"
);
pattern!(
    ONLY_SEE,
    r"^only\s+([a-z_, ]+?)\s+(?:can |may )?(?:see|sees|read|reads|get|gets)\s+(?:the\s+|its\s+)?([a-z_]+)$"
);

// "readers get it without `notes`"
pattern!(
    WITHOUT,
    r"^([a-z_, ]+?)\s+(?:get|gets|see|sees|receive|receives|read|reads)\s+(it|them|[a-z ]{3,24}?)\s+without\s+(?:the\s+|its\s+)?(?:field\s+|member\s+|property\s+)?([a-z_]+)$"
);
// "the system must not show the `notes` of a letter to readers"
pattern!(
    NOT_SHOWN,
    r"^(?:(?:(?:the|this|our)\s+)?(?:system|service|server|backend|application|api|it)\s+)?(?:must not|must never|shall not|may not|never|does not|do not|should not)\s+(?:show|shows|reveal|reveals|return|returns|give|gives|send|sends|expose|exposes|disclose|discloses)\s+(?:the\s+)?([a-z_]+)(?:\s+of\s+((?:an?|the|any|its)\s+[a-z_ -]+?))?\s+to\s+([a-z_, ]+?)$"
);

/// Who sees a member, and who does not.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    by: Vec<String>,
    not_by: Vec<String>,
}

fn roles(api: &Api, text: &str) -> Option<Vec<String>> {
    let bare = ["the ", "an ", "a ", "any ", "all "];
    let names = names_in(text);
    let known = |name: &String| {
        let name = bare.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
        api.roles.iter().find(|known| same_role(known, name)).cloned()
    };
    let known: Option<Vec<String>> = names.iter().map(known).collect();
    known.filter(|known| !known.is_empty())
}

/// What a few words say of who sees what they are noted of.
fn of_words(api: &Api, words: &str) -> Option<Seen> {
    if let Some(found) = SHOWN_ONLY.captures(words) {
        let who = (1..=4).find_map(|at| found.get(at)).map_or("", |who| who.as_str());
        let by = roles(api, who)?;
        return Some(Seen { not_by: others(api, &by), by });
    }
    let found = LEFT_OUT.captures(words)?;
    let who = found.get(1).map_or("", |who| who.as_str());
    Some(Seen { by: Vec::new(), not_by: roles(api, who)? })
}

/// What the notes of a field say.
pub fn of_field(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((entity, name)) = context.item.key.rsplit_once('.') else { return Vec::new() };
    let name = name.trim_end_matches('?');
    let Some(facts) = api.fields.field(entity, name) else { return Vec::new() };
    let Some(resource) = api.resources.iter().find(|resource| resource.is_of(entity)) else {
        return Vec::new();
    };
    let plain = crate::api::plain(&facts.notes);
    // "Heads only", of what is sent, may say who sets it.
    const SEEING: &[&str] = &[
        "see", "sees", "seen", "shown", "show", "visible", "read", "get", "gets", "returned", "hidden",
        "left out", "omitted",
    ];
    if !facts.rule.owned && !SEEING.iter().any(|word| crate::api::has_phrase(&plain, word)) {
        return Vec::new();
    }
    let said = plain.split([';', ',', '.']).find_map(|part| of_words(api, part.trim()));
    // "left out for readers and guests" has no comma within.
    said.map(|seen| claims(resource, name, &seen)).unwrap_or_default()
}

/// What a sentence says of a member that it names in code.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<Claim> {
    let codes = sentence.codes();
    let plain = sentence.plain.as_str();
    // A circumstance holds for all of a sentence, wherever in it it stands.
    let narrowed = hedge::holds_in_some_cases(plain)
        || hedge::is_done_elsewhere(plain)
        || sentence.says(&["by default", "own", "after", "before"]);
    let (Some(name), false) = (codes.first(), narrowed) else { return Vec::new() };
    let lower = name.to_lowercase();
    // What is said behind a semicolon is said besides.
    let Some(whole) = plain.split(';').find(|part| part.contains(lower.as_str())) else { return Vec::new() };
    let Some(seen) = of_part(api, whole, &lower) else { return Vec::new() };
    let has = |resource: &&Resource| {
        resource.read.is_some() && api.members(resource).iter().any(|known| known == name)
    };
    let named = |resource: &&Resource| resource.is_named_in(&sentence.plain);
    let mut owners = api.resources.iter().filter(has).filter(named);
    let mut all = api.resources.iter().filter(has);
    let owner = owners.next().or_else(|| all.next().filter(|_| all.next().is_none()));
    owner.map(|resource| claims(resource, name, &seen)).unwrap_or_default()
}

/// What a part of a sentence says of a member, as a whole or in one of its clauses.
fn of_part(api: &Api, whole: &str, name: &str) -> Option<Seen> {
    if ["list", "lists"].iter().any(|word| has_phrase(whole, word)) {
        return None;
    }
    // Why it is so stands behind.
    let bare = |clause: &str| -> String {
        let clause = clause.split(" because ").next().unwrap_or(clause);
        clause.trim().trim_end_matches('.').to_owned()
    };
    of_clause(api, &bare(whole), name).or_else(|| {
        let (said, beside): (Vec<&str>, Vec<&str>) =
            whole.split(',').partition(|clause| clause.contains(name));
        let narrows = beside.iter().any(|clause| hedge::is_place(clause));
        said.first().filter(|_| !narrows).and_then(|clause| of_clause(api, &bare(clause), name))
    })
}

/// Whether words name a kind of objects, and no more of them than all: "a letter", and not "a sealed letter".
fn is_any(api: &Api, words: &str) -> bool {
    let articles = ["a", "an", "the", "any", "its", "all", "every", "each"];
    let named: Vec<String> = words
        .split_whitespace()
        .filter(|word| !articles.contains(word))
        .map(crate::words::singular)
        .collect();
    named.is_empty() || api.resources.iter().any(|resource| resource.name == named.join(" "))
}

/// What a clause says of a member.
fn of_clause(api: &Api, plain: &str, name: &str) -> Option<Seen> {
    let (before, behind) = plain.split_once(name).unwrap_or((plain, ""));
    let opens = before
        .split_whitespace()
        .all(|word| ["likewise", "the", "also", "likewise,", "a", "and"].contains(&word));
    if opens {
        return of_words(api, behind.trim());
    }
    // The pattern, and where in it the member, the roles and the object stand.
    let patterns = [
        (&NOT_SEEN, 2, 1, None),
        (&WITHOUT, 3, 1, Some(2)),
        (&NOT_SHOWN, 1, 3, Some(2)),
        (&ONLY_SEE, 2, 1, None),
    ];
    for (pattern, member, who, what) in patterns {
        let Some(found) = pattern.captures(plain) else { continue };
        if found.get(member).is_none_or(|it| it.as_str() != name) {
            continue;
        }
        let what = what.and_then(|at| found.get(at)).map_or("", |what| what.as_str());
        if !matches!(what, "it" | "them") && !is_any(api, what) {
            continue;
        }
        let named = roles(api, found.get(who)?.as_str())?;
        return Some(match std::ptr::eq(pattern, &ONLY_SEE) {
            true => Seen { not_by: others(api, &named), by: named },
            false => Seen { by: Vec::new(), not_by: named },
        });
    }
    None
}

fn claims(resource: &Resource, name: &str, seen: &Seen) -> Vec<Claim> {
    let claim = |role: &String, may: bool| {
        let title = match may {
            true => format!("the `{name}` of a {} is shown to {role}", resource.name),
            false => format!("the `{name}` of a {} is not shown to {role}", resource.name),
        };
        let (resource, name, role) = (resource.clone(), name.to_owned(), role.clone());
        Claim::new(title, Needs::Target, move |stage| {
            attempt(stage, &resource, &name, &role, may).unwrap_or_else(|outcome| outcome)
        })
    };
    let hidden = seen.not_by.iter().map(|role| claim(role, false));
    hidden.chain(seen.by.iter().map(|role| claim(role, true))).collect()
}

fn attempt(
    stage: &Stage,
    resource: &Resource,
    name: &str,
    role: &str,
    may: bool,
) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let caller = caller(target, role)?;
    let (Some(read), Some(item)) = (resource.read, api.item_path(resource)) else {
        return Err(Outcome::unproven("nothing documented reads it"));
    };
    let anybody = &stage.as_anybody();
    let facts = api.field_of(resource, name);
    let free = facts.filter(|facts| !facts.rule.owned);
    let value = free.and_then(|facts| match facts.rule.sort {
        Sort::Text | Sort::Unknown if facts.rule.form.is_none() => {
            facts.rule.valid(name, 1).or(Some(json!("Sample 1")))
        }
        _ => facts.rule.valid(name, 1),
    });
    let object = Object::make(anybody, resource, &|body| {
        if let Some(value) = &value {
            body.insert(name.to_owned(), value.clone());
        }
    })?;
    let now = object.now(anybody, resource)?.0;
    if now.get(name).is_none_or(Value::is_null) {
        return Err(Outcome::unproven(format!("nobody is shown a `{name}` with a value")));
    }
    let acting = stage.acting_as(caller.role.as_deref(), Some(read));
    let mut exchange = call_on(&acting, read, &object.values, None, &[])?;
    // It may be kept from them as a whole in its first state.
    let states = api.states_of(resource).map(|(_, states)| states).unwrap_or_default();
    let mut at = object.placed(item, Some(now));
    for state in states {
        if exchange.answer.is_success() {
            break;
        }
        if bring_into(anybody, &mut at, &state).is_ok() {
            exchange = call_on(&acting, read, &object.values, None, &[])?;
        }
    }
    let status = exchange.answer.status;
    if !exchange.answer.is_success() {
        let reason = format!("{role} was answered {}", crate::http::status_line(status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    let shown = exchange.answer.json().map(unwrapped).unwrap_or_default();
    let outcome = match (may, shown.get(name).filter(|value| !value.is_null())) {
        (false, None) => Outcome::proven(Strength::Asserted, format!("{role} is shown no `{name}`")),
        (true, Some(value)) => {
            Outcome::proven(Strength::Asserted, format!("{role} is shown that `{name}` is {value}"))
        }
        (false, Some(value)) => Outcome::refuted(format!("{role} is shown that `{name}` is {value}")),
        (true, None) => Outcome::refuted(format!("{role} is shown no `{name}`, which has a value")),
    };
    Ok(outcome.resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn read(words: &str) -> Option<String> {
        let text = "# Letters\n\n## API\n\n- `GET /letters/{id}` reads one\n";
        let config = "[targets.local.roles.reader]\nheaders = { X = \"1\" }\n[targets.local.roles.editor]\nheaders = { X = \"2\" }\n[targets.local.roles.guest_writer]\nheaders = { X = \"3\" }\n";
        let api = testing::facts_of_markdown(text, config, Setup::default()).api;
        of_words(&api, words).map(|seen| format!("{} | {}", seen.by.join("+"), seen.not_by.join("+")))
    }

    #[test]
    fn who_does_not_see_a_member_in_sentences() {
        let config = "[targets.local.roles.reader]\nheaders = { X = \"1\" }\n[targets.local.roles.editor]\nheaders = { X = \"2\" }\n";
        let text = "# Letters\n\n## API\n\n- `POST /letters` adds one\n- `GET /letters/{id}` reads one\n";
        let api = testing::facts_of_markdown(text, config, Setup::default()).api;
        let said = |clause: &str| of_clause(&api, clause, "notes").map(|seen| seen.not_by.join("+"));
        for clause in [
            "readers do not see the notes",
            "readers get it without notes",
            "readers see a letter without the field notes",
            "the system must not show the notes of a letter to readers",
            "only editors see notes",
        ] {
            assert_eq!(said(clause).as_deref(), Some("reader"), "{clause}");
        }
        for clause in [
            "readers write letters without notes",
            "readers see a sealed letter without notes",
            "the system must not show the notes to strangers",
            "the system must not show the notes of a sealed letter to readers",
            "the search must not show the notes of a letter to readers",
            "the monthly report does not show the notes to readers",
        ] {
            assert_eq!(said(clause), None, "{clause}");
        }
    }

    #[test]
    fn a_circumstance_elsewhere_in_the_sentence_counts() {
        let config = "[targets.local.roles.reader]\nheaders = { X = \"1\" }\n";
        let claims = |said: &str| {
            let text = format!(
                "# Letters\n\n## Data model\n\n### Letter\n\n| Field | Type |\n|---|---|\n| id | integer |\n| notes | string |\n\n## API\n\n- `POST /letters` adds one\n- `GET /letters/{{id}}` reads one\n\n## Rules\n\n{said}\n"
            );
            let api = testing::facts_of_markdown(&text, config, Setup::default()).api;
            api.sentences.iter().map(|sentence| of_sentence(&api, sentence).len()).sum::<usize>()
        };
        for said in [
            "A reader does not see `notes`; that also holds for the list.",
            "A reader may not see `notes`, because they are private.",
            "Likewise, a reader does not see `notes`, and nobody asks why.",
        ] {
            assert_eq!(claims(said), 1, "{said}");
        }
        for said in [
            "Unless the letter is theirs, a reader does not see `notes`.",
            "Once a letter is sealed, a reader does not see `notes`.",
            "After the letter was sealed, a reader does not see `notes`.",
            "In the list, a reader does not see `notes`.",
            "In the archive, a reader does not see `notes`.",
            "A reader does not see `notes`, except on published letters.",
            "A reader does not see `notes`, but only of sealed letters.",
            "In the UI, the system must not show the `notes` to readers.",
        ] {
            assert_eq!(claims(said), 0, "{said}");
        }
    }

    #[test]
    fn who_sees_a_member() {
        for words in [
            "shown to editors only",
            "visible to editors only",
            "only visible to editors",
            "editors only",
            "returned only to editors",
        ] {
            assert_eq!(
                read(words).as_deref().map(|said| said.starts_with("editor | ")),
                Some(true),
                "{words}"
            );
        }
        for words in [
            "left out for readers",
            "hidden from readers",
            "never shown to a reader",
            "is left out of letters shown to readers",
            "not visible to readers",
        ] {
            assert_eq!(read(words).as_deref(), Some(" | reader"), "{words}");
        }
        for words in [
            "shown to the public only",
            "left out for now",
            "read only",
            "hidden from search",
            "shown to editors",
        ] {
            assert_eq!(read(words), None, "{words}");
        }
    }
}

//! Whom sentences turn away from an operation, wherever they stand and where no statement of its own holds them: "Only keepers may add
//! racks, close racks and write reports", "The trail can be read by the auditor only".

use super::cell::{Cell, Right};
use super::said;
use crate::ItemContext;
use crate::api::{Api, Sentence, operations_of, same_role};
use crate::hedge;
use crate::pattern::pattern;
use crate::words;

// "the trail can be read by the auditor and the head only"
pattern!(
    PASSIVE,
    r"^(?:the |all |every |each )?([a-z][a-z -]{2,40}?) (?:can|may|must) (only )?be ([a-z]+) (only )?by ([^,;.]+?)( only| alone)?$"
);

// "only keepers may add racks, close racks and write reports"
pattern!(ONLY, r"^only ([a-z][a-z _,-]*?) (?:may|can|are allowed to|is allowed to) ([^;.]+)$");

/// The roles that are turned away from an operation.
pub fn of_operation(context: &ItemContext, number: usize) -> Vec<String> {
    let api = &context.facts.api;
    let free = |sentence: &&Sentence| {
        sentence.spec == context.number
            && sentence.cells.is_empty()
            && api.roles.iter().any(|role| words::names(&sentence.plain, role))
            && !context.is_held(sentence, |kind| kind != abide_model::Kind::Endpoint)
    };
    let cells: Vec<Cell> = api
        .sentences
        .iter()
        .filter(free)
        .flat_map(|sentence| of_sentence(api, context.number, &sentence.plain))
        .filter(|cell| cell.operations.as_ref().is_ok_and(|numbers| numbers.contains(&number)))
        .collect();
    let (allowed, denied): (Vec<&Cell>, Vec<&Cell>) =
        cells.iter().partition(|cell| cell.right != Right::MayNot);
    let may =
        |name: &String| allowed.iter().any(|cell| cell.names.iter().any(|known| same_role(known, name)));
    let mut names: Vec<String> = denied.into_iter().flat_map(|cell| cell.names.clone()).collect();
    names.retain(|name| !may(name));
    names.dedup();
    names
}

/// Who may and who may not, as a sentence in lower case says it.
fn of_sentence(api: &Api, spec: usize, plain: &str) -> Vec<Cell> {
    let whole = plain.trim().trim_end_matches('.');
    // What stands behind says what comes back.
    let said = whole.split(';').next().unwrap_or(whole).trim();
    if hedge::is_conditional(&said.replacen(" may ", " ", 1)) {
        return Vec::new();
    }
    if let Some(found) = PASSIVE.captures(said) {
        let part = |at: usize| found.get(at).map_or("", |found| found.as_str());
        let only = [2, 4, 6].iter().any(|at| found.get(*at).is_some());
        let Some(names) = said::roles(api, part(5)) else { return Vec::new() };
        // "written" is what one does who writes.
        let cells = words::bases(part(3))
            .into_iter()
            .map(|verb| reserved(api, spec, &names, &format!("{verb} {}", part(1)), only));
        return cells.into_iter().find(|cells| !cells.is_empty()).unwrap_or_default();
    }
    let Some(found) = ONLY.captures(said) else { return said::cells(api, spec, whole) };
    let Some(names) = said::roles(api, &found[1]) else { return Vec::new() };
    // "their own", "what they made": whose it is decides as well.
    let own = ["own", "theirs", "they"].iter().any(|word| crate::api::has_phrase(&found[2], word));
    let deeds = found[2].split(", ").flat_map(|part| part.split(" and ")).map(str::trim);
    let deeds = deeds.map(|deed| deed.strip_prefix("and ").unwrap_or(deed)).filter(|_| !own);
    deeds.flat_map(|deed| reserved(api, spec, &names, deed, true)).collect()
}

/// That these may do something, and where nobody else may, that the others may not.
fn reserved(api: &Api, spec: usize, names: &[String], action: &str, only: bool) -> Vec<Cell> {
    // What is read may be listed: "lists the audit trail".
    let listed = || operations_of(api, spec, &format!("list{}", action.strip_prefix("read")?)).ok();
    let Some(operations) = operations_of(api, spec, action).ok().or_else(listed) else { return Vec::new() };
    // What is done by several operations may be meant of one of them.
    if operations.len() != 1 {
        return Vec::new();
    }
    let cell = |names: Vec<String>, right: Right| Cell {
        names,
        action: action.to_owned(),
        operations: Ok(operations.clone()),
        right,
    };
    let mut cells = vec![cell(names.to_vec(), Right::May)];
    cells.extend(only.then(|| cell(said::others(api, names), Right::MayNot)));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Setup, facts_of_markdown};

    /// The operations that a sentence denies to roles.
    fn denied(said: &str) -> Vec<String> {
        let text = format!(
            "# Racks\n\n## API\n\n- `POST /racks` adds a rack\n- `GET /racks/{{id}}` reads a rack\n- `DELETE /racks/{{id}}` deletes a rack\n- `POST /reports` writes a report\n\n### `GET /trail`\n\nLists the audit trail of the racks, newest first.\n\n## Access\n\n{said}\n"
        );
        let config = "[targets.local]\nurl = \"http://127.0.0.1:1\"\n[targets.local.roles.keeper]\nheaders = {}\n[targets.local.roles.auditor]\nheaders = {}\n[targets.local.roles.carrier]\nheaders = {}\n";
        let api = facts_of_markdown(&text, config, Setup::default()).api;
        let cells = api.sentences.iter().flat_map(|sentence| of_sentence(&api, 0, &sentence.plain));
        let denied = cells.filter(|cell| cell.right == Right::MayNot);
        denied
            .flat_map(|cell| {
                let titles = cell.operations.clone().unwrap_or_default();
                let names = cell.names.join(",");
                titles.into_iter().map(move |number| (number, names.clone())).collect::<Vec<_>>()
            })
            .map(|(number, names)| format!("{} {names}", api.operations[number].title()))
            .collect()
    }

    #[test]
    fn what_is_kept_for_some() {
        assert_eq!(
            denied("**Keepers** do the work. Only keepers may add racks, delete racks and write reports."),
            [
                "POST /racks auditor,carrier",
                "DELETE /racks/{id} auditor,carrier",
                "POST /reports auditor,carrier"
            ]
        );
        assert_eq!(
            denied("The audit trail can be read by the auditor only; keepers and the carrier get a 403."),
            ["GET /trail carrier,keeper"]
        );
        for said in [
            "The audit trail can be read by the auditor.",
            "Only keepers may delete racks if they are empty.",
            "Only keepers may delete their own racks.",
            "Racks can be deleted by visitors only.",
            "Only keepers may delete racks unless the auditor agreed.",
        ] {
            assert_eq!(denied(said), [""; 0], "{said}");
        }
    }
}

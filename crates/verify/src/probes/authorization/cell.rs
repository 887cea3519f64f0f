//! What a permission says: who, which operations, and how far.

use super::said::is_about_all_denials;
use crate::api::{Access, Api, Listed, is_open_by_convention, listed, names_in, operations_of, same_role};
use crate::facts::SpecFacts;
use crate::words;
use abide_model::{Item, Kind};
use serde_json::Value;

/// How far somebody may do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// They may.
    May,
    /// They may not.
    MayNot,
    /// They may with what is their own, and with nothing else.
    Own,
    /// They may with what is their own; nothing is said about what is another's.
    Mine,
    /// They may not with what is another's; nothing is said about what is their own.
    NotOthers,
    /// Of a list, what they see is theirs alone, in whichever way it is theirs.
    Apart,
    /// They may under a condition.
    If(String),
}

/// One permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The roles.
    pub names: Vec<String>,
    /// The action in words.
    pub action: String,
    /// The operations that it means, or why that is not certain.
    pub operations: Result<Vec<usize>, String>,
    /// How far they may.
    pub right: Right,
}

/// Roles that usually may do whatever another role may, unless a matrix says otherwise.
const MIGHTY: &[&str] =
    &["admin", "administrator", "root", "owner", "superuser", "superadmin", "super admin", "manager"];

/// The permissions that an item of a specification states.
pub fn of_permission(api: &Api, (spec, facts): (usize, &SpecFacts), item: &Item) -> Vec<Cell> {
    let source = facts.slice(item);
    let (Some(role), Some(said)) = (item.text_field("role"), item.text_field("action")) else {
        return Vec::new();
    };
    let (action, excepted) = in_row(api, (spec, facts), item, said);
    let action = action.as_str();
    let names = names_in(role);
    let endpoint = item.text_field("endpoint");
    let operations = operations_of(api, spec, endpoint.unwrap_or(action));
    let condition = item.text_field("condition").unwrap_or_default();
    // "Read orders and returns | own" is that right on each of them.
    let owned = is_own_alone(condition, action);
    let allow = item.fields.get("allow").and_then(Value::as_bool).or(owned.then_some(true));
    if operations.is_err()
        && endpoint.is_none()
        && !excepted
        && let Some(allow) = allow
        && let Some(listed) = listed(api, spec, action)
    {
        // One of several lines about a role is no list of all that it may do.
        let same = |other: &&Item| other.text_field("role") == Some(role);
        let whole = facts.of_kind(Kind::Permission).filter(same).count() == 1;
        let mut cells = of_list(api, (spec, whole && !owned), &names, listed, allow);
        for cell in cells.iter_mut().filter(|cell| owned && cell.right == Right::May) {
            cell.right = Right::Own;
        }
        return cells;
    }
    let right = match item.fields.get("allow") {
        // "Everything except sealing letters"
        Some(Value::Bool(true)) if excepted && !is_of_own(api, action) && !is_others(action) => Right::MayNot,
        Some(Value::Bool(true)) if excepted => Right::If(said.to_owned()),
        Some(Value::Bool(true)) if is_of_own(api, action) => Right::Own,
        Some(Value::Bool(true)) => Right::May,
        Some(Value::Bool(false)) if is_others(action) => Right::NotOthers,
        Some(Value::Bool(false)) if is_of_own(api, action) => Right::If(action.to_owned()),
        Some(Value::Bool(false)) => Right::MayNot,
        _ if owned => Right::Own,
        _ if is_read_only(condition) => return read_only(api, names, action, operations),
        _ => Right::If(if condition.is_empty() { action.to_owned() } else { condition.to_owned() }),
    };
    let mut cells = Vec::new();
    let bare = source.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if bare.starts_with("only ") && right == Right::May {
        // Whoever makes such things owns them, and may do so with those.
        let owns =
            |role: &str| names.iter().any(|name| is_owner(api, name)) && may_own(api, &operations, role);
        let others =
            api.roles.iter().filter(|known| !is_among(known, &names) && !is_mighty(known) && !owns(known));
        let others: Vec<String> = others.cloned().collect();
        cells.push(Cell {
            names: others,
            action: action.to_owned(),
            operations: operations.clone(),
            right: Right::MayNot,
        });
    }
    let cell = Cell { names, action: action.to_owned(), operations, right };
    let turned = super::said::turned_away(api, source, &cell);
    let of_owners = of_owners(api, &cell, bare.starts_with("only "));
    let names: Vec<String> = cell.names.iter().filter(|name| !is_owner(api, name)).cloned().collect();
    match (names.is_empty(), of_owners.is_empty()) {
        (true, true) => cells.insert(0, cell),
        (true, false) => {}
        (false, _) => cells.insert(0, Cell { names, ..cell }),
    }
    cells.extend(of_owners);
    cells.extend(turned);
    cells
}

/// What one of several actions of a row means beside the others: "file" of "file, read and burn own letters" is "file own letters", and
/// what stands behind "everything except" is what is not allowed.
fn in_row(api: &Api, (spec, facts): (usize, &SpecFacts), item: &Item, said: &str) -> (String, bool) {
    const EXCEPT: &[&str] = &[
        "everything except ",
        "everything but ",
        "anything except ",
        "anything but ",
        "all except ",
        "all but ",
    ];
    let role = item.text_field("role");
    let row: Vec<&Item> = facts
        .of_kind(Kind::Permission)
        .filter(|other| other.range == item.range && other.text_field("role") == role)
        .collect();
    let at = row.iter().position(|other| other.id == item.id || other.text_field("action") == Some(said));
    let at = at.unwrap_or_default();
    let action = |item: &Item| item.text_field("action").unwrap_or_default().trim().to_lowercase();
    let starts =
        |action: &str| EXCEPT.iter().find(|start| action.starts_with(**start)).map(|start| start.len());
    let excepted = row.iter().take(at + 1).any(|other| starts(&action(other)).is_some());
    let bare = starts(&said.to_lowercase()).and_then(|at| said.get(at..)).unwrap_or(said).trim();
    let known =
        |action: &str| operations_of(api, spec, action).is_ok() || listed(api, spec, action).is_some();
    if row.len() < 2 || known(bare) {
        return (bare.to_owned(), excepted);
    }
    // "sealing" of "sealing letters" is "seal"
    let plainly = |action: &str| -> Option<String> {
        let (verb, rest) = action.split_once(' ').unwrap_or((action, ""));
        let of = |base: &String| format!("{base} {rest}").trim().to_owned();
        words::bases(verb).iter().map(of).find(|action| known(action))
    };
    if let Some(action) = plainly(bare).filter(|_| bare.contains(' ')) {
        return (action, excepted);
    }
    if bare.contains(' ') {
        return (bare.to_owned(), excepted);
    }
    let thing = row.iter().skip(at + 1).find_map(|other| {
        let other = action(other);
        let last = other.rsplit(" and ").next()?.rsplit(" or ").next()?.to_owned();
        last.split_once(' ').map(|(_, thing)| thing.to_owned())
    });
    let whole = thing.map(|thing| format!("{bare} {thing}"));
    let whole = whole.and_then(|whole| if known(&whole) { Some(whole) } else { plainly(&whole) });
    (whole.unwrap_or_else(|| bare.to_owned()), excepted)
}

/// Whether a name means whoever made a thing, and is no role of its own.
fn is_owner(api: &Api, name: &str) -> bool {
    const OWNERS: &[&str] = &["owner", "creator", "author", "maker"];
    let mut parts = words::parts(name);
    parts.retain(|part| {
        !matches!(part.as_str(), "the" | "a" | "an" | "its" | "their" | "any" | "each" | "every")
    });
    // "The note's author" is one; "product owners" are, where there are products.
    let thing = |part: &String| {
        matches!(part.as_str(), "s" | "original" | "resource" | "object" | "record")
            || api.resources.iter().any(|resource| resource.is_named_in(part))
    };
    let is = parts.split_last().is_some_and(|(last, before)| {
        OWNERS.contains(&words::singular(last).as_str()) && before.iter().all(thing)
    });
    is && !api.roles.iter().any(|role| same_role(role, name))
}

/// Whether a role may make what an operation's path names: none where nothing says so.
fn may_make(api: &Api, number: usize, role: &str) -> Option<bool> {
    let path = &api.operations[number].path;
    let above = api
        .resources
        .iter()
        .filter(|resource| api.item_path(resource).is_some_and(|item| path.starts_with(item)));
    let said = above.filter_map(|resource| resource.create).filter_map(|create| {
        let create = &api.operations[create];
        let among = |names: &[String]| names.iter().any(|name| same_role(name, role));
        match &create.access {
            _ if among(&create.denied) => Some(false),
            Access::Key(names) if !names.is_empty() => Some(among(names)),
            _ => None,
        }
    });
    said.reduce(|one, other| one && other)
}

/// Whether nothing says that a role cannot make one of the things that operations are about.
fn may_own(api: &Api, operations: &Result<Vec<usize>, String>, role: &str) -> bool {
    operations.iter().flatten().all(|number| may_make(api, *number, role) != Some(false))
}

/// What the owner of a thing may, each role may that makes such things, with its own.
fn of_owners(api: &Api, cell: &Cell, only: bool) -> Vec<Cell> {
    let (true, Right::May, Ok(operations)) =
        (cell.names.iter().any(|name| is_owner(api, name)), &cell.right, &cell.operations)
    else {
        return Vec::new();
    };
    let others: Vec<&String> = cell.names.iter().filter(|name| !is_owner(api, name)).collect();
    let mut cells = Vec::new();
    for number in operations {
        let operation = &api.operations[*number];
        if operation.path.parameters().next().is_none() {
            continue;
        }
        let makes = |role: &&String| {
            let named = others.iter().any(|name| same_role(name, role));
            may_make(api, *number, role) == Some(true) && !is_mighty(role) && !named
        };
        let names: Vec<String> = api.roles.iter().filter(makes).cloned().collect();
        if !names.is_empty() {
            let right = if only { Right::Own } else { Right::Mine };
            let action = cell.action.clone();
            cells.push(Cell { names, action, operations: Ok(vec![*number]), right });
        }
    }
    cells
}

/// Each action of a list, and where it says that there is nothing else, that all others are denied.
fn of_list(
    api: &Api,
    (spec, whole): (usize, bool),
    names: &[String],
    listed: Listed,
    allow: bool,
) -> Vec<Cell> {
    let certain = allow && listed.actions.iter().all(|(_, operations)| operations.is_ok());
    // "A role that is not allowed gets a 403" makes lists of what roles may do whole; what only reads is often left out of them.
    let refused = || api.sentences.iter().any(|sentence| is_about_all_denials(&sentence.text).is_some());
    let implied = !listed.closed && whole && certain && listed.actions.len() > 1 && refused();
    let closed = certain && (listed.closed || implied);
    let mut meant: Vec<usize> = Vec::new();
    let mut cells = Vec::new();
    for (action, operations) in listed.actions {
        meant.extend(operations.iter().flatten());
        let right = match (allow, is_of_own(api, &action), is_others(&action)) {
            (true, true, _) => Right::Own,
            (true, false, _) => Right::May,
            (false, _, true) => Right::NotOthers,
            (false, true, false) => Right::If(action.clone()),
            (false, false, false) => Right::MayNot,
        };
        cells.push(Cell { names: names.to_vec(), action, operations, right });
    }
    if closed {
        let rest = api.operations.iter().enumerate().filter(|(number, operation)| {
            let open = operation.access == Access::Public || is_open_by_convention(&operation.path);
            let left_out = implied && operation.is_safe();
            operation.is_of(spec) && !open && !left_out && !meant.contains(number)
        });
        let operations = Ok(rest.map(|(number, _)| number).collect());
        let action = "anything else".to_owned();
        cells.push(Cell { names: names.to_vec(), action, operations, right: Right::MayNot });
    }
    cells
}

/// "Read only": what reads is allowed, and what writes is denied.
fn read_only(
    api: &Api,
    names: Vec<String>,
    action: &str,
    operations: Result<Vec<usize>, String>,
) -> Vec<Cell> {
    let operations = match operations {
        Ok(operations) => operations,
        Err(reason) => {
            let action = action.to_owned();
            return vec![Cell { names, action, operations: Err(reason), right: Right::May }];
        }
    };
    let (safe, rest): (Vec<usize>, Vec<usize>) =
        operations.into_iter().partition(|number| api.operations[*number].is_safe());
    let cell = |operations: Vec<usize>, right: Right| Cell {
        names: names.clone(),
        action: action.to_owned(),
        operations: Ok(operations),
        right,
    };
    vec![cell(safe, Right::May), cell(rest, Right::MayNot)]
}

fn is_read_only(condition: &str) -> bool {
    let plain = condition.to_lowercase().replace('-', " ");
    ["read only", "view only", "only read", "readonly"].iter().any(|words| plain.trim().starts_with(words))
}

/// Whether a text speaks of what is somebody's own.
pub fn is_own(text: &str) -> bool {
    let said = words::words(text);
    let any = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
    any(&["own", "owned", "self", "themselves", "himself", "mine", "owner"])
        || text.to_lowercase().contains("created by them")
}

/// Whether an action is done to what is somebody's own: "delete an owner" is not, where owners are things.
pub fn is_of_own(api: &Api, action: &str) -> bool {
    if !api.resources.iter().any(|resource| resource.name == "owner") {
        return is_own(action);
    }
    let said = words::words(action);
    is_own(&said.into_iter().filter(|word| word != "owner").collect::<Vec<_>>().join(" "))
}

/// Whether a condition of an action is that it is somebody's own, and no other: "own only", "if owner", "their own orders".
fn is_own_alone(condition: &str, action: &str) -> bool {
    const FILLING: &[&str] = &[
        "own",
        "owned",
        "only",
        "their",
        "its",
        "his",
        "her",
        "the",
        "ones",
        "s",
        "self",
        "themselves",
        "himself",
        "mine",
        "owner",
        "owners",
        "if",
        "is",
        "are",
        "as",
        "when",
        "they",
        "it",
        "by",
        "them",
        "created",
        "just",
        "records",
        "data",
        "items",
        "entries",
        "objects",
        "things",
        "resources",
    ];
    let named: Vec<String> = words::words(action).iter().map(|word| words::singular(word)).collect();
    let said = words::words(condition);
    let filling = |word: &String| FILLING.contains(&word.as_str()) || named.contains(&words::singular(word));
    is_own(condition) && said.iter().all(filling)
}

/// Whether a text speaks of what is another's.
pub fn is_others(text: &str) -> bool {
    let said = words::words(text);
    said.iter().any(|word| ["other", "others", "another", "foreign", "else"].contains(&word.as_str()))
}

/// Whether what is said about the caller of an endpoint holds under a condition only.
pub fn is_conditional(auth: &str) -> bool {
    let said = words::words(auth);
    said.iter().any(|word| {
        ["if", "when", "unless", "assigned", "member", "same", "scope", "author", "creator"]
            .contains(&word.as_str())
    })
}

/// Whether a role usually may do whatever another may.
pub fn is_mighty(name: &str) -> bool {
    MIGHTY.iter().any(|known| same_role(known, name))
        || words::parts(name).iter().any(|part| part == "admin" || part == "super")
}

fn is_among(name: &str, names: &[String]) -> bool {
    names.iter().any(|known| same_role(known, name))
}

/// The roles that an endpoint's documentation leaves out for certain.
///
/// "roles: admin, clerk" and "admin only" leave out the others. "editor" alone may mean an editor or whoever is above: only roles below the mightiest
/// are left out for certain, and where a ladder is spoken of, none.
pub fn excluded(auth: &str, named: &[String], roles: &[String]) -> Vec<String> {
    let said = words::words(auth);
    let any = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
    let ladder = auth.contains('+') || any(&["above", "higher", "least", "minimum", "min", "any"]);
    if ladder {
        return Vec::new();
    }
    let only = any(&["only", "exclusively", "solely"]);
    let listed = any(&["roles"]) || named.len() > 1;
    let mightiest = named.iter().any(|name| is_mighty(name));
    let others = roles.iter().filter(|role| !is_among(role, named) && !crate::api::is_stranger(role));
    others.filter(|role| !is_mighty(role) && (only || listed || mightiest)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    #[test]
    fn roles_that_are_left_out_for_certain() {
        let roles = ["admin", "editor", "viewer"].map(str::to_owned);
        let excluded = |auth: &str, named: &[&str]| {
            let named: Vec<String> = named.iter().map(|name| (*name).to_owned()).collect();
            excluded(auth, &named, &roles)
        };
        assert_eq!(excluded("X-API-Key; roles: admin, editor", &["admin", "editor"]), ["viewer"]);
        assert_eq!(excluded("admin only", &["admin"]), ["editor", "viewer"]);
        assert_eq!(excluded("requires admin", &["admin"]), ["editor", "viewer"]);
        assert_eq!(excluded("editor only", &["editor"]), ["viewer"], "an admin may be meant to do all");
        assert!(
            excluded("Bearer token, viewer", &["viewer"]).is_empty(),
            "an editor may do what a viewer may"
        );
        assert!(excluded("editor+", &["editor"]).is_empty());
    }

    #[test]
    fn a_condition_that_is_more_than_being_ones_own_is_kept() {
        for condition in [
            "own",
            "own only",
            "their own",
            "self",
            "if owner",
            "own orders",
            "if they own it",
            "created by them",
        ] {
            assert!(is_own_alone(condition, "Read orders and returns"), "{condition}");
        }
        for condition in ["own and those of their team", "if the owner agrees", "own, while open", ""] {
            assert!(!is_own_alone(condition, "Read orders and returns"), "{condition}");
        }
    }

    #[test]
    fn actions_of_one_row_are_read_beside_each_other() {
        let text = "# Letters\n\n## Roles\n\n| Role | Signs in with | May |\n|---|---|---|\n| `head` | token | everything except sealing letters |\n\
            | `clerk` | token | seal, read and burn own letters |\n\n## API\n\n- `POST /letters` adds a letter\n- `GET /letters/{id}` reads one\n\
            - `POST /letters/{id}/seal` seals one\n- `POST /letters/{id}/burn` burns one\n";
        let config = "[targets.local.roles.head]\nheaders = { X = \"1\" }\n[targets.local.roles.clerk]\nheaders = { X = \"2\" }\n";
        let facts = testing::facts_of_markdown(text, config, Setup::default());
        let spec = &facts.specs[0];
        let cells =
            spec.of_kind(Kind::Permission).flat_map(|item| of_permission(&facts.api, (0, spec), item));
        for cell in cells {
            // Nothing that a row excepts is a right, and what is one's own is none to what is another's.
            let excepted = cell.names == ["head"] && cell.action.contains("seal");
            assert!(!excepted || cell.right == Right::MayNot || cell.operations.is_err(), "{cell:?}");
            let own = cell.names == ["clerk"] && cell.action.contains("own");
            assert!(!own || cell.right == Right::Own, "{cell:?}");
        }
    }

    #[test]
    fn owners_are_no_role_and_product_owners_are() {
        let text = "# Rooms\n\n## API\n\n- `GET /rooms` lists rooms\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        for name in ["owner", "the owner", "Owners", "its creator"] {
            assert!(is_owner(&api, name), "{name}");
        }
        for name in ["Product owners", "product owner", "clerk"] {
            assert!(!is_owner(&api, name), "{name}");
        }
    }

    #[test]
    fn owners_may_be_things() {
        let with = |path: &str| {
            let text =
                format!("# Barn\n\n## API\n\n- `POST /{path}` adds one\n- `GET /{path}/{{id}}` reads one\n");
            testing::facts_of_markdown(&text, "", Setup::default()).api
        };
        assert!(!is_of_own(&with("owners"), "Delete an owner"));
        assert!(is_of_own(&with("owners"), "Change their own animals"));
        assert!(is_of_own(&with("animals"), "Delete as owner"));
    }

    #[test]
    fn whose_things_are_meant() {
        assert!(is_own("own only") && is_own("View their own orders") && is_own("self"));
        assert!(!is_own("view orders"));
        assert!(is_others("another user's notes") && is_others("orders of others"));
    }
}

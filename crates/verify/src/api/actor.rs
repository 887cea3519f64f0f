//! Acting as somebody who may: the roles that an operation allows, in the order in which they are tried.

use super::who::{self, holders};
use super::{Access, Operation};
use crate::claim::Outcome;
use crate::http::{Call, Exchange};
use crate::secrets::Role;
use crate::stage::Stage;
use crate::target::Target;
use crate::words;

/// Names of roles that usually may do everything.
const MIGHTY: &[&str] = &["admin", "administrator", "root", "owner", "superuser", "super", "manager"];

/// Whether a role usually may do everything.
pub(super) fn is_mighty(name: &str) -> bool {
    MIGHTY.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Who may call an operation: roles with their headers, `None` for nobody in particular.
pub fn actors<'t>(target: &'t Target, operation: &Operation) -> Result<Vec<Option<&'t Role>>, Outcome> {
    let usable = |role: &&Role| role.lacking.is_none();
    let mut all: Vec<&Role> = target.roles.iter().filter(usable).collect();
    // Who sees everything comes before who sees what is their own.
    let narrow = |role: &Role| {
        operation
            .narrow
            .iter()
            .any(|name| who::same_role(name, &role.name) || who::is_second(&role.name, name))
    };
    all.sort_by_key(|role| {
        let mighty = MIGHTY.iter().position(|name| role.name.eq_ignore_ascii_case(name));
        (narrow(role), mighty.unwrap_or(MIGHTY.len()))
    });
    match &operation.access {
        Access::Public => Ok(vec![None]),
        Access::Unknown => Ok(all.into_iter().map(Some).chain([None]).collect()),
        Access::Key(names) if names.is_empty() => match all.is_empty() {
            false => Ok(all.into_iter().map(Some).collect()),
            true => Err(lacking(target, "a role")),
        },
        Access::Key(names) => {
            let mut named: Vec<_> =
                names.iter().flat_map(|name| holders(target, name)).filter(usable).map(Some).collect();
            named.sort_by_key(|role| role.is_some_and(&narrow));
            if named.is_empty() {
                Err(lacking(target, &format!("the role {}", names.join(" or "))))
            } else {
                Ok(named)
            }
        }
    }
}

fn lacking(target: &Target, who: &str) -> Outcome {
    let reasons: Vec<_> = target
        .roles
        .iter()
        .filter_map(|role| Some(format!("{}: {}", role.name, role.lacking.as_ref()?)))
        .collect();
    let reason = if reasons.is_empty() {
        format!(
            "abide.toml does not say how to act as {who}; add `[targets.{}.roles.NAME]` with its headers",
            target.name
        )
    } else {
        format!("there is no key to act as {who} ({})", reasons.join("; "))
    };
    Outcome::blocked(reason)
}

/// Makes a call as the first of those who may that is not turned away; tells as whom.
pub fn call_as_allowed(
    stage: &Stage,
    operation: &Operation,
    call: &Call,
) -> Result<(Exchange, Option<String>), Outcome> {
    let mut last = None;
    let mut unseen = None;
    let makers = stage.shared.workshop.makers(call);
    let is_this = |number: usize| {
        stage.facts.api.operations.get(number).is_some_and(|other| std::ptr::eq(other, operation))
    };
    // Of whoever may, the first who is let do it is meant.
    let whoever = stage.acting.as_ref().is_none_or(|acting| {
        !acting.on.is_some_and(is_this) && (operation.is_safe() || acting.role.is_none())
    });
    for actor in order(stage, operation, call)? {
        let headers = actor.map(|role| role.headers.as_slice()).unwrap_or_default();
        let exchange = stage.call(&call.clone().headers(headers))?;
        // What is hidden from who acts is read as whoever made it.
        let name = actor.map(|role| role.name.as_str()).unwrap_or_default();
        let hidden = exchange.answer.status == 404
            && whoever
            && stage.facts.api.hides_objects()
            && !makers.is_empty()
            && !makers.iter().any(|maker| maker == name);
        let turned_away = matches!(exchange.answer.status, 401 | 403) || hidden;
        let answered = Some((exchange, actor.map(|role| role.name.clone())));
        if hidden {
            unseen = answered;
            continue;
        }
        last = answered;
        if !turned_away {
            return last.ok_or_else(|| Outcome::blocked("nobody may call it"));
        }
    }
    // What nobody finds is not there, whatever else others are told.
    unseen.or(last).ok_or_else(|| Outcome::blocked("nobody may call it"))
}

/// Who makes a call, in the order in which they are tried: as the stage says, and otherwise anybody who may.
fn order<'t>(stage: &'t Stage, operation: &Operation, call: &Call) -> Result<Vec<Option<&'t Role>>, Outcome> {
    let target = stage.target()?;
    // Who made what a call is about comes before others who may: it may be theirs alone.
    let made = |actors: Vec<Option<&'t Role>>| {
        let makers = stage.shared.workshop.makers(call);
        let mut actors = actors;
        actors.sort_by_key(|actor| !actor.is_some_and(|role| makers.contains(&role.name)));
        actors
    };
    let rather = |mut actors: Vec<Option<&'t Role>>| {
        let known = &stage.shared.workshop.rather;
        // Whoever makes what a list shows sees it there.
        let makes = |other: &Operation| match operation.method.as_str() {
            "GET" => other.method == "POST" && other.path.same(&operation.path),
            _ => std::ptr::eq(other, operation),
        };
        if known.is_empty() {
            return actors;
        }
        if let Some(number) = stage.facts.api.operations.iter().position(makes) {
            actors.sort_by_key(|actor| !actor.is_some_and(|role| known.is_role(number, &role.name)));
        }
        actors
    };
    let Some(acting) = &stage.acting else { return Ok(rather(made(actors(target, operation)?))) };
    let role = acting.role.as_deref().and_then(|name| target.role(name));
    let is_this = |number: usize| {
        stage.facts.api.operations.get(number).is_some_and(|other| std::ptr::eq(other, operation))
    };
    if acting.on.is_some_and(is_this) {
        return Ok(vec![role]);
    }
    let mut may = made(actors(target, operation)?);
    if acting.role.is_none() {
        may = rather(may);
    }
    may.sort_by_key(|actor| actor.map(|role| &role.name) != role.map(|role| &role.name));
    Ok(may)
}

/// Whether a specification says of a role that it may call an operation, in its documentation or in a matrix.
pub fn is_allowed(operation: &Operation, name: &str) -> bool {
    match &operation.access {
        Access::Public => true,
        Access::Key(names) => names.iter().any(|known| who::same_role(known, name)),
        Access::Unknown => false,
    }
}

/// A value that is no key, and of no other use.
const WRONG: &str = "abide-holds-no-such-key";

/// Headers as a role would send them, with keys that nobody gave out; one set for each way to send a key.
pub fn wrong_keys(target: &Target, prose: &str) -> Vec<Vec<(String, String)>> {
    let mut sets: Vec<Vec<(String, String)>> = Vec::new();
    for role in &target.roles {
        let wrong = role.headers.iter().map(|(name, value)| (name.clone(), wrong(name, value))).collect();
        if !role.headers.is_empty() && !sets.contains(&wrong) {
            sets.push(wrong);
        }
    }
    if sets.is_empty() {
        let lower = prose.to_lowercase();
        let header = words::code_spans(prose)
            .into_iter()
            .flat_map(|(_, code)| code.split([':', ' ', '<']))
            .find(|name| {
                let last = name.rsplit('-').next().unwrap_or_default().to_lowercase();
                name.to_lowercase().starts_with("x-")
                    && matches!(last.as_str(), "key" | "token" | "auth" | "secret")
            });
        if let Some(header) = header {
            sets.push(vec![(header.to_owned(), WRONG.to_owned())]);
        } else if lower.contains("x-api-key") {
            sets.push(vec![("X-API-Key".to_owned(), WRONG.to_owned())]);
        } else if lower.contains("bearer") {
            sets.push(vec![("Authorization".to_owned(), format!("Bearer {WRONG}"))]);
        } else if lower.contains("basic auth") {
            sets.push(vec![("Authorization".to_owned(), WRONG_PAIR.to_owned())]);
        }
    }
    sets
}

/// The key of a role in places where it does not belong, each with what that place is called.
pub fn misplaced_keys(role: &Role, call: &Call) -> Vec<(&'static str, Call)> {
    let Some((name, value)) =
        role.headers.iter().find(|(name, _)| crate::secrets::is_credential_header(name))
    else {
        return Vec::new();
    };
    let is_authorization = name.eq_ignore_ascii_case("authorization");
    let is_cookie = name.eq_ignore_ascii_case("cookie");
    let key = match is_cookie {
        true => value.split_once('=').map_or(value.as_str(), |(_, key)| key),
        false => crate::secrets::without_scheme(value),
    };
    let with_query = |name: &str| {
        let sign = if call.path.contains('?') { '&' } else { '?' };
        Call { path: format!("{}{sign}{name}={}", call.path, super::path::encoded(key)), ..call.clone() }
    };
    let with_header = |name: &str, value: String| call.clone().headers(&[(name.to_owned(), value)]);
    let mut calls =
        vec![("in the query string", with_query(if is_authorization { "access_token" } else { "api_key" }))];
    if !is_authorization {
        calls.push(("in Authorization", with_header("Authorization", format!("Bearer {key}"))));
    } else {
        calls.push(("in X-API-Key", with_header("X-API-Key", key.to_owned())));
    }
    if !is_cookie {
        calls.push((
            "in a cookie",
            with_header("Cookie", format!("{}={key}", if is_authorization { "token" } else { "api_key" })),
        ));
    }
    calls
}

/// `Basic` with a pair that nobody was given: "abide:wrong".
const WRONG_PAIR: &str = "Basic YWJpZGU6d3Jvbmc=";

/// What a role would send, with another key in it; what is no key stays.
fn wrong(name: &str, value: &str) -> String {
    match value.split_once('=') {
        _ if !crate::secrets::is_credential_header(name) => value.to_owned(),
        // A cookie keeps its name.
        Some((cookie, _)) if name.eq_ignore_ascii_case("cookie") => format!("{cookie}={WRONG}"),
        _ => wrong_value(value),
    }
}

/// The same form with another content: `Bearer …` stays `Bearer …`.
fn wrong_value(value: &str) -> String {
    match value.split_once(' ') {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("basic") => WRONG_PAIR.to_owned(),
        Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphabetic()) => format!("{scheme} {WRONG}"),
        _ => WRONG.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(name: &str, value: &str) -> Role {
        Role { name: "clerk".to_owned(), headers: vec![(name.to_owned(), value.to_owned())], lacking: None }
    }

    #[test]
    fn a_wrong_key_has_the_form_of_the_right_one() {
        for (name, value, expected) in [
            ("X-API-Key", "abc", "abide-holds-no-such-key"),
            ("Authorization", "Bearer abc", "Bearer abide-holds-no-such-key"),
            ("Authorization", "Basic YTpi", "Basic YWJpZGU6d3Jvbmc="),
            ("Cookie", "session=abc", "session=abide-holds-no-such-key"),
            ("X-Tenant", "acme", "acme"),
        ] {
            assert_eq!(wrong(name, value), expected, "{name}");
        }
    }

    #[test]
    fn a_key_is_put_where_it_does_not_belong() {
        let call = Call::new("GET", "/orders?page=1");
        let places = misplaced_keys(&role("Authorization", "Bearer a b"), &call);
        let names: Vec<&str> = places.iter().map(|(place, _)| *place).collect();
        assert_eq!(names, ["in the query string", "in X-API-Key", "in a cookie"]);
        let places = misplaced_keys(&role("X-API-Key", "k/1"), &call);
        assert_eq!(places[0].1.path, "/orders?page=1&api_key=k%2F1");
        assert_eq!(places[1].1.headers, [("Authorization".to_owned(), "Bearer k/1".to_owned())]);
        assert!(misplaced_keys(&role("X-Tenant", "acme"), &call).is_empty());
    }
}

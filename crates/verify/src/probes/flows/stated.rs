//! Statements that name one endpoint, one status, and why it comes.

use super::becomes;
use super::step::{operations, status};
use crate::api::{Api, Cause, Documented, Meant, bring_about, causes, meant, perform};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;

/// What a statement states.
struct Stated {
    number: usize,
    status: u16,
    cause: Option<Cause>,
}

/// The claims of a scenario, an exception, a check or a requirement.
pub fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    if let Some(becomes) = becomes::read(context) {
        return vec![becomes.claim(api)];
    }
    let Some(stated) = read(context, api) else {
        let told = super::told::read(api, context.number, context.source());
        // What stands in the description of an operation is about that one.
        let told = told.filter(|told| context.may_be_about(told.number()));
        return told.map(|told| told.claim(api)).into_iter().collect();
    };
    let Stated { number, status, cause } = stated;
    let said = cause.as_ref().map(|cause| format!(" {}", cause.said())).unwrap_or_default();
    let title = format!("{} answers {}{said}", api.operations[number].title(), status_line(status));
    vec![Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, number, status, cause.as_ref()).unwrap_or_else(|outcome| outcome)
    })]
}

fn read(context: &ItemContext, api: &Api) -> Option<Stated> {
    let item = context.item;
    let field = |name: &str| item.text_field(name).unwrap_or_default();
    let (before, after) = match item.kind {
        Kind::Scenario => (format!("{} {}", field("given"), field("when")), field("then").to_owned()),
        Kind::Exception if !field("action").is_empty() => {
            (field("condition").to_owned(), format!("{} {}", field("action"), field("feedback")))
        }
        _ => (context.source().to_owned(), context.source().to_owned()),
    };
    let whole = format!("{before} {after}");
    let mut named = operations(api, if item.kind == Kind::Scenario { &before } else { context.source() });
    named.dedup();
    let mut acting = None;
    if named.is_empty() && item.kind == Kind::Scenario {
        let Meant { number, role, .. } = meant(api, context.number, field("given"), field("when"))?;
        named.push(number);
        acting = role;
    }
    let [number] = named.as_slice() else { return None };
    // "it may answer 409", "all but `GET /doors` answer 401"
    let open =
        ["may", "might", "could", "need not", "never", "except", "apart from", "other than", "all but"];
    let plain = crate::api::plain(&after);
    if open.iter().any(|word| crate::api::has_phrase(&plain, word)) {
        return None;
    }
    let status = status(&after)?;
    // "Without a token it is 401. Only `GET /health` needs none"
    let spares = [
        "only",
        "needs no",
        "need no",
        "needs none",
        "requires no",
        "does not need",
        "do not need",
        "is public",
        "is open",
    ];
    if status == 401 && spares.iter().any(|word| crate::api::has_phrase(&plain, word)) {
        return None;
    }
    let operation = &api.operations[*number];
    let documented = Documented { status, example: None, words: before.clone() };
    if (200..300).contains(&status) {
        let role = api.roles.iter().find(|role| spoken(&before, role)).or(acting.as_ref());
        // What is given as no more than a thing or somebody depends on nothing.
        let bare = item.kind == Kind::Scenario && is_bare(field("given")) && is_bare(field("then"));
        let plain = !unclear(&whole) || bare && !unclear(field("when"));
        // Success is stated of the documented request: the documentation must not say another status.
        let agrees = operation.success().is_none_or(|success| success.status == status);
        return (plain && agrees).then(|| Stated {
            number: *number,
            status,
            cause: role.map(|role| Cause::As(role.clone())),
        });
    }
    if !(400..500).contains(&status) {
        return None;
    }
    // Who is turned away is named as the one who acts.
    if let (Some(role), 403) = (&acting, status)
        && !is_anothers(&before)
        && !unclear(field("when"))
        // What else is given may be what turns them away.
        && is_bare(field("given"))
    {
        return Some(Stated { number: *number, status, cause: Some(Cause::As(role.clone())) });
    }
    if acting.is_some() && matches!(status, 401 | 403) {
        return None;
    }
    let found = causes(api, operation, &documented);
    let unknown = [
        "unknown id",
        "does not exist",
        "doesn't exist",
        "nonexistent",
        "non-existent",
        "no such",
        "unknown",
    ];
    let lower = before.to_lowercase();
    let cause = match (found.stated, found.list.first()) {
        (true, Some(cause)) => cause.clone(),
        _ if status == 404
            && unknown.iter().any(|word| lower.contains(word))
            && operation.path.parameters().next().is_some() =>
        {
            Cause::UnknownId
        }
        _ => return None,
    };
    // A cause that is only half of what the statement says proves nothing about it.
    (before.len() <= 240).then_some(Stated { number: *number, status, cause: Some(cause) })
}

/// Whether a clause names no more than one thing or somebody: "a member", "a class that was planned" is more.
fn is_bare(clause: &str) -> bool {
    const ARTICLES: &[&str] = &["a", "an", "the", "is", "answer", "response", "status"];
    let said = words::words(clause);
    let telling = said
        .iter()
        .filter(|word| !ARTICLES.contains(&word.as_str()) && !word.chars().all(|c| c.is_ascii_digit()));
    telling.count() <= 1
}

/// Whether a clause speaks of what is somebody else's.
pub fn is_anothers(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["else", "another", "other ", "own ", "owner", "their ", "his ", "her ", "not made", "belong", "'s "]
        .iter()
        .any(|word| lower.contains(word))
}

fn spoken(text: &str, role: &str) -> bool {
    let lower = text.to_lowercase();
    ["as a ", "as an ", "as the ", "as "].iter().any(|start| {
        let phrase = format!("{start}{}", role.to_lowercase());
        lower.match_indices(&phrase).any(|(at, found)| {
            !lower[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
        })
    })
}

/// Whether a statement of success depends on more than the documented request.
fn unclear(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "if", "when", "unless", "after", "before", "until", "with", "without", "while", "twice", "again",
        "within", "than", "p95", "filter", "sorted", "only", "not", "no", "given", "for", "never",
        "contains", "includes", "and", "from", "per", "under", "in",
    ];
    words::words(text).iter().any(|word| WORDS.contains(&word.as_str()))
}

fn attempt(stage: &Stage, number: usize, status: u16, cause: Option<&Cause>) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let exchange = match cause {
        None => perform(stage, number)?.exchange,
        Some(Cause::As(name)) => {
            let caller = crate::api::caller(target, name)?;
            perform(&stage.acting_as(caller.role.as_deref(), Some(number)), number)?.exchange
        }
        Some(cause) => bring_about(stage, number, cause)?,
    };
    let found = exchange.answer.status;
    let how = cause.map(|cause| format!("{}, ", cause.said())).unwrap_or_default();
    let answered = format!("{how}it answered {}", status_line(found));
    let outcome = match found {
        found if found == status => Outcome::proven(Strength::Asserted, answered),
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        401 if status != 401 => {
            Outcome::blocked(format!("{answered}: the target does not know the key that abide.toml gives"))
        }
        _ if cause.is_none() && found < 500 => {
            Outcome::unproven(format!("{answered}; what the request lacks is not certain"))
        }
        400 | 422 if status >= 400 && exchange.names_sent_member() => Outcome::unproven(format!(
            "{answered}, which names something that was sent; what it lacks is not certain"
        )),
        _ => Outcome::refuted(format!("{answered}, stated as {}", status_line(status))),
    };
    Ok(outcome.resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};
    use std::sync::Arc;

    /// What is claimed of the statements of a text, without those of its endpoints.
    fn titles(text: &str) -> Vec<String> {
        let config = "[targets.local]\nurl = \"http://127.0.0.1:9\"\n[targets.local.roles.clerk]\nheaders = { A = \"1\" }\n";
        let facts = Arc::new(testing::facts_of_markdown(text, config, Setup::default()));
        let plan = crate::plan::Plan::of(&facts, &[&super::super::PROBE], &[]).unwrap();
        plan.items.iter().flat_map(|item| &item.claims).map(|(_, claim)| claim.title.clone()).collect()
    }

    #[test]
    fn what_the_description_of_an_operation_says_is_about_that_one() {
        let text = |above: &str| {
            format!(
                "# Desk\n\n## API\n\n#### POST /claims/{{id}}/status\nMoves a claim. 200.\n\n#### PATCH /items/{{id}}\nChanges an item. 200.\n\n{above}A clerk who sends `status` gets a 403.\n"
            )
        };
        let stated = ["POST /claims/{id}/status answers 403 Forbidden as clerk"];
        assert_eq!(titles(&text("## Rules\n\n")), stated);
        assert_eq!(titles(&text("")), [""; 0]);
    }
}

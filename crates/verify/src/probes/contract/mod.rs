//! Endpoints answer as documented: the examples of their requests and answers, held against the system.

mod again;
mod capacity;
mod carried;
mod echoed;
mod failure;
mod headed;
mod located;
mod refused;
mod shown;
mod stated;
mod success;

use crate::api::{Documented, Operation};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::probe::{ItemContext, Probe};
use abide_model::Kind;

/// Endpoints answer as documented.
pub const PROBE: Probe = Probe {
    name: "contract",
    summary: "Endpoints answer as documented, in success and in failure",
    documentation: "\
Takes every endpoint with a documented answer, and tries each answer on its own; and requirements and checks that say that something is refused \
under a condition (\"a shelf that has books cannot be deleted\"), or that all answers carry a header.

Needs a target, and the headers of a role that may call the endpoint: of the roles that its documentation or a matrix names, else of the first \
role that is not turned away.

The documented request is sent. Parameters of its path are filled with objects that are made for it through the API, by the documented POST of \
their collection; members such as `depot_id` with the id of a new depot; `version` with the present one. A request that clashes with what \
is there is sent again with other values of the same form. Where the documented answer needs an object in another state, it is brought there by the \
stated transitions.

What a sentence says to be refused that is no statement of its own (\"a shelf that has books cannot be deleted (409)\") is tried with the endpoint that it means.

Where clients choose the names of new objects (`PUT /shelves/{shelf}/labels/{label}`), each is made under a name of the stated form that nothing has, and put there once more where another status is stated for that. Where so many of one thing are said to be all that may stand below another (\"a shelf holds at most 30 books; one more gets 409\"), they are made.

A sentence that says where new things are (\"every 201 carries a `Location` header with the path of what was made\") is tried on each operation that makes something and that it speaks of: refuted is an answer without the header, and one that names the id of another object. Where it says what each of some objects carries (\"every booking that is returned carries `nights` and `pay_by`\"), one is made and read.

Success is refuted by another status; by a header that every answer, or that of the endpoint, is said to carry, with the value that is stated for it; by another media type than the stated one, or another first line of a table; by results that are not in the member that is said to wrap all of them; by a member that is missing, of another type or format, or that the specification mentions nowhere; and by a value \
that was sent and does not come back where the example shows that it does. A plain read is also refuted by a value of a member, or the name of a metric, that a sentence says it shows and it does not.

An error is tried by its cause: as the words beside its example say (\"the same request once more\", \"for a `weight` of 0\", \"as a clerk\", \"for a \
parcel that is `sent`\", \"for `GET /x?page=0`\"), or else by what its status means (no key, a role that may not, an unknown id, a required \
member left out, a repeated request). A stated cause that brings another answer refutes; a guessed one only where it is beyond doubt.

Statuses that no client brings about (429, 5xx) and answers without an example whose cause is not evident are not tried, and do not keep an endpoint from being proven.",
    kinds: &[Kind::Endpoint, Kind::Requirement, Kind::Check, Kind::Exception],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    if context.item.kind != Kind::Endpoint {
        return refused::claims(context)
            .into_iter()
            .chain(headed::claims(context))
            .chain(located::claims(context))
            .chain(carried::claims(context))
            .chain(echoed::claims(context))
            .collect();
    }
    let Some((number, operation)) = context.facts.api.of_item(context.number, &context.item.id) else {
        return Vec::new();
    };
    if operation.responses.is_empty() {
        let mut claims = vec![undocumented(number, operation)];
        claims.extend(refused::beside(context, number));
        claims.extend(again::of_operation(context, number));
        claims.extend(capacity::of_operation(context, number));
        claims.extend(shown::of_operation(context, number));
        return claims;
    }
    let mut claims = refused::beside(context, number);
    claims.extend(again::of_operation(context, number));
    claims.extend(capacity::of_operation(context, number));
    claims.extend(shown::of_operation(context, number));
    let main = operation
        .responses
        .iter()
        .position(|response| operation.success().is_some_and(|success| std::ptr::eq(success, response)));
    for (at, response) in operation.responses.iter().enumerate() {
        let repeated = operation.responses[..at]
            .iter()
            .any(|earlier| earlier.status == response.status && earlier.words == response.words);
        if !repeated {
            claims.push(claim(number, operation, at, response, main == Some(at)));
        }
    }
    // Where only errors are documented, the answer of success is still there to be seen.
    if main.is_none() {
        claims.push(undocumented(number, operation));
    }
    claims
}

fn claim(number: usize, operation: &Operation, at: usize, response: &Documented, is_main: bool) -> Claim {
    let status = response.status;
    let title = format!("{} answers {} as documented", operation.title(), status_line(status));
    let unknown = |reason: &str| Claim::settled(title.as_str(), Outcome::unproven(reason)).minor();
    match status {
        _ if is_main => Claim::new(title, Needs::Target, move |stage| {
            success::attempt(stage, number).unwrap_or_else(|outcome| outcome)
        }),
        200..=299 => unknown("another answer of success is documented, and not when this one comes"),
        300..=399 => unknown("nothing says when the answer leads elsewhere"),
        429 => unknown("it would take more calls than a proof may make"),
        400..=499 => {
            let claim = Claim::new(title, Needs::Target, move |stage| {
                failure::attempt(stage, number, at).unwrap_or_else(|outcome| outcome)
            });
            if response.example.is_some() { claim } else { claim.minor() }
        }
        _ => unknown("no request brings it about"),
    }
}

/// An endpoint without documented answers: what can be seen is that it is there.
fn undocumented(number: usize, operation: &Operation) -> Claim {
    let title = format!("{} is there", operation.title());
    let bare = operation.path.ends_with_parameter() || operation.path.parameters().next().is_none();
    if !operation.is_safe() && operation.method != "DELETE" && operation.request.is_none() && bare {
        return Claim::settled(title, Outcome::unproven("neither a request nor an answer is documented"));
    }
    Claim::new(title, Needs::Target, move |stage| {
        success::is_there(stage, number).unwrap_or_else(|outcome| outcome)
    })
}

#[cfg(test)]
mod tests;

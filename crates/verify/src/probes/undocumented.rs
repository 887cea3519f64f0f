//! Operations that the service exposes and the specification does not mention.

use crate::api::{Api, PathTemplate, is_open_by_convention, place};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Call, Exchange};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use serde_json::Value;

/// Operations that the service exposes and the specification does not mention.
pub const PROBE: Probe = Probe {
    name: "undocumented",
    summary: "The service exposes no operation that the specification does not mention; for information",
    documentation: "\
Takes the first endpoint of each specification, for all of them.

Needs a target. Asks it for the OpenAPI document that it may serve at a usual place, and with OPTIONS for the methods of each documented path (a 405 with the header \
`Allow` tells the same).

It informs and refutes nothing: what the service tells of and the specification does not mention is named in the reason, and the endpoint is judged without it. \
HEAD and OPTIONS are left out, and so are paths that are open by convention (health, docs, login).",
    kinds: &[Kind::Endpoint],
    claims,
};

/// Where OpenAPI documents usually are.
const PLACES: &[&str] = &[
    "/openapi.json",
    "/swagger.json",
    "/v3/api-docs",
    "/api-docs",
    "/api/openapi.json",
    "/api/v1/openapi.json",
    "/docs/openapi.json",
    "/swagger/v1/swagger.json",
    "/api-docs.json",
];

fn claims(context: &ItemContext) -> Vec<Claim> {
    let first = context.spec.of_kind(Kind::Endpoint).next();
    if first.is_none_or(|first| first.id != context.item.id) || context.facts.api.operations.is_empty() {
        return Vec::new();
    }
    let title = "every operation that the service tells of is mentioned in the specification";
    vec![Claim::new(title, Needs::Target, |stage| compare(stage).unwrap_or_else(|outcome| outcome)).minor()]
}

/// An operation that the service tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Exposed {
    method: String,
    path: PathTemplate,
}

fn compare(stage: &Stage) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let target = stage.target()?;
    let (mut exposed, mut source): (Vec<Exposed>, Option<Exchange>) = (Vec::new(), None);
    for place in PLACES {
        let exchange = stage.call(&Call::new("GET", *place))?;
        let document = exchange.answer.json().filter(|_| exchange.answer.is_success());
        if let Some(found) = document.as_ref().and_then(served).filter(|found| !found.is_empty()) {
            exposed.extend(found);
            source = Some(exchange);
            break;
        }
    }
    let told = by_options(stage, &mut exposed)?;
    let Some(exchange) = source.or(told) else {
        return Err(Outcome::unproven(
            "the service tells of no operations: it serves no OpenAPI document and answers OPTIONS without `Allow`",
        ));
    };
    let mut beyond: Vec<String> = Vec::new();
    for operation in exposed {
        let title = format!("{} {}", operation.method, operation.path);
        if !is_documented(api, &operation)
            && !is_open_by_convention(&operation.path)
            && !beyond.contains(&title)
        {
            beyond.push(title);
        }
    }
    let outcome = match beyond.as_slice() {
        [] => Outcome::proven(Strength::Asserted, "every operation that the service tells of is mentioned"),
        beyond => Outcome::unproven(format!(
            "for information: the service tells of {} that the specification does not mention: {}",
            if beyond.len() == 1 {
                "an operation".to_owned()
            } else {
                format!("{} operations", beyond.len())
            },
            beyond.iter().take(12).cloned().collect::<Vec<_>>().join(", ")
        )),
    };
    Ok(outcome.resting_on(target, &exchange))
}

/// The operations of an OpenAPI document, below the path of its server.
fn served(document: &Value) -> Option<Vec<Exposed>> {
    document.get("openapi").or_else(|| document.get("swagger"))?;
    let server = document.get("servers").and_then(|servers| servers.get(0)?.get("url")?.as_str());
    let server = server.or_else(|| document.get("basePath")?.as_str()).unwrap_or_default();
    let base = server
        .split("://")
        .last()
        .filter(|_| server.contains("://"))
        .and_then(|rest| rest.split_once('/'))
        .map_or_else(
            || if server.contains("://") { String::new() } else { server.trim_end_matches('/').to_owned() },
            |(_, path)| format!("/{}", path.trim_end_matches('/')),
        );
    let paths = document.get("paths")?.as_object()?;
    let mut found = Vec::new();
    for (path, methods) in paths {
        for method in methods.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase()) {
            if ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()) {
                let path = PathTemplate::read(&format!("{base}{path}"));
                found.push(Exposed { method, path });
            }
        }
    }
    Some(found)
}

/// Asks each documented path for its methods; the last answer that tells some.
fn by_options(stage: &Stage, exposed: &mut Vec<Exposed>) -> Result<Option<Exchange>, Outcome> {
    let api = &stage.facts.api;
    let target = stage.target()?;
    let (mut seen, mut told): (Vec<&PathTemplate>, Option<Exchange>) = (Vec::new(), None);
    for operation in &api.operations {
        if seen.len() >= 60 || seen.iter().any(|path| path.same(&operation.path)) {
            continue;
        }
        seen.push(&operation.path);
        let values = match place(stage, operation) {
            Ok(placed) => placed.values,
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => continue,
        };
        let call = Call::new("OPTIONS", operation.fill(&values, target.client.base_path()));
        let exchange = stage.call(&call)?;
        let Some(allow) = exchange.answer.header("allow") else { continue };
        for method in allow.split(',').map(|method| method.trim().to_uppercase()) {
            if ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()) {
                exposed.push(Exposed { method, path: operation.path.clone() });
            }
        }
        told = Some(exchange);
    }
    Ok(told)
}

fn is_documented(api: &Api, exposed: &Exposed) -> bool {
    api.operations.iter().any(|operation| {
        operation.method == exposed.method
            && (operation.path.same(&exposed.path)
                || operation.path.ends_with(&exposed.path)
                || exposed.path.ends_with(&operation.path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, desk};

    #[test]
    fn what_the_service_tells_of_and_nobody_mentions_is_said_and_refutes_nothing() {
        let claim = |wrong| {
            let server = desk::desk(wrong);
            let run = testing::run_markdown(&[&PROBE], desk::SPEC, &desk::config(&server));
            let item = run.items.iter().find(|item| item.kind == "endpoint").unwrap().clone();
            (item.verdict, item.evidence[0].reason.clone())
        };
        let (verdict, reason) = claim("backdoor");
        assert_eq!(verdict, abide_ledger::Verdict::Unproven);
        assert!(
            reason.ends_with("an operation that the specification does not mention: GET /debug/dump"),
            "{reason}"
        );
        assert!(claim("").1.starts_with("the service tells of no operations"));
    }

    #[test]
    fn operations_of_served_documents() {
        let document = serde_json::json!({"openapi": "3.1.0", "servers": [{"url": "https://example.com/v2/"}], "paths": {"/orders/{id}": {"get": {}, "parameters": []}}});
        let found = served(&document).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path.to_string(), "/v2/orders/{id}");
        assert!(served(&serde_json::json!({"paths": {}})).is_none());
    }
}

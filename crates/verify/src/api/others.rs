//! Who else makes something, where one of those who may has as many of it as they may have: a family at most six, the office any number.

use super::actor::actors;
use super::retire::found_no_room;
use super::{Operation, is_crowded};
use crate::claim::Outcome;
use crate::http::Exchange;
use crate::stage::Stage;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// As whom what an operation makes is made, since others had no room left.
#[derive(Debug, Default)]
pub struct Rather(Mutex<HashMap<usize, String>>);

impl Rather {
    /// Whether an operation makes something as this role rather than as others.
    pub(super) fn is_role(&self, number: usize, name: &str) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&number).is_some_and(|role| role == name)
    }

    /// Whether there is anything to ask for.
    pub(super) fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

fn is_anybody(stage: &Stage) -> bool {
    stage.acting.as_ref().is_none_or(|acting| acting.role.is_none() && acting.on.is_none())
}

/// Tries a creation that found no room as each of the others who may, up to the first for whom it works.
pub(super) fn as_another<T>(
    stage: &Stage,
    (number, operation): (usize, &Operation),
    (refused, tried): (&Exchange, Option<&str>),
    attempt: &mut dyn FnMut(&Stage) -> Result<Option<T>, Outcome>,
) -> Result<Option<T>, Outcome> {
    let full = refused.answer.status == 409 && (is_crowded(&refused.answer) || found_no_room());
    if !full || !is_anybody(stage) || operation.home().parameters().next().is_some() {
        return Ok(None);
    }
    for role in actors(stage.target()?, operation)?.into_iter().flatten() {
        if Some(role.name.as_str()) == tried {
            continue;
        }
        if let Some(made) = attempt(&stage.acting_as(Some(&role.name), Some(number)))? {
            let known = &stage.shared.workshop.rather.0;
            known.lock().unwrap_or_else(PoisonError::into_inner).insert(number, role.name.clone());
            return Ok(Some(made));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Reply, Server};
    use abide_ledger::Verdict;
    use serde_json::json;
    use std::sync::atomic::{AtomicU64, Ordering};

    const SPEC: &str = "# School\n\n## API\n\nA key is sent as `X-Key`.\n\n### POST /pupils\n\nRequest:\n\n```json\n{\"name\": \"Ada\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"name\": \"Ada\"}\n```\n\n### GET /pupils/{id}\n\nResponse 200:\n\n```json\n{\"id\": 1, \"name\": \"Ada\"}\n```\n\n## Permissions\n\n| Action | family | office |\n|---|---|---|\n| Create pupils | yes | yes |\n| Read pupils | yes | yes |\n";

    #[test]
    fn the_office_signs_up_pupils_once_a_family_has_as_many_as_it_may_have() {
        let pupils = AtomicU64::new(0);
        let server = Server::start(move |request| {
            let family = request.header("x-key") == Some("family-key");
            match (request.method.as_str(), request.route()) {
                // A family has its only one already.
                ("POST", "/pupils") if family => Reply::json(409, &json!({"error": "family_limit"})),
                ("POST", "/pupils") => {
                    let id = pupils.fetch_add(1, Ordering::SeqCst) + 1;
                    Reply::json(201, &json!({"id": id, "name": request.json()["name"]}))
                }
                ("GET", path) => {
                    let id =
                        path.rsplit('/').next().and_then(|id| id.parse::<u64>().ok()).unwrap_or_default();
                    match (1..=pupils.load(Ordering::SeqCst)).contains(&id) {
                        true => Reply::json(200, &json!({"id": id, "name": "Ada"})),
                        false => Reply::json(404, &json!({})),
                    }
                }
                _ => Reply::json(404, &json!({})),
            }
        });
        let config = format!(
            "[targets.local]\nurl = \"{}\"\nroles.family.headers = {{ X-Key = \"family-key\" }}\nroles.office.headers = {{ X-Key = \"office-key\" }}\n",
            server.url()
        );
        let run = testing::run_markdown(&[crate::probes::probe("contract").unwrap()], SPEC, &config);
        let read = run.items.iter().find(|item| item.id.starts_with("endpoint:GET")).unwrap();
        assert_eq!(read.verdict, Verdict::Proven, "{}", read.reason);
    }
}

//! What must not stand in the output of the target: "tokens are never logged".

use crate::claim::{Claim, Needs, Outcome};
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;

/// The claim of a requirement or a check that keeps keys out of what is logged.
pub fn claims(context: &ItemContext) -> Vec<Claim> {
    if context.item.text_field("command").is_some() || !keeps_keys_out(context.source()) {
        return Vec::new();
    }
    let title = "no key of a caller stands in the output of the target";
    let started = context.facts.project.target.as_ref().is_some_and(|target| target.start.is_some());
    if !started {
        let reason =
            "its output is seen only where the run starts the target; add `start` to it in abide.toml";
        return vec![Claim::settled(title, Outcome::unproven(reason))];
    }
    vec![Claim::new(title, Needs::Target, |stage| attempt(stage).unwrap_or_else(|outcome| outcome)).alone()]
}

/// Whether a statement says that what callers show who they are with is not logged.
fn keeps_keys_out(source: &str) -> bool {
    let said = words::words(source);
    let any = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
    any(&["log", "logs", "logged", "logging"])
        && any(&["never", "not", "no", "without"])
        && any(&["key", "keys", "token", "tokens", "secret", "secrets", "credentials", "authorization"])
        && !any(&["if", "unless", "request", "id"])
}

fn attempt(stage: &Stage) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let output = target.output();
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for role in target.roles.iter().filter(|role| role.lacking.is_none()) {
        for (_, value) in &role.headers {
            // `Bearer …`: what follows the scheme is the key.
            let key = value.rsplit(' ').next().unwrap_or(value);
            if key.len() >= 6 {
                keys.push((role.name.as_str(), key));
            }
        }
    }
    if keys.is_empty() {
        return Err(Outcome::unproven("abide.toml gives no key that could be looked for"));
    }
    if output.trim().is_empty() {
        return Err(Outcome::unproven("the target writes nothing, so that nothing could be seen in it"));
    }
    let sent = format!("looked for the keys of {} callers in the output of the target", keys.len());
    Ok(match keys.iter().find(|(_, key)| output.contains(key)) {
        Some((role, _)) => Outcome::refuted(format!("the key of {role} stands in the output of the target")),
        None => Outcome::proven(Strength::Asserted, format!("none of {} keys stands there", keys.len())),
    }
    .showing(sent, String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_about_what_is_logged() {
        for text in [
            "Tokens are never logged.",
            "API keys must not appear in logs or responses",
            "No credentials in logs",
        ] {
            assert!(keeps_keys_out(text), "{text}");
        }
        for text in
            ["Every request is logged", "Logs carry the request id, no token", "Passwords are never returned"]
        {
            assert!(!keeps_keys_out(text), "{text}");
        }
    }
}

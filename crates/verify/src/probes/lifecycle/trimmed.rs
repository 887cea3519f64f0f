//! Text that is kept without the white space around it: "surrounding white space is removed".

use crate::api::{FieldFacts, Resource, Sort, create};
use crate::claim::Outcome;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Value, json};

/// Whether a field is said to be kept without the white space around it.
pub fn is_trimmed(facts: &FieldFacts) -> bool {
    const SPACES: &[&str] = &["white space", "whitespace", "white-space", "blanks", "spaces"];
    const AROUND: &[&str] =
        &["surrounding", "leading and trailing", "leading or trailing", "around it", "at both ends", "outer"];
    const GONE: &[&str] = &["removed", "stripped", "trimmed", "cut off", "ignored", "dropped"];
    let notes = facts.notes.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| notes.contains(word));
    let told = any(SPACES) && any(AROUND) && any(GONE)
        || ["is trimmed", "gets trimmed", "; trimmed", ", trimmed", "are trimmed"]
            .iter()
            .any(|word| notes.contains(word));
    told && facts.rule.sort == Sort::Text && !facts.rule.owned && !notes.contains("not trimmed")
}

/// Sends a value with white space around it, and reads it back.
pub fn attempt(stage: &Stage, resource: &Resource, name: &str) -> Result<Outcome, Outcome> {
    let number = resource.create.ok_or_else(|| Outcome::unproven("nothing documented makes it"))?;
    let lacking = || Outcome::unproven(format!("no request sends a text as `{name}`"));
    let operation = &stage.facts.api.operations[number];
    let shown = operation.request.as_ref().and_then(crate::api::Body::json);
    let bare = shown.and_then(|body| body.get(name)?.as_str()).ok_or_else(lacking)?.trim().to_owned();
    let around = json!(format!("  {bare} "));
    let made = create(stage, number, &[], &|body| {
        let text = body
            .get(name)
            .and_then(Value::as_str)
            .map_or(around.clone(), |own| json!(format!("  {} ", own.trim())));
        body.insert(name.to_owned(), text);
    })?;
    let sent = made.sent.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let object = made.object(stage, resource)?;
    let (now, exchange) = object.now(stage, resource)?;
    let Some(value) = now.get(name).and_then(Value::as_str) else {
        return Err(
            Outcome::unproven(format!("`{name}` is not shown")).showing(exchange.sent(), exchange.seen())
        );
    };
    let outcome = match value == sent.trim() {
        true => Outcome::proven(Strength::Asserted, format!("{sent:?} was kept as {value:?}")),
        false => Outcome::refuted(format!(
            "{sent:?} was kept as {value:?}, stated is that the white space around it goes"
        )),
    };
    Ok(outcome.resting_on(stage.target()?, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::FieldBook;
    use crate::testing::item;

    #[test]
    fn what_is_said_of_white_space() {
        let said = |notes: &str| {
            let field =
                item("field", "Door.name").field("type", "string").field("description", notes).into_item();
            let book = FieldBook::read([field].iter(), &|text| text.to_owned());
            is_trimmed(&book.of("name")[0])
        };
        assert!(said("Surrounding white space is removed before it is stored; then 2 to 40 characters."));
        assert!(said("leading and trailing spaces are stripped"));
        assert!(said("1 to 40 characters, trimmed"));
        assert!(!said("no white space"));
        assert!(!said("may have spaces around it, which are kept"));
    }
}

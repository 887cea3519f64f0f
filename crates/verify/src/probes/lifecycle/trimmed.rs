//! Text whose blanks at the ends are taken away: "blanks before and after a `title` are removed", "`name` is trimmed".

use crate::api::{Api, Object, Resource, Sentence, Sort, create};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::status_line;
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Value, json};

/// What a sentence says of blanks at the ends of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// They are taken away.
    Removed,
    /// Text of nothing else is refused.
    Refused,
}

/// The member of a resource that sentences say this of.
fn said(sentence: &Sentence, name: &str) -> Vec<Said> {
    // "are not removed", "are ignored in searches", "when comparing"
    let elsewhere = sentence.says(&[
        "search",
        "searches",
        "searching",
        "searched",
        "compare",
        "compares",
        "compared",
        "comparing",
        "comparison",
        "comparisons",
        "sort",
        "sorting",
        "sorted",
        "matching",
        "matched",
        "display",
        "displayed",
        "client",
        "clients",
        "used to",
    ]);
    let denied = hedge::denies(&sentence.plain) || hedge::is_done_elsewhere(&sentence.plain);
    let blanks = sentence.says(&["blanks", "blank", "whitespace", "white space", "spaces", "space"]);
    let mut found = Vec::new();
    if sentence.codes().iter().all(|code| *code != name) || !sentence.cells.is_empty() {
        return found;
    }
    let ends = sentence.says(&[
        "leading",
        "trailing",
        "surrounding",
        "before and after",
        "around",
        "both ends",
        "at the ends",
    ]);
    let removed = sentence.says(&["removed", "stripped", "trimmed", "cut", "dropped", "taken away"]);
    if (removed && ends && blanks || sentence.says(&["is trimmed", "are trimmed", "gets trimmed"]))
        && !denied
        && !elsewhere
        && !hedge::is_conditional(&sentence.plain)
    {
        found.push(Said::Removed);
    }
    let only = sentence.says(&[
        "blanks only",
        "only blanks",
        "whitespace only",
        "only whitespace",
        "only spaces",
        "spaces only",
        "nothing but blanks",
        "nothing but spaces",
        "blank text",
    ]);
    let refuses =
        sentence.says(&["refused", "rejected", "invalid", "not allowed", "400", "422", "not accepted"]);
    // "is not refused", "is never invalid"
    let taken = hedge::denies(
        &sentence.plain.replace("not allowed", "").replace("not accepted", "").replace("nothing but", ""),
    );
    if only && refuses && !taken && !elsewhere {
        found.push(Said::Refused);
    }
    found
}

/// The claims about a member of the objects that an operation makes, by all that is said.
pub fn of_member(context: &ItemContext, resource: &Resource, name: &str) -> Vec<Claim> {
    let api = &context.facts.api;
    let text = api.field_of(resource, name).is_none_or(|facts| facts.rule.sort == Sort::Text);
    let Some(number) = resource.create.filter(|_| text) else { return Vec::new() };
    let about =
        |sentence: &&Sentence| api.share(sentence.spec, context.number) && concerns(api, resource, sentence);
    let mut all: Vec<Said> =
        api.sentences.iter().filter(about).flat_map(|sentence| said(sentence, name)).collect();
    all.dedup();
    let claim = |said: Said| {
        let (resource, name) = (resource.clone(), name.to_owned());
        let title = match said {
            Said::Removed => format!("blanks around the `{name}` of a {} are removed", resource.name),
            Said::Refused => format!("a `{name}` of nothing but blanks is refused"),
        };
        Claim::new(title, Needs::Target, move |stage| {
            let tried = match said {
                Said::Removed => removed(stage, &resource, &name),
                Said::Refused => refused(stage, number, &name),
            };
            tried.unwrap_or_else(|outcome| outcome)
        })
    };
    all.into_iter().map(claim).collect()
}

/// Whether a sentence is about a resource, or about no resource of another member of that name.
fn concerns(api: &Api, resource: &Resource, sentence: &Sentence) -> bool {
    let about = api.resources_of(sentence);
    about.is_empty() || about.iter().any(|other| other.collection.same(&resource.collection))
}

fn removed(stage: &Stage, resource: &Resource, name: &str) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let object = Object::make(stage, resource, &|body| {
        if let Some(Value::String(text)) = body.get_mut(name) {
            *text = format!("  {} ", text.trim());
        }
    })?;
    let Some(sent) = object.sent.get(name).and_then(Value::as_str).map(str::to_owned) else {
        return Err(Outcome::unproven(format!("the request has no `{name}`")));
    };
    let (now, reading) = object.now(stage, resource)?;
    let outcome = match now.get(name).and_then(Value::as_str) {
        Some(shown) if shown == sent.trim() => {
            Outcome::proven(Strength::Asserted, format!("{sent:?} was sent, and it is {shown:?}"))
        }
        Some(shown) if shown == sent => Outcome::refuted(format!("{sent:?} was sent, and it is {shown:?}")),
        _ => Outcome::unproven(format!("{sent:?} was sent, and the object does not show it so")),
    };
    Ok(outcome.resting_on(target, &reading))
}

fn refused(stage: &Stage, number: usize, name: &str) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    // What is refused with a good value as well tells nothing about blanks.
    let good = create(stage, number, &[], &|_| {})?;
    if !good.exchange.answer.is_success() {
        let reason = format!(
            "already the request with nothing wrong was answered with {}",
            status_line(good.exchange.answer.status)
        );
        return Err(Outcome::unproven(reason).showing(good.exchange.sent(), good.exchange.seen()));
    }
    let exchange = create(stage, number, &[], &|body| {
        body.insert(name.to_owned(), json!("   "));
    })?
    .exchange;
    let answered = format!("it answered {}", status_line(exchange.answer.status));
    let outcome = match exchange.answer.status {
        200..=299 | 500..=599 => Outcome::refuted(answered),
        400 | 422 => Outcome::proven(Strength::Asserted, answered),
        _ => Outcome::unproven(answered),
    };
    Ok(outcome.resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Said> {
        said(&Sentence::general(text), "name")
    }

    #[test]
    fn blanks_at_the_ends() {
        for text in [
            "Blanks before and after a `name` are removed, and the shortened one is stored.",
            "Leading and trailing whitespace of `name` is stripped.",
            "`name` is trimmed.",
            "Surrounding spaces are cut from `name` before it is checked.",
        ] {
            assert_eq!(read(text), [Said::Removed], "{text}");
        }
        assert_eq!(read("A `name` of blanks only is refused."), [Said::Refused]);
        for text in [
            "A `name` may have spaces.",
            "Leading and trailing spaces of `name` are not removed.",
            "Leading and trailing whitespace of `name` is ignored in searches.",
            "`name` is trimmed when names are compared.",
            "`name` is trimmed if it is too long.",
            "A `name` of only spaces is never refused.",
            "Blanks around a `name` must be removed by clients.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
        assert_eq!(read("A `name` of nothing but spaces is not allowed."), [Said::Refused]);
        assert_eq!(read("`title` is trimmed."), []);
    }
}

use crate::operations::{Operation, named};
use crate::records::is_aside;
use crate::rule::rule;
use crate::settle;
use crate::statuses::statuses;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix};
use abide_model::Kind;
use abide_syntax::TextRange;
use serde_json::Value;
use std::collections::BTreeMap;

rule! {
    /// An endpoint answers with one success status in one place, and with another in another.
    ///
    /// ## Why it matters
    ///
    /// A client that waits for 201 takes the 200 for a failure, or the check that expects the 200 fails against a service
    /// that does what the API section says.
    ///
    /// ## What counts
    ///
    /// Two descriptions of the same endpoint, or its description and a statement that names this endpoint alone, each give
    /// one status of the 200s, and not the same. An endpoint that is said to answer with several, such as 200 or 201, is left
    /// alone, and so is one that answers so in a certain case ("when …", "repeated"), and what `undocumented-status` tells.
    ///
    /// ## How to mend it
    ///
    /// Decide on one of them, and say it the same in both places.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// ### POST /parcels
    /// - 201: taken in
    /// ### DELETE /parcels/{id}
    /// - 204: gone
    ///
    /// ## Acceptance criteria
    /// - [ ] `POST /parcels` with a weight returns 200
    ///                                             ~~~ `POST /parcels` answers 200 here, but 201 on line 3
    /// - [ ] `DELETE /parcels/{id}` returns 204
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// ### PUT /parcels/{id}
    /// - 200: changed
    /// - 201: taken in
    /// ### GET /parcels
    /// - 200: all of them
    ///
    /// ## Acceptance criteria
    /// - [ ] `PUT /parcels/{id}` of a known one returns 200
    /// - [ ] `GET /parcels` returns 404 without a depot
    /// - [ ] `GET /parcels` returns 201 parcels at most
    /// - [ ] After `GET /parcels` the receiver of the webhook answers 202
    /// - [ ] `GET /parcels` never answers 204
    /// - [ ] `GET /parcels` with `?all=true` returns 206
    /// - [ ] `GET /parcels` of an unchanged list returns 208
    /// ````
    "conflicting-success", default: None, since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Endpoint).next().is_none() {
        return;
    }
    let mut places: BTreeMap<&str, Vec<(TextRange, Vec<u16>)>> = BTreeMap::new();
    for mention in &context.spec.mentions {
        let found = successes(mention.fields.get("responses"));
        if !found.is_empty() && !context.is_kept(mention.range) {
            places.entry(mention.item.as_str()).or_default().push((mention.range, found));
        }
    }
    let operations = context.operations();
    // What each operation answers, where all of its descriptions agree.
    let mut told: BTreeMap<&str, (TextRange, u16)> = BTreeMap::new();
    for operation in &operations.documented {
        let item = operation.item;
        let mut all = vec![(item.range, successes(item.fields.get("responses")))];
        all.extend(places.remove(item.id.as_str()).unwrap_or_default());
        all.sort_by_key(|(range, _)| range.start);
        all.retain(|(_, found)| !found.is_empty());
        if all.iter().any(|(_, found)| found.len() > 1) {
            continue;
        }
        let single: Vec<(TextRange, u16)> =
            all.into_iter().filter_map(|(range, found)| Some((range, *found.first()?))).collect();
        let Some((first, rest)) = single.split_first() else { continue };
        match rest.iter().find(|(_, status)| *status != first.1) {
            Some(place) => tell(context, operation, *place, *first, report),
            None => {
                told.insert(item.id.as_str(), *first);
            }
        }
    }
    // What a scenario is given makes its answer one of several.
    for item in [Kind::Check, Kind::Step].into_iter().flat_map(|kind| context.items(kind)) {
        let source = context.slice(item.range);
        let named = named(source);
        let [only] = named.as_slice() else { continue };
        let Some(operation) = operations.find(only.method, only.path) else { continue };
        let Some(first) = told.get(operation.item.id.as_str()) else { continue };
        let found: Vec<(u16, TextRange)> =
            statuses(source).into_iter().filter(|(status, _)| is_success(*status)).collect();
        let [(status, range)] = found.as_slice() else { continue };
        // An operation that tells its errors is held to all of its statuses by another rule.
        let other = operation.tells_errors() || context.is_kept(item.range) || is_aside(context, item.range);
        let elsewhere = *status == first.1 || other || operation.item.range.overlaps(item.range);
        if elsewhere || !answers_outright(source, only.range, *range) {
            continue;
        }
        let start = item.range.start();
        let range = TextRange::new(start + range.start(), start + range.end());
        tell(context, operation, (range, *status), *first, report);
    }
}

/// Words that deny it, or tell of one case, another time or another who.
const OTHERWISE: &str = "
    not no never without instead unless except until before after when whenever if once while during second twice again repeated repeat repeating same where
    existing already unknown known duplicate duplicated idempotent cached unchanged retry retried replay replayed resend resent empty nothing none previously
    legacy old formerly was were would could may might or either both otherwise else today currently longer rejected wrong bug option alternative that which who
    nunca sin si cuando ya jamais sans quand nicht kein keine wenn falls ohne não quando
";

/// Words between an operation and the status that it answers with.
const ANSWERS: &str = "
    returns return returning answers answer answered answering responds respond responded responding gives gets receives yields replies reply is be shall must
    should will with a an the http status code and devuelve responde retorna renvoie répond liefert antwortet
";

/// What an operation is called with that makes another call of it.
const SPECIAL: &str = "key header flag parameter query option mode token version range preview";

/// What narrows down an answer that was given.
const NARROWING: &str = "for in on under within by from at as per through via until to";

fn has(table: &'static str, word: &str) -> bool {
    table.split_whitespace().any(|known| known == word)
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|letter: char| !(letter.is_alphanumeric() || letter == '\''));
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether a statement says of an operation, and of nothing else, that it answers with a status, whatever the circumstances.
fn answers_outright(source: &str, operation: TextRange, status: TextRange) -> bool {
    let before = source.get(..operation.start());
    let between = source.get(operation.end()..status.start());
    let (Some(before), Some(between), Some(behind)) = (before, between, source.get(status.end()..)) else {
        return false;
    };
    // "Guests only:" and "With `async=false`," make a case of it; "SC-1:" and "Integration test:" do not.
    let label = before.rsplit_once([':', ',']).map_or("", |(label, _)| label);
    let harmless = |word: String| word == "test" || word == "tests" || word.contains(|letter: char| letter.is_ascii_digit());
    if !label.is_empty() && !words(label).any(harmless) {
        return false;
    }
    let said = || words(before).chain(words(between)).chain(words(behind));
    if said().any(|word| word.ends_with("n't") || has(OTHERWISE, &word)) {
        return false;
    }
    let between = between.trim_start_matches(['`', '*', '"', ')', ' ']);
    // "POST /parcels with a weight returns 201": what a call brings along is no case of its own.
    let answer = match between.strip_prefix("with ") {
        Some(rest) => {
            const MOST: usize = 3;
            let brought = rest.split_whitespace().take_while(|word| !has(ANSWERS, word) || matches!(*word, "a" | "an" | "the"));
            let brought: Vec<&str> = brought.collect();
            let plain = |word: &&str| word.chars().all(char::is_alphabetic) && !has(SPECIAL, &word.to_lowercase());
            if brought.len() > MOST || !brought.iter().all(plain) {
                return false;
            }
            brought.last().and_then(|last| rest.split_once(last)).map_or(rest, |(_, answer)| answer)
        }
        None => between,
    };
    words(answer).all(|word| has(ANSWERS, &word)) && ends_plainly(behind)
}

/// Whether what stands behind a status neither counts with it nor narrows it down: "201 parcels", "200 for large ones".
fn ends_plainly(behind: &str) -> bool {
    let behind = behind.trim_start_matches(['`', '*', '"', ')']);
    let mut rest = behind.split_whitespace().skip_while(|word| word.starts_with(char::is_uppercase));
    let next = rest.next().unwrap_or_default();
    let goes_on = next.is_empty() || next.starts_with(|letter: char| letter.is_ascii_punctuation()) || matches!(next, "with" | "and");
    goes_on && !words(behind).any(|word| has(NARROWING, &word))
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The success statuses among the responses of a description.
fn successes(responses: Option<&Value>) -> Vec<u16> {
    let responses = responses.and_then(Value::as_array).into_iter().flatten();
    let mut found: Vec<u16> = responses
        .filter_map(|response| u16::try_from(response.get("status")?.as_u64()?).ok())
        .filter(|status| is_success(*status))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn tell(
    context: &Context,
    operation: &Operation,
    (range, status): (TextRange, u16),
    (first, known): (TextRange, u16),
    report: &mut Report,
) {
    let line = context.document.line(first.start);
    let Operation { method, path, .. } = operation;
    let finding = report
        .at(range, format!("`{method} {path}` answers {status} here, but {known} on line {line}"))
        .related(context.place(first), format!("{known} here"))
        .help("say the same status in both places");
    if let Some(place) = settle::only_place(context, range, &status.to_string()) {
        let title = format!("write {known}, if line {line} is right");
        finding.fix(Fix::not_safe(title, vec![Edit::replace(place, known.to_string())]));
    }
}

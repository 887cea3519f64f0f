use crate::operations::{Operation, named};
use crate::rule::rule;
use crate::statuses::statuses;
use crate::{Context, Report};
use abide_diagnostics::Severity;
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
    /// alone, and so is what `undocumented-status` tells.
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
    /// ````
    "conflicting-success", default: Some(Severity::Warning), since: "0.1.0"
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
    for item in [Kind::Check, Kind::Step, Kind::Scenario].into_iter().flat_map(|kind| context.items(kind)) {
        let source = context.slice(item.range);
        let named = named(source);
        let [only] = named.as_slice() else { continue };
        let Some(operation) = operations.find(only.method, only.path) else { continue };
        let Some(first) = told.get(operation.item.id.as_str()) else { continue };
        let found: Vec<(u16, TextRange)> =
            statuses(source).into_iter().filter(|(status, _)| is_success(*status)).collect();
        let [(status, range)] = found.as_slice() else { continue };
        // An operation that tells its errors is held to all of its statuses by another rule.
        let other = operation.tells_errors() || context.is_kept(item.range);
        if *status == first.1 || other || operation.item.range.overlaps(item.range) {
            continue;
        }
        let start = item.range.start();
        let range = TextRange::new(start + range.start(), start + range.end());
        tell(context, operation, (range, *status), *first, report);
    }
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
    report
        .at(range, format!("`{method} {path}` answers {status} here, but {known} on line {line}"))
        .related(context.place(first), format!("{known} here"))
        .help("say the same status in both places");
}

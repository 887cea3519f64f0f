use crate::operations::{Operations, named};
use crate::paths::{is_parameter, resource, segments};
use crate::sequences::{Message, messages};
use crate::rule::rule;
use crate::spelling::nearly;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_model::Kind;
use abide_syntax::TextRange;
use std::collections::BTreeSet;

rule! {
    /// A flow, a check or a diagram calls an endpoint that the document does not have.
    ///
    /// ## Why it matters
    ///
    /// Either the call is wrong, and whoever follows the flow gets a 404, or the endpoint was forgotten where endpoints are
    /// described, and nobody builds it.
    ///
    /// ## What counts
    ///
    /// The document describes endpoints of its own, at least two. A call in a workflow, an acceptance check, a story, a table of permissions or a
    /// sequence diagram is none of them: its path is one of theirs with another method, or is about one of the same things, or goes to
    /// the participant that answers documented calls. Parameters fit each other whatever their names, and a base path may be left out.
    /// Calls of other systems are not reported, nor is anything where only new or changed endpoints are described.
    ///
    /// ## How to mend it
    ///
    /// Call what is documented, or document the endpoint.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// | Method | Path | Purpose |
    /// |---|---|---|
    /// | POST | /api/parcels | Take one in |
    /// | PATCH | /api/parcels/{id} | Change one |
    ///
    /// ## Workflows
    /// 1. The clerk sends `POST /api/parcels`.
    /// 2. The clerk sends `PUT /api/parcels/{id}`.
    ///                    ~~~~~~~~~~~~~~~~~~~~~~ `PUT /api/parcels/{id}` is not documented: that path answers `PATCH`
    ///
    /// ```mermaid
    /// sequenceDiagram
    ///   Clerk->>API: POST /api/parcels/{id}/labels
    ///   ~ `POST /api/parcels/{id}/labels` is not documented
    ///   API->>Carrier: POST /v2/shipments
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// | Method | Path | Purpose |
    /// |---|---|---|
    /// | POST | /api/parcels | Take one in |
    /// | GET | /api/parcels/{id} | Read one |
    ///
    /// ## Workflows
    /// 1. The clerk sends `POST /parcels`, then `GET /api/parcels/42`.
    /// 2. The service calls `POST /v1/labels` of the carrier.
    /// ````
    "unknown-endpoint", default: Some(Severity::Warning), since: "0.1.0"
}

/// Fewer endpoints are no description of an interface.
const ENOUGH: usize = 2;

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Endpoint).count() < ENOUGH {
        return;
    }
    let operations = context.operations();
    if operations.documented.len() < ENOUGH || describes_changes_only(context, operations) {
        return;
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    for item in &operations.undocumented {
        let (Some(method), Some(path)) = (item.text_field("method"), item.text_field("path")) else {
            continue;
        };
        let source = context.slice(item.range);
        let place = named(source).into_iter().find(|named| named.method == method && named.path == path);
        let range = place.map_or(item.range, |named| {
            TextRange::new(item.range.start() + named.range.start(), item.range.start() + named.range.end())
        });
        judge(context, operations, method, path, range, false, &mut told, report);
    }
    for (_, diagram) in messages(context.document) {
        let called: Vec<(&Message, &str, &str, TextRange)> = diagram
            .iter()
            .flat_map(|message| {
                named(message.text).into_iter().map(move |named| {
                    let range = TextRange::new(
                        message.range.start() + named.range.start(),
                        message.range.start() + named.range.end(),
                    );
                    (message, named.method, named.path, range)
                })
            })
            .collect();
        let answers: BTreeSet<&str> = called
            .iter()
            .filter(|(_, method, path, _)| operations.find(method, path).is_some())
            .map(|(message, ..)| message.to)
            .collect();
        for (message, method, path, range) in &called {
            let ours = answers.contains(message.to) && message.from != message.to;
            judge(context, operations, method, path, *range, ours, &mut told, report);
        }
    }
}

/// Whether the endpoints are told as an addition to others that the document leaves out.
fn describes_changes_only(context: &Context, operations: &Operations) -> bool {
    operations.documented.iter().any(|operation| {
        operation.item.section.iter().skip(1).any(|title| {
            let words = title.to_lowercase();
            [
                "new ",
                "changed",
                "modified",
                "added",
                "additional",
                "existing",
                "changes",
                "updated",
                "extended",
                "nuevos",
            ]
            .iter()
            .any(|word| words.contains(word))
        })
    }) || context.document.text().contains("xisting endpoint")
}

#[allow(clippy::too_many_arguments)]
fn judge(
    context: &Context,
    operations: &Operations,
    method: &str,
    path: &str,
    range: TextRange,
    ours: bool,
    told: &mut BTreeSet<String>,
    report: &mut Report,
) {
    let known = operations.find(method, path).is_some()
        || operations.documented.iter().any(|known| known.method == method && covers(known.path, path));
    if known || path.contains('*') || !told.insert(format!("{method} {path}")) {
        return;
    }
    // "The old endpoint still answers": it is documented elsewhere.
    let line = crate::places::line_of(context, range).to_lowercase();
    let elsewhere = [
        "still",
        "existing",
        "legacy",
        "old ",
        "deprecated",
        "already",
        "removed",
        "no longer",
        "instead of",
        "existente",
    ];
    if elsewhere.iter().any(|word| line.contains(word))
        || operations.documented.iter().any(|known| other_version(known.path, path))
    {
        return;
    }
    let here = context.slice(range).to_owned();
    let same: Vec<_> = operations.on_path(path).collect();
    if let Some(first) = same.first() {
        let methods: Vec<String> = same.iter().map(|operation| format!("`{}`", operation.method)).collect();
        let finding = report
            .at(
                range,
                format!("`{method} {path}` is not documented: that path answers {}", methods.join(", ")),
            )
            .related(context.place(first.item.range), "the path is documented here")
            .help("use a method that is documented, or document this one");
        if let [only] = same.as_slice()
            && here.starts_with(method)
        {
            let place = TextRange::new(range.start(), range.start() + method.len());
            finding.fix(Fix::not_safe(
                format!("use `{}`", only.method),
                vec![Edit::replace(place, only.method)],
            ));
        }
        return;
    }
    let near =
        operations.documented.iter().find(|known| known.method == method && nearly_same(known.path, path));
    let subject = resource(path);
    // With a base path of their own, `/api/v1`, all that starts with it is the system's.
    let base = base_of(path);
    let foreign = ["external", "third", "upstream", "vendor", "provider", "partner"]
        .iter()
        .any(|word| line.contains(word));
    let ours = ours
        || base.len() >= 2
            && !foreign
            && operations.documented.iter().filter(|known| base_of(known.path) == base).count() > ENOUGH;
    let about =
        operations.documented.iter().find(|known| subject.is_some() && resource(known.path) == subject);
    if let Some(near) = near {
        let finding = report
            .at(range, format!("`{method} {path}` is not documented, but `{} {}` is", near.method, near.path))
            .related(context.place(near.item.range), "documented here")
            .help(format!("did you mean `{}`?", near.path));
        if let Some(at) = here.rfind(path) {
            let place = TextRange::new(range.start() + at, range.start() + at + path.len());
            finding.fix(Fix::not_safe(format!("use `{}`", near.path), vec![Edit::replace(place, near.path)]));
        }
    } else if let Some(first) = about.or_else(|| operations.documented.first().filter(|_| ours)) {
        report
            .at(range, format!("`{method} {path}` is not documented"))
            .related(context.place(first.item.range), "endpoints are documented here")
            .help("call an endpoint that is documented, or document this one");
    }
}

/// What stands before the first part of a path that names a thing: `api` and `v1` of `/api/v1/orders`.
fn base_of(path: &str) -> Vec<&str> {
    let first = resource(path);
    segments(path).into_iter().take_while(|segment| Some(*segment) != first).collect()
}

/// Whether two paths differ in their version alone.
fn other_version(one: &str, two: &str) -> bool {
    let version = |segment: &&str| {
        segment
            .strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let apart = segments(one).into_iter().find(version) != segments(two).into_iter().find(version);
    let bare = |path| segments(path).into_iter().filter(|segment| !version(segment)).collect::<Vec<_>>();
    apart && segments(one).len() == segments(two).len() && bare(one) == bare(two)
}

/// Whether a documented path ends in something that stands for more: `/files/*`, `/files/...`.
fn covers(known: &str, path: &str) -> bool {
    known
        .split_once(['*', '…'])
        .or_else(|| known.split_once("..."))
        .is_some_and(|(start, _)| path.starts_with(start.trim_end_matches('/')))
}

/// Whether two paths differ in the spelling of one segment, or in a plural.
fn nearly_same(one: &str, two: &str) -> bool {
    let (one, two) = (segments(one), segments(two));
    if one.len() != two.len() {
        return false;
    }
    let mut differing =
        one.iter().zip(&two).filter(|(one, two)| one != two && !(is_parameter(one) && is_parameter(two)));
    let plural =
        |one: &str, two: &str| one.strip_suffix('s') == Some(two) || two.strip_suffix('s') == Some(one);
    match (differing.next(), differing.next()) {
        (Some((one, two)), None) => plural(one, two) || nearly(one, two),
        _ => false,
    }
}

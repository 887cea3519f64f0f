use crate::operations::{Operation, named};
use crate::sequences::messages;
use crate::statuses::statuses;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::Kind;
use abide_syntax::{NodeKind, SectionId, TextRange};
use abide_template::Concept;
use std::collections::BTreeSet;

rule! {
    /// A check, a flow or a diagram expects a status that the endpoint does not document.
    ///
    /// ## Why it matters
    ///
    /// The check fails against a service built from the API section, or the client never learns to handle the answer.
    ///
    /// ## What counts
    ///
    /// The statement names a documented endpoint and a status; the endpoint documents its statuses, one of them an
    /// error, and this one is not among them. A status that the document gives for all endpoints, outside of any one's own
    /// description, is documented for each. In a sequence diagram, an answer belongs to the call before it.
    ///
    /// ## How to mend it
    ///
    /// Add the status to the endpoint, or correct the statement.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// ### POST /parcels
    /// - 201: taken in
    /// - 400: the weight is missing
    /// ### GET /parcels/{id}
    /// - 200: found
    /// - 404: unknown
    ///
    /// ## Acceptance criteria
    /// - [ ] `POST /parcels` with a weight of 0 returns 422
    ///                                                 ~~~ `POST /parcels` does not document 422: it answers 201 and 400
    /// - [ ] `GET /parcels/{id}` returns 404 for an unknown id
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// All endpoints answer 401 without a key.
    /// ### POST /parcels
    /// - 201: taken in
    /// - 400: the weight is missing
    ///
    /// ## Acceptance criteria
    /// - [ ] `POST /parcels` without a key returns 401
    /// - [ ] `POST /parcels` takes 422 ms at most
    /// ````
    "undocumented-status", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Endpoint).next().is_none() {
        return;
    }
    let operations = context.operations();
    if !operations.documented.iter().any(Operation::tells_errors) {
        return;
    }
    let general = general(context);
    let mut told = BTreeSet::new();
    let kinds = [Kind::Check, Kind::Step, Kind::Scenario, Kind::Exception, Kind::Requirement, Kind::Story];
    for item in kinds.into_iter().flat_map(|kind| context.items(kind)) {
        let source = context.slice(item.range);
        let named = named(source);
        // With two endpoints, a status may be either's.
        let [only] = named.as_slice() else { continue };
        let Some(operation) = operations.find(only.method, only.path) else { continue };
        if operation.item.range.overlaps(item.range) {
            continue;
        }
        for (status, range) in statuses(source) {
            let range = TextRange::new(item.range.start() + range.start(), item.range.start() + range.end());
            judge(context, operation, status, range, &general, &mut told, report);
        }
    }
    for (_, diagram) in messages(context.document) {
        let mut last: Option<(&str, &Operation)> = None;
        for message in &diagram {
            if let Some(call) = crate::operations::named(message.text).first() {
                last = operations.find(call.method, call.path).map(|operation| (message.to, operation));
                continue;
            }
            let Some((callee, operation)) = last else { continue };
            if message.from != callee {
                continue;
            }
            for (status, range) in statuses(message.text) {
                let range = TextRange::new(
                    message.range.start() + range.start(),
                    message.range.start() + range.end(),
                );
                judge(context, operation, status, range, &general, &mut told, report);
            }
        }
    }
}

/// The statuses that stand under headings about the API or its errors, outside of any endpoint's own part.
fn general(context: &Context) -> BTreeSet<u16> {
    const ABOUT: &[Concept] = &[
        Concept::Api,
        Concept::Endpoints,
        Concept::ErrorCodes,
        Concept::Interface,
        Concept::Authentication,
        Concept::Security,
        Concept::ErrorPaths,
    ];
    let document = context.document;
    let mut found = BTreeSet::new();
    for at in 1..document.sections().len() {
        let mut holder = SectionId(at as u32);
        let (mut own, mut about) = (false, false);
        while holder != SectionId::ROOT {
            let Some(part) = document.section(holder) else { break };
            own |= !named(&part.title).is_empty();
            let title = part.title.to_lowercase();
            about |= context.concepts(holder).iter().any(|concept| ABOUT.contains(concept))
                || title.contains("error")
                || title.contains("status");
            holder = part.parent;
        }
        if own || !about {
            continue;
        }
        for block in document.section_blocks(SectionId(at as u32)) {
            let node = document.node(block);
            // A table or list of endpoints tells of each; what tells of all names none.
            if matches!(node.kind, NodeKind::Heading { .. }) {
                continue;
            }
            for line in node
                .range
                .trim(document.text())
                .slice(document.text())
                .lines()
                .filter(|line| named(line).is_empty())
            {
                found.extend(digits(line));
            }
        }
    }
    found
}

/// All numbers of three digits that may be statuses.
fn digits(line: &str) -> impl Iterator<Item = u16> {
    line.split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| part.len() == 3)
        .filter_map(|part| part.parse().ok())
}

fn judge(
    context: &Context,
    operation: &Operation,
    status: u16,
    range: TextRange,
    general: &BTreeSet<u16>,
    told: &mut BTreeSet<(String, u16)>,
    report: &mut Report,
) {
    let Operation { method, path, .. } = operation;
    let key = format!("{method} {path}");
    let known = operation.statuses.contains(&status) || general.contains(&status) || status >= 500;
    if known || !operation.tells_errors() || context.is_kept(range) || !told.insert((key.clone(), status)) {
        return;
    }
    let mut answers: Vec<String> = operation.statuses.iter().map(u16::to_string).collect();
    let last = answers.pop().unwrap_or_default();
    let answers = if answers.is_empty() { last } else { format!("{} and {last}", answers.join(", ")) };
    report
        .at(range, format!("`{key}` does not document {status}: it answers {answers}"))
        .related(context.place(operation.item.range), "documented here")
        .help("add the status to the endpoint, or correct it here");
}

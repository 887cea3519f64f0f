use crate::operations::{Operation, named};
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::Kind;
use abide_syntax::{SectionId, TextRange};
use std::collections::HashMap;
use abide_template::Concept;

rule! {
    /// An endpoint that needs authentication documents its errors, but neither 401 nor 403.
    ///
    /// ## Why it matters
    ///
    /// What happens without a key is then up to whoever builds it, and it is the answer that matters most.
    ///
    /// ## What counts
    ///
    /// The document tells errors endpoint by endpoint, and another endpoint tells 401 or 403. What is said for all
    /// endpoints at once counts for each.
    ///
    /// ## How to mend it
    ///
    /// Add what the endpoint answers without, and with the wrong, credentials; or say it once for all.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// | Method | Path | Auth | Responses |
    /// |---|---|---|---|
    /// | POST | /parcels | API key | 201, 400, 401 |
    /// | GET | /parcels/{id} | API key | 200, 401, 404 |
    /// | DELETE | /parcels/{id} | API key | 204, 404 |
    /// ~ `DELETE /parcels/{id}` needs authentication, but documents neither 401 nor 403
    /// | GET | /health | none | 200, 503 |
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// Without a key, all answer 401.
    ///
    /// | Method | Path | Auth | Responses |
    /// |---|---|---|---|
    /// | POST | /parcels | API key | 201, 400, 403 |
    /// | DELETE | /parcels/{id} | API key | 204, 404 |
    /// ````
    "missing-auth-response", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Endpoint).count() < 2 {
        return;
    }
    let operations = context.operations();
    let refuses =
        |operation: &&Operation| operation.statuses.iter().any(|status| matches!(status, 401 | 403));
    let Some(example) =
        operations.documented.iter().find(|operation| is_secured(operation) && refuses(operation))
    else {
        return;
    };
    if said_for_all(context) {
        return;
    }
    for operation in
        operations.documented.iter().filter(|operation| is_secured(operation) && operation.tells_errors())
    {
        if refuses(&operation) {
            continue;
        }
        report
            .at(
                operation.item.range,
                format!(
                    "`{} {}` needs authentication, but documents neither 401 nor 403",
                    operation.method, operation.path
                ),
            )
            .related(context.place(example.item.range), "this endpoint documents what it answers")
            .help("add what it answers without credentials, or say it once for all endpoints");
    }
}

fn is_secured(operation: &Operation) -> bool {
    let auth = operation.item.text_field("auth").unwrap_or_default().to_lowercase();
    let word = auth.trim_matches(['`', '*', ' ']);
    !(word.is_empty()
        || [
            "none",
            "no",
            "public",
            "anonymous",
            "optional",
            "open",
            "-",
            "–",
            "—",
            "n/a",
            "not required",
            "ninguna",
        ]
        .iter()
        .any(|free| {
            word == *free || word.starts_with(&format!("{free} ")) || word.starts_with(&format!("{free},"))
        }))
}

/// Whether 401 or 403 stands somewhere about all endpoints: outside of the lines and parts of single ones, and of checks.
fn said_for_all(context: &Context) -> bool {
    const ELSEWHERE: &[Concept] = &[
        Concept::Verifications,
        Concept::AcceptanceCriteria,
        Concept::TestPlan,
        Concept::Workflows,
        Concept::UserStories,
        Concept::ErrorPaths,
        Concept::Tasks,
    ];
    const WORDED: &[&str] =
        &["all ", "any ", "every ", "each ", "without", "missing", "invalid", "unauth", "todos", "すべて"];
    let document = context.document;
    let section_of = |range: TextRange| document.section_at(range.start);
    // Where the first endpoint of each section ends: what stands behind it is about that endpoint.
    let mut ends: HashMap<SectionId, usize> = HashMap::new();
    for item in context.items(Kind::Endpoint) {
        let end = ends.entry(section_of(item.range)).or_insert(item.range.end());
        *end = item.range.end().min(*end);
    }
    let is_elsewhere = |mut section: SectionId| {
        while section != SectionId::ROOT {
            let Some(part) = document.section(section) else { return true };
            let concepts = context.concepts(section);
            if !named(&part.title).is_empty() || concepts.iter().any(|concept| ELSEWHERE.contains(concept)) {
                return true;
            }
            section = part.parent;
        }
        false
    };
    let mut known: HashMap<SectionId, bool> = HashMap::new();
    let mut start = 0;
    document.text().split_inclusive('\n').any(|line| {
        let from = start;
        start += line.len();
        // The first on a line is the one that is least about an endpoint before it.
        let Some(at) = ["401", "403"].iter().filter_map(|status| line.find(status)).min() else { return false };
        if !named(line).is_empty() || line.contains("->") {
            return false;
        }
        let at = TextRange::new(from + at, from + at + 3);
        let section = section_of(at);
        if *known.entry(section).or_insert_with(|| is_elsewhere(section)) {
            return false;
        }
        // Within a table of endpoints or below a line that names one, it is that endpoint's.
        let below = ends.get(&section).is_some_and(|end| *end <= at.start());
        let row = line.trim_start().starts_with('|') && line.contains('/');
        let worded = || WORDED.iter().any(|word| line.to_lowercase().contains(word));
        !row && (!below || worded())
    })
}

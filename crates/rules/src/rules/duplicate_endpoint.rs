use crate::records::{block_at, is_aside};
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::Kind;
use abide_syntax::{NodeId, NodeKind, TextRange};
use abide_template::{Concept, concepts_of_heading};
use std::collections::HashMap;

rule! {
    /// The same endpoint is described twice.
    ///
    /// ## Why it matters
    ///
    /// Two descriptions of one endpoint soon differ, and each is right for somebody.
    ///
    /// ## What counts
    ///
    /// Two rows of a table, two bullets of a list, or two headings with the same method and path. A table that lists an endpoint which a
    /// heading describes further on is no duplicate.
    ///
    /// ## How to mend it
    ///
    /// Describe it once; where they are two, correct the method or the path of one.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// | Method | Path | Purpose |
    /// |---|---|---|
    /// | GET | /parcels/{id} | Read one |
    /// | DELETE | /parcels/{id} | Take one out |
    /// | GET | /parcels/{id} | Read the label of one |
    /// ~ `GET /parcels/{id}` is already described on line 5
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// | Method | Path | Purpose |
    /// |---|---|---|
    /// | GET | /parcels/{id} | Read one |
    /// | DELETE | /parcels/{id} | Take one out |
    ///
    /// ### GET /parcels/{id}
    /// Answers 404 where there is none.
    /// ````
    "duplicate-endpoint", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Endpoint).next().is_none() {
        return;
    }
    let document = context.document;
    let mut places: HashMap<&str, Vec<TextRange>> = HashMap::new();
    for mention in &context.spec.mentions {
        places.entry(mention.item.as_str()).or_default().push(mention.range);
    }
    for item in context.items(Kind::Endpoint) {
        let mut ranges = places.remove(item.id.as_str()).unwrap_or_default();
        ranges.push(item.range);
        ranges.sort_by_key(|range| range.start);
        ranges.dedup();
        let mut seen: Vec<(NodeId, NodeKind, TextRange)> = Vec::new();
        for range in
            ranges.into_iter().filter(|range| !is_aside(context, *range) && !is_example(context, *range))
        {
            let block = block_at(document, range);
            let kind = document.node(block).kind;
            let same = seen.iter().find(|(known, form, _)| match kind {
                NodeKind::Table => *known == block,
                NodeKind::Heading { .. } => matches!(form, NodeKind::Heading { .. }),
                _ => false,
            });
            let described = described(context, range, kind);
            if let Some((_, _, first)) = same.filter(|_| described) {
                let line = document.line(first.start);
                // The same words twice are a slip; other words may be another case of the same endpoint.
                report
                    .at(range, format!("`{}` is already described on line {line}", item.key))
                    .related(context.place(*first), "described here first")
                    .help("describe it once, or correct the method or the path of one of them");
                break;
            }
            if described {
                seen.push((block, kind, range));
            }
        }
    }
}

/// Whether a place shows or tests the endpoint rather than describing it.
fn is_example(context: &Context, range: TextRange) -> bool {
    const SHOWN: &[Concept] = &[
        Concept::TestPlan,
        Concept::Verifications,
        Concept::AcceptanceCriteria,
        Concept::Examples,
        Concept::Usage,
    ];
    let titles = context.document.section_path(context.document.section_at(range.start));
    titles.iter().any(|title| concepts_of_heading(title).iter().any(|concept| SHOWN.contains(concept)))
}

/// Whether a place describes the endpoint: a heading of it, or a row that starts with it.
fn described(context: &Context, range: TextRange, kind: NodeKind) -> bool {
    let source = context.slice(range);
    match kind {
        NodeKind::Heading { .. } => true,
        NodeKind::Table => {
            // The whole row, with its method and path in the first cells.
            let cells: Vec<&str> = source.trim().trim_matches('|').split('|').collect();
            cells.len() >= 2 && cells.first().is_some_and(|cell| crate::paths::is_method_or_path(cell))
        }
        _ => false,
    }
}

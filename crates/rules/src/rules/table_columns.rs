use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_syntax::{NodeId, SectionId, Table};
use abide_template::{Expected, concepts_of_heading, infer, normalise};

rule! {
    /// A table lacks columns that the template's table has.
    ///
    /// ## Why it matters
    ///
    /// A missing column is a question that nobody answered for any row: who owns the risk, what type the field has. Tools
    /// that read the table by its columns find nothing there.
    ///
    /// ## What counts
    ///
    /// The table of the section that shares most columns with the template's, and at least half of them. Case,
    /// decoration and words that mean the same do not matter. Where a column of the document's own may be the missing one
    /// under another name, nothing is reported.
    ///
    /// ## How to mend it
    ///
    /// Add the column, with "–" in the cells where there is nothing to say, or take it out of the template.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Risks
    /// | Risk | Impact | Owner |
    /// |---|---|---|
    /// | [risk] | High/Medium/Low | [name] |
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Risks
    /// | Risk | Impact |
    /// ~~~~~~~~~~~~~~~~~ the column "Owner" is missing
    /// |---|---|
    /// | Slow | High |
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Risks
    /// | RISK | Impact | Contact |
    /// |---|---|---|
    /// | Slow | High | Ada |
    /// ```
    "table-columns", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    for matched in &governing.alignment.matches {
        let Some(slot) = governing.schema.slot(matched.slot) else { continue };
        for expectation in &slot.expectations {
            let Expected::Table { columns, .. } = &expectation.what else { continue };
            let Some((table, missing)) = nearest(context, matched.section, columns) else { continue };
            let Some(head) = table.head() else { continue };
            if missing.is_empty() {
                continue;
            }
            let named: Vec<_> = missing.iter().map(|column| format!("\"{column}\"")).collect();
            let message = match named.as_slice() {
                [one] => format!("the column {one} is missing"),
                more => format!("the columns {} are missing", more.join(", ")),
            };
            report
                .at(context.document.node(head).range.trim(context.document.text()), message)
                .asked_by(governing, expectation.range, "the template's table")
                .help("add it, or take it out of the template");
        }
    }
}

/// The table of a section that shares most columns, and at least half of them, with those asked for, and what it lacks.
fn nearest<'a, 'b>(context: &'a Context, section: SectionId, columns: &'b [String]) -> Option<(Table<'a>, Vec<&'b str>)> {
    let asked: Vec<&str> = columns.iter().map(String::as_str).filter(|column| is_name(column)).collect();
    let range = context.document.section(section)?.range;
    let nodes = context.document.nodes();
    let first = nodes.partition_point(|node| node.range.start < range.start);
    let mut best: Option<(Table, Vec<&str>)> = None;
    for (at, node) in nodes.iter().enumerate().skip(first) {
        if node.range.start >= range.end {
            break;
        }
        let Some(table) = Table::new(context.document, NodeId(at as u32)) else { continue };
        let own = table.columns();
        let missing: Vec<&str> =
            asked.iter().copied().filter(|asked| !own.iter().any(|own| is_same(own, asked))).collect();
        let shared = asked.len() - missing.len();
        let foreign = own.iter().filter(|own| !asked.iter().any(|asked| is_same(own, asked))).count();
        // As many columns of its own as are missing: they may be the same under other names.
        let renamed = foreign >= missing.len() && !missing.is_empty();
        if shared * 2 < asked.len() || renamed {
            continue;
        }
        if best.as_ref().is_none_or(|(_, known)| missing.len() < known.len()) {
            best = Some((table, missing));
        }
    }
    best
}

fn is_name(column: &str) -> bool {
    !normalise(column).is_empty() && infer::placeholders_in_line(column, 0, false).is_empty()
}

fn is_same(one: &str, other: &str) -> bool {
    let (first, second) = (normalise(one), normalise(other));
    if first == second || first.strip_suffix('s') == Some(second.as_str()) || second.strip_suffix('s') == Some(first.as_str()) {
        return true;
    }
    let concepts = concepts_of_heading(other);
    concepts_of_heading(one).iter().any(|concept| concepts.contains(concept))
}

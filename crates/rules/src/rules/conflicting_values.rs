use crate::records::{Field, Records, block_at, is_aside};
use crate::rule::rule;
use crate::settle;
use crate::spelling::{listed, squash};
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_model::Kind;
use abide_syntax::{NodeId, NodeKind, TextRange};

rule! {
    /// The values that a field may have are not the same in two places.
    ///
    /// ## Why it matters
    ///
    /// A value that one place knows and another does not is refused by the database, missing from the interface, or never
    /// handled.
    ///
    /// ## What counts
    ///
    /// Both places name the values one by one: an enumeration, a union of literals, `CHECK (x IN (…))`, "one of `a`, `b`".
    /// Case and separators do not matter, and most of the values must be the same: else they are two lists.
    ///
    /// ## How to mend it
    ///
    /// Name the same values in both places, or name them once and refer to that place.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type | Description |
    /// |---|---|---|
    /// | `id` | uuid | |
    /// | `state` | enum(new, sent, lost) | |
    ///
    /// ```typescript
    /// interface Parcel {
    ///   id: string;
    ///   state: 'NEW' | 'SENT' | 'RETURNED';
    ///   ~ `state` of Parcel has no `lost` here, and `RETURNED` besides: line 7 names `new`, `sent` and `lost`
    /// }
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type | Description |
    /// |---|---|---|
    /// | `id` | uuid | |
    /// | `state` | text | one of `new`, `on-its-way` |
    ///
    /// ```typescript
    /// enum ParcelState { New, OnItsWay }
    /// interface Parcel {
    ///   id: string;
    ///   state: ParcelState;
    /// }
    /// ```
    /// ````
    "conflicting-values", default: Some(Severity::Warning), since: "0.1.0"
}

/// A place that names values.
struct Listing {
    range: TextRange,
    block: NodeId,
    values: Vec<String>,
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Field).chain(context.spec.of_kind(Kind::Entity)).next().is_none() {
        return;
    }
    let records = context.records();
    let spoken = spoken(context);
    for record in &records.all {
        for field in &record.fields {
            let listings = listings(context, records, field, &spoken);
            let Some((first, rest)) = listings.split_first() else { continue };
            for other in rest {
                if other.block != first.block
                    && differ(context, record.name, field.name, first, other, report)
                {
                    break;
                }
            }
        }
        if let Some(((range, values), rest)) = record.values.split_first() {
            let listing = |range: TextRange, values: &Vec<String>| Listing {
                range,
                block: block_at(context.document, range),
                values: values.clone(),
            };
            let first = listing(*range, values);
            let mut named: Vec<Listing> =
                rest.iter().map(|(range, values)| listing(*range, values)).collect();
            named.extend(
                spoken
                    .iter()
                    .filter(|(name, _)| squash(name) == squash(record.name))
                    .map(|(_, place)| listing(place.range, &place.values)),
            );
            named.iter().any(|other| {
                other.range != first.range && differ(context, "", record.name, &first, other, report)
            });
        }
    }
}

/// All places that name the values of a field: its own, the enumeration that its type names, and sentences.
fn listings(
    context: &Context,
    records: &Records,
    field: &Field,
    spoken: &[(String, Listing)],
) -> Vec<Listing> {
    let document = context.document;
    let mut found: Vec<Listing> = Vec::new();
    for saying in &field.sayings {
        let values = saying.values();
        if !values.is_empty() {
            found.push(Listing { range: saying.range, block: saying.block, values });
        }
        let named = saying.kind().and_then(|kind| kind.named);
        if let Some((range, values)) =
            named.and_then(|name| records.find(&name)).and_then(|record| record.values.first())
        {
            found.push(Listing { range: *range, block: block_at(document, *range), values: values.clone() });
        }
    }
    let name = if spoken.is_empty() { String::new() } else { squash(field.name) };
    let mut mine = spoken.iter().filter(|(spoken, _)| squash(spoken) == name).peekable();
    // Where two records have a field of that name, a sentence may mean either.
    let only = || records.all.iter().filter(|record| record.find(field.name).is_some()).count() == 1;
    if mine.peek().is_some() && only() {
        found.extend(mine.map(|(_, place)| Listing {
            range: place.range,
            block: place.block,
            values: place.values.clone(),
        }));
    }
    found.sort_by_key(|listing| listing.range.start);
    found.dedup_by_key(|listing| listing.range);
    found
}

/// "`state` is one of `new`, `sent`": a name in code, then values in code with nothing but separators between them.
fn spoken(context: &Context) -> Vec<(String, Listing)> {
    let document = context.document;
    let mut found = Vec::new();
    for (at, node) in document.nodes().iter().enumerate() {
        let holds = matches!(node.kind, NodeKind::Paragraph | NodeKind::Item { .. });
        if !holds {
            continue;
        }
        let own = |id: &NodeId| document.node(*id).kind == NodeKind::CodeSpan;
        let mut codes = document.children(NodeId(at as u32)).filter(own).peekable();
        if codes.peek().is_none() {
            continue;
        }
        let codes: Vec<NodeId> = codes.collect();
        let Some((name, values)) = codes.split_first() else { continue };
        let text = |id: &NodeId| document.source(*id).trim_matches(['`', ' ', '"', '\'']).to_owned();
        let gap = |from: NodeId, to: NodeId| {
            document
                .slice(TextRange { start: document.node(from).range.end, end: document.node(to).range.start })
        };
        let Some(first) = values.first() else { continue };
        let opening = gap(*name, *first);
        // A letter has at most three bytes more than in lower case.
        if opening.len() > 60 * 4 {
            continue;
        }
        let opening = opening.to_lowercase();
        let says = [
            "one of",
            "can be",
            "may be",
            "must be",
            "either",
            "values",
            "uno de",
            "valores",
            "いずれか",
            "のいずれ",
        ]
        .iter()
        .any(|word| opening.contains(word));
        if !says || opening.len() > 60 || opening.contains(". ") {
            continue;
        }
        let mut named = vec![text(first)];
        for pair in values.windows(2) {
            let [from, to] = pair else { break };
            let between = gap(*from, *to);
            let joins = between.trim().trim_matches([',', '|', '/', '、']).trim();
            if !matches!(joins, "" | "or" | "and" | "o" | "y" | "または") {
                break;
            }
            named.push(text(to));
        }
        let range = node.range.trim(document.text());
        if named.len() >= 2 && !context.is_kept(node.range) && !is_aside(context, range) {
            found.push((text(name), Listing { range, block: block_at(document, range), values: named }));
        }
    }
    found
}

/// Reports what one of two places lacks.
fn differ(
    context: &Context,
    record: &str,
    field: &str,
    first: &Listing,
    other: &Listing,
    report: &mut Report,
) -> bool {
    let without = |these: &[String], those: &[String]| -> Vec<String> {
        let known: Vec<String> = those.iter().map(|value| squash(value)).collect();
        these.iter().filter(|value| !known.contains(&squash(value))).cloned().collect()
    };
    let lacking = without(&first.values, &other.values);
    let added = without(&other.values, &first.values);
    let shared = first.values.len().saturating_sub(lacking.len());
    if lacking.is_empty() && added.is_empty()
        || shared * 2 < first.values.len().min(other.values.len())
        || shared == 0
    {
        return false;
    }
    let difference = match (lacking.is_empty(), added.is_empty()) {
        (false, true) => format!("has no {} here", listed(&lacking)),
        (true, _) => format!("has {} besides here", listed(&added)),
        (false, false) => format!("has no {} here, and {} besides", listed(&lacking), listed(&added)),
    };
    let of = if record.is_empty() { String::new() } else { format!(" of {record}") };
    let line = context.document.line(first.range.start);
    let finding = report
        .at(other.range, format!("`{field}`{of} {difference}: line {line} names {}", listed(&first.values)))
        .related(context.place(first.range), format!("the values are {} here", listed(&first.values)))
        .help("name the same values in both places");
    // Each place gets what only the other names.
    let lists = [(other, &lacking), (first, &added)].into_iter().filter(|(_, values)| !values.is_empty());
    let edits = lists.map(|(list, values)| settle::named_besides(context, list.range, &list.values, values));
    if let Some(edits) = edits.collect::<Option<Vec<Edit>>>() {
        finding.fix(Fix::not_safe("name all of the values in both places, if none is wrong", edits));
    }
    true
}

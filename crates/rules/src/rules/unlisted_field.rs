use crate::records::{Record, Saying};
use crate::rule::rule;
use crate::spelling::squash;
use crate::{Context, Report};
use abide_model::Kind;
use abide_syntax::{NodeId, NodeKind, TextRange};
use std::collections::BTreeMap;

rule! {
    /// A field stands in only one of two listings of the same record.
    ///
    /// ## Why it matters
    ///
    /// The table has `note`, the CREATE TABLE has not: one of the two is what will be built, and nobody can tell which.
    ///
    /// ## What counts
    ///
    /// Two whole listings of one record: a table of its fields, a definition in code. They share at least four fields, and
    /// one lists a single field more than the other. Two or more fields more are another view of the record, and so is a
    /// listing that adds to it, leaves out by its own words, or stands where something is requested or answered. Listings
    /// that differ in the spelling of a field are told by `misspelt-field`. It is off by default: a table may hold what no
    /// interface shows, and seldom says so.
    ///
    /// ## How to mend it
    ///
    /// Add the field to the other listing, or take it out of this one.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type |
    /// |---|---|
    /// | `id` | uuid |
    /// | `weight` | integer |
    /// | `sender_id` | uuid |
    /// | `receiver_id` | uuid |
    /// | `note` | text |
    /// ~ `note` of Parcel stands here, but not in the listing on line 14
    ///
    /// ```sql
    /// CREATE TABLE parcels (
    ///   id UUID PRIMARY KEY,
    ///   weight INTEGER NOT NULL,
    ///   sender_id UUID NOT NULL,
    ///   receiver_id UUID NOT NULL
    /// );
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type |
    /// |---|---|
    /// | `id` | uuid |
    /// | `weight` | integer |
    /// | `sender_id` | uuid |
    /// | `receiver_id` | uuid |
    /// | `note` | text |
    ///
    /// What the list shows:
    ///
    /// ```typescript
    /// interface Parcel {
    ///   id: string;
    ///   weight: number;
    ///   senderId: string;
    ///   receiverId: string;
    ///   // ... more in the detail
    /// }
    /// ```
    /// ````
    "unlisted-field", default: None, since: "0.1.0"
}

/// What one block says of a record: each field by its squashed name, as written, and where.
type Listing<'a> = BTreeMap<String, (&'a str, TextRange)>;

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Field).next().is_none() {
        return;
    }
    for record in &context.records().all {
        compare(context, record, report);
    }
}

fn compare(context: &Context, record: &Record, report: &mut Report) {
    const SHARED: usize = 4;
    let mut listings: BTreeMap<NodeId, Listing> = BTreeMap::new();
    for field in &record.fields {
        for saying in field.sayings.iter().filter(|saying| is_whole(context, saying)) {
            listings.entry(saying.block).or_default().insert(squash(field.name), (field.name, saying.range));
        }
    }
    let listings: Vec<&Listing> = listings.values().filter(|listing| listing.len() >= SHARED).collect();
    let [one, other] = listings.as_slice() else { return };
    let only = |this: &Listing, that: &Listing| {
        this.keys().filter(|name| !that.contains_key(*name)).cloned().collect::<Vec<String>>()
    };
    let (here, there) = (only(one, other), only(other, one));
    let (missing, with, without) = match (here.as_slice(), there.as_slice()) {
        ([name], []) => (name, one, other),
        ([], [name]) => (name, other, one),
        _ => return,
    };
    let Some((name, range)) = with.get(missing).filter(|_| !is_kept_back(missing)) else { return };
    let Some((_, first)) = without.values().min_by_key(|(_, range)| range.start) else { return };
    let line = context.document.line(first.start);
    report
        .at(*range, format!("`{name}` of {} stands here, but not in the listing on line {line}", record.name))
        .related(context.place(*first), "the other listing starts here")
        .help("add it to the other listing, or take it out here");
}

/// Whether a field is one that storage holds and interfaces keep back.
fn is_kept_back(name: &str) -> bool {
    const NAMES: &[&str] = &["deletedat", "isdeleted", "deleted", "passwordhash", "password", "secret", "salt", "tenantid", "searchvector"];
    NAMES.contains(&name)
}

/// Whether a place belongs to a whole listing: a row of a table or a line of a definition, where nothing is left out.
fn is_whole(context: &Context, saying: &Saying) -> bool {
    const PARTS: &[&str] = &[
        "request", "response", "payload", "input", "output", "summary", "create", "update", "patch", "list", "dto", "view",
        "example", "migration", "new", "added", "change", "changes", "add", "subset", "excerpt", "partial", "minimal",
    ];
    let document = context.document;
    let node = document.node(saying.block);
    if !matches!(node.kind, NodeKind::Code { .. } | NodeKind::Table) {
        return false;
    }
    let source = document.slice(node.range);
    let lower = source.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let diagram = has(&["mermaid", "plantuml", "@startuml", "classdiagram", "erdiagram"]);
    let open = has(&["...", "…", "alter table", " extends ", "etc."]);
    let section = document.section_at(saying.range.start);
    let title = document.section(section).map_or(String::new(), |section| section.title.to_lowercase());
    let part = title.split(|letter: char| !letter.is_alphanumeric()).any(|word| PARTS.contains(&word));
    !diagram && !open && !part
}

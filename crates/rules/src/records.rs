//! The records that a document defines, with every place that says something about one of their fields.

use crate::Context;
use crate::named_values::{coded_values, values};
use crate::spelling::{singular, squash};
use crate::types::Type;
use abide_model::Kind;
use abide_syntax::{Document, NodeId, NodeKind, TextRange};
use abide_template::Concept;
use foldhash::{HashMap, HashMapExt};
use serde_json::{Map, Value};
use std::cell::OnceCell;

/// All records of a document. Plural and case do not tell two records apart: the table `orders` holds what `Order` is.
pub(crate) struct Records<'a> {
    pub all: Vec<Record<'a>>,
    by_name: HashMap<String, usize>,
}

/// A record: an entity, a table, a type.
pub(crate) struct Record<'a> {
    /// As it is first written.
    pub name: &'a str,
    /// Where it is first named.
    pub range: TextRange,
    /// Its fields, in their order.
    pub fields: Vec<Field<'a>>,
    /// Where it names its values, if it is an enumeration.
    pub values: Vec<(TextRange, Vec<String>)>,
    by_field: HashMap<String, usize>,
}

/// A field of a record.
pub(crate) struct Field<'a> {
    /// As it is first written.
    pub name: &'a str,
    /// The places that say something about it.
    pub sayings: Vec<Saying<'a>>,
}

/// One place that says something about a field.
pub(crate) struct Saying<'a> {
    /// Where.
    pub range: TextRange,
    /// The code block, table, list or paragraph that holds it.
    pub block: NodeId,
    /// What it says.
    pub fields: &'a Map<String, Value>,
    /// Its source.
    pub source: &'a str,
    /// The letters of its source, looked for more than once.
    letters: OnceCell<String>,
}

impl<'a> Saying<'a> {
    /// What it says about a part of the field, where it is said in this very place.
    pub fn said(&self, name: &str) -> Option<&'a str> {
        let text = self.fields.get(name)?.as_str()?;
        self.holds(text).then_some(text)
    }

    fn holds(&self, text: &str) -> bool {
        self.letters.get_or_init(|| squash(self.source)).contains(&squash(text))
    }

    /// The type that it gives.
    pub fn kind(&self) -> Option<Type> {
        self.said("type").map(Type::read)
    }

    /// The values that it names one by one.
    pub fn values(&self) -> Vec<String> {
        let schema =
            self.fields.get("schema").and_then(|schema| schema.get("enum")).and_then(Value::as_array);
        let told: Vec<String> =
            schema.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        if told.len() >= 2 && told.iter().all(|value| self.holds(value)) {
            return told;
        }
        let named = self.said("type").map(values).unwrap_or_default();
        if !named.is_empty() {
            return named;
        }
        let checked = values(self.source);
        if !checked.is_empty() && self.source.to_ascii_uppercase().contains("CHECK") {
            return checked;
        }
        let told = self.said("description").map(values).unwrap_or_default();
        if told.is_empty() { coded_values(self.source) } else { told }
    }
}

impl<'a> Records<'a> {
    /// Reads the records that a document states itself.
    pub fn new(context: &Context<'a>) -> Self {
        let mut records = Self { all: Vec::new(), by_name: HashMap::new() };
        let mut places: HashMap<&str, Vec<&abide_model::Mention>> = HashMap::new();
        for mention in &context.spec.mentions {
            places.entry(mention.item.as_str()).or_default().push(mention);
        }
        let own = |range: TextRange| !context.is_kept(range) && !is_aside(context, range);
        for item in context.items(Kind::Entity).filter(|item| own(item.range)) {
            let values = item.fields.get("values").and_then(Value::as_array);
            let values: Vec<String> =
                values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            if let Some(record) = records.record(&item.key, item.range)
                && !values.is_empty()
            {
                record.values.push((item.range, values));
            }
        }
        for item in context.items(Kind::Field) {
            let Some((entity, name)) = item.key.rsplit_once('.') else { continue };
            let mut sayings = Vec::new();
            let told = places.get(item.id.as_str()).into_iter().flatten();
            let told = told.map(|mention| (mention.range, &mention.fields));
            for (range, fields) in std::iter::once((item.range, &item.fields)).chain(told) {
                let source = context.slice(range);
                if own(range) && !source.is_empty() {
                    let (block, letters) = (block_at(context.document, range), OnceCell::new());
                    sayings.push(Saying { range, block, fields, source, letters });
                }
            }
            sayings.sort_by_key(|saying| saying.range.start);
            sayings.dedup_by_key(|saying| saying.range);
            let first = sayings.first().map(|first| first.range);
            if let Some(record) = first.and_then(|first| records.record(entity, first)) {
                record.say(name, sayings);
            }
        }
        for field in records.all.iter_mut().flat_map(|record| &mut record.fields) {
            field.sayings.sort_by_key(|saying| saying.range.start);
        }
        records
    }

    fn record(&mut self, name: &'a str, range: TextRange) -> Option<&mut Record<'a>> {
        let at = *self.by_name.entry(singular(name)).or_insert(self.all.len());
        if at == self.all.len() {
            let (fields, values, by_field) = (Vec::new(), Vec::new(), HashMap::new());
            self.all.push(Record { name, range, fields, values, by_field });
        }
        self.all.get_mut(at)
    }

    /// The record of a name.
    pub fn find(&self, name: &str) -> Option<&Record<'a>> {
        self.all.get(*self.by_name.get(&singular(name))?)
    }
}

impl<'a> Record<'a> {
    fn say(&mut self, name: &'a str, sayings: Vec<Saying<'a>>) {
        let at = *self.by_field.entry(squash(name)).or_insert(self.fields.len());
        match self.fields.get_mut(at) {
            Some(field) => field.sayings.extend(sayings),
            None => self.fields.push(Field { name, sayings }),
        }
    }

    /// The field of a name, however it is written.
    pub fn find(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.get(*self.by_field.get(&squash(name))?)
    }
}

/// The innermost code block or table, or else the outermost list or paragraph, at a range.
pub(crate) fn block_at(document: &Document, range: TextRange) -> NodeId {
    let nodes = document.nodes();
    let behind = nodes.partition_point(|node| node.range.start <= range.start);
    let mut at = NodeId(behind.saturating_sub(1) as u32);
    let mut found = at;
    while at != NodeId::ROOT {
        let node = document.node(at);
        if node.range.end > range.start {
            match node.kind {
                NodeKind::Code { .. } | NodeKind::Table => return at,
                NodeKind::List { .. } | NodeKind::Paragraph | NodeKind::Heading { .. } | NodeKind::Quote => {
                    found = at
                }
                _ => {}
            }
        }
        at = node.parent;
    }
    found
}

/// Whether a place tells of another time or another way: how things stand today, what was considered, what comes later.
/// What is said there is not held against the rest.
pub(crate) fn is_aside(context: &Context, range: TextRange) -> bool {
    const ASIDE: &[Concept] = &[
        Concept::CurrentState,
        Concept::Alternatives,
        Concept::Alternative,
        Concept::OutOfScope,
        Concept::NonGoals,
        Concept::FutureWork,
        Concept::ChangeLog,
        Concept::PriorArt,
        Concept::Drawbacks,
        Concept::Faq,
        Concept::OpenQuestions,
    ];
    // What stands right under these tells why; goals and requirements below them are the document's own.
    const WHY: &[Concept] =
        &[Concept::Background, Concept::Motivation, Concept::ProblemStatement, Concept::Rationale];
    const WORDS: &[&str] = &[
        "before",
        "after",
        "old",
        "current",
        "currently",
        "existing",
        "legacy",
        "previous",
        "previously",
        "today",
        "option",
        "alternative",
        "deprecated",
        "removed",
        "future",
        "antes",
        "v0",
        "v1",
        "v2",
        "v3",
        "breaking",
        "現状",
        "旧",
    ];
    let leaf = context.document.section_at(range.start);
    if context.concepts(leaf).iter().any(|concept| WHY.contains(concept)) {
        return true;
    }
    context.within_aside(leaf, |id| {
        let title = context.document.section(id).filter(|_| context.outline.title != Some(id));
        title.is_some_and(|section| {
            let title = section.title.to_lowercase();
            // `POST /api/v1/orders` is no earlier version of something.
            let worded = !title.contains('/')
                && title.split(|letter: char| !letter.is_alphanumeric()).any(|word| WORDS.contains(&word));
            worded || context.concepts(id).iter().any(|concept| ASIDE.contains(concept))
        })
    })
}

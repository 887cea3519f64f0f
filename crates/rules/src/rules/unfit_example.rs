use super::invalid_json::whole;
use crate::json::{self, Member, Node, Value};
use crate::records::{Field, Record, Records, Saying, is_aside};
use crate::rule::rule;
use crate::spelling::{listed, nearly, singular, squash};
use crate::types::{Family, Type};
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_model::Kind;
use abide_syntax::{NodeId, NodeKind, TextRange};
use std::collections::BTreeSet;

rule! {
    /// An example of a record does not fit the record.
    ///
    /// ## Why it matters
    ///
    /// People read the example first, and build what it shows.
    ///
    /// ## What counts
    ///
    /// An object in a block of JSON is an example of a record where most of its members are fields of that record, and of no
    /// other, or where its heading or its endpoint names the record. Its values must be of the type that the record gives, and one
    /// of the values that it names. A required field is missed where nearly all others are there: a request may leave out
    /// what the system sets itself. A name that is almost that of a field is reported as such.
    ///
    /// ## How to mend it
    ///
    /// Correct the example, or the record.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type | Required |
    /// |---|---|---|
    /// | `id` | uuid | yes |
    /// | `weight` | integer | yes |
    /// | `state` | enum(new, sent) | yes |
    /// | `receiver` | text | yes |
    ///
    /// ## API
    /// ### GET /parcels/{id}
    /// **Response (200):**
    /// ```json
    /// {
    ///   "id": "5f0c",
    ///   "weight": "12",
    ///   ~ `weight` of Parcel is `integer` on line 7, but a text in this example
    ///   "state": "lost",
    ///   ~ `state` of Parcel is one of `new` and `sent`, but `lost` in this example
    ///   "reciever": "Ada"
    ///   ~ Parcel has no `reciever`, but `receiver`
    /// }
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type | Required |
    /// |---|---|---|
    /// | `id` | uuid | yes |
    /// | `weight` | integer | yes |
    /// | `state` | enum(new, sent) | yes |
    /// | `receiver` | text | yes |
    ///
    /// ## API
    /// ### POST /parcels
    /// **Request:**
    /// ```json
    /// { "weight": 12, "receiver": "Ada" }
    /// ```
    /// **Response (201):**
    /// ```json
    /// { "id": "5f0c", "weight": 12, "state": "NEW", "receiver": "string" }
    /// ```
    /// ````
    "unfit-example", default: Some(Severity::Warning), since: "0.1.0"
}

/// The fields that were reported: an example that is repeated is wrong once.
type Told = BTreeSet<(String, String)>;

/// An example as it stands in the document.
struct Example<'c, 'r> {
    context: &'c Context<'c>,
    records: &'r Records<'c>,
    /// Where its text starts.
    start: usize,
    block: NodeId,
    /// What the heading above it names.
    named: Vec<String>,
    /// Whether it is sent, not returned: what the system sets is left out.
    sent: bool,
    /// Whether something was left out of it on purpose.
    sketched: bool,
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Field).next().is_none() {
        return;
    }
    let document = context.document;
    let json = |id: NodeId| {
        document
            .code_language(id)
            .is_some_and(|language| matches!(language.as_str(), "json" | "jsonc" | "json5"))
    };
    let blocks = document
        .nodes()
        .iter()
        .enumerate()
        .filter(|(_, node)| matches!(node.kind, NodeKind::Code { fenced: true }));
    let blocks: Vec<NodeId> = blocks.map(|(at, _)| NodeId(at as u32)).filter(|id| json(*id)).collect();
    if blocks.is_empty() {
        return;
    }
    let records = Records::new(context);
    let mut told = Told::new();
    for id in blocks {
        let range = document.node(id).range;
        let Some((text, start)) = whole(context, id) else { continue };
        let json = json::read(text);
        if json.fault.is_some() || context.is_kept(range) || is_aside(context, range) {
            continue;
        }
        let section = document.section_at(range.start);
        let titles = document.section_path(section);
        // The heading right above, and no title of the whole document.
        let leaf = titles.last().filter(|_| titles.len() > 1).map_or("", String::as_str);
        let words = leaf.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let named = words.map(singular).filter(|name| !name.is_empty()).collect();
        let before = text_before(context, id).to_lowercase();
        let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
        let title = leaf.to_lowercase();
        let sent = has(&before, SENT) || has(&title, &["request", "solicitud"]) && !has(&before, RETURNED);
        let example =
            Example { context, records: &records, start, block: id, named, sent, sketched: json.sketched };
        for value in &json.values {
            example.judge(value, &mut told, report);
        }
    }
}

/// Words that announce what a client sends.
const SENT: &[&str] = &[
    "request",
    "body",
    "payload",
    "input",
    "solicitud",
    "petición",
    "リクエスト",
    "请求",
    "요청",
    "anfrage",
];
/// Words that announce what it gets.
const RETURNED: &[&str] =
    &["response", "returns", "result", "respuesta", "レスポンス", "响应", "응답", "antwort", "réponse"];

/// The line before a block, which tells what it is.
fn text_before<'a>(context: &'a Context, id: NodeId) -> &'a str {
    let start = context.document.node(id).range.start();
    let before = context.document.text().get(..start).unwrap_or_default().trim_end();
    before.rsplit('\n').next().unwrap_or_default()
}

impl Example<'_, '_> {
    /// Looks at an object and all within it.
    fn judge(&self, node: &Node, told: &mut Told, report: &mut Report) {
        match &node.value {
            Value::List(nodes) => nodes.iter().for_each(|node| self.judge(node, told, report)),
            Value::Object(members) => {
                let schema =
                    members.iter().any(|member| matches!(member.name, "$schema" | "properties" | "$ref"));
                if schema {
                    return;
                }
                if let Some(record) = self.record(members) {
                    self.compare(record, node, members, told, report);
                }
                members.iter().for_each(|member| self.judge(&member.node, told, report));
            }
            _ => {}
        }
    }

    /// The one record that an object is an example of.
    fn record(&self, members: &[Member]) -> Option<&Record<'_>> {
        let mut best: Vec<(usize, &Record)> = Vec::new();
        for record in &self.records.all {
            // A record that only this block describes says nothing about it.
            let told = |field: &&Field| field.sayings.iter().any(|saying| saying.block != self.block);
            if record.fields.iter().filter(told).count() < 2 {
                continue;
            }
            let shared = members
                .iter()
                .filter(|member| record.find(member.name).is_some_and(|field| told(&field)))
                .count();
            let named = self.named.contains(&singular(record.name));
            let enough = if named {
                shared >= 2 && shared * 2 >= members.len()
            } else {
                shared >= 3 && shared * 3 >= members.len() * 2
            };
            if enough {
                best.push((shared * 2 + usize::from(named), record));
            }
        }
        let most = best.iter().map(|(score, _)| *score).max()?;
        let mut winners = best.into_iter().filter(|(score, _)| *score == most);
        match (winners.next(), winners.next()) {
            (Some((_, record)), None) => Some(record),
            _ => None,
        }
    }

    fn place(&self, range: TextRange) -> TextRange {
        TextRange::new(self.start + range.start(), self.start + range.end())
    }

    fn compare(
        &self,
        record: &Record,
        node: &Node,
        members: &[Member],
        told: &mut Told,
        report: &mut Report,
    ) {
        for member in members {
            match record.find(member.name) {
                Some(field) => self.value(record, field, member, told, report),
                None => self.unknown(record, members, member, report),
            }
        }
        self.lacking(record, node, members, report);
    }

    /// A value that is not of its field's type. Where the types of the field contradict each other, it may be of any of them.
    fn value(&self, record: &Record, field: &Field, member: &Member, told: &mut Told, report: &mut Report) {
        let sayings = field.sayings.iter().filter(|saying| saying.block != self.block);
        let mut found = None;
        for saying in sayings {
            let mut kind = saying.kind().unwrap_or_default();
            if kind.values.is_empty() {
                kind.values = saying.values();
            }
            let named = kind.named.as_ref().and_then(|name| self.records.find(name));
            if let Some((_, values)) = named.and_then(|record| record.values.first()) {
                kind.values.clone_from(values);
            }
            let plain_text = kind.family == Some(Family::Text) && kind.values.is_empty();
            let typed = kind.family.is_some() || kind.list || !kind.values.is_empty();
            match misfit(&kind, &member.node.value) {
                Some(misfit) => found = found.or(Some((saying, kind, misfit))),
                // A column of text says less than the list of values that stands elsewhere.
                None if typed && !(plain_text && matches!(member.node.value, Value::Text(_))) => return,
                None => {}
            }
        }
        let Some((saying, kind, misfit)) = found else { return };
        // A text is what another place says that it is.
        let text = |saying: &Saying| {
            saying.kind().is_some_and(|kind| kind.family == Some(Family::Text) && !kind.list)
        };
        if matches!(misfit, Misfit::Form("a text")) && field.sayings.iter().any(text)
            || !told.insert((squash(record.name), squash(field.name)))
        {
            return;
        }
        let written = saying.said("type").unwrap_or("text");
        let line = self.context.document.line(saying.range.start);
        let (name, record) = (field.name, record.name);
        let message = match misfit {
            Misfit::Form(form) => {
                format!("`{name}` of {record} is `{written}` on line {line}, but {form} in this example")
            }
            Misfit::Value(value) => {
                format!(
                    "`{name}` of {record} is one of {}, but `{value}` in this example",
                    listed(&kind.values)
                )
            }
        };
        let whole = TextRange::new(member.range.start(), member.node.range.end());
        report
            .at(self.place(whole), message)
            .related(self.context.place(saying.range), "what the record says")
            .help("correct the example or the record");
    }

    /// A member whose name is almost that of a field which the example lacks.
    fn unknown(&self, record: &Record, members: &[Member], member: &Member, report: &mut Report) {
        let there = |name: &str| members.iter().any(|member| squash(member.name) == squash(name));
        let near = record.fields.iter().find(|field| !there(field.name) && nearly(field.name, member.name));
        let Some((near, saying)) = near.and_then(|field| Some((field.name, field.sayings.first()?))) else {
            return;
        };
        let quoted = self.place(member.range);
        let name = if member.range.len() > member.name.len() {
            TextRange::new(quoted.start() + 1, quoted.end() - 1)
        } else {
            quoted
        };
        report
            .at(quoted, format!("{} has no `{}`, but `{near}`", record.name, member.name))
            .related(self.context.place(saying.range), format!("`{near}` is defined here"))
            .help(format!("did you mean `{near}`?"))
            .fix(Fix::not_safe(format!("use `{near}`"), vec![Edit::replace(name, near)]));
    }

    /// Required fields that an almost complete example lacks.
    fn lacking(&self, record: &Record, node: &Node, members: &[Member], report: &mut Report) {
        if self.sketched || self.sent || record.fields.len() < 3 {
            return;
        }
        let there = |field: &Field| {
            members
                .iter()
                .any(|member| squash(member.name) == squash(field.name) || nearly(member.name, field.name))
        };
        let known: Vec<&Field> = record
            .fields
            .iter()
            .filter(|field| field.sayings.iter().any(|saying| saying.block != self.block))
            .collect();
        let absent: Vec<&&Field> = known.iter().filter(|field| !there(field)).collect();
        let required = |field: &&&&Field| {
            let told: Vec<bool> = field
                .sayings
                .iter()
                .filter_map(|saying| saying.fields.get("required").and_then(serde_json::Value::as_bool))
                .collect();
            told.contains(&true) && !told.contains(&false)
        };
        let missing: Vec<&&&Field> = absent.iter().filter(required).collect();
        // An example with half of the fields shows a part on purpose.
        if missing.is_empty() || missing.len() > 2 || absent.len() * 4 > known.len() {
            return;
        }
        let names: Vec<&str> = missing.iter().map(|field| field.name).collect();
        // Secrets are kept, not shown.
        if names.iter().any(|name| {
            ["password", "secret", "hash", "token", "deleted", "tenant", "internal"]
                .iter()
                .any(|word| name.to_lowercase().contains(word))
        }) {
            return;
        }
        let Some(saying) = missing.first().and_then(|field| field.sayings.first()) else { return };
        let open = TextRange::new(node.range.start(), node.range.start() + 1);
        report
            .at(self.place(open), format!("this example of {} lacks {}", record.name, listed(&names)))
            .related(self.context.place(saying.range), "required here")
            .help("add it to the example, or say that it is optional");
    }
}

enum Misfit {
    /// A value of another form.
    Form(&'static str),
    /// A value that is none of those named.
    Value(String),
}

fn misfit(kind: &Type, value: &Value) -> Option<Misfit> {
    let family = kind.family;
    let form = match value {
        Value::Null | Value::Sketch => return None,
        Value::Text(_) => "a text",
        Value::Number { fraction: true } => "a number with a fraction",
        Value::Number { .. } => "a number",
        Value::Boolean => "true or false",
        Value::List(_) => "a list",
        Value::Object(_) => "an object",
    };
    if kind.list {
        let single = matches!(value, Value::Number { .. } | Value::Boolean)
            || matches!(value, Value::Text(_)) && !kind.column;
        return (single && !stands_for(value)).then_some(Misfit::Form(form));
    }
    if !kind.values.is_empty() {
        let Value::Text(text) = value else { return None };
        let known = kind.values.iter().any(|value| squash(value) == squash(text));
        let plain = !text.is_empty()
            && text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
        return (!known && plain && !stands_for(value)).then(|| Misfit::Value((*text).to_owned()));
    }
    let family = family?;
    use Family::*;
    let fits = match value {
        Value::Text(_) => !matches!(family, Integer | Float | Number | Boolean) || stands_for(value),
        Value::Number { fraction } => {
            !(matches!(family, Text | Boolean | Uuid | Ulid | Object)
                || *fraction && matches!(family, Integer | Wide))
                || kind.column && family == Boolean
        }
        Value::Boolean => matches!(family, Boolean | Json) || kind.column && matches!(family, Integer),
        Value::List(_) | Value::Object(_) => {
            matches!(family, Json | Object | Bytes) || kind.column && family == Text
        }
        Value::Null | Value::Sketch => true,
    };
    (!fits).then_some(Misfit::Form(form))
}

/// Whether a text stands for a value of any type: "integer", "<number>", "…".
fn stands_for(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let bare = text.trim();
    bare.contains(['<', '{', '[', '|', '…', '$', '?', '%', '('])
        || bare.contains("...")
        || bare.contains("xxx")
        || Type::read(bare).family.is_some()
        || Type::read(bare).list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_only_stand_for_one() {
        for text in ["integer", "<total>", "...", "string | null", "boolean"] {
            assert!(stands_for(&Value::Text(text)), "{text}");
        }
        assert!(!stands_for(&Value::Text("12")));
    }
}

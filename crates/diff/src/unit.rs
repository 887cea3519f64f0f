//! What is compared: an item, or a sentence that no reader took for one.

use crate::change::Statement;
use crate::version::Version;
use crate::weakened::OBLIGATIONS;
use crate::words::Words;
use abide_model::{Block, Coverage, Item, Kind, Why, sentences};
use abide_syntax::TextRange;
use serde_json::{Map, Value};

/// One statement of one version.
#[derive(Clone, Debug)]
pub(crate) struct Unit<'a> {
    /// Its kind; none for a sentence that no reader took for an item.
    pub(crate) kind: Option<Kind>,
    /// Its id within the document; empty for a sentence.
    pub(crate) id: &'a str,
    /// Its key; empty for kinds keyed by line.
    pub(crate) key: &'a str,
    /// Whether the document itself writes the id.
    pub(crate) named: bool,
    /// Its document.
    pub(crate) path: &'a str,
    pub(crate) line: u32,
    pub(crate) range: TextRange,
    pub(crate) section: Vec<String>,
    /// Its words on one line.
    pub(crate) text: String,
    pub(crate) words: Words,
    told: String,
    fields: Option<&'a Map<String, Value>>,
}

impl<'a> Unit<'a> {
    /// All that a version says.
    pub(crate) fn all(version: &Version<'a>) -> Vec<Self> {
        let mut units: Vec<Self> =
            version.spec.items.iter().map(|item| Self::of_item(version.path, item)).collect();
        prose(version, &mut units);
        units
    }

    fn of_item(path: &'a str, item: &'a Item) -> Self {
        let mut said = item.text.clone();
        // A record is told by its members, and a row by what its other cells say.
        for name in ["fields", "values", "type", "description", "purpose", "condition"] {
            let value = item.fields.get(name);
            let listed = value.and_then(Value::as_array).into_iter().flatten();
            for part in value.into_iter().chain(listed).filter_map(Value::as_str) {
                if !item.text.contains(part) {
                    said.push(' ');
                    said.push_str(part);
                }
            }
        }
        // The id is no word of the statement: items are renumbered.
        let written = item.fields.get("id").and_then(Value::as_str);
        let bare = written.and_then(|id| said.strip_prefix(id));
        let words = Words::new(bare.unwrap_or(&said));
        Self {
            kind: Some(item.kind),
            id: &item.id,
            key: &item.key,
            named: written.is_some(),
            path,
            line: item.line,
            range: item.range,
            section: item.section.clone(),
            text: item.text.clone(),
            words,
            told: told(item),
            fields: Some(&item.fields),
        }
    }

    /// The name of its kind.
    pub(crate) fn kind_name(&self) -> &'static str {
        self.kind.map_or("prose", Kind::name)
    }

    /// Whether it is an item of this kind.
    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.kind == Some(kind)
    }

    /// Whether it is an item of one of these kinds.
    pub(crate) fn is_any(&self, kinds: &[Kind]) -> bool {
        self.kind.is_some_and(|kind| kinds.contains(&kind))
    }

    /// A field.
    pub(crate) fn field(&self, name: &str) -> Option<&'a Value> {
        self.fields?.get(name)
    }

    /// A field as text.
    pub(crate) fn said(&self, name: &str) -> Option<&'a str> {
        self.field(name)?.as_str()
    }

    /// Whether a field says yes.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.field(name).and_then(Value::as_bool) == Some(true)
    }

    /// All fields, by name.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.fields.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// The innermost heading.
    pub(crate) fn heading(&self) -> &str {
        self.section.last().map_or("", String::as_str)
    }

    /// What is said of it in words: its text, or for a row and a line of code what describes it.
    pub(crate) fn told(&self) -> &str {
        &self.told
    }

    /// What it is called in a reason: its id where the document writes one or its kind has a key, else its words.
    pub(crate) fn name(&self) -> String {
        if self.named || !self.key.is_empty() {
            let name = if self.named { self.id } else { self.key };
            return format!("`{name}`");
        }
        shortened(&self.text)
    }

    /// As surfaces show it.
    pub(crate) fn statement(&self) -> Statement {
        Statement {
            id: self.id.to_owned(),
            path: self.path.to_owned(),
            line: self.line,
            range: self.range,
            section: self.section.clone(),
            text: self.text.clone(),
        }
    }
}

/// The words of an item: of a row and a line of code, the cells that are written in words.
fn told(item: &Item) -> String {
    let said = |name: &str| item.text_field(name).unwrap_or_default();
    match item.kind {
        Kind::Field | Kind::Endpoint => said("description").to_owned(),
        Kind::Setting => format!("{}; {}", said("type"), said("description")),
        _ if said("description").is_empty() || item.text.contains(said("description")) => item.text.clone(),
        // A requirement's heading, and the sentence below it.
        _ => format!("{}. {}", item.text.trim_end_matches('.'), said("description")),
    }
}

/// A text in quotes, cut where it is long.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        None => format!("\"{text}\""),
        Some((end, _)) => {
            let head = text.get(..end).unwrap_or(text);
            let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
            format!("\"{} …\"", head.trim_end_matches([',', '.', ' ']))
        }
    }
}

/// The line of a fence that is an answer: `HTTP/1.1 409 Conflict`, `409 Conflict`.
fn answer(fence: &str) -> Option<&str> {
    let is_status = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    fence.lines().map(str::trim).find(|line| {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or_default();
        let code = if first.starts_with("HTTP/") { words.next().unwrap_or_default() } else { first };
        let mut is_named =
            || words.next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
        is_status(code)
            && code.starts_with(['1', '2', '3', '4', '5'])
            && (first.starts_with("HTTP/") || is_named())
    })
}

/// An answer that stands in a fence is said by the statement above it: "is answered with", and the answer.
fn fences(version: &Version<'_>, blocks: &[abide_model::Unread], units: &mut [Unit<'_>]) {
    for block in blocks.iter().filter(|block| block.block == Block::Code) {
        let Some(line) = answer(version.document.slice(block.range)) else { continue };
        let stands = |unit: &Unit| {
            let between = TextRange::new(unit.range.end().min(block.range.start()), block.range.start());
            let behind = version.document.slice(between).trim().is_empty();
            let promises = unit.kind.is_none() || unit.is_any(OBLIGATIONS);
            promises && unit.range.start < block.range.start && behind
        };
        let above = units.iter_mut().filter(|unit| stands(unit));
        if let Some(above) = above.max_by_key(|unit| (unit.range.start, unit.kind.is_some())) {
            above.told = format!("{} {line}", above.told);
            above.words = std::mem::take(&mut above.words).and(line);
        }
    }
}

/// The sentences of a version that no reader took for an item.
fn prose<'a>(version: &Version<'a>, units: &mut Vec<Unit<'a>>) {
    let coverage = Coverage::of(version.document, version.spec, version.guidance);
    // What tells about the world, or leads over, promises nothing.
    let told = coverage.unread.iter().filter(|block| !matches!(block.why, Why::Context | Why::Introduction));
    for block in told {
        let source = version.document.slice(block.range);
        let parts = match block.block {
            Block::Paragraph | Block::ListItem => sentences(source),
            Block::TableRow => vec![source],
            _ => continue,
        };
        for part in parts {
            let Some(range) = TextRange::of_slice(version.document.text(), part) else { continue };
            let text = plain(part);
            let words = Words::new(&text);
            if words.telling() == 0 {
                continue;
            }
            units.push(Unit {
                kind: None,
                id: "",
                key: "",
                named: false,
                path: version.path,
                line: version.document.line(range.start),
                range,
                section: block.section.clone(),
                told: text.clone(),
                text,
                words,
                fields: None,
            });
        }
    }
    fences(version, &coverage.unread, units);
}

/// A text without the marks of emphasis and code, on one line.
fn plain(source: &str) -> String {
    let bare = source.replace("**", "").replace(['`', '\\'], "");
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

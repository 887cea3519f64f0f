//! The model as a table for people.

use super::count;
use crate::terminal::{Paint, Tone, cut, inline, width};
use abide_model::json::{ModelDocument, ModelItem};
use abide_model::{Block, Why};
use serde_json::Value;

/// How a table is to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    paint: Paint,
    width: usize,
}

/// The widest that a column of names gets; what is longer pushes its line.
const WIDEST_NAME: usize = 32;
/// Between the names of sections.
const INTO: &str = " > ";

impl Look {
    /// As the terminal has it.
    pub fn of(colour: bool) -> Self {
        Self { paint: Paint(colour), width: width() }
    }
}

/// All statements, by document and section. `counted` says how much of each document they are.
pub fn items(documents: &[ModelDocument], look: Look, counted: bool) -> String {
    let mut text = String::new();
    for document in documents.iter().filter(|document| !document.items.is_empty()) {
        title(&mut text, document, look);
        let kinds = document.items.iter().map(|it| it.item.kind.name().len()).max().unwrap_or(0);
        for (section, items) in by_section(&document.items, |it| it.item.section.as_slice()) {
            heading(&mut text, section, look);
            let names = items.iter().map(|it| name(it).chars().count()).filter(|it| *it <= WIDEST_NAME);
            let names = names.max().unwrap_or(0);
            for item in items {
                line(&mut text, item, kinds, names, look);
            }
        }
        text.push('\n');
    }
    let statements = documents.iter().map(|document| document.items.len()).sum();
    let mut sum = format!("{} in {}", count(statements, "statement"), count(documents.len(), "document"));
    if counted {
        sum.push_str(&format!(", {}", blocks(documents)));
        if documents.iter().any(|document| document.blocks.unread > 0) {
            sum.push_str(" (--unread lists them)");
        }
    }
    text + &sum + "\n"
}

/// `3 of 96 blocks unread`
fn blocks(documents: &[ModelDocument]) -> String {
    let all = documents.iter().map(|document| document.blocks.all).sum();
    let unread: usize = documents.iter().map(|document| document.blocks.unread).sum();
    format!("{unread} of {} unread", count(all, "block"))
}

fn title(text: &mut String, document: &ModelDocument, look: Look) {
    text.push_str(&look.paint.text(Tone::Strong, &inline(&document.path)));
    text.push('\n');
}

fn heading(text: &mut String, section: &[String], look: Look) {
    if let Some(titles) = titles(section) {
        let titles = cut(&titles, look.width.saturating_sub(2));
        text.push_str(&format!("  {}\n", look.paint.text(Tone::Faint, &titles)));
    }
}

fn titles(section: &[String]) -> Option<String> {
    // The first is the document's title, which stands over everything.
    let inner = if section.len() > 1 { section.get(1..)? } else { section };
    let titles: Vec<String> = inner.iter().map(|title| inline(title)).collect();
    (!titles.is_empty()).then(|| titles.join(INTO))
}

/// What an item is called on its line: its written id, or its key.
fn name(it: &ModelItem) -> String {
    let derived = format!("{}:", it.item.kind);
    let own = it.item.id.rsplit_once('#').map_or(it.item.id.as_str(), |(_, own)| own);
    if !it.item.key.is_empty() {
        inline(&it.item.key)
    } else if own.starts_with(&derived) {
        String::new()
    } else {
        inline(own)
    }
}

fn line(text: &mut String, it: &ModelItem, kinds: usize, names: usize, look: Look) {
    let kind = format!("{:kinds$}", it.item.kind.name());
    let name = name(it);
    let said = inline(&it.item.text);
    // What the name says need not be said again.
    let said =
        said.strip_prefix(name.as_str()).unwrap_or(&said).trim_start_matches([':', ' ', '|', '—', '–']);
    let gap = if names == 0 { "" } else { "  " };
    let pad = " ".repeat(names.saturating_sub(name.chars().count()));
    let used = 8 + 2 + kinds + 2 + name.chars().count().max(names) + gap.len();
    let said = cut(said, look.width.saturating_sub(used).max(24));
    let line = format!(
        "  {:6}  {}  {}{pad}{gap}{said}",
        it.item.line,
        look.paint.text(Tone::Label, &kind),
        look.paint.text(Tone::Strong, &name),
    );
    text.push_str(line.trim_end());
    text.push('\n');
}

/// All that is known of each item.
pub fn whole_items(documents: &[ModelDocument], look: Look) -> String {
    let mut texts = Vec::new();
    for document in documents {
        texts.extend(document.items.iter().map(|it| whole_item(document, it, look)));
    }
    texts.join("\n")
}

fn whole_item(document: &ModelDocument, it: &ModelItem, look: Look) -> String {
    let item = &it.item;
    let mut text = format!(
        "{}  {}  {}\n{}:{}",
        look.paint.text(Tone::Strong, &inline(&item.id)),
        look.paint.text(Tone::Label, item.kind.name()),
        look.paint.text(Tone::Faint, item.kind.summary()),
        inline(&document.path),
        item.line,
    );
    if let Some(titles) = titles(&item.section) {
        text.push_str(&format!("  {}", look.paint.text(Tone::Faint, &titles)));
    }
    text.push_str(&format!("\n\n  {}\n", inline(&item.text)));
    fields(&mut text, &item.fields, look);
    for mention in &it.mentions {
        text.push_str(&format!("\nalso said at {}:{}\n", inline(&document.path), mention.line));
        fields(&mut text, &mention.fields, look);
    }
    text
}

fn fields(text: &mut String, fields: &serde_json::Map<String, Value>, look: Look) {
    let width = fields.keys().map(|name| name.chars().count()).max().unwrap_or(0);
    if width > 0 {
        text.push('\n');
    }
    for (name, value) in fields {
        let label = look.paint.text(Tone::Label, &format!("{:width$}", inline(name)));
        let mut lines = shown(value).into_iter();
        text.push_str(&format!("  {label}  {}\n", lines.next().unwrap_or_default()));
        for line in lines {
            text.push_str(&format!("  {:width$}  {line}\n", ""));
        }
    }
}

/// A value on lines: lists of texts one each, anything deeper as JSON.
fn shown(value: &Value) -> Vec<String> {
    match value {
        Value::String(value) => vec![inline(value)],
        Value::Array(values) => values.iter().flat_map(shown).collect(),
        Value::Object(_) => format!("{value:#}").lines().map(printable).collect(),
        other => vec![other.to_string()],
    }
}

/// A line with its indentation.
fn printable(line: &str) -> String {
    let words = line.trim_start_matches(' ');
    format!("{}{}", " ".repeat(line.len() - words.len()), inline(words))
}

/// The blocks that no reader understood, by document and section, and what the reasons mean.
pub fn unread(documents: &[ModelDocument], look: Look) -> String {
    let mut text = String::new();
    let mut found = vec![0usize; Why::ALL.len()];
    let reasons = Why::ALL.iter().map(|why| why.name().len()).max().unwrap_or(0);
    let kinds = Block::ALL.iter().map(|block| block.name().len()).max().unwrap_or(0);
    for document in documents {
        let unread = document.unread.as_deref().unwrap_or_default();
        if unread.is_empty() {
            continue;
        }
        text.push_str(&format!(
            "{}  {}\n",
            look.paint.text(Tone::Strong, &inline(&document.path)),
            look.paint.text(Tone::Faint, &counts(std::slice::from_ref(document)))
        ));
        for (section, blocks) in by_section(unread, |it| it.section.as_slice()) {
            heading(&mut text, section, look);
            for it in blocks {
                if let Some(count) =
                    Why::ALL.iter().position(|why| *why == it.why).and_then(|at| found.get_mut(at))
                {
                    *count += 1;
                }
                let words = inline(&it.text);
                let used = 8 + 2 + kinds + 2 + reasons + 2;
                text.push_str(&format!(
                    "  {:6}  {}  {}  {}\n",
                    it.line,
                    look.paint.text(Tone::Label, &format!("{:kinds$}", it.block.name())),
                    format_args!("{:reasons$}", it.why.name()),
                    cut(&words, look.width.saturating_sub(used).max(24)),
                ));
            }
        }
        text.push('\n');
    }
    for (why, count) in Why::ALL.iter().zip(found).filter(|(_, count)| *count > 0) {
        let name = look.paint.text(Tone::Strong, &format!("{:reasons$}", why.name()));
        text.push_str(&format!("{count:6}  {name}  {}\n", why.summary()));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text + &counts(documents) + "\n"
}

/// `212 statements, 3 of 96 blocks unread`
fn counts(documents: &[ModelDocument]) -> String {
    let statements = documents.iter().map(|document| document.items.len()).sum();
    let within = if documents.len() == 1 {
        String::new()
    } else {
        format!(" in {}", count(documents.len(), "document"))
    };
    format!("{}{within}, {}", count(statements, "statement"), blocks(documents))
}

/// Runs of entries that stand in the same section.
fn by_section<T>(all: &[T], section: impl Fn(&T) -> &[String]) -> Vec<(&[String], &[T])> {
    let runs = all.chunk_by(|one, other| section(one) == section(other));
    runs.filter_map(|run| Some((run.first().map(&section)?, run))).collect()
}

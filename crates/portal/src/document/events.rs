//! From Markdown to HTML with marks in it. What comes out is not safe yet: raw HTML of the document is still there.

use super::anchors::Names;
use super::images::{attribute, next_image};
use super::runs::{Run, run_of, runs};
use super::{ANCHOR_PREFIX, Heading, Mark, Sheet};
use crate::drawing;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::BTreeMap;
use std::ops::Range;

/// As the documents are read.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// HTML with marks.
pub struct Read {
    pub html: String,
    pub secret: String,
    pub marks: Vec<Mark>,
    pub headings: Vec<Heading>,
}

pub fn read(sheet: &Sheet<'_>) -> Read {
    let text = sheet.document.text();
    let body = sheet.document.front_matter().map_or(0, |front| front.range.end());
    let source = text.get(body..).unwrap_or_default();
    let source = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    let shift = text.len() - source.len();
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(source, OPTIONS)
        .into_offset_iter()
        .map(|(event, range)| (event, range.start + shift..range.end + shift))
        .collect();
    let runs = runs(&events);
    let mut writer = Writer {
        sheet,
        secret: blake3::hash(text.as_bytes()).to_hex().chars().take(20).collect(),
        out: Vec::with_capacity(events.len() * 2),
        marks: Vec::new(),
        headings: Vec::new(),
        names: Names::default(),
        statements: by_run(&runs, sheet.items.iter().map(|item| item.range.start()), shift),
        findings: by_run(&runs, sheet.findings.iter().map(|range| range.start()), shift),
        owed: Vec::new(),
        tight: Vec::new(),
    };
    writer.write(events, &runs);
    let Writer { out, secret, marks, headings, .. } = writer;
    let mut html = String::with_capacity(source.len() * 2);
    html::push_html(&mut html, out.into_iter());
    // The alignment of columns comes as a style, which the policy of the pages forbids.
    for side in ["left", "center", "right"] {
        html = html.replace(&format!(" style=\"text-align: {side}\""), &format!(" class=\"{side}\""));
    }
    Read { html, secret, marks, headings }
}

/// What begins where, by the event that its run begins with. What stands before the body is shown above it.
fn by_run(runs: &[Run], starts: impl Iterator<Item = usize>, body: usize) -> BTreeMap<usize, Vec<usize>> {
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, start) in starts.enumerate().filter(|(_, start)| *start >= body) {
        if let Some(run) = run_of(runs, start).and_then(|at| runs.get(at)) {
            found.entry(run.event).or_default().push(number);
        }
    }
    found
}

struct Writer<'a, 'e> {
    sheet: &'a Sheet<'a>,
    secret: String,
    out: Vec<Event<'e>>,
    marks: Vec<Mark>,
    headings: Vec<Heading>,
    names: Names,
    statements: BTreeMap<usize, Vec<usize>>,
    findings: BTreeMap<usize, Vec<usize>>,
    /// Findings of runs that have been written, to be told behind their block.
    owed: Vec<usize>,
    /// For each open list item, whether text stands in it without a paragraph.
    tight: Vec<bool>,
}

impl<'e> Writer<'_, 'e> {
    fn write(&mut self, events: Vec<(Event<'e>, Range<usize>)>, runs: &[Run]) {
        debug_assert!(runs.is_sorted_by_key(|run| run.event));
        let headings = heading_texts(&events);
        let mut headings = headings.into_iter();
        let mut at = 0;
        let mut events = events.into_iter().map(|(event, _)| event);
        while let Some(event) = events.next() {
            let block = matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock));
            if let Some(statements) = self.statements.remove(&at) {
                self.mark(Mark::Statements(statements), block);
            }
            if let Some(findings) = self.findings.remove(&at) {
                self.owed.extend(findings);
            }
            at += 1;
            match event {
                Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                    let title = headings.next().unwrap_or_default();
                    let id = self.names.of(&title);
                    self.headings.push(Heading {
                        id: format!("{ANCHOR_PREFIX}{id}"),
                        level: depth(level),
                        title,
                    });
                    self.out.push(Event::Start(Tag::Heading { level, id: Some(id.into()), classes, attrs }));
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let (code, passed) = code(&mut events);
                    at += passed;
                    match drawing::is_drawing(&kind) {
                        true => self.mark(Mark::Drawing(code), true),
                        false => {
                            self.out.push(Event::Start(Tag::CodeBlock(kind)));
                            self.out.push(Event::Text(code.into()));
                            self.out.push(Event::End(TagEnd::CodeBlock));
                        }
                    }
                    self.pay();
                }
                Event::Start(Tag::Table(alignments)) => {
                    let section =
                        self.headings.last().map_or_else(String::new, |heading| heading.title.clone());
                    self.mark(Mark::WideBegin(section), true);
                    self.out.push(Event::Start(Tag::Table(alignments)));
                }
                Event::End(TagEnd::Table) => {
                    self.out.push(Event::End(TagEnd::Table));
                    self.mark(Mark::WideEnd, true);
                    self.pay();
                }
                Event::Start(Tag::Item) => {
                    self.tight.push(true);
                    self.out.push(Event::Start(Tag::Item));
                }
                Event::Start(Tag::List(start)) => {
                    if self.tight.last() == Some(&true) {
                        self.pay();
                    }
                    self.out.push(Event::Start(Tag::List(start)));
                }
                Event::End(TagEnd::Item) => {
                    if self.tight.pop() == Some(true) {
                        self.pay();
                    }
                    self.out.push(Event::End(TagEnd::Item));
                }
                Event::Start(Tag::Paragraph) => {
                    if let Some(tight) = self.tight.last_mut() {
                        *tight = false;
                    }
                    self.out.push(Event::Start(Tag::Paragraph));
                }
                Event::End(end @ (TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock)) => {
                    self.out.push(Event::End(end));
                    self.pay();
                }
                Event::TaskListMarker(done) => self.mark(Mark::Task(done), false),
                Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                    let dest_url = self.resolved(dest_url);
                    self.out.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    at += self.image(&dest_url, &mut events);
                }
                Event::Html(html) => {
                    let html = self.html(&html);
                    self.out.push(Event::Html(html.into()));
                }
                Event::InlineHtml(html) => {
                    let html = self.html(&html);
                    self.out.push(Event::InlineHtml(html.into()));
                }
                other => self.out.push(other),
            }
        }
        self.pay();
    }

    /// Keeps a place for an image, and gives how many events it takes.
    fn image(&mut self, destination: &str, events: &mut impl Iterator<Item = Event<'e>>) -> usize {
        let (mut depth, mut passed, mut said) = (1, 0, String::new());
        for event in events.by_ref() {
            passed += 1;
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) | Event::Code(text) => said.push_str(&text),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        self.mark(Mark::Image { destination: destination.to_owned(), said }, false);
        passed
    }

    /// HTML of the document, with a place in it for each image.
    fn html(&mut self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((before, tag, after)) = next_image(rest) {
            out.push_str(before);
            if let Some(destination) = attribute(tag, "src") {
                let said = attribute(tag, "alt").unwrap_or_default();
                out.push_str(&self.place(Mark::Image { destination, said }, "span"));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn resolved(&self, destination: CowStr<'e>) -> CowStr<'e> {
        (self.sheet.resolve)(&destination).map_or(CowStr::Borrowed(""), CowStr::from)
    }

    /// Keeps a place for something of ours.
    fn mark(&mut self, mark: Mark, block: bool) {
        let place = self.place(mark, if block { "p" } else { "span" });
        self.out.push(if block { Event::Html(place.into()) } else { Event::InlineHtml(place.into()) });
    }

    fn place(&mut self, mark: Mark, tag: &str) -> String {
        let place = format!("<{tag} data-mark=\"{}-{}\"></{tag}>", self.secret, self.marks.len());
        self.marks.push(mark);
        place
    }

    fn pay(&mut self) {
        for finding in std::mem::take(&mut self.owed) {
            self.mark(Mark::Finding(finding), true);
        }
    }
}

/// The readable text of each heading.
fn heading_texts(events: &[(Event<'_>, Range<usize>)]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut inside = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                inside = true;
                texts.push(String::new());
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => {
                if let Some(last) = texts.last_mut() {
                    last.push_str(text);
                }
            }
            Event::SoftBreak | Event::HardBreak if inside => {
                if let Some(last) = texts.last_mut() {
                    last.push(' ');
                }
            }
            _ => {}
        }
    }
    texts
}

/// The text of a block of code whose start was read, and how many events that were.
fn code<'e>(events: &mut impl Iterator<Item = Event<'e>>) -> (String, usize) {
    let (mut text, mut passed) = (String::new(), 0);
    for event in events.by_ref() {
        passed += 1;
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    (text, passed)
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// The language of a fence.
pub fn language<'a>(kind: &'a CodeBlockKind<'_>) -> &'a str {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', '\t', ',', '{']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    }
}

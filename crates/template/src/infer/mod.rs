//! From a template as it is to a schema. Nobody writes a schema by hand.

mod choice;
mod count;
mod fields;
mod form;
mod optional;
mod placeholder;
pub(crate) mod sections;
mod sentence;

pub use choice::values as choice_values;
pub use count::{Count, in_line as count_in_line};
pub use fields::is_date_name;
pub use placeholder::{in_line as placeholders_in_line, is_telling, numbered_word};

use crate::lines::{self, TemplateLine, TemplateLines, digest};
use crate::schema::*;
use abide_syntax::{Document, NodeId, NodeKind, Section, SectionId, Table, TextRange};
use foldhash::{HashMap, HashMapExt};

/// Compiles a template into a schema. Any Markdown will do; a template without headings gives a schema without slots.
pub fn infer(name: &str, document: &Document) -> Schema {
    let outline = sections::read(document);
    let mut schema = Schema {
        name: name.to_owned(),
        title: outline.title,
        fields: fields::read(document),
        slots: outline.slots,
        placeholders: Vec::new(),
        lines: TemplateLines::default(),
        inferences: Vec::new(),
        by_title: HashMap::new(),
        by_prefix: HashMap::new(),
    };
    let reader = Reader { document, slot_of: outline.slot_of };
    reader.read_lines(&mut schema);
    reader.read_blocks(&mut schema);
    reader.conclude(&mut schema);
    schema.index();
    schema
}

impl Schema {
    /// Makes slots findable by their normalised title; to be called again when synonyms change.
    pub fn index(&mut self) {
        self.by_title.clear();
        self.by_prefix.clear();
        for slot in &mut self.slots {
            slot.concepts = crate::concepts_of_heading(&slot.title);
        }
        for (at, slot) in self.slots.iter().enumerate() {
            let id = SlotId(at as u32);
            let synonyms = slot.synonyms.iter().map(|synonym| crate::heading::normalise(synonym));
            for key in std::iter::once(slot.key.clone()).chain(synonyms).filter(|key| !key.is_empty()) {
                self.by_title.entry(digest(&key)).or_default().push(id);
            }
            if let Some(prefix) = slot.prefix.as_deref().filter(|_| slot.family.is_some()) {
                self.by_prefix.entry(digest(prefix)).or_default().push(id);
            }
        }
    }
}

fn is_hole(found: &Placeholder) -> bool {
    use PlaceholderKind::*;
    matches!(found.kind, Bracket | Angle | WhiteBracket | Brace | Parenthesis)
}

struct Reader<'a> {
    document: &'a Document,
    /// The slot of each section; the title and the part before it have none.
    slot_of: Vec<Option<SlotId>>,
}

/// What a line of the template is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Text,
    Code,
    Comment,
    FrontMatter,
}

impl Reader<'_> {
    fn slot_at(&self, offset: u32) -> Option<SlotId> {
        let section = self.document.section_at(offset);
        self.slot_of.get(section.index()).copied().flatten()
    }

    /// Placeholders, choices, counts and sentence shapes, line by line.
    fn read_lines(&self, schema: &mut Schema) {
        let text = self.document.text();
        let regions = self.regions();
        let mut region = 0;
        let mut offset = 0;
        for raw in text.split_inclusive('\n') {
            let start = offset;
            offset += raw.len();
            while regions.get(region).is_some_and(|(range, _)| range.end() <= start) {
                region += 1;
            }
            let within = match regions.get(region) {
                Some((range, within)) if range.start() < offset => *within,
                _ => Within::Text,
            };
            let slot = self.slot_at(start as u32);
            self.read_line(schema, raw.trim_end_matches(['\n', '\r']), start, within, slot);
        }
        for line in lines::lines(text, TextRange::new(0, text.len())) {
            if regions
                .iter()
                .any(|(range, within)| *within == Within::FrontMatter && range.contains(line.range))
            {
                continue;
            }
            let inside = schema.placeholders.iter().filter(|found| line.range.contains(found.range));
            // A hole of one word tells as much where the rest of the line is kept to the letter.
            let worded =
                line.text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() >= 2;
            let telling = inside.clone().any(|found| is_telling(found) || worded && is_hole(found));
            let choice = inside.clone().any(|found| found.kind == PlaceholderKind::Choice)
                || line.cell && choice_values(line.text).is_some();
            let slot = self.slot_at(line.range.start);
            let known = TemplateLine { slot, range: line.range, telling, choice, cell: line.cell };
            schema.lines.insert(line.text, known);
        }
    }

    fn regions(&self) -> Vec<(TextRange, Within)> {
        let within = |kind| match kind {
            NodeKind::Code { .. } => Some(Within::Code),
            NodeKind::Comment => Some(Within::Comment),
            NodeKind::FrontMatter => Some(Within::FrontMatter),
            _ => None,
        };
        let nodes = self.document.nodes().iter();
        nodes.filter_map(|node| Some((node.range, within(node.kind)?))).collect()
    }

    fn read_line(&self, schema: &mut Schema, line: &str, start: usize, within: Within, slot: Option<SlotId>) {
        let is_row = line.trim_start().starts_with('|');
        if is_row {
            for cell in lines::lines(line, TextRange::new(0, line.len())) {
                schema.placeholders.extend(placeholder::in_line(
                    cell.text,
                    start + cell.range.start(),
                    false,
                ));
            }
            return;
        }
        let heading = line.trim_start().starts_with('#') && within == Within::Text;
        let rule = {
            let bare = line.trim();
            bare.len() >= 3 && bare.bytes().all(|byte| matches!(byte, b'-' | b'*' | b'_' | b'=' | b'+'))
        };
        let found = if rule { Vec::new() } else { placeholder::in_line(line, start, within == Within::Code) };
        let keep = |found: &Placeholder| match within {
            // Prose within comments has brackets of its own; what stands for a thing there has two words or more.
            Within::Comment => is_telling(found) || found.kind == PlaceholderKind::WhiteBracket,
            // A field's own reading tells its choice; an empty value is no list item.
            Within::FrontMatter => !matches!(found.kind, PlaceholderKind::Empty | PlaceholderKind::Choice),
            _ => !(heading && found.kind == PlaceholderKind::Empty),
        };
        schema.placeholders.extend(found.into_iter().filter(keep));
        if matches!(within, Within::Code | Within::FrontMatter) {
            return;
        }
        let mut expect = |what, range| {
            if let Some(slot) = slot.and_then(|id| schema.slots.get_mut(id.index())) {
                let expectation = Expectation { what, range };
                if !slot.expectations.iter().any(|known| known.what == expectation.what) {
                    slot.expectations.push(expectation);
                }
            }
        };
        let whole = TextRange::new(start, start + line.len()).trim(self.document.text());
        if let Some(count) = count::in_line(line) {
            let range = TextRange::new(start + count.range.start(), start + count.range.end());
            let (minimum, maximum, what) = (count.minimum, count.maximum, count.what);
            expect(Expected::Count { minimum, maximum, what }, range);
        }
        let (bare, _) = lines::without_marker(line);
        if !heading && let Some(shape) = sentence::shape(bare) {
            expect(Expected::Sentence { shape }, whole);
        }
        for form in form::in_words(line) {
            expect(Expected::Form { form }, whole);
        }
        if within == Within::Comment && bare.starts_with("#") {
            let title = bare.trim_start_matches('#').trim();
            if !title.is_empty() {
                expect(Expected::Children { title: title.to_owned() }, whole);
            }
        }
        if within == Within::Text
            && let Some(form) = form::diagram(line)
        {
            expect(Expected::Form { form }, whole);
        }
    }

    /// Tables, code, task lists and samples in comments, block by block.
    fn read_blocks(&self, schema: &mut Schema) {
        for (at, node) in self.document.nodes().iter().enumerate() {
            let id = NodeId(at as u32);
            let mut found = Vec::new();
            match node.kind {
                NodeKind::Table => found.extend(self.table(id)),
                NodeKind::Code { fenced } => {
                    let sample = self.document.code_text(id);
                    let mut forms = form::in_sample(&sample);
                    let language = self.document.code_language(id).unwrap_or_default();
                    match form::of_language(&language) {
                        Some(Form::Diagram(_))
                            if forms.iter().any(|form| matches!(form, Form::Diagram(_))) => {}
                        Some(form) if fenced => forms.push(form),
                        _ => {}
                    }
                    if forms.iter().any(|form| matches!(form, Form::Diagram(_))) {
                        forms.retain(|form| *form != Form::Ascii);
                    }
                    found.extend(forms.into_iter().map(|form| Expected::Form { form }));
                }
                NodeKind::Comment => {
                    let sample = self.document.slice(node.range);
                    let mut forms = form::in_sample(sample);
                    // Arrows in prose are arrows in prose.
                    forms.retain(|form| *form != Form::Ascii);
                    found.extend(forms.into_iter().map(|form| Expected::Form { form }));
                }
                NodeKind::List { .. } => {
                    let mut items = self.document.children(id).map(|item| self.document.node(item).kind);
                    if items.any(|kind| kind == (NodeKind::Item { task: abide_syntax::Task::Open })) {
                        found.push(Expected::Tasks);
                    }
                }
                _ => {}
            }
            let slot = self.slot_at(node.range.start);
            if let Some(slot) = slot.and_then(|id| schema.slots.get_mut(id.index())) {
                for what in found {
                    if !slot.expectations.iter().any(|known| known.what == what) {
                        slot.expectations
                            .push(Expectation { what, range: node.range.trim(self.document.text()) });
                    }
                }
            }
        }
    }

    fn table(&self, id: NodeId) -> Option<Expected> {
        let table = Table::new(self.document, id)?;
        let columns = table.columns().into_iter().map(|column| column.into_owned()).collect();
        Some(Expected::Table { columns, rows: table.rows().count() as u32 })
    }

    /// Says everything that was inferred, in source order.
    fn conclude(&self, schema: &mut Schema) {
        let mut said = Vec::new();
        let mut say =
            |range: TextRange, kind, text: String, slot| said.push(Inference { range, kind, text, slot });
        if let Some(title) = &schema.title {
            let what = if title.is_hint { "to be replaced" } else { "free" };
            say(title.range, InferenceKind::Title, format!("{} ({what})", title.text), None);
        }
        for field in &schema.fields {
            say(field.range, InferenceKind::Field, fields::describe(field), None);
            if let FieldShape::Choice(values) = &field.shape {
                let text = format!("{}: one of {}", field.name, values.join(", "));
                say(field.value_range, InferenceKind::Choice, text, None);
            }
        }
        for (id, slot) in schema.slots() {
            let here = Some(id);
            let kind = if slot.label { InferenceKind::Label } else { InferenceKind::Section };
            say(slot.heading, kind, schema.slot_path(id).join(" / "), here);
            if let Presence::Optional(reason) = &slot.presence {
                say(slot.heading, InferenceKind::Optional, reason.clone(), here);
            }
            if slot.repeats() {
                let text = match &slot.prefix {
                    Some(prefix) => format!("any number of \"{prefix} …\""),
                    None => "any number, titles are free".to_owned(),
                };
                say(slot.heading, InferenceKind::Repeated, text, here);
            }
            for expectation in &slot.expectations {
                let (kind, text) = describe(&expectation.what);
                say(expectation.range, kind, text, here);
            }
        }
        for placeholder in &schema.placeholders {
            let slot = self.slot_at(placeholder.range.start);
            match placeholder.kind {
                PlaceholderKind::Choice => {
                    let values = choice_values(&placeholder.text).unwrap_or_default().join(", ");
                    say(placeholder.range, InferenceKind::Choice, format!("one of {values}"), slot);
                }
                kind => {
                    let text = format!("{} {}", kind.name(), placeholder.text.trim());
                    say(placeholder.range, InferenceKind::Placeholder, text, slot);
                }
            }
        }
        self.guidance(&mut say);
        said.sort_by_key(|inference| (inference.range.start, inference.kind));
        schema.inferences = said;
    }

    fn guidance(&self, say: &mut impl FnMut(TextRange, InferenceKind, String, Option<SlotId>)) {
        for (at, node) in self.document.nodes().iter().enumerate() {
            let id = NodeId(at as u32);
            let parent = self.document.node(node.parent).kind;
            let range = match node.kind {
                NodeKind::Comment => node.range,
                NodeKind::Paragraph if matches!(parent, NodeKind::Document | NodeKind::Quote) => node.range,
                NodeKind::Item { .. } => {
                    let nested = self
                        .document
                        .children(id)
                        .find(|child| matches!(self.document.node(*child).kind, NodeKind::List { .. }));
                    let end = nested.map_or(node.range.end, |list| self.document.node(list).range.start);
                    TextRange { start: node.range.start, end }
                }
                _ => continue,
            };
            let range = range.trim(self.document.text());
            let text = self.document.slice(range).split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                say(range, InferenceKind::Guidance, text, self.slot_at(range.start));
            }
        }
    }
}

fn describe(expected: &Expected) -> (InferenceKind, String) {
    match expected {
        Expected::Count { minimum, maximum, what } => {
            (InferenceKind::Count, format!("{minimum} to {maximum} {what}"))
        }
        Expected::Table { columns, rows } => {
            let rows = match rows {
                0 => "no sample rows".to_owned(),
                1 => "1 sample row".to_owned(),
                more => format!("{more} sample rows"),
            };
            (InferenceKind::Table, format!("columns {}; {rows}", columns.join(", ")))
        }
        Expected::Sentence { shape } => (InferenceKind::Sentence, shape.clone()),
        Expected::Form { form } => (InferenceKind::Form, describe_form(form)),
        Expected::Tasks => (InferenceKind::Form, "a task list".to_owned()),
        Expected::Children { title } => (InferenceKind::Repeated, format!("a heading for each: {title}")),
    }
}

fn describe_form(form: &Form) -> String {
    match form {
        Form::Tree => "a tree of files and folders".to_owned(),
        Form::Ascii => "a drawing in characters".to_owned(),
        Form::Diagram(kind) if kind.is_empty() => "a diagram as code".to_owned(),
        Form::Diagram(kind) => format!("a {kind} diagram"),
        Form::SqlTable => "a table with SQL types".to_owned(),
        Form::EndpointLines => "endpoints: method, path, description".to_owned(),
        Form::FieldLines => "fields: name, type, description".to_owned(),
        Form::EventLines => "events: name, description".to_owned(),
        Form::Code(language) => format!("code in {language}"),
        Form::Steps => "numbered steps".to_owned(),
    }
}

/// The bytes from behind a section's heading to the next heading that is no bold line.
pub(crate) fn body_with_labels(document: &Document, section: &Section, id: SectionId) -> TextRange {
    let mut end = section.body.end;
    for next in document.sections().iter().skip(id.index() + 1) {
        if next.style != abide_syntax::HeadingStyle::Bold || section.style == abide_syntax::HeadingStyle::Bold
        {
            break;
        }
        end = next.body.end;
    }
    TextRange { start: section.body.start, end }
}

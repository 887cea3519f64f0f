//! A schema: what a template asks of the documents that are written from it.

use crate::Concept;
use crate::lines::TemplateLines;
use abide_syntax::TextRange;
use foldhash::HashMap;
use serde::Serialize;

/// What a template asks for.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The name of the template, as settings and output use it.
    pub name: String,
    /// The title's shape; `None` where the template has no title of its own.
    pub title: Option<TitleSlot>,
    /// Metadata fields in order.
    pub fields: Vec<FieldSlot>,
    /// Sections in order.
    pub slots: Vec<Slot>,
    /// Placeholders in order.
    pub placeholders: Vec<Placeholder>,
    /// The template's lines, to recognise what a document still shares with it.
    pub lines: TemplateLines,
    /// What was inferred, in source order, each with the place that it came from.
    pub inferences: Vec<Inference>,
    /// Slots by the digest of their normalised title.
    pub(crate) by_title: HashMap<u64, Vec<SlotId>>,
    /// Slots that repeat, by the digest of the fixed part of their title.
    pub(crate) by_prefix: HashMap<u64, Vec<SlotId>>,
}

/// The place of a slot in its schema.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
pub struct SlotId(pub u32);

impl SlotId {
    /// The place in the list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The first heading of a template, where it stands for the document's own title.
#[derive(Clone, Debug)]
pub struct TitleSlot {
    /// As written.
    pub text: String,
    /// Where.
    pub range: TextRange,
    /// Whether it is there to be replaced: it holds a placeholder or is a phrase such as "Spec Name".
    pub is_hint: bool,
}

/// A section that the template asks for.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The heading as readable text.
    pub title: String,
    /// The heading, normalised for comparison, without its holes.
    pub key: String,
    /// The fixed part before a hole or enumerator: `alternative` for "Alternative 1: [Name]".
    pub prefix: Option<String>,
    /// Whether the whole heading is a hole: "[Concept Name]".
    pub any_title: bool,
    /// What the section is about.
    pub concepts: Vec<Concept>,
    /// Other headings that a document may use, from settings.
    pub synonyms: Vec<String>,
    /// 1 to 6; a label is one deeper than its heading.
    pub level: u8,
    /// The slot that holds this one.
    pub parent: Option<SlotId>,
    /// Whether it is a bold line, not a heading.
    pub label: bool,
    /// Whether a document may leave it out.
    pub presence: Presence,
    /// The family of slots that stand for "one of these for each …": the first of them.
    pub family: Option<SlotId>,
    /// What the template expects within.
    pub expectations: Vec<Expectation>,
    /// The bytes of the heading.
    pub heading: TextRange,
    /// The bytes of the section's own body.
    pub body: TextRange,
    /// Whether no heading stands below this one.
    pub leaf: bool,
    /// Whether the template's own body holds any text outside comments.
    pub has_text: bool,
}

/// Whether a document may leave a section out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It may not.
    Required,
    /// It may; the text that says so.
    Optional(String),
}

impl Slot {
    /// Whether a document must have this section.
    pub fn is_required(&self) -> bool {
        self.presence == Presence::Required
    }

    /// Whether a document may have several of this section.
    pub fn repeats(&self) -> bool {
        self.family.is_some() || self.any_title
    }
}

/// A metadata field that the template asks for.
#[derive(Clone, Debug)]
pub struct FieldSlot {
    /// The name as written.
    pub name: String,
    /// The value as written.
    pub value: String,
    /// What kind of value it asks for.
    pub shape: FieldShape,
    /// Whether a document may leave it out.
    pub presence: Presence,
    /// Where the field stands.
    pub range: TextRange,
    /// Where its value stands.
    pub value_range: TextRange,
}

/// The kinds of values that a field may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "values")]
pub enum FieldShape {
    /// One of these.
    Choice(Vec<String>),
    /// A date.
    Date,
    /// A list.
    List,
    /// A placeholder that says nothing of the value's form.
    Text,
    /// A value that a document may keep: `status: draft`, `version: 1.0`.
    Sample,
    /// Nothing.
    Empty,
}

/// A part of a template that stands for something else.
#[derive(Clone, Debug)]
pub struct Placeholder {
    /// The bytes of the placeholder.
    pub range: TextRange,
    /// How it is written.
    pub kind: PlaceholderKind,
    /// As written.
    pub text: String,
}

/// How placeholders are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceholderKind {
    /// `[text]`
    Bracket,
    /// `<text>`
    Angle,
    /// `⟦text⟧`
    WhiteBracket,
    /// `{text}` or `{{text}}`
    Brace,
    /// `(fill me in …)`
    Parenthesis,
    /// `YYYY-MM-DD`
    Date,
    /// `NNNN`, `0000`, `XXX`
    Number,
    /// `…` or `...` in place of text
    Ellipsis,
    /// `TBD`, `TODO`
    ToDo,
    /// `A | B | C`
    Choice,
    /// A link to nowhere: `[Related Spec](link)`
    Link,
    /// A list item or cell with nothing in it
    Empty,
    /// A whole line in italics
    Italic,
    /// A word for the thing itself: `Term1`, `Author Name`
    Word,
}

impl PlaceholderKind {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bracket => "[…]",
            Self::Angle => "<…>",
            Self::WhiteBracket => "⟦…⟧",
            Self::Brace => "{…}",
            Self::Parenthesis => "(…)",
            Self::Date => "date",
            Self::Number => "number",
            Self::Ellipsis => "ellipsis",
            Self::ToDo => "to do",
            Self::Choice => "choice",
            Self::Link => "link",
            Self::Empty => "empty",
            Self::Italic => "italic hint",
            Self::Word => "word",
        }
    }
}

/// What a template expects within a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// What.
    pub what: Expected,
    /// Where the template says so.
    pub range: TextRange,
}

/// The kinds of expectations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Expected {
    /// So many of something: "3-5 objective checks".
    Count {
        /// At least.
        minimum: u32,
        /// At most.
        maximum: u32,
        /// Of what.
        what: String,
    },
    /// A table with these columns.
    Table {
        /// The column titles as written.
        columns: Vec<String>,
        /// The number of sample rows.
        rows: u32,
    },
    /// Sentences of a shape: "As a `<role>`, I can …".
    Sentence {
        /// As written, holes as `…`.
        shape: String,
    },
    /// A drawing or piece of code of a form.
    Form {
        /// Which.
        form: Form,
    },
    /// A task list.
    Tasks,
    /// Further headings of a shape, one for each thing: "### [Concept Name]" in a comment.
    Children {
        /// As written.
        title: String,
    },
}

/// Forms that a template may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "name", content = "detail")]
pub enum Form {
    /// A layout tree of files and folders.
    Tree,
    /// A drawing in characters.
    Ascii,
    /// A diagram as code; the detail is its type where it is said.
    Diagram(String),
    /// A table with SQL types.
    SqlTable,
    /// `METHOD /path   description` lines.
    EndpointLines,
    /// `name   type   description` lines.
    FieldLines,
    /// `event.name   description` lines.
    EventLines,
    /// Code in a language.
    Code(String),
    /// A numbered list of steps.
    Steps,
}

/// One thing that was inferred from a template, with its reason.
#[derive(Clone, Debug)]
pub struct Inference {
    /// Where the template says so.
    pub range: TextRange,
    /// What kind of thing.
    pub kind: InferenceKind,
    /// What was understood, in a phrase.
    pub text: String,
    /// The section it belongs to.
    pub slot: Option<SlotId>,
}

/// What kinds of things are inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InferenceKind {
    /// The document's title.
    Title,
    /// A metadata field.
    Field,
    /// A section.
    Section,
    /// A bold line that labels what follows.
    Label,
    /// A section that may be left out.
    Optional,
    /// A section that may stand several times.
    Repeated,
    /// Something to replace.
    Placeholder,
    /// A choice to make.
    Choice,
    /// A number of things.
    Count,
    /// A table.
    Table,
    /// A sentence's shape.
    Sentence,
    /// A drawing or a form of code.
    Form,
    /// Words for the author.
    Guidance,
}

impl InferenceKind {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Field => "field",
            Self::Section => "section",
            Self::Label => "label",
            Self::Optional => "optional",
            Self::Repeated => "repeated",
            Self::Placeholder => "placeholder",
            Self::Choice => "choice",
            Self::Count => "count",
            Self::Table => "table",
            Self::Sentence => "sentence",
            Self::Form => "form",
            Self::Guidance => "guidance",
        }
    }
}

impl Schema {
    /// One slot; an id from another schema may give `None`.
    pub fn slot(&self, id: SlotId) -> Option<&Slot> {
        self.slots.get(id.index())
    }

    /// All slots with their ids.
    pub fn slots(&self) -> impl Iterator<Item = (SlotId, &Slot)> {
        self.slots.iter().enumerate().map(|(at, slot)| (SlotId(at as u32), slot))
    }

    /// The titles from the outermost slot down to `id`.
    pub fn slot_path(&self, id: SlotId) -> Vec<&str> {
        let mut path = Vec::new();
        let mut at = Some(id);
        while let Some(slot) = at.and_then(|id| self.slot(id)) {
            path.push(slot.title.as_str());
            at = slot.parent;
        }
        path.reverse();
        path
    }

    /// The number of headings that count towards coverage: one for each family, none for labels.
    pub fn heading_count(&self) -> usize {
        self.slots().filter(|(id, slot)| slot.counts(*id)).count()
    }
}

impl Slot {
    /// Whether the slot counts towards coverage.
    pub fn counts(&self, id: SlotId) -> bool {
        !self.label && !self.any_title && self.family.is_none_or(|first| first == id)
    }
}

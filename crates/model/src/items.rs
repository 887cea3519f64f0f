//! Collecting items: the same item said twice is one, with what each place adds.

use crate::outline::title_section;
use crate::{Item, Kind};
use abide_syntax::{Document, SectionId, TextRange};
use abide_template::normalise_whole;
use foldhash::{HashMap, HashMapExt};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::collections::hash_map::Entry;

/// The items of a document as they are found.
#[derive(Debug)]
pub struct Items<'a> {
    document: &'a Document,
    drafts: Vec<Draft>,
    by_key: HashMap<(Kind, String), usize>,
    /// Where items start whose places other readers ask for.
    starts: BTreeSet<(Kind, u32)>,
    mentions: Vec<(usize, TextRange, Map<String, Value>)>,
}

/// Another place that says an item that was already known, with what it says about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The id of the item.
    pub item: String,
    /// Where.
    pub range: TextRange,
    /// What that place says.
    pub fields: Map<String, Value>,
}

/// An item before it has its id.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// What makes it the same as another; empty for kinds keyed by line.
    pub key: String,
    /// The written id, where there is one.
    pub written: Option<String>,
    /// Its bytes.
    pub range: TextRange,
    /// The section that holds it.
    pub section: SectionId,
    /// The statement on one line.
    pub text: String,
    /// Its fields.
    pub fields: Map<String, Value>,
    /// How sure this place is the item's own: a definition is more than a mention.
    pub rank: u8,
}

impl Draft {
    /// An item of a kind.
    pub fn new(kind: Kind, section: SectionId, range: TextRange) -> Self {
        let text = String::new();
        Self { kind, key: String::new(), written: None, range, section, text, fields: Map::new(), rank: 1 }
    }

    /// With its key.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// With the id that the document itself gives it.
    pub fn written(mut self, id: Option<&str>) -> Self {
        self.written = id.map(str::to_owned);
        if let Some(id) = id {
            self.fields.insert("id".to_owned(), Value::from(id));
        }
        self
    }

    /// With its statement.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// With a field.
    pub fn field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    /// With a field, where there is a value that says something.
    pub fn said(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            self.fields.insert(name.to_owned(), Value::from(value));
        }
        self
    }

    /// A field as text.
    pub fn text_field(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }

    /// How sure this place is the item's own: 0 a mention, 1 a statement, 2 a definition.
    pub fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }
}

impl<'a> Items<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        Self {
            document,
            drafts: Vec::new(),
            by_key: HashMap::new(),
            starts: BTreeSet::new(),
            mentions: Vec::new(),
        }
    }

    /// Adds an item. Where an item with its key is known, the two become one: the better place stays, fields that only one
    /// has are kept, and the other place becomes a mention.
    pub fn push(&mut self, draft: Draft) {
        let mut draft = draft;
        if draft.text.is_empty() {
            draft.text = crate::text::one_line(self.document.slice(draft.range));
        } else if draft.text.contains('\n') {
            draft.text = crate::text::one_line(&draft.text);
        }
        if matches!(draft.kind, Kind::Path | Kind::Setting | Kind::Transition | Kind::Field) {
            self.starts.insert((draft.kind, draft.range.start));
        }
        if draft.key.is_empty() {
            self.drafts.push(draft);
            return;
        }
        // Entries of a change log that share a date are different changes.
        if draft.kind == Kind::Change {
            self.drafts.push(draft);
            return;
        }
        let key = (draft.kind, fold(&draft.key));
        let Some(at) = self.by_key.get(&key).copied() else {
            self.by_key.insert(key, self.drafts.len());
            self.drafts.push(draft);
            return;
        };
        let Some(known) = self.drafts.get_mut(at) else { return };
        if draft.rank > known.rank {
            std::mem::swap(known, &mut draft);
        }
        for (name, value) in &draft.fields {
            if !known.fields.contains_key(name) {
                known.fields.insert(name.clone(), value.clone());
            }
        }
        self.mentions.push((at, draft.range, draft.fields));
    }

    /// The items found so far.
    pub fn drafts(&self) -> &[Draft] {
        &self.drafts
    }

    /// The items found since there were so many, to add to them.
    pub(crate) fn drafts_from(&mut self, count: usize) -> impl Iterator<Item = &mut Draft> {
        self.drafts.iter_mut().skip(count)
    }

    /// A keyed item found so far.
    pub fn find(&self, kind: Kind, key: &str) -> Option<&Draft> {
        self.drafts.get(*self.by_key.get(&(kind, fold(key)))?)
    }

    /// A keyed item found so far, to add to it.
    pub fn find_mut(&mut self, kind: Kind, key: &str) -> Option<&mut Draft> {
        self.drafts.get_mut(*self.by_key.get(&(kind, fold(key)))?)
    }

    /// Whether a path, setting, transition or field starts within these bytes.
    pub(crate) fn any_in(&self, kind: Kind, range: TextRange) -> bool {
        self.starts.range((kind, range.start)..(kind, range.end.max(range.start))).next().is_some()
    }

    pub(crate) fn finish(self) -> (Vec<Item>, Vec<Mention>) {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|at| {
            self.drafts.get(*at).map(|draft| (draft.range.start, draft.range.end, draft.kind, *at))
        });
        let mut sections = Sections::new(self.document);
        let mut taken: HashMap<String, u32> = HashMap::with_capacity(self.drafts.len());
        let mut places: Vec<usize> = vec![usize::MAX; self.drafts.len()];
        let mut items: Vec<Item> = Vec::with_capacity(self.drafts.len());
        let mut drafts: Vec<Option<Draft>> = self.drafts.into_iter().map(Some).collect();
        for at in order {
            let Some(draft) = drafts.get_mut(at).and_then(Option::take) else { continue };
            let id = unique(id(&draft, &mut sections), &mut taken);
            if let Some(place) = places.get_mut(at) {
                *place = items.len();
            }
            items.push(Item {
                id,
                kind: draft.kind,
                key: draft.key,
                line: self.document.line(draft.range.start),
                range: draft.range,
                section: sections.path(draft.section),
                text: draft.text,
                fields: draft.fields,
            });
        }
        let mention = |(at, range, fields): (usize, TextRange, Map<String, Value>)| {
            let item = items.get(*places.get(at)?)?.id.clone();
            Some(Mention { item, range, fields })
        };
        let mentions = self.mentions.into_iter().filter_map(mention).collect();
        (items, mentions)
    }
}

/// Two keys that differ only in case, marks, white space or a closing slash are the same.
fn fold(key: &str) -> String {
    let mut folded = String::with_capacity(key.len());
    let mut gap = false;
    for character in key.chars().filter(|c| !matches!(c, '`' | '*')) {
        if character.is_whitespace() {
            gap = !folded.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            folded.push(' ');
        }
        if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
        } else {
            folded.extend(character.to_lowercase());
        }
    }
    folded.truncate(folded.trim_end_matches('/').len());
    if folded.is_empty() { "/".to_owned() } else { folded }
}

fn id(draft: &Draft, sections: &mut Sections) -> String {
    if let Some(written) = &draft.written {
        return written.clone();
    }
    let kind = draft.kind.name();
    if !draft.key.is_empty() {
        return [kind, ":", &draft.key].concat();
    }
    let mut digest = sections.digest(draft.section);
    digest.add(&draft.text);
    digest.id(kind)
}

/// How many hexadecimal digits of a digest an id has.
const DIGITS: u32 = 10;

/// What items need to know of their sections, worked out once for each.
struct Sections<'a> {
    document: &'a Document,
    title: Option<SectionId>,
    digests: Vec<Option<Digest>>,
    paths: Vec<Option<Vec<String>>>,
}

impl<'a> Sections<'a> {
    fn new(document: &'a Document) -> Self {
        let count = document.sections().len();
        let title = title_section(document).map(|at| SectionId(at as u32));
        Self { document, title, digests: vec![None; count], paths: vec![None; count] }
    }

    /// The titles down to a section.
    fn path(&mut self, section: SectionId) -> Vec<String> {
        let Some(path) = self.paths.get_mut(section.index()) else {
            return self.document.section_path(section);
        };
        path.get_or_insert_with(|| self.document.section_path(section)).clone()
    }

    /// The titles down to a section, without their numbers: a section that is put in before must not change what stands
    /// here. The document's own title is left out for the same reason.
    fn digest(&mut self, section: SectionId) -> Digest {
        let mut above = Vec::new();
        let mut at = section;
        let mut digest = Digest::default();
        while at != SectionId::ROOT
            && let Some(holder) = self.document.section(at)
        {
            if let Some(Some(known)) = self.digests.get(at.index()) {
                digest = *known;
                break;
            }
            above.push((at, holder));
            at = holder.parent;
        }
        for (at, holder) in above.into_iter().rev() {
            if Some(at) != self.title {
                digest.add(&normalise_whole(&holder.title));
            }
            if let Some(known) = self.digests.get_mut(at.index()) {
                *known = Some(digest);
            }
        }
        digest
    }
}

fn unique(id: String, taken: &mut HashMap<String, u32>) -> String {
    let (mut count, id) = match taken.entry(id) {
        Entry::Vacant(vacant) => {
            let id = vacant.key().clone();
            vacant.insert(1);
            return id;
        }
        Entry::Occupied(known) => (*known.get(), known.key().clone()),
    };
    // A document may itself write `FR-1~2`.
    let free = loop {
        count += 1;
        let free = format!("{id}~{count}");
        if !taken.contains_key(&free) {
            break free;
        }
    };
    taken.insert(id, count);
    taken.insert(free.clone(), 1);
    free
}

/// FNV-1a with 64 bits: stable between versions and machines, and fast on short text.
#[derive(Clone, Copy)]
pub(crate) struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Digest {
    /// Adds the letters and digits of a text, whatever their case: punctuation may change.
    pub(crate) fn add(&mut self, text: &str) {
        if text.is_ascii() {
            let telling = text.bytes().filter(u8::is_ascii_alphanumeric);
            telling.for_each(|byte| self.byte(byte.to_ascii_lowercase()));
            self.byte(0xFF);
            return;
        }
        for character in text.chars() {
            if character.is_ascii() {
                if character.is_ascii_alphanumeric() {
                    self.byte(character.to_ascii_lowercase() as u8);
                }
            } else if character.is_alphanumeric() {
                let mut buffer = [0; 4];
                for lower in character.to_lowercase() {
                    lower.encode_utf8(&mut buffer).bytes().for_each(|byte| self.byte(byte));
                }
            }
        }
        self.byte(0xFF);
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }

    /// An id of it, behind what it is.
    pub(crate) fn id(self, kind: &str) -> String {
        let mut id = String::with_capacity(kind.len() + 1 + DIGITS as usize);
        id.push_str(kind);
        id.push(':');
        for place in (0..DIGITS).rev() {
            id.extend(char::from_digit((self.0 >> (4 * place)) as u32 & 0xF, 16));
        }
        id
    }
}

//! What an operation is called with and what comes back: examples behind their labels, status lists, status tables.

mod fenced;
mod paired;
mod record;
mod series;
mod status;
mod table;

use super::Place;
use super::parameters;
use crate::fence::Fence;
use crate::grid::Grid;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, TextRange};
use record::inline_example;
pub(super) use record::{columns, respond};
use serde_json::{Map, Value, json};
use status::{Mode, further, leading_status, mode_of, statuses};
use std::collections::HashSet;

pub(super) fn read(context: &Context, items: &mut Items, places: &[Place]) {
    from_descriptions(items);
    let anchors: Vec<&Place> = places.iter().filter(|place| !place.scope.is_empty()).collect();
    for (at, place) in anchors.iter().enumerate() {
        let next = anchors.get(at + 1).map_or(u32::MAX, |next| next.range.start);
        let end = place.scope.end.min(next);
        let scope = TextRange { start: place.scope.start.min(place.range.start), end };
        let mut walk = Walk {
            context,
            items,
            keys: &place.keys,
            mode: Mode::Unknown,
            place: None,
            lead: String::new(),
            named: HashSet::new(),
            told: false,
            paired: None,
        };
        walk.over(scope);
    }
    series::read(context, items);
}

/// Whether a title announces a part of the description of one operation: its request, its parameters, an answer.
pub(super) fn announces(title: &str) -> bool {
    leading_status(title).is_some()
        || parameters::announced(title.trim_end_matches([':', ' '])).is_some()
        || !matches!(mode_of(title), Mode::Unknown)
}

/// `POST /x → 201` in a list of operations.
fn from_descriptions(items: &mut Items) {
    let found: Vec<(String, u16)> = items
        .drafts()
        .iter()
        .filter(|draft| draft.kind == Kind::Endpoint)
        .filter_map(|draft| {
            let description = draft.fields.get("description")?.as_str()?;
            let status = leading_status(description).or_else(|| {
                let (_, after) = description.split_once('→').or_else(|| description.split_once("->"))?;
                leading_status(after)
            })?;
            Some((draft.key.clone(), status))
        })
        .collect();
    for (key, status) in found {
        respond(items, &key, Some(status), "", None);
    }
}

struct Walk<'c, 'd, 'i, 'x, 'k> {
    context: &'c Context<'d>,
    items: &'i mut Items<'x>,
    keys: &'k [String],
    mode: Mode,
    /// Where the parameters belong that a label announced.
    place: Option<&'static str>,
    /// The paragraph before, in lower case: it says what a block without a label is.
    lead: String,
    /// The names in code of the paragraphs so far, in lower case.
    named: HashSet<String>,
    /// Whether a sentence and no label says what the next block is.
    told: bool,
    /// The first block of two without labels, of which one is sent and the other comes back.
    paired: Option<NodeId>,
}

impl<'k> Walk<'_, '_, '_, '_, 'k> {
    fn over(&mut self, scope: TextRange) {
        let document = self.context.document;
        let nodes = document.nodes();
        let from = nodes.partition_point(|node| node.range.start < scope.start);
        let mut at = from.max(1);
        self.paired = paired::first(document, scope).filter(|_| self.keys.iter().all(|key| is_writing(key)));
        while let Some(node) = nodes.get(at) {
            if node.range.start >= scope.end {
                break;
            }
            let id = NodeId(at as u32);
            match node.kind {
                NodeKind::Heading { .. } => self.label(&self.context.text(id), true),
                NodeKind::Paragraph => {
                    let heading = self.context.is_heading(id);
                    let text = self.context.text(id);
                    self.lead = text.to_lowercase();
                    // What the answer has is not what is sent.
                    let said = document.slice(node.range).split_inclusive(['.', ';', ':']);
                    let sent = said.filter(|sentence| !status::tells_of_an_answer(sentence));
                    let codes = sent.flat_map(|sentence| sentence.split('`').skip(1).step_by(2));
                    self.named.extend(codes.map(str::to_lowercase));
                    if heading {
                        self.label(&text, true);
                    } else {
                        for (line, _) in self.context.lines(node.range) {
                            self.label(&line, false);
                        }
                    }
                }
                NodeKind::Item { .. } => {
                    if let Some(own) =
                        crate::statement::own(document, abide_syntax::SectionId::ROOT, id, false, &[], 0)
                    {
                        match self.place {
                            Some(place)
                                if parameters::announced(&own.text).is_none()
                                    && mode_of(&own.text) == Mode::Unknown =>
                            {
                                parameters::item(self.context, self.items, self.keys, place, &own);
                            }
                            _ => self.label(&own.text, false),
                        }
                    }
                }
                NodeKind::Code { .. } => {
                    if let Some(fence) = Fence::new(document, abide_syntax::SectionId::ROOT, id) {
                        match self.paired {
                            // A label says what a block is, and that there are more of its kind.
                            Some(first)
                                if first == id
                                    && (self.told || matches!(self.mode, Mode::Unknown | Mode::Other)) =>
                            {
                                self.sent_of_a_pair(&fence);
                            }
                            _ => self.fence(&fence),
                        }
                    }
                }
                NodeKind::Table => {
                    if let Some(grid) = Grid::new(document, abide_syntax::SectionId::ROOT, id) {
                        self.table(&grid);
                    }
                    if self.mode == Mode::Unknown {
                        let codes = document.slice(node.range).split('`').skip(1).step_by(2);
                        self.named.extend(codes.map(str::to_lowercase));
                    }
                    at = node.end.index();
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// A line that says what follows, or says it all itself.
    fn label(&mut self, line: &str, heading: bool) {
        let bare = line.trim();
        if bare.is_empty() || bare.len() > 400 {
            return;
        }
        let cut = text::labelled(bare);
        let label = cut.as_ref().map_or(bare, |cut| cut.label);
        let rest = cut.as_ref().map_or("", |cut| cut.rest);
        let announces = heading || bare.ends_with([':', '：']) || rest.is_empty() && bare.len() < 60;
        if announces || parameters::announced(label).is_some() && rest.is_empty() {
            self.place = parameters::announced(label.trim_end_matches([':', ' ']));
            if self.place.is_some() {
                self.mode = Mode::Other;
                return;
            }
        }
        let mode = mode_of(label);
        if let Some(status) = leading_status(bare) {
            // `404 Not Found - no such order`
            self.told = !announces;
            let description = bare
                .trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "-–—:.".contains(c));
            self.respond(Some(status), description, None);
            self.mode = Mode::Response(Some(status), description.to_owned());
            self.respond_further(status, bare);
            return;
        }
        match mode {
            // Below the operation itself, a block may be what is sent.
            Mode::Unknown if heading && super::operation::leading(text::unnumbered(bare)).is_none() => {
                self.mode = Mode::Other;
            }
            Mode::Unknown => {}
            Mode::Request => {
                if let Some(example) = inline_example(rest) {
                    self.request(&example, None);
                }
                if announces || !rest.is_empty() {
                    self.mode = Mode::Request;
                }
            }
            Mode::Response(status, description) => {
                if !announces && rest.is_empty() {
                    if let Some(status) = status::answered(bare) {
                        self.respond(Some(status), "", None);
                        (self.told, self.mode) = (true, Mode::Response(Some(status), String::new()));
                    }
                    return;
                }
                self.told = cut.is_none() && !bare.ends_with([':', '：']) && !heading;
                let statuses = statuses(rest);
                if status.is_some() || (statuses.is_empty() && announces) {
                    if status.is_some() {
                        self.respond(status, &description, inline_example(rest).as_deref());
                    }
                    self.mode = Mode::Response(status, description);
                    if let Some(status) = status {
                        self.respond_further(status, bare);
                    }
                } else {
                    for status in &statuses {
                        self.respond(Some(*status), "", None);
                    }
                    let only = match statuses.as_slice() {
                        [only] => Some(*only),
                        _ => None,
                    };
                    if let Some(example) = inline_example(rest) {
                        self.respond(only, "", Some(&example));
                    }
                    self.mode = Mode::Response(only, String::new());
                }
            }
            Mode::Other => self.mode = Mode::Other,
        }
    }

    fn request(&mut self, example: &str, line: Option<u32>) {
        let writes = |key: &&String| self.keys.len() == 1 || is_writing(key);
        for key in self.keys.iter().filter(writes) {
            if let Some(draft) = self.items.find_mut(Kind::Endpoint, key)
                && !draft.fields.contains_key("request")
            {
                let mut request = Map::new();
                request.insert("example".to_owned(), Value::from(example));
                if let Some(line) = line {
                    request.insert("line".to_owned(), Value::from(line));
                }
                draft.fields.insert("request".to_owned(), Value::Object(request));
            }
        }
    }

    /// The operations that an answer belongs to: where several with other methods share a description, those alone that usually answer
    /// with its status.
    fn answering(&self, status: Option<u16>) -> impl Iterator<Item = &'k String> + use<'k> {
        let keys = self.keys;
        let method = |key: &String| key.split(' ').next().unwrap_or_default().to_owned();
        let mixed = keys.iter().any(|key| keys.first().is_some_and(|first| method(first) != method(key)));
        keys.iter().filter(move |key| match status {
            _ if !mixed => true,
            None | Some(200) => key.starts_with("GET "),
            Some(201) => key.starts_with("POST "),
            Some(204) => key.starts_with("DELETE "),
            Some(_) => false,
        })
    }

    /// What the clauses behind the first say: `200 and the order, or 404`.
    fn respond_further(&mut self, first: u16, line: &str) {
        for (status, description) in further(line) {
            if status != first {
                self.respond(Some(status), &description, None);
            }
        }
    }

    fn respond(&mut self, status: Option<u16>, description: &str, example: Option<&str>) {
        let extra = example.map(|example| json!({"example": example, "content_type": "application/json"}));
        for key in self.answering(status) {
            respond(self.items, key, status, description, extra.as_ref().and_then(Value::as_object).cloned());
        }
    }
}

fn is_writing(key: &str) -> bool {
    ["POST ", "PUT ", "PATCH "].iter().any(|method| key.starts_with(method))
}

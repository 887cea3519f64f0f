//! What an operation is called with and what comes back: examples behind their labels, status lists, status tables.

mod record;
mod status;
mod table;

use super::Place;
use super::parameters;
use crate::fence::Fence;
use crate::grid::Grid;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, TextRange};
pub(super) use record::{columns, respond};
use record::{inline_example, nesting};
use serde_json::{Map, Value, json};
use status::{Mode, comment_mode, further, leading_status, mode_of, statuses};

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
            told: false,
        };
        walk.over(scope);
    }
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
    /// Whether a sentence and no label says what the next block is.
    told: bool,
}

impl Walk<'_, '_, '_, '_, '_> {
    fn over(&mut self, scope: TextRange) {
        let document = self.context.document;
        let nodes = document.nodes();
        let from = nodes.partition_point(|node| node.range.start < scope.start);
        let mut at = from.max(1);
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
                        self.fence(&fence);
                    }
                }
                NodeKind::Table => {
                    if let Some(grid) = Grid::new(document, abide_syntax::SectionId::ROOT, id) {
                        self.table(&grid);
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
            Mode::Unknown if heading => self.mode = Mode::Other,
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
                    return;
                }
                self.told = !bare.ends_with([':', '：']) && !heading;
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

    fn fence(&mut self, fence: &Fence) {
        let document = self.context.document;
        let lines = fence.lines(document);
        let first =
            lines.iter().map(|line| line.text.trim()).find(|line| !line.is_empty()).unwrap_or_default();
        if super::operation::leading(first).is_some() || first.starts_with("HTTP/") {
            self.raw_exchange(fence, &lines);
            return;
        }
        let data = fence.is(&[
            "json",
            "jsonc",
            "json5",
            "",
            "javascript",
            "js",
            "text",
            "xml",
            "csv",
            "yaml",
            "yml",
            "graphql",
            "http",
        ]);
        if !data || first.starts_with("curl") {
            return;
        }
        // Comments within the block may label its parts.
        let mut part: Vec<&str> = Vec::new();
        let mut start = None;
        let mut depth = 0;
        for line in &lines {
            let trimmed = line.text.trim();
            let comment = trimmed.strip_prefix("//").or_else(|| trimmed.strip_prefix('#')).map(str::trim);
            if let Some(comment) = comment
                && depth <= 0
            {
                let mode = comment_mode(comment);
                if mode != Mode::Unknown {
                    self.part(&part, start, &fence.language);
                    part.clear();
                    start = None;
                    depth = 0;
                    self.mode = mode;
                    continue;
                }
            }
            if start.is_none() && !trimmed.is_empty() {
                start = Some(line.range);
            }
            depth += nesting(line.text);
            part.push(line.text);
        }
        self.part(&part, start, &fence.language);
    }

    fn part(&mut self, lines: &[&str], start: Option<TextRange>, language: &str) {
        let Some(start) = start else { return };
        let example = lines.join("\n").trim_end().to_owned();
        let looks_like_data = example.trim_start().starts_with(['{', '[']);
        let line = self.context.document.line(start.start);
        let kind = match language {
            "xml" => "application/xml",
            "csv" => "text/csv",
            "yaml" | "yml" => "application/yaml",
            "text" if !looks_like_data => "text/plain",
            _ if looks_like_data => "application/json",
            _ => return,
        };
        match self.mode.clone() {
            Mode::Request => self.request(&example, Some(line)),
            Mode::Response(..) if self.told && self.is_sent(&example) => {
                self.request(&example, Some(line));
                self.mode = Mode::Other;
            }
            Mode::Response(status, description) => {
                let example = json!({"example": example, "content_type": kind, "line": line});
                for key in self.keys {
                    respond(self.items, key, status, &description, example.as_object().cloned());
                }
                // A second block needs a label of its own.
                self.mode = Mode::Other;
            }
            Mode::Unknown if looks_like_data && self.keys.iter().all(|key| key.starts_with("GET ")) => {
                let example = json!({"example": example, "content_type": kind, "line": line});
                for key in self.keys {
                    respond(self.items, key, None, "", example.as_object().cloned());
                }
            }
            mode @ (Mode::Unknown | Mode::Other) => {
                let sent = mode == Mode::Unknown && self.is_sent(&example);
                if looks_like_data && (sent || self.takes_a_body()) {
                    self.request(&example, Some(line));
                }
            }
        }
    }

    /// Whether a block behind a sentence about the answer is rather what is sent: it has nothing in it that a system gives, and it is
    /// no error.
    fn is_sent(&self, example: &str) -> bool {
        const GIVEN: &[&str] = &[
            "id",
            "uuid",
            "createdat",
            "updatedat",
            "created",
            "updated",
            "href",
            "links",
            "error",
            "errors",
            "message",
            "code",
            "status",
            "detail",
            "title",
            "data",
            "token",
            "ok",
            "success",
        ];
        let posts = self.keys.iter().all(|key| key.starts_with("POST "));
        let requested = self.keys.iter().any(|key| {
            let known =
                self.items.drafts().iter().find(|draft| draft.kind == Kind::Endpoint && draft.key == *key);
            known.is_some_and(|draft| draft.fields.contains_key("request"))
        });
        let members = serde_json::from_str::<Map<String, Value>>(example).unwrap_or_default();
        let given = |name: &String| {
            let bare: String =
                name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            GIVEN.contains(&bare.as_str()) && !(bare == "title" && members.len() > 2) || bare.ends_with("id")
        };
        posts && !requested && !members.is_empty() && !members.keys().any(given)
    }

    /// Whether a block without a label is what the operation takes: the paragraph before it speaks of a body, and of no answer.
    fn takes_a_body(&self) -> bool {
        let writes = |key: &String| ["POST ", "PUT ", "PATCH "].iter().any(|method| key.starts_with(method));
        let says = |words: &[&str]| words.iter().any(|word| text::find_word(&self.lead, word).is_some());
        self.keys.iter().all(writes)
            && says(&["body", "request", "payload", "send", "sends", "accepts", "takes"])
            && !says(&[
                "response",
                "responses",
                "returns",
                "returned",
                "return",
                "answer",
                "answers",
                "responds",
                "result",
                "reply",
                "replies",
                "error",
                "errors",
            ])
    }

    /// A request or response as it goes over the wire: first line, headers, empty line, body.
    fn raw_exchange(&mut self, fence: &Fence, lines: &[crate::fence::CodeLine]) {
        let mut mode = Mode::Unknown;
        let mut body: Vec<&str> = Vec::new();
        let mut body_start: Option<TextRange> = None;
        let mut in_body = false;
        let mut parts = Vec::new();
        for line in lines {
            let trimmed = line.text.trim();
            let response = trimmed
                .strip_prefix("HTTP/")
                .and_then(|rest| rest.split_once(' '))
                .and_then(|(_, rest)| leading_status(rest));
            let request = super::operation::leading(trimmed)
                .is_some_and(|operation| operation.rest.trim_start().starts_with("HTTP/") || lines.len() > 2);
            if response.is_some() || (request && !in_body) {
                parts.push((mode, std::mem::take(&mut body), body_start.take()));
                mode = match response {
                    Some(status) => Mode::Response(Some(status), String::new()),
                    None => Mode::Request,
                };
                in_body = false;
            } else if trimmed.is_empty() && !in_body {
                in_body = true;
            } else if in_body || trimmed.starts_with(['{', '[']) {
                in_body = true;
                body_start = body_start.or(Some(line.range));
                body.push(line.text);
            }
        }
        parts.push((mode, body, body_start));
        for (mode, body, start) in parts {
            if let Mode::Response(status, _) = &mode
                && body.is_empty()
            {
                self.respond(*status, "", None);
                continue;
            }
            let looks_like_data = body
                .iter()
                .find(|line| !line.trim().is_empty())
                .is_some_and(|line| line.trim_start().starts_with(['{', '[']));
            if mode != Mode::Unknown && looks_like_data {
                self.mode = mode;
                self.part(&body, start, &fence.language);
            }
        }
        self.mode = Mode::Unknown;
    }

    fn request(&mut self, example: &str, line: Option<u32>) {
        for key in self.keys {
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
        for key in self.keys {
            respond(self.items, key, status, description, extra.as_ref().and_then(Value::as_object).cloned());
        }
    }
}

//! What an operation is called with and what comes back: examples behind their labels, status lists, status tables.

use super::Place;
use crate::fence::Fence;
use crate::grid::{Grid, Row};
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, TextRange};
use serde_json::{Map, Value, json};

/// What the example that follows is.
#[derive(Clone, Debug, PartialEq)]
enum Mode {
    Unknown,
    Request,
    Response(Option<u16>, String),
    /// Something else, such as a description of fields.
    Other,
}

pub(super) fn read(context: &Context, items: &mut Items, places: &[Place]) {
    from_descriptions(items);
    let anchors: Vec<&Place> = places.iter().filter(|place| !place.scope.is_empty()).collect();
    for (at, place) in anchors.iter().enumerate() {
        let next = anchors.get(at + 1).map_or(u32::MAX, |next| next.range.start);
        let end = place.scope.end.min(next);
        let scope = TextRange { start: place.scope.start.min(place.range.start), end };
        let mut walk = Walk { context, items, keys: &place.keys, mode: Mode::Unknown };
        walk.over(scope);
    }
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
                    if heading {
                        self.label(&text, true);
                    } else {
                        for (line, _) in super::lines(self.context, node.range) {
                            self.label(&line, false);
                        }
                    }
                }
                NodeKind::Item { .. } => {
                    if let Some(own) =
                        crate::statement::own(document, abide_syntax::SectionId::ROOT, id, false, &[], 0)
                    {
                        self.label(&own.text, false);
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
        let mode = mode_of(label);
        if let Some(status) = leading_status(bare) {
            // `404 Not Found - no such order`
            let description = bare
                .trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "-–—:.".contains(c));
            self.respond(Some(status), description, None);
            self.mode = Mode::Response(Some(status), description.to_owned());
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
                let statuses = statuses(rest);
                if status.is_some() || (statuses.is_empty() && announces) {
                    if status.is_some() {
                        self.respond(status, &description, inline_example(rest).as_deref());
                    }
                    self.mode = Mode::Response(status, description);
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
        for line in &lines {
            let trimmed = line.text.trim();
            let comment = trimmed.strip_prefix("//").or_else(|| trimmed.strip_prefix('#')).map(str::trim);
            if let Some(comment) = comment
                && balanced(&part)
            {
                let mode = comment_mode(comment);
                if mode != Mode::Unknown {
                    self.part(&part, start, &fence.language);
                    part.clear();
                    start = None;
                    self.mode = mode;
                    continue;
                }
            }
            if start.is_none() && !trimmed.is_empty() {
                start = Some(line.range);
            }
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
            Mode::Unknown | Mode::Other => {}
        }
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

    fn table(&mut self, grid: &Grid) {
        let Some(status) = grid.column(&[
            "status",
            "code",
            "http status",
            "status code",
            "http",
            "response",
            "código",
            "コード",
            "ステータス",
            "状态码",
            "상태",
            "код",
        ]) else {
            return;
        };
        let describing = grid.column(&[
            "description",
            "meaning",
            "when",
            "condition",
            "reason",
            "body",
            "notes",
            "descripción",
            "説明",
            "描述",
            "설명",
        ]);
        for row in grid.filled_rows() {
            let described = row.said(describing.filter(|at| *at != status)).unwrap_or_default().to_owned();
            for status in statuses(row.text(Some(status))) {
                self.respond(Some(status), &described, None);
            }
        }
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

    fn respond(&mut self, status: Option<u16>, description: &str, example: Option<&str>) {
        let extra = example.map(|example| json!({"example": example, "content_type": "application/json"}));
        for key in self.keys {
            respond(self.items, key, status, description, extra.as_ref().and_then(Value::as_object).cloned());
        }
    }
}

/// Adds a response to an operation; what is known about a status grows.
fn respond(
    items: &mut Items,
    key: &str,
    status: Option<u16>,
    description: &str,
    extra: Option<Map<String, Value>>,
) {
    let Some(draft) = items.find_mut(Kind::Endpoint, key) else { return };
    let responses = draft.fields.entry("responses").or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(responses) = responses else { return };
    let wanted = status.map(Value::from);
    let known = responses
        .iter_mut()
        .filter_map(Value::as_object_mut)
        .find(|known| known.get("status") == wanted.as_ref());
    let response = match known {
        Some(known) => known,
        None => {
            let mut response = Map::new();
            if let Some(status) = wanted {
                response.insert("status".to_owned(), status);
            }
            responses.push(Value::Object(response));
            let Some(Value::Object(response)) = responses.last_mut() else { return };
            response
        }
    };
    let description = description.trim_matches(|c: char| c.is_whitespace() || "()*`:".contains(c));
    if !description.is_empty() && !response.contains_key("description") {
        response.insert("description".to_owned(), Value::from(text::one_line(description)));
    }
    for (name, value) in extra.into_iter().flatten() {
        response.entry(name).or_insert(value);
    }
}

/// The columns of an endpoint table that say what goes in and what comes back.
pub(super) fn columns(items: &mut Items, grid: &Grid, row: &Row, key: &str) {
    let answers = [
        "response",
        "responses",
        "returns",
        "status",
        "status codes",
        "success",
        "errors",
        "codes",
        "respuesta",
        "レスポンス",
        "응답",
        "响应",
    ];
    for (at, head) in grid.heads.iter().enumerate() {
        if answers.contains(&head.as_str()) {
            for status in statuses(row.text(Some(at))) {
                respond(items, key, Some(status), "", None);
            }
        }
    }
}

/// What a label announces.
fn mode_of(label: &str) -> Mode {
    const REQUEST: &[&str] = &[
        "request",
        "body",
        "payload",
        "input",
        "solicitud",
        "petición",
        "requête",
        "anfrage",
        "requisição",
        "リクエスト",
        "요청",
        "请求",
        "запрос",
    ];
    const RESPONSE: &[&str] = &[
        "response",
        "responses",
        "returns",
        "return",
        "output",
        "success",
        "error",
        "errors",
        "reply",
        "result",
        "status",
        "respuesta",
        "réponse",
        "antwort",
        "resposta",
        "レスポンス",
        "응답",
        "响应",
        "ответ",
        "status codes",
        "status code",
    ];
    if label.len() > 120 {
        return Mode::Unknown;
    }
    let lower = label.to_lowercase();
    let has = |words: &[&str]| {
        words.iter().any(|word| {
            if word.is_ascii() { text::find_word(&lower, word).is_some() } else { lower.contains(word) }
        })
    };
    let status = statuses(label).first().copied();
    if status.is_some() && (has(RESPONSE) || leading_status(label).is_some()) {
        return Mode::Response(status, reason(label));
    }
    let words = lower.split_whitespace().count();
    if words > 6 {
        return Mode::Unknown;
    }
    match (has(REQUEST), has(RESPONSE)) {
        (true, false) => Mode::Request,
        (false, true) => Mode::Response(None, String::new()),
        // "Response body", "Error response for bad request"
        (true, true) => Mode::Response(None, String::new()),
        (false, false) => Mode::Unknown,
    }
}

fn comment_mode(comment: &str) -> Mode {
    let label = comment.trim_end_matches([':', ' ']);
    match leading_status(label) {
        Some(status) => Mode::Response(Some(status), String::new()),
        None if label.len() <= 40 => mode_of(label),
        None => Mode::Unknown,
    }
}

/// What a label says about a status: `Created` in "Response (201 Created)".
fn reason(label: &str) -> String {
    let mut words =
        label.split(|c: char| c.is_whitespace() || "()/:".contains(c)).filter(|word| !word.is_empty());
    words.by_ref().find(|word| word.parse::<u16>().is_ok_and(is_status));
    words.take_while(|word| word.starts_with(char::is_uppercase)).collect::<Vec<_>>().join(" ")
}

/// The status that a text starts with.
fn leading_status(text: &str) -> Option<u16> {
    let bare = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '(' | '→' | '>' | '-'));
    let digits = bare.get(..3)?;
    let rest = bare.get(3..)?;
    if rest.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '%') {
        return None;
    }
    // "200 ms" and "500 items" are quantities; a reason, a mark or nothing follows a status.
    let next = rest.trim_start_matches(['`', '*']).trim_start();
    let follows = next.is_empty()
        || next
            .starts_with(|c: char| c.is_uppercase() || (!c.is_alphanumeric() && c != '%') || !c.is_ascii())
        || ["if ", "when ", "on ", "with ", "for ", "response", "and ", "or "]
            .iter()
            .any(|word| next.starts_with(word));
    digits.parse().ok().filter(|status| is_status(*status) && follows)
}

/// All statuses in a text.
fn statuses(text: &str) -> Vec<u16> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + 3 <= bytes.len() {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let word = |at: usize| {
            bytes
                .get(at)
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'%'))
        };
        if digit(at) && (at == 0 || !word(at - 1)) {
            let end = (at..bytes.len()).find(|at| !digit(*at)).unwrap_or(bytes.len());
            if end == at + 3
                && let Some(rest) = text.get(at..)
                && let Some(status) = leading_status(rest)
                && !found.contains(&status)
            {
                found.push(status);
            }
            at = end;
        }
        at += 1;
    }
    found
}

fn is_status(status: u16) -> bool {
    matches!(status, 200..=208 | 226 | 300..=308 | 400..=418 | 421..=431 | 451 | 500..=511)
}

/// `{ "id": 1 }` written within a line.
fn inline_example(text: &str) -> Option<String> {
    let start = text.find('{')?;
    let end = text.rfind('}')? + 1;
    let inner = text.get(start..end)?;
    (inner.len() > 4 && inner.contains(':') && serde_json::from_str::<Value>(inner).is_ok())
        .then(|| inner.to_owned())
}

/// Whether the brackets of the lines so far are closed.
fn balanced(lines: &[&str]) -> bool {
    let mut depth = 0i32;
    for line in lines {
        for byte in line.bytes() {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
        }
    }
    depth <= 0
}

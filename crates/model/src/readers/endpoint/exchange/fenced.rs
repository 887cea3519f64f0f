//! Blocks of code in the description of an operation: what is sent, what comes back, or both as they go over the wire.

use super::record::{nesting, respond};
use super::status::{Mode, comment_mode, leading_status};
use super::{Walk, is_writing};
use crate::fence::{CodeLine, Fence};
use crate::readers::endpoint::operation;
use crate::{Kind, text};
use abide_syntax::TextRange;
use serde_json::{Map, Value, json};

impl Walk<'_, '_, '_, '_, '_> {
    pub(super) fn fence(&mut self, fence: &Fence) {
        let document = self.context.document;
        let lines = fence.lines(document);
        let first =
            lines.iter().map(|line| line.text.trim()).find(|line| !line.is_empty()).unwrap_or_default();
        if operation::leading(first).is_some() || first.starts_with("HTTP/") {
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
            Mode::Response(..) if self.told && (self.is_sent(&example) || self.is_told(&example)) => {
                self.request(&example, Some(line));
                self.mode = Mode::Other;
            }
            Mode::Response(status, description) => {
                let example = json!({"example": example, "content_type": kind, "line": line});
                for key in self.answering(status) {
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
                let sent = mode == Mode::Unknown && (self.is_sent(&example) || self.is_told(&example));
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
        let members = serde_json::from_str::<Map<String, Value>>(example).unwrap_or_default();
        let given = |name: &String| {
            let bare: String =
                name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            GIVEN.contains(&bare.as_str()) && !(bare == "title" && members.len() > 2) || bare.ends_with("id")
        };
        posts && !self.has_request() && !members.is_empty() && !members.keys().any(given)
    }

    /// Whether a block without a label has nothing but members that the paragraphs before it name in code, and the operation changes
    /// something: `{"status": "declined"}` below "`status` is required".
    fn is_told(&self, example: &str) -> bool {
        const GIVEN: &[&str] = &["id", "created_at", "updated_at", "createdat", "updatedat", "error", "data"];
        let changes = self.keys.iter().all(|key| key.starts_with("PATCH ") || key.starts_with("PUT "));
        let members = serde_json::from_str::<Map<String, Value>>(example).unwrap_or_default();
        let named = |name: &String| {
            let lower = name.to_lowercase();
            !GIVEN.contains(&lower.as_str()) && self.named.contains(&lower)
        };
        changes && !self.has_request() && !members.is_empty() && members.keys().all(named)
    }

    fn has_request(&self) -> bool {
        self.keys.iter().any(|key| {
            let known =
                self.items.drafts().iter().find(|draft| draft.kind == Kind::Endpoint && draft.key == *key);
            known.is_some_and(|draft| draft.fields.contains_key("request"))
        })
    }

    /// Whether a block without a label is what the operation takes: the paragraph before it speaks of a body, and of no answer.
    fn takes_a_body(&self) -> bool {
        let says = |words: &[&str]| words.iter().any(|word| text::find_word(&self.lead, word).is_some());
        self.keys.iter().all(|key| is_writing(key))
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
    fn raw_exchange(&mut self, fence: &Fence, lines: &[CodeLine]) {
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
            let request = operation::leading(trimmed)
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
}

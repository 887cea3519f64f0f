//! One call and what came back.

use serde_json::Value;
use std::time::Duration;

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers, with names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body, as far as it was kept.
    pub body: Vec<u8>,
    /// Bytes of the body that came, also those that were not kept.
    pub length: u64,
    /// Whether the body went on beyond what was read.
    pub cut: bool,
}

impl Answer {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The media type, in lower case and without parameters.
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?.split(';').next()?.trim().to_ascii_lowercase();
        (!value.is_empty()).then_some(value)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, whatever its media type says.
    pub fn json(&self) -> Option<Value> {
        if self.cut { None } else { serde_json::from_slice(&self.body).ok() }
    }

    /// Whether the status is one of success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// One call with its answer, as evidence shows it.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// The path with its query, as it was sent.
    pub path: String,
    /// The address of the target.
    pub base: String,
    /// The headers that were sent.
    pub headers: Vec<(String, String)>,
    /// The body that was sent.
    pub body: Option<String>,
    /// What came back.
    pub answer: Answer,
    /// How long it took.
    pub duration: Duration,
}

/// Bytes of a body that evidence shows.
const SHOWN: usize = 16 << 10;

impl Exchange {
    /// `METHOD /path`
    pub fn title(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether the answer names a member of what was sent: it may be about that, and not about what is there.
    pub fn names_sent_member(&self) -> bool {
        let sent: serde_json::Value =
            self.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
        let said = self.answer.text();
        sent.as_object().is_some_and(|sent| sent.keys().any(|name| crate::words::names(&said, name)))
    }

    /// What was sent, as text.
    pub fn sent(&self) -> String {
        let mut text = self.title();
        for (name, value) in &self.headers {
            text.push_str(&format!("\n{name}: {value}"));
        }
        if let Some(body) = &self.body {
            text.push_str("\n\n");
            text.push_str(&shortened(body));
        }
        text
    }

    /// What came back, as text.
    pub fn seen(&self) -> String {
        let mut text = status_line(self.answer.status);
        for (name, value) in &self.answer.headers {
            text.push_str(&format!("\n{name}: {value}"));
        }
        if self.answer.length > 0 {
            text.push_str("\n\n");
            text.push_str(&shortened(&self.answer.text()));
        }
        if self.answer.cut {
            text.push_str(&format!("\n[… more than {} bytes …]", self.answer.length));
        }
        text
    }
}

/// `404 Not Found`
pub(crate) fn status_line(status: u16) -> String {
    let reason = reqwest::StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason());
    reason.map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
}

fn shortened(text: &str) -> String {
    if text.len() <= SHOWN {
        return text.to_owned();
    }
    let mut at = SHOWN;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    format!("{}\n[… {} bytes left out …]", &text[..at], text.len() - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_names_what_was_sent_may_be_about_that() {
        let names = |sent: Option<&str>, seen: &str| {
            let body = seen.as_bytes().to_vec();
            let answer =
                Answer { status: 422, headers: Vec::new(), length: body.len() as u64, body, cut: false };
            let exchange = Exchange {
                method: "POST".into(),
                path: "/seals".into(),
                base: String::new(),
                headers: Vec::new(),
                body: sent.map(str::to_owned),
                answer,
                duration: Duration::ZERO,
            };
            exchange.names_sent_member()
        };
        let sent = Some("{\"lid_id\": 1}");
        assert!(names(sent, "{\"error\": {\"field\": \"lid_id\"}}"));
        assert!(!names(sent, "{\"error\": {\"code\": \"wrong_state\"}}"));
        assert!(!names(None, "{\"error\": {\"field\": \"lid_id\"}}"));
    }
}

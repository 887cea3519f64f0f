//! HTTP statuses in texts.

use abide_syntax::TextRange;

/// The HTTP statuses that a text names as such: "returns 409", "409 Conflict", "HTTP 409", "→ 409".
pub(crate) fn statuses(text: &str) -> Vec<(u16, TextRange)> {
    const BEFORE: &[&str] = &[
        "http",
        "status",
        "code",
        "returns",
        "return",
        "returned",
        "returning",
        "responds",
        "respond",
        "response",
        "gets",
        "get",
        "receives",
        "receive",
        "yields",
        "→",
        "->",
        "=>",
        "with",
        "a",
        "an",
        "devuelve",
        "responde",
        "código",
        "error",
        "answers",
        "rejected",
        "reject",
        "gives",
        "fails",
        "is",
        "expect",
        "expects",
    ];
    const REASONS: &[&str] = &[
        "OK",
        "Created",
        "Accepted",
        "No",
        "Moved",
        "Found",
        "Not",
        "Bad",
        "Unauthorized",
        "Forbidden",
        "Conflict",
        "Gone",
        "Unprocessable",
        "Too",
        "Internal",
        "Service",
        "Gateway",
        "Method",
        "Payload",
        "Request",
        "Precondition",
        "Locked",
        "Failed",
        "Payment",
        "Unsupported",
        "Content",
    ];
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + 3 <= bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
            continue;
        }
        let Some(digits) =
            text.get(at..at + 3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        else {
            at += 1;
            continue;
        };
        let edge = |byte: Option<&u8>| {
            byte.is_none_or(|byte| {
                !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'%' | b'$' | b'#' | b'/'))
            })
        };
        let dotted = bytes.get(at + 3) == Some(&b'.') && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
        let alone = edge(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && (dotted || edge(bytes.get(at + 3)));
        let status: u16 = digits.parse().unwrap_or(0);
        let known =
            matches!(status, 200..=208 | 301..=304 | 307 | 308 | 400..=418 | 421..=431 | 451 | 500..=511);
        if alone && known {
            let before =
                text.get(..at).unwrap_or_default().trim_end_matches([' ', '`', '*', '(', '/', ',', ':', '"']);
            let word = before.rsplit([' ', '(', '/', '`', '*']).next().unwrap_or_default().to_lowercase();
            let after = text
                .get(at + 3..)
                .unwrap_or_default()
                .trim_start_matches([' ', '`', '*', '(', '—', '-', ':']);
            let next = after.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
            // "429 or 503": what follows a status in a list is one.
            let listed = found.last().is_some_and(|(_, range): &(u16, TextRange)| at - range.end() < 8);
            if BEFORE.contains(&word.as_str())
                || REASONS.contains(&next)
                || listed
                || before.is_empty() && after.is_empty()
            {
                found.push((status, TextRange::new(at, at + 3)));
            }
        }
        at += 3;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_and_other_numbers() {
        let found = |text: &str| statuses(text).into_iter().map(|(status, _)| status).collect::<Vec<_>>();
        assert_eq!(found("returns 409, or `422 Unprocessable Entity`"), [409, 422]);
        assert_eq!(found("System responds with 404."), [404]);
        assert_eq!(found("200 OK"), [200]);
        assert_eq!(found("after 200 ms and 500 items, 400.5 or #404"), [] as [u16; 0]);
    }
}

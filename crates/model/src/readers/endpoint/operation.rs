//! `METHOD /path` wherever it is written.

use abide_syntax::TextRange;

/// The methods that make an operation.
pub(super) const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// One or more operations on one path, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::readers) struct Operation<'a> {
    pub methods: Vec<&'static str>,
    pub path: &'a str,
    /// The query as written, from its mark on.
    pub query: &'a str,
    /// What stands behind the path.
    pub rest: &'a str,
    /// The byte of the text at which the first method starts.
    pub start: usize,
}

/// The operation at the start of a text: `POST /orders/{id}  Creates …`, `GET/PUT /x`, `POST http://host/x HTTP/1.1`.
pub(in crate::readers) fn leading(text: &str) -> Option<Operation<'_>> {
    let bare =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '[' | '"' | '$'));
    let start = text.len() - bare.len();
    let mut rest = bare;
    let mut methods = Vec::new();
    loop {
        let method = METHODS.iter().find(|method| {
            rest.strip_prefix(**method)
                .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        });
        let Some(method) = method else { break };
        rest = rest.get(method.len()..)?;
        if !methods.contains(method) {
            methods.push(*method);
        }
        let after = rest.trim_start_matches([' ', '`', '*']);
        let joined = after.strip_prefix(['/', '|', ',', '&', '+']).or_else(|| worded(after));
        let Some(next) = joined else { break };
        let next = next.trim_start_matches([' ', '`', '*']);
        let next = worded(next).unwrap_or(next).trim_start_matches([' ', '`', '*']);
        if METHODS.iter().any(|method| next.starts_with(method)) {
            rest = next;
        } else {
            break;
        }
    }
    if methods.is_empty() {
        return None;
    }
    let gap =
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '|' | ':' | '"'));
    if gap.len() == rest.len() {
        return None;
    }
    let (path, rest) = path(gap)?;
    let from = TextRange::of_slice(gap, path)?.end();
    let query = gap.get(from..gap.len() - rest.len()).unwrap_or_default();
    Some(Operation { methods, path, query, rest, start })
}

/// What stands behind "and" or "or".
fn worded(text: &str) -> Option<&str> {
    ["and ", "or "].iter().find_map(|word| text.strip_prefix(word))
}

/// All operations of a list at the start of a text: `GET /orders`, `POST /orders`; the last one holds what follows.
pub(super) fn listed(text: &str) -> Vec<Operation<'_>> {
    let mut listed: Vec<Operation> = leading(text).into_iter().collect();
    while let Some(last) = listed.last() {
        let behind = last.rest.trim_start_matches(['`', '*', ' ', ']']);
        let joint = [",", "/", "|", "·", ";", "+", "&", "and ", "or "].iter();
        let Some(next) = joint.filter_map(|joint| behind.strip_prefix(joint)).find_map(leading) else {
            break;
        };
        listed.push(next);
    }
    listed
}

/// The paths of further operations that are written by their ends: `POST /orders/{id}/ship, /cancel and /return`.
pub(super) fn shortened(last: &Operation) -> Vec<String> {
    let mut found = Vec::new();
    let Some((above, end)) = last.path.rsplit_once('/') else { return found };
    if above.len() < 2 || end.starts_with(['{', ':', '<']) {
        return found;
    }
    let mut rest = last.rest;
    loop {
        let behind = rest.trim_start_matches(['`', '*', ' ']);
        let joint = [", and ", ", or ", ",", "and ", "or ", "& ", "| "].iter();
        let Some(next) = joint.filter_map(|joint| behind.strip_prefix(joint)).next() else { break };
        let next = next.trim_start_matches(['`', '*', ' ']);
        let Some((short, after)) = path(next) else { break };
        let word = short.strip_prefix('/').unwrap_or_default();
        if word.is_empty() || !word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
            break;
        }
        found.push(format!("{above}/{word}"));
        rest = after;
    }
    found
}

/// The first operation anywhere in a text.
pub(in crate::readers) fn find(text: &str) -> Option<Operation<'_>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // Every method starts with one of these, at the start of a word.
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let starts = bytes.get(at).is_some_and(|byte| b"GPDHO".contains(byte))
            && !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        if starts && let Some(mut operation) = text.get(at..).and_then(leading) {
            operation.start += at;
            return Some(operation);
        }
        at += 1;
    }
    None
}

/// A path as written, without its query, and what follows it.
pub(super) fn path(text: &str) -> Option<(&str, &str)> {
    let mut text = text;
    // A whole address: its path is what counts.
    for scheme in ["https://", "http://"] {
        if let Some(after) = text.strip_prefix(scheme) {
            let host = after.find(['/', ' ', '`', '"', '\''])?;
            text = after.get(host..)?;
        }
    }
    for variable in ["{{", "${", "$"] {
        if let Some(after) = text.strip_prefix(variable)
            && let Some(slash) = after.find('/')
            && after
                .get(..slash)?
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_{}. ".contains(&byte))
        {
            text = after.get(slash..)?;
        }
    }
    if !text.starts_with('/') || text.starts_with("//") {
        return None;
    }
    let mut end = text.len();
    let mut depth = 0u32;
    for (at, character) in text.char_indices() {
        match character {
            '{' | '<' | '[' => depth += 1,
            '}' | '>' | ']' if depth > 0 => depth -= 1,
            ' ' | '\t' if depth > 0 && text.get(at..).is_some_and(|rest| rest.contains(['}', '>'])) => {
                continue;
            }
            c if c.is_whitespace() => {
                end = at;
                break;
            }
            '`' | '"' | '\'' | ',' | ';' | '|' | '(' | ')' | '—' | '→' | '\\' | ']' | '、' | '。' | '（'
            | '）' | '：' => {
                end = at;
                break;
            }
            c if !c.is_ascii() => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let whole = text.get(..end)?;
    let rest = text.get(end..)?;
    let without_query = ["{?", "[?", "?", "#"].iter().filter_map(|mark| whole.find(mark)).min();
    let path = whole.get(..without_query.unwrap_or(whole.len()))?;
    let path = path.trim_end_matches(['.', ':', '*']);
    // What ends an emphasis is no part of a path; `/__heartbeat__` is one.
    let last = path.rsplit('/').next().unwrap_or_default();
    let path = if last.starts_with('_') { path } else { path.trim_end_matches(['.', ':', '*', '_']) };
    // `/auth/[...all]` takes whatever follows; "/auth/..." leaves it out.
    let open = path.replace("[...", "[").contains("...");
    (!path.is_empty() && !open).then_some((path, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        find(text).map(|operation| {
            format!("{} {} +{}", operation.methods.join(","), operation.path, operation.rest.trim())
        })
    }

    #[test]
    fn operations_in_their_spellings() {
        for (text, expected) in [
            ("POST /api/orders   Create an order", "POST /api/orders +Create an order"),
            ("GET/PUT /x", "GET,PUT /x +"),
            ("Endpoint 7: POST and GET /x/{id}/notes", "POST,GET /x/{id}/notes +"),
            ("`GET`, `PUT`, and `DELETE` `/x/{id}`", "GET,PUT,DELETE /x/{id} +`"),
            ("GET | DELETE `/x/{id}`", "GET,DELETE /x/{id} +`"),
            ("`GET /orders?page=1&size=2`", "GET /orders +`"),
            ("GET /orders[?status=open]", "GET /orders +"),
            ("Login [POST /login]", "POST /login +]"),
            ("Endpoint 1: POST /a/:id/b.", "POST /a/:id/b +"),
            ("POST https://api.example.org/v1/x HTTP/1.1", "POST /v1/x +HTTP/1.1"),
            ("**DELETE** /users/<user id>/x then", "DELETE /users/<user id>/x +then"),
            ("calls GET /health, then", "GET /health +, then"),
            ("PATCH /a（部分更新）", "PATCH /a +（部分更新）"),
            ("GET /auth/[...all]", "GET /auth/[...all] +"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn operations_in_a_list() {
        let listed = |text| -> Vec<String> {
            let all = super::listed(text).into_iter();
            all.map(|one| format!("{} {} +{}", one.methods.join(","), one.path, one.rest.trim())).collect()
        };
        assert_eq!(
            listed("`GET /berths`, `POST /berths` and **DELETE /berths/{id}**: the berths"),
            [
                "GET /berths +`, `POST /berths` and **DELETE /berths/{id}**: the berths",
                "POST /berths +` and **DELETE /berths/{id}**: the berths",
                "DELETE /berths/{id} +the berths"
            ]
        );
        assert_eq!(listed("`GET /berths` calls `GET /boats`"), ["GET /berths +` calls `GET /boats`"]);
    }

    #[test]
    fn what_is_no_operation() {
        for text in ["GET it done", "BUDGET /x", "POST", "and/or", "GET /", "WIDGET /a"] {
            let found = shown(text);
            assert!(found.is_none() || text == "GET /", "{text}: {found:?}");
        }
    }
}

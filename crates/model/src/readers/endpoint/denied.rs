//! Operations that a text names to say that there are none.

use abide_syntax::{Document, NodeId, TextRange};

/// Whether the words before a name in its sentence say that there is no such operation: "a method it does not support, such as".
pub(super) fn before(document: &Document, named: TextRange, parent: NodeId) -> bool {
    const DENIED: &[&str] = &[
        "does not support",
        "doesn't support",
        "do not support",
        "not supported",
        "unsupported method",
        "method that is not",
        "method which is not",
        "method not allowed",
        "does not offer",
        "does not have",
        "wrong method",
        "undocumented method",
        "there is no",
    ];
    let start = document.node(parent).range.start();
    let before = document.text().get(start..named.start()).unwrap_or_default().to_lowercase();
    let sentence = before.rsplit([';', '!', '?']).next().unwrap_or_default();
    let sentence = sentence.rsplit(". ").next().unwrap_or_default();
    DENIED.iter().any(|words| sentence.contains(words))
}

/// Whether the words right behind a name say that there is no such operation: "`PUT /nets` is answered with `405`".
pub(super) fn behind(behind: &str) -> bool {
    const DENIED: &[&str] =
        &["is not supported", "is not offered", "is not allowed", "does not exist", "is not available"];
    const ANSWERED: &[&str] = &[
        "is answered with",
        "is answered by",
        "is answered",
        "will get",
        "responds with",
        "yields",
        "answers",
        "answers with",
        "returns",
        "gives",
        "gets",
        "is refused with",
        "→",
        "->",
    ];
    let plain = behind.to_lowercase().replace(['`', '*'], "");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let answered = |start: &&str| {
        let rest = plain.strip_prefix(*start).unwrap_or_default().trim_start();
        let rest = rest.strip_prefix("a ").unwrap_or(rest);
        let rest = rest.strip_prefix("http ").unwrap_or(rest);
        rest.starts_with("405") || rest.starts_with("501") || rest.starts_with("method not allowed")
    };
    let ends = |words: &&str| {
        let rest = plain.strip_prefix(*words);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ';', ',', ':']))
    };
    ANSWERED.iter().any(answered) || DENIED.iter().any(ends)
}

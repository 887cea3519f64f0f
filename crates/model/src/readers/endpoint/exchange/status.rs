//! Which status a response has, and what a label announces.

use crate::text;

/// What the example that follows is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mode {
    Unknown,
    Request,
    Response(Option<u16>, String),
    /// Something else, such as a description of fields.
    Other,
}

/// What a label announces.
pub(super) fn mode_of(label: &str) -> Mode {
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
        "answer",
        "answers",
        "responds",
        "you get",
        "you receive",
        "comes back",
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

pub(super) fn comment_mode(comment: &str) -> Mode {
    let label = comment.trim_end_matches([':', ' ']);
    match leading_status(label) {
        Some(status) => Mode::Response(Some(status), String::new()),
        None if label.len() <= 40 => mode_of(label),
        None => Mode::Unknown,
    }
}

/// What a label says about a status: `Created` in "Response (201 Created)".
pub(super) fn reason(label: &str) -> String {
    let mut words =
        label.split(|c: char| c.is_whitespace() || "()/:".contains(c)).filter(|word| !word.is_empty());
    words.by_ref().find(|word| word.parse::<u16>().is_ok_and(is_status));
    words.take_while(|word| word.starts_with(char::is_uppercase)).collect::<Vec<_>>().join(" ")
}

/// The statuses that the clauses of a line state besides the first: "200 and the note, or 404 if it is unknown".
pub(super) fn further(line: &str) -> Vec<(u16, String)> {
    let clauses = line.split([',', ';']).flat_map(|clause| clause.split(". "));
    let mut found = Vec::new();
    for clause in clauses {
        let denies = ["not", "never", "instead", "rather", "unlike"];
        let denied = denies.iter().any(|word| text::find_word(&clause.to_lowercase(), word).is_some());
        if let ([status], false) = (statuses(clause).as_slice(), denied) {
            let after = clause.split_once(&status.to_string()).map_or("", |(_, after)| after);
            found.push((
                *status,
                after.trim_matches(|c: char| c.is_whitespace() || "`*.:".contains(c)).to_owned(),
            ));
        }
    }
    found
}

/// The status that a text starts with.
pub(super) fn leading_status(text: &str) -> Option<u16> {
    let bare = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '(' | '→' | '>' | '-'));
    let digits = bare.get(..3)?;
    let rest = bare.get(3..)?;
    // "200.5" is a quantity, too; a stop may end the sentence.
    let after = rest.strip_prefix('.').unwrap_or(rest);
    if rest.starts_with(|c: char| c.is_alphanumeric() || c == '%')
        || after.starts_with(|c: char| c.is_alphanumeric())
    {
        return None;
    }
    // "200 ms" and "500 items" are quantities; a reason, a mark or nothing follows a status.
    let next = rest.trim_start_matches(['`', '*']).trim_start();
    let follows = next.is_empty()
        || next
            .starts_with(|c: char| c.is_uppercase() || (!c.is_alphanumeric() && c != '%') || !c.is_ascii())
        || ["if ", "when ", "on ", "with ", "for ", "response", "and ", "or "]
            .iter()
            .any(|word| next.starts_with(word) || next == word.trim_end());
    digits.parse().ok().filter(|status| is_status(*status) && follows)
}

/// Whether a sentence tells of what comes back.
pub(super) fn tells_of_an_answer(sentence: &str) -> bool {
    const WORDS: &[&str] = &[
        "answer",
        "answers",
        "answered",
        "returns",
        "returned",
        "responds",
        "response",
        "replies",
        "reply",
        "shows",
        "result",
        "gives back",
    ];
    let lower = sentence.to_lowercase();
    WORDS.iter().any(|word| text::find_word(&lower, word).is_some())
}

/// The success that a sentence says an operation answers with: "adds a note and answers 201 with it", "The answer is 200".
pub(super) fn answered(sentence: &str) -> Option<u16> {
    const SAYS: &[&str] = &[
        "answers ",
        "answers with ",
        "returns ",
        "responds with ",
        "replies with ",
        "answer is ",
        "response is ",
        "reply is ",
        "you get ",
        "you receive ",
    ];
    let plain: String = sentence.to_lowercase().chars().filter(|c| !matches!(c, '`' | '*')).collect();
    let behind = |says: &str| {
        let (_, rest) = plain.split_once(says)?;
        let digits = rest.get(..3)?;
        let ends = !rest.get(3..)?.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '%' | '-'))
            || rest.get(3..)?.starts_with(". ")
            || rest.get(3..)? == ".";
        digits.parse().ok().filter(|status: &u16| ends && (200..207).contains(status))
    };
    SAYS.iter().find_map(|says| behind(says))
}

/// All statuses in a text.
pub(super) fn statuses(text: &str) -> Vec<u16> {
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

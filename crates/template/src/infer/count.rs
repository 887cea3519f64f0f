//! Counts in words: "3-5 objective checks", "2-4 most important", "Keep it to 2-3 sentences".

use abide_syntax::TextRange;

/// A number of things that a line of a template asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// At least.
    pub minimum: u32,
    /// At most.
    pub maximum: u32,
    /// The words that follow, up to the end of the phrase.
    pub what: String,
    /// The bytes of the numbers within the line.
    pub range: TextRange,
}

/// What may be counted; a range in front of other words is something else ("Steps 3-5", "2-3 weeks").
const COUNTABLE: &[&str] = &[
    "check",
    "sentence",
    "bullet",
    "item",
    "line",
    "paragraph",
    "goal",
    "requirement",
    "concept",
    "criteri",
    "word",
    "example",
    "step",
    "point",
    "question",
    "stor",
    "scenario",
    "risk",
    "option",
    "alternative",
    "reason",
    "row",
    "frase",
    "oracion",
    "párrafo",
    "punto",
    "satz",
    "sätze",
    "phrase",
    "文",
    "句",
    "文章",
    "문장",
    "предложени",
];

/// The first count that a line asks for.
pub fn in_line(line: &str) -> Option<Count> {
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) || at > 0 && is_joined(line, at) {
            at += 1;
            continue;
        }
        if let Some(count) = range_at(line, at) {
            return Some(count);
        }
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
    }
    None
}

fn is_joined(line: &str, at: usize) -> bool {
    line.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|before| {
        before.is_alphanumeric() && before.is_ascii() || matches!(before, '-' | '.' | '/' | ':')
    })
}

fn range_at(line: &str, at: usize) -> Option<Count> {
    let rest = line.get(at..)?;
    let (minimum, after) = number(rest)?;
    let dash = after.trim_start();
    let dash = dash.strip_prefix(['-', '–', '—', '〜', '~', '～']).or_else(|| dash.strip_prefix("to "))?;
    let (maximum, after) = number(dash.trim_start())?;
    if minimum >= maximum || maximum > 500 {
        return None;
    }
    let what = after.trim_start();
    let end = what.find(['.', ',', ';', ')', ']', ':', '。', '、', '\n']).unwrap_or(what.len());
    let what = what.get(..end)?.trim().trim_end_matches("-->").trim_end();
    // The counted word stands within the next few words: "most important domain concepts".
    let near: String = what.split_whitespace().take(5).collect::<Vec<_>>().join(" ").to_lowercase();
    let known = COUNTABLE.iter().any(|word| near.contains(word));
    let start = at;
    let end = TextRange::of_slice(line, after)?.start();
    known.then(|| Count { minimum, maximum, what: what.to_owned(), range: TextRange::new(start, end) })
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let value = text.get(..end)?.parse().ok()?;
    Some((value, text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::in_line;

    #[test]
    fn counts_and_what_only_looks_so() {
        let shown = |line: &str| {
            in_line(line).map(|count| format!("{}..{} {}", count.minimum, count.maximum, count.what))
        };
        assert_eq!(shown("Section with 3-5 objective checks.").as_deref(), Some("3..5 objective checks"));
        assert_eq!(
            shown("Define the 2-4 most important domain concepts that").as_deref(),
            Some("2..4 most important domain concepts that")
        );
        assert_eq!(shown("Keep it to 2-3 sentences.").as_deref(), Some("2..3 sentences"));
        assert_eq!(shown("何をするかを 1〜3 文で記述する").as_deref(), Some("1..3 文で記述する"));
        assert_eq!(shown("two lines, 2-4 frases.").as_deref(), Some("2..4 frases"));
        for line in ["2025-10-30", "weeks 2-3 of the plan", "v1-2 items", "5-3 checks"] {
            assert_eq!(shown(line), None, "{line}");
        }
    }
}

//! What is measured about values: a percentile, their mean, the worst of them.

use crate::text::find_word;

/// `p95`, `median`, `average`, anywhere in a text.
pub fn statistic(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let bytes = lower.as_bytes();
    for (at, _) in lower.match_indices('p') {
        let word = at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let digits: String =
            lower.get(at + 1..)?.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let digits = digits.trim_end_matches('.');
        let next = bytes.get(at + 1 + digits.len());
        if !word && digits.len() >= 2 && digits.len() <= 5 && !next.is_some_and(u8::is_ascii_alphanumeric) {
            return Some(format!("p{digits}"));
        }
    }
    // "95th percentile", "percentil 95", "95 パーセンタイル"
    if let Some(at) = ["percentil", "perzentil", "パーセンタイル", "백분위", "百分位", "перцентил"]
        .iter()
        .find_map(|word| lower.find(word))
    {
        let before = lower.get(..at)?.trim_end_matches(|c: char| !c.is_ascii_digit());
        let near = at - before.len() <= 6;
        let digits = before.get(before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?;
        let behind =
            lower.get(at..)?.trim_start_matches(|c: char| !c.is_ascii_digit() && c != ',' && c != ';');
        let after: String = behind.chars().take_while(char::is_ascii_digit).collect();
        let found = if near && (1..=2).contains(&digits.len()) { digits } else { &after };
        if (1..=2).contains(&found.len()) {
            return Some(format!("p{found}"));
        }
    }
    let named = WORDS.iter().find(|(word, _)| match word.is_ascii() {
        true => find_word(&lower, word).is_some(),
        false => lower.contains(word),
    });
    named.map(|(_, name)| (*name).to_owned())
}

const WORDS: &[(&str, &str)] = &[
    ("median", "p50"),
    ("average", "mean"),
    ("mean", "mean"),
    ("avg", "mean"),
    ("worst case", "max"),
    ("promedio", "mean"),
    ("moyenne", "mean"),
    ("durchschnitt", "mean"),
    ("im mittel", "mean"),
    ("média", "mean"),
    ("平均", "mean"),
    ("평균", "mean"),
    ("средн", "mean"),
    ("中央値", "p50"),
    ("중앙값", "p50"),
    ("中位数", "p50"),
    ("медиан", "p50"),
];

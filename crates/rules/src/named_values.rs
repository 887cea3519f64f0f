//! The values that texts name one by one, and the bounds that they give numbers.

use crate::types::family;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// The values that a type or a remark names one by one: `'a' | 'b'`, `enum(a, b)`, `IN ('a', 'b')`, "one of a, b".
pub(crate) fn values(written: &str) -> Vec<String> {
    let lower = written.to_ascii_lowercase();
    if lower.len() != written.len() {
        return Vec::new();
    }
    let quoted = |text: &str| -> Vec<String> {
        let mark = text.chars().find(|letter| matches!(letter, '\'' | '"')).unwrap_or('\'');
        text.split(mark).skip(1).step_by(2).map(|value| value.trim().to_owned()).collect()
    };
    let checked = |found: Vec<String>| {
        if found.len() >= 2 && found.iter().all(|value| is_value(value)) { found } else { Vec::new() }
    };
    // `IN ('a', 'b')`, `Literal["a", "b"]`, `z.enum(['a', 'b'])`, `enum('a', 'b')`
    const LISTED: &[&str] = &[
        " in (", " in(", "literal[", "enum([", "enum(", "enum (", "enum<", "enum [", "enum[", "enum {",
        "enum{",
    ];
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(LISTED).ok());
    let listed = SEARCH.as_ref().is_some_and(|search| search.is_match(&lower));
    for opening in LISTED.iter().filter(|_| listed) {
        let Some(at) = lower.find(opening) else { continue };
        let rest = written.get(at + opening.len()..).unwrap_or_default();
        let inner = rest.split([')', ']', '>', '}']).next().unwrap_or_default();
        return if inner.contains(['\'', '"']) {
            checked(quoted(inner))
        } else if opening.trim_start().starts_with("in") {
            Vec::new()
        } else {
            checked(inner.split([',', '|', '/']).map(|part| part.trim().to_owned()).collect())
        };
    }
    // `'a' | 'b'`
    if written.contains('|') && written.contains(['\'', '"']) {
        let parts: Vec<&str> = written
            .split('|')
            .map(str::trim)
            .filter(|part| !matches!(*part, "null" | "undefined" | "None" | ""))
            .collect();
        let all = parts.iter().all(|part| {
            part.len() > 2
                && part.starts_with(['\'', '"'])
                && part.trim_end_matches([';', ',']).ends_with(['\'', '"'])
        });
        if all {
            return checked(
                parts.iter().map(|part| part.trim_matches(['\'', '"', ';', ',']).to_owned()).collect(),
            );
        }
        return Vec::new();
    }
    let told = lower.contains(':') || lower.contains("one of ") || lower.contains("uno de ");
    let openings = ["one of: ", "one of ", "enum: ", "values: ", "allowed: ", "uno de: ", "uno de "];
    for opening in openings.into_iter().filter(|_| told) {
        let Some(at) = lower.find(opening) else { continue };
        let rest = written.get(at + opening.len()..).unwrap_or_default();
        let end = rest.find(['.', ';', '(', ')']).unwrap_or(rest.len());
        let rest = rest
            .get(..end)
            .unwrap_or_default()
            .replace(" or ", ", ")
            .replace(" and ", ", ")
            .replace(['`', '"', '\''], "");
        let parts =
            rest.split([',', '|', '/']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
        return checked(parts.collect());
    }
    Vec::new()
}

/// The values in a cell of a row that holds nothing but them: "`off`, `error` or `info`".
pub(crate) fn coded_values(row: &str) -> Vec<String> {
    let row = row.trim();
    if !row.starts_with('|') && !row.contains(" | ") {
        return Vec::new();
    }
    let cells = row.trim_matches('|').split(" | ").skip(1).map(|cell| cell.trim().trim_matches('|').trim());
    for cell in cells.filter(|cell| cell.starts_with('`') && cell.ends_with('`')) {
        let parts: Vec<&str> = cell.split('`').collect();
        let named: Vec<String> =
            parts.iter().skip(1).step_by(2).map(|value| value.trim_matches(['"', '\'']).to_owned()).collect();
        let gaps =
            parts.iter().step_by(2).map(|gap| gap.trim().trim_matches([',', '/', '|', '\\', '、']).trim());
        let joined = gaps
            .into_iter()
            .all(|gap| matches!(gap, "" | "or" | "and" | "o" | "y" | "または" | "oder" | "ou"));
        if joined && named.len() >= 2 && named.iter().all(|value| is_value(value)) {
            return named;
        }
    }
    Vec::new()
}

/// The bounds that a type or remark gives a number: "integer, 0 to 65535", "between 1 and 10", "1-100".
pub(crate) fn range(written: &str) -> Option<(f64, f64)> {
    let text = written.replace(['`', ','], "");
    let words: Vec<&str> = text.split_whitespace().collect();
    let number =
        |word: &str| word.trim_matches(['(', ')', '.', ';', '[', ']']).replace('_', "").parse::<f64>().ok();
    for three in words.windows(3) {
        if let [from, joint, to] = three
            && matches!(*joint, "to" | "and" | "-" | "–" | "..")
            && let (Some(from), Some(to)) = (number(from), number(to))
            && from < to
        {
            return Some((from, to));
        }
    }
    words.iter().find_map(|word| {
        let (from, to) = word.trim_matches(['(', ')', '[', ']']).split_once(['–', '-'])?;
        let (from, to) = (number(from)?, number(to)?);
        (from < to).then_some((from, to))
    })
}

/// One word, as values of enumerations are.
fn is_value(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 40
        && value.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
        && !value.chars().all(|letter| letter.is_ascii_digit())
        && family(value, value).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Type;

    #[test]
    fn bounds_of_numbers() {
        assert_eq!(range("integer, 0 to 65535"), Some((0.0, 65535.0)));
        assert_eq!(range("int (1-100)"), Some((1.0, 100.0)));
        assert_eq!(range("one of 3"), None);
        assert_eq!(coded_values("| `MODE` | `off`, `error` or `info` | `info` |"), ["off", "error", "info"]);
    }

    #[test]
    fn values_named_one_by_one() {
        for written in [
            "'a' | 'b'",
            "enum(a, b)",
            "ENUM('a','b')",
            "CHECK (x IN ('a', 'b'))",
            "Literal[\"a\", \"b\"]",
            "one of a or b",
            "`\"a\" \\| \"b\"`",
            "z.enum(['a', 'b'])",
        ] {
            assert_eq!(Type::read(written).values, ["a", "b"], "{written}");
        }
        for written in ["string | null", "enum", "string", "one of the two", "'a'", "IN (1, 2)"] {
            assert_eq!(values(written), [""; 0], "{written}");
        }
    }
}

//! Sizes of bodies in sentences: "at most 64 KiB", "65536 bytes".

use super::Sentence;
use crate::pattern::pattern;

pattern!(
    ONE,
    r"\b(?:body|payload|request|bodies|requests|upload|document)\s+(?:body )?(?:of|with|that has)\s+(?:exactly |about )?\d[\d,_.]*\s*(?:bytes?|kib|mib|kb|mb|b|k|m|kilobytes|megabytes)\b"
);

/// The largest body that may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// A body of so many bytes is taken.
    pub taken: usize,
    /// One of so many is not.
    pub over: usize,
}

/// Whether a sentence tells of one body of a size that is refused, rather than of the largest that is taken: "a body of 70000
/// bytes is answered with 413".
pub fn is_one_refused(sentence: &Sentence) -> bool {
    const LIMITS: &[&str] = &[
        "at most",
        "more than",
        "larger than",
        "bigger than",
        "over",
        "above",
        "beyond",
        "exceeds",
        "exceeding",
        "limit",
        "limited",
        "maximum",
        "max",
        "up to",
        "largest",
        "greater than",
    ];
    ONE.is_match(&sentence.plain) && !sentence.says(LIMITS)
}

/// The number of bytes that a sentence states. Whether a KB has 1000 or 1024 bytes is not certain, so that what is between is not tried.
pub fn size_in(sentence: &Sentence) -> Option<Size> {
    let words: Vec<&str> =
        sentence.plain.split([' ', '|', '(', ')']).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let digits: String = word
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '_'))
            .filter(char::is_ascii_digit)
            .collect();
        let number: usize = digits.parse().ok()?;
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '_'));
        let unit = if unit.is_empty() { words.get(at + 1).copied().unwrap_or_default() } else { unit };
        let (least, most) = match unit.trim_end_matches(['.', ',', ';']) {
            "kib" => (1024, 1024),
            "mib" => (1 << 20, 1 << 20),
            "kb" | "k" | "kilobytes" => (1000, 1024),
            "mb" | "m" | "megabytes" => (1_000_000, 1 << 20),
            "bytes" | "byte" | "b" => (1, 1),
            _ if number >= 1024 => (1, 1),
            _ => return None,
        };
        let taken = number.checked_mul(least)?;
        let over = number.checked_mul(most)?.checked_add(1)?;
        (64..=4 << 20).contains(&taken).then_some(Size { taken, over })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(text: &str) -> Option<(usize, usize)> {
        size_in(&Sentence::general(text)).map(|size| (size.taken, size.over))
    }

    #[test]
    fn one_body_that_is_refused_is_no_limit() {
        let one = |text: &str| is_one_refused(&Sentence::general(text));
        assert!(one("A body of 70000 bytes is answered with 413"));
        assert!(!one("A body of more than 65,536 bytes is answered with 413"));
        assert!(!one("413 where a body exceeds 65,536 bytes"));
    }

    #[test]
    fn sizes_in_their_spellings() {
        assert_eq!(size("413 where a body exceeds 65,536 bytes"), Some((65_536, 65_537)));
        assert_eq!(size("Bodies larger than 64 KiB are refused"), Some((65_536, 65_537)));
        assert_eq!(size("Bodies larger than 1MB are refused"), Some((1_000_000, 1_048_577)));
        assert_eq!(size("413 payload too large"), None);
    }
}

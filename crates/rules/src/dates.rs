//! Dates in metadata: what is one, what cannot be one, and what only marks the place of one.

use abide_syntax::TextRange;

/// What is wrong with a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// No calendar has it.
    Impossible,
    /// A mask, `YYYY-MM-DD` or `2026-XX-XX`, stands in its place.
    Mask,
    /// It is a date, written in another way than year, month and day in full; this is the full form.
    Form(String),
}

/// The first date of a value that something is wrong with, and its bytes within the value. A value without any date has
/// no trouble: it may say why there is none.
pub(crate) fn trouble(value: &str) -> Option<(TextRange, Trouble)> {
    if let Some(found) = mask(value) {
        return Some(found);
    }
    let bytes = value.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
            continue;
        }
        let joined = at > 0
            && bytes.get(at - 1).is_some_and(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'#')
            });
        let length = bytes
            .iter()
            .skip(at)
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.'))
            .count();
        let text = value.get(at..at + length).unwrap_or_default().trim_end_matches(['.', '-', '/']);
        if !joined && let Some(trouble) = judge(text) {
            return Some((TextRange::new(at, at + text.len()), trouble));
        }
        at += length.max(1);
    }
    None
}

/// What is wrong with three numbers that look like a date.
fn judge(text: &str) -> Option<Trouble> {
    let separator = text.chars().find(|letter| !letter.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    let (one, two, three) = (number(first)?, number(second)?, number(third)?);
    if first.len() == 4 && second.len() <= 2 && third.len() <= 2 {
        // Versions look alike: 2024.1.0 is no date.
        if separator == '.' && (two == 0 || three == 0) {
            return None;
        }
        if !is_day(one, two, three) {
            return Some(Trouble::Impossible);
        }
        let full = format!("{one:04}-{two:02}-{three:02}");
        return (full != text).then_some(Trouble::Form(full));
    }
    if third.len() == 4 && first.len() <= 2 && second.len() <= 2 {
        return match (is_day(three, two, one), is_day(three, one, two)) {
            (false, false) => Some(Trouble::Impossible),
            // Which of them is the month is clear only where one cannot be.
            (true, false) => Some(Trouble::Form(format!("{three:04}-{two:02}-{one:02}"))),
            (false, true) => Some(Trouble::Form(format!("{three:04}-{one:02}-{two:02}"))),
            (true, true) if one == two => Some(Trouble::Form(format!("{three:04}-{one:02}-{two:02}"))),
            (true, true) => None,
        };
    }
    None
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1900..2200).contains(&year) && (1..=days).contains(&day)
}

/// A value that is a mask and nothing else.
fn mask(value: &str) -> Option<(TextRange, Trouble)> {
    let inner =
        value.trim_matches(|letter: char| letter.is_whitespace() || "\"'`*_[]<>{}()".contains(letter));
    let lower = inner.to_lowercase();
    let parts: Vec<&str> = lower.split(['-', '/', '.']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let is_mask = |part: &str, letters: &str| {
        (2..=4).contains(&part.len()) && part.chars().all(|letter| letters.contains(letter))
    };
    let letters = is_mask(first, "ymd") && is_mask(second, "ymd") && is_mask(third, "ymd");
    let crossed = [first, second, third].iter().all(|part| is_mask(part, "0123456789x?_"))
        && [second, third].iter().any(|part| part.contains(['x', '?', '_']));
    if !letters && !crossed {
        return None;
    }
    Some((TextRange::of_slice(value, inner)?, Trouble::Mask))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_are_fine_or_that_nobody_can_judge() {
        for value in [
            "2026-01-02",
            "2024-02-29",
            "2026-01-02T10:00:00Z",
            "2024-03",
            "March 2024",
            "3 March 2024 (draft)",
            "01/02/2026",
            "TBD",
            "",
            "v2024.1.0",
            "2024.1.0",
            "10.0.0.1",
            "#2026-01-02",
            "2025-Q3",
        ] {
            assert_eq!(trouble(value), None, "{value}");
        }
    }

    #[test]
    fn dates_with_trouble() {
        let form = |text: &str| Trouble::Form(text.to_owned());
        for (value, part, expected) in [
            ("2026-02-30", "2026-02-30", Trouble::Impossible),
            ("2023-02-29, revised 2024-01-01", "2023-02-29", Trouble::Impossible),
            ("2026-13-01", "2026-13-01", Trouble::Impossible),
            ("32/01/2026", "32/01/2026", Trouble::Impossible),
            ("2026/1/3", "2026/1/3", form("2026-01-03")),
            ("2026-1-3 (draft)", "2026-1-3", form("2026-01-03")),
            ("23.01.2026", "23.01.2026", form("2026-01-23")),
            ("01/23/2026", "01/23/2026", form("2026-01-23")),
            ("`YYYY-MM-DD`", "YYYY-MM-DD", Trouble::Mask),
            ("2026-XX-XX", "2026-XX-XX", Trouble::Mask),
            ("dd/mm/yyyy", "dd/mm/yyyy", Trouble::Mask),
        ] {
            let (range, found) = trouble(value).expect(value);
            assert_eq!((range.slice(value), found), (part, expected), "{value}");
        }
    }
}

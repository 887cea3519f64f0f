//! Numbers as people write them.

/// The number at `at`, separators of thousands taken out, and where it ends: `1,000`, `1_000`, `1 000`, `1.000.000`, `99,5`.
pub(super) fn number(text: &str, at: usize) -> (Option<f64>, usize) {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut digits = String::new();
    let mut end = at;
    while digit(end) {
        end += 1;
    }
    digits.push_str(text.get(at..end).unwrap_or_default());
    let leading = end - at;
    // Groups of exactly three digits, all behind the same mark.
    let separator = separator(text, end).filter(|_| leading <= 3 && !digits.starts_with('0'));
    if let Some(mark) = separator {
        let mut groups = 0;
        let mut behind = end;
        while let Some(length) =
            text.get(behind..).and_then(|rest| rest.strip_prefix(mark)).map(|_| mark.len_utf8())
            && (0..3).all(|more| digit(behind + length + more))
            && !digit(behind + length + 3)
        {
            behind += length + 3;
            groups += 1;
        }
        let group = text.get(behind.saturating_sub(3)..behind).unwrap_or_default();
        // `1.234` is a decimal as a rule, `1.000` and `1.234.567` are not; `3 100` may be two numbers.
        let meant = match mark {
            '.' => {
                groups > 1
                    || group.ends_with("00")
                        && !text.get(behind..).unwrap_or_default().trim_start().starts_with('%')
            }
            ' ' => super::words::unit(text.get(behind..).unwrap_or_default()).is_some(),
            _ => true,
        };
        if groups > 0 && meant {
            digits.extend(text.get(end..behind).unwrap_or_default().chars().filter(char::is_ascii_digit));
            end = behind;
        }
    }
    // Decimals behind a point, or behind a comma as most of Europe writes them: one or two digits.
    let decimals = |from: usize| (from..).take_while(|at| digit(*at)).count();
    let point = bytes.get(end) == Some(&b'.') && digit(end + 1);
    let comma = bytes.get(end) == Some(&b',')
        && (matches!(decimals(end + 1), 1 | 2) || digits == "0" && digit(end + 1));
    if point || comma {
        let length = decimals(end + 1);
        digits.push('.');
        digits.push_str(text.get(end + 1..end + 1 + length).unwrap_or_default());
        end += 1 + length;
        // `1.2.3` is a version.
        if bytes.get(end) == Some(&b'.') && digit(end + 1) {
            while digit(end) || bytes.get(end) == Some(&b'.') {
                end += 1;
            }
            return (None, end);
        }
    }
    (digits.parse().ok(), end)
}

/// The mark that may separate thousands.
fn separator(text: &str, end: usize) -> Option<char> {
    let mark = text.get(end..)?.chars().next()?;
    matches!(mark, ',' | '_' | '\'' | '’' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}').then_some(mark)
}

//! Statements cut at the label in front: "Name: what it is", "Name — what it is".

/// A statement cut at its label: `**Name**: rest`, `Name: rest`, `` `name` — rest ``.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Labelled<'a> {
    pub label: &'a str,
    pub rest: &'a str,
}

/// Cuts readable text at the first `: `, ` — `, ` – ` or ` - ` where what stands before is short enough for a label.
pub(crate) fn labelled(text: &str) -> Option<Labelled<'_>> {
    const LONGEST_LABEL: usize = 80;
    let mut cut: Option<(usize, usize)> = None;
    let mut depth = 0u32;
    // Most texts have no separator in front, which two searches tell.
    let head = text.as_bytes().get(..LONGEST_LABEL * 2 + 1).unwrap_or(text.as_bytes());
    let marks = [memchr::memchr3(b':', b'-', 0xE2, head), memchr::memchr2(b'=', 0xEF, head)];
    let first = marks.into_iter().flatten().min()?;
    let first = memchr::memchr(b'(', head.get(..first).unwrap_or_default()).unwrap_or(first);
    for (at, byte) in head.iter().copied().enumerate().skip(first) {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // What separates is told by its first byte; "(default: 3)" is a remark within.
        if !matches!(byte, b':' | b'-' | b'=' | 0xE2 | 0xEF) || depth > 0 {
            continue;
        }
        let (before, behind) = text.split_at_checked(at)?;
        let character = behind.chars().next()?;
        let after = behind.get(character.len_utf8()..).unwrap_or_default();
        let separates = match character {
            ':' => after.is_empty() || after.starts_with(' '),
            '：' | '→' => true,
            '—' | '–' => before.ends_with(' ') || after.starts_with(' '),
            '-' => before.ends_with(' ') && (after.starts_with(' ') || after.starts_with("- ")),
            '=' => before.ends_with(' ') && after.starts_with(' '),
            _ => false,
        };
        if separates {
            // `Name -- what it is`: two hyphens for a dash.
            let dashes = if character == '-' && after.starts_with('-') { 2 } else { character.len_utf8() };
            cut = Some((at, at + dashes));
            break;
        }
    }
    let (end, start) = cut?;
    let label = text.get(..end)?.trim();
    let rest = text.get(start..)?.trim();
    (!label.is_empty() && label.chars().count() <= LONGEST_LABEL).then_some(Labelled { label, rest })
}

/// What stands behind the separator that follows a name; further spellings of the name (`, -f`) are left out.
pub(crate) fn behind_separator(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(alias) = rest.strip_prefix(',').map(str::trim_start)
        && alias.starts_with('-')
    {
        rest = alias.trim_start_matches(|c: char| c == '-' || c.is_alphanumeric()).trim_start();
    }
    rest.trim_start_matches(|c: char| c.is_whitespace() || "—–:,→".contains(c)).trim_start_matches("- ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        let cut = |text| labelled(text).map(|cut| (cut.label, cut.rest));
        assert_eq!(cut("Ink (black: one) - dries"), Some(("Ink (black: one)", "dries")));
        assert_eq!(cut("Name: what it is"), Some(("Name", "what it is")));
        assert_eq!(cut("types.go - the types"), Some(("types.go", "the types")));
        assert_eq!(cut("Workflows — reference them: here"), Some(("Workflows", "reference them: here")));
        assert_eq!(cut("see http://example.org"), None);
        assert_eq!(cut("Epoch -- a span"), Some(("Epoch", "a span")));
        assert_eq!(cut("a well-known thing"), None);
    }
}

//! Choices: `A | B | C`, `{a, b}`, `High/Medium/Low`, of which the author keeps one.

/// The values of a choice, where `text` is one and nothing else.
pub fn values(text: &str) -> Option<Vec<String>> {
    // Most texts have nothing between values.
    if !text.contains(['|', '/', ',']) {
        return None;
    }
    let inner = text.trim().trim_matches(['"', '\'', '`']).trim();
    let inner = strip(inner, '{', '}')
        .or_else(|| strip(inner, '[', ']'))
        .or_else(|| strip(inner, '<', '>'))
        .or_else(|| strip(inner, '⟦', '⟧'))
        .unwrap_or(inner);
    // A choice with its closing bracket lost is still a choice.
    let inner = inner.trim_start_matches('{');
    let bracketed = inner.len() < text.trim().len();
    for separator in [" | ", "|", " / ", "/", ", "] {
        // Commas make a choice only within brackets; a slash alone may be a path, a date or "UI/UX".
        if separator == ", " && !bracketed {
            continue;
        }
        let parts: Vec<_> = inner.split(separator).map(|part| part.trim().trim_matches('`')).collect();
        let least = match separator {
            " | " | "|" => 2,
            ", " if text.contains('{') => 2,
            _ => 3,
        };
        if parts.len() >= least && parts.len() <= 12 && parts.iter().all(|part| is_value(part)) {
            return Some(parts.into_iter().map(|part| part.trim_start_matches("or ").to_owned()).collect());
        }
    }
    None
}

fn strip(text: &str, open: char, close: char) -> Option<&str> {
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    (!inner.contains(open)).then(|| inner.trim())
}

fn is_value(part: &str) -> bool {
    !part.is_empty()
        && part.len() <= 40
        && part.split_whitespace().count() <= 4
        && !part.contains(['.', ';', '(', '<', '{', '[', '?', '=', ':', '"'])
        && part.chars().next().is_some_and(|first| first.is_alphanumeric() || first == '…')
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn choices_and_what_only_looks_so() {
        let shown = |text: &str| values(text).map(|values| values.join("+")).unwrap_or_default();
        assert_eq!(shown("Proposed | Implemented"), "Proposed+Implemented");
        assert_eq!(shown("High/Medium/Low"), "High+Medium+Low");
        assert_eq!(shown("{Draft, Final}"), "Draft+Final");
        assert_eq!(
            shown("\"{proposed | accepted | … | superseded by ADR-0123}\""),
            "proposed+accepted+…+superseded by ADR-0123"
        );
        assert_eq!(shown("<Standards Track, Meta, or Informational>"), "Standards Track+Meta+Informational");
        assert_eq!(shown("propuesto / en curso / hecho"), "propuesto+en curso+hecho");
        for text in ["draft", "UI/UX", "Context / History", "2025-10-30", "a, b", "docs/specs/x.md"] {
            assert_eq!(shown(text), "", "{text}");
        }
    }
}

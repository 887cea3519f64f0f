//! Sentence shapes: "As a `<role>`, I can `<action>`", "The system MUST [requirement]".

use super::placeholder;

/// The shape of a line that mixes fixed words with placeholders; holes read `…`.
pub fn shape(line: &str) -> Option<String> {
    // Most lines have no hole.
    if !line.contains(['[', '<', '{', '⟦']) {
        return None;
    }
    let found = placeholder::in_line(line, 0, false);
    let holes: Vec<_> = found
        .iter()
        .filter(|found| {
            use crate::schema::PlaceholderKind::*;
            matches!(found.kind, Bracket | Angle | WhiteBracket | Brace)
        })
        .collect();
    let mut shape = String::new();
    let mut at = 0;
    for hole in &holes {
        shape.push_str(line.get(at..hole.range.start())?);
        shape.push('…');
        at = hole.range.end();
    }
    shape.push_str(line.get(at..)?);
    let shape: String = shape.replace(['`', '*', '_'], "");
    let shape = shape.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = shape.split(' ').filter(|word| word.chars().any(char::is_alphabetic)).count();
    let keyword =
        [" MUST ", " SHALL ", " SHOULD ", " MAY ", "Given ", "GIVEN ", "WHEN ", "When ", "As a ", "As an "]
            .iter()
            .any(|keyword| format!(" {shape} ").contains(keyword));
    // A label with one hole ("Name: […]") is a field, not a sentence.
    (!holes.is_empty() && (keyword && words >= 2 || words >= 3 && holes.len() >= 2)).then_some(shape)
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn shapes() {
        assert_eq!(
            shape("As a `<role>`, I can `<action>` so that `<value>`.").as_deref(),
            Some("As a …, I can … so that ….")
        );
        assert_eq!(shape("The system MUST [requirement]").as_deref(), Some("The system MUST …"));
        assert_eq!(shape("*Actor* ⟦User⟧ _triggers_ ⟦API call⟧").as_deref(), None);
        assert_eq!(shape("**Purpose**: [what it does]"), None);
    }
}

//! What says that a section or field may be left out.

/// Phrases in headings, comments and hints that make a section optional.
const PHRASES: &[&str] = &[
    "optional",
    "if applicable",
    "if any",
    "if needed",
    "if relevant",
    "if necessary",
    "when applicable",
    "as applicable",
    "where applicable",
    "as needed",
    "when needed",
    "feel free to remove",
    "feel free to delete",
    "may be omitted",
    "can be omitted",
    "may be removed",
    "can be removed",
    "omit this section",
    "omit if",
    "remove if",
    "delete if",
    "remove this section",
    "delete this section",
    "skip this section",
    "skip if",
    "include if",
    "only include",
    "include only",
    "use this section only",
    "only required",
    "only if ",
    "only when ",
    "not required",
    "otherwise, remove",
    "opcional",
    "si aplica",
    "si procede",
    "facultati",
    "optionnel",
    "si applicable",
    "le cas échéant",
    "falls zutreffend",
    "gegebenenfalls",
    "bei bedarf",
    "se aplicável",
    "se houver",
    "任意",
    "省略可",
    "削除してよい",
    "該当しない場合は削除",
    "オプション",
    "可选",
    "可選",
    "如适用",
    "如有",
    "선택",
    "해당하는 경우",
    "необязательн",
    "опционал",
    "при необходимости",
    "если применимо",
];

/// Phrases that look like the above and say the opposite.
const DENIALS: &[&str] = &["not optional", "isn't optional", "mandatory", "obligatori", "必須"];

/// The phrase that makes what `text` speaks of optional, as written.
pub fn phrase(text: &str) -> Option<&str> {
    // Long guidance mentions much; what makes a section optional stands at its start.
    const WINDOW: usize = 600;
    let mut end = text.len().min(WINDOW);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let window = text.get(..end)?;
    let lower = window.to_lowercase();
    if DENIALS.iter().any(|denial| lower.contains(denial)) {
        return None;
    }
    let (at, phrase) = PHRASES.iter().filter_map(|phrase| Some((lower.find(phrase)?, *phrase))).min()?;
    // Lower-casing keeps lengths for all but a few letters; where it does not, the phrase itself will do.
    Some(window.get(at..at + phrase.len()).filter(|found| found.to_lowercase() == *phrase).unwrap_or(phrase))
}

/// The phrase that makes the section which a comment stands in optional. A long comment mentions optional things of
/// other kinds ("which fields are optional"), so the sentence must speak of the section, or be all there is.
pub fn in_comment(comment: &str) -> Option<&str> {
    const ABOUT: &[&str] = &[
        "section",
        "element",
        "part",
        "block",
        "sección",
        "seção",
        "abschnitt",
        "セクション",
        "章节",
        "섹션",
        "раздел",
    ];
    const SHORT: usize = 100;
    let inner = comment.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    if inner.len() <= SHORT {
        return phrase(inner);
    }
    inner.split_inclusive(['.', '\n', '。']).find_map(|sentence| {
        let lower = sentence.to_lowercase();
        ABOUT.iter().any(|word| lower.contains(word)).then(|| phrase(sentence)).flatten()
    })
}

/// The brackets at the end of a heading: "UI/UX (if applicable)".
pub fn in_heading(title: &str) -> Option<&str> {
    let open = title.rfind(['(', '（', '['])?;
    phrase(title.get(open..)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases() {
        assert_eq!(in_heading("UI/UX (if applicable)"), Some("if applicable"));
        assert_eq!(in_heading("Key Entities _(include if feature involves data)_"), Some("include if"));
        assert_eq!(in_heading("User Scenarios _(mandatory)_"), None);
        assert_eq!(in_heading("Optional features"), None);
        assert_eq!(phrase("This section is optional."), Some("optional"));
        assert_eq!(phrase("該当しない機能の場合はセクションごと削除してよい。"), Some("削除してよい"));
        assert_eq!(phrase("Describe the data."), None);
    }
}

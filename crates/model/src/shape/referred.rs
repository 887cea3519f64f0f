//! What a foreign key refers to, as remarks say it.

/// `FK → users.id`, `FK to users`, `references users(id)`.
pub(crate) fn referred(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    for phrase in [
        "fk → ",
        "fk -> ",
        "fk to ",
        "fk: ",
        "fk(",
        "references ",
        "foreign key to ",
        "foreign key → ",
        "foreign key -> ",
        "foreign key: ",
        "foreign key (",
    ] {
        if let Some(at) = lower.find(phrase)
            && lower.len() == text.len()
        {
            let rest = text.get(at + phrase.len()..)?.trim_start_matches(['`', ' ']);
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '(' | ')')))
                .unwrap_or(rest.len());
            let target = rest.get(..end)?.trim_end_matches(['.', ')']);
            let target = if target.contains('(') { format!("{target})") } else { target.to_owned() };
            return (!target.is_empty()).then_some(target);
        }
    }
    None
}

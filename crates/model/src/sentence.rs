//! Prose cut into sentences.

/// The sentences of a text, as slices of it.
pub fn split(source: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let bytes = source.as_bytes();
    let mut in_code = false;
    let mut at = 0;
    while at < bytes.len() {
        match bytes.get(at) {
            Some(b'`') => in_code = !in_code,
            Some(b'.' | b'!' | b'?') if !in_code => {
                let next = bytes.get(at + 1);
                let ends =
                    next.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'*' | b'"' | b')'));
                let before = source.get(start..at).unwrap_or_default();
                let abbreviation = ["e.g", "i.e", "etc", "vs", "cf", "approx", "resp"]
                    .iter()
                    .any(|word| before.ends_with(word));
                let follows = source
                    .get(at + 1..)
                    .unwrap_or_default()
                    .chars()
                    .find(|c| !c.is_whitespace())
                    .is_none_or(|c| c.is_uppercase() || !c.is_alphabetic());
                if ends && !abbreviation && follows {
                    sentences.extend(source.get(start..=at));
                    start = at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    sentences.extend(source.get(start..));
    sentences.into_iter().map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

//! "Did you mean": the known word nearest to one that is not known.

/// The candidate nearest to `word`, if one is near enough to be what was meant.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = fold(word);
    let allowed = (word.chars().count() / 3).max(1);
    let distances = candidates.into_iter().map(|candidate| {
        let distance = strsim::damerau_levenshtein(&word, &fold(candidate));
        (distance, candidate)
    });
    distances.filter(|(distance, _)| *distance <= allowed).min().map(|(_, candidate)| candidate)
}

/// "did you mean `closest`?", or the list of what exists.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match closest(word, candidates.clone()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => {
            let known: Vec<String> = candidates.into_iter().map(|known| format!("`{known}`")).collect();
            match known.split_last() {
                None => "there is nothing to choose from".to_owned(),
                Some((only, [])) => format!("only {only} is known"),
                Some((last, rest)) => format!("use {} or {last}", rest.join(", ")),
            }
        }
    }
}

// `missing_section` is `missing-section` written by someone used to another tool.
fn fold(word: &str) -> String {
    word.to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_recognised() {
        let rules = ["missing-section", "unfilled-section", "vague-term"];
        assert_eq!(closest("mising-section", rules), Some("missing-section"));
        assert_eq!(closest("MISSING_SECTION", rules), Some("missing-section"));
        assert_eq!(closest("vague-tems", rules), Some("vague-term"));
        assert_eq!(closest("performance", rules), None);
    }

    #[test]
    fn where_nothing_is_near_the_choices_are_listed() {
        assert_eq!(did_you_mean("loud", ["error", "off"]), "use `error` or `off`");
        assert_eq!(did_you_mean("of", ["error", "off"]), "did you mean `off`?");
        assert_eq!(did_you_mean("x", ["url"]), "only `url` is known");
    }
}

//! Words in the singular.

/// Endings of plurals, with those of their singulars; the first that fits counts.
const ENDINGS: &[(&str, &str)] = &[
    ("ies", "y"),
    ("sses", "ss"),
    ("xes", "x"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("oes", "o"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
];
/// Words on "oes" whose singular ends in "oe".
const SHOES: &[&str] = &["shoes", "toes", "canoes", "foes", "does", "goes"];

/// A word in lower case and without the ending of its plural: `parcels` is `parcel`, `Boxes` is `box`.
pub fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    if SHOES.contains(&word.as_str()) {
        return word.strip_suffix('s').unwrap_or(&word).to_owned();
    }
    for (plural, one) in ENDINGS {
        if let Some(stem) = word.strip_suffix(plural)
            && (stem.len() > 1 || plural == one)
        {
            return format!("{stem}{one}");
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn words_in_the_singular() {
        for (many, one) in [
            ("Orders", "order"),
            ("entries", "entry"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("dishes", "dish"),
            ("addresses", "address"),
            ("heroes", "hero"),
            ("shoes", "shoe"),
            ("ids", "id"),
            ("status", "status"),
            ("analysis", "analysis"),
            ("class", "class"),
            ("is", "is"),
            ("order", "order"),
        ] {
            assert_eq!(singular(many), one, "{many}");
        }
    }
}

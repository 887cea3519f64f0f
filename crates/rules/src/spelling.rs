//! Names without regard to how they are written, and names that are almost another.

/// Letters and digits in lower case: `created_at`, `createdAt` and "Created At" are one name.
pub(crate) fn squash(name: &str) -> String {
    if name.is_ascii() {
        let mut squashed = String::with_capacity(name.len());
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        letters.for_each(|byte| squashed.push(char::from(byte.to_ascii_lowercase())));
        return squashed;
    }
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A squashed name in the singular: `orders` and `Order` are one record.
pub(crate) fn singular(name: &str) -> String {
    abide_model::singular(&squash(name))
}

/// So many letters of a long name may be mistyped.
const MOST_MISTYPED: usize = 2;

/// Whether one name looks like the other mistyped: a letter or two, or the order of letters. Names that differ only in a
/// number or a plural are other names.
pub(crate) fn nearly(one: &str, two: &str) -> bool {
    // Most pairs differ in their first letter or by far in length, which costs nothing to see.
    let first = |name: &str| {
        name.chars().find(|letter| letter.is_alphanumeric()).map(|letter| letter.to_ascii_lowercase())
    };
    let count = |name: &str| name.chars().filter(|letter| letter.is_alphanumeric()).count();
    let plain = one.is_ascii() && two.is_ascii();
    if plain && (first(one) != first(two) || count(one).abs_diff(count(two)) > MOST_MISTYPED) {
        return false;
    }
    let (one, two) = (squash(one), squash(two));
    let length = one.chars().count().min(two.chars().count());
    let allowed = match length {
        0..=4 => return false,
        5..=9 => 1,
        _ => MOST_MISTYPED,
    };
    let unnumbered = |name: &str| name.chars().filter(|letter| !letter.is_numeric()).collect::<String>();
    one != two
        && singular(&one) != singular(&two)
        && unnumbered(&one) != unnumbered(&two)
        && one.chars().next() == two.chars().next()
        && strsim::damerau_levenshtein(&one, &two) <= allowed
}

/// Names in a sentence: "`a`, `b` and `c`".
pub(crate) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name() {
        assert_eq!(squash("createdAt"), squash("created_at"));
        for (plural, one) in [
            ("orders", "Order"),
            ("line_items", "LineItem"),
            ("categories", "Category"),
            ("addresses", "Address"),
            ("boxes", "box"),
            ("status", "status"),
        ] {
            assert_eq!(singular(plural), singular(one), "{plural}");
        }
    }

    #[test]
    fn mistyped_names_and_other_names() {
        assert!(nearly("customer_id", "costumer_id"));
        assert!(nearly("shippedAt", "shiped_at"));
        for (one, two) in [
            ("line1", "line2"),
            ("order", "orders"),
            ("from", "form"),
            ("created_at", "updated_at"),
            ("createdAt", "created_at"),
        ] {
            assert!(!nearly(one, two), "{one} and {two}");
        }
    }
}

//! Names in their many spellings, and as the formats want them.

use abide_model::singular;
use std::collections::BTreeSet;

/// A name without regard to case and to what joins its words: `order_item` and `OrderItem` are one.
pub(crate) fn squash(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A name without regard to case, to what joins its words, and to number: `order_items` and `OrderItem` are one.
pub(crate) fn folded(name: &str) -> String {
    singular(&squash(name))
}

/// Keys that hold only ASCII letters, digits, `_`, `-` and `.`, each given once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    taken: BTreeSet<String>,
}

impl Keys {
    /// A key for a name: the name itself where it may be one.
    pub fn key(&mut self, name: &str, fallback: &str) -> String {
        let mut key = String::new();
        for letter in name.chars() {
            if letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.') {
                key.push(letter);
            } else if !key.is_empty() && !key.ends_with('_') {
                key.push('_');
            }
        }
        key.truncate(key.trim_end_matches('_').len());
        if !key.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            fallback.clone_into(&mut key);
        }
        let first = key.clone();
        let mut count = 1;
        while !self.taken.insert(key.clone()) {
            count += 1;
            key = format!("{first}_{count}");
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_spellings() {
        for (one, other) in [
            ("Order", "orders"),
            ("order_line", "OrderLines"),
            ("Category", "categories"),
            ("box", "boxes"),
            ("Address", "addresses"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        assert_ne!(folded("status"), folded("state"));
    }

    #[test]
    fn keys_are_plain_and_given_once() {
        let mut keys = Keys::default();
        let given: Vec<String> = ["Order", "Order Item", "Order", "注文", "請求", "a/b"]
            .iter()
            .map(|name| keys.key(name, "Entity"))
            .collect();
        assert_eq!(given, ["Order", "Order_Item", "Order_2", "Entity", "Entity_2", "a_b"]);
    }
}

//! Ways to say that another object has the same value: "with a `code` that another berth has", "a duplicate `code`".

use super::phrase::Phrase;

/// Takes out what says that another `thing` has the same value of a member; whether it was said.
pub fn said(phrase: &mut Phrase, name: &str, thing: &str) -> bool {
    let others = [
        format!("another {thing}"),
        format!("an existing {thing}"),
        format!("other {thing}"),
        "another one".to_owned(),
    ];
    let of_another = others.iter().any(|other| {
        [
            format!("{name} that {other} has"),
            format!("{name} that {other} already has"),
            format!("{name} which {other} has"),
            format!("{name} that {other} uses"),
            format!("{name} that {other} already uses"),
            format!("{name} {other} has"),
            format!("{name} {other} already has"),
            format!("{name} as {other}"),
            format!("{name} of {other}"),
            format!("{name} belonging to {other}"),
            format!("{name} used by {other}"),
            format!("{name} already used by {other}"),
        ]
        .iter()
        .any(|words| phrase.take(words))
    });
    of_another
        || [
            format!("{name} that already exists"),
            format!("{name} that exists already"),
            format!("{name} that is already in use"),
            format!("{name} that is already used"),
            format!("{name} that is already taken"),
            format!("{name} that is already registered"),
            format!("{name} that is in use"),
            format!("{name} that is taken"),
            format!("{name} already in use"),
            format!("{name} already taken"),
            format!("{name} already registered"),
            format!("already existing {name}"),
            format!("existing {name}"),
            format!("duplicate {name}"),
            format!("duplicated {name}"),
        ]
        .iter()
        .any(|words| phrase.take(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_has_the_same_value() {
        for clause in [
            "with a `code` that another berth has",
            "with the same `code` as an existing berth",
            "with a duplicate `code`",
            "with a `code` that is already in use",
            "with a `code` already used by another berth",
        ] {
            let mut phrase = Phrase::new(clause);
            assert!(said(&mut phrase, "code", "berth"), "{clause}");
        }
        for clause in ["with a new `code`", "with a `code` of 7", "with a `code` that is unknown"] {
            assert!(!said(&mut Phrase::new(clause), "code", "berth"), "{clause}");
        }
    }
}

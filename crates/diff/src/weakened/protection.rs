//! A protection that a promise named and does not name any more.

use super::condition::is_stricter;
use super::force::negations;
use super::{Concern, Pair};
use crate::words::Words;

pub(super) const CONCERN: Concern = Concern {
    name: "protection",
    summary: "a promise does not name its protection any more: authentication, encryption, validation, audit …",
    changed,
};

/// What protects, and the words for it. A word in another form or another word of the line says the same.
const PROTECTIONS: &[(&str, &[&str])] = &[
    (
        "authentication",
        &[
            "authenticat",
            "logged",
            "log",
            "signed",
            "login",
            "sign",
            "token",
            "credential",
            "api key",
            "password",
            "session",
            "identif",
        ],
    ),
    (
        "authorisation",
        &["authoris", "authoriz", "permission", "role", "access control", "privilege", "owner"],
    ),
    ("encryption", &["encrypt", "tls", "https", "ssl", "cipher", "aes"]),
    ("hashing", &["hash", "salt", "bcrypt", "argon", "scrypt", "pbkdf"]),
    (
        "a second factor",
        &["2fa", "mfa", "two-factor", "two factor", "multi-factor", "multifactor", "totp", "otp"],
    ),
    ("validation", &["validat", "verif", "checked", "sanitis", "sanitiz", "escap"]),
    ("an audit", &["audit", "log", "record", "trace"]),
    ("redaction", &["redact", "mask", "anonymi", "pseudonym"]),
    ("rate limiting", &["rate limit", "rate-limit", "throttl"]),
    ("approval", &["approv", "review", "sign-off", "consent", "confirm"]),
    ("a signature", &["signature", "hmac", "signed"]),
    ("isolation", &["isolat", "sandbox", "separat"]),
    ("idempotency", &["idempoten", "exactly once", "exactly-once"]),
    ("atomicity", &["atomic", "transaction", "all or nothing"]),
    ("a backup", &["backup", "back up", "backed up", "replica", "restor"]),
];

fn changed(pair: &Pair, found: &mut Vec<String>) {
    // Where little else is left, it is another statement.
    if !pair.binds()
        || is_stricter(pair)
        || pair.new.within(&pair.old) < 0.6
        || negations(&pair.new) > negations(&pair.old)
    {
        return;
    }
    for (name, words) in PROTECTIONS {
        let lost: Vec<&str> = pair.old.without(&pair.new);
        let Some(word) = lost.iter().find(|word| names(word, words)) else { continue };
        if !says(&pair.new, words) && negations(&pair.old) == 0 {
            found.push(format!("{name} is not promised any more: `{word}` is gone"));
            return;
        }
    }
}

fn names(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| {
        if stem.len() <= 4 {
            word == *stem
                || word
                    .strip_prefix(stem)
                    .is_some_and(|end| matches!(end, "s" | "ed" | "ged" | "ging" | "ing" | "ned"))
        } else {
            word.starts_with(stem)
        }
    })
}

fn says(words: &Words, stems: &[&str]) -> bool {
    words.list().iter().any(|word| names(word, stems))
        || stems.iter().any(|stem| stem.contains(' ') && words.has(stem))
}

#[cfg(test)]
mod tests {
    use crate::testing::edits;

    #[test]
    fn a_protection_that_is_not_named_any_more() {
        edits(&[
            (
                "Notes MUST be stored encrypted in the database.",
                "Notes MUST be stored in the database.",
                &["protection: encryption is not promised any more: `encrypted` is gone"],
            ),
            (
                "Each change MUST be validated before it is stored.",
                "Each change MUST be stored.",
                &["protection: validation is not promised any more: `validated` is gone"],
            ),
            ("Notes MUST be stored encrypted.", "The service MUST encrypt the notes that it stores.", &[]),
            ("Calls MUST use HTTPS.", "Calls MUST use TLS.", &[]),
        ]);
    }
}

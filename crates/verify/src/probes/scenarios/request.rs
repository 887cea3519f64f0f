//! What a clause says of the request itself, and of nothing that is there: "a PATCH succeeds", "a porter posts a valid `code`".

use crate::api::has_phrase;
use crate::pattern::pattern;

pattern!(
    PLAIN,
    r"(?i)^(?:an?|the|this|that|such an?)?\s*(?:valid |successful |correct |well-formed )*(?:get|post|put|patch|delete|request|call|operation|change|update)(?: request| call)?(?:\s+(?:succeeds|is (?:made|sent|accepted|called|successful|received|valid)|arrives|comes in))?$"
);
pattern!(
    SENDS,
    r"(?i)^(?:an?|the|any|some)\s+([a-z_]+)\s+(?:posts|sends|submits|provides|gives|makes|issues|enters)\s+(?:an?\s+|the\s+)?(?:valid|correct|well-formed|complete)\b[^.;]*$"
);
pattern!(
    SENT,
    r"(?i)^(?:an?\s+|the\s+)?(?:valid|correct|well-formed|complete)\s[^.;]*?\s(?:is|are)\s+(?:posted|sent|submitted|given|provided|received)$"
);

/// Words with which a clause says more than that it is valid.
const MORE: &[&str] = &[
    "that", "which", "whose", "while", "when", "if", "for", "of", "to", "by", "without", "with", "but",
    "already", "again", "twice", "second", "another", "before", "after", "other", "more", "no", "not",
    "from", "in", "on", "at",
];

/// Who sends a request of which nothing more is said than that it is as it has to be; none where more is said.
pub fn plain(clause: &str) -> Option<Option<String>> {
    let clause = clause.trim().trim_end_matches(['.', ',']);
    let more = (SENDS.is_match(clause) || SENT.is_match(clause))
        && MORE.iter().any(|word| has_phrase(&clause.to_lowercase(), word));
    if more {
        return None;
    }
    if let Some(found) = SENDS.captures(clause) {
        return Some(found.get(1).map(|who| who.as_str().to_lowercase()));
    }
    (PLAIN.is_match(clause) || SENT.is_match(clause)).then_some(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_but_that_something_is_asked() {
        for (clause, expected) in [
            ("a PATCH succeeds", Some(None)),
            ("the request is accepted", Some(None)),
            ("a valid POST request is sent", Some(None)),
            ("valid name and width are posted", Some(None)),
            ("a porter posts a valid name, width and kind", Some(Some("porter".to_owned()))),
            ("a porter sends a name that is too long", None),
            ("the request has no name", None),
            ("a porter posts a valid stay that overlaps another", None),
            ("a valid name is sent while the house is closed", None),
        ] {
            assert_eq!(plain(clause), expected, "{clause}");
        }
    }
}

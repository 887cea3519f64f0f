//! Sentences taken apart into clauses: under which circumstances, what is done, what comes of it. "When a AND while b THEN the system SHALL c".

use super::told::Told;
use crate::pattern::pattern;

/// A sentence of the form "when … then …".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clauses {
    /// What holds all the while: "while …", "where …".
    pub given: Vec<String>,
    /// What happens, or is so: "when …", "if …".
    pub when: Vec<String>,
    /// What comes of it.
    pub then: String,
}

pattern!(
    OPENER,
    r"(?i)^\s*(?:and\s+)?(when(?:ever)?|if|while|where|once|after|as soon as|upon|given(?: that)?|in case|provided(?: that)?|as long as|during|unless|until|before|on)\s+(.+)$"
);
// "…, while it is open", "… and while it is open": a further circumstance
pattern!(
    FURTHER,
    r"(?i)(?:,\s+(?:and\s+)?|\s+and\s+)(when(?:ever)?|if|while|where|once|after|as soon as|given that|provided that)\s+"
);
pattern!(THEN, r"(?i)\s*,?\s+then\s+");
// "the system shall", "it must": whoever answers says nothing about what comes
pattern!(
    SYSTEM,
    r"(?i)^(?:the\s+|this\s+)?(?:system|service|api|server|application|app|backend|software|platform|endpoint|it)\s+(?:shall|must|should|will)\s+"
);
pattern!(
    MODAL,
    r"(?i)\b(shall|must|should|will)\s+(not\s+|never\s+)?(also\s+|then\s+|always\s+|immediately\s+)?([a-z]+)\b"
);
// "accepting it is refused with 409", "creating another gets 409"
pattern!(
    DEED_THEN,
    r"(?i)^((?:re)?[a-z]{2,}ing\b[^,;]*?)\s+(?:is|are|gets|get|gives|answers|returns|yields|fails|results in|leads to|responds with)\s+(.+)$"
);
// "refuses the vote with 409"
pattern!(
    NOUN_THEN,
    r"(?i)^(?:refuses?|rejects?|denies|deny|declines?|turns? down)\s+(?:(?:the|any|a|an|every|all|such an?|such|that)\s+)?(?:new\s+|further\s+|more\s+|other\s+|second\s+)?([a-z]+)\b\s*(.*)$"
);
// "a proposal that is locked is deleted"
pattern!(
    RELATIVE,
    r"(?i)^((?:an?|the|any|every)\s+[a-z][a-z_ -]{1,30}?)\s+((?:that|which|whose|who|with|without)\s+.+)\s+((?:is|are|was|were|gets|has been|have been)\s+(?:being\s+)?[a-z]+(?:ed|en|wn|un|ld|nt|id|t|e)(?:\s+by\s+[a-z ]+)?)$"
);
// "(2 unless configured)", ", compared without regard to case,"
pattern!(
    ASIDE,
    r"(?i)\s*\((?:\d+(?:\s+(?:unless|if not|by default)\b[^()]*)?|(?:by default|default)[^()]*)\)"
);

/// Whether a clause says that the case of letters makes no difference; and the clause without that.
pub fn without_case(clause: &str) -> (bool, String) {
    const SAYS: &[&str] = &[
        "without regard to letter case",
        "without regard to case",
        "irrespective of case",
        "regardless of case",
        "whatever the case",
        "case-insensitively",
        "case-insensitive",
        "ignoring case",
    ];
    let lower = clause.to_lowercase();
    let found = SAYS.iter().find_map(|said| Some((lower.find(said)?, said.len())));
    let Some((at, length)) = found.filter(|_| lower.len() == clause.len()) else {
        return (false, clause.to_owned());
    };
    let before = clause.get(..at).unwrap_or_default().trim_end().trim_end_matches("compared").trim_end();
    let behind = clause.get(at + length..).unwrap_or_default();
    let bare = |part: &str| part.trim().trim_matches([',', '(', ')']).trim().to_owned();
    (true, format!("{} {}", bare(before), bare(behind)).trim().to_owned())
}

/// A clause without what only reminds of a value: "(2 unless configured)".
pub fn without_asides(clause: &str) -> String {
    ASIDE.replace_all(clause, "").into_owned()
}

/// "its status shall be open" as "its status is open", "it shall not change" as "it does not change".
pub fn indicative(text: &str) -> String {
    let text = text.trim();
    let bare = match SYSTEM.find(text) {
        // What the system does: "it answers" says no more than "answers".
        Some(found) => {
            let rest = text.get(found.end()..).unwrap_or_default();
            format!("shall {rest}")
        }
        None => text.to_owned(),
    };
    MODAL
        .replace_all(&bare, |found: &regex::Captures| {
            let word = |at: usize| found.get(at).map_or("", |part| part.as_str()).to_lowercase();
            let (not, beside, verb) = (word(2), word(3), word(4));
            let denied = !not.is_empty();
            match (verb.as_str(), denied) {
                ("be", false) => format!("is {beside}"),
                ("be", true) => format!("is not {beside}"),
                ("have", false) => format!("has {beside}"),
                (verb, true) => format!("does not {beside}{verb}"),
                (verb, false) => format!("{beside}{}", third(verb)),
            }
            .trim_end()
            .to_owned()
        })
        .into_owned()
}

/// `grows` of `grow`, `carries` of `carry`.
fn third(verb: &str) -> String {
    match verb {
        _ if verb.ends_with('s') && !verb.ends_with("ss") => verb.to_owned(),
        _ if ["ss", "sh", "ch", "x", "o"].iter().any(|end| verb.ends_with(end)) => format!("{verb}es"),
        _ => match verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
            Some(stem) => format!("{stem}ies"),
            None => format!("{verb}s"),
        },
    }
}

impl Clauses {
    /// Takes a sentence apart that begins with a circumstance and says "then"; or, with the circumstance ahead of a comma, in
    /// words for which that is certain.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('.');
        OPENER.captures(text)?;
        let (before, then) = match THEN.find(text) {
            Some(found) => (text.get(..found.start())?, text.get(found.end()..)?),
            None => at_comma(text)?,
        };
        let mut found = Self { then: indicative(then), ..Self::default() };
        let mut rest = before.trim().trim_end_matches(',').to_owned();
        loop {
            let opened = OPENER.captures(&rest)?;
            let (word, body) = (opened.get(1)?.as_str().to_lowercase(), opened.get(2)?.as_str().to_owned());
            let end = FURTHER.find(&body).map(|further| further.start());
            let clause = body.get(..end.unwrap_or(body.len()))?.trim().trim_end_matches(',').to_owned();
            let clause = without_asides(&clause);
            match word.as_str() {
                "while" | "where" | "given" | "given that" | "provided" | "provided that" | "as long as" => {
                    found.given.push(clause);
                }
                "unless" | "until" | "before" | "during" | "on" => return None,
                _ => found.when.push(clause),
            }
            match end {
                Some(end) => {
                    let further = body.get(end..)?.trim_start_matches([',', ' ']);
                    rest = further
                        .strip_prefix("and ")
                        .or(further.strip_prefix("AND "))
                        .unwrap_or(further)
                        .to_owned();
                }
                None => return Some(found),
            }
        }
    }
}

/// "After a door was shut, its state is …", "Upon deletion, the …": the first comma that ends the circumstance.
fn at_comma(text: &str) -> Option<(&str, &str)> {
    let (before, behind) = text.split_once(", ")?;
    let opened = OPENER.captures(before)?;
    // What goes on after a comma with another circumstance is no consequence.
    let further = OPENER.is_match(behind) || behind.trim_start().to_lowercase().starts_with("or ");
    let word = opened.get(1)?.as_str().to_lowercase();
    let certain =
        ["upon", "as soon as", "after", "once", "when", "whenever", "if", "while", "where", "in case"];
    (!further && certain.contains(&word.as_str())).then_some((before, behind))
}

/// A deed that a consequence begins with, and what comes of it: "accepting it is refused with 409".
pub fn deed_in(then: &str) -> Option<(String, String)> {
    let found = DEED_THEN.captures(then.trim())?;
    let (deed, rest) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    Some((deed.to_owned(), rest.to_owned()))
}

/// The noun of what a consequence refuses, and what else it says: "refuses the vote with 409".
pub fn refused_noun(then: &str) -> Option<(String, String)> {
    const NO_DEED: &[&str] = &[
        "request",
        "call",
        "attempt",
        "operation",
        "action",
        "command",
        "caller",
        "client",
        "user",
        "it",
        "to",
        "with",
        "them",
        "this",
        "that",
        "the",
        "by",
        "and",
        "any",
        "all",
    ];
    let found = NOUN_THEN.captures(then.trim())?;
    let noun = crate::words::singular(&found.get(1)?.as_str().to_lowercase());
    let rest = found.get(2).map_or("", |rest| rest.as_str());
    (!NO_DEED.contains(&noun.as_str())).then(|| (noun, format!("it is refused {rest}").trim().to_owned()))
}

/// What else than the plain form a deed may be called by a noun: `review it`, `create a review`.
fn deeds_of(noun: &str) -> Vec<String> {
    let known = super::told::deed_of(noun).map(|verb| format!("{verb} it"));
    known.into_iter().chain([format!("create a {noun}"), format!("{noun} it")]).collect()
}

// "a second review of it is refused with 409", "any further loan gets 409"
pattern!(
    SECOND,
    r"(?i)^(?:an?|any|every|the)\s+(?:second|further|repeated|duplicate|additional)\s+([a-z]+)\b([^,;]*?)\s+(?:is|are|gets|answers|returns|fails|gives)\s+(.+)$"
);
// "a second review", "a repeated one"
pattern!(COUNTED_SECOND, r"(?i)^(?:an?|any|every|the)\s+(?:second|repeated|duplicate)\b");
// "writes one note; any further one …"
pattern!(ONE, r"(?i)\b(?:one|once|single)\b");
// "a decline without a reason is refused with 422"
pattern!(
    NOUN_DEED,
    r"(?i)^(?:an?|any|every)\s+([a-z]+)\s+((?:without|with|of|for|on|whose|that)\b[^;]*?)\s+(?:is|are|gets|answers|returns|fails|gives)\s+(.+)$"
);

// "the kite to delete is aloft"
pattern!(
    TO_DO,
    r"(?i)^(?:the|an?)\s+([a-z][a-z -]{1,24}?)\s+to\s+(?:be\s+)?([a-z]+)\s+((?:is|has|was)\s+.+)$"
);

// "further loans are refused with 409"
pattern!(
    MORE_REFUSED,
    r"(?i)^(?:any\s+|all\s+)?(?:new|further|more|other|additional|later)\s+([a-z]+)\s+(?:is|are)\s+((?:refused|rejected|denied|answered)\b.*)$"
);
// "no further loans are accepted: 409"
pattern!(
    NO_MORE,
    r"(?i)^no\s+(?:new|further|more|other|additional)?\s*([a-z]+)\s+(?:is|are|can be|may be)\s+(?:accepted|taken|possible|allowed|permitted|made|created|added)\b(.*)$"
);
// "deletion of a kite"
pattern!(NOUN_OF, r"(?i)^(?:the\s+)?([a-z]+)\s+of\s+((?:an?|the|any|its)\s+.+)$");
// "a user who is not the owner lends a kite"
pattern!(
    WHO_IS_NOT,
    r"(?i)^(?:an?|the|any)\s+([a-z_]+)\s+(?:who|that)\s+(?:is not (?:the|its) (?:owner|author|creator|maker)(?: of (?:it|the [a-z]+))?|does not own it|did not (?:create|make|write) it|does not own the [a-z]+|did not (?:create|make|write) the [a-z]+)\s+(.+)$"
);

/// What a consequence refuses that goes on about things in number, as their noun and what comes of it.
fn refused_more(then: &str) -> Option<(String, String)> {
    let (noun, rest) = match (MORE_REFUSED.captures(then), NO_MORE.captures(then)) {
        (Some(found), _) => (found.get(1)?.as_str().to_owned(), format!("it is {}", found.get(2)?.as_str())),
        (_, Some(found)) => {
            let rest = found.get(2).map_or("", |rest| rest.as_str()).trim_matches([':', ',', '(', ')', ' ']);
            (
                found.get(1)?.as_str().to_owned(),
                format!("it is refused, {rest}").trim_end_matches(", ").to_owned(),
            )
        }
        _ => return None,
    };
    Some((crate::words::singular(&noun.to_lowercase()), rest))
}

/// The readings of a sentence, the likeliest first: of several of them one at most makes sense.
pub fn readings(text: &str) -> Vec<Told> {
    let bare = super::told::unlabelled(text);
    let (folded, text) = without_case(&bare);
    let first = text.split(';').next().unwrap_or(&text).trim();
    let told = |given: String, when: &str, then: &str| Told { folded, ..Told::of_parts(&given, when, then) };
    let mut found = Vec::new();
    let Some(clauses) = Clauses::read(first) else {
        for part in text.split(';').map(indicative) {
            if let Some(said) = SECOND.captures(part.trim())
                && let (Some(noun), Some(then)) = (said.get(1), said.get(3))
            {
                // "Any further login after 5 failures" is not the second one.
                let counted = !COUNTED_SECOND.is_match(part.trim()) && !ONE.is_match(&text);
                if counted {
                    continue;
                }
                let of = said.get(2).map_or("", |of| of.as_str()).trim();
                // "A second course with it": with a value that the sentence before speaks of.
                if ["with it", "with this", "with that", "with the same"]
                    .iter()
                    .any(|with| of.starts_with(with))
                {
                    continue;
                }
                let again = |deed: String| {
                    told(String::new(), &format!("{deed} {of} again"), &refused(then.as_str()))
                };
                found.extend(deeds_of(&noun.as_str().to_lowercase()).into_iter().map(again));
            } else if let Some(said) = NOUN_DEED.captures(part.trim())
                && let (Some(noun), Some(rest), Some(then)) = (said.get(1), said.get(2), said.get(3))
            {
                let deed = |deed: String| {
                    told(String::new(), &format!("{deed} {}", rest.as_str()), &refused(then.as_str()))
                };
                found.extend(deeds_of(&noun.as_str().to_lowercase()).into_iter().map(deed));
            }
        }
        return found;
    };
    let given = clauses.given.join(" and ");
    let all = |more: &str| format!("{given} {more}").trim().to_owned();
    let when = clauses.when.join(" and ");
    let then = clauses.then.as_str();
    if let Some((deed, rest)) = deed_in(then) {
        found.push(told(all(&when), &deed, &refused(&rest)));
    }
    if let Some((noun, then)) = refused_noun(then).or_else(|| refused_more(then)) {
        found.extend(deeds_of(&noun).into_iter().map(|deed| told(all(&when), &deed, &then)));
    }
    if let [clause] = clauses.when.as_slice()
        && let Some(said) = TO_DO.captures(clause)
        && let (Some(thing), Some(verb), Some(rest)) = (said.get(1), said.get(2), said.get(3))
    {
        let is = format!("{given} the {} {}", thing.as_str(), rest.as_str());
        found.push(told(is.trim().to_owned(), &format!("{} the {}", verb.as_str(), thing.as_str()), then));
    }
    for (at, clause) in clauses.when.iter().enumerate() {
        let others = clauses.when.iter().enumerate().filter(|(other, _)| *other != at);
        let others: Vec<&str> = others.map(|(_, clause)| clause.as_str()).collect();
        let others = others.join(" and ");
        if let Some(said) = WHO_IS_NOT.captures(clause)
            && let (Some(who), Some(deed)) = (said.get(1), said.get(2))
        {
            let deed = format!("a {} {}", who.as_str(), deed.as_str());
            found.push(told(all(&format!("{others} of someone else")), &deed, then));
        }
        if let Some(said) = NOUN_OF.captures(clause)
            && let (Some(noun), Some(thing)) = (said.get(1), said.get(2))
            && let Some(verb) = super::told::deed_of(noun.as_str())
        {
            found.push(told(all(&others), &format!("{verb} {}", thing.as_str()), then));
        }
        if let Some((thing, deed)) = described(clause) {
            found.push(told(all(&format!("{others} {thing}")), &deed, then));
        }
        found.push(told(all(&others), clause, then));
        // "a kite is lent and it is torn": what is done, and what is so.
        for (at, _) in clause.match_indices(" and ") {
            let (one, other) =
                (clause.get(..at).unwrap_or_default(), clause.get(at + 5..).unwrap_or_default());
            found.push(told(all(&format!("{others} {other}")), one, then));
            found.push(told(all(&format!("{others} {one}")), other, then));
        }
    }
    if clauses.when.is_empty() {
        found.push(told(given.clone(), "", then));
    }
    found
}

/// "refused with 409" as what comes of something.
fn refused(then: &str) -> String {
    format!("it is {then}")
}

/// A clause whose thing is described before it is said what is done to it: the thing as described, and the deed.
pub fn described(clause: &str) -> Option<(String, String)> {
    let found = RELATIVE.captures(clause.trim())?;
    let (thing, described, done) = (found.get(1)?.as_str(), found.get(2)?.as_str(), found.get(3)?.as_str());
    Some((format!("{thing} {described}"), format!("{thing} {done}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String, String)> {
        let found = Clauses::read(text)?;
        Some((found.given.join(" | "), found.when.join(" | "), found.then))
    }

    #[test]
    fn circumstances_deeds_and_consequences() {
        for (text, expected) in [
            (
                "WHEN a kite is lent THEN its state SHALL be aloft and its loans SHALL grow by one",
                ("", "a kite is lent", "its state is aloft and its loans grows by one"),
            ),
            (
                "WHEN a kite is lent WHILE it is torn THEN the system SHALL answer 409",
                ("", "a kite is lent WHILE it is torn", "answers 409"),
            ),
            (
                "WHILE a kite is torn, WHEN it is lent THEN the system SHALL NOT lend it",
                ("a kite is torn", "it is lent", "does not lend it"),
            ),
            (
                "IF a kite has fewer than 2 checks (2 unless configured) THEN lending it SHALL be refused with 409",
                ("", "a kite has fewer than 2 checks", "lending it is refused with 409"),
            ),
            (
                "Upon return of a kite, its state becomes idle.",
                ("", "return of a kite", "its state becomes idle"),
            ),
            (
                "Once a kite has been lent, lending it again gives 409",
                ("", "a kite has been lent", "lending it again gives 409"),
            ),
        ] {
            let (given, when, then) = expected;
            assert_eq!(read(text), Some((given.to_owned(), when.to_owned(), then.to_owned())), "{text}");
        }
        for text in [
            "A kite is lent to one.",
            "Before a kite is lent, it is checked.",
            "If it rains, or snows, it is idle.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_second_one_with_the_same_value_is_not_the_same_request() {
        assert!(!readings("A second kite of it is refused with 409").is_empty());
        assert!(readings("A second kite with it is refused with 409").is_empty());
    }

    #[test]
    fn deeds_within_consequences_and_things_that_are_described() {
        let pair = |one: &str, other: &str| Some((one.to_owned(), other.to_owned()));
        assert_eq!(deed_in("lending it is refused with 409"), pair("lending it", "refused with 409"));
        assert_eq!(refused_noun("refuses the loan with 409"), pair("loan", "it is refused with 409"));
        assert_eq!(refused_noun("refuses the request with 409"), None);
        assert_eq!(
            described("a kite that has any loan is deleted"),
            pair("a kite that has any loan", "a kite is deleted")
        );
        assert_eq!(
            without_case("a kite with the same name, compared without regard to case"),
            (true, "a kite with the same name".to_owned())
        );
        assert_eq!(
            without_case("a case with the same name"),
            (false, "a case with the same name".to_owned())
        );
    }
}

//! What else is there besides the object itself: others of its kind, what it is held against, whose it is, what is asked for.

use super::given::{Given, states_of};
use super::phrase::{Phrase, number};
use super::subject::Subject;
use crate::api::{Api, Resource, Sort, reference_to};
use crate::pattern::pattern;
use crate::words;
use serde_json::json;

// "the boat's `length` is greater than the berth's `length`"
pattern!(
    COMPARED,
    r"(?i)^\s*(?:if\s+|when\s+)?(?:the|an?)\s+([a-z]+)(?:'s|\u{2019}s)\s+`?([a-z_]+)`?\s+(?:is|exceeds)\s*(greater|larger|longer|more|higher|bigger|deeper|wider|heavier|less|smaller|lower|shorter|fewer)?\s*(?:than)?\s+(?:the|an?|that of the)\s+([a-z]+)(?:'s|\u{2019}s)\s+`?([a-z_]+)`?\s*$"
);

const OVERLAPS: &[&str] = &[
    "overlaps",
    "overlap",
    "overlapping",
    "overlaps with",
    "collides with",
    "collides",
    "clashes with",
    "clashes",
    "conflicts with",
    "intersects",
    "intersects with",
    "shares a night with",
    "shares a day with",
    "shares a slot with",
    "shares nights with",
    "shares days with",
    "shares time with",
    "at the same time as",
    "covers the same time as",
    "covers the same",
    "is at the same time as",
    "for the same time",
    "falls into",
];
const ANOTHERS: &[&str] = &[
    "is not the owner",
    "is not its owner",
    "is not the author",
    "is not the creator",
    "other than the owner",
    "other than its owner",
    "does not own it",
    "did not create it",
    "did not make it",
    "belongs to someone else",
    "belongs to somebody else",
    "belong to someone else",
    "is someone else's",
    "is somebody else's",
    "is not the caller's",
    "is not the caller's own",
    "is not theirs",
    "is not their own",
    "is not one's own",
    "does not belong to the caller",
    "doesn't belong to the caller",
    "is owned by someone else",
    "is owned by somebody else",
    "belongs to another",
    "is owned by another",
    "is another user's",
    "someone else",
    "somebody else",
    "anyone else",
    "anybody else",
];
const ASKED: &[&str] = &[
    "is asked for",
    "is requested",
    "is wanted",
    "is ordered",
    "is chosen",
    "is set",
    "is switched on",
    "is booked",
    "is true",
];

impl Given {
    /// Takes out of a clause what it says about others than the object itself.
    pub(super) fn company(&mut self, api: &Api, subject: &Subject, phrase: &mut Phrase) {
        self.anothers = phrase.take_any(ANOTHERS) || anothers_by_role(api, phrase);
        let Subject::New { own, parent } = subject else { return };
        let Some(own) = api.resources.get(*own) else { return };
        // "overlaps a closure of the room", where closures are things of their own
        let at_other = api.resources.iter().enumerate().any(|(at, other)| {
            other.name != own.name
                && parent.as_ref().is_none_or(|(known, _)| *known != at)
                && phrase.clone().take_name(&other.name)
        });
        if !at_other {
            self.many = many(api, own, phrase);
        }
        for (name, word) in api.flags(own) {
            let said = [name.to_lowercase(), word];
            if said.iter().any(|said| ASKED.iter().any(|asked| phrase.take(&format!("{said} {asked}")))) {
                self.sent.push((name, json!(true)));
            }
        }
    }

    /// Values that make a comparison between two things hold which a request names, where the clause is one.
    pub(super) fn compared(api: &Api, number: usize, subject: &Subject, clause: &str) -> Option<Self> {
        let found = COMPARED.captures(clause.trim())?;
        let word = |at: usize| found.get(at).map(|part| part.as_str().to_lowercase()).unwrap_or_default();
        let Subject::New { parent: Some((there, _)), .. } = subject else { return None };
        let named = |name: &str| {
            api.resources.iter().position(|resource| {
                resource.name.rsplit(' ').next() == Some(name)
                    && reference_to(&api.operations[number], resource).is_some()
            })
        };
        let (one, other) = (named(&word(1))?, named(&word(4))?);
        let less = ["less", "smaller", "lower", "shorter", "fewer"].contains(&word(3).as_str());
        if one == other
            || !(one == *there || other == *there)
            || word(3).is_empty() && !clause.contains("exceeds")
        {
            return None;
        }
        let (great, small) =
            if less { ((other, word(5)), (one, word(2))) } else { ((one, word(2)), (other, word(5))) };
        let rule = |(at, name): &(usize, String)| {
            let resource = api.resources.get(*at)?;
            let name = api
                .members(resource)
                .into_iter()
                .find(|known| words::folded(known) == words::folded(name))?;
            let facts = api.field_of(resource, &name)?;
            let ordered = matches!(facts.rule.sort, Sort::Integer | Sort::Number) && !facts.rule.owned;
            ordered.then(|| (name, facts.rule.clone()))
        };
        let ((great_name, great_rule), (small_name, small_rule)) = (rule(&great)?, rule(&small)?);
        let least = |rule: &crate::api::Rule| rule.least.unwrap_or(1.0);
        let low = least(&small_rule).max(least(&great_rule) - 1.0).ceil();
        let high = low + 1.0;
        if small_rule.most.is_some_and(|most| low > most) || great_rule.most.is_some_and(|most| high > most) {
            return None;
        }
        let mut given = Self::default();
        for ((at, _), name, value) in [(&great, great_name, high), (&small, small_name, low)] {
            let value = json!(value as i64);
            match at == there {
                true => given.values.push((name, value)),
                false => given.named.push((*at, vec![(name, value)])),
            }
        }
        Some(given)
    }
}

/// "belongs to another porter", "is another porter's".
fn anothers_by_role(api: &Api, phrase: &mut Phrase) -> bool {
    const SOMEBODY: &[&str] = &["user", "person", "caller", "customer", "account", "client", "member"];
    let base = |role: &String| {
        role.to_lowercase().trim_end_matches(|c: char| c == '_' || c.is_ascii_digit()).to_owned()
    };
    let all = api.roles.iter().map(base).chain(SOMEBODY.iter().map(|word| (*word).to_owned()));
    let all: Vec<String> = all.collect();
    let made = [
        "registered",
        "created",
        "made",
        "owns",
        "recorded",
        "submitted",
        "added",
        "has registered",
        "has created",
        "has made",
        "opened",
        "started",
        "wrote",
        "posted",
    ];
    let theirs = all.iter().any(|who| {
        made.iter().any(|made| {
            ["that", "which"].iter().any(|that| phrase.take(&format!("{that} another {who} {made}")))
                || phrase.take(&format!("{made} by another {who}"))
        })
    });
    let has = ["has", "already has", "uses", "already uses", "have"];
    theirs
        || all.into_iter().any(|role| {
            // "a code that another porter has" tells of a value, and not of whose the thing is.
            // "hands it to another porter" tells of what is done.
            const TOWARDS: &[&str] = &["to", "with", "for", "invites", "adds", "as"];
            !api.resources.iter().any(|resource| resource.name == role)
                && !TOWARDS.iter().any(|word| phrase.has(&format!("{word} another {role}")))
                && !has.iter().any(|verb| phrase.has(&format!("another {role} {verb}")))
                && [
                    format!("belongs to another {role}"),
                    format!("is owned by another {role}"),
                    format!("is another {role}"),
                    format!("of another {role}"),
                    format!("was made by another {role}"),
                    format!("another {role}"),
                ]
                .iter()
                .any(|form| phrase.take(form))
        })
}

/// "has three `reserved` stays already", "a `reserved` or `moored` stay there overlaps": how many, and in which states.
fn many(api: &Api, own: &Resource, phrase: &mut Phrase) -> Option<(usize, Vec<String>)> {
    let mut trial = phrase.clone();
    let overlaps = trial.take_any(OVERLAPS);
    let count = match overlaps {
        true => 1,
        false => {
            let all = trial.words();
            let (word, count) = all.into_iter().find_map(|word| {
                let count = number(word).filter(|count| (2..=12).contains(count))?;
                Some((word.to_owned(), usize::try_from(count).ok()?))
            })?;
            trial.take(&word);
            if !trial.take_any(&["has", "have", "holds", "with"]) {
                return None;
            }
            count
        }
    };
    let known = states_of(api, own).map(|(_, states)| states).unwrap_or_default();
    let states: Vec<String> = known.into_iter().filter(|state| trial.take(&state.to_lowercase())).collect();
    if states.len() > 1 {
        trial.take("or");
    }
    if !trial.take_name(&own.name) {
        return None;
    }
    trial.take_any(&["already", "open", "active", "running"]);
    if overlaps {
        // "with the new one", "with this one"
        trial.take_any(&["this", "the new", "new", "the requested", "requested"]);
        trial.take_any(&["another", "other", "existing"]);
        trial.take_name(&own.name);
    }
    *phrase = trial;
    Some((count, states))
}

/// The alternatives of a condition: "it is shut or belongs to another porter", each with its subject.
pub fn alternatives(condition: &str) -> Vec<String> {
    const VERBS: &[&str] =
        &["is", "are", "does", "has", "have", "belongs", "was", "exceeds", "cannot", "lies", "overlaps"];
    let parts: Vec<&str> =
        condition.split(", or ").flat_map(|part| part.split(" or ")).map(str::trim).collect();
    let says = |part: &str| words::words(part).iter().any(|word| VERBS.contains(&word.as_str()));
    if parts.len() < 2 || !parts.iter().all(|part| says(part)) {
        return vec![condition.to_owned()];
    }
    // "The boat", of which the other alternatives go on.
    let first = parts.first().copied().unwrap_or_default();
    let said: Vec<&str> = first.split_whitespace().collect();
    let at = said.iter().position(|word| VERBS.contains(&word.to_lowercase().as_str())).unwrap_or(0);
    let owner =
        said.iter().take(at).find_map(|word| word.strip_suffix("'s").or(word.strip_suffix("\u{2019}s")));
    let subject = said.get(..at).unwrap_or_default().join(" ");
    let full = |part: &&str| {
        let lower = part.to_lowercase();
        let begins = VERBS.iter().any(|verb| lower.starts_with(&format!("{verb} ")));
        match (begins, lower.strip_prefix("its "), owner) {
            (true, ..) => format!("{subject} {part}"),
            (_, Some(rest), Some(owner)) => format!("the {owner}'s {rest}"),
            _ => (*part).to_owned(),
        }
    };
    parts.iter().map(full).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_with_alternatives() {
        assert_eq!(
            alternatives("The boat does not exist or belongs to another skipper"),
            ["The boat does not exist", "The boat belongs to another skipper"]
        );
        assert_eq!(
            alternatives(
                "The boat's `length` is greater than the berth's `length`, or its `draught` is greater than the berth's `depth`"
            ),
            [
                "The boat's `length` is greater than the berth's `length`",
                "the boat's `draught` is greater than the berth's `depth`"
            ]
        );
        assert_eq!(
            alternatives("A `reserved` or `moored` stay overlaps"),
            ["A `reserved` or `moored` stay overlaps"]
        );
    }
}

//! What sentences say of a member over all objects: that no two of them share it, and what it is where nothing is sent for it.

use super::{Api, Resource, Sentence, fields, has_phrase, letters};
use crate::pattern::pattern;
use crate::{hedge, words};
use serde_json::{Value, json};

// "No two clients have the same name", "two shelves must not share a `code`"
pattern!(
    SHARED,
    r"\b(?:no two|no other|two) ([a-z][a-z -]{1,30}?) (?:may |can |must |shall )?(?:never |not |cannot )?(?:have|share|bear|carry|be given|use|get)s? (?:the same|one|an?|its) ([a-z][\w ]{1,30}?)(?: at once)?[.,;:]"
);
// "client names are unique", "the name of a client is unique", "names of clients are unique"
pattern!(
    UNIQUE,
    r"\b(?:the |an? |each |every )?([a-z][\w ]{1,40}?) (?:is|are|must be|has to be|have to be|shall be) unique\b"
);
// "a client without a `currency` gets `EUR`"
pattern!(
    WITHOUT,
    r"(?i)\b(?:without|with no|that lacks|created without) (?:an? |any |its |the )?`(\w+)`,? (?:it |that )?(?:gets|has|is given|receives|is created with|is made with|takes|starts with|is stored with) (?:the value )?`([^`]+)`"
);
// "`size` falls back to `7`", "`size` defaults to the setting `7`"
pattern!(FALLS, r"`(\w+)` (?:falls back to|defaults to) (?:the )?(?:setting |value of |value )*`([^`]+)`");
// What may stand behind it without narrowing it: "; 409 else", ", so a second one is refused", "(409 `name_taken`)"
pattern!(
    ENDS,
    r"^(?: at once)?(?:\s*[.;]|[,:]?\s*\(?(?:and |so |or )?(?:(?:the|an?|any) )?(?:second|other|next|later|another|repeated|duplicate|otherwise|else|required|\d{3})\b|\s*$)"
);

impl Api {
    /// Takes in what sentences say of members of all objects of a collection.
    pub(super) fn read_across(&mut self) {
        let (mut unique, mut given, mut folded) = (Vec::new(), Vec::new(), Vec::new());
        let mut last: Option<(usize, u32, (String, String))> = None;
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let found = shared(self, sentence);
            // "Upper and lower case make no difference" goes on about the sentence before.
            let known = || goes_on(last.take(), sentence).or_else(|| known_unique(self, sentence));
            if let Some(place) = found.clone().or_else(known)
                && compares_letters(self, sentence, &place)
            {
                folded.push(place);
            }
            if let Some(place) = found {
                last = Some((sentence.spec, sentence.range.end, place.clone()));
                unique.push(place);
            }
            given.extend(self::given(self, sentence));
        }
        for (entity, name) in unique {
            self.fields.refine(&entity, &name, |facts| facts.unique = true);
        }
        for (entity, name, value) in given {
            self.fields.refine(&entity, &name, |facts| {
                // In code it is the value itself.
                if facts.default.is_none() {
                    (facts.default, facts.quoted) = (Some(value), true);
                }
            });
        }
        self.folded = folded;
    }

    /// Whether letters of either case are the same to a member that no two objects share.
    pub fn is_folded(&self, resource: &Resource, name: &str) -> bool {
        let of = |entity: &String| resource.entity.as_ref() == Some(entity);
        self.folded.iter().any(|(entity, known)| of(entity) && known == name)
    }
}

/// The member of which a sentence says that it is taken or unique, where the data model calls it unique and it is the only such text of
/// the only thing that the sentence names: "Shelf names are trimmed, and unique whatever the case".
fn known_unique(api: &Api, sentence: &Sentence) -> Option<(String, String)> {
    let taken = ["unique", "already", "taken", "same", "another", "duplicate", "duplicates"];
    if !sentence.says(&taken) || sentence.says(&["within", "per", "for each", "of the same", "in the same"]) {
        return None;
    }
    let resource = one(api, &|resource| resource.is_named_in(&sentence.plain))?;
    let entity = resource.entity.clone()?;
    let mut members = api.fields.of_entity(&entity).filter(|(name, facts)| {
        let said = words::parts(name).join(" ");
        facts.unique
            && matches!(facts.rule.sort, super::Sort::Text)
            && (has_phrase(&sentence.plain, &said) || has_phrase(&sentence.plain, &format!("{said}s")))
    });
    let (name, _) = members.next()?;
    members.next().is_none().then(|| (entity.clone(), name.to_owned()))
}

fn goes_on(last: Option<(usize, u32, (String, String))>, sentence: &Sentence) -> Option<(String, String)> {
    let (spec, end, place) = last?;
    let adjacent = sentence.range.start >= end && sentence.range.start - end <= 2;
    (spec == sentence.spec && adjacent).then_some(place)
}

/// Whether a sentence says of the comparison of a member that upper and lower case are the same, and not of something else.
fn compares_letters(api: &Api, sentence: &Sentence, (entity, member): &(String, String)) -> bool {
    const OTHERS: &[&str] = &[
        "search",
        "searches",
        "searching",
        "searched",
        "filter",
        "filters",
        "filtering",
        "sort",
        "sorts",
        "sorting",
        "order",
        "list",
        "lists",
        "query",
        "queries",
        "find",
        "finds",
    ];
    const GENERIC: &[&str] = &[
        "a",
        "also",
        "and",
        "are",
        "as",
        "be",
        "both",
        "by",
        "check",
        "compared",
        "comparing",
        "comparison",
        "comparisons",
        "done",
        "here",
        "in",
        "is",
        "it",
        "its",
        "letter",
        "letters",
        "made",
        "name",
        "names",
        "of",
        "or",
        "that",
        "the",
        "these",
        "they",
        "this",
        "unique",
        "uniqueness",
        "value",
        "values",
        "where",
        "which",
        "with",
        "while",
    ];
    if sentence.says(OTHERS) {
        return false;
    }
    let Some(subject) = letters::subject(&sentence.plain) else { return false };
    words::words(subject).iter().all(|word| {
        let bare = words::folded(&words::singular(word));
        let own = bare == words::folded(member);
        let other = api.fields.of_entity(entity).any(|(name, _)| words::folded(name) == bare);
        own || GENERIC.contains(&word.as_str()) && !other
    })
}

/// The entity and the member that no two objects share.
fn shared(api: &Api, sentence: &Sentence) -> Option<(String, String)> {
    const DEPENDS: &[&str] = &[
        "if",
        "when",
        "unless",
        "while",
        "until",
        "per",
        "within",
        "among",
        "inside",
        "for each",
        "for every",
        "for one",
        "for the same",
        "in each",
        "in every",
        "in its",
        "in their",
        "in one",
        "in the same",
        "on each",
        "on every",
        "on its",
        "on one",
        "on the same",
        "at one",
        "at the same",
        "of one",
        "of the same",
        "by one",
        "by the same",
        "may be",
        "need not",
        "not unique",
    ];
    if sentence.says(DEPENDS) || hedge::is_done_elsewhere(&sentence.plain) {
        return None;
    }
    let plain = format!("{}.", sentence.plain.trim().trim_end_matches('.'));
    let denied = |found: &regex::Captures| {
        let whole = found.get(0).map_or("", |whole| whole.as_str());
        whole.starts_with("no ") != ["never", "not", "cannot"].iter().any(|word| has_phrase(whole, word))
    };
    // What stands before or behind may narrow it.
    let whole = |start: usize, end: usize| {
        let before = plain.get(..start).unwrap_or_default().trim_end();
        let behind = plain.get(end..).unwrap_or_default();
        let free = !before.contains(char::is_alphanumeric) || before.ends_with([';', ':', '.']);
        let cased = letters::subject(behind).is_some_and(|before| !before.contains(char::is_alphanumeric));
        free && (ENDS.is_match(behind) || cased)
    };
    if let Some(found) = SHARED.captures(&plain).filter(denied) {
        let thing = found.get(1)?.as_str().trim();
        let member = found.get(2)?;
        let resource = one(api, &|resource| resource.is_named_in(thing)).filter(|it| is_bare(it, thing))?;
        return place(api, resource, member.as_str().trim())
            .filter(|_| found.get(0).is_some_and(|all| whole(all.start(), member.end())));
    }
    let found = UNIQUE.captures(&plain)?;
    let said = found.get(1)?.as_str();
    let resource = one(api, &|resource| resource.is_named_in(said))?;
    let bare: Vec<&str> = said
        .split_whitespace()
        .filter(|word| !ARTICLES.contains(word) && *word != "of")
        .filter(|word| !resource.is_named_in(word.trim_end_matches("'s")))
        .collect();
    place(api, resource, &bare.join(" "))
        .filter(|_| found.get(0).is_some_and(|all| whole(all.start(), all.end())))
}

const ARTICLES: &[&str] = &["the", "a", "an", "any", "each", "every", "all", "its"];

/// Whether words are the name of a resource and nothing else: "the nets", and not "the torn nets".
fn is_bare(resource: &Resource, said: &str) -> bool {
    let words: Vec<&str> = said.split_whitespace().filter(|word| !ARTICLES.contains(word)).collect();
    let names = |words: &[&str]| resource.is_named_in(&words.join(" "));
    let shorter = [words.get(1..), words.get(..words.len().saturating_sub(1))];
    names(&words) && !shorter.into_iter().flatten().any(names)
}

/// The one resource that is as wanted.
fn one<'a>(api: &'a Api, wanted: &dyn Fn(&Resource) -> bool) -> Option<&'a Resource> {
    let mut found = api.resources.iter().filter(|resource| wanted(resource));
    found.next().filter(|_| found.next().is_none())
}

/// The member of a resource's objects that words name, as one or as several.
fn place(api: &Api, resource: &Resource, said: &str) -> Option<(String, String)> {
    // "the same e-mail address", "the same phone number": what sort of value it is
    const SORTS: &[&str] = &[" address", " number", " value"];
    let entity = resource.entity.clone()?;
    let members = api.members(resource);
    let called = |said: &str| {
        let said = words::folded(&words::singular(said));
        members.iter().find(|name| words::folded(name) == said).cloned()
    };
    let shorter = || SORTS.iter().find_map(|sort| called(said.strip_suffix(sort)?));
    let name = called(said).or_else(shorter)?;
    api.fields.field(&entity, &name)?;
    Some((entity, name))
}

/// The entity and the member of which a sentence says what it is where it is not sent.
fn given(api: &Api, sentence: &Sentence) -> Option<(String, String, String)> {
    if sentence.says(&["if", "when", "unless", "may", "might"]) || hedge::is_done_elsewhere(&sentence.plain) {
        return None;
    }
    let falls = FALLS.captures(&sentence.text);
    let found = falls.or_else(|| WITHOUT.captures(&sentence.text))?;
    let (whole, name, value) = (found.get(0)?, found.get(1)?.as_str(), found.get(2)?.as_str());
    // "gets `none` in the printed list": what goes on tells of another place, or of a part of the cases.
    let behind = sentence.text.get(whole.end()..)?.trim();
    if !(behind.is_empty() || behind.starts_with(['.', ';'])) {
        return None;
    }
    let before = super::plain(sentence.text.get(..whole.start())?);
    let before = before.rsplit(';').next()?.trim_matches(|c: char| !c.is_alphanumeric());
    let resource = if FALLS.is_match(whole.as_str()) {
        let about = api.resources_of(sentence);
        let mut about = about.into_iter().filter(|resource| place(api, resource, name).is_some());
        let one = about.next().filter(|_| about.next().is_none());
        one.filter(|resource| {
            let bare: Vec<&str> = before.split_whitespace().filter(|word| !ARTICLES.contains(word)).collect();
            bare.is_empty() || is_bare(resource, before.trim_end_matches("'s"))
        })?
    } else {
        one(api, &|resource| resource.is_named_in(before)).filter(|resource| is_bare(resource, before))?
    };
    let (entity, name) = place(api, resource, name)?;
    is_value(api, &entity, &name, value).then(|| (entity, name, value.to_owned()))
}

/// Whether what is written in code can be a value of a member that may be left out: no other member, and no answer.
fn is_value(api: &Api, entity: &str, name: &str, value: &str) -> bool {
    const ERRORS: &[&str] = &["missing", "required", "invalid", "error", "lacking", "empty", "blank"];
    let Some(facts) = api.fields.field(entity, name) else { return false };
    let folded = words::folded(value);
    let member = api.fields.of_entity(entity).any(|(other, _)| words::folded(other) == folded);
    let about = words::words(&name.replace('_', " "));
    let parts = words::words(&value.replace(['_', '-'], " "));
    let error = parts.iter().any(|part| ERRORS.contains(&part.as_str()))
        && parts.iter().any(|part| about.contains(part));
    let fits = [serde_json::from_str(value).ok(), Some(json!(value))]
        .iter()
        .flatten()
        .any(|value: &Value| facts.rule.broken_by(value).is_none());
    let needed = facts.optional == Some(false);
    !member && !error && !needed && fits && !fields::is_refusal(value)
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn read(said: &str) -> (bool, Option<String>, bool) {
        let text = format!(
            "# Nets\n\n## Data\n\n### Net\n\n| Field | Type |\n|---|---|\n| id | integer |\n| name | string |\n| mesh | string |\n\n{said}\n\n## API\n\n- `POST /nets` adds a net\n- `GET /nets/{{id}}` reads one\n- `POST /boats` adds a boat\n- `GET /boats/{{id}}` reads one\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let net = api.resources.iter().find(|resource| resource.name == "net").unwrap();
        let of = |name: &str| api.field_of(net, name).unwrap();
        (of("name").unique, of("mesh").default.clone(), api.is_folded(net, "name"))
    }

    #[test]
    fn what_no_two_objects_share() {
        for said in [
            "No two nets have the same name.",
            "- Two nets must not share a name.",
            "The name of a net is unique.",
            "The name of a net is unique: 409 `name_taken`.",
            "No two nets have the same name, so a second one is refused.",
        ] {
            assert!(read(said).0, "{said}");
        }
        for said in [
            "No two nets have the same mesh.",
            "No two boats have the same name.",
            "Two nets may have the same name.",
            "The name of a net is unique within its boat.",
            "The name of a net is unique in its harbour.",
            "The name of a net is unique among those at sea.",
            "At sea, the name of a net is unique.",
            "No two torn nets have the same name.",
            "No two nets of a crew have the same name.",
            "No two nets have the same name, on one deck.",
            "No two nets have the same name: this holds for each boat.",
        ] {
            assert!(!read(said).0, "{said}");
        }
        for said in [
            "Upper and lower case make no difference.",
            "The comparison is case-insensitive.",
            "Names are compared ignoring case.",
        ] {
            assert!(read(&format!("- No two nets have the same name. {said}")).2, "{said}");
        }
        assert!(read("- No two nets have the same name, ignoring case.").2);
        for said in [
            "",
            "In any case, a second one is refused.",
            "The comparison is not case-insensitive.",
            "Search is case-insensitive.",
            "The mesh is case-insensitive.",
            "Case does not matter in filters.",
        ] {
            assert!(!read(&format!("- No two nets have the same name. {said}")).2, "{said}");
        }
    }

    #[test]
    fn what_is_given_where_nothing_is_sent() {
        assert_eq!(read("- A net without a `mesh` gets `wide`.").1.as_deref(), Some("wide"));
        assert_eq!(
            read("The `mesh` of a net is free. `mesh` falls back to `fine`.").1.as_deref(),
            Some("fine")
        );
        assert_eq!(read("- A boat without a `mesh` gets `wide`.").1, None);
        for said in [
            "- If it is old, a net without a `mesh` gets `wide`.",
            "- A net without a `mesh` gets `none` on its tag.",
            "- In the harbour's book, a net without a `mesh` gets `none`.",
            "- A net without a `mesh` gets `mesh_missing`.",
            "- A net without a `mesh` gets `422`.",
            "- A torn net without a `mesh` gets `wide`.",
            "The `mesh` of a net is free. `mesh` defaults to `name`.",
            "The `mesh` of a net is free. `mesh` falls back to `name` of the net.",
        ] {
            assert_eq!(read(said).1, None, "{said}");
        }
    }
}

//! What sentences say of a member over all objects: that no two of them share it, and what it is where nothing is sent for it.

use super::{Api, Resource, Sentence, has_phrase};
use crate::pattern::pattern;
use crate::words;

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
// "the case of letters does not matter", "in any case"
const CASE: &[&str] = &[
    "upper and lower case make no difference",
    "case makes no difference",
    "case does not matter",
    "case-insensitive",
    "case-insensitively",
    "case insensitive",
    "ignoring case",
    "regardless of case",
    "whatever the case",
    "in any case",
    "letters of either case",
    "without regard to case",
];

impl Api {
    /// Takes in what sentences say of members of all objects of a collection.
    pub(super) fn read_across(&mut self) {
        let (mut unique, mut given, mut folded) = (Vec::new(), Vec::new(), Vec::new());
        let mut last: Option<(usize, u32, (String, String))> = None;
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let found = shared(self, sentence);
            // "Upper and lower case make no difference" goes on about the sentence before.
            if let Some(place) = found.clone().or_else(|| goes_on(last.take(), sentence))
                && CASE.iter().any(|phrase| has_phrase(&sentence.plain, phrase))
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

fn goes_on(last: Option<(usize, u32, (String, String))>, sentence: &Sentence) -> Option<(String, String)> {
    let (spec, end, place) = last?;
    let adjacent = sentence.range.start >= end && sentence.range.start - end <= 2;
    (spec == sentence.spec && adjacent).then_some(place)
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
        "of the same",
        "may be",
        "need not",
        "not unique",
    ];
    if sentence.says(DEPENDS) {
        return None;
    }
    let plain = format!("{}.", sentence.plain.trim().trim_end_matches('.'));
    let denied = |found: &regex::Captures| {
        let whole = found.get(0).map_or("", |whole| whole.as_str());
        whole.starts_with("no ") != ["never", "not", "cannot"].iter().any(|word| has_phrase(whole, word))
    };
    if let Some(found) = SHARED.captures(&plain).filter(denied) {
        let thing = found.get(1)?.as_str().trim();
        let member = found.get(2)?.as_str().trim();
        let resource = one(api, &|resource| resource.is_named_in(thing))?;
        return place(api, resource, member);
    }
    let found = UNIQUE.captures(&plain)?;
    let said = found.get(1)?.as_str();
    let resource = one(api, &|resource| resource.is_named_in(said))?;
    let bare: Vec<&str> = said
        .split_whitespace()
        .filter(|word| !["of", "the", "a", "an", "each", "every", "all", "its"].contains(word))
        .filter(|word| !resource.is_named_in(word.trim_end_matches("'s")))
        .collect();
    place(api, resource, &bare.join(" "))
}

/// The one resource that is as wanted.
fn one<'a>(api: &'a Api, wanted: &dyn Fn(&Resource) -> bool) -> Option<&'a Resource> {
    let mut found = api.resources.iter().filter(|resource| wanted(resource));
    found.next().filter(|_| found.next().is_none())
}

/// The member of a resource's objects that words name, as one or as several.
fn place(api: &Api, resource: &Resource, said: &str) -> Option<(String, String)> {
    let entity = resource.entity.clone()?;
    let said = words::folded(&words::singular(said));
    let name = api.members(resource).into_iter().find(|name| words::folded(name) == said)?;
    api.fields.field(&entity, &name)?;
    Some((entity, name))
}

/// The entity and the member of which a sentence says what it is where it is not sent.
fn given(api: &Api, sentence: &Sentence) -> Option<(String, String, String)> {
    if sentence.says(&["if", "when", "unless", "may", "might"]) {
        return None;
    }
    if let Some(found) = FALLS.captures(&sentence.text) {
        let name = found.get(1)?.as_str();
        let about = api.resources_of(sentence);
        let mut about = about.into_iter().filter(|resource| place(api, resource, name).is_some());
        let resource = about.next().filter(|_| about.next().is_none())?;
        let (entity, name) = place(api, resource, name)?;
        return Some((entity, name, found.get(2)?.as_str().to_owned()));
    }
    let found = WITHOUT.captures(&sentence.text)?;
    let (name, value) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    let before = super::plain(sentence.text.get(..found.get(0)?.start())?);
    let resource = one(api, &|resource| resource.is_named_in(&before))?;
    let (entity, name) = place(api, resource, name)?;
    Some((entity, name, value.to_owned()))
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
        ] {
            assert!(read(said).0, "{said}");
        }
        for said in [
            "No two nets have the same mesh.",
            "No two boats have the same name.",
            "Two nets may have the same name.",
            "The name of a net is unique within its boat.",
        ] {
            assert!(!read(said).0, "{said}");
        }
        assert!(read("- No two nets have the same name. Upper and lower case make no difference.").2);
        assert!(!read("- No two nets have the same name.").2);
    }

    #[test]
    fn what_is_given_where_nothing_is_sent() {
        assert_eq!(read("- A net without a `mesh` gets `wide`.").1.as_deref(), Some("wide"));
        assert_eq!(
            read("The `mesh` of a net is free. `mesh` falls back to `fine`.").1.as_deref(),
            Some("fine")
        );
        assert_eq!(read("- A boat without a `mesh` gets `wide`.").1, None);
        assert_eq!(read("- If it is old, a net without a `mesh` gets `wide`.").1, None);
    }
}

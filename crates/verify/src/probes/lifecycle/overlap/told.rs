//! What is said not to be at the same time, and of what: "two bookings of one room never overlap", "a room cannot be used by two
//! lessons at once", and the rows of errors that tell of it in a phrase: "the room is taken at that time".

use super::super::most::{counts_new, states_counted};
use super::times::Course;
use crate::api::{Api, Resource, Sentence, has_phrase, plain};
use crate::hedge;
use crate::pattern::pattern;
use crate::words;

// "never overlap", "must not share a day", "no two bookings overlap", "never has two visits that overlap"
pattern!(
    APART,
    r"\b(?:never|must not|may not|cannot|can not|do not|don't|shall not|are not allowed to) (?:overlap|intersect|collide|share an? (?:day|night|hour|minute|moment))\b|\bno two [\w -]{2,40} (?:that )?overlap\b|\b(?:never|must not|may not|cannot|can not|shall not) (?:has|have) two [\w -]{2,40} (?:that|which) overlap\b|\b(?:never|must not|may not|does not|shall not|must never) (?:let|allow|permit) (?:any )?two [\w -]{2,40} (?:to )?overlap\b"
);
// "a room cannot be used by two lessons at once", "a guide is never given two tours at the same time"
pattern!(
    AT_ONCE,
    r"\b(?:is never|can never|must never|never|cannot|can not|must not|may not|shall not|no [a-z]+ is ever|no [a-z]+ can be|no [a-z]+ may be)(?: be)?(?: (?:in|on|at|used|booked|taken|occupied|reserved|given|promised|let|lent|needed|assigned|have|has|host|hold|run))?(?: (?:by|for|to|in|on|with))? two ([\w -]{2,40}?) (?:at once|at one time|at the same (?:time|hour|moment|minute)|simultaneously)\b"
);
// "the room is taken at that time", "the guide already has a tour during that time", "overlap in the diary of the guide"
pattern!(
    ROW,
    r"^(?:an? |the )?[\w' -]{3,60}? (?:at|in|during|for|over) (?:that|this|the same|the wanted|the given|the chosen|these|those) (?:time|times|hours|period|span|slot|days|dates)$|^(?:an? |the )?overlaps? (?:in|with|of) [\w' -]{3,40}$|^[\w' -]{3,40} overlaps? (?:with )?an?other [\w' -]{3,40}$"
);
// "if a visit would overlap another visit of the same guide, the system answers 409"
pattern!(
    WOULD,
    r"^(?:if|when|where) (?:an?|the) ([a-z][\w -]{1,30}?) (?:would overlap|overlaps|would collide)(?: with)? (?:an?other|an existing) ([a-z][\w -]{1,30}?)(?: (?:of|for|on|in) the same [a-z][\w -]{1,30}?)?(?: that is not ([a-z_]+))?(?:,| then )"
);
// "two open bookings of one room"
pattern!(TWO, r"\b(?:no )?two ((?:[\w-]+ ?){1,5})");
// "one may begin at the minute in which the other ends", "they may touch"
pattern!(
    TOUCH,
    r"\b(?:begins?|starts?) (?:at|in) (?:the )?(?:very )?(?:moment|minute|time|instant) (?:at|in) which another (?:one )?ends,? (?:does not|is no|do not) overlap|\bmay (?:touch|follow (?:each other|one another) directly)\b|\bmay (?:begin|start)\b[^.;]{0,30}\bin which (?:the other|another) (?:one )?ends\b|\bmay (?:begin|start)\b[^.;]{0,30}\b(?:moment|minute|second|instant) (?:at which )?(?:the other|another) (?:one )?ends\b|\bback[ -]to[ -]back\b[^.;]{0,30}\b(?:allowed|fine|possible)\b"
);
// "the first and the last day both count", "both days included"
pattern!(
    WHOLE_DAYS,
    r"\bfirst and (?:the )?last day (?:both )?(?:count|are included|included|belong)|\bboth (?:days|ends) (?:count|are included|included|belong)"
);

/// Things that must not be at the same time.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    pub resource: usize,
    pub course: Course,
    /// The member of the request that says of what there must not be two: the room of the lessons.
    pub shared: Option<String>,
    /// The members of which other rules of this kind say so.
    pub others: Vec<String>,
    pub statuses: Vec<u16>,
    pub touch: bool,
    /// Whether the day on which one ends is its own as well.
    pub whole_days: bool,
}

pub fn read(api: &Api, sentence: &Sentence) -> Option<Apart> {
    if !sentence.cells.is_empty() {
        return of_row(api, sentence);
    }
    // "that are `held` or `open`" holds for new ones where these begin so.
    let mut told = sentence.plain.clone();
    let counting = states_counted(api, &mut told);
    // "that is not cancelled": new ones are not.
    if let Some(found) = WOULD.captures(told.trim_start()) {
        let state = found.get(3).map(|state| state.as_str());
        let says = sentence.error_statuses().len() == 1 && found[1] == found[2];
        let fresh = |at: usize| state.is_none_or(|state| !begins_in(api, at, &[state.to_owned()]));
        let resource =
            api.one_made(|_, resource| resource.is_named_in(&found[1])).filter(|at| says && fresh(*at))?;
        let course = Course::of(api, &api.resources[resource])?;
        let shared = shared(api, resource, &course, found.get(0)?.as_str());
        let statuses = sentence.error_statuses();
        return Some(Apart {
            resource,
            course,
            shared,
            others: Vec::new(),
            statuses,
            touch: false,
            whole_days: false,
        });
    }
    let at_once = AT_ONCE.is_match(&told);
    let told = if at_once { told.replace(" at once", "") } else { told };
    let plain = told.as_str();
    if !(at_once || APART.is_match(plain)) || hedge::is_done_elsewhere(plain) {
        return None;
    }
    // What holds for some of them only, or in some states, need not hold for two new ones.
    let some = [
        "if",
        "when",
        "may overlap",
        "should",
        "warning",
        "warns",
        "that are",
        "which are",
        "that is",
        "who are",
        "while",
        "once",
        "after",
        "unless",
        "except",
    ];
    if some.iter().any(|word| has_phrase(plain, word)) {
        return None;
    }
    let named = api
        .resources
        .iter()
        .enumerate()
        .filter(|(at, resource)| resource.is_named_in(plain) && are_new(api, *at, plain))
        .filter(|(at, _)| counting.as_ref().is_none_or(|states| begins_in(api, *at, states)));
    let mut courses = named.filter_map(|(at, resource)| Some((at, Course::of(api, resource)?)));
    let (resource, course) = courses.next()?;
    // "An overlapping one is answered with 409", "the refusal is 409": the next sentences go on about it.
    let refusing = |other: &&Sentence| {
        std::ptr::eq(*other, sentence)
            || other.says(&[
                "overlapping",
                "overlap",
                "the refusal",
                "the second one",
                "on the day on which another",
            ])
    };
    let statuses: Vec<u16> = near(api, sentence)
        .filter(refusing)
        .flat_map(|other| other.error_statuses())
        .filter(|status| *status != 404)
        .collect();
    let touch = near(api, sentence).any(|other| TOUCH.is_match(&other.plain));
    let whole_days = !touch && near(api, sentence).any(|other| WHOLE_DAYS.is_match(&other.plain));
    // "Only lessons that are planned or held count."
    let counts = |other: &Sentence| {
        !(other.says(&["only"]) && other.says(&["count", "counts", "block"]))
            || first_state(api, resource).is_some_and(|first| has_phrase(&other.plain, &first))
    };
    if !near(api, sentence).all(counts) {
        return None;
    }
    let shared = shared(api, resource, &course, plain);
    courses.next().is_none().then_some(Apart {
        resource,
        course,
        shared,
        others: Vec::new(),
        statuses,
        touch,
        whole_days,
    })
}

/// The rule with what the other rules about the same things are about: "a pupil cannot be in two lessons at once" beside rooms.
pub fn with_others(api: &Api, apart: Apart) -> Apart {
    let told = api.sentences.iter().filter(|sentence| sentence.cells.is_empty());
    let others =
        told.filter_map(|sentence| read(api, sentence)).filter(|other| other.resource == apart.resource);
    let others = others.filter_map(|other| other.shared).filter(|other| apart.shared.as_ref() != Some(other));
    let others = if apart.shared.is_some() { others.collect() } else { Vec::new() };
    Apart { others, ..apart }
}

/// What a row of errors tells of that kind.
fn of_row(api: &Api, row: &Sentence) -> Option<Apart> {
    let statuses = row.error_statuses();
    let [409 | 422 | 400] = statuses.as_slice() else { return None };
    let is_told = |cell: &String| ROW.is_match(cell);
    let said = row.cells.iter().map(|(_, cell)| plain(cell).trim().trim_end_matches('.').to_owned());
    let said = said.filter(is_told).find(|said| !hedge::holds_in_some_cases(said))?;
    let all = api.resources.iter().enumerate();
    let mut found: Vec<(usize, Course, Option<String>, bool)> = Vec::new();
    for (at, resource) in all.filter(|(_, resource)| resource.create.is_some()) {
        let Some(course) = Course::of(api, resource) else { continue };
        let shared = shared(api, at, &course, &said);
        let named = resource.is_named_in(&said);
        if named || shared.is_some() {
            found.push((at, course, shared, named));
        }
    }
    if found.iter().any(|(.., named)| *named) {
        found.retain(|(.., named)| *named);
    }
    let [(resource, course, shared, _)] = found.as_slice() else { return None };
    let (course, shared) = (course.clone(), shared.clone());
    Some(Apart {
        resource: *resource,
        course,
        shared,
        others: Vec::new(),
        statuses,
        touch: false,
        whole_days: false,
    })
}

/// The one member of the request that says of what there must not be two: a reference to what is named, or a text that is called so.
fn shared(api: &Api, at: usize, course: &Course, plain: &str) -> Option<String> {
    let own = &api.resources[at];
    let request = api.operations[own.create?].request.as_ref()?.json()?.as_object()?;
    let said = words::words(plain);
    let is = |name: &String| {
        let mut parts = words::parts(name);
        if parts.len() > 1 && parts.last().is_some_and(|last| matches!(last.as_str(), "id" | "name" | "code"))
        {
            parts.pop();
        }
        let chosen =
            api.asked_of(own, name).is_some_and(|facts| facts.rule.sort == crate::api::Sort::Boolean);
        let thing = words::parts(&own.name) == parts;
        !chosen
            && !thing
            && !course.has(name)
            && parts
                .iter()
                .all(|part| said.iter().any(|word| words::singular(word.trim_end_matches("'s")) == *part))
    };
    let fits = |value: &serde_json::Value| value.is_string() || value.is_i64();
    let mut members = request.iter().filter(|(name, value)| fits(value) && is(name)).map(|(name, _)| name);
    members.next().filter(|_| members.next().is_none()).cloned()
}

/// Whether what a sentence says of two things holds for new ones: "two bookings", "two open bookings" where a new one is open.
fn are_new(api: &Api, at: usize, plain: &str) -> bool {
    let resource = &api.resources[at];
    let Some(found) = TWO.captures(plain) else {
        return true;
    };
    let words: Vec<&str> = found[1].split_whitespace().collect();
    let things = (1..=words.len()).find(|count| resource.is_named_in(&words[count - 1..*count].join(" ")));
    match things {
        Some(1) | None => true,
        Some(2) => counts_new(api, at, &words[..2].join(" ")),
        Some(_) => false,
    }
}

/// The state in which things begin, where their members say so.
fn first_state(api: &Api, at: usize) -> Option<String> {
    let resource = &api.resources[at];
    let (_, states) = api.states_of(resource)?;
    let entity = resource.entity.as_ref()?;
    let mut firsts = api.fields.of_entity(entity).filter_map(|(_, facts)| facts.first_value());
    firsts.find(|first| states.iter().any(|state| state == first)).map(str::to_lowercase)
}

/// Whether new ones are in one of some states.
fn begins_in(api: &Api, at: usize, states: &[String]) -> bool {
    let name = &api.resources[at].name;
    states.iter().any(|state| counts_new(api, at, &format!("{} {name}", state.to_lowercase())))
}

/// A sentence, and what stands right behind it.
fn near<'a>(api: &'a Api, sentence: &'a Sentence) -> impl Iterator<Item = &'a Sentence> {
    const NEAR: u32 = 240;
    api.sentences.iter().filter(|other| {
        other.spec == sentence.spec
            && other.range.start >= sentence.range.start
            && other.range.start <= sentence.range.end + NEAR
    })
}

/// The title of what is claimed: of what, and by which members.
pub fn title(resource: &Resource, apart: &Apart) -> String {
    let (by, several) = (apart.course.said(), resource.plural());
    let of = apart.shared.as_ref().map_or("the same one".to_owned(), |shared| format!("one `{shared}`"));
    format!("no 2 {several} of {of} overlap in their {by}, not even in part: the second is refused")
}

//! How many of something there may be at once: "a shelf must not have more than three open loans", "a fourth open loan with 409",
//! "only one loan of a shelf may be `running` at a time".

mod counted;
mod daily;
mod trial;

use crate::api::{Api, Resource, Sentence, has_phrase};
use crate::claim::{Claim, Needs};
use crate::hedge;
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::words;
use abide_model::Kind;
use counted::counted_states;
pub(super) use counted::counts_new;
use trial::{too_many, too_many_held, too_many_made, two_in_state};

/// More of them than this are not made.
const MANY: usize = 20;
const NUMBERS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];
const ORDINALS: &[&str] = &[
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
];

// "have more than three open loans", "has at most 3 loans", "no more than 3 open loans per shelf"
pattern!(
    COUNTED,
    r"(?:(?:must not|may not|cannot|can not|never|shall not|must never) (?:have|hold|get) (?:more than|over)|(?:has|have|holds?|may have|can have|must have|there (?:are|may be|can be)) (?:at most|no more than|up to|a maximum of)|^(?:at most|no more than|up to)) (\w+) ([\w -]{3,60})"
);
// "a fourth open loan with 409", "a 4th loan is refused"
pattern!(
    NTH,
    r"\b(?:a|the) (\w+) ((?:[\w-]+ ){0,2}[\w-]+?)(?: (?:of|for|in) (?:the same|the|a|an|one) [\w -]{2,24}?)? (?:with|is refused|is rejected|is answered|answers|gives|returns|fails|→|\()"
);
// "only one loan of a shelf may be running at a time"
pattern!(
    ONE_AT_A_TIME,
    r"only one ([\w -]{2,24}?) (?:of|per|for|on) (?:an? |each |the |every |one |the same )?([\w -]{2,24}?) (?:may be|can be|is|must be) ([\w -]{3,24}?) (?:at a time|at once|at the same time|simultaneously)"
);
// "if another loan of the shelf is running, it is refused with 409"
pattern!(
    IF_ANOTHER,
    r"(?:if|when|while) another ([\w -]{2,24}?) (?:of|for|on) (?:the|its|that|the same) ([\w -]{2,24}?) is (?:already )?([\w -]{3,24}?)(?:,|$| it | this )"
);

// "while one order of a machine is running, starting a second one of that machine is refused with 409"
pattern!(
    WHILE_ONE,
    r"while (?:one|an?|another) ([\w -]{2,24}?) (?:of|for|on) (?:an? |the |one )?([\w -]{2,24}?) is (?:already |still )?([\w -]{3,24}?), [a-z]+ing (?:a second|another|a further)(?: one)?\b"
);

// "a reader who already has 3 open loans gets 409 for the next one"
pattern!(
    ALREADY,
    r"\b(?:an?|the|any|every) ([\w -]{2,24}?) (?:who|that|which) (?:already )?(?:has|have|holds?) (\w+) ([\w -]{3,40}?) (?:gets?|is refused|is rejected|is answered|is turned away|receives?|cannot|can not|may not|must not) "
);

// "if a reader has as many open loans as 3 allows"
pattern!(
    AS_MANY,
    r"\b(?:if|when|while|once|where) (?:an?|the|any|every) ([\w -]{2,24}?) (?:already )?(?:has|have|holds?) as many ([\w -]{3,40}?) as (\w+)(?: (?:allows?|permits?))?\b"
);

/// What may be there at most.
#[derive(Clone, Debug, PartialEq)]
enum Most {
    /// So many objects of the first resource that belong to one of the second.
    Count(usize, usize, usize),
    /// One object of the first resource that belongs to one of the second in this state.
    InState(usize, usize, String),
    /// So many objects of a resource in this state that one caller of a role has.
    Held(usize, usize, String, String),
    /// So many objects of a resource that one caller of a role made, which count in each of these states.
    Made(usize, usize, String, Vec<String>),
}

/// What statements say.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<Claim> {
    if let Some(daily) = daily::of_sentence(api, sentence) {
        return vec![daily];
    }
    read(api, sentence).into_iter().map(|(most, statuses)| claim(api, most, statuses)).collect()
}

/// What sentences beside an operation say of it, where they are no statements of their own.
pub fn of_operation(context: &ItemContext, number: usize) -> Vec<Claim> {
    let api = &context.facts.api;
    // What is said of things is tried with the operation that makes them.
    let makes = |sentence: &Sentence| matches!(read(api, sentence), Some((Most::Count(_, one, _), _)) if api.resources[one].create == Some(number));
    let own = |sentence: &&Sentence| {
        let about = match &sentence.scope {
            crate::api::Scope::Operations(all) => all.contains(&number),
            crate::api::Scope::Resources(_) => sentence.spec == context.number && makes(sentence),
            crate::api::Scope::General => false,
        };
        about && !context.is_held(sentence, |kind| kind != Kind::Endpoint)
    };
    api.sentences.iter().filter(own).flat_map(|sentence| of_sentence(api, sentence)).collect()
}

fn claim(api: &Api, most: Most, statuses: Vec<u16>) -> Claim {
    let name = |at: usize| api.resources[at].name.clone();
    let title = match &most {
        Most::Count(count, one, of) => format!("one {} has at most {count} of {}", name(*of), name(*one)),
        Most::InState(one, of, state) => {
            format!("only one {} of a {} is {state} at a time", name(*one), name(*of))
        }
        Most::Held(count, one, state, role) => {
            format!("a {role} has at most {count} of {} that are {state}", name(*one))
        }
        Most::Made(count, one, role, states) => {
            let counted =
                if states.len() > 1 { format!(" that are {}", states.join(" or ")) } else { String::new() };
            format!("a {role} has at most {count} of {}{counted}", name(*one))
        }
    };
    let held = matches!(most, Most::Held(..) | Most::Made(..));
    let claim = Claim::new(title, Needs::Target, move |stage| {
        let tried = match &most {
            Most::Count(count, one, of) => too_many(stage, *count, *one, *of, &statuses),
            Most::InState(one, of, state) => two_in_state(stage, *one, *of, state, &statuses),
            Most::Held(count, one, state, role) => {
                too_many_held(stage, (*count, *one), state, role, &statuses)
            }
            Most::Made(count, one, role, states) => {
                too_many_made(stage, (*count, *one), role, states, &statuses)
            }
        };
        tried.unwrap_or_else(|outcome| outcome)
    });
    // What others make counts as well.
    if held { claim.alone() } else { claim }
}

/// What a sentence says of how many there may be, with the statuses that refuse one more.
fn read(api: &Api, sentence: &Sentence) -> Option<(Most, Vec<u16>)> {
    if !sentence.cells.is_empty() {
        return None;
    }
    // What is shown at once, and what is thrown away, is no limit of what there may be; nor is what holds in some cases.
    let shown = [
        "list",
        "lists",
        "listing",
        "show",
        "shows",
        "shown",
        "return",
        "returns",
        "returned",
        "page",
        "pages",
        "paged",
        "per page",
        "page size",
        "search",
        "searches",
        "result",
        "results",
        "response",
        "responses",
        "newest",
        "oldest",
        "latest",
        "first",
        "last",
        "recent",
        "dropped",
        "discarded",
        "evicted",
        "overwritten",
        "forgotten",
        "keeps",
        "batch",
        "chunk",
        "retries",
        "attempts",
        "usually",
        "normally",
        "typically",
        "on average",
        "expected",
        "expect",
        "used to",
        "example",
        "e.g",
        "unless",
        "except",
        "imports",
        "import",
    ];
    let plain = sentence.plain.as_str();
    if sentence.says(&shown) || hedge::is_done_elsewhere(plain) || hedge::is_unenforced(plain) {
        return None;
    }
    // What stands in brackets explains.
    let mut plain = sentence.plain.trim().trim_end_matches('.').to_owned();
    while let Some((before, behind)) = plain.split_once(" (") {
        let rest = behind.split_once(')').map_or("", |(_, rest)| rest);
        plain = format!("{before}{rest}");
    }
    // What it is for is no case of it: "to keep one from emptying the store, a house may have at most 5".
    if plain.trim_start().starts_with("to ")
        && let Some((_, rest)) = plain.split_once(", ")
    {
        plain = rest.to_owned();
    }
    let mut plain = plain.replace(" at the same time", " at once");
    // "that are `asked` or `running`" says which ones count.
    let counting = states_counted(api, &mut plain);
    // So does what says which ones count.
    if let Some(at) = plain.find(", counting ") {
        plain.truncate(at);
    }
    let named = |text: &str| -> Option<usize> {
        let last = text.split_whitespace().last()?;
        let whole =
            |resource: &Resource| words::singular(last) == resource.name || resource.is_named_in(text);
        api.resources.iter().position(|resource| resource.create.is_some() && whole(resource))
    };
    let statuses = || {
        let own = sentence.error_statuses();
        own.into_iter().filter(|status| !matches!(status, 401 | 404)).collect::<Vec<u16>>()
    };
    let one_alone = ONE_AT_A_TIME.captures(&plain).or_else(|| WHILE_ONE.captures(&plain));
    if let Some(said) = one_alone.or_else(|| IF_ANOTHER.captures(&plain)) {
        let state = state(api, &said[3])?;
        let (one, of) = (named(&said[1])?, named(&said[2])?);
        return api.holds(one, of).then(|| (Most::InState(one, of, state), statuses()));
    }
    if let Some(said) = ALREADY.captures(&plain) {
        let (count, one) = (number(&said[2])?, named(&said[3])?);
        let behind = plain.get(said.get(0)?.end()..).unwrap_or_default();
        let create = api.resources[one].create.map(|create| api.operations[create].title().to_lowercase());
        let refuses_one_more = is_of_one_more(behind) || create.is_some_and(|title| behind.contains(&title));
        if !refuses_one_more || is_narrowed(&plain, said.get(0)?.start()) {
            return None;
        }
        let most = held_by(api, one, &said[3], &said[1], count)?;
        return (1..=MANY).contains(&count).then(|| (most, statuses())).filter(|(_, all)| !all.is_empty());
    }
    if let Some(said) = AS_MANY.captures(&plain) {
        let (count, one) = (number(&said[3])?, named(&said[2])?);
        let most = held_by(api, one, &said[2], &said[1], count)?;
        return (1..=MANY).contains(&count).then(|| (most, statuses())).filter(|(_, all)| !all.is_empty());
    }
    if let Some(said) = COUNTED.captures(&plain) {
        let count = number(&said[1])?;
        if is_narrowed(&plain, said.get(0)?.start()) {
            return None;
        }
        let things = said[2].split(" at a time").next()?.split(" at once").next()?.trim();
        let (things, per) = match [" per ", " for each ", " for every ", " for one ", " of one ", " of a "]
            .iter()
            .find_map(|word| things.split_once(word))
        {
            Some((things, per)) => {
                // "A sheet has at most one line per part" counts those of both.
                let before = plain.get(..said.get(0)?.start()).unwrap_or_default();
                let clause = before.rsplit([',', ';', ':', '.']).next().unwrap_or(before);
                let other = |resource: &Resource| resource.is_named_in(clause) && !resource.is_named_in(per);
                if role_in(api, clause).is_some() || api.resources.iter().any(other) {
                    return None;
                }
                (things, per.to_owned())
            }
            None => (things, plain.get(..said.get(0)?.start()).unwrap_or_default().to_owned()),
        };
        // What narrows them otherwise is known to nobody.
        if counting.is_none() && [" that are ", " which are "].iter().any(|word| things.contains(word)) {
            return None;
        }
        let one = taken_out(api, things).or_else(|| named(things))?;
        if let Some(states) = &counting {
            let most = counted_by(api, one, (things, &per), count, states)?;
            return (1..=MANY).contains(&count).then(|| (most, statuses()));
        }
        let things = if taken_out(api, things).is_some() { api.resources[one].name.as_str() } else { things };
        let held = held(api, one, things, &per).map(|(state, role)| Most::Held(count, one, state, role));
        let of = || {
            let held = |of: &usize| api.holds(one, *of) || trial::middle(api, one, *of).is_some();
            let of = named(&per).filter(|of| held(of) && counts_new(api, one, things))?;
            let resource = &api.resources[of];
            let is = |said: &str| said == resource.name || words::singular(said) == resource.name;
            if !is_all_of(&per, is) {
                return None;
            }
            Some(Most::Count(count, one, of))
        };
        let most = held.or_else(of).or_else(|| held_by(api, one, things, &per, count))?;
        return (1..=MANY).contains(&count).then(|| (most, statuses()));
    }
    for said in NTH.captures_iter(&plain) {
        let Some(count) = ORDINALS.iter().position(|word| *word == &said[1]).or_else(|| nth(&said[1])) else {
            continue;
        };
        let Some(one) = named(&said[2]) else { continue };
        let mut above = (0..api.resources.len()).filter(|of| api.holds(one, *of));
        let (Some(of), None) = (above.next(), above.next()) else { continue };
        let behind = plain.get(said.get(0)?.end().saturating_sub(1)..).unwrap_or_default();
        // "a fourth one with 409 in the log" is no refusal.
        let ends = behind.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let refuses = sentence.says(&[
            "refuse",
            "refuses",
            "refused",
            "reject",
            "rejects",
            "rejected",
            "not allow",
            "answers",
            "answered",
            "fails",
            "returns",
            "gives",
            "denied",
            "deny",
        ]);
        if !refuses && ends.count() > 3 {
            continue;
        }
        let statuses: Vec<u16> = behind
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| part.len() == 3)
            .filter_map(|part| part.parse().ok())
            .filter(|status| (400..500).contains(status))
            .take(1)
            .collect();
        if (3..=MANY).contains(&count) && !statuses.is_empty() && counts_new(api, one, &said[2]) {
            return Some((Most::Count(count - 1, one, of), statuses));
        }
    }
    None
}

// "that are asked, running or in notice"
pattern!(
    THAT_ARE,
    r" (?:that|which) are (?:either |still |currently )?((?:in )?[\w-]+(?:(?:, or |, | or | and )(?:in )?[\w-]+)*)"
);

/// Takes the clause that says in which states things count out of a text in lower case; the states.
pub(super) fn states_counted(api: &Api, plain: &mut String) -> Option<Vec<String>> {
    let found = THAT_ARE.captures(plain)?;
    let (whole, list) = (found.get(0)?.range(), found.get(1)?.as_str());
    let list = list.replace(", or ", ",").replace(" or ", ",").replace(" and ", ",");
    let states: Option<Vec<String>> =
        list.split(',').map(|said| state(api, said.trim().trim_start_matches("in "))).collect();
    let states = states?;
    plain.replace_range(whole, "");
    Some(states)
}

/// What may be there at most in some states: of those that begin in one of them, so many are made; of others, so many are brought there.
fn counted_by(
    api: &Api,
    one: usize,
    (things, per): (&str, &str),
    count: usize,
    states: &[String],
) -> Option<Most> {
    let name = &api.resources[one].name;
    if !counts_new(api, one, things) {
        return None;
    }
    let begins = states.iter().any(|state| counts_new(api, one, &format!("{} {name}", state.to_lowercase())));
    match (role_in(api, per), states) {
        (Some(role), _) if begins => Some(Most::Made(count, one, role, states.to_vec())),
        (Some(role), [state]) => Some(Most::Held(count, one, state.clone(), role)),
        (Some(_), _) => None,
        (None, _) => {
            let named = |resource: &Resource| {
                resource.create.is_some() && is_all_of(per, |said| said == resource.name)
            };
            let of = api.resources.iter().position(named).filter(|of| api.holds(one, *of))?;
            begins.then_some(Most::Count(count, one, of))
        }
    }
}

/// What is out while a thing is: of "tools out at a time" the loans of tools, which are `out` as they are made.
fn taken_out(api: &Api, things: &str) -> Option<usize> {
    let [thing, state] = things.split_whitespace().collect::<Vec<_>>()[..] else { return None };
    let thing = api.resources.iter().position(|resource| resource.name == words::singular(thing))?;
    let takes = |at: usize, resource: &Resource| {
        at != thing
            && resource.create.is_some()
            && api.holds(at, thing)
            && counts_new(api, at, &format!("{state} {}", resource.name))
            && api.states_of(resource).is_some_and(|(_, states)| states.iter().any(|known| known == state))
    };
    let mut taking = api.resources.iter().enumerate().filter(|(at, resource)| takes(*at, resource));
    taking.next().filter(|_| taking.next().is_none()).map(|(at, _)| at)
}

/// What somebody of a role has at most, in a state or as it was made.
fn held_by(api: &Api, one: usize, things: &str, per: &str, count: usize) -> Option<Most> {
    if let Some((state, role)) = held(api, one, things, per) {
        return Some(Most::Held(count, one, state, role));
    }
    let role = role_in(api, per)?;
    counts_new(api, one, things).then(|| Most::Made(count, one, role, counted_states(api, one, things)))
}

/// The role that words name, and of which they say no more: "a reader", and not "a reader without a deposit".
fn role_in(api: &Api, per: &str) -> Option<String> {
    api.roles.iter().find(|role| is_all_of(per, |said| crate::api::same_role(role, said))).cloned()
}

/// Whether the last clause of words is a name and nothing that narrows it.
fn is_all_of(per: &str, is: impl Fn(&str) -> bool) -> bool {
    const FILLING: &[&str] = &[
        "a",
        "an",
        "the",
        "any",
        "every",
        "each",
        "one",
        "single",
        "all",
        "same",
        "also",
        "and",
        "is",
        "are",
        "be",
        "allowed",
        "permitted",
        "possible",
        "at",
        "time",
        "x",
        "there",
        "must",
    ];
    let clause = per.rsplit([',', ';', ':', '.']).next().unwrap_or(per);
    let clause = clause.rsplit(" that ").next().unwrap_or(clause);
    let said = words::words(clause);
    let named: Vec<&str> = said.iter().map(String::as_str).filter(|word| !FILLING.contains(word)).collect();
    is(&named.join(" ")) || is(&named.join("_"))
}

/// Whether words speak of one that comes on top of those that are there.
fn is_of_one_more(plain: &str) -> bool {
    const MORE: &[&str] = &["next", "another", "further", "more", "additional", "new"];
    MORE.iter().chain(ORDINALS.iter().skip(2)).any(|word| has_phrase(plain, word))
}

/// Whether what is said at a place in a sentence holds in some cases alone: "during probation, a reader has at most 3 loans".
fn is_narrowed(plain: &str, at: usize) -> bool {
    let begins = plain.get(..at).and_then(|before| before.rfind(';')).map_or(0, |before| before + 1);
    let part = plain.get(begins..).unwrap_or(plain);
    let part = part.split(';').next().unwrap_or(part).replace("at once", "");
    // What comes of one more is no case of its own.
    let cases = |clause: &str| {
        hedge::holds_in_some_cases(&clause.replace("otherwise", "")) && !is_of_one_more(clause)
    };
    let before = plain.get(begins..at).unwrap_or_default();
    let clauses: Vec<&str> = before.split(',').collect();
    let (_, placed) = clauses.split_last().unwrap_or((&"", &[]));
    part.split(',').any(cases) || placed.iter().any(|clause| hedge::is_place(clause))
}

/// The state of what is counted, and the role that has it: "a reader has at most 5 loans that are open".
fn held(api: &Api, one: usize, things: &str, per: &str) -> Option<(String, String)> {
    let role = role_in(api, per)?;
    let is = |state: &String| {
        has_phrase(things, &state.to_lowercase().replace(['_', '-'], " "))
            || has_phrase(things, &state.to_lowercase())
    };
    let mut states = api.states.names().into_iter().filter(|state| is(state));
    let state = states.next().filter(|_| states.next().is_none())?;
    let resource = api.resources.get(one)?;
    let has = |name: &String| {
        let facts = api.field_of(resource, name);
        facts.is_some_and(
            |facts| matches!(&facts.rule.sort, crate::api::Sort::Choice(words) if words.contains(&state)),
        )
    };
    api.members(resource).iter().any(has).then_some((state, role))
}

pub(super) fn number(word: &str) -> Option<usize> {
    NUMBERS.iter().position(|known| *known == word).or_else(|| word.parse().ok())
}

fn nth(word: &str) -> Option<usize> {
    ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .and_then(|digits| digits.parse().ok())
}

/// The state that words name.
fn state(api: &Api, said: &str) -> Option<String> {
    let spaced = |state: &str| state.to_lowercase().replace(['_', '-'], " ");
    let wanted = spaced(said.trim().trim_start_matches("in state ").trim_start_matches("in the state "));
    api.states.names().into_iter().find(|state| spaced(state) == wanted)
}

#[cfg(test)]
mod tests;

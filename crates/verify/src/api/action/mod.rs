//! Which operations an action in words means: "Delete orders", "Cancel a parcel", "GET /notes", "manage users".

mod covering;
mod deed;
mod listed;
mod nouns;

use super::{Access, Api, Operation, PathTemplate};
use crate::words;
use covering::named_in_path;
use deed::{Create, Deed, Delete, FILLING, List, Read, Update, deeds, does};
pub use listed::{Listed, listed};
use nouns::{making_the_one, names_deed, reading_the_trail};

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// The operations that an action means; an error says why that is not certain.
pub fn operations_of(api: &Api, spec: usize, action: &str) -> Result<Vec<usize>, String> {
    let mut whole = of_action(api, spec, action)?;
    let each: Vec<_> = each_deed(action).iter().map(|deed| of_action(api, spec, deed)).collect();
    // "Add or remove a door" is both of them, where each is one that is known.
    if each.iter().all(Result::is_ok) {
        for number in each.into_iter().flatten().flatten() {
            if !whole.contains(&number) {
                whole.push(number);
            }
        }
    }
    Ok(whole)
}

/// The deeds of an action that has several verbs for one thing: "add a door" and "remove a door" of "add or remove a door".
fn each_deed(action: &str) -> Vec<String> {
    let lower = action.trim().to_lowercase();
    let joined = lower.replace(" and ", ",").replace(" or ", ",").replace('/', ",");
    let parts: Vec<&str> = joined.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let Some((last, verbs)) = parts.split_last().filter(|(_, verbs)| !verbs.is_empty()) else {
        return Vec::new();
    };
    let Some((_, thing)) = last.split_once(' ') else { return Vec::new() };
    if lower.contains('`') || !verbs.iter().all(|verb| verb.chars().all(char::is_alphabetic)) {
        return Vec::new();
    }
    verbs.iter().map(|verb| format!("{verb} {thing}")).chain([(*last).to_owned()]).collect()
}

/// The operations that an action means as a whole.
fn of_action(api: &Api, spec: usize, action: &str) -> Result<Vec<usize>, String> {
    let named = by_path(api, action);
    if !named.is_empty() {
        return Ok(named);
    }
    if has_path(action) {
        return Err(format!("`{action}` names a path that the specification does not document"));
    }
    if is_everything(action) {
        let all = |operation: &Operation| operation.is_of(spec) && operation.access != Access::Public;
        return Ok(numbers(api, &all));
    }
    if is_every_change(action) {
        let all = |operation: &Operation| {
            operation.is_of(spec) && operation.access != Access::Public && !operation.is_safe()
        };
        return Ok(numbers(api, &all));
    }
    if let Some(number) = by_deed(api, spec, action).or_else(|| by_thing_of_verb(api, spec, action)) {
        return Ok(vec![number]);
    }
    if let Some(number) = by_heading(api, spec, action) {
        return Ok(vec![number]);
    }
    if let Some(trail) = reading_the_trail(api, spec, action) {
        return Ok(vec![trail]);
    }
    let made = making(api, action);
    let action = made.as_deref().unwrap_or(action);
    if let Some(number) = made.as_deref().and_then(|action| making_the_one(api, spec, action)) {
        return Ok(vec![number]);
    }
    let looser = || {
        let described = by_summary(api, spec, action).or_else(|| covering::only_one(api, spec, action));
        described
            .or_else(|| by_own_name(api, spec, action))
            .or_else(|| by_first_state(api, action).map(|number| vec![number]))
    };
    let asked = || asked_for(api, action).and_then(|action| by_words(api, spec, &action).ok());
    by_words(api, spec, action).or_else(|reason| looser().or_else(asked).ok_or(reason))
}

/// What makes a thing that is in the state that a verb brings about as soon as it is made: "admit a guest", who is `admitted` at first.
fn by_first_state(api: &Api, action: &str) -> Option<usize> {
    let said = words::words(action);
    let (verb, rest) = said.split_first()?;
    let named = |name: &String| rest.iter().any(|word| words::singular(word) == *name);
    let first = |state: &String| {
        words::brings(verb, state)
            && api.states.before(state).next().is_none()
            && api.states.edges().iter().any(|edge| edge.from == *state)
    };
    let mut making = api.resources.iter().filter_map(|resource| {
        let (_, states) = api.states_of(resource).filter(|_| named(&resource.name))?;
        resource.create.filter(|_| states.iter().any(first))
    });
    making.next().filter(|_| making.next().is_none())
}

/// "Request a stay", "plan a tour", where nothing is called after the verb and nothing else is made for such a thing.
fn asked_for(api: &Api, action: &str) -> Option<String> {
    let lower = action.trim().to_lowercase();
    let verb = ["request", "plan", "schedule"].iter().find(|verb| lower.starts_with(&format!("{verb} ")))?;
    let rest = lower.get(verb.len()..)?.trim_start();
    let thing = ["a ", "an ", "the ", "new "].iter().find_map(|article| rest.strip_prefix(article));
    let thing = thing.or_else(|| Some(rest).filter(|rest| !rest.ends_with('s')))?;
    let own = api.resources.iter().find(|resource| resource.name == words::singular(thing.trim()))?;
    let create = own.create?;
    let named = api.operations.iter().any(|operation| {
        operation.path.to_string().split('/').any(|part| words::singular(part).starts_with(verb))
    });
    let made_for = api.operations.iter().enumerate().any(|(number, operation)| {
        number != create && operation.method == "POST" && super::reference_to(operation, own).is_some()
    });
    (!named && !made_for).then(|| format!("create a {thing}"))
}

/// Verbs that may mean making something.
const MAKING: &[&str] =
    &["cast", "record", "log", "enter", "capture", "raise", "file", "issue", "write down", "draft"];

/// Whether a word may mean making something, and names nothing itself.
fn may_make(api: &Api, word: &str) -> bool {
    MAKING.contains(&word) && !api.resources.iter().any(|resource| resource.name == word)
}

/// "Record a harvest" in words that every interface has, where this one has no deed of that name.
fn making(api: &Api, action: &str) -> Option<String> {
    let lower = action.trim().to_lowercase();
    let verb = MAKING.iter().find(|verb| lower.starts_with(&format!("{verb} ")))?;
    let rest = lower.get(verb.len()..)?.trim_start();
    let own = |operation: &Operation| {
        operation.path.last_literal().is_some_and(|last| words::singular(last) == *verb)
    };
    let named = || api.resources.iter().any(|resource| resource.name == words::singular(rest.trim()));
    let made =
        ["a ", "an ", "the ", "new ", "their "].iter().any(|article| rest.starts_with(article)) || named();
    (made && !api.operations.iter().any(own)).then(|| format!("create {rest}"))
}

/// Whether an action is all that there is to do.
fn is_everything(action: &str) -> bool {
    const ADDING_NOTHING: &[&str] = &["do", "access", "use", "call", "manage", "full", "to", "the", "api"];
    let said = words::words(action);
    let telling: Vec<&str> =
        said.iter().map(String::as_str).filter(|word| !ADDING_NOTHING.contains(word)).collect();
    matches!(
        telling.as_slice(),
        ["everything" | "anything"]
            | [
                "all" | "every" | "any",
                "endpoints" | "endpoint" | "operations" | "operation" | "actions" | "action"
            ]
    )
}

/// Whether an action is every change that there is to make: "change anything", "write data".
fn is_every_change(action: &str) -> bool {
    let said = words::words(action);
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    matches!(
        said.as_slice(),
        [
            "change" | "modify" | "alter" | "write" | "edit" | "mutate",
            "anything" | "everything" | "any" | "data"
        ] | ["change" | "modify" | "alter" | "write" | "edit", "any", "data"]
            | ["make", "any", "changes" | "change"]
            | ["make" | "perform", "changes"]
    )
}

/// The one operation on a thing whose path ends with the verb: "seal a letter" is `POST /letters/{id}/seal`.
fn by_deed(api: &Api, spec: usize, action: &str) -> Option<usize> {
    let said = words::words(action);
    let several = [" or ", " and ", ","].iter().any(|joint| action.contains(joint));
    let verb = said.first().filter(|_| !several)?;
    let fits = |operation: &Operation| {
        let own = operation.path.last_literal().is_some_and(|last| last.eq_ignore_ascii_case(verb));
        let acts = operation.path.parameters().next().is_some() && !operation.path.ends_with_parameter();
        let thing = api.resource_at(operation).is_some_and(|resource| {
            let others = said.iter().skip(1).any(|word| words::singular(word) == resource.name);
            others || resource.is_named_in(&action.to_lowercase())
        });
        operation.is_of(spec) && own && acts && !operation.is_safe() && thing
    };
    match numbers(api, &fits).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Where things are called as what one does: to inspect a hive is to make an inspection of it, and not to read it.
pub fn by_thing_of_verb(api: &Api, spec: usize, action: &str) -> Option<usize> {
    let said = words::words(action);
    let (verb, rest) = said.split_first()?;
    if !deeds(verb).is_none_or(|deeds| deeds == [List, Read])
        || api.resources.iter().any(|resource| resource.name == *verb)
    {
        return None;
    }
    const ENDINGS: &[&str] = &["ion", "ation", "tion", "ment", "ing", "al", "ance"];
    let made = |resource: &&super::Resource| {
        let ending = resource.name.strip_prefix(verb.trim_end_matches('e'));
        ending.is_some_and(|ending| ENDINGS.contains(&ending))
    };
    let mut all = api.resources.iter().filter(made).filter_map(|resource| resource.create);
    // What is made below one thing may be listed by itself as well.
    let create = all.next().filter(|first| all.all(|other| other == *first))?;
    let operation = &api.operations[create];
    let path = named_in_path(operation);
    let of_parent = rest.iter().any(|word| path.contains(&words::singular(word)));
    (operation.is_of(spec) && (of_parent || rest.is_empty())).then_some(create)
}

/// The one operation that stands under a heading, or beside a description, of the same words: "Read a note".
fn by_heading(api: &Api, spec: usize, action: &str) -> Option<usize> {
    let essence = |text: &str| -> Vec<String> {
        let said = words::words(text).into_iter().map(|word| words::stem(&words::singular(&word)));
        said.filter(|word| !ARTICLES.contains(&word.as_str())).collect()
    };
    let wanted = essence(action);
    // One word alone is a thing as a rule, and no deed.
    if wanted.len() < 2 {
        return None;
    }
    // "Book seats" beside it says it in the same way.
    let summary = |operation: &Operation| operation.summary.trim().trim_end_matches('.').to_owned();
    let same = |operation: &Operation| {
        operation.is_of(spec)
            && (essence(&operation.heading) == wanted
                || essence(&summary(operation)) == wanted
                || title(operation).is_some_and(|title| essence(title) == wanted))
    };
    match numbers(api, &same).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// What stands as a title before an operation: "**Book seats** – `POST /bookings` takes …".
fn title(operation: &Operation) -> Option<&str> {
    let (before, behind) = operation.summary.split_once('`')?;
    let names_it = behind.starts_with(&format!("{} /", operation.method)) || behind.starts_with('/');
    let title = before.trim_end().strip_suffix(['–', '—', '-', ':']).filter(|_| names_it)?;
    Some(title.trim_matches(['*', ' ', '_', ':']))
}

/// Words of a heading that say nothing of their own.
const ARTICLES: &[&str] = &["a", "an", "the", "one", "single", "new", "all", "any", "of"];

/// The one operation that is described in the words of an action: `borrow a book` is `POST /loans`, "Borrows a book".
fn by_summary(api: &Api, spec: usize, action: &str) -> Option<Vec<usize>> {
    let essence = |text: &str| -> Vec<String> {
        let sentence = text.split(['.', ';', ':', '(', ',']).next().unwrap_or_default();
        let mut said = words::words(sentence);
        // "porters open a door"
        let role = |text: &str| api.roles.iter().any(|role| super::same_role(role, text));
        while said.len() > 1
            && said
                .first()
                .is_some_and(|first| role(first) || first == "and" || first == "the" || first == "a")
        {
            said.remove(0);
        }
        let said = said.into_iter().map(|word| words::stem(&words::singular(&word)));
        said.filter(|word| !FILLING.contains(&word.as_str())).collect()
    };
    let wanted = essence(action);
    let verb = wanted.first()?;
    // "Take, start or finish a job" is more than its first word.
    if wanted.len() == 1 && action.contains(',') {
        return None;
    }
    let same = |operation: &Operation| {
        let known = essence(&operation.summary);
        operation.is_of(spec)
            && known.first().is_some_and(|first| {
                first == verb || first.trim_end_matches('e') == verb.trim_end_matches('e')
            })
            && wanted.iter().skip(1).all(|word| known.contains(word))
            && (wanted.len() == 1 || known.len() <= wanted.len() + 1)
    };
    // "confirm" alone is the one operation with that verb.
    let acts = |operation: &Operation| {
        operation.is_of(spec)
            && wanted.len() == 1
            && operation.path.parameters().next().is_some()
            && !operation.path.ends_with_parameter()
            && operation.path.last_literal().is_some_and(|last| last.eq_ignore_ascii_case(verb))
    };
    match (numbers(api, &same).as_slice(), numbers(api, &acts).as_slice()) {
        ([one], _) | ([], [one]) => Some(vec![*one]),
        _ => None,
    }
}

/// The one operation that is called as an action begins: "unseal a letter" is `POST /boxes/{name}/unseal`, where letters are
/// something that the specification speaks of.
fn by_own_name(api: &Api, spec: usize, action: &str) -> Option<Vec<usize>> {
    let said = words::words(action);
    let (verb, rest) = said.split_first()?;
    let known = |word: &String| {
        FILLING.contains(&word.as_str()) || api.mentions(word) || api.mentions(&words::singular(word))
    };
    let acts = |operation: &Operation| {
        operation.is_of(spec)
            && operation.path.parameters().next().is_some()
            && !operation.path.ends_with_parameter()
            && !operation.is_safe()
            && operation.path.last_literal().is_some_and(|last| last.eq_ignore_ascii_case(verb))
    };
    let thing = rest.iter().filter(|word| !FILLING.contains(&word.as_str())).count();
    let other = api.resources.iter().any(|resource| resource.is_named_in(&rest.join(" ")));
    match numbers(api, &acts).as_slice() {
        [one] if deeds(verb).is_none() && thing == 1 && !other && rest.iter().all(known) => Some(vec![*one]),
        _ => None,
    }
}

fn has_path(action: &str) -> bool {
    action.split(|c: char| c.is_whitespace() || c == '`').any(|word| word.len() > 1 && word.starts_with('/'))
}

/// The operations whose methods and paths an action names; a path that ends with `*` names all below it.
fn by_path(api: &Api, action: &str) -> Vec<usize> {
    let separators = |c: char| c.is_whitespace() || matches!(c, '`' | '*' | ',' | '(' | ')' | '"' | '+');
    let starred = action.replace("/**", "/\u{1}").replace("/*", "/\u{1}");
    let (mut methods, mut fresh): (Vec<String>, bool) = (Vec::new(), true);
    let mut found = Vec::new();
    for token in starred.split(separators).filter(|token| !token.is_empty()) {
        let listed: Vec<&str> = token.split(['/', '|']).filter(|part| !part.is_empty()).collect();
        if !listed.is_empty() && listed.iter().all(|part| METHODS.contains(part)) {
            if fresh {
                methods.clear();
            }
            fresh = false;
            methods.extend(listed.iter().map(|part| (*part).to_owned()));
            continue;
        }
        let Some(_) = token.strip_prefix('/').filter(|rest| !rest.is_empty()) else { continue };
        let below = token.ends_with('\u{1}');
        let path = PathTemplate::read(token.trim_end_matches('\u{1}').trim_end_matches('.'));
        let deeds: Vec<Deed> = words::words(action)
            .iter()
            .filter_map(|word| deeds(&words::singular(word)))
            .flatten()
            .copied()
            .collect();
        for (number, operation) in api.operations.iter().enumerate() {
            let at = if below {
                operation.path.starts_with(&path) || starts_within(&operation.path, &path)
            } else {
                operation.path.same(&path) || ends_alike(&operation.path, &path)
            };
            let by_method = methods.is_empty() || methods.contains(&operation.method);
            let by_deed =
                !methods.is_empty() || deeds.is_empty() || deeds.iter().any(|deed| does(operation, *deed));
            if at && by_method && by_deed && !found.contains(&number) {
                found.push(number);
            }
        }
        fresh = true;
    }
    found
}

/// Whether a path ends as another one does: `/parcels` of a matrix is `/api/v1/parcels` of the documentation.
fn ends_alike(path: &PathTemplate, said: &PathTemplate) -> bool {
    let (long, short) = (path.segments().len(), said.segments().len());
    short > 0
        && long > short
        && path.prefix(long - short).parameters().next().is_none()
        && path.to_string().split('/').skip(1).skip(long - short).count() == short
        && PathTemplate::read(
            &path
                .to_string()
                .split('/')
                .skip(1 + long - short)
                .map(|part| format!("/{part}"))
                .collect::<String>(),
        )
        .same(said)
}

fn starts_within(path: &PathTemplate, said: &PathTemplate) -> bool {
    let length = said.segments().len();
    (0..path.segments().len()).any(|extra| ends_alike(&path.prefix(length + extra), said))
}

/// What the objects at a path are called: `line item` of `/line-items/{id}`.
fn noun(path: &PathTemplate) -> Vec<String> {
    let mut parts = words::parts(path.last_literal().unwrap_or_default());
    if let Some(last) = parts.last_mut() {
        *last = words::singular(last);
    }
    parts
}

/// The operations that a verb and a thing mean.
fn by_words(api: &Api, spec: usize, action: &str) -> Result<Vec<usize>, String> {
    // `another user's notes` are notes.
    let possessive =
        |word: &str| ["'s", "s'", "\u{2019}s", "s\u{2019}"].iter().any(|end| word.ends_with(end));
    let kept: Vec<&str> = action.split_whitespace().filter(|word| !possessive(word)).collect();
    let said: Vec<String> = words::words(&kept.join(" ")).iter().map(|word| words::singular(word)).collect();
    let uncertain = || format!("it is not certain which operation `{action}` means");
    let has = |noun: &[String]| !noun.is_empty() && said.windows(noun.len()).any(|window| window == noun);
    // `Cancel a parcel` is `POST /parcels/{id}/cancel`.
    let own_verb = |operation: &Operation| {
        let length = operation.path.segments().len();
        let parameterised =
            operation.path.parameters().next().is_some() && !operation.path.ends_with_parameter();
        let verb = operation.path.last_literal().unwrap_or_default().to_lowercase();
        parameterised
            && operation.method != "GET"
            && said.contains(&verb)
            && has(&noun(&operation.path.prefix(length.saturating_sub(1))))
    };
    let verbs: Vec<usize> = numbers(api, &own_verb);
    // `Confirm or complete an order` is both; of one verb for two things none is certain.
    let literals =
        |number: &usize| api.operations[*number].path.last_literal().unwrap_or_default().to_lowercase();
    let mut own: Vec<String> = verbs.iter().map(literals).collect();
    own.sort_unstable();
    own.dedup();
    let left = |known: &[usize]| {
        said.iter().any(|word| {
            known.iter().all(|number| {
                !leftover(std::slice::from_ref(word), &api.operations[*number].path, true).is_empty()
            })
        })
    };
    if !verbs.is_empty() && own.len() == verbs.len() && !left(&verbs) {
        return Ok(verbs);
    }
    // "List the reviews" makes none, though one may review something.
    let other = said.first().and_then(|first| deeds(first)).is_some_and(|deeds| !deeds.contains(&Create));
    // `Book a room` is `POST /rooms/{id}/bookings`.
    let made_below = |operation: &Operation| {
        let path = &operation.path;
        let outer = path.prefix(path.segments().len().saturating_sub(1));
        let last = noun(path).concat();
        let verb = said.iter().find(|word| !other && names_deed(&last, word));
        operation.method == "POST"
            && outer.ends_with_parameter()
            && has(&noun(&outer))
            && verb.is_some_and(|verb| {
                let rest: Vec<String> = said.iter().filter(|word| *word != verb).cloned().collect();
                leftover(&rest, &outer, true).is_empty()
            })
    };
    if let [one] = numbers(api, &made_below).as_slice() {
        return Ok(vec![*one]);
    }
    // `Book a class` is `POST /bookings` with the `class_id`.
    let made_for = |operation: &Operation| {
        let last = noun(&operation.path).concat();
        // "POST /tickets – book a seat" is what one does to book a show.
        let told = words::words(&operation.summary)
            .into_iter()
            .find(|word| !matches!(word.as_str(), "a" | "the" | "to"));
        let is_verb = |word: &&String| {
            names_deed(&last, word) || told.as_ref().is_some_and(|told| words::singular(told) == **word)
        };
        let verb = said.iter().find(|word| is_verb(word) && deeds(word).is_none());
        operation.is_of(spec)
            && operation.method == "POST"
            && !other
            && operation.path.parameters().next().is_none()
            && verb.is_some_and(|verb| {
                let rest: Vec<&String> =
                    said.iter().filter(|word| *word != verb && !FILLING.contains(&word.as_str())).collect();
                api.resources.iter().any(|resource| {
                    let name: Vec<String> = words::words(&resource.name);
                    super::reference_to(operation, resource).is_some()
                        && rest.iter().all(|word| name.contains(word))
                })
            })
    };
    if let [one] = numbers(api, &made_for).as_slice() {
        return Ok(vec![*one]);
    }
    let mut things: Vec<Vec<String>> = Vec::new();
    for operation in api.operations.iter().filter(|operation| operation.is_of(spec)) {
        let noun = noun(&operation.path);
        let is_thing = operation.path.ends_with_parameter()
            || api.operations.iter().any(|other| {
                other.path.ends_with_parameter()
                    && other.path.prefix(other.path.segments().len() - 1).same(&operation.path)
            })
            || operation.method == "GET";
        if is_thing && has(&noun) && !things.contains(&noun) {
            things.push(noun);
        }
    }
    // The most exact name of a thing counts: of `line item` and `item` the first.
    things.sort_by_key(|noun| std::cmp::Reverse(noun.len()));
    let Some(thing) = things.first().cloned() else { return Err(uncertain()) };
    if things.iter().skip(1).any(|other| !other.iter().all(|word| thing.contains(word))) {
        return Err(uncertain());
    }
    // A thing may be called as a deed is: one makes a show, and opens a view.
    let others: Vec<&String> = said.iter().filter(|word| !thing.contains(word)).collect();
    let verbs = if others.iter().any(|word| deeds(word).is_some()) { others } else { said.iter().collect() };
    let wanted: Vec<Deed> = verbs.into_iter().filter_map(|word| deeds(word)).flatten().copied().collect();
    let of_thing = |operation: &Operation| {
        operation.is_of(spec)
            && noun(&operation.path) == thing
            && match wanted.is_empty() {
                true => [Create, List, Read, Update, Delete].iter().any(|deed| does(operation, *deed)),
                false => wanted.iter().any(|deed| does(operation, *deed)),
            }
    };
    let mut found = numbers(api, &of_thing);
    // "Change letters" is about letters where they are at home, and not about those that are put into a box.
    let at_home = |number: &usize| {
        let operation = &api.operations[*number];
        let deep = operation.path.parameters().count();
        let changes = !operation.is_safe() && operation.path.ends_with_parameter();
        !changes
            || deep < 2
            || !found.iter().any(|other| {
                let other = &api.operations[*other];
                other.path.ends_with_parameter() && other.path.parameters().count() < deep
            })
    };
    found = found.iter().copied().filter(at_home).collect();
    let rest: Vec<&String> = said
        .iter()
        .filter(|word| !thing.contains(word) && deeds(word).is_none() && !FILLING.contains(&word.as_str()))
        .collect();
    match (found.is_empty(), rest.first()) {
        (false, None) => Ok(found),
        (true, None) => Err(format!("the specification documents no operation that does `{action}`")),
        (_, Some(_)) => Err(uncertain()),
    }
}

fn leftover<'a>(said: &'a [String], path: &PathTemplate, verb: bool) -> Vec<&'a String> {
    let mut known: Vec<String> = path
        .to_string()
        .split('/')
        .flat_map(words::parts)
        .flat_map(|part| [words::singular(&part), part])
        .collect();
    if !verb {
        known.clear();
    }
    said.iter().filter(|word| !known.contains(word) && !FILLING.contains(&word.as_str())).collect()
}

fn numbers(api: &Api, fits: &dyn Fn(&Operation) -> bool) -> Vec<usize> {
    api.operations
        .iter()
        .enumerate()
        .filter(|(_, operation)| fits(operation))
        .map(|(number, _)| number)
        .collect()
}

#[cfg(test)]
mod tests;

//! Deeds that are kept to a state, and changes that are kept from a member: "may `PATCH /stays/{id}` while the stay is `held`",
//! "a `PATCH` that contains `code` is refused with 422".

use super::given::{Given, states_of};
use super::scene::{Scene, Sent};
use super::subject::Subject;
use super::then::{Consequence, Then};
use crate::api::{Api, Scope, Sentence};
use crate::pattern::pattern;
use crate::words;

// "may … while the stay is `held`", "only as long as it is `held` or `draft`"
pattern!(
    WHILE,
    r"(?i)\b(may|can|only)\b[^.;]{0,120}?\b(?:while|as long as)\s+(?:it|the\s+[a-z]+|its\s+(?:status|state))\s+is\s+(?:still\s+)?(`[\w-]+`(?:(?:\s*,\s*(?:or\s+)?|\s+or\s+)`[\w-]+`)*)"
);
// "a `PATCH` that contains `code` is refused with 422"
pattern!(
    CONTAINS,
    r"(?i)\b(?:an?|any|every)\s+`?(patch|put|update|change|request)`?\s+(?:that|which)\s+(?:contains|has|names|includes|carries|sends|sets|changes)\s+(?:the\s+|a\s+)?`(\w+)`\s+(?:is|gets|gives|must be|will be)[^.;]{0,40}?\b(4\d\d)\b"
);

/// The scenes of a sentence that keeps an operation to something.
pub fn scenes(api: &Api, sentence: &Sentence) -> Vec<Scene> {
    let mut found: Vec<Scene> = while_only(api, sentence).into_iter().collect();
    found.extend(containing(api, sentence));
    found.extend(visible_only(api, sentence));
    found
}

// "a draft is visible only to the author who wrote it", "drafts shall be visible to their owner only"
pattern!(
    VISIBLE,
    r"(?i)^\W*(?:(?:an?|the|any|every)\s+)?([a-z_-]+)(?:\s+([a-z_ -]+?))?\s+(?:(?:shall|must|should|will)\s+be|is|are|can be|may be)\s+(?:visible|shown|readable|seen|accessible)\s+(?:only\s+(?:to|for|by)\s+(?:the|its|their)\s+[a-z]+|(?:to|for|by)\s+(?:the|its|their)\s+[a-z]+\s+only)\b"
);

/// What is there for its maker alone is not there for others.
fn visible_only(api: &Api, sentence: &Sentence) -> Vec<Scene> {
    let bare = sentence.text.replace('`', "");
    let Some(found) = VISIBLE.captures(&bare) else { return Vec::new() };
    let word = found.get(1).map_or("", |word| word.as_str()).to_lowercase();
    let statuses = sentence.error_statuses();
    let [status @ (403 | 404)] = statuses.as_slice() else { return Vec::new() };
    let of = |resource: &&crate::api::Resource| {
        let (_, states) = states_of(api, resource)?;
        states.into_iter().find(|state| *state == word || *state == words::singular(&word))
    };
    let mut all = api.resources.iter().filter_map(|resource| Some((resource, of(&resource)?)));
    let Some((resource, state)) = all.next().filter(|_| all.next().is_none()) else { return Vec::new() };
    let (Some(read), Some(create)) = (resource.read, resource.create) else { return Vec::new() };
    let Some(subject) = Subject::of(api, read, "") else { return Vec::new() };
    let operation = &api.operations[create];
    let makes = |role: &String| crate::api::is_allowed(operation, role);
    // Who is named may see it: that has to be who makes it, and nobody else.
    let all = found.get(0).map_or("", |all| all.as_str());
    let behind = bare.get(all.len()..).unwrap_or_default().trim_start().to_lowercase();
    let whom = all.to_lowercase();
    let goes_on =
        ["and ", "or ", ", and", ", or", "/", "as well"].iter().any(|start| behind.starts_with(start))
            || sentence.says(&["unless", "except", "if", "until", "also"]);
    let other = api.roles.iter().any(|role| !makes(role) && words::names(&whom, role));
    let maker = ["owner", "author", "creator", "maker"].iter().any(|word| words::names(&whom, word))
        || api.roles.iter().any(|role| makes(role) && words::names(&whom, role));
    if goes_on || other || !maker {
        return Vec::new();
    }
    let mut scenes = Vec::new();
    for role in &api.roles {
        let mut scene = scene(read, subject.clone(), Then::Status(*status));
        scene.given.states = vec![state.clone()];
        scene.given.anothers = makes(role);
        scene.role = Some(role.clone());
        scenes.push(scene);
    }
    scenes
}

fn scene(number: usize, subject: Subject, then: Then) -> Scene {
    Scene {
        number,
        role: None,
        subject,
        given: Given::default(),
        with: Vec::new(),
        again: false,
        then: Consequence { all: vec![then], left: Vec::new() },
    }
}

/// What may be done in some states is refused in the others.
fn while_only(api: &Api, sentence: &Sentence) -> Option<Scene> {
    let Scope::Operations(numbers) = &sentence.scope else { return None };
    let [number] = numbers.as_slice() else { return None };
    let found = WHILE.captures(&sentence.text)?;
    const OPEN: &[&str] = &[
        "not",
        "cannot",
        "never",
        "if",
        "unless",
        "otherwise",
        "always",
        "at any time",
        "except",
        "but",
        "other",
    ];
    if sentence.says(OPEN) {
        return None;
    }
    // Where one role is named, it is said of that one; where several are, of each something else.
    let mut roles = api.roles.iter().filter(|role| words::names(&sentence.plain, role));
    let role = roles.next().cloned();
    if roles.next().is_some() {
        return None;
    }
    let operation = api.operations.get(*number).filter(|operation| !operation.is_safe())?;
    let subject = Subject::of(api, *number, &sentence.text)?;
    let Subject::Item { resource } = subject else { return None };
    let own = api.resources.get(resource)?;
    let (member, states) = states_of(api, own)?;
    // "The `title` can be changed while …" leaves the others open.
    let codes = sentence.codes();
    if api.members(own).iter().any(|name| *name != member && codes.contains(&name.as_str())) {
        return None;
    }
    let kept: Vec<&str> =
        words::code_spans(found.get(2)?.as_str()).into_iter().map(|(_, code)| code).collect();
    if !kept.iter().all(|kept| states.iter().any(|state| state == kept))
        || operation.path.parameters().next().is_none()
    {
        return None;
    }
    let others: Vec<String> = states.into_iter().filter(|state| !kept.contains(&state.as_str())).collect();
    let mut scene = scene(*number, Subject::Item { resource }, Then::Refused);
    scene.given.states = others;
    scene.role = role;
    (!scene.given.states.is_empty()).then_some(scene)
}

/// A change that names a member that never changes.
fn containing(api: &Api, sentence: &Sentence) -> Option<Scene> {
    const CONDITIONS: &[&str] = &[
        "if", "when", "while", "unless", "until", "once", "except", "only", "already", "accepted", "allowed",
    ];
    let found = CONTAINS.captures(&sentence.text).filter(|_| !sentence.says(CONDITIONS))?;
    let (method, member) = (found.get(1)?.as_str().to_uppercase(), found.get(2)?.as_str());
    let status = found.get(3)?.as_str().parse().ok()?;
    let of = |resource: &&crate::api::Resource| {
        api.resources_of(sentence).iter().any(|known| known.collection.same(&resource.collection))
            && api.members(resource).iter().any(|name| words::folded(name) == words::folded(member))
    };
    let mut all = api.resources.iter().filter(of);
    let resource = all.next().filter(|_| all.next().is_none())?;
    let fits = |number: &&usize| {
        let known = api.operations[**number].method.as_str();
        known == method
            || matches!(method.as_str(), "UPDATE" | "CHANGE" | "REQUEST") && resource.updates.len() == 1
    };
    let number = *resource.updates.iter().find(fits)?;
    let subject = Subject::of(api, number, "")?;
    let mut scene = scene(number, subject, Then::Status(status));
    scene.with.push((member.to_owned(), Sent::Other));
    Some(scene)
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    #[test]
    fn what_is_kept_to_a_state_or_from_a_member() {
        let text = |line: &str| {
            format!(
                "# Stays\n\n## API\n\n- `POST /stays` – reserve\n- `GET /stays/{{id}}` – read\n- `PATCH /stays/{{id}}` – change. {line}\n\n## Data model\n\n### Stay\n\n- `id`: string, read-only\n- `code`: string, required\n- `state`: enum `held` | `begun` | `over`, read-only\n"
            )
        };
        let read = |line: &str| {
            let facts = testing::facts_of_markdown(&text(line), "", Setup::default());
            let all = facts.api.sentences.iter().flat_map(|sentence| super::scenes(&facts.api, sentence));
            all.map(|scene| scene.title(&facts.api)).collect::<Vec<_>>()
        };
        for line in [
            "Guests may do this while the stay is `held`.",
            "It can be changed as long as it is `held`.",
            "Only while the stay is still `held`.",
        ] {
            assert_eq!(read(line), ["PATCH /stays/{id} on what is begun or over is refused"], "{line}");
        }
        for line in [
            "A `PATCH` that contains `code` is refused with 422.",
            "Any change that sets `code` gets 422.",
            "A patch which names the `code` must be answered with 422.",
        ] {
            assert_eq!(
                read(line),
                ["PATCH /stays/{id} with another `code` answers 422 Unprocessable Entity"],
                "{line}"
            );
        }
        for line in [
            "A guest may call while the sun is `up`.",
            "The `code` can be changed while the stay is `held`.",
            "It can be changed while the stay is `held`, but hosts may always.",
            "A `PATCH` that contains `moon` is refused with 422.",
            "A `PATCH` that contains `code` is refused with 422 if the stay is `over`.",
            "A `PATCH` that contains `code` is accepted unless it is taken, else 409.",
        ] {
            assert_eq!(read(line), Vec::<String>::new(), "{line}");
        }
    }
}

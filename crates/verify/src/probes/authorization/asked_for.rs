//! Whoever asks for something and is turned away: "a guest who asks for a locker of another guest gets 404", "a porter who asks for
//! tours, as a list or a single one, gets a 403", "the watchman only reads: every call that writes is answered with 403".

use super::belonging::may_call;
use super::cell::{Right, is_others};
use crate::api::{Access, Api, Resource, Scope, Sentence, has_phrase, same_role};
use crate::pattern::pattern;
use crate::words;

// "a guest who asks for a locker of another guest gets 404", "… also for a guest who asks for somebody else's"
pattern!(
    ASKS,
    r"(?:^\W*|[;:,]\s+(?:but\s+|and\s+|also\s+|likewise\s+)?|\bbut\s+|\band\s+)(?:for\s+|to\s+)?(?:an?|the|any|every|each)\s+([a-z][a-z _-]{1,24}?)\s+(?:who|that|which)\s+(?:asks?\s+for|reads?|opens?|requests?|fetch(?:es)?|looks?\s+(?:up|at)|views?|calls?\s+up|retrieves?|wants?\s+to\s+(?:see|read))\s+([^;:.]{3,90})(.*)$"
);
// What comes back: "… gets a 403", "… is answered with 404"
pattern!(
    GETS,
    r",?\s+(?:gets?|receives?|sees|is\s+(?:given|answered(?:\s+with)?|refused\s+with|turned\s+away\s+with|told))\s+(?:back\s+)?(?:an?\s+|the\s+)?(?:http\s+|answer\s+|status\s+|error\s+)*(403|404)\b"
);
// "… and lists leave out such rows"
pattern!(
    LEFT_OUT,
    r"\b(?:the\s+)?lists?\s+(?:leaves?\s+out|omits?|hides?|skips?|(?:do|does)\s+not\s+(?:show|name|have|contain))\s+(?:such|these|those|them|it)\b"
);
// "the watchman only reads: every call that writes …"
pattern!(
    ONLY_READS,
    r"^\W*(?:an?|the|every)\s+([a-z][a-z _-]{1,24}?)\s+(?:(?:may|can|must|shall)\s+)?(?:(?:only|just|merely)\s+reads?|(?:is|has)\s+read-only(?:\s+(?:access|rights))?)\s*[:;,.]\s*(.+)$"
);
pattern!(
    EVERY_WRITE,
    r"\b(?:every|any|each|all)\s+(?:other\s+)?(?:(?:calls?|requests?|operations?|routes?|endpoints?|attempts?)\s+(?:that\s+|which\s+|to\s+)(?:writes?|changes?|change\s+anything|changes?\s+something)|writes?|writing\s+(?:call|request)s?|changes?)\b"
);

/// Whom a sentence turns away, and from what.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<(String, usize, Right)> {
    let plain = sentence.plain.trim().trim_end_matches('.');
    if plain.len() > 300 || !sentence.cells.is_empty() {
        return Vec::new();
    }
    let Some(found) = ASKS.captures(plain) else { return Vec::new() };
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    let Some(role) = known_role(api, part(1)) else { return Vec::new() };
    let (asked, status, behind) = match GETS.captures(part(2)) {
        Some(said) => {
            let (Some(whole), Some(status)) = (said.get(0), said.get(1)) else { return Vec::new() };
            let rest = part(2).get(whole.end()..).unwrap_or_default();
            (part(2).get(..whole.start()).unwrap_or_default(), status.as_str(), rest)
        }
        // "404 if there is none with that id; also for a guest who asks for somebody else's"
        None => {
            let before = found.get(0).map_or("", |whole| plain.get(..whole.start()).unwrap_or_default());
            let statuses: Vec<&str> =
                ["403", "404"].into_iter().filter(|status| has_phrase(before, status)).collect();
            let [status] = statuses.as_slice() else { return Vec::new() };
            (part(2), *status, "")
        }
    };
    let behind = behind.replace("as if ", "").replace("as though ", "");
    const SOMETIMES: &[&str] =
        &["if", "when", "unless", "until", "while", "except", "before", "after", "but", "only"];
    if SOMETIMES.iter().any(|word| has_phrase(asked, word) || has_phrase(&behind, word)) {
        return Vec::new();
    }
    let to = |number: usize, right: Right| (role.clone(), number, right);
    if is_others(asked) {
        let Some((resource, read)) = anothers(api, sentence, asked) else { return Vec::new() };
        if !resource.create.is_some_and(|create| may_call(api, create, &role)) || !may_call(api, read, &role)
        {
            return Vec::new();
        }
        let list = resource.list.filter(|_| LEFT_OUT.is_match(&format!("{behind}{}", part(3))));
        return [Some(read), list].into_iter().flatten().map(|at| to(at, Right::NotOthers)).collect();
    }
    // What is hidden as if it were not there may be so for more reasons than the role.
    if status != "403" {
        return Vec::new();
    }
    whole(api, asked).into_iter().map(|at| to(at, Right::MayNot)).collect()
}

/// The role that only reads, and all that it therefore may not call.
pub fn only_reads(api: &Api, sentence: &Sentence) -> Vec<(String, usize)> {
    let plain = sentence.plain.trim().trim_end_matches('.');
    let Some(found) = ONLY_READS.captures(plain).filter(|_| sentence.cells.is_empty() && plain.len() < 300)
    else {
        return Vec::new();
    };
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    let Some(role) = known_role(api, part(1)) else { return Vec::new() };
    let behind = part(2);
    let refused = has_phrase(behind, "403") || has_phrase(behind, "forbidden");
    let narrow = ["if", "unless", "except", "but", "own", "when", "besides", "apart"];
    if !refused || !EVERY_WRITE.is_match(behind) || narrow.iter().any(|word| has_phrase(behind, word)) {
        return Vec::new();
    }
    let writes = |number: &usize| {
        let operation = &api.operations[*number];
        operation.is_of(sentence.spec) && !operation.is_safe() && operation.access != Access::Public
    };
    (0..api.operations.len()).filter(writes).map(|number| (role.clone(), number)).collect()
}

fn known_role(api: &Api, said: &str) -> Option<String> {
    api.roles.iter().find(|role| same_role(role, said.trim())).cloned()
}

/// Words around what is asked for that say nothing of their own.
const GLUE: &[&str] = &[
    "a",
    "an",
    "the",
    "any",
    "one",
    "of",
    "to",
    "that",
    "which",
    "is",
    "belongs",
    "belonging",
    "made",
    "by",
    "s",
    "for",
    "row",
    "record",
    "id",
];

/// What belongs to another: the thing and the operation that reads it; nothing where more is said of it.
fn anothers<'a>(api: &'a Api, sentence: &Sentence, asked: &str) -> Option<(&'a Resource, usize)> {
    let said = words::words(asked);
    let about = |resource: &&Resource| {
        let is_role = || api.roles.iter().any(|role| words::names(&resource.name, role));
        resource.is_named_in(asked) && !is_role()
    };
    let mut named = api.resources.iter().filter(about);
    let resource = match (named.next(), named.next()) {
        (Some(one), None) => one,
        // "somebody else's", where the sentence is about reading one.
        (None, _) => {
            let Scope::Operations(numbers) = &sentence.scope else { return None };
            let [number] = numbers.as_slice() else { return None };
            let operation = &api.operations[*number];
            let reads = operation.method == "GET" && operation.path.ends_with_parameter();
            api.resource_of(*number).or_else(|| api.resource_at(operation)).filter(|_| reads)?
        }
        _ => return None,
    };
    // Whoever stands behind "another" owns it.
    let mut owner = false;
    for word in &said {
        let whose =
            ["somebody", "someone", "anybody", "anyone", "people", "else", "others", "another", "other"]
                .contains(&word.as_str());
        let own =
            || resource.name.split([' ', '_', '-']).any(|part| part == word || words::singular(word) == part);
        if !(owner || whose || own() || GLUE.contains(&word.as_str())) {
            return None;
        }
        owner = ["another", "other"].contains(&word.as_str());
    }
    Some((resource, resource.read?))
}

/// The operations that read a whole kind of things; nothing where more is said of them.
fn whole(api: &Api, asked: &str) -> Vec<usize> {
    const BOTH: &[&str] = &[
        "as a list or a single one",
        "as a list or one by one",
        "one or all",
        "in a list or alone",
        "a single one or the list",
    ];
    let (thing, both) = match BOTH.iter().find(|both| asked.contains(**both)) {
        Some(both) => (asked.replacen(both, "", 1), true),
        None => (asked.to_owned(), false),
    };
    let said = words::words(&thing);
    let list_of = thing.contains("list of");
    let mut found = Vec::new();
    for resource in &api.resources {
        let glue = ["a", "an", "the", "any", "all", "list", "of", "single"];
        let own = |word: &String| {
            resource.name.split([' ', '_', '-']).any(|part| part == word || words::singular(word) == part)
        };
        if !said.iter().any(own) || !said.iter().all(|word| own(word) || glue.contains(&word.as_str())) {
            continue;
        }
        let many = said.iter().any(|word| own(word) && words::singular(word) != *word);
        found.extend(resource.list.filter(|_| both || many || list_of));
        found.extend(resource.read.filter(|_| both || !many && !list_of));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn api(said: &str) -> crate::api::Api {
        let text = format!(
            "# Lockers\n\n## Data Model\n\n### Locker\n\n- `id`: integer, read-only\n- `label`: string, required\n\n### Tour\n\n- `id`: integer, read-only\n- `title`: string, required\n\n## API\n\n- `POST /lockers` rents one\n- `GET /lockers` lists them\n- `POST /tours` adds one\n- `GET /tours` lists them\n- `GET /tours/{{id}}` reads one\n\n### Read a locker\n\n`GET /lockers/{{id}}`\n\n{said}\n"
        );
        let config = "[targets.local]\nurl = \"http://127.0.0.1:9\"\n[targets.local.roles.guest]\nheaders = { A = \"1\" }\n\
            [targets.local.roles.porter]\nheaders = { A = \"2\" }\n";
        testing::facts_of_markdown(&text, config, Setup::default()).api
    }

    fn turned_away(said: &str) -> Vec<String> {
        let api = api(said);
        let found: Vec<_> =
            api.sentences.last().map(|last| super::of_sentence(&api, last)).unwrap_or_default();
        let shown = |(name, number, right): (String, usize, super::Right)| {
            format!("{name} {} {right:?}", api.operations[number].title())
        };
        found.into_iter().map(shown).collect()
    }

    #[test]
    fn what_is_anothers() {
        for said in [
            "A guest who asks for a locker of another owner gets 404.",
            "A guest who opens somebody else's locker gets a `404`, as if it did not exist.",
            "404 if there is none; also for a guest who asks for somebody else's.",
            "A guest that looks up another guest's locker is answered with 404 `not_found`.",
        ] {
            assert_eq!(turned_away(said), ["guest GET /lockers/{id} NotOthers"], "{said}");
        }
        assert_eq!(
            turned_away(
                "A guest who reads a locker of another guest gets 404, and lists leave out such rows."
            ),
            ["guest GET /lockers/{id} NotOthers", "guest GET /lockers NotOthers"]
        );
        for said in [
            "A guest who asks for an empty locker of another owner gets 404.",
            "A guest who asks for a locker of another owner gets 404 unless it is shared.",
            "A visitor who asks for a locker of another owner gets 404.",
            "A guest who asks for a locker of another owner gets 200.",
        ] {
            assert!(turned_away(said).is_empty(), "{said}");
        }
    }

    #[test]
    fn what_is_for_other_roles() {
        assert_eq!(
            turned_away("A porter who asks for tours, as a list or a single one, gets a `403`."),
            ["porter GET /tours MayNot", "porter GET /tours/{id} MayNot"]
        );
        assert_eq!(turned_away("A porter who asks for a tour gets 403."), ["porter GET /tours/{id} MayNot"]);
        for said in [
            "A porter who asks for a tour gets 404.",
            "A porter who asks for old tours gets 403.",
            "A porter who asks for a tour when it rains gets 403.",
        ] {
            assert!(turned_away(said).is_empty(), "{said}");
        }
    }

    #[test]
    fn who_only_reads() {
        let denied = |said: &str| {
            let api = api(said);
            let found = api.sentences.last().map(|last| super::only_reads(&api, last)).unwrap_or_default();
            found
                .into_iter()
                .map(|(name, at)| format!("{name} {}", api.operations[at].title()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            denied(
                "The porter only reads: `POST /tours`, like every other call that writes, is answered with 403."
            ),
            ["porter POST /lockers", "porter POST /tours"]
        );
        for said in [
            "The porter only reads the list of tours; every write of another is answered with 403.",
            "The porter only reads: every write is logged.",
            "The porter only reads: every write but that of a locker is a 403.",
        ] {
            assert!(denied(said).is_empty(), "{said}");
        }
    }
}

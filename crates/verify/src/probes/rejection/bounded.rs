//! Bounds of a member that a sentence tells in plain words of its things: "a crate has between 1 and 6 eggs", "a field covers at least 50
//! and at most 400 square metres".

use super::edge;
use crate::api::{Api, Resource, Sentence, Sort};
use crate::claim::Claim;
use crate::hedge;
use crate::pattern::pattern;
use crate::words;

pattern!(
    BOUNDED,
    r"^(?:an?|the|each|every|one|any) ([a-z][a-z -]{1,24}?) (?:has|have|takes|asks for|may have|must have|can have|is for|covers|weighs|costs|lasts|holds|needs|gets) (?:between ([\d,]+) and ([\d,]+)|(?:from )?([\d,]+) to ([\d,]+)|(?:at least|no fewer than|no less than) ([\d,]+) and (?:at most|no more than) ([\d,]+)) ([a-z][a-z_ ]{1,24}?)(?:\s*[,.;(]|$| both | inclusive)"
);

/// What a sentence claims of the one number whose stated bounds it tells.
pub(super) fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<Claim> {
    let Some((resource, name, bounds)) = read(api, sentence) else { return Vec::new() };
    let Some(number) = api.resources[resource].create else { return Vec::new() };
    edge::bounds(api, number, &name, bounds)
}

fn read(api: &Api, sentence: &Sentence) -> Option<(usize, String, (usize, usize))> {
    let plain = sentence.plain.trim_start_matches(|c: char| !c.is_alphanumeric()).replace(" even if ", ", ");
    // "Area. A plot has …": what stands before is a title.
    let plain = plain.split_once(". ").map_or(plain.as_str(), |(title, rest)| match title.contains(' ') {
        true => plain.as_str(),
        false => rest,
    });
    if !sentence.cells.is_empty() || hedge::is_done_elsewhere(plain) || hedge::is_unenforced(plain) {
        return None;
    }
    let found = BOUNDED.captures(plain)?;
    if hedge::holds_in_some_cases(found.get(0)?.as_str()) {
        return None;
    }
    let all: Vec<&str> = found.iter().skip(2).flatten().map(|part| part.as_str()).collect();
    let [least, most, what] = all.as_slice() else { return None };
    let number = |text: &str| text.replace(',', "").parse::<usize>().ok();
    let (least, most) = (number(least)?, number(most)?);
    let thing = &found[1];
    let is = |resource: &Resource| thing == resource.name || words::singular(thing) == resource.name;
    let resource = api.one_made(|_, resource| is(resource))?;
    let own = &api.resources[resource];
    let said: Vec<String> = words::words(what).iter().map(|word| words::singular(word)).collect();
    let asked = api.operations[own.create?].request.as_ref()?.json()?.as_object()?;
    let names = |name: &&String| {
        let facts = api.asked_of(own, name);
        facts.is_some_and(|facts| {
            let rule = &facts.rule;
            matches!(rule.sort, Sort::Integer | Sort::Number)
                && (rule.least, rule.most) == (Some(least as f64), Some(most as f64))
        })
    };
    let fitting: Vec<&String> = asked.keys().filter(names).collect();
    let called =
        |name: &&&String| words::parts(name).iter().any(|part| said.contains(&words::singular(part)));
    let name = match (fitting.iter().find(called), fitting.as_slice()) {
        (Some(name), _) => (*name).clone(),
        (None, [one]) => (*one).clone(),
        _ => return None,
    };
    Some((resource, name, (least, most)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn told(said: &str) -> Option<(String, (usize, usize))> {
        let text = format!(
            "# Crates\n\n## Data model\n\n### Crate\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | set by the server |\n| `eggs` | integer | required, 1 to 6 |\n| `floor_m2` | integer | required, 50 to 4000 |\n\n## API\n\n- `POST /crates` adds a crate\n- `GET /crates/{{id}}` reads one\n\n## Rules\n\n{said}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let last = api.sentences.last()?;
        read(&api, last).map(|(_, name, bounds)| (name, bounds))
    }

    #[test]
    fn bounds_in_plain_words() {
        for said in [
            "- A crate has between 1 and 6 eggs, even if the hen has more.",
            "- A crate takes 1 to 6 eggs.",
            "A crate must have at least 1 and at most 6 eggs.",
        ] {
            assert_eq!(told(said), Some(("eggs".to_owned(), (1, 6))), "{said}");
        }
        let floor = Some(("floor_m2".to_owned(), (50, 4000)));
        assert_eq!(
            told("Each crate covers at least 50 and at most 4,000 square metres, both included."),
            floor
        );
        for said in [
            "A crate has between 1 and 7 eggs.",
            "A crate usually has between 1 and 6 eggs.",
            "A hen has between 1 and 6 eggs.",
            "A crate has 6 eggs.",
        ] {
            assert_eq!(told(said), None, "{said}");
        }
    }
}

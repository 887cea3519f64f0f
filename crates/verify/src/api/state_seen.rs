//! Who does not see what is in some state: "hide draft articles from readers", "for a reader a draft does not exist", "only editors
//! see drafts", "readers see published articles only".

use super::{Api, Resource, Sentence, names_in, same_role};
use crate::hedge;
use crate::pattern::pattern;
use crate::words;

/// What is said about things in some states, and who sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeing {
    /// The resource, by its place.
    pub resource: usize,
    /// The states.
    pub states: Vec<String>,
    /// Who sees them.
    pub seen_by: Vec<String>,
    /// From whom they are kept.
    pub hidden_from: Vec<String>,
}

const SEES: &str = r"(?:see|sees|read|reads|view|views|access|accesses|list|lists|get|gets|find|finds|browse|browses|open|opens|be shown|look at|looks at)";

// "hide drafts from readers", "keeps drafts from readers"
pattern!(HIDES, r"\b(?:hide|hides|keep|keeps|conceal|conceals)\s+(.+?)\s+from\s+(.+)$");
// "drafts are hidden from readers", "a draft is never shown to readers"
pattern!(
    HIDDEN,
    r"^(?:and |but )?(.+?)\s+(?:are|is|must be|shall be|should be|remain|remains|stay|stays|must stay|must remain|must not be|shall not be|should not be|may not be|may never be|must never be|cannot be)\s+((?:never |not )?(?:hidden|invisible|concealed|kept|visible|shown|listed|readable|accessible|returned|available|given|disclosed))\s+(?:from|to|for|by)\s+(.+)$"
);
// "for a reader a draft does not exist", "to a reader, drafts do not exist"
pattern!(FOR_WHOM, r"^(?:for|to)\s+(.+?)\s+(?:does not|do not|doesn't|don't) exist\b");
pattern!(EXISTS_NOT, r"^(.+?)\s+(?:does not|do not|doesn't|don't) exist for\s+(.+)$");
// "for readers, a draft is answered with 404", "a reader gets 404 for a draft"
pattern!(ANSWERED, r"^(?:for|to)\s+(.+?)\s+(?:is|are) answered with (?:a )?404\b");
pattern!(
    GETS,
    r"^(.+?)\s+(?:gets|get|receives|receive)\s+(?:a )?404(?: not found)?\s+(?:for|on|when (?:reading|asking for|opening))\s+(.+)$"
);

/// What somebody may not see, in words of the sentence.
fn cannot() -> &'static regex::Regex {
    static PATTERN: std::sync::OnceLock<regex::Regex> = std::sync::OnceLock::new();
    PATTERN.get_or_init(|| {
        let said = format!(
            r"^(.+?)\s+(?:do not|does not|don't|doesn't|cannot|can not|can't|may not|must not|shall not|should not|must never|may never|never)\s+{SEES}\s+(.+)$"
        );
        regex::Regex::new(&said).unwrap_or_else(|_| unreachable!("the pattern is fixed"))
    })
}

/// What somebody sees, in words of the sentence.
fn can() -> &'static regex::Regex {
    static PATTERN: std::sync::OnceLock<regex::Regex> = std::sync::OnceLock::new();
    PATTERN.get_or_init(|| {
        let said = format!(
            r"^(only )?(.+?)\s+(?:can |may |must |shall |should )?(only )?{SEES}\s+(only )?(.+?)( only)?$"
        );
        regex::Regex::new(&said).unwrap_or_else(|_| unreachable!("the pattern is fixed"))
    })
}

impl Api {
    /// The member that holds the state of a resource's objects, with the states.
    pub fn states_of(&self, resource: &Resource) -> Option<(String, Vec<String>)> {
        self.members(resource)
            .into_iter()
            .find_map(|name| {
                let called = matches!(words::folded(&name).as_str(), "state" | "status" | "phase" | "stage");
                match &self.field_of(resource, &name)?.rule.sort {
                    super::Sort::Choice(words)
                        if called || words.iter().any(|word| self.states.knows(word)) =>
                    {
                        Some((name, words.clone()))
                    }
                    _ => None,
                }
            })
            .or_else(|| self.states_by_heading(resource))
    }

    /// The same where nothing lists the states but changes below a heading that names these objects and no others: "The life of a
    /// delivery".
    fn states_by_heading(&self, resource: &Resource) -> Option<(String, Vec<String>)> {
        let holds =
            |name: &String| matches!(words::folded(name).as_str(), "state" | "status" | "phase" | "stage");
        let member = self.members(resource).into_iter().find(holds)?;
        let mut states: Vec<String> = Vec::new();
        for edge in self.states.edges() {
            let title = super::plain(&edge.machine);
            let mut named = self.resources.iter().filter(|resource| resource.is_named_in(&title));
            let ours = named.next().is_some_and(|named| named.collection.same(&resource.collection));
            if !ours || named.next().is_some() {
                continue;
            }
            for state in [&edge.from, &edge.to] {
                if !states.contains(state) {
                    states.push(state.clone());
                }
            }
        }
        (states.len() >= 2).then_some((member, states))
    }

    /// What a sentence says of seeing things in some states.
    pub fn seeing_in(&self, sentence: &Sentence) -> Vec<Seeing> {
        let plain = sentence.plain.trim().trim_end_matches(['.', ';']);
        let mut found = Vec::new();
        for clause in plain.split("; ").flat_map(|part| part.split(": ")) {
            found.extend(self.seeing(clause.trim()));
        }
        found
    }

    /// Whether any sentence keeps things in one of these states from somebody.
    pub fn hides_any(&self, states: &[String]) -> bool {
        let about = |sentence: &Sentence| {
            self.seeing_in(sentence).iter().any(|seeing| {
                !seeing.hidden_from.is_empty() && seeing.states.iter().any(|state| states.contains(state))
            })
        };
        self.sentences.iter().any(about)
    }

    fn seeing(&self, clause: &str) -> Option<Seeing> {
        const CIRCUMSTANCES: &[&str] = &[
            "if",
            "when",
            "unless",
            "until",
            "while",
            "once",
            "after",
            "before",
            "where",
            "except when",
            "later",
            "own",
            "others",
            "another",
            "used to",
            "whose",
            "instead of",
            "no longer",
            "also",
            "first",
        ];
        if clause.len() > 160 || CIRCUMSTANCES.iter().any(|word| super::has_phrase(clause, word)) {
            return None;
        }
        let hidden = |things: &str, who: &str| -> Option<Seeing> {
            let (resource, states) = self.things(things)?;
            Some(Seeing { resource, states, seen_by: Vec::new(), hidden_from: self.roles_in(who)? })
        };
        let part =
            |found: &regex::Captures, at: usize| found.get(at).map_or("", |one| one.as_str()).to_owned();
        if let Some(found) = HIDES.captures(clause) {
            // "does not hide", "need not hide"
            let before = clause.get(..found.get(0)?.start()).unwrap_or_default();
            return if hedge::denies(before) { None } else { hidden(&part(&found, 1), &part(&found, 2)) };
        }
        if let Some(found) = FOR_WHOM.captures(clause).or_else(|| ANSWERED.captures(clause)) {
            let said = part(&found, 1);
            let splits = said.match_indices(' ').map(|(at, _)| said.split_at(at));
            return splits.into_iter().find_map(|(who, things)| hidden(things, who));
        }
        if let Some(found) = EXISTS_NOT.captures(clause) {
            return hidden(&part(&found, 1), &part(&found, 2));
        }
        if let Some(found) = GETS.captures(clause) {
            return hidden(&part(&found, 2), &part(&found, 1));
        }
        if let Some(found) = HIDDEN.captures(clause) {
            let verb = clause.get(found.get(1)?.end()..found.get(3)?.start())?;
            let denied = [" not ", " never ", "cannot "].iter().any(|word| verb.contains(word));
            let word = part(&found, 2);
            let hides = ["hidden", "invisible", "concealed", "kept"].iter().any(|hid| word.ends_with(hid));
            let who = part(&found, 3);
            if hides != denied {
                return hidden(&part(&found, 1), &who);
            }
            let only = who.ends_with(" only") || who.ends_with(" alone") || who.starts_with("only ");
            let who = who.trim_start_matches("only ").trim_end_matches(" only").trim_end_matches(" alone");
            if denied || !only {
                return None;
            }
            return self.kept_to(&part(&found, 1), who);
        }
        if let Some(found) = cannot().captures(clause) {
            return hidden(&part(&found, 2), &part(&found, 1));
        }
        let found = can().captures(clause)?;
        if hedge::denies(clause) && !clause.contains("not ") {
            return None;
        }
        if found.get(1).is_some() {
            return self.kept_to(&part(&found, 5), &part(&found, 2));
        }
        // "readers see published articles only"
        if [3, 4, 6].iter().any(|at| found.get(*at).is_some()) {
            let (resource, seen) = self.things(&part(&found, 5))?;
            let states = self.states_of(&self.resources[resource]).map(|(_, states)| states)?;
            let rest: Vec<String> = states.into_iter().filter(|state| !seen.contains(state)).collect();
            let hidden_from = self.roles_in(&part(&found, 2))?;
            return (!rest.is_empty()).then_some(Seeing {
                resource,
                states: rest,
                seen_by: Vec::new(),
                hidden_from,
            });
        }
        None
    }

    /// What only some see.
    fn kept_to(&self, things: &str, who: &str) -> Option<Seeing> {
        let (resource, states) = self.things(things)?;
        let seen_by = self.roles_in(who)?;
        let others = self
            .roles
            .iter()
            .filter(|known| !seen_by.iter().any(|name| same_role(name, known)) && !super::is_stranger(known));
        let hidden_from = others.cloned().collect();
        Some(Seeing { resource, states, seen_by, hidden_from })
    }

    fn roles_in(&self, text: &str) -> Option<Vec<String>> {
        let bare = ["the ", "an ", "a ", "any ", "every ", "all ", "each "];
        let text = text.trim().trim_end_matches(['.', ',']);
        let text = text.strip_suffix(" role").unwrap_or(text);
        let names = names_in(text);
        let known = |name: &String| {
            let name = bare.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
            self.roles.iter().find(|known| same_role(known, name)).cloned()
        };
        let known: Option<Vec<String>> = names.iter().map(known).collect();
        known.filter(|known| !known.is_empty())
    }

    /// The states that a word stands for by what is said of it: "waiting means open or assigned", "a letter is pending while it is
    /// `open` or `sealed`".
    pub fn states_called(&self, resource: &Resource, word: &str) -> Vec<String> {
        const MEANS: &[&str] = &["means", "while", "as long as", "stands for", "is one that is", "covers"];
        let Some((member, states)) =
            self.states_of(resource).filter(|_| word.len() > 2 && !word.contains(' '))
        else {
            return Vec::new();
        };
        let said = |sentence: &Sentence| -> Option<Vec<String>> {
            if sentence.says(&["not", "unless", "never"]) {
                return None;
            }
            let plain = sentence.plain.replace(['(', ')'], " ");
            let clause = plain.split([';', '.']).find(|clause| super::has_phrase(clause, word))?;
            let at = clause.find(&format!("{word} "))?;
            let behind = clause.get(at + word.len()..)?.trim_start();
            let rest = MEANS.iter().find_map(|means| behind.strip_prefix(means))?;
            let fill = [
                "it",
                "is",
                "its",
                "status",
                "state",
                "the",
                "or",
                "and",
                "a",
                "in",
                "of",
                resource.name.as_str(),
                member.as_str(),
            ];
            let mut found = Vec::new();
            for word in rest
                .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
                .filter(|word| !word.is_empty())
            {
                match states.iter().find(|state| state.as_str() == word) {
                    Some(state) => found.push(state.clone()),
                    None if fill.contains(&word) => {}
                    None => break,
                }
            }
            (!found.is_empty()).then_some(found)
        };
        self.sentences.iter().find_map(said).unwrap_or_default()
    }

    /// The things in some states that words mean: "drafts", "draft articles", "articles other than drafts", "articles that are not
    /// published"; nothing where any word is not understood.
    pub fn things(&self, text: &str) -> Option<(usize, Vec<String>)> {
        const FILLING: &[&str] = &[
            "a", "an", "the", "any", "all", "every", "that", "which", "are", "is", "in", "of", "with",
            "status", "state", "or", "and", "still", "yet", "being", "be", "have", "has", "stage", "phase",
            "its", "their",
        ];
        const BUT: &[&str] = &[
            "other than",
            "except for",
            "except",
            "that are no longer",
            "that is no longer",
            "which is no longer",
            "no longer",
            "that are not",
            "which are not",
            "that is not",
            "but",
            "apart from",
            "besides",
            "not in",
            "without",
            "not",
        ];
        let text = text.trim().trim_end_matches(['.', ',']).to_lowercase();
        let kept: String = text
            .chars()
            .map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-') { c } else { ' ' })
            .collect();
        let text = kept.split_whitespace().collect::<Vec<_>>().join(" ");
        let (before, but) = BUT
            .iter()
            .find_map(|word| {
                let at = format!(" {text} ").find(&format!(" {word} "))?;
                Some((
                    text.get(..at).unwrap_or_default().to_owned(),
                    text.get(at + word.len()..).unwrap_or_default().to_owned(),
                ))
            })
            .map_or((text.clone(), None), |(before, behind)| (before, Some(behind)));
        let mut found: Vec<(usize, Vec<String>)> = Vec::new();
        for (at, resource) in self.resources.iter().enumerate() {
            if resource.read.is_none() || resource.create.is_none() {
                continue;
            }
            let Some((_, states)) = self.states_of(resource) else { continue };
            let named = |word: &str| words::singular(word) == resource.name || word == resource.name;
            let state = |word: &str| {
                let of = |state: &&String| {
                    let low = state.to_lowercase();
                    low == word || format!("{low}s") == word || low.replace('_', "-") == word
                };
                states.iter().find(of).cloned()
            };
            let read = |text: &str| -> Option<(bool, Vec<String>)> {
                let (mut is_named, mut said) = (false, Vec::new());
                for word in text.split_whitespace() {
                    if FILLING.contains(&word) {
                        continue;
                    }
                    match state(word) {
                        Some(state) => said.push(state),
                        None if named(word) => is_named = true,
                        None => match self.states_called(resource, word) {
                            called if called.is_empty() => return None,
                            called => said.extend(called),
                        },
                    }
                }
                Some((is_named, said))
            };
            let Some((is_named, mut said)) = read(&before) else { continue };
            if let Some(but) = &but {
                let Some((_, left)) = read(but) else { continue };
                if !said.is_empty() || left.is_empty() {
                    continue;
                }
                said = states.iter().filter(|state| !left.contains(state)).cloned().collect();
            }
            if !said.is_empty() {
                found.push((at, said));
                if is_named {
                    return Some((at, found.pop()?.1));
                }
            }
        }
        let first = found.pop()?;
        found.is_empty().then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn read(said: &str) -> Vec<String> {
        let text = format!(
            "# Articles\n\n## Data\n\n### Article\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | string | |\n| `text` | string | required |\n| `status` | string | `draft`, `live` or `gone` |\n\n\
             ## API\n\n- `POST /articles` adds an article\n- `GET /articles/{{id}}` reads one\n\n## Rules\n\n{said}\n"
        );
        let config = "[targets.local.roles.reader]\nheaders = { X = \"1\" }\n[targets.local.roles.editor]\nheaders = { X = \"2\" }\n";
        let api = testing::facts_of_markdown(&text, config, Setup::default()).api;
        let last = api.sentences.last().unwrap();
        let shown = |seeing: super::Seeing| {
            format!(
                "{} | {} | {}",
                seeing.states.join("+"),
                seeing.seen_by.join("+"),
                seeing.hidden_from.join("+")
            )
        };
        api.seeing_in(last).into_iter().map(shown).collect()
    }

    #[test]
    fn what_is_kept_from_somebody() {
        for said in [
            "The system MUST hide draft articles from readers.",
            "Drafts are hidden from readers.",
            "A `draft` is never shown to a reader.",
            "Readers do not see drafts.",
            "A reader cannot read articles that are `draft`.",
            "For a reader a draft does not exist: 404.",
            "A reader gets 404 for a draft.",
            "To readers, a draft article is answered with 404.",
        ] {
            assert_eq!(read(said), ["draft |  | reader"], "{said}");
        }
        for said in [
            "Readers only see live articles.",
            "Readers see live articles only.",
            "A reader may read only articles in status `live`.",
        ] {
            assert_eq!(read(said), ["draft+gone |  | reader"], "{said}");
        }
        for said in [
            "Only editors see drafts.",
            "Drafts are visible to editors only.",
            "Only an editor can read draft articles.",
        ] {
            assert_eq!(read(said), ["draft | editor | reader"], "{said}");
        }
        assert_eq!(read("Readers never see articles other than live ones."), Vec::<String>::new());
        assert_eq!(read("Readers never see articles other than `live`."), ["draft+gone |  | reader"]);
    }

    #[test]
    fn what_keeps_nothing_from_anybody_for_sure() {
        for said in [
            "Readers do not see drafts of others.",
            "If it is old, readers do not see drafts.",
            "Drafts are not hidden from readers.",
            "The system does not hide drafts from readers.",
            "Readers do not see spam.",
            "Drafts are visible to editors.",
            "Readers do not read drafts aloud.",
        ] {
            assert!(read(said).is_empty(), "{said}: {:?}", read(said));
        }
    }
}

//! Remarks that keep an operation to somebody or to a state: "owner only (else 403)", "only in `draft`, else 409".

use super::{Api, Sentence, same_role};
use crate::pattern::pattern;

/// To what an operation is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// To whoever made the object; of these roles, or of all where none is named, but for those of the second list.
    Owner(Vec<String>, Vec<String>),
    /// To objects in these states.
    States(Vec<String>),
}

/// A remark, with the status that answers anything else where one is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// To what it is kept.
    pub kept: Kept,
    /// What answers anything else.
    pub status: Option<u16>,
}

// "owner only", "only the author", "guest: own only", "creator or admin only"
pattern!(
    OWNER,
    r"^(?:([\w /&-]+):\s*)?(?:only\s+(?:by\s+|for\s+|to\s+)?(?:the\s+|its\s+|their\s+|an?\s+)?(owner|creator|author|own)\b(?:\s+or\s+(?:an?\s+|the\s+)?([\w-]+))?(?:\s+ones?|\s+\w+s)?|(?:for\s+|by\s+)?(?:the\s+|its\s+|their\s+)?(owner|creator|author|own)(?:\s+or\s+(?:an?\s+|the\s+)?([\w-]+))?(?:\s+\w+s)?\s+only)(?:\s+(?:may|can))?$"
);
// "`PATCH /letters/{id}` is for the owner", "is for its author or a head"
pattern!(
    FOR_OWNER,
    r"(?:^|\s)(?:is|are)\s+(?:only\s+)?for\s+(?:the\s+|its\s+|their\s+|an?\s+)?(owner|creator|author)(?:\s+or\s+(?:an?\s+|the\s+)?([\w-]+))?$"
);
pattern!(
    ELSE,
    r"^(?:else|otherwise|or else|others?:?)\s+(?:an?\s+)?(4\d\d)\b|^(4\d\d)\s+(?:otherwise|else)\b|^(?:else|otherwise|later|afterwards|thereafter|after that|in (?:any|every) other (?:state|status)|anything else|everything else|any other (?:state|status))\s+(?:[\w ]{1,40}\s)?(4\d\d)\b"
);

impl Api {
    /// The remarks of a sentence or a row.
    pub(super) fn guards(&self, sentence: &Sentence) -> Vec<Guard> {
        // A cell below a role says it of that role alone.
        let of_roles = |(head, _): &(String, String)| self.roles.iter().any(|role| same_role(role, head));
        if sentence.cells.iter().any(of_roles) {
            return Vec::new();
        }
        let texts: Vec<String> = match sentence.cells.is_empty() {
            true => vec![sentence.plain.clone()],
            false => sentence.cells.iter().map(|(_, cell)| super::plain(cell)).collect(),
        };
        texts.iter().flat_map(|text| self.guards_in(text)).collect()
    }

    fn guards_in(&self, plain: &str) -> Vec<Guard> {
        let mut found: Vec<Guard> = Vec::new();
        // What "else" speaks of: the remark right before it.
        let mut fresh = false;
        let ends = |c: char| matches!(c, ',' | ';' | '(' | ')' | '–' | '—' | '→' | '.' | '|');
        for part in plain.split(ends).flat_map(|part| part.split(" - ")).map(str::trim) {
            if part.is_empty() {
                continue;
            }
            if let Some(said) = ELSE.captures(part) {
                let status = said
                    .get(1)
                    .or(said.get(2))
                    .or(said.get(3))
                    .and_then(|number| number.as_str().parse().ok());
                if let Some(last) = found.last_mut().filter(|last| fresh && last.status.is_none()) {
                    last.status = status;
                }
                fresh = false;
                continue;
            }
            let kept = self.owner(part).or_else(|| self.states_only(part).map(Kept::States));
            fresh = kept.is_some();
            found.extend(kept.map(|kept| Guard { kept, status: None }));
        }
        found
    }

    fn owner(&self, part: &str) -> Option<Kept> {
        if let Some(said) = FOR_OWNER.captures(part) {
            let role = |name: &str| self.roles.iter().find(|role| same_role(role, name)).cloned();
            let but = match said.get(2) {
                Some(name) => vec![role(name.as_str())?],
                None => Vec::new(),
            };
            return role(said.get(1)?.as_str()).is_none().then_some(Kept::Owner(Vec::new(), but));
        }
        let said = OWNER.captures(part)?;
        let word = said.get(2).or(said.get(4))?.as_str();
        // Where one of the roles is called so, the role is meant.
        if self.roles.iter().any(|role| same_role(role, word)) {
            return None;
        }
        let known = |name: &str| self.roles.iter().find(|role| same_role(role, name.trim())).cloned();
        let named: Vec<String> = match said.get(1) {
            Some(names) => names.as_str().split(['/', '&']).filter_map(known).collect(),
            None => Vec::new(),
        };
        if said.get(1).is_some() && named.is_empty() {
            return None;
        }
        let but = match said.get(3).or(said.get(5)) {
            Some(name) => vec![known(name.as_str())?],
            None => Vec::new(),
        };
        Some(Kept::Owner(named, but))
    }

    /// "draft only", "only while draft or rejected", "only in `draft`", "must be draft", "only for a letter that is draft"
    fn states_only(&self, part: &str) -> Option<Vec<String>> {
        let part = part.strip_prefix("and ").unwrap_or(part).trim();
        // "is possible only while …"
        let part = part
            .find(" only ")
            .filter(|at| {
                let before = part.get(..*at).unwrap_or_default();
                ["possible", "allowed", "accepted", "works", "permitted", "taken"]
                    .iter()
                    .any(|word| before.ends_with(word))
            })
            .and_then(|at| part.get(at + 1..))
            .unwrap_or(part);
        let rest = match part.strip_suffix(" only") {
            Some(rest) => rest,
            None => ["only ", "must be ", "requires "].iter().find_map(|start| part.strip_prefix(start))?,
        };
        const LEADS: &[&str] = &[
            "in status ",
            "in state ",
            "status ",
            "state ",
            "for ",
            "while ",
            "when ",
            "if ",
            "in ",
            "from ",
            "as ",
            "on ",
            "it is ",
            "still ",
            "the ",
            "an ",
            "a ",
        ];
        let mut rest = rest.trim();
        while let Some(bare) = LEADS.iter().find_map(|lead| rest.strip_prefix(lead)) {
            rest = bare.trim();
        }
        // "letter that is draft", "letter is draft"
        let verbs = [
            " that is ",
            " that are ",
            " which is ",
            " whose status is ",
            " is still ",
            " is ",
            " are ",
            " that was ",
        ];
        let named = verbs.iter().filter_map(|verb| Some((rest.find(verb)?, verb.len()))).min();
        if let Some((at, length)) = named
            && let Some(thing) = rest.get(..at)
            && (thing == "it" || self.resources.iter().any(|resource| resource.is_named_in(thing)))
            && thing.split_whitespace().count() <= 3
        {
            rest = rest.get(at + length..).unwrap_or_default().trim();
            rest = rest.strip_prefix("still ").unwrap_or(rest);
        }
        let names = rest.split(" or ").flat_map(|name| name.split('/')).flat_map(|name| name.split(" and "));
        let known = |name: &str| {
            let spaced = |state: &String| state.to_lowercase().replace(['_', '-'], " ");
            let name =
                name.trim().trim_end_matches(" state").trim_end_matches(" status").replace(['_', '-'], " ");
            let one = |state: &&String| spaced(state) == name || format!("{}s", spaced(state)) == name;
            self.state_words().iter().find(one).cloned()
        };
        names.map(known).collect::<Option<Vec<String>>>().filter(|states| !states.is_empty())
    }

    /// Takes in the refusal that a remark about states states, as an answer of the operation.
    pub(super) fn read_guards(&mut self) {
        let mut found: Vec<(usize, u16, String)> = Vec::new();
        for sentence in &self.sentences {
            let super::Scope::Operations(numbers) = &sentence.scope else { continue };
            let [number] = numbers.as_slice() else { continue };
            for guard in self.guards(sentence) {
                if let (Kept::States(states), Some(status)) = (guard.kept, guard.status) {
                    found.push((*number, status, format!("if it is not {}", states.join(" or "))));
                }
            }
        }
        for (number, status, words) in found {
            let responses = &mut self.operations[number].responses;
            if responses.iter().any(|known| known.status == status && known.words == words) {
                continue;
            }
            match responses.iter_mut().find(|known| known.status == status && known.words.trim().is_empty()) {
                Some(known) => known.words = words,
                None => responses.push(super::Documented { status, example: None, words }),
            }
        }
    }

    /// The states in which alone an object may be for an operation, as remarks beside it say.
    pub fn kept_to_states(&self, number: usize) -> Vec<String> {
        let own = |sentence: &&Sentence| sentence.scope == super::Scope::Operations(vec![number]);
        let guards = self.sentences.iter().filter(own).flat_map(|sentence| self.guards(sentence));
        let mut kept = guards.filter_map(|guard| match guard.kept {
            Kept::States(states) => Some(states),
            Kept::Owner(..) => None,
        });
        kept.next().unwrap_or_default()
    }

    /// Whose objects alone an operation may be called on, as remarks beside it say.
    pub fn kept_to_owner(&self, number: usize) -> Option<(Vec<String>, Vec<String>)> {
        if let Some(owner) = self.operations.get(number).and_then(|operation| operation.owner.clone()) {
            return Some(owner);
        }
        let own = |sentence: &&Sentence| sentence.scope == super::Scope::Operations(vec![number]);
        self.sentences.iter().filter(own).flat_map(|sentence| self.guards(sentence)).find_map(|guard| {
            match guard.kept {
                Kept::Owner(named, but) => Some((named, but)),
                Kept::States(_) => None,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup, item};

    fn read(text: &str) -> Vec<Guard> {
        let items = [
            item("endpoint", "POST /letters"),
            item("endpoint", "PATCH /letters/{id}"),
            item("transition", "draft -> sent"),
            item("transition", "sent -> sealed_up"),
            item("permission", "clerk | write letters").field("role", "clerk"),
            item("permission", "head | read letters").field("role", "head"),
        ];
        testing::facts_with("a.md", &items, "", Setup::default()).api.guards_in(text)
    }

    fn owner(named: &[&str], but: &[&str], status: Option<u16>) -> Guard {
        let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Guard { kept: Kept::Owner(all(named), all(but)), status }
    }

    fn states(names: &[&str], status: Option<u16>) -> Guard {
        Guard { kept: Kept::States(names.iter().map(|name| (*name).to_owned()).collect()), status }
    }

    #[test]
    fn remarks_about_whose_and_in_which_state() {
        assert_eq!(
            read("patch /letters/{id} – `title`; owner only (else 403), draft only (else 409 locked)"),
            [owner(&[], &[], Some(403)), states(&["draft"], Some(409))]
        );
        assert_eq!(read("change it – only its author, otherwise 404"), [owner(&[], &[], Some(404))]);
        assert_eq!(read("list; clerk: own only; head: all"), [owner(&["clerk"], &[], None)]);
        assert_eq!(read("author or head only"), [owner(&[], &["head"], None)]);
        assert_eq!(
            read("only while draft or sealed up, else 422"),
            [states(&["draft", "sealed_up"], Some(422))]
        );
        assert_eq!(read("must be draft; 409 otherwise"), [states(&["draft"], Some(409))]);
    }

    #[test]
    fn remarks_in_whole_sentences() {
        for (text, expected) in [
            (
                "is for the owner, and only while the letter is draft; later it is refused with 409",
                [owner(&[], &[], None), states(&["draft"], Some(409))],
            ),
            (
                "patch /letters/{id} is for its author or a head, only if it is draft; afterwards 409 locked",
                [owner(&[], &["head"], None), states(&["draft"], Some(409))],
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "and only for a letter that is draft or sent; otherwise 409 locked",
            "it is possible only while the letter is draft or sent; in any other state it is refused with 409",
            "only for letters that are draft or sent, else 409",
        ] {
            assert_eq!(read(text), [states(&["draft", "sent"], Some(409))], "{text}");
        }
    }

    #[test]
    fn a_cell_below_a_role_is_of_that_role_alone() {
        let roles = "[targets.local]\nurl = \"http://127.0.0.1:1\"\n[targets.local.roles.clerk]\nheaders = {}\n[targets.local.roles.head]\nheaders = {}\n";
        let text = "# Letters\n\n| Call | clerk | head |\n|---|---|---|\n| `POST /letters` | yes | no |\n| `PATCH /letters/{id}` | own only | yes |\n";
        let api = testing::facts_of_markdown(text, roles, Setup::default()).api;
        assert_eq!(api.kept_to_owner(1), None);
        let text = "# Letters\n\n| Call | Does | Rules |\n|---|---|---|\n| `POST /letters` | writes one | |\n| `PATCH /letters/{id}` | changes one | owner only |\n";
        let api = testing::facts_of_markdown(text, roles, Setup::default()).api;
        assert_eq!(api.kept_to_owner(1), Some((Vec::new(), Vec::new())));
    }

    #[test]
    fn other_remarks_say_nothing_of_the_kind() {
        for text in [
            "clerks only",
            "read-only",
            "only letters that were paid",
            "owner",
            "the owner only pays",
            "json only, else 415",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}

//! What the claims that passed speak of.

use super::said::{form, said};
use super::terms::Term;
use std::collections::HashSet;

/// What a claim that passed was about, and what was sent and seen.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The probe that tried it.
    pub probe: &'a str,
    /// The claim in words.
    pub claim: &'a str,
    /// Why it passed.
    pub reason: &'a str,
    /// What was sent.
    pub sent: &'a str,
    /// What came back.
    pub seen: &'a str,
}

const METHODS: &[&str] = &["GET ", "POST ", "PUT ", "PATCH ", "DELETE "];

/// All that they speak of.
#[derive(Debug, Default)]
pub struct Spoken {
    words: HashSet<String>,
    /// Words of paths: of what a claim is, and not what it says.
    places: HashSet<String>,
    names: HashSet<String>,
    /// What refusals say, and the headers of all answers, in lower case.
    answers: String,
    /// The headers of all answers, in lower case.
    heads: String,
    sent: String,
    /// The values of what other answers hold.
    values: HashSet<String>,
    /// Names of which all is tried that is said of them.
    wholly: HashSet<String>,
    /// Whether bounds, types and examples were held against it as a whole.
    bounds: bool,
    effect: bool,
    /// Whether a sentence was played as a whole by a probe that names what it leaves out.
    pub played: bool,
}

impl Spoken {
    pub fn of(shown: &[Shown]) -> Self {
        let mut spoken = Self::default();
        for one in shown {
            for text in [one.claim, one.reason] {
                spoken.take(text);
                spoken.words.extend(said(text));
            }
            let bounds = [
                "beyond what is stated",
                "as documented",
                "at its bounds",
                "is as stated",
                "stand as stated",
                "shows what is stated",
                "read back",
                "takes what",
                "goes as stated",
            ];
            spoken.bounds |= bounds.iter().any(|word| one.claim.contains(word));
            let wholly = ["follows from", "stand as stated", "is as stated", "in the example"];
            if wholly.iter().any(|word| one.claim.contains(word)) {
                // What it follows from is named behind it.
                let told = one.claim.split(" follows from ").next().unwrap_or_default();
                spoken.wholly.extend(told.split('`').skip(1).step_by(2).map(str::to_lowercase));
            }
            let (head, _) = one.seen.split_once("\n\n").unwrap_or((one.seen, ""));
            spoken.played |= matches!(one.probe, "scenarios" | "flows");
            spoken.effect |= one.claim.contains("has an effect");
            if one.seen.starts_with('2') {
                spoken.take_values(one.seen);
            }
            // `$EDITOR_AUTHORIZATION` tells who it was.
            for key in one.sent.split('$').skip(1) {
                let key = key.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                spoken.words.extend(key.to_lowercase().split('_').map(form));
            }
            let keyless = !one.sent.is_empty() && !one.sent.contains('$') && one.seen.starts_with('2');
            if keyless {
                spoken.words.extend(said("is open"));
            }
            spoken.take_method(one.claim);
            // What is sent last is often how one looks at what was done.
            if !METHODS.iter().any(|method| one.claim.contains(method)) {
                spoken.take_method(one.sent);
            }
            spoken.heads.push_str(&head.to_lowercase());
            spoken.heads.push('\n');
            let refused = one.seen.starts_with(['4', '5']);
            spoken.answers.push_str(&if refused { one.seen } else { head }.to_lowercase());
            spoken.answers.push('\n');
            let first = one.sent.lines().next().unwrap_or_default();
            let (head, _) = one.sent.split_once("\n\n").unwrap_or((one.sent, ""));
            spoken.sent.push_str(
                &if one.claim.contains("read back")
                    || ["GET", "PATCH", "PUT"].iter().any(|method| first.starts_with(method))
                {
                    one.sent
                } else {
                    head
                }
                .to_lowercase(),
            );
            spoken.sent.push('\n');
        }
        spoken
    }

    /// `"status": "paid"`: strings behind a colon.
    fn take_values(&mut self, seen: &str) {
        for part in seen.split("\": \"").skip(1).chain(seen.split("\":\"").skip(1)) {
            let value = part.split('"').next().unwrap_or_default();
            self.values.insert(value.to_lowercase());
        }
        // `pong` is all that some answers say.
        let body = seen.split_once("\n\n").map_or("", |(_, body)| body).trim();
        if !body.starts_with(['{', '[']) && body.lines().count() == 1 {
            self.values.extend(body.split_whitespace().map(str::to_lowercase));
        }
    }

    /// What is done by a method is spoken of by naming it.
    fn take_method(&mut self, text: &str) {
        const DOES: &[(&str, &[&str])] = &[
            ("GET ", &["read", "list"]),
            ("POST ", &["create"]),
            ("PUT ", &["change", "replace"]),
            ("PATCH ", &["change"]),
            ("DELETE ", &["delete"]),
        ];
        for (method, does) in DOES {
            if text.starts_with(method) {
                self.words.extend(does.iter().map(|word| form(word)));
                // `/loans/{id}/return` is spoken of as returning.
                let path = text.split([' ', '\n', '?']).nth(1).unwrap_or_default();
                let last = path.rsplit('/').next().unwrap_or_default();
                let deed = last.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                if *method == "POST " && deed && path.split('/').count() > 3 {
                    self.words.extend(last.split('-').map(form));
                }
            }
        }
    }

    fn take(&mut self, text: &str) {
        for raw in text.split_whitespace() {
            let path = raw.contains('/');
            for word in raw
                .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
                .filter(|word| !word.is_empty())
            {
                let lower = word.to_lowercase();
                if path {
                    for part in lower.split(['_', '-']) {
                        self.places.insert(form(part));
                    }
                    continue;
                }
                self.names.insert(lower.clone());
                // What a setting is called says nothing of what it does.
                if word.contains('_') && !word.contains(char::is_lowercase) {
                    continue;
                }
                for part in lower.split(['_', '-']) {
                    self.words.insert(form(part));
                }
                // `openSlots` is spoken of as open slots.
                let mut part = String::new();
                for c in word.chars() {
                    if c.is_uppercase() && !part.is_empty() {
                        self.words.insert(form(&part.to_lowercase()));
                        part.clear();
                    }
                    part.push(c);
                }
                self.words.insert(form(&part.to_lowercase()));
            }
        }
    }

    /// Whether a setting was seen to do what it is for.
    pub fn has_an_effect(&self) -> bool {
        self.effect
    }

    /// Whether all is tried that is said of a name.
    pub fn holds(&self, term: &Term) -> bool {
        match term {
            Term::Name(name) => self.wholly.contains(&name.to_lowercase()),
            Term::Word(word) => self.wholly.iter().any(|name| form(name) == *word),
            _ => false,
        }
    }

    /// Whether a term is one that has to be spoken of, and is not.
    pub fn lacks(&self, term: &Term) -> bool {
        match term {
            Term::Word(_) => false,
            Term::Example => !self.bounds,
            Term::Status(status) => {
                !self.names.contains(status)
                    && !self.answers.lines().any(|line| line.starts_with(status.as_str()))
            }
            Term::Number(number) => !self.bounds && !self.has_number(number),
            Term::Header(name) => {
                !self.names.contains(name)
                    && !self.says_all(name)
                    && !self.answers.contains(name.as_str())
                    && !self.sent.contains(name.as_str())
            }
            Term::Name(name) => {
                let lower = name.to_lowercase();
                !self.names.contains(&lower)
                    && !self.words.contains(&form(&lower))
                    && !self.places.contains(&lower)
                    && !self.values.contains(&lower)
                    && !self.has_dotted(&lower)
                    && !self.answers.contains(&lower)
                    && !self.sent.contains(&lower)
            }
        }
    }

    /// `X-Api-Key` is spoken of where an API key is.
    fn says_all(&self, header: &str) -> bool {
        header.split('-').filter(|part| part.len() > 1).all(|part| self.words.contains(&form(part)))
    }

    /// `error.fields` is spoken of where `fields` is.
    fn has_dotted(&self, name: &str) -> bool {
        name.contains('.')
            && name.split('.').all(|part| self.names.contains(part) || self.answers.contains(part))
    }

    fn has_number(&self, number: &str) -> bool {
        let near = |by: i64| {
            number.parse::<i64>().is_ok_and(|number| self.names.contains(&(number + by).to_string()))
        };
        self.names.contains(number) || near(1) || near(-1) || self.kilo(number)
    }

    fn kilo(&self, number: &str) -> bool {
        number.parse::<i64>().is_ok_and(|number| {
            [1000, 1024, 1_000_000, 1_048_576]
                .iter()
                .any(|by| self.names.contains(&(number * by).to_string()))
        })
    }

    /// Whether a claim names it in so many words.
    pub fn names(&self, term: &Term) -> bool {
        let (Term::Name(name) | Term::Header(name) | Term::Number(name)) = term else { return false };
        let name = name.to_lowercase();
        self.names.contains(&name) || self.values.contains(&name) || self.heads.contains(&name)
    }

    /// Whether a word is only of where something stands.
    pub fn is_neutral(&self, word: &str) -> bool {
        self.places.contains(word) && !self.words.contains(word)
    }

    /// Whether a word is spoken of.
    pub fn says(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

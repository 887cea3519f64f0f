//! Whose a value is: "the booking's `createdAt`", "the `rate` of the kiln", "the fees of all vehicles".

use super::{Formula, GLUE, Phrase, lexicon};
use crate::api::constants::constant;
use crate::api::rule::Sort;
use crate::words;

impl Phrase<'_> {
    /// Passes over "the booking's", where the object itself is one.
    pub(super) fn own(&mut self) -> bool {
        let own =
            self.rest().first().and_then(|token| possessor(token)).is_some_and(|owner| self.is_own(owner));
        self.at += usize::from(own);
        own
    }

    fn is_own(&self, owner: &str) -> bool {
        !self.scope.name.is_empty() && words::folded(owner) == words::folded(&self.scope.name)
    }

    /// Passes over what stands behind a value and narrows nothing: "of the booking", "that were asked for".
    pub(super) fn behind_value(&mut self) {
        if let [of, article, owner, ..] = self.rest()
            && of == "of"
            && GLUE.contains(&article.as_str())
            && self.is_own(owner)
        {
            self.at += 3;
        }
        let _ = lexicon::SENT.iter().any(|words| self.take_all(words));
    }

    /// A value of what the object refers to: "the kiln's `rate`", "`rate` of the kiln".
    pub(super) fn of_thing(&mut self) -> Option<Formula> {
        let owner = self.rest().first().and_then(|token| possessor(token)).map(words::folded);
        let find = |owner: &str| self.scope.things.iter().find(|(name, _)| words::folded(name) == owner);
        if let Some((thing, members)) = owner.as_deref().and_then(find) {
            let said = self.rest().get(1..)?;
            let (name, length) = longest(said, members)?;
            let found = Formula::Of(thing.clone(), name);
            self.at += 1 + length;
            return Some(found);
        }
        self.scope
            .things
            .iter()
            .find_map(|(thing, members)| {
                let (name, length) = longest(self.rest(), members)?;
                let [of, article, owner, ..] = self.rest().get(length..)? else { return None };
                let is = of == "of"
                    && GLUE.contains(&article.as_str())
                    && words::folded(owner) == words::folded(thing);
                is.then(|| (Formula::Of(thing.clone(), name), length + 3))
            })
            .map(|(found, length)| {
                self.at += length;
                found
            })
    }

    /// "the `fee` of all vehicles": a sum that is not called one.
    pub(super) fn over_all(&mut self) -> Option<Formula> {
        for (list, members) in &self.scope.lists {
            let Some((name, length)) = longest(self.rest(), members) else { continue };
            let Some([of, all, rest @ ..]) = self.rest().get(length..) else { continue };
            let articles = rest.iter().take_while(|token| GLUE.contains(&token.as_str())).count();
            let named = rest.get(articles).is_some_and(|token| words::folded(token) == words::folded(list));
            let numeric = members.iter().any(|(known, sort)| {
                *known == name && matches!(sort, Sort::Integer | Sort::Number | Sort::Unknown)
            });
            if of == "of" && matches!(all.as_str(), "all" | "its") && named && numeric {
                self.at += length + 3 + articles;
                return Some(Formula::Sum(list.clone(), Box::new(Formula::Member(name))));
            }
        }
        None
    }
}

impl Phrase<'_> {
    /// "the day of `issued_at`", "the day of submission" of `submitted_at`: the one moment whose name begins like it.
    pub(super) fn day_of_deed(&mut self) -> Option<Formula> {
        let before = self.at;
        let found = self.day_of_deed_here();
        if found.is_none() {
            self.at = before;
        }
        found
    }

    fn day_of_deed_here(&mut self) -> Option<Formula> {
        const LEAST: usize = 5;
        (self.take_all(&["day", "of"]) || self.take_all(&["date", "of"])).then_some(())?;
        self.glue();
        if let Some(moment) = self.moment() {
            return Some(moment);
        }
        let said = self.rest().first()?.clone();
        let shared = |name: &str| {
            let first = words::parts(name).into_iter().next().unwrap_or_default();
            first.chars().zip(said.chars()).take_while(|(one, other)| one == other).count()
        };
        let is = |sort: &Sort| matches!(sort, Sort::DateTime | Sort::Date);
        let mut found = self.scope.members.iter().filter(|(name, sort)| is(sort) && shared(name) >= LEAST);
        let (name, _) = found.next().filter(|_| found.next().is_none())?;
        let found = Formula::Member(name.clone());
        self.at += 1;
        Some(found)
    }

    /// An amount that a setting gives, by at least two words: "the base fee", "the rate per minute".
    pub(super) fn constant(&mut self) -> Option<Formula> {
        const SILENT: &[&str] = &["per", "for", "each", "a", "an", "the", "of"];
        (2..=5usize)
            .rev()
            .find_map(|length| {
                let said = self.rest().get(..length)?;
                let plain = said.iter().all(|token| token.chars().all(char::is_alphabetic));
                let ends = said.last().is_some_and(|last| !SILENT.contains(&last.as_str()));
                let telling: Vec<String> =
                    said.iter().filter(|word| !SILENT.contains(&word.as_str())).cloned().collect();
                // "the rate per minute" is a rate.
                let head = said.split(|word| SILENT.contains(&word.as_str()));
                let head = head.filter_map(|part| part.last()).next()?;
                let known = constant(&self.scope.constants, head, &telling);
                let value = known.filter(|_| plain && ends && telling.len() > 1)?.value;
                Some((Formula::Number(value), length))
            })
            .map(|(found, length)| {
                self.at += length;
                found
            })
    }
}

/// Whose something is: `kiln` of "kiln's".
fn possessor(token: &str) -> Option<&str> {
    token.strip_suffix("'s").or_else(|| token.strip_suffix('\''))
}

/// The member that the first words name in full, and how many words that takes.
fn longest(said: &[String], members: &[(String, Sort)]) -> Option<(String, usize)> {
    (1..=4usize)
        .rev()
        .find_map(|length| {
            let words = said.get(..length)?;
            let name = words::folded(&words.join(""));
            let plain = words.iter().all(|token| token.starts_with(char::is_alphabetic));
            let known = members.iter().find(|(known, _)| words::folded(known) == name && plain)?;
            Some((known.0.clone(), length))
        })
        .or_else(|| super::bare(said, members))
}

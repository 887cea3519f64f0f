//! What is said of fields elsewhere than where they are listed.

use super::{FieldBook, FieldFacts, Sort};
use crate::words::folded;

impl FieldBook {
    /// Text that is named as a moment is one: `created_at`; with its zone, where that is said.
    pub(in crate::api) fn are_moments(&mut self, zoned: bool) {
        let all = self.entities.iter().flat_map(|(_, fields)| fields);
        let moments = all.filter(|(name, _)| {
            let parts = crate::words::parts(name);
            parts.len() > 1 && parts.last().is_some_and(|last| last == "at")
        });
        for (name, at) in moments {
            let known = self.by_name.get_mut(&folded(name)).and_then(|known| known.get_mut(*at));
            let Some(facts) = known else { continue };
            let text = matches!(facts.rule.sort, Sort::Text | Sort::Unknown);
            if text && facts.rule.form.is_none() && !facts.stored {
                facts.rule.sort = Sort::DateTime;
            }
            facts.rule.zoned |= zoned && facts.rule.sort == Sort::DateTime && !facts.stored;
        }
    }

    /// Takes in what a sentence says of a field of an entity.
    pub(in crate::api) fn say(&mut self, entity: &str, name: &str, said: &str) {
        let known = self.by_name.get_mut(&folded(name)).into_iter().flatten();
        for facts in known.filter(|facts| facts.entity == entity) {
            facts.rule.add(said);
        }
    }

    /// Takes in that members of an entity have to be sent, where nothing else is said of that.
    pub(in crate::api) fn need(&mut self, entity: &str, names: &[String]) {
        for name in names {
            let known = self.by_name.get_mut(&folded(name)).into_iter().flatten();
            for facts in known.filter(|facts| facts.entity == entity) {
                facts.optional = facts.optional.or(Some(false));
            }
        }
    }

    /// Takes in that a member need not be sent, and what it is then.
    pub(in crate::api) fn spare(&mut self, entity: &str, name: &str, default: Option<String>) {
        let known = self.by_name.get_mut(&folded(name)).into_iter().flatten();
        for facts in known.filter(|facts| facts.entity == entity) {
            facts.optional = facts.optional.or(Some(true));
            facts.quoted |= facts.default.is_none() && default.is_some();
            facts.default = facts.default.take().or_else(|| default.clone());
        }
    }

    /// Takes in that the system gives a member.
    pub(in crate::api) fn own(&mut self, entity: &str, name: &str) {
        let known = self.by_name.get_mut(&folded(name)).into_iter().flatten();
        known.filter(|facts| facts.entity == entity).for_each(|facts| facts.rule.owned = true);
    }

    /// Takes in what an operation takes, by the key of the operation.
    pub(in crate::api) fn ask(&mut self, key: &str, members: Vec<(String, FieldFacts)>) {
        let mut places = Vec::new();
        for (name, facts) in members {
            let known = self.by_name.entry(folded(&name)).or_default();
            places.push((name, known.len()));
            known.push(facts);
        }
        self.requests.push((key.to_owned(), places));
    }

    /// Takes in that all numbers are whole.
    pub(in crate::api) fn are_whole(&mut self) {
        let known = self.by_name.values_mut().flatten();
        for facts in known.filter(|facts| facts.rule.sort == Sort::Number) {
            facts.rule.sort = Sort::Integer;
        }
    }
}

//! The operation whose request a sentence tells of without naming it: by the last part of its path, by what it makes, by what one does.

use super::super::{Api, Resource, Sentence, operations_of};
use super::members::is_member;
use crate::pattern::pattern;
use crate::words;

// "a hold takes", "adding a seat takes"
pattern!(
    MAKING,
    r"^\W*(?:(?:creat|add|plac|open|mak|fil|register|enter|book|record|post|submitt|issu|reserv)ing )?(?:an?|each|every)(?: new)? (\w+(?: \w+)?) (?:takes|expects|needs) `?\w"
);
// "to let a plot, send"
pattern!(
    TO_DO,
    r"^\W*to (\w+ an? \w+(?: \w+)?),? (?:(?:one|you|callers|clients) )?(?:sends?|posts?|gives?) `?\w"
);
// "a missing `reason` is refused", "without a `reason`", "`reason` is required"
pattern!(
    NEEDED,
    r"(?i)(?:\bmissing\s+(?:or \w+ )?|\bneeds an? (?:json )?body (?:with|of)\s+(?:an?\s+|the\s+)?|\brequires an? (?:json )?body (?:with|of)\s+(?:an?\s+|the\s+)?|\bwithout\s+(?:an?\s+|the\s+)?|\brequires?\s+(?:an?\s+|the\s+)?)`(\w+)`|`(\w+)` (?:is|are) (?:missing|required|mandatory|absent)"
);

impl Api {
    /// The member without which a deed on an object is said to be refused, where it is one.
    pub(super) fn needed_by_deeds(&self) -> Vec<(usize, String)> {
        let mut found: Vec<(usize, String)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            let Some(number) = sentence.operation().or_else(|| self.taking(sentence)) else { continue };
            let (number, operation) = (&number, &self.operations[number]);
            let acts = operation.method == "POST"
                && operation.path.parameters().next().is_some()
                && !operation.path.ends_with_parameter()
                && !self.is_creation(operation);
            let refused = sentence.error_statuses().iter().any(|status| matches!(status, 400 | 422));
            if !acts || !refused {
                continue;
            }
            let name = NEEDED
                .captures_iter(&sentence.text)
                .find_map(|named| named.get(1).or_else(|| named.get(2)).map(|name| name.as_str().to_owned()));
            found.extend(name.filter(|name| is_member(name)).map(|name| (*number, name)));
        }
        found
    }

    /// The operation on an object that a sentence names by its last part: "only `close` takes a body".
    pub(super) fn taking(&self, sentence: &Sentence) -> Option<usize> {
        let spans = words::code_spans(&sentence.text);
        let (range, name) = spans.first()?;
        let behind = sentence.text.get(range.end..)?.trim_start();
        let takes = [
            "takes a body",
            "takes a json body",
            "expects a body",
            "has a body",
            "needs a body",
            "requires a body",
            "wants a body",
            "must have a body",
            "must be sent a body",
        ];
        if !takes.iter().any(|words| behind.to_lowercase().starts_with(words)) {
            return None;
        }
        let acts = |number: &usize| {
            let operation = &self.operations[*number];
            operation.is_of(sentence.spec)
                && !operation.is_safe()
                && operation.path.parameters().next().is_some()
                && operation.path.last_literal() == Some(name)
        };
        let mut all = (0..self.operations.len()).filter(acts);
        all.next().filter(|_| all.next().is_none())
    }

    /// The operation that makes what a sentence tells the members of: "a hold takes `show_id`", "adding a seat takes `label`".
    pub(super) fn making(&self, sentence: &Sentence) -> Option<usize> {
        if let Some(deed) = TO_DO.captures(&sentence.plain).and_then(|found| found.get(1)) {
            let meant = operations_of(self, sentence.spec, deed.as_str()).ok()?;
            let [number] = meant.as_slice() else { return None };
            return self.is_creation(&self.operations[*number]).then_some(*number);
        }
        let named = MAKING.captures(&sentence.plain)?.get(1)?.as_str();
        let words = named.split(' ').count();
        let names = |resource: &&Resource| {
            resource.create.is_some_and(|create| self.operations[create].is_of(sentence.spec))
                && resource.is_named_in(named)
                && resource.name.split(' ').count() == words
        };
        let mut all = self.resources.iter().filter(names).filter_map(|resource| resource.create);
        all.next().filter(|_| all.next().is_none())
    }
}

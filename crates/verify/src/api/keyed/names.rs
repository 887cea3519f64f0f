//! What the names of new objects are made of: as sentences say, and as examples show.

use super::super::rule::Rule;
use super::super::{Api, PathTemplate, Resource, Scope, Segment, member_for, plain, unwrapped};
use crate::facts::SpecFacts;
use crate::words;
use serde_json::Value;

impl Api {
    /// What is said about the names: in a sentence that speaks of them, in a row of parameters, about a field of that name.
    pub(super) fn rule_of_names(&self, number: usize, name: &str, own: &str) -> (Rule, String) {
        let operation = &self.operations[number];
        let sent = operation
            .request
            .as_ref()
            .and_then(|body| body.json())
            .is_some_and(|body| body.get(name).is_some());
        let lower = name.to_lowercase();
        let spaced = words::parts(name).join(" ");
        let mut subjects =
            vec![lower.clone(), spaced.clone(), format!("{{{lower}}}"), format!("{own} {spaced}")];
        let plurals: Vec<String> = subjects.iter().map(|subject| format!("{subject}s")).collect();
        subjects.extend(plurals);
        let owned = ["name", "key", "id", "slug", "identifier"];
        for word in owned.iter().filter(|word| spaced.contains(*word) || spaced == own) {
            subjects.extend([format!("{own} {word}"), format!("{own} {word}s"), format!("{own}'s {word}")]);
        }
        let mut notes: Vec<String> = Vec::new();
        for sentence in self.about(number).filter(|sentence| sentence.scope != Scope::General) {
            if !sentence.cells.is_empty() {
                let first = sentence.cells.first().map(|(_, cell)| plain(cell)).unwrap_or_default();
                let first = first.trim().trim_matches(['{', '}', ':']).to_owned();
                let placed = sentence.cells.iter().any(|(_, cell)| plain(cell).trim() == "path");
                if words::folded(&first) == words::folded(name) && (placed || !sent) {
                    notes.extend(sentence.cells.iter().skip(1).map(|(_, cell)| cell.clone()));
                }
                continue;
            }
            notes.extend(about_subject(&sentence.text, &sentence.plain, &subjects).filter(|_| !sent));
        }
        let facts = self.fields.of(name);
        let notes = notes.join("; ");
        let mut rule = Rule::read("string", &notes, &|_| None);
        if let ([one], true) = (facts, rule == Rule::read("string", "", &|_| None)) {
            rule = one.rule.clone();
        }
        rule.owned = false;
        (rule, notes)
    }

    /// A name as an example shows it: in the object of an answer, or in the path of a call.
    pub(super) fn named_in_examples(&self, number: usize, name: &str, specs: &[SpecFacts]) -> Option<String> {
        let operation = &self.operations[number];
        let home = operation.home();
        let mut documents = operation.specs().filter_map(|spec| specs.get(spec));
        let in_path = documents.find_map(|spec| in_paths(spec.text(), &operation.path));
        let resource = self.resource_of(number);
        let shown = || {
            let read = resource.and_then(|resource: &Resource| resource.read);
            let operations = [Some(number), read].into_iter().flatten();
            operations
                .filter_map(|at| self.operations[at].success()?.example.as_ref()?.json().cloned())
                .find_map(|example| {
                    let object = unwrapped(example);
                    member_for(name, &home, object.as_object().map(|_| &object).unwrap_or(&Value::Null))
                })
        };
        in_path.or_else(shown).filter(|text| text.len() <= 120)
    }
}

/// What a sentence says of its subject, where that is one of some: "A key is 1 to 40 letters" says "is 1 to 40 letters".
fn about_subject(text: &str, plain: &str, subjects: &[String]) -> Option<String> {
    const VERBS: &[&str] = &[
        "is", "are", "has", "have", "must", "may", "can", "consist", "consists", "match", "matches",
        "contain", "contains", "start", "starts", "should", "follow", "follows",
    ];
    let said = plain.trim().trim_start_matches(['-', '*', '+', ' ']);
    let bare = ["a ", "an ", "the ", "each ", "every ", "all ", "where ", "valid "]
        .iter()
        .fold(said, |said, article| said.strip_prefix(article).unwrap_or(said));
    let rest = subjects
        .iter()
        .filter_map(|subject| bare.strip_prefix(subject.as_str()))
        .min_by_key(|rest| rest.len())?;
    let rest = rest.trim_start();
    let first = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let marked = rest.starts_with([':', '(', '–', '—']);
    if !marked && !VERBS.contains(&first) {
        return None;
    }
    // As written: the case of letters may be what is stated.
    let lower = text.to_lowercase();
    let at = match first {
        "" => lower.find(rest.chars().next()?)?,
        first => lower.find(&format!(" {first}"))?,
    };
    text.get(at..).map(|said| said.trim_start_matches([':', ' ', '–', '—', '(']).to_owned())
}

/// The last part of an address that is an instance of a path: `SHOP_KEY` of `https://h/v1/keys/SHOP_KEY`.
fn in_paths(text: &str, path: &PathTemplate) -> Option<String> {
    let last = path.segments().iter().rev().nth(1)?;
    let Segment::Literal(last) = last else { return None };
    let mark = format!("/{last}/");
    let cut = |c: char| {
        c.is_whitespace() || matches!(c, '`' | '"' | '\'' | '(' | ')' | '<' | '>' | ',' | '|' | '\\')
    };
    for token in text.split(cut).filter(|token| token.contains(&mark)) {
        let address = token.split("://").last().unwrap_or(token);
        let from = address.find('/').unwrap_or_default();
        let called = PathTemplate::read(address.get(from..)?);
        let literal = |segment: &Segment| match segment {
            Segment::Literal(text) => Some(text.clone()),
            Segment::Parameter { .. } => None,
        };
        let wanted = path.segments();
        let given: Option<Vec<String>> = called.segments().iter().map(literal).collect();
        let Some(given) = given.filter(|given| given.len() >= wanted.len()) else { continue };
        let pairs = || wanted.iter().zip(given.iter().skip(given.len() - wanted.len()));
        let fits = pairs()
            .all(|(one, two)| matches!(one, Segment::Parameter { .. }) || literal(one).as_ref() == Some(two));
        let name = given.last().map(|name| name.trim_end_matches(['.', ':', ';', '…']).to_owned());
        let plain = |name: &String| {
            !name.is_empty() && !name.contains(['$', '*', '%', '=', '…']) && !name.starts_with(':')
        };
        if let Some(name) = name.filter(|name| fits && plain(name)) {
            return Some(name);
        }
    }
    None
}

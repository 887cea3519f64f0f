//! Findings that are not told any more: a comment that suppresses them, a rule that counts less.

use super::{Concern, Pair};
use crate::change::{Change, FieldChange, Reason, Statement, What};
use crate::version::{RuleLevel, Snapshot, Suppressed, Version};
use abide_syntax::TextRange;
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) const CONCERN: Concern = Concern {
    name: "suppression",
    summary: "a comment suppresses findings, or a rule counts less than before",
    changed,
};

fn changed(_: &Pair, _: &mut Vec<String>) {}

/// Comments and levels that tell less than before.
pub(crate) fn changes(before: &Snapshot, after: &Snapshot, both: &[(usize, usize)]) -> Vec<Change> {
    let mut changes = Vec::new();
    for (at, version) in after.documents.iter().enumerate() {
        let old = both.iter().find(|(_, new)| *new == at).and_then(|(old, _)| before.documents.get(*old));
        // A new document brings its comments with it.
        if let Some(old) = old {
            comments(old, version, &mut changes);
        }
    }
    levels(&before.levels, &after.levels, &mut changes);
    changes
}

fn comments(before: &Version, after: &Version, changes: &mut Vec<Change>) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for one in before.suppressed {
        *known.entry(&one.rule).or_default() += 1;
    }
    for one in after.suppressed {
        match known.get_mut(one.rule.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => changes.push(comment(after, one)),
        }
    }
}

fn comment(version: &Version, one: &Suppressed) -> Change {
    let document = version.document;
    let statement = Statement {
        id: String::new(),
        path: version.path.to_owned(),
        line: document.line(one.range.start),
        range: one.range,
        section: document.section_path(document.section_at(one.range.start)),
        text: document.slice(one.range).to_owned(),
    };
    let reason = format!("findings of `{}` are not told here any more", one.rule);
    told("suppression", &one.rule, What::Added, Some(statement), Vec::new(), reason)
}

fn levels(before: &[RuleLevel], after: &[RuleLevel], changes: &mut Vec<Change>) {
    let known: BTreeMap<(&str, &str), &RuleLevel> =
        before.iter().map(|level| ((level.path.as_str(), level.rule.as_str()), level)).collect();
    for level in after {
        let Some(was) = known.get(&(level.path.as_str(), level.rule.as_str())) else { continue };
        if level.rank < was.rank {
            let place = Statement {
                id: level.rule.clone(),
                path: level.path.clone(),
                line: 1,
                range: TextRange::empty(0),
                section: Vec::new(),
                text: format!("{} = \"{}\"", level.rule, level.name),
            };
            let field = FieldChange {
                name: "level".into(),
                from: Some(Value::from(was.name.as_str())),
                to: Some(Value::from(level.name.as_str())),
            };
            let reason = format!("the rule `{}` is `{}` now; it was `{}`", level.rule, level.name, was.name);
            changes.push(told("rule", &level.rule, What::Changed, Some(place), vec![field], reason));
        }
    }
}

fn told(
    kind: &'static str,
    id: &str,
    what: What,
    after: Option<Statement>,
    fields: Vec<FieldChange>,
    reason: String,
) -> Change {
    let weakened = vec![Reason { concern: CONCERN.name, reason }];
    Change { what, kind, id: id.to_owned(), before: None, after, fields, breaking: Vec::new(), weakened }
}

#[cfg(test)]
mod tests {
    use super::*;
    use abide_model::Spec;
    use abide_syntax::Document;

    #[test]
    fn a_new_comment_and_a_lower_level() {
        let document = Document::parse("# S\n\nFast. <!-- abide: ignore vague-term because said -->\n");
        let spec = Spec::read("s.md", &document);
        let suppressed = [Suppressed { rule: "vague-term".into(), range: TextRange::new(11, 20) }];
        let version = |suppressed| Version {
            path: "s.md",
            document: &document,
            spec: &spec,
            suppressed,
            guidance: &[],
        };
        let level = |rank, name: &str| RuleLevel {
            path: "abide.toml".into(),
            rule: "vague-term".into(),
            rank,
            name: name.into(),
        };
        let before = Snapshot { documents: vec![version(&[])], levels: vec![level(3, "error")] };
        let after = Snapshot { documents: vec![version(&suppressed)], levels: vec![level(0, "off")] };
        let told: Vec<String> = changes(&before, &after, &[(0, 0)])
            .into_iter()
            .flat_map(|change| change.weakened)
            .map(|reason| reason.reason)
            .collect();
        assert_eq!(
            told,
            [
                "findings of `vague-term` are not told here any more",
                "the rule `vague-term` is `off` now; it was `error`"
            ]
        );
        assert_eq!(changes(&after, &before, &[(0, 0)]), []);
    }
}

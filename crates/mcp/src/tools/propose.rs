//! `propose`: an edit of a specification, judged before it is written.

use crate::arguments::Propose;
use crate::{Desk, Failure};
use abide_diff::{Change, Reason};
use abide_verify::board::finding_shown;
use abide_workspace::budget::Pack;
use abide_workspace::propose::propose;
use serde_json::{Map, Value, json};

pub fn answer(desk: &Desk, arguments: Propose) -> Result<Value, Failure> {
    let edit = arguments.edit()?;
    let proposal = propose(desk.kept(), &desk.request(&[])?, &arguments.path, &edit, &arguments.accept)?;
    let written = arguments.write && proposal.refused.is_empty();
    if written {
        proposal.write()?;
    }
    let mut pack = Pack::new(arguments.budget);
    pack.set("path", &*proposal.path);
    pack.set("written", written);
    pack.list("refused", proposal.refused.iter().map(|why| Value::from(why.as_str())), 40);
    pack.set("findings", json!({"before": proposal.before, "after": proposal.after.diagnostics.len()}));
    let shown = |finding| finding_shown(&proposal.after, finding);
    pack.list("changes", proposal.changes.iter().map(change), 60);
    pack.list("made", proposal.made.iter().map(shown), 60);
    let mended =
        proposal.mended.iter().map(|finding| json!({"rule": finding.rule, "message": finding.message}));
    pack.list("mended", mended, 100);
    Ok(pack.finish())
}

fn change(change: &Change) -> Value {
    let mut shown = Map::new();
    shown.insert("what".to_owned(), change.what.name().into());
    shown.insert("id".to_owned(), change.id.as_str().into());
    if let Some(statement) = change.statement() {
        shown.insert("line".to_owned(), statement.line.into());
    }
    let reasons = |reasons: &[Reason]| {
        Value::from(reasons.iter().map(|reason| reason.reason.as_str()).collect::<Vec<_>>())
    };
    if !change.weakened.is_empty() {
        shown.insert("weakened".to_owned(), reasons(&change.weakened));
    }
    if !change.breaking.is_empty() {
        shown.insert("breaking".to_owned(), reasons(&change.breaking));
    }
    for (name, statement) in [("before", &change.before), ("after", &change.after)] {
        if let Some(statement) = statement {
            shown.insert(name.to_owned(), statement.text.as_str().into());
        }
    }
    Value::Object(shown)
}

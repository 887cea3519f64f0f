//! All that somebody needs to work on one statement, within a budget: what `abide context` prints and agents ask.

use super::why::{ClaimShown, Why, why};
use super::{Board, Urgency, Waiting};
use crate::facts::SpecInput;
use abide_diagnostics::{Diagnostic, Report};
use abide_ledger::{LedgerError, Verdict};
use abide_model::{Identities, Item, Kind};
use abide_workspace::budget::Pack;
use abide_workspace::check::{DocumentState, Workspace};
use abide_workspace::code::{names_in_code, naming};
use abide_workspace::contradiction::is_contradiction;
use abide_workspace::trace::Traced;
use serde_json::{Map, Value, json};

/// Characters of a statement that stands beside the one that was asked about.
const BESIDE: usize = 200;
/// Places in code that are looked at.
const PLACES: usize = 40;
/// Characters of what was sent or seen that are shown beside other things.
const SEEN: usize = 900;

/// A statement with its document.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// What items are called in it.
    pub identities: &'a Identities,
    /// The document.
    pub state: &'a DocumentState,
    /// The statement.
    pub item: &'a Item,
}

/// The pack around a statement: what it says and how it stands, the last evidence, findings (contradictions first), what it
/// names and what names it, code, and its neighbours. What does not fit is counted.
pub fn context(
    subject: Subject,
    board: &Board,
    spec: &SpecInput,
    report: &Report,
    budget: Option<usize>,
) -> Result<Value, LedgerError> {
    let Subject { workspace, identities, state, item } = subject;
    let why = why(board, spec, item, identities.id(&spec.path, &item.id))?;
    let mut pack = Pack::new(budget);
    head(&mut pack, &why, state, item);
    pack.list("evidence", evidence(&why.claims, SEEN), 40);
    pack.list("findings", findings(report, state, item), 40);
    let around = workspace.around(state, item);
    let also: Vec<&Item> = around.names.iter().map(|(_, item)| *item).collect();
    let shown = |(state, item): &(&DocumentState, &Item)| beside(identities, state, item);
    pack.list("names", around.names.iter().map(shown), 40);
    pack.list("named_by", around.named_by.iter().map(shown), 50);
    pack.list("code", code(workspace, state, item, &also), 60);
    let listed = |one: &&(&DocumentState, &Item)| {
        let both = around.names.iter().chain(&around.named_by);
        !both.clone().any(|(state, item)| item.id == one.1.id && state.file.path == one.0.file.path)
    };
    pack.list("neighbours", around.neighbours.iter().filter(listed).map(shown), 100);
    Ok(pack.finish())
}

/// The statement to work on, and what that takes. `waiting` is all that waits, of which the first `passed` are passed over.
pub fn next(
    workspace: &Workspace,
    identities: &Identities,
    board: &Board,
    waiting: &[Waiting],
    passed: usize,
    budget: Option<usize>,
) -> Result<Value, LedgerError> {
    let mut pack = Pack::new(budget);
    let first = waiting.get(passed);
    let state = |first: &Waiting| workspace.asked().find(|state| *state.file.path == *first.spec.path);
    let Some((first, state)) = first.and_then(|first| Some((first, state(first)?))) else {
        pack.set("waiting", counts(waiting));
        return Ok(pack.finish());
    };
    let item = first.item;
    let id = identities.id(&first.spec.path, &item.id);
    let why = why(board, first.spec, item, id.clone())?;
    pack.set("do", json!(first.urgency.steps(&id, item.kind)));
    head(&mut pack, &why, state, item);
    pack.set("waiting", counts(waiting));
    let refuted = why.claims.iter().filter(|claim| claim.verdict == Verdict::Refuted);
    let deciding: Vec<ClaimShown> = match first.urgency {
        Urgency::Refuted => refuted.cloned().collect(),
        _ => why.claims.iter().filter(|claim| claim.verdict != Verdict::Proven).cloned().collect(),
    };
    pack.list("evidence", evidence(&deciding, SEEN), 60);
    let asked = deciding.first().and_then(|claim| endpoint(&claim.sent, first.spec));
    let named = workspace.around(state, item).names.into_iter().map(|(_, item)| item);
    let also: Vec<&Item> = asked.into_iter().chain(named).collect();
    pack.list("code", code(workspace, state, item, &also), 50);
    let behind = waiting.iter().skip(passed + 1).take(5).map(|behind| {
        json!({
            "id": identities.id(&behind.spec.path, &behind.item.id),
            "urgency": behind.urgency,
            "text": cut(&behind.item.text, 80),
        })
    });
    pack.list("then", behind, 100);
    Ok(pack.finish())
}

/// How many statements wait, by urgency.
pub fn counts(waiting: &[Waiting]) -> Value {
    let count = |urgency: &Urgency| waiting.iter().filter(|one| one.urgency == *urgency).count();
    let counts = Urgency::ALL.iter().map(|urgency| (urgency.name().to_owned(), count(urgency).into()));
    Value::Object(counts.filter(|(_, count): &(String, Value)| *count != 0).collect())
}

fn head(pack: &mut Pack, why: &Why, state: &DocumentState, item: &Item) {
    pack.set("id", why.id.as_str());
    pack.set("kind", why.kind);
    pack.set("path", why.path.as_str());
    pack.set("line", why.line);
    pack.set("section", item.section.join(" > "));
    pack.set("text", why.text.as_str());
    let source = state.document.slice(item.range);
    if source.trim() != item.text {
        pack.set("source", source);
    }
    let fields: Map<String, Value> = item
        .fields
        .iter()
        .filter(|(_, value)| value.as_str().is_none_or(|value| value != item.text))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if !fields.is_empty() {
        pack.set("fields", fields);
    }
    pack.set("verdict", why.verdict.name());
    pack.set("reason", why.reason.as_str());
    let changed: Vec<&str> =
        why.inputs.iter().filter(|input| input.changed).map(|input| input.name).collect();
    if !changed.is_empty() {
        pack.set("changed_since", changed.join(", "));
    }
    if let Some(run) = &why.run {
        let on = run.target.as_ref().map(|target| format!(" on {target}")).unwrap_or_default();
        pack.set("judged", format!("run {}{on}, {}", run.id, run.judged));
    }
    if let Some(word) = &why.attestation {
        pack.set("attested", format!("by {} until {}: {}", word.by, word.until, word.note));
    }
}

/// Claims, those that refute before those that settle nothing before those that prove; what was sent and seen is cut at so many
/// characters.
pub fn evidence(claims: &[ClaimShown], longest: usize) -> Vec<Value> {
    let rank = |claim: &&ClaimShown| match claim.verdict {
        Verdict::Refuted => 0,
        Verdict::Proven => 2,
        _ => 1,
    };
    let mut claims: Vec<&ClaimShown> = claims.iter().collect();
    claims.sort_by_key(rank);
    let shown = |claim: &ClaimShown| {
        let mut shown = Map::new();
        let mut say = |name: &str, text: &str| {
            if !text.trim().is_empty() {
                shown.insert(name.to_owned(), text.into());
            }
        };
        say("claim", &claim.claim);
        say("verdict", claim.verdict.name());
        say("reason", &claim.reason);
        // How what is as stated looked in detail helps nobody.
        if claim.verdict != Verdict::Proven {
            say("sent", &cut(&claim.sent, longest));
            say("seen", &cut(&claim.seen, longest));
        }
        say("repeat", claim.repeat.as_deref().unwrap_or_default());
        say("probe", &claim.probe);
        Value::Object(shown)
    };
    claims.into_iter().map(shown).collect()
}

fn findings(report: &Report, state: &DocumentState, item: &Item) -> Vec<Value> {
    let path = &state.file.path;
    let touches = |finding: &&Diagnostic| {
        let own = finding.path == *path && finding.has_position() && finding.range.overlaps(item.range);
        own || finding.related.iter().any(|related| {
            related.path == *path && related.range != Default::default() && related.range.overlaps(item.range)
        })
    };
    let mut found: Vec<&Diagnostic> = report.sorted().filter(touches).collect();
    found.sort_by_key(|finding| (!is_contradiction(finding), std::cmp::Reverse(finding.severity)));
    found.into_iter().map(|finding| finding_shown(report, finding)).collect()
}

/// A finding in few words.
pub fn finding_shown(report: &Report, finding: &Diagnostic) -> Value {
    let mut shown = Map::new();
    shown.insert("rule".to_owned(), finding.rule.into());
    shown.insert("severity".to_owned(), finding.severity.to_string().into());
    shown.insert("path".to_owned(), (&*finding.path).into());
    if finding.has_position() {
        shown.insert("line".to_owned(), report.line_column(&finding.path, finding.range.start).line.into());
    }
    shown.insert("message".to_owned(), finding.message.as_str().into());
    if is_contradiction(finding) {
        shown.insert("contradiction".to_owned(), true.into());
    }
    if let Some(help) = &finding.help {
        shown.insert("help".to_owned(), help.as_str().into());
    }
    if let Some(fix) = &finding.fix {
        shown.insert("fix".to_owned(), fix.title.as_str().into());
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|related| {
            let line = report.line_column(&related.path, related.range.start).line;
            format!("{}:{line}: {}", related.path, related.message).into()
        });
        shown.insert("see".to_owned(), Value::Array(related.collect()));
    }
    Value::Object(shown)
}

fn beside(identities: &Identities, state: &DocumentState, item: &Item) -> Value {
    json!({
        "id": identities.id(&state.file.path, &item.id),
        "place": format!("{}:{}", state.file.path, item.line),
        "text": cut(&item.text, BESIDE),
    })
}

/// Where code and tests name a statement; where none does, where they name those in `also`.
fn code(workspace: &Workspace, state: &DocumentState, item: &Item, also: &[&Item]) -> Vec<Value> {
    let trace = workspace.trace();
    let own = |one: &&Traced| one.path == *state.file.path && one.line == item.line && one.text == item.text;
    let traced = trace.statements.iter().find(own);
    let places = traced.into_iter().flat_map(|one| one.tests.iter().chain(&one.code));
    let mut shown: Vec<Value> = places.map(|place| json!(place)).collect();
    let folder = workspace.project(state).map(|project| project.config.folder.clone());
    let folder = folder.unwrap_or_else(|| workspace.root.folder().to_owned());
    let mut names = names_in_code(item);
    if names.is_empty() && shown.is_empty() {
        names = also.iter().flat_map(|item| names_in_code(item)).collect();
        names.sort();
        names.dedup();
    }
    shown.extend(naming(&workspace.root, folder, &names).iter().map(|place| json!(place)));
    shown.truncate(PLACES);
    shown
}

/// The endpoint that a call went to: `GET /orders/7?page=2` is of `GET /orders/{id}`.
fn endpoint<'a>(sent: &str, spec: &'a SpecInput) -> Option<&'a Item> {
    let (method, rest) = sent.lines().next()?.split_once(' ')?;
    let path = rest.split([' ', '?']).next()?;
    let fits = |template: &str| {
        let (template, path) = (template.trim_end_matches('/'), path.trim_end_matches('/'));
        template.split('/').count() == path.split('/').count()
            && template
                .split('/')
                .zip(path.split('/'))
                .all(|(part, own)| part == own || part.starts_with(['{', ':', '<']))
    };
    let endpoints = || spec.items.iter().filter(|item| item.kind == Kind::Endpoint);
    let of_method = |item: &&Item| item.text_field("method") == Some(method);
    let exact = endpoints().filter(of_method).find(|item| item.text_field("path") == Some(path));
    exact.or_else(|| endpoints().filter(of_method).find(|item| item.text_field("path").is_some_and(fits)))
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

//! What to do next: the statements that wait for somebody, the most useful first.

use super::known::Board;
use crate::facts::SpecInput;
use crate::plan::Plan;
use abide_ledger::{Current, Verdict};
use abide_model::{Item, Kind};
use serde::Serialize;
use std::collections::HashSet;

/// Why a statement waits, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// The system does not do what it says.
    Refuted,
    /// It was proven of other words, or of another target.
    Stale,
    /// A permission, a role or a target is lacking.
    Blocked,
    /// A probe could try it, and no run has.
    Untried,
    /// It was tried, and nothing settled it.
    Open,
}

impl Urgency {
    /// All of them, the most urgent first.
    pub const ALL: &[Urgency] =
        &[Urgency::Refuted, Urgency::Stale, Urgency::Blocked, Urgency::Untried, Urgency::Open];

    /// The word used in output.
    pub fn name(self) -> &'static str {
        match self {
            Urgency::Refuted => "refuted",
            Urgency::Stale => "stale",
            Urgency::Blocked => "blocked",
            Urgency::Untried => "untried",
            Urgency::Open => "open",
        }
    }

    /// What to do about a statement, called `id` within the workspace.
    pub fn steps(self, id: &str, kind: Kind) -> Vec<String> {
        let verify = format!("verify with only=[\"{id}\"]");
        match self {
            Urgency::Refuted => vec![
                "compare what was seen with the statement, and find in the code why they differ".to_owned(),
                "change the system, not the statement: that changes only where a person says that it is wrong".to_owned(),
                verify,
            ],
            Urgency::Stale => vec![verify],
            Urgency::Blocked => vec![
                "provide what the reason names, or ask the person who can".to_owned(),
                verify,
            ],
            Urgency::Untried => vec![format!("verify, which tries all that was not tried yet; or {verify}")],
            Urgency::Open => vec![
                "the reason says what was lacking: state it in the specification, or describe it in abide.toml".to_owned(),
                format!("{verify}; what a `{kind}` needs to be tried is in explain name=\"{kind}\""),
                "where nothing can try it, a person vouches with `abide attest`".to_owned(),
            ],
        }
    }
}

/// A statement that waits for somebody.
#[derive(Clone, Debug)]
pub struct Waiting<'a> {
    /// Its specification.
    pub spec: &'a SpecInput,
    /// The statement.
    pub item: &'a Item,
    /// What is known of it today.
    pub current: Current,
    /// Why it waits.
    pub urgency: Urgency,
}

/// All statements that wait, the most useful first; `plan` says which of them a probe could try.
///
/// Within an urgency, what binds the system comes before what describes it, and equals stand in the order of paths and lines.
pub fn queue<'a>(board: &Board, specs: &'a [SpecInput], plan: &Plan) -> Vec<Waiting<'a>> {
    let tried: HashSet<(usize, usize)> = plan
        .items
        .iter()
        .filter(|planned| planned.claims.iter().any(|(_, claim)| claim.is_tried()))
        .map(|planned| (planned.spec, planned.item))
        .collect();
    let mut waiting = Vec::new();
    for (number, spec) in specs.iter().enumerate() {
        for (at, item) in spec.items.iter().enumerate() {
            let current = board.current(spec, item);
            let judged = board.known(spec, item).is_some_and(|known| known.standing.is_some());
            let urgency = match current.verdict {
                Verdict::Proven | Verdict::Attested => continue,
                Verdict::Refuted => Urgency::Refuted,
                Verdict::Stale => Urgency::Stale,
                Verdict::Blocked => Urgency::Blocked,
                Verdict::Unproven if !tried.contains(&(number, at)) => continue,
                Verdict::Unproven if judged => Urgency::Open,
                Verdict::Unproven => Urgency::Untried,
            };
            waiting.push(Waiting { spec, item, current, urgency });
        }
    }
    waiting.sort_by(|one, other| {
        let key = |waiting: &Waiting<'a>| (waiting.urgency, weight(waiting.item.kind));
        let place = |waiting: &Waiting<'a>| (&waiting.spec.path, waiting.item.range.start);
        key(one).cmp(&key(other)).then_with(|| place(one).cmp(&place(other)))
    });
    waiting
}

/// What binds the system weighs less, and comes first.
fn weight(kind: Kind) -> u8 {
    match kind {
        Kind::Requirement => 0,
        Kind::Permission | Kind::Check | Kind::Scenario => 1,
        Kind::Endpoint | Kind::Event | Kind::Transition | Kind::Exception | Kind::Flow | Kind::Step => 2,
        Kind::Target | Kind::Setting | Kind::Rpc => 3,
        _ => 4,
    }
}

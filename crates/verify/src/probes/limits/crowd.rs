//! Many callers at once.

use super::{Meant, many, origin};
use crate::claim::Outcome;
use crate::load::{Load, crowd};
use crate::stage::Stage;
use abide_ledger::Strength;
use std::time::Duration;

/// Whether so many callers are answered at once.
pub fn served(stage: &Stage, meant: &Meant, callers: usize) -> Result<Outcome, Outcome> {
    let most = if stage.shared.limits.load == Load::Full { 5000 } else { 200 };
    if callers > most {
        return Err(Outcome::unproven(format!(
            "{callers} callers are more than this load has, which is {most}; `--load full` has more"
        )));
    }
    let count = (callers * 3).max(20);
    let shots = many::shots(stage, meant, count)?;
    let length = stage.shared.limits.request;
    let seen = crowd(
        &origin(stage)?,
        &shots,
        callers,
        count,
        length.max(Duration::from_secs(1)),
        &stage.shared.stop,
    );
    let seen = seen.map_err(Outcome::unproven)?;
    let failed: u64 =
        seen.statuses.iter().filter(|(status, _)| **status >= 500).map(|(_, count)| count).sum::<u64>()
            + seen.broken;
    let answers: Vec<String> =
        seen.statuses.iter().map(|(status, count)| format!("{count} × {status}")).collect();
    let shown = format!(
        "answers: {}; {} without an answer; {:.1} s",
        answers.join(", "),
        seen.broken,
        seen.took.as_secs_f64()
    );
    let sent = format!("{count} requests from {callers} callers at once");
    let limited = seen.statuses.contains_key(&429);
    let outcome = match failed {
        _ if limited => Outcome::unproven(
            "requests were answered with 429, so that the target limits how often it may be called",
        ),
        0 => {
            Outcome::proven(Strength::Asserted, format!("each of {callers} callers at once got its answers"))
        }
        failed => {
            Outcome::refuted(format!("{failed} of {count} requests failed with {callers} callers at once"))
        }
    };
    Ok(outcome.showing(sent, shown).repeated_by(meant.repeat.as_str()))
}
